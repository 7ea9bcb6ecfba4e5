"""What keeps secrets and strangers apart: logs, pages, policies and the engine."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as chosen
from django.core import mail
from django.template import Context, Template
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.html import json_script

from clearbar.model.errors import ClearbarError
from clearbar.web.api.models import Call
from clearbar.web.audit.tokens import hash_of, new_token
from clearbar.web.book.models import Version
from clearbar.web.bridge import asking
from clearbar.web.ledger.wire import Wire
from clearbar.web.people.models import Person, Welcome
from clearbar.web.site.masking import Masking, masked
from tests.web.api.conftest import Program
from tests.web.api.test_road import answer
from tests.web.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All that is logged by anybody, down to the last detail, with the filters of the application."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s %(args)s"))
    listened = [logging.getLogger(name) for name in ("", "django", "django.request", "axes", "clearbar")]
    before = [one.level for one in listened]
    listened[0].addHandler(handler)
    for one in listened:
        one.setLevel(logging.DEBUG)
    yield written
    listened[0].removeHandler(handler)
    for one, level in zip(listened, before, strict=True):
        one.setLevel(level)


def test_no_secret_is_ever_logged(
    log: io.StringIO, cast: dict[str, Person], program: Callable[..., Program], book: Version,
    log_in: Callable[[str], Client],
) -> None:  # fmt: skip
    del book
    secrets = ["correct horse battery", "a wrong password of mine"]
    client = Client(raise_request_exception=False)
    client.post("/accounts/login/", {"login": "ada", "password": secrets[1]})
    client.post("/accounts/login/", {"login": "ada", "password": secrets[0]})
    for prefix in ("/people/welcome/", "/s/", "/nowhere/", "/q/"):
        secrets.append(new_token())
        client.get(f"{prefix}{secrets[-1]}/")
        client.post(f"{prefix}{secrets[-1]}/", {"x": 1})
    secrets.append(new_token())
    Welcome.objects.create(hash=hash_of(secrets[-1]), person=cast["bot"], expires=NOW.replace(year=2099))
    client.get(f"/people/welcome/{secrets[-1]}/")
    house = program()
    secrets.append(house.text)
    house.post("/ratings", answer(4, at="2026-11-17T10:00:00Z"), "key-1")
    house.post("/ratings", {"wrong": True})
    house.get(f"/ratings/{house.text}")
    house.client.get("/api/v1/ratings", headers={"Authorization": "Bearer " + secrets[2]})
    ada = log_in("ada")
    page = ada.post("/api/tokens/", {"name": "x", "rights": ["book:read"]}).content.decode()
    secrets += re.findall(r"cb_[\w-]{22}", page)
    page = ada.post("/api/hooks/", {"url": "https://hooks.example/in?key=hush", "topics": ["rated"]}).content.decode()
    secrets += [*re.findall(r'class="secret">([^<]+)<', page), "key=hush"]
    call = Call.objects.first()
    assert call is None and len(secrets) >= 11 and all(secrets)
    with pytest.raises(Exception, match="unknown"):
        Wire(resolve=lambda *_: []).post("https://hooks.example/in?key=hush", b"{}", {})
    said = log.getvalue()
    assert "404" in said and "django.request" in said, "the log was listened to"
    assert [one for one in secrets if one in said] == []
    assert mail.outbox == []


def test_the_log_of_the_application_masks_what_opens_a_page() -> None:
    token = new_token()
    assert masked(f"Not Found: /s/{token}/?a=b") == "Not Found: /s/…/?…"
    assert masked("job mirror failed: OperationalError in /srv/clearbar/web/site/worker.py:12") != "…"
    assert "OperationalError in /srv/clearbar/web/site/worker.py:12" in masked(
        "OperationalError in /srv/clearbar/web/site/worker.py:12"
    )
    told = logging.LogRecord("x", logging.WARNING, "", 1, "%s: %s %d", ("Not Found", f"/s/{token}/", 3), None)
    assert Masking().filter(told) and told.getMessage() == "Not Found: /s/…/ 3"
    assert chosen.LOGGING["handlers"]["out"]["filters"][-1] == "masking"


def addresses(found: Any = None, before: str = "") -> Iterator[str]:
    """Every address there is, with something in the place of what varies."""
    for one in found or get_resolver().url_patterns:
        part = re.sub(r"<int:[^>]+>", "1", str(one.pattern))
        part = re.sub(r"<[^>]+>|\(\?P[^)]*\)|\{[^}]*\}", "x", part).replace("^", "").replace("$", "").replace("\\Z", "")
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, before + part)
        elif isinstance(one, URLPattern):
            yield "/" + before + part


def test_every_page_has_a_strict_policy_and_no_sniffing(log_in: Callable[[str], Client]) -> None:
    seen = 0
    for name in ("ada", "nobody"):
        client = log_in(name)
        client.raise_request_exception = False
        for address in {*addresses(), "/static/clearbar/house.css"}:
            response = client.get(address)
            policy = response.get("Content-Security-Policy", "")
            scripts = re.search(r"script-src ([^;]*)", policy)
            assert scripts and scripts[1].strip() in {"'self'", "'none'"}, (address, response.status_code, policy)
            assert "unsafe" not in policy and "default-src 'none'" in policy, address
            assert response["X-Content-Type-Options"] == "nosniff", address
            seen += 1
    assert seen > 60


def test_json_in_a_page_cannot_end_the_script_that_holds_it() -> None:
    told = json_script({"a": "</script><script>alert(1)</script>"}, "data")
    assert "</script><script>" not in told and "\\u003C" in told
    page = Template("{{ data|json_script:'x' }}{{ text }}").render(Context({"data": ["<b>"], "text": "<b>"}))
    assert "<b>" not in page and "&lt;b&gt;" in page


@pytest.fixture
def heard(program: Callable[..., Program], book: Version, now: object) -> None:
    from clearbar.web.bridge.mirroring import mirror_whole

    del book, now
    for number in range(6):
        program().post("/ratings", answer(4, customer=f"c-{number}"))
    mirror_whole()


def test_the_engine_that_the_application_opens_reaches_nothing_else(heard: None, tmp_path: Any) -> None:
    import duckdb

    del heard
    looker = asking._looker(asking.evidence())
    stranger = tmp_path / "stranger.csv"
    stranger.write_text("a,b\n1,2\n")
    with looker._newest() as opened:
        engine = opened.engine._con
        assert engine.execute("select count(*) from ratings").fetchall() == [(6,)]
        for sql in (
            "select * from read_csv('/etc/passwd')", f"select * from read_csv('{stranger}')",
            f"copy ratings to '{tmp_path}/out.parquet'", "attach '/tmp/other.duckdb'", "install httpfs",
            "set enable_external_access = true", "set memory_limit = '100GB'", "set lock_configuration = false",
            "select * from 'https://example.test/x.csv'",
        ):  # fmt: skip
            with pytest.raises(duckdb.Error):
                engine.execute(sql)
    assert not (tmp_path / "out.parquet").exists()


def test_a_filter_is_no_way_into_the_engine(heard: None, program: Callable[..., Program]) -> None:
    del heard
    house = program()
    for where in (
        "1 = 1; drop view ratings", "site = (select content from read_text('/etc/passwd'))", "read_csv('/etc/passwd')",
        "site = 's-north' or 1 = 1 union select 1", "getenv('HOME') = 'x'", "site = 's-north' --",
    ):  # fmt: skip
        response = house.get("/measures/clearance", where=where)
        assert response.status_code in {400, 403}, (where, response.content)
        assert "root:" not in response.content.decode()
    assert issubclass(ClearbarError, Exception)

"""The pages of who is asked: light, without a cookie or a script, in three languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.test import Client

from clearbar.web import surveys as app
from clearbar.web.surveys import limits
from clearbar.web.surveys.models import Counter, Said, Salt, Survey, Way
from clearbar.web.surveys.wording import MOST
from tests.web.conftest import NOW
from tests.web.surveys.conftest import BADLY, WELL, ask, hidden, path_of, way

ROOM = Path(app.__file__).parent
LOCALE = ROOM.parent / "locale"
STATIC = ROOM.parent / "static" / "clearbar"
database = pytest.mark.django_db


def texts() -> Iterator[str]:
    """Every text that the code of this app gives to gettext."""
    for file in ROOM.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        yield from re.findall(r"""{%\s*translate\s+["'](.+?)["']\s*%}""", text)
        for block in re.findall(r"{% blocktranslate %}(.*?){% endblocktranslate %}", text, re.DOTALL):
            yield re.sub(r"{{ (\w+) }}", r"%(\1)s", block)
    for file in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "gettext":
                yield ast.literal_eval(node.args[0])


@pytest.mark.parametrize("language", ["de", "es"])
def test_every_text_is_translated_and_compiled(language: str) -> None:
    folder = LOCALE / language / "LC_MESSAGES"
    with (folder / "django.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    told = {one.id: one.string for one in catalogue if one.id}
    assert set(texts()) == set(told)
    for text, translated in told.items():
        assert translated and sorted(re.findall(r"%\(\w+\)s", text)) == sorted(re.findall(r"%\(\w+\)s", translated))
    with (folder / "django.mo").open("rb") as file:
        held = {one.id: one.string for one in read_mo(file) if one.id}
    assert held == told


@database
@pytest.mark.usefixtures("now")
@pytest.mark.parametrize("language", ["en", "de", "es"])
def test_a_page_of_seven_standards_weighs_less_than_30_kb_with_all_it_loads(survey: Survey, language: str) -> None:
    survey.standards = ["choose.seen", "choose.listened", "collect.as-ordered", "collect.fit", "right.choice",
                        "right.mended", "choose.at-home"]  # fmt: skip
    survey.save()
    assert len(survey.standards) == MOST
    page = Client().get(f"{path_of(ask(survey))}?language={language}")
    loaded = re.findall(r'<link rel="(?:stylesheet|icon)" href="/static/clearbar/([\w.]+)"', page.content.decode())
    assert sorted(loaded) == ["bar.svg", "survey.css"]
    weight = len(page.content) + sum((STATIC / name).stat().st_size for name in loaded)
    assert weight < 30_000


@database
@pytest.mark.usefixtures("now")
def test_no_page_sets_a_cookie_runs_a_script_or_tells_where_it_was(survey: Survey) -> None:
    poster, kiosk, path, client = (
        way(survey, Way.Kind.POSTER),
        way(survey, Way.Kind.KIOSK),
        path_of(ask(survey)),
        Client(),
    )
    pages = [client.get(one) for one in (path, f"/q/{poster.address}/", f"/k/{kiosk.address}/", "/s/none/")]
    pages.append(client.post(path, hidden(pages[0].content) | BADLY))
    pages.append(client.post(path, {"right": hidden(pages[-1].content)["right"], "words": "More time"}))
    pages.append(client.get(path))
    for page in pages:
        text = page.content.decode()
        assert not page.cookies
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert page.headers["Cache-Control"] == "no-store"
        assert "script-src 'none'" in page.headers["Content-Security-Policy"]
        assert not re.search(r"<script|\sstyle=|\son\w+=|https?://", text)
    assert [page.status_code for page in pages] == [200, 200, 200, 404, 200, 200, 410]


@database
@pytest.mark.usefixtures("now")
def test_the_browsers_language_and_the_links_on_the_page_choose_the_language(survey: Survey) -> None:
    path, client = path_of(ask(survey)), Client()
    for told, language in (("es-MX,es;q=0.8", "es"), ("fr, de;q=0.5", "de"), ("", "en"), ("fr", "en")):
        assert f'<html lang="{language}">' in client.get(path, headers={"Accept-Language": told}).content.decode()
    page = client.get(f"{path}?language=de", headers={"Accept-Language": "es"}).content.decode()
    assert "Wie war es bei uns?" in page and '<a href="?language=es" lang="es"' in page
    assert '<span lang="en">Within five minutes' in page  # the book speaks English only, and the page says so
    survey.languages = ["es"]
    survey.save()
    assert '<html lang="es">' in client.get(path, headers={"Accept-Language": "de"}).content.decode()


@database
@pytest.mark.usefixtures("now")
def test_a_poster_takes_so_many_answers_from_one_source_and_says_so(
    survey: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, client, most = way(survey, Way.Kind.POSTER), Client(), 3
    monkeypatch.setitem(limits.LIMITS, Way.Kind.POSTER, limits.Limit(most, 600))
    path = f"/q/{found.address}/"
    told = [client.post(path, hidden(client.get(path).content) | WELL) for _ in range(most + 2)]
    assert [one.status_code for one in told] == [200] * most + [429] * 2
    assert b"again in ten minutes" in told[-1].content and b"It was fine." in told[-1].content
    assert told[-1].headers["Retry-After"] == "600"
    other = Client(REMOTE_ADDR="203.0.113.9")
    assert other.post(path, hidden(other.get(path).content) | WELL).status_code == 200
    assert Said.objects.count() == most + 1


@database
def test_who_answers_is_counted_under_a_salt_that_dies_with_its_day(survey: Survey) -> None:
    found = way(survey, Way.Kind.POSTER)
    limits.within(way=found, source="203.0.113.9", now=NOW)
    before = set(Counter.objects.values_list("name", flat=True))
    salt = Salt.objects.get().secret
    limits.within(way=found, source="203.0.113.9", now=NOW.replace(day=19))
    assert Salt.objects.get().secret != salt
    assert not before & set(Counter.objects.values_list("name", flat=True))
    assert "203.0.113" not in " ".join(before)


@database
@pytest.mark.usefixtures("now")
def test_a_kiosk_asks_by_single_presses_and_begins_again_by_itself(survey: Survey) -> None:
    survey.standards, survey.expectation = ["choose.seen", "choose.listened", "choose.price-whole"], False
    survey.save()
    found, client = way(survey, Way.Kind.KIOSK), Client()
    path = f"/k/{found.address}/"
    page = client.get(path)
    assert "Refresh" not in page.headers
    fields, presses = hidden(page.content), 0
    while b"Question" in (page := client.post(path, fields)).content:
        assert page.headers["Refresh"] == f"60; url={path}"
        [name, value] = re.findall(r'<button name="(\w+)" value="(\w*)"', page.content.decode())[
            3 if presses < 3 else 1
        ]
        fields = hidden(page.content) | {name: value}
        presses += 1
    assert presses == 6
    assert b"Your answer is counted" in page.content and page.headers["Refresh"] == f"10; url={path}"
    assert Said.objects.get().way == "kiosk"
    assert b"already counted" in client.post(path, fields).content
    slow = client.post(path, hidden(client.get(path).content) | {"slow": "1"})
    assert "Refresh" not in slow.headers

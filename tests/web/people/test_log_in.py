"""Log-in by password and one-time code, and the lock after too many wrong attempts."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from axes.models import AccessAttempt
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from clearbar.web.audit.models import Line
from clearbar.web.people.models import User
from tests.web.conftest import NOW

LogIn = Callable[[str], Client]
pytestmark = pytest.mark.django_db
RIGHT = {"login": "finn", "password": "correct horse battery"}


@pytest.fixture(autouse=True)
def nothing_counted_before() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def wrong(client: Client, times: int, login: str = "finn", **from_: str) -> list[int]:
    told = {"login": login, "password": "wrong"}
    return [client.post("/accounts/login/", told, headers=from_).status_code for _ in range(times)]


def code_of(secret: str, at: float) -> str:
    """A one-time code as RFC 6238 reckons it."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    seen = hmac.new(key, struct.pack(">Q", int(at // 30)), hashlib.sha1).digest()
    start = seen[-1] & 15
    number: int = struct.unpack(">I", seen[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06}"


def test_a_password_lets_in_by_user_name_and_by_e_mail_however_written(log_in: LogIn) -> None:
    for login in ("finn", "FINN", "finn@example.test", "Finn@Example.test"):
        answer = Client().post("/accounts/login/", {"login": login, "password": "correct horse battery"})
        assert answer["Location"] == "/"


def test_nobody_signs_up_and_nobody_changes_their_own_address(log_in: LogIn) -> None:
    told = {"username": "eve", "email": "eve@example.test", "password1": "a long sentence", "action_add": ""}
    for address in ("/accounts/signup/", "/accounts/3rdparty/signup/", "/accounts/email/"):
        for client in (Client(), log_in("finn")):
            client.post(address, told)
    assert not User.objects.filter(username="eve").exists()
    assert not EmailAddress.objects.exists()
    assert "Nobody signs up here" in Client().get("/accounts/signup/").content.decode()
    assert "administrator changes it" in log_in("finn").get("/accounts/email/").content.decode()
    assert "sign up" not in Client().get("/accounts/login/").content.decode().lower()


def test_eight_wrong_passwords_lock_even_the_right_one_out(log_in: LogIn) -> None:
    client = Client()
    assert wrong(client, 8) == [200] * 7 + [429]
    locked = client.post("/accounts/login/", RIGHT)
    assert locked.status_code == 429
    assert "Wait a quarter of an hour" in locked.content.decode()
    assert Line.objects.filter(verb="locked out", subject="finn", actor="system").exists()
    assert AccessAttempt.objects.get().username == "finn"
    assert "wrong" not in AccessAttempt.objects.get().post_data


def test_user_name_and_e_mail_count_together(log_in: LogIn) -> None:
    client = Client()
    assert wrong(client, 4) == [200] * 4
    assert wrong(client, 4, "Finn@example.test") == [200] * 3 + [429]


def test_somebody_else_from_the_same_address_is_not_locked_out(log_in: LogIn) -> None:
    client = Client()
    wrong(client, 8)
    assert client.post("/accounts/login/", RIGHT | {"login": "gwen"})["Location"] == "/"


def test_the_lock_ends_after_a_quarter_of_an_hour(log_in: LogIn) -> None:
    client = Client()
    wrong(client, 8)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=15, seconds=1))
    assert client.post("/accounts/login/", RIGHT)["Location"] == "/"


def test_an_administrator_sees_the_lock_and_ends_it(log_in: LogIn) -> None:
    client, ada = Client(), log_in("ada")
    wrong(client, 8)
    assert "Locked out" in ada.get("/people/person/finn/").content.decode()
    ada.post("/people/person/finn/unblock/")
    assert client.post("/accounts/login/", RIGHT)["Location"] == "/"


def test_without_a_proxy_a_made_up_address_does_not_help(log_in: LogIn) -> None:
    client = Client()
    codes = [wrong(client, 1, **{"X-Forwarded-For": f"10.0.0.{count}"})[0] for count in range(8)]
    assert codes[-1] == 429


def test_behind_a_proxy_the_address_that_the_proxy_wrote_counts(log_in: LogIn, settings: object) -> None:
    settings.BEHIND_PROXY = True  # type: ignore[attr-defined]
    client = Client()
    for count in range(8):  # what the caller made up stands first, what the proxy saw stands last
        wrong(client, 1, **{"X-Forwarded-For": f"10.0.0.{count}, 198.51.100.7"})
    other = client.post("/accounts/login/", RIGHT, headers={"X-Forwarded-For": "10.0.0.1, 198.51.100.8"})
    assert other["Location"] == "/"
    same = Client().post("/accounts/login/", RIGHT, headers={"X-Forwarded-For": "10.9.9.9, 198.51.100.7"})
    assert same.status_code == 429


def test_a_session_lasts_twelve_hours(log_in: LogIn) -> None:
    client = Client()
    client.post("/accounts/login/", RIGHT)
    assert client.session.get_expiry_age() == 12 * 3600


def test_one_time_codes_are_asked_for_once_they_are_set_up(log_in: LogIn) -> None:
    client = Client()
    client.post("/accounts/login/", RIGHT)
    asked = client.get("/accounts/2fa/totp/activate/", follow=True)
    assert "Is it you?" in asked.content.decode()
    client.post("/accounts/reauthenticate/", {"password": RIGHT["password"]})
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    assert "data:image/svg+xml" in page
    found = re.search(r'readonly value="([A-Z2-7]+)"', page)
    assert found
    secret = found[1]
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret, time.time())}, follow=True)
    assert "recovery" in answer.content.decode().lower()
    assert Line.objects.filter(verb="added one-time codes", actor="finn").exists()
    again = Client()
    assert again.post("/accounts/login/", RIGHT)["Location"].startswith("/accounts/2fa/authenticate/")
    assert again.get("/people/me/").status_code == 302
    refused = again.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert refused.status_code == 200
    cache.clear()  # the code of this half minute was used to set up; the next one is as good
    later = again.post("/accounts/2fa/authenticate/", {"code": code_of(secret, time.time() + 30)})
    codes = client.get("/accounts/2fa/recovery-codes/").content.decode()
    if later.status_code != 302:
        recovery = re.findall(r"<li>([\w-]{8,})</li>", codes)
        later = again.post("/accounts/2fa/authenticate/", {"code": recovery[0]})
    assert later["Location"] == "/"
    assert again.get("/people/me/").status_code == 200


def test_a_changed_password_leaves_a_line_without_the_password(log_in: LogIn) -> None:
    client = Client()
    client.post("/accounts/login/", RIGHT)
    told = {
        "oldpassword": RIGHT["password"],
        "password1": "another long sentence",
        "password2": "another long sentence",
    }
    assert client.post("/accounts/password/change/", told).status_code == 302
    line = Line.objects.get(verb="changed their password")
    assert (line.actor, line.subject, line.sealed) == ("finn", "finn", None)


def test_a_forgotten_password_is_chosen_anew_by_a_link(log_in: LogIn) -> None:
    client = Client()
    client.post("/accounts/password/reset/", {"email": "finn@example.test"})
    [sent] = mail.outbox
    address = re.search(r"http://\S+(/accounts/password/reset/key/\S+)", sent.body)
    assert address
    form = client.get(address[1], follow=True)
    action = form.request["PATH_INFO"]
    client.post(action, {"password1": "another long sentence", "password2": "another long sentence"})
    assert Client().post("/accounts/login/", RIGHT | {"password": "another long sentence"})["Location"] == "/"
    client.post("/accounts/password/reset/", {"email": "nobody@example.test"})
    assert len(mail.outbox) == 1


def test_log_in_pages_are_ours(log_in: LogIn) -> None:
    nobody, finn = Client(), Client()
    finn.post("/accounts/login/", RIGHT)
    finn.post("/accounts/reauthenticate/", {"password": RIGHT["password"]})
    pages = {
        nobody: ("login/", "password/reset/", "inactive/", "password/reset/done/"),
        finn: (
            "logout/", "password/change/", "reauthenticate/", "2fa/", "2fa/totp/activate/",
            "2fa/webauthn/", "2fa/webauthn/add/", "sessions/",
        ),
    }  # fmt: skip
    for client, addresses in pages.items():
        for address in addresses:
            page = client.get(f"/accounts/{address}").content.decode()
            assert page.count("<h1") == 1, address
            assert "clearbar/house.css" in page and "<main" in page, address
            assert "Sign In" not in page and "Menu:" not in page, address


def test_the_house_is_seen_in_its_own_time(log_in: LogIn, monkeypatch: pytest.MonkeyPatch) -> None:
    late = NOW.replace(hour=23, minute=30)  # half past midnight in Berlin
    monkeypatch.setattr("django.utils.timezone.now", lambda: late)
    page = log_in("ada").get("/people/new/").content.decode()
    assert 'value="2026-11-19"' in page

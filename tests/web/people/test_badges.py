"""Staff without e-mail log in by badge and PIN, on a shared tablet that locks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client

from clearbar.web.audit.models import Line
from clearbar.web.people import badges
from clearbar.web.people.models import Tablet, User
from tests.web.conftest import NOW

LogIn = Callable[[str], Client]
pytestmark = pytest.mark.django_db


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def on(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr("django.utils.timezone.now", made)
    return made


@pytest.fixture(autouse=True)
def nothing_counted_before() -> Iterator[None]:
    cache.clear()
    yield


@pytest.fixture
def tablet(log_in: LogIn) -> Client:
    """A browser that an administrator made a shared tablet."""
    client = log_in("ada")
    assert client.post("/people/tablets/", {"name": "Counter"})["Location"] == "/people/badge/"
    return client


def badge_of(log_in: LogIn, person: str) -> tuple[str, str]:
    page = log_in("ada").post(f"/people/person/{person}/badge/").content.decode()
    code, pin = re.search(r'class="code">([A-Z ]+)<', page), re.search(r"<strong>(\d{6})</strong>", page)
    assert code and pin and "<svg" in page
    return code[1], pin[1]


def test_badge_and_pin_let_in_on_a_shared_tablet_only(log_in: LogIn, tablet: Client, clock: Clock) -> None:
    code, pin = badge_of(log_in, "finn")
    assert Client().post("/people/badge/", {"badge": code, "pin": pin}).status_code == 403
    entered = tablet.post("/people/badge/", {"badge": code.replace(" ", "").lower(), "pin": pin})
    assert entered["Location"] == "/people/me/pin/"
    page = tablet.get("/people/me/").content.decode()
    assert "Finn Frontline" in page and "tablet.js" in page and "/accounts/2fa/" not in page


def test_whoever_enrols_a_tablet_is_logged_out_there(tablet: Client) -> None:
    assert tablet.get("/people/")["Location"].startswith("/accounts/login/")
    assert Tablet.objects.get().hash not in str(tablet.cookies)


def test_neither_badge_nor_pin_is_kept_as_it_is(log_in: LogIn) -> None:
    code, pin = badge_of(log_in, "finn")
    user = User.objects.get(username="finn")
    assert user.badge and code.replace(" ", "") not in user.badge and pin not in user.pin
    assert not Line.objects.filter(verb="made a badge for").exclude(sealed=None).exists()


def test_after_a_minute_without_input_the_log_in_ends(log_in: LogIn, tablet: Client, clock: Clock) -> None:
    code, pin = badge_of(log_in, "finn")
    tablet.post("/people/badge/", {"badge": code, "pin": pin})
    clock.on(seconds=59)
    assert tablet.get("/people/badge/stay/").status_code == 204
    clock.on(seconds=60)
    page = tablet.get("/people/me/")
    assert page.status_code == 200 and "no-store" in page["Cache-Control"]
    clock.on(seconds=61)
    assert tablet.get("/people/me/")["Location"] == "/people/badge/"
    assert tablet.get("/people/badge/").status_code == 200


def test_other_sessions_do_not_lock(log_in: LogIn, clock: Clock) -> None:
    finn = log_in("finn")
    finn.get("/people/me/")
    clock.on(hours=2)
    page = finn.get("/people/me/")
    assert page.status_code == 200 and "tablet.js" not in page.content.decode()


def test_a_password_on_a_shared_tablet_locks_as_well(tablet: Client, clock: Clock) -> None:
    tablet.post("/accounts/login/", {"login": "gwen", "password": "correct horse battery"})
    assert tablet.get("/people/me/").status_code == 200
    clock.on(seconds=61)
    assert tablet.get("/people/me/")["Location"] == "/people/badge/"


def test_the_page_can_lock_itself(log_in: LogIn, tablet: Client) -> None:
    code, pin = badge_of(log_in, "finn")
    tablet.post("/people/badge/", {"badge": code, "pin": pin})
    page = tablet.get("/people/me/").content.decode()
    assert 'http-equiv="refresh" content="60;url=/people/badge/lock/"' in page
    tablet.get("/people/badge/lock/")
    assert tablet.get("/people/me/")["Location"].startswith("/accounts/login/")
    elsewhere = log_in("gwen")
    elsewhere.get("/people/badge/lock/")
    assert elsewhere.get("/people/me/").status_code == 200


def test_wrong_pins_lock_the_badge_out_and_an_administrator_ends_it(log_in: LogIn, tablet: Client) -> None:
    code, pin = badge_of(log_in, "finn")
    wrong = "135792" if pin != "135792" else "246802"
    codes = [tablet.post("/people/badge/", {"badge": code, "pin": wrong}).status_code for _ in range(8)]
    assert codes == [200] * 7 + [429]
    assert tablet.post("/people/badge/", {"badge": code, "pin": pin}).status_code == 429
    log_in("ada").post("/people/person/finn/unblock/")
    assert tablet.post("/people/badge/", {"badge": code, "pin": pin}).status_code == 302


def test_a_refused_badge_keeps_what_was_typed_but_not_the_pin(log_in: LogIn, tablet: Client) -> None:
    code, pin = badge_of(log_in, "finn")
    page = tablet.post("/people/badge/", {"badge": code + "B", "pin": pin}).content.decode()
    assert "do not belong together" in page and f'value="{code}B"' in page and pin not in page


def test_a_badge_that_ended_lets_nobody_in_and_nobody_stay(log_in: LogIn, tablet: Client) -> None:
    code, pin = badge_of(log_in, "finn")
    tablet.post("/people/badge/", {"badge": code, "pin": pin})
    log_in("ada").post("/people/person/finn/end-badge/")
    assert tablet.get("/people/me/").status_code == 302
    assert tablet.post("/people/badge/", {"badge": code, "pin": pin}).status_code == 200


def test_a_new_badge_ends_the_one_before(log_in: LogIn, tablet: Client) -> None:
    old = badge_of(log_in, "finn")
    new = badge_of(log_in, "finn")
    assert tablet.post("/people/badge/", {"badge": old[0], "pin": old[1]}).status_code == 200
    assert tablet.post("/people/badge/", {"badge": new[0], "pin": new[1]}).status_code == 302


def test_who_left_or_is_blocked_has_no_use_of_their_badge(log_in: LogIn, tablet: Client, clock: Clock) -> None:
    ada = log_in("ada")
    for address, told in (
        ("/people/person/finn/block/", {}),
        ("/people/person/gwen/leave/", {"leave-day": "2026-11-17"}),
    ):
        person = address.split("/")[3]
        code, pin = badge_of(log_in, person)
        ada.post(address, told)
        assert tablet.post("/people/badge/", {"badge": code, "pin": pin}).status_code == 200


def test_an_ended_tablet_is_an_ordinary_browser_again(log_in: LogIn, tablet: Client) -> None:
    code, pin = badge_of(log_in, "finn")
    tablet.post("/people/badge/", {"badge": code, "pin": pin})
    log_in("ada").post(f"/people/tablets/{Tablet.objects.get().pk}/end/")
    assert tablet.get("/people/me/")["Location"] == "/people/badge/"
    assert tablet.post("/people/badge/", {"badge": code, "pin": pin}).status_code == 403


def test_a_pin_of_ones_own_replaces_the_first(log_in: LogIn, tablet: Client) -> None:
    code, pin = badge_of(log_in, "finn")
    tablet.post("/people/badge/", {"badge": code, "pin": pin})
    assert "among the first" in tablet.post("/people/me/pin/", {"pin": "123456", "again": "123456"}).content.decode()
    assert "differ" in tablet.post("/people/me/pin/", {"pin": "482915", "again": "482916"}).content.decode()
    assert tablet.post("/people/me/pin/", {"pin": "482915", "again": "482915"})["Location"] == "/people/me/"
    tablet.get("/people/badge/lock/")
    assert tablet.post("/people/badge/", {"badge": code, "pin": pin}).status_code == 200
    assert tablet.post("/people/badge/", {"badge": code, "pin": "482915"})["Location"] == "/"
    assert Line.objects.filter(verb="chose a PIN", actor="finn").exists()


@pytest.mark.parametrize(
    "pin", ["12345", "123456", "654321", "111111", "121212", "19841224", "12a456", "１２３５８２", ""]
)
def test_pins_that_are_tried_first_are_refused(pin: str) -> None:
    with pytest.raises(ValidationError):
        badges.check_pin(pin)


def test_codes_are_long_and_of_letters_that_scanners_type_alike() -> None:
    codes = {badges.new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(re.fullmatch("[BCDEFGHJKNPRSTVX]{20}", code) for code in codes)
    badges.check_pin(badges.new_pin())

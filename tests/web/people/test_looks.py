"""Every page about people, at both widths: nothing that axe objects to, nothing that scrolls sideways, one heading."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page

from clearbar.web.people.models import Membership, Person, Tablet, Upload
from tests.web.browsing import follow, press_on
from tests.web.people.test_rolls import FILE

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("CLEARBAR_PICTURES")
"""A folder for pictures of the pages, to be looked at."""

PAGES = {
    "ada": (
        "people/", "people/?text=nobody+at+all", "people/new/", "people/person/finn/", "people/person/bot/",
        "people/person/finn/edit/", "people/places/", "people/places/site/", "people/places/team/north/",
        "people/import/", "people/tablets/", "people/organisation/", "people/audit/", "people/me/",
    ),
    "lea": ("people/",),
    "finn": (
        "people/me/", "accounts/logout/", "accounts/password/change/", "accounts/reauthenticate/", "accounts/2fa/",
        "accounts/2fa/webauthn/", "accounts/sessions/",
    ),
    "nobody": (
        "accounts/login/", "accounts/password/reset/", "accounts/inactive/", "accounts/signup/", "people/badge/",
    ),
}  # fmt: skip


def look(page: Page, name: str) -> None:
    found = Axe().run(page)
    assert not found.response["violations"], (name, found.generate_report())
    assert page.locator("h1").count() == 1, name
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, (name, wide)
    if PICTURES:
        file = f"{name.strip('/').replace('/', '-').replace('?', '-')}-{page.viewport_size['width']}.png"  # type: ignore[index]
        page.screenshot(path=Path(PICTURES) / file, full_page=True)


@pytest.mark.parametrize("width", [390, 1440])
def test_pages_about_people_can_be_used_by_everybody(page_of: Callable[..., Page], width: int) -> None:
    cache.clear()
    for name, addresses in PAGES.items():
        page = page_of(name, width)
        for address in addresses:
            page.goto(f"/{address}")
            look(page, f"{name}-{address}")


@pytest.mark.parametrize("width", [390, 1440])
def test_pages_on_the_way_can_be_used_by_everybody(page_of: Callable[..., Page], width: int, tmp_path: Path) -> None:
    cache.clear()
    page = page_of("ada", width)
    page.goto("/people/person/finn/")
    follow(page.get_by_role("button", name="Make a badge"))
    look(page, "badge-print")
    code, pin = page.locator(".code").inner_text(), page.locator(".slip strong").inner_text()
    page.goto("/people/person/finn/")
    follow(page.get_by_role("button", name="Make a log-in link"))
    look(page, "link")
    address = page.get_by_label("Link").input_value().split("8000")[1]
    page.goto(f"/people/membership/{Membership.objects.get(person='finn').pk}/")
    look(page, "membership")
    for name, content in {
        "good": FILE,
        "faulty": FILE + "=x;;;31/12/26;chief;;;\n",
        "same": "name;id\nBo the agent;bot",
    }.items():
        file = tmp_path / f"{name}.csv"
        file.write_text(content, encoding="utf-8")
        page.goto("/people/import/")
        page.get_by_label("CSV or Excel file").set_input_files(file)
        follow(page.get_by_role("button", name="Look at what it would change"))
        look(page, f"import-{name}")
    page.goto("/people/new/")
    page.get_by_label("Name").fill("Nora")
    page.get_by_label("E-mail").fill("finn@example.test")
    follow(page.get_by_role("button", name="Add this person"))
    look(page, "new-refused")
    welcome = page_of("nobody", width)
    welcome.goto(address)
    look(welcome, "welcome")
    page.goto("/people/tablets/")
    page.get_by_label("Name of this tablet").fill("Counter")
    follow(page.get_by_role("button", name="Make this a shared tablet"))
    look(page, "badge")
    page.get_by_label("Badge").fill(code)
    page.get_by_label("PIN").fill("000000" if pin != "000000" else "999999")
    follow(page.get_by_role("button", name="Log in"))
    look(page, "badge-refused")
    page.get_by_label("PIN").fill(pin)
    follow(page.get_by_role("button", name="Log in"))
    look(page, "pin")


@pytest.mark.parametrize("width", [390, 1440])
def test_pages_of_the_second_factor_can_be_used_by_everybody(page_of: Callable[..., Page], width: int) -> None:
    cache.clear()
    page = page_of("finn", width)
    page.goto("/accounts/2fa/totp/activate/")
    page.get_by_label("Password").fill("correct horse battery")
    follow(page.get_by_role("button", name="Go on"))
    look(page, "totp")
    page.goto("/accounts/2fa/webauthn/add/")
    look(page, "passkey")


def test_the_road_of_an_administrator_goes_without_scripts(page_of: Callable[..., Page], tmp_path: Path) -> None:
    page = page_of("ada", 390, scripts=False)
    file = tmp_path / "people.csv"
    file.write_text(FILE, encoding="utf-8")
    page.goto("/people/import/")
    page.get_by_label("CSV or Excel file").set_input_files(file)
    follow(page.get_by_role("button", name="Look at what it would change"))
    follow(page.get_by_role("button", name="Take all of it over"))
    assert Person.objects.filter(name="Nora Neu").exists() and not Upload.objects.exists()
    page.goto("/people/tablets/")
    page.get_by_label("Name of this tablet").fill("Counter")
    follow(page.get_by_role("button", name="Make this a shared tablet"))
    assert Tablet.objects.get().enrolled_at <= timezone.now()


def test_the_list_is_reached_and_used_by_keyboard_only(page_of: Callable[..., Page]) -> None:
    page = page_of("ada")
    page.goto("/people/")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "Finn Frontline":
            break
    press_on(page)
    assert page.url.endswith("/people/person/finn/")

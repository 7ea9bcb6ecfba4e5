"""Log-in in a real browser: passkey, one's organisation's sign-on, and the shared tablet that clears its screen."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from playwright.sync_api import Page, expect

from clearbar.web.audit.models import Line
from clearbar.web.people.models import Person
from tests.conftest import PATIENCE_MS
from tests.web.browsing import follow
from tests.web.people.provider import CLIENT, SECRET

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def nothing_counted_before() -> None:
    cache.clear()


def test_a_passkey_is_added_and_lets_in_without_a_password(page_of: Callable[..., Page]) -> None:
    page = page_of("finn")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.goto("/people/me/")
    follow(page.get_by_role("link", name="Add one passkeys"))
    follow(page.get_by_role("link", name="Add a passkey"))
    page.get_by_label("Password").fill("correct horse battery")
    follow(page.get_by_role("button", name="Go on"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Add a passkey")
    page.get_by_label("What is it called?").fill("This laptop")
    assert page.get_by_label("I log in with it instead of a password").is_checked()
    follow(page.get_by_role("button", name="Add it"))
    assert re.search("/2fa/(webauthn|recovery-codes)/$", page.url)
    assert Authenticator.objects.filter(user__username="finn", type="webauthn").count() == 1
    assert Line.objects.filter(actor="finn", verb="added a passkey").exists()
    follow(page.get_by_role("button", name="Log out"))
    page.goto("/accounts/login/")
    follow(page.get_by_role("button", name="Log in with a passkey"))
    assert "/accounts/" not in page.url
    page.goto("/people/me/")
    expect(page.get_by_text("Finn Frontline").first).to_be_visible()


def test_a_passkey_that_fails_is_told_in_words(page_of: Callable[..., Page]) -> None:
    page = page_of("nobody")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, "isUserVerified": False}})
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Log in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("no passkey was chosen")


@pytest.fixture
def provider(settings: Any) -> Iterator[str]:
    """The address of a provider that the application knows."""
    command = [sys.executable, "-m", "tests.web.people.provider"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        home = f"http://localhost:{int(process.stdout.readline())}"
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [{
            "provider_id": "oidc", "name": "Harbour sign-on", "client_id": CLIENT, "secret": SECRET,
            "settings": {"server_url": home, "oauth_pkce_enabled": True},
        }]}}  # fmt: skip
        try:
            yield home
        finally:
            process.terminate()


def come(page: Page, home: str, **who: str) -> None:
    httpx.get(f"{home}/as", params={"sub": who["email"], **who}, trust_env=False)
    page.goto("/accounts/login/")
    follow(page.get_by_role("link", name="Log in with Harbour sign-on"))
    follow(page.get_by_role("button", name="Go on to Harbour sign-on"))
    expect(page.get_by_role("heading", level=1)).not_to_have_text(re.compile("Log in|One moment"))


def test_who_is_known_by_a_verified_address_comes_in_by_single_sign_on(
    page_of: Callable[..., Page], provider: str
) -> None:
    page = page_of("nobody")
    come(page, provider, email="Finn@example.test", email_verified="yes")
    page.goto("/people/me/")
    expect(page.get_by_text("Finn Frontline").first).to_be_visible()
    assert Line.objects.filter(actor="finn", verb="connected a single sign-on").count() == 1
    again = page_of("nobody")
    come(again, provider, email="Finn@example.test", email_verified="yes")
    again.goto("/people/me/")
    expect(again.get_by_text("Finn Frontline").first).to_be_visible()
    assert Line.objects.filter(verb="connected a single sign-on").count() == 1


@pytest.mark.parametrize(("email", "verified"), [("gwen@example.test", "no"), ("stranger@example.test", "yes")])
def test_nobody_comes_in_by_an_unverified_or_unknown_address(
    page_of: Callable[..., Page], provider: str, email: str, verified: str
) -> None:
    page, before = page_of("nobody"), Person.objects.count()
    come(page, provider, email=email, email_verified=verified)
    page.goto("/people/me/")
    assert "/accounts/login/" in page.url
    assert Person.objects.count() == before


def test_who_left_does_not_come_in_by_single_sign_on_either(page_of: Callable[..., Page], provider: str) -> None:
    page = page_of("nobody")
    Person.objects.filter(pk="finn").update(left_on="2020-01-01")
    come(page, provider, email="finn@example.test", email_verified="yes")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your log-in has ended")


def enter(tablet: Page, code: str, pin: str) -> None:
    tablet.goto("/people/badge/")
    expect(tablet.get_by_label("Badge")).to_be_focused()
    tablet.keyboard.type(code)  # as a scanner does: into the field that has the focus
    tablet.get_by_label("PIN").fill(pin)
    follow(tablet.get_by_role("button", name="Log in"))
    expect(tablet.get_by_role("heading", level=1)).to_have_text("Which PIN will you remember?")


def test_a_shared_tablet_clears_its_screen_after_a_minute_with_scripts_and_without(
    page_of: Callable[..., Page],
) -> None:
    office = page_of("ada")
    badges = {}
    for person in ("finn", "gwen"):
        office.goto(f"/people/person/{person}/")
        follow(office.get_by_role("button", name="Make a badge"))
        code = office.locator(".code").inner_text().replace(" ", "")
        badges[person] = (code, office.locator(".slip strong").inner_text())
    tablets = {"finn": page_of("ada", 820), "gwen": page_of("ada", 820, scripts=False)}
    for person, tablet in tablets.items():
        tablet.goto("/people/tablets/")
        tablet.get_by_label("Name of this tablet").fill("Counter")
        follow(tablet.get_by_role("button", name="Make this a shared tablet"))
        expect(tablet.get_by_role("heading", level=1)).to_have_text("Who are you?")
        enter(tablet, *badges[person])
    tablets["finn"].wait_for_timeout(30_000)
    tablets["finn"].get_by_label("New PIN").press("Tab")  # input: the minute begins anew here
    expect(tablets["gwen"].get_by_role("heading", level=1)).to_have_text("Who are you?", timeout=60_000 + PATIENCE_MS)
    expect(tablets["finn"].get_by_role("heading", level=1)).to_have_text("Which PIN will you remember?")
    expect(tablets["finn"].get_by_role("heading", level=1)).to_have_text("Who are you?", timeout=60_000 + PATIENCE_MS)
    for tablet in tablets.values():
        tablet.go_back()
        expect(tablet.get_by_text("Which PIN will you remember?")).to_have_count(0)
        tablet.goto("/people/me/")
        assert "/accounts/login/" in tablet.url


def test_a_link_is_copied_by_one_click(page_of: Callable[..., Page]) -> None:
    page = page_of("ada")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/people/person/finn/")
    follow(page.get_by_role("button", name="Make a log-in link"))
    page.bring_to_front()  # a page in the background may not write to the clipboard
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.get_by_label("Link").input_value()

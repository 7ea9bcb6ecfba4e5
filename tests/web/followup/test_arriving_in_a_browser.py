"""Complaints, managers and the pulse in a real browser: what is typed is not lost, and axe finds nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from clearbar.web.book.models import Version
from clearbar.web.followup.models.arriving import Arrival
from clearbar.web.followup.models.pulse import PulseAnswer
from clearbar.web.followup.models.recovery import Case
from clearbar.web.people.models import Person
from tests.web.browsing import follow
from tests.web.conftest import NOW
from tests.web.followup.test_arriving import WORDS, take
from tests.web.followup.test_arriving_inbox import mail
from tests.web.followup.test_managing import came
from tests.web.followup.test_pulse import answers, crowd

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SMALL = """
    [...document.querySelectorAll('main button, main input:not([type=hidden]):not([type=radio]), main select')]
        .filter((one) => one.offsetParent && one.getBoundingClientRect().height < 43.5)
        .map((one) => one.outerHTML)
"""
"""What a thumb would miss."""
PageOf = Callable[..., "Page"]


def test_what_was_typed_survives_a_lost_network_and_a_closed_page(page_of: PageOf, cast: dict[str, Person]) -> None:
    page = page_of("finn", 390)
    page.goto("/followup/cases/new/")
    page.get_by_label("What happened?").fill(WORDS)
    page.get_by_label("How do we reach them?").fill("mara@mail.example")
    page.context.set_offline(True)
    page.get_by_role("button", name="Open the case").click()
    expect(page.locator("#draft-told")).to_contain_text("There is no network")
    page.context.set_offline(False)
    page.goto("/followup/")
    page.goto("/followup/cases/new/")
    expect(page.locator("#draft-told")).to_contain_text("here again")
    expect(page.get_by_label("What happened?")).to_have_value(WORDS)
    follow(page.get_by_role("button", name="Open the case"))
    expect(page.get_by_text("Lea Leader answers for it")).to_be_visible()
    page.goto("/followup/cases/new/")
    expect(page.get_by_label("What happened?")).to_have_value("")
    page.wait_for_timeout(300)
    expect(page.get_by_label("What happened?")).to_have_value("")
    assert Case.objects.count() == 1


def test_the_counter_works_without_scripts(page_of: PageOf, cast: dict[str, Person]) -> None:
    page = page_of("finn", 390, scripts=False)
    page.goto("/followup/cases/new/")
    page.get_by_label("What happened?").fill(WORDS)
    follow(page.get_by_role("button", name="Open the case"))
    expect(page.get_by_role("heading", name="The complaint is in")).to_be_visible()


def test_the_pulse_is_answered_by_keyboard(page_of: PageOf, cast: dict[str, Person]) -> None:
    page = page_of("finn")
    page.goto("/followup/pulse/")
    page.locator("#id_fair_0").focus()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_text("You have answered")).to_be_visible()
    assert list(PulseAnswer.objects.values_list("fair", "learning", "time")) == [(4, 1, 1)]


@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing_and_no_page_is_wider_than_its_window(
    page_of: PageOf, book: Version, cast: dict[str, Person], now: object, width: int
) -> None:
    answers(["finn", "gwen", "ada", "lea", "cora", "rita", "otto", *crowd("south", 3)], at=NOW - timedelta(days=60))
    came("walked", "lea", 20261102)
    take(b"\x00 broken")
    take(mail(3, WORDS, Precedence="bulk"))
    waits = Arrival.objects.get(state="waits")
    for who, paths in {
        "finn": ("pulse/", "cases/new/", "cases/filed/"),
        "lea": ("managers/lea/",),
        "hugo": ("managers/", "managers/lea/", "managers/choices/"),
        "ada": ("letters/", f"letters/{waits.pk}/", "letters/mailbox/"),
    }.items():
        page = page_of(who, width)
        for path in paths:
            page.goto(f"/followup/{path}")
            found = Axe().run(page)
            told = [(one["id"], [node["html"] for node in one["nodes"]]) for one in found.response["violations"]]
            assert told == [], path
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
            small = page.evaluate(SMALL)
            assert small == [], path

"""Whole roads through real parts: a browser, the application, its jobs, the evidence, and back to a page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from clearbar.web.ledger import jobs
from clearbar.web.ledger.models import Rating
from clearbar.web.people.models import Person
from tests.web.browsing import follow
from tests.web.conftest import DEMO_BOOK

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_what_is_defined_is_published_answered_reviewed_and_seen_on_the_board(
    page_of: Callable[..., Page], cast: dict[str, Person], tmp_path: Path
) -> None:
    """Hugo publishes the book and asks; six customers answer without scripts, one badly; Rita reviews what she
    watched; the board of the house changes, and Finn reads what was said of him."""
    del cast
    jobs.arm(timezone.now())
    hugo = page_of("hugo")
    publish(hugo, tmp_path)
    poster = ask(hugo)
    customer = page_of("nobody", 390, scripts=False)
    for level in ("5", "5", "4", "4", "4", "2"):
        answer(customer, poster, level)
    assert Rating.objects.filter(standard="overall", source="customer").count() == 6
    jobs.settle(timezone.now)
    hugo.goto("/house/")
    if hugo.get_by_text("Look without a guess").count():
        follow(hugo.get_by_text("Look without a guess"))
    assert "5 of 6" in hugo.locator("main").inner_text()
    lea = page_of("lea", 390)
    watch(lea)
    assert Rating.objects.filter(source="reviewer", person="finn").exists()
    jobs.settle(timezone.now)
    finn = page_of("finn", 390)
    finn.goto("/me/")
    assert "Lea Leader" in finn.locator("main").inner_text()
    gwen = page_of("gwen")
    refused = gwen.goto("/persons/finn/")
    assert refused is not None and refused.status == 404


def publish(page: Page, folder: Path) -> None:
    """The demo's book, brought in as a zip and published with a reason for what the rules find."""
    from zipfile import ZipFile

    packed = folder / "book.zip"
    with ZipFile(packed, "w") as archive:
        for file in sorted(DEMO_BOOK.rglob("*.yaml")):
            archive.write(file, file.relative_to(DEMO_BOOK).as_posix())
    page.goto("/book/draft/begin/")
    page.locator("input[type=file]").set_input_files(packed)
    with page.expect_navigation():
        page.locator("input[type=file]").evaluate("field => field.form.requestSubmit()")
    assert page.url.endswith("/book/draft/")
    page.goto("/book/draft/publish/")
    for field in page.locator("main textarea, main input[type=text]").all():
        if field.is_visible():
            field.fill("Known, and wanted so for now.")
    follow(page.locator("main form button").last)
    page.goto("/book/")
    assert "Version 1" in page.locator("main").inner_text()


def ask(page: Page) -> str:
    """A survey with a poster; the poster's address."""
    page.goto("/surveys/new/")
    page.locator("input[name=journey]").first.check()
    page.locator("input[name=audience]").first.check()
    follow(page.locator("main form button").last)
    page.locator("input[name=name]").fill("Road")
    if page.locator("select[name=team]").count():
        page.locator("select[name=team]").select_option("north")
    follow(page.locator("main form button").last)
    follow(page.get_by_text("Add a way in"))
    page.locator("input[value=poster]").check()
    page.locator("input[name=name]").fill("By the till")
    follow(page.locator("main form button").last)
    return urlsplit(str(page.locator("a[href*='/q/']").first.get_attribute("href"))).path


def answer(page: Page, address: str, level: str) -> None:
    """All marks of one answer at the same level."""
    page.goto(address)
    names = {one.get_attribute("name") for one in page.locator("input[type=radio]").all()}
    for name in sorted(name for name in names if name):
        marks = page.locator(f"input[name='{name}']")
        wanted = page.locator(f"input[name='{name}'][value='{level}']")
        (wanted if wanted.count() else marks.first).check()
    follow(page.locator("form button").last)


def watch(page: Page) -> None:
    """Lea saw Finn at the counter, and rates it on the phone."""
    page.goto("/reviews/watched/")
    page.locator("select[name=person]").select_option("finn")
    page.locator("input[name=journey]").first.check()
    follow(page.locator("main form button").last)
    names: set[Any] = {one.get_attribute("name") for one in page.locator("input[type=radio]").all()}
    for name in sorted(name for name in names if name):
        wanted = page.locator(f"input[name='{name}'][value='4']")
        (wanted if wanted.count() else page.locator(f"input[name='{name}']").first).check()
    follow(page.locator("main form button").last)

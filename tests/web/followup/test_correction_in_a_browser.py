"""Corrective action and peers in a real browser, on a phone and at a desk."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from clearbar.web.book.models import Version
from clearbar.web.followup.models.correction import Correction, CorrectionStep
from clearbar.web.followup.models.peers import OwnRating, PeerInvitation
from clearbar.web.ledger.actions import keep_comment
from clearbar.web.ledger.models import Comment, Rating
from tests.web.browsing import follow
from tests.web.followup.correcting import AGREED, WHY, house, rated

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.browser]
PageOf = Callable[..., "Page"]
FIELDS = ("input:not([type=hidden]):not([type=checkbox]):not([type=radio])", "button:not(.plain)", "a.button", "select")


def fits(page: Page, name: str) -> None:
    """Nothing is wider than the page, targets are large enough, and axe finds nothing."""
    if folder := os.environ.get("CLEARBAR_SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    for kind in FIELDS:
        for one in page.locator(f"main {kind}").all():
            box = one.bounding_box()
            assert box is None or box["height"] >= 44, (name, kind)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", [390, 1440])
def test_a_file_is_opened_a_step_written_down_answered_and_objected_to(
    width: int, book: Version, now: datetime, page_of: PageOf
) -> None:
    rows = house()
    keep_comment(response=rows[-1].response, kind=Comment.Kind.OPEN, text="Nobody asked what I wanted.", week=202647)
    lea = page_of("lea", width)
    lea.goto("/followup/correction/")
    fits(lea, f"list-empty-{width}")
    follow(lea.get_by_role("link", name="Open a file"))
    fits(lea, f"new-{width}")
    lea.get_by_label("About whom?").select_option("finn")
    lea.get_by_label("naming the whole price").check()
    lea.get_by_label("Why?", exact=True).fill(WHY)
    follow(lea.get_by_role("button", name="Open the file"))
    assert lea.get_by_text("there are 0 ratings, and this step asks for at least 8").count()
    fits(lea, f"new-refused-{width}")
    assert lea.get_by_label("Why?", exact=True).input_value() == WHY
    lea.get_by_label("naming the whole price").uncheck()
    lea.get_by_label("the choice of remedy").check()
    follow(lea.get_by_role("button", name="Open the file"))
    fits(lea, f"file-open-{width}")
    follow(lea.get_by_role("link", name="Write down the next step: Talk"))
    lea.get_by_label("What was agreed?").fill(AGREED)
    fits(lea, f"step-{width}")
    follow(lea.get_by_role("button", name="Write the step down"))
    assert lea.get_by_text("It names no single interaction").count()
    fits(lea, f"step-refused-{width}")
    lea.get_by_label("16 November 2026").check()
    lea.get_by_label("Quote: “Nobody asked what I wanted.”").check()
    lea.get_by_label("Cora Coach").check()
    follow(lea.get_by_role("button", name="Write the step down"))
    step = CorrectionStep.objects.get()
    finn = page_of("finn", width)
    finn.goto(f"/followup/correction/{step.correction_id}/")
    fits(finn, f"file-finn-{width}")
    assert finn.get_by_text("Nobody asked what I wanted.").count()
    follow(finn.get_by_role("button", name="I have read it"))
    follow(finn.locator("section").last.get_by_role("link", name="Answer in my own words"))
    fits(finn, f"answer-{width}")
    finn.get_by_label("In your own words").fill("I was alone at the counter.")
    follow(finn.get_by_role("button", name="Put it in the file"))
    follow(finn.locator("section").last.get_by_role("link", name="Object"))
    finn.get_by_label("In your own words").fill("I was not asked first.")
    follow(finn.get_by_role("button", name="Object"))
    fits(finn, f"file-objected-{width}")
    hugo = page_of("hugo", width)
    hugo.goto(f"/followup/correction/{step.correction_id}/")
    follow(hugo.get_by_role("link", name="Answer this objection"))
    fits(hugo, f"settle-{width}")
    hugo.get_by_label("It stays").check()
    hugo.get_by_label("Why?").fill("You were asked on Monday.")
    follow(hugo.get_by_role("button", name="Answer it"))
    assert Correction.objects.get().state == Correction.State.OPEN
    hugo.goto("/followup/correction/steps/")
    fits(hugo, f"ladder-{width}")
    cora = page_of("cora", width)
    cora.goto(f"/followup/correction/{step.correction_id}/")
    assert not cora.get_by_text(WHY).count()
    fits(cora, f"file-cora-{width}")


@pytest.mark.parametrize("width", [390, 1440])
def test_a_colleague_is_asked_and_one_looks_at_oneself(
    width: int, book: Version, now: datetime, page_of: PageOf
) -> None:
    finn = page_of("finn", width)
    finn.goto("/followup/peers/")
    fits(finn, f"peers-empty-{width}")
    follow(finn.get_by_role("link", name="Ask a colleague"))
    finn.get_by_label("Whom do you ask?").select_option("gwen")
    finn.locator("input[name=journey]").last.check()
    finn.get_by_label("What would you like to know?").fill("Did I offer enough?")
    fits(finn, f"ask-{width}")
    follow(finn.get_by_role("button", name="Ask them"))
    gwen = page_of("gwen", width)
    gwen.goto("/followup/peers/")
    fits(gwen, f"peers-asked-{width}")
    follow(gwen.get_by_role("link", name="Look at it"))
    fits(gwen, f"give-{width}")
    gwen.locator("input[value='4']").first.check()
    follow(gwen.get_by_role("button", name="Send it to Finn Frontline"))
    assert PeerInvitation.objects.get().state == PeerInvitation.State.RATED
    gwen.goto("/followup/peers/recognise/")
    gwen.get_by_label("Whom?").select_option("finn")
    gwen.get_by_label("What did they keep so well?").select_option("right.choice")
    gwen.get_by_label("What did you see?").fill("You gave her three ways, and waited.")
    fits(gwen, f"recognise-{width}")
    follow(gwen.get_by_role("button", name="Send it"))
    fits(gwen, f"peers-gave-{width}")
    finn.goto("/followup/peers/")
    assert finn.get_by_text("You gave her three ways, and waited.").count()
    fits(finn, f"peers-{width}")
    follow(finn.get_by_role("link", name="My own compass"))
    fits(finn, f"own-empty-{width}")
    follow(finn.get_by_role("link", name="Say how one was"))
    finn.locator("input[name=journey]").last.check()
    fits(finn, f"own-which-{width}")
    follow(finn.get_by_role("button", name="Go on"))
    fits(finn, f"own-rate-{width}")
    finn.get_by_label("I would be thrilled").check()
    finn.locator("section.line").first.locator("input[value='4']").check()
    follow(finn.get_by_role("button", name="Keep it for myself"))
    own = OwnRating.objects.get()
    rated([2] * 3 + [5] * 6)
    Rating.objects.filter(interaction="visit-0").update(interaction=own.interaction, standard="overall")
    finn.goto("/followup/own/")
    follow(finn.get_by_role("button", name="Show me the difference"))
    row = finn.locator("li", has=finn.locator("input[value='right.choice']"))
    row.locator("summary").click()
    row.get_by_label("My next bar").select_option("5")
    follow(row.get_by_role("button", name="Keep it"))
    assert finn.get_by_text("6 of 9 (").count()
    fits(finn, f"own-{width}")
    follow(finn.get_by_role("button", name="Share it with my coach"))
    cora = page_of("cora", width)
    cora.goto("/followup/peers/shared/finn/")
    fits(cora, f"shared-{width}")


def test_a_person_answers_without_scripts(book: Version, now: datetime, page_of: PageOf) -> None:
    house()
    lea = page_of("lea", 390, scripts=False)
    lea.goto("/followup/correction/new/?person=finn&standard=right.choice")
    lea.get_by_label("Why?", exact=True).fill(WHY)
    follow(lea.get_by_role("button", name="Open the file"))
    finn = page_of("finn", 390, scripts=False)
    finn.goto(lea.url)
    follow(finn.get_by_role("link", name="Answer in my own words").first)
    finn.get_by_label("In your own words").fill("I see it differently.")
    follow(finn.get_by_role("button", name="Put it in the file"))
    assert finn.get_by_text("I see it differently.").count()

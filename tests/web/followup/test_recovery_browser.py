"""The road of a complaint in a real browser: a bad answer, the case, made right, closed; and how its pages look."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from clearbar.web.followup.models.recovery import Case, State
from clearbar.web.followup.models.recovery_rules import AnswerTemplate, Cause, OfferKind
from clearbar.web.ledger.jobs import settle
from clearbar.web.surveys.models import Survey
from tests.web.browsing import follow
from tests.web.followup.cases import CONTACT, a_case, address
from tests.web.surveys.conftest import path_of
from tests.web.surveys.conftest import survey as survey  # the fixture

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Pages = Callable[..., Page]


@pytest.fixture(autouse=True)
def rules(cast: object, settings: object) -> None:
    """A mail server, and what the house says about cases."""
    settings.EMAIL_HOST = "localhost"  # type: ignore[attr-defined]
    limits = {"frontline": "10", "leader": "50"}
    OfferKind.objects.create(name="Voucher", currency="EUR", limits=limits)
    AnswerTemplate.objects.create(name="Sorry", language="en", text="Thank you for telling us.")
    Cause.objects.create(name="Too few at the counter", standard="choose.seen")


def clean(page: Page) -> None:
    """axe finds nothing, and nothing is wider than the screen."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_bad_answer_becomes_a_case_is_made_right_and_closed(survey: Survey, page_of: Pages, scripts: bool) -> None:
    from clearbar.web.surveys.actions.asking import Ask, invite

    now = timezone.now()
    asked = invite(scope=None, survey=survey, ask=Ask(to=CONTACT, team="north", person="finn", language="en"), now=now)
    customer = page_of("nobody", 390, scripts=scripts)
    customer.goto(path_of(asked))
    customer.locator("[name=g0][value='2']").check()
    follow(customer.locator("main button"))
    customer.locator("#words").fill("Send me the right size.")
    customer.locator("#contact").fill(CONTACT)
    follow(customer.locator("main button"))
    settle(timezone.now)

    lea = page_of("lea", 390, scripts=scripts)
    lea.goto("/followup/cases/")
    expect(lea.locator("h1")).to_contain_text("1 open case, 1 of them yours")
    follow(lea.get_by_role("link", name="Send me the right size."))
    expect(lea.locator("h1")).to_contain_text("answer due in 23 hours")
    lea.get_by_text("Let me fix this right now").click()
    lea.get_by_label("What?").select_option(label="Voucher")
    lea.get_by_label("How much?").fill("80")
    follow(lea.get_by_role("button", name="Offer it"))
    expect(lea.get_by_role("status")).to_contain_text("A leader is asked")

    hugo = page_of("hugo", 1440, scripts=scripts)
    hugo.goto(address(Case.objects.get()))
    hugo.get_by_label("Yes", exact=True).check()
    follow(hugo.get_by_role("button", name="Decide"))

    lea.goto(address(Case.objects.get()))
    lea.get_by_label("Begin with a text of the house").select_option(index=1)
    lea.get_by_label("In your own words").fill("The right size is sent today, with a voucher. Lea")
    follow(lea.get_by_role("button", name="Answer", exact=True))
    expect(lea.locator("h1")).to_contain_text("to be settled in")
    lea.locator("#close_cause").select_option(label="Too few at the counter")
    follow(lea.get_by_role("button", name="Close it"))
    expect(lea.locator("h1")).to_contain_text("closed with an answer")
    settle(timezone.now)

    [letter] = [one for one in mail.outbox if "is it right now?" in one.subject]
    customer.goto("/s/" + letter.body.partition("/s/")[2].partition("/")[0] + "/")
    customer.locator("[name=g0][value='5']").check()
    follow(customer.locator("main button"))
    settle(timezone.now)
    case = Case.objects.get()
    assert (case.state, case.before, case.after, case.in_time) == (State.CLOSED, 2, 5, True)
    lea.goto(address(case))
    expect(lea.get_by_text("5 of 5")).to_be_visible()
    assert [one.body.count("The right size is sent today") for one in mail.outbox if one.to == [CONTACT]].count(1) == 1


@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing_and_no_page_is_wider_than_the_screen(page_of: Pages, book: object, width: int) -> None:
    case = a_case()
    page = page_of("hugo", width)
    paths = (
        "/followup/cases/", "/followup/cases/?show=closed", address(case), "/followup/cases/causes/",
        "/followup/cases/kept/", "/followup/cases/offers/", "/followup/cases/rules/",
        "/followup/cases/rules/hours/s-north/", "/followup/cases/rules/owner/north/",
        "/followup/cases/rules/offer/new/", f"/followup/cases/rules/template/{AnswerTemplate.objects.get().pk}/",
        f"/followup/cases/rules/cause/{Cause.objects.get().pk}/",
    )  # fmt: skip
    for path in paths:
        assert page.goto(path).status == 200, path  # type: ignore[union-attr]
        clean(page)
        short = page.evaluate(
            "[...document.querySelectorAll('main button, main .button, main input, main select, main summary')]"
            ".filter(e => e.offsetParent && e.getBoundingClientRect().height < 20).map(e => e.outerHTML)"
        )
        assert short == []

"""A walk in a real browser whose network is cut: walked, closed and opened midway, and sent later, once."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from clearbar.web.book.models import Version
from clearbar.web.ledger.models import Rating
from clearbar.web.people.models import Person
from clearbar.web.people.scope import scope_of
from clearbar.web.walks.models.plans import Assignment
from clearbar.web.walks.models.walk import Walk
from clearbar.web.walks.queries.walk import walks_of
from tests.conftest import PATIENCE_MS
from tests.web.browsing import all_is_sent, cut_at_random, follow, open_for_offline
from tests.web.conftest import NOW
from tests.web.walks.phones import JOURNEY
from tests.web.walks.test_plans import form
from tests.web.walks.test_shopping import take_up

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("book"),
]
SENT = "Your walk is with us."
FORWARD = "const was = Date.now; Date.now = () => was() + 3_600_000;"
"""A wall clock that was set an hour ahead."""


@pytest.fixture(autouse=True)
def _database_in_a_running_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture
def phone(browser: Browser, live_server: Any) -> Iterator[BrowserContext]:
    """A phone of its own; what it complains about while its network is cut is no fault."""
    context = browser.new_context(base_url=live_server.url, viewport={"width": 390, "height": 844})
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


def log_on(phone: BrowserContext, live_server: Any, client: Client) -> None:
    kept = client.cookies[django_settings.SESSION_COOKIE_NAME]
    phone.add_cookies([{"name": kept.key, "value": kept.value, "url": live_server.url}])


def ready(page: Page, address: str = "/walks/go/") -> None:
    """Until the page and what it needs lie on the phone, and its worker runs."""
    open_for_offline(page, address)


def tap(page: Page, name: str) -> None:
    """A tap, until the page shows what comes after it: what it shows is kept."""
    button = page.get_by_role("button", name=name, exact=True)
    button.click()
    expect(button).to_have_count(0)


def begin(page: Page) -> None:
    page.get_by_label("What do you want to get done?").select_option(JOURNEY)
    page.get_by_label("Where?").select_option("s-north")
    page.get_by_label("with a pram").check()
    tap(page, "Begin the walk")
    expect(page.get_by_role("button", name="I am here")).to_be_visible()


def judged(page: Page, feeling: str, note: str = "") -> None:
    """How a step was: its feeling, the best level of each standard, a note."""
    expect(page.get_by_label(feeling, exact=True)).to_be_visible()
    page.get_by_label(feeling, exact=True).check()
    for standard in page.locator(".standard").all():
        standard.locator("input").first.check()
    if note:
        page.get_by_label("What struck you?").fill(note)


def on(page: Page) -> None:
    page.locator(".thumb .big").click()


def rest(page: Page) -> None:
    """The steps that are left are skipped."""
    over, skip = (
        page.get_by_role("button", name="Send this walk"),
        page.get_by_role("button", name="No such step today"),
    )
    expect(over.or_(skip)).to_be_visible()
    while skip.count():
        was = page.locator("#walk h1").inner_text()
        skip.click()
        expect(page.locator("#walk h1")).not_to_have_text(was)


def test_a_walk_without_a_network_is_kept_and_comes_once(
    phone: BrowserContext, live_server: Any, log_in: Callable[[str], Client], cast: dict[str, Person]
) -> None:
    log_on(phone, live_server, log_in("finn"))
    page = phone.new_page()
    ready(page)
    phone.set_offline(True)
    begin(page)
    tap(page, "I am here")
    expect(page.get_by_role("timer")).to_have_text("0:01")
    tap(page, "I was noticed")
    page.goto("/walks/go/")  # closed and opened again, still without a network
    expect(page.locator(".offline-says")).to_contain_text("No network")
    expect(page.get_by_text("You were noticed; nobody serves you yet")).to_be_visible()
    tap(page, "I am being served")
    tap(page, "It is done")
    judged(page, "uneasy", "the queue had two ends")
    page.wait_for_timeout(500)  # as long as nobody takes to put a phone away
    page.reload()
    expect(page.get_by_label("uneasy")).to_be_checked()
    expect(page.get_by_label("What struck you?")).to_have_value("the queue had two ends")
    on(page)
    tap(page, "I am here")
    tap(page, "I gave up")
    judged(page, "awful")
    on(page)
    rest(page)
    expect(page.locator("#walk h1")).to_have_text("Look it over")
    page.reload()
    expect(page.locator("#walk h1")).to_have_text("Look it over")
    tap(page, "Send this walk")
    expect(page.get_by_role("status").filter(has_text="One walk is kept on this phone")).to_be_visible()
    assert Walk.objects.count() == 0
    phone.set_offline(False)
    expect(page.get_by_role("status").filter(has_text=SENT)).to_be_visible()
    (walk,) = walks_of(scope_of(cast["lea"], NOW.date()), JOURNEY)
    first, second = walk.steps
    assert walk.conditions == ("with a pram",) and [first.step, second.step] == ["greet", "listen"]
    assert first.waited is not None and 1 <= first.waited < 600, "the clock ran on through the reload"
    assert first.arrived is not None and first.noticed is not None and first.noticed > first.arrived
    assert second.is_censored and (first.feeling, second.feeling) == (2, 1)
    wait = Rating.objects.get(standard="choose.seen")
    assert wait.millis == round(first.waited * 1000) and wait.level == 5
    page.goto("/walks/mine/")
    follow(page.locator(".rows a").first)
    expect(page.locator("main")).to_contain_text("the queue had two ends")


def test_a_mistap_is_undone_and_the_step_before_is_found_again(page_of: Callable[..., Page]) -> None:
    page = page_of("finn", 390)
    page.goto("/walks/go/")
    begin(page)
    tap(page, "I am here")
    tap(page, "Served at once")
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_text("Nobody has noticed you yet")).to_be_visible()
    tap(page, "I was noticed")
    tap(page, "I am being served")
    tap(page, "It is done")
    tap(page, "Undo the last tap")
    tap(page, "It is done")
    judged(page, "happy")
    on(page)
    tap(page, "Step before")
    expect(page.get_by_label("happy")).to_be_checked()
    on(page)
    rest(page)
    page.get_by_role("button", name="Change").first.click()
    page.get_by_label("thrilled").check()
    on(page)
    expect(page.locator("#walk h1")).to_have_text("Look it over")
    expect(page.locator(".walked-steps")).to_contain_text("thrilled")
    tap(page, "Throw it away")
    tap(page, "Really throw it away?")
    expect(page.get_by_role("button", name="Begin the walk")).to_be_visible()
    assert not Walk.objects.exists()


def test_a_clock_that_was_set_anew_is_told_and_the_steps_times_are_left_out(
    phone: BrowserContext, live_server: Any, log_in: Callable[[str], Client]
) -> None:
    log_on(phone, live_server, log_in("finn"))
    page = phone.new_page()
    ready(page)
    begin(page)
    tap(page, "I am here")
    tap(page, "I was noticed")
    phone.add_init_script(FORWARD)
    page.reload()
    expect(page.get_by_text("The clock of this phone was changed")).to_be_visible()
    tap(page, "I am being served")
    tap(page, "It is done")
    judged(page, "happy")
    on(page)
    tap(page, "I am here")
    tap(page, "Served at once")
    tap(page, "It is done")
    judged(page, "happy")
    on(page)
    rest(page)
    expect(page.locator(".walked-steps")).to_contain_text("Without times")
    tap(page, "Send this walk")
    expect(page.get_by_role("status").filter(has_text=SENT)).to_be_visible()
    first, second = Walk.objects.get().steps.all()
    assert first.jumped and first.arrived is None and first.feeling == 4 and first.levels
    assert not second.jumped and second.arrived is not None and second.served is not None
    assert Rating.objects.get(standard="choose.seen").millis is None


@pytest.mark.parametrize("seed", range(3))
def test_cut_at_random_every_walk_comes_once(
    phone: BrowserContext, live_server: Any, log_in: Callable[[str], Client], seed: int
) -> None:
    """The network goes before a request, after the server took it, or altogether; pages are closed and opened."""
    chance = random.Random(seed)
    log_on(phone, live_server, log_in("finn"))
    page = phone.new_page()
    ready(page)

    cut_at_random(phone, "**/practice/sync/", chance)
    for _ in range(5):
        phone.set_offline(chance.random() < 0.5)
        page.close()
        page = phone.new_page()
        page.goto("/walks/go/")
        begin(page)
        tap(page, "I am here")
        if chance.random() < 0.5:
            page.reload()
        tap(page, "I gave up")
        judged(page, "uneasy")
        on(page)
        rest(page)
        tap(page, "Send this walk")
        expect(page.locator("#walk h1")).to_have_text("That was your walk")
    phone.unroute("**/practice/sync/")
    phone.set_offline(False)
    page.goto("/walks/go/")
    all_is_sent(page)
    assert Walk.objects.count() == 5 and Rating.objects.count() == 5 * 2


def test_a_shopper_walks_without_a_log_in_and_without_a_network(
    phone: BrowserContext, log_in: Callable[[str], Client]
) -> None:
    lea = log_in("lea")
    shopper, path = take_up(lea)
    lea.post("/walks/plans/new/", form(persons=[], shoppers=[shopper.pk], count="1", conditions=["by phone"]))
    page = phone.new_page()
    page.goto(path)
    page.get_by_label("I am 18 or older").check()
    follow(page.get_by_role("button", name="Go on"))
    ready(page, path)
    phone.set_offline(True)
    page.goto(path)
    tap(page, "Begin this walk")
    tap(page, "I am here")
    tap(page, "Served at once")
    page.reload()
    tap(page, "It is done")
    judged(page, "happy")
    on(page)
    rest(page)
    tap(page, "Send this walk")
    expect(page.get_by_role("status").filter(has_text="One walk is kept on this phone")).to_be_visible()
    phone.set_offline(False)
    expect(page.get_by_role("status").filter(has_text=SENT)).to_be_visible()
    assert Walk.objects.get().by == "shopper" and Assignment.objects.get().done_on is not None
    tap(page, "Another walk")
    expect(page.locator("main")).to_contain_text("You have no walk to do at the moment.")


SMALL = """() => [...document.querySelectorAll("main button, main .choice, main select")]
    .map((one) => one.getBoundingClientRect()).filter((box) => box.height && box.height < 43.5).length"""


def looked_at(page: Page, width: int) -> None:
    found = Axe().run(page)
    assert not found.response["violations"], found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(SMALL) == 0


@pytest.mark.parametrize("width", [390, 1440])
def test_the_walk_is_accessible_and_its_taps_lie_under_the_thumb(page_of: Callable[..., Page], width: int) -> None:
    page = page_of("finn", width)
    page.goto("/walks/go/")
    expect(page.get_by_role("button", name="Begin the walk")).to_be_visible()
    looked_at(page, width)
    begin(page)
    looked_at(page, width)
    tap(page, "I am here")
    looked_at(page, width)
    box = page.get_by_role("button", name="I was noticed").bounding_box()
    assert box and box["height"] >= 64
    if width == 390:
        assert box["y"] > 900 / 2, "in the lower half of the screen"
    tap(page, "Served at once")
    tap(page, "It is done")
    judged(page, "so-so")
    looked_at(page, width)
    on(page)
    rest(page)
    looked_at(page, width)
    tap(page, "Send this walk")
    expect(page.get_by_role("status").filter(has_text=SENT)).to_be_visible()
    looked_at(page, width)


@pytest.mark.parametrize("width", [390, 1440])
def test_the_pages_of_walks_are_accessible(
    page_of: Callable[..., Page], log_in: Callable[[str], Client], width: int, book: Version
) -> None:
    del book
    lea = log_in("lea")
    shopper, _ = take_up(lea)
    plan = lea.post("/walks/plans/new/", form(shoppers=[shopper.pk]))["Location"]
    page = page_of("lea", width)
    for address in (
        "/walks/", "/walks/mine/", "/walks/plans/", "/walks/plans/new/", plan, "/walks/shoppers/",
        "/walks/shoppers/new/", f"/walks/shoppers/{shopper.pk}/", f"/walks/write/?journey={JOURNEY}&site=s-north",
    ):  # fmt: skip
        page.goto(address)
        found = Axe().run(page)
        assert not found.response["violations"], (address, found.generate_report())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address

"""Due today without a network, in a real browser: nothing that was answered is lost, doubled, or given to another."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from clearbar.web.book.models import Version
from clearbar.web.people.actions.badges import enrol_tablet, make_badge
from clearbar.web.people.models import Person
from clearbar.web.people.scope import scope_of
from clearbar.web.practice.actions.cards import reviewed
from clearbar.web.practice.models.learn import Given, ReviewCard
from tests.conftest import PATIENCE_MS
from tests.web.browsing import all_is_sent, cut_at_random, follow, open_for_offline
from tests.web.conftest import NOW
from tests.web.practice.learning import bring_questions

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STANDARDS = ("choose.seen", "choose.listened", "collect.fit", "right.choice")


@pytest.fixture(autouse=True)
def _database_in_a_running_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture
def cards(book: Version) -> Callable[..., None]:
    """Cards that are due, of somebody."""
    bring_questions(book)

    def due(*persons: str, standards: tuple[str, ...] = STANDARDS) -> None:
        long_ago = timezone.now() - timedelta(days=40)
        for person in persons:
            for standard in standards:
                card = reviewed(
                    person=person, standard=standard, edition=book.editions[standard], credit=1.0, at=long_ago
                )
                assert card.due is not None and card.due < timezone.now()

    return due


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


def ready(page: Page) -> None:
    """Until the page and its questions lie on the phone, and its worker runs."""
    open_for_offline(page, "/practice/due/")


def answer(page: Page) -> None:
    """One question, answered in whichever way it asks."""
    if page.locator("#due .ordering").count() == 0:
        page.locator("#due [name=choice]").first.check()
    page.locator("#due form button").click()
    page.locator("#due .why").wait_for()


def on(page: Page) -> None:
    page.locator("#due .act button").click()


def test_answers_without_a_network_are_kept_and_come_once(
    cards: Callable[..., None], phone: BrowserContext, live_server: Any, log_in: Callable[[str], Client]
) -> None:
    cards("finn")
    log_on(phone, live_server, log_in("finn"))
    page = phone.new_page()
    ready(page)
    phone.set_offline(True)
    answer(page)
    expect(page.locator("#due [role=status]")).to_contain_text("kept on this phone")
    page.goto("/practice/due/")  # closed and opened again, still without a network
    expect(page.locator("main > .message")).to_contain_text("There is no network")
    expect(page.locator("#due .asked")).to_be_visible()
    for _ in STANDARDS[1:]:
        answer(page)
        on(page)
    expect(page.locator("#due h1")).to_have_text("That was all for now")
    assert Given.objects.count() == 0
    phone.set_offline(False)
    expect(page.locator("#due [role=status]")).to_have_text("All your answers are with us.")
    assert sorted(Given.objects.values_list("question__standard", flat=True)) == sorted(STANDARDS)
    assert not ReviewCard.objects.filter(times=1).exists()


def test_an_answer_whose_thanks_were_lost_counts_once(
    cards: Callable[..., None], phone: BrowserContext, live_server: Any, log_in: Callable[[str], Client]
) -> None:
    """The server has it, and the phone does not know."""
    cards("finn")
    log_on(phone, live_server, log_in("finn"))
    page = phone.new_page()
    ready(page)
    lost = []

    def lose(route: Route) -> None:
        if route.request.method == "POST" and len(lost) < 2:
            lost.append(route.fetch().status)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/practice/sync/", lose)
    answer(page)
    expect(page.locator("#due [role=status]")).to_contain_text("kept on this phone and sent when there is a network")
    assert Given.objects.count() == 1
    for _ in range(2):
        page.evaluate("clearbarOffline.send()")
    expect(page.locator("#due [role=status]")).to_have_text("All your answers are with us.")
    assert lost == [200, 200] and Given.objects.count() == 1
    assert ReviewCard.objects.filter(times=2).count() == 1


@pytest.mark.parametrize("seed", range(4))
def test_cut_at_random_nothing_is_lost_or_doubled(
    cards: Callable[..., None], phone: BrowserContext, live_server: Any, log_in: Callable[[str], Client], seed: int
) -> None:
    """The network goes before a request, after the server took it, or altogether; pages are closed and opened."""
    chance = random.Random(seed)
    cards("finn")
    log_on(phone, live_server, log_in("finn"))
    page = phone.new_page()
    ready(page)

    cut_at_random(phone, "**/practice/sync/", chance)
    answered = 0
    while answered < len(STANDARDS):
        phone.set_offline(chance.random() < 0.5)
        if chance.random() < 0.4:
            page.close()
            page = phone.new_page()
            page.goto("/practice/due/")
        if page.locator("#due form").count() == 0 and page.locator("#due .act button").count():
            on(page)
        if "That was all" in page.locator("main").inner_text() or page.locator("#due form").count() == 0:
            page.goto("/practice/due/")
            page.wait_for_timeout(100)
            if page.locator("#due form").count() == 0:
                continue
        answer(page)
        answered += 1
    phone.unroute("**/practice/sync/")
    phone.set_offline(False)
    page.goto("/practice/due/")
    all_is_sent(page)
    assert sorted(Given.objects.values_list("question__standard", flat=True)) == sorted(STANDARDS)
    assert list(ReviewCard.objects.values_list("times", flat=True)) == [2] * len(STANDARDS)


STORE = """async () => {
    const done = (asked) => new Promise((told) => { asked.onsuccess = () => told(asked.result); });
    const found = { caches: await caches.keys() };
    if (!(await indexedDB.databases()).some((one) => one.name === "clearbar")) return found;
    const held = await done(indexedDB.open("clearbar"));
    const all = (name) => done(held.transaction(name).objectStore(name).getAll());
    for (const name of held.objectStoreNames) found[name] = await all(name);
    held.close();
    return found;
}"""
SMALL = """() => [...document.querySelectorAll("main button, main .choice, main select")]
    .map((one) => one.getBoundingClientRect()).filter((box) => box.height && box.height < 43.5).length"""


def store(page: Page) -> dict[str, Any]:
    """All that this browser keeps."""
    return page.evaluate(STORE)  # type: ignore[no-any-return]


def test_two_on_one_phone_never_see_or_send_what_is_the_others(
    cards: Callable[..., None], phone: BrowserContext, live_server: Any, log_in: Callable[[str], Client]
) -> None:
    cards("finn")
    cards("gwen", standards=STANDARDS[:1])
    log_on(phone, live_server, log_in("finn"))
    page = phone.new_page()
    ready(page)
    phone.set_offline(True)
    answer(page)
    phone.clear_cookies()  # the log-in ended by itself
    log_on(phone, live_server, log_in("gwen"))
    sent: list[str] = []
    phone.on("request", lambda request: sent.append(request.post_data or "") if "sync" in request.url else None)
    with page.expect_navigation():  # a page that finds somebody else logged in opens anew
        phone.set_offline(False)
    ready(page)
    kept = store(page)
    assert [one["user"] for one in kept["kept"]] == ["gwen"] and [one["user"] for one in kept["outbox"]] == ["finn"]
    assert "kept on this phone" not in page.locator("main").inner_text()
    answer(page)
    expect(page.locator("#due [role=status]")).to_have_text("All your answers are with us.")
    assert set(Given.objects.values_list("person", flat=True)) == {"gwen"}
    assert not [one for one in sent if '"user":"finn"' in one and '"items":[{' in one and "gwen" in one]
    phone.clear_cookies()
    log_on(phone, live_server, log_in("finn"))
    page.goto("/practice/due/")
    all_is_sent(page)
    assert sorted(Given.objects.values_list("person", flat=True)) == ["finn", "gwen"], "nothing of finn's was lost"


def test_who_logs_out_is_told_what_is_unsent_and_leaves_nothing(
    cards: Callable[..., None], phone: BrowserContext, live_server: Any, log_in: Callable[[str], Client]
) -> None:
    cards("finn")
    log_on(phone, live_server, log_in("finn"))
    page = phone.new_page()
    ready(page)
    page.route("**/practice/sync/", lambda route: route.abort("connectionfailed"))
    answer(page)
    page.get_by_role("button", name="Log out", exact=True).click()
    expect(page.get_by_role("dialog")).to_contain_text("One answer is kept on this device only")
    page.get_by_role("button", name="Stay, and send first").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert len(store(page)["outbox"]) == 1
    page.get_by_role("button", name="Log out", exact=True).click()
    with page.expect_navigation():
        page.get_by_role("button", name="Log out without it").click()
    expect(page.get_by_label("Password")).to_be_visible()
    left = store(page)
    assert left["caches"] == [] and not any(left.get(name) for name in ("kept", "outbox", "device"))
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    assert Given.objects.count() == 0
    phone.set_offline(True)
    page.goto("about:blank")
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        page.goto("/practice/due/")


def test_who_has_sent_all_logs_out_unasked(
    cards: Callable[..., None], phone: BrowserContext, live_server: Any, log_in: Callable[[str], Client]
) -> None:
    cards("finn")
    log_on(phone, live_server, log_in("finn"))
    page = phone.new_page()
    ready(page)
    phone.set_offline(True)
    answer(page)
    phone.set_offline(False)
    with page.expect_navigation():
        page.get_by_role("button", name="Log out", exact=True).click()
    expect(page.get_by_label("Password")).to_be_visible()
    assert Given.objects.count() == 1 and not any(store(page).get(name) for name in ("kept", "outbox", "device"))


def test_a_shared_tablet_keeps_nothing_once_it_locks(
    cards: Callable[..., None], phone: BrowserContext, live_server: Any, cast: dict[str, Person]
) -> None:
    cards("finn")
    token = enrol_tablet(scope=scope_of(cast["ada"], NOW.date()), name="Counter", at=timezone.now())
    code, pin = make_badge(scope=scope_of(cast["ada"], NOW.date()), person=cast["finn"], at=timezone.now())
    phone.add_cookies([{"name": "clearbar_tablet", "value": token, "url": live_server.url}])
    page = phone.new_page()
    page.goto("/people/badge/")
    page.get_by_label("badge").first.fill(code)
    page.get_by_label("PIN").fill(pin)
    with page.expect_navigation():
        page.get_by_role("button", name="Log in").click()
    ready(page)
    page.route("**/practice/sync/", lambda route: route.abort("connectionfailed"))
    answer(page)
    assert len(store(page)["outbox"]) == 1
    with page.expect_navigation(url="**/people/badge/"):
        page.evaluate("clearbarOffline.lock().then(() => location.replace('/people/badge/lock/'))")
    page.wait_for_load_state()
    left = store(page)
    assert left["caches"] == [] and not any(left.get(name) for name in ("kept", "outbox", "device"))


def test_a_button_that_is_pressed_twice_answers_once(
    cards: Callable[..., None], phone: BrowserContext, live_server: Any, log_in: Callable[[str], Client]
) -> None:
    cards("finn")
    log_on(phone, live_server, log_in("finn"))
    page = phone.new_page()
    ready(page)
    page.locator("#due [name=choice]").first.check()
    page.evaluate("for (let i = 0; i < 5; i += 1) document.querySelector('#due form').requestSubmit()")
    page.locator("#due .why").wait_for()
    all_is_sent(page)
    assert Given.objects.count() == 1


def test_a_session_that_ended_is_said_and_the_answers_wait(
    cards: Callable[..., None], phone: BrowserContext, live_server: Any, log_in: Callable[[str], Client]
) -> None:
    cards("finn")
    log_on(phone, live_server, log_in("finn"))
    page = phone.new_page()
    ready(page)
    phone.clear_cookies()
    answer(page)
    expect(page.locator("#due [role=status]")).to_contain_text("Log in to send.")
    assert Given.objects.count() == 0
    log_on(phone, live_server, log_in("finn"))
    page.goto("/")
    all_is_sent(page)
    assert Given.objects.count() == 1


@pytest.mark.parametrize("width", [390, 1440])
def test_offline_and_on_the_pages_are_accessible_and_as_wide_as_the_screen(
    cards: Callable[..., None], phone: BrowserContext, live_server: Any, log_in: Callable[[str], Client], width: int
) -> None:
    cards("finn")
    log_on(phone, live_server, log_in("finn"))
    page = phone.new_page()
    page.set_viewport_size({"width": width, "height": 844})
    ready(page)
    phone.set_offline(True)
    page.goto("/practice/due/")
    page.locator("#due form").wait_for()
    looked_at(page, width)
    answer(page)
    looked_at(page, width)


def looked_at(page: Page, width: int) -> None:
    found = Axe().run(page)
    assert not found.response["violations"], found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(SMALL) == 0


def test_without_scripts_the_same_page_asks_one_by_one(
    cards: Callable[..., None], page_of: Callable[..., Page]
) -> None:
    cards("finn")
    page = page_of("finn", 390, scripts=False)
    page.goto("/practice/due/")
    for _ in STANDARDS:
        if page.locator("[name=choice]").count():
            page.locator("[name=choice]").first.check()
        follow(page.get_by_role("button", name="Answer"))
        assert page.locator(".why").is_visible()
        follow(page.locator("a.button"))
    assert "Nothing is due now" in page.locator("h1").inner_text() and Given.objects.count() == 4

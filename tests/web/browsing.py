"""Steps in a real browser that lead to another page: each ends when that page has loaded, so that whatever is looked
at next, there or in the database, is not what was before."""

from __future__ import annotations

import time
from contextlib import suppress
from random import Random

from playwright.sync_api import BrowserContext, Error, Locator, Page, Route, expect

from tests.conftest import PATIENCE_MS


def follow(door: Locator) -> None:
    """Clicks a link, or the button of a form, and waits for the page behind it."""
    with door.page.expect_navigation():
        door.click()


def press_on(page: Page, key: str = "Enter") -> None:
    """Presses a key that leads to another page, and waits for it."""
    with page.expect_navigation():
        page.keyboard.press(key)


def pass_by(page: Page) -> None:
    """Scrolls past every chart, so that each has come near, and waits until all are drawn."""
    for chart in page.locator(".chart").all():
        chart.scroll_into_view_if_needed()
    expect(page.locator(".chart:not(.drawn)")).to_have_count(0)


def until(page: Page, holds: str) -> None:
    """Waits until an expression, or what it promises, is true in the page. It is asked from without each time: what
    waits inside evaluates a string in the page from the second time on, which the policy of the page refuses."""
    ends = time.monotonic() + PATIENCE_MS / 1000
    while time.monotonic() < ends:
        with suppress(Error):  # another page came meanwhile
            if page.evaluate(holds):
                return
        page.wait_for_timeout(50)
    raise AssertionError(f"never true: {holds}")


def all_is_sent(page: Page) -> None:
    """Waits until nothing of what was done on the phone is left there."""
    until(page, "clearbarOffline.send().then(() => clearbarOffline.waiting()).then((left) => left === 0)")


def open_for_offline(page: Page, address: str) -> None:
    """Opens a page, and waits until it and what it needs lie on the phone and a worker answers for it: for a page that
    was on its way while the worker began, from the next time on."""
    page.goto(address)
    page.wait_for_selector("html[data-offline=ready]")
    until(page, "navigator.serviceWorker.ready.then(({ active }) => active.state === 'activated')")
    if page.evaluate("navigator.serviceWorker.controller === null"):
        page.reload()
        page.wait_for_selector("html[data-offline=ready]")
        until(page, "navigator.serviceWorker.controller !== null")


def cut_at_random(context: BrowserContext, address: str, chance: Random) -> None:
    """Of what is sent there three in ten never arrive, and of three more the answer is lost."""

    def cut(route: Route) -> None:
        fate = chance.random()
        with suppress(Error):  # the page was closed meanwhile, which cuts it as well
            if fate < 0.3:
                route.abort("connectionfailed")
            elif fate < 0.6:
                route.fetch()
                route.abort("connectionreset")
            else:
                route.continue_()

    context.route(address, cut)

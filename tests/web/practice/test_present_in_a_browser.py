"""In a real browser: a lesson read on a phone, a film recorded and played with its captions, a huddle, axe."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from clearbar.web.book.models import Version
from clearbar.web.ledger.models import Happened
from clearbar.web.practice.models.present import Clip, HuddleHeld, TaughtHow
from tests.conftest import PATIENCE_MS
from tests.web.browsing import follow, press_on
from tests.web.practice.films import CAPTIONS, wav

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE, PHONE = 1440, 390
FIT = "/practice/lessons/collect-glasses/fit/"
OpenPage = Callable[..., Page]

RECORD = """async () => {
  const canvas = document.createElement('canvas'); canvas.width = 160; canvas.height = 90;
  const pen = canvas.getContext('2d');
  const stream = canvas.captureStream(15);
  const recorder = new MediaRecorder(stream, {mimeType: 'video/webm;codecs=vp8'});
  const pieces = [];
  recorder.ondataavailable = (event) => pieces.push(event.data);
  const ended = new Promise((done) => { recorder.onstop = done; });
  recorder.start(100);
  for (let frame = 0; frame < 30; frame += 1) {
    pen.fillStyle = `rgb(${frame * 8}, 90, 102)`; pen.fillRect(0, 0, 160, 90);
    await new Promise((done) => setTimeout(done, 50));
  }
  recorder.stop(); await ended;
  const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer());
  let text = ''; for (const one of bytes) text += String.fromCharCode(one);
  return btoa(text);
}"""
"""A second and a half of colours, recorded by the browser itself."""


SMALL = """() => [...document.querySelectorAll('button, .button, input:not([type=hidden]), select')]
  .filter((one) => one.closest('main') && one.offsetParent && !one.closest('label, .check'))
  .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect().height])
  .filter(([, height]) => height < 43.5)"""
"""What cannot be met with a thumb."""


@pytest.fixture(autouse=True)
def _database_in_a_running_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    """Playwright's loop runs in this thread; the database is asked from it all the same."""
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture
def open_page(page_of: Callable[..., Page], book: Version, now: datetime) -> OpenPage:
    """A page of the running application that was opened, as one of the cast sees it."""

    def opened(who: str, path: str, width: int = WIDE, **further: object) -> Page:
        page = page_of(who, width, **further)
        page.goto(path)
        return page

    return opened


def until(page: Page, holds: str) -> None:
    """Waits until something holds in the page; its policy lets no text be run there in a loop."""
    for _ in range(PATIENCE_MS // 100):
        if page.evaluate(holds):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never: {holds}")


def send(page: Page, title: str, file: Path, captions: Path | None = None, words: str = "") -> None:
    page.goto(f"{FIT}films/")
    page.get_by_label("Title").fill(title)
    page.get_by_label("Film or sound").set_input_files(file)
    if captions:
        page.locator("input[name=captions]").set_input_files(captions)
    page.locator("textarea[name=transcript]").fill(words)
    follow(page.get_by_role("button", name="Keep"))


def test_on_a_phone_one_reads_step_after_step_without_scripts(open_page: OpenPage) -> None:
    page = open_page("finn", "/practice/lessons/", PHONE, scripts=False)
    follow(page.get_by_role("link", name="Read it", exact=True))
    expect(page.get_by_role("heading", level=1)).to_have_text("Coming in, or writing to us")
    follow(page.get_by_role("button", name="I have read this"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Telling what they are for")
    assert set(Happened.objects.values_list("person", "standard")) == {
        ("finn", "choose.seen"), ("finn", "choose.first-answer"),
    }  # fmt: skip
    page.goto("/practice/lessons/")
    expect(page.get_by_text("✓ read")).to_have_count(1)


def test_a_film_that_a_browser_recorded_plays_with_its_captions_and_can_be_jumped_in(
    open_page: OpenPage, tmp_path: Path
) -> None:
    coach = open_page("cora", FIT)
    film, captions = tmp_path / "film.webm", tmp_path / "captions.vtt"
    film.write_bytes(base64.b64decode(coach.evaluate(RECORD)))
    captions.write_bytes(CAPTIONS)
    send(coach, "A fitting, start to end", film, captions)
    assert Clip.objects.get().media == "video/webm"
    page = open_page("otto", FIT, PHONE)
    video = page.locator("video")
    expect(video).to_have_count(1)
    until(page, "document.querySelector('video').readyState >= 1")
    assert page.evaluate("document.querySelector('video').error") is None
    page.evaluate("async () => { const v = document.querySelector('video'); v.muted = true; await v.play(); }")
    until(page, "document.querySelector('video').currentTime > 0.2")
    until(page, "(document.querySelector('video').textTracks[0].activeCues || []).length > 0")
    said = page.evaluate("document.querySelector('video').textTracks[0].activeCues[0].text")
    assert said == "Good morning."
    assert page.evaluate("document.querySelector('video').textTracks[0].mode") == "showing"
    page.evaluate("document.querySelector('video').currentTime = 0.9")
    until(page, "!document.querySelector('video').seeking && document.querySelector('video').currentTime > 0.8")
    page.get_by_text("Read it instead").click()
    expect(page.get_by_text("Please take a seat.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE


def test_a_sound_plays_with_its_words_beside_it(open_page: OpenPage, tmp_path: Path) -> None:
    sound = tmp_path / "sound.wav"
    sound.write_bytes(wav(2))
    send(open_page("lea", FIT), "How we answer the telephone", sound, words="Good morning, this is the north shop.")
    page = open_page("finn", FIT)
    until(page, "document.querySelector('audio').readyState >= 1")
    assert 1.9 < page.evaluate("document.querySelector('audio').duration") < 2.1
    page.evaluate("document.querySelector('audio').currentTime = 1.5")
    until(page, "document.querySelector('audio').currentTime >= 1.5")


def test_a_huddle_is_held_by_keyboard_and_tomorrow_brings_another(open_page: OpenPage) -> None:
    page = open_page("cora", "/practice/huddle/?team=north")
    standard = page.get_by_role("heading", level=1).inner_text()
    page.get_by_label("Finn Frontline").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Note it").focus()
    press_on(page)
    expect(page.get_by_role("status")).to_contain_text("Tomorrow it is another")
    expect(page.get_by_role("heading", level=1)).to_have_text(standard)
    assert HuddleHeld.objects.count() == 1
    assert [one.person for one in Happened.objects.all()] == ["finn"]


def test_the_plan_is_changed_where_it_stands(open_page: OpenPage) -> None:
    page = open_page("cora", "/practice/plan/", PHONE)
    line = page.locator("article", has_text="You leave when they sit and you see, not before.")
    line.get_by_text("Change it").click()
    line.get_by_label("huddle").check()
    line.get_by_label("How often").select_option("7")
    follow(line.get_by_role("button", name="Keep"))
    expect(line).to_contain_text("every week")
    expect(line).to_contain_text("chosen by Cora Coach")
    assert TaughtHow.objects.get().every == 7


PAGES = {
    "/practice/lessons/": "finn",
    FIT: "cora",
    f"{FIT}films/": "cora",
    "/practice/words/collect.fit/": "cora",
    "/practice/huddle/?team=north": "cora",
    "/practice/plan/": "cora",
}


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_for_everybody_at_each_width(path: str, open_page: OpenPage, tmp_path: Path) -> None:
    sound = tmp_path / "sound.wav"
    sound.write_bytes(wav())
    send(open_page("lea", FIT), "How we answer", sound, words="Good morning.")
    for width in (PHONE, WIDE):
        page = open_page(PAGES[path], path, width)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert not page.evaluate(SMALL)

"""`python -m examples.tour ADDRESS LOG-INS`: takes the pictures of docs/tour.md from a running application.

ADDRESS is what `make demo` printed, LOG-INS the file beside its data. Each page of the list is opened as the person for
whom it is, at the width of a phone and of a desk. docs/tour.md is written from the same list.
"""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import yaml
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

DOCS = Path(__file__).parents[1] / "docs"
WIDTHS = {"phone": 390, "desk": 1440}
TALLEST = 2400
"""Pixels of a picture; what lies below is cut off."""


@dataclass(frozen=True)
class Stop:
    """One page of the tour."""

    name: str
    title: str
    says: str
    who: str
    road: tuple[str, ...]


@dataclass(frozen=True)
class Chapter:
    """Pages that belong together."""

    title: str
    says: str
    stops: tuple[Stop, ...]


def chapters() -> list[Chapter]:
    """The tour, from tour.yaml."""
    told = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return [Chapter(one["title"], one["says"], tuple(Stop(**stop) for stop in one["stops"])) for one in told]


@dataclass(frozen=True)
class House:
    """A running application and the password of its log-ins."""

    address: str
    password: str


def main() -> None:
    """Take the pictures and write the page."""
    parser = argparse.ArgumentParser(prog="python -m examples.tour", description=__doc__)
    parser.add_argument("address")
    parser.add_argument("log_ins", type=Path)
    parser.add_argument("--only", default="", help="take the pictures of these stops only, divided by commas")
    parser.add_argument("--out", type=Path, default=DOCS / "images" / "tour")
    asked = parser.parse_args()
    password = re.findall(r"password of all: (\S+)", asked.log_ins.read_text(encoding="utf-8"))[0]
    house = House(asked.address.rstrip("/"), password)
    asked.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        for width_name, width in WIDTHS.items():
            take_all(browser, house, width_name, width, asked.only, asked.out)
    (DOCS / "tour.md").write_text(told(), encoding="utf-8")


def take_all(browser: Browser, house: House, name: str, width: int, only: str, out: Path) -> None:
    """All stops at one width, each as the person for whom it is."""
    pages: dict[str, Page] = {}
    for chapter in chapters():
        for stop in chapter.stops:
            if only and stop.name not in only.split(","):
                continue
            if stop.who not in pages:
                pages[stop.who] = log_in(browser, house, stop.who, width)
            take(pages[stop.who], house, stop, out / f"{stop.name}-{name}.webp")


def log_in(browser: Browser, house: House, who: str, width: int) -> Page:
    """A page of somebody who is logged in; of a visitor, where `who` is empty."""
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="en-GB")
    page = context.new_page()
    if who:
        page.goto(f"{house.address}/accounts/login/")
        page.fill("input[name=login]", who)
        page.fill("input[name=password]", house.password)
        page.click("main button[type=submit], main form button")
        page.wait_for_load_state()
    return page


def take(page: Page, house: House, stop: Stop, file: Path) -> None:
    """The picture of one stop. What begins with `>` is pressed; with `>?` where it is still there: a guess is asked for
    once, a draft is begun once."""
    for step in stop.road:
        if step.startswith(">"):
            there = page.locator(step.lstrip(">?"))
            if there.count():
                there.first.click()
                page.wait_for_load_state()
            elif not step.startswith(">?"):
                raise SystemExit(f"{stop.name}, as {stop.who or 'a visitor'}: nothing to press at {step}")
        else:
            answer = page.goto(f"{house.address}{step}")
            if answer is None or not answer.ok:
                raise SystemExit(f"{step} as {stop.who or 'a visitor'}: {answer.status if answer else 'no answer'}")
    page.wait_for_timeout(400)
    picture = Image.open(BytesIO(page.screenshot(full_page=True)))
    picture.crop((0, 0, picture.width, min(picture.height, TALLEST))).save(file, quality=60, method=6)


def told() -> str:
    """docs/tour.md."""
    lines = [
        "# The tour",
        "",
        "What each page is for, as the invented company of `make demo` sees it. The pictures are taken from the",
        "running application by `make tour`.",
    ]
    for chapter in chapters():
        lines += ["", f"## {chapter.title}", "", chapter.says]
        for stop in chapter.stops:
            lines += ["", f"### {stop.title}", "", stop.says, ""]
            lines += [
                f"![{stop.title}, at a desk](images/tour/{stop.name}-desk.webp)",
                f"![{stop.title}, on a phone](images/tour/{stop.name}-phone.webp){{ width=260 }}",
            ]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    main()

"""The pages as a whole: links that lead somewhere, a menu that holds every page, a site that asks nothing of others."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
import yaml

from tests.docs.pages import DOCS, ROOT, page, pages, without_blocks

MENU = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))


def in_menu(part: Any) -> list[str]:
    if isinstance(part, str):
        return [part]
    inside = part.values() if isinstance(part, dict) else part
    return [name for one in inside for name in in_menu(one)]


def anchors(text: str) -> set[str]:
    """The anchors of the headings of a page, as the builder makes them."""
    titles = re.findall(r"^#+ +(.+)$", without_blocks(text), re.MULTILINE)
    return {re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", title).strip().lower()) for title in titles}


def test_the_menu_holds_every_page_once() -> None:
    listed = in_menu(MENU["nav"])
    assert sorted(listed) == pages()


@pytest.mark.parametrize("name", pages())
def test_links_lead_to_pages_and_headings_that_exist(name: str) -> None:
    text = re.sub(r"`[^`]*`", "", without_blocks(page(name)))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (DOCS / name).parent / path if path else DOCS / name
        assert file.exists(), f"{name}: {target}"
        if anchor:
            assert anchor in anchors(file.read_text(encoding="utf-8")), f"{name}: {target}"


class _Requests(HTMLParser):
    """What a page makes a browser fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in {"script", "img", "iframe", "source"} or (tag == "link" and given.get("rel") != "canonical"):
            self.found.append(given.get("src") or given.get("href") or "")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site. The builder keeps its folders within the project, so it works on a copy."""
    folder = tmp_path_factory.mktemp("site")
    copytree(DOCS, folder / "docs")
    (folder / "mkdocs.yml").write_bytes((ROOT / "mkdocs.yml").read_bytes())
    builder = Path(sys.executable).with_name("zensical")
    done = subprocess.run([builder, "build", "--strict"], cwd=folder, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


def test_the_site_builds_without_a_warning_and_has_every_page(site: Path) -> None:
    for name in pages():
        built = name.replace("README.md", "index.md").removesuffix(".md") + ".html"
        assert (site / built).exists(), name


def test_pages_fetch_nothing_from_other_computers(site: Path) -> None:
    for file in site.rglob("*.html"):
        reader = _Requests()
        reader.feed(file.read_text(encoding="utf-8"))
        assert reader.found
        assert not [one for one in reader.found if re.match(r"(?:[a-z]+:)?//", one)], file
    for file in site.rglob("*.css"):
        assert not re.search(r"(?:url\(|@import )[\"']?(?:https?:)?//", file.read_text(encoding="utf-8")), file

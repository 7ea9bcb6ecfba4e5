"""What stands in templates, before any page is made of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import clearbar.web

WEB = Path(clearbar.web.__file__).parent
TEMPLATES = sorted(WEB.rglob("templates/**/*.html"))
MARKED = {
    "book/templatetags/bar.py": "escapes what it marks",
    "people/pictures.py": "squares of a QR code",
    "surveys/views/printed.py": "squares of a QR code",
}
"""Where text is said to be safe, and why it is."""
WITHOUT_A_KEY = {
    "api/door.py": "programs have a token, and no session",
    "people/links.py": "candidates and shoppers have no session; their link is what permits, and is in no other page",
    "surveys/views/pages.py": "who answers has no session, and a token that is spent once",
}
"""Where forms need no key against other sites, and why."""

UNESCAPED = re.compile(r"\|\s*safe(?:seq)?\b|autoescape\s+off")
INLINE = re.compile(
    r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|<script(?![^>]*(?:\ssrc=|type=\"application/json\"))",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(
    r"<(?:script|img|link|iframe|source|object|embed)\b[^>]*\b(?:src|href)\s*=\s*[\"']?(?:https?:)?//", re.IGNORECASE
)


def _name(file: Path) -> str:
    return file.relative_to(WEB).as_posix()


@pytest.mark.parametrize("file", TEMPLATES, ids=_name)
def test_a_template_escapes_all_that_it_shows_and_holds_no_script_style_or_thing_from_elsewhere(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    found = [match[0] for pattern in (UNESCAPED, INLINE, ELSEWHERE) for match in pattern.finditer(text)]
    assert found == []


@pytest.mark.parametrize(
    ("pattern", "known"), [(r"\bmark_safe\(|\bformat_html\(|\b__html__\b", MARKED), (r"\bcsrf_exempt\b", WITHOUT_A_KEY)]
)
def test_what_escapes_the_usual_care_stands_where_it_is_known_why(pattern: str, known: dict[str, str]) -> None:
    files = [file for file in WEB.rglob("*.py") if re.search(pattern, file.read_text(encoding="utf-8"))]
    assert sorted(map(_name, files)) == sorted(known)


def test_there_are_templates_to_look_at() -> None:
    assert len(TEMPLATES) > 50

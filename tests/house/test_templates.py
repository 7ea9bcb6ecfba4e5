"""No page shows what somebody wrote as anything but text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "src"
TEMPLATES = sorted(
    file for room in ("web",) for file in (ROOT / "clearbar" / room).rglob("templates/**/*") if file.is_file()
)
UNSAFE = re.compile(r"\|\s*(safe|safeseq)\b|\{%-?\s*autoescape\s+off")
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(ld\+)?json\")|\sstyle=|\son[a-z]+=|<style", re.IGNORECASE
)
ELSEWHERE = re.compile(r"(?:src|href|action)=\"(?:https?:)?//", re.IGNORECASE)


def test_there_are_templates_to_look_at() -> None:
    assert len(TEMPLATES) > 5


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_a_template_escapes_all_and_brings_nothing_from_elsewhere(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".txt":  # the text of an e-mail is no page
        return
    assert not UNSAFE.search(text), "what is shown is text"
    assert not INLINE.search(TAG.sub("", text)), "scripts and styles lie in files of their own"
    assert not ELSEWHERE.search(text), "nothing is fetched from others"


@pytest.mark.parametrize("text", ["{{ x|safe }}", "{{ x | safe }}", "{% autoescape off %}", "{{ x|safeseq }}"])
def test_what_is_unsafe_is_caught(text: str) -> None:
    assert UNSAFE.search(text)


@pytest.mark.parametrize("text", ["<script>x</script>", '<p style="a">', '<p onclick="a">', "<style>a</style>"])
def test_what_stands_inline_is_caught(text: str) -> None:
    assert INLINE.search(text) and not INLINE.search('<script src="/a.js" defer></script>')

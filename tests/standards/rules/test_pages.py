"""What a page about words shows is missed and met as it says."""

from __future__ import annotations

import re
from textwrap import dedent
from typing import Any

import pytest
import yaml

from clearbar.standards import RULES
from tests.standards.rules.book import found

WORDS = [code for code in RULES if RULES[code].languages or code in {"CB114", "CB115", "CB116"}]


def shown(code: str, heading: str) -> dict[str, Any]:
    match = re.search(rf"\*\*{heading} by\*\*\n\n((?:    .*\n|\n)+)", RULES[code].page + "\n")
    assert match
    read = yaml.safe_load(dedent(match[1]))
    assert isinstance(read, dict)
    return {key: value for key, value in read.items() if key != "id"}


def bare(keys: dict[str, Any]) -> dict[str, Any]:
    """A case in which nothing of the base but what is shown can be found, or let something stand."""
    return {"standard": {"levels": None, "do": None, "self_check": None, **keys}}


@pytest.mark.parametrize("code", WORDS)
def test_a_page_about_words_is_right_about_what_is_missed(code: str) -> None:
    assert found(code, bare(shown(code, "Missed"))).findings


@pytest.mark.parametrize("code", WORDS)
def test_a_page_about_words_is_right_about_what_is_met(code: str) -> None:
    told = found(code, bare(shown(code, "Met"))).findings
    assert not told, "\n".join(map(str, told))

"""No cell of a spreadsheet runs, and no number becomes a text."""

from __future__ import annotations

import pytest

from clearbar.text.cells import harmless


@pytest.mark.parametrize("text", [
    "=1+1", "+1", "-1", "@SUM(A1)", "\tx", " =1", "\n=1", "\u00a0=1", "\ufeff=1", "\u200b@x", "＝1+1", "－1",
    " \tx", "\x00=1",
])  # fmt: skip
def test_a_text_that_would_run_is_made_a_text(text: str) -> None:
    assert harmless(text) == f"'{text}"


def test_a_return_cannot_begin_a_new_line() -> None:
    assert harmless("\r=1") == "' =1"
    assert harmless("a\r=1") == "a =1"


@pytest.mark.parametrize(
    "value", [-5, -0.25, 0, None, True, "plain", "1-2", "a=b", "'quoted'", "né", "", "a@b.org", "— no"]
)
def test_all_else_stays_as_it_is(value: object) -> None:
    assert harmless(value) is value or harmless(value) == value


def test_half_a_character_can_be_written() -> None:
    assert harmless("a\ud800b").encode() == "a\ufffdb".encode()

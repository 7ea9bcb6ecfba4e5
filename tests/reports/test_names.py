"""Names that others wrote, made safe to show."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from clearbar.reports import names


def test_terminal_controls_and_line_breaks_become_spaces() -> None:
    assert names.plain("a\x1b[31mred\x07\nnext\u2028line\x00") == "a [31mred next line"


def test_marks_that_turn_the_direction_go() -> None:
    assert names.plain("safe\u202eexe.txt\u2066") == "safeexe.txt"


def test_half_a_character_cannot_break_the_file() -> None:
    names.plain("broken \ud83d half").encode()


@given(st.text())
def test_plain_text_has_no_control_left(text: str) -> None:
    shown = names.plain(text)
    assert not {unicodedata.category(char) for char in shown} & {"Cc", "Zl", "Zp", "Cs"}


def test_ids_become_words() -> None:
    assert [names.readable(text) for text in ("first_reply", "mail/first-reply", "   ", "")] == [
        "first reply",
        "mail first reply",
        "unnamed",
        "unnamed",
    ]


def test_a_right_to_left_name_is_kept_apart_from_its_sentence() -> None:
    assert names.inline("שירות") == "\u2068שירות\u2069"
    assert names.inline("service") == "service"


def test_names_are_cut_by_columns_and_say_so() -> None:
    assert names.clipped("abcdef", 4) == "abc…"
    assert names.clipped("日本語", 4) == "日…"
    assert names.columns(names.clipped("日本語日本語", 7)) <= 7
    assert names.clipped("abcd", 4) == "abcd"


def test_only_language_tags_pass_as_languages() -> None:
    assert [names.language_tag(tag) for tag in ("en", "de_DE", "zh-Hant-TW", '"><img', "", "english language")] == [
        "en",
        "de-DE",
        "zh-Hant-TW",
        "",
        "",
        "",
    ]

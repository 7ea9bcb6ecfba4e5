from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearbar.text.sentences import sentences, words


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("We refund you. It takes a week.", ["We refund you.", "It takes a week."]),
        ("Dr. Smith paid $3.50 at 5 p.m. Then he left.", ["Dr. Smith paid $3.50 at 5 p.m.", "Then he left."]),
        ("Bring a proof, e.g. A bill, or i.e. The like.", ["Bring a proof, e.g. A bill, or i.e. The like."]),
        ("No. I can't. See No. 5.", ["No.", "I can't.", "See No. 5."]),
        ("So do I. J. R. Smith came.", ["So do I.", "J. R. Smith came."]),
        ("See www.example.com/a.b?x=1 for more! Ok?", ["See www.example.com/a.b?x=1 for more!", "Ok?"]),
        ("Wait... what?! Really.", ["Wait... what?!", "Really."]),
        ('"Done." She left.', ['"Done."', "She left."]),
        ("hi. i want help. can you call? thanks", ["hi.", "i want help.", "can you call?", "thanks"]),
        ("Thank you.Please wait. Node.js is here.", ["Thank you.", "Please wait.", "Node.js is here."]),
        ("Please:\n1. Go home.\n2. Stay\n- and rest", ["Please:", "1. Go home.", "2. Stay", "- and rest"]),
        ("Kind regards\nAnna de Boer", ["Kind regards", "Anna de Boer"]),
        (
            "This line was broken by a mail program that breaks at seventy-two\nletters and goes on.",
            ["This line was broken by a mail program that breaks at seventy-two\nletters and goes on."],
        ),
        ("One thing\n\nanother thing", ["One thing", "another thing"]),
        ("Am 3. Mai kommt er, d. h. Montag. Gut.", ["Am 3. Mai kommt er, d. h. Montag.", "Gut."]),
        ("Neem bijv. Uw pas mee. Tot dan!", ["Neem bijv. Uw pas mee.", "Tot dan!"]),
        ("¿Cómo está? Bien.", ["¿Cómo está?", "Bien."]),
        ("你好。谢谢！再见", ["你好。", "谢谢！", "再见"]),
        ("नमस्ते। आप कैसे हैं?", ["नमस्ते।", "आप कैसे हैं?"]),
        ("مرحبا. كيف حالك؟ شكرا", ["مرحبا.", "كيف حالك؟", "شكرا"]),
        ("... !!! \n\n ---", []),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, parts: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == parts


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("don’t check-in, 3,000.50 now", ["don’t", "check-in", "3,000.50", "now"]),
        ("mail a.b@c.com (today)", ["mail", "a.b@c.com", "today"]),
        ("café naïve Straße", ["café", "naïve", "Straße"]),
        ("cafe\u0301!", ["cafe\u0301"]),
        ("नमस्ते जी", ["नमस्ते", "जी"]),
        ("你好 ok", ["你", "好", "ok"]),
        ("— … !", []),
    ],
)
def test_words_are_what_a_reader_calls_words(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in words(text)] == found


@given(st.text(st.sampled_from("aB1. \n?!'\"()-,éの。"), max_size=60))
def test_sentences_hold_all_words_once_and_in_order(text: str) -> None:
    spans = sentences(text)
    assert all(start < end for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    letters = [at for at, one in enumerate(text) if one.isalnum()]
    assert all(sum(start <= at < end for start, end in spans) == 1 for at in letters)


def test_a_long_text_takes_no_longer_per_letter_than_a_short_one() -> None:
    """A text that grows a hundred times would take minutes if it were read anew from each full stop."""
    assert len(sentences("This is it. " * 20_000)) == 20_000
    assert len(sentences("a." * 100_000)) <= 1
    assert sentences("." * 200_000) == []

"""The rules about words, on written standards that others wrote for their own staff.

How many findings there are is held within a range, so that a rule can be mended, and seen when it is broken. The
sentences named here were read by a person; docs/rules/trial.md tells what that reading found.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest

from clearbar.model.lint import Finding
from clearbar.standards import RULES, lint
from tests.standards.rules.book import at
from tests.standards.rules.written_by_others import CORPORA, book, standards

BY_SECTION = frozenset({"CB101"})
"""Rules that read all texts of a standard together. They read sections; the others read sentences."""
WORDS = frozenset({"CB102", "CB103", "CB104", "CB111", "CB112", "CB113", "CB141", "CB142", "CB151"})
SILENT = frozenset({"CB114", "CB115", "CB116", "CB132"})
"""Rules about levels, checks and self-checks, of which these corpora have none."""
FOUND = {
    "abcd": {
        "CB102": (2, 5),
        "CB103": (8, 14),
        "CB104": (1, 4),
        "CB111": (10, 15),
        "CB112": (24, 36),
        "CB141": (50, 76),
    }
    | {"CB142": (1, 3), "CB151": (75, 105)},
    "tau": {"CB101": (2, 5), "CB102": (1, 4), "CB103": (8, 13), "CB104": (14, 22), "CB141": (19, 29), "CB151": (4, 9)},
    "tau2": {"CB101": (5, 11), "CB102": (6, 11), "CB103": (6, 11), "CB104": (16, 26), "CB111": (6, 11)}
    | {"CB141": (65, 98), "CB142": (1, 2), "CB151": (20, 33)},
    "star": {"CB102": (1, 2), "CB111": (2, 3), "CB112": (1, 2), "CB141": (1, 3)},
}
HARD = [
    ("abcd", "CB111", "Wrap up as usual.", "as usual"),
    ("abcd", "CB111", "As usual, end by asking if the customer needs anything else.", ""),
    ("abcd", "CB111", "Silver and Gold members get special treatment.", "special treatment"),
    ("abcd", "CB112", "Enter this info and select [Update Account]", "and select"),
    ("abcd", "CB112", "Respond with the information to the customer in natural language", ""),
    ("abcd", "CB141", "Share the password with the customer.", "Share"),
    ("abcd", "CB151", "Enter the amount in the box", "Enter the amount"),
    ("abcd", "CB151", "Share the password with the customer.", ""),
    ("abcd", "CB151", "Do not copy/paste.", ""),
    ("tau", "CB104", "Other reservations can be modified without changing", "can be modified"),
    ("tau", "CB104", "Change flights: Basic economy flights cannot be modified.", ""),
    ("tau", "CB104", "If any of the segments are already used, the agent", ""),
    ("tau", "CB141", "You should deny user requests that are against this policy.", "You should"),
    ("tau2", "CB102", "IMEI number (optional)", "IMEI"),
    ("tau2", "CB102", "VPN (Virtual Private Network) is a feature", ""),
    ("tau2", "CB102", "Check that the SIM card is ACTIVE.", ""),
    ("tau2", "CB104", "After the payment is made, the bill status will be", "will be updated"),
    ("tau2", "CB111", "Other reasons are not acceptable.", ""),
    ("tau2", "CB111", "The most common issue is that the SIM card is not properly seated", ""),
    ("tau2", "CB142", "You should try your best to resolve the issue", "try your best"),
    ("star", "CB102", "I can apply the following filters", "POIs"),
    ("star", "CB111", "We will have a look at the matter ASAP", "ASAP"),
    ("star", "CB142", "May I have your name, please?", ""),
]
"""Corpus, rule, the beginning of a sentence, and the words that are found in it; none where it must stay silent."""


@dataclass(frozen=True)
class Read:
    """What the rules found in one corpus, each with the sentence and the words at its place."""

    sentences: tuple[str, ...]
    found: tuple[tuple[Finding, str, str], ...]

    def counts(self) -> Counter[str]:
        """How often each rule found something; what is promised and to be done in the same words counts once."""
        return Counter(code for code, _, _ in {(one.code, text, one.message) for one, text, _ in self.found})


@lru_cache(maxsize=4)
def read(data: Path, corpus: str) -> Read:
    found: list[tuple[Finding, str, str]] = []
    said: list[str] = []
    for whole, wanted in ((False, WORDS | SILENT), (True, BY_SECTION)):
        written = standards(data, corpus, whole=whole)
        promised = {one["id"]: one["promise"] for one in written}
        said += [] if whole else promised.values()
        files = book(written)
        found += [(one, promised[one.standard], at(one, files)) for one in lint(files, {}, wanted=wanted).findings]
    return Read(tuple(said), tuple(found))


@pytest.mark.parametrize("corpus", CORPORA)
def test_each_rule_finds_about_what_a_person_saw_it_find(real_data: Path, corpus: str) -> None:
    counts = read(real_data, corpus).counts()
    expected = FOUND[corpus]
    assert set(counts) == set(expected)
    outside = {code: counts[code] for code, (low, high) in expected.items() if not low <= counts[code] <= high}
    assert not outside


@pytest.mark.parametrize("corpus", CORPORA)
def test_a_finding_stands_at_the_words_that_it_names(real_data: Path, corpus: str) -> None:
    for finding, _, there in read(real_data, corpus).found:
        if named := re.match(r"`([^`']+)`", finding.message):
            assert there.startswith(named[1]), f"{finding} stands at {there[:40]!r}"


@pytest.mark.parametrize(("corpus", "code", "begins", "words"), HARD)
def test_a_sentence_that_a_person_judged_is_judged_so(
    real_data: Path, corpus: str, code: str, begins: str, words: str
) -> None:
    told = read(real_data, corpus)
    assert any(text.startswith(begins) for text in told.sentences), "no such sentence"
    places = [there for one, text, there in told.found if one.code == code and text.startswith(begins)]
    assert bool(places) == bool(words)
    assert not words or any(there.startswith((words, f"'{words}")) for there in places)


def test_every_rule_about_words_was_tried() -> None:
    about_words = {code for code, rule in RULES.items() if rule.languages} - {"CB181", "CB182"}
    assert about_words <= WORDS | SILENT | BY_SECTION

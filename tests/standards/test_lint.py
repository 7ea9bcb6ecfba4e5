"""Linting a book: which rules run, what files let stand, and where findings point."""

from __future__ import annotations

import random
import textwrap

import pytest

from clearbar import checks
from clearbar.model.errors import BookFault
from clearbar.model.lint import Linted
from clearbar.standards import RULES, lint
from tests.standards.rules.book import BOOK, at, files

HEAD = files({})["book.yaml"]
JOURNEY = """\
journey: shop
title: Buy one thing
customer_wants: I want one thing.
quote: (invented) She had it in her hand.
steps:
  - step: ask
    title: Asking for it
    standards:
      - id: shop.one
        dimension: courtesy
        promise: You say it once.
        teach: [page, rehearsal]
      - id: shop.two
        promise: >
          You leave
          with one thing.
        target: 80%
"""


def of(journey: str, *codes: str) -> Linted:
    found = {"book.yaml": HEAD, "journeys/shop.yaml": textwrap.dedent(journey).encode()}
    return lint(found, checks.kinds(), wanted=codes or None)


def commented(line: str, comment: str) -> str:
    assert JOURNEY.count(line) == 1, line
    return JOURNEY.replace(line, f"{line}  {comment}")


def told(linted: Linted) -> list[tuple[str, int]]:
    return [(one.code, one.line) for one in linted.findings]


def test_findings_come_in_the_order_of_the_files_with_their_places() -> None:
    linted = of(JOURNEY, "CB121", "CB123")
    assert told(linted) == [("CB121", 9), ("CB123", 9), ("CB121", 13)]
    assert {one.standard for one in linted.findings} == {"shop.one", "shop.two"}


def test_a_comment_with_a_reason_lets_a_finding_stand() -> None:
    linted = of(commented("- id: shop.one", "# allow CB121, CB123: on trial until May"), "CB121", "CB123")
    assert told(linted) == [("CB121", 13)]
    assert [(one.code, one.allowed) for one in linted.allowed] == [
        ("CB121", "on trial until May"),
        ("CB123", "on trial until May"),
    ]


def test_a_comment_without_a_reason_lets_nothing_stand_and_is_told() -> None:
    linted = of(commented("- id: shop.one", "# allow CB121"), "CB121", "CB191")
    assert told(linted) == [("CB121", 9), ("CB191", 9), ("CB121", 13)]


def test_a_comment_on_a_line_of_its_own_covers_the_next_one() -> None:
    text = JOURNEY.replace("      - id: shop.two", "      # allow cb121: on trial\n\n      - id: shop.two")
    assert told(of(text, "CB121")) == [("CB121", 9)]


def test_at_the_id_a_comment_covers_the_standard_and_no_other() -> None:
    linted = of(commented("- id: shop.one", "# allow CB121, CB123, CB131: on trial"), "CB131", "CB121")
    assert told(linted) == [("CB121", 13), ("CB131", 13)]


def test_on_top_of_a_file_a_comment_covers_the_file() -> None:
    assert told(of(f"# allow CB121: nobody owns anything yet\n{JOURNEY}", "CB121")) == []


def test_a_comment_covers_its_own_file_only() -> None:
    other = JOURNEY.replace("shop", "other")
    found = {
        "book.yaml": HEAD,
        "journeys/a.yaml": f"# allow CB121: not yet\n{JOURNEY}".encode(),
        "journeys/b.yaml": other.encode(),
    }
    linted = lint(found, checks.kinds(), wanted={"CB121"})
    assert {one.file for one in linted.findings} == {"journeys/b.yaml"}


def test_what_looks_like_a_comment_inside_a_text_is_text() -> None:
    text = JOURNEY.replace("promise: You say it once.", 'promise: "You say it # allow CB121: once."')
    assert told(of(text, "CB121")) == [("CB121", 9), ("CB121", 13)]


def test_a_comment_for_a_rule_that_did_not_run_is_not_called_unused() -> None:
    text = commented("- id: shop.one", "# allow CB201: two reviewers are new")
    assert told(of(text, "CB192")) == []
    assert told(of(text, "CB192", "CB201")) == []  # and no evidence was given


def test_measured_rules_are_silent_without_evidence_and_speak_with_it() -> None:
    found = {"book.yaml": HEAD, "journeys/shop.yaml": JOURNEY.encode()}
    measured = {code for code, rule in RULES.items() if rule.measured}
    assert len(measured) >= 4
    assert lint(found, checks.kinds(), wanted=measured).findings == ()
    assert {one.code for one in lint(found, checks.kinds(), {}, wanted=measured).findings} == {"CB202"}


def test_a_book_that_cannot_be_read_is_not_linted() -> None:
    with pytest.raises(BookFault):
        of(JOURNEY.replace("promise: You say it once.", "promis: You say it once."))


def test_rules_that_know_a_language_are_silent_in_another() -> None:
    spoken = [code for code, rule in RULES.items() if rule.languages]
    head = files({"book": {**BOOK, "language": "fi"}})["book.yaml"]
    found = {"book.yaml": head, "journeys/shop.yaml": JOURNEY.encode()}
    assert lint(found, checks.kinds(), wanted=spoken).findings == ()


def test_the_same_book_in_another_layout_has_the_same_findings() -> None:
    """Blank lines and comments move places and nothing else."""
    chance = random.Random(7)
    lines = JOURNEY.splitlines()
    spread = "\n".join(line if line.startswith("          ") else "\n" * chance.randrange(3) + line for line in lines)
    one, two = of(JOURNEY), of(spread)
    assert [(f.code, f.message, f.standard) for f in one.findings] == [
        (f.code, f.message, f.standard) for f in two.findings
    ]
    texts = {"journeys/shop.yaml": spread.encode(), "book.yaml": HEAD}
    for first, second in zip(one.findings, two.findings, strict=True):
        there = at(first, {"journeys/shop.yaml": JOURNEY.encode(), "book.yaml": HEAD})
        assert at(second, texts) == there


PROMISE = "        promise: You say it once."


@pytest.mark.parametrize(
    "written",
    [
        "        # allow CB111: the law's own word\n        promise: >\n          We answer\n          promptly.",
        "        promise: >  # allow CB111: the law's own word\n          We answer\n          promptly.",
        "        # allow CB111: the law's own word\n        promise: We answer\n          you promptly.",
        "        promise: We answer\n          you promptly.  # allow CB111: the law's own word",
        "        promise: We answer promptly,\n          you see.  # allow CB111: the law's own word",
        '        promise:  # allow CB111: the law\'s own word\n          "We answer\n          promptly."',
        "        promise: We answer promptly.  # Allow cb111: the law's own word",
        "        promise: We answer promptly.\t#\tallow\tCB111:\tthe law's own word",
        "        promise: We answer promptly.  #allow CB111: the law's own word",
        "        promise: We answer promptly.  # allow CB131: not yet  # allow CB111: the law's own word",
        "        promise: We answer promptly.  # allow CB111: the law's own word # allow CB131: not yet",
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_comment_is_read_wherever_yaml_takes_one_and_covers_the_whole_text(written: str, end: str) -> None:
    text = JOURNEY.replace(PROMISE, written)
    assert text != JOURNEY
    linted = of(text.replace("\n", end), "CB111", "CB191", "CB192", "CB193")
    assert told(linted) == []
    assert [one.allowed for one in linted.allowed] == ["the law's own word"]


def test_a_comment_at_a_key_does_not_cover_what_is_below_it() -> None:
    levels = (
        "        levels:  # allow CB111: no\n          good: We came promptly.\n          underperforming: Nobody came."
    )
    text = JOURNEY.replace(PROMISE, f"{PROMISE}\n{levels}")
    assert [code for code, _ in told(of(text, "CB111", "CB192"))] == ["CB192", "CB111"]


@pytest.mark.parametrize("remark", ["# allow returns within 30 days", "# allow customers to wait: they like it"])
def test_a_remark_that_names_no_code_is_a_remark(remark: str) -> None:
    assert told(of(JOURNEY.replace(PROMISE, f"        {remark}\n{PROMISE}  {remark}"), "CB191", "CB192", "CB193")) == []


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_columns_count_letters_whatever_the_bytes(mark: str, end: str) -> None:
    text = JOURNEY.replace(PROMISE, "        promise: 👩‍👧 Größe, we answer promptly.")
    (finding,) = of((mark + text).replace("\n", end), "CB111").findings
    assert (finding.line, finding.column) == (11, 10 + len("promise: 👩‍👧 Größe, we answer ") - 1)

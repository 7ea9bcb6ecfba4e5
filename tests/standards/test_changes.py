"""Two versions of a book: what staff are told, and what they sign anew."""

from __future__ import annotations

import pytest

from clearbar.model.change import Change, Changes, Kind
from clearbar.standards import changes
from tests.standards.samples import HEAD, RETURN, changed, read

PROMISE = "promise: Nobody asks whose fault it is."


def of(journey: str, head: str = HEAD) -> Changes:
    return changes(read(), read(journey, head))


def one(journey: str) -> Change:
    (found,) = of(journey).changes
    return found


def test_the_same_book_in_another_layout_changes_nothing() -> None:
    found = of(changed(PROMISE, 'promise:   "Nobody asks whose   fault it is."'))
    assert (found.changes, found.about, found.same) == ((), (), 4)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("target: 90%", "target: 95%", "The target rises from 90 % to 95 %."),
        ("target: 90%", "target: 87.5%", "The target falls from 90 % to 87.5 %."),
        ("        target: 90%\n", "", "It has no target any more; it was 90 %."),
        ("bar: exemplary", "bar: good", "The bar falls from “exemplary” to “good”."),
        ("good: You were believed.", "good: You were heard.",
         "The level “good” was “You were believed.”; it is now “You were heard.”"),
        ("do: Ask what happened, not who did it.", "do: Listen.", "What to do is now: Listen."),
        ("self_check: Did I listen?", "self_check: Did I hear?", "Ask yourself now: Did I hear?"),
        ("measured_by: [customer, reviewer]", "measured_by: [customer, peer]", "It is now also judged by: peer."),
        ("measured_by: [customer, reviewer]", "measured_by: [reviewer, customer]",
         "The first to be heard is now the reviewer."),
        ("within: 2 min", "within: 3 min", "The automatic check's `within` was 2 min; it is now 3 min."),
        ("dimension: courtesy", "dimension: outcome", "It is now about outcome."),
    ],
)  # fmt: skip
def test_what_is_judged_anew_is_said_and_signed_anew(old: str, new: str, says: str) -> None:
    found = one(changed(old, new))
    assert found.kind is Kind.CHANGED and found.again
    assert says in found.says, found.says


def test_other_words_for_a_promise_are_shown_beside_the_old_ones() -> None:
    found = one(changed(PROMISE, "promise: You are believed."))
    assert found.says == ("The promise was “Nobody asks whose fault it is.”; it is now “You are believed.”",)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("owner: shop manager", "owner: host", "Who answers for it now: host."),
        ("teach: [page, rehearsal]", "teach: [page]", "It is now taught by: page."),
        (PROMISE, "promise: {en: Nobody asks whose fault it is., nl: Niemand vraagt het.}",
         "Its words in `nl` are new."),
    ],
)  # fmt: skip
def test_what_nobody_is_judged_by_is_said_and_not_signed(old: str, new: str, says: str) -> None:
    found = next(each for each in of(changed(old, new)).changes if each.standard == "return.no-blame")
    assert found.kind is Kind.REWORDED and not found.again
    assert found.says == (says,)


def test_a_new_standard_comes_with_all_that_one_needs_to_keep_it() -> None:
    found = one(
        RETURN
        + "      - id: return.thanked\n        promise: We thank you.\n        do: Say it.\n"
        + "        self_check: Did I?\n        target: 80%\n        teach: page\n"
    )
    assert found.kind is Kind.NEW and found.journey == "Return something" and found.step == "The money comes"
    assert found.says == (
        "The bar is “good”, to be reached in 80 % of interactions.",
        "What to do: Say it.",
        "Ask yourself: Did I?",
        "You will be shown it by: page.",
    )


def test_a_standard_that_is_gone_is_told_last() -> None:
    text = RETURN[: RETURN.index("  - step: refund")].replace("target: 90%", "target: 95%")
    found = of(text)
    assert [each.kind for each in found.changes] == [Kind.CHANGED, Kind.GONE]
    assert found.changes[-1].promise == "The money is there in three days."


def test_a_standard_that_moves_to_another_step_is_known_by_its_id() -> None:
    found = one(changed("  - step: refund", "  - step: pay"))
    assert found.standard == "return.paid" and "moves" in found.says[0]


def test_the_book_as_a_whole_is_told_first() -> None:
    found = of(RETURN, HEAD.replace("You leave lighter than you came", "You leave glad"))
    assert found.about == (
        "What we promise all customers was “You leave lighter than you came”; it is now “You leave glad”",
    )
    assert found.changes == ()


def test_the_overall_verdict_may_change_too() -> None:
    found = changes(read(), read(head=HEAD.replace("85%", "90%")))
    assert [(each.standard, each.journey, each.says) for each in found.changes] == [
        ("overall", "", ("The target rises from 85 % to 90 %.",))
    ]

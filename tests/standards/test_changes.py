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
         "Heard first is now: reviewer."),
        ("measured_by: [customer, reviewer]", "measured_by: [self, customer]", "Heard first is now: yourself."),
        ("within: 2 min", "within: 3 min", "The automatic check's `within` was 2 min; it is now 3 min."),
        ("dimension: courtesy", "dimension: outcome", "It is now about outcome."),
        ("        dimension: courtesy\n", "", "It no longer says whether it is about courtesy, outcome or promptness."),
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
        ("owner: shop manager", "owner: shop manager\n        name: no blame", "It is now called “no blame”."),
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
    assert found.standard == "return.paid"
    assert found.says == ("Its step is now filed as `pay`, where it was `refund`.",)
    found = one(changed("  - step: refund\n    title: The money comes", "  - step: pay\n    title: Money"))
    assert found.says == ("It moves from the step “The money comes” to the step “Money” of “Return something”.",)


def test_the_book_as_a_whole_is_told_first() -> None:
    found = of(RETURN, HEAD.replace("You leave lighter than you came", "You leave glad"))
    assert found.about == (
        "What we promise all customers was “You leave lighter than you came”; it is now “You leave glad”.",
    )
    assert found.changes == ()


def test_the_overall_verdict_may_change_too() -> None:
    found = changes(read(), read(head=HEAD.replace("85%", "90%")))
    assert [(each.standard, each.journey, each.says) for each in found.changes] == [
        ("overall", "", ("The target rises from 85 % to 90 %.",))
    ]


YES_NO = "        levels:\n          good: You were believed.\n          underperforming: You were not believed.\n"
FIVE = "        levels: {poor: p., underperforming: u., average: a., good: You were believed., exemplary: e.}\n"


def _five_and_two() -> tuple[Changes, Changes]:
    lines = [
        RETURN + f"      - id: return.more\n        promise: You are believed.\n{levels}" for levels in (YES_NO, FIVE)
    ]
    return changes(read(lines[0]), read(lines[1])), changes(read(lines[1]), read(lines[0]))


def test_a_yes_or_no_that_becomes_five_levels_is_told_as_such() -> None:
    up, down = _five_and_two()
    assert up.changes[0].says == (
        "It is now judged on five levels, where it was yes or no.",
        "The level “poor” is now “p.”",
        "The level “underperforming” was “You were not believed.”; it is now “u.”",
        "The level “average” is now “a.”",
        "The level “exemplary” is now “e.”",
    )
    assert down.changes[0].says == (
        "It is now a matter of yes or no, where it had five levels.",
        "The level “underperforming” was “u.”; it is now “You were not believed.”",
    )


def _checked(settings: str) -> str:
    return RETURN + f"      - id: return.walked\n        promise: We take every step.\n        check: {{{settings}}}\n"


def test_settings_inside_settings_of_a_check_are_told_by_name() -> None:
    old = "kind: steps, graph: {a: [b]}, start: [a], end: [b], allow: {missing: 1}"
    new = "kind: steps, graph: {a: [b, c], c: [b]}, start: [a], end: [b], allow: {missing: 1, extra: 2}"
    says = changes(read(_checked(old)), read(_checked(new))).changes[0].says
    assert says == (
        "The automatic check's `allow.extra` was not set; it is now 2.",
        "The automatic check's `graph.a` was b; it is now b, c.",
        "The automatic check's `graph.c` was not set; it is now b.",
    )


def test_a_translation_of_one_standard_says_nothing_of_the_others() -> None:
    spoken = changed(PROMISE, "promise: {en: Nobody asks whose fault it is., nl: Niemand vraagt het.}")
    came, went = changes(read(), read(spoken)), changes(read(spoken), read())
    assert [(one.standard, one.says) for one in came.changes] == [("return.no-blame", ("Its words in `nl` are new.",))]
    assert [one.says for one in went.changes] == [("Its words in `nl` are gone.",)]


BOTH = "promise: {{en: {}, nl: {}}}"


def test_a_change_is_told_in_a_language_that_tells_it_too() -> None:
    was = changed(PROMISE, BOTH.format("Nobody asks whose fault it is.", "Niemand vraagt wiens schuld het is."))
    now = changed(PROMISE, BOTH.format("Nobody asks who broke it.", "Niemand vraagt wie het brak."))
    (found,) = changes(read(was), read(now), "nl-BE").changes
    assert found.says[0] == (
        "The promise was “Niemand vraagt wiens schuld het is.”; it is now “Niemand vraagt wie het brak.”"
    )
    assert found.promise == "Niemand vraagt wie het brak." and found.kind is Kind.CHANGED
    (own,) = changes(read(was), read(now)).changes
    assert "Nobody asks who broke it." in own.says[0]


def test_a_change_that_a_language_does_not_tell_yet_is_told_in_the_books_own() -> None:
    was = changed(PROMISE, BOTH.format("Nobody asks whose fault it is.", "Niemand vraagt wiens schuld het is."))
    now = changed(PROMISE, BOTH.format("Nobody asks who broke it.", "Niemand vraagt wiens schuld het is."))
    (found,) = changes(read(was), read(now), "nl").changes
    assert found.says == ("The promise was “Nobody asks whose fault it is.”; it is now “Nobody asks who broke it.”",)


def test_what_a_language_changed_elsewhere_is_not_taken_for_the_change() -> None:
    do = "do: Ask what happened, not who did it."
    was = changed(PROMISE, BOTH.format("Nobody asks whose fault it is.", "Niemand vraagt wiens schuld het is."))
    now = changed(PROMISE, BOTH.format("Nobody asks who broke it.", "Niemand vraagt wiens schuld het is."))
    now = changed(do, "do: {en: 'Ask what happened, not who did it.', nl: Luister.}", now)
    (found,) = changes(read(was), read(now), "nl").changes
    assert "Nobody asks who broke it." in found.says[0]


def test_other_words_of_a_language_alone_change_nothing_that_is_signed() -> None:
    was = changed(PROMISE, BOTH.format("Nobody asks whose fault it is.", "Niemand vraagt wiens schuld het is."))
    now = changed(PROMISE, BOTH.format("Nobody asks whose fault it is.", "Niemand vraagt wie het brak."))
    (found,) = changes(read(was), read(now), "nl").changes
    assert (found.kind, found.says) == (Kind.REWORDED, ("Its words in `nl` changed.",))


def test_what_is_gone_is_told_in_the_language_that_it_was_told_in() -> None:
    paid = "promise: The money is there in three days."
    was = changed(paid, "promise: {en: The money is there in three days., nl: Het geld is er in drie dagen.}")
    (found,) = changes(read(was), read(RETURN[: RETURN.index("  - step: refund")]), "nl").changes
    assert (found.kind, found.promise) == (Kind.GONE, "Het geld is er in drie dagen.")


def test_titles_and_names_that_change_are_told_and_signed_by_nobody() -> None:
    found = of(
        changed("title: Return something", "title: Bring back"), HEAD.replace("organisation: ", "organisation: X ")
    )
    assert found.changes == ()
    assert found.about[0].startswith("Our name in the book is now “X ")
    assert found.about[1:] == ("The journey “Return something” is now called “Bring back”.",)


def test_a_guard_is_told_by_its_promise() -> None:
    timed = RETURN + "      - id: return.fast\n        dimension: promptness\n        promise: You wait a minute.\n"
    (found,) = changes(read(timed), read(timed + "        pairs_with: return.no-blame\n")).changes
    assert found.says == ("It is now read together with “Nobody asks whose fault it is.”",)
    (found,) = changes(read(timed + "        pairs_with: return.no-blame\n"), read(timed)).changes
    assert found.says == ("It is no longer read together with another standard.",)

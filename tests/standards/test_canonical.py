"""Editions and versions: they follow what a text says, not how it is typed."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from clearbar import checks
from clearbar.checks.settings import CheckSettings
from clearbar.model.book import Book
from clearbar.standards import read_book
from clearbar.text.canonical import canonical, digest
from tests.standards.samples import HEAD, RETURN, changed, data, read


def editions(book: Book) -> dict[str, str]:
    return {placed.standard.id: placed.standard.edition for placed in book.placed()}


def moved(journey: str, head: str = HEAD) -> set[str]:
    """The standards whose edition differs from that of the sample."""
    before, after = editions(read()), editions(read(journey, head))
    return {name for name in before if before[name] != after.get(name)}


def test_an_edition_is_sixteen_hexadecimal_digits_and_no_two_are_alike() -> None:
    found = editions(read())
    assert len(set(found.values())) == len(found) == 4
    assert all(len(edition) == 16 and int(edition, 16) >= 0 for edition in found.values())


def test_reading_twice_gives_the_same() -> None:
    assert editions(read()) == editions(read()) and read().version == read().version


# What does not matter


@st.composite
def retyped(draw: st.DrawFn) -> str:
    """The sample journey, its keys in another order and in another style of YAML."""

    def shuffled(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: shuffled(value[key]) for key in draw(st.permutations(list(value)))}
        if isinstance(value, list):
            return [shuffled(inside) for inside in value]
        return unicodedata.normalize(draw(st.sampled_from(["NFC", "NFD"])), value)

    value = shuffled(data(RETURN.replace("Nobody asks whose fault", "Nobody, not Zoë, asks whose fault")))
    text = yaml.safe_dump(
        value,
        sort_keys=False,
        allow_unicode=draw(st.booleans()),
        default_flow_style=draw(st.sampled_from([True, False, None])),
        default_style=draw(st.sampled_from([None, '"', "'"])),
        width=draw(st.sampled_from([20, 80, 1000])),
        indent=draw(st.sampled_from([2, 4])),
    )
    return "".join(
        [draw(st.sampled_from(["", "# a remark\n", "\n"])), text, draw(st.sampled_from(["", "\n\n# end\n"]))]
    )


@given(retyped())
@settings(max_examples=80)
def test_neither_edition_nor_version_follow_the_way_of_typing(text: str) -> None:
    as_it_was = read(RETURN.replace("Nobody asks whose fault", "Nobody, not Zoë, asks whose fault"))
    book = read(text)
    assert editions(book) == editions(as_it_was)
    assert book.version == as_it_was.version


@pytest.mark.parametrize(
    ("good", "other"),
    [
        ("      - id: return.paid", "      - bar: good\n        id: return.paid"),
        ("      - id: return.paid", "      - target:\n        id: return.paid"),
        (
            "      - id: return.paid",
            "      - levels: {}\n        teach: []\n        measured_by: []\n        id: return.paid",
        ),
        ("    title: Telling", "    stage: front\n    title: Telling"),
        ("for: customer\n", ""),
        ("target: 90%", "target: 0.9"),
        ("target: 90%", "target: '90.0 %'"),
        ("within: 2 min}", "within: 120 s}"),
        ("within: 2 min}", "within: 2 min, bots: yes}"),
        ("        pairs_with:", "        measured_by: [check]\n        pairs_with:"),
        ("        pairs_with:", "        measured_by: check\n        pairs_with:"),
        ("[customer, reviewer]", "[customer, reviewer, customer]"),
        (
            "promise: Nobody asks whose fault it is.",
            "promise: >-\n          Nobody  asks\n          whose fault it is.",
        ),
        ("topics: [returns]", "topics: returns"),
    ],
)
def test_what_only_writes_the_same_in_another_way_changes_nothing(good: str, other: str) -> None:
    text = changed(good, other)
    assert moved(text) == set()
    assert read(text).version == read().version


@pytest.mark.parametrize(
    ("good", "other"),
    [
        ("owner: shop manager", "owner: floor lead"),
        ("[page, rehearsal]", "[page]"),
        ("[page, rehearsal]", "[page, quiz]"),
    ],
)
def test_owner_and_teaching_are_not_judged_but_belong_to_the_version(good: str, other: str) -> None:
    assert moved(changed(good, other)) == set()
    assert read(changed(good, other)).version != read().version


@pytest.mark.parametrize(
    ("good", "other"),
    [
        ("title: Return something", "title: Bring something back"),
        ("for: customer", "for: vendor"),
        ("topics: [returns]", "topics: [returns, repairs]"),
        ("my money back without an argument", "my money back"),
        ("quote: They just took it.", "quote: They took it."),
        ("title: Telling what is wrong", "title: Telling"),
    ],
)
def test_words_about_a_journey_belong_to_the_version_only(good: str, other: str) -> None:
    assert moved(changed(good, other)) == set()
    assert read(changed(good, other)).version != read().version


def test_words_about_the_organisation_belong_to_the_version_only() -> None:
    for head in (
        changed("Harbour & Hill", "Hill & Harbour", HEAD),
        HEAD + "levels: {good: guest}\n",
        HEAD + "language: de\n",
    ):
        assert moved(RETURN, head) == set()
        assert read(head=head).version != read().version


# What matters


@pytest.mark.parametrize(
    ("good", "other", "which"),
    [
        ("Nobody asks whose fault it is.", "Nobody asks whose fault it was.", "return.no-blame"),
        ("Ask what happened, not who did it.", "Ask what happened.", "return.no-blame"),
        ("You were accused.", "You were accused!", "return.no-blame"),
        ("bar: exemplary", "bar: good", "return.no-blame"),
        ("target: 90%", "target: 91%", "return.no-blame"),
        ("        target: 90%\n", "", "return.no-blame"),
        ("dimension: courtesy", "dimension: outcome", "return.no-blame"),
        ("Did I listen?", "Did I hear?", "return.no-blame"),
        ("[customer, reviewer]", "[customer]", "return.no-blame"),
        ("[customer, reviewer]", "[reviewer, customer]", "return.no-blame"),
        ("within: 2 min", "within: 3 min", "return.at-once"),
        ("within: 2 min}", "within: 2 min, bots: false}", "return.at-once"),
        ("first_response", "every_response", "return.at-once"),
        ("        pairs_with: return.no-blame\n", "", "return.at-once"),
        ("stage: back", "stage: front", "return.paid"),
        ("step: refund", "step: repay", "return.paid"),
        ("id: return.paid", "id: return.repaid", "return.paid"),
    ],
)  # fmt: skip
def test_what_is_promised_or_how_it_is_judged_makes_a_new_edition(good: str, other: str, which: str) -> None:
    text = changed(good, other)
    assert moved(text) == {which}
    assert read(text).version != read().version


def test_another_journey_makes_new_editions_of_all_its_standards() -> None:
    assert moved(changed("journey: return", "journey: bring-back")) == {
        "return.no-blame",
        "return.at-once",
        "return.paid",
    }


@pytest.mark.parametrize(
    ("good", "other"), [("come back.", "come again."), ("bar: good", "bar: average"), ("85%", "86%")]
)
def test_the_overall_verdict_has_its_own_edition(good: str, other: str) -> None:
    head = changed(good, other, HEAD)
    assert moved(RETURN, head) == {"overall"}
    assert read(head=head).version != read().version


def test_a_step_of_a_flow_chart_without_a_next_one_is_judged_and_makes_a_new_edition() -> None:
    def edition(graph: str) -> str:
        check = f"{{kind: steps, graph: {graph}, start: [a], end: [b]}}"
        return editions(read(changed("{kind: first_response, within: 2 min}", check)))["return.at-once"]

    assert edition("{a: [b]}") != edition("{a: [b], alone: []}")
    assert edition("{a: [b], c: [b]}") == edition("{c: [b], a: [b]}")


class _Within(CheckSettings):
    within: str


class _WithinAndMore(_Within):
    also: bool = Field(default=True)
    words: tuple[str, ...] = ()


def test_a_setting_that_a_later_release_adds_makes_no_new_edition_while_it_is_not_used() -> None:
    def book(shape: type[BaseModel], text: str = RETURN) -> Book:
        files = {"book.yaml": HEAD.encode(), "journeys/a.yaml": text.encode()}
        return read_book(files, {**checks.kinds(), "first_response": shape})

    used = changed("within: 2 min}", "within: 2 min, also: no}")
    assert editions(book(_WithinAndMore)) == editions(book(_Within))
    assert book(_WithinAndMore).version == book(_Within).version
    assert editions(book(_WithinAndMore, used)) != editions(book(_Within))


@given(st.permutations(["return.no-blame", "return.at-once", "return.paid"]), st.text(min_size=1, max_size=30))
@settings(max_examples=60)
def test_a_change_of_one_standard_leaves_the_others_as_they_are(ids: list[str], words: str) -> None:
    value = data()
    standards = {one["id"]: one for step in value["steps"] for one in step["standards"]}
    standards[ids[0]]["promise"] = "Changed: " + words
    assert moved(yaml.safe_dump(value, allow_unicode=True)) == {ids[0]}


# The normal form


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(-9, 9, width=16) | st.text("aé e\u0301\n\t", max_size=6),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text("abc", max_size=2), inside, max_size=3),
    max_leaves=12,
)


@given(JSON)
@settings(max_examples=150)
def test_the_normal_form_is_normal(value: Any) -> None:
    assert canonical(canonical(value)) == canonical(value)
    assert digest(canonical(value)) == digest(value)


def test_the_digest_of_a_known_content_never_changes() -> None:
    # echo -n '{"a":["b c",1],"d":0.9}' | sha256sum
    assert digest({"d": 0.9, "a": ["b \n c", 1], "nothing": [], "none": None}) == "fdbee6dff6880ae9"


PHRASES = "check: {kind: required_phrases, any_of: [we are sorry, thank you for telling us, I see]}"
SHUFFLED = "check: {kind: required_phrases, any_of: [I see, we are sorry, thank you for telling us]}"


def test_the_order_of_phrases_makes_no_new_edition_but_another_phrase_does() -> None:
    first, *others = (
        read(RETURN.replace("check: {kind: first_response, within: 2 min}", check))
        for check in (PHRASES, SHUFFLED, PHRASES.replace("I see", "I hear you"))
    )
    assert any(placed.standard.check and placed.standard.check.kind == "required_phrases" for placed in first.placed())
    assert editions(first) == editions(others[0])
    assert editions(first) != editions(others[1])

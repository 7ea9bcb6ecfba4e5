"""Edits of a book: the data become what was meant, and everything else stays as it was typed."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from clearbar import checks
from clearbar.model.book import Scale
from clearbar.model.errors import BookFault
from clearbar.standards import TRADES, fields_of, read_book, starter
from clearbar.standards.edit import (
    add_journey,
    add_standard,
    add_step,
    move_standard,
    move_step,
    remove_journey,
    remove_standard,
    remove_step,
    set_book,
    set_journey,
    set_standard,
    set_step,
)

ROOT = Path(__file__).parents[2]
Files = dict[str, str]


def folder(path: str) -> Files:
    """A book of the examples, by other means than the reader's."""
    found = [ROOT / path / "book.yaml", *sorted((ROOT / path / "journeys").glob("*.yaml"))]
    return {file.relative_to(ROOT / path).as_posix(): file.read_text(encoding="utf-8") for file in found}


BOOKS: Mapping[str, Files] = {
    **{trade: starter(trade) for trade in TRADES},
    "demo": folder("examples/demo/book"),
    "star": folder("examples/star/book"),
}

TYPED: Files = {
    "book.yaml": """\
# Ours since 1911.
organisation: Tern Ferries   # the trading name
value: {en: You get across., nl: U komt aan.}
# the tongue of the deck
language: en

levels: {good: as promised}
# last, the whole
overall:
    promise: >-   # folded
      You would
      sail with us.
    target: 85%
# the end
""",
    "journeys/change.yaml": """\
# allow CB143: nobody was asked yet
journey: change
title: "Change a \\
  crossing"
for: customer
topics:
- changes   # one
- 'delays'
customer_wants: |
  I want a later boat.
  # this is no comment

quote:
steps:
# the desk
- title: Asking
  # who is seen first
  step: ask
  standards:

  # allow CB121: the law's own
  - id: change.heard   # since May
    promise: You tell it once,
      and we act on it.
    # how
    do: {en: Read first., nl: Eerst lezen.}
    target: 0.95
    levels:
      good: "yes"      # met
      # the other
      underperforming: never

    teach:
      - page
      - rehearsal
  # the second
  - {id: change.price, promise: 'It''s named: first', bar: good}
  # nobody's comment

- step: book
  stage: back
  title: Booking
""",
}


def data(files: Files) -> Any:
    """What files say, by a reader of others."""
    return {name: deepcopy(_loaded(text)) for name, text in files.items()}


@cache
def _loaded(text: str) -> Any:
    return yaml.safe_load(text)


def changed(before: Files, after: Files) -> tuple[list[str], list[str]]:
    """The lines that went, and those that came."""
    one, other = ("".join(files.values()).splitlines() for files in (before, after))
    lines = list(difflib.ndiff(one, other))
    return [line[2:] for line in lines if line[:2] == "- "], [line[2:] for line in lines if line[:2] == "+ "]


def test_one_text_changes_one_line_and_keeps_the_comment_behind_it() -> None:
    after = set_standard(TYPED, "change.heard", {"levels": {"good": "It was: yes", "underperforming": "never"}})
    assert changed(TYPED, after) == (['      good: "yes"      # met'], ["      good: 'It was: yes'      # met"])


def test_a_text_of_several_lines_becomes_one_and_back_and_no_other_line_moves() -> None:
    once = set_standard(TYPED, "change.heard", {"promise": "One line."})
    assert changed(TYPED, once) == (
        ["    promise: You tell it once,", "      and we act on it."],
        ["    promise: One line."],
    )
    twice = set_standard(once, "change.heard", {"promise": "First.\r\n\r\nThird: #."})
    assert changed(once, twice)[1] == ["    promise: |-", "      First.", "", "      Third: #."]
    assert data(twice)["journeys/change.yaml"]["steps"][0]["standards"][0]["promise"] == "First.\n\nThird: #."


def test_a_block_that_becomes_a_line_keeps_the_comment_of_its_sign() -> None:
    after = set_book(TYPED, {"overall": {"promise": "Again."}})
    assert "    promise: Again.   # folded\n    target: 85%\n# the end\n" in after["book.yaml"]


def test_a_text_beside_translations_changes_in_the_books_own_language_only() -> None:
    after = set_standard(set_book(TYPED, {"value": "Across."}), "change.heard", {"do": "Look, then ask."})
    assert "value: {en: Across., nl: U komt aan.}" in after["book.yaml"]
    assert "do: {en: 'Look, then ask.', nl: Eerst lezen.}" in after["journeys/change.yaml"]
    whole = set_standard(after, "change.heard", {"do": {"en": "Ask.", "nl": "Vragen.", "de": "Fragen."}})
    assert data(whole)["journeys/change.yaml"]["steps"][0]["standards"][0]["do"]["de"] == "Fragen."
    gone = set_standard(whole, "change.heard", {"do": ""})
    assert "do" not in data(gone)["journeys/change.yaml"]["steps"][0]["standards"][0]
    assert "# how" not in gone["journeys/change.yaml"], "a comment directly above an entry goes with it"


def test_a_new_field_stands_where_the_book_has_it() -> None:
    after = set_standard(
        starter("shop"), "buy.greeted", {"bar": "exemplary", "check": {"kind": "questions", "most": 2}}
    )
    text = after["journeys/buy.yaml"]
    assert "Nobody greeted you within one minute.\n        bar: exemplary\n        target: 80%" in text
    assert "shopper]\n        check:\n          kind: questions\n          most: 2\n        pairs_with" in text


def test_a_word_that_stands_there_already_stays_as_it_was_typed() -> None:
    """To a reader of a book `no` is the word no; another reader of YAML takes it for false, and only where it is typed
    without quotes."""
    files = set_standard(TYPED, "change.heard", {"owner": "x"})
    typed = {name: text.replace("owner: x", "owner: no") for name, text in files.items()}
    assert set_standard(typed, "change.heard", {"owner": "no", "target": "0.95"}) == typed
    assert "owner: 'yes'" in set_standard(typed, "change.heard", {"owner": "yes"})["journeys/change.yaml"]


def test_a_standard_that_goes_takes_its_comments_and_nothing_else() -> None:
    went, came = changed(TYPED, remove_standard(TYPED, "change.heard"))
    assert not came and went[0] == "  # allow CB121: the law's own" and went[-1] == "      - rehearsal"
    without = remove_standard(remove_standard(TYPED, "change.price"), "change.heard")
    step = data(without)["journeys/change.yaml"]["steps"][0]
    assert step == {"title": "Asking", "step": "ask"}


def test_a_standard_that_moves_is_the_same_lines_further_in_or_out() -> None:
    after = move_standard(TYPED, "change.heard", "change", "book")
    there = after["journeys/change.yaml"].split("title: Booking\n")[1]
    lines = TYPED["journeys/change.yaml"].split("\n")
    first, last = lines.index("  # allow CB121: the law's own"), lines.index("      - rehearsal")
    assert there.split("\n")[0] == "  standards:"
    assert [one.strip() for one in there.rstrip().split("\n")[1:]] == [one.strip() for one in lines[first : last + 1]]
    back = move_standard(after, "change.heard", "change", "ask", 0)
    assert data(back) == data(TYPED)


def test_a_standard_moves_to_another_journey_with_its_comment() -> None:
    files = add_step(add_journey(TYPED, "board", {"title": "Board", "customer_wants": "On."}), "board", "pier", {})
    after = move_standard(files, "change.heard", "board", "pier")
    assert (
        "      # allow CB121: the law's own\n      - id: change.heard   # since May\n" in after["journeys/board.yaml"]
    )
    assert data(after)["journeys/board.yaml"]["steps"][0]["standards"] == [
        data(TYPED)["journeys/change.yaml"]["steps"][0]["standards"][0]
    ]


def test_lines_of_other_systems_and_a_byte_order_mark_stay() -> None:
    files = {name: "\ufeff" + text.replace("\n", "\r\n") for name, text in starter("shop").items()}
    after = set_standard(files, "buy.greeted", {"promise": "Two.\nLines.", "owner": None})
    for text in after.values():
        assert text.startswith("\ufeff") and not re.search("(?<!\r)\n", text)
    book = read_book({name: text.encode() for name, text in after.items()}, checks.kinds())
    found = book.find("buy.greeted")
    assert found and found.standard.promise == "Two.\nLines." and not found.standard.owner


def test_a_scale_of_yes_or_no_keeps_two_levels_and_one_of_levels_shows_all_five() -> None:
    shop = starter("shop")
    two = set_standard(shop, "buy.understood", {"scale": "yes_no"})
    book = read_book({name: text.encode() for name, text in two.items()}, checks.kinds())
    found = book.find("buy.understood")
    assert found and found.standard.scale is Scale.YES_NO and len(found.standard.levels) == 2
    five = fields_of(set_standard(shop, "buy.greeted", {"scale": "levels"}), "standard", "buy.greeted")
    assert list(five["levels"]) == ["poor", "underperforming", "average", "good", "exemplary"]
    assert five["levels"]["poor"] == "" and five["scale"] == "levels"
    none = set_standard(shop, "buy.understood", {"scale": "levels", "levels": dict.fromkeys(five["levels"], "")})
    assert fields_of(none, "standard", "buy.understood")["levels"] == {}


@pytest.mark.parametrize("name", [*BOOKS, "typed"])
def test_setting_what_a_form_began_with_changes_nothing(name: str) -> None:
    files = BOOKS.get(name, TYPED)
    assert set_book(files, fields_of(files, "book")) == files
    for journey in [one for file, one in data(files).items() if file != "book.yaml"]:
        assert set_journey(files, journey["journey"], fields_of(files, "journey", journey["journey"])) == files
        for step in journey["steps"]:
            there = f"{journey['journey']}/{step['step']}"
            assert set_step(files, journey["journey"], step["step"], fields_of(files, "step", there)) == files
            for one in step.get("standards", []):
                assert set_standard(files, one["id"], fields_of(files, "standard", one["id"])) == files


def test_a_form_begins_with_the_texts_of_the_books_own_language() -> None:
    found = fields_of(starter("hotel"), "standard", "arrive.key-in-five")
    assert found["promise"] == "You hold your key within five minutes." and found["scale"] == "yes_no"
    assert found["measured_by"] == ["customer", "shopper"] and found["bar"] == "good" and found["check"] == {}
    assert fields_of(TYPED, "journey", "change")["quote"] == ""
    assert fields_of(TYPED, "book")["overall"]["target"] == "85%"


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda: add_standard(TYPED, "change", "ask", "change.price", {}), "CB008 the standard id"),
        (lambda: add_standard(TYPED, "change", "ask", "overall", {}), "CB008 the standard id"),
        (lambda: add_standard(TYPED, "change", "ask", "Änderung", {}), "CB007 `Änderung` is no id"),
        (lambda: add_step(TYPED, "change", "ask", {}), "CB008 the step id"),
        (lambda: add_journey(TYPED, "change", {}), "CB008 the journey id"),
        (lambda: add_journey(TYPED, "../up", {}), "CB007"),
        (lambda: set_standard(TYPED, "change.herd", {}), "CB009 no standard has the id"),
        (lambda: set_step(TYPED, "change", "tell", {}), "CB009 no step has the id `change/tell`"),
        (lambda: remove_journey(TYPED, "chance"), "CB009 no journey"),
        (lambda: set_book({**TYPED, "book.yaml": "a: [b"}, {"value": "x"}), "CB001 this is not YAML"),
        (lambda: set_book({**TYPED, "book.yaml": "a: &x b"}, {"value": "x"}), "CB002"),
        (lambda: set_book({**TYPED, "book.yaml": "a: b\na: c"}, {"value": "x"}), "CB004"),
    ],
)
def test_an_edit_that_cannot_be_made_says_why(edit: Callable[[], Files], said: str) -> None:
    with pytest.raises(BookFault, match=re.escape(said)):
        edit()


@pytest.mark.parametrize("fields", [{"id": "other"}, {"promis": "x"}, {"promise": "half \ud83d"}])
def test_a_field_that_there_is_not_and_a_text_that_no_file_holds_are_refused(fields: Any) -> None:
    with pytest.raises(ValueError):
        set_standard(TYPED, "change.heard", fields)


# Any sequence of edits. The oracle edits plain data, as another reader of YAML gives them.

AWKWARD = ["yes", "no", "~", "null", "0.9", "1e3", "12:30", "2020-01-01", "- x", "a: b", "a #b", "#", "{a}", "[", "&a",
           "*a", "!t", "|", ">", "%", "@", "`", "'", '"', "it's \"so\"", " lead", "trail ", "\ttab", "a\nb", "a\n\nb\n",
           " a\n b", "\n", "a\n# b", "---", "...", "= x", "<<", "é ü ß 字 🙂", "\u2028", "\x85", "\x07", "a\\b", "?",
           "? a", ":", "a:", "-", "x" * 300, "\u00a0a"]  # fmt: skip
texts = st.one_of(st.sampled_from(AWKWARD), st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30))
spoken_texts = texts.map(lambda text: text.replace("\r\n", "\n"))
said = spoken_texts.filter(lambda text: bool(text.strip()))
LISTED = st.lists(said, min_size=1, max_size=4)
CHECK = st.fixed_dictionaries(
    {"kind": said},
    optional={"within": st.integers(1, 99), "bots": st.booleans(), "share": st.floats(0.001, 1), "any_of": LISTED,
              "graph": st.dictionaries(said, LISTED, min_size=1, max_size=2)},
)  # fmt: skip
LEVELS = ("poor", "underperforming", "average", "good", "exemplary")
FIELDS: dict[str, dict[str, Any]] = {
    "standard": {
        "promise": said, "do": said, "name": said, "question": said, "self_check": said, "owner": said,
        "dimension": st.sampled_from(["courtesy", "outcome"]), "target": st.one_of(st.just("70%"), st.floats(0.01, 1)),
        "bar": st.sampled_from(["exemplary", "average"]), "pairs_with": said, "teach": LISTED, "measured_by": LISTED,
        "check": CHECK, "levels": st.dictionaries(st.sampled_from(LEVELS), said, min_size=1),
    },
    "step": {"title": said, "stage": st.sampled_from(["back"])},
    "journey": {"title": said, "for": st.sampled_from(["colleague"]), "topics": LISTED, "customer_wants": said,
                "quote": said},
    "book": {"organisation": said, "value": said, "levels": st.dictionaries(st.sampled_from(LEVELS), said, min_size=1)},
}  # fmt: skip
NEEDED = {"promise", "title", "customer_wants", "organisation", "value"}
SPOKEN = {"promise", "do", "name", "question", "self_check", "title", "customer_wants", "value"}


@dataclass
class Twin:
    """A book as files, and the same as plain data; every edit is made on both."""

    files: Files
    plain: dict[str, Any]

    def places(self) -> list[tuple[str, Any, Any, Any]]:
        return [
            (name, journey, step, one)
            for name, journey in sorted(self.plain.items())
            if name != "book.yaml"
            for step in journey["steps"]
            for one in step.get("standards", [])
        ]


def meant(old: dict[str, Any], fields: dict[str, Any]) -> None:
    """What a form's fields are to do to plain data."""
    for key, value in fields.items():
        before = old.get(key)
        if value is None:
            if before is not None:  # a key with nothing behind it says nothing already
                old.pop(key, None)
        elif key in SPOKEN and isinstance(before, dict):
            old[key] = {**before, "en": value}
        elif key == "levels":
            names = before if isinstance(before, dict) else {}
            old[key] = {
                one: {**names[one], "en": text} if isinstance(names.get(one), dict) else text
                for one, text in value.items()
            }
        else:
            old[key] = value


def some_fields(draw: Any, kind: str) -> dict[str, Any]:
    keys = draw(st.lists(st.sampled_from(sorted(FIELDS[kind])), min_size=1, max_size=3, unique=True))
    return {
        key: None if key not in NEEDED and draw(st.integers(0, 4)) == 0 else draw(FIELDS[kind][key]) for key in keys
    }


def edit_once(draw: Any, twin: Twin, number: int) -> None:
    places = twin.places()
    kinds = [
        "set",
        "set",
        "set",
        "remove",
        "move",
        "add",
        "step",
        "step-move",
        "step-add",
        "step-remove",
        "journey",
        "book",
    ]
    kind = draw(st.sampled_from(kinds if places else ["add", "journey", "book"]))
    journeys = [one for name, one in sorted(twin.plain.items()) if name != "book.yaml"]
    nowhere: tuple[Any, ...] = ("", journeys[0], journeys[0]["steps"][0], None)
    _, journey, step, one = draw(st.sampled_from(places)) if places else nowhere
    if kind == "set":
        fields = some_fields(draw, "standard")
        twin.files = set_standard(twin.files, one["id"], fields)
        meant(one, fields)
    elif kind == "remove":
        twin.files = remove_standard(twin.files, one["id"])
        take(step, one)
    elif kind == "step-remove" and len(journey["steps"]) > 1:
        twin.files = remove_step(twin.files, journey["journey"], step["step"])
        journey["steps"].remove(step)
    elif kind == "move":
        there = draw(st.sampled_from(journeys))
        to = draw(st.sampled_from(there["steps"]))
        index = draw(st.integers(0, 3))
        twin.files = move_standard(twin.files, one["id"], there["journey"], to["step"], index)
        take(step, one)
        to.setdefault("standards", []).insert(index, one)
    elif kind == "add":
        fields = some_fields(draw, "standard")
        index = draw(st.integers(0, 3))
        twin.files = add_standard(twin.files, journey["journey"], step["step"], f"new.{number}", fields, index)
        fresh: dict[str, Any] = {"id": f"new.{number}", "promise": ""}
        meant(fresh, fields)
        step.setdefault("standards", []).insert(index, fresh)
    else:
        edit_around(draw, twin, kind, (journey, step), number)


def edit_around(draw: Any, twin: Twin, kind: str, place: tuple[Any, Any], number: int) -> None:
    journey, step = place
    if kind == "step":
        fields = some_fields(draw, "step")
        twin.files = set_step(twin.files, journey["journey"], step["step"], fields)
        meant(step, fields)
    elif kind == "step-move":
        index = draw(st.integers(0, 3))
        twin.files = move_step(twin.files, journey["journey"], step["step"], index)
        journey["steps"].remove(step)
        journey["steps"].insert(index, step)
    elif kind == "step-add":
        fields = some_fields(draw, "step")
        twin.files = add_step(twin.files, journey["journey"], f"step-{number}", fields, 1)
        fresh = {"step": f"step-{number}", "title": ""}
        meant(fresh, fields)
        journey["steps"].insert(1, fresh)
    elif kind == "journey":
        fields = some_fields(draw, "journey")
        twin.files = set_journey(twin.files, journey["journey"], fields)
        meant(journey, fields)
    elif kind == "book":
        fields = some_fields(draw, "book")
        twin.files = set_book(twin.files, fields)
        meant(twin.plain["book.yaml"], fields)


def take(step: dict[str, Any], one: Any) -> None:
    step["standards"].remove(one)
    if not step["standards"]:
        del step["standards"]


@settings(max_examples=50)
@given(st.data(), st.sampled_from(["typed", "typed", "shop", "hotel"]))
def test_any_sequence_of_edits_reads_as_the_same_edits_of_plain_data(choice: Any, name: str) -> None:
    files = BOOKS.get(name, TYPED)
    twin = Twin(dict(files), deepcopy(data(files)))
    for number in range(choice.draw(st.integers(1, 5))):
        edit_once(choice.draw, twin, number)
        assert data(twin.files) == twin.plain


COMMENT = re.compile(r"# kept \d+")


@settings(max_examples=40)
@given(st.data(), st.sampled_from(TRADES))
def test_comments_outside_of_what_is_edited_survive(choice: Any, trade: str) -> None:
    """Comments stand above every standard; one standard is edited, and every comment is there still, in order."""
    count = iter(range(1000))
    files = {
        name: re.sub(
            r"(?m)^( *)(- (?:id|step): .*)$", lambda found: f"{found[1]}# kept {next(count)}\n{found[0]}", text
        )
        for name, text in starter(trade).items()
    }
    places = Twin(files, data(files)).places()
    standard = choice.draw(st.sampled_from(places))[3]["id"]
    after = set_standard(files, standard, some_fields(choice.draw, "standard"))
    assert [COMMENT.findall(text) for text in after.values()] == [COMMENT.findall(text) for text in files.values()]

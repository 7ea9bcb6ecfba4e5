"""Text → book: what a good book says, and each fault with its place, code and hint."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from clearbar import checks
from clearbar.flow.define import read_book as read_folder
from clearbar.model.book import Audience, Book, Dimension, Level, Scale, Source, Stage
from clearbar.model.errors import BookFault, Fault
from clearbar.standards import read_book
from tests.conftest import work
from tests.standards.samples import HEAD, RETURN, changed, data, faults_of, read

ROOT = Path(__file__).parents[2]


def one(journey: str = RETURN, head: str = HEAD, **more: str) -> Fault:
    found = faults_of(journey, head, **more)
    assert len(found) == 1, [str(fault) for fault in found]
    return found[0]


def place(text: str, what: str) -> tuple[int, int]:
    """Line and column of a passage that stands once in a text, counted from 1."""
    assert text.count(what) == 1, what
    before = text[: text.index(what)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


# A good book


def test_a_good_book_is_read_as_it_stands() -> None:
    book = read()
    assert (book.organisation, book.value, book.language) == ("Harbour & Hill", "You leave lighter than you came", "en")
    (journey,) = book.journeys
    assert (journey.id, journey.title, journey.audience) == ("return", "Return something", Audience.CUSTOMER)
    assert (journey.topics, journey.quote) == (("returns",), "They just took it.")
    assert journey.customer_wants == "my money back without an argument"
    assert [(step.id, step.stage) for step in journey.steps] == [("ask", Stage.FRONT), ("refund", Stage.BACK)]
    assert [placed.standard.id for placed in book.placed()] == [
        "return.no-blame", "return.at-once", "return.paid", "overall",
    ]  # fmt: skip


def test_a_standard_says_everything_that_was_written() -> None:
    standard = read().journeys[0].steps[0].standards[0]
    assert standard.promise == "Nobody asks whose fault it is."
    assert standard.do == "Ask what happened, not who did it."
    assert (standard.bar, standard.target, standard.dimension) == (Level.EXEMPLARY, 0.9, Dimension.COURTESY)
    assert (standard.owner, standard.self_check) == ("shop manager", "Did I listen?")
    assert (standard.measured_by, standard.teach) == ((Source.CUSTOMER, Source.REVIEWER), ("page", "rehearsal"))
    assert list(standard.levels) == list(Level)
    assert standard.levels[Level.POOR] == "You were accused."
    assert (standard.scale, standard.check, standard.pairs_with) == (Scale.LEVELS, None, None)


def test_what_is_left_out_has_its_default() -> None:
    standard = read().journeys[0].steps[1].standards[0]
    assert (standard.bar, standard.target, standard.dimension, standard.scale) == (
        Level.GOOD, None, None, Scale.LEVELS,
    )  # fmt: skip
    assert (standard.do, standard.owner, standard.self_check, standard.levels) == ("", "", "", {})
    assert (standard.measured_by, standard.teach, standard.check) == ((), (), None)


def test_two_levels_are_a_yes_no_standard() -> None:
    standard = read().journeys[0].steps[0].standards[1]
    assert (standard.scale, standard.bar) == (Scale.YES_NO, Level.GOOD)
    assert set(standard.levels) == {Level.GOOD, Level.UNDERPERFORMING}


def test_a_checked_standard_is_measured_by_its_check_after_all_others() -> None:
    def sources(line: str) -> tuple[Source, ...]:
        book = read(changed("        pairs_with:", f"{line}        pairs_with:"))
        return book.journeys[0].steps[0].standards[1].measured_by

    assert sources("") == (Source.CHECK,)
    assert sources("        measured_by: [customer]\n") == (Source.CUSTOMER, Source.CHECK)
    assert sources("        measured_by: [check, customer]\n") == (Source.CHECK, Source.CUSTOMER)


def test_a_source_that_is_named_twice_counts_once() -> None:
    book = read(changed("[customer, reviewer]", "[customer, reviewer, customer]"))
    assert book.journeys[0].steps[0].standards[0].measured_by == (Source.CUSTOMER, Source.REVIEWER)


def test_the_settings_of_a_check_are_read_by_its_kind() -> None:
    call = read().journeys[0].steps[0].standards[1].check
    assert call is not None and call.kind == "first_response"
    settings_read = checks.settings_of(call)
    assert settings_read.model_dump(mode="json") == {"within": "2 min", "bots": True}


@pytest.mark.parametrize(
    ("word", "audience"),
    [("customer", Audience.CUSTOMER), ("colleague", Audience.COLLEAGUE), ("vendor", Audience.VENDOR)],
)
def test_a_journey_is_for_somebody(word: str, audience: Audience) -> None:
    assert read(changed("for: customer", f"for: {word}")).journeys[0].audience is audience
    assert read(changed("for: customer\n", "")).journeys[0].audience is Audience.CUSTOMER


def test_topics_say_which_interactions_are_the_journey() -> None:
    two = read(changed("[returns]", "[returns, no, 12:30]")).journeys[0]
    assert two.topics == ("returns", "no", "12:30")
    assert two.covers("12:30") and not two.covers("sales") and not two.covers(None)
    alone = read(changed("[returns]", "returns")).journeys[0]
    assert alone.topics == ("returns",)
    every = read(changed("topics: [returns]\n", "")).journeys[0]
    assert every.topics == () and every.covers("sales") and every.covers(None)


@pytest.mark.parametrize("written", ["85%", "85 %", "'85%'", "0.85", "85.0%", ".85"])
def test_a_target_is_a_share_however_it_is_written(written: str) -> None:
    assert read(head=changed("85%", written, HEAD)).overall.target == pytest.approx(0.85)


def test_the_verdict_on_the_whole_stands_in_every_book() -> None:
    assert read().overall.target == 0.85
    plain = read(head="organisation: o\nvalue: v\n").overall
    assert (plain.id, plain.bar, plain.target) == ("overall", Level.GOOD, None) and plain.promise


def test_levels_may_have_names_of_ones_own() -> None:
    book = read(head=HEAD + "levels: {good: guest, exemplary: family}\n")
    assert book.level_names == {
        Level.POOR: "poor", Level.UNDERPERFORMING: "underperforming", Level.AVERAGE: "average",
        Level.GOOD: "guest", Level.EXEMPLARY: "family",
    }  # fmt: skip


def test_journeys_come_in_the_order_of_their_files() -> None:
    other = "journey: {0}\ntitle: t\ncustomer_wants: w\nsteps: [{{step: s, title: t}}]\n"
    book = read(zebra=other.format("first"), apple=other.format("second"))
    assert [journey.id for journey in book.journeys] == ["second", "return", "first"]


@pytest.mark.parametrize("name", ["demo", "star"])
def test_the_books_of_the_examples_are_read(name: str) -> None:
    book = read_folder(ROOT / "examples" / name / "book")
    assert len(book.journeys) == len(list((ROOT / "examples" / name / "book" / "journeys").glob("*.yaml")))


# Faults, one by one

GOOD_KEYS = (
    "id, name, dimension, promise, do, levels, bar, target, owner, "
    "self_check, question, measured_by, check, pairs_with, teach"
)


def test_text_that_is_no_yaml_is_cb001() -> None:
    text = changed("title: Return something", "title: Return: something")
    fault = one(text)
    assert (fault.file, fault.code) == ("journeys/return.yaml", "CB001")
    assert (fault.line, fault.column) == place(text, ": something")
    assert "quote" in fault.hint


def test_anchors_aliases_and_tags_are_cb002() -> None:
    text = changed("title: Return something", "title: &t Return something")
    assert (one(text).code, one(text).line, one(text).column) == ("CB002", *place(text, "&t"))


def test_a_file_that_is_too_large_is_cb003() -> None:
    fault = one(RETURN + "#" * 1_000_001)
    assert (fault.code, fault.line) == ("CB003", 0) and "split" in fault.hint


def test_a_key_that_stands_twice_is_cb004() -> None:
    text = RETURN.replace("        owner:", "        bar: good\n        owner:")
    fault = one(text)
    assert (fault.code, fault.line, fault.column) == ("CB004", *place(text, "bar: good"))
    assert f"line {place(text, 'bar: exemplary')[0]}" in fault.message


@pytest.mark.parametrize(
    ("good", "wrong", "hint"),
    [
        ("        promise: Nobody", "        promis: Nobody", "did you mean `promise`?"),
        ("        owner:", "        onwer:", "did you mean `owner`?"),
        ("customer_wants:", "customerwants:", "did you mean `customer_wants`?"),
        ("for: customer", "four: customer", "did you mean `for`?"),
        ("    title: Telling", "    titel: Telling", "did you mean `title`?"),
        ("        owner:", "        zzzzzz:", "known: " + GOOD_KEYS),
    ],
)
def test_an_unknown_key_is_cb005_and_the_nearest_known_one_is_named(good: str, wrong: str, hint: str) -> None:
    text = changed(good, wrong)
    fault = next(fault for fault in faults_of(text) if fault.code == "CB005")
    assert (fault.line, fault.column) == place(text, wrong.strip())
    assert fault.hint == hint


def test_a_missing_key_is_cb006_where_it_would_stand() -> None:
    text = changed("        promise: Nobody asks whose fault it is.\n", "")
    fault = one(text)
    assert (fault.code, fault.message) == ("CB006", "`promise` is missing")
    assert (fault.line, fault.column) == place(text, "id: return.no-blame")
    assert "customer" in fault.hint


def test_an_empty_file_is_cb006() -> None:
    for text in ("", "# nothing yet\n"):
        assert (one(text).code, one(text).file) == ("CB006", "journeys/return.yaml")


@pytest.mark.parametrize(
    ("good", "wrong", "at", "said"),
    [
        ("bar: exemplary", "bar: god", "god", "`bar`: should be 'poor'"),
        ("dimension: courtesy", "dimension: courtesi", "courtesi", "`dimension`: should be 'courtesy'"),
        ("target: 90%", "target: 90", "90\n", "`target`: should be less than or equal to 1"),
        ("target: 90%", "target: 0%", "0%", "`target`: should be greater than 0"),
        ("target: 90%", "target: nan", "nan", "`target`: should be greater than 0"),
        ("target: 90%", "target: most", "most", "`target`: should be a valid number"),
        ("target: 90%", "target: x%", "x%", "`target`: should be a valid number"),
        ("step: ask", "step: Ask me", "Ask me", "`step`: should look like"),
        ("journey: return", "journey: -return", "-return", "`journey`: should look like"),
        ("id: return.paid", "id: Return.paid", "Return.paid", "`id`: should look like"),
        ("stage: back", "stage: below", "below", "`stage`: should be 'front' or 'back'"),
        ("for: customer", "for: anyone", "anyone", "`for`: should be 'customer'"),
        ("[page, rehearsal]", "{page: rehearsal}", "{page", "`teach`: should be a list"),
        ("[customer, reviewer]", "[customer, boss]", "boss]", "`measured_by`: should be 'customer'"),
        ("        check: {kind: first_response, within: 2 min}", "        check: soon", "soon", "`check`: should be a"),
        ("title: Return something", "title:", "", "`title`: is empty"),
        ("title: Return something", "title: ''", "''", "`title`: is empty"),
        ("title: Return something", "title: [a]", "[a]", "`title`: should be a valid string"),
    ],
)
def test_a_wrong_value_is_cb007_at_its_place(good: str, wrong: str, at: str, said: str) -> None:
    text = changed(good, wrong)
    fault = one(text)
    assert fault.code == "CB007" and fault.message.startswith(said), fault
    expected = place(text, at) if at else (2, 7)
    assert (fault.line, fault.column) == expected


def test_the_nearest_choice_is_named() -> None:
    assert one(changed("bar: exemplary", "bar: exemplry")).hint == "did you mean `exemplary`?"
    assert one(changed("[customer, reviewer]", "[custommer]")).hint == "did you mean `customer`?"
    assert "did you mean `good`" in next(
        fault.hint
        for fault in faults_of(changed("          good: You", "          god: You"))
        if "god" in fault.message
    )


def test_a_target_that_looks_like_a_percentage_is_told_how_to_write_one() -> None:
    assert "90%" in one(changed("target: 90%", "target: 90")).hint


def test_a_wrong_head_is_told_in_its_file() -> None:
    fault = one(head=changed("value:", "valeu:", HEAD) + "value: v\n")
    assert (fault.file, fault.line, fault.column, fault.code) == ("book.yaml", 2, 1, "CB005")
    fault = one(head=changed("bar: good", "bar: best", HEAD))
    assert (fault.file, fault.code, fault.line) == ("book.yaml", "CB007", 3)
    assert one(head=HEAD + "language: English\n").code == "CB007"


def test_a_file_that_is_no_mapping_is_told() -> None:
    for text in ("- a\n- b\n", "just words\n", "---\n"):
        assert (one(text).code, "mapping" in one(text).message) == ("CB007", True)


def test_a_journey_without_steps_is_told_once() -> None:
    text = "journey: j\ntitle: t\ncustomer_wants: w\nsteps: []\n"
    assert (one(text).message, one(text).line, one(text).column) == ("`steps`: is empty", 4, 8)


def test_a_fault_inside_the_only_step_is_not_also_told_of_the_list_of_steps() -> None:
    text = "journey: j\ntitle: t\ncustomer_wants: w\nsteps:\n  - step: S\n    title: t\n"
    assert (one(text).message.split(":")[0], one(text).line) == ("`step`", 5)


def test_an_id_that_is_taken_is_cb008_and_says_by_whom() -> None:
    text = changed("id: return.paid", "id: return.no-blame")
    fault = one(text)
    second = text.rindex("return.no-blame")
    assert fault.code == "CB008" and fault.line == text[:second].count("\n") + 1
    assert f"journeys/return.yaml:{place(RETURN, 'id: return.no-blame')[0]}" in fault.message


def test_ids_of_standards_and_journeys_are_unique_in_the_whole_book_and_those_of_steps_in_their_journey() -> None:
    other = "journey: {j}\ntitle: t\ncustomer_wants: w\nsteps:\n- step: {s}\n  title: t\n"
    other += "  standards:\n  - {{id: {i}, promise: p}}\n"
    assert not faults_of(zoo=other.format(j="zoo", s="ask", i="zoo.a"))
    assert one(zoo=other.format(j="return", s="x", i="zoo.a")).message.startswith("the journey id `return` is taken")
    assert one(zoo=other.format(j="zoo", s="x", i="return.paid")).message.startswith("the standard id `return.paid`")
    assert one(changed("step: refund", "step: ask")).message.startswith("the step id `ask` is taken")


def test_the_id_overall_is_reserved() -> None:
    fault = one(changed("id: return.paid", "id: overall"))
    assert fault.code == "CB008" and "book.yaml" in fault.message


def test_a_pair_that_does_not_exist_is_cb009_and_the_nearest_id_is_named() -> None:
    text = changed("pairs_with: return.no-blame", "pairs_with: return.noblame")
    fault = one(text)
    assert (fault.code, fault.hint) == ("CB009", "did you mean `return.no-blame`?")
    assert (fault.line, fault.column) == place(text, "return.noblame")


def test_measured_by_a_check_that_is_not_given_is_cb009() -> None:
    fault = one(changed("[customer, reviewer]", "[customer, check]"))
    assert fault.code == "CB009" and "first_response" in fault.hint


@pytest.mark.parametrize(
    "levels",
    [
        "{good: x}",
        "{good: x, poor: y}",
        "{good: x, underperforming: y, poor: z}",
        "{poor: a, underperforming: b, average: c, good: d}",
    ],
)
def test_other_than_all_or_two_levels_are_cb010(levels: str) -> None:
    text = changed("{good: answered in time, underperforming: not in time}", levels)
    fault = one(text)
    assert (fault.code, fault.line, fault.column) == ("CB010", *place(text, levels))
    described = set(re.findall(r"(\w+):", levels))
    missing = {"poor", "underperforming", "average", "good", "exemplary"} - described
    assert set(re.findall(r"\w+", fault.hint.split(";")[0])) == {"missing", *missing}


def test_the_bar_of_a_yes_no_standard_is_good() -> None:
    text = changed("        pairs_with:", "        bar: average\n        pairs_with:")
    assert (one(text).code, one(text).line, one(text).column) == ("CB010", *place(text, "average\n        pairs"))
    assert not faults_of(changed("        pairs_with:", "        bar: good\n        pairs_with:"))


@pytest.mark.parametrize(
    ("good", "wrong", "said"),
    [
        ("pairs_with: return.no-blame", "pairs_with: return.at-once", "cannot guard itself"),
        ("dimension: promptness", "dimension: outcome", "only a timed standard"),
        ("        dimension: promptness\n", "", "only a timed standard"),
        ("dimension: courtesy", "dimension: promptness", "is timed too"),
    ],
)
def test_a_pair_that_guards_nothing_is_cb011(good: str, wrong: str, said: str) -> None:
    fault = one(changed(good, wrong))
    assert fault.code == "CB011" and said in fault.message


@pytest.mark.parametrize(
    ("check", "message", "hint", "at"),
    [
        ("{kind: first_respons}", "unknown kind of check: `first_respons`", "did you mean `first_response`?", "{kind"),
        ("{within: 2 min}", "`kind` is missing", "known: closing_offer", "{within"),
        ("{kind: [a], within: 1 s}", "unknown kind of check", "known: closing_offer", "{kind"),
        ("{kind: first_response}", "`within` is missing", "The longest wait", "{kind"),
        ("{kind: first_response, within: 2}", "`within`: a duration", "", "2}"),
        ("{kind: first_response, within: 2 min, bot: no}", "unknown key `bot`", "did you mean `bots`?", "bot:"),
        ("{kind: first_response, within: 2 min, bots: perhaps}", "`bots`: should be a valid boolean", "", "perhaps"),
        ("{kind: required_phrases}", "nothing is required", "", "{kind"),
        ("{kind: required_phrases, all_of: [a], within_last: 0}", "`within_last`: should be greater", "", "0}"),
        ("{kind: forbidden_phrases, none_of: []}", "`none_of`: is empty", "", "[]}"),
        ("{kind: steps, graph: {a: [b]}, start: [x], end: [b]}", "`start` names steps that are not", "", "{kind"),
        ("{kind: steps, graph: {a: [b]}, start: [a], end: [b], allow: {missin: 1}}", "unknown key `missin`",
         "did you mean `missing`?", "missin:"),
    ],
)  # fmt: skip
def test_a_wrong_check_is_cb012_at_the_setting(check: str, message: str, hint: str, at: str) -> None:
    text = changed("{kind: first_response, within: 2 min}", check)
    fault = one(text)
    assert fault.code == "CB012" and message in fault.message and fault.hint.startswith(hint), str(fault)
    start = text.index(check) + check.index(at)
    assert (fault.line, fault.column) == (text[:start].count("\n") + 1, start - text.rfind("\n", 0, start))


@pytest.mark.parametrize(
    "check",
    [
        "{kind: every_response, within: 90 s, bots: no}",
        "{kind: typical_response, within: 1.5 h}",
        "{kind: required_phrases, any_of: ['no: really', 'yes'], within_first: 3}",
        "{kind: forbidden_phrases, none_of: [not our problem]}",
        "{kind: steps, graph: {a: [b], b: [c]}, start: [a], end: [c], silent: [b], allow: {extra: 1}}",
    ],
)
def test_every_kind_of_check_may_be_asked_for(check: str) -> None:
    call = read(changed("{kind: first_response, within: 2 min}", check)).journeys[0].steps[0].standards[1].check
    assert call is not None
    assert checks.settings_of(call).model_dump(mode="json", exclude_defaults=True) == call.settings


def test_a_book_without_its_files_is_cb013() -> None:
    with pytest.raises(BookFault) as caught:
        read_book({}, checks.kinds())
    assert [(fault.file, fault.code) for fault in caught.value.faults] == [
        ("book.yaml", "CB013"),
        ("journeys", "CB013"),
    ]


def test_a_folder_that_is_none_is_cb013(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for path in (tmp_path / "nothing", tmp_path / "file"):
        with pytest.raises(BookFault) as caught:
            read_folder(path)
        assert [fault.code for fault in caught.value.faults] == ["CB013"]
    with pytest.raises(BookFault):
        read_folder(tmp_path)


def test_a_file_of_a_folder_is_never_read_further_than_it_may_be_large(tmp_path: Path) -> None:
    (tmp_path / "journeys").mkdir()
    (tmp_path / "book.yaml").write_text(HEAD)
    with (tmp_path / "journeys" / "a.yaml").open("wb") as stream:
        stream.truncate(3_000_000_000)
    with pytest.raises(BookFault) as caught:
        read_folder(tmp_path)
    assert [fault.code for fault in caught.value.faults] == ["CB003"]


# Faults together


def test_all_faults_of_all_files_are_told_at_once_in_order() -> None:
    first = changed("bar: exemplary", "bar: god", changed("for: customer", "four: customer"))
    second = "journey: zoo\ntitle: t\nsteps:\n- {step: s, title: t, standards: [{id: z, promise: p, bar: best}]}\n"
    found = faults_of(first, "organisation: o\n", zoo=second, broken="a: [\n")
    assert [(fault.file, fault.code) for fault in found] == [
        ("book.yaml", "CB006"),
        ("journeys/broken.yaml", "CB001"),
        ("journeys/return.yaml", "CB005"),
        ("journeys/return.yaml", "CB007"),
        ("journeys/zoo.yaml", "CB006"),
        ("journeys/zoo.yaml", "CB007"),
    ]
    assert found == sorted(found)


def test_ids_in_a_file_with_other_faults_still_count() -> None:
    broken = "journey: zoo\ntitle: t\nsteps:\n- step: s\n  title: t\n"
    broken += "  standards:\n  - {id: zoo.kind, promise: p, bar: best}\n"
    found = faults_of(changed("pairs_with: return.no-blame", "pairs_with: zoo.kind"), zoo=broken)
    assert {fault.code for fault in found} == {"CB006", "CB007"}  # not CB009: the id is there
    twice = faults_of(changed("id: return.paid", "id: zoo.kind"), zoo=broken)
    assert "CB008" in {fault.code for fault in twice}


def test_a_fault_reads_as_a_sentence_with_place_and_hint() -> None:
    text = str(one(changed("bar: exemplary", "bar: exemplry")))
    first, second = text.split("\n")
    assert re.match(r"journeys/return\.yaml:\d+:\d+ CB007 `bar`: ", first)
    assert second == "    hint: did you mean `exemplary`?"


# Large and hostile books


@pytest.mark.parametrize(
    "line",
    [
        "  - {{id: abc{i}, promise: p, dimension: promptness, pairs_with: zbc{i}}}",
        "  - {{id: a{i}, promise: p, promisex: q}}",
        "  - {{id: a{i}, promise: p, bar: goood}}",
        "  - {{id: a, promise: p}}",
        "  - {{id: a{i}, promise: p, check: {{kind: first_respons}}}}",
    ],
)
def test_a_book_of_thousands_of_faults_takes_no_work_that_grows_with_their_square(line: str) -> None:
    text = "journey: a\ntitle: t\ncustomer_wants: w\nsteps:\n- step: s\n  title: t\n  standards:\n"
    text += "\n".join(line.format(i=i) for i in range(5000))
    found: list[Fault] = []
    assert work(lambda: found.extend(faults_of(text))) < 1200
    assert len(found) >= 4999


def _cut(value: Any, path: list[int], new: Any) -> Any:
    """`value` with what stands at a path (positions, taken around) replaced by `new`; `...` takes it out."""
    items = (
        list(value.items()) if isinstance(value, dict) else list(enumerate(value)) if isinstance(value, list) else []
    )
    if not items:
        return new
    key, inside = items[path[0] % len(items)]
    changed_value = _cut(inside, path[1:], new) if len(path) > 1 else new
    value = copy.copy(value)
    if changed_value is ...:
        del value[key]
    else:
        value[key] = changed_value
    return value


JUNK = st.one_of(
    st.just(...), st.none(), st.text(max_size=8), st.integers(), st.floats(), st.booleans(), st.just([]), st.just({}),
    st.sampled_from(["overall", "return.no-blame", "good", "check", "90%", "[key]", "promptness", "first_response"]),
    st.dictionaries(st.text(max_size=6) | st.sampled_from(["id", "kind", "good"]), st.text(max_size=4), max_size=3),
    st.lists(st.text(max_size=4) | st.none(), max_size=3),
)  # fmt: skip


@given(st.lists(st.tuples(st.lists(st.integers(0, 20), min_size=1, max_size=8), JUNK), min_size=1, max_size=4))
@settings(max_examples=300)
def test_a_book_with_anything_in_any_place_is_a_book_or_faults(changes: list[tuple[list[int], Any]]) -> None:
    value = data()
    for path, new in changes:
        value = _cut(value, path, new)
    text = yaml.safe_dump(value if value is not ... else None, allow_unicode=True)
    _is_book_or_faults(text.encode())


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode(errors="replace")))
@settings(max_examples=200)
def test_any_bytes_are_a_book_or_faults(content: bytes) -> None:
    _is_book_or_faults(content)


TOKENS = ["journey: a", "title: t", "customer_wants: w", "steps:", "- step: s", "standards:", "- id: a.b", "promise: p",
          "levels:", "good: g", "check:", "kind: steps", "graph:", "a: [b]", "topics:", "x", "? y", "- ", "'", "{", "}",
          "[", "]", ": ", "&a ", "*a", "!!set ", "#", "|", ">", "---", "...", "\t", "~", "no", "1e3"]  # fmt: skip


@given(
    st.lists(st.tuples(st.integers(0, 6), st.sampled_from(TOKENS), st.sampled_from(["\n", "\n", " ", ""])), max_size=25)
)
@settings(max_examples=300)
def test_a_text_that_looks_like_yaml_is_a_book_or_faults(words: list[tuple[int, str, str]]) -> None:
    _is_book_or_faults("".join(" " * indent + word + end for indent, word, end in words).encode())


@given(
    st.integers(0, len(RETURN)), st.integers(0, 12), st.sampled_from(["", " ", "\n", ":", "- ", "é", "\t", "{", "x: y"])
)
@settings(max_examples=300)
def test_a_good_journey_with_a_slip_of_the_pen_is_a_book_or_faults(at: int, gone: int, put: str) -> None:
    _is_book_or_faults((RETURN[:at] + put + RETURN[at + gone :]).encode())


def _is_book_or_faults(content: bytes) -> None:
    for files in (
        {"book.yaml": HEAD.encode(), "journeys/a.yaml": content},
        {"book.yaml": content, "journeys/a.yaml": RETURN.encode()},
    ):
        try:
            assert isinstance(read_book(files, checks.kinds()), Book)
        except BookFault as error:
            assert error.faults
            for fault in error.faults:
                assert re.fullmatch(r"CB0(0[1-9]|1[0-4])", fault.code) and fault.message
                assert fault.file in files
                assert 0 <= fault.line <= files[fault.file].count(b"\n") + files[fault.file].count(b"\r") + 3

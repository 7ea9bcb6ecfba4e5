"""Reading scenarios: every fault at once, each at its place, and an edition that follows what is said."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from clearbar.model.errors import ScenarioFault
from clearbar.model.scenario import Condition, Mood, Outcome
from clearbar.practice.scenarios import MOST_BYTES, MOST_FILES, read
from clearbar.practice.scenarios.shape import MOST_SCENES
from tests.practice.scenarios.samples import FILE, SCENARIO, book, files, laid, scenario, text


def faults(content: dict[str, bytes], held_against_book: bool = True) -> list[tuple[str, str, str]]:
    """Code, what stands there, and message of each fault."""
    with pytest.raises(ScenarioFault) as told:
        read(content, book() if held_against_book else None)
    found = []
    for one in told.value.faults:
        lines = content[one.file].decode(errors="replace").split("\n") if one.file in content else [""]
        there = lines[one.line - 1][one.column - 1 :] if one.line else ""
        found.append((one.code, there, f"{one.message} ({one.hint})"))
    return found


def test_a_scenario_is_read_as_it_is_written() -> None:
    found = scenario({"scenes/hurry/hears/0/when": {"after": "sorry", "patience_at_least": "2", "mood": "angry"}})
    assert (found.id, found.journey, found.gives_up, found.language) == ("umbrella", "return", "wet", "en")
    assert found.persona.hides and found.persona.uncovered_by == {"ask-when"} and found.persona.patience == 5
    assert found.moods == (Mood.CALM, Mood.ANGRY) and found.opening == ("It was an umbrella this morning.",)
    assert [one.id for one in found.scenes] == ["counter", "hurry"]
    first, second = found.scenes
    assert first.branches[0].patience == -3 and first.otherwise.patience == -1 and first.otherwise.hears == frozenset()
    assert second.branches[0].when == Condition(
        after=frozenset({"sorry"}), least_patience=2, moods=frozenset({Mood.ANGRY})
    )
    assert second.branches[1].hears == {"sorry", "ask-when"} and second.branches[0].go == "dry"
    assert [one.outcome for one in found.ends] == [Outcome.GOOD, Outcome.BAD]
    assert found.stakes[0].better == {"offer-two"} and found.exemplary[1][0] == "staff"


def test_an_own_mood_comes_first_and_once() -> None:
    found = scenario({"customer/mood": "angry", "moods": ["calm", "angry"]})
    assert found.moods == (Mood.ANGRY, Mood.CALM)


@pytest.mark.parametrize(
    ("changes", "code", "there", "message"),
    [
        ({"customer/wnats": "x"}, "CB005", "wnats", "did you mean `wants`"),
        ({"scenes/hurry/hears/0/intnet": "x"}, "CB005", "intnet", "did you mean `intent`"),
        ({"scenes/hurry/otherwise/go_to": "x"}, "CB005", "go_to", "known: says"),
        ({"ends/dry/outcom": "x"}, "CB005", "outcom", "did you mean `outcome`"),
        ({"opening": None}, "CB006", "scenario", "The first thing that they say"),
        ({"scenes/hurry/otherwise": None}, "CB006", "hears", "`otherwise` is missing"),
        ({"scenes/hurry/hears/0/says": None, "scenes/hurry/hears/0/go": "counter"}, "CB006", "intent", "`says`"),
        ({"scenes/hurry/hears/0/intent": None}, "CB006", "says", "`intent` is missing"),
        ({"customer/patience": "11"}, "CB007", "'11'", "less than or equal to 10"),
        ({"ends/dry/outcome": "fine"}, "CB007", "fine", "outcome"),
        ({"exemplary/1": {"staf": "x"}}, "CB007", "staf", "staff"),
        ({"scenes/Hurry up": {"otherwise": {"says": "x"}}}, "CB007", "Hurry up", "should look like"),
        ({"ends/hurry": {"says": "x", "outcome": "bad"}}, "CB008", "hurry:", "taken by the scene on line"),
        ({"stakes/1": {"standard": "return.choice"}}, "CB008", "return.choice", "at stake twice"),
        ({"journey": "retrun"}, "CB009", "retrun", "did you mean `return`"),
        ({"stakes/0/standard": "return.choise"}, "CB009", "return.choise", "did you mean `return.choice`"),
        ({"stakes/0/better": "ofer-two"}, "CB009", "ofer-two", "did you mean `offer-two`"),
        ({"customer/uncovered_by": ["ask"]}, "CB009", "ask", "no intent has the id `ask`"),
        ({"scenes/hurry/hears/0/intent": "offer-tow"}, "CB009", "offer-tow", "did you mean `offer-two`"),
        ({"scenes/hurry/hears/0/go": "dri"}, "CB009", "dri", "no scene or end has the id `dri`"),
        ({"scenes/hurry/otherwise/go": "hury"}, "CB009", "hury", "did you mean `hurry`"),
        ({"scenes/hurry/hears/0/when": {"never": "sorri"}}, "CB009", "sorri", "did you mean `sorry`"),
        ({"gives_up": "hurry"}, "CB009", "hurry", "no end has the id"),
        ({"gives_up": "dry"}, "CB015", "dry", "is a good end"),
        ({"scenes/hurry/otherwise/in_mood": {"confused": "x"}}, "CB015", "confused", "nobody is played `confused`"),
        ({"opening_in_mood": {"hurried": "x"}}, "CB015", "hurried", "add `hurried` to `moods`"),
        ({"customer/hides": None}, "CB015", "- ask-when", "nothing is hidden"),
        ({"stakes/0/worse": ["offer-two"]}, "CB015", "- offer-two", "both better and worse"),
        ({"exemplary/1": {"customer": "x"}}, "CB015", "customer: x", "here `staff` speaks"),
        (
            {"scenes/hurry/hears/0/when": {"patience_at_least": "5", "patience_at_most": "4"}},
            "CB015",
            "'5'",
            "at least 5 and at most 4",
        ),
        ({"scenes/hurry/hears/0/when": {"after": "sorry", "never": "sorry"}}, "CB015", "sorry", "cannot have been"),
    ],
)
def test_a_fault_stands_at_its_place_with_a_hint(changes: dict[str, Any], code: str, there: str, message: str) -> None:
    [(found, place, told)] = faults(files(changes))
    assert found == code
    assert place.startswith(there), place
    assert message in told


def test_all_faults_of_all_files_are_told_together() -> None:
    changes = {"journey": "retrun", "gives_up": "wett", "scenes/hurry/hears/0/go": "dri", "customer/nmae": "x"}
    shaped = {key: value for key, value in changes.items() if key != "customer/nmae"}
    content = {
        "a.yaml": text({"customer/nmae": "x", "scenario": "a"}).encode(),
        "b.yaml": text({**shaped, "scenario": "b"}).encode(),
        "c.yaml": b"scenario: [\n",
        "d.yaml": b"",
        "e.yaml": b"\xff\xfe",
    }
    found = faults(content)
    assert sorted(code for code, _, _ in found) == ["CB001", "CB001", "CB005", "CB006", "CB009", "CB009", "CB009"]


def test_the_same_id_in_two_files_is_told_at_the_second() -> None:
    content = {"a.yaml": text({}).encode(), "b.yaml": text({"title": "Another"}).encode()}
    [(code, there, message)] = faults(content)
    assert (code, there) == ("CB008", "umbrella") and "a.yaml:1" in message


def test_without_a_book_any_journey_and_standard_will_do() -> None:
    content = files({"journey": "voyage", "stakes/0/standard": "voyage.wind"})
    assert {code for code, _, _ in faults(content)} == {"CB009"}
    assert read(content, None)[0].scenario.journey == "voyage"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"a: &a [x, x]\nb: *a\n", "CB002"),
        (b"scenario: !!python/object/apply:os.system [ls]\n", "CB002"),
        (b"a: " + b"[" * 60 + b"]" * 60, "CB003"),
        (b"x: " + b"y" * MOST_BYTES, "CB003"),
        (b"scenario: a\nscenario: b\n", "CB004"),
        (b"- scenario\n", "CB007"),
        (b"scenario: umbrella\n---\nscenario: b\n", "CB002"),
    ],
)
def test_hostile_yaml_is_refused_with_a_reason(content: bytes, code: str) -> None:
    found = faults({FILE: content})
    assert code in [one for one, _, _ in found]


def test_more_scenes_than_anybody_can_follow_are_refused() -> None:
    scenes = {f"s{i}": {"otherwise": {"says": "x", "go": "wet"}} for i in range(MOST_SCENES + 1)}
    [(code, _, message)] = faults(files({"scenes": scenes, "exemplary": None}))
    assert code == "CB007" and str(MOST_SCENES) in message
    kept = dict(list(scenes.items())[:MOST_SCENES])
    assert len(read(files({"scenes": kept, "exemplary": None}), book())[0].scenario.scenes) == MOST_SCENES


def test_more_files_than_a_folder_may_hold_are_refused() -> None:
    content = {f"{i}.yaml": b"" for i in range(MOST_FILES + 1)}
    with pytest.raises(ScenarioFault, match="CB003"):
        read(content, None)


def test_the_edition_is_that_of_what_is_said_and_not_of_how_it_is_typed() -> None:
    plain = scenario().edition
    assert len(plain) == 16
    other_order = dict(reversed(list(SCENARIO.items())))
    typed = yaml.safe_dump(other_order, default_flow_style=True, allow_unicode=True, width=60)
    [again] = read({FILE: f"# a remark\n{typed}".encode()}, book())
    assert again.scenario.edition == plain
    assert scenario({"language": "en", "most_turns": "20", "scenes/hurry/otherwise/patience": -1}).edition == plain
    assert scenario({"opening": ["It was  an umbrella\n this morning."]}).edition == plain


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Another"},
        {"opening": "It was one."},
        {"customer/patience": 6},
        {"scenes/hurry/hears/0/patience": 1},
        {"ends/dry/says": "Good."},
        {"exemplary/1/staff": "Sorry to hear that. When do you need it?"},
        {"moods": ["angry", "confused"]},
    ],
)
def test_the_edition_changes_with_whatever_it_says(changes: dict[str, Any]) -> None:
    assert scenario(changes).edition != scenario().edition


def test_which_scene_comes_first_is_part_of_the_edition() -> None:
    scenes = {
        "counter": {
            "hears": [{"intent": "sorry", "says": "x", "go": "hurry"}],
            "otherwise": {"says": "x", "go": "dry"},
        },
        "hurry": {
            "hears": [{"intent": "sorry", "says": "x", "go": "counter"}],
            "otherwise": {"says": "x", "go": "dry"},
        },
    }
    turned = dict(reversed(list(scenes.items())))
    one, other = scenario({"scenes": scenes}), scenario({"scenes": turned})
    assert (one.scenes[0].id, other.scenes[0].id) == ("counter", "hurry")
    assert one.edition != other.edition


_WORDS = st.sampled_from(
    ["scenario", "says", "hears", "go", "wet", "dry", "1", "", "~", "x: y", "- z", "&a", "😀", "\x00"]
)
_VALUES = st.recursive(
    _WORDS | st.integers() | st.none(),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(_WORDS, inside, max_size=3),
    max_leaves=8,
)


def _paths(value: Any, path: str = "") -> list[str]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    here = [f"{path}/{key}".lstrip("/") for key, _ in inside]
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return here + [one for key, below in pairs for one in _paths(below, f"{path}/{key}".lstrip("/"))]


@settings(max_examples=200)
@given(st.sampled_from(_paths(SCENARIO)), _VALUES)
def test_whatever_stands_anywhere_is_read_or_refused_with_a_place_in_the_file(path: str, value: Any) -> None:
    made = laid({path: value if value is not None else ""})
    content = yaml.safe_dump(made, sort_keys=False, allow_unicode=True, width=10_000)
    try:
        read({FILE: content.encode()}, book())
    except ScenarioFault as fault:
        lines = content.split("\n")
        for one in fault.faults:
            assert one.message and 1 <= one.line <= len(lines) and 1 <= one.column <= len(lines[one.line - 1]) + 1


@settings(max_examples=100)
@given(st.binary(max_size=400))
def test_any_bytes_are_refused_and_never_break_the_reader(content: bytes) -> None:
    with pytest.raises(ScenarioFault):
        read({FILE: content}, None)

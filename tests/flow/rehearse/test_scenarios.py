"""Scenarios beside a book: found in files and folders, left out of the book itself, and good ones for a start."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from clearbar.flow import define
from clearbar.flow.lint import lint
from clearbar.flow.rehearse.scenarios import lint_scenario_texts, read_scenario_texts, read_scenarios, starter_texts
from clearbar.flow.rehearse.talk import answer, begin, scripted
from clearbar.model.errors import ScenarioFault
from clearbar.model.scenario import STAFF, Mood, Outcome, Scenario
from tests.practice.scenarios.samples import book, text

DEMO = Path(__file__).parents[3] / "examples" / "demo" / "book"


def test_scenarios_are_read_from_a_file_a_folder_and_beside_a_book(tmp_path: Path) -> None:
    define.new_book(tmp_path / "shop", "shop")
    known = define.read_book(tmp_path / "shop")
    beside = read_scenarios(tmp_path / "shop", known)
    assert [one.id for one in beside] == ["a-shelf-without-a-hole", "kettle-on-saturday"]
    assert read_scenarios(str(tmp_path / "shop" / "scenarios"), known) == beside
    assert read_scenarios(tmp_path / "shop" / "scenarios" / "kettle-on-saturday.yaml", None) == beside[1:]
    assert read_scenario_texts(starter_texts("shop"), known) == beside


def test_other_files_in_the_folder_are_no_scenarios(tmp_path: Path) -> None:
    (tmp_path / "umbrella.YML").write_text(text({}))
    (tmp_path / "notes.txt").write_text("not: [yaml")
    (tmp_path / "deeper.yaml").mkdir()
    assert [one.id for one in read_scenarios(tmp_path, book())] == ["umbrella"]


@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_where_there_are_no_scenarios_it_says_so(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty" / "scenarios").mkdir(parents=True)
    with pytest.raises(ScenarioFault, match="CB013 there is no scenario here"):
        read_scenarios(tmp_path / name, None)


def test_faults_name_the_file_and_its_place(tmp_path: Path) -> None:
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "a.yaml").write_text(text({"gives_up": "wett"}))
    with pytest.raises(ScenarioFault, match=r"scenarios/a\.yaml:\d+:11 CB009 no end has the id `wett`"):
        read_scenarios(tmp_path, book())


def test_a_lone_surrogate_from_a_form_is_a_fault_and_no_crash() -> None:
    with pytest.raises(ScenarioFault, match="CB001"):
        read_scenario_texts({"a.yaml": "scenario: \ud83d"}, None)


def test_linting_texts_plays_their_exemplary_talks() -> None:
    found = lint_scenario_texts({"a.yaml": text({"exemplary/3/staff": "Do you like snow?"})}, book())
    assert {one.code for one in found.findings} == {"CB333", "CB334"}
    assert lint_scenario_texts({"a.yaml": text({})}, book()).findings == ()


def test_scenarios_are_no_part_of_the_book_and_of_its_version(tmp_path: Path) -> None:
    define.new_book(tmp_path / "shop", "shop")
    with_them = define.read_book(tmp_path / "shop")
    (tmp_path / "shop" / "scenarios" / "kettle-on-saturday.yaml").write_text("not: [yaml")
    assert define.read_book(tmp_path / "shop").version == with_them.version
    texts = {**define.starter_texts("shop"), **starter_texts("shop")}
    assert define.read_book_texts(texts).version == with_them.version
    unpacked = define.unpack(define.pack(texts))
    assert unpacked.files == define.starter_texts("shop")
    assert len(unpacked.notes) == 2 and all("scenarios/" in note for note in unpacked.notes)


def test_a_schema_is_written_for_them(tmp_path: Path) -> None:
    assert "scenario.schema.json" in {one.name for one in define.write_schemas(tmp_path)}


def demo() -> tuple[Scenario, ...]:
    return read_scenarios(DEMO, define.read_book(DEMO))


def test_the_demonstration_rehearses_every_journey_in_every_mood() -> None:
    found = demo()
    assert len(found) >= 5
    assert {one.journey for one in found} == {one.id for one in define.read_book(DEMO).journeys}
    assert {mood for one in found for mood in one.moods} == set(Mood)
    assert len({one.persona.mood for one in found}) >= 4
    assert Counter(bool(one.persona.hides) for one in found)[True] >= 1
    assert any(one.persona.mood is Mood.MISTAKEN for one in found)


def test_the_scenarios_of_the_demonstration_break_no_rule() -> None:
    found = lint(DEMO, select=["CB3", "CB19"])
    assert not found.findings, "\n".join(map(str, found.findings))


@pytest.mark.parametrize("one", demo(), ids=lambda one: str(one.id))
@pytest.mark.parametrize("seed", [0, 7])
def test_each_is_played_to_a_good_end_by_its_own_exemplary_talk(one: Scenario, seed: int) -> None:
    for mood in one.moods:
        talk = begin(one, mood=mood, seed=seed)
        for who, said in one.exemplary:
            if who == STAFF:
                talk = answer(one, talk, said, driver=scripted(one))
        end = one.end(talk.end)
        assert end and end.outcome is Outcome.GOOD, mood


@pytest.mark.parametrize("one", demo(), ids=lambda one: str(one.id))
def test_each_is_lost_by_whoever_breaks_what_is_at_stake(one: Scenario) -> None:
    for bad in sorted({intent for stake in one.stakes for intent in stake.worse}):
        talk = begin(one, seed=3)
        for wording in one.intents[bad] * one.most_turns:
            talk = answer(one, talk, wording, driver=scripted(one))
        end = one.end(talk.end)
        assert end and end.outcome is not Outcome.GOOD, bad

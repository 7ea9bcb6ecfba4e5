"""A class kit: notes whose minutes add up, a card for each standard, and a sheet for each that is to be played."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clearbar.model.lesson import Edit
from clearbar.model.scenario import End, Mood, Outcome, Persona, Scenario, Stake
from clearbar.practice.lessons import brief_of, kit_of
from tests.practice.lessons.books import demo, hotel, place

JOURNEY, STEP = place(demo(), "put-right", "ask")


def scenario(**changed: object) -> Scenario:
    persona = Persona("Mr Okoro", "He teaches music.", "His glasses by Friday.", "He sat on them.", Mood.ANGRY)
    stakes = (Stake(STEP.standards[0].id),)
    ends = (End("e", ("Bye.",), Outcome.GOOD),)
    made = Scenario(
        "hinge", "The loose hinge", JOURNEY.id, persona, ("Loose again.",), {}, (), ends, "e", stakes, "0" * 64,
    )  # fmt: skip
    return replace(made, **changed)  # type: ignore[arg-type]


def test_there_is_a_card_for_each_standard_and_the_minutes_add_up() -> None:
    kit = kit_of(demo(), JOURNEY, {})
    standards = [one.id for each in JOURNEY.steps for one in each.standards]
    assert [one.standard for one in kit.cards] == standards
    assert kit.minutes == sum(one.minutes for one in kit.beats) == 5 + 7 * len(standards) + 9 * len(kit.sheets) + 4
    assert str(kit.minutes) in kit.beats[0].says[0]


def test_a_whole_journey_that_is_too_long_says_so_and_a_step_is_not() -> None:
    assert len(kit_of(demo(), JOURNEY, {}).beats[0].says) == 2
    one = kit_of(demo(), JOURNEY, {}, step=STEP.id)
    assert len(one.beats[0].says) == 1 and one.minutes < 60
    assert [each.standard for each in one.cards] == [each.id for each in STEP.standards]


def test_a_step_that_is_none_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        kit_of(demo(), JOURNEY, {}, step="nowhere")


def test_a_scenario_of_the_journey_gives_the_sheet_with_what_its_customer_hides() -> None:
    sheet = kit_of(demo(), JOURNEY, {}, [scenario()], STEP.id).sheets[0]
    told = dict(sheet.customer)
    assert (sheet.title, sheet.opening) == ("The loose hinge", "Loose again.")
    assert told["What you tell only when asked"] == "He sat on them." and told["How you come in"] == "angry"
    assert [one.standard for one in sheet.watched] == [STEP.standards[0].id]


@pytest.mark.parametrize(
    "changed", [{"journey": "choose-glasses"}, {"language": "nl"}, {"stakes": (Stake("right.mended"),)}]
)
def test_a_scenario_of_elsewhere_is_not_played_here(changed: dict[str, object]) -> None:
    titles = [one.title for one in kit_of(demo(), JOURNEY, {}, [scenario(**changed)], STEP.id).sheets]
    assert "The loose hinge" not in titles


def test_a_standard_that_no_scenario_tests_is_played_by_its_levels_from_the_worst_to_the_best() -> None:
    _, step = place(demo(), "collect-glasses", "fit")
    sheet = kit_of(demo(), place(demo(), "collect-glasses", "fit")[0], {}, step="fit").sheets[0]
    levels = step.standards[0].levels
    assert len(sheet.rounds) == 3
    for said, level in zip(sheet.rounds, (1, 4, 5), strict=True):
        assert levels[level] in said  # type: ignore[index]


def test_what_people_wrote_for_the_class_stands_in_the_notes() -> None:
    standard = STEP.standards[0]
    own = Edit(standard.id, standard.edition, "en", example="Our story.", note="Bring the broken frame.")
    beat = next(
        one for one in kit_of(demo(), JOURNEY, {standard.id: own}, step=STEP.id).beats if standard.name in one.title
    )
    assert "Bring the broken frame." in beat.says and any("Our story." in one for one in beat.says)


def test_a_kit_speaks_its_language() -> None:
    german = hotel().in_language("de")
    kit = kit_of(german, german.journeys[0], {})
    assert kit.beats[0].title == "Für Sie, die den Kurs leiten" and kit.title.startswith("Ankommen")


def test_a_poster_names_each_promise_once_and_a_step_its_own() -> None:
    brief = brief_of(demo(), JOURNEY, {})
    assert [one.standard for _, parts in brief.steps for one in parts] == [
        one.id for each in JOURNEY.steps for one in each.standards
    ]
    assert [title for title, _ in brief_of(demo(), JOURNEY, {}, STEP.id).steps] == [STEP.title]

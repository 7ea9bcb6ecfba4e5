from __future__ import annotations

from typing import Any

from tests.intake.exports.reading import Outcome, convert, page, sample

MAP: dict[str, Any] = {"ratings": [{"standard": "overall", "level": "q1", "expected": "q2"}]}


def whole(**more: Any) -> Outcome:
    return convert("formbricks", sample("formbricks", "responses.json"), {**MAP, **more})


def test_each_response_is_an_interaction_with_its_ratings() -> None:
    outcome = whole(site={"field": "contactAttributes.store"}, rater={"field": "contactId"})
    assert list(outcome.conversations) == ["clsurvey1:cm1", "clsurvey1:cm2", "clsurvey1:cm4"]
    (rating,) = outcome.conversations["clsurvey1:cm1"].ratings
    assert (rating.level, rating.expected, rating.rater) == (4, 5, "ct9")
    assert rating.instrument == "survey:clsurvey1::" and rating.at is not None
    assert rating.at.isoformat() == "2026-03-02T10:01:00+00:00"
    assert outcome.conversations["clsurvey1:cm1"].site == "s02"
    assert outcome.left["responses in which no question that the map names was answered"] == 1


def test_language_and_version_make_the_instrument() -> None:
    outcome = whole(version="v7")
    assert outcome.conversations["clsurvey1:cm2"].ratings[0].instrument == "survey:clsurvey1:v7:nl"


def test_responses_about_one_interaction_become_one_conversation() -> None:
    outcome = whole(interaction={"field": "data.ticket"}, prefix="zd-")
    ratings = outcome.conversations["zd-101"].ratings
    assert [rating.level for rating in ratings] == [4, 5]
    assert len({rating.rating for rating in ratings}) == len({rating.response for rating in ratings}) == 2
    assert "zd-clsurvey1:cm2" in outcome.conversations


def test_unfinished_responses_can_be_dropped() -> None:
    outcome = whole(partial="drop")
    assert "clsurvey1:cm2" not in outcome.conversations and outcome.left["unfinished responses"] == 1


def test_an_address_is_never_an_id() -> None:
    outcome = whole(rater={"field": "contactAttributes.email"})
    assert outcome.conversations["clsurvey1:cm1"].ratings[0].rater == "hidden(ida@customer.example)"


def test_a_response_that_comes_twice_counts_once() -> None:
    twice = [sample("formbricks", "responses.json")] * 2
    outcome = convert("formbricks", twice, MAP)
    assert len(outcome.conversations) == 3 and outcome.left["copies of the same response"] == 4


def test_an_answer_that_is_no_level_is_told_without_its_words() -> None:
    told = {"id": "x", "finished": True, "data": {"q1": "SECRET"}, "createdAt": "2026-03-02T10:00:00Z"}
    outcome = convert("formbricks", page(data=[told]), MAP)
    assert outcome.codes == ["CX012"] and "SECRET" not in outcome.told and "`q1`" in outcome.told


def test_what_was_expected_alone_is_no_rating() -> None:
    told = {"id": "x", "finished": True, "data": {"q2": 4}, "createdAt": "2026-03-02T10:00:00Z"}
    outcome = convert("formbricks", page(data=[told]), MAP)
    assert not outcome.conversations
    assert outcome.left["answers about what was expected, without what was experienced"] == 1


def test_who_speaks_and_where_follow_from_the_map() -> None:
    outcome = whole(source="vendor", setting="walk", inclusion="0.25", anonymous="yes", person="p-7")
    (rating,) = outcome.conversations["clsurvey1:cm4"].ratings
    assert (rating.source.value, rating.setting.value, rating.inclusion) == ("vendor", "walk", 0.25)
    assert rating.anonymous and rating.person == "p-7"

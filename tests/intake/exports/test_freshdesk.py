from __future__ import annotations

import itertools
from typing import Any

import pytest

from tests.intake.exports.reading import Outcome, convert, page, rated, said, sample

FILES = ["tickets.json", "entries.json", "satisfaction_ratings.json"]


def whole(*names: str, given: Any = None) -> Outcome:
    return convert("freshdesk", [sample("freshdesk", name) for name in names or FILES], given)


def answer(value: int) -> dict[str, Any]:
    at = "2026-03-02T09:00:00Z"
    return {"id": 1, "survey_id": 1, "ticket_id": 7, "ratings": {"default_question": value}, "created_at": at}


def test_the_opening_text_and_the_entries_become_one_conversation() -> None:
    one = whole().conversations["432"]
    assert said(one) == [
        ("customer", "2001", True, "I want my money back."),
        ("agent", "3002", False, "check with bank"),
        ("agent", "3001", True, "It is on its way."),
    ]
    assert (one.owner, one.customer, one.channel, one.team_of("3001")) == ("3001", "2001", "email", "11")


def test_what_the_desk_began_was_written_by_the_desk() -> None:
    one = whole().conversations["433"]
    assert said(one) == [("agent", "3001", True, "Please send it back."), ("customer", "2002", True, "Where to?")]


def test_a_ticket_without_its_entries_gives_its_rating_only() -> None:
    outcome = whole()
    assert not outcome.conversations["435"].messages
    assert rated(outcome.conversations["435"]) == [("overall", 2, "2004", "3002")]
    assert outcome.left["messages of tickets whose conversation entries are not in the export"] == 1


def test_spam_is_left_out_and_a_rating_without_its_ticket_kept() -> None:
    outcome = whole()
    assert "434" not in outcome.conversations and outcome.left["deleted tickets and spam"] == 1
    assert rated(outcome.conversations["436"]) == [("overall", 3, "2005", "3002")]


@pytest.mark.parametrize("order", list(itertools.permutations(FILES)))
def test_the_order_of_the_files_does_not_matter(order: tuple[str, ...]) -> None:
    assert whole(*order).conversations == whole().conversations


@pytest.mark.parametrize(("value", "level"), [(103, 5), (102, 4), (101, 4), (100, 3), (-101, 2), (-102, 2), (-103, 1)])
def test_seven_grades_of_happiness_become_five_levels(value: int, level: int) -> None:
    outcome = convert("freshdesk", page(satisfaction_ratings=[answer(value)]))
    assert [rating.level for rating in outcome.conversations["7"].ratings] == [level]


def test_further_questions_are_named_by_the_map() -> None:
    outcome = whole(given={"questions": {"question_2": "refund.clear"}})
    assert rated(outcome.conversations["432"]) == [("overall", 5, "2001", "3001"), ("refund.clear", 2, "2001", "3001")]
    assert len({rating.response for rating in outcome.conversations["432"].ratings}) == 1
    assert whole().left["answers to questions that the map does not name"] == 1


def test_a_value_that_is_none_of_these_is_told() -> None:
    assert convert("freshdesk", page(satisfaction_ratings=[answer(5)])).codes == ["CX012"]
    told = convert("freshdesk", page(satisfaction_ratings=[answer(5)]), {"levels": {5: 5}})
    assert rated(told.conversations["7"]) == [("overall", 5, None, None)]


def test_html_is_read_where_there_is_no_text_and_bots_are_told() -> None:
    ticket = {"id": 1, "requester_id": 2, "description": "<p>a<br>b</p>", "created_at": "2026-03-02T09:00:00Z"}
    entry = {"id": 3, "body": "<p>ok</p>", "incoming": False, "user_id": 4, "created_at": "2026-03-02T09:01:00Z"}
    outcome = convert("freshdesk", page(tickets=[{**ticket, "conversations": [entry]}]), {"bots": ["4"]})
    assert said(outcome.conversations["1"]) == [("customer", "2", True, "a\nb"), ("bot", "4", True, "ok")]


def test_the_topic_can_be_a_field_of_ones_own() -> None:
    assert whole(given={"topic": {"field": "custom_fields.cf_topic"}}).conversations["432"].topic == "refund"

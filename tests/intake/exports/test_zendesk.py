from __future__ import annotations

import itertools
from typing import Any

import pytest

from tests.intake.exports.reading import Outcome, convert, inline, page, rated, said, sample

FILES = ["tickets", "ticket_events", "comments-102", "audits", "users", "satisfaction_ratings", "survey_responses"]
TICKET = {"id": 1, "requester_id": 5, "assignee_id": 9, "status": "solved", "created_at": "2026-03-02T09:00:00Z"}
COMMENT = {"id": 11, "author_id": 5, "body": "Hello?", "public": True, "created_at": "2026-03-02T09:00:00Z"}


def whole(*names: str, given: Any = None) -> Outcome:
    return convert("zendesk", [sample("zendesk", f"{name}.json") for name in names or FILES], given)


def with_comments(*comments: dict[str, Any], **more: Any) -> Outcome:
    return convert("zendesk", page(tickets=[{**TICKET, "comments": list(comments), **more}]))


def test_comments_of_events_audits_and_pages_are_joined_with_their_ticket_and_author() -> None:
    found = whole().conversations
    assert list(found) == ["101", "102", "104", "999"]
    assert said(found["101"]) == [
        ("customer", "501", True, "The lid does not close."),
        ("agent", "901", False, "Second one today."),
        ("agent", "901", True, "I am sorry. A new one leaves today."),
    ]
    assert said(found["104"]) == [
        ("customer", "504", True, "It wobbles."),
        ("agent", "903", True, "We send a new leg."),
    ]
    one = found["101"]
    assert (one.owner, one.customer, one.channel, one.team_of("901")) == ("901", "501", "email", "44")


@pytest.mark.parametrize("order", list(itertools.permutations(FILES))[::611])
def test_the_order_of_the_files_does_not_matter(order: tuple[str, ...]) -> None:
    assert whole(*order).conversations == whole().conversations


def test_offered_is_no_answer_and_the_same_answer_in_both_tables_counts_once() -> None:
    outcome = whole()
    assert rated(outcome.conversations["101"]) == [("overall", 4, "501", "901")]
    assert rated(outcome.conversations["102"]) == []
    assert rated(outcome.conversations["104"]) == [("overall", 3, "504", None)]
    (new,) = outcome.conversations["104"].ratings
    assert new.instrument == "zendesk:survey:01J58KJ9:3" and new.response == "zendesk:01J1WB51"
    # 35430 was offered, ticket 102 unoffered, and the survey of 102 skipped.
    assert outcome.left["surveys offered and not answered"] == 3
    assert outcome.left["old ratings of tickets that have a new answer"] == 1


@pytest.mark.parametrize("score", ["offered", "unoffered"])
def test_a_survey_that_was_only_offered_gives_no_rating_wherever_it_stands(score: str) -> None:
    asked = {"id": 1, "ticket_id": 1, "score": score, "created_at": "2026-03-02T09:00:00Z"}
    within = convert("zendesk", page(tickets=[{**TICKET, "satisfaction_rating": {"score": score}}]))
    apart = convert("zendesk", [page(tickets=[TICKET]), page(satisfaction_ratings=[asked])])
    for outcome in (within, apart):
        assert not outcome.conversations["1"].ratings and not outcome.rejections
        assert outcome.left["surveys offered and not answered"] == 1


@pytest.mark.parametrize(
    ("score", "level"), [("good", 4), ("bad", 2), ("good_with_comment", 4), ("bad_without_comment", 2)]
)
def test_the_old_question_has_two_levels(score: str, level: int) -> None:
    outcome = convert("zendesk", page(tickets=[{**TICKET, "satisfaction_rating": {"id": 7, "score": score}}]))
    assert rated(outcome.conversations["1"]) == [("overall", level, "5", None)]


def test_of_several_old_answers_the_last_one_stands() -> None:
    times = {"good": "2026-03-02T09:00:00Z", "bad": "2026-03-03T09:00:00Z"}
    answers = [
        {"id": i, "ticket_id": 1, "score": score, "updated_at": at} for i, (score, at) in enumerate(times.items())
    ]
    outcome = convert("zendesk", [page(satisfaction_ratings=answers[::-1]), page(tickets=[TICKET])])
    assert rated(outcome.conversations["1"]) == [("overall", 2, "5", None)]
    assert outcome.left["ratings that were changed later"] == 1


def test_the_map_says_what_values_mean_and_where_the_topic_stands() -> None:
    given = {
        "levels": {"good": "exemplary", "bad": 1},
        "standard": "desk.kind",
        "topic": {"field": "custom_fields.360001"},
        "site": "s01",
        "timezone": "Europe/Amsterdam",
        "prefix": "zd-",
        "inclusion": 0.5,
    }
    one = whole(given=given).conversations["zd-101"]
    assert (one.topic, one.site, one.timezone) == ("returns", "s01", "Europe/Amsterdam")
    (rating,) = one.ratings
    assert (rating.standard, rating.level, rating.inclusion) == ("desk.kind", 5, 0.5)


def answer(rating: int, options: int, survey: str = "s") -> dict[str, Any]:
    question = {"id": "q1", "alias": "ease", "options": [{"rating": 1 + i} for i in range(options)]}
    given = {"type": "rating_scale", "rating": rating, "question": question, "created_at": "2026-03-02T10:00:00Z"}
    return {"id": survey, "survey_id": "x", "survey_version": 1, "subject_zrns": ["zen:ticket:1"], "answers": [given]}


def test_a_scale_that_is_not_of_five_needs_the_map() -> None:
    sources = [page(tickets=[TICKET]), page(survey_responses=[answer(2, options=2)])]
    without = convert("zendesk", sources)
    assert without.codes == ["CX012"] and not without.conversations["1"].ratings
    assert "scale of 2" in without.told
    told = convert("zendesk", sources, {"levels": {1: 2, 2: 4}, "questions": {"ease": "desk.easy"}})
    assert rated(told.conversations["1"]) == [("desk.easy", 4, "5", None)]


def test_an_author_whom_nobody_knows_is_told_and_no_message_of_the_ticket_is_given() -> None:
    outcome = with_comments(COMMENT, {**COMMENT, "id": 12, "author_id": 77, "body": "SECRET"})
    assert outcome.codes == ["CX011"] and "ticket 1" in outcome.told and "SECRET" not in outcome.told
    assert not outcome.conversations["1"].messages


def test_requester_and_assignee_are_known_without_the_users() -> None:
    outcome = with_comments(COMMENT, {**COMMENT, "id": 12, "author_id": 9}, {**COMMENT, "id": 13, "author_id": -1})
    assert [role for role, *_ in said(outcome.conversations["1"])] == ["customer", "agent", "system"]


def test_bots_are_told_by_the_map() -> None:
    outcome = convert("zendesk", page(tickets=[{**TICKET, "comments": [{**COMMENT, "author_id": 9}]}]), {"bots": ["9"]})
    assert said(outcome.conversations["1"]) == [("bot", "9", True, "Hello?")]


def test_a_comment_that_comes_twice_is_one_message_and_the_newest_copy_of_a_ticket_stands() -> None:
    older = {**TICKET, "status": "open", "assignee_id": 8, "updated_at": "2026-03-02T09:30:00Z"}
    newer = {**TICKET, "comments": [COMMENT], "updated_at": "2026-03-02T10:00:00Z"}
    apart = {**COMMENT, "ticket_id": 1}
    outcome = convert("zendesk", [page(tickets=[newer]), page(tickets=[older]), page(comments=[apart])])
    one = outcome.conversations["1"]
    assert len(one.messages) == 1 and one.owner == "9"
    assert outcome.left["earlier copies of the same ticket"] == 1


def test_a_ticket_whose_comments_are_not_exported_gives_no_messages() -> None:
    outcome = convert("zendesk", page(tickets=[{**TICKET, "description": "Hello?"}]))
    assert not outcome.conversations["1"].messages
    assert outcome.left["messages of tickets whose comments are not in the export"] == 1


def test_a_comment_without_a_ticket_is_told() -> None:
    outcome = convert(
        "zendesk", [page(tickets=[TICKET]), inline('{"comments": [{"id": 3, "author_id": 5}]}', "x.json")]
    )
    assert outcome.codes == ["CX008"] and "comments-123.json" in outcome.told


def test_a_summary_of_a_call_and_deleted_tickets_are_left_out() -> None:
    outcome = whole()
    assert said(outcome.conversations["102"])[1] == ("agent", "902", True, "")
    assert outcome.left["deleted tickets"] == 1 and "103" not in outcome.conversations


def test_an_open_ticket_was_last_seen_when_it_was_exported() -> None:
    found = whole(given={"exported_at": "2026-03-09T00:00:00Z"}).conversations
    assert found["102"].seen_at.isoformat() == "2026-03-09T00:00:00+00:00"
    assert found["101"].seen_at.isoformat() == "2026-03-06T09:00:00+00:00"


def test_names_addresses_and_numbers_reach_neither_conversations_nor_faults() -> None:
    outcome = whole()
    for private in ("Invented", "@", "960001", "Quick!"):
        assert private not in repr(outcome.raw) and private not in outcome.told


@pytest.mark.parametrize(
    ("broken", "code"), [({"id": None}, "CX008"), ({"created_at": "never"}, "CX009"), ({"created_at": None}, "CX009")]
)
def test_a_ticket_that_cannot_be_used_is_told_and_the_next_one_read(broken: dict[str, Any], code: str) -> None:
    outcome = convert("zendesk", page(tickets=[{**TICKET, **broken}, {**TICKET, "id": 2}]))
    assert outcome.codes == [code] and list(outcome.conversations) == ["2"]

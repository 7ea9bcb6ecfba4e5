"""The application of the demo: the invented company practises, by the application's own actions, in the past."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]

Ask = Callable[[str], list[tuple[object, ...]]]


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Asks the database of a house that was filled from a small simulation."""
    out = tmp_path_factory.mktemp("demo")
    own = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "CLEARBAR_"))}
    for command in (
        ["examples.demo", str(out), "--ratings", "8000"],
        ["examples.demo.house", str(out / "house"), str(out)],
    ):
        subprocess.run([sys.executable, "-m", *command], cwd=ROOT, env=own, check=True, capture_output=True)
    database = sqlite3.connect(out / "house" / "clearbar.db")
    return lambda query: database.execute(query).fetchall()


def test_most_people_have_signed_and_a_few_are_missing(ask: Ask) -> None:
    people = ask("select count(distinct person_id) from people_membership")[0][0]
    signed = ask("select count(distinct person_id) from practice_signature")[0][0]
    assert isinstance(people, int) and isinstance(signed, int)
    assert 0.9 * people < signed < people


def test_one_objection_waits_and_one_was_answered(ask: Ask) -> None:
    assert sorted(ask("select state, answer != '' from practice_objection")) == [("open", 0), ("stays", 1)]


def test_it_was_shown_in_lessons_and_two_huddles_by_a_plan_of_which_people_chose_a_part(ask: Ask) -> None:
    assert ask("select count(*) > 100 from practice_lessonread") == [(1,)]
    assert ask("select count(*) from practice_huddleheld") == [(2,)]
    assert ask("select count(*) from practice_taughthow") == [(3,)]


def test_most_passed_their_quizzes_and_one_person_failed_one_twice(ask: Ask) -> None:
    failed = ask(
        "select person, count(*) from practice_quizattempt group by person, what having sum(passed) = 0 order by 2"
    )
    assert [count for _, count in failed] == [2]
    assert ask("select avg(passed) > 0.8 from practice_quizattempt") == [(1,)]
    due = "select count(*) from practice_reviewcard c join people_user u on u.person_id = c.person"
    assert ask(f"{due} where u.username = 'floor' and c.due < datetime('now')")[0] > (3,)


def test_there_is_a_question_of_each_kind_that_people_wrote_and_one_that_waits_for_experts(ask: Ask) -> None:
    written = ask("select kind from practice_question where not made and state = 'live' order by kind")
    assert written == [("deviation",), ("level",), ("multiple",), ("order",), ("single",), ("situation",)]
    assert ask("select kind from practice_question where state = 'draft'") == [("situation",)]


def test_the_frontline_has_rehearsed_once_at_the_bar_and_once_below_it(ask: Ask) -> None:
    assert ask("select count(*) from practice_scenariotext where live_id is not null") == [(6,)]
    mine = "from practice_rehearsal r join people_user u on u.person_id = r.person where u.username = 'floor'"
    ended = [str(shown) for (shown,) in ask(f"select shown {mine} and ended_at is not null")]
    assert {"false" in shown for shown in ended} == {True, False}
    assert ask(f"select way {mine} and ended_at is null order by way") == [("chat",), ("sheet",)]
    sources = ask("select distinct source from practice_opinion where submitted_at is not null order by 1")
    assert sources == [("coach",), ("self",)]


def test_some_are_ready_some_are_not_one_is_held_back_with_a_reason_and_choosing_is_off(ask: Ask) -> None:
    assert ask("select count(*) from practice_readyrule") == [(3,)]
    ready = dict(ask("select journey, count(*) from practice_became where until is null group by journey"))
    assert set(ready) == {"choose-glasses", "collect-glasses", "put-right"}
    assert ask("select count(*), min(length(reason)) > 40 from practice_heldback where ended_at is null") == [(1, 1)]
    assert not ask("select * from practice_choosing where is_on")


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("signature", "at"), ("objection", "at"), ("lessonread", "at"), ("huddleheld", "at"), ("question", "at"),
        ("quizattempt", "ended_at"), ("given", "at"), ("rehearsal", "begun_at"), ("rehearsal", "ended_at"),
        ("opinion", "submitted_at"), ("readyrule", "at"), ("heldback", "at"),
    ],
)  # fmt: skip
def test_all_of_it_lies_in_the_past(ask: Ask, table: str, column: str) -> None:
    last = ask(f"select max({column}) from practice_{table}")[0][0]
    assert str(last) < f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}"


def test_the_planted_truths_were_found_in_the_evidence_and_people_decided_on_some(ask: Ask) -> None:
    kinds = {kind for (kind,) in ask("select distinct kind from followup_findingrow")}
    assert {"vague standard", "standard falls short"} <= kinds
    assert ask("select standard from followup_findingrow where kind = 'vague standard'") == [("choose.at-home",)]
    states = {state for (state,) in ask("select distinct state from followup_findingrow")}
    assert {"open", "taken", "dismissed"} <= states


def test_one_coaching_was_closed_by_what_changed_one_is_agreed_and_one_was_asked_for(ask: Ask) -> None:
    states = dict(ask("select state, count(*) from followup_coaching group by state"))
    assert {"closed": 1, "agreed": 1, "asked": 1}.items() <= states.items()
    assert ask("select count(*) from followup_coaching where state = 'closed' and outcome is not null") == [(1,)]
    agreed = "select count(*) from ledger_happened where kind = 'coached' and standard = 'choose.listened'"
    assert ask(agreed) == [(2,)]


def test_a_file_of_corrective_action_is_at_its_first_step_or_there_is_none(ask: Ask) -> None:
    files = ask("select c.state, count(s.key) from followup_correction c join followup_correctionstep s "
                "on s.correction_id = c.key group by c.key")  # fmt: skip
    assert files in ([], [("open", 1)])


def test_cases_are_new_waiting_late_and_closed_with_what_customers_said_after(ask: Ask) -> None:
    states = dict(ask("select state, count(*) from followup_case group by state"))
    assert states["open"] == 2 and states["answered"] == 1 and states["unreached"] == 1
    assert isinstance(states["closed"], int) and states["closed"] >= 5
    assert ask("select count(*) from followup_case where state = 'open' and told > 0") == [(1,)]
    assert ask("select count(*) >= 5 from followup_case where after is not null and before < after") == [(1,)]
    causes = ask("select count(*) from followup_case where cause_id is not null group by cause_id order by 1 desc")
    assert len(causes) > 1 and causes[0] > (1,)
    assert ask("select count(*) from followup_arrival where why = 'unreadable' and state = 'waits'") == [(1,)]


def test_the_journey_was_walked_by_the_house_and_by_a_shopper_and_more_is_asked_for(ask: Ask) -> None:
    assert dict(ask("select by, count(*) from walks_walk group by by")) == {"house": 11, "shopper": 1}
    assert ask("select count(*) = sum(feeling is not null and served > arrived) from walks_walkstep") == [(1,)]
    assert ask("select count(*) from walks_assignment where done_on is null and person_id is not null")[0] > (0,)


def test_enough_people_answered_the_pulse_and_nobody_can_be_told_from_it(ask: Ask) -> None:
    assert ask("select count(*) >= 5, count(distinct quarter) from followup_pulseanswer") == [(1, 1)]
    assert ask("select count(*) from followup_pulsemark") == [(0,)]


def test_thanks_were_given_a_colleague_looked_and_the_own_view_was_shared(ask: Ask) -> None:
    assert ask("select count(*) > 0 from followup_recognition") == [(1,)]
    assert ask("select state from followup_peerinvitation order by state") == [("asked",), ("rated",)]
    assert ask("select count(*) from followup_ownrating where shared_at is not null") == [(1,)]
    assert ask("select count(*) > 0 from notices_notice where read_at is null") == [(1,)]

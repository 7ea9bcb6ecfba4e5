"""The pulse of staff: anonymous, once for each person and quarter, told when the quarter is over."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from secrets import token_hex
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, connections
from django.test import Client

from clearbar.web.audit.models import Line
from clearbar.web.followup import quarters
from clearbar.web.followup.actions.pulse import Refused, answer_pulse, close_quarters
from clearbar.web.followup.holding_pulse import Pulse
from clearbar.web.followup.models.pulse import PulseAnswer, PulseMark, PulseSalt
from clearbar.web.followup.queries import pulse as queries
from clearbar.web.followup.queries.pulse import has_answered, mark_of
from clearbar.web.followup.queries.pulse_acts import acts
from clearbar.web.followup.tasks.pulse import remind
from clearbar.web.ledger.models import Job
from clearbar.web.notices.models import Notice
from clearbar.web.people.holding import Subject, SubjectKind
from clearbar.web.people.models import Membership, Organisation, Person, Team
from clearbar.web.people.scope import Scope, scope_of
from tests.web.conftest import NOW, SINCE
from tests.web.surveys.test_anonymous import tables, times_in

pytestmark = pytest.mark.django_db
Log = Callable[[str], Client]

LEVELS = {"fair": 4, "learning": 2, "time": 5}
ANSWERED = datetime(2026, 11, 19, 14, 37, 21, 123456, tzinfo=UTC)


def scope(person: str) -> Scope:
    return scope_of(Person.objects.get(pk=person), NOW.date())


def crowd(team: str, count: int) -> list[str]:
    """So many more people in a team."""
    made = [Person.objects.create(id=f"p-{token_hex(6)}", name=f"Invented {n}") for n in range(count)]
    for one in made:
        Membership.objects.create(person=one, team=Team.objects.get(pk=team), since=SINCE)
    return [one.pk for one in made]


def answers(persons: list[str], at: datetime = NOW, **levels: int) -> None:
    for one in persons:
        answer_pulse(scope=scope(one), levels=LEVELS | levels, at=at)


def test_an_answer_is_kept_once_for_each_person_and_quarter(cast: dict[str, Person]) -> None:
    answers(["finn"])
    with pytest.raises(Refused, match="already"):
        answers(["finn"])
    answers(["gwen"])
    answers(["finn"], at=NOW + timedelta(days=60))
    assert sorted(PulseAnswer.objects.values_list("quarter", flat=True)) == [20264, 20264, 20271]


def test_an_agent_is_not_asked(cast: dict[str, Person]) -> None:
    with pytest.raises(PermissionDenied):
        answer_pulse(scope=scope("bot"), levels=LEVELS, at=NOW)
    assert PulseAnswer.objects.count() == 0


def test_the_page_asks_three_questions_and_then_no_more(log_in: Log, now: datetime) -> None:
    client = log_in("finn")
    page = client.get("/followup/pulse/").content.decode()
    for asked in ("treated fairly", "learning", "time to serve well"):
        assert asked in page
    wrong = client.post("/followup/pulse/", {"fair": "4", "learning": "9"})
    assert wrong.status_code == 422 and 'value="4" required id="id_fair_3" checked' in wrong.content.decode()
    assert client.post("/followup/pulse/", {"fair": "4", "learning": "2", "time": "5"}).status_code == 302
    assert "You have answered" in client.get("/followup/pulse/").content.decode()
    again = client.post("/followup/pulse/", {"fair": "1", "learning": "1", "time": "1"})
    assert again.status_code == 409 and "already" in again.content.decode()
    assert PulseAnswer.objects.count() == 1
    assert acts(scope("finn"), NOW) == [] and len(acts(scope("gwen"), NOW)) == 1


@pytest.mark.django_db(transaction=True)
def test_twice_at_once_is_kept_once(cast: dict[str, Person]) -> None:
    finn = scope("finn")

    def once(_: int) -> str:
        try:
            answer_pulse(scope=finn, levels=LEVELS, at=NOW)
        except Refused:
            return "refused"
        finally:
            connections.close_all()
        return "kept"

    with ThreadPoolExecutor(4) as pool:
        said = sorted(pool.map(once, range(4)))
    assert said == ["kept", "refused", "refused", "refused"]
    assert (PulseAnswer.objects.count(), PulseMark.objects.count()) == (1, 1)


@pytest.fixture
def answered(log_in: Log, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Finn has answered, by the page, at a moment that can be searched for; the hash of the mark."""
    crowd("north", 4)
    client = log_in("finn")
    monkeypatch.setattr("django.utils.timezone.now", lambda: ANSWERED)
    assert client.post("/followup/pulse/", {name: str(level) for name, level in LEVELS.items()}).status_code == 302
    yield mark_of(20264, "finn")


def test_no_row_of_any_table_leads_from_an_answer_to_a_person(answered: str) -> None:
    answer, mark = PulseAnswer.objects.get(), PulseMark.objects.get()
    of_answer = {str(answer.pk), f"{answer.pk:016x}"}
    of_person = {answered, str(mark.pk), f"{mark.pk:016x}", "finn", "Finn Frontline"}
    assert mark.hash == answered and answer.pk != mark.pk
    for table, rows in tables().items():
        for row in rows:
            told = " ".join(str(bytes(one) if isinstance(one, memoryview) else one) for one in row)
            knows_answer = table == "followup_pulseanswer" or any(one in told for one in of_answer)
            assert not (knows_answer and any(one in told for one in of_person)), (table, row)
    assert "finn" not in json.dumps(list(Line.objects.filter(kind="pulse").values()), default=str)
    assert {field.name for field in PulseAnswer._meta.get_fields()} == {
        "key", "quarter", "team", "fair", "learning", "time",
    }  # fmt: skip


def test_no_table_holds_the_time_of_an_answer(answered: str) -> None:
    del answered
    near = [
        (table, row)
        for table, rows in tables().items()
        for row in rows
        for at in (time for value in row for time in times_in(value))
        if abs(at - ANSWERED) < timedelta(hours=10) and table != "django_session"
    ]
    assert near == []
    assert [one.at for one in Line.objects.filter(kind="pulse")] == [None]


def test_rows_of_answers_and_marks_lie_in_no_order(answered: str) -> None:
    del answered
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite numbers rows so")
    with connection.cursor() as cursor:
        for table in ("followup_pulseanswer", "followup_pulsemark"):
            cursor.execute(f"select max(rowid) from {table}")
            assert cursor.fetchone()[0] > 2**40, table


def test_no_log_names_who_answers(answered: str, caplog: pytest.LogCaptureFixture) -> None:
    assert answered not in caplog.text and "finn" not in caplog.text


def test_one_transaction_number_is_left_on_postgres(cast: dict[str, Person]) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL numbers transactions in rows")
    answers(["finn", "gwen"])
    close_quarters(at=NOW)
    with connection.cursor() as cursor:
        for table in ("followup_pulseanswer", "followup_pulsemark"):
            cursor.execute(f"select count(distinct xmin::text) from {table}")
            assert cursor.fetchone()[0] == 1, table


def test_when_the_quarter_is_over_nobody_can_tell_who_answered(cast: dict[str, Person]) -> None:
    answers(["finn"])
    assert close_quarters(at=NOW) == 0 and has_answered("finn", 20264)
    assert close_quarters(at=datetime(2027, 1, 2, tzinfo=UTC)) == 1
    assert (PulseMark.objects.count(), PulseSalt.objects.count(), PulseAnswer.objects.count()) == (0, 0, 1)
    assert mark_of(20264, "finn") == ""
    assert Line.objects.filter(verb="closed the pulse").count() == 1


def test_the_quarter_ends_by_the_clock_of_the_house(cast: dict[str, Person]) -> None:
    late = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)  # half past midnight in Berlin
    answers(["finn"], at=late)
    assert PulseAnswer.objects.get().quarter == 20271
    Organisation.objects.update(timezone="America/New_York")
    answers(["finn"], at=late)
    assert sorted(PulseAnswer.objects.values_list("quarter", flat=True)) == [20264, 20271]


def test_each_week_is_of_one_quarter_and_each_day_too() -> None:
    day, seen = date(2019, 12, 20), []
    weeks: dict[int, set[int]] = {}
    while day < date(2031, 1, 10):
        quarter = quarters.quarter_of(day)
        assert quarters.first_day(quarter) <= day <= quarters.last_day(quarter)
        seen.append(quarter)
        if day.weekday() == 3:
            weeks.setdefault(quarter, set()).add(day.isocalendar().year * 100 + day.isocalendar().week)
        day += timedelta(days=1)
    for quarter in sorted(set(seen))[1:-1]:
        first, last = quarters.weeks(quarter)
        assert (first, last) == (min(weeks[quarter]), max(weeks[quarter]))
        assert quarters.before(quarter) == sorted(set(seen))[sorted(set(seen)).index(quarter) - 1]


def test_a_small_team_is_not_even_kept_with_an_answer(cast: dict[str, Person]) -> None:
    """North has five people (the agent is none), south fewer."""
    answers(["finn", "otto"])
    assert sorted(PulseAnswer.objects.values_list("team", flat=True)) == ["", "north"]


def test_nothing_is_told_of_a_quarter_that_runs_and_groups_of_five_of_one_that_is_over(cast: dict[str, Person]) -> None:
    north, south = ["finn", "gwen", "ada", "lea", "cora"], ["rita", "otto", "olga", *crowd("south", 3)]
    answers([*north, *south[:4]])
    assert queries.told(scope("hugo"), NOW) == []
    later = NOW + timedelta(days=60)
    (quarter,) = queries.told(scope("hugo"), later)
    assert quarter.called == "October to December 2026"
    assert quarter.house is not None and quarter.house.shares == (
        "9 of 9 (70–100 %)",
        "0 of 9 (0–30 %)",
        "9 of 9 (70–100 %)",
    )
    assert quarter.teams == () and quarter.hid  # four would be left
    answers(south[4:5])
    (quarter,) = queries.told(scope("hugo"), later)
    assert [(one.name, one.shares[0]) for one in quarter.teams] == [
        ("Team North", "5 of 5 (57–100 %)"), ("Team South", "5 of 5 (57–100 %)"),
    ]  # fmt: skip
    assert [one.name for one in queries.told(scope("finn"), later)[0].teams] == ["Team North"]


def test_fewer_than_five_answers_tell_nothing(
    cast: dict[str, Person], log_in: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(["finn", "gwen", "ada", "lea"])
    later = NOW + timedelta(days=60)
    assert queries.told(scope("hugo"), later)[0].house is None
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    page = log_in("hugo").get("/followup/pulse/").content.decode()
    assert "Fewer than five answered" in page and "of 4" not in page


def test_everybody_is_reminded_once_whether_they_answered_or_not(cast: dict[str, Person]) -> None:
    answers(["finn"])
    remind(now=NOW)
    assert Notice.objects.count() == 0
    for day in (5, 6, 20):
        remind(now=datetime(2026, 12, day, 9, tzinfo=UTC))
    told = list(Notice.objects.values_list("person", flat=True))
    assert sorted(told) == sorted(set(told)) and {"finn", "gwen", "ada"} <= set(told) and "bot" not in told
    assert Job.objects.filter(body__icontains="finn").count() <= 1


def test_who_leaves_next_week_is_reminded_and_who_has_left_is_not(cast: dict[str, Person]) -> None:
    Person.objects.filter(pk="finn").update(left_on=date(2026, 12, 20))
    Person.objects.filter(pk="gwen").update(left_on=date(2026, 12, 4))
    remind(now=datetime(2026, 12, 5, 9, tzinfo=UTC))
    told = set(Notice.objects.values_list("person", flat=True))
    assert "finn" in told and "gwen" not in told


def test_own_data_tells_that_they_answered_and_erasure_takes_it_out(cast: dict[str, Person]) -> None:
    answers(["finn", "gwen"])
    holder, finn = Pulse(), Subject(SubjectKind.PERSON, "finn")
    assert holder.own(finn) == {"pulse": [{"quarter": "October to December 2026", "answered": True}]}
    assert holder.own(Subject(SubjectKind.CUSTOMER, "finn")) == {}
    assert holder.erase(finn, NOW) == 1
    assert (PulseMark.objects.count(), PulseAnswer.objects.count()) == (1, 2)
    assert holder.forget("pulse", NOW) == 0
    assert holder.forget("pulse", datetime(2027, 1, 1, tzinfo=UTC)) == 2


def test_a_mark_is_of_the_quarter_and_of_the_salt(cast: dict[str, Person], monkeypatch: pytest.MonkeyPatch) -> None:
    del monkeypatch
    answers(["finn"])
    first = mark_of(20264, "finn")
    PulseSalt.objects.update(secret="f" * 64)
    assert mark_of(20264, "finn") != first and len(first) == 64
    assert queries.QUESTIONS == ("fair", "learning", "time")


def test_the_search_would_find_a_link(answered: str) -> None:
    """What the search looks for is there where it may be: the mark in its own table."""
    rows: list[tuple[Any, ...]] = tables()["followup_pulsemark"]
    assert any(answered in map(str, row) for row in rows)

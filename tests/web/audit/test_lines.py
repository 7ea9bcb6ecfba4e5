"""The audit page: who did what to which thing, when; values only while their key exists."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO

import pytest
from django.db import transaction
from django.test import Client

from clearbar.web.audit import queries
from clearbar.web.audit.actions import Act, record, record_all
from clearbar.web.audit.models import Line, SubjectKey
from clearbar.web.audit.seals import destroy, unseal
from tests.web.conftest import NOW

LogIn = Callable[[str], Client]
pytestmark = pytest.mark.django_db


def act(verb: str = "changed", days: int = 0, anonymous: bool = False, **values: object) -> None:
    thing = ("person", "finn")
    with transaction.atomic():
        record(
            actor="ada", verb=verb, thing=thing, at=NOW - timedelta(days=days), subject="finn", values=values,
            anonymous=anonymous,
        )  # fmt: skip


def page(client: Client, query: str = "") -> str:
    told: str = client.get(f"/people/audit/?{query}").content.decode()
    return told


def test_a_line_says_who_what_and_which_values(log_in: LogIn) -> None:
    act(name="Finn the First")
    told = page(log_in("ada"))
    assert "Ada Administrator" in told and "Finn Frontline" in told and "name: Finn the First" in told


def test_after_the_key_is_destroyed_the_line_stays_and_its_values_are_gone(log_in: LogIn) -> None:
    act(name="Finn the First")
    destroy("finn")
    told = page(log_in("ada"))
    assert "Finn the First" not in told and "values were erased" in told and "changed" in told


def test_only_administrators_read_lines(log_in: LogIn) -> None:
    for name in ("hugo", "lea", "finn", "rita", "cora"):
        assert log_in(name).get("/people/audit/").status_code == 403
        assert log_in(name).get("/people/audit/lines.csv").status_code == 403


def test_an_anonymous_act_shows_its_week_and_no_time(log_in: LogIn) -> None:
    act("rated", anonymous=True)
    told = page(log_in("ada"))
    assert "in week 202647" in told and "18 Nov" not in told and "anonymous" in told


def test_lines_are_found_by_person_kind_and_days(log_in: LogIn) -> None:
    act("one", days=10)
    act("two", days=3)
    act("three")
    ada = log_in("ada")
    assert "two" not in page(ada, "person=Finn+Frontline&since=2026-11-18").split("<tbody>")[1]
    middle = page(ada, "person=finn&since=2026-11-14&until=2026-11-16")
    assert ">two<" in middle and ">one<" not in middle and ">three<" not in middle
    assert "No line is like that" in page(ada, "person=otto")
    with transaction.atomic():
        record(actor="ada", verb="added", thing=("site", "harbour"), at=NOW)
    sites = page(ada, "kind=site")
    assert "harbour" in sites and ">one<" not in sites


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_at_the_end_of_the_calendar_breaks_nothing(log_in: LogIn, day: str) -> None:
    act("one")
    ada = log_in("ada")
    assert (">one<" in page(ada, f"since={day}")) == (day < "2026")
    assert (">one<" in page(ada, f"until={day}")) == (day > "2026")


def test_an_anonymous_act_is_found_only_where_its_whole_week_lies_in_the_period() -> None:
    act("rated", anonymous=True)  # of week 47, 16 to 22 November
    found = lambda until: queries.lines(queries.Search(until=until)).count()  # noqa: E731
    assert found(date(2026, 11, 21)) == 0
    assert found(date(2026, 11, 22)) == 1


def test_the_file_holds_every_line_and_no_cell_runs(log_in: LogIn) -> None:
    for count in range(120):
        act("changed", days=count, name="=1+1")
    answer = log_in("ada").get("/people/audit/lines.csv?person=finn")
    text = b"".join(answer).decode("utf-8-sig")  # type: ignore[call-overload]
    rows = list(csv.reader(StringIO(text)))
    assert len(rows) == 121
    assert rows[1][:4] == ["2026-11-18T11:00:00+01:00", "202647", "ada", "changed"]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_many_acts_at_once_are_written_as_one_by_one() -> None:
    acts = [Act("changed", ("person", id_), id_, {"name": id_}) for id_ in ("a", "b", "a")]
    with transaction.atomic():
        record_all(actor="ada", at=NOW, acts=[*acts, Act("added", ("team", "t"))])
    assert SubjectKey.objects.count() == 2
    kept = Line.objects.filter(kind="person")
    assert [unseal(line.subject, line.sealed)["name"] for line in kept] == [line.subject for line in kept]
    assert Line.objects.get(kind="team").sealed is None
    with pytest.raises(RuntimeError, match="transaction"):
        record_all_outside()


def record_all_outside() -> None:
    connection = transaction.get_connection()
    held, connection.in_atomic_block = connection.in_atomic_block, False
    try:
        record_all(actor="ada", at=NOW, acts=[])
    finally:
        connection.in_atomic_block = held


def test_a_hundred_lines_need_no_more_queries_than_one(
    log_in: LogIn, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for count in range(150):
        act("changed", name=f"Name {count}")
    ada = log_in("ada")
    with django_assert_max_num_queries(14):  # type: ignore[attr-defined]
        assert "Page 1 of 2" in page(ada)

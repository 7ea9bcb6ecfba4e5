"""What is held apart, and what is erased: traits lead to nobody, and on a day, or at a word, nothing is left."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from clearbar.web.audit.models import Line, SubjectKey
from clearbar.web.book.models import Version
from clearbar.web.ledger import jobs
from clearbar.web.ledger.models import Job
from clearbar.web.people.models import Person
from clearbar.web.people.scope import scope_of
from clearbar.web.practice.actions import choose_decide
from clearbar.web.practice.actions.choose_erase import erase_due
from clearbar.web.practice.models.choose import Candidate, Consent, Interview, Opening, Tally, TraitAnswer, Try
from clearbar.web.practice.queries import choose as queries
from clearbar.web.practice.tasks.choose import erase_candidates
from tests.web.conftest import NOW
from tests.web.practice.choosing import (
    CONTACT,
    NAME,
    TODAY,
    decide,
    interview,
    invite,
    open_place,
    switch_on,
    try_twice,
)
from tests.web.practice.rehearsals import BAD

pytestmark = pytest.mark.django_db
People = dict[str, Person]
SAID = "That is your own fault, says Quenneville."


@pytest.fixture
def place(cast: People, book: Version, now: datetime) -> Opening:
    """A place of team north, open."""
    del book, now
    switch_on(cast["hugo"])
    return open_place(cast["lea"])


def rows_of_everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table."""
    return {model.__name__: list(model.objects.values()) for model in apps.get_models()}


def answer_traits(link: str, gender: str = "", age: str = "") -> None:
    sent = {"act": "traits", "trait0": gender, "trait1": age}
    assert Client().post(link, sent).status_code == 302


def whole_way(cast: People, place: Opening, name: str, gender: str = "", age: str = "") -> tuple[Candidate, str]:
    one, link = invite(cast["lea"], place, name)
    try_twice(Client(), link)
    answer_traits(link, gender, age)
    return one, link


def test_traits_lead_to_nobody_in_any_table(place: Opening, cast: People) -> None:
    people = [whole_way(cast, place, f"N{number}", "Woman" if number % 2 else "Man")[0] for number in range(6)]
    everything = rows_of_everything()
    kept = everything.pop("TraitAnswer")
    assert sorted(row["value"] for row in kept) == ["Man"] * 3 + ["Woman"] * 3
    assert all(set(row) == {"key", "opening_id", "trait", "value", "trace"} for row in kept)
    keys = {one.pk for one in people}
    for row in kept:
        assert not keys & {row["key"]} and not any(str(key) in str(row) for key in keys)
        for table, rows in everything.items():
            assert not [other for other in rows if row["trace"] in str(other) or str(row["key"]) in str(other)], table
    for table, rows in everything.items():
        if table != "Opening" and table != "Choosing":
            assert not [row for row in rows if "Woman" in str(row) or "'Man'" in str(row)], table
    if connection.vendor == "sqlite":
        stored = [row["key"] for row in kept]
        assert stored == sorted(stored), "the table keeps them in the order of random keys, and in no other"
    told = Line.objects.filter(verb="was asked of traits")
    assert told.count() == 6 and not told.exclude(at=None, actor="anonymous", subject="", thing="").exists()


def test_one_trait_does_not_lead_to_another(place: Opening, cast: People) -> None:
    whole_way(cast, place, "Anna", "Woman", "Under 25")
    one, other = TraitAnswer.objects.all()
    assert one.trace != other.trace and one.trait != other.trait


def test_traits_are_answered_once_if_at_all_and_only_with_what_is_offered(place: Opening, cast: People) -> None:
    _, link = whole_way(cast, place, "Anna")
    answer_traits(link, "Woman")
    assert not TraitAnswer.objects.exists()
    assert "Nothing more is asked" in Client().get(link).content.decode()
    whole_way(cast, place, "Bela", "something else")
    assert not TraitAnswer.objects.exists()


def settle(cast: People, place: Opening, groups: list[tuple[str, int, int]]) -> None:
    """So many of each gender, so many of them taken on; and closed."""
    for gender, n, taken in groups:
        for number in range(n):
            one, _ = whole_way(cast, place, f"{gender}{number}", gender)
            decide(cast["lea"], one, number < taken)
    choose_decide.close(scope=scope_of(cast["lea"], TODAY), opening=place, at=NOW)
    place.refresh_from_db()


def test_what_choosing_did_to_groups_is_told_when_closed_with_intervals(
    place: Opening, cast: People, log_in: Callable[[str], Client]
) -> None:
    settle(cast, place, [("Woman", 6, 1), ("Man", 5, 4)])
    assert not TraitAnswer.objects.exists()
    (trait, found), _ = queries.impacts(place)
    assert not found.telling and all(one.rate for one in found.groups)
    assert trait == "Gender" and not found.left_out
    man, woman = found.groups
    assert man.rate and (man.value, man.rate.hits, man.rate.n) == ("Man", 4, 5) and man.ratio is None
    assert woman.rate and (woman.value, woman.rate.hits, woman.rate.n) == ("Woman", 1, 6)
    assert woman.ratio == pytest.approx((1 / 6) / (4 / 5)) and woman.low is not None and woman.high is not None
    assert woman.low < woman.ratio < woman.high
    page = log_in("hugo").get(f"/practice/choosing/{place.pk}/impact/").content.decode()
    assert "29 CFR 1607.4 D" in page and "1 of 6" in page and "0.21" in page
    assert log_in("lea").get(f"/practice/choosing/{place.pk}/impact/").status_code == 403


def test_groups_under_five_and_what_would_tell_of_them_are_not_even_kept(place: Opening, cast: People) -> None:
    settle(cast, place, [("Woman", 5, 2), ("Man", 6, 3), ("Another", 2, 1)])
    (_, found), (_, age) = queries.impacts(place)
    assert [one.value for one in found.groups] == ["Man"] and found.left_out
    assert [(one.value, one.rate and one.rate.n) for one in age.groups] == [("", 13)] and not age.left_out
    kept = set(Tally.objects.values_list("trait", "value"))
    assert kept == {("Gender", "Man"), ("Age", "")}


def test_nothing_is_told_while_decisions_are_still_made(place: Opening, cast: People) -> None:
    for number in range(6):
        one, _ = whole_way(cast, place, f"W{number}", "Woman")
        decide(cast["lea"], one, taken=True)
    assert queries.impacts(place) == [] and not Tally.objects.exists()


def file_of_now(folder: Path) -> bytes:
    """The database as it would lie on a disk after VACUUM."""
    target = folder / "dump.db"
    target.unlink(missing_ok=True)
    connection.cursor().execute("VACUUM INTO %s", [str(target)])
    assert sqlite3.connect(target).execute("PRAGMA integrity_check").fetchone() == ("ok",)
    return target.read_bytes()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="it looks into the file of SQLite")
@pytest.mark.parametrize("how", ["its day", "their own word", "the word of staff"])
def test_nothing_of_somebody_is_left_in_the_file(
    how: str, cast: People, book: Version, now: datetime, tmp_path: Path, log_in: Callable[[str], Client]
) -> None:
    del book
    switch_on(cast["hugo"])
    place = open_place(cast["lea"])
    one, link = invite(cast["lea"], place)
    try_twice(Client(), link, (SAID, SAID))
    answer_traits(link, "Woman")
    interview(cast["lea"], one, {"cora": (3, 4), "rita": (3, 3)}, cast)
    if how == "its day":  # who withdrew was perhaps not decided on
        decide(cast["lea"], one, taken=False)
    one.refresh_from_db()
    talk = bytes(one.tries.get(number=1).talk)
    secret = bytes(SubjectKey.objects.get(subject=one.subject).secret)
    before = file_of_now(tmp_path)
    assert talk in before and secret in before and bytes(one.sealed) in before
    assert b"Quenneville" not in before and CONTACT.encode() not in before, "sealed all along"
    traces = [row.trace.encode() for row in TraitAnswer.objects.all()]
    assert traces and all(each in before for each in traces)
    if how == "its day":
        erase_candidates(now=NOW + timedelta(days=179))
        assert Candidate.objects.exists()
        erase_candidates(now=NOW + timedelta(days=180))
    elif how == "their own word":
        assert "cannot be brought back" in Client().get(f"{link}withdraw/").content.decode()
        assert "Everything is erased" in Client().post(f"{link}withdraw").content.decode()
    else:
        log_in("lea").post(f"/practice/candidates/{one.pk}/withdrew/")
    after = file_of_now(tmp_path)
    for left in (NAME.encode(), b"Quenneville", CONTACT.encode(), talk, secret, bytes(one.sealed), *traces):
        assert left not in after
    for model in (Candidate, Try, Interview, TraitAnswer, Consent):
        assert not model.objects.exists(), model
    assert Client().get(link).status_code == 404
    assert Tally.objects.count() == (2 if how == "its day" else 0)
    assert Opening.objects.get().withdrew == (0 if how == "its day" else 1)


def test_retention_is_a_task_that_comes_by_itself_also_while_off(place: Opening, cast: People) -> None:
    invite(cast["lea"], place)
    jobs.arm(NOW)
    assert Job.objects.get(task="practice.erase-candidates").every == 6 * 3600
    assert erase_due(today=TODAY + timedelta(days=180), at=NOW) == 1
    assert Line.objects.filter(verb="erased on its day", actor="system").count() == 1


def test_who_was_decided_on_still_counts_after_their_day_and_nobody_twice(place: Opening, cast: People) -> None:
    for number in range(5):
        one, _ = whole_way(cast, place, f"W{number}", "Woman")
        decide(cast["lea"], one, taken=number < 2)
    erase_due(today=TODAY + timedelta(days=400), at=NOW)
    choose_decide.close(scope=scope_of(cast["lea"], TODAY), opening=place, at=NOW)
    choose_decide.close(scope=scope_of(cast["lea"], TODAY), opening=place, at=NOW)
    place.refresh_from_db()
    assert list(Tally.objects.order_by("trait").values_list("value", "invited", "taken")) == [
        ("", 5, 2),
        ("Woman", 5, 2),
    ]
    assert (place.counted, place.counted_taken) == (5, 2)


def test_no_figure_tells_what_everybody_of_one_outcome_said(
    place: Opening, cast: People, log_in: Callable[[str], Client]
) -> None:
    settle(cast, place, [("Woman", 5, 0), ("Man", 6, 6)])
    page = log_in("hugo").get(f"/practice/choosing/{place.pk}/impact/").content.decode()
    gender = page.partition("<h2>Gender</h2>")[2].partition("<h2>")[0]
    assert "there are words alone" in gender and "Below four fifths" in gender
    assert " of 5" not in gender and " of 6" not in gender and "%" not in gender


def test_no_name_or_word_stands_in_an_audit_line(place: Opening, cast: People) -> None:
    one, link = invite(cast["lea"], place)
    try_twice(Client(), link, BAD)
    interview(cast["lea"], one, {"cora": (3, 4), "rita": (3, 3)}, cast)
    decide(cast["lea"], one, taken=True)
    lines = Line.objects.filter(kind="candidate", thing=f"{one.pk}")
    assert {"took up", "made a link for", "agreed", "said a line", "read the standards", "asked two raters for",
            "sent marks of", "decided on"} == set(lines.values_list("verb", flat=True))  # fmt: skip
    assert not lines.exclude(sealed=None, fields=[]).exists()

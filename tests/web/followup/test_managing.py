"""Managers are held to their own standards: told as counts, to themselves and to who leads the house."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from clearbar.model.book import Source
from clearbar.model.finding import ActKind, FindingKind
from clearbar.web.audit.models import Line
from clearbar.web.book.models import Version
from clearbar.web.bridge.mirroring import mirror_new
from clearbar.web.followup.actions.managing import set_standards
from clearbar.web.followup.actions.recovery import open_case
from clearbar.web.followup.models.coaching import Coaching
from clearbar.web.followup.models.findings import FindingRow
from clearbar.web.followup.models.managing import ManagerStandards
from clearbar.web.followup.models.peers import Recognition
from clearbar.web.followup.queries import managing as queries
from clearbar.web.followup.queries.managing import Promise
from clearbar.web.followup.queries.managing_acts import acts
from clearbar.web.followup.queries.managing_rated import rated
from clearbar.web.ledger.actions import happened, keep_answer, revise
from clearbar.web.ledger.answers import Answer, Mark
from clearbar.web.ledger.models import Rating
from clearbar.web.people.models import Grant, Membership, Person, Role
from clearbar.web.people.scope import Scope, scope_of
from tests.web.conftest import NOW

pytestmark = pytest.mark.django_db
Log = Callable[[str], Client]


def scope(person: str) -> Scope:
    return scope_of(Person.objects.get(pk=person), NOW.date())


def promises(person: str, reader: str | None = None) -> dict[str, Promise]:
    found = queries.desk(scope(reader or person), person, NOW)
    assert found is not None
    return {one.says.split()[0]: one for one in found.promises}


def came(kind: str, person: str, day: int) -> None:
    happened(kind=kind, person=person, standards=(), day=day, at=NOW, actor="cora")


def test_each_person_of_the_team_is_to_be_coached_within_so_many_days(cast: dict[str, Person]) -> None:
    """North: ada, lea, cora, finn, gwen, and an agent, who is no person to be coached."""
    assert (promises("lea")["Each"].done, promises("lea")["Each"].of) == (0, 4)
    came("coached", "finn", 20261007)  # 42 days ago
    came("coached", "gwen", 20261006)  # one day too long ago
    came("coached", "otto", 20261117)  # another team
    Membership.objects.filter(person="ada").update(since=NOW.date() - timedelta(days=41))
    told = promises("lea")["Each"]
    assert (told.done, told.of, told.kept) == (1, 4, False)
    assert told.note == "1 joined less than 42 days ago"
    assert [one.name for one in told.waiting] == ["Cora Coach", "Gwen Frontline"]
    for one in ("gwen", "cora"):
        came("coached", one, 20261117)
    assert promises("lea")["Each"].kept is True


def test_a_manager_walks_this_month(cast: dict[str, Person]) -> None:
    came("walked", "lea", 20261031)
    assert (promises("lea")["A"].done, promises("lea")["A"].kept) == (0, False)
    came("walked", "lea", 20261101)
    told = promises("lea")["A"]
    assert (told.done, told.of, told.kept, told.note) == (1, 1, True, "until 30 November")


def test_what_is_not_asked_does_not_stand_there(cast: dict[str, Person]) -> None:
    set_standards(scope=scope("hugo"), coached_days=30, walks=0, recognitions=0, finding_days=7, at=NOW)
    assert set(promises("lea")) == {"Each", "No"}
    assert promises("lea")["No"].kept is None  # nothing waits, so there is nothing to keep it on


def test_only_the_manager_and_who_leads_the_house_see_the_page(log_in: Log, now: object) -> None:
    statuses = {
        name: log_in(name).get("/followup/managers/lea/").status_code
        for name in ("lea", "hugo", "ada", "cora", "olga", "finn", "rita")
    }
    assert statuses == {"lea": 200, "hugo": 200, "ada": 404, "cora": 404, "olga": 404, "finn": 403, "rita": 403}
    assert log_in("hugo").get("/followup/managers/finn/").status_code == 404  # manages nobody
    assert log_in("lea").get("/followup/managers/").headers["Location"] == "/followup/managers/lea/"
    assert "by who leads the house" in log_in("ada").get("/followup/managers/").content.decode()


def test_who_leads_the_house_reads_counts_and_no_names_of_those_who_wait(log_in: Log, now: object) -> None:
    own = log_in("lea").get("/followup/managers/lea/").content.decode()
    theirs = log_in("hugo").get("/followup/managers/lea/").content.decode()
    assert "Gwen Frontline" in own and "Gwen Frontline" not in theirs
    assert "0 of 4" in theirs


def test_managers_stand_in_the_order_of_the_alphabet_whatever_they_keep(log_in: Log, now: object) -> None:
    came("walked", "olga", 20261102)
    page = log_in("hugo").get("/followup/managers/").content.decode().partition("<main")[2]
    places = [page.index(name) for name in ("Cora Coach", "Hugo Head", "Lea Leader", "Olga Otherlead")]
    assert places == sorted(places)
    assert "Rita" not in page and "Finn" not in page


def test_the_house_sets_what_managers_are_held_to(log_in: Log, now: object) -> None:
    sent = {"coached_days": "30", "walks": "2", "recognitions": "0", "finding_days": "10"}
    for name, status in (("lea", 403), ("cora", 403), ("finn", 403), ("hugo", 302), ("ada", 302)):
        assert log_in(name).post("/followup/managers/choices/", sent).status_code == status, name
    held = ManagerStandards.the()
    assert (held.coached_days, held.walks, held.recognitions, held.finding_days) == (30, 2, 0, 10)
    assert Line.objects.filter(kind="manager standards").count() == 1  # sent again, nothing changed
    wrong = log_in("hugo").post("/followup/managers/choices/", sent | {"coached_days": "2"})
    assert wrong.status_code == 422 and 'value="2"' in wrong.content.decode()
    with pytest.raises(PermissionDenied):
        set_standards(scope=scope("lea"), coached_days=30, walks=1, recognitions=1, finding_days=1, at=NOW)


def said_of_lea(source: Source, raters: list[str | None], level: int = 4) -> None:
    for at, rater in enumerate(raters):
        answer = Answer(
            source=source, at=NOW - timedelta(days=at), timezone="Europe/Berlin", instrument="i", rater=rater,
            person="lea", team="north", site="s-north",
        )  # fmt: skip
        keep_answer(answer=answer, marks=[Mark("overall", edition(), level)], actor="lea")


def edition() -> str:
    return str(Version.objects.get().editions["overall"])


def test_what_colleagues_and_vendors_say_shows_from_five_of_them_on(book: Version, cast: dict[str, Person]) -> None:
    said_of_lea(Source.COLLEAGUE, ["finn", "finn", "finn", "gwen", "cora", "ada"])  # four people, six answers
    said_of_lea(Source.VENDOR, [None] * 5)  # five answers that know no rater are five
    mirror_new(now=NOW)
    found = {one.who: one.clearance for one in rated(scope("lea"), "lea") or ()}
    assert found == {"Colleagues": "", "Vendors": "5 of 5 (57–100 %)"}
    said_of_lea(Source.COLLEAGUE, ["otto"], level=2)
    mirror_new(now=NOW)
    found = {one.who: one.clearance for one in rated(scope("lea"), "lea") or ()}
    assert found["Colleagues"].startswith("6 of 7")


def test_what_is_said_of_a_manager_is_for_them_and_their_coach(book: Version, cast: dict[str, Person]) -> None:
    said_of_lea(Source.VENDOR, [None] * 5)
    mirror_new(now=NOW)
    assert rated(scope("hugo"), "lea") is None
    assert rated(scope("cora"), "lea") is not None  # coaches the team that lea belongs to
    Grant.objects.create(person_id="hugo", role=Role.COACH)
    assert rated(scope("hugo"), "lea") is not None


def test_disputes_of_the_team_are_loops_open_and_closed(book: Version, cast: dict[str, Person]) -> None:
    said_of_lea(Source.REVIEWER, ["rita", "rita", "rita"])
    first, second, _ = Rating.objects.all()
    revise(rating=first, changes={"disputed": True}, by="finn", reason="r", at=NOW - timedelta(days=20))
    revise(rating=second, changes={"disputed": True}, by="finn", reason="r", at=NOW - timedelta(days=20))
    revise(rating=second, changes={"disputed": False}, by="rita", reason="r", at=NOW - timedelta(days=2))
    for manager, told in (("lea", (1, 1, 1)), ("hugo", (1, 1, 1)), ("olga", (0, 0, 0))):
        found = queries.desk(scope("hugo"), manager, NOW)
        assert found is not None
        loop = next(one for one in found.loops if one.name.startswith("Disputes"))
        assert (loop.open, loop.late, loop.closed) == told, manager


def test_what_is_not_kept_waits_among_their_acts(cast: dict[str, Person]) -> None:
    assert len(acts(scope("lea"), NOW)) == 1
    assert acts(scope("finn"), NOW) == []
    set_standards(scope=scope("hugo"), coached_days=42, walks=0, recognitions=0, finding_days=7, at=NOW)
    assert "0 of 4" in acts(scope("lea"), NOW)[0].says
    for one in ("ada", "cora", "finn", "gwen"):
        came("coached", one, 20261117)
    assert acts(scope("lea"), NOW) == []


def test_a_person_of_two_teams_is_counted_once_and_who_left_is_not(cast: dict[str, Person]) -> None:
    Membership.objects.create(person=cast["finn"], team_id="south", since=NOW.date())
    Person.objects.filter(pk="gwen").update(left_on=NOW.date())
    assert promises("hugo")["Each"].of == 7  # ada, lea, cora, finn, rita, otto, olga


def finding(key: str, state: str, days: int, due: int) -> None:
    at = NOW - timedelta(days=days)
    until = NOW.date() + timedelta(days=5) if state == "snoozed" else None
    FindingRow.objects.create(
        key=key, kind=next(iter(FindingKind)).value, seen="Seen.", sure={}, act=next(iter(ActKind)).value, says="Do.",
        until=until, duty="d", owner="lea", due=NOW.date() + timedelta(days=due), state=state, found_at=at,
        last_at=at, turned_at=at,
    )  # fmt: skip


def test_findings_that_wait_too_long_are_left_lying(cast: dict[str, Person]) -> None:
    finding("waits-long", "open", 15, -1)
    finding("waits-shortly", "reopened", 13, 3)
    finding("taken", "taken", 40, 3)
    finding("put-off", "snoozed", 40, 3)
    finding("done", "settled", 40, 3)
    finding("done-long-ago", "dismissed", 100, 3)
    told = promises("lea")["No"]
    assert (told.done, told.of, told.kept) == (1, 2, False)
    found = queries.desk(scope("lea"), "lea", NOW)
    assert found is not None
    loop = next(one for one in found.loops if one.name == "Findings")
    assert (loop.open, loop.late, loop.closed) == (3, 1, 1)


def test_recognition_of_this_month_counts_by_the_clock_of_the_house(cast: dict[str, Person]) -> None:
    for at in (datetime(2026, 10, 31, 22, 59, tzinfo=UTC), datetime(2026, 10, 31, 23, 1, tzinfo=UTC)):
        Recognition.objects.create(by="lea", person=cast["finn"], standard="s", once=str(at), sealed=b"", at=at)
    assert promises("lea")["Somebody"].done == 1  # the first was at 23:59 in Berlin, on the last of October


def test_cases_and_coachings_are_loops(cast: dict[str, Person]) -> None:
    for at in (NOW - timedelta(days=9), NOW):
        open_case(at=at, actor="finn", came_by="person", words="The hinge broke.", team="north")
    Coaching.objects.create(
        person="finn", coach="lea", standard="choose.seen", state="agreed", begun_by="lea", begun_at=NOW,
        check_on=NOW.date() - timedelta(days=1),
    )  # fmt: skip
    found = queries.desk(scope("lea"), "lea", NOW)
    assert found is not None
    told = {one.name: (one.open, one.late, one.closed) for one in found.loops}
    assert told["Cases of customers"] == (2, 1, 0) and told["Coachings"] == (1, 1, 0)


def test_a_coaching_is_late_by_the_clock_of_the_house(cast: dict[str, Person]) -> None:
    Coaching.objects.create(
        person="finn", coach="lea", standard="choose.seen", state="agreed", begun_by="lea", begun_at=NOW,
        check_on=date(2026, 11, 18),
    )  # fmt: skip
    for hour, late in ((22, 0), (23, 1)):  # in Berlin the 19th begins at 23:00 of Greenwich
        found = queries.desk(scope("lea"), "lea", datetime(2026, 11, 18, hour, 30, tzinfo=UTC))
        assert found is not None
        assert {one.name: one.late for one in found.loops}["Coachings"] == late, hour


def test_many_managers_are_read_with_as_many_queries_as_few(
    log_in: Log, now: object, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        person = Person.objects.create(name=f"Invented {number:02}")
        Grant.objects.create(person=person, role=Role.LEADER, team_id="north")
    client = log_in("hugo")
    with django_assert_max_num_queries(25):
        assert client.get("/followup/managers/").content.decode().count("Invented") == 30

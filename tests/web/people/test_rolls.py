"""Files of people: read in the ways that people save them, shown with every fault, taken over whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from clearbar.web.audit.models import Line
from clearbar.web.audit.seals import unseal
from clearbar.web.people.actions.rolls import take_over
from clearbar.web.people.models import Grant, Membership, Person, Role, Site, Team, Upload, User
from clearbar.web.people.rolls.reading import read
from clearbar.web.people.scope import scope_of
from tests.web.conftest import NOW

LogIn = Callable[[str], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

FILE = """name;team;site;since;role;e-mail;shift;kind
Nora Neu;Counter;Market;2026-02-01;leader;nora@example.test;early;
Björn Bär;Counter;Market;01.03.2026;;;late;human
Chat helper;Counter;Market;;;;;agent
Finn Frontline;Team North;;2026-01-01;;finn@example.test;night;
"""


def send(client: Client, content: str | bytes, name: str = "people.csv") -> HttpResponse:
    raw = content.encode() if isinstance(content, str) else content
    answer: HttpResponse = client.post("/people/import/", {"file": SimpleUploadedFile(name, raw)}, follow=True)
    return answer


def confirm(client: Client) -> str:
    told: str = client.post(f"/people/import/{Upload.objects.get().pk}/", follow=True).content.decode()
    return told


def everything() -> tuple[object, ...]:
    return (
        list(Person.objects.order_by("pk").values_list()),
        list(Membership.objects.order_by("pk").values_list()),
        list(Grant.objects.order_by("pk").values_list()),
        list(User.objects.order_by("pk").values_list("pk", "email", "username")),
        list(Team.objects.order_by("pk").values_list()),
        list(Site.objects.order_by("pk").values_list()),
    )


def test_a_file_is_shown_and_then_taken_over(log_in: LogIn) -> None:
    ada, before = log_in("ada"), everything()
    page = send(ada, FILE).content.decode()
    assert "Nothing has happened yet" in page and "is a new team at Market" in page
    assert "Team North: night shift" in page
    assert everything() == before
    confirm(ada)
    nora = Person.objects.get(name="Nora Neu")
    assert (nora.user.email, nora.user.has_usable_password()) == ("nora@example.test", False)
    assert list(nora.memberships.values_list("team__name", "team__site__name", "since", "shift")) == [
        ("Counter", "Market", date(2026, 2, 1), "early")
    ]
    assert list(nora.grants.values_list("role", "team__name")) == [("leader", "Counter")]
    bear = Person.objects.get(name="Björn Bär")
    assert bear.memberships.get().since == date(2026, 3, 1)
    helper = Person.objects.get(name="Chat helper")
    assert (helper.kind, helper.memberships.get().since) == ("agent", date(2026, 11, 18))
    assert Membership.objects.get(person="finn").shift == "night"
    assert Site.objects.get(name="Market").timezone == "Europe/Berlin"
    assert not Upload.objects.exists()


def test_each_person_of_a_file_has_a_line_with_sealed_values(log_in: LogIn) -> None:
    ada = log_in("ada")
    send(ada, FILE)
    confirm(ada)
    nora = Person.objects.get(name="Nora Neu")
    line = Line.objects.get(verb="imported", thing=nora.pk)
    assert (line.actor, line.subject) == ("ada", nora.pk)
    assert line.sealed is not None and unseal(nora.pk, line.sealed)["email"] == "nora@example.test"
    assert Line.objects.filter(verb="imported").count() == 4
    assert set(Line.objects.filter(kind__in=("site", "team")).values_list("verb", "thing")) == {
        ("added", "market"), ("added", "counter"),
    }  # fmt: skip


def test_the_same_file_again_changes_nothing(log_in: LogIn) -> None:
    ada = log_in("ada")
    send(ada, FILE)
    confirm(ada)
    before = everything()
    page = send(ada, FILE).content.decode()
    assert "This file changes nothing" in page and "Take all of it over" not in page
    confirm(ada)
    assert everything() == before


def test_every_fault_is_told_with_its_row_and_column(log_in: LogIn) -> None:
    ada, before = log_in("ada"), everything()
    content = (
        "name,id,kind,team,since,until,role,role for,e-mail,language\n"
        ",,,,,,,,,\n"
        "Nora,a b,robot,Team North,31/12/2026,,chief,planet,nora@,xx\n"
        "=cmd(),,,Team North,2026-02-01,2026-01-01,,,,\n"
        "Finn,otherid,,Team North,,,,,finn@example.test,\n"
        "Bo,,agent,Team North,,,leader,,bo@example.test,\n"
        "Otto,,,Nowhere,,,,,,\n"
        "Una,,,,2026-01-01,,,,,\n"
    )
    page = send(ada, content).content.decode()
    told = [
        ("3", "id"), ("3", "kind"), ("3", "since"), ("3", "role"), ("3", "role for"), ("3", "e-mail"),
        ("3", "language"),
        ("4", "name"), ("4", "until"), ("5", "e-mail"), ("6", "role"), ("6", "e-mail"), ("7", "site"), ("8", "team"),
    ]  # fmt: skip
    for line, column in told:
        assert f'<td class="number">{line}</td><th scope="row">{column}</th>' in page, (line, column)
    assert page.count('<td class="number">') == len(told)
    assert "6 rows must be mended first" in page and "31/12/2026" in page
    assert "Take all of it over" not in page
    assert "must be mended first. Nothing was taken over" in confirm(ada)
    assert everything() == before


def test_memberships_end_and_people_are_renamed_by_id(log_in: LogIn) -> None:
    ada = log_in("ada")
    page = send(ada, "id,name,team,until\nfinn,Finn Frontline-Smith,north,2026-11-30\n").content.decode()
    assert "in Team North until 2026-11-30" in page and "ended" in page
    confirm(ada)
    assert Person.objects.get(pk="finn").name == "Finn Frontline-Smith"
    assert Membership.objects.get(person="finn").until == date(2026, 11, 30)


def test_a_name_alone_means_the_one_who_is_in_that_team(log_in: LogIn) -> None:
    ada = log_in("ada")
    same = send(ada, "name,team\nfinn frontline,Team North\n").content.decode()
    assert "is called finn frontline from now on" in same
    other = send(ada, "name,team\nFinn Frontline,Team South\n").content.decode()
    assert "there is somebody called Finn Frontline already" in other and "comes" in other


def test_a_row_twice_counts_once_and_two_teams_are_two_rows(log_in: LogIn) -> None:
    ada = log_in("ada")
    rows = "Nora,n1,Team North\nNora,n1,Team South\nNora,n1,Team North\n"
    page = send(ada, "name,id,team\n" + rows).content.decode()
    assert "Row 4 says the same as row 2" in page
    confirm(ada)
    assert set(Membership.objects.filter(person="n1").values_list("team", flat=True)) == {"north", "south"}


def test_reviewers_and_administrators_are_for_the_house_and_leaders_for_their_team(log_in: LogIn) -> None:
    ada = log_in("ada")
    rows = "A,a1,Team North,reviewer,\nB,b1,Team North,leader,\nC,c1,Team North,leader,house\nD,d1,,admin,\n"
    send(ada, "name,id,team,role,role for\n" + rows)
    confirm(ada)
    assert set(Grant.objects.filter(person__in=("a1", "b1", "c1", "d1")).values_list("person", "role", "team")) == {
        ("a1", "reviewer", None), ("b1", "leader", "north"), ("c1", "leader", None), ("d1", "administrator", None),
    }  # fmt: skip


def test_two_rows_that_call_one_person_differently_are_a_fault(log_in: LogIn) -> None:
    page = send(log_in("ada"), "name,id\nNora,n1\nNorah,n1\n").content.decode()
    assert "Row 2 calls the same person Nora." in page


def test_only_who_sent_a_file_sees_it(log_in: LogIn) -> None:
    send(log_in("ada"), FILE)
    kept = Upload.objects.get()
    Grant.objects.create(person_id="finn", role=Role.ADMINISTRATOR)
    assert log_in("finn").get(f"/people/import/{kept.pk}/").status_code == 404
    assert log_in("finn").post(f"/people/import/{kept.pk}/").status_code == 404
    assert log_in("lea").get("/people/import/").status_code == 403


def test_an_excel_file_is_read_by_its_content_whatever_it_is_called(log_in: LogIn) -> None:
    stream = BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Name", "ID", "Team", "From", "Shift"])
        sheet.write_row(2, 0, ["Nora", 4711, "Team North"])
        sheet.write_datetime(2, 3, date(2026, 2, 1), book.add_format({"num_format": "dd/mm/yy"}))
        sheet.write_formula(2, 4, '=HYPERLINK("http://example.test")', value="early")
    ada = log_in("ada")
    assert "Nora" in send(ada, stream.getvalue(), "people.csv").content.decode()
    confirm(ada)
    held = Membership.objects.get(person="4711")
    assert (held.since, held.shift) == (date(2026, 2, 1), "early")


@pytest.mark.parametrize(
    "raw",
    [
        "name,team\nBjörn,Café\n".encode(),
        "\ufeffname,team\r\nBjörn,Café\r\n".encode(),
        "name;team\nBjörn;Café\n".encode("cp1252"),
        "name\tteam\nBjörn\tCafé\n".encode("utf-16"),
        '"name","team"\n"Björn","Café"\n'.encode(),
        "name|team\n\nBjörn|Café\n\n".encode(),
    ],
)
def test_letters_and_dividers_are_recognised(raw: bytes) -> None:
    table = read(raw)
    assert [cells for _, cells in table] == [["name", "team"], ["Björn", "Café"]]


def test_lines_are_those_of_the_file_also_after_a_cell_of_two_lines() -> None:
    assert [line for line, _ in read(b'name,x\n"A\nB",1\n\nC,2\n')] == [1, 2, 5]


def bomb() -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 70_000_000)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "no table"),
        (b"PK\x03\x04 and no more", "cannot be read"),
        (b'name,team\n"A,B\n', "quotation mark"),
        (b"name\n" + b"A\n" * 5001, "more than 5000 rows"),
        (b"name\n" + b"A" * 2_000_000, "larger than 2 MB"),
        (b"n\x81me;x\n\xff;y", "letters"),
    ],
)
def test_what_is_no_table_is_refused_in_words(raw: bytes, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        read(raw)


def test_a_workbook_that_unpacks_to_far_too_much_is_refused() -> None:
    with pytest.raises(ValidationError, match="far more"):
        read(bomb())


def test_a_refused_file_leaves_the_form_with_its_reason(log_in: LogIn) -> None:
    page = send(log_in("ada"), "surname,team\nA,B\n").content.decode()
    assert "one of them must be name" in page and not Upload.objects.exists()


def test_the_template_is_a_file_that_can_be_sent(log_in: LogIn) -> None:
    ada = log_in("ada")
    template = ada.get("/people/import/template.csv").content
    page = send(ada, template).content.decode()
    assert "must be mended" not in page and "Ines Example" in page
    confirm(ada)
    assert Grant.objects.get(person__name="Paul Example").team is not None


@pytest.mark.parametrize("count", [500, pytest.param(5000, marks=pytest.mark.slow)])
def test_a_large_file_is_taken_over_in_one_go(
    log_in: LogIn, django_assert_max_num_queries: Callable[..., object], count: int
) -> None:
    rows = "".join(f"Person {n},p{n},Team {n % 40},Market,p{n}@example.test,2026-01-01\n" for n in range(count))
    ada = log_in("ada")
    with django_assert_max_num_queries(120):  # type: ignore[attr-defined]
        page = send(ada, "name,id,team,site,e-mail,since\n" + rows).content.decode()
    assert f"would change {3 * count + 41:,} things" in page
    with django_assert_max_num_queries(100 + count // 5):  # type: ignore[attr-defined]
        confirm(ada)
    assert Membership.objects.filter(person__name__startswith="Person ").count() == count
    assert User.objects.filter(email__startswith="p").count() == count


def test_a_second_click_does_not_take_a_file_over_twice(log_in: LogIn, cast: dict[str, Person]) -> None:
    ada = log_in("ada")
    send(ada, "name,team\nNora,Team North\n")
    kept, scope = Upload.objects.get(), scope_of(cast["ada"], NOW.date())
    take_over(scope=scope, upload=kept, today=NOW.date(), at=NOW)
    with pytest.raises(ValidationError, match="already"):
        take_over(scope=scope, upload=Upload(pk=kept.pk or "gone", by="ada", rows=kept.rows), today=NOW.date(), at=NOW)
    assert Person.objects.filter(name="Nora").count() == 1

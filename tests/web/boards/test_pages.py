"""What each page says, and how: in sentences, as tables, as files, and with few queries."""

from __future__ import annotations

import gzip
import re
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client

from clearbar.measures import parse_where
from clearbar.web.boards import conditions, tasks
from clearbar.web.boards.filters import Choices, Chosen, FilterForm, days
from clearbar.web.boards.queries.acts import Waiting
from clearbar.web.boards.queries.home import home
from clearbar.web.boards.remembered import Remembered
from clearbar.web.book.models import Version
from clearbar.web.bridge import asking, pictures
from clearbar.web.ledger.models import Comment, Rating
from clearbar.web.people.models import Membership, Organisation, Person
from clearbar.web.people.scope import scope_of
from tests.web.boards.test_dignity import LogIn, text
from tests.web.conftest import NOW, SINCE

pytestmark = pytest.mark.django_db

PAGES = {
    "finn": ("/", "/me/", "/team/", "/team/north/", "/house/", "/ratings/", "/look/house/all/weeks/"),
    "cora": ("/", "/me/", "/team/", "/persons/finn/"),
    "rita": ("/", "/me/", "/team/", "/house/", "/analyst/", "/analyst/clearance/"),
    "lea": ("/", "/team/north/", "/analyst/met/"),
    "hugo": ("/", "/house/", "/look/house/all/sites/", "/look/house/all/consistency/", "/analyst/drift/", "/report/"),
    "ada": ("/", "/house/", "/team/north/", "/analyst/clearance/", "/report/"),
}
MOST_QUERIES = 20
TO_PRACTISE = 36
"""So many more ask what somebody has to practise, however much that is."""
TO_FOLLOW_UP = 20
"""More for what waits in follow-up, on walks and in privacy: two or three for each part, however much waits."""


def every_page(log_in: LogIn) -> list[tuple[Client, str]]:
    return [(log_in(name), path) for name, paths in PAGES.items() for path in paths]


@pytest.mark.slow
def test_every_page_opens_with_one_heading_and_few_queries(
    log_in: LogIn, heard: Version, django_assert_max_num_queries: Any
) -> None:
    for client, path in every_page(log_in):
        most = MOST_QUERIES + (TO_PRACTISE + TO_FOLLOW_UP if path in ("/", "/me/") else 0)
        with django_assert_max_num_queries(most, info=path):
            page = client.get(path)
        assert page.status_code == 200, path
        assert page.content.count(b"<h1") == 1, path
        assert not re.search(r"\bNone\b(?! of)", text(page.content)), path


@pytest.mark.parametrize("promise", ["10000001", "1e300", "inf", "nan"])
def test_a_promise_beyond_all_measure_is_told_to_be_so(log_in: LogIn, heard: Version, promise: str) -> None:
    page = log_in("hugo").get(f"/analyst/waits/?option-promise={promise}")
    assert page.status_code < 500 and 'aria-invalid="true"' in page.content.decode()


def test_before_anything_is_heard_each_page_says_what_will_be_here(log_in: LogIn, book: Version) -> None:
    for name, paths in PAGES.items():
        client = log_in(name)
        for path in paths:
            assert client.get(path).status_code == 200, path
    assert "Nobody has been heard yet" in text(log_in("finn").get("/").content)
    Organisation.objects.update(ready_at=None)
    ada = scope_of(Person.objects.get(pk="ada"), NOW.date())
    assert home(ada, NOW, Waiting(ada, NOW)).address == "/setup/begin/"
    assert "/surveys/" in log_in("hugo").get("/").content.decode()


def test_a_page_of_twenty_more_people_takes_no_more_queries(
    log_in: LogIn, heard: Version, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        person = Person.objects.create(id=f"more-{number}", name=f"More {number:02}")
        Membership.objects.create(person=person, team_id="north", since=SINCE)
    client = log_in("cora")
    for path in ("/", "/team/", "/ratings/"):
        most = MOST_QUERIES + (TO_PRACTISE + TO_FOLLOW_UP if path in ("/", "/me/") else 0)
        with django_assert_max_num_queries(most, info=path):
            assert client.get(path).status_code == 200


def test_home_tells_who_serves_what_was_said_of_them_this_week(log_in: LogIn, heard: Version) -> None:
    page = text(log_in("finn").get("/").content)
    # Week 46: three reviews, one answer without a name, and finn's answer of that week to the ninth place of nine.
    assert "This week five answers speak of you." in page
    assert re.search(r"was good in \d+ of \d+ answers \(\d+–\d+ %\)", page)


def test_home_tells_a_coach_of_nobody_for_whom_too_little_is_sure(log_in: LogIn, heard: Version) -> None:
    page = text(log_in("cora").get("/").content)
    assert "Talk with" not in page
    assert "Of three persons whom you coach too little was heard" in page  # the agent, the administrator, the leader


def test_the_house_tells_what_customers_say_in_words_with_its_range(log_in: LogIn, heard: Version) -> None:
    page = text(log_in("finn").get("/house/").content)
    assert "36 of 48 (" in page  # 9 + 6 + 8 + 7 + 4 at the bar, and two of the four by phone
    assert "customers say" in page
    assert "6 of 6 (" in page
    assert "All numbers as a table" in page


def test_a_coach_finds_the_way_to_practice_of_who_they_coach_and_the_person_what_to_practise(
    log_in: LogIn, heard: Version
) -> None:
    page = log_in("cora").get("/persons/finn/").content.decode()
    for address in ("/practice/learning/finn/", "/practice/rehearse/of/finn/"):
        assert f'href="{address}"' in page and log_in("cora").get(address).status_code == 200
    own = log_in("finn").get("/me/").content.decode()
    assert "To do today" in own and 'href="/practice/sign/"' in own
    assert "/practice/learning/finn/" not in own


def test_my_day_shows_promise_level_and_words_without_address_or_number(log_in: LogIn, heard: Version) -> None:
    columns = {"standard": "choose.seen", "edition": "e", "source": "customer", "week": 202646, "level": 5}
    known = Rating.objects.create(rating="x", response="anon", person="finn", **columns)
    shown = log_in("finn").get("/ratings/?standard=choose.seen").content.decode()
    identifier = re.search(r"exemplary", shown)
    assert identifier
    found = asking.ratings(scope_of(Person.objects.get(pk="finn"), NOW.date()), where="standard = 'choose.seen'")
    anonymous = next(row for row in found if row["day"] is None)
    known.rating = anonymous["rating"]
    known.save()
    told = "Eve met me. Call 020 7946 0018 or write to kim@example.test <b>now</b>"
    Comment.objects.create(response="anon", kind=Comment.Kind.OPEN, text=told, week=202646)
    Comment.objects.create(response="anon", kind=Comment.Kind.OPEN, text="of gwen", week=202646, person="gwen")
    page = log_in("finn").get("/me/").content.decode()
    assert "Call [phone number] or write to [e-mail address] &lt;b&gt;now&lt;/b&gt;" in page
    assert "of gwen" not in page
    assert "You waited 2 minutes at most." in page
    assert "in the week of 9 November 2026" in page


def test_filters_choose_from_lists_and_say_what_they_left_out(log_in: LogIn, heard: Version) -> None:
    client = log_in("ada")
    page = client.get("/house/", {"site": "s-north' or 1 = 1 --", "period": "99", "source": "customer"})
    assert page.status_code == 200
    assert text(page.content).count("There is none like that") == 2
    assert "36 of 48" in text(page.content)
    assert "from customers" in text(page.content)


@pytest.mark.parametrize("value", ["plain", "it's", "' or '1'='1", "a''b", "\\'", "--", "ö;✓", "x' and site = 'y"])
def test_a_value_stays_one_value_whatever_is_in_it(value: str) -> None:
    condition = parse_where(conditions.every(conditions.equal("channel", value), conditions.weeks(202601, 202605)))
    assert condition.values == (value, 202601, 202605)
    assert parse_where(conditions.one_of("person", [value, "b"])).values == tuple(sorted([value, "b"]))


def test_no_other_column_is_compared() -> None:
    for made in (conditions.equal, lambda column, value: conditions.one_of(column, [value])):
        with pytest.raises(ValueError, match="do not ask about"):
            made("rater", "rita")


def test_presets_are_the_newest_weeks_in_which_something_was_said() -> None:
    there = Choices(tuple(range(202540, 202553)) + tuple(range(202601, 202611)))
    chosen = FilterForm({"period": "13"}, there).chosen()
    assert (chosen.first, chosen.last) == (202550, 202610)
    assert chosen.where() == "week between 202550 and 202610"
    assert FilterForm({"period": "all"}, there).chosen().where() == ""
    assert Chosen("4", topic="a&b", first=1, last=2).query == "period=4&topic=a%26b"
    assert days(202550, 202610) == "8 December 2025 to 8 March 2026"


def test_files_hold_what_the_screen_shows_and_say_of_what_and_when(log_in: LogIn, heard: Version) -> None:
    client = log_in("ada")
    answer = client.get("/board/house/all/file.xlsx?source=customer")
    assert (
        answer.headers["Content-Disposition"] == 'attachment; filename="clearbar-house-standards-202638-to-202646.xlsx"'
    )
    with ZipFile(BytesIO(answer.content)) as parts:
        cells = " ".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))
    assert "being seen at once" in cells
    assert "14 September to 15 November 2026; from customers" in cells
    assert "<v>36</v>" in cells
    sheet = client.get("/board/house/all/file.csv?source=customer").content.decode("utf-8-sig")
    assert "from customers" in sheet
    assert client.get("/board/house/all/file.parquet").content[:4] == b"PAR1"
    assert client.get("/board/house/all/file.exe").status_code == 404
    assert client.get("/board/planet/all/file.csv").status_code == 404


def test_charts_are_kept_by_browsers_under_an_address_that_changes_with_them(log_in: LogIn, heard: Version) -> None:
    page = log_in("finn").get("/house/").content.decode()
    addresses = re.findall(r'(?:href|src)="(/charts/[^"]+)"', page)
    assert len(addresses) == 2
    for address in addresses:
        answer = Client().get(address, headers={"Accept-Encoding": "gzip"})
        assert "immutable" in answer.headers["Cache-Control"]
        assert len(gzip.decompress(answer.content)) > 1000
        assert Client().get(address).content == gzip.decompress(answer.content)
    assert Client().get("/charts/0123/script.js").status_code == 404
    data = page[page.index('id="charts">') : page.index("</script>", page.index('id="charts">'))]
    assert "<" not in data.removeprefix('id="charts">')
    assert "style=" not in page


def test_what_was_drawn_of_an_answer_is_not_drawn_again(log_in: LogIn, heard: Version, monkeypatch: Any) -> None:
    client = log_in("finn")
    client.get("/house/")
    monkeypatch.setattr("clearbar.flow.inform.fragment", lambda *_, **__: pytest.fail("it was drawn again"))
    assert client.get("/house/").status_code == 200
    assert len(pictures._drawn) <= pictures.MOST


def test_a_question_that_cannot_be_asked_is_told_at_the_form(log_in: LogIn, heard: Version) -> None:
    client = log_in("hugo")
    page = text(client.get("/analyst/ranks/?asks=1&by=standard&by=nonsense").content)
    assert "nonsense is not one of the available choices" in page
    assert client.get("/analyst/severity/").status_code == 404
    assert client.get("/analyst/nothing/").status_code == 404
    assert log_in("finn").get("/analyst/").status_code == 403


def test_values_are_remembered_for_as_long_as_they_are_worth() -> None:
    counted: list[int] = []

    def count() -> int:
        counted.append(1)
        return len(counted)

    held: Remembered[int] = Remembered(most=2)
    assert held.get("a", count) == 1
    held._held["a"].took = 10.0
    assert held.get("a", count) == 1
    held._held["a"].took = 0.0
    assert held.get("a", count) == 2
    held._held["a"].took, held._held["a"].at = 1.0, -1e9
    assert held.get("a", count) == 2  # the old one, while a thread counts
    for key in "bcd":
        held.get(key, count)
    assert len(held._held) <= 3


@pytest.mark.slow
def test_the_report_is_written_by_a_job_and_shows_no_person(
    log_in: LogIn, heard: Version, own_data_folder: Path
) -> None:
    assert "It is being written now" in text(log_in("hugo").get("/report/").content)
    tasks.write_report(now=NOW)
    written = (own_data_folder / "report" / "of.json").stat().st_mtime_ns
    tasks.write_report(now=NOW)
    assert (own_data_folder / "report" / "of.json").stat().st_mtime_ns == written
    page = log_in("hugo").get("/report/whole/")
    assert page.status_code == 200
    assert "script-src 'sha256-" in page.headers["Content-Security-Policy"]
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    for name in ("finn", "Finn", "gwen", "rita", "otto", "South shop", "s-south"):
        assert not re.search(rf"\b{name}\b", page.content.decode()), name
    for name in ("finn", "lea", "cora", "rita", "olga"):
        assert log_in(name).get("/report/").status_code == 403
        assert log_in(name).get("/report/whole/").status_code == 403
        assert log_in(name).get("/report/report.pdf").status_code == 403
    assert log_in("ada").get("/report/report.pdf").status_code == 200

"""The draft: how it begins, its forms, what the rules say beside each field, and two who write at once."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from clearbar.web.audit.models import Line
from clearbar.web.book import fields, queries
from clearbar.web.book.actions import drafts
from clearbar.web.book.forms.things import ThingForm
from clearbar.web.book.models import Draft, Version
from clearbar.web.bridge import books, drafting
from clearbar.web.people.models import Person
from clearbar.web.people.scope import scope_of
from tests.web.book.conftest import LogIn, form_of, said
from tests.web.conftest import DEMO_BOOK, NOW

ID = "choose.at-home"
ADDRESS = f"/book/draft/standard/{ID}/"


def addresses(files: books.Files) -> list[str]:
    """The form of each thing of a draft."""
    found = ["/book/draft/book/"]
    for journey in drafting.outline_of(files):
        for one in journey.walk():
            name = one.id.replace("/", "/step/")
            found.append(f"/book/draft/{'journey' if one.kind == 'step' else one.kind}/{name}/")
    return found


def now() -> Draft:
    return Draft.objects.get()


@pytest.mark.django_db
def test_who_leads_no_whole_house_neither_sees_nor_writes_a_draft(draft: Draft, log_in: LogIn) -> None:
    pages = ["/book/draft/", "/book/draft/begin/", "/book/draft/publish/", "/book/draft/discard/", "/book/promises/",
             "/book/draft/draft.zip", "/book/draft/file/book.yaml/", "/book/draft/journeys/new/", "/book/sheet/",
             f"/book/draft/remove/standard/{ID}/", "/book/journeys/choose-glasses/heard/",
             *addresses(draft.files)[:4]]  # fmt: skip
    for name in ("lea", "finn"):
        client = log_in(name)
        for address in pages:
            assert client.post(address, {"token": draft.token}).status_code == 403, address
            assert name == "finn" or client.get(address).status_code == 403, address
        assert client.post("/book/draft/move/", {"thing": f"standard {ID}", "way": "up"}).status_code == 403
    assert now().changed == 0


@pytest.mark.django_db
def test_a_draft_begins_from_the_starter_of_each_trade(cast: dict[str, Person], hugo: Client) -> None:
    assert len(books.TRADES) == 5
    for trade in books.TRADES:
        hugo.post("/book/draft/begin/", {"how": "starter", "trade": trade})
        assert now().files == books.starter(trade, "Harbour Stores (invented)")
        hugo.post("/book/draft/discard/", {"token": now().token})


@pytest.mark.django_db
def test_a_form_that_is_saved_as_it_came_changes_nothing(draft: Draft, hugo: Client) -> None:
    for address in addresses(draft.files)[:4]:
        assert hugo.post(address, form_of(hugo, address)).status_code == 302, address
    assert (now().files, now().changed) == (draft.files, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("trade", [*books.TRADES, "demo"])
def test_every_field_of_every_thing_goes_through_its_form_and_comes_back(trade: str) -> None:
    files = books.starter(trade) if trade != "demo" else {
        file.relative_to(DEMO_BOOK).as_posix(): file.read_text() for file in DEMO_BOOK.rglob("*.yaml")
    }  # fmt: skip
    things = [("book", ""), *((one.kind, one.id) for each in drafting.outline_of(files) for one in each.walk())]
    for kind, id in things:
        before = queries.things_fields(files, kind, id)
        assert before is not None
        pairs = [(other, other) for other_kind, other in things if other_kind == "standard"]
        form = ThingForm(kind, {**before, "token": "1.0"}, initial=before, pairs=pairs)
        assert form.is_valid(), (id, form.errors)
        typed = form.typed()
        assert {name: fields.tidy(value) for name, value in typed.items()} == {
            name: fields.tidy(value) for name, value in before.items()
        }
        assert drafting.set_fields(files, kind, id, fields.to_set(typed, set(typed))) == files


@pytest.mark.django_db
def test_an_edit_changes_its_line_and_no_other(draft: Draft, hugo: Client) -> None:
    told = form_of(hugo, ADDRESS)
    hugo.post(ADDRESS, {**told, "owner": "the\r\noptician"})
    old, new = (files["journeys/choose-glasses.yaml"].split("\n") for files in (draft.files, now().files))
    apart = [line for line in new if line not in old]
    assert [line.strip() for line in apart][:1] == ["owner: |-"] and len(apart) <= 3
    line = Line.objects.get(verb="edited standard")
    assert (line.actor, line.thing, line.fields, line.sealed) == ("hugo", ID, ["owner"], None)


@pytest.mark.django_db
def test_findings_stand_beside_their_field_while_typing_and_nothing_is_saved(draft: Draft, hugo: Client) -> None:
    told = form_of(hugo, ADDRESS)
    typed = {**told, "promise": "We promptly help you.", "target": "900%"}
    answer = hugo.post(f"{ADDRESS}?looking=1", typed, headers={"HX-Request": "true"})
    parts = dict(re.findall(r'<div id="told-([^"]+)"[^>]*>(.*?)</div>', answer.content.decode(), re.DOTALL))
    assert "CB007" in parts["target"] and "Fault" in parts["target"]
    assert parts["owner"] == ""
    answer = hugo.post(f"{ADDRESS}?looking=1", {**typed, "target": "90%"}, headers={"HX-Request": "true"})
    parts = dict(re.findall(r'<div id="told-([^"]+)"[^>]*>(.*?)</div>', answer.content.decode(), re.DOTALL))
    assert "CB111" in parts["promise"] and parts["target"] == ""
    assert now().changed == 0


@pytest.mark.django_db
def test_a_finding_is_told_without_javascript_after_saving(draft: Draft, hugo: Client) -> None:
    hugo.post(ADDRESS, {**form_of(hugo, ADDRESS), "promise": "We promptly help you."})
    page = said(hugo, ADDRESS)
    field = page[page.index('id="told-promise"') :]
    assert "CB111" in field[: field.index("</div>")]
    assert "journeys/choose-glasses.yaml:" in said(hugo, "/book/draft/")


@pytest.mark.django_db
def test_what_no_file_can_hold_is_refused_and_what_was_typed_is_kept(draft: Draft, hugo: Client) -> None:
    typed = {**form_of(hugo, ADDRESS), "check.kind": "first_response", "check.settings": "within: [2 min",
             "do": "Typed with care."}  # fmt: skip
    page = hugo.post(ADDRESS, typed).content.decode()
    assert re.search(r"line \d", page) and "Typed with care." in page and "within: [2 min" in page
    assert now().changed == 0


@pytest.mark.django_db
def test_a_check_is_set_by_its_form(draft: Draft, hugo: Client) -> None:
    typed = {**form_of(hugo, ADDRESS), "check.kind": "first_response", "check.settings": "within: 2 min\nbots: false"}
    assert hugo.post(ADDRESS, typed).status_code == 302
    placed = books.read(now().files).find(ID)
    assert placed and placed.standard.check and placed.standard.check.kind == "first_response"
    typed["check.settings"] = "within: soon"
    hugo.post(ADDRESS, {**typed, "token": now().token})
    page = said(hugo, ADDRESS)
    field = page[page.index('id="told-check-settings"') :]
    assert "CB012" in field[: field.index("</div>")]


@pytest.mark.django_db
def test_two_who_edit_the_same_standard_do_not_overwrite_each_other_unseen(draft: Draft, log_in: LogIn) -> None:
    hugo, ada = log_in("hugo"), log_in("ada")
    first, second = form_of(hugo, ADDRESS), form_of(ada, ADDRESS)
    hugo.post(ADDRESS, {**first, "promise": "Hugo promises.", "owner": "head of shop"})
    answer = ada.post(ADDRESS, {**second, "promise": "Ada promises.", "do": "Ada says how."})
    page = answer.content.decode()
    assert answer.status_code == 409 and "Hugo Head changed the draft meanwhile." in page
    assert "Hugo promises." in page and "Ada promises." in page and "Ada says how." in page
    placed = books.read(now().files).find(ID)
    assert placed and placed.standard.promise == "Hugo promises."
    again = {bound.html_name: bound.value() for bound in answer.context["form"]}
    assert again["owner"] == "head of shop"  # what Ada did not touch is what Hugo made of it
    assert ada.post(ADDRESS, again).status_code == 302
    placed = books.read(now().files).find(ID)
    assert placed
    held = placed.standard
    assert (held.promise, held.do, held.owner) == ("Ada promises.", "Ada says how.", "head of shop")


@pytest.mark.django_db
def test_two_who_edit_different_things_both_keep_their_work(draft: Draft, log_in: LogIn) -> None:
    hugo, ada = log_in("hugo"), log_in("ada")
    second = form_of(ada, "/book/draft/book/")
    hugo.post(ADDRESS, {**form_of(hugo, ADDRESS), "owner": "head of shop"})
    answer = ada.post("/book/draft/book/", {**second, "value": "You see well."}, follow=True)
    assert "Saved. Hugo Head changed the draft meanwhile." in answer.content.decode()
    whole = books.read(now().files)
    placed = whole.find(ID)
    assert placed and (whole.value, placed.standard.owner) == ("You see well.", "head of shop")


@pytest.mark.django_db
def test_who_edits_a_thing_that_went_keeps_what_they_typed(draft: Draft, log_in: LogIn) -> None:
    hugo, ada = log_in("hugo"), log_in("ada")
    typed = {**form_of(ada, ADDRESS), "do": "Typed with care."}
    hugo.post(f"/book/draft/remove/standard/{ID}/", {"token": now().token})
    answer = ada.post(ADDRESS, typed)
    assert answer.status_code == 409 and "Typed with care." in answer.content.decode()
    hugo.post("/book/draft/discard/", {"token": now().token})
    assert ada.post(ADDRESS, typed).status_code == 404


@pytest.mark.django_db
def test_a_file_as_text_tells_faults_at_their_line_and_survives_two_writers(draft: Draft, log_in: LogIn) -> None:
    hugo, ada = log_in("hugo"), log_in("ada")
    address = "/book/draft/file/book.yaml/"
    first, second = form_of(hugo, address), form_of(ada, address)
    text = str(first["text"])
    line = text.count("\n") + 1
    hugo.post(address, {**first, "text": (text + "nonsense: yes\n").replace("\n", "\r\n")})
    assert now().files["book.yaml"] == text + "nonsense: yes\n"
    page = said(hugo, address)
    assert f"line {line}:" in page and "CB005" in page
    answer = ada.post(address, {**second, "text": text + "# Ada was here\n"})
    page = answer.content.decode()
    assert answer.status_code == 409 and "+nonsense: yes" in page and "# Ada was here" in page
    assert now().files["book.yaml"] == text + "nonsense: yes\n"
    again = {bound.html_name: bound.value() for bound in answer.context["form"]}
    ada.post(address, again)
    assert now().files["book.yaml"] == text + "# Ada was here\n"


@pytest.mark.django_db
def test_a_broken_file_leads_to_its_text_and_the_others_are_still_looked_at(draft: Draft, hugo: Client) -> None:
    address = "/book/draft/file/journeys/choose-glasses.yaml/"
    told = form_of(hugo, address)
    hugo.post(address, {**told, "text": "journey: [\n"})
    page = said(hugo, "/book/draft/")
    assert "journeys/choose-glasses.yaml:" in page and "CB001" in page and "CB161" in page
    answer = hugo.get(ADDRESS)
    assert answer.status_code == 302 and answer["Location"] == address


@pytest.mark.django_db
def test_a_draft_begins_from_an_archive_or_from_files_byte_by_byte(book: Version, hugo: Client) -> None:
    archive = hugo.get("/book/versions/1/book.zip").content
    more = BytesIO(archive)
    with ZipFile(more, "a") as further:
        further.writestr("notes.txt", "not ours")
    given = SimpleUploadedFile("mine.zip", more.getvalue(), "application/zip")
    answer = hugo.post("/book/draft/begin/", {"how": "files", "book_files": [given]}, follow=True)
    assert "notes.txt is no file of a book and was left out." in answer.content.decode()
    assert now().files == book.files
    assert hugo.get("/book/draft/draft.zip").content == archive
    hugo.post("/book/draft/discard/", {"token": now().token})
    single = [SimpleUploadedFile(name.rpartition("/")[2], text.encode()) for name, text in book.files.items()]
    hugo.post("/book/draft/begin/", {"how": "files", "book_files": single})
    assert now().files == book.files


@pytest.mark.django_db
def test_files_that_are_none_of_a_book_are_refused_with_their_place(cast: dict[str, Person], hugo: Client) -> None:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("../book.yaml", "organisation: x")
    bad = [
        ([SimpleUploadedFile("a.zip", packed.getvalue())], "leads out of the archive"),
        ([SimpleUploadedFile("a.zip", b"PK\x03\x04 no zip")], "no zip archive"),
        ([SimpleUploadedFile("book.yaml", b"a: b\nc: \xff")], "book.yaml:2"),
        ([SimpleUploadedFile("picture.png", b"\x89PNG")], "no file of a book"),
        ([SimpleUploadedFile("big.yaml", b"a" * 5_000_001)], "5,000,000 bytes"),
        ([], "This field is required"),
    ]
    for files, words in bad:
        answer = hugo.post("/book/draft/begin/", {"how": "files", "book_files": files})
        assert answer.status_code == 200 and words in answer.content.decode(), words
    assert not Draft.objects.exists()
    faulty = SimpleUploadedFile("book.yaml", b"organisation: Us\nvalu: x\n")
    page = hugo.post("/book/draft/begin/", {"how": "files", "book_files": [faulty]}, follow=True).content.decode()
    assert "book.yaml:2" in page and "CB005" in page  # it begins, and is mended here


@pytest.mark.django_db
def test_there_is_one_draft(draft: Draft, cast: dict[str, Person], hugo: Client) -> None:
    assert hugo.post("/book/draft/begin/", {"how": "starter", "trade": "shop"})["Location"] == "/book/draft/"
    with pytest.raises(Exception, match="begun a draft already"):
        drafts.begin(scope=scope_of(cast["ada"], NOW.date()), files={}, at=NOW)
    assert now().files == draft.files


def parked(kind: str) -> list[str]:
    things = [one for journey in drafting.outline_of(now().files) for one in journey.walk()]
    return [one.id for one in things if one.kind == kind and one.id.startswith("park")]


@pytest.mark.django_db
def test_things_come_move_and_go(draft: Draft, hugo: Client) -> None:
    hugo.post("/book/draft/journeys/new/", {"title": "Park a car", "audience": "customer", "id": "park"})
    assert hugo.post("/book/draft/journey/park/steps/new/", {"title": "Turn in", "stage": "front", "id": "in"})
    hugo.post("/book/draft/journey/park/steps/new/", {"title": "Sweep", "stage": "back", "id": "sweep"})
    for name in ("park.one", "park.two"):
        new = {"promise": f"You find a place {name}.", "id": name}
        hugo.post("/book/draft/journey/park/step/in/standards/new/", new)
    assert (parked("step"), parked("standard")) == (["park/in", "park/sweep"], ["park.one", "park.two"])
    move = {"token": now().token, "thing": "standard park.two", "way": "up"}
    assert hugo.post("/book/draft/move/", move).status_code == 302
    assert parked("standard") == ["park.two", "park.one"]
    hugo.post("/book/draft/move/", {**move, "way": "park/sweep"})  # an old form: nothing moves
    assert "changed the draft meanwhile" in said(hugo, "/book/draft/")
    hugo.post("/book/draft/move/", {**move, "token": now().token, "way": "park/sweep"})
    hugo.post("/book/draft/move/", {"token": now().token, "thing": "step park/in", "way": "down"})
    assert (parked("step"), parked("standard")) == (["park/sweep", "park/in"], ["park.two", "park.one"])
    page = said(hugo, "/book/draft/remove/journey/park/")
    assert "the standard park.one" in page and "the step park/sweep" in page
    hugo.post("/book/draft/remove/journey/park/", {"token": now().token})
    assert now().files == draft.files
    verbs = set(Line.objects.values_list("verb", flat=True))
    assert {"added journey", "added step", "added standard", "moved standard", "removed journey"} <= verbs


@pytest.mark.django_db
def test_an_id_that_is_taken_or_none_is_told_at_its_field_and_the_rest_is_kept(draft: Draft, hugo: Client) -> None:
    address = "/book/draft/journeys/new/"
    for name, words in (("choose-glasses", "is taken"), ("Park It", "small letters")):
        page = hugo.post(address, {"title": "Typed with care", "audience": "vendor", "id": name}).content.decode()
        assert words in page and "Typed with care" in page and '<option value="vendor" selected>' in page
    assert now().changed == 0


@pytest.mark.django_db
def test_an_old_form_is_met_even_when_it_is_older_than_what_is_remembered(draft: Draft, hugo: Client) -> None:
    typed = {**form_of(hugo, ADDRESS), "do": "Typed with care."}
    hugo.post(ADDRESS, {**typed, "do": "Other."})
    now().earlier.all().delete()
    answer = hugo.post(ADDRESS, typed)
    assert answer.status_code == 409 and "Typed with care." in answer.content.decode()
    assert queries.things_fields(now().files, "standard", ID)["do"] == "Other."  # type: ignore[index]

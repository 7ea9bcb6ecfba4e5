"""A journey begins with what customers say."""

from __future__ import annotations

import pytest
from django.test import Client

from clearbar.web.audit.models import Line
from clearbar.web.book.forms.listening import single
from clearbar.web.book.models import Complaint, Draft, Sheet
from tests.web.book.conftest import said

PAGE = "/book/journeys/choose-glasses/heard/"
CARD = "4111 1111 1111 1111"


@pytest.mark.django_db
def test_a_new_journey_begins_with_five_questions(draft: Draft, hugo: Client) -> None:
    new = {"title": "Park a car", "audience": "customer", "id": "park"}
    answer = hugo.post("/book/draft/journeys/new/", new, follow=True)
    assert answer.redirect_chain[-1][0] == "/book/journeys/park/heard/"
    blank = said(hugo, "/book/sheet/")
    assert blank.count("<li>") - blank.split("<main")[0].count("<li>") == 5
    form = said(hugo, "/book/journeys/park/heard/sheet/")
    assert form.count("<textarea") == 5


@pytest.mark.django_db
def test_a_sheet_is_kept_without_card_numbers_and_shown_beside_the_forms_without_addresses(
    draft: Draft, hugo: Client
) -> None:
    told = {"told_by": "first visit", "answer_1": f"I paid with {CARD}.", "answer_3": "Write to ann@example.org."}
    hugo.post(f"{PAGE}sheet/", told)
    sheet = Sheet.objects.get()
    assert sheet.answers == ["I paid with [card number].", "", "Write to ann@example.org.", "", ""]
    for address in (PAGE, "/book/draft/journey/choose-glasses/", "/book/draft/standard/choose.at-home/"):
        page = said(hugo, address)
        assert "first visit" in page and "[card number]" in page and "ann@example.org" not in page
        assert page.count("What did you want to get done?") == 1
    hugo.post(f"{PAGE}sheet/{sheet.pk}/", {**told, "answer_1": "A pair by Friday."})
    assert Sheet.objects.get().answers[0] == "A pair by Friday."
    hugo.post(f"{PAGE}sheet/{sheet.pk}/drop/")
    assert not Sheet.objects.exists()
    assert not Line.objects.filter(kind="interview sheet").exclude(sealed=None).exists()


@pytest.mark.django_db
def test_an_empty_sheet_is_no_sheet(draft: Draft, hugo: Client) -> None:
    page = hugo.post(f"{PAGE}sheet/", {"told_by": "Typed with care."}).content.decode()
    assert "at least one answer" in page and "Typed with care." in page and not Sheet.objects.exists()


@pytest.mark.parametrize(
    ("pasted", "found"),
    [
        ("One.\r\n\r\nTwo\r\nlines.\r\n\r\n\r\nThree.", ["One.", "Two\nlines.", "Three."]),
        ("One.\nTwo.\n", ["One.", "Two."]),
        ("- One.\n- Two.", ["One.", "Two."]),
        ("1. One.\n\n2. Two.", ["One.", "Two."]),
        ("I waited 3.5 hours.", ["I waited 3.5 hours."]),
        ("\n\n Only one. \n\n", ["Only one."]),
    ],
)
def test_pasted_complaints_are_split_into_single_ones(pasted: str, found: list[str]) -> None:
    assert single(pasted) == found


@pytest.mark.django_db
def test_complaints_are_kept_once_without_card_numbers_and_ticked_off(draft: Draft, hugo: Client) -> None:
    pasted = f"They charged {CARD} twice.\n\nNobody looked up."
    hugo.post(PAGE, {"text": pasted})
    hugo.post(PAGE, {"text": pasted})
    first, second = Complaint.objects.all()
    assert (first.text, second.text) == ("They charged [card number] twice.", "Nobody looked up.")
    assert "2 of 2 are answered by no standard yet" in said(hugo, PAGE)
    hugo.post(f"{PAGE}complaint/{second.pk}/", {f"c{second.pk}-answered_by": "choose.at-home"})
    second.refresh_from_db()
    assert second.answered_by == "choose.at-home"
    assert "1 of 2 is answered by no standard yet" in said(hugo, PAGE)
    assert "answered by choose.at-home" in said(hugo, "/book/draft/journey/choose-glasses/")
    hugo.post(f"{PAGE}complaint/{first.pk}/", {f"c{first.pk}-answered_by": "no.such"})
    first.refresh_from_db()
    assert first.answered_by == ""
    hugo.post(f"{PAGE}complaint/{first.pk}/", {"drop": "1"})
    assert Complaint.objects.get() == second
    assert hugo.get("/book/journeys/none/heard/").status_code == 404

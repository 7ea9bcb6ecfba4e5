"""Erasing what follow-up and walks hold: cases, letters, coachings, files, thanks, walks, findings."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from clearbar.web.audit.models import SubjectKey
from clearbar.web.audit.seals import of_customer, seal, unseal
from clearbar.web.boards.queries.acts import Waiting
from clearbar.web.book.models import Version
from clearbar.web.followup.actions.pulse import answer_pulse, close_quarters
from clearbar.web.followup.holding_correction import Corrections
from clearbar.web.followup.models.arriving import Arrival
from clearbar.web.followup.models.coaching import Coaching
from clearbar.web.followup.models.correction import Correction, CorrectionStep
from clearbar.web.followup.models.findings import FindingRow
from clearbar.web.followup.models.peers import OwnRating
from clearbar.web.followup.models.pulse import PulseSalt
from clearbar.web.followup.models.recovery import Case
from clearbar.web.followup.queries.correction import whole
from clearbar.web.followup.queries.correction_evidence import with_quotes
from clearbar.web.followup.queries.recovery_mark import mark_of
from clearbar.web.people.models import Grant, Person, Role
from clearbar.web.people.scope import Scope, scope_of
from clearbar.web.privacy.actions.erasing import ask, confirm, take_out
from clearbar.web.privacy.models.keeping import Span
from clearbar.web.privacy.queries.erasing import preview
from clearbar.web.privacy.queries.own import held
from clearbar.web.privacy.queries.subjects import customer, customers_reached, person
from clearbar.web.walks.models.walk import WalkPhoto, WalkStep
from tests.web.conftest import NOW
from tests.web.privacy import said
from tests.web.privacy import said_followup as followed
from tests.web.privacy.test_erasing import in_tables

pytestmark = pytest.mark.django_db
CUSTOMER = said.CUSTOMER


@pytest.fixture
def house(cast: dict[str, Person], book: Version, now: datetime) -> dict[str, Person]:
    """The cast, two administrators, and all that `said` and `said_followup` seed."""
    said.seed(cast["rita"], book, now)
    Grant.objects.create(person=cast["hugo"], role=Role.ADMINISTRATOR)
    followed.seed(NOW)
    return cast


def scope(name: str) -> Scope:
    return scope_of(Person.objects.get(pk=name), NOW.date())


def erase(kind: str, id_: str, reached: str = "") -> None:
    asked = ask(scope=scope("ada"), kind=kind, id=id_, reason="asked by letter", at=NOW, reached=reached)
    confirm(scope=scope("hugo"), erasure=asked, at=NOW)


def told(subject: object) -> str:
    return str([(one.name, one.rows) for one in held(subject)])  # type: ignore[arg-type]


@pytest.mark.usefixtures("house")
def test_only_what_a_finding_says_is_in_clear_and_no_notice_says_anything() -> None:
    words = followed.CUSTOMERS | followed.LEAVERS | followed.FILED | {"unreadable": followed.UNREADABLE}
    assert in_tables(words) == {("what a finding says", "followup_findingrow")}


@pytest.mark.usefixtures("house")
def test_a_customer_gets_their_case_and_letter_and_is_found_by_their_address() -> None:
    found = customers_reached(said.ADDRESS.upper())
    assert CUSTOMER in found and len(found) == 2, "the case, and the letter that belongs to nobody known"
    text = "".join(told(customer(one, said.ADDRESS)) for one in found)
    assert not {what for what, word in followed.CUSTOMERS.items() if word not in text}
    assert not {what for what, word in (followed.LEAVERS | followed.FILED).items() if word in text}


@pytest.mark.usefixtures("house")
def test_a_person_gets_every_word_of_theirs_and_none_of_a_customers() -> None:
    text, theirs = told(person(said.LEAVER)), followed.LEAVERS | followed.FILED
    assert not {what for what, word in theirs.items() if word not in text}
    assert not {what for what, word in followed.CUSTOMERS.items() if word in text}
    other = told(person("finn")) + told(person("cora")) + told(person("lea"))
    assert not {what for what, word in (theirs | followed.CUSTOMERS).items() if word in other}


@pytest.mark.usefixtures("house")
def test_an_erased_customer_is_in_no_case_or_letter_and_nothing_of_theirs_can_be_opened() -> None:
    letter = Arrival.objects.exclude(why="unreadable").get()
    OwnRating.objects.create(person_id="finn", interaction=said.TICKET, journey="j", version=1, sealed=b"", at=NOW)
    Coaching.objects.update(prepared={"used": [said.TICKET, "another"], "shows": []})
    FindingRow.objects.update(event=said.TICKET, rests=[{"kind": "interaction", "id": said.TICKET, "says": "it"}])
    erase("customer", CUSTOMER, said.ADDRESS)
    assert Case.objects.count() == 2, "the one that the letter opened was theirs, too"
    for case in Case.objects.all():
        assert (case.words, case.wish, case.contact, case.customer, case.interaction, case.reached) == (*[None] * 5, "")
        assert not case.messages.exclude(words=None).exists()
    assert not Arrival.objects.exclude(why="unreadable").exists()
    assert not SubjectKey.objects.filter(subject__in=[of_customer(CUSTOMER), letter.subject]).exists()
    assert unseal(letter.subject, letter.sealed) is None
    assert {table for _, table in in_tables({"ticket": said.TICKET, "customer": CUSTOMER})} <= {"audit_line"}
    assert OwnRating.objects.get().interaction.startswith("erased-") and Coaching.objects.get().prepared["used"][1:]


@pytest.mark.usefixtures("house")
def test_a_finding_that_rests_on_an_erased_answer_alone_goes_with_it() -> None:
    FindingRow.objects.update(event="zyx-customer")
    erase("customer", CUSTOMER)
    assert not FindingRow.objects.exists()


@pytest.mark.usefixtures("house")
def test_of_an_erased_leaver_nothing_can_be_read_but_the_file_that_has_to_stay() -> None:
    text = preview("person", said.LEAVER, "", NOW).stays
    assert len([one for one in text if "file of corrective action stays until" in one]) == 1
    photos = WalkPhoto.objects.count()
    erase("person", said.LEAVER)
    assert not in_tables(followed.LEAVERS | followed.FILED)
    assert not Coaching.objects.exists() and not FindingRow.objects.exists() and WalkPhoto.objects.count() == photos - 1
    assert WalkStep.objects.exclude(note=None).count() == 1, "that of another"
    file = Correction.objects.get()
    assert file.apart and not SubjectKey.objects.filter(subject=said.LEAVER).exists()
    read = str(whole(scope("lea"), file)) if whole(scope("lea"), file).parts else ""
    opened = str(Corrections().own(person(said.LEAVER)))
    assert not {what for what, word in followed.FILED.items() if word not in opened}, read
    erase_once_more = take_out(person(said.LEAVER), NOW)
    assert erase_once_more >= 0 and Correction.objects.get().apart, "as after a restore"


@pytest.mark.usefixtures("house")
def test_a_file_goes_when_its_time_is_over_and_its_key_with_it() -> None:
    erase("person", said.LEAVER)
    file = Correction.objects.get()
    assert Corrections().forget("corrections", NOW - timedelta(days=30)) == 0
    assert Corrections().forget("corrections", NOW + timedelta(days=1)) == 1
    assert not SubjectKey.objects.filter(subject=file.own_subject).exists() and not CorrectionStep.objects.exists()


@pytest.mark.usefixtures("house")
def test_where_files_are_kept_for_no_time_an_erasure_takes_them() -> None:
    Span.objects.create(kind="corrections", days=0, by="ada", at=NOW)
    assert not [one for one in preview("person", said.LEAVER, "", NOW).stays if "corrective" in one]
    erase("person", said.LEAVER)
    assert not Correction.objects.exists()


@pytest.mark.usefixtures("house")
def test_a_file_that_nobody_can_read_any_more_goes_as_after_a_restore() -> None:
    SubjectKey.objects.filter(subject=said.LEAVER).delete()
    take_out(person(said.LEAVER), NOW)
    assert not Correction.objects.exists()


@pytest.mark.usefixtures("house")
def test_a_quote_of_a_customer_in_a_file_goes_with_the_customer() -> None:
    from clearbar.web.followup.queries.correction_evidence import _quote

    part = {"evidence": [{"quotes": [_quote(CUSTOMER, "what they said"), _quote(None, "what a coach said")]}]}
    assert "what they said" not in str(part)
    assert with_quotes([part, {}]) == [{"evidence": [{"quotes": ["what they said", "what a coach said"]}]}, {}]
    erase("customer", CUSTOMER)
    assert with_quotes([part])[0]["evidence"][0]["quotes"] == ["what a coach said"]


@pytest.mark.usefixtures("house")
def test_who_is_known_by_a_case_alone_is_found_by_pseudonym_number_and_address() -> None:
    Case.objects.filter(customer=None).delete()
    Case.objects.update(
        customer="only-in-the-crm-4471", subject=of_customer("only-in-the-crm-4471"), interaction="call-zyx-88123"
    )
    for typed in ("only-in-the-crm-4471", "call-zyx-88123", said.ADDRESS):
        assert "only-in-the-crm-4471" in customers_reached(typed), typed
    assert mark_of(said.ADDRESS) == Case.objects.get().reached
    erase("customer", "only-in-the-crm-4471")
    assert "only-in-the-crm-4471" not in customers_reached(said.ADDRESS)
    assert not [one for one in customers_reached(said.ADDRESS) if one.startswith("gone-")]


def test_the_salt_of_a_quarter_is_closed_in_backups_and_its_key_goes_with_the_quarter(
    cast: dict[str, Person], now: datetime
) -> None:
    answer_pulse(scope=scope("finn"), levels={"fair": 4, "learning": 4, "time": 4}, at=NOW)
    subject = f"pulse-{PulseSalt.objects.get().quarter}"
    seal(subject, "as a backup does")
    close_quarters(at=NOW)
    assert SubjectKey.objects.filter(subject=subject).exists()
    close_quarters(at=NOW + timedelta(days=100))
    assert not SubjectKey.objects.filter(subject=subject).exists()


@pytest.mark.usefixtures("house")
def test_an_erasure_that_waits_is_offered_to_whoever_may_confirm_it() -> None:
    asked = ask(scope=scope("ada"), kind="customer", id=CUSTOMER, reason="asked by letter", at=NOW)

    def offered(name: str, at: datetime = NOW) -> list[str]:
        waiting = Waiting(scope(name), at)
        found = [one for one in waiting.all if "/privacy/erasures/" in one.address]
        assert found == [one for one in waiting.others if "/privacy/erasures/" in one.address]
        return [one.says for one in found]

    assert len(offered("hugo")) == 1 and CUSTOMER not in offered("hugo")[0] and "lapses on" in offered("hugo")[0]
    for name in ("ada", "lea", "cora", "rita", "finn", "olga"):
        assert not offered(name), name
    assert not offered("hugo", NOW + timedelta(days=15))
    confirm(scope=scope("hugo"), erasure=asked, at=NOW)
    assert not offered("hugo")


def test_a_subject_is_the_same_whatever_leads_to_them() -> None:
    one = customer("c-1")
    assert one == replace(one, kept={"corrections": None})

"""A customer and a person of the house may have the same id, since helpdesks and payrolls both count from one: nothing
of either goes with the other, or is told to them. And a pseudonym may be as long as a row takes it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from clearbar.web.audit.models import Line, SubjectKey
from clearbar.web.audit.queries import Search, lines
from clearbar.web.audit.seals import of_customer, seal, unseal
from clearbar.web.book.models import Version
from clearbar.web.followup.actions.arriving_filed import Complaint, file_complaint
from clearbar.web.followup.actions.recovery import customer_said
from clearbar.web.followup.models.recovery import CameBy, Case, CaseTurn
from clearbar.web.ledger.models import Interaction
from clearbar.web.people.models import Grant, Person, Role
from clearbar.web.people.scope import Scope, scope_of
from clearbar.web.privacy.actions.erasing import ask, confirm
from clearbar.web.privacy.actions.own import hand_out_customer
from clearbar.web.privacy.models.erasing import Erasure
from clearbar.web.privacy.queries.own import held
from clearbar.web.privacy.queries.subjects import customer, customers_reached, mark_of, person
from clearbar.web.site.taking import Reader, is_erased, privates, whose
from clearbar.web.surveys.actions.asking import Ask, invite
from clearbar.web.surveys.models import Invite, Survey
from tests.web.conftest import NOW

pytestmark = pytest.mark.django_db
THEIRS = "zyxcustomersaid that it is the wrong colour"
STAFF = "zyxnoteforstaff of a coaching"
LONGEST = "c" * 128


@pytest.fixture
def house(cast: dict[str, Person], book: Version, now: datetime) -> dict[str, Person]:
    """The cast with two administrators, and Finn, whose id is also a customer's: something is sealed for both."""
    del book, now
    Grant.objects.create(person=cast["hugo"], role=Role.ADMINISTRATOR)
    complain("finn")
    return cast


def complain(who: str) -> Case:
    told = Complaint(CameBy.PHONE, THEIRS, contact="mara@mail.example", team="north", customer=who)
    case = file_complaint(scope=scope("lea"), complaint=told, at=NOW)
    assert case is not None
    return case


def scope(name: str) -> Scope:
    return scope_of(Person.objects.get(pk=name), NOW.date())


def erase(kind: str, id_: str, reached: str = "") -> Erasure:
    asked = ask(scope=scope("ada"), kind=kind, id=id_, reason="asked by letter", at=NOW, reached=reached)
    return confirm(scope=scope("hugo"), erasure=asked, at=NOW)


def told(subject: Any) -> str:
    return str([(one.name, one.rows) for one in held(subject)])


def test_an_erased_customer_takes_nothing_of_the_person_along(house: dict[str, Person]) -> None:
    note, case = seal("finn", STAFF), Case.objects.get()
    assert unseal(case.subject, case.words) == THEIRS
    erase("customer", "finn")
    assert unseal("finn", note) == STAFF
    assert unseal(case.subject, case.words) is None and not SubjectKey.objects.filter(subject=case.subject).exists()
    assert Person.objects.get(pk="finn").name == house["finn"].name


def test_an_erased_person_takes_nothing_of_the_customer_along(house: dict[str, Person]) -> None:
    note, case = seal("finn", STAFF), Case.objects.get()
    Person.objects.filter(pk="finn").update(left_on=NOW.date() - timedelta(days=1))
    erase("person", "finn")
    assert unseal("finn", note) is None
    case.refresh_from_db()
    assert unseal(case.subject, case.words) == THEIRS and case.customer == "finn"


def test_what_is_handed_out_to_one_tells_nothing_of_the_other(house: dict[str, Person]) -> None:
    Line.objects.create(week=202647, actor="cora", verb="coached", kind="note", thing="1", subject="finn",
                        fields=["text"], sealed=seal("finn", {"text": STAFF}))  # fmt: skip
    theirs, staff = told(customer("finn")), told(person("finn"))
    assert THEIRS in theirs and STAFF not in theirs
    assert STAFF in staff and THEIRS not in staff
    assert len(hand_out_customer(scope=scope("ada"), id="finn", reached="", at=NOW)) > 100


def test_audit_lines_say_which_of_them_it_was_and_are_found_by_the_id_of_either(house: dict[str, Person]) -> None:
    customer_said(case=Case.objects.get(), words="And late.", at=NOW)
    subjects = set(Line.objects.filter(kind="case").values_list("subject", flat=True))
    assert subjects == {of_customer("finn")} == {CaseTurn.objects.order_by("-number")[0].by}
    assert {one.subject for one in lines(Search("finn"))} >= subjects


def test_in_a_backup_either_is_closed_with_a_key_of_their_own(house: dict[str, Person]) -> None:
    Interaction.objects.create(key=71, id="t-1", customer="finn", person="lea", at=NOW, messages=[{"text": "x"}])
    Interaction.objects.create(key=72, id="t-2", customer="kim", person="finn", at=NOW, messages=[{"text": "x"}])

    def rows(select: str) -> Iterable[tuple[Any, ...]]:
        with connection.cursor() as asked:
            asked.execute(select)
            return asked.fetchall()

    (table,) = privates(["ledger_interaction"])
    found = whose(Reader(rows, "{}"), table)
    assert (found[71], found[72]) == ({of_customer("finn"), "lea"}, {of_customer("kim"), "finn"})
    erased = {("customer", mark_of("customer", "finn"))}
    assert is_erased(of_customer("finn"), erased) and not is_erased("finn", erased)
    assert is_erased("finn", {("person", mark_of("person", "finn"))})


def test_a_pseudonym_as_long_as_they_may_be_is_asked_heard_handed_out_and_erased(house: dict[str, Person]) -> None:
    survey = Survey.objects.create(name="How was it?", languages=["en"])
    invite(scope=None, survey=survey, ask=Ask(customer=LONGEST, to="mara@mail.example"), now=NOW)
    customer_said(case=complain(LONGEST), words="And late.", at=NOW)
    assert customers_reached("mara@mail.example") == sorted(["finn", LONGEST])
    assert hand_out_customer(scope=scope("ada"), id=LONGEST, reached="", at=NOW)
    erase("customer", LONGEST, "mara@mail.example")
    assert not Invite.objects.exists() and not Case.objects.filter(customer=LONGEST).exists()


def test_what_was_sealed_before_they_had_subjects_of_their_own_opens_and_goes_as_it_should(
    house: dict[str, Person],
) -> None:
    """As a house has it that was set up before: one key for Finn and the customer "finn", one for the customer Kim."""
    of_finn, of_kim = Case.objects.get(), complain("kim")
    for case, old in ((of_finn, "finn"), (of_kim, "kim")):
        sealed = seal(old, THEIRS)
        CaseTurn.objects.filter(case=case).update(by=old)
        Case.objects.filter(pk=case.pk).update(subject=old, words=sealed)
        Line.objects.filter(subject=of_customer(old)).delete()
    SubjectKey.objects.filter(subject__startswith="customer ").delete()
    Line.objects.create(week=202647, actor="kim", verb="case: rated again", kind="case", thing="1", subject="kim",
                        fields=["level"], sealed=seal("kim", {"level": 2}))  # fmt: skip
    note = seal("finn", STAFF)
    module = __import__("clearbar.web.privacy.migrations.0002_customers_apart", fromlist=["apart"])
    module.apart(apps, None)
    for case in (of_finn, of_kim):
        case.refresh_from_db()
        assert case.subject == of_customer(case.customer or "") and unseal(case.subject, case.words) == THEIRS
        assert set(case.turns.values_list("by", flat=True)) == {case.subject}
    line = Line.objects.get(verb="case: rated again")
    assert (line.actor, line.subject) == (of_customer("kim"), of_customer("kim"))
    assert unseal(line.subject, line.sealed) == {"level": 2} and unseal("finn", note) == STAFF
    for name in ("finn", "kim"):
        erase("customer", name)
    assert unseal(of_finn.subject, of_finn.words) is None is unseal(of_kim.subject, of_kim.words)
    assert unseal("finn", note) == STAFF and not CaseTurn.objects.filter(by__in=("kim", of_customer("kim"))).exists()

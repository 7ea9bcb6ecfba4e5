"""So many rows of each kind of thing that a page of follow-up, walks, privacy or notices lists."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any

from django.conf import settings
from django.test import Client

from clearbar.model.finding import FindingKind
from clearbar.model.raising import Rise
from clearbar.web.audit.seals import seal
from clearbar.web.book.queries import newest
from clearbar.web.followup.actions import arriving, raising
from clearbar.web.followup.models.coaching import Coaching, CoachingNote
from clearbar.web.followup.models.correction import Correction, CorrectionStep
from clearbar.web.followup.models.peers import OwnRating, PeerInvitation, Recognition
from clearbar.web.followup.models.recovery import CaseMessage
from clearbar.web.followup.models.recovery_rules import AnswerTemplate, Cause, OfferKind
from clearbar.web.notices.models import Announced, Channel, Notice
from clearbar.web.people.models import Grant, Person, Role
from clearbar.web.privacy.models.erasing import Erasure
from clearbar.web.walks.models.plans import Assignment, Place, WalkPlan
from clearbar.web.walks.models.shopping import Shopper
from clearbar.web.walks.models.walk import Walk
from tests.web.conftest import NOW
from tests.web.followup.cases import a_case
from tests.web.followup.test_arriving_inbox import mail
from tests.web.followup.test_findings import brought
from tests.web.followup.test_findings import finding as a_finding
from tests.web.followup.test_raising import TARGET
from tests.web.rows import TODAY, persons, places, talks
from tests.web.walks.phones import body, item, send

STANDARD = "right.choice"


def findings(count: int) -> None:
    """As many about persons of team north, which are cora's; and about finn's standards."""
    persons(count)
    brought(*(a_finding(person=f"x-{number}") for number in range(count)))


def findings_of_sites(count: int) -> None:
    places(count)
    brought(*(a_finding(FindingKind.SITE, standard=STANDARD, site=f"site-{number}") for number in range(count)))


def _coaching(number: int, person: str, **told: Any) -> Coaching:
    known = {
        "coach": "cora", "standard": f"standard-{number}", "state": "shared", "begun_by": "cora", "begun_at": NOW,
        "own": seal(person, {"level": 4, "words": ""}), "shared_at": NOW, "prepared": {},
    } | told  # fmt: skip
    return Coaching.objects.create(person=person, **known)


def coachings(count: int) -> None:
    """cora's, of as many persons; and finn's, about as many standards, some of which are over."""
    persons(count)
    for number in range(count):
        _coaching(number, f"x-{number}")
        _coaching(number, "finn")
        _coaching(count + number, "finn", state="called off", ended_at=NOW)


def corrections(count: int) -> None:
    """Files about as many persons, each with a step."""
    persons(count)
    for number in range(count):
        _file(f"x-{number}", 900 + number)


def _file(person: str, key: int) -> Correction:
    file = Correction.objects.create(
        pk=key, person_id=person, team="north", standards=[STANDARD], opened_at=NOW, opened_by="lea",
        sealed=seal(person, {"why": "So it is.", "outside_why": "", "ended": ""}),
    )  # fmt: skip
    _step(file, 0)
    return file


def _step(file: Correction, number: int) -> None:
    words = {"standings": [], "evidence": [], "others": "", "commitments": "", "notes": "", "facts": "", "notices": []}
    CorrectionStep.objects.create(
        correction=file, number=number, name="Talk", day=TODAY, until=TODAY + timedelta(days=28), present=["lea"],
        sealed=seal(file.person_id, words), at=NOW, by="lea",
    )  # fmt: skip


def steps(count: int) -> None:
    """One file about finn with as many steps."""
    file = _file("finn", 900)
    for number in range(1, count):
        _step(file, number)


def peers(count: int) -> None:
    """What finn asks of others, is asked by them, and was thanked for."""
    talks(count)
    for number in range(count):
        other, about = f"x-{number}", {"interaction": f"i-{number}", "journey": "put-right", "at": NOW}
        words = seal("finn", {"words": "How was it?"})
        PeerInvitation.objects.create(person_id="finn", colleague_id=other, sealed=words, **about)
        PeerInvitation.objects.create(
            person_id=other, colleague_id="finn", sealed=seal(other, {"words": "And this?"}), **about
        )
        for whom, by in (("finn", other), (other, "finn")):
            Recognition.objects.create(
                person_id=whom, by=by, standard=STANDARD, once=f"{whom}-{by}", at=NOW,
                sealed=seal(whom, {"words": "Well done."}),
            )  # fmt: skip


def own_ratings(count: int) -> None:
    talks(count)
    for number in range(count):
        OwnRating.objects.create(
            person_id="finn", interaction=f"i-{number}", journey="put-right", version=1, at=NOW,
            sealed=seal("finn", {"marks": {}}),
        )  # fmt: skip


def managers(count: int) -> None:
    """As many who lead team north, each with a coaching and a finding of their own."""
    persons(count)
    for number in range(count):
        Grant.objects.create(person_id=f"x-{number}", role=Role.LEADER, team_id="north")


def cases(count: int) -> None:
    """Cases of team north that wait."""
    persons(count)
    for number in range(count):
        a_case(contact=f"c-{number}@customer.example", person=f"x-{number}")


def letters_of_a_case(count: int) -> None:
    """One case with as many messages."""
    case = a_case()
    case.pk, case._state.adding = 900, True
    case.save(force_insert=True)
    for number in range(count):
        CaseMessage.objects.create(
            case=case, number=900 + number, way="phone", ours=True, words=seal(case.subject, "I am sorry."), at=NOW,
            by="lea",
        )  # fmt: skip


def rules(count: int) -> None:
    places(count)
    for number in range(count):
        OfferKind.objects.create(name=f"Voucher {number}", currency="EUR")
        AnswerTemplate.objects.create(name=f"Sorry {number}", language="en", text="We are sorry.")
        Cause.objects.create(name=f"Cause {number}", standard=STANDARD)


def letters(count: int) -> None:
    for number in range(count):
        arriving.take_mail(raw=mail(number, "No sender.", From=""), way="mail", at=NOW)
        arriving.take_mail(raw=mail(900 + number, "News.", Precedence="bulk"), way="mail", at=NOW)


def proposals(count: int) -> None:
    version = newest()
    assert version
    known = [one for one in version.editions if one != "overall"]
    found = tuple(replace(TARGET, standard=one, rise=rise) for one, rise in list(product(known, Rise))[:count])
    raising._keep(found, dict(version.editions), NOW, "system")


def walks(count: int) -> None:
    """Walks of finn at the north shop, with a note each."""
    finn = Client()
    finn.force_login(Person.objects.get(pk="finn").user, backend=settings.AUTHENTICATION_BACKENDS[1])
    for _ in range(count):
        send(finn, item(body()))
    assert Walk.objects.count() == count


def plans(count: int) -> None:
    for number in range(count):
        _plan(number)


def _plan(number: int) -> WalkPlan:
    plan = WalkPlan.objects.create(
        id=number, name=f"Plan {number}", journey="put-right", first=TODAY, last=TODAY, conditions=[""], seed=1,
        by="lea", at=NOW,
    )  # fmt: skip
    plan.sites.set(["s-north"])
    return plan


def asked(count: int) -> None:
    """One plan, in which finn and as many others are asked for a walk."""
    persons(count)
    plan = _plan(900)
    for number in range(count):
        place = Place.objects.create(plan=plan, site_id="s-north", condition=f"condition {number}")
        for who in ("finn", f"x-{number}"):
            Assignment.objects.create(place=place, person_id=who, due=TODAY)


def shoppers(count: int) -> None:
    for number in range(count):
        one = Shopper.objects.create(name=f"Kite {number}", expires=NOW, made_by="lea", made_at=NOW)
        one.sites.set(["s-north"])


def erasures(count: int) -> None:
    """Erasures that are over, and people who have left. Of one that waits each app is asked what has to stay."""
    for number in range(count):
        who = Person.objects.create(id=f"gone-{number}", name=f"Gone {number}", left_on=TODAY - timedelta(days=9))
        Erasure.objects.create(
            kind="person", subject="", mark=f"m-{number}", asked_by="ada", asked_at=NOW, state="done",
            until=NOW + timedelta(days=14), reason=seal(who.pk, {"reason": "asked", "reached": ""}),
        )  # fmt: skip


def notices(count: int) -> None:
    for number in range(count):
        Notice.objects.create(
            person="finn",
            name=f"n-{number}",
            topic="house",
            subject=f"Subject {number}",
            text="Text.",
            path="/",
            at=NOW,
        )


def channels(count: int) -> None:
    for number in range(count):
        Channel.objects.create(
            id=f"c-{number}", name=f"Chat {number}", shape="plain", host="h.example.test", url=b"", secret=b"",
            topics=["case"], made_by="ada", made_at=NOW,
        )  # fmt: skip


def announced(count: int) -> None:
    channels(1)
    for number in range(count):
        Announced.objects.create(
            channel_id="c-0", name=f"a-{number}", topic="case", subject="A case", text="It waits.", path="/", at=NOW,
            given_up_at=NOW,
        )  # fmt: skip


def notes(count: int) -> None:
    """One coaching of finn with as many notes."""
    one = _coaching(0, "finn", standard=STANDARD, key=900)
    for number in range(count):
        CoachingNote.objects.create(
            coaching=one, by="cora", at=NOW, text=seal("finn", f"Note {number}."), form=f"form-{number}"
        )

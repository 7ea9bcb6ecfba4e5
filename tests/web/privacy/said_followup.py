"""What is said in cases, letters, coachings, files, among colleagues and on walks: put there by the real actions, in
words that occur nowhere else."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from unittest.mock import patch

from PIL import Image

from clearbar.web.followup.actions import coaching, coaching_agree, coaching_notes, correction, correction_said
from clearbar.web.followup.actions.arriving import take_mail
from clearbar.web.followup.actions.coaching_agree import Promise
from clearbar.web.followup.actions.correction import Opening, Taken
from clearbar.web.followup.actions.findings import dismiss
from clearbar.web.followup.actions.peers_own import Praise, recognise
from clearbar.web.followup.actions.recovery import customer_said, open_case
from clearbar.web.followup.actions.recovery_messages import Letter, answer
from clearbar.web.followup.models.findings import FindingRow
from clearbar.web.followup.queries.coaching_evidence import laid_for
from clearbar.web.ledger.pictures import drawn_anew
from clearbar.web.ledger.sync import Item
from clearbar.web.people.days import house_today
from clearbar.web.people.models import Membership, Person
from clearbar.web.people.scope import Scope, scope_of
from clearbar.web.walks.actions import shopping, walk_photos, walk_taking
from clearbar.web.walks.models.shopping import Shopper
from clearbar.web.walks.models.walk import Walk, Walking, WalkPhoto
from clearbar.web.walks.queries.walk_own import own_walks
from tests.web.privacy.said import ADDRESS, CUSTOMER, LEAVER, TICKET
from tests.web.walks.phones import body

STANDARD = "choose.listened"
CUSTOMERS = {
    "words of a case": "zyxcasewords4471",
    "a wish of a case": "zyxcasewish8120",
    "a message that was sent": "zyxmessagesent3396",
    "what the customer wrote back": "zyxmessageheard9057",
    "a letter": "zyxletterwords6648",
    "the subject of a letter": "zyxlettersubject2213",
}
SEALED_LEAVERS = {
    "a rating of their own": "zyxcoachedself7745",
    "a note of coaching": "zyxcoachingnote1189",
    "an answer to it": "zyxcoachinganswer5502",
    "a commitment": "zyxcommitment8867",
    "thanks of a colleague": "zyxthanks3034",
    "a reason at a finding": "zyxfindingreason6190",
}
FILED = {
    "why a file was opened": "zyxfilewhy2258",
    "a note of a file": "zyxfilenote9913",
    "an answer in a file": "zyxfileanswer4076",
    "an objection in a file": "zyxfileobjection7781",
}
"""Of a corrective file, which has to stay its time."""
NOTED = {"a note of a walk": "zyxwalknote5524"}
PLAIN = {"what a finding says": "zyxfindingseen4402"}
"""What the database has in clear until an erasure."""
CAMERA = "ZYXCAMERAMAKER-7719"
UNREADABLE = "zyxunreadableletter3308"
NICKNAME = "zyxnickname 6154"
OTHER, STAYS = "finn", "zyxnoteofanother6031"
"""Somebody else who walked, and what they noted: it must stay."""
LEAVERS = SEALED_LEAVERS | NOTED | PLAIN


def scope(person: str, at: datetime) -> Scope:
    return scope_of(Person.objects.get(pk=person), house_today(at))


def seed(now: datetime) -> None:
    """All of it, while the leaver is still there; they leave anew afterwards."""
    gone = Person.objects.get(pk=LEAVER).left_on
    Person.objects.filter(pk=LEAVER).update(left_on=None)
    Membership.objects.filter(person=LEAVER).update(until=None)
    _case(now)
    _letters(now)
    _coached(now)
    _filed(now)
    _walked(now, LEAVER, NOTED["a note of a walk"])
    _walked(now, OTHER, STAYS)
    recognise(scope=scope("finn", now), praise=Praise(LEAVER, STANDARD, LEAVERS["thanks of a colleague"], "1"), at=now)
    row = FindingRow.objects.create(
        key="zyxfinding", kind="figure of a person falls short", person=LEAVER, team="north", standard=STANDARD,
        seen=LEAVERS["what a finding says"], sure={"basis": "event", "says": "once", "verdict": None, "worse": None,
        "times": 1}, act="coach", says="Talk.", duty="coach", owner="lea", due=house_today(now), found_at=now,
        last_at=now, turned_at=now,
    )  # fmt: skip
    dismiss(scope=scope("lea", now), finding=row, reason=LEAVERS["a reason at a finding"], at=now)
    shopping.take_up(scope=scope("hugo", now), name=NICKNAME, sites=[_walk(OTHER).site], is_adult=True, at=now)
    Person.objects.filter(pk=LEAVER).update(left_on=gone)
    Membership.objects.filter(person=LEAVER).update(until=gone)


def forget_shopper(now: datetime) -> None:
    """The shopper is forgotten by whoever leads the house."""
    shopping.forget(scope=scope("hugo", now), shopper=Shopper.objects.get(name=NICKNAME), at=now)


def _case(now: datetime) -> None:
    case = open_case(
        at=now, actor="lea", came_by="phone", words=CUSTOMERS["words of a case"], wish=CUSTOMERS["a wish of a case"],
        contact=ADDRESS, team="north", person=LEAVER, customer=CUSTOMER, interaction=TICKET,
    )  # fmt: skip
    letter = Letter("mail", CUSTOMERS["a message that was sent"])
    with patch("clearbar.web.ledger.mail.can_send", return_value=True):
        answer(scope=scope("hugo", now), case=case, version=case.version, letter=letter, at=now)
    customer_said(case=case, words=CUSTOMERS["what the customer wrote back"], at=now)


def _letters(now: datetime) -> None:
    told = (
        f"From: Someone <{ADDRESS}>\r\nTo: house@shop.example\r\nMessage-ID: <zyxletter@mail.example>\r\n"
        f"Subject: {CUSTOMERS['the subject of a letter']}\r\nDate: Wed, 18 Nov 2026 09:00:00 +0000\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n{CUSTOMERS['a letter']}\r\n"
    )
    assert take_mail(raw=told.encode(), way="mbox", at=now)
    assert take_mail(raw=f"{UNREADABLE}\x00\x01".encode(), way="mbox", at=now)


def _coached(now: datetime) -> None:
    coach, person = scope("cora", now), scope(LEAVER, now)
    laid = laid_for(coach, LEAVER, STANDARD, house_today(now), 1, look=False)
    held = coaching.begin(scope=coach, person=LEAVER, standard=STANDARD, prepared=laid, at=now)
    coaching.rate(scope=person, coaching=held, level=4, words=LEAVERS["a rating of their own"], at=now)
    held = coaching.share(scope=person, coaching=held, at=now)
    note = coaching_notes.note(scope=coach, coaching=held, text=LEAVERS["a note of coaching"], form="a", at=now)
    coaching_notes.note(
        scope=person, coaching=held, text=LEAVERS["an answer to it"], form="b", at=now, answers=note
    )  # fmt: skip
    held.refresh_from_db()
    promise = Promise(LEAVERS["a commitment"], "person", house_today(now) + timedelta(days=7))
    coaching_agree.propose(
        scope=coach, coaching=held, promises=[promise], check_on=house_today(now) + timedelta(days=20),
        seen=held.changed, at=now,
    )  # fmt: skip


def _filed(now: datetime) -> None:
    leader, person = scope("lea", now), scope(LEAVER, now)
    opening = Opening(LEAVER, FILED["why a file was opened"], (STANDARD,), "misconduct", "it was seen")
    file = correction.open_file(scope=leader, opening=opening, at=now)
    today = house_today(now)
    taken = Taken(today, today + timedelta(days=28), (), "to stop it", FILED["a note of a file"], facts="it was seen")
    step = correction.take(scope=leader, file=file, taken=taken, at=now)
    file.refresh_from_db()
    correction_said.answer(scope=person, file=file, step=step, words=FILED["an answer in a file"], at=now)
    correction_said.object_to(scope=person, file=file, step=step, words=FILED["an objection in a file"], at=now)


def _walked(now: datetime, person: str, note: str) -> None:
    Walking.objects.update_or_create(pk=1, defaults={"photos": True})
    told = body(begun=(now - timedelta(minutes=20)).isoformat())
    told["steps"][0]["note"] = note
    walker = scope(person, now)
    walk_taking.take_walk(scope=walker, item=Item(told["walk"], "walk", now, told), now=now)
    picture = drawn_anew(photographed())
    photo = walk_photos.add(scope=walker, walk=_walk(person), step="greet", picture=picture, at=now)
    walk_photos.send(scope=walker, photo=photo, at=now)


def _walk(person: str) -> Walk:
    return own_walks(person)[0].walk


def photographed() -> bytes:
    """A picture as a telephone makes it, with what it says of itself."""
    made, file, told = Image.effect_noise((64, 48), 90).convert("RGB"), io.BytesIO(), Image.Exif()
    told[0x010F] = CAMERA
    made.save(file, "JPEG", exif=told)
    return file.getvalue()


def pixels(person: str) -> str:
    """A piece of the picture that is kept of somebody's walk, in hexadecimal."""
    return bytes(WalkPhoto.objects.get(walk=_walk(person)).content)[-200:-140].hex()

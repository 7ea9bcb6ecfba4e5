"""People and words that occur nowhere else, so that a search of raw bytes finds them wherever they are."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import pyarrow.parquet as pq

from clearbar.web.audit.seals import of_customer, seal
from clearbar.web.book.models import Version
from clearbar.web.ledger.models import Asked, Comment, Happened, Interaction, Rating, Revision
from clearbar.web.people.days import house_today
from clearbar.web.people.models import Membership, Person, Team, User
from clearbar.web.practice.models.sign import Objection
from clearbar.web.reviews.models import Card, Dispute
from clearbar.web.surveys.marks import mark_of
from clearbar.web.surveys.models import Invite, Survey, Wish

CUSTOMER = "c-zyxcustomerpseudonym7431"
TICKET = "ticket-zyxnumber99182"
ADDRESS = "zyxaddress5512@mail.example"
CUSTOMERS = {
    "words of the conversation": "zyxspokenbycustomer6620",
    "what was answered": "zyxopenanswer1187",
    "what would make it right": "zyxmakeitright9034",
    "the pseudonym": CUSTOMER,
    "the ticket": TICKET,
    "the address": ADDRESS,
}
"""Of the customer: what it is → the word."""

CAME_BACK = "zyxcameback and has another question"
"""What they say who came back after they were erased."""
LEAVER = "p-zyxleaver445566"
NAME = "Zyxforename Zyxsurname"
LEAVERS = {
    "the name": "Zyxsurname",
    "the user name": "zyxusername7788",
    "the mail address": "zyxleaver@work.example",
    "words of the conversation": "zyxspokenbystaff3321",
    "a reviewer's comment": "zyxreviewcomment8876",
    "a comment on the card": "zyxcardcomment2230",
    "the dispute": "zyxdispute4419",
    "the objection": "zyxobjection6673",
    "a reason of a change": "zyxrevision1208",
}
"""Of the person who left: what it is → the word."""
STAYS = "zyxothercustomer5519"
"""What another customer said: it must stay."""


def seed(by: Person, version: Version, now: datetime) -> None:
    """A customer and a leaver, with something of theirs in every place; and another customer."""
    team = Team.objects.get(pk="north")
    gone = house_today(now) - timedelta(days=3)
    leaver = Person.objects.create(pk=LEAVER, name=NAME, left_on=gone)
    Membership.objects.create(person=leaver, team=team, since=gone - timedelta(days=300), until=gone)
    User.objects.create_user(
        LEAVERS["the user name"], leaver, "correct horse battery", email=LEAVERS["the mail address"]
    )
    words = [
        {"role": "customer", "author": None, "text": f"Hello Zyxforename, {CUSTOMERS['words of the conversation']}"},
        {"role": "agent", "author": LEAVER, "text": LEAVERS["words of the conversation"]},
    ]
    Interaction.objects.create(id=TICKET, person=LEAVER, customer=CUSTOMER, team="north", site="s-north", at=now,
                               messages=words)  # fmt: skip
    other = [{"role": "customer", "author": None, "text": STAYS}]
    Interaction.objects.create(id="ticket-other-1", customer="c-other-1", site="s-north", at=now, messages=other)
    edition = next(iter(version.editions.items()))
    _rate("zyx-customer", "customer", edition, now, customer=CUSTOMER, interaction=TICKET, person=LEAVER)
    _rate("zyx-review", "reviewer", edition, now, rater=by.pk, interaction=TICKET, person=LEAVER)
    _rate("zyx-other", "customer", edition, now, customer="c-other-1", interaction="ticket-other-1", person="finn")
    comment = {"week": 202647, "standard": edition[0]}
    Comment.objects.create(response="zyx-customer", kind="open", text=CUSTOMERS["what was answered"], **comment)
    Comment.objects.create(response="zyx-customer", kind="right", text=CUSTOMERS["what would make it right"], **comment)
    Comment.objects.create(response="zyx-review", kind="review", text=LEAVERS["a reviewer's comment"], person=LEAVER,
                           **comment)  # fmt: skip
    Comment.objects.create(response="zyx-other", kind="open", text=STAYS, **comment)
    review = Rating.objects.get(response="zyx-review")
    Revision.objects.create(rating=review, revision=1, at=now, by=by.pk, reason=LEAVERS["a reason of a change"], was={})
    marks = {edition[0]: {"level": 2, "comment": LEAVERS["a comment on the card"], "spans": [[0, 0, 5]]}}
    Card.objects.create(kind="watched", interaction=TICKET, rater=by.pk, person=LEAVER, source="reviewer",
                        version=version, marks=marks, begun_at=now, changed_at=now, submitted_at=now,
                        response="zyx-review")  # fmt: skip
    Dispute.objects.create(rating=review.rating, response="zyx-review", standard=edition[0], person=LEAVER, was=2,
                           proposed=4, reason=LEAVERS["the dispute"], opened_at=now)  # fmt: skip
    Objection.objects.create(person=leaver, standard=edition[0], edition=edition[1], version=version,
                             words=LEAVERS["the objection"], at=now, due=now)  # fmt: skip
    survey = Survey.objects.create(name="How was it?", languages=["en"])
    they = of_customer(CUSTOMER)
    Invite.objects.create(survey=survey, hash="h" * 64, subject=they, contact=seal(they, ADDRESS),
                          reached=mark_of(ADDRESS), language="en", interaction=TICKET, customer=CUSTOMER,
                          asked_at=now, expires=now)  # fmt: skip
    Wish.objects.create(response="zyx-customer", survey=survey, week=202647, subject=they,
                        contact=seal(they, ADDRESS))  # fmt: skip
    Asked.objects.create(invitation="i-zyx", interaction=TICKET, source="customer", week=202647)
    Happened.objects.create(event="zyxevent", kind="taught", day=20261103, standard=edition[0], person=LEAVER)


def come_back(now: datetime) -> None:
    """The customer who was erased calls again, under the pseudonym that their telephone system gives them."""
    told = [{"role": "customer", "author": None, "text": CAME_BACK}]
    Interaction.objects.create(id="zyx-later", customer=CUSTOMER, team="north", site="s-north", at=now,
                               channel="phone", messages=told)  # fmt: skip
    edition = ("right.choice", "0" * 16)
    _rate("zyx-later", "customer", edition, now, customer=CUSTOMER, interaction="zyx-later")


def _rate(response: str, source: str, edition: tuple[str, str], now: datetime, **more: object) -> None:
    Rating.objects.create(
        rating=f"r-{response}", standard=edition[0], edition=edition[1], response=response, source=source,
        team="north", site="s-north", rated_at=now, day=20261118, week=202647, level=2, instrument="v1", **more,
    )  # fmt: skip


def everything(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file under a folder as raw bytes, and also what is packed in it: columns of Parquet, members of archives,
    and streams of zlib wherever they begin."""
    for file in sorted(folder.rglob("*")):
        if not file.is_file():
            continue
        content = file.read_bytes()
        name = file.relative_to(folder).as_posix()
        yield name, content
        if file.suffix == ".parquet":
            yield f"{name} (rows)", json.dumps(pq.ParquetFile(file).read().to_pylist(), default=str).encode()
            yield f"{name} (statistics)", str(pq.read_metadata(file).to_dict()).encode()
        try:
            with ZipFile(file) as packed:
                for member in packed.namelist():
                    yield f"{name}/{member}", packed.read(member)
        except BadZipFile:
            pass
        for begin in re.finditer(rb"\x78[\x01\x9c\xda]", content[:4_000_000]):
            try:
                unpacked = zlib.decompressobj().decompress(content[begin.start() :], 200_000)
            except zlib.error:
                continue
            yield f"{name} (zlib at {begin.start()})", unpacked


def found(folder: Path, words: dict[str, str]) -> set[tuple[str, str]]:
    """Which of the words stand where, in UTF-8 or UTF-16, whatever the case."""
    hits = set()
    for place, content in everything(folder):
        low = content.lower()
        for what, word in words.items():
            if any(word.lower().encode(code) in low for code in ("utf-8", "utf-16-le", "utf-16-be")):
                hits.add((what, place))
    return hits

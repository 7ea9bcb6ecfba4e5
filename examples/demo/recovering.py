"""Customers for whom something fell short: how cases came, what was answered, and how they rated it afterwards.

The customers are those of the simulation, who rated a visit low; their words and addresses are invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from clearbar.web.audit.seals import seal
from clearbar.web.followup.actions import (
    recovery_after,
    recovery_change,
    recovery_close,
    recovery_messages,
    recovery_offers,
    recovery_rules,
)
from clearbar.web.followup.actions.arriving import take_mail
from clearbar.web.followup.actions.arriving_filed import Complaint, file_complaint
from clearbar.web.followup.actions.recovery_messages import Letter
from clearbar.web.followup.models.recovery import CameBy, Case, CaseMessage
from clearbar.web.followup.models.recovery_rules import AnswerTemplate, Cause, OfferKind
from clearbar.web.followup.tasks.recovery import wished
from clearbar.web.ledger.actions import keep_comment
from clearbar.web.ledger.models import Comment, Rating
from clearbar.web.notices import actions as notices
from clearbar.web.people.models import Organisation, Role, Team
from clearbar.web.people.scope import Scope
from clearbar.web.surveys import given
from clearbar.web.surveys.actions.after import ask_after_case
from clearbar.web.surveys.actions.answering import answer_link
from clearbar.web.surveys.models import Invite
from clearbar.web.surveys.wording import compose

if TYPE_CHECKING:
    from examples.demo.practising import Stage

TEAM = "alderquay-floor"
DISTANCE, NEXT, PRICE, REMEDY = (
    "Made for the wrong distance", "Nobody said what comes next", "The price grew at the till",
    "One remedy, and no choice",
)  # fmt: skip
CAUSES = {
    DISTANCE: "collect.as-ordered", NEXT: "collect.day-named", PRICE: "choose.price-whole", REMEDY: "right.choice",
    "A parcel of the supplier": "",
}  # fmt: skip
"""Root causes, and the standard that each comes from."""


@dataclass(frozen=True)
class Told:
    """One customer: what happened, what would make it right, what it came from, what we said, the level after it."""

    words: str
    wish: str
    cause: str
    answer: str
    after: int


CLOSED = (
    Told("At the till it was forty more than she had said.", "Charge what was said.", PRICE,
         "You pay what was said. I wrote you the whole sum, and it is the one you pay.", 4),
    Told("I can read with them, but not at the desk, and I had said desk.", "Glasses for the desk.", DISTANCE,
         "The lenses are made again for the desk, at no cost. They are here on Thursday.", 5),
    Told("Nobody could say when they would be here. I came three times.", "A day that holds.", NEXT,
         "They are here on Wednesday at noon, and I ring you when I have them in my hand.", 4),
    Told("He offered me a new lens. I wanted my old one polished.", "Let me choose.", REMEDY,
         "You choose: polished today, or a new lens by Friday. Both cost nothing.", 5),
    Told("The coating was not in the price on the card.", "Tell it before, next time.", PRICE,
         "You are right, and the coating is on us.", 4),
    Told("I was told to wait for a message. None came for a fortnight.", "A message.", NEXT,
         "I am sorry. They are ready, and from now on I write to you every Monday.", 3),
    Told("They sit well, but the small print swims.", "Have another look at them.", DISTANCE,
         "I measured again with you; the new pair is two millimetres lower.", 5),
    Told("The sum on the card was not the sum at the till.", "The difference.", PRICE,
         "The difference is in your envelope, and the card was turned round for good.", 5),
)  # fmt: skip
EARLIER = (
    Told("I said yes to one sum and paid another.", "Say all of it first.", PRICE, "You pay the first sum.", 4),
    Told("The hardening was extra. Nobody had said so.", "Take it off.", PRICE, "It is off, and I am sorry.", 5),
    Told("Too strong for the piano, and it was for the piano.", "That I can read the notes.", DISTANCE,
         "They are made again for eighty centimetres.", 4),
    Told("The price on the frame was not the price of the frame.", "The price on the frame.", PRICE,
         "You pay what was on the frame.", 5),
    Told("I see the road well, and nothing of the dashboard.", "Both.", DISTANCE,
         "A second pair to try for two weeks; then you choose.", 4),
    Told("Fitted for reading in bed. I do not read in bed.", "Ask me, and make them again.", DISTANCE,
         "I have asked, and they are made again.", 5),
)  # fmt: skip
"""Before those, and much the same."""
OPEN = Told("I asked for the whole price, and the fitting came on top.", "Take the fitting off, please.", PRICE, "", 0)
WAITS = Told("They pinch behind the left ear since the second day.", "That somebody bends them.", DISTANCE,
             "Come in whenever it suits you, without a ticket: I fit them while you wait.", 0)  # fmt: skip
LATE = "The left lens fell out on the bus. I have nothing else to see with."
SORRY = "I rang to say that they lie here, and brought them round in the evening."
BAR = 4
SILENT = "A card from the box: “never again”, and no name."


def recover(stage: Stage) -> None:
    """What the house decided about cases first, then the cases, oldest first."""
    rules(stage)
    low = _low(stage)
    now = [(go_on, told, _taken(low, told)) for go_on, told in ((_waits, WAITS), (_new, OPEN))]
    every = (*EARLIER, *CLOSED)
    for number, told in enumerate(every):
        if rating := _taken(low, told):
            _closed(stage, told, rating, stage.ago(3 * (len(every) - number) + 6, 14), number)
    _silent(stage)
    for scope in (stage.leader, stage.coach, stage.floor):
        notices.read_all(scope=scope, at=stage.ago(3, 18))
    for go_on, told, newest in now:
        if newest:
            go_on(stage, told, newest)
    _late(stage)
    letters(stage)


def rules(stage: Stage) -> None:
    """Who is on duty, what may be offered without asking, a text to begin with, and what cases are sorted by."""
    at, leader = stage.ago(45, 15), stage.leader
    recovery_rules.set_owner(scope=leader, team=Team.objects.get(pk=TEAM), person=stage.coach.person, at=at)
    limits = {Role.FRONTLINE.value: "20", Role.COACH.value: "60"}
    kinds = (("Money back", True, limits), ("A fitting that costs nothing", False, {Role.FRONTLINE.value: "0"}))
    for name, has_amount, known in kinds:
        values = {"name": name, "has_amount": has_amount, "currency": "GBP" if has_amount else "", "limits": known}
        recovery_rules.keep(scope=leader, row=OfferKind(), values=values, at=at)
    text = {"name": "Thank you for telling us", "language": "en", "text": "Thank you for telling us. I have read it."}
    recovery_rules.keep(scope=leader, row=AnswerTemplate(), values=text, at=at)
    for name, standard in CAUSES.items():
        recovery_rules.keep(scope=leader, row=Cause(), values={"name": name, "standard": standard}, at=at)


def _low(stage: Stage) -> list[tuple[str, Rating]]:
    """The newest low verdicts of customers who are known, one for each, at the shop of those who log in; with the
    standard that each rated lowest."""
    rows = Rating.objects.filter(team=TEAM, source="customer", setting="live").exclude(customer=None)
    found: dict[str, Rating] = {}
    for one in rows.filter(standard="overall", level__lte=2).order_by("-rated_at", "key"):
        if one.person != stage.coach.person:
            found.setdefault(one.customer or "", one)
    beside = rows.filter(response__in=[one.response for one in found.values()]).exclude(standard="overall")
    lowest = {one.response: one.standard for one in beside.order_by("-level", "-standard")}
    return [(lowest[one.response], one) for one in found.values() if one.response in lowest]


def _taken(low: list[tuple[str, Rating]], told: Told) -> Rating | None:
    """Takes the next verdict that goes with what was told: about the same journey, as long as there is one."""
    journey = (CAUSES[told.cause] or "right.choice").partition(".")[0]
    place = next((place for place, (standard, _) in enumerate(low) if standard.startswith(f"{journey}.")), 0)
    return low.pop(place)[1] if low else None


def _opened(told: Told, rating: Rating, at: datetime, number: int) -> Case:
    """As by the second page of a survey: what would make it right, and how to reach whoever says so."""
    subject = rating.customer or ""
    keep_comment(
        response=rating.response, kind=Comment.Kind.OPEN, text=told.words, week=rating.week, person=rating.person
    )  # fmt: skip
    keep_comment(response=rating.response, kind=Comment.Kind.RIGHT, text=told.wish, week=rating.week)
    contact = seal(subject, f"customer{number}@example.org").decode()
    wished(now=at, response=rating.response, subject=subject, contact=contact)
    return Case.objects.get(response=rating.response)


def _answered(scope: Scope, case: Case, words: str, at: datetime, way: str = CaseMessage.Way.PHONE) -> Case:
    template = AnswerTemplate.objects.first()
    recovery_messages.answer(
        scope=scope, case=case, version=case.version, letter=Letter(way, words, template), at=at
    )  # fmt: skip
    return Case.objects.get(pk=case.pk)


def _closed(stage: Stage, told: Told, rating: Rating, at: datetime, number: int) -> None:
    """Answered by telephone, closed two days later with its cause, and rated after that."""
    coach, case = stage.coach, _opened(told, rating, at, number)
    if number % 3 == 0:
        kind = OfferKind.objects.get(name="Money back")
        recovery_offers.offer(
            scope=coach, case=case, version=case.version, kind=kind, amount=Decimal(12 + number), at=at
        )  # fmt: skip
        case.refresh_from_db()
    hours = 30 if told.after < BAR else 2 + number % 6
    case = _answered(coach, case, told.answer, at + timedelta(hours=hours))
    cause, ended = Cause.objects.get(name=told.cause), at + timedelta(days=2)
    case = recovery_close.close(scope=coach, case=case, version=case.version, cause=cause, at=ended)
    _asked_after(stage, case, told.after, ended)
    if told.after < BAR:  # they say that it is not right, and it is opened again
        case.refresh_from_db()
        case = _answered(coach, case, SORRY, ended + timedelta(days=1, hours=4), CaseMessage.Way.PERSON)
        recovery_close.close(
            scope=coach, case=case, version=case.version, cause=cause, at=ended + timedelta(days=3)
        )  # fmt: skip


def _asked_after(stage: Stage, case: Case, level: int, at: datetime) -> None:
    """The customer is asked how it is now, and says so by the link that they were given."""
    contact = bytes(case.contact or b"").decode()
    name = f"{case.pk:016x}"
    ask_after_case(
        case=name, subject=case.subject, contact=contact, customer=case.customer, team=case.team, language="en", now=at
    )
    invite = Invite.objects.select_related("survey").get(interaction=f"case-{name}")
    form = compose(invite.survey, stage.book, "link", "en")
    got = given.read(form, {"g0": f"{level}"})
    kept = answer_link(invite=invite, given=got, instrument=form.instrument, now=at + timedelta(days=1))
    recovery_after.rated_again(case=case, response=kept.response, at=at + timedelta(days=1))


def _waits(stage: Stage, told: Told, rating: Rating) -> None:
    """The customer was offered a fitting and is to come in; who fits them has the case now."""
    coach, case = stage.coach, _opened(told, rating, stage.ago(2, 9), 90)
    kind = OfferKind.objects.get(has_amount=False)
    recovery_offers.offer(
        scope=coach, case=case, version=case.version, kind=kind, amount=None, at=stage.ago(2, 11)
    )  # fmt: skip
    case.refresh_from_db()
    case = _answered(coach, case, told.answer, stage.ago(2, 11, 5))
    recovery_change.hand_over(
        scope=coach, case=case, version=case.version, owner=stage.floor.person, at=stage.ago(1, 9),
        reason="You know each other from the fitting.",
    )  # fmt: skip


def _new(stage: Stage, told: Told, rating: Rating) -> None:
    """New, and its answer is due today, in the evening at the latest."""
    evening = stage.now.astimezone(ZoneInfo(Organisation.the().timezone)).replace(hour=22, minute=0, second=0)
    due = max(stage.now + timedelta(minutes=40), min(stage.now + timedelta(hours=4), evening))
    case = _opened(told, rating, due - timedelta(hours=24), 91)
    if case.severity != "ordinary":
        recovery_change.weigh(
            scope=stage.leader, case=case, version=case.version, severity="ordinary",
            reason="They can wear them; it is about the money.", at=due - timedelta(hours=23),
        )  # fmt: skip


def _late(stage: Stage) -> None:
    """Written down at the counter three days ago, and nobody has answered: the leader of the house was told."""
    at = stage.now - timedelta(hours=40)
    complaint = Complaint(
        CameBy.PERSON, LATE, "A pair to borrow until mine are mended.", "0161 496 0000", "serious", "alderquay", TEAM,
        standard="right.mended",
    )  # fmt: skip
    case = file_complaint(scope=stage.floor, complaint=complaint, at=at, form="demo-late")
    while case and case.look_at and case.look_at <= stage.now:
        before = case.look_at
        recovery_change.tell_late(case=case, at=before)
        case.refresh_from_db()
        if case.look_at == before:
            break


def _silent(stage: Stage) -> None:
    """A card without a name: there is no way to reply, says the coach; the leader agrees."""
    at = stage.ago(12, 10)
    complaint = Complaint(CameBy.FORM, SILENT, site="alderquay", team=TEAM)
    case = file_complaint(scope=stage.floor, complaint=complaint, at=at, form="demo-silent")
    if case:
        reason = "No name, no number, and nobody remembers the visit."
        case = recovery_close.no_way(
            scope=stage.coach, case=case, version=case.version, reason=reason, at=at + timedelta(hours=5)
        )  # fmt: skip
        recovery_close.agree(
            scope=stage.leader, case=case, version=case.version, agrees=True, reason="", at=at + timedelta(days=1)
        )  # fmt: skip


BROKEN = b"\x8b\x1fK\x01 \xe9l\xe8ve \xff\xfe\x00 lunettes \x9d cass\xe9es, r\xe9pondez s'il vous pla\xeet\x00"
AWAY = (
    b"From: Ilse Brand <ilse.brand@example.org>\r\nTo: care@example.org\r\nSubject: Out of office\r\n"
    b"Message-ID: <away-1@example.org>\r\nAuto-Submitted: auto-replied\r\n\r\nI am back on Monday.\r\n"
)
EMPTY = (
    b"From: Jaap Windt <jaap.windt@example.org>\r\nTo: care@example.org\r\nSubject: \r\n"
    b"Message-ID: <empty-1@example.org>\r\nContent-Type: text/plain\r\n\r\n\r\n"
)


def letters(stage: Stage) -> None:
    """Three letters that became no case: one that cannot be read, one without words, one that a machine wrote."""
    for days, raw in ((4, BROKEN), (2, EMPTY), (1, AWAY)):
        take_mail(raw=raw, way="imap", at=stage.ago(days, 7))

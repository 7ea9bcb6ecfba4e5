"""The company acts on what it sees: findings, coachings, a file of corrective action where the guard allows one,
thanks, what people say of themselves, the pulse, and the proposals of the quarter.

What was found is not written here: the nightly task finds it in the evidence. Only what people did about it is.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from clearbar.model.book import Source
from clearbar.model.finding import FindingKind
from clearbar.text.days import date_of, day_of
from clearbar.web.bridge import coaching as bridge
from clearbar.web.bridge import correction as guard
from clearbar.web.followup import quarters
from clearbar.web.followup.actions import coaching, coaching_agree, coaching_notes, correction, findings, peers
from clearbar.web.followup.actions import peers_own as own
from clearbar.web.followup.actions.coaching_agree import Promise
from clearbar.web.followup.actions.pulse import answer_pulse, close_quarters
from clearbar.web.followup.models.coaching import Coaching
from clearbar.web.followup.models.findings import FindingRow
from clearbar.web.followup.queries import coaching_changed, coaching_evidence
from clearbar.web.followup.queries import correction_ground as grounds
from clearbar.web.followup.queries.peers import card_of
from clearbar.web.followup.queries.peers_permits import recognisable
from clearbar.web.followup.tasks.findings import findings_of_the_house
from clearbar.web.followup.tasks.raising import raise_the_bar
from clearbar.web.ledger.models import Happened
from clearbar.web.people.days import house_today
from clearbar.web.people.models import Membership
from examples.demo import recovering, walking

if TYPE_CHECKING:
    from examples.demo.practising import Stage

LISTENED, CHOOSE = "choose.listened", "choose-glasses"
SHORT = FindingKind.PERSON.value


def follow(stage: Stage) -> str:
    """All of it; the evidence has heard of everything before. The token of a mystery shopper's link."""
    findings_of_the_house(now=stage.now)
    on_the_desk(stage)
    closed(stage)
    under_way(stage)
    begun(stage)
    file(stage)
    compass(stage)
    thanks(stage)
    pulse(stage)
    raise_the_bar(now=stage.now)
    recovering.recover(stage)
    return walking.walk(stage)


OVERALL_SAYS = "It is the sum of the others. We work on those, one after the other, and look at it again then."
LATER = "The workshop changes its route card this month. Before that is done there is nothing to see."


def on_the_desk(stage: Stage) -> None:
    """What the leader of the house did about what was found: one taken on, one put off, one dismissed."""
    mine = FindingRow.objects.filter(owner=stage.leader.person)
    scope, at, today = stage.leader, stage.now, stage.today
    for row in mine.filter(kind=FindingKind.VAGUE.value)[:1]:
        findings.take_on(scope=scope, finding=row, at=at)
    for row in mine.filter(kind=FindingKind.STANDARD.value, standard="right.way"):
        findings.snooze(scope=scope, finding=row, until=today + timedelta(days=30), today=today, at=at, reason=LATER)
    for row in mine.filter(kind=FindingKind.STANDARD.value, standard="overall"):
        findings.dismiss(scope=scope, finding=row, reason=OVERALL_SAYS, at=at)


def _laid(stage: Stage, person: str, standard: str, at: datetime) -> dict[str, object]:
    """What a coach laid out on a day: what had been said of the person until then."""
    today = house_today(at)
    until, since = day_of(today), today - timedelta(weeks=coaching_evidence.WEEKS)
    every = coaching_evidence.seen(stage.coach, person, standard, since)
    known = [one for one in every if (one.day or until) <= until]
    laid = bridge.prepare(known, ())
    return {
        "shows": [one.rating for one in laid.shows], "well": laid.well.rating if laid.well else None,
        "borrowed": False, "used": sorted(laid.interactions), "version": stage.version.number,
        "ratings": sum(one.source != Source.SELF for one in known),
    }  # fmt: skip


def _agreed(
    stage: Stage, person: str, standard: str, at: datetime, promises: tuple[tuple[str, str], ...], weeks: int
) -> Coaching:
    """A coaching as two people go through it within three days: rated, shown, talked about and agreed."""
    scope, before = stage.scope(person), at - timedelta(days=3)
    one = coaching.begin(
        scope=stage.coach, person=person, standard=standard, prepared=_laid(stage, person, standard, before), at=before
    )  # fmt: skip
    one = coaching.rate(scope=scope, coaching=one, level=4, words=OWN, at=before + timedelta(hours=5))
    one = coaching.share(scope=scope, coaching=one, at=before + timedelta(days=1))
    by = house_today(at) + timedelta(weeks=3)
    one = coaching_agree.propose(
        scope=stage.coach, coaching=one, promises=[Promise(what, whose, by) for what, whose in promises],
        check_on=house_today(at) + timedelta(weeks=weeks), seen=one.changed, at=at - timedelta(minutes=20),
    )  # fmt: skip
    return coaching_agree.agree(scope=scope, coaching=one, seen=one.changed, at=at)


OWN = "I ask. When it is full I ask while I am already reaching for the first frame, and I know it."
FIRST = (
    ("Ask what the glasses are for, say it back in one sentence, and only then touch a drawer.", "person"),
    ("Stand beside you on two Saturdays and say afterwards what I heard.", "coach"),
)
SECOND = (
    ("Leave a breath after the answer before I name a frame.", "person"),
    ("Take the door between eleven and one, so that you can stay with whom you have.", "coach"),
)
NOTE = "With the man who repairs clocks you waited, and he came up with the watchmaker's lamp himself. That was it."
ANSWER = "I noticed it, too. What helps me is to put both hands on the counter while they think."


def closed(stage: Stage) -> None:
    """Somebody of the team whose coaching the evidence knows of: the two agreed on that day, and closed it this week by
    what changed."""
    there = Membership.objects.filter(team="alderquay-floor").values("person")
    told = Happened.objects.filter(kind="coached", person__in=there).exclude(
        person__in=[stage.coach.person, stage.floor.person]
    )
    first = told.order_by("day", "person").first()
    if first is None or not first.person:
        return
    ago = (stage.today - date_of(first.day)).days
    weeks = max(1, ago // 7 - 1)
    one = _agreed(stage, first.person, LISTENED, stage.ago(ago, 17), FIRST, weeks)
    for commitment in one.commitments.all():
        coaching_agree.keep(scope=stage.coach, commitment=commitment, at=stage.ago(ago - 16, 17))
    change = coaching_evidence.what_changed(stage.coach, one)
    one.refresh_from_db()
    coaching_agree.close(scope=stage.coach, coaching=one, outcome=coaching_changed.plain(change), at=stage.ago(2, 17))


def under_way(stage: Stage) -> None:
    """The person who logs in as `floor` is being coached: agreed, one thing done, a note and its answer."""
    one = _agreed(stage, stage.floor.person, LISTENED, stage.ago(17, 16), SECOND, 6)
    coaching_agree.keep(scope=stage.coach, commitment=one.commitments.all()[1], at=stage.ago(9, 13))
    note = coaching_notes.note(scope=stage.coach, coaching=one, text=NOTE, form="demo-1", at=stage.ago(8, 16))
    coaching_notes.note(scope=stage.floor, coaching=one, text=ANSWER, form="demo-2", at=stage.ago(7, 9), answers=note)


ASKS = "I freeze when somebody wants their money back. I would like to go through one of those with you."


def begun(stage: Stage) -> None:
    """A finding about somebody of the coach's team led to a coaching that waits for what they say of themself; and a
    colleague asked for one."""
    mine = FindingRow.objects.filter(owner=stage.coach.person, kind=SHORT)
    found = mine.exclude(standard="overall").order_by("key").first() or mine.order_by("key").first()
    if found:
        standard = found.standard
        coaching.begin(
            scope=stage.coach, person=found.person, standard=standard, finding=found.key, at=stage.ago(1, 16),
            prepared=_laid(stage, found.person, standard, stage.now),
        )  # fmt: skip
    colleague = stage.scope(stage.others[0].person)
    coaching.ask(scope=colleague, coach=stage.coach.person, standard="right.choice", reason=ASKS, at=stage.ago(1, 18))


WHY = "We have talked about this before. I want us to put down in writing what we both do now."
SAID = "We went through the two visits together. Until now nobody had said how it looks from the other chair."
COMMIT = "Ask what the glasses are for before the first frame, for four weeks. I keep two mornings a week free for it."


def file(stage: Stage) -> None:
    """A first step of corrective action about the first person of whom the guard has nothing against it; of nobody who
    logs in. Where the evidence allows it of nobody, there is no file."""
    known = {stage.floor.person, stage.coach.person, *(one.person for one in stage.others)}
    for found in FindingRow.objects.filter(kind=SHORT, standard=LISTENED).exclude(person__in=known).order_by("key"):
        at = stage.ago(3, 15)
        held = grounds.ground(found.person, (found.standard,), at)
        best = grounds.at_best(held)
        if guard.refusals(best):
            continue
        opening = correction.Opening(found.person, WHY, (found.standard,))
        opened = correction.open_file(scope=stage.leader, opening=opening, at=at)
        events = tuple(one.rating for one in best.events if one.day <= house_today(at))[:2]
        taken = correction.Taken(house_today(at), house_today(at) + timedelta(weeks=4), events, COMMIT, SAID)
        correction.take(scope=stage.leader, file=opened, taken=taken, at=at + timedelta(hours=1))
        return


LOOK = "I am not sure whether I asked too much. Would you say what you heard?"
HEARD = "You asked about the boat before the price came up. He stopped looking at the door."
BEFORE_PEER = {"overall": 4, "choose.at-home": 4}


def compass(stage: Stage) -> None:
    """`floor` says how they see one of theirs, asks a colleague to look, sees the difference, and shares it. They set
    a bar of their own; and a second invitation waits for the colleague."""
    floor, colleague = stage.floor, stage.others[0].person
    journey = next(one for one in stage.book.journeys if one.id == CHOOSE)
    by_self, by_peer = (card_of(stage.version, CHOOSE, one) for one in (Source.SELF, Source.PEER))
    marks = {line.standard: {"level": 4} for line in by_self.lines}
    at = stage.ago(6, 12)
    said = own.rate_myself(
        scope=floor, mine=peers.OneOfMine(channel="counter", journey=journey), scorecard=by_self, marks=marks, at=at
    )  # fmt: skip
    mine = peers.OneOfMine(said.interaction, "counter", journey)
    asked = peers.invite(scope=floor, colleague=colleague, mine=mine, words=LOOK, at=at + timedelta(hours=1))
    seen: dict[str, dict[str, object]] = {line.standard: {"level": 5} for line in by_peer.lines}
    seen["overall"]["comment"] = HEARD
    scope = stage.scope(colleague)
    peers.rate(scope=scope, invitation=asked, scorecard=by_peer, marks=seen, at=stage.ago(5, 13))
    own.see(scope=floor, own=said, at=stage.ago(5, 18))
    own.share(scope=floor, own=said, scorecard=by_self, at=stage.ago(4, 9))
    own.set_bar(scope=floor, standard=LISTENED, level=5, at=stage.ago(4, 9, 5))
    later = peers.OneOfMine(channel="counter", journey=journey)
    peers.invite(scope=floor, colleague=colleague, mine=later, words="", at=stage.ago(1, 11))


THANKED = (
    "You stayed ten minutes after closing with the lady who could not decide, and did not look at the clock once.",
    "The way in which you read the whole sum aloud: nobody was ever surprised at your till.",
)


def thanks(stage: Stage) -> None:
    """A colleague thanks `floor`; the coach thanks somebody whose delight was found."""
    colleague = stage.scope(stage.others[1].person)
    praise = own.Praise(stage.floor.person, "choose.at-home", THANKED[0], "demo-thanks-1")
    own.recognise(scope=colleague, praise=praise, at=stage.ago(3, 18))
    near = [one.pk for one in recognisable(stage.coach, stage.today)]
    mine = FindingRow.objects.filter(owner=stage.coach.person, kind=FindingKind.DELIGHT.value, person__in=near)
    for found in mine.exclude(standard="overall").order_by("key")[:1]:
        praise = own.Praise(found.person, found.standard, THANKED[1], "demo-thanks-2", found.key)
        own.recognise(scope=stage.coach, praise=praise, at=stage.now)


ASKED_SITES = ("alderquay", "brackenford", "lindemeer")


def pulse(stage: Stage) -> None:
    """Most people of the three largest sites answered last quarter's three questions, each once."""
    quarter = quarters.before(quarters.quarter_of(house_today(stage.now)))
    at = quarters.midnight(quarters.last_day(quarter) - timedelta(days=9)) + timedelta(hours=12)
    there = Membership.objects.filter(team__site__in=ASKED_SITES).order_by("person").values_list("person", flat=True)
    for person in there:
        drawn = sha256(f"pulse:{person}".encode()).digest()
        if drawn[0] % 10 < 8:
            levels = dict(zip(("fair", "learning", "time"), (_level(drawn[n], n) for n in (1, 2, 3)), strict=True))
            answer_pulse(scope=stage.scope(person), levels=levels, at=at)
    close_quarters(at=stage.now)


_LIKELY = {1: (5, 5, 4, 4, 4, 4, 4, 3), 2: (5, 5, 4, 4, 4, 3, 3, 2), 3: (5, 4, 4, 3, 3, 3, 2, 2)}
"""By question, fair first: they have too little time to serve well."""


def _level(byte: int, question: int) -> int:
    return _LIKELY[question][byte % 8]

"""What is acted on: findings, coachings, corrective action, colleagues, and finn's own compass."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from clearbar.model.book import Source
from clearbar.model.finding import FindingKind
from clearbar.web.book.queries import newest
from clearbar.web.bridge.mirroring import mirror_whole
from clearbar.web.followup.actions import coaching as coach
from clearbar.web.followup.actions import coaching_agree, coaching_notes
from clearbar.web.followup.actions.coaching_agree import Promise
from clearbar.web.followup.actions.findings import dismiss
from clearbar.web.followup.forms.peers import JUST_NOW
from clearbar.web.followup.models.coaching import Coaching
from clearbar.web.followup.models.correction import Correction, CorrectionStep
from clearbar.web.followup.models.findings import FindingRow
from clearbar.web.followup.models.peers import OwnRating, PeerInvitation
from clearbar.web.followup.queries.coaching_evidence import laid_for
from clearbar.web.ledger.models import Interaction, Rating
from tests.web import matrix
from tests.web.conftest import NOW
from tests.web.followup import coachings, correcting
from tests.web.followup.test_findings import ABOUT, brought
from tests.web.followup.test_findings import finding as a_finding
from tests.web.world.house import WORDS, World
from tests.web.world.practised import client

WEEK = timedelta(days=7)
NEXT_WEEK, NEXT_MONTH = f"{NOW.date() + WEEK}", f"{NOW.date() + 4 * WEEK}"
MISSED, MISSED_TOO = "collect.day-named", "collect.as-ordered"
SHOWN = "?interaction={0}&journey=put-right&channel=chat"


def findings(world: World) -> None:
    """One about each: finn, rita as a rater, the north shop, a standard; and one about finn that cora dismissed."""
    known = a_finding(FindingKind.PERSON, standard="right.mended")
    brought(*ABOUT.values(), known)
    row = FindingRow.objects.get(pk=known.key)
    dismiss(scope=world.scope("cora"), finding=row, reason=WORDS["reason-of-finding"], at=NOW)
    key = {name: {"key": one.key} for name, one in ABOUT.items()}
    world.kwargs |= {"finding": key["person"], "finding@dismissed": {"key": known.key}}
    for name in ("snooze-finding", "dismiss-finding"):
        world.kwargs |= {name: key["person"], f"{name}@site": key["site"], f"{name}@standard": key["standard"]}
    world.kwargs["turn-finding"] = key["person"] | {"to": "take-on"}
    for about in ("rater", "site", "standard"):
        world.kwargs |= {f"finding@{about}": key[about], f"turn-finding@{about}": key[about] | {"to": "take-on"}}
    late, why = {"snooze-until": NEXT_WEEK}, {"dismiss-reason": "We know why."}
    world.typed |= {
        "snooze-finding": late, "snooze-finding@standard": late, "dismiss-finding": why, "dismiss-finding@site": why,
    }  # fmt: skip


def coached(world: World) -> None:
    """Coachings of finn by cora, one for each state; what each is about has ratings that fall short."""
    version = newest()
    assert version
    for place, standard in enumerate(_STANDARDS):
        for turn in range(6):
            name, at = f"lunch-{place}-{turn}", NOW - timedelta(days=12 + turn)
            coachings.rated(version, "finn", 2, at, standard=standard, name=name, text="asked nothing")
    mirror_whole()
    finn, cora = world.scope("finn"), world.scope("cora")
    asked = coach.ask(scope=finn, standard="choose.listened", coach="cora", reason=WORDS["wish-of-finn"], at=NOW)
    begun = _begun(world, "choose.seen")
    rated = _rated(world, "choose.at-home")
    shared = _shared(world, "right.mended")
    proposed = _proposed(world, "right.no-blame")
    waits = _proposed(world, "collect.fit")
    agreed = coaching_agree.agree(scope=finn, coaching=waits, seen=waits.changed, at=NOW)
    over = _shared(world, "collect.leave")
    coaching_notes.note(scope=cora, coaching=over, text=WORDS["note-of-coaching"], form="once", at=NOW)
    coach.call_off(scope=cora, coaching=over, at=NOW)
    _coaching_addresses(world, asked, begun, rated, shared, proposed, agreed, over)


_STANDARDS = ("choose.seen", "choose.at-home", "right.mended", "right.no-blame", "collect.fit", "collect.leave")


def _begun(world: World, standard: str) -> Coaching:
    version, cora = newest(), world.scope("cora")
    assert version
    laid = laid_for(cora, "finn", standard, NOW.date(), version.number)
    return coach.begin(scope=cora, person="finn", standard=standard, prepared=laid, at=NOW)


def _rated(world: World, standard: str) -> Coaching:
    held = _begun(world, standard)
    return coach.rate(scope=world.scope("finn"), coaching=held, level=4, words="I do ask, mostly.", at=NOW)


def _shared(world: World, standard: str) -> Coaching:
    return coach.share(scope=world.scope("finn"), coaching=_rated(world, standard), at=NOW)


def _proposed(world: World, standard: str) -> Coaching:
    held = _shared(world, standard)
    promises = [Promise("Ask before I show anything", "person", NOW.date() + WEEK)]
    return coaching_agree.propose(
        scope=world.scope("cora"), coaching=held, promises=promises, check_on=NOW.date() + 4 * WEEK,
        seen=held.changed, at=NOW,
    )  # fmt: skip


def _coaching_addresses(world: World, *held: Coaching) -> None:
    asked, begun, rated, shared, proposed, agreed, over = ({"key": one.pk} for one in held)
    world.kwargs |= {
        "coaching_one": shared, "coaching_one@over": over, "coaching_one@asked": asked,
        "coaching_rate": begun, "coaching_decline": asked,
        "coaching_act": begun, "coaching_act@accept": asked, "coaching_act@share": rated,
        "coaching_act@agree": proposed, "coaching_note": shared, "coaching_note@over": over, "coaching_agree": shared,
        "coaching_kept": agreed | {"place": 1}, "coaching_check": agreed,
    }  # fmt: skip
    world.query["coaching_new"] = "?person=finn"
    world.typed |= {
        "coaching_new": {"person": "finn", "standard": "right.choice"},
        "coaching_ask": {"standard": "right.choice", "coach": "cora"},
        "coaching_rate": {"level": "4", "words": "I do ask."},
        "coaching_decline": {"reason": "In the new year, please."},
        "coaching_act": {"act": "call-off"},
        "coaching_act@accept": {"act": "accept"},
        "coaching_act@share": {"act": "share"},
        "coaching_act@agree": {"act": "agree", "seen": str(held[4].changed)},
        "coaching_note": {"text": "See you on Monday.", "form": "a form"},
        "coaching_note@over": {"text": "It was good.", "form": "a form"},
        "coaching_agree": {"what1": "Ask first", "whose1": "person", "by1": NEXT_WEEK, "check_on": NEXT_MONTH},
        "coaching_check": {"check_on": f"{NOW.date() + 6 * WEEK}"},
    }  # fmt: skip


def corrected(world: World) -> None:
    """Three files about finn by lea: one with a step to which he objects, one about misconduct with a step at which
    cora was present, and one about safety that waits for the formal step."""
    lea, finn = client(world, "lea"), client(world, "finn")
    correcting.publish_earlier()
    for standard in (MISSED, MISSED_TOO):
        correcting.taught(standard=standard)
        correcting.rated([2] * 10 + [5] * 4 + [2] * 10, standard=standard, name=f"visit-{standard}")
    _posted(lea, "new/", correcting.opening(why=WORDS["file-of-finn"], standards=[MISSED]))
    file = Correction.objects.get(outside="")
    missed = Rating.objects.filter(standard=MISSED, level=2).order_by("-rated_at")
    step = _step(lea, file, [one.rating for one in missed[:2]])
    _posted(finn, f"{file.pk}/object/{step.pk}/", {"words": WORDS["objection-in-file"]})
    seen, grave = (_outside(lea, about) for about in ("misconduct", "safety"))
    _step(lea, seen, [], present=["cora"])
    for _ in range(2):
        _step(lea, grave, [])
    on, key = {"key": file.pk, "on": step.pk}, {"key": file.pk}
    world.kwargs |= {
        "correction": key, "correction-paper": key, "correction@present": {"key": seen.pk},
        "correction-paper@present": {"key": seen.pk}, "correction-step": {"key": seen.pk},
        "correction-step@formal": {"key": grave.pk}, "correction-end": key, "correction-settle": key,
        "correction-answer": on, "correction-object": {"key": seen.pk, "on": 0}, "correction-read": on,
        "correction-withdraw": key,
    }  # fmt: skip
    words = {"words": "It is as it is."}
    told = {"day": f"{NOW.date()}", "until": NEXT_MONTH, "commitments": "To ask.", "facts": "As said.", "notes": "-"}
    world.typed |= {
        "correction-new": correcting.opening(standards=[MISSED_TOO]),
        "correction-step": told, "correction-step@formal": told,
        "correction-end": {"kept": "yes", **words}, "correction-settle": {"stays": "yes", **words},
        "correction-answer": words, "correction-object": words, "correction-ladder": {"days-1": "21"},
    }  # fmt: skip


def _posted(who: Any, path: str, told: dict[str, Any]) -> None:
    answer = who.post(f"/followup/correction/{path}", told)
    assert answer.status_code == 302, answer.content.decode()


def _outside(lea: Any, about: str) -> Correction:
    _posted(lea, "new/", correcting.opening(standards=[], outside=about, outside_why="A ladder stood in the aisle."))
    return Correction.objects.get(outside=about)


def _step(lea: Any, file: Correction, events: list[str], **told: Any) -> CorrectionStep:
    file.refresh_from_db()
    said = correcting.step(file, [], facts="As said.", **told) | {"events": events}
    _posted(lea, f"{file.pk}/step/", said)
    return CorrectionStep.objects.filter(correction=file).order_by("number").last()  # type: ignore[return-value]


def beside(world: World) -> None:
    """finn asks gwen to look at a chat of his; gwen thanks him."""
    finn, gwen = client(world, "finn"), client(world, "gwen")
    asked = {"interaction": "talk-finn-3", "journey": "put-right", "channel": "chat", "colleague": "gwen"}
    said = finn.post("/followup/peers/ask/", asked | {"words": WORDS["asked-of-gwen"]})
    assert said.status_code == 302, said.content.decode()
    thanks = {"person": "finn", "standard": "right.choice", "words": WORDS["thanks-to-finn"], "once": "once"}
    assert gwen.post("/followup/peers/recognise/", thanks).status_code == 302
    key = {"key": PeerInvitation.objects.get().pk}
    world.kwargs |= {"peer-give": key, "peer-decline": key, "peer-take-back": key}
    which = {"interaction": JUST_NOW, "journey": "put-right", "channel": "chat"}
    world.typed |= {
        "peer-ask@gwen": {**which, "colleague": "gwen", "words": "Did I listen?"},
        "peer-give": {"s0-level": "4", "s1-level": "3", "s2-level": "4", "s3-level": "4"},
        "recognise@gwen": {"person": "gwen", "standard": "right.choice", "words": "You asked first."},
    }  # fmt: skip


def compass(world: World) -> None:
    """Of two chats finn said how they were, before others did; of one he has seen where they differ."""
    finn, edition = client(world, "finn"), newest()
    assert edition
    seen, unseen = (_own(finn, name) for name in ("compass-1", "compass-2"))
    for one in (seen, unseen):
        coachings.rated(edition, "finn", 2, NOW, standard="right.choice", name=one.interaction, source=Source.REVIEWER)
    finn.post(f"/followup/own/{seen.pk}/see/")
    world.kwargs |= {
        "own-see": {"key": unseen.pk}, "own-share": {"key": seen.pk}, "own-shared": {"person": "finn"},
        "manager@lea": {"person": "lea"}, "manager@cora": {"person": "cora"},
        "rehearse_for": {"standard": "right.choice"},
    }  # fmt: skip
    world.typed |= {
        "own-bar": {"standard": "right.choice", "level": "5"},
        "own-rate": {"interaction": JUST_NOW, "journey": "put-right", "channel": "chat", **_all_levels(finn, JUST_NOW)},
        "manager-standards": {"coached_days": "30"},
        "pulse": {"fair": "4", "learning": "3", "time": "2"},
    }  # fmt: skip
    assert Rating.objects.filter(interaction=seen.interaction).exists()


def _own(finn: Any, name: str) -> OwnRating:
    Interaction.objects.create(
        id=name, site="s-north", team="north", person="finn", customer="c1", channel="chat", topic="repair",
        timezone="Europe/Berlin", at=NOW - timedelta(days=1), messages=[],
    )  # fmt: skip
    which = {"interaction": name, "journey": "put-right", "channel": "chat"}
    answer = finn.post("/followup/own/rate/", which | _all_levels(finn, name))
    assert answer.status_code == 302, answer.content.decode()
    return OwnRating.objects.get(interaction=name)


def _all_levels(finn: Any, name: str) -> dict[str, str]:
    """What is typed to say good of each line of the card."""
    page = finn.get("/followup/own/rate/" + SHOWN.format(name))
    names = matrix.fields(page.content.decode())
    return {one: "4" for one in names if one.endswith("-level")}

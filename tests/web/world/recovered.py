"""Whom the house makes right: cases of team north, letters, what holds for them; and proposals for the book."""

from __future__ import annotations

from typing import Any

from clearbar.web.book.queries import newest
from clearbar.web.followup.actions import raising
from clearbar.web.followup.actions.arriving import take_mail
from clearbar.web.followup.models.arriving import Arrival
from clearbar.web.followup.models.raising import RaisingProposal
from clearbar.web.followup.models.recovery import Case, CaseOffer
from clearbar.web.followup.models.recovery_rules import AnswerTemplate, CaseOwner, Cause, OfferKind
from tests.web.conftest import NOW
from tests.web.followup.cases import a_case, act
from tests.web.followup.test_arriving_inbox import mail
from tests.web.followup.test_raising import TARGET
from tests.web.world.house import WORDS, World
from tests.web.world.practised import SentAgain, client


def cases(world: World) -> None:
    """Cases about finn: one that waits, and one in each state that somebody can do something about; and one that is
    gwen's to answer."""
    lea, gwen = client(world, "lea"), client(world, "gwen")
    voucher = OfferKind.objects.create(name="Voucher", currency="EUR", limits={"frontline": "10", "leader": "50"})
    cause = Cause.objects.create(name="Nobody at the door")
    text = AnswerTemplate.objects.create(name="Sorry", language="en", text="We are sorry.")
    waits, answered, closed, silent = (a_case(words=WORDS["case-of-a-customer"]) for _ in range(4))
    for one in (answered, closed):
        _did(lea, one, "answer", way="phone", words="I am sorry.")
    _did(lea, closed, "close")
    _did(lea, silent, "silent", reason="The number rings in vain.")
    CaseOwner.objects.create(team_id="north", person="gwen")
    hers = a_case(words=WORDS["case-of-gwen"])
    CaseOwner.objects.all().delete()
    for amount in ("40", "400"):
        _did(gwen, hers, "offer", kind=voucher.pk, amount=amount)
    small, large = CaseOffer.objects.order_by("amount")
    _case_addresses(world, waits, answered, closed, silent, hers, small, large)
    key: dict[str, Any] = {"offer": voucher.pk, "template": text.pk, "cause": cause.pk}
    for kind, pk in key.items():
        world.kwargs |= {f"case-rule-new@{kind}": {"kind": kind}, f"case-rule@{kind}": {"kind": kind, "key": pk}}
    world.kwargs |= {"case-hours": {"site": "s-north"}, "case-owner": {"team": "north"}}
    new = {
        "offer": {"name": "Tea", "has_amount": [], "in_use": "on", "limit-frontline": "0"},
        "template": {"name": "Thanks", "language": "en", "text": "Thank you."}, "cause": {"name": "No sign"},
    }  # fmt: skip
    for kind, told in new.items():
        world.typed |= {f"case-rule-new@{kind}": told, f"case-rule@{kind}": told}
    world.typed |= {
        "case-rules": {"ordinary-answer": "20"}, "case-owner": {"person": "gwen"},
        "case-hours": {"always": [], "day0": "9:00–18:00"},
    }  # fmt: skip


def _did(who: Any, case: Case, name: str, **told: Any) -> None:
    answer = act(who, case, name, **told)
    assert answer.status_code == 302, answer.content.decode()


def _case_addresses(world: World, *held: Any) -> None:
    waits, answered, closed, silent, hers, small, large = held
    by_act: dict[str, tuple[Case, dict[str, Any]]] = {
        "answer": (waits, {"way": "phone", "words": "I am sorry."}),
        "weigh": (waits, {"severity": "grave", "reason": "They fell."}),
        "sort": (waits, {"cause": Cause.objects.get().pk}),
        "hand": (waits, {"owner": "gwen"}),
        "silent": (waits, {"reason": "Nobody answers."}),
        "close": (answered, {}),
        "reopen": (closed, {"reason": "It broke again."}),
        "agree": (silent, {"agrees": "yes"}),
        "offer": (hers, {"kind": OfferKind.objects.get().pk, "amount": "5"}),
        "gwen-answer": (hers, {"act": "answer", "way": "phone", "words": "I am sorry."}),
        "decide": (hers, {"offer": small.pk, "agrees": "yes"}),
        "decide-much": (hers, {"act": "decide", "offer": large.pk, "agrees": "yes"}),
    }
    world.kwargs |= {"case": {"key": waits.pk}, "case@gwen": {"key": hers.pk}}
    for name, (case, told) in by_act.items():
        case.refresh_from_db()
        world.kwargs[f"case@{name}"] = {"key": case.pk}
        world.typed[f"case@{name}"] = {"act": name, "version": str(case.version)} | told


def letters(world: World) -> None:
    """A letter without a sender that was sent to team north, and one that was sent to nobody."""
    for number, to, words in ((1, "complaints+north@harbour.example", WORDS["letter-to-north"]), (2, "", "To whom?")):
        take_mail(raw=mail(number, words, From="", **({"To": to} if to else {})), way="mail", at=NOW)
    north, house = Arrival.objects.get(team="north"), Arrival.objects.get(team=None)
    world.kwargs |= {"letter": {"key": north.pk}, "letter@away": {"key": north.pk}, "letter@house": {"key": house.pk}}
    opened = {"case-words": "The hinge broke.", "case-contact": "mara@mail.example", "case-team": "north"}
    inbox = b"From x@y.example Mon Nov 16 10:00:00 2026\n" + mail(9, "It broke.").replace(b"\r\n", b"\n") + b"\n"
    world.typed |= {
        "letter": opened, "letter@house": opened, "letter@away": {"do": "discard", "away-reason": "An advert."},
        "letters-mailbox": {"file": SentAgain("complaints.mbox", inbox)},
        "case-new": {
            "words": "The hinge broke.", "wish": "A new one.", "contact": "mara@mail.example", "came_by": "person",
            "severity": "serious", "team": "north", "form": "f" * 32,
        },
    }  # fmt: skip


def raised(world: World) -> None:
    """A standard whose target can rise, as was found yesterday."""
    version = newest()
    assert version
    raising._keep((TARGET,), dict(version.editions), NOW, "system")
    key = {"proposal": RaisingProposal.objects.get().pk}
    world.kwargs |= {"raising-accept": key, "raising-decline": key}
    world.typed["raising-decline"] = {"reason": "Not before the spring."}

"""What became of a message that went out by e-mail."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from clearbar.web.followup.models.arriving import Arrival
from clearbar.web.followup.models.recovery import Case, CaseMessage
from clearbar.web.followup.queries.arriving import keyed
from clearbar.web.ledger.models import Job

_OURS = "case:"
"""How the names of a case's mails begin; their jobs have them behind `mail:`."""


def mail_name(message: CaseMessage) -> str:
    """By which name the mail of a message is asked for."""
    return f"{_OURS}{message.pk:016x}"


def not_delivered(messages: list[CaseMessage]) -> frozenset[int]:
    """The keys of those that the mail server did not take, after all attempts, or of which a report came that they did
    not arrive. A report that somebody put away says nothing."""
    ours = [one for one in messages if one.ours and one.way == CaseMessage.Way.MAIL]
    names = {f"mail:{mail_name(one)}": one.pk for one in ours}
    failed = Job.objects.filter(pk__in=list(names)).exclude(failed_at=None).values_list("pk", flat=True)
    marks = {keyed("message", one.message_id): one.pk for one in ours if one.message_id}
    reports = Arrival.objects.filter(mail__in=list(marks), why=Arrival.Why.BOUNCE)
    back = reports.exclude(state=Arrival.State.DISCARDED).values_list("mail", flat=True)
    return frozenset({names[one] for one in failed} | {marks[one] for one in back})


def refused_letters() -> list[CaseMessage]:
    """Letters that the mail server did not take after all attempts, of cases that count as answered all the same."""
    failed = Job.objects.filter(task="mail", name__startswith=f"mail:{_OURS}").exclude(failed_at=None)
    keys = [int(name.rpartition(":")[2], 16) for name in failed.values_list("name", flat=True)]
    return list(CaseMessage.objects.filter(pk__in=keys).exclude(case__answered_at=None).select_related("case"))


def lost_mail(case: Case, reported: Collection[str]) -> str:
    """The mark of the letter of ours of which a report says that it did not arrive; empty where it is none of this
    case."""
    found = case.messages.filter(ours=True, message_id__in=[one[:200] for one in reported])
    told = found.values_list("message_id", flat=True).first()
    return keyed("message", told) if told else ""


def was_answered(case: Case) -> bool:
    """Whether an answer was given that is not known to have got lost."""
    return answered_at(case) is not None


def answered_at(case: Case) -> datetime | None:
    """When the first answer was given that is not known to have got lost; None where there is none."""
    ours = list(case.messages.filter(ours=True).defer("words"))
    lost = not_delivered(ours)
    return min((one.at for one in ours if one.pk not in lost), default=None)

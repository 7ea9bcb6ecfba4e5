"""What the two of a coaching are told: fixed sentences that name nobody, quote nothing, and tell of no standard."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from types import MappingProxyType

from django.urls import reverse

from clearbar.web.followup.models.coaching import Coaching
from clearbar.web.notices.models import Topic
from clearbar.web.notices.telling import tell

SAID = MappingProxyType(
    {
        "begun": ("A coaching waits for you", "It begins with how you rate yourself; nobody sees that before you do."),
        "asked": ("Somebody asks you for a coaching", "They said what it is to be about."),
        "declined": ("Your request for a coaching was answered", "It cannot be now; the reason is with it."),
        "shared": ("A coaching can go on", "They rated themself and looked at the evidence. Now it is your talk."),
        "proposed": ("Something was proposed in a coaching", "It waits for your yes, or for another proposal."),
        "agreed": ("A coaching is agreed", "Both said yes. What was agreed, and by when, stands with it."),
        "extended": ("A coaching was given more time", "The day on which you look again was moved."),
        "closed": ("A coaching is closed", "What changed, as far as the evidence tells, stands with it."),
        "called off": ("A coaching was called off", "Nothing more is asked of you."),
        "note": ("There is a new note in a coaching", "Only the two of you can read it."),
        "due": ("A day that you agreed on in a coaching has come", "Say whether it was done, or talk about it."),
        "check": ("A coaching can be looked at again", "Fresh evidence has come since, or the day that you agreed on."),
    }
)  # fmt: skip
"""What happened → subject and sentence."""


def hear(coaching: Coaching, what: str, at: datetime, *, to: Iterable[str], once: str = "") -> None:
    """Tells these persons; once for each `once`, by default for each change of the coaching."""
    subject, text = SAID[what]
    name = f"coaching:{coaching.pk}:{what}:{once or coaching.changed}"
    path = reverse("coaching_one", args=[coaching.pk])
    tell(set(to), subject, text, path=path, name=name, at=at, topic=Topic.COACHING)

"""Exports: what helpdesks, telephones and survey tools give away becomes conversations and ratings.

One file per system. Each reads files through callables that it is handed, and yields conversations in the form of
docs/conversations.md, what it left out on purpose, and what it had to reject. See docs/exports.md.
"""

from __future__ import annotations

from collections.abc import Mapping

from clearbar.intake.exports import (
    chatwoot,
    formbricks,
    freshdesk,
    intercom,
    limesurvey,
    mbox,
    qualtrics,
    queue_log,
    zendesk,
)
from clearbar.intake.exports.faults import CODES
from clearbar.intake.exports.maps import HelpdeskMap, MailMap, Map, SurveyMap, read_map
from clearbar.intake.exports.system import Given, Hide, Item, Left, Source, System

SYSTEMS: Mapping[str, System] = {
    one.name: one
    for one in (
        System("zendesk", "Zendesk Support", HelpdeskMap, zendesk.read),
        System("intercom", "Intercom", HelpdeskMap, intercom.read),
        System("chatwoot", "Chatwoot", HelpdeskMap, chatwoot.read),
        System("freshdesk", "Freshdesk", HelpdeskMap, freshdesk.read),
        System("mbox", "Mailboxes in the mbox format", MailMap, mbox.read, needs_map=True),
        System("queue_log", "Asterisk queue_log", Map, queue_log.read),
        System("limesurvey", "LimeSurvey", SurveyMap, limesurvey.read, needs_map=True),
        System("formbricks", "Formbricks", SurveyMap, formbricks.read, needs_map=True),
        System("qualtrics", "Qualtrics", SurveyMap, qualtrics.read, needs_map=True),
    )
}
"""The systems whose exports are read, by name."""

__all__ = ["CODES", "SYSTEMS", "Given", "Hide", "Item", "Left", "Source", "System", "read_map"]

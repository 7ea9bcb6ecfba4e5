"""Shapes: an announcement as the systems take it that show it.

Slack: a message with a text in its own markup (api.slack.com, "Sending messages using incoming webhooks"). Teams: a
message with one adaptive card (learn.microsoft.com, "Create and send messages", adaptive cards of a workflow).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings

from clearbar.web.notices.models import Announced, Channel

_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def shaped(announced: Announced) -> dict[str, Any]:
    """The body of its call, as JSON data."""
    return _SHAPES[announced.channel.shape](announced)


def _address(one: Announced) -> str:
    return f"{settings.CLEARBAR_ADDRESS}{one.path}"


def _plain(one: Announced) -> dict[str, Any]:
    return {
        "id": f"{one.pk:016x}",
        "topic": one.topic,
        "at": one.at.isoformat(),
        "subject": one.subject,
        "text": one.text,
        "address": _address(one),
    }


def _slack(one: Announced) -> dict[str, Any]:
    subject, text = one.subject.translate(_MARKUP), one.text.translate(_MARKUP)
    return {"text": f"*{subject}*\n{text}\n<{_address(one)}|Open in Clearbar>", "unfurl_links": False}


def _teams(one: Announced) -> dict[str, Any]:
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": [
            {"type": "TextBlock", "text": one.subject, "weight": "Bolder", "wrap": True},
            {"type": "TextBlock", "text": one.text, "wrap": True},
        ],
        "actions": [{"type": "Action.OpenUrl", "title": "Open in Clearbar", "url": _address(one)}],
    }
    attached = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [attached]}


_SHAPES: Mapping[str, Callable[[Announced], dict[str, Any]]] = {
    Channel.Shape.PLAIN.value: _plain,
    Channel.Shape.SLACK.value: _slack,
    Channel.Shape.TEAMS.value: _teams,
}

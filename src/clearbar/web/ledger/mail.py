"""Mail: written in the transaction of the act, sent by a job, and then forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage

from clearbar.web.audit.seals import seal, unseal
from clearbar.web.ledger.jobs import ask_now, task


def can_send() -> bool:
    """Whether a mail server was named."""
    return bool(settings.EMAIL_HOST)


def post(
    *, name: str, to: str, subject: str, text: str, at: datetime, headers: Mapping[str, str] = {}, sealed_for: str = ""
) -> None:
    """Asks for a mail, once for each `name`, with further `headers` such as Reply-To. Where no mail server was named,
    nothing is sent.

    With `sealed_for` a subject, nothing of it stands in clear in the job, and it is never sent once that subject's key
    was destroyed.
    """
    if not can_send():
        return
    told: dict[str, Any] = {"to": to, "subject": " ".join(subject.split()), "text": text}
    if headers:
        told["headers"] = dict(headers)
    if sealed_for:
        told = {"sealed_for": sealed_for, "sealed": seal(sealed_for, told).decode()}
    ask_now("mail", name=f"mail:{name}", at=at, **told)


@task("mail")
def send(*, now: datetime, sealed_for: str = "", sealed: str = "", **told: Any) -> None:
    """Sends one mail. A fault of the server is told by its kind only, so that no address stands in a log."""
    del now
    if sealed:
        told = unseal(sealed_for, sealed.encode()) or {}
    if told:
        EmailMessage(told["subject"], told["text"], to=[told["to"]], headers=told.get("headers", {})).send()

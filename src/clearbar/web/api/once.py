"""Once: a request that is sent again with the same Idempotency-Key is answered as before, and done no second time."""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from cryptography.fernet import Fernet
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.http import HttpResponse

from clearbar.text.zones import day_and_week
from clearbar.web.api.door import Call
from clearbar.web.api.models import Once
from clearbar.web.api.problems import Problem, Reason

AGAIN = "Idempotency-Replayed"

Write = Callable[[], tuple[int, Any]]
"""Writes, and says the status and the data of the answer."""


def once(request: Call, write: Write) -> HttpResponse:
    """Writes in one transaction with the note that it was done, so that neither is ever there without the other.

    A second request with the key, even at the same time, waits for the first and gets its answer; with another body it
    is refused. A refusal is not noted: who mends the request may use the key again.
    """
    key = request.headers.get("Idempotency-Key")
    if key is not None:
        _check(key)
    with transaction.atomic():
        if key is None:
            return _answer(*write())
        route = f"{request.method} {request.path}"
        body = _told_apart(request, request.body, route)
        kept, is_new = Once.objects.get_or_create(
            token=request.auth.token,
            name=_told_apart(request, key.encode(), "key"),
            defaults={"body": body, "week": day_and_week(request.now, "UTC")[1]},
        )
        if not is_new:
            return _before(request, kept, body)
        kept.status, data = write()
        kept.answer = _lock(request).encrypt(_json(data).encode())
        kept.save(update_fields=["status", "answer"])
        return _answer(kept.status, data)


def _before(request: Call, kept: Once, body: str) -> HttpResponse:
    if not hmac.compare_digest(kept.body, body):
        raise Problem("reused")
    answer = _answer(kept.status, json.loads(_lock(request).decrypt(bytes(kept.answer or b""))))
    answer[AGAIN] = "true"
    return answer


def _check(key: str) -> None:
    if not 1 <= len(key) <= 128 or any(not "!" <= letter <= "~" for letter in key):
        reason = Reason("header.idempotency-key", "has 1 to 128 letters of ASCII, and no blanks")
        raise Problem("invalid", reasons=[reason])


def _told_apart(request: Call, content: bytes, what: str) -> str:
    """A mark that tells contents apart to who has the token, and to nobody who has the database alone."""
    return hmac.new(request.auth.text.encode(), what.encode() + b"\n" + content, "sha256").hexdigest()


def _lock(request: Call) -> Fernet:
    """Answers hold links that are told once: only the token's holder can open what is kept of them."""
    return Fernet(urlsafe_b64encode(sha256(b"clearbar.api.once\n" + request.auth.text.encode()).digest()))


def _answer(status: int, data: Any) -> HttpResponse:
    return HttpResponse(_json(data), status=status, content_type="application/json")


def _json(data: Any) -> str:
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False)

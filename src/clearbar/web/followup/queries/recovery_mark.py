"""Marks: how a customer is reached, as a keyed hash by which their cases are found and nobody learns the address."""

from __future__ import annotations

import hmac
from hashlib import sha256

from django.conf import settings


def mark_of(contact: str) -> str:
    """The mark of an e-mail address or whatever else reaches somebody; empty of nothing."""
    told = contact.strip().casefold()
    return (
        hmac.new(settings.SECRET_KEY.encode(), f"followup.contact:{told}".encode(), sha256).hexdigest() if told else ""
    )

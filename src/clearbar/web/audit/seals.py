"""Seals: values that only the key of their subject opens."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

from clearbar.web.audit.models import SubjectKey

_CUSTOMER = "customer "
"""No id of a person begins so: it holds no space."""


def of_customer(pseudonym: str) -> str:
    """The subject that a customer is to seals and audit lines. A person of the house may have the same id, and what is
    sealed for one must neither be read nor go with the other."""
    return f"{_CUSTOMER}{pseudonym}"


def customer_of(subject: str) -> str | None:
    """The customer's pseudonym that a subject was made of; None where it is no customer's."""
    return subject.removeprefix(_CUSTOMER) if subject.startswith(_CUSTOMER) else None


def seal(subject: str, values: Any) -> bytes:
    """JSON data, encrypted with the key of `subject`, which is made if there is none yet."""
    return _closed(_fernet(subject), values)


def seal_all(values: Sequence[tuple[str, Any]]) -> list[bytes]:
    """What `seal` gives for each subject and its values; a few queries for however many."""
    wanted = {subject for subject, _ in values}
    known = set(SubjectKey.objects.filter(subject__in=wanted).values_list("subject", flat=True))
    new = [SubjectKey(subject=subject, secret=Fernet.generate_key()) for subject in sorted(wanted - known)]
    SubjectKey.objects.bulk_create(new, ignore_conflicts=True)
    keys = {kept.subject: Fernet(bytes(kept.secret)) for kept in SubjectKey.objects.filter(subject__in=wanted)}
    return [_closed(keys[subject], one) for subject, one in values]


def unseal(subject: str, sealed: bytes | memoryview | None) -> Any:
    """What `seal` was given; None where nothing is sealed, or the key was destroyed."""
    kept = SubjectKey.objects.filter(subject=subject).first()
    return _opened(Fernet(bytes(kept.secret)) if kept else None, sealed)


def unseal_all(sealed: Sequence[tuple[str, bytes | memoryview | None]]) -> list[Any]:
    """What `unseal` gives for each subject and seal; one query for however many."""
    wanted = {subject for subject, one in sealed if one is not None}
    keys = {kept.subject: Fernet(bytes(kept.secret)) for kept in SubjectKey.objects.filter(subject__in=wanted)}
    return [_opened(keys.get(subject), one) for subject, one in sealed]


def destroy(subject: str) -> bool:
    """Makes all that is sealed for `subject` unreadable for good; whether there was a key."""
    return SubjectKey.objects.filter(subject=subject).delete()[0] > 0


def _closed(key: Fernet, values: Any) -> bytes:
    """Fernet writes the time beside what it encrypts, for everybody to read. Sealed is also what came anonymously, so
    that time is none."""
    return key.encrypt_at_time(json.dumps(values, ensure_ascii=False, default=str).encode(), 0)


def _opened(key: Fernet | None, sealed: bytes | memoryview | None) -> Any:
    if sealed is None or key is None:
        return None
    try:
        return json.loads(key.decrypt(bytes(sealed)))
    except InvalidToken:
        return None


def _fernet(subject: str) -> Fernet:
    kept, _ = SubjectKey.objects.get_or_create(subject=subject, defaults={"secret": Fernet.generate_key()})
    return Fernet(bytes(kept.secret))

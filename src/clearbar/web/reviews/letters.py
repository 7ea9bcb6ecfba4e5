"""Letters about reviews."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from clearbar.web.notices import telling
from clearbar.web.notices.models import Topic


def tell(persons: Iterable[str], subject: str, text: str, name: str, at: datetime, path: str = "/reviews/") -> None:
    """Tells each of these persons, once for each `name`."""
    telling.tell(persons, subject, text, path=path, name=name, at=at, topic=Topic.REVIEW)

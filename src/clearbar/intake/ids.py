"""Ids that are computed: the same content has the same id, whichever road it came by."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from hashlib import blake2b


def hashed(key: bytes, *parts: str | None) -> str:
    """128 bits of BLAKE2b over the parts, which are joined as JSON so that no two lists of parts join to the same
    text. A key longer than BLAKE2b takes is hashed first."""
    return next(hashed_all(key, [json.dumps(parts)]))


def hashed_all(key: bytes, texts: Iterable[str]) -> Iterator[str]:
    """The same for many lists of parts that are JSON already, as `json.dumps` writes it."""
    short = key if len(key) <= blake2b.MAX_KEY_SIZE else blake2b(key).digest()
    return (blake2b(text.encode(), digest_size=16, key=short).hexdigest() for text in texts)

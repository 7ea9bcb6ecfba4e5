"""What a text says, apart from how it is typed: its one normal form, and a hash of that.

White space, key order, YAML style and defaults written out or left out do not matter (docs/decisions/0004).
"""

from __future__ import annotations

import json
import unicodedata
from hashlib import sha256
from typing import Any


def canonical(value: Any) -> Any:
    """`value` in its one normal form: NFC text with single spaces, sorted keys, nothing empty."""
    if isinstance(value, str):
        return " ".join(unicodedata.normalize("NFC", value).split())
    if isinstance(value, dict):
        pairs = {canonical(str(key)): canonical(inside) for key, inside in value.items()}
        return {key: pairs[key] for key in sorted(pairs) if pairs[key] not in (None, "", [], {})}
    if isinstance(value, (list, tuple)):
        return [canonical(inside) for inside in value]
    if isinstance(value, float):
        return round(value, 9)
    return value


def digest(value: Any) -> str:
    """16 hexadecimal digits (64 bits) that stand for the canonical content of `value`."""
    text = json.dumps(canonical(value), ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()[:16]

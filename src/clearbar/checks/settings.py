"""What all checks' settings have in common."""

from __future__ import annotations

import json
from functools import cached_property
from hashlib import blake2b
from typing import Any

from pydantic import BaseModel, ConfigDict


class CheckSettings(BaseModel):
    """Settings of a check: strict about unknown keys, and never changed after they were read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @property
    def graded(self) -> bool:
        """Whether the check tells five levels apart rather than met and missed."""
        return False

    @cached_property
    def fingerprint(self) -> str:
        """Eight hex digits that are equal when, and only when, two settings ask for the same.

        Settings left at their default count as not written, and no list of any check has an order that matters:
        a book that is only tidied up keeps its instrument.
        """
        plain = self.model_dump(mode="json", exclude_defaults=True)
        text = json.dumps(_unordered(plain), sort_keys=True, separators=(",", ":"))
        return blake2b(text.encode(), digest_size=4).hexdigest()


def _unordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _unordered(one) for key, one in value.items()}
    return sorted(set(value)) if isinstance(value, list) else value

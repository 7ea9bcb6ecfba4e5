"""Reading values in templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def at(held: Mapping[str, Any], key: str) -> Any:
    """What is held under a key that the template computes; empty for nothing."""
    return held.get(key, "")

"""Figures in pictures of coaching."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def unlocalise(value: float) -> str:
    """A number as pictures need it, with a point whatever the language."""
    return f"{value:.1f}"

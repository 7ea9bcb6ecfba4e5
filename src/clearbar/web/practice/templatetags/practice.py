"""Figures in templates, in words."""

from __future__ import annotations

from django import template

from clearbar.model.estimate import Estimate
from clearbar.web.bridge.readying import in_words
from clearbar.web.practice.models.sign import Objection
from clearbar.web.practice.queries.signing import standard_of

register = template.Library()


@register.filter
def counted(share: Estimate | None) -> str:
    """A share with what was counted and its interval: "3 of 4 (30–95 %)"."""
    return in_words(share)


@register.filter
def what_it_is_about(objection: Objection) -> str:
    """What the standard that somebody objected to is called."""
    placed = standard_of(objection)
    return placed.standard.name or placed.standard.promise if placed else objection.standard

"""What is printed to teach: a kit for who leads a class, a poster for a wall, a page for a pocket. Tagged PDFs."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from markupsafe import Markup

from clearbar.model.lesson import Brief, Kit
from clearbar.reports.names import language_tag, plain
from clearbar.reports.page import style, template
from clearbar.reports.paper import drawn


def kit_paper(kit: Kit) -> bytes:
    """The kit: leader's notes with their times, a card for each standard, role-play sheets."""
    return _drawn("kit.html.j2", kit=kit, minutes=kit.minutes)


def poster_paper(brief: Brief) -> bytes:
    """The poster: the promises of a journey, as large as their number allows on one A4 page."""
    count = sum(len(parts) for _, parts in brief.steps)
    size = next((name for most, name in ((4, "huge"), (8, "large"), (14, "middle")) if count <= most), "small")
    return _drawn("poster.html.j2", kit=brief, size=size)


def pocket_paper(brief: Brief) -> bytes:
    """The pocket page, as large as a postcard: each promise with the question that somebody asks themself."""
    return _drawn("pocket.html.j2", kit=brief)


def _drawn(name: str, kit: Kit | Brief, **further: Any) -> bytes:
    css = Markup(style("teaching.css"))  # noqa: S704  our own style sheet, from the package
    told = {"kit": _shown(kit), "language": language_tag(kit.language) or "en", "css": css}
    return drawn(template(name).render(told | further))


def _shown(value: Any) -> Any:
    """A value as plain data, with every text made safe to show."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return plain(value)
    if is_dataclass(value):
        return {one.name: _shown(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple):
        return tuple(_shown(one) for one in value)
    if hasattr(value, "items"):
        return {key: _shown(one) for key, one in value.items()}
    return value

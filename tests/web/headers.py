"""What every answer must carry, and what no page may hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

SURVEYS = (
    "survey-link", "survey-poster", "survey-kiosk", "survey-embed", "try-out", "try-withdraw", "shop", "shop-data",
    "shop-shell", "shop-sync",
)  # fmt: skip
"""Addresses of who is asked, tries for a place, or walks for the house: no cookie, and nothing tells other sites where
they came from."""
FRAMED = "survey-embed"
OWN_POLICY = "whole-report"
"""A page that brings its own style and script, each by its hash."""
LASTING = {"chart-part", "book_charts_style", "due_shell", "walk-shell", "worker"}
"""What says nothing of anybody, and is kept by browsers across log-ins."""
_INLINE = re.compile(r"<style\b|\sstyle=|\son[a-z]+=\"|javascript:|<script(?![^>]*(?:\ssrc=|application/json))", re.I)
_FROM_ELSEWHERE = re.compile(
    r"<(?:script|img|link|iframe|source|video|audio|object|embed)\b[^>]*?(?:src|href)=\"(?:https?:)?//", re.I
)


def faults(row: str, answer: Any, *, is_personal: bool) -> list[str]:
    """What an answer lacks, each with the row of the table that it was an answer to."""
    name = row.partition("@")[0]
    return [f"{row}: {fault} ({answer.status_code})" for fault in _faults(name, answer, is_personal)]


def _faults(name: str, answer: Any, is_personal: bool) -> Iterator[str]:
    yield from _policy(name, answer.get("Content-Security-Policy", ""))
    if answer.get("X-Content-Type-Options") != "nosniff":
        yield "no nosniff"
    wanted = {"no-referrer"} if name in SURVEYS else {"no-referrer", "same-origin"}
    if answer.get("Referrer-Policy") not in wanted:
        yield f"referrer policy {answer.get('Referrer-Policy')}"
    if name != FRAMED and answer.get("X-Frame-Options") != "DENY":
        yield "may be framed"
    if name in SURVEYS and answer.cookies:
        yield f"a survey leaves cookies: {', '.join(answer.cookies)}"
    kept = answer.get("Cache-Control", "")
    if is_personal and name not in LASTING and not {"no-store", "private"} & set(kept.replace(" ", "").split(",")):
        yield f"may be kept by others: Cache-Control is {kept!r}"
    if answer.get("Content-Type", "").startswith("text/html") and name != OWN_POLICY:
        yield from (f"inline: {found[0]}" for found in _INLINE.finditer(answer.body))
        yield from (f"from elsewhere: {found[0]}" for found in _FROM_ELSEWHERE.finditer(answer.body))


def _policy(name: str, text: str) -> Iterator[str]:
    told = {words[0]: words[1:] for part in text.split(";") if (words := part.split())}
    if told.get("default-src") != ["'none'"]:
        yield "the policy does not begin with nothing"
    for one in ("base-uri", "form-action", "frame-ancestors"):
        if one not in told:  # these do not fall back on default-src
            yield f"the policy says nothing of {one}"
    allowed = {"'self'", "'none'", "data:"}
    for directive, sources in told.items():
        for source in sources:
            fits = source in allowed and not (source == "data:" and directive != "img-src")
            is_hash = name == OWN_POLICY and source.startswith("'sha256-")
            is_frame = name == FRAMED and directive == "frame-ancestors" and source.startswith("https://")
            if not (fits or is_hash or is_frame):
                yield f"the policy lets {source} into {directive}"

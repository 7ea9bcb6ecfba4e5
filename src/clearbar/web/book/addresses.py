"""Where the things of a draft are edited."""

from __future__ import annotations

from django.urls import reverse


def address_of(kind: str, id: str) -> str:
    """The page of a thing of the draft: `book`, `journey`, `step` (JOURNEY/STEP), `standard`, or `file`."""
    if kind == "book":
        return reverse("draft_book")
    if kind == "step":
        return reverse("draft_step", args=id.split("/", 1))
    return reverse(f"draft_{kind}", args=[id])

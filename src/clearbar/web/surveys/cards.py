"""Paper cards: numbered boxes on one page, and the digits in them typed in one go."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext, override

from clearbar.web.surveys.wording import Form


@dataclass(frozen=True)
class Digit:
    """One digit that a box takes, its words, and what it stands for."""

    digit: str
    text: str
    value: str
    lang: str


@dataclass(frozen=True)
class Box:
    """One box: its number on the card, the field that it fills, and what it asks for."""

    number: int
    field: str
    part: str


@dataclass(frozen=True)
class Item:
    """One question of a card with its boxes, which share their digits."""

    text: str
    lang: str
    promise: bool
    boxes: tuple[Box, ...]
    digits: tuple[Digit, ...]


def items_of(form: Form) -> list[Item]:
    """The questions of a card, in the form's language."""
    with override(form.language):
        parts = [("e", gettext("You expected")), ("g", gettext("You got"))] if form.expectation else [("g", "")]
        yes_no = [(gettext("Yes"), "yes"), (gettext("No"), "no")]
    own, words = form.language, form.words
    told: list[tuple[str, str, bool, list[tuple[str, str]], list[tuple[str, str, str]]]] = []
    for at, one in enumerate(form.questions):
        marks = [(mark.text, str(mark.level), mark.lang) for mark in one.marks if mark.level]
        told.append((one.text, one.lang, one.promise, [(f"{key}{at}", part) for key, part in parts], marks))
    visits = [(words.first, "first", own), (words.again, "again", own)]
    told.append((words.visit, own, False, [("visit", "")], visits))
    told.append((words.recommended, own, False, [("recommended", "")], [(text, key, own) for text, key in yes_no]))
    items, number = [], 1
    for text, lang, promise, fields, marks in told:
        boxes = tuple(Box(number + at, field, part) for at, (field, part) in enumerate(fields))
        digits = tuple(Digit(str(at), *mark) for at, mark in enumerate(marks, start=1))
        items.append(Item(text, lang, promise, boxes, digits))
        number += len(boxes)
    return items


def typed(items: list[Item], told: str) -> dict[str, str]:
    """The digits of a card as fields of a page. Raises ValueError with what is wrong, for people."""
    boxes = [(box, {one.digit: one.value for one in item.digits}) for item in items for box in item.boxes]
    digits = [one for one in told if not one.isspace()]
    if len(digits) != len(boxes):
        raise ValueError(f"The card has {len(boxes)} boxes, and {len(digits)} digits were typed. 0 is an empty box.")
    pairs = list(zip(boxes, digits, strict=True))
    wrong = [
        f"box {box.number} takes {' '.join(values)} or 0, not {one}"
        for (box, values), one in pairs
        if one != "0" and one not in values
    ]
    if wrong:
        raise ValueError(f"{'; '.join(wrong)}.".capitalize())
    return {box.field: values[one] for (box, values), one in pairs if one != "0"}

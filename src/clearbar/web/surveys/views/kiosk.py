"""The kiosk: one question on each screen, answered by one press; it begins again by itself.

A screen is left alone for a minute, and the kiosk is back at its beginning, where nothing is lost: no script is needed
for that, and who wants more time takes the door without a limit. What was pressed travels from screen to screen in
hidden fields; nothing is kept before the last press.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext, override

from clearbar.web.surveys.doors import ticket, token_in
from clearbar.web.surveys.views.pages import Visit
from clearbar.web.surveys.wording import Form, Mark


@dataclass(frozen=True)
class Screen:
    """One screen: the field that a press fills, its question, what it asks of it, and the buttons."""

    field: str
    text: str
    lang: str
    part: str
    marks: tuple[tuple[str, str, str], ...]
    promise: bool = False


def screens_of(form: Form) -> list[Screen]:
    """The screens of a form, in order."""
    found = []
    for number, one in enumerate(form.questions):
        marks = tuple(_button(mark) for mark in one.marks)
        if form.expectation:
            expected = gettext("What did you expect beforehand?")
            found.append(Screen(f"e{number}", one.text, one.lang, expected, marks, one.promise))
        part = gettext("What did you get?") if form.expectation else ""
        found.append(Screen(f"g{number}", one.text, one.lang, part, marks, one.promise))
    words, own = form.words, form.language
    visits = (("first", words.first, own), ("again", words.again, own), ("", gettext("I cannot say"), own))
    yes_no = (("yes", gettext("Yes"), own), ("no", gettext("No"), own), ("", gettext("I cannot say"), own))
    beside = (Screen("visit", words.visit, own, "", visits), Screen("recommended", words.recommended, own, "", yes_no))
    return [*found, *beside]


def _button(mark: Mark) -> tuple[str, str, str]:
    return str(mark.level), mark.text, mark.lang


def next_screen(visit: Visit) -> HttpResponse | None:
    """The beginning, or the next question; None when all were answered."""
    if visit.request.method != "POST" or visit.door.way is None:
        return visit.page("begin", {"faults": ()})
    data = visit.data
    with override(visit.language):
        screens = screens_of(visit.form)
    fields = [screen.field for screen in screens]
    done = [field for field in fields if field in data]
    if len(done) == len(screens):
        return None
    held = data.get("ticket", "")
    fresh = held if token_in(visit.door.way, held) else ticket(visit.door.way)
    carried = {"form": visit.form.instrument, "ticket": fresh, "slow": data.get("slow", "")}
    carried |= {field: data[field] for field in done}
    screen = next(one for one in screens if one.field not in data)
    told = {"screen": screen, "carried": carried, "at": len(done) + 1, "of": len(screens)}
    return visit.page("screen", told | {"slow": carried["slow"]})

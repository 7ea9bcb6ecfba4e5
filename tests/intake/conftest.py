"""A small book with a standard of five levels and a yes/no standard."""

from __future__ import annotations

import pytest

from clearbar.model.book import Audience, Book, Journey, Level, Scale, Stage, Standard, Step


@pytest.fixture(scope="session")
def book() -> Book:
    blame = Standard("return.no-blame", "Nobody asks whose fault it is", Level.GOOD, 0.9, "e-blame")
    label = Standard("return.label", "A label within the hour", Level.GOOD, 0.9, "e-label", Scale.YES_NO)
    step = Step("ask", "Telling what is wrong", Stage.FRONT, (blame, label))
    journey = Journey("return", "Return", Audience.CUSTOMER, "my money back", (step,), topics=("returns",))
    overall = Standard("overall", "Well served", Level.GOOD, 0.85, "e-overall")
    return Book("Harbour & Hill", "You are welcome", "en", {}, overall, (journey,), "v1")

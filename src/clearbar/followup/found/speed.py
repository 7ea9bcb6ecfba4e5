"""Speed bought with quality: times fall, and what guards them falls with them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from clearbar.followup.found.telling import Telling, ratings
from clearbar.model.estimate import Row
from clearbar.model.finding import ActKind, Basis, Duty, Finding, FindingKind, Owner, Place, Sure
from clearbar.text.days import monday

LATELY = timedelta(weeks=8)
"""Alarms that lie further back are no reason to act now."""


def bought(tell: Telling) -> Iterator[Finding]:
    """Sites where, in some week of late, people were quicker and quality fell."""
    if tell.seen.balance is None or not tell.seen.weeks[1]:
        return
    since = monday(tell.seen.weeks[1]) - LATELY
    alarms: dict[str, list[Row]] = {}
    for row in tell.seen.balance.rows:
        if row.facts["alarm"] and row.keys["site"] is not None and monday(row.keys["week"]) >= since:
            alarms.setdefault(row.keys["site"], []).append(row)
    for site, rows in sorted(alarms.items()):
        yield _bought(tell, site, rows)


def _bought(tell: Telling, site: str, rows: list[Row]) -> Finding:
    last, kind = rows[-1], FindingKind.SPEED
    qualities = [name for name in ("outcome", "courtesy") if name in last.figures]
    shown = ", ".join(f"{name} {tell.words(last.figures[name])}" for name in qualities)
    week = last.keys["week"]
    weeks = "one" if len(rows) == 1 else f"{len(rows)}"
    fallen = {name for row in rows for name in ("outcome", "courtesy") if name in row.facts["alarm"]}
    fell = " and ".join(sorted(fallen))
    figure = next((last.figures[name] for name in qualities if name in fallen), None)
    return Finding(
        kind,
        Place(site=site),
        f"In {weeks} of the last eight weeks people were quicker here and {fell} fell; in week {week % 100} of"
        f" {week // 100}: {shown}.",
        Sure(
            Basis.VERDICT,
            "Time and quality both left what they were at first, all sites looked at together.",
            "bought with quality",
            figure,
        ),
        (ratings("the ratings of this site", site=site),),
        ActKind.LOOK,
        "Ask what is left out to be quick, and say aloud that quality comes first.",
        Owner(Duty.SITE),
        tell.due(kind),
    )

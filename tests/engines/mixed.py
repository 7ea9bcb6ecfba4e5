"""Evidence with everything in it that engines might read unlike each other, and questions to it for every measure."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from clearbar.engines import Evidence
from clearbar.measures import parse_where
from clearbar.model.evidence import Event, Invitation, Rating
from clearbar.model.question import Question, Value
from tests.measures.samples import OF_EDITION, STANDARDS, drawn, row

SITES = ("Zürich 界", "zürich 界", "o'hare", 'the "big" one', "s1 ", "s1", "😀\\", "")
WEEKLY = ("rater", "interaction", "customer", "rated_at", "day")
"""What an anonymous rating does not tell."""


def rows(seed: int = 11, n: int = 900) -> list[Rating]:
    """Ratings with unknowns in every column that may have them, anonymous ones, ties and names of all letters."""
    dice = random.Random(seed)
    found = [_varied(one, dice) for one in drawn(seed, n)]
    ties = [row(f"tie-{i}", site="ties", person=f"p{i % 3}", level=1 + i % 5, expected=1 + i % 5) for i in range(20)]
    waits = [row(f"wait-{i}", edition="e3", site="waits", millis=60_000 + i, censored=i % 2 == 0) for i in range(20)]
    few = [row(f"few-{i}", site="few", person="alone") for i in range(4)]
    return [*found, *ties, *waits, *few, *_shared(dice), *_practised(dice), *_looked_at(dice), *_mirrored(dice)]


def _shared(dice: random.Random) -> list[Rating]:
    """Interactions that several raters saw, some of them twice, each with the overall verdict beside."""
    found = []
    for i in range(60):
        here = {"interaction": f"shared-{i}", "person": f"p{i % 4}", "site": dice.choice(SITES), "week": 202603 + i % 3}
        raters = ("x", "y", "é")[: 1 + i % 3] + ("x",) * (i % 7 == 0)
        for place, rater in enumerate(raters):
            at = dice.choice([None, datetime(2026, 2, 2, i % 24, tzinfo=UTC)])
            more = {"rater": rater, "response": f"shared-{i}-{place}", "source": "reviewer", "rated_at": at, **here}
            for edition, levels in (("e1", (1, 3, 4, 5)), ("e3", (2, 4)), ("e5", (2, 3, 4, 5))):
                found.append(row(f"{i}-{place}-{edition}", edition=edition, level=dice.choice(levels), **more))
    return found


def _practised(dice: random.Random) -> list[Rating]:
    """People seen week after week across the end of a year, some of whom rehearsed in between."""
    found = []
    for i in range(24):
        for at in range(14):
            week = 202548 + at if at < 5 else 202596 + at
            of = {"person": f"c{i}", "team": f"c-team {i % 6}", "week": week, "site": dice.choice(["s1", "s2"])}
            found.append(row(f"practised-{i}-{at}", level=dice.choice((2, 3, 4, 5)), edition=f"e{1 + at % 2}", **of))
            if i % 3 and at == 4 + i % 4:
                found += [
                    row(
                        f"rehearsed-{i}-{k}", setting="rehearsal", source="coach", level=dice.choice((2, 3, 4, 5)), **of
                    )
                    for k in range(2 + i % 2)
                ]
    return found


def _events(dice: random.Random) -> list[Event]:
    """People, sites and everyone, coached, taught and rehearsed: in one standard or all, some of them twice."""
    found = []
    for i in range(60):
        found.append(
            Event(
                f"event-{i}",
                dice.choice(["coached", "coached", "taught", "ready", "signed"]),
                dice.choice([20260101, 20260104, 20260126, 20260126, 20260202, 20260228]),
                dice.choice([None, None, "warm", "fast"]),
                f"c{dice.randrange(14)}" if i % 5 else None,
                dice.choice([None, "s1"]),
            )
        )
    kept = [one for one in found if one.person or (one.kind == "taught" and one.day > 20260201)]
    bar = Event("event-bar", "bar changed", 20260202, "warm", None, None)
    return [*kept, bar, Event("event-wording", "wording changed", 20260216, None, None, "s1")]


def _invitations(ratings: list[Rating], dice: random.Random) -> list[Invitation]:
    """Who was asked: of most answers somebody, of some two; and many who were silent or whose answer is lost."""
    found = []
    for one in {one.response: one for one in ratings}.values():
        for copy in range(dice.choice((0, 1, 1, 1, 2))):
            found.append(
                Invitation(
                    f"asked-{one.response}-{copy}", one.interaction, one.source, dice.choice(("q1", "q2")),
                    one.channel, one.site, one.week, True, one.response,
                )
            )  # fmt: skip
    for i in range(700):
        came = dice.choice((None, None, None, "nobody-knows"))
        found.append(
            Invitation(
                f"silent-{i}", None, dice.choice(("customer", "reviewer")), "q1",
                dice.choice((None, "chat", "counter")),
                dice.choice((None, "s1", "s2", *SITES)), 202602 + i % 12, came is not None, came,
            )
        )  # fmt: skip
    return found


def _looked_at(dice: random.Random) -> list[Rating]:
    """Interactions that a check read, of which people reviewed some, each with a probability that may be known."""
    found = []
    for i in range(120):
        here = {"interaction": f"looked-{i}", "person": dice.choice([None, "p1", "p2", "p3"]), "week": 202603 + i % 3,
                "site": dice.choice(SITES[:3]), "channel": dice.choice(["chat", None])}  # fmt: skip
        version = dice.choice(["check:tone/1", "check:tone/1", f"learned:tone/1/without-{i % 3}-of-3"])
        for edition, levels in (("e1", (1, 3, 4, 5)), ("e2", (4, 5)), ("e3", (2, 4))):
            more = {"edition": edition, **here}
            level = dice.choice(levels)
            found.append(row(f"looked-{i}-{edition}", source="check", instrument=version, level=level, **more))
            if i % 2:
                again = dice.choice([level, level, dice.choice(levels)])
                chosen = dice.choice([0.2, 0.2, 1 / 3, 1.0, None])
                found += [row(f"looked-{i}-{edition}-{rater}", source="reviewer", rater=rater, level=again,
                              inclusion=chosen, response=f"looked-{i}-{rater}", **more)
                          for rater in ("x", "y")[: 1 + (i % 10 == 1)]]  # fmt: skip
    return found


def _mirrored(dice: random.Random) -> list[Rating]:
    """People who rate themselves, and whom others rate on the same standards."""
    found = []
    for i in range(360):
        source = ("self", "peer", "customer")[i % 3]
        where = {"site": dice.choice(SITES[:2]), "week": 202603 + i % 2}
        here = {"person": f"p{dice.randrange(7)}", "source": source, **where}
        here |= {"interaction": dice.choice([None, f"mirror-{i // 4}"]), "response": f"mirror-{i}"}
        for edition, levels in (("e1", (2, 3, 4, 5)), ("e3", (2, 4)), ("e4", (3, 4))):
            if dice.random() < 0.8:
                found.append(row(f"mirror-{i}-{edition}", edition=edition, level=dice.choice(levels), **here))
    return found


def _varied(one: Rating, dice: random.Random) -> Rating:
    if dice.random() < 0.1:
        return replace(one, **dict.fromkeys(WEEKLY))
    at = datetime(2026, 1, 5, tzinfo=UTC) + timedelta(milliseconds=dice.randrange(10**9))
    return replace(
        one,
        site=dice.choice([one.site, *SITES]),
        customer=dice.choice([None, "c1", "c2"]),
        desired=dice.choice([None, 1, 5]),
        rated_at=dice.choice([None, at]),
        inclusion=dice.choice([None, 0.1, 1 / 3, 1.0]),
    )


def corrected(one: Rating) -> Rating:
    """The same rating, as somebody corrects it later."""
    level = 6 - one.level if OF_EDITION[one.edition].scale == "yes_no" else 1 + one.level % 5
    return replace(one, level=level, expected=None, disputed=not one.disputed, site="moved")


def keep_mixed(folder: Path, seed: int = 11, n: int = 900) -> list[Rating]:
    """Keeps the ratings in several commits, the last of which corrects some, so that files of old versions lie beside
    those that count; what stands in the end."""
    ratings = rows(seed, n)
    evidence = Evidence.create(folder)
    third = len(ratings) // 3
    for part in (ratings[:third], ratings[third : 2 * third], ratings[2 * third :]):
        evidence.keep(part, STANDARDS)
    changed = {one.rating: corrected(one) for one in ratings[:: len(ratings) // 60 or 1]}
    evidence.keep(changed.values(), STANDARDS, correct=True)
    evidence.keep_beside(_events(random.Random(seed)))
    return [changed.get(one.rating, one) for one in ratings]


def _ask(*by: str, where: str = "", of: str = "", factors: str = "") -> Question:
    return Question(by, parse_where(where) if where else None, of, factors)


def _with(question: Question, **options: Value) -> Question:
    return replace(question, options=tuple(sorted(options.items())))


ODD = "site in ('Zürich 界', 'o''hare', '😀\\', '') or (site is null and not level between 1 and 2)"
WEEKS = "week >= 202603 and week <> 202605 and topic <> 'new' and (inclusion > 0.3 or inclusion is null)"
OFF_STAGE = "setting in ('live', 'rehearsal') and (disputed or not disputed) and target < 0.9"
NOBODY = "site = 'nowhere'"
QUESTIONS: dict[str, list[Question]] = {
    "clearance": [
        _ask(), _ask("site"), _ask("site", "week"), _ask("standard", "person"), _ask("edition"), _ask("week"),
        _ask("journey", "stage"), _ask("site", where=ODD), _ask("person", where=WEEKS),
        _ask("standard", where=OFF_STAGE), _ask("site", where=NOBODY), _ask(where=NOBODY),
        _with(_ask("standard", "person"), cluster="site"), _with(_ask("week", where=ODD), cluster="person+site"),
        _with(_ask(), cluster="person+site", interval="jeffreys"), _with(_ask(where=NOBODY), cluster="person+site"),
    ],
    "delight": [
        _ask(), _ask("site", "topic"), _ask("week"), _ask("edition", where=OFF_STAGE), _ask("site", where=NOBODY),
        _with(_ask("topic"), cluster="person+site"),
    ],
    "met": [
        _ask(), _ask("site", "standard"), _ask("week"), _ask("edition", where=OFF_STAGE), _ask("site", where=NOBODY),
        _with(_ask("standard"), cluster="site"), _with(_ask("channel", where=ODD), cluster="person+site"),
    ],
    "gap": [
        _ask(), _ask("site"), _ask("source", "day"), _ask("edition", where=ODD), _ask(where=NOBODY),
        _with(_ask("standard"), cluster="site"), _with(_ask("topic", where=WEEKS), cluster="person+site"),
    ],
    "shrinkage": [
        _ask("site"), _ask("standard", "team"), _ask("person", where=WEEKS), _ask("edition", "week"),
        _ask("site", of="gap"), _ask("site", of="millis"), _ask("channel", of="level", where=ODD),
        _ask("site", where=NOBODY),
    ],
    "consistency": [
        _ask(factors="person"), _ask("standard", factors="site/person"), _ask(of="millis", factors="person,rater"),
        _ask("week", of="gap", factors="team/person", where=ODD), _ask(factors="person", where=NOBODY),
        _ask("standard", factors="person,rater,topic:channel"),
        _with(_ask("standard", factors="site/person"), within="topic,channel"),
        _with(_ask(factors="person,rater"), within="standard", method="moments"),
    ],
    "agreement": [
        _ask("standard"), _ask("standard", "source"), _ask("edition"), _ask("edition", "site", where=ODD),
        _ask("standard", "rater"), _ask("standard", "week", where=WEEKS), _ask("standard", where=NOBODY),
        _with(_ask("standard", "source"), error="person"),
        _with(_ask("edition", where=ODD), error="linear", metric="nominal"),
        _with(_ask("standard"), metric="interval"),
    ],
    "severity": [
        _ask(), _ask("standard"), _ask("edition", "source", where=ODD), _ask("standard", where="source = 'reviewer'"),
        _with(_ask("standard", "week", where=WEEKS), raters=2, interactions=3), _ask("standard", where=NOBODY),
    ],
    "ranks": [
        _ask("site"), _ask("source", "standard", where=ODD), _ask("standard", "team"), _ask("site", of="gap"),
        _ask("channel", of="millis", where=WEEKS), _ask("site", where=NOBODY),
    ],
    "funnel": [
        _ask("site"), _ask("standard", "site"), _ask("topic", where=ODD), _ask("team", "standard", where=WEEKS),
        _ask("site", where=NOBODY),
    ],
    "sampling": [
        _ask(), _ask("site"), _ask("standard"), _ask("team", "channel", where=ODD), _ask("person", where=WEEKS),
        _ask("site", "standard"), _ask("topic", "week"), _ask("site", where=NOBODY),
    ],
    "blend": [
        _ask("standard"), _ask("edition", "site"), _ask("standard", "person", of="level", where=ODD),
        _with(_ask("standard"), folds=3, strata="channel,week"), _ask("standard", where=NOBODY),
        _with(_ask("standard", "topic", where="week <> 202604 and target > 0.2"), truth="customer"),
    ],
    "compass": [
        _ask(), _ask("person"), _ask("standard", "person", of="level"),
        _ask("site", "edition", of="clearance", where=ODD),
        _ask("person", "week", where="week >= 202603 and level > 1"), _ask("person", where=NOBODY),
    ],
    "difference": [
        _ask("standard"), _ask("edition", "source"), _ask("standard", "person", where=WEEKS),
        _ask("standard", where=OFF_STAGE), _ask("standard", where=ODD), _ask("standard", where=NOBODY),
    ],
    "effect": [
        _ask(), _ask("standard"), _ask("site", "standard", where="site in ('s1', 's2') and week >= 202549"),
        _with(_ask(), weeks=1, lead=0, control="never"), _with(_ask("standard", of="gap"), weeks=2, after="taught"),
        _with(_ask("edition", of="millis", where=ODD), together="team"), _with(_ask(), together="team", weeks=3),
        _ask("site", where=NOBODY),
    ],
    "drivers": [
        _ask(), _ask("source"), _ask("source", "week", where=ODD), _with(_ask("site"), verdict="fast"),
        _with(_ask("source"), inside="person"), _with(_ask(where=OFF_STAGE), inside="site"),
        _with(_ask(), rated="reviewer"), _ask("person", where=WEEKS), _ask("site", where=NOBODY), _ask(where=NOBODY),
    ],
    "waits": [
        _ask("standard"), _with(_ask("standard", "source"), promise=1.5, ahead=-5), _ask("edition", "site", where=ODD),
        _with(_ask("standard", "person", where=WEEKS), promise=2000), _ask("standard", "week", where=OFF_STAGE),
        _with(_ask("standard", where=NOBODY), promise=5),
    ],
    "nonresponse": [
        _ask(), _ask("site"), _ask("standard"), _ask("channel", "standard"), _ask("week", "source"), _ask("stage"),
        _with(_ask("edition", where="week >= 202603 and source = 'customer'"), gap=30.0),
        _ask("site", where="channel is null or site = 's1'"), _ask("site", where=NOBODY), _ask(where=NOBODY),
    ],
    "drift": [
        _ask(), _ask("standard"), _ask("site", where=ODD), _with(_ask("source", "standard", where=WEEKS), chart="u"),
        _with(_ask("person"), chart="p", baseline=6), _with(_ask("topic"), chart="ewma"),
        _with(_ask("edition", where=OFF_STAGE), chart="cusum"), _ask("site", where=NOBODY), _ask(where=NOBODY),
    ],
    "balance": [
        _ask(), _ask("site"), _ask("team", "channel", where=ODD), _with(_ask("person", where=WEEKS), alpha=0.05),
        _with(_ask("topic"), baseline=6), _ask("journey", where=OFF_STAGE), _ask("site", where=NOBODY),
        _ask(where=NOBODY),
    ],
    "transfer": [
        _ask(), _ask("person"), _ask("edition", where="week > 202549 and source = 'customer'"),
        _with(_ask("site", where=ODD), weeks=2, lead=0), _ask("standard", where=NOBODY),
    ],
}  # fmt: skip
"""Questions by measure: by nothing, by one and by several columns, of editions and weeks, with filters, of nobody."""

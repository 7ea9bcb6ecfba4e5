"""Reports to look at: a small shop, a large yes/no book, an almost empty one, and a nasty one.

Intervals are Wilson's (Brown, Cai and DasGupta 2001, p. 107), written out here so that no code under test is used.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import sqrt
from random import Random

from clearbar.model.agreement import Agreeing, Lean
from clearbar.model.book import Audience, Dimension, Level, Scale, Source, Stage
from clearbar.model.estimate import Estimate, Verdict
from clearbar.model.lint import Finding
from clearbar.model.report import (
    Agreement,
    Apart,
    BarLine,
    Comparison,
    Consistency,
    Curve,
    CurvePoint,
    Funnel,
    FunnelPoint,
    Gap,
    Group,
    Limits,
    Report,
    Share,
    Voice,
    Voices,
    Week,
    Weekly,
)

HOSTILE = (
    "<script>alert(1)</script>",
    "\"><img src=x onerror='alert(2)'>",
    "{{ 7 * 7 }} {% raw %} ${7*7}",
    "</style></title><svg onload=alert(3)>",
    "שירות מעולה \u202eevil",
    "😀👩‍👩‍👧‍👦 café",
    "Donaudampfschifffahrtsgesellschaftskapitän" * 6,
    "a\x1b[31mred\x07\nnext\x00line",
)


def wilson(hits: int, n: int, z: float = 1.959964) -> Estimate:
    share = hits / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return Estimate(share, max(0.0, centre - half), min(1.0, centre + half), n, clusters=n, hits=hits)


def mean(value: float, half: float, n: int) -> Estimate:
    return Estimate(value, value - half, value + half, n)


def judged(clearance: Estimate | None, target: float | None) -> Verdict | None:
    if clearance is None or target is None:
        return None
    if clearance.low >= target:
        return Verdict.CLEARS
    return Verdict.FALLS_SHORT if clearance.high < target else Verdict.CANNOT_TELL


def line(
    standard: str,
    hits: int | None,
    n: int = 0,
    target: float | None = 0.8,
    **rest: object,
) -> BarLine:
    clearance = None if hits is None else wilson(hits, n)
    verdict = judged(clearance, target)
    whole = BarLine(
        standard=standard,
        promise="",
        journey=None,
        step=None,
        dimension=None,
        bar=Level.GOOD,
        target=target,
        scale=Scale.LEVELS,
        heard_from=Source.CUSTOMER if clearance else None,
        clearance=clearance,
        verdict=verdict,
        more=25 if verdict is Verdict.CANNOT_TELL else None,
        delight=None,
        gap=None,
        voices=(Voice(Source.CUSTOMER, clearance),) if clearance else (),
    )
    return replace(whole, **rest)  # type: ignore[arg-type]


def point(step: str, title: str, hits: int | None, n: int = 0, stage: Stage = Stage.FRONT) -> CurvePoint:
    return CurvePoint(step, title, stage, None if hits is None else wilson(hits, n), (step,))


def shrunk(counted: Estimate, centre: float, weight: float) -> Estimate:
    part = counted.n / (counted.n + weight)
    value = part * counted.value + (1 - part) * centre
    half = 1.96 * sqrt(value * (1 - value) / (counted.n + weight))
    return Estimate(value, max(0.0, value - half), min(1.0, value + half), counted.n)


def compared(
    of: str, counts: list[tuple[str, int, int]], centre: float, weight: float, spread: float, **rest: object
) -> Comparison:
    groups = []
    for name, hits, n in counts:
        counted = wilson(hits, n)
        pulled = shrunk(counted, centre, weight)
        groups.append(Group(name, counted, pulled, 0.9 if pulled.value > 0.8 else 0.2))
    groups.sort(key=lambda group: group.shrunk.value)
    whole = Comparison(of, tuple(groups), brackets_of(groups), spread, 0.8, centre)
    return replace(whole, **rest)  # type: ignore[arg-type]


def brackets_of(groups: list[Group]) -> tuple[tuple[int, int], ...]:
    """Longest runs whose ends overlap in their intervals: simple, and good enough for a picture."""
    runs: list[tuple[int, int]] = []
    for start in range(len(groups)):
        stop = start
        while stop + 1 < len(groups) and groups[stop + 1].shrunk.low <= groups[start].shrunk.high:
            stop += 1
        if stop > start and (not runs or stop > runs[-1][1]):
            runs.append((start, stop))
    return tuple(runs)


def shop() -> Report:
    """Twelve sites, 160 people, three journeys, nine standards with each verdict among them."""
    names = ["Ulm", "Trier", "Bonn", "Kiel", "Mainz", "Gera", "Hof", "Jena", "Suhl", "Fulda", "Worms", "Emden"]
    shares = [0.60, 0.66, 0.78, 0.79, 0.80, 0.80, 0.81, 0.82, 0.82, 0.83, 0.92, 0.93]
    sites = [(name, round(at * 240), 240) for name, at in zip(names, shares, strict=True)]
    sites[6] = ("Hof", 7, 8)
    draw = Random(7)
    people = []
    for number in range(160):
        n = draw.choice([6, 8, 12, 20, 30, 44])
        people.append((f"p{number:03d}", sum(draw.random() < draw.betavariate(16, 4) for _ in range(n)), n))
    return Report(
        organisation="Kaffeehaus Morgenrot",
        value="Every guest leaves a little lighter than they came.",
        language="en-GB",
        first=date(2026, 3, 1),
        last=date(2026, 5, 31),
        ratings=4120,
        interactions=1830,
        persons=160,
        sites=12,
        sources=((Source.CUSTOMER, 3000), (Source.REVIEWER, 820), (Source.CHECK, 300)),
        lines=shop_lines(),
        curves=shop_curves(),
        comparisons=(
            compared("site", sites, 0.8, 30, 0.07, note="Adjusted for topic and channel.", withheld=1),
            compared("team", [("Early", 410, 500), ("Late", 396, 500), ("Weekend", 201, 250)], 0.8, 400, 0.0),
            compared("person", people, 0.8, 60, 0.03, note="Topics were not known, so work may differ.", withheld=14),
        ),
        consistency=(
            Consistency("greeting", "level", shares_of((0.12, 0.05, 0.2), (0.3, 0.22, 0.38), (0.58, 0.5, 0.66)), 1200),
            Consistency(
                "first_reply",
                "millis",
                shares_of((0.02, 0.0, 0.31), (0.47, 0.3, 0.6), (0.51, 0.38, 0.64)),
                300,
                "Waits that had not ended are left out.",
            ),
        ),
        notes=(
            "37 ratings of four interactions were left out, because they are disputed.",
            "The wording of the question on parking changed on 12 April: earlier answers are kept apart.",
        ),
        book="2026-02-17.3",
        version=41,
        delight=(weekly("greeting", 0.3), weekly("overall", 0.4, missing=(3, 4))),
        voices=shop_voices(),
        funnels=(
            funnel("overall", sites, spread=0.03),
            funnel("greeting", [(name, round(n * 0.72), n) for name, _, n in sites]),
            funnel(
                "advice", [(name, round(n * (0.6 if at == 2 else 0.84)), n) for at, (name, _, n) in enumerate(sites)]
            ),
        ),
        agreement=shop_agreement(),
        findings=(
            Finding(
                "journeys/counter.yaml", 14, 9, "CB103", "“promptly” can be read in two ways", "say how many seconds"
            ),
            Finding("book.yaml", 2, 1, "CB121", "this one is let stand", allowed="agreed for now"),
        ),
    )


def week_after(number: int) -> int:
    """ISO weeks from the first of 2026 on, yyyyww."""
    return 202601 + number


def weekly(standard: str, share: float, missing: tuple[int, ...] = (), weeks: int = 13, fall: float = 0.0) -> Weekly:
    """A series that falls by so much from one half to the next."""
    shares = [share - (fall if at >= weeks // 2 else 0) for at in range(weeks)]
    shown = [None if at in missing else wilson(round(each * 60), 60) for at, each in enumerate(shares)]
    before, after = wilson(round(shares[0] * 400), 400), wilson(round(shares[-1] * 400), 400)
    value = after.value - before.value
    return Weekly(
        standard,
        Source.CUSTOMER,
        tuple(Week(week_after(at), each) for at, each in enumerate(shown)),
        before,
        after,
        Estimate(value, value - 0.07, value + 0.07, 800),
    )


def limits(centre: float, n: float, spread: float = 0.0) -> Limits:
    """Normal limits: plain enough for a picture."""
    sd = sqrt(centre * (1 - centre) / n + spread**2)
    ends = [min(1.0, max(0.0, centre + z * sd)) for z in (-1.96, 1.96, -3.09, 3.09)]
    return Limits(n, *ends)


def funnel(
    standard: str, counts: list[tuple[str, int, int]], spread: float = 0.0, target: float | None = 0.8
) -> Funnel:
    centre = sum(hits for _, hits, _ in counts) / sum(n for _, _, n in counts)
    points = tuple(
        FunnelPoint(name, wilson(hits, n), hits / n, limits(centre, n / 1.5, spread)) for name, hits, n in counts
    )
    curve = tuple(limits(centre, 4 * 1.4**step, spread) for step in range(12))
    return Funnel(standard, Source.CUSTOMER, centre, target, points, curve, spread, 1.0 + 40 * spread, withheld=1)


def shop_voices() -> tuple[Voices, ...]:
    customer, reviewer = Voice(Source.CUSTOMER, wilson(288, 400)), Voice(Source.REVIEWER, wilson(30, 40))
    own = Voice(Source.SELF, wilson(58, 60))
    apart = (Apart(Source.SELF, Source.CUSTOMER, Estimate(0.25, 0.15, 0.32, 460)),)
    return (
        Voices("greeting", (customer, reviewer, own), apart),
        Voices("advice", (customer, reviewer), ()),
    )


def agreement(
    standard: str, verdict: Agreeing, alpha: float | None = None, source: Source = Source.REVIEWER, **more: object
) -> Agreement:
    figure = None if alpha is None else Estimate(alpha, alpha - 0.08, min(1.0, alpha + 0.08), 120)
    ac = None if alpha is None else Estimate(min(1.0, alpha + 0.1), alpha, 1.0, 120)
    plain = Agreement(standard, source, verdict, figure, ac, 120 if alpha else 0, 400, 8)
    return replace(plain, **more)  # type: ignore[arg-type]


def shop_agreement() -> tuple[Agreement, ...]:
    return (
        agreement("greeting", Agreeing.AGREE, 0.82),
        agreement("advice", Agreeing.VAGUE, 0.31),
        agreement("farewell", Agreeing.HARSH, 0.55, lean=Lean.HARSH),
        agreement("solved", Agreeing.CANNOT_TELL, 0.66),
        agreement("refund", Agreeing.LITTLE),
        agreement("overall", Agreeing.LITTLE, source=Source.CUSTOMER),
    )


def shares_of(*values: tuple[float, float, float]) -> tuple[Share, ...]:
    parts = ("site", "person", "occasion")
    return tuple(
        Share(part, Estimate(value, low, high, 1200), round(sqrt(value) * 0.9, 3))
        for part, (value, low, high) in zip(parts, values, strict=True)
    )


def shop_lines() -> tuple[BarLine, ...]:
    gap = Gap(mean(3.8, 0.1, 210), mean(4.1, 0.1, 210), mean(-0.3, 0.2, 210))
    reviewer = Voice(Source.REVIEWER, wilson(30, 40))
    counter = {"journey": "counter", "dimension": Dimension.COURTESY}
    return (
        line(
            "greeting",
            288,
            400,
            0.8,
            promise="Every guest is greeted within ten seconds, by eye or by word.",
            step="arrive",
            delight=wilson(61, 400),
            gap=gap,
            voices=(Voice(Source.CUSTOMER, wilson(288, 400)), reviewer),
            **counter,
        ),
        line(
            "wait",
            360,
            420,
            0.8,
            promise="Nobody waits longer than four minutes to order.",
            step="queue",
            journey="counter",
            dimension=Dimension.PROMPTNESS,
            pair="advice",
        ),
        line(
            "advice",
            412,
            480,
            0.8,
            promise="We ask before we recommend.",
            step="order",
            delight=wilson(120, 480),
            **counter,
        ),
        line(
            "order_correct",
            455,
            480,
            0.9,
            promise="What was ordered is what is served.",
            step="serve",
            journey="counter",
            dimension=Dimension.OUTCOME,
        ),
        line(
            "farewell",
            333,
            380,
            0.8,
            promise="Guests are thanked, and invited back by name where we know it.",
            step="leave",
            **counter,
        ),
        line(
            "first_reply",
            262,
            300,
            0.8,
            promise="A question by mail has a first answer within four hours.",
            journey="mail",
            step="reply",
            dimension=Dimension.PROMPTNESS,
            pair="solved",
            heard_from=Source.CHECK,
            edition_note="changed on 12 April: four hours, before that eight",
        ),
        line(
            "solved",
            8,
            10,
            0.75,
            promise="The first answer settles the matter.",
            journey="mail",
            step="reply",
            dimension=Dimension.OUTCOME,
            more=120,
        ),
        line(
            "refund",
            96,
            104,
            0.8,
            promise="A wrong order is made right at once, without a form.",
            journey="complaint",
            step="make_right",
            dimension=Dimension.OUTCOME,
        ),
        line(
            "call_back",
            None,
            promise="Whoever complained is called back within two days.",
            journey="complaint",
            step="follow_up",
        ),
        line("overall", 412, 500, 0.8, promise="Taken as a whole, the visit was what we promise.", more=60),
    )


def shop_curves() -> tuple[Curve, ...]:
    return (
        Curve(
            "counter",
            "Having a coffee at the counter",
            Audience.CUSTOMER,
            "A good coffee, and a moment's peace.",
            "I come here for the ten minutes in which nobody wants anything from me.",
            (
                point("arrive", "Arrive", 288, 400),
                point("queue", "Wait in line", 240, 420),
                point("order", "Order and pay", 412, 480),
                point("prepare", "Prepare", 300, 380, Stage.BACK),
                point("serve", "Be served", 455, 480),
                point("leave", "Leave", 333, 380),
            ),
            "serve",
            "queue",
            "leave",
        ),
        Curve(
            "mail",
            "Asking by mail",
            Audience.CUSTOMER,
            "An answer that can be relied on.",
            "",
            (point("write", "Write", None), point("reply", "First answer", 262, 300), point("close", "Settled", 8, 10)),
            None,
            None,
            "close",
        ),
        Curve(
            "complaint",
            "Something went wrong",
            Audience.CUSTOMER,
            "To be heard, and made whole.",
            "",
            (point("make_right", "Make it right", 96, 104), point("follow_up", "Call back", None)),
            None,
            None,
            None,
        ),
    )


def bare(report: Report) -> Report:
    """The report without the parts that are drawn as charts, and without findings."""
    return replace(report, delight=(), voices=(), funnels=(), agreement=(), findings=())


def star() -> Report:
    """Twenty-six journeys of one or two yes/no standards, checks only, no sites: the shape of a dialogue corpus."""
    draw = Random(11)
    topics = (
        "hotel book",
        "hotel search",
        "hotel service",
        "bank balance",
        "bank fraud",
        "trip directions",
        "trip plan",
        "ride book",
        "ride change",
        "ride status",
        "doctor schedule",
        "doctor follow up",
        "apartment search",
        "apartment schedule",
        "restaurant book",
        "restaurant search",
        "party plan",
        "party rsvp",
        "meeting schedule",
        "trivia",
        "spaceship life",
        "spaceship access",
        "plane book",
        "plane search",
        "plane change",
        "weather",
    )
    lines, curves = [], []
    for number, topic in enumerate(topics):
        key = topic.replace(" ", "_")
        names = [f"{key}_steps"] + ([f"{key}_reply"] if number % 5 < 2 else [])
        points = []
        for name in names:
            n = draw.choice([40, 90, 180, 260])
            share = draw.choice([0.7, 0.85, 0.95, 0.97])
            hits = sum(draw.random() < share for _ in range(n))
            lines.append(
                line(
                    name,
                    hits,
                    n,
                    0.85,
                    promise=f"Every step of “{topic}” is taken, in order.",
                    journey=key,
                    step=name,
                    scale=Scale.YES_NO,
                    heard_from=Source.CHECK,
                    bar=Level.GOOD,
                    dimension=Dimension.OUTCOME,
                )
            )
            points.append(point(name, "Answer" if name.endswith("reply") else "Go through the steps", hits, n))
        curves.append(
            Curve(key, topic.capitalize(), Audience.CUSTOMER, "", "", tuple(points), None, None, points[-1].step)
        )
    people = [
        (f"wizard-{number}", hits, n)
        for number in range(100)
        for n in [draw.randrange(8, 90)]
        for hits in [sum(draw.random() < 0.86 for _ in range(n))]
    ]
    return replace(
        bare(shop()),
        organisation="STAR",
        value="Every task is done the way it was agreed.",
        language="en",
        first=date(2019, 11, 4),
        last=date(2020, 2, 21),
        ratings=5820,
        interactions=5820,
        persons=100,
        sites=0,
        sources=((Source.CHECK, 5820),),
        lines=tuple(lines),
        curves=tuple(curves),
        comparisons=(compared("person", people, 0.86, 400, 0.0),),
        consistency=(),
        notes=("No site is known.",),
    )


def almost_empty() -> Report:
    """A book of two standards that nobody was heard about."""
    return Report(
        organisation="Zwei Räder",
        value="",
        language="de",
        first=None,
        last=None,
        ratings=0,
        interactions=0,
        persons=0,
        sites=0,
        sources=(),
        book="1",
        version=0,
        comparisons=(),
        consistency=(),
        notes=(),
        lines=(
            line("greeting", None, journey="repair", step="desk", promise="Wir grüßen zuerst."),
            line("ready_in_time", None, target=None, journey="repair", step="pick_up"),
        ),
        curves=(
            Curve(
                "repair",
                "Ein Rad reparieren lassen",
                Audience.CUSTOMER,
                "",
                "",
                (point("desk", "Annahme", None), point("pick_up", "Abholen", None)),
                None,
                None,
                None,
            ),
        ),
    )


def nasty() -> Report:
    """Hostile strings wherever a book or an import may put one, and figures at their extremes."""
    endless = Estimate(0.5, float("-inf"), float("inf"), 5, hits=None)
    lines = tuple(
        line(
            text,
            hits,
            n,
            target,
            promise=text,
            journey=text,
            step=text,
            edition_note=text,
            pair=HOSTILE[0],
            dimension=Dimension.PROMPTNESS,
        )
        for text, (hits, n, target) in zip(
            HOSTILE,
            [
                (0, 5, 0.8),
                (5, 5, 1.0),
                (10**9, 10**9, 0.999),
                (0, 10**9, 0.0),
                (5, 9, None),
                (1, 2, 0.5),
                (None, 0, 0.8),
                (999, 1000, 0.825),
            ],
            strict=True,
        )
    )
    wide = replace(
        lines[0],
        standard="endless",
        clearance=endless,
        verdict=Verdict.CANNOT_TELL,
        more=10**9,
        gap=Gap(mean(5, 0, 5), mean(1, 0, 5), mean(4, 0, 5)),
    )
    curves = tuple(
        Curve(
            text,
            text,
            Audience.VENDOR,
            text,
            text,
            tuple(
                point(step, step, 5 * (at % 2), 5, Stage.BACK if at % 3 else Stage.FRONT)
                for at, step in enumerate(HOSTILE[:count])
            ),
            HOSTILE[0],
            HOSTILE[1],
            HOSTILE[1],
        )
        for text, count in zip(HOSTILE, (8, 5, 3, 2, 1, 0, 7, 2), strict=True)
    )
    sites = compared("site", [(text, at % 6, 5 + at) for at, text in enumerate(HOSTILE)], 0.5, 1, 0.2, note=HOSTILE[0])
    odd = compared(HOSTILE[0], [(text, 5, 9) for text in HOSTILE], 0.5, 1, 0.0, note=HOSTILE[1], withheld=1)
    none = replace(sites, groups=(), brackets=(), withheld=3)
    split = Consistency(
        HOSTILE[0], "level", shares_of((0.0, 0.0, 0.0), (0.0, 0.0, 1.0), (1.0, 0.0, 1.0)), 5, HOSTILE[3]
    )
    odd_part = replace(split, shares=(Share(HOSTILE[1], Estimate(1, 1, 1, 5), 0.0),))
    return replace(
        shop(),
        organisation=HOSTILE[0],
        value=HOSTILE[1],
        language=HOSTILE[1],
        lines=(*lines, wide),
        curves=curves,
        comparisons=(sites, odd, none),
        consistency=(split, odd_part, replace(split, shares=())),
        notes=HOSTILE,
        book=HOSTILE[0],
        first=date(2025, 12, 31),
        last=date(2026, 1, 1),
        delight=tuple(weekly(text, 0.5, missing=tuple(range(at)), weeks=at + 1) for at, text in enumerate(HOSTILE)),
        voices=tuple(replace(each, standard=text) for text, each in zip(HOSTILE, shop_voices(), strict=False)),
        funnels=tuple(
            funnel(text, [(name, 5 * (at % 2), 5) for at, name in enumerate(HOSTILE)], target=None) for text in HOSTILE
        ),
        agreement=tuple(agreement(text, Agreeing.VAGUE, 0.2) for text in HOSTILE),
        findings=tuple(Finding(text, 1, 1, text, text, text, text) for text in HOSTILE),
    )

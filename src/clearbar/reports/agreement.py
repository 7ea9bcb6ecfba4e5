"""Do raters agree on each standard? Where they do not: is it the standard, one rater, or too little overlap?"""

from __future__ import annotations

from clearbar.model.agreement import RELIABLE, Agreeing, Lean
from clearbar.model.book import Source
from clearbar.model.estimate import Estimate
from clearbar.model.report import Agreement, Report
from clearbar.reports.charts import rows
from clearbar.reports.drawing import drawing
from clearbar.reports.names import titled
from clearbar.reports.panels import Panel, Section, Table
from clearbar.reports.verdicts import name_of
from clearbar.reports.words import count, listing, period, plural, speakers, spelled

SINGLE = frozenset({Source.CUSTOMER, Source.SELF, Source.COLLEAGUE, Source.VENDOR})
"""Sources of whom each interaction has one: that nobody else of them rated it is no lack."""
MEANING = {
    Agreeing.AGREE: "raters agree: the same interaction gets the same level from whoever rates it",
    Agreeing.VAGUE: "raters read the standard differently: its levels must say more plainly what is to be seen",
    Agreeing.HARSH: "one rater stands apart, and the others may well agree: all should rate some interactions together",
    Agreeing.LITTLE: "too few interactions were rated by two: nobody knows yet whether raters agree",
    Agreeing.CANNOT_TELL: "the range holds both good and too little agreement",
}
_SCALE = rows.Scale(0, 1, ((0.0, "0, chance"), (RELIABLE, f"{RELIABLE:g}"), (1.0, "1")), RELIABLE)


def shown(report: Report) -> tuple[Agreement, ...]:
    """The rows worth showing: those with a figure, and those of sources who could have rated together and did not."""
    return tuple(each for each in report.agreement if each.alpha or each.ac or each.source not in SINGLE)


def alpha(estimate: Estimate | None) -> str:
    """A coefficient with its interval: "0.72 (0.65–0.78)"."""
    return f"{estimate.value:.2f} ({estimate.low:.2f}–{estimate.high:.2f})" if estimate else ""


def sentence(report: Report) -> str:
    """Of the standards that could be judged, how many raters agree on, and which are vague; empty without any."""
    told = shown(report)
    if not told:
        return ""
    by = {verdict: [each for each in told if each.verdict is verdict] for verdict in Agreeing}
    parts = (
        [f"{_names(by[Agreeing.VAGUE])} {_verb(by[Agreeing.VAGUE], 'is', 'are')} vague"] if by[Agreeing.VAGUE] else []
    )
    if by[Agreeing.HARSH]:
        parts.append(f"one rater stands apart on {_names(by[Agreeing.HARSH])}")
    if by[Agreeing.AGREE]:
        parts.append(f"raters agree on {_names(by[Agreeing.AGREE])}")
    if by[Agreeing.CANNOT_TELL]:
        parts.append(f"{spelled(len(_standards(by[Agreeing.CANNOT_TELL])))} cannot be told yet")
    if not parts:
        return "Nobody can tell whether raters agree: too few interactions were rated by two"
    return titled("; ".join(parts))


def _standards(those: list[Agreement]) -> list[str]:
    return list(dict.fromkeys(name_of(each) for each in those))


def _names(those: list[Agreement]) -> str:
    names = _standards(those)
    return listing(names) if len(names) <= 3 else f"{spelled(len(names))} standards"


def _verb(those: list[Agreement], one: str, many: str) -> str:
    return one if len(_standards(those)) == 1 else many


def says(each: Agreement) -> str:
    """One standard and source in a sentence."""
    head = f"{titled(name_of(each))}, {speakers(each.source)}: {word(each)}"
    figure = f", α {alpha(each.alpha)}" if each.alpha else ""
    pairs = f" on {plural(each.units, 'interaction')} that two or more rated" if each.units else ""
    return f"{head}{figure}{pairs}"


def section(report: Report) -> Section | None:
    """The section; None where nobody rates what others rate."""
    told = shown(report)
    if not told:
        return None
    drawn = [each for each in told if each.alpha]
    title = sentence(report)
    units = sum(each.units or 0 for each in drawn)
    subtitle = (
        f"Krippendorff’s α with its range (●), Gwet’s AC as a small tick; the line at {RELIABLE:g} is the least to"
        f" conclude from; {count(units)} times two or more rated the same, {period(report.first, report.last)}"
    )
    lines = [_line(each) for each in drawn]
    chart = drawing("agreement", title, lambda width: rows.spec(lines, _SCALE, width)) if drawn else None
    remarks = tuple(f"{titled(verdict.value)}: {MEANING[verdict]}" for verdict in _verdicts(drawn))
    panel = Panel(title, subtitle if drawn else "", chart, _table(told), remarks)
    intro = "The same interaction, rated by two: do they give it the same level? A figure is worth no more than that."
    return Section("agreement", "Do raters agree?", intro, (panel,), (), _little(told))


def _verdicts(those: list[Agreement]) -> list[Agreeing]:
    return [verdict for verdict in Agreeing if any(each.verdict is verdict for each in those)]


def _little(told: tuple[Agreement, ...]) -> tuple[str, ...]:
    """Who rated too little together, by source."""
    few: dict[Source, list[str]] = {}
    for each in told:
        if each.verdict is Agreeing.LITTLE:
            few.setdefault(each.source, []).append(name_of(each))
    return tuple(f"Not enough overlap among {speakers(source)}: {listing(names)}" for source, names in few.items())


def word(each: Agreement) -> str:
    """The verdict in the words beside its line, and how one rater leans where one does."""
    if each.verdict is Agreeing.HARSH:
        return "one rater mild" if each.lean is Lean.MILD else each.verdict.value
    return f"{each.verdict.value}; one rater {each.lean.value}" if each.lean else each.verdict.value


def _line(each: Agreement) -> rows.Line:
    known = each.alpha or Estimate(0, 0, 0, 1)
    return rows.Line(
        f"{titled(name_of(each))}, {speakers(each.source)}",
        word(each),
        says(each),
        known.low,
        known.high,
        known.value,
        hollow=each.verdict in {Agreeing.CANNOT_TELL, Agreeing.LITTLE},
        tick=each.ac.value if each.ac else None,
    )


def _table(told: tuple[Agreement, ...]) -> Table:
    heads = ("Standard", "Raters", "Verdict", "α (interval)", "AC (interval)", "Rated by two", "Ratings")
    return Table(
        "Agreement of raters, by standard and source",
        heads,
        tuple(
            (
                titled(name_of(each)),
                f"{count(each.raters)} {speakers(each.source)}",
                word(each),
                alpha(each.alpha) or "–",
                alpha(each.ac) or "–",
                "too few to show" if each.units is None else count(each.units),
                count(each.ratings),
            )
            for each in told
        ),
    )

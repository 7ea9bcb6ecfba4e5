"""A report as a JSON document with stable keys; docs/report.md tells what each means."""

from __future__ import annotations

from dataclasses import asdict
from math import isfinite
from typing import Any

from clearbar.model.estimate import Estimate
from clearbar.model.lint import Finding
from clearbar.model.report import (
    Agreement,
    BarLine,
    Comparison,
    Consistency,
    Curve,
    Funnel,
    FunnelPoint,
    Gap,
    Limits,
    Report,
    Voices,
    Weekly,
)
from clearbar.reports import agreement, brackets, curve, expectation, funnels, variance, voices, weekly
from clearbar.reports.advice import Advice, advice
from clearbar.reports.opening import headline
from clearbar.reports.verdicts import line_sentence, standing, verdict_of

FORMAT = "clearbar.report/1"
"""Name and version of the document. The number rises when a key goes or changes its meaning; keys may be added."""


def document(report: Report) -> dict[str, Any]:
    """The report as plain JSON data: strings, finite numbers, booleans, None, lists and dicts."""
    return {
        "format": FORMAT,
        "organisation": report.organisation,
        "value": report.value,
        "language": report.language,
        "headline": headline(report),
        "next": [_advice(each) for each in advice(report)],
        "period": {"first": _day(report.first), "last": _day(report.last)},
        "heard": {
            "ratings": report.ratings,
            "interactions": report.interactions,
            "persons": report.persons,
            "sites": report.sites,
            "sources": {source.value: number for source, number in report.sources},
        },
        "standards": [_line(line) for line in report.lines],
        "journeys": [_curve(each) for each in report.curves],
        "comparisons": [_comparison(each) for each in report.comparisons],
        "consistency": [_consistency(each) for each in report.consistency],
        "expectation": expectation.sentence(report) or None,
        "delight_by_week": [_weekly(each) for each in report.delight],
        "voices": [_voices(each) for each in report.voices],
        "funnels": [_funnel(each) for each in report.funnels],
        "agreement": [_agreement(each) for each in report.agreement],
        "answers": [each.document() for each in report.answers],
        "findings": [_finding(each) for each in report.findings],
        "notes": list(report.notes),
        "book": report.book,
        "evidence": report.version,
    }


def _day(day: object) -> str | None:
    return None if day is None else str(day)


def _number(number: float) -> float | None:
    """JSON knows no infinity: an open end is null."""
    return float(number) if isfinite(number) else None


def _estimate(estimate: Estimate | None) -> dict[str, Any] | None:
    if estimate is None:
        return None
    return {
        "value": _number(estimate.value),
        "low": _number(estimate.low),
        "high": _number(estimate.high),
        "n": int(estimate.n),
        "clusters": estimate.clusters,
        "hits": estimate.hits,
        "confidence": estimate.confidence,
    }


def _gap(gap: Gap | None) -> dict[str, Any] | None:
    if gap is None:
        return None
    return {
        "expected": _estimate(gap.expected),
        "experienced": _estimate(gap.experienced),
        "gap": _estimate(gap.gap),
        "met": _estimate(gap.met),
    }


def _line(line: BarLine) -> dict[str, Any]:
    verdict = verdict_of(line)
    return {
        "standard": line.standard,
        "promise": line.promise,
        "journey": line.journey,
        "step": line.step,
        "dimension": line.dimension.value if line.dimension else None,
        "bar": int(line.bar),
        "scale": line.scale.value,
        "target": line.target,
        "heard_from": line.heard_from.value if line.heard_from else None,
        "clearance": _estimate(line.clearance),
        "verdict": verdict.value if verdict else None,
        "standing": standing(line).value,
        "more": line.more,
        "delight": _estimate(line.delight),
        "gap": _gap(line.gap),
        "voices": [{"source": each.source.value, "clearance": _estimate(each.clearance)} for each in line.voices],
        "pair": line.pair,
        "owner": line.owner or None,
        "edition_note": line.edition_note,
        "says": line_sentence(line),
    }


def _curve(each: Curve) -> dict[str, Any]:
    return {
        "journey": each.journey,
        "title": each.title,
        "audience": each.audience.value,
        "customer_wants": each.customer_wants,
        "quote": each.quote,
        "steps": [
            {
                "step": point.step,
                "title": point.title,
                "stage": point.stage.value,
                "clearance": _estimate(point.clearance),
                "standards": list(point.standards),
            }
            for point in each.points
        ],
        "peak": each.peak,
        "low": each.low,
        "end": each.end,
        "says": curve.sentence(each),
    }


def _comparison(each: Comparison) -> dict[str, Any]:
    people = brackets.is_about_people(each)
    return {
        "of": each.of,
        "target": each.target,
        "mean": each.mean,
        "spread": each.spread,
        "groups": [
            {
                "name": group.name if each.named else None,
                "counted": _estimate(group.counted),
                "shrunk": _estimate(group.shrunk),
                "clears": None if people or group.clears is None else _number(group.clears),
            }
            for group in each.groups
        ],
        "brackets": [list(bracket) for bracket in each.brackets],
        "withheld": each.withheld,
        "note": each.note,
        "says": brackets.sentence(each),
    }


def _consistency(each: Consistency) -> dict[str, Any]:
    return {
        "standard": each.standard,
        "of": each.of,
        "n": each.n,
        "shares": [{"part": part.part, "share": _estimate(part.share), "sd": _number(part.sd)} for part in each.shares],
        "note": each.note,
        "says": variance.sentence(each),
        "means": variance.meaning(each),
    }


def _advice(each: Advice) -> dict[str, Any]:
    return {"reason": each.reason, "standard": each.standard or None, "says": each.says}


def _weekly(each: Weekly) -> dict[str, Any]:
    return {
        "standard": each.standard,
        "source": each.source.value,
        "weeks": [{"week": week.week, "share": _estimate(week.share)} for week in each.weeks],
        "before": _estimate(each.before),
        "after": _estimate(each.after),
        "change": _estimate(each.change),
        "says": weekly.sentence(each),
        **({"bar_changes": [asdict(one) for one in each.bars]} if each.bars else {}),
    }


def _voices(each: Voices) -> dict[str, Any]:
    apart = [
        {"higher": pair.higher.value, "lower": pair.lower.value, "difference": _estimate(pair.difference)}
        for pair in each.apart
    ]
    said = [{"source": voice.source.value, "clearance": _estimate(voice.clearance)} for voice in each.voices]
    return {"standard": each.standard, "voices": said, "apart": apart, "says": voices.sentence(each)}


def _funnel(each: Funnel) -> dict[str, Any]:
    return {
        "standard": each.standard,
        "source": each.source.value,
        "centre": each.centre,
        "target": each.target,
        "spread": each.spread,
        "ratio": each.ratio,
        "sites": [_site(point) for point in each.points],
        "withheld": each.withheld,
        "says": funnels.sentence(each),
    }


def _site(point: FunnelPoint) -> dict[str, Any]:
    counted, limits = _estimate(point.counted), _limits(point.limits)
    outside = point.outside
    return {"name": point.name, "counted": counted, "adjusted": point.adjusted, "limits": limits, "outside": outside}


def _limits(limits: Limits) -> dict[str, float]:
    return {
        "worth": limits.n,
        "low_95": limits.low_95,
        "high_95": limits.high_95,
        "low_998": limits.low_998,
        "high_998": limits.high_998,
    }


def _agreement(each: Agreement) -> dict[str, Any]:
    return {
        "standard": each.standard,
        "source": each.source.value,
        "verdict": each.verdict.value,
        "alpha": _estimate(each.alpha),
        "ac": _estimate(each.ac),
        "units": each.units,
        "ratings": each.ratings,
        "raters": each.raters,
        "lean": each.lean.value if each.lean else None,
        "says": agreement.says(each),
    }


def _finding(each: Finding) -> dict[str, Any]:
    return {
        "file": each.file,
        "line": each.line,
        "column": each.column,
        "code": each.code,
        "message": each.message,
        "hint": each.hint,
        "standard": each.standard or None,
        "allowed": each.allowed,
    }

"""Journeys as curves: each step with the share of its ratings that clear their bar."""

from __future__ import annotations

from clearbar.model.book import Book, Journey
from clearbar.model.estimate import Answer, Estimate
from clearbar.model.report import Curve, CurvePoint


def curves(book: Book, steps: Answer) -> tuple[Curve, ...]:
    """A curve for each journey of the book, from clearance by journey and step."""
    heard = {(row.keys["journey"], row.keys["step"]): row.figures["clearance"] for row in steps.rows}
    return tuple(_curve(journey, heard) for journey in book.journeys)


def _curve(journey: Journey, heard: dict[tuple[str, str], Estimate]) -> Curve:
    points = tuple(
        CurvePoint(
            step.id,
            step.title,
            step.stage,
            heard.get((journey.id, step.id)),
            tuple(standard.id for standard in step.standards),
        )
        for step in journey.steps
    )
    known = [(point.step, point.clearance) for point in points if point.clearance]
    peak, low = _extremes(known)
    return Curve(
        journey=journey.id,
        title=journey.title,
        audience=journey.audience,
        customer_wants=journey.customer_wants,
        quote=journey.quote,
        points=points,
        peak=peak,
        low=low,
        end=known[-1][0] if known else None,
    )


def _extremes(known: list[tuple[str, Estimate]]) -> tuple[str | None, str | None]:
    """The highest and the lowest step, where their intervals tell them apart."""
    if len(known) < 2:
        return None, None
    peak = max(known, key=lambda point: point[1].value)
    low = min(known, key=lambda point: point[1].value)
    return (peak[0], low[0]) if peak[1].low > low[1].high else (None, None)

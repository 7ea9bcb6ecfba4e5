"""Questions as plain JSON data and back, so that what was asked can be kept as it was asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from clearbar.model.quiz import Kind, Line, Option, Question, Variant


def to_data(of: Question | Variant) -> dict[str, Any]:
    """A question, with its key, or a variant, without one, as JSON data."""
    return asdict(of) | {"kind": of.kind.value}


def from_data(data: Mapping[str, Any]) -> Question:
    """The question that `to_data` wrote. Raises ValueError for anything else."""
    try:
        known = dict(data)
        return Question(
            **known
            | {
                "kind": Kind(known["kind"]),
                "options": tuple(Option(**one) for one in known["options"]),
                "lines": tuple(Line(**one) for one in known["lines"]),
            }
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError("this is no question") from error

"""People are never put in an order: which questions would do so, and are refused."""

from __future__ import annotations

from collections.abc import Sequence

from clearbar.model.errors import Fault, QuestionFault

PEOPLE = frozenset({"person", "rater"})


def refuse_people(measure: str, by: Sequence[str]) -> None:
    """Raises QuestionFault where the groups that `measure` would hold against each other are single people, or where
    there are none."""
    if not by:
        hint = "such as `--by site`"
        raise QuestionFault([Fault("--by", 0, 0, "CQ002", f"{measure} needs groups to compare", hint)])
    if by[-1] in PEOPLE:
        message = (
            f"{measure} never compares people: somebody who stands last among a few is last by chance, and is hurt"
        )
        hint = "`shrinkage` says of people who can be told apart; sites, teams and standards have places"
        raise QuestionFault([Fault("--by", 0, 0, "CQ008", message, hint)])

"""What can go wrong, as one tree.

    ClearbarError
    ├── InputFault          what somebody sent cannot be used; carries every fault at once
    │   ├── BookFault       a book of standards
    │   ├── ScenarioFault   a scenario to rehearse
    │   ├── QuizFault       questions about standards that people wrote
    │   └── QuestionFault   a measure, a grouping or a filter
    ├── EvidenceFault       the evidence folder is missing, busy or not evidence
    ├── CallFault           another computer could not be called, or did not answer as it should
    └── EngineFault         an engine refused a query; carries the SQL

Values, never exceptions: a rejected line, a conflict between two ratings, "too few to tell".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong in what somebody sent, with its place, reason and hint.

    `line` and `column` count from 1; 0 means that the fault has no single place.
    """

    file: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        hint = f"\n    hint: {self.hint}" if self.hint else ""
        return f"{place} {self.code} {self.message}{hint}"


class ClearbarError(Exception):
    """Any fault that Clearbar tells a person about."""


class InputFault(ClearbarError):
    """What somebody sent cannot be used. `faults` holds all that was found, in order of place."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(str(fault) for fault in self.faults))


class BookFault(InputFault):
    """A book of standards cannot be read."""


class ScenarioFault(InputFault):
    """A scenario cannot be read, or cannot be played."""


class QuizFault(InputFault):
    """Questions about standards that people wrote cannot be used."""


class QuestionFault(InputFault):
    """A question to the evidence cannot be asked: unknown measure, column or filter."""


class EvidenceFault(ClearbarError):
    """The evidence folder is missing, in use by another writer, or not evidence."""


class CallFault(ClearbarError):
    """Another computer could not be called, or did not answer as it should. Says neither secrets nor what was sent."""


class EngineFault(ClearbarError):
    """An engine refused a query."""

    def __init__(self, message: str, sql: str) -> None:
        self.sql = sql
        super().__init__(message)

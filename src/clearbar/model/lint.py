"""The words of linting: what a rule asks of a written standard, what it finds, and what evidence tells beside it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from clearbar.model.estimate import Estimate


class Test(StrEnum):
    """The test of a good standard that a rule belongs to."""

    __test__ = False  # a word of ours, no test of pytest's

    UNDERSTOOD = "understood by all"
    ONE_READING = "no second reading"
    ENFORCEABLE = "enforceable"
    SELF_MANAGED = "self-managed"
    CUSTOMERS_VIEW = "the customer's view"
    BLENDED = "operations and service blended"
    COVERAGE = "coverage"
    SPEED_GUARD = "speed guard"
    TRANSLATED = "translated"
    MEASURED = "measured"
    SUPPRESSED = "suppressions"
    PLAYABLE = "a scenario can be played"
    LISTENING = "a scenario understands what is said"
    FAIR = "a scenario judges what it shows"
    HUMAN = "a scenario's customer is a person"


@dataclass(frozen=True)
class Rule:
    """What there is to know of a rule without running it.

    `code` is CB and three digits and stays for ever; `name` is two or three words in kebab case; `summary` one sentence
    that says what the rule asks for; `page` is its documentation as Markdown. `languages` are those it can read; empty
    where the words do not matter. `measured` rules need evidence. What a `fault` rule finds cannot stand.
    """

    code: str
    name: str
    test: Test
    summary: str
    page: str
    languages: frozenset[str] = frozenset()
    measured: bool = False
    fault: bool = False


@dataclass(frozen=True, order=True)
class Finding:
    """One place of a book that breaks a rule. `line` and `column` count from 1. `standard` is the id of the standard
    that it is about, empty where it is about something else. `allowed` is the reason that the file gives for letting
    it stand; None where it gives none."""

    file: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""
    standard: str = ""
    allowed: str | None = None

    def __str__(self) -> str:
        hint = f"\n    hint: {self.hint}" if self.hint else ""
        return f"{self.file}:{self.line}:{self.column} {self.code} {self.message}{hint}"


@dataclass(frozen=True)
class Heard:
    """What the evidence tells of one standard of the present edition.

    `ratings` counts them. `agreement` is Krippendorff's α of the raters who rated most together, `agreed_by` their
    source and `raters` how the verdict on them reads; `top` the share of ratings at the best level that the standard
    has; `difference` the share of interactions that clear the overall verdict where this standard is cleared, less the
    share where it is missed. Each is None where too few answered.
    """

    ratings: int
    agreement: Estimate | None = None
    agreed_by: str = ""
    raters: str = ""
    top: Estimate | None = None
    difference: Estimate | None = None


@dataclass(frozen=True)
class Linted:
    """All that linting found, in the order of the files. `allowed` are findings that the files let stand."""

    findings: tuple[Finding, ...]
    allowed: tuple[Finding, ...] = ()

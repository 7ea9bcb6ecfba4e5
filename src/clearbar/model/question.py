"""The words of a question to the evidence, and of the SQL that answers it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Sums = Mapping[str, Any]
"""Small group sums as columns of equal length (NumPy arrays): what an engine returns."""

FLOOR = 5
"""No figure about a group is shown that fewer answers than this stand behind."""


@dataclass(frozen=True)
class Condition:
    """A filter on ratings, already parsed and allow-listed: SQL with `?` for each value, and the values. `columns` are
    those that it speaks of, `single` those that hold one and the same value in all ratings that it lets through."""

    sql: str
    values: tuple[Any, ...]
    columns: frozenset[str]
    single: frozenset[str] = frozenset()


Value = str | int | float


@dataclass(frozen=True)
class Option:
    """Something that a measure lets its asker choose: a text, or a number from `low` to `high`.

    `default` holds where nothing is said; its type is that of the option. `choices` are all values that a text may
    have, if not any. `says` is its help: one sentence, from the asker's side.
    """

    name: str
    default: Value
    says: str
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Question:
    """What is asked of the evidence.

    `by`: columns to group by. `of`: the outcome, `level`, `millis` or `gap`; empty for the measure's own. `factors`:
    what variation is split into, nested (`site/person`) or crossed (`person,rater`). `options`: what else was chosen,
    by name; each measure has its own. `rolled`: it is asked of a rollup, which keeps sums of ratings and no ratings.
    """

    by: tuple[str, ...] = ()
    where: Condition | None = None
    of: str = ""
    factors: str = ""
    options: tuple[tuple[str, Value], ...] = ()
    rolled: bool = False

    def option(self, which: Option) -> Any:
        """What was chosen, or the default; of the default's type."""
        return dict(self.options).get(which.name, which.default)


@dataclass(frozen=True)
class Query:
    """Portable SQL over the tables `ratings` and `standards`, its values, and the columns that it promises.

    `slice_by` names a grouping column whose values may be counted apart (no group crosses them), so that an engine
    can bound its memory by running the query over one range of that column at a time. The SQL then holds the
    marker `{slice}` in its filter. `reads` is the table whose rows are counted: of single ratings, or of a rollup.
    """

    sql: str
    values: tuple[Any, ...]
    columns: Sequence[str]
    slice_by: str | None = None
    reads: str = "ratings"

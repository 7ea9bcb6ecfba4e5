"""Is it the store, the person or the occasion? Sums that the variance components follow from exactly."""

from __future__ import annotations

import re
from collections.abc import Sequence

from clearbar.measures import rolled
from clearbar.measures.columns import GROUPS
from clearbar.measures.outcomes import outcome
from clearbar.measures.sums import added, check_groups, rows, values
from clearbar.model.errors import Fault, QuestionFault
from clearbar.model.question import Option, Query, Question

WITHIN = Option("within", "", "columns, such as standard,topic, whose levels each have their own mean")
METHOD = Option("method", "reml", "moments is an instant first answer, without intervals", choices=("reml", "moments"))

_FACTORS = frozenset({"site", "team", "person", "rater", "channel", "topic", "standard", "week"})
_MEANS = _FACTORS | {"edition", "source", "instrument", "dimension", "journey", "step"}


def factors(text: str) -> tuple[tuple[str, ...], bool]:
    """The factors that `text` names and whether they are nested: `site/person` or `person` are, `person,rater` is
    crossed. A crossed factor may be a combination of columns, `site:topic`. Raises QuestionFault for anything else."""
    nested = "," not in text
    names = tuple(name.strip() for name in re.split("[/,]", text))
    unknown = [name for name in names if not set(name.split(":")) <= _FACTORS]
    message = ""
    if unknown:
        message = f"`{unknown[0]}` is no factor" if unknown[0] else "a factor is missing"
    elif len(set(names)) < len(names):
        message = "a factor stands twice"
    elif "," in text and "/" in text:
        message = "factors are either nested (site/person) or crossed (person,rater)"
    elif nested and len(names) > 2:
        message = "at most two nested factors"
    elif not nested and len(names) > 3:
        message = "at most three crossed factors"
    if message:
        hint = f"known: {', '.join(sorted(_FACTORS))}; such as site/person or person,rater"
        raise QuestionFault([Fault("--factors", 0, 0, "CQ004", message, hint)])
    return names, nested


def within(question: Question) -> tuple[str, ...]:
    """The columns whose levels have their own mean. Raises QuestionFault for those that cannot."""
    text = question.option(WITHIN)
    names = tuple(name.strip() for name in text.split(",")) if text else ()
    hint = f"known: {', '.join(sorted(_MEANS))}"
    faults = [
        Fault("--within", 0, 0, "CQ007", f"`{name}` cannot have means of its own", hint)
        for name in names
        if name not in _MEANS
    ]
    if not faults and (twice := [name for name in names if names.count(name) > 1 or name in question.by]):
        faults = [Fault("--within", 0, 0, "CQ007", f"`{twice[0]}` stands twice")]
    if faults:
        raise QuestionFault(faults)
    return names


def query(question: Question) -> Query:
    """One row per group and cell of the factors and of what has means of its own: `n`, `s` = Σ y and `q` = Σ y².
    Factors may be null: such ratings cannot be placed, and are told. Levels of crossed factors, which may be many, come
    as numbers in the order of their names."""
    named, nested = factors(question.factors)
    columns = tuple(dict.fromkeys(part for name in named for part in name.split(":")))
    means = within(question)
    check_groups(question.by)
    if twice := set(columns) & set(question.by):
        message = f"`{min(twice)}` cannot be both a group and a factor"
        raise QuestionFault([Fault("--factors", 0, 0, "CQ004", message)])
    reads = "cells" if question.rolled else "ratings"
    if question.rolled:
        rolled.check(question, (*columns, *means))
    sql, conditions = outcome(question.of)
    sums, where = added(question, {"n": "count(*)", "s": f"sum({sql})", "q": f"sum(({sql}) * ({sql}))"}, conditions)
    numbered = [] if nested else [name for name in columns if name != "week" and name not in means]
    read = {name: f"{name}_of.place" if name in numbered else GROUPS[name] for name in columns}
    keys = {name: GROUPS[name] for name in (*question.by, *means)} | read
    listed = ", ".join(f"{column} as {name}" for name, column in {**keys, **sums}.items())
    text = f"""select {listed} {rows(question, *where, join=_numbers(numbered, reads))}
group by {", ".join(keys.values())}"""
    return Query(text, values(question), [*keys, *sums], reads=reads)


def _numbers(names: Sequence[str], table: str) -> str:
    """Joins the numbers of the levels of columns: names would take most of the time and of the memory."""
    return "".join(
        f""" left join (select {name} as level_name, row_number() over (order by {name}) as place
      from (select distinct {name} from {table} where {name} is not null) every_{name}) {name}_of
    on {name}_of.level_name = r.{name}"""
        for name in names
    )

"""Is it the store, the person or the occasion? Sums that the variance components follow from exactly."""

from __future__ import annotations

import re

from clearbar.measures.columns import GROUPS
from clearbar.measures.outcomes import outcome
from clearbar.measures.sums import FROM, check_groups, filters, values
from clearbar.model.errors import Fault, QuestionFault
from clearbar.model.question import Query, Question

_FACTORS = frozenset({"site", "team", "person", "rater", "channel", "topic", "standard", "week"})


def factors(text: str) -> tuple[tuple[str, ...], bool]:
    """The factors that `text` names and whether they are nested: `site/person` or `person` are, `person,rater` is
    crossed. Raises QuestionFault for anything else."""
    nested = "," not in text
    names = tuple(name.strip() for name in re.split("[/,]", text))
    unknown = [name for name in names if name not in _FACTORS]
    message = ""
    if unknown:
        message = f"`{unknown[0]}` is no factor" if unknown[0] else "a factor is missing"
    elif len(set(names)) < len(names):
        message = "a factor stands twice"
    elif "," in text and "/" in text:
        message = "factors are either nested (site/person) or crossed (person,rater)"
    elif nested and len(names) > 2:
        message = "at most two nested factors"
    if message:
        hint = f"known: {', '.join(sorted(_FACTORS))}; such as site/person or person,rater"
        raise QuestionFault([Fault("--factors", 0, 0, "CQ004", message, hint)])
    return names, nested


def query(question: Question) -> Query:
    """One row per group and cell of the factors: `n`, `s` = Σ y and `q` = Σ y². Factors may be null: such ratings
    cannot be placed, and are told."""
    names, _ = factors(question.factors)
    check_groups(question.by)
    if twice := set(names) & set(question.by):
        message = f"`{min(twice)}` cannot be both a group and a factor"
        raise QuestionFault([Fault("--factors", 0, 0, "CQ004", message)])
    sql, conditions = outcome(question.of)
    keys = {name: GROUPS[name] for name in (*question.by, *names)}
    listed = ", ".join(f"{column} as {name}" for name, column in keys.items())
    text = f"""select {listed}, count(*) as n, sum({sql}) as s, sum(({sql}) * ({sql})) as q
{FROM} {filters(question, *conditions)} group by {", ".join(keys.values())}"""
    return Query(text, values(question), [*keys, "n", "s", "q"])

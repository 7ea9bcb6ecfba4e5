"""Who can be told apart? Each group's figure, and how far the others stand behind it.

Groups serve different topics, through different channels, under different standards. The share that a group would
have if it were like all others at each of them (indirect standardisation) is counted beside its own.
"""

from __future__ import annotations

from clearbar.measures.columns import GROUPS
from clearbar.measures.outcomes import outcome
from clearbar.measures.sums import FROM, Beside, check_groups, filters, mean_sums, share_sums
from clearbar.model.errors import Fault, QuestionFault
from clearbar.model.question import Query, Question

HIT = "r.level >= s.bar"
MIX = ("standard", "topic", "channel")
"""What groups are made comparable for, unless they are groups of it."""


def query(question: Question) -> Query:
    """Sums per group: of the share that clears its bar, or, with `of`, of the mean of that outcome."""
    if not question.by:
        hint = "such as `--by site`"
        raise QuestionFault([Fault("--by", 0, 0, "CQ002", "shrinkage needs groups to compare", hint)])
    if not question.of:
        check_groups(question.by)
        return share_sums(question, HIT, beside=[Beside("mixed", _mixed(question), ("expected", "target"))])
    sql, conditions = outcome(question.of)
    return mean_sums(question, sql, "0", *conditions)


def _mixed(question: Question) -> str:
    """Per group: `expected`, the hits it would have if each of its ratings were like the average one of the same
    standard, topic and channel; `target`, the sum of the targets of its ratings, null if one of them has none."""
    keys, within = list(question.by), list(question.by[:-1])
    mix = {f"mix_{name}": GROUPS[name] for name in MIX if name not in keys}
    named = {**{key: GROUPS[key] for key in keys}, **mix}
    partition = ", ".join([*within, *mix]) or "1"
    cells = f"""select {", ".join(f"{sql} as {name}" for name, sql in named.items())}, count(*) as n,
  sum(case when {HIT} then 1 else 0 end) as x, sum(s.target) as target, count(s.target) as aimed
{FROM} {filters(question)} group by {", ".join(named.values())}"""
    shares = f"""select {", ".join(keys)}, n, target, aimed,
  cast(sum(x) over (partition by {partition}) as double precision) / sum(n) over (partition by {partition}) as share
from ({cells}) c"""
    return f"""select {", ".join(keys)}, {_rounded("sum(n * share)")} as expected,
  case when sum(aimed) = sum(n) then {_rounded("sum(target)")} end as target
from ({shares}) d group by {", ".join(keys)}"""


def _rounded(total: str) -> str:
    """A sum of fractions without its last digits, which would follow the order in which an engine adds up."""
    return f"cast(cast({total} as decimal(27, 9)) as double precision)"

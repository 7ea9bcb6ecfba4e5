"""How many reviews would settle it, and which next? What reviewers have said of each cell, and what is left to review.

A cell is made of what is known of an interaction before anybody reviews it: where it was, who served, when, and what it
was about; or of standards. Each interaction stands in one cell: that of its overall verdict where it has one.
"""

from __future__ import annotations

from clearbar.measures.columns import GROUPS
from clearbar.measures.shrinkage import HIT
from clearbar.measures.sums import FROM, check_groups, filters, share_sums, values
from clearbar.model.book import OVERALL, Source
from clearbar.model.errors import Fault, QuestionFault
from clearbar.model.question import FLOOR, Option, Query, Question

WIDTH = Option(
    "width",
    0.1,
    "Half of how wide an interval may be, as a share: 0.1 is ten points to either side.",
    low=0.01,
    high=0.5,
)
BUDGET = Option("budget", 100, "How many reviews there is time for.", low=1, high=1_000_000)
OVERLAP = Option(
    "overlap",
    0.1,
    "The share of interactions that a second reviewer sees as well, so that you know whether reviewers agree.",
    low=0,
    high=0.5,
)
REVIEWS = Option(
    "reviews",
    Source.REVIEWER.value,
    "Whose ratings are planned.",
    choices=(Source.REVIEWER.value, Source.COACH.value, Source.PEER.value, Source.COLLEAGUE.value),
)

OPTIONS = (WIDTH, BUDGET, OVERLAP, REVIEWS)

CELLS = ("site", "team", "person", "channel", "topic", "week", "day")
"""What is known of an interaction before it is reviewed."""

_OF_STANDARDS = ("standard", "edition", "journey", "step", "stage", "dimension")
_EARLIEST = frozenset({"week", "day"})


def query(question: Question) -> Query:
    """Sums per cell: `n`, `hits`, … of the ratings that reviewers gave, as `sums.share_sums`; `interactions` that there
    are, `rated` of them by a reviewer, and `anonymous` answers (of all cells together) whose interaction is not known.

    Cells of fewer than FLOOR interactions come with nothing but their number. Raises QuestionFault for cells that
    nobody knows before a review.
    """
    return _query(question, FLOOR, (*CELLS, *_OF_STANDARDS))


def every_cell(question: Question) -> Query:
    """The same for drawing, where no figure is shown: cells of interactions only, and each of them, however small."""
    return _query(question, 1, CELLS)


def to_draw(question: Question, rate: float, seed: str) -> Query:
    """The interactions that no reviewer has rated, first in an order that `seed` shuffles: of each cell at least the
    share `rate` of them and one more. `place` counts from 1 within the cell, `size` is how many there are in it."""
    _check(question, CELLS)
    keys = list(question.by)
    within = ", ".join(keys) or "1"
    columns = ["interaction", *CELLS, "size", "place", "mark"]
    sql = f"""with known as ({_interactions(question)}),
  marked as (select known.*, md5(concat(?, interaction)) as mark from known where rated = 0),
  placed as (select marked.*, count(*) over (partition by {within}) as size,
    row_number() over (partition by {within} order by mark, interaction) as place from marked)
select {", ".join(columns)} from placed
where cast(place as double precision) <= 1 + cast(? as double precision) * cast(size as double precision)"""
    return Query(sql, (*values(question), seed, rate), columns)


def _query(question: Question, floor: int, known: tuple[str, ...]) -> Query:
    _check(question, known)
    keys = list(question.by)
    reviews = share_sums(question, HIT, f"r.source = '{_source(question)}'")
    figures = [name for name in reviews.columns if name not in {*keys, "answers"}]
    same = " and ".join(f"cells.{key} is not distinct from reviews.{key}" for key in keys) or "1 = 1"
    shown = [
        *(f"case when cells.interactions >= {floor} then {name} end as {name}" for name in (*figures, "rated")),
        *(f"case when cells.interactions >= {floor} then cells.{name} end as {name}" for name in ("interactions",)),
    ]
    listed = ", ".join([*(f"cells.{key} as {key}" for key in keys), *shown])
    sql = f"""with cells as ({_counted(question)}), reviews as ({reviews.sql}),
  nameless as (select count(distinct r.response) as anonymous {FROM} {filters(question, "r.interaction is null")})
select {listed}, cells.interactions as answers, nameless.anonymous as anonymous
from cells left join reviews on {same} cross join nameless"""
    bound = (*values(question), *reviews.values, *values(question))
    return Query(sql, bound, [*keys, *figures, "rated", "interactions", "answers", "anonymous"])


def _counted(question: Question) -> str:
    """The interactions of each cell, and how many of them a reviewer has rated."""
    keys = list(question.by)
    listed = "".join(f"{key}, " for key in keys)
    grouped = f" group by {', '.join(keys)}" if keys else ""
    if set(keys) <= set(CELLS):
        return f"""select {listed}count(*) as interactions, sum(rated) as rated
from ({_interactions(question)}) known{grouped}"""
    named = "".join(f"{GROUPS[key]} as {key}, " for key in keys)
    by = ", ".join(GROUPS[key] for key in keys)
    rated = f"count(distinct case when r.source = '{_source(question)}' then r.interaction end)"
    return f"""select {named}count(distinct r.interaction) as interactions, {rated} as rated
{FROM} {filters(question, "r.interaction is not null")} group by {by}"""


def _interactions(question: Question) -> str:
    """One row an interaction: the cell that it stands in, and whether a reviewer rated it, at any time."""
    placed = ", ".join(f"{_of_interaction(name)} as {name}" for name in CELLS)
    columns = ", ".join(f"one.{name} as {name}" for name in CELLS)
    return f"""select one.interaction as interaction, {columns},
  case when seen.interaction is null then 0 else 1 end as rated
from (select r.interaction as interaction, {placed}
  {FROM} {filters(question, "r.interaction is not null")} group by r.interaction) one
left join (select distinct interaction from ratings
  where source = '{_source(question)}' and setting = 'live' and interaction is not null) seen
  on seen.interaction = one.interaction"""


def _of_interaction(name: str) -> str:
    """What an interaction has in a column: what its overall verdict says, else the last by the alphabet of what others
    say; of its days and weeks the first."""
    column = GROUPS[name]
    if name in _EARLIEST:
        return f"min({column})"
    return f"coalesce(max(case when r.standard = '{OVERALL}' then {column} end), max({column}))"


def _source(question: Question) -> str:
    """Who reviews: one of the words of `REVIEWS`, and nothing that anybody typed."""
    return Source(question.option(REVIEWS)).value


def _check(question: Question, known: tuple[str, ...]) -> None:
    check_groups(question.by)
    unknown = [name for name in question.by if name not in known]
    if unknown:
        message = f"reviews cannot be planned by `{unknown[0]}`: it is not known before somebody reviews"
        raise QuestionFault([Fault("--by", 0, 0, "CQ002", message, f"known: {', '.join(known)}")])

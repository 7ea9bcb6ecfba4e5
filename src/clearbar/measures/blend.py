"""The score of all interactions, from checks on all and reviews of a few.

The checks of an automatic source are counted where they stand: how many, and what they add up to. Only the interactions
that were also reviewed are looked for among them, one by one: their ids are gathered first, so that of ten million
checks only those few are joined. A filter and groups read the rating of the *check*: it is there for every interaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import md5

from clearbar.measures.columns import GROUPS
from clearbar.measures.sums import check_groups, filters, values
from clearbar.model.book import Source
from clearbar.model.errors import Fault, QuestionFault
from clearbar.model.question import FLOOR, Option, Query, Question

TRUTH = Option(
    "truth", Source.REVIEWER.value, "who is right where a check and a person differ", ("reviewer", "coach", "shopper",
    "customer"),
)  # fmt: skip
STRATA = Option("strata", "", "columns within which reviews were drawn, or that make them alike, such as topic")
FOLDS = Option(
    "folds",
    1,
    "parts, by interaction, that learn from each other and never from themselves; 1 for none",
    low=1,
    high=50,
)
LEARNED = "learned:"
"""How the instrument of a check begins that was made from reviews."""

_NUMBERED = """(
    select edition, standard, journey, step, stage, dimension, bar, target, scale, pair,
      row_number() over (order by edition) as number
    from standards)"""
_FROM = f"from ratings r join {_NUMBERED} s on s.edition = r.edition"
_OF_STANDARD = frozenset({"standard", "edition", "journey", "step", "stage", "dimension"})
"""Groups that an edition tells, looked up where there are few rows left."""
_SHARED = frozenset(GROUPS) - {"rater", "source", "setting"}
"""Columns that a check's rating tells of an interaction."""
_MARKS = 50
"""Bits of editions; two that share one only cost a second look."""
_HEX = "0123456789abcdef"

LINEAR = ("n", "w", "wy", "wf", "v", "vv", "vvy", "vvf", "vvyy", "vvyf", "vvff", "sure", "sure_y", "sure_f")
"""Sums over reviews of a stratum and fold; `sure` are those that were reviewed with certainty."""
PRODUCTS = ("clusters", "aa", "ay", "af", "yy", "yf", "ff")
"""Sums over clusters of a stratum, of products of what each adds up to."""
CHECKED = ("checks", "f_checks", "edition_low", "edition_high", "target_low", "target_high")
SEEN = ("unknown", "leaked", "doubled", "learned", "rated")
"""Counts in a group that are told of: reviews chosen with unknown probability, or read by a check that may have learned
from them; ratings of several checks that read one interaction; reviews read by a check that learned; and ratings behind
the reviews (several reviewers may rate one interaction)."""


def query(question: Question) -> Query:
    """One row per group, stratum and fold: `LINEAR`, `PRODUCTS` of the stratum, `CHECKED` of the stratum, `SEEN` of
    the group; `unchecked` counts all interactions that were reviewed but not checked, of editions that are checked.

    Outcome y of a review and f of a check: 1 at or above the bar, else 0; with `of` level the level. An interaction
    that several rated has their mean. Chosen with probability π, it has w = 1/π and v = √(1 − π)/π. With y and f as
    letters, `vvyf` is Σ v²yf; over clusters, `yf` is Σ (Σ vy)(Σ vf), and a stands for Σ v. With fewer than FLOOR
    reviews in a group, all but its keys and `answers` is null.

    Raises QuestionFault unless the question is by standard or edition, for an outcome other than level, and for columns
    that a check's rating does not tell.
    """
    strata = check(question)
    keys = list(question.by)
    held = [f"h{place}" for place in range(len(strata))]
    named = dict(zip([*keys, *held], (_column(name) for name in (*keys, *strata)), strict=True))
    folds = int(question.option(FOLDS))
    parts = {
        "reviews": _reviews(question),
        "read": _read(question, named, folds),
        "doubtful": _doubtful(),
        "doubles": _doubles(question),
        "units": _units(question, named, folds),
        "counted": _counted(question, named),
        "stratum": _stratum(named),
        "summed": _summed(named),
        "crossed": _crossed(question, named),
        "seen": _seen(keys),
        "lost": _lost(),
    }
    columns = [*LINEAR, *PRODUCTS, *CHECKED, *SEEN, "unchecked"]
    sql = f"with {', '.join(f'{name} as ({part})' for name, part in parts.items())} {_shown(keys, held, columns)}"
    truth = question.option(TRUTH)
    bound = (truth, *values(question), *values(question))
    return Query(sql, bound, [*keys, *held, "fold", *columns, "answers"])


def check(question: Question) -> tuple[str, ...]:
    """The columns of the strata. Raises QuestionFault for what cannot be asked."""
    check_groups(question.by)
    strata = tuple(name.strip() for name in str(question.option(STRATA)).split(",") if name.strip())
    faults = [_fault("by", f"`{name}` is not told by a check's rating") for name in question.by if name not in _SHARED]
    faults += [_fault("strata", f"`{name}` makes no strata") for name in strata if name not in _SHARED]
    faults += [_fault("strata", f"`{name}` stands twice") for name in set(strata) if strata.count(name) > 1]
    if not {"standard", "edition"} & set(question.by):
        hint = "such as `--by standard` or `--by site,standard`"
        faults.append(Fault("--by", 0, 0, "CQ002", "a check and a reviewer judge one standard; group by it", hint))
    if question.of not in {"", "level"}:
        faults.append(Fault("--of", 0, 0, "CQ003", f"`{question.of}` is no outcome here", "known: level"))
    if question.where and question.where.columns & {"source", "rater"}:
        hint = "a filter chooses interactions by the rating of their check; choose the reviews with --truth"
        faults.append(Fault("--where", 0, 0, "CQ001", "a filter cannot speak of source or rater here", hint))
    if faults:
        raise QuestionFault(faults)
    return tuple(name for name in strata if name not in question.by)


def fold(interaction: str, folds: int) -> int:
    """The fold, from 0, that an interaction lies in: the first three hexadecimal digits of its MD5, modulo `folds`.

    A check that learns from reviews in several folds rates the interactions of each fold by what it learned from the
    others, and says so in its instrument: `learned:NAME/VERSION/without-2-of-5` (the fold, from 0, and how many).
    """
    return int(md5(interaction.encode(), usedforsecurity=False).hexdigest()[:3], 16) % folds


def _column(name: str) -> str:
    """The SQL of a column. What an edition tells is read from the small table."""
    return f"s.{name}" if name in _OF_STANDARD else GROUPS[name]


def _fault(option: str, message: str) -> Fault:
    return Fault(f"--{option}", 0, 0, "CQ002", message, f"known: {', '.join(sorted(_SHARED))}")


def _fold(column: str, folds: int) -> str:
    """`fold` in SQL."""
    if folds == 1:
        return "0"
    digits = (f"(position(substring(md5({column}), {at}, 1) in '{_HEX}') - 1) * {16 ** (3 - at)}" for at in (1, 2, 3))
    return f"({' + '.join(digits)}) % {folds}"


def _outcome(question: Question) -> str:
    return "r.level" if question.of else "case when r.level >= s.bar then 1 else 0 end"


def _named(question: Question, column: str) -> bool:
    return question.where is not None and column in question.where.columns


def _setting(question: Question) -> str:
    conditions = ["r.interaction is not null"]
    if not _named(question, "setting"):
        conditions.append("r.setting = 'live'")
    if not _named(question, "disputed"):
        conditions.append("not r.disputed")
    return " and ".join(conditions)


def _reviews(question: Question) -> str:
    """Interactions that were reviewed, each edition and person once: the mean of its reviewers, and the probability
    with which it was chosen, where all of them say the same."""
    y = f"cast(sum({_outcome(question)}) as double precision) / count(*)"
    chosen = "case when count(r.inclusion) = count(*) and min(r.inclusion) = max(r.inclusion) and min(r.inclusion) > 0 "
    chosen += "and max(r.inclusion) <= 1 then min(r.inclusion) end"
    setting = ", r.setting" if _named(question, "setting") else ""
    return f"""select r.interaction, s.number, r.person{setting}, count(*) as ratings, {y} as y, {chosen} as chosen
  {_FROM} where r.source = ? and {_setting(question)} group by r.interaction, s.number, r.person{setting}"""


def _read(question: Question, named: Mapping[str, str], folds: int) -> str:
    """The checks of interactions that were reviewed; `inside` says whether the question is about them."""
    inside = f"case when {question.where.sql} then 1 else 0 end" if question.where else "1"
    leaked = "0"
    if folds > 1:
        tail = " ".join(f"when {part} then '%/without-{part}-of-{folds}'" for part in range(folds))
        leaked = f"case when r.instrument like '{LEARNED}%' and not r.instrument like case "
        leaked += f"{_fold('r.interaction', folds)} {tail} end then 1 else 0 end"
    listed = ", ".join(f"{sql} as {name}" for name, sql in named.items())
    setting = ", r.setting as held_in" if _named(question, "setting") else ""
    return f"""select r.interaction as visit, s.number as which, r.person as who{setting}, {listed}, {inside} as inside,
    {_outcome(question)} as f, {leaked} as leaked,
    case when r.instrument like '{LEARNED}%' then 1 else 0 end as learned
  {_FROM} where r.source = 'check' and {_setting(question)} and r.interaction in (select interaction from reviews)"""


def _doubtful() -> str:
    """Interactions that may hold two checks of one standard: each edition is a bit, and a bit repeats."""
    mark = f"cast(power(2, which % {_MARKS}) as bigint)"
    return f"select visit from read where inside = 1 group by visit having sum({mark}) <> bit_or({mark})"


def _doubles(question: Question) -> str:
    """What several versions of a check read. As a rule there is none, and nothing is left to be grouped."""
    same = "visit, which, who" + (", held_in" if _named(question, "setting") else "")
    return f"""select {same} from read where inside = 1 and visit in (select visit from doubtful)
  group by {same} having count(*) > 1"""


def _units(question: Question, named: Mapping[str, str], folds: int) -> str:
    """Reviewed interactions with what their check said. `checked` is 2 where several versions read it."""
    keys = ", ".join(f"c.{name} as {name}" for name in named)
    same = "{0}.visit = u.interaction and {0}.which = u.number and {0}.who is not distinct from u.person"
    same += " and {0}.held_in = u.setting" if _named(question, "setting") else ""
    return f"""select u.interaction as visit, u.number, u.person as who, u.ratings, u.y, u.chosen, {keys}, c.inside,
    c.leaked, c.learned, cast(c.f as double precision) as f, {_fold("u.interaction", folds)} as fold,
    case when c.visit is null then 0 when d.visit is null then 1 else 2 end as checked
  from reviews u left join read c on {same.format("c")} left join doubles d on {same.format("d")}"""


def _counted(question: Question, named: Mapping[str, str]) -> str:
    """All checks, by group, stratum and edition. What an edition tells is looked up in the end."""
    own = {name: sql for name, sql in named.items() if name not in _OF_STANDARD}
    listed = "".join(f"{sql} as {name}, " for name, sql in own.items())
    conditions = filters(question, "r.source = 'check'")
    return f"""select {listed} s.number as number, count(*) as checks, sum({_outcome(question)}) as f_checks
  {_FROM} {conditions} group by {"".join(f"{sql}, " for sql in own.values())} s.number"""


def _stratum(named: Mapping[str, str]) -> str:
    keys = ", ".join(f"{'s' if name in _OF_STANDARD else 'c'}.{name} as {name}" for name in named)
    grouped = ", ".join(f"{'s' if name in _OF_STANDARD else 'c'}.{name}" for name in named)
    target = "coalesce(s.target, 0)"
    return f"""select {keys}, sum(checks) as checks, sum(f_checks) as f_checks, min(s.number) as edition_low,
    max(s.number) as edition_high, min({target}) as target_low, max({target}) as target_high
  from counted c join {_NUMBERED} s on s.number = c.number group by {grouped}"""


_USED = "inside = 1 and checked = 1 and leaked = 0 and chosen is not null"
"""Reviews that the figure rests on."""


def _summed(named: Mapping[str, str]) -> str:
    """Sums over reviews of each group, stratum and fold."""
    w, v = "1 / chosen", "sqrt(1 - chosen) / chosen"
    vv = "(1 - chosen) / (chosen * chosen)"
    rest = {
        "w": w, "wy": f"{w} * y", "wf": f"{w} * f", "v": v, "vv": vv, "vvy": f"{vv} * y", "vvf": f"{vv} * f",
        "vvyy": f"{vv} * y * y", "vvyf": f"{vv} * y * f", "vvff": f"{vv} * f * f",
    }  # fmt: skip
    sums = {"n": "count(case when chosen < 1 then 1 end)"}
    sums |= {name: rounded(f"sum(case when chosen < 1 then {sql} else 0 end)") for name, sql in rest.items()}
    sums |= {"sure": "count(case when chosen = 1 then 1 end)"}
    sums |= {f"sure_{one}": rounded(f"sum(case when chosen = 1 then {one} else 0 end)") for one in ("y", "f")}
    listed = ", ".join(f"{sql} as {name}" for name, sql in sums.items())
    keys = ", ".join([*named, "fold"])
    return f"select {keys}, {listed} from units where {_USED} group by {keys}"


def _crossed(question: Question, named: Mapping[str, str]) -> str:
    """Products over clusters: persons, or interactions within one person and where nobody knows who served."""
    keys = ", ".join(named)
    alone = "who is null" if "person" not in question.by else "1 = 1"
    own = f"case when {alone} then visit end"
    cluster = f"case when not ({alone}) then who end"
    v = "sqrt(1 - chosen) / chosen"
    cells = f"""select {keys}, {cluster} as cluster, {own} as own, sum({v}) as a, sum({v} * y) as y, sum({v} * f) as f
    from units where {_USED} and chosen < 1 group by {keys}, {cluster}, {own}"""
    sums = ", ".join(f"{rounded(f'sum({one} * {two})')} as {one}{two}" for one, two in
                     (("a", "a"), ("a", "y"), ("a", "f"), ("y", "y"), ("y", "f"), ("f", "f")))  # fmt: skip
    return f"select {keys}, count(*) as clusters, {sums} from ({cells}) c group by {keys}"


def _seen(keys: Sequence[str]) -> str:
    """Counts of each group."""
    counts = {
        "answers": f"case when {_USED} then 1 else 0 end",
        "unknown": "case when checked = 1 and chosen is null then 1 else 0 end",
        "leaked": "case when checked = 1 then leaked else 0 end",
        "doubled": "case when checked > 1 then 1 else 0 end",
        "learned": "case when checked = 1 then learned else 0 end",
        "rated": f"case when {_USED} then ratings else 0 end",
    }
    listed = ", ".join(f"sum({sql}) as {name}" for name, sql in counts.items())
    return f"select {', '.join(keys)}, {listed} from units where inside = 1 group by {', '.join(keys)}"


def _lost() -> str:
    return """select count(*) as unchecked from units
  where checked = 0 and number in (select number from counted)"""


def _shown(keys: Sequence[str], held: Sequence[str], columns: Sequence[str]) -> str:
    """All together. A group that may not be shown has one row."""
    place = f"row_number() over (partition by {', '.join(f't.{key}' for key in keys)} order by "
    place += ", ".join([*(f"t.{name}" for name in held), "m.fold"]) + ")"
    sources = {**dict.fromkeys(LINEAR, "m"), **dict.fromkeys(PRODUCTS, "x"), **dict.fromkeys(CHECKED, "t"),
               **dict.fromkeys(SEEN, "g"), "unchecked": "l"}  # fmt: skip
    enough = f"coalesce(answers, 0) >= {FLOOR}"
    inner = ", ".join(
        [*(f"t.{name} as {name}" for name in (*keys, *held)), "coalesce(m.fold, 0) as fold"]
        + [f"coalesce({sources[name]}.{name}, 0) as {name}" for name in columns]
        + ["coalesce(g.answers, 0) as answers", f"{place} as place"]
    )
    outer = ", ".join(
        [*keys, *(f"case when {enough} then {name} end as {name}" for name in (*held, "fold", *columns)), "answers"]
    )
    joins = {"summed m": [*keys, *held], "crossed x": [*keys, *held], "seen g": list(keys)}
    joined = " ".join(
        f"left join {one} on " + " and ".join(f"{one[-1]}.{name} is not distinct from t.{name}" for name in names)
        for one, names in joins.items()
    )
    return f"""select {outer} from (select {inner} from stratum t {joined} cross join lost l) f
where {enough} or place = 1"""


def rounded(total: str) -> str:
    """A sum of fractions without its last digits, which would follow the order in which an engine adds up."""
    return f"cast(cast({total} as decimal(27, 9)) as double precision)"

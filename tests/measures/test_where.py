"""Filters: what is read, what is refused, and that a filter reads the rows that it says."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clearbar.engines import DuckDB, Evidence
from clearbar.measures import parse_where
from clearbar.measures.columns import CHOICES, FILTERS, Kind
from clearbar.measures.sums import FROM
from clearbar.measures.where import MAX_LENGTH
from clearbar.model.errors import QuestionFault
from clearbar.model.evidence import Rating
from clearbar.model.question import Condition, Query
from tests.conftest import work
from tests.measures.oracle import value
from tests.measures.samples import STANDARDS, drawn, keep

# What is read


@pytest.mark.parametrize(
    ("text", "sql", "values"),
    [
        ("site = 's01'", "r.site = ?", ("s01",)),
        ("SITE = 's01'", "r.site = ?", ("s01",)),
        ("\"site\" = 's01'", "r.site = ?", ("s01",)),
        ("level == 3", "r.level = ?", (3,)),
        ("level != 3", "r.level <> ?", (3,)),
        ("level <> -3", "r.level <> ?", (-3,)),
        ("inclusion <= 0.25", "r.inclusion <= ?", (0.25,)),
        ("day >= 20260302", "r.day >= ?", (20260302,)),
        ("week between 202601 and 202613", "r.week between ? and ?", (202601, 202613)),
        ("week not between 1 and 2", "not r.week between ? and ?", (1, 2)),
        ("site in ('a', 'b')", "r.site in (?, ?)", ("a", "b")),
        ("site not in ('a')", "not r.site in (?)", ("a",)),
        ("person is null", "r.person is null", ()),
        ("person IS NOT NULL", "not r.person is null", ()),
        ("disputed", "r.disputed", ()),
        ("not censored", "not r.censored", ()),
        ("disputed = true", "r.disputed = ?", (True,)),
        ("journey = 'buy' and bar > 4", "(s.journey = ? and s.bar > ?)", ("buy", 4)),
        ("(site = 'a' or site = 'b') and level = 5", "(((r.site = ? or r.site = ?)) and r.level = ?)", ("a", "b", 5)),
        ("\n site\t=\r\n 'x'  ", "r.site = ?", ("x",)),
        ("site = ''", "r.site = ?", ("",)),
        ("topic = 'né 界 🙂'", "r.topic = ?", ("né 界 🙂",)),
    ],
)
def test_what_a_filter_may_say(text: str, sql: str, values: tuple[Any, ...]) -> None:
    found = parse_where(text)
    assert (found.sql, found.values) == (sql, values)


def test_a_condition_names_its_columns() -> None:
    found = parse_where("not disputed and (site = 'a' or setting = 'walk' or bar is null)")
    assert found.columns == {"disputed", "site", "setting", "bar"}


def test_every_column_of_the_list_can_be_named() -> None:
    for name, (sql, kind) in FILTERS.items():
        literal = {Kind.NUMBER: "1", Kind.TRUTH: "true"}.get(kind, f"'{CHOICES.get(name, ('x',))[0]}'")
        assert parse_where(f"{name} = {literal}").sql == f"{sql} = ?"


def test_a_long_chain_is_no_deep_nest() -> None:
    assert len(parse_where(" or ".join(f"site = 's{i:02}'" for i in range(100))).values) == 100
    assert len(parse_where(" and ".join(["level > 1"] * 120)).values) == 120


# What is refused


@pytest.mark.parametrize(
    "text",
    [
        # functions and what looks like one
        "lower(site) = 'a'", "site = lower('A')", '"lower"(site) = \'a\'', "level(1)", "now() > 1", "exists(select 1)",
        "coalesce(site, 'a') = 'a'", "struct(site)", "COLUMNS('a') = 'b'", "try(disputed)", "if(disputed, true, false)",
        # subselects and other tables
        "site in (select site from ratings)", "site = (select 'a')", "(select 1) = 1", "r.site = 'a'",
        "main.r.site = 'a'",
        "site = any(['a'])", "level < all (select 1)", "site in unnest(['a'])",
        # casts, arithmetic, operators
        "level::int = 1", "cast(level as int) = 1", "level + 1 = 2", "level = 1 + 1", "level - 1 = 0", "level = 3 - 1",
        "level % 2 = 0", "level * 1 = 1", "level | 1 = 1", "~level = 1", "site || 'a' = 'b'", "level = +3",
        # comments, several statements
        "site = 'a' -- and level = 5", "site = 'a' /* x */", "/* level = 5 and */ site = 'a'", "-- site", "site = 'a';",
        "site = 'a'; drop table ratings", ";", "site = 'a' union select 1", "select 1", "drop table ratings",
        # patterns
        "site like 'a%'", "site ilike 'a'", "site glob 'a*'", "site similar to 'a'", "site ~ 'a'",
        # parameters, other literals
        "site = ?", "site = $1", "site = :x", "site = @x", "site = e'a'", "site = $$a$$", "site = x'00'", "site = N'a'",
        "level = 0x1f", "day = date '2026-01-01'", "day = interval 1 day", "level = 1e400",
        "level = 12345678901234567890",
        # not a comparison with a column
        "1 = 1", "true", "null", "1", "'a'", "*", "", "  ", "site", "level", "'a' = site", "site = site", "site = team",
        "level between 1", "site in 'a'", "site in ()", "site in ('a', team)", "(site, team) = ('a', 'b')",
        "site[1] = 'a'",
        "disputed = not censored", "level between expected and 5", "(level = 1) = true", "site = null",
        "site in (null)",
        "disputed is true", "level is 3", "site is distinct from 'a'", "level <=> 3", "level between symmetric 5 and 1",
        "case when disputed then true end", "site = 'a' or true", "site = 'a' collate nocase", "a -> b", "[1]", "{}",
        # kinds
        "site = 3", "level = '3'", "level = true", "disputed = 1", "disputed = 'true'", "week in (1, 'a')",
        # unknown
        "sit = 's01'", "rating = 'x'", "rated_at > 1", "month = '2026-01'", "ſite = 'a'",
        # broken
        "site = 'a", 'site = "a', "(site = 'a'", "site = 'a')", "site = 'a' and", "and", "site = 'a' site = 'b'",
        "site ＝ 'a'",
        "site = ‘a’", "site = 'a' limit 1", "site = 'a' order by 1", "site = 'a' as b", "\x00", "'\udcff' = site",
        "site = '\ud800'",
    ],
)  # fmt: skip
def test_what_a_filter_may_not_say(text: str) -> None:
    with pytest.raises(QuestionFault) as caught:
        parse_where(text)
    assert caught.value.faults
    assert all((fault.file, fault.code) == ("--where", "CQ001") and fault.message for fault in caught.value.faults)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sit = 's01'", "did you mean `site`?"),
        ("nothing_like_it = 's01'", "known: bar, "),
        ("source = 'custmer'", "known: customer, colleague"),
        ("setting = 'walked'", "known: live, walk"),
        ("site = s01", "in single quotes"),
        ("lower(site) = 'a'", "functions are not allowed in a filter: lower"),
        ("site like 'a%'", "not allowed in a filter: like"),
        ("site = 'a' -- b", "comments"),
        ("site = 's01' and week = ", "such as: site = 's01'"),
        ("person", "`person` alone is no condition"),
    ],
)
def test_a_fault_tells_what_to_write(text: str, said: str) -> None:
    with pytest.raises(QuestionFault, match=re.escape(said)):
        parse_where(text)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(QuestionFault) as caught:
        parse_where("sit = 'a' and level = 'b' and source = 'nobody'")
    assert len(caught.value.faults) == 3


@pytest.mark.parametrize("n", [12, 25, 80, 400, 900])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("(", ")"), ("not ", ""), ("not (", ")"), ("struct(", ")"), ("f(", ")"), ("f((", "))"), ("[", "]"),
        ("{'a':", "}"),
        ("case when ", " then 1 end"), ("(select ", ")"), ("cast(", " as int)"), ("level in (", ")"), ("- ", ""),
        ("a.", ""),
        ("struct<", ">"), ("interval ", ""), ("x -> ", ""), ("level between ", ""), ("map {'a':", "}"), ("((1, ", "))"),
        ("level is ", ""), ("level = ", ""), ("a::", ""), ("/*", "*/"), ("'", "'"), ("(level, ", ")"), ("not in (",
        ")"),
    ],
)  # fmt: skip
def test_a_filter_that_is_made_to_be_slow_is_not(before: str, after: str, n: int) -> None:
    def read() -> None:
        with suppress(QuestionFault):
            parse_where((before * n + "level = 1" + after * n)[:MAX_LENGTH])

    assert work(read) < 300


def test_a_filter_has_an_end() -> None:
    with pytest.raises(QuestionFault, match="longer than 2,000"):
        parse_where("site = '" + "a" * 2000 + "'")
    assert parse_where("site = '" + "a" * (MAX_LENGTH - 9) + "'")


# Injection


@pytest.mark.parametrize(
    "word",
    ["' or 1=1 --", "'; drop table ratings; --", "\\'; --", "{slice}", "?", "%s", "$1", "a' union select 'b", "/* */",
     "''", "\x00", "‮'", "case", "r.site", "🙂"],
)  # fmt: skip
def test_what_looks_like_sql_in_a_text_stays_a_bound_text(word: str, evidence: Path) -> None:
    quoted = word.replace("'", "''")
    for text in (f"site = '{quoted}'", f"site in ('{quoted}', 'x')", f"site between '{quoted}' and 'b'"):
        found = parse_where(text)
        assert found.values[0] == word
        assert not set(re.findall(r"'.*?'", found.sql))
    assert rows_of(evidence, parse_where(f"site = '{quoted}'")) == set()
    assert len(rows_of(evidence, parse_where(f"site <> '{quoted}'"))) == sum(one.site is not None for one in ROWS)


SAFE_WORDS = {sql for sql, _ in FILTERS.values()} | {
    "and", "or", "not", "in", "between", "is", "null", "?", "?,", "=", "<>", "<", "<=", ">", ">=", "",
}  # fmt: skip


def check(text: str) -> None:
    """A condition whose SQL is made of known words only, or faults."""
    try:
        found = parse_where(text)
    except QuestionFault as error:
        assert error.faults
        return
    assert isinstance(found, Condition)
    assert set(re.split(r"[\s()]+", found.sql)) <= SAFE_WORDS, found.sql
    assert found.sql.count("?") == len(found.values) and "--" not in found.sql
    assert all(isinstance(one, (str, int, float, bool)) for one in found.values)
    assert found.columns <= set(FILTERS)


@given(st.text(max_size=80))
@settings(max_examples=250)
def test_any_text_is_a_condition_or_a_fault(text: str) -> None:
    check(text)


PIECES = st.sampled_from(
    [*FILTERS, "=", "<", "<>", "!=", "in", "between", "and", "or", "not", "is", "null", "(", ")", ",", "'a'",
     "'live'", "3", "-",
     "0.5", "true", "'", '"', ";", "--", "/*", "*/", "select", "from ratings", "like", "::int", "+", ".", "r.",
     "lower(",
     "case", "when", "end", "?", "$1", "[", "]", "{slice}", "{", "}", "struct(", "interval", "symmetric", "e'x'", "\\"]
)  # fmt: skip


@given(st.lists(st.tuples(PIECES, st.sampled_from([" ", " ", ""])), max_size=25))
@settings(max_examples=600)
def test_any_row_of_words_is_a_condition_or_a_fault(words: list[tuple[str, str]]) -> None:
    check("".join(word + gap for word, gap in words))


# A filter reads the rows that it says

ROWS = drawn(11, 150)
OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq, "<>": operator.ne, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt,
    ">=": operator.ge,
}  # fmt: skip
Truth = bool | None
Tree = tuple[str, Callable[[Rating], Truth]]
"""A condition as text, and what it says of a rating: true, false, or unknown."""


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return keep(tmp_path_factory.mktemp("evidence"), ROWS)


@pytest.fixture(scope="module")
def engine(evidence: Path) -> Iterator[DuckDB]:
    running = DuckDB(Evidence(evidence))
    yield running
    running.close()


def rows_of(evidence: Path, condition: Condition, engine: DuckDB | None = None) -> set[str]:
    """The ids of the ratings that a condition reads."""
    running = engine or DuckDB(Evidence(evidence))
    sql = f"select r.rating as rating {FROM} where ({condition.sql})"
    found = running.run(Query(sql, condition.values, ["rating"]))["rating"].tolist()
    if engine is None:
        running.close()
    return set(found)


def written(literal: Any) -> str:
    if isinstance(literal, bool):
        return str(literal).lower()
    return f"'{literal}'" if isinstance(literal, str) else repr(literal)


def has(name: str) -> list[Any]:
    """Values of a column that occur, and one that does not."""
    found = sorted({value(one, name) for one in ROWS} - {None})
    other = {Kind.TEXT: "zz", Kind.NUMBER: 3.5, Kind.TRUTH: True}[FILTERS[name][1]]
    return [*found[:12], *([] if name in CHOICES else [other])]


VALUES = {name: has(name) for name in FILTERS}
assert {row.pair for row in STANDARDS} == {None, "warm"}


@st.composite
def leaf(draw: st.DrawFn) -> Tree:
    name = draw(st.sampled_from(sorted(FILTERS)))
    a, b = draw(st.sampled_from(VALUES[name])), draw(st.sampled_from(VALUES[name]))

    def known(said: Callable[[Any], bool]) -> Callable[[Rating], Truth]:
        return lambda one: None if value(one, name) is None else said(value(one, name))

    kind = draw(st.sampled_from(["compare", "in", "between", "null", "flag"]))
    if kind == "null":
        return f"{name} is null", lambda one: value(one, name) is None
    if kind == "flag" and FILTERS[name][1] is Kind.TRUTH:
        return name, known(bool)
    if kind == "in":
        return f"{name} in ({written(a)}, {written(b)})", known(lambda inside: inside in (a, b))
    if kind == "between":
        return f"{name} between {written(a)} and {written(b)}", known(lambda inside: a <= inside <= b)
    sign = draw(st.sampled_from(sorted(OPERATORS)))
    return f"{name} {sign} {written(a)}", known(lambda inside: OPERATORS[sign](inside, a))


def both(one: Tree, other: Tree) -> Tree:
    def said(rating: Rating) -> Truth:
        parts = one[1](rating), other[1](rating)
        return False if False in parts else None if None in parts else True

    return f"({one[0]}) and {other[0]}" if " or " in one[0] else f"{one[0]} and ({other[0]})", said


def either(one: Tree, other: Tree) -> Tree:
    def said(rating: Rating) -> Truth:
        parts = one[1](rating), other[1](rating)
        return True if True in parts else None if None in parts else False

    return f"({one[0]} or {other[0]})", said


def opposite(one: Tree) -> Tree:
    def said(rating: Rating) -> Truth:
        found = one[1](rating)
        return None if found is None else not found

    return f"not ({one[0]})", said


TREES = st.recursive(
    leaf(),
    lambda inside: st.one_of(st.builds(both, inside, inside), st.builds(either, inside, inside), inside.map(opposite)),
    max_leaves=6,
)


@given(tree=TREES)
@settings(max_examples=150)
def test_a_condition_reads_the_rows_that_it_says_and_no_others(tree: Tree, evidence: Path, engine: DuckDB) -> None:
    text, said = tree
    if len(text) > MAX_LENGTH:
        return
    expected = {one.rating for one in ROWS if said(one) is True}
    assert rows_of(evidence, parse_where(text), engine) == expected, text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("site = 's1' or site = 's2' and level = 5", lambda o: o.site == "s1" or (o.site == "s2" and o.level == 5)),
        ("not site = 's1' and level = 5", lambda o: o.site is not None and o.site != "s1" and o.level == 5),
        ("not disputed = true or censored", lambda o: not o.disputed or o.censored),
        (
            "level = 1 or level = 2 or level = 3 and disputed",
            lambda o: o.level in (1, 2) or (o.level == 3 and o.disputed),
        ),
        ("not level between 2 and 4", lambda o: not 2 <= o.level <= 4),
        ("not site in ('s1') or site is null", lambda o: o.site != "s1"),
    ],
)
def test_and_binds_closer_than_or_and_not_closest(text: str, said: Callable[[Any], bool], evidence: Path) -> None:
    assert rows_of(evidence, parse_where(text)) == {one.rating for one in ROWS if said(one)}

"""Who may see which figure: what is refused, what is withheld, and that nothing small follows from what is shown."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clearbar.engines import DuckDB, Evidence
from clearbar.flow.assess import Looker, guarded, look, measure, ratings
from clearbar.flow.mirror import mirror
from clearbar.measures.single import COLUMNS
from clearbar.model.errors import EngineFault, QuestionFault
from clearbar.model.estimate import Answer
from clearbar.model.evidence import Rating
from clearbar.model.lens import ALL, Lens
from clearbar.model.question import Query
from tests.measures.samples import STANDARDS, drawn, keep, row

EVERY = Lens()
ME = Lens(frozenset({"p1"}))
COACH = Lens(frozenset({"p1", "p2"}))


def answers(site: str, team: str, person: str | None, many: int, begin: int = 0, **of: Any) -> list[Rating]:
    """So many verdicts, each of another customer."""
    return [
        row(
            f"{site}-{team}-{person}-{i}-{of.get('topic')}", edition="e5", site=site, team=team, person=person,
            customer=f"c{i}", level=2 + i % 4, **of,
        )
        for i in range(begin, begin + many)
    ]  # fmt: skip


HOUSE = [
    *answers("s1", "t1", "p1", 12, topic="new"), *answers("s1", "t1", "p2", 9, topic="new"),
    *answers("s1", "t2", "p3", 8, topic="fix"), *answers("s1", "t2", "p4", 3, topic="new"),
    *answers("s2", "t3", "p5", 20, topic="new"), *answers("s2", "t3", "p6", 7, topic="fix"),
    *answers("s3", "t4", "p7", 2), *answers("s3", "t4", "p8", 2, 2),
]  # fmt: skip


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return keep(tmp_path_factory.mktemp("house"), HOUSE)


def keys(answer: Answer) -> list[tuple[Any, ...]]:
    return list(zip(*answer.keys.values(), strict=True)) if answer.keys else [()] * len(answer)


def codes(refused: pytest.ExceptionInfo[QuestionFault]) -> set[str]:
    assert all(fault.hint for fault in refused.value.faults)
    return {fault.code for fault in refused.value.faults}


# What may not be asked


@pytest.mark.parametrize(
    "where",
    [
        "person = 'p3'", "person in ('p1', 'p3')", "person <> 'p1'", "not person = 'p1'", "not (person in ('p1'))",
        "person = 'p1' or site = 's1'", "person > 'p0'", "person between 'p1' and 'p1'", "person is null",
        "person is not null and site = 's1'", "site = 's1' and (team = 't1' or person = 'p1')", "person = ''",
        "not (person <> 'p1')", "PERSON = 'p3'", '"person" = \'p3\'', "(person = 'p1' and person = 'p4')",
    ],
)  # fmt: skip
@pytest.mark.parametrize("by", [(), ("person",), ("site",)], ids="+".join)
def test_no_filter_singles_out_a_person_who_is_not_in_the_lens(house: Path, where: str, by: tuple[str, ...]) -> None:
    with pytest.raises(QuestionFault) as refused:
        look("clearance", house, viewer=ME, by=by, where=where)
    assert codes(refused) == {"CQ011"}
    with pytest.raises(QuestionFault):
        ratings(house, viewer=ME, where=where)


@pytest.mark.parametrize("name", ["rater", "customer", "interaction", "response", "disputed"])
@pytest.mark.parametrize("viewer", [EVERY, ME, Lens(ALL)], ids=["house", "me", "all"])
def test_who_answered_may_not_be_spoken_of_by_anybody(house: Path, name: str, viewer: Lens) -> None:
    said = "disputed" if name == "disputed" else f"{name} = 'c1'"
    for where in (said, f"site = 's1' and not ({said})", f"({said}) or level = 5"):
        with pytest.raises(QuestionFault) as refused:
            look("clearance", house, viewer=viewer, where=where)
        assert codes(refused) == {"CQ012"}
    with pytest.raises(QuestionFault):
        look("clearance", house, viewer=viewer, by=name)


def test_nobody_asks_by_person_without_a_person_by_day_or_for_the_harshness_of_raters(house: Path) -> None:
    for by, code in (("person", "CQ011"), ("rater", "CQ012"), ("day", "CQ012")):
        with pytest.raises(QuestionFault) as refused:
            look("clearance", house, viewer=EVERY, by=by)
        assert codes(refused) == {code}
    with pytest.raises(QuestionFault):
        look("severity", house, viewer=Lens(ALL))
    with pytest.raises(QuestionFault, match="too many parts"):
        look("clearance", house, viewer=EVERY, where=" and ".join(["level > 1"] * 9))


# What is shown


def test_ones_own_figures_are_those_of_the_measure_and_nobody_elses_are_among_them(house: Path) -> None:
    whole = measure("clearance", house, by=["person", "topic"])
    mine = look("clearance", house, viewer=COACH, by=["person", "topic"])
    assert keys(mine) == [("p1", "new"), ("p2", "new")]
    assert [one for one in whole.rows if one.keys["person"] in {"p1", "p2"}] == list(mine.rows)
    pinned = look("clearance", house, viewer=replace(ME, teams=frozenset({"t9"})), where="person = 'p1'")
    assert pinned.figures == measure("clearance", house, where="person = 'p1'").figures


def test_few_answers_about_oneself_make_no_figure_but_can_be_read(house: Path) -> None:
    lens = Lens(frozenset({"p4"}))
    few = look("clearance", house, viewer=lens, where="person = 'p4'")
    assert len(few) == 0
    assert guarded.READ_THEM in few.notes
    read = ratings(house, viewer=lens)
    assert sorted(one["rating"] for one in read) == sorted(one.rating for one in HOUSE if one.person == "p4")
    assert ratings(house, viewer=EVERY) == []
    assert ratings(house, viewer=replace(EVERY, persons=frozenset()), where="site = 's1'") == []


def test_single_ratings_name_no_customer_and_no_rater_who_is_one(tmp_path: Path) -> None:
    shared = {"edition": "e5", "person": "p1", "customer": "c-secret", "rater": "r-secret"}
    rows = [row("a", disputed=True, **shared), row("b", source="reviewer", **{**shared, "rater": "lead"}),
            row("c", source="colleague", **shared), row("d", person="p2"), row("e", setting="rehearsal", person="p1"),
            row("f", person="p1", week=202603, expected=3, millis=1500)]  # fmt: skip
    read = ratings(keep(tmp_path / "e", rows), viewer=ME)
    assert [one["rating"] for one in read] == ["f", "a", "b", "c"]
    assert all(tuple(one) == COLUMNS for one in read)
    assert "secret" not in str(read)
    assert [one["rater"] for one in read] == [None, None, "lead", None]
    assert (read[0]["expected"], read[0]["millis"], read[0]["day"]) == (3, 1500, None)
    assert [one["rating"] for one in ratings(tmp_path / "e", viewer=ME, where="source = 'reviewer'")] == ["b"]


def test_the_scope_of_a_viewer_holds_whatever_is_asked(house: Path) -> None:
    at_one = Lens(sites=frozenset({"s1"}))
    inside = measure("clearance", house, where="site = 's1'")
    assert look("clearance", house, viewer=at_one).figures == inside.figures
    assert look("clearance", house, viewer=at_one, where="level > 0 or site = 's2'").figures == inside.figures
    assert len(look("clearance", house, viewer=at_one, where="site = 's2'")) == 0
    assert len(look("clearance", house, viewer=Lens(teams=frozenset()))) == 0
    odd = Lens(teams=frozenset({"t1') or (1=1"}))
    assert len(look("clearance", house, viewer=odd)) == 0
    every = Lens(ALL, teams=frozenset({"t1"}))
    assert keys(look("clearance", house, viewer=every, by="person")) == [("p1",), ("p2",)]


# What is withheld


def test_five_answers_of_fewer_people_are_no_figure_about_a_group(tmp_path: Path) -> None:
    one = [row(f"a{i}", edition="e5", customer=f"c{i % 4}", person=f"p{i % 3}") for i in range(40)]
    folder = keep(tmp_path / "e", one)
    assert len(measure("clearance", folder)) == 1
    shown = look("clearance", folder, viewer=EVERY)
    assert (len(shown), shown.withheld) == (0, ((),))
    assert guarded.WITHHELD.format(floor="five") in shown.notes
    Evidence(folder).keep([row("b", edition="e5", customer="c9", person="p1")], STANDARDS)
    assert len(look("clearance", folder, viewer=EVERY)) == 1
    assert len(look("clearance", folder, viewer=Lens(floor=6))) == 0


def test_reviews_and_checks_count_by_what_was_looked_at(tmp_path: Path) -> None:
    def seen(source: str, many: int) -> list[Rating]:
        return [row(f"{source}{i}", edition="e5", source=source, rater="lead", person=f"p{i % 2}") for i in range(many)]

    folder = keep(tmp_path / "e", [*seen("reviewer", 6), *seen("check", 5), *seen("peer", 9)])
    found = look("clearance", folder, viewer=EVERY, where="source in ('reviewer', 'check')", by="source")
    assert keys(found) == []  # what is left without them are the ratings of one peer
    folder = keep(tmp_path / "f", [*seen("reviewer", 6), *seen("check", 5)])
    assert keys(look("clearance", folder, viewer=EVERY, by="source")) == [("check",), ("reviewer",)]


def test_a_group_of_one_person_is_that_person(house: Path) -> None:
    assert keys(look("clearance", house, viewer=EVERY, by="team")) == [("t1",), ("t3",)]
    assert keys(look("clearance", house, viewer=ME, by="team")) == [("t3",)]  # of t1 less me there is one colleague
    assert keys(look("clearance", house, viewer=COACH, by="team")) == [("t1",), ("t3",)]
    assert keys(look("clearance", house, viewer=EVERY, where="team = 't1'")) == [()]
    assert keys(look("clearance", house, viewer=ME, where="team = 't1'")) == []
    assert keys(look("clearance", house, viewer=EVERY, where="team = 't3' and topic = 'fix'")) == []


def test_with_one_group_the_next_smallest_is_withheld_too(house: Path) -> None:
    found = look("clearance", house, viewer=EVERY, by="site")
    assert keys(measure("clearance", house, by="site")) == [("s1",), ("s2",)]
    assert keys(found) == [("s1",)]
    assert set(found.withheld) == {("s2",), ("s3",)}


def test_a_filter_that_leaves_few_out_shows_nothing(house: Path) -> None:
    assert keys(look("clearance", house, viewer=EVERY, where="site in ('s1', 's2')")) == []
    assert keys(look("clearance", house, viewer=EVERY, where="site = 's1' and (level > 0 and week > 1)")) == [()]
    assert keys(look("clearance", house, viewer=EVERY, where="not site = 's3' and level > 0")) == []


def test_weeks_of_a_chart_with_few_respondents_are_withheld(tmp_path: Path) -> None:
    rows = [row(f"{week}-{i}", edition="e5", week=202600 + week, customer=f"c{i if week != 4 else i % 2}",
                person=f"p{i % 3}") for week in range(1, 9) for i in range(10 + week)]  # fmt: skip
    folder = keep(tmp_path / "e", rows)
    assert measure("drift", folder).keys["week"] == [202600 + week for week in range(1, 9)]
    assert look("drift", folder, viewer=EVERY).keys["week"] == [202600 + week for week in (2, 3, 5, 6, 7, 8)]


# Nothing small follows from what is shown


def made(dice: random.Random, many: int, few: int) -> list[Rating]:
    """So many ratings by so few customers."""
    return [
        row(
            f"r{i}", edition="e5", site=dice.choice(["s1", "s1", "s2", "s3"]), person=f"p{dice.randrange(6)}",
            topic=dice.choice(["new", "new", "fix", None]), channel=dice.choice(["chat", "counter"]),
            customer=f"c{dice.randrange(few)}", week=202602 + dice.randrange(3), level=dice.randint(1, 5),
        )
        for i in range(many)
    ]  # fmt: skip


@st.composite
def evidence(draw: st.DrawFn) -> list[Rating]:
    return made(random.Random(draw(st.integers(0, 10**6))), draw(st.integers(5, 150)), draw(st.integers(2, 40)))


BY: list[tuple[str, ...]] = [(), ("site",), ("topic",), ("site", "topic"), ("channel", "week"), ("site", "channel")]
WHERE: dict[str, Any] = {
    "": lambda one: True,
    "site = 's1'": lambda one: one.site == "s1",
    "topic = 'new' and week >= 202603": lambda one: one.topic == "new" and one.week >= 202603,
    "site in ('s1', 's2') and channel = 'chat'": lambda one: one.site in {"s1", "s2"} and one.channel == "chat",
}


ASKED = [(by, where) for by in BY for where in WHERE]


def key_of(one: Rating, names: Iterable[str]) -> tuple[Any, ...]:
    return tuple(getattr(one, name) for name in names)


def told(rows: Iterable[Rating]) -> tuple[int, int]:
    """How many respondents and how many persons a set of ratings is about."""
    held = list(rows)
    return len({one.customer for one in held}), len({one.person for one in held})


def left_over(rows: Sequence[Rating], by: tuple[str, ...], shown: list[Rating]) -> Iterable[list[Rating]]:
    """What remains of each total over some of the columns, when the groups that are shown are taken from it."""
    seen = {one.rating for one in shown}
    for size in range(len(by)):
        for kept in combinations(by, size):
            for total in {key_of(one, kept) for one in shown}:
                yield [one for one in rows if key_of(one, kept) == total and one.rating not in seen]


def check_one(engine: DuckDB, rows: list[Rating], by: tuple[str, ...], where: str) -> int:
    """Asks one question and looks what follows from the answer: from the groups, from the totals of what is asked for,
    and from the totals without the filter. How many groups are shown."""
    found = guarded.answer(engine, guarded.Asked("clearance", EVERY, by, where))
    inside = [one for one in rows if WHERE[where](one)]
    shown = set(keys(found))
    for key in shown:
        group = [one for one in rows if key_of(one, by) == key]
        for part in ([one for one in group if one in inside], [one for one in group if one not in inside]):
            assert not part or (told(part)[0] >= 5 and told(part)[1] >= 2), (by, where, key)
    seen = [one for one in inside if key_of(one, by) in shown]
    for total in (inside, rows):
        for left in left_over(total, by, seen):
            assert not left or (told(left)[0] >= 5 and told(left)[1] >= 2), (by, where, shown)
    return len(shown)


@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(evidence(), st.lists(st.sampled_from(ASKED), min_size=6, max_size=6))
def test_no_small_group_is_shown_or_left_over(rows: list[Rating], asked: list[tuple[tuple[str, ...], str]]) -> None:
    with TemporaryDirectory() as folder:
        engine = DuckDB(Evidence(keep(Path(folder) / "e", rows)))
        for by, where in asked:
            check_one(engine, rows, by, where)
        engine.close()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(0, 40, 4))
def test_no_small_group_is_shown_or_left_over_whatever_is_asked(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    rows = made(dice, 60 + 15 * seed, 20 + 2 * seed)
    engine = DuckDB(Evidence(keep(tmp_path / "e", rows)))
    assert sum(check_one(engine, rows, by, where) for by, where in ASKED) > 3
    engine.close()


# A looker


def test_a_looker_answers_as_look_does_and_follows_the_evidence(tmp_path: Path) -> None:
    mirror(tmp_path, HOUSE, STANDARDS)
    looker = Looker(tmp_path, most=3)
    for by in ("site", "team", "topic", "channel", "site"):
        assert looker.look("clearance", viewer=EVERY, by=by) == look("clearance", tmp_path, viewer=EVERY, by=by)
    first = looker.look("clearance", viewer=EVERY)
    assert looker.look("clearance", viewer=EVERY) is first
    assert looker.look("clearance", viewer=ME, where="person = 'p1'") != first
    mirror(tmp_path, answers("s4", "t9", "p9", 30), STANDARDS)
    assert looker.version == Evidence(tmp_path).version
    assert looker.look("clearance", viewer=EVERY).figures["clearance"].n[0] == first.figures["clearance"].n[0] + 30
    assert looker.ratings(viewer=ME) == ratings(tmp_path, viewer=ME)
    with pytest.raises(QuestionFault):
        looker.look("clearance", viewer=EVERY, by="person")
    looker.close()
    assert looker.look("clearance", viewer=EVERY).figures["clearance"].n[0] > 30
    looker.close()


def test_a_looker_serves_many_threads_while_ratings_arrive(tmp_path: Path) -> None:
    mirror(tmp_path, HOUSE, STANDARDS)
    looker = Looker(tmp_path, most=2)

    def ask(i: int) -> int:
        if i % 12 == 0:
            mirror(tmp_path, answers("s5", "t5", f"p1{i % 5}", 6, 100 + i), STANDARDS)
        found = looker.look("clearance", viewer=EVERY, by=("site", "team", "topic", "channel")[i % 4])
        return len(found)

    with ThreadPoolExecutor(6) as pool:
        assert all(count >= 0 for count in pool.map(ask, range(48)))
    assert looker.look("clearance", viewer=EVERY) == look("clearance", tmp_path, viewer=EVERY)
    looker.close()


def test_an_open_engine_reads_its_own_files_and_nothing_else(house: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("secret\n1\n")
    for shared in (True, False):
        engine = DuckDB(Evidence(house), shared=shared)
        with pytest.raises(EngineFault):
            engine.run(Query(f"select * from read_csv('{other}')", (), ("secret",)))
        assert engine.run(Query("select count(*) as n from ratings", (), ("n",)))["n"].tolist() == [len(HOUSE)]
        engine.close()
    engine = DuckDB(Evidence(house), shared=True)
    with pytest.raises(EngineFault):
        engine.run(Query("set threads = 1", (), ()))
    engine.close()


def test_drawn_evidence_is_answered_as_by_the_measure_where_nothing_is_withheld(tmp_path: Path) -> None:
    rows = [replace(one, rater=None, customer=f"c{i}", person=f"p{i % 6}", source="customer")
            for i, one in enumerate(drawn(3))]  # fmt: skip
    folder = keep(tmp_path / "e", rows)
    for name in ("clearance", "delight", "gap", "met", "shrinkage"):
        plain, seen = measure(name, folder, by="channel"), look(name, folder, viewer=EVERY, by="channel")
        assert (list(plain.rows), plain.parts) == (list(seen.rows), seen.parts)
        assert len(seen) == 3

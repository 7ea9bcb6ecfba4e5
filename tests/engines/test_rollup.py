"""A rollup answers as its evidence does, to the last digit, or says why it cannot; and it follows its evidence, week by
week, without touching what did not change."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import clearbar
from clearbar import measures
from clearbar.engines import Engine, Evidence, Rollup, Spark, open_engine, rolling, rollup
from clearbar.flow.assess import ask
from clearbar.flow.assess.roads import ROADS
from clearbar.measures import parse_where
from clearbar.model.errors import EvidenceFault, QuestionFault
from clearbar.model.evidence import Rating
from clearbar.model.question import Query, Question, Sums
from tests.engines.mixed import QUESTIONS, keep_mixed
from tests.engines.samples import STANDARD, days, files_of, on, rating, week_of
from tests.engines.test_conformance import RATED, Recorder, compare_answers, compare_sums, records
from tests.measures import oracle
from tests.measures.samples import OF_EDITION, STANDARDS, row

READ = ("clearance", "delight", "met", "gap", "shrinkage", "consistency")
BY_STANDARD = {"standard", "edition"}


def asked(*by: str, where: str = "", of: str = "", factors: str = "", **options: Any) -> Question:
    return Question(by, parse_where(where) if where else None, of, factors, tuple(sorted(options.items())))


KEPT: dict[str, list[Question]] = {
    "clearance": [
        asked(), asked("site"), asked("standard"), asked("site", "week"), asked("edition"), asked("journey", "stage"),
        asked("week", "standard", "site"), asked("site", "standard", "source", "week"), asked("dimension", "source"),
        asked("site", "standard", "week", where="week >= 202604 and (site <> 's1' or site is null)"),
        asked("standard", "source", where="person in ('p1', 'p2') or source = 'check'"),
        asked("site", "standard", "week", where="source = 'customer'"), asked("site", where="site = 'nowhere'"),
        asked("standard", "source", where="(site = 's1' and (week = 202604)) and source <> 'check'"),
        asked("site", "standard", "week", where="source = 'customer' or source = 'check'"),
        asked("standard", cluster="site"),
        asked("standard", "week", cluster="person+site"), asked("standard", "person", cluster="site"),
        asked("standard", where="bar > 3 and (target < 0.9 or target is null) and scale = 'levels'"),
    ],
    "delight": [
        asked(), asked("site", "standard", "week"), asked("standard", "source"), asked("step"),
        asked("site", "standard", "source", "week", where="source in ('customer', 'reviewer')"),
    ],
    "met": [asked(), asked("site", "standard", "week"), asked("standard"), asked("edition", "source")],
    "gap": [
        asked(), asked("site", "standard", "week"), asked("edition"), asked("source", "standard", "week", "site"),
        asked("standard", "site", where="source = 'customer'"),
    ],
    "shrinkage": [
        asked("standard", "site", of="level"), asked("site", of="gap"), asked("week", "standard", "site", of="level"),
        asked("standard", "site", of="gap", where="week < 202606"),
    ],
    "consistency": [
        asked(factors="person"), asked("standard", factors="site/person"), asked(of="gap", factors="site/person"),
        asked("source", factors="person,standard"), asked("standard", factors="person", where="site is not null"),
    ],
}  # fmt: skip
"""Questions that a rollup answers."""


# Answers


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, list[Rating]]:
    folder = tmp_path_factory.mktemp("rolled")
    rows = keep_mixed(folder / "evidence")
    clearbar.rollup(folder / "evidence", folder / "rollup")
    return folder / "evidence", folder / "rollup", rows


def spoken(name: str, folder: Path | Evidence | Rollup, engine: str = "duckdb") -> Recorder:
    del name
    source = folder if not isinstance(folder, Path) else Rollup(folder) if Rollup.is_there(folder) else Evidence(folder)
    return Recorder(open_engine(engine, source))


@pytest.fixture(scope="module")
def of_evidence(kept: tuple[Path, Path, list[Rating]]) -> Iterator[Recorder]:
    engine = spoken("evidence", kept[0])
    yield engine
    engine.close()


@pytest.fixture(scope="module", params=["duckdb", pytest.param("spark", marks=pytest.mark.slow)])
def of_rollup(request: pytest.FixtureRequest, kept: tuple[Path, Path, list[Rating]]) -> Iterator[Recorder]:
    name = "duckdb" if request.param == "duckdb" else str(request.getfixturevalue("spark"))
    engine = spoken("rollup", kept[1], name)
    yield engine
    engine.close()


def agree(evidence: Engine, rolled: Engine, name: str, question: Question) -> bool:
    """Whether both show the same groups; those that the rollup shows have the same sums and the same figures.

    Where responses have to be counted, a rollup may show fewer groups.
    """
    one, other = Recorder(evidence), Recorder(rolled)
    if name == "consistency" and question not in KEPT[name][:2]:  # to conclude takes seconds
        of_ratings, of_cells = (measures.consistency.query(replace(question, rolled=it)) for it in (False, True))
        compare_cells(question, of_ratings, one.run(of_ratings), other.run(of_cells))
        return True
    answer, again = ask(one, name, question), ask(other, name, replace(question, rolled=True))
    assert [query.reads for query, _ in one.ran] == ["ratings"] * len(one.ran)
    assert {query.reads for query, _ in other.ran} <= {"cells", "finished"} and len(one.ran) == len(other.ran)
    assert any("rollup of version" in note for note in again.notes)
    certain = name == "consistency" or bool(BY_STANDARD & set(question.by))
    for (query, sums), (_, others) in zip(one.ran, other.ran, strict=True):
        if certain:
            compare_sums(query, sums, others)
        else:
            fewer(query.columns[: len(question.by)], sums, others)
    if not certain and set(answer.withheld) != set(again.withheld):
        return False
    notes = tuple(note for note in again.notes if "A rollup does not know" not in note and "a rollup of" not in note)
    compare_answers(answer, replace(again, notes=notes))
    return True


def compare_cells(question: Question, query: Query, sums: Sums, others: Sums) -> None:
    """Levels of crossed factors come as numbers, which also count those of ratings that are not live."""
    if "," not in question.factors:
        compare_sums(query, sums, others)
        return
    one, other = (sorted(zip(*(found[name].tolist() for name in "nsq"), strict=True)) for found in (sums, others))
    assert one == other


def fewer(keys: Any, sums: Sums, others: Sums) -> None:
    """What both show is the same."""
    width = len(list(keys))
    shown = {tuple(record[:width]): record[width:] for record in records(sums)}
    found = {tuple(record[:width]): record[width:] for record in records(others)}
    assert set(shown) == set(found)
    for key, record in found.items():
        assert None in (record[0], shown[key][0]) or record[:-1] == shown[key][:-1]


@pytest.mark.parametrize("name", READ)
def test_a_rollup_answers_as_its_evidence_does(of_evidence: Recorder, of_rollup: Recorder, name: str) -> None:
    few = slice(None, None, 3 if isinstance(of_rollup.engine, Spark) else 1)  # Spark takes a second for each
    same = [agree(of_evidence.engine, of_rollup.engine, name, question) for question in KEPT[name][few]]
    assert any(same)


def test_questions_by_site_standard_and_week_read_finished_sums() -> None:
    """A group of the question is a group that is held; filters on other columns need the cells."""

    def read(name: str, question: Question) -> str:
        return ROADS[name].query(replace(question, rolled=True)).reads

    finished = {name: [read(name, question) for question in questions] for name, questions in KEPT.items()}
    assert finished["clearance"] == ["cells"] * 6 + ["finished"] * 2 + ["cells", "finished"] * 3 + ["cells"] * 5
    assert [finished[name][1] for name in ("delight", "met", "gap")] == ["finished"] * 3
    assert finished["shrinkage"] == ["cells", "cells", "finished", "cells"]


REFUSED = [
    ("clearance", asked("topic"), "a rollup keeps no `topic`"),
    ("clearance", asked("site", where="level >= 4"), "a rollup keeps no `level`"),
    ("clearance", asked(where="setting = 'live'"), "a rollup keeps no `setting`"),
    ("clearance", asked("person"), "a rollup keeps no interactions"),
    ("gap", asked("standard", "person"), "a rollup keeps no interactions"),
    ("shrinkage", asked("site"), "more of single ratings"),
    ("shrinkage", asked("site", of="millis"), "more of single ratings"),
    ("consistency", asked(factors="person,rater"), "a rollup keeps no `rater`"),
    ("consistency", asked(factors="person", of="millis"), "more of single ratings"),
    ("agreement", asked("standard"), "more of single ratings"),
    ("difference", asked("standard"), "more of single ratings"),
]


@pytest.mark.parametrize(("name", "question", "said"), REFUSED, ids=lambda one: one if isinstance(one, str) else "")
def test_what_a_rollup_does_not_keep_is_refused_with_a_reason(
    of_rollup: Recorder, name: str, question: Question, said: str
) -> None:
    with pytest.raises(QuestionFault) as told:
        ask(of_rollup, name, replace(question, rolled=True))
    assert said in str(told.value) and "ask the evidence" in str(told.value) and "CQ009" in str(told.value)


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_to_a_rollup_is_answered_alike_or_refused(
    of_evidence: Recorder, kept: tuple[Path, Path, list[Rating]], name: str
) -> None:
    """Also of measures that nobody thought of here: a rollup never breaks, and never says something else."""
    engine = spoken("rollup", kept[1])
    try:
        for question in QUESTIONS[name]:
            try:
                ask(engine, name, replace(question, rolled=True))
            except QuestionFault:
                continue
            agree(of_evidence.engine, engine.engine, name, question)
    finally:
        engine.close()


def test_no_figure_stands_on_fewer_than_five_answers(tmp_path: Path) -> None:
    """Two answers that rate three standards each are six ratings, and no five answers."""
    rows = [
        row(f"{i}-{edition}", edition=edition, response=f"answer-{i}", site="few")
        for i in range(2)
        for edition in ("e1", "e3", "e4")
    ]
    rows += [row(f"many-{i}", site="many", response=f"m{i}") for i in range(5)]
    Evidence.create(tmp_path / "evidence").keep(rows, STANDARDS)
    clearbar.rollup(tmp_path / "evidence", tmp_path / "rollup")
    answer = clearbar.measure("clearance", tmp_path / "rollup", by="site")
    assert (list(answer.keys["site"]), answer.withheld) == (["many"], (("few",),))
    assert any("which ratings came with one answer" in note for note in answer.notes)
    assert clearbar.measure("clearance", tmp_path / "rollup").figures["clearance"].n == [11]


# Cells

SUMS = {
    "n": lambda one, bar: 1,
    "cleared": lambda one, bar: one.level >= bar,
    "best": lambda one, bar: one.level == 5,
    "level": lambda one, bar: one.level,
    "level_2": lambda one, bar: one.level**2,
    "asked": lambda one, bar: one.expected is not None,
    "met": lambda one, bar: one.expected is not None and one.level >= one.expected,
    "asked_level": lambda one, bar: one.level if one.expected else 0,
    "expected": lambda one, bar: one.expected or 0,
    "expected_2": lambda one, bar: (one.expected or 0) ** 2,
    "level_expected": lambda one, bar: one.level * (one.expected or 0),
    "desired": lambda one, bar: one.desired if one.desired and one.expected else 0,
    "level_desired": lambda one, bar: one.level * one.desired if one.desired and one.expected else 0,
}
KEYS = ("week", "site", "person", "standard", "edition", "source")
Cells = dict[tuple[Any, ...], Counter[str]]


def by_hand(rows: list[Rating]) -> Cells:
    found: Cells = {}
    for one in rows:
        if oracle.everyday(one):
            cell = found.setdefault(tuple(getattr(one, key) for key in KEYS), Counter())
            for name, sql in SUMS.items():
                cell[name] += int(sql(one, OF_EDITION[one.edition].bar))
    return found


def cells(folder: Path) -> Cells:
    """What the files of a rollup hold, as anybody would read them."""
    listed = json.loads((folder / "rollup.json").read_text())["tables"]["cells"].values()
    rows = [one for part in listed for one in pq.read_table(folder / part["file"]).to_pylist()]
    found = {tuple(one[key] for key in KEYS): Counter({name: one[name] for name in SUMS}) for one in rows}
    assert len(found) == len(rows)
    return found


def test_cells_hold_what_one_counts_by_hand(kept: tuple[Path, Path, list[Rating]]) -> None:
    assert cells(kept[1]) == by_hand(kept[2])


LOOSE: dict[str, Any] = {
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
    "database": None,
    "phases": (Phase.explicit, Phase.generate),  # each example keeps evidence four times
}
RATINGS = st.lists(RATED, min_size=2, max_size=40)


@settings(max_examples=6, **LOOSE)
@given(RATINGS, st.randoms(use_true_random=False), st.integers(0, 40))
def test_rollups_of_parts_add_up_and_the_order_of_rows_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, rated: list[dict[str, Any]], dice: Random, cut: int
) -> None:
    folder = tmp_path_factory.mktemp("parts")
    rows = [row(str(i), **one) for i, one in enumerate(rated)]
    parts = {"a": rows[:cut], "b": rows[cut:], "whole": rows, "mixed": dice.sample(rows, len(rows))}
    for name, part in parts.items():
        evidence = Evidence.create(folder / name)
        for half in (part[::2], part[1::2]) if name == "mixed" else (part,):
            evidence.keep(half, STANDARDS)
        clearbar.rollup(folder / name, folder / f"{name}-rolled")
    whole = cells(folder / "whole-rolled")
    assert whole == cells(folder / "mixed-rolled") == by_hand(rows)
    merged: Cells = cells(folder / "a-rolled")
    for key, cell in cells(folder / "b-rolled").items():
        merged[key] = merged.get(key, Counter()) + cell
    assert {key: +cell for key, cell in whole.items()} == {key: +cell for key, cell in merged.items()}
    engines = open_engine("duckdb", Evidence(folder / "whole")), open_engine("duckdb", Rollup(folder / "mixed-rolled"))
    for name in READ:
        for question in dice.sample(KEPT[name], 2):
            agree(*engines, name, question)
    for one in engines:
        one.close()


def test_both_engines_make_the_same_rollup(kept: tuple[Path, Path, list[Rating]], spark: str, tmp_path: Path) -> None:
    made = clearbar.rollup(kept[0], tmp_path / "rollup", engine=spark)
    assert cells(tmp_path / "rollup") == cells(kept[1]) and made.weeks > 5
    assert clearbar.rollup(kept[0], kept[1], engine=spark).written == ()
    assert again(kept[1], tmp_path / "rollup")


def again(one: Path, other: Path) -> bool:
    """Whether two rollups hold the same rows in the same order."""
    tables = []
    for folder in (one, other):
        listed = json.loads((folder / "rollup.json").read_text())["tables"]
        tables.append(
            {
                (name, week): pq.read_table(folder / part["file"])
                for name in listed
                for week, part in listed[name].items()
            }
        )
    return tables[0].keys() == tables[1].keys() and all(tables[0][key].equals(tables[1][key]) for key in tables[0])


# Following the evidence

MONDAY = date(2026, 1, 5)


def shop(tmp_path: Path, weeks: int = 10) -> tuple[Evidence, Path]:
    """Ten ratings a day of three sites, one commit a month."""
    evidence = Evidence.create(tmp_path / "evidence")
    rows = [one for day in days(MONDAY, 7 * weeks) for one in a_day(day)]
    for month in sorted({one.day // 100 for one in rows if one.day}):
        evidence.keep([one for one in rows if one.day and one.day // 100 == month], [STANDARD])
    clearbar.rollup(evidence.path, tmp_path / "rollup")
    return evidence, tmp_path / "rollup"


def a_day(day: date) -> list[Rating]:
    return [on(day, f"{day}-{i}", site=f"s{i % 3}", person=f"p{i % 5}", level=1 + (i * day.day) % 5) for i in range(10)]


def untouched(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file of a rollup with its inode and the time when it was last written."""
    found = [path for path in folder.rglob("*") if path.is_file() and path.name != ".writing"]
    return {str(path.relative_to(folder)): (path.stat().st_ino, path.stat().st_mtime_ns) for path in found}


def fresh(evidence: Evidence, tmp_path: Path, name: str) -> Path:
    """A rollup that was made at one go."""
    clearbar.rollup(evidence.path, tmp_path / name)
    return tmp_path / name


def changed(folder: Path, before: dict[str, tuple[int, int]]) -> set[str]:
    """The files that are new or other than before, apart from the manifest; none may be gone from the manifest's."""
    after = untouched(folder)
    return {name for name in after if after[name] != before.get(name)} - {"rollup.json"}


def test_a_day_more_touches_only_its_week(tmp_path: Path) -> None:
    evidence, folder = shop(tmp_path)
    before = untouched(folder)
    day = MONDAY + timedelta(days=7 * 9 + 3)
    evidence.keep([replace(one, rating=f"late-{one.rating}") for one in a_day(day)], [STANDARD])
    made = clearbar.rollup(evidence.path, folder)
    week = week_of(day)
    assert made.written == (week,) and made.version == evidence.version and made.weeks == 10
    assert changed(folder, before) == {f"cells/{week}-2.parquet", f"finished/{week}-2.parquet"}
    assert again(folder, fresh(evidence, tmp_path, "anew"))


def test_a_new_week_adds_its_files_and_touches_no_other(tmp_path: Path) -> None:
    evidence, folder = shop(tmp_path)
    before = untouched(folder)
    evidence.keep(a_day(MONDAY + timedelta(days=70)), [STANDARD])
    assert clearbar.rollup(evidence.path, folder).written == (202612,)
    assert changed(folder, before) == {"cells/202612-2.parquet", "finished/202612-2.parquet"}


def test_a_correction_in_an_old_week_touches_that_week(tmp_path: Path) -> None:
    """The file of evidence that is written anew holds a month: of its weeks only one has changed."""
    evidence, folder = shop(tmp_path)
    before = untouched(folder)
    old = a_day(date(2026, 1, 14))[3]
    evidence.keep([replace(old, level=6 - old.level, site="moved")], [STANDARD], correct=True)
    assert clearbar.rollup(evidence.path, folder).written == (202603,)
    assert changed(folder, before) == {"cells/202603-2.parquet", "finished/202603-2.parquet"}
    assert again(folder, fresh(evidence, tmp_path, "anew"))


def test_a_rating_that_is_deleted_leaves_its_week_and_a_week_without_any_leaves_the_rollup(tmp_path: Path) -> None:
    evidence, folder = shop(tmp_path, weeks=3)
    before = untouched(folder)
    table = DeltaTable(str(evidence.path / "ratings"))
    table.delete("rating = '2026-01-14-3'")
    assert clearbar.rollup(evidence.path, folder).written == (202603,)
    table.delete("week = 202602")
    made = clearbar.rollup(evidence.path, folder)
    assert (made.written, made.dropped, made.weeks) == ((), (202602,), 2)
    assert again(folder, fresh(evidence, tmp_path, "anew"))
    assert all(before[name] == now for name, now in untouched(folder).items() if "202604" in name)
    assert clearbar.measure("clearance", folder, by="week").keys["week"] == [202603, 202604]


def test_files_that_were_only_written_together_touch_nothing(tmp_path: Path) -> None:
    evidence, folder = shop(tmp_path)
    before = untouched(folder)
    for day in days(MONDAY, 3):
        evidence.keep([on(day, f"more-{day}")], [STANDARD])
    clearbar.rollup(evidence.path, folder)
    before = untouched(folder)
    DeltaTable(str(evidence.path / "ratings")).optimize.compact()
    assert clearbar.rollup(evidence.path, folder).written == ()
    assert changed(folder, before) == set()


def test_nothing_new_writes_nothing_at_all(tmp_path: Path) -> None:
    evidence, folder = shop(tmp_path, weeks=2)
    before = untouched(folder)
    made = clearbar.rollup(evidence.path, folder)
    assert (made.written, made.dropped, untouched(folder)) == ((), (), before)


def test_an_edition_that_is_added_reaches_the_rollup(tmp_path: Path) -> None:
    evidence, folder = shop(tmp_path, weeks=2)
    raised = replace(STANDARD, edition="e-2", bar=5, target=0.5)
    evidence.keep([replace(one, rating=f"new-{one.rating}", edition="e-2") for one in a_day(MONDAY)], [raised])
    clearbar.rollup(evidence.path, folder)
    for by in (["standard"], ["edition"], ["site", "standard", "week"]):
        one, other = (clearbar.measure("clearance", path, by=by) for path in (evidence.path, folder))
        assert (one.facts, one.figures, one.keys) == (other.facts, other.figures, other.keys)
        assert one.notes == other.notes[:-1]


# What goes wrong


def answers(folder: Path) -> Any:
    found = clearbar.measure("clearance", folder, by=["site", "week"])
    return found.keys, found.figures, found.notes


@pytest.mark.parametrize("broken", ["files", "manifest"])
def test_a_maker_that_dies_leaves_the_old_rollup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    evidence, folder = shop(tmp_path, weeks=3)
    before = answers(folder)
    evidence.keep([one for day in days(MONDAY, 21) for one in map(late, a_day(day))], [STANDARD])

    def die(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        if broken == "files":
            patched.setattr(rolling, "_apart", die)  # amid the tables of a week
        else:
            patched.setattr("pathlib.Path.replace", die)
        with pytest.raises(KeyboardInterrupt):
            clearbar.rollup(evidence.path, folder)
    assert answers(folder) == before
    assert len(clearbar.rollup(evidence.path, folder).written) == 3
    assert again(folder, fresh(evidence, tmp_path, "anew"))


def late(one: Rating) -> Rating:
    return replace(one, rating=f"late-{one.rating}", response=f"late-{one.response}")


def test_who_has_opened_a_rollup_reads_on_while_it_is_made_anew(tmp_path: Path) -> None:
    evidence, folder = shop(tmp_path, weeks=2)
    engine = open_engine("duckdb", Rollup(folder))
    question = Question(("week",), rolled=True)
    before = records(Recorder(engine).asked("clearance", question)[1][0][1])
    evidence.keep([late(one) for one in a_day(MONDAY)], [STANDARD])
    clearbar.rollup(evidence.path, folder)
    assert records(Recorder(engine).asked("clearance", question)[1][0][1]) == before
    engine.close()
    old = folder / "cells" / "202602-1.parquet"
    assert old.exists()
    evidence.keep([rating("one-more", week=202602)], [STANDARD])
    clearbar.rollup(evidence.path, folder)
    assert not old.exists()


def test_a_rollup_of_other_evidence_is_refused_and_left_alone(tmp_path: Path) -> None:
    _, folder = shop(tmp_path, weeks=1)
    before = untouched(folder)
    other = Evidence.create(tmp_path / "other")
    other.keep([rating("a")], [STANDARD])
    with pytest.raises(EvidenceFault, match="made from other evidence"):
        clearbar.rollup(other.path, folder)
    assert untouched(folder) == before


def test_evidence_that_was_made_anew_in_its_place_is_seen(tmp_path: Path) -> None:
    evidence, folder = shop(tmp_path, weeks=3)
    before = untouched(folder)
    evidence.path.rename(tmp_path / "old")
    Evidence.create(evidence.path).keep([one for day in days(MONDAY, 14) for one in a_day(day)][1:], [STANDARD])
    made = clearbar.rollup(evidence.path, folder)
    assert made.rebuilt and (made.written, made.dropped) == ((202602,), (202604,))
    assert all(before[name] == now for name, now in untouched(folder).items() if "202603" in name)
    assert not clearbar.rollup(evidence.path, folder).rebuilt


def test_evidence_that_was_moved_is_the_same(tmp_path: Path) -> None:
    evidence, folder = shop(tmp_path, weeks=1)
    evidence.path.rename(tmp_path / "moved")
    made = clearbar.rollup(tmp_path / "moved", folder)
    assert not made.rebuilt and made.written == ()


@pytest.mark.parametrize("place", ["file", "folder"])
def test_a_place_that_holds_other_things_is_refused(tmp_path: Path, place: str) -> None:
    evidence = Evidence.create(tmp_path / "evidence")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "letter.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for path in (tmp_path / place, evidence.path):
        with pytest.raises(EvidenceFault, match=r"is a file|holds other things"):
            clearbar.rollup(evidence.path, path)
    assert sorted(one.name for one in (tmp_path / "folder").iterdir()) == ["letter.txt"]


def test_broken_parts_are_told_and_mended(tmp_path: Path) -> None:
    evidence, folder = shop(tmp_path, weeks=2)
    good = answers(folder)
    file = folder / "cells" / "202602-1.parquet"
    whole = file.read_bytes()
    for content in (whole[:-9], None):
        file.write_bytes(content) if content else file.unlink()
        with pytest.raises(EvidenceFault, match=r"202602-1\.parquet is (damaged|missing): remove the rollup"):
            answers(folder)
    assert clearbar.rollup(evidence.path, folder).written == (202602,)
    assert answers(folder) == good
    (folder / "rollup.json").write_text('{"tables": 3}')
    for call in (lambda: answers(folder), lambda: clearbar.rollup(evidence.path, folder)):
        with pytest.raises(EvidenceFault, match=r"rollup\.json is damaged"):
            call()


def test_a_rollup_of_another_format_is_told_and_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    evidence, folder = shop(tmp_path, weeks=2)
    said = json.loads((folder / "rollup.json").read_text())
    (folder / "rollup.json").write_text(json.dumps(said | {"format": rollup.FORMAT - 1}))
    with pytest.raises(EvidenceFault, match="another version of Clearbar"):
        answers(folder)
    assert clearbar.rollup(evidence.path, folder).written == (202602, 202603)
    assert answers(folder)


def test_one_makes_a_rollup_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from filelock import FileLock

    evidence, folder = shop(tmp_path, weeks=1)
    monkeypatch.setattr(rolling, "WAIT_SECONDS", 0.1)
    with FileLock(str(folder / ".writing")), pytest.raises(EvidenceFault, match="being written by another process"):
        clearbar.rollup(evidence.path, folder)


def test_empty_evidence_has_an_empty_rollup(tmp_path: Path) -> None:
    evidence = Evidence.create(tmp_path / "evidence")
    made = clearbar.rollup(evidence.path, tmp_path / "rollup")
    assert (made.weeks, made.cells, made.written) == (0, 0, ())
    for by in ([], ["site"], ["site", "standard", "week"]):
        assert len(clearbar.measure("clearance", tmp_path / "rollup", by=by)) == 0
    assert len(files_of(evidence.path)) == 0


def test_what_needs_evidence_says_so_of_a_rollup(tmp_path: Path) -> None:
    _, folder = shop(tmp_path, weeks=1)
    with pytest.raises(EvidenceFault, match="is a rollup"):
        Evidence(folder)
    with pytest.raises(EvidenceFault, match="holds no rollup"):
        Rollup(tmp_path / "nowhere")

"""The bench runs, holds its sides against each other, and says what it found. No test asks how fast anything is."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from pathlib import Path

import duckdb
import pytest
from bench.contest import Contest, Result, Side, Target, hold
from bench.page import lines, page
from bench.rows import STANDARDS, generate
from bench.spawn import ROOT, Missing, Run, commands

from bench import talk
from clearbar.engines import DuckDB, Evidence
from clearbar.measures import about
from clearbar.model.question import Question


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bench", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )


def fixed(seconds: float, megabytes: float = 10.0, **said: float) -> Run:
    return Run(seconds, megabytes, said)


def held(ours: float, theirs: float | None, target: Target) -> Result:
    contest = Contest("one", "One", (), "", target=target)
    sides = [Side("Clearbar", [fixed(ours)])]
    return Result(contest, sides if theirs is None else [*sides, Side("Other", [fixed(theirs)])])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bench")


def test_a_quick_bench_holds_both_sides_and_writes_ratios(folder: Path) -> None:
    target = folder / "page.md"
    found = run(
        "--quick", "--rows", "3e5", "--only", "clearance,gap,help,book", "--folder", str(folder), "-o", str(target)
    )
    assert found.returncode == 0, found.stderr
    assert found.stdout.count("×") > 4
    assert "DIFFERS" not in found.stdout
    text = target.read_text(encoding="utf-8")
    assert "| clearance by site × standard × week, 300,000 ratings | Clearbar |" in text
    assert "Clearbar, DuckDB (the same sums) and DuckDB (plain counts) found the same: groups " in text
    assert "groups 0" not in text
    assert "python -c pass" in text


@pytest.mark.slow
def test_phrases_are_looked_for_in_text_of_two_shapes_and_megabytes_are_told(folder: Path) -> None:
    found = run("--quick", "--rows", "1e4", "--only", "phrases", "--folder", str(folder))
    assert found.returncode == 0, found.stderr
    assert "DIFFERS" not in found.stdout
    assert found.stdout.count("MB of text a second, on one core: Clearbar ") == 4
    assert found.stdout.count(", re (one pattern) ") == 2
    assert len(set(talk.phrases(706))) == 706
    for shape, (messages, _) in talk.SHAPES.items():
        blocks = list(talk.blocks(300_000, shape, talk.phrases(72)))
        conversations = [one for block in blocks for one in block]
        assert sum(map(talk.spoken, conversations)) >= 300_000
        assert {len(one.messages) for one in conversations} == {2 * messages}


@pytest.mark.slow
def test_findings_are_held_against_shares_by_hand(folder: Path) -> None:
    found = run("--quick", "--rows", "1e5", "--only", "findings", "--folder", str(folder))
    assert found.returncode == 0, found.stderr
    assert "DIFFERS" not in found.stdout and "left out" not in found.stdout


@pytest.mark.slow
def test_rollups_are_held_against_the_ratings_and_growth_is_fitted(folder: Path) -> None:
    only = "rollup,rolling,growth,growth-rollup"
    found = run("--quick", "--rows", "1e5", "--only", only, "--folder", str(folder))
    assert found.returncode == 0, found.stderr
    assert "DIFFERS" not in found.stdout and "left out" not in found.stdout
    assert found.stdout.count("Seconds grow as the ratings to the power of ") == 2


def test_growth_is_the_slope_through_the_logarithms() -> None:
    def result(power: float, target: Target) -> Result:
        sides = [
            Side(f"{size}", [Run(3 * size**power, 200 * size**0.05, {"ratings": size})])
            for size in (10**6, 10**5, 10**4)
        ]
        return Result(Contest("one", "One", (), "", target=target), sides)

    assert result(0.5, Target()).exponents == pytest.approx((0.5, 0.05))
    assert result(1.0, Target(growth=1.1, swelling=0.1)).verdict == "met"
    assert result(1.2, Target(growth=1.1)).verdict == "missed"
    assert result(1.0, Target(swelling=0.01)).verdict == "missed"
    assert "to the power of 1.20" in "".join(lines(result(1.2, Target())))
    assert held(1.0, 1.0, Target()).exponents is None


def test_an_unknown_contest_is_refused_with_the_known_ones(folder: Path) -> None:
    found = run("--quick", "--only", "clearanse", "--folder", str(folder))
    assert found.returncode != 0
    assert "clearanse" in found.stderr
    assert "clearance, delight, gap" in found.stderr


def test_generated_evidence_is_whole_and_made_once(folder: Path) -> None:
    there = generate(folder / "made", 6_000)
    engine = DuckDB(Evidence(there))
    counts = engine.run(about.totals(Question()))
    engine.close()
    assert (counts["ratings"][0], counts["interactions"][0]) == (6_000, 6_000 // STANDARDS)
    files = sorted(there.rglob("*.parquet"))
    assert sorted(generate(there, 6_000).rglob("*.parquet")) == files


def test_an_interaction_of_generated_evidence_has_one_person_and_every_standard_once(folder: Path) -> None:
    there = generate(folder / "made", 6_000)
    odd = duckdb.execute(
        f"""select count(*) from (
              select interaction from '{there}/ratings/*/*.parquet' group by interaction
              having count(distinct person) > 1 or count(distinct site) > 1 or count(distinct day) > 1
                or count(distinct standard) <> {STANDARDS} or count(*) <> {STANDARDS})"""
    ).fetchall()
    assert odd == [(0,)]


def test_sides_that_disagree_are_told() -> None:
    sides = [("Clearbar", partial(fixed, 1, n=100)), ("Other", partial(fixed, 2, n=101))]
    close = hold(Contest("one", "One", sides, "", alike=("n",), within=0.02), tell=lambda _: None)
    apart = hold(Contest("one", "One", sides, "", alike=("n",)), tell=lambda _: None)
    assert close.differ == []
    assert apart.differ == ["Other: n 101, not 100"]
    assert any("DIFFERS" in line for line in lines(apart))


def test_a_side_that_lacks_something_is_left_out_and_told() -> None:
    def lacking() -> Run:
        raise Missing("no Rscript")

    sides = [("Clearbar", partial(fixed, 1)), ("lme4", lacking)]
    found = hold(Contest("one", "One", sides, "", target=Target(ratio=1.3)), tell=lambda _: None)
    assert [side.who for side in found.held] == ["Clearbar"]
    assert found.verdict == "cannot tell: the other is missing"
    told = page([found], machine="m", versions="v", day="d", command="c", loads=(0, 0), cores=2)
    assert "left out: no Rscript" in told


def test_rounds_take_turns() -> None:
    order: list[str] = []

    def side(who: str) -> Run:
        order.append(who)
        return fixed(1)

    sides = [(who, partial(side, who)) for who in ("Clearbar", "Other")]
    hold(Contest("one", "One", sides, "", rounds=2), tell=lambda _: None)
    assert order == ["Clearbar", "Other", "Clearbar", "Other"]


@pytest.mark.parametrize(
    ("ours", "theirs", "target", "verdict"),
    [
        (1.2, 1.0, Target(ratio=1.3), "met"),
        (1.4, 1.0, Target(ratio=1.3), "missed"),
        (1.0, None, Target(seconds=2), "met"),
        (3.0, None, Target(seconds=2), "missed"),
        (1.0, 1.0, Target(ratio=1.3, megabytes=9), "missed"),
        (1.0, 1.0, Target(), ""),
    ],
)
def test_a_verdict_holds_the_figures_against_what_was_promised(
    ours: float, theirs: float | None, target: Target, verdict: str
) -> None:
    assert held(ours, theirs, target).verdict == verdict


def test_a_ratio_compares_the_runs_of_one_round() -> None:
    ours = Side("Clearbar", [fixed(1), fixed(10), fixed(3)])
    theirs = Side("Other", [fixed(2), fixed(20), fixed(1)])
    assert ours.times(theirs) == 0.5


def test_commands_that_fail_are_no_measurement() -> None:
    assert commands([sys.executable, "-c", "raise SystemExit(1)"]).seconds > 0
    with pytest.raises(RuntimeError, match="ended with 3"):
        commands([sys.executable, "-c", "raise SystemExit(3)"])


def test_uneven_rounds_are_owned_up_to() -> None:
    def told(*seconds: float) -> str:
        found = Result(Contest("one", "One", (), ""), [Side("Clearbar", [fixed(one) for one in seconds])])
        return page([found], machine="m", versions="v", day="d", command="c", loads=(0, 0), cores=2)

    assert "Other work ran on this machine" in told(1.0, 1.5)
    assert "Other work ran on this machine" not in told(1.0, 1.1)

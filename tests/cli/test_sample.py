"""`clearbar sample`: a plan for reviewers, from the command line to the import of what they filled in."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.cli.conftest import Run
from tests.measures.samples import drawn, keep


def test_a_plan_is_drawn_told_and_written(run: Run, tmp_path: Path) -> None:
    evidence = keep(tmp_path / "evidence", drawn(5, 300))
    plan = tmp_path / "plan.csv"
    said = run("sample", evidence, "--by", "site", "--budget", "22", "--seed", "3", "-o", plan)
    assert said.code == 0 and not said.err
    assert "20 interactions drawn of " in said.out and "2 of them for two reviewers: 22 rows." in said.out
    assert "which cannot be drawn" in said.out
    with plan.open(newline="") as file:
        table = list(csv.DictReader(file))
    assert [line["reviewer"] for line in table] == ["1"] * 20 + ["2"] * 2
    assert all(0 < float(line["inclusion"]) <= 1 and line["level"] == line["rater"] == "" for line in table)

    # The same draw through another door, filled in and kept.
    for line in table:
        line |= {"level": "5", "rater": line["reviewer"]}
    filled = tmp_path / "filled.csv"
    with filled.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]))
        writer.writeheader()
        writer.writerows(table)
    kept = run("import", filled, "-o", evidence, "--rejected", tmp_path / "rejected.csv")
    assert kept.code == 0, kept.out + kept.err
    assert "22 ratings added" in kept.out
    other = run("sample", evidence, "--by", "site", "--budget", "22", "--seed", "3", "-o", tmp_path / "next.csv")
    assert other.code == 0
    with (tmp_path / "next.csv").open(newline="") as file:
        again = {line["interaction"] for line in csv.DictReader(file)}
    assert not again & {line["interaction"] for line in table}


def test_a_plan_that_is_there_already_is_not_touched(run: Run, evidence: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.csv"
    plan.write_text("filled in by hand")
    said = run("sample", evidence, "--budget", "5", "-o", plan)
    assert said.is_refusal() and "may have been filled in" in said.err
    assert plan.read_text() == "filled in by hand"


def test_faults_are_told_in_a_sentence(run: Run, evidence: Path, tmp_path: Path) -> None:
    for more in (["--by", "standard"], ["--budget", "0"], ["--where", "nonsense = 1"], ["--standard", "nobody"]):
        said = run("sample", evidence, "--budget", "5", "-o", tmp_path / "no.csv", *more)
        assert said.is_refusal(), more
    assert not (tmp_path / "no.csv").exists()


def test_nothing_left_is_said(run: Run, evidence: Path, tmp_path: Path) -> None:
    said = run("sample", evidence, "--where", "site = 'nowhere'", "--budget", "5", "-o", tmp_path / "none.csv")
    assert said.code == 0
    assert "No interaction is left" in said.out

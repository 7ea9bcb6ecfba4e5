"""`clearbar measure`: the same answer for people, programs and spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

import clearbar
from tests.cli.conftest import Run
from tests.measures.samples import keep, row

QUESTIONS: list[list[str]] = [
    ["clearance"], ["clearance", "--by", "site,standard"], ["delight", "--by", "source"], ["gap", "--by", "site"],
    ["shrinkage", "--by", "person"], ["shrinkage", "--by", "site", "--of", "level"], ["consistency"],
    ["shrinkage", "--by", "site", "--of", "gap"], ["consistency", "--by", "standard", "--factors", "site/person"],
    ["consistency", "--factors", "person,rater", "--of", "millis"],
    ["clearance", "--by", "week", "--where",
     "site = 's1'"],
    ["agreement", "--by", "standard,source"], ["agreement", "--by", "edition,rater"],
    ["difference", "--by", "standard"],
    ["clearance", "--by", " site , , week "], ["clearance", "--where", "site = 'nowhere'"],
]  # fmt: skip


def options(question: list[str]) -> dict[str, Any]:
    pairs = dict(zip(question[1::2], question[2::2], strict=True))
    by = [word.strip() for word in pairs.pop("--by", "").split(",") if word.strip()]
    given: dict[str, Any] = {key.lstrip("-"): value for key, value in pairs.items()} | {"by": by}
    return given | ({"factors": given.get("factors", "person")} if question[0] == "consistency" else {})


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_json_says_what_the_library_says(run: Run, evidence: Path, question: list[str]) -> None:
    said = run("measure", question[0], evidence, *question[1:], "--format", "json")
    assert said.code == 0 and not said.err
    found = json.loads(said.out, parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))
    answer = clearbar.measure(question[0], evidence, **options(question))
    assert (found["measure"], tuple(found["by"]), tuple(found["notes"])) == (question[0], answer.by, answer.notes)
    rows = list(answer.rows)
    assert len(found["rows"]) == len(rows)
    for one, row_ in zip(found["rows"], rows, strict=True):
        assert {name: one[name] for name in row_.keys} == dict(row_.keys)
        for name, figure in row_.figures.items():
            assert (one[name], one[f"{name}_low"], one[f"{name}_high"]) == pytest.approx(
                (figure.value, figure.low, figure.high), rel=1e-6
            )
            assert one["n"] == figure.n


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_csv_comes_back_as_it_went_out(run: Run, evidence: Path, question: list[str]) -> None:
    said = run("measure", question[0], evidence, *question[1:], "--format", "csv")
    as_json = json.loads(run("measure", question[0], evidence, *question[1:], "--format", "json").out)
    assert said.code == 0 and said.err.splitlines() == as_json["notes"]
    found = list(csv.DictReader(io.StringIO(said.out)))
    assert len(found) == len(as_json["rows"])
    for one, other in zip(found, as_json["rows"], strict=True):
        assert list(one) == list(other)
        for name, value in other.items():
            if isinstance(value, float):
                assert float(one[name]) == pytest.approx(value, rel=1e-6)
            else:
                assert one[name] == ("" if value is None else str(value))


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_a_table_has_a_line_for_each_group_and_each_note(run: Run, evidence: Path, question: list[str]) -> None:
    said = run("measure", question[0], evidence, *question[1:])
    answer = clearbar.measure(question[0], evidence, **options(question))
    lines = said.out.splitlines()
    notes = [line for line in lines if line.startswith("note: ")]
    assert said.code == 0 and [note.removeprefix("note: ") for note in notes] == list(answer.notes)
    body = lines[: len(lines) - len(notes)]
    assert len(body) == 1 + len(answer)
    if not len(answer):
        assert body == ["Nothing to show."]


def test_a_spreadsheet_runs_no_name_of_a_group_as_a_formula(run: Run, tmp_path: Path) -> None:
    harmless = ["'quoted'", 'a,"b"', "plain", "1-2", "né", "a\nb"]
    formulas = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", " =1", "\n=1", "\r=1", "a\r=1"]
    rows = [row(f"{name}{i}", site=name) for name in [*harmless, *formulas] for i in range(5)]
    folder = keep(tmp_path / "evidence", rows)
    said = run("measure", "clearance", folder, "--by", "site", "--format", "csv")
    found = [one["site"] for one in csv.DictReader(io.StringIO(said.out, newline=""))]
    assert len(found) == len(rows) / 5 and set(harmless) < set(found)
    assert not any(name.startswith(("=", "+", "-", "@", "\t", "\r", " ", "\n")) for name in found)
    assert {f"'{name}" for name in formulas[:7]} | {"' =1", "a =1"} <= set(found)


def test_a_name_of_a_group_cannot_steer_a_terminal(run: Run, tmp_path: Path) -> None:
    rows = [row(f"{i}", site="a\x1b[2J\x07\nb\u202e") for i in range(5)]
    said = run("measure", "clearance", keep(tmp_path / "evidence", rows), "--by", "site")
    assert len(said.out.splitlines()) == 2 and all(one.isprintable() for one in said.out.replace("\n", ""))


def test_shares_are_percentages_and_means_are_not(run: Run, tmp_path: Path) -> None:
    """A mean gap of half a level is no share, and a share without any target still is one."""
    rows = [
        row(f"{site}{i}", site=site, edition="e4", level=3 + i % 2, expected=3)
        for site in ("a", "b")
        for i in range(20)
    ]
    folder = keep(tmp_path / "evidence", rows)
    gap = run("measure", "shrinkage", folder, "--by", "site", "--of", "gap").out
    assert "%" not in gap.replace("95 %", "") and "0.50" in gap
    share = run("measure", "shrinkage", folder, "--by", "site").out
    assert "100 %" in share and "1.00" not in share


def test_shares_have_decimals_only_where_many_ratings_stand_behind_them(run: Run, tmp_path: Path) -> None:
    few = keep(tmp_path / "few", [row(str(i), level=4 if i % 3 else 1) for i in range(99)])
    many = keep(tmp_path / "many", [row(str(i), level=4 if i % 3 else 1) for i in range(3000)])
    assert "67 %" in run("measure", "clearance", few).out and "66.7 %" in run("measure", "clearance", many).out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--by", "sit"], "`sit` is no column to group by"),
        (["--by", "site,site"], "stands twice"),
        (["--where", "sit = 'a'"], "did you mean `site`?"),
        (["--where", "site = 'a"], "the filter cannot be read"),
        (["--where", "site = 'a'; drop table ratings"], "not allowed in a filter: ;"),
        (["--of", "level"], "has no use for `of`"),
        (["--factors", "person"], "has no use for `factors`"),
    ],
)
def test_what_cannot_be_asked_is_told_in_a_sentence(run: Run, evidence: Path, arguments: list[str], said: str) -> None:
    found = run("measure", "clearance", evidence, *arguments)
    assert found.is_refusal() and said in found.err and not found.out and not found.is_own_fault()


def test_places_that_hold_no_evidence_are_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "ratings").write_text("x")
    for path in ("file", "folder", "nowhere", "file/inside"):
        said = run("measure", "clearance", tmp_path / path)
        assert said.is_refusal() and "holds no evidence" in said.err


def test_odd_names_of_folders_are_no_trouble(run: Run, tmp_path: Path) -> None:
    for name in ("with space", "it's", "né 界", "#&;=", "-dash"):
        folder = keep(tmp_path / name, [row(str(i)) for i in range(5)])
        said = run("measure", "clearance", "--", folder)
        assert said.code == 0 and "100 %" in said.out, (name, said)


@pytest.mark.parametrize("suffix", ["csv", "json", "parquet", "xlsx", "PDF"])
def test_an_answer_is_written_to_a_file_as_its_suffix_says(
    run: Run, evidence: Path, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / "new" / f"answer.{suffix}"
    said = run("measure", "clearance", evidence, "--by", "site", "-o", path)
    assert (said.code, said.out, said.err) == (0, f"written: {path}\n", "")
    begins = {
        "csv": b"table,site,clearance,",
        "json": b'{\n  "format"',
        "parquet": b"PAR1",
        "xlsx": b"PK",
        "PDF": b"%PDF",
    }
    assert path.read_bytes().startswith(begins[suffix])


def test_another_suffix_is_refused_before_anything_is_asked(run: Run, tmp_path: Path) -> None:
    said = run("measure", "clearance", tmp_path / "nowhere", "-o", tmp_path / "answer.docx")
    assert said.code == 2 and "an answer ends in .csv, .json, .parquet, .pdf, .xlsx" in said.err
    assert not list(tmp_path.iterdir())


def test_one_further_table_is_written_alone(run: Run, evidence: Path, tmp_path: Path) -> None:
    said = run("measure", "severity", evidence, "--part", "persons", "-o", tmp_path / "part.csv")
    assert said.code == 0, said.err
    rows = list(csv.DictReader(io.StringIO((tmp_path / "part.csv").read_text())))
    assert {row["table"] for row in rows} == {"persons"}

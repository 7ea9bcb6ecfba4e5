"""`clearbar rollup`: what it says, and that its folder is asked like evidence."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from clearbar.engines import Evidence
from tests.cli.conftest import Run
from tests.measures.samples import STANDARDS, drawn, keep, row


def test_a_rollup_is_made_followed_and_asked(run: Run, tmp_path: Path) -> None:
    folder = keep(tmp_path / "evidence", drawn(3))
    said = run("rollup", folder, "-o", tmp_path / "rollup")
    assert said.code == 0 and not said.err
    first, second = said.out.splitlines()
    assert first.startswith(f"{tmp_path / 'rollup'} holds ") and first.endswith(
        "cells, as of version 1 of the evidence."
    )
    assert second.startswith("written: ") and "202602" in second
    again = run("rollup", folder, "-o", tmp_path / "rollup")
    assert again.out.splitlines() == [first, "Nothing had changed."]
    Evidence(folder).keep([row("late", week=202605)], STANDARDS)
    assert run("rollup", folder, "-o", tmp_path / "rollup").out.splitlines()[1] == "written: 202605"
    Evidence(folder).keep([replace(row("late", week=202605), level=1)], STANDARDS, correct=True)
    assert run("rollup", folder, "-o", tmp_path / "rollup").out.splitlines()[1] == "written: 202605"


@pytest.mark.parametrize("question", [["--by", "site,standard,week"], ["--by", "standard"], []], ids=" ".join)
def test_json_says_the_same_from_both(run: Run, tmp_path: Path, question: list[str]) -> None:
    folder = keep(tmp_path / "evidence", drawn(4))
    run("rollup", folder, "-o", tmp_path / "rollup")
    one, other = (
        json.loads(run("measure", "clearance", place, *question, "--format", "json").out)
        for place in (folder, tmp_path / "rollup")
    )
    assert one["rows"] == other["rows"] and one["notes"] == other["notes"][:-1]
    assert other["notes"][-1] == "Counted from a rollup of version 1 of the evidence."


def test_what_cannot_be_done_is_told_in_a_sentence(run: Run, tmp_path: Path) -> None:
    folder = keep(tmp_path / "evidence", drawn(5))
    run("rollup", folder, "-o", tmp_path / "rollup")
    other = keep(tmp_path / "other", drawn(6))
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter").write_text("mine")
    for arguments, words in (
        (["rollup", tmp_path / "nowhere", "-o", tmp_path / "r"], "holds no evidence"),
        (["rollup", other, "-o", tmp_path / "rollup"], "was made from other evidence"),
        (["rollup", folder, "-o", tmp_path / "full"], "holds other things"),
        (["rollup", tmp_path / "rollup", "-o", tmp_path / "r"], "is a rollup"),
        (["measure", "agreement", tmp_path / "rollup", "--by", "standard"], "ask the evidence"),
        (["measure", "clearance", tmp_path / "rollup", "--by", "rater"], "a rollup keeps no `rater`"),
    ):
        said = run(*arguments)
        assert said.is_refusal() and words in said.err and not said.out and not said.is_own_fault()
    assert not (tmp_path / "r").exists()


def test_evidence_that_was_made_anew_is_told(run: Run, tmp_path: Path) -> None:
    folder = keep(tmp_path / "evidence", drawn(5))
    run("rollup", folder, "-o", tmp_path / "rollup")
    folder.rename(tmp_path / "old")
    keep(folder, drawn(5))
    said = run("rollup", folder, "-o", tmp_path / "rollup")
    assert said.out.startswith("The evidence was made anew") and "Nothing had changed." in said.out

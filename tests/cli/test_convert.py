"""`clearbar convert`: what it says, and what its exit code means."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from clearbar.cli import convert as command
from tests.cli.conftest import Run

SAMPLES = Path(__file__).parents[1] / "intake" / "exports" / "samples"


def test_an_export_becomes_conversations_and_what_was_left_out_is_told(run: Run, tmp_path: Path) -> None:
    said = run("convert", "zendesk", SAMPLES / "zendesk", "-o", tmp_path / "c.jsonl")
    assert said.code == 0 and not said.err
    assert said.out.splitlines() == [
        f"4 conversations written to {tmp_path / 'c.jsonl'}: 7 messages, 3 ratings.",
        "Left out:",
        "  3 surveys offered and not answered",
        "  1 deleted tickets",
        "  1 old ratings of tickets that have a new answer",
        "  1 earlier copies of the same ticket",
    ]


def test_several_files_are_read_together(run: Run, tmp_path: Path) -> None:
    files = sorted((SAMPLES / "zendesk").iterdir())
    assert run("convert", "zendesk", *files, "-o", tmp_path / "c.jsonl").out.startswith("4 conversations")


def test_convert_and_check_are_one_road(run: Run, book: Path, tmp_path: Path) -> None:
    output = tmp_path / "c.jsonl"
    assert run("convert", "zendesk", SAMPLES / "zendesk", "-o", output).code == 0
    said = run("check", book, output, "-o", tmp_path / "evidence")
    assert said.code == 0 and said.out.startswith("4 interactions read: 3 ratings came with them")


def test_what_could_not_be_used_is_told_and_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_text("ours: [desk.example]\n")
    options = ("--map", tmp_path / "map.yaml", "--rejected", tmp_path / "rejected.jsonl")
    said = run("convert", "mbox", SAMPLES / "mail", "-o", tmp_path / "c.jsonl", *options)
    assert said.code == 1 and "support.mbox:61:1 CX009 mail: `Date` holds no time" in said.err
    (line,) = (tmp_path / "rejected.jsonl").read_text().splitlines()
    assert json.loads(line)["line"] == 61 and json.loads(line)["faults"][0]["code"] == "CX009"


def test_many_rejections_are_told_in_part(run: Run, tmp_path: Path) -> None:
    (tmp_path / "log").write_text("no\n" * 50)
    said = run("convert", "queue_log", tmp_path / "log", "-o", tmp_path / "c.jsonl")
    assert said.code == 1 and said.err.count("CX005") == command.MOST_SHOWN and "and 30 more" in said.err
    assert (tmp_path / "c.jsonl").read_bytes() == b""


@pytest.mark.parametrize("system", ["mbox", "limesurvey"])
def test_a_missing_map_is_told_in_a_sentence(run: Run, tmp_path: Path, system: str) -> None:
    said = run("convert", system, SAMPLES / "mail", "-o", tmp_path / "c.jsonl")
    assert said.code == 2 and "need a map" in said.err and "docs/exports.md" in said.err
    assert not (tmp_path / "c.jsonl").exists()


def test_faults_of_the_map_are_told_with_their_place(run: Run, tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_text("prefix: a\nlevels: {good: great}\nchanel: b\n")
    said = run("convert", "zendesk", SAMPLES / "zendesk", "-o", tmp_path / "c", "--map", tmp_path / "map.yaml")
    assert said.code == 2 and "map.yaml:2:16 CX004" in said.err and "map.yaml:3:1 CX002" in said.err


@pytest.mark.parametrize("system", ["zendesk2", ""])
def test_an_unknown_system_is_told(run: Run, tmp_path: Path, system: str) -> None:
    said = run("convert", system, SAMPLES / "zendesk", "-o", tmp_path / "c")
    assert said.code == 2 and "queue_log" in said.err


def test_rejections_are_not_written_over_what_is_read(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "log"
    source.write_text("no\n")
    said = run("convert", "queue_log", source, "-o", tmp_path / "c", "--rejected", source)
    assert said.code == 2 and source.read_text() == "no\n"

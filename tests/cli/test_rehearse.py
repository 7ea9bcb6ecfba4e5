"""`clearbar rehearse`: a real local agent, what is said of it, and each way in which it is refused or cut short."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from clearbar.flow.assess import measure
from tests.cli.conftest import CLEARBAR, Run
from tests.flow.rehearse import shop
from tests.servers.chat import Model, dies, hangs, lines_of, pours, says, served

KEY = "sk-0123456789abcdef"


@pytest.fixture
def model() -> Iterator[Model]:
    with served(Model(lines_of(shop.lines(lamp=shop.CURT)))) as running:
        yield running


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return shop.write(tmp_path / "book")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No key of the machine, and a folder of one's own to stand in."""
    monkeypatch.delenv("CLEARBAR_AGENT_KEY", raising=False)
    monkeypatch.chdir(tmp_path)


def test_it_gives_clearance_pass_k_and_transcripts(run: Run, model: Model, book: Path, tmp_path: Path) -> None:
    said = run("rehearse", book / "scenarios", "--agent", model.url, "--model", "m-1", "--times", "4")
    assert said.code == 0 and not said.err
    assert said.out.startswith("The AI agent m-1, rehearsed in 12 talks in 3 scenarios\n")
    assert "◇ saying sorry              8 of 12 (" in said.out
    for k in (1, 2, 3, 4):
        assert f"pass^{k}    67 % (" in said.out
    assert "Always passed: “A broken chair” (4 of 4) and “A broken kettle” (4 of 4)." in said.out
    assert "Never passed: “A broken lamp” (0 of 4)." in said.out
    folder = tmp_path / "rehearsals"
    assert len((folder / "transcripts.jsonl").read_text().splitlines()) == 12
    assert (folder / "report.txt").read_text() == said.out.rpartition("written: ")[0]
    assert json.loads((folder / "report.json").read_text())["talks"] == 12


@pytest.mark.parametrize(
    "arguments",
    [("{book}",), ("{book}/scenarios",), ("{book}/scenarios/lamp.yaml",), ("--book", "{book}"),
     ("{book}/scenarios", "--book", "{book}")],
)  # fmt: skip
def test_book_and_scenarios_find_each_other(run: Run, model: Model, book: Path, arguments: tuple[str, ...]) -> None:
    given = [one.format(book=book) for one in arguments]
    said = run("rehearse", *given, "--agent", model.url, "--times", "1", "--format", "json")
    told = json.loads(said.out)
    assert said.code == 0 and told["talks"] == (1 if "lamp" in arguments[0] else 3)
    assert said.err.startswith("written: rehearsals/transcripts.jsonl")


def test_ratings_go_into_evidence(run: Run, model: Model, book: Path, tmp_path: Path) -> None:
    given = ("rehearse", book, "--agent", model.url, "--times", "2", "--evidence", "evidence", "--person", "bot-7")
    assert "18 ratings added to evidence, 0 were there." in run(*given).out
    assert "0 ratings added to evidence, 18 were there." in run(*given).out
    answer = measure("clearance", tmp_path / "evidence", by=("person",), where="setting = 'rehearsal'")
    assert [row.keys["person"] for row in answer.rows] == ["bot-7"]


def test_every_option_reaches_the_agent(run: Run, model: Model, book: Path, tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{KEY}\n")
    (tmp_path / "system").write_text("Serve well.")
    said = run(
        "rehearse", book, "--agent", model.url, "--times", "2", "--mood", "angry", "--mood", "hurried", "--seed", "9",
        "--system", "system", "-o", "out", "--jobs", "3", "--key-file", "key", "--seconds", "9", "--most-calls", "50",
        "--most-tokens", "9999", "--person", "bot-7",
    )  # fmt: skip
    assert said.code == 0
    assert {one["messages"][0]["content"] for one in model.heard} == {"Serve well."}
    assert {one["Authorization"] for one in model.heads} == {f"Bearer {KEY}"}
    talks = [json.loads(line) for line in (tmp_path / "out" / "talks.jsonl").read_text().splitlines()]
    assert sorted(one["mood"] for one in talks) == ["angry"] * 3 + ["hurried"] * 3
    kept = "".join(file.read_text() for file in (tmp_path / "out").iterdir() if file.is_file())
    assert KEY not in kept + said.out + said.err


def test_the_environment_may_hold_the_key(run: Run, model: Model, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEARBAR_AGENT_KEY", f"{KEY}\n")
    run("rehearse", book, "--agent", model.url, "--times", "1")
    assert model.heads[0]["Authorization"] == f"Bearer {KEY}"


def test_talks_that_break_off_leave_exit_code_one_and_no_blame(run: Run, model: Model, book: Path) -> None:
    model.faults = [None, pours(), dies]
    said = run("rehearse", book, "--agent", model.url, "--times", "2", "--format", "text")
    assert said.code == 1
    assert "2 talks broke off and count for nothing: its answer is longer than 1,000,000 bytes (1); it broke the" in (
        said.out.replace("\n", " ")
    )
    assert run("rehearse", book, "--agent", model.url, "--times", "2").code == 0


def test_one_that_cannot_be_reached_leaves_exit_code_two_and_a_sentence(run: Run, model: Model, book: Path) -> None:
    said = run("rehearse", book, "--agent", "http://127.0.0.1:9/v1")
    assert said.is_refusal() and "it cannot be reached: it refuses the connection" in said.err
    assert "No talk showed a standard yet" in said.out and "10 talks were not held" in said.out
    again = run("rehearse", book, "--agent", model.url, "-o", "other", "--most-calls", "3")
    assert again.code == 2 and "the budget of 3 calls is used up" in again.err and "goes on from there" in again.err


def test_a_key_that_is_wrong_is_told_and_not_repeated(run: Run, model: Model, book: Path, tmp_path: Path) -> None:
    (tmp_path / "key").write_text(KEY)
    model.always = says(401, {"error": {"message": f"Incorrect API key provided: {KEY}"}})
    said = run("rehearse", book, "--agent", model.url, "--key-file", "key")
    kept = "".join(file.read_text() for file in (tmp_path / "rehearsals").iterdir() if file.is_file())
    assert said.code == 2 and "does not know the key" in said.err and KEY not in said.err + said.out + kept


def test_what_cannot_be_rehearsed_is_refused_before_anything_is_sent(
    run: Run, model: Model, book: Path, tmp_path: Path
) -> None:
    (tmp_path / "key").write_text("a key\n")
    (tmp_path / "empty").write_text("")
    (tmp_path / "latin").write_bytes(b"caf\xe9")
    (tmp_path / "alone").mkdir()
    (tmp_path / "alone" / "lamp.yaml").write_text(shop.FILES["lamp.yaml"])
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "bad.yaml").write_text("scenario: [")
    for arguments in (
        (),
        (book,),
        ("--agent", model.url),
        (tmp_path / "nowhere", "--agent", model.url),
        (tmp_path / "alone", "--agent", model.url),
        (tmp_path / "alone", "--agent", model.url, "--book", tmp_path / "nowhere"),
        (tmp_path / "bad", "--agent", model.url, "--book", book),
        (book, "--agent", "localhost:8000"),
        (book, "--agent", "http://agent.example/v1"),
        (book, "--agent", "https://u:p@agent.example/v1"),
        (book, "--agent", model.url, "--times", "0"),
        (book, "--agent", model.url, "--mood", "sleepy"),
        (book, "--agent", model.url, "--person", ""),
        (book, "--agent", model.url, "--person", "a\nb"),
        (book, "--agent", model.url, "--key-file", tmp_path / "key"),
        (book, "--agent", model.url, "--key-file", tmp_path / "empty"),
        (book, "--agent", model.url, "--key-file", tmp_path / "latin"),
        (book, "--agent", model.url, "--system", tmp_path / "latin"),
        (book, "--agent", model.url, "-o", tmp_path / "key"),
    ):
        said = run("rehearse", *arguments)
        assert said.is_refusal() and not said.is_own_fault(), (arguments, said)
    assert model.heard == [] and not (tmp_path / "rehearsals").exists()


def test_another_agent_in_the_same_folder_is_told(run: Run, model: Model, book: Path) -> None:
    run("rehearse", book, "--agent", model.url, "--times", "1")
    said = run("rehearse", book, "--agent", model.url, "--times", "1", "--model", "m-2")
    assert said.is_refusal() and "another agent, prompt or book" in said.err and "-o" in said.err


def hears_ctrl_c() -> None:
    """As in a terminal; a shell that runs these tests in the background has it passed over."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def pressed(going: subprocess.Popen[str]) -> tuple[str, str]:
    """Ctrl-C, pressed again where the first one fell into a moment in which Python hears none."""
    for _ in range(6):
        going.send_signal(signal.SIGINT)
        try:
            return going.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            continue
    going.kill()
    return going.communicate()


def test_ctrl_c_keeps_what_was_held_and_the_same_command_goes_on(run: Run, model: Model, book: Path) -> None:
    """A process of its own that hangs in its second talk and is interrupted there."""
    model.faults = [None, None, hangs(model)]
    command = [str(CLEARBAR), "rehearse", str(book), "--agent", model.url, "--times", "2"]
    going = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "COLUMNS": "80"},
        preexec_fn=hears_ctrl_c,
    )  # fmt: skip
    until = time.monotonic() + 60
    while len(model.heard) < 3 and time.monotonic() < until:
        time.sleep(0.05)
    out, err = pressed(going)
    assert going.returncode == 2 and "Traceback" not in err
    assert "it was stopped" in err and "goes on from there" in err
    assert "rehearsed in 1 talk in 3 scenarios" in out and "5 talks were not held" in out
    said = run("rehearse", book, "--agent", model.url, "--times", "2")
    assert said.code == 0 and "rehearsed in 6 talks" in said.out


def test_a_process_that_is_killed_loses_nothing_that_was_held(run: Run, model: Model, book: Path) -> None:
    model.faults = [None, None, None, None, hangs(model)]
    going = subprocess.Popen([str(CLEARBAR), "rehearse", str(book), "--agent", model.url, "--times", "2"])
    until = time.monotonic() + 60
    while len(model.heard) < 5 and time.monotonic() < until:
        time.sleep(0.05)
    going.kill()
    going.wait(30)
    before = len(model.heard)
    said = run("rehearse", book, "--agent", model.url, "--times", "2")
    assert said.code == 0 and "rehearsed in 6 talks" in said.out
    assert len(model.heard) - before < 12 - 3, "talks that were held were not held again"

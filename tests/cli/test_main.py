"""The command line as a whole: help, exit codes, and that no traceback ever reaches a person."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clearbar.cli import main as entry
from clearbar.cli.main import cli
from tests.cli.conftest import CLEARBAR, Run

COMMANDS = cli.list_commands(click.Context(cli))
HEAVY = ("duckdb", "numpy", "pydantic", "scipy", "deltalake", "pyarrow", "sqlglot", "jinja2", "yaml")


def test_help_names_every_command_with_a_sentence(run: Run) -> None:
    said = run("--help")
    assert said.code == 0 and not said.err
    for name in COMMANDS:
        assert f"  {name} " in said.out
    assert run("-h") == said


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_tells_every_option_and_argument(run: Run, name: str) -> None:
    said = run(name, "--help")
    assert said.code == 0 and said.out.startswith(f"Usage: clearbar {name}")
    command = cli.get_command(click.Context(cli), name)
    assert command is not None and (command.params or isinstance(command, click.Group))
    for inner in command.commands if isinstance(command, click.Group) else ():
        assert inner in said.out and run(name, inner, "--help").code == 0
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert all(option in said.out for option in parameter.opts) and parameter.help, parameter
        else:
            assert parameter.make_metavar(click.Context(command)) in "".join(said.out.split()) + said.out


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["nonsense"], []])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom clearbar.cli.main import main\n"
        f"try:\n    main({arguments!r})\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stderr.splitlines()[-1] == "[]"


def test_the_version_is_that_of_the_package(process: Run) -> None:
    from importlib.metadata import version

    said = process("--version")
    assert (said.code, said.out) == (0, f"clearbar {version('clearbar')}\n")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nonsense"],
        ["--nonsense"],
        ["measure"],
        ["measure", "clearance"],
        ["measure", "clearness", "x"],
        ["measure", "clearance", "x", "--format", "xml"],
        ["check", "book"],
        ["check", "book", "no-such-file", "-o", "x"],
        ["report", "book", "evidence", "--loud"],
        ["schema", "more"],
    ],
)
def test_a_wrong_call_is_refused_with_the_usage(run: Run, arguments: list[str]) -> None:
    said = run(*arguments)
    assert said.is_refusal() and "Usage: clearbar" in said.err and not said.out


def test_a_fault_of_clearbar_itself_is_told_without_a_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("somebody's secret")

    monkeypatch.setattr(entry.cli, "main", broken)
    said = run("measure")
    assert said.is_refusal() and said.is_own_fault() and "KeyError" in said.err and "secret" not in said.err
    monkeypatch.setenv("CLEARBAR_DEBUG", "1")
    with pytest.raises(KeyError):
        entry.main(["measure"])


def test_an_interrupted_command_says_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(entry.cli, "invoke", interrupted)
    said = run("measure")
    assert said.is_refusal() and "Stopped" in said.err


def test_a_reader_that_goes_away_is_no_fault(evidence: Path) -> None:
    for form in ("table", "csv", "json"):
        shell = f"'{CLEARBAR}' measure clearance '{evidence}' --by person,day --format {form}"
        shell = f"{shell} | true; echo ${{PIPESTATUS[0]}}"
        done = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, timeout=60, check=True)
        assert done.stdout.strip() == "0" and "Traceback" not in done.stderr and "Broken" not in done.stderr


def test_a_full_disk_is_told(evidence: Path) -> None:
    if not os.path.exists("/dev/full"):  # noqa: PTH110
        pytest.skip("no /dev/full here")
    shell = f"'{CLEARBAR}' measure clearance '{evidence}' > /dev/full"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2 and "No space left" in done.stderr and "Traceback" not in done.stderr


def test_a_terminal_that_knows_few_letters_gets_an_answer(process: Run, evidence: Path) -> None:
    for form in ("table", "json", "csv"):
        said = process("measure", "clearance", evidence, "--by", "site", "--format", form, PYTHONIOENCODING="ascii")
        assert said.code == 0 and said.out, said


# Any arguments at all

WORDS = st.one_of(
    st.sampled_from(
        [*COMMANDS, "clearance", "consistency", "shrinkage", "gap", "delight", "--by", "--where", "--of", "--factors",
         "--format", "json", "csv", "table", "-o", "--output", "-q", "--why", "--rejected", "--correct", "--help", "-h",
         "site", "person", "site,standard", "site = 's1'", "level", "millis", "person,rater", "site/person", "-", "--",
         "BOOK", "EVIDENCE", "FILE", "FOLDER", "NOTHING", "NEW", "x.html", ",", "", "--by=site", "--where=",
         "\udcff"]
    ),
    st.text(max_size=8),
)  # fmt: skip


@given(words=st.lists(WORDS, max_size=9))
@settings(max_examples=250, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_arguments_lead_to_a_traceback(
    words: list[str], run: Run, book: Path, evidence: Path, tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    place = tmp_path_factory.mktemp("run")
    monkeypatch.chdir(place)
    (place / "file").write_text("not what you think\n")
    paths = {
        "BOOK": str(book), "EVIDENCE": str(evidence), "FILE": "file", "FOLDER": ".", "NOTHING": "no/where",
        "NEW": "new",
    }  # fmt: skip
    arguments = [paths.get(word, word) for word in words]
    if "-" in arguments:  # standard input belongs to the test runner here
        arguments = [word for word in arguments if word != "-"]
    said = run(*arguments)
    assert said.code in (0, 1, 2)
    assert "Traceback" not in said.out + said.err and not said.is_own_fault(), (arguments, said)
    assert said.code != 2 or said.err.strip()


SHAPES = st.sampled_from([
    ["measure", "NAME", "PATH", "--by", "WORD"], ["measure", "NAME", "PATH", "--where", "WORD"],
    ["measure", "NAME", "PATH", "--factors", "WORD", "--of", "WORD"], ["report", "PATH", "PATH", "-o", "OUT"],
    ["check", "PATH", "FILE", "-o", "PATH"], ["check", "BOOK", "FILE", "-o", "NEW", "--why", "OUT", "--rejected",
     "OUT"],
    ["schema", "-o", "PATH"], ["report", "BOOK", "EVIDENCE", "-o", "OUT"],
])  # fmt: skip


@given(shape=SHAPES, data=st.data())
@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_call_in_good_shape_leads_to_a_traceback(
    shape: list[str], data: st.DataObject, run: Run, book: Path, evidence: Path,
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    place = tmp_path_factory.mktemp("run")
    monkeypatch.chdir(place)
    (place / "file").write_text('{"interaction": "i"}\nnot what you think\n')
    (place / "folder.html").mkdir()
    choices = {
        "NAME": st.sampled_from(["clearance", "delight", "gap", "shrinkage", "consistency"]),
        "PATH": st.sampled_from([str(book), str(evidence), "file", ".", "no/where", "new", "file/x",
        "\udcff", ""]),
        "WORD": st.sampled_from(["site", "standard,source", "site = 's1'", "level", "millis", "gap", "person,rater",
        "site/person"])
        | st.text(max_size=12),
        "OUT": st.sampled_from(["a.html", "b.JSON", "c.txt", "d.pdf", "no/where.txt", "file/x.txt", "folder.html",
        ".", "", "\udcff.txt"]),
        "FILE": st.just("file"), "BOOK": st.just(str(book)), "EVIDENCE": st.just(str(evidence)), "NEW": st.just("new"),
    }  # fmt: skip
    arguments = [data.draw(choices[word]) if word in choices else word for word in shape]
    said = run(*arguments)
    assert said.code in (0, 1, 2)
    assert "Traceback" not in said.out + said.err and not said.is_own_fault(), (arguments, said)
    assert said.code != 2 or said.err.strip()

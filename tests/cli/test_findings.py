"""`clearbar findings`: what deserves an act, as text and as data; nobody is named unless asked for, and never from a
mirror."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from clearbar.cli.main import _run
from clearbar.engines import Mirror
from clearbar.flow.define import read_book
from clearbar.flow.mirror import editions_of, mirror
from tests.flow.inform import house
from tests.flow.inform.house import keep

BOOK = Path(__file__).parents[2] / "examples" / "demo" / "book"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def called(*words: str | Path) -> tuple[int, str, str]:
        code = _run([str(word) for word in words])
        out, err = capsys.readouterr()
        return code, out, err

    return called


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a book and its evidence, in which one of each fault was planted."""
    folder = tmp_path_factory.mktemp("shop")
    keep(folder / "evidence", 1, faulty=True)
    return folder


@pytest.fixture(autouse=True)
def read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted house has its book in code."""
    monkeypatch.setattr(
        "clearbar.cli.findings.read_book", lambda path: house.book() if path.name == "house" else read_book(path)
    )


def test_each_finding_is_told_with_its_act(run: Run, faulty: Path) -> None:
    code, out, _ = run("findings", "house", faulty / "evidence", "--today", "2026-07-01")
    assert code == 0
    assert "Site falls short: standard right, site s1" in out
    assert "By 2026-07-15: the leader of the site." in " ".join(out.split())
    assert "--by-person" in out
    assert "looked at together" in out


def test_nobody_is_named_unless_asked_for(run: Run, faulty: Path) -> None:
    _, out, _ = run("findings", "house", faulty / "evidence", "--critical", "safe", "--format", "json")
    assert not re.search(r"p-\d\d|v-\d", out)
    told = json.loads(out)
    assert told["format"] == "clearbar.findings/1"
    assert {one["kind"] for one in told["findings"]} >= {"site falls short", "critical standard missed"}
    _, out, _ = run("findings", "house", faulty / "evidence", "--by-person", "--format", "json")
    named = {one.get("person") or one.get("rater") for one in json.loads(out)["findings"]}
    assert {"p-13", "v-3"} <= named


def test_of_a_mirror_nobody_is_ever_named(run: Run, tmp_path: Path) -> None:
    mirror(tmp_path / "mirror", house.ratings(1, faulty=True), house.rows())
    assert Mirror(tmp_path / "mirror").is_mirror
    code, out, _ = run("findings", "house", tmp_path / "mirror", "--by-person", "--critical", "safe")
    assert code == 0
    assert "Site falls short" in out
    assert not re.search(r"p-\d\d|v-\d", out)
    assert "mirrors the web application" in out


def test_without_ratings_nothing_deserves_an_act(run: Run, tmp_path: Path) -> None:
    mirror(tmp_path / "empty", (), editions_of(read_book(BOOK)))
    code, out, _ = run("findings", BOOK, tmp_path / "empty")
    assert code == 0
    assert "Nothing deserves an act" in out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--today", "soon"), "soon is no day"),
        (("--critical", "nothing.such,safe"), "the book has no nothing.such"),
        (("--weeks", "0"), "0 is not in the range"),
    ],
)
def test_wrong_words_are_told_in_a_sentence(run: Run, faulty: Path, words: tuple[str, str], says: str) -> None:
    code, _, err = run("findings", "house", faulty / "evidence", *words)
    assert code == 2
    assert says in err
    assert "Traceback" not in err


def test_where_there_is_no_evidence_it_says_so(run: Run, tmp_path: Path) -> None:
    code, _, err = run("findings", "house", tmp_path / "nowhere")
    assert code == 2
    assert "nowhere" in err

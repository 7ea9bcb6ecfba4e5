"""`clearbar import`: what it says, what it writes, and its exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from clearbar.engines import Evidence
from tests.cli.conftest import Run
from tests.engines.samples import stored
from tests.intake.tables_samples import as_csv, good
from tests.measures.samples import keep, row


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: Path, count: int = 5, **more: str) -> Path:
    path.write_bytes(as_csv([good(interaction=f"i-{i}", level=str(1 + i % 5), **more) for i in range(count)]))
    return path


def test_a_table_becomes_ratings_and_the_same_again_adds_nothing(run: Run, book: Path, here: Path) -> None:
    file = write(here / "ratings.csv", remark="my secret words")
    said = run("import", file, "--book", book, "-o", here / "e")
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines() == [
        f"5 rows read from {file}: 5 ratings, 0 rows rejected.",
        f"5 ratings added to {here / 'e'}, 0 were there already (version 1).",
        "Not read: remark.",
    ]
    again = run("import", file, "-o", here / "e")
    assert again.code == 0 and "0 ratings added" in again.out and "5 were there already" in again.out
    assert not (here / "rejected.csv").exists()


def test_rows_that_cannot_be_used_are_told_and_written_and_the_exit_code_is_1(run: Run, book: Path, here: Path) -> None:
    (here / "ratings.csv").write_bytes(as_csv([good(interaction=f"i-{i}", level=str(i)) for i in range(40)]))
    said = run("import", here / "ratings.csv", "--book", book, "-o", here / "e")
    assert said.code == 1 and said.out.startswith("40 rows read") and "5 ratings, 35 rows rejected" in said.out
    assert "35 rows could not be used:" in said.err and "  row 1 (line 2) `level` CI002 is not a level" in said.err
    assert said.err.count("CI002 is not") == 20 and "CI002 35×; all stand in rejected.csv" in said.err
    assert len((here / "rejected.csv").read_text().splitlines()) == 36


def test_conflicts_are_told_and_the_exit_code_is_1(run: Run, book: Path, here: Path) -> None:
    run("import", write(here / "a.csv"), "--book", book, "-o", here / "e")
    said = run("import", write(here / "a.csv", site="s-1"), "-o", here / "e")
    assert said.code == 1 and "5 ratings came again with other content" in said.err and "site differ" in said.err
    said = run("import", here / "a.csv", "-o", here / "e", "--correct")
    assert said.code == 0 and "5 corrected" in said.out


def test_a_map_and_a_zone_can_be_given(run: Run, book: Path, here: Path) -> None:
    (here / "map.yaml").write_text("columns: {level: Score}\nlevels: {from: 0..10}\nzone: UTC\n")
    (here / "a.csv").write_bytes(as_csv([good(rated_at="2026-03-02 00:30:00", Score="9")]))
    said = run(
        "import",
        here / "a.csv",
        "--map",
        here / "map.yaml",
        "--zone",
        "Pacific/Auckland",
        "--book",
        book,
        "-o",
        here / "e",
    )
    assert said.code == 0
    (row,) = stored(here / "e")
    assert (row["level"], row["day"], row["rated_at"].day) == (5, 20260302, 1)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("no.csv",), "no.csv"),
        (("a.csv", "--zone", "Mars/Olympus"), "CI009"),
        (("a.csv", "--map", "no.yaml"), "no.yaml"),
        (("a.csv", "--book", "no"), "CB013"),
        (("a.csv", "--rejected", "a.csv"), "what is read"),
        (("a.csv", "--rejected", "other.txt"), "CI035"),
        (("a.csv", "--rejected", "nowhere/r.csv"), "CI035 the folder of this file is not there"),
        (("a.csv.gz",), "unpack it first"),
        (("a.tsv",), "CI034 the header is one column only"),
        (("a.doc",), "CI031"),
        (("bad.csv",), "CI034"),
        (("a.csv", "--map", "bad.yaml"), "bad.yaml:1:7 CB007"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(
    run: Run, book: Path, here: Path, arguments: tuple[str, ...], told: str
) -> None:
    write(here / "a.csv")
    write(here / "a.doc")
    write(here / "a.tsv")
    write(here / "a.csv.gz")
    (here / "bad.csv").write_text("x,y\n1,2\n")
    (here / "bad.yaml").write_text("unit: days\n")
    (here / "other.txt").write_text("mine")
    more = () if "--book" in arguments else ("--book", book)
    said = run("import", *arguments, *more, "-o", here / "e")
    assert said.is_refusal() and not said.is_own_fault() and told in said.err
    assert not (here / "e").exists() or Evidence(here / "e").version == 0
    assert (here / "other.txt").read_text() == "mine"


def test_a_cut_file_is_told_and_the_exit_code_is_1(run: Run, book: Path, here: Path) -> None:
    file = write(here / "a.csv")
    file.write_bytes(file.read_bytes()[:-30])
    said = run("import", file, "--book", book, "-o", here / "e")
    assert said.code == 1 and "ends in the middle of line 6: was it cut off?" in said.err
    assert "4 ratings added" in said.out


def test_lines_in_another_encoding_are_counted(run: Run, book: Path, here: Path) -> None:
    content = as_csv([good(interaction=f"i-{i}", site="é") for i in range(3)])
    (here / "a.csv").write_bytes(content.replace("é".encode(), b"\xe9", 2))
    said = run("import", here / "a.csv", "--book", book, "-o", here / "e")
    assert said.code == 0 and "2 lines were not UTF-8 and were read as Windows-1252." in said.out
    assert {row["site"] for row in stored(here / "e")} == {"é"}


def test_one_is_told_as_one(run: Run, book: Path, here: Path) -> None:
    file = here / "a.csv"
    rows = [good(remark="é", interaction="i-1"), good(interaction="i-2"), good(interaction="i-2", level="1")]
    file.write_bytes(as_csv(rows).replace("é".encode(), b"\xe9"))
    said = run("import", file, "--book", book, "-o", here / "e")
    assert "1 line was not UTF-8 and was read as Windows-1252." in said.out
    assert "1 rating came again with other content; the first one stands." in said.err


def test_no_bar_is_drawn_where_nobody_watches(process: Run, book: Path, here: Path) -> None:
    said = process("import", write(here / "a.csv"), "--book", book, "-o", here / "e")
    assert (said.code, said.err) == (0, "")


def test_a_bar_is_drawn_on_a_terminal(run: Run, book: Path, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    said = run("import", write(here / "a.csv"), "--book", book, "-o", here / "e")
    assert said.code == 0 and "Reading a.csv" in said.err


def test_a_name_that_would_steer_a_terminal_is_told_harmlessly(run: Run, book: Path, here: Path) -> None:
    (here / "a.csv").write_bytes(as_csv([good() | {"\x1b[31mred": "x"}]))
    said = run("import", here / "a.csv", "--book", book, "-o", here / "e")
    assert "\x1b" not in said.out + said.err and "Not read: \ufffd[31mred." in said.out


EVENTS = "kind,day,person\ncoached,2026-03-02,p1\ncoached,2026-03-03,p2\ndreamt,2026-03-02,p3\n"


def test_events_are_kept_beside_the_ratings_and_counted_by_their_name(run: Run, tmp_path: Path) -> None:
    keep(tmp_path / "e", [row("r1")])
    (tmp_path / "events.csv").write_text(EVENTS)
    asked = ("import", tmp_path / "events.csv", "--as", "events", "-o", tmp_path / "e")
    said = run(*asked, "--rejected", tmp_path / "no.csv")
    assert said.code == 1 and "2 events added" in said.out and "1 row could not be used" in said.err
    refused = run(*asked, "--zone", "Europe/Amsterdam")
    assert refused.is_refusal() and "ratings alone" in refused.err

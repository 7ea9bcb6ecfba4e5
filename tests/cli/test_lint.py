"""`clearbar lint` as a person and a program meet it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from clearbar.flow.lint import RULES
from tests.cli.conftest import Run
from tests.practice.scenarios.samples import text as scenario_text
from tests.standards.rules.book import files


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    """A book that breaks no rule."""
    return written(tmp_path / "clean", {})


def written(folder: Path, case: dict[str, object]) -> Path:
    for name, content in files(case).items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return folder


def test_a_clean_book_leaves_0_and_says_so(run: Run, clean: Path) -> None:
    said = run("lint", clean)
    assert (said.code, said.out, said.err) == (0, "No findings.\n", "")


def test_a_finding_leaves_1_with_its_place_seen_from_here(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = written(tmp_path / "book", {"standard": {"owner": None}})
    monkeypatch.chdir(tmp_path)
    said = run("lint", "book")
    assert said.code == 1 and said.out.startswith("book/journeys/shop.yaml:") and "CB121" in said.out
    file, line, column = said.out.split(" ")[0].split(":")
    assert (tmp_path / file).read_text().split("\n")[int(line) - 1][int(column) - 1 :] == "shop.heard"
    monkeypatch.chdir(book)
    assert run("lint", ".").out.startswith("journeys/shop.yaml:")


def test_a_book_that_cannot_be_read_leaves_2_with_its_faults(run: Run, clean: Path) -> None:
    (clean / "journeys" / "shop.yaml").write_text("journey: shop\n")
    said = run("lint", clean)
    assert said.is_refusal() and "CB006" in said.err and not said.out


def test_no_folder_leaves_2(run: Run, tmp_path: Path) -> None:
    assert run("lint", tmp_path / "nowhere").is_refusal()


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["--select", "CB121"], {"CB121"}),
        (["--select", "no-owner,CB13"], {"CB121", "CB131"}),
        (["--select", "CB12", "--select", "CB13", "--ignore", "CB121"], {"CB131"}),
        (["--ignore", "no-owner, CB131"], set()),
    ],
)
def test_rules_are_chosen_by_code_beginning_or_name(
    run: Run, tmp_path: Path, options: list[str], found: set[str]
) -> None:
    book = written(tmp_path / "book", {"standard": {"owner": None, "self_check": None}})
    said = run("lint", book, "--format", "json", *options)
    assert {one["code"] for one in json.loads(said.out)["findings"]} == found
    assert said.code == (1 if found else 0)


def test_a_rule_that_there_is_not_leaves_2_with_the_nearest_one(run: Run, clean: Path) -> None:
    said = run("lint", clean, "--select", "no-ownr")
    assert said.is_refusal() and "no-owner" in said.err


def test_every_rule_explains_itself(run: Run) -> None:
    for code, rule in RULES.items():
        said = run("lint", "--explain", code)
        assert said.code == 0 and said.out.startswith(f"{code} {rule.name}") and rule.page in said.out


def test_the_list_of_rules_has_each_in_a_line(run: Run) -> None:
    said = run("lint", "--rules")
    assert [line.split()[0] for line in said.out.splitlines()] == list(RULES)
    assert all(len(line) <= 130 for line in said.out.splitlines())


def test_the_list_of_rules_fits_a_hundred_columns(run: Run) -> None:
    assert max(map(len, run("lint", "--rules").out.splitlines())) <= 100


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_every_format_leaves_the_same_exit_code(run: Run, tmp_path: Path, form: str) -> None:
    book = written(tmp_path / "book", {"standard": {"owner": None}})
    said = run("lint", book, "--format", form)
    assert said.code == 1 and "CB121" in said.out and not said.err


def test_no_evidence_at_the_named_place_leaves_2(run: Run, clean: Path, tmp_path: Path) -> None:
    said = run("lint", clean, "--evidence", tmp_path / "nothing")
    assert said.is_refusal() and "holds no evidence" in said.err


def beside(book: Path, changes: dict[str, object]) -> Path:
    """A book with a scenario beside it."""
    file = book / "scenarios" / "umbrella.yaml"
    file.parent.mkdir()
    made = {"journey": "shop", "stakes/0/standard": "shop.found", **changes}
    file.write_text(scenario_text(made), encoding="utf-8")
    return book


def test_a_clean_scenario_beside_a_book_is_linted_with_it(run: Run, clean: Path) -> None:
    said = run("lint", beside(clean, {}))
    assert (said.code, said.out) == (0, "No findings.\n")


def test_findings_in_a_scenario_stand_among_those_of_the_book(run: Run, tmp_path: Path) -> None:
    book = beside(
        written(tmp_path / "book", {"standard": {"owner": None}}), {"intents/sorry": "I am sorry about that."}
    )
    said = run("lint", book)
    assert said.code == 1 and "CB121" in said.out and "2 findings" in said.out
    [place] = [line.split(" ")[0] for line in said.out.split("\n") if "CB312" in line]
    assert place.startswith(f"{book}/scenarios/umbrella.yaml:")
    assert "CB312" not in run("lint", book, "--select", "CB1").out
    assert "CB121" not in run("lint", book, "--select", "few-ways-of-saying").out
    document = json.loads(run("lint", book, "--format", "json").out)
    assert [one["rule"] for one in document["findings"]] == ["no-owner", "few-ways-of-saying"]
    assert run("lint", book, "--format", "sarif").code == 1


@pytest.mark.parametrize(
    ("changes", "said_is"),
    [
        ({"scenes/hurry/hears": []}, "CB301 `hurry` is a dead end"),
        (
            {"scenes/hurry/hears": [{"intent": "offer-two", "says": "Back.", "go": "counter"}]},
            "CB302 `counter` and `hurry` lead to each other and to no end",
        ),
        ({"stakes/0/standard": "shop.fuond"}, "CB009 no standard has the id `shop.fuond`"),
    ],
)
def test_a_scenario_that_cannot_be_played_leaves_2_and_says_why(
    run: Run, clean: Path, changes: dict[str, object], said_is: str
) -> None:
    said = run("lint", beside(clean, changes))
    assert said.is_refusal() and "scenarios/umbrella.yaml:" in said.err and said_is in said.err and "hint:" in said.err


def test_rules_of_scenarios_are_listed_and_explained(run: Run) -> None:
    assert "CB301  dead-end" in run("lint", "--rules").out
    said = run("lint", "--explain", "CB301")
    assert said.code == 0 and "**Met by**" in said.out and "A fault: nothing is played" in said.out
    assert "A fault" not in run("lint", "--explain", "hidden-need").out

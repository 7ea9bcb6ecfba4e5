"""The rehearsal of an AI agent in words."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from clearbar.model.book import Level, Scale, Source
from clearbar.model.estimate import Answer, Verdict
from clearbar.model.rehearsal import PassK, Rehearsed, Tries
from clearbar.model.report import BarLine
from clearbar.reports.names import columns
from clearbar.reports.rehearsed import rehearsed_document, rehearsed_text
from clearbar.stats.pass_k import pass_k
from tests.reports.samples import HOSTILE, wilson


def line(name: str, hits: int, n: int, verdict: Verdict | None, target: float | None = 0.8) -> BarLine:
    return BarLine(
        standard=f"return.{name}", promise="p", journey="return", step="ask", dimension=None, bar=Level.GOOD,
        target=target, scale=Scale.YES_NO, heard_from=Source.CHECK, clearance=wilson(hits, n), verdict=verdict,
        more=3 if verdict is Verdict.CANNOT_TELL else None, delight=None, gap=None, voices=(), name=name,
    )  # fmt: skip


TRIES = (Tries("a", "A lamp", 4, 4), Tries("b", "A chair", 4, 2), Tries("c", "A kettle", 4, 0))
FOUND = Rehearsed(
    agent="m-1",
    tries=TRIES,
    pass_k=tuple(PassK(k, pass_k([(4, 4), (2, 4), (0, 4)], k), 3) for k in (1, 2, 3, 4)),
    lines=(
        line("saying sorry", 12, 12, Verdict.CLEARS), line("no blame", 1, 12, Verdict.FALLS_SHORT),
        line("the money", 9, 12, Verdict.CANNOT_TELL),
    ),
    clearance=Answer("clearance", ("standard",), {"standard": []}, {}, {}, ("Talks are taken together.",)),
)  # fmt: skip


def flat(found: Rehearsed) -> str:
    return " ".join(rehearsed_text(found).split())


def test_the_verdicts_stand_first_each_with_its_mark_figure_and_picture() -> None:
    said = rehearsed_text(FOUND)
    assert "One of three standards clears its bar; no blame falls short; one cannot be told yet." in flat(FOUND)
    assert "▲ saying sorry" in said and "▼ no blame" in said and "◇ the money" in said
    assert "12 of 12 (76–100 %)" in said and "│" in said and "●" in said and "○" in said
    assert "About 3 more ratings would settle it." in said


def test_pass_k_stands_with_its_interval_and_falls() -> None:
    said = rehearsed_text(FOUND)
    assert [part.split()[1] for part in said.splitlines() if part.startswith("pass^")] == ["50", "39", "33", "33"]
    assert "pass^1    50 % (8–92 %)          3 scenarios" in said


def test_scenarios_are_told_by_how_often_they_passed() -> None:
    assert (
        "Always passed: “A lamp” (4 of 4). Passed at times: “A chair” (2 of 4). Never passed: “A kettle” (0 of 4)."
        in (flat(FOUND))
    )
    many = replace(FOUND, tries=tuple(Tries(str(i), f"S{i}", 1, 1) for i in range(15)))
    assert "“S11” (1 of 1) and 3 more." in flat(many) and "“S12”" not in flat(many)


def test_faults_are_counted_apart_and_said_to_count_for_nothing() -> None:
    tries = (replace(TRIES[0], faults=2), *TRIES[1:])
    broken = replace(
        FOUND, tries=tries, faults=(("it did not answer within 9 s", 2),), left=1, stopped="it was stopped"
    )
    assert "2 talks broke off and count for nothing: it did not answer within 9 s (2)." in flat(broken)
    assert "1 talk was not held, because it was stopped. The same command goes on from there." in flat(broken)
    assert "broke off" not in flat(FOUND) and "not held" not in flat(FOUND)


def test_what_a_pass_is_and_what_nobody_saw_is_said() -> None:
    assert "A talk passes where it ends well for the customer and no standard that it showed was missed." in flat(FOUND)
    assert "At stake, and shown in no talk: warmth. People judge those." in flat(replace(FOUND, unseen=("warmth",)))
    left_out = replace(FOUND, pass_k=(replace(FOUND.pass_k[0], scenarios=2, left_out=1),))
    assert "2 scenarios, 1 not talked with so often" in flat(left_out)


def test_of_many_values_some_are_shown_and_the_document_has_all() -> None:
    many = replace(FOUND, pass_k=tuple(PassK(k, pass_k([(18, 20), (20, 20)], k), 2) for k in range(1, 21)))
    shown = [part.split()[0] for part in rehearsed_text(many).splitlines() if part.startswith("pass^")]
    assert shown == ["pass^1", "pass^2", "pass^4", "pass^8", "pass^16", "pass^20"]
    assert len(json.loads(rehearsed_document(many))["pass_k"]) == 20


def test_nothing_held_is_said_without_a_figure() -> None:
    tries = tuple(Tries(one.scenario, one.title, 0, 0) for one in TRIES)
    nothing = replace(FOUND, tries=tries, pass_k=(), lines=(), left=12, stopped="it cannot be reached")
    assert "No talk showed a standard yet." in flat(nothing) and "Not talked through yet: “A lamp”" in flat(nothing)
    assert "12 talks were not held, because it cannot be reached." in flat(nothing) and "%" not in flat(nothing)
    assert json.loads(rehearsed_document(nothing))["pass_k"] == []


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("width", [60, 80, 120])
def test_names_of_others_break_neither_terminal_nor_line(name: str, width: int) -> None:
    found = replace(
        FOUND,
        agent=name,
        tries=tuple(replace(one, title=name) for one in TRIES),
        lines=tuple(replace(one, name=name) for one in FOUND.lines),
        faults=((name, 1),),
        unseen=(name,),
    )
    said = rehearsed_text(found, width, colour=False)
    assert "\x1b" not in said and "\x00" not in said and "\u202e" not in said
    assert all(columns(part) <= width for part in said.splitlines())
    assert json.loads(rehearsed_document(found))["agent"] == name


def test_bold_is_the_only_colour() -> None:
    assert "\x1b[1mOne of three" in rehearsed_text(FOUND, colour=True)

"""Who was asked and who answered, and what those said, cell by cell, against plain Python rating by rating."""

from __future__ import annotations

import random
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from clearbar import measures
from clearbar.engines import Evidence
from clearbar.measures.nonresponse import MIX, OF_INVITATIONS
from clearbar.model.errors import QuestionFault
from clearbar.model.evidence import Invitation, Rating
from clearbar.model.question import FLOOR, Question
from tests.measures import oracle
from tests.measures.samples import STANDARDS, drawn, run

ROWS = drawn(5, 700)
WAYS: list[tuple[str, ...]] = [
    (), ("site",), ("standard",), ("site", "standard"), ("week",), ("source", "channel"), ("edition", "instrument"),
    ("stage", "week"),
]  # fmt: skip


def invited(seed: int) -> list[Invitation]:
    """Of each response up to two invitations, of which the first by id counts; many that nobody answered."""
    dice, found = random.Random(seed), []
    for one in {one.response: one for one in ROWS}.values():
        for copy in range(dice.choice((0, 1, 1, 2))):
            site = dice.choice([one.site, one.site, "moved"])
            week = dice.choice((202602, 202603))
            found.append(
                Invitation(
                    f"{one.response}-{copy}", None, one.source, "q1", one.channel, site, week, True, one.response
                )
            )
    for i in range(500):
        came = dice.random() < 0.1  # answered, but nobody knows which response it was
        site = dice.choice(["s1", "s2", None, "never"])
        found.append(
            Invitation(f"silent-{i}", None, "customer", "q2", dice.choice(["chat", None]), site, 202602, came, None)
        )
    return found


INVITED = invited(3)


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("evidence") / "e"
    Evidence.create(folder).keep(ROWS, STANDARDS)
    Evidence(folder).keep_beside(INVITED)
    return folder


def key_of(invitation: Invitation | None, rating: Rating | None, names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(
        getattr(invitation, name) if name in OF_INVITATIONS else rating and oracle.value(rating, name) for name in names
    )


def cells_of(by: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in MIX if name not in by)


def asked_by_hand(by: tuple[str, ...], read: Any = lambda one: True) -> dict[Any, list[int]]:
    counts: dict[Any, list[int]] = defaultdict(lambda: [0, 0])
    for one in filter(read, INVITED):
        cell = counts[key_of(one, None, by), key_of(one, None, cells_of(by))]
        cell[0] += 1
        cell[1] += one.answered
    return counts


def heard_by_hand(by: tuple[str, ...], read: Any = lambda one: True) -> dict[Any, dict[str, Any]]:
    linked: dict[str, Invitation] = {}
    for one in sorted(filter(read, INVITED), key=lambda one: one.invitation):
        if one.answered and one.response:
            linked.setdefault(one.response, one)
    told: dict[Any, list[bool]] = defaultdict(list)
    behind: dict[Any, set[str]] = defaultdict(set)
    for one in ROWS:
        if oracle.everyday(one) and one.response in linked:
            invitation = linked[one.response]
            key = key_of(invitation, one, by)
            told[key, key_of(invitation, None, cells_of(by)), one.person, one.response].append(oracle.is_hit(one))
            behind[key].add(one.response)
    found: dict[Any, dict[str, Any]] = {}
    first: dict[Any, Any] = {}
    for key, _, person, response in sorted(told, key=lambda one: (one[2] is not None, one[2] or "")):
        first.setdefault((key, response), person)
    for (key, cell, person, response), hits in told.items():
        sums = found.setdefault((key, cell, person), dict.fromkeys(("m", "n", "x", "nn", "nx", "xx"), 0))
        n, x = len(hits), sum(hits)
        counted = int(first[key, response] == person)
        for name, more in zip(sums, (counted, n, x, n * n, n * x, x * x), strict=True):
            sums[name] += more
    for (key, _, _), sums in found.items():
        sums["few"] = int(len(behind[key]) < FLOOR)
        if sums["few"]:
            sums.update(dict.fromkeys(("m", "n", "x", "nn", "nx", "xx"), 0))
    return found


@pytest.mark.parametrize("by", WAYS, ids="+".join)
def test_who_was_asked_is_counted_by_cell(evidence: Path, by: tuple[str, ...]) -> None:
    found = [one for one in run(evidence, measures.nonresponse.query(Question(by))) if one["kind"] == 0]
    expected = asked_by_hand(by)
    cells = [f"cell_{name}" for name in cells_of(by)]
    assert {
        (tuple(one[name] for name in by), tuple(one[name] for name in cells)): [one["asked"], one["answered"]]
        for one in found
    } == dict(expected)


@pytest.mark.parametrize("by", WAYS, ids="+".join)
def test_each_answer_is_counted_in_the_cell_it_was_asked_in(evidence: Path, by: tuple[str, ...]) -> None:
    found = [one for one in run(evidence, measures.nonresponse.query(Question(by))) if one["kind"] == 1]
    expected = heard_by_hand(by)
    cells = [f"cell_{name}" for name in cells_of(by)]
    assert len(found) == len(expected)
    for one in found:
        sums = expected[tuple(one[name] for name in by), tuple(one[name] for name in cells), one["cluster"]]
        assert {name: one[name] for name in sums} == sums


def test_some_groups_are_too_small_to_show(evidence: Path) -> None:
    found = run(evidence, measures.nonresponse.query(Question(("site", "standard", "channel", "week", "source"))))
    assert {one["few"] for one in found if one["kind"] == 1} == {0, 1}


def test_a_filter_reads_those_who_were_asked_and_so_those_who_answered(evidence: Path) -> None:
    where = measures.parse_where("source = 'customer' and (site = 's1' or channel is null)")

    def read(one: Invitation) -> bool:
        return one.source == "customer" and (one.site == "s1" or one.channel is None)

    found = run(evidence, measures.nonresponse.query(Question((), where)))
    assert sum(one["asked"] for one in found) == sum(map(read, INVITED))
    assert sum(one["n"] for one in found) == sum(sums["n"] for sums in heard_by_hand((), read).values())


@pytest.mark.parametrize("text", ["level >= 4", "standard = 'warm'", "person = 'p1'", "setting = 'live'"])
def test_what_is_not_known_of_the_silent_is_no_filter(text: str) -> None:
    with pytest.raises(QuestionFault) as caught:
        measures.nonresponse.query(Question((), measures.parse_where(text)))
    (fault,) = caught.value.faults
    assert fault.code == "CQ001" and "not known of those who did not answer" in fault.message


@pytest.mark.parametrize("name", ["person", "rater", "day", "topic", "team", "setting"])
def test_nor_is_it_a_group(name: str) -> None:
    with pytest.raises(QuestionFault) as caught:
        measures.nonresponse.query(Question((name,)))
    (fault,) = caught.value.faults
    assert fault.code == "CQ002" and fault.hint.startswith("known: channel, instrument, site, source, week")


def test_evidence_without_invitations_has_no_row(tmp_path: Path) -> None:
    Evidence.create(tmp_path / "e").keep(ROWS, STANDARDS)
    assert run(tmp_path / "e", measures.nonresponse.query(Question())) == []

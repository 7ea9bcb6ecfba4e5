"""One measure, from the question to the answer, against plain Python on the same ratings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from math import log, sqrt
from pathlib import Path
from statistics import fmean, pvariance
from typing import Any

import pytest

import clearbar
from clearbar.engines import duckdb as engine
from clearbar.model.errors import EvidenceFault, QuestionFault
from clearbar.model.estimate import Answer, Estimate, Row, Verdict
from clearbar.model.evidence import Rating
from tests.measures import oracle
from tests.measures.samples import OF_EDITION, drawn, keep, row

ROWS = drawn(23, 900)
Z = 1.959963984540054


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return keep(tmp_path_factory.mktemp("evidence"), ROWS)


def shown(by: tuple[str, ...], read: oracle.Pick = oracle.everyday) -> dict[oracle.Key, list[Rating]]:
    """The groups that five answers or more stand behind."""
    groups = oracle.grouped(ROWS, by, read)
    return {key: inside for key, inside in groups.items() if oracle.answers(inside, by) >= 5}


def withheld(by: tuple[str, ...], read: oracle.Pick = oracle.everyday) -> int:
    return len([1 for inside in oracle.grouped(ROWS, by, read).values() if 0 < oracle.answers(inside, by) < 5])


def key(one: Row, by: tuple[str, ...]) -> oracle.Key:
    return tuple(one.keys[name] for name in by)


def withheld_note(answer: Answer) -> int:
    """How many groups the notes say are withheld."""
    told = [note for note in answer.notes if "cannot be shown" in note]
    assert len(told) <= 1
    return int(told[0].split()[0]) if told else 0


WAYS: list[tuple[str, ...]] = [
    (), ("site",), ("standard",), ("person",), ("standard", "source"), ("week",), ("rater",), ("journey", "step"),
    ("topic", "site"), ("day",),
]  # fmt: skip


@pytest.mark.parametrize("by", WAYS, ids="+".join)
def test_clearance_tells_each_share_with_its_counts(evidence: Path, by: tuple[str, ...]) -> None:
    answer = clearbar.measure("clearance", evidence, by=by)
    expected = shown(by)
    assert {key(one, by) for one in answer.rows} == set(expected) and len(answer) == len(expected)
    for one in answer.rows:
        inside, figure = expected[key(one, by)], one.figures["clearance"]
        hits = sum(map(oracle.is_hit, inside))
        assert (figure.n, figure.hits, figure.clusters) == (len(inside), hits, len(oracle.clusters(inside, by)))
        assert figure.value == pytest.approx(hits / len(inside), abs=1e-12)
        assert 0 <= figure.low <= figure.value <= figure.high <= 1 and figure.high - figure.low > 0
    assert withheld_note(answer) == withheld(by)


@pytest.mark.parametrize("by", WAYS, ids="+".join)
def test_the_verdict_holds_the_interval_against_the_one_target_of_a_group(evidence: Path, by: tuple[str, ...]) -> None:
    answer = clearbar.measure("clearance", evidence, by=by)
    verdicts = Counter[Any]()
    for one in answer.rows:
        targets = {OF_EDITION[rating.edition].target for rating in shown(by)[key(one, by)]}
        target = targets.pop() if len(targets) == 1 else None
        figure = one.figures["clearance"]
        expected = None
        if target is not None:
            expected = Verdict.CANNOT_TELL
            expected = Verdict.CLEARS if figure.low >= target else expected
            expected = Verdict.FALLS_SHORT if figure.high < target else expected
        assert (one.facts["target"], one.facts["verdict"]) == (target, expected)
        assert (one.facts["more"] is None) or (expected is Verdict.CANNOT_TELL and one.facts["more"] >= 1)
        verdicts[expected] += 1
    assert sum(verdicts.values()) == len(answer)


def test_verdicts_of_known_shares(tmp_path: Path) -> None:
    """200 strangers each: 95 % clears 80 %, 60 % falls short of it, 80 % is the target itself, 82 % is too near."""
    shares = {"high": 190, "low": 120, "same": 160, "near": 164}
    rows = [
        row(f"{site}{i}", site=site, level=4 if i < hits else 1) for site, hits in shares.items() for i in range(200)
    ]
    answer = clearbar.measure("clearance", keep(tmp_path / "evidence", rows), by="site")
    found = {one.keys["site"]: one for one in answer.rows}
    assert {site: one.facts["verdict"] for site, one in found.items()} == {
        "high": Verdict.CLEARS, "low": Verdict.FALLS_SHORT, "same": Verdict.CANNOT_TELL, "near": Verdict.CANNOT_TELL,
    }  # fmt: skip
    assert {site for site, one in found.items() if one.facts["more"] is not None} == {"near"}
    for site, hits in shares.items():  # each person unknown, so each rating independent: the score interval by hand
        p, n = hits / 200, 200
        centre, half = (p + Z**2 / 2 / n), Z * sqrt(p * (1 - p) / n + Z**2 / 4 / n**2)
        ends = ((centre - half) / (1 + Z**2 / n), (centre + half) / (1 + Z**2 / n))
        figure = found[site].figures["clearance"]
        assert (figure.low, figure.high) == pytest.approx(ends, rel=1e-6)


@pytest.mark.parametrize("by", [("site",), ("standard",), ("standard", "source"), ("person",)], ids="+".join)
def test_delight_is_the_share_at_level_five_of_standards_that_have_one(evidence: Path, by: tuple[str, ...]) -> None:
    def read(one: Rating) -> bool:
        return oracle.everyday(one) and oracle.value(one, "scale") == "levels"

    answer = clearbar.measure("delight", evidence, by=by)
    expected = shown(by, read)
    assert {key(one, by) for one in answer.rows} == set(expected)
    for one in answer.rows:
        inside, figure = expected[key(one, by)], one.figures["delight"]
        assert figure.hits == sum(rating.level == 5 for rating in inside) and figure.n == len(inside)
        assert figure.value == pytest.approx((figure.hits or 0) / figure.n)
    assert any("Yes/no" in note for note in answer.notes) and withheld_note(answer) == withheld(by, read)


@pytest.mark.parametrize("by", [(), ("site",), ("standard",), ("standard", "source"), ("person",)], ids="+".join)
def test_the_gap_stands_with_both_its_parts(evidence: Path, by: tuple[str, ...]) -> None:
    def read(one: Rating) -> bool:
        return oracle.everyday(one) and one.expected is not None

    answer = clearbar.measure("gap", evidence, by=by)
    expected = shown(by, read)
    assert {key(one, by) for one in answer.rows} == set(expected) != set()
    for one in answer.rows:
        inside = expected[key(one, by)]
        experienced, hoped = fmean(r.level for r in inside), fmean(r.expected or 0 for r in inside)
        assert one.figures["experienced"].value == pytest.approx(experienced)
        assert one.figures["expected"].value == pytest.approx(hoped)
        assert one.figures["gap"].value == pytest.approx(experienced - hoped)
        for figure in one.figures.values():
            assert figure.n == len(inside) and figure.low < figure.value < figure.high
    assert withheld_note(answer) == withheld(by, read)


@pytest.mark.parametrize("by", [("site",), ("person",), ("standard", "site"), ("week",), ("team",)], ids="+".join)
def test_shrinkage_pulls_groups_together_and_never_past_each_other(evidence: Path, by: tuple[str, ...]) -> None:
    answer = clearbar.measure("shrinkage", evidence, by=by)
    expected = shown(by)
    assert {key(one, by) for one in answer.rows} == set(expected)
    blocks: dict[Any, list[Row]] = {}
    for one in answer.rows:
        inside = expected[key(one, by)]
        counted = one.figures["counted"]
        assert (counted.n, counted.hits) == (len(inside), sum(map(oracle.is_hit, inside)))
        assert one.figures["shrunk"].low <= one.figures["shrunk"].value <= one.figures["shrunk"].high
        blocks.setdefault(key(one, by)[:-1], []).append(one)
    for rows in blocks.values():
        shrunk = [one.figures["shrunk"].value for one in rows]
        mean = rows[0].facts["mean"]
        assert max(shrunk) - min(shrunk) <= 1 and all(0 <= value <= 1 for value in shrunk) and 0 <= mean <= 1
        assert all(one.facts["apart"] for one in rows)
    assert withheld_note(answer) == withheld(by)


def test_a_group_is_shrunk_from_the_share_that_it_would_have_with_the_mix_of_all(tmp_path: Path) -> None:
    """Both persons do each standard equally well (warm 90 of 100, right 50 of 100), but one mostly has the hard one.
    Their counted shares lie far apart, their adjusted ones nowhere."""

    def rows_of(person: str, edition: str, hits: int, n: int) -> list[Rating]:
        return [
            row(f"{person}{edition}{i}", person=person, edition=edition, level=5 if i < hits else 1) for i in range(n)
        ]

    rows = rows_of("a", "e1", 180, 200) + rows_of("a", "e4", 25, 50)
    rows += rows_of("b", "e1", 45, 50) + rows_of("b", "e4", 100, 200)
    answer = clearbar.measure("shrinkage", keep(tmp_path / "evidence", rows), by="person")
    a, b = answer.rows
    assert a.figures["counted"].value - b.figures["counted"].value == pytest.approx(205 / 250 - 145 / 250)
    assert a.figures["shrunk"].value == pytest.approx(b.figures["shrunk"].value, abs=1e-9)
    assert a.figures["shrunk"].value == pytest.approx(350 / 500, abs=0.01)
    assert (a.facts["apart"], b.facts["apart"]) == ("a", "a")
    assert a.facts["target"] is None  # `right` has none, so the two together have none
    assert any("cannot be told apart" in note for note in answer.notes)


@pytest.mark.parametrize("of", ["level", "gap", "millis"])
def test_shrinkage_of_an_outcome_tells_its_mean(evidence: Path, of: str) -> None:
    y, has = oracle.outcome(of)
    expected = shown(("site",), lambda one: oracle.everyday(one) and has(one))
    answer = clearbar.measure("shrinkage", evidence, by="site", of=of)
    assert {key(one, ("site",)) for one in answer.rows} == set(expected)
    for one in answer.rows:
        inside = expected[key(one, ("site",))]
        assert one.figures["counted"].value == pytest.approx(fmean(map(y, inside)))
        assert one.facts["clears"] is None and one.facts["target"] is None


@pytest.mark.parametrize(("factors", "parts"), [
    ("person", {"person", "occasion"}), ("site/person", {"site", "person", "occasion"}),
    ("person,rater", {"person", "rater", "occasion"}),
])  # fmt: skip
def test_consistency_splits_all_of_the_variation(evidence: Path, factors: str, parts: set[str]) -> None:
    answer = clearbar.measure("consistency", evidence, factors=factors)
    found = {one.keys["part"]: one for one in answer.rows}
    assert set(found) == parts
    assert sum(one.figures["share"].value for one in found.values()) == pytest.approx(1)
    names = factors.replace("/", ",").split(",")
    read = [one for one in ROWS if oracle.everyday(one)]
    placed = [one for one in read if all(oracle.value(one, name) is not None for name in names)]
    assert {one.figures["share"].n for one in found.values()} == {len(placed)}
    left_out = [note for note in answer.notes if "left out" in note]
    assert len(left_out) == 1 and left_out[0].startswith(f"{len(read) - len(placed):,} ratings without")
    total = sum(one.facts["variance"] for one in found.values())
    assert total == pytest.approx(pvariance(one.level for one in placed), rel=0.1)
    for one in found.values():
        assert one.facts["sd"] == pytest.approx(one.facts["variance"] ** 0.5)
        assert one.figures["share"].value == pytest.approx(one.facts["variance"] / total)


def test_consistency_sees_where_the_variation_lies(tmp_path: Path) -> None:
    """Persons who hardly vary, each at a level of their own; then persons who are alike and vary by the occasion."""
    steady = [row(f"s{p}-{i}", person=f"p{p}", level=3 if i == 0 else 1 + p % 5) for p in range(20) for i in range(40)]
    moody = [row(f"m{p}-{i}", person=f"p{p}", level=1 + (i + p) % 5) for p in range(20) for i in range(10)]
    for name, rows, part in (("steady", steady, "person"), ("moody", moody, "occasion")):
        answer = clearbar.measure("consistency", keep(tmp_path / name, rows), factors="person")
        found = {one.keys["part"]: one.figures["share"].value for one in answer.rows}
        assert found[part] > 0.9, (name, found)


def test_consistency_of_times_reads_their_logarithm_and_leaves_open_waits_out(tmp_path: Path) -> None:
    rows = [row(f"{p}-{i}", person=f"p{p}", millis=1000 * (2 ** (i % 4))) for p in range(8) for i in range(12)]
    rows += [row(f"open{i}", person="p1", millis=10**9, censored=True) for i in range(50)]
    answer = clearbar.measure("consistency", keep(tmp_path / "evidence", rows), factors="person", of="millis")
    seen = [log(1 + 2 ** (i % 4)) for _ in range(8) for i in range(12)]
    assert sum(one.facts["variance"] for one in answer.rows) == pytest.approx(pvariance(seen), rel=0.03)
    assert {one.figures["share"].n for one in answer.rows} == {96}
    assert any("log(1 + seconds)" in note for note in answer.notes)


# Notes


def test_a_standard_whose_editions_are_pooled_is_named(evidence: Path, tmp_path: Path) -> None:
    for name in ("clearance", "delight", "gap", "shrinkage"):
        notes = clearbar.measure(name, evidence, by=["source", "standard"]).notes
        assert [note.split()[0] for note in notes if "editions are pooled" in note] == ["warm"], name
        assert not any("pooled" in note for note in clearbar.measure(name, evidence, by=["standard", "edition"]).notes)
    one = keep(tmp_path / "one", [row(str(i)) for i in range(9)])
    assert clearbar.measure("clearance", one, by="standard").notes == ()


def test_what_is_withheld_is_counted_in_words(tmp_path: Path) -> None:
    rows = [row(f"{site}{i}", site=site) for site, n in {"a": 5, "b": 4, "c": 1}.items() for i in range(n)]
    answer = clearbar.measure("clearance", keep(tmp_path / "two", rows), by="site")
    assert list(answer.keys["site"]) == ["a"]
    assert answer.notes == ("2 groups have fewer than 5 answers and cannot be shown.",)
    assert set(answer.withheld) == {("b",), ("c",)}
    answer = clearbar.measure("clearance", keep(tmp_path / "one", rows[:9]), by="site")
    assert answer.notes == ("1 group has fewer than 5 answers and cannot be shown.",)


@pytest.mark.parametrize("name", ["clearance", "delight", "gap", "shrinkage", "consistency"])
def test_an_answer_from_nothing_has_no_rows(tmp_path: Path, name: str) -> None:
    factors = "person" if name == "consistency" else ""
    answer = clearbar.measure(name, keep(tmp_path / "evidence", []), by="site", factors=factors)
    assert len(answer) == 0 and list(answer.rows) == [] and answer.measure == name and answer.by == ("site",)


# How it is asked


OF_ONE_STANDARD = {"agreement", "difference", "blend", "waits"}
NEED_MORE = {"difference", "blend", "compass", "effect", "transfer", "drivers", "nonresponse", "severity"}
"""Measures for which this evidence has too little: no events, no invitations, nobody who rates themselves."""


@pytest.mark.parametrize("name", clearbar.MEASURES)
def test_a_grouping_may_be_one_word_or_a_list(evidence: Path, name: str) -> None:
    factors = "person" if name == "consistency" else ""
    group = "standard" if name in OF_ONE_STANDARD else "site"
    one = clearbar.measure(name, evidence, by=group, factors=factors)
    for by in ([group], (group,)):
        other = clearbar.measure(name, str(evidence), by=by, factors=factors)
        assert plain(one) == plain(other) and one.notes == other.notes and one.by == other.by
    assert one.by[0] == group and set(one.by) <= {group, "week", "rater", "source", "standard"}
    assert len(one) > 0 or name in NEED_MORE


def test_a_filter_is_heard(evidence: Path) -> None:
    answer = clearbar.measure("clearance", evidence, where="site = 's1' and setting = 'rehearsal'")
    inside = [one for one in ROWS if one.site == "s1" and one.setting == "rehearsal" and not one.disputed]
    assert [one.figures["clearance"].n for one in answer.rows] == [len(inside)]


def test_groups_come_in_the_order_of_their_keys_and_the_unknown_last(evidence: Path) -> None:
    sites = list(clearbar.measure("clearance", evidence, by="site").keys["site"])
    assert sites == ["s1", "s2", "s3", None]
    weeks = list(clearbar.measure("clearance", evidence, by="week").keys["week"])
    assert weeks == sorted(weeks) and all(type(week) is int for week in weeks)


@pytest.mark.parametrize(
    ("asked", "code", "hint"),
    [
        ({"name": "clearence"}, "CQ005", "known: clearance"),
        ({"by": "sit"}, "CQ002", "known: channel"),
        ({"by": "site,standard"}, "CQ002", "known: channel"),
        ({"by": ["site", "site"]}, "CQ002", ""),
        ({"by": ["interaction"]}, "CQ002", "known: channel"),
        ({"where": "sit = 'a'"}, "CQ001", "did you mean `site`?"),
        ({"where": " "}, "CQ001", "such as"),
        ({"of": "level"}, "CQ006", "it lets you choose: cluster, interval"),
        ({"factors": "person"}, "CQ006", "it lets you choose: cluster"),
        ({"name": "difference", "by": "standard", "of": "level"}, "CQ006", ""),
        ({"cluster": "nobody"}, "CQ007", "one of person, site"),
        ({"name": "sampling", "by": "site", "budget": 1.5}, "CQ007", "a whole number"),
        ({"name": "sampling", "by": "site", "width": 7.0}, "CQ007", "from "),
        ({"name": "drift", "nonsense": 1}, "CQ006", "it lets you choose"),
        ({"name": "shrinkage"}, "CQ002", "such as"),
        ({"name": "shrinkage", "by": "site", "of": "mood"}, "CQ003", "known: level"),
        ({"name": "consistency"}, "CQ004", "known: channel"),
        ({"name": "consistency", "factors": "mood"}, "CQ004", "known: channel"),
        ({"name": "consistency", "factors": "person", "of": "mood"}, "CQ003", "known: level"),
        ({"name": "consistency", "factors": "person", "by": "person"}, "CQ004", ""),
    ],
)
def test_what_cannot_be_asked_is_told(evidence: Path, asked: dict[str, Any], code: str, hint: str) -> None:
    with pytest.raises(QuestionFault) as caught:
        clearbar.measure(asked.pop("name", "clearance"), evidence, **asked)
    (fault,) = caught.value.faults
    assert fault.code == code and fault.message and fault.hint.startswith(hint) and bool(hint) == bool(fault.hint)


def test_a_folder_without_evidence_is_told(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nothing"):
        with pytest.raises(EvidenceFault, match="holds no evidence"):
            clearbar.measure("clearance", path)


# Slices


def plain(answer: Answer) -> list[Any]:
    """An answer as plain values, for a comparison that forgives what the order of adding up rounds away."""
    rows = [[*one.keys.values(), *one.facts.values(), *(vars(f) for f in one.figures.values())] for one in answer.rows]
    values = [list(each.values()) if isinstance(each, dict) else [each] for row in rows for each in row]
    return [pytest.approx(value, rel=1e-9) if isinstance(value, float) else value for part in values for value in part]


@pytest.mark.parametrize("rows", [1, 250])
@pytest.mark.parametrize("name", ["clearance", "delight", "gap", "shrinkage"])
@pytest.mark.parametrize("by", [("week",), ("site", "week"), ("week", "person")], ids="+".join)
def test_counting_week_by_week_changes_nothing(
    evidence: Path, monkeypatch: pytest.MonkeyPatch, rows: int, name: str, by: tuple[str, ...]
) -> None:
    whole = clearbar.measure(name, evidence, by=by, where="level > 1 or topic = 'new'")
    monkeypatch.setattr(engine, "SLICE_ROWS", rows)
    cut: list[int] = []
    slices: Callable[..., list[str]] = engine.DuckDB._slices

    def seen(self: engine.DuckDB, query: Any) -> list[str]:
        found = slices(self, query)
        cut.append(len(found))
        return found

    monkeypatch.setattr(engine.DuckDB, "_slices", seen)
    sliced = clearbar.measure(name, evidence, by=by, where="level > 1 or topic = 'new'")
    assert plain(sliced) == plain(whole) and sliced.notes == whole.notes and len(whole) > 0
    assert cut and all(one > 1 for one in cut)


def test_an_estimate_of_an_answer_is_a_plain_value(evidence: Path) -> None:
    for one in clearbar.measure("shrinkage", evidence, by="site").rows:
        for figure in one.figures.values():
            assert isinstance(figure, Estimate)
            assert all(type(value) in (int, float, type(None)) for value in vars(figure).values())

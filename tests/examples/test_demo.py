"""The simulated company: its files keep to the documented format, and what truth.json says is in them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from statistics import fmean, median, pvariance
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
import yaml

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from examples.demo.company import STANDARDS  # noqa: E402
from examples.demo.hidden import draw_occasions  # noqa: E402
from examples.demo.simulate import simulate  # noqa: E402

BOOK = ROOT / "examples" / "demo" / "book"
LINE_KEYS = {
    "interaction", "channel", "topic", "site", "owner", "customer", "seen_at", "participants", "messages", "ratings",
}  # fmt: skip
MESSAGE_KEYS = {"role", "author", "at", "text", "public", "step"}
RATING_KEYS = {
    "standard", "source", "level", "expected", "desired", "rater", "person", "at", "response", "rating", "setting",
    "instrument", "inclusion", "millis", "anonymous",
}  # fmt: skip
SOURCES = {"customer", "colleague", "vendor", "reviewer", "coach", "peer", "self", "shopper"}


@dataclass(frozen=True)
class Demo:
    lines: list[dict[str, Any]]
    truth: dict[str, Any]
    invitations: tuple[dict[str, str], ...]
    events: tuple[dict[str, str], ...]

    def ratings(self, source: str, standard: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        """Live ratings of one source on one standard, each with its interaction."""
        for line in self.lines:
            for one in line.get("ratings", ()):
                if (one["source"], one["standard"]) == (source, standard) and one.get("setting", "live") == "live":
                    yield line, one

    def halves(self, site: str, standard: str, figure: str) -> tuple[float, float]:
        """Mean of a figure of customers' ratings at a site in the first eight and the last eight weeks."""
        early, late = [], []
        for line, one in self.ratings("customer", standard):
            if line["site"]["id"] == site and figure in one:
                week = (datetime.fromisoformat(one["at"]).date() - date(2025, 12, 29)).days // 7
                (early if week < 8 else late if week >= 18 else []).append(one[figure])
        return fmean(early), fmean(late)


@pytest.fixture(scope="module")
def demo() -> Demo:
    simulated = simulate(7, 60_000)
    lines = [json.loads(line) for line in simulated.to_jsonl().splitlines()]
    return Demo(lines, json.loads(simulated.truth.to_json()), simulated.invitations, simulated.events)


@pytest.fixture(scope="module")
def book() -> dict[str, dict[str, Any]]:
    """Each standard of the YAML by id, with its journey."""
    found = {}
    for path in sorted((BOOK / "journeys").glob("*.yaml")):
        journey = yaml.safe_load(path.read_text(encoding="utf-8"))
        for step in journey["steps"]:
            for one in step["standards"]:
                found[one["id"]] = one | {"journey": journey["journey"], "topics": journey["topics"]}
    return found


def test_the_same_seed_writes_the_same_bytes() -> None:
    first, again = (simulate(11, 2_000) for _ in range(2))
    assert first.to_jsonl() == again.to_jsonl()
    assert first.truth.to_json() == again.truth.to_json()


def test_another_seed_writes_other_bytes() -> None:
    assert simulate(11, 2_000).to_jsonl() != simulate(12, 2_000).to_jsonl()


def test_the_command_writes_its_files_and_prints_a_line_for_each(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "examples.demo", str(tmp_path / "out"), "--ratings", "1500", "--seed", "3"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert [line.split(":")[0].rsplit("/")[-1] for line in done.stdout.splitlines()] == [
        "interactions.jsonl",
        "invitations.csv",
        "events.csv",
        "truth.json",
    ]
    written = (tmp_path / "out" / "interactions.jsonl").read_bytes()
    assert written == simulate(3, 1_500).to_jsonl().encode()
    assert json.loads((tmp_path / "out" / "truth.json").read_text())["seed"] == 3


def test_lines_have_only_documented_keys(demo: Demo) -> None:
    for line in demo.lines:
        assert line.keys() <= LINE_KEYS
        assert line["site"].keys() == {"id", "timezone"}
        assert all(one.keys() <= {"id", "role", "team"} for one in line["participants"])
        assert all(one.keys() <= MESSAGE_KEYS for one in line.get("messages", ()))
        assert all(one.keys() <= RATING_KEYS for one in line.get("ratings", ()))


def test_there_are_as_many_as_promised(demo: Demo) -> None:
    counts = demo.truth["counts"]
    given = [one for line in demo.lines for one in line.get("ratings", ())]
    assert counts["given"] == len(given) >= 55_000
    assert abs(len(given) + counts["from_checks"] - 60_000) <= 0.03 * 60_000
    assert {one["source"] for one in given} == SOURCES
    assert counts["by_source"] == Counter(one["source"] for one in given)
    agents = {(one["id"], one["team"]) for line in demo.lines for one in line["participants"] if one["role"] == "agent"}
    assert len(agents) == len({person for person, _ in agents}) == 160
    assert len({team for _, team in agents}) == 30
    assert len({line["site"]["id"] for line in demo.lines}) == 12
    assert len({line["site"]["timezone"] for line in demo.lines}) == 3


def test_the_checks_will_rate_each_chat_on_each_checked_standard_of_its_journey(
    demo: Demo, book: dict[str, dict[str, Any]]
) -> None:
    topics = Counter(line["topic"] for line in demo.lines if "messages" in line)
    expected = sum(topics[topic] for one in book.values() if "check" in one for topic in one["topics"])
    assert demo.truth["counts"]["from_checks"] == expected


def test_every_standard_of_the_book_is_rated(demo: Demo, book: dict[str, dict[str, Any]]) -> None:
    rated = {(one["standard"], one["source"]) for line in demo.lines for one in line.get("ratings", ())}
    chatted = {line["topic"] for line in demo.lines if "messages" in line}
    for name, one in book.items():
        for source in one["measured_by"]:
            assert (name, source) in rated or (source == "check" and chatted & set(one["topics"]))
    assert {standard for standard, _ in rated} <= {*book, "overall"}


def test_the_table_of_the_simulation_says_what_the_book_says(book: dict[str, dict[str, Any]]) -> None:
    table = {
        one.id: (one.journey, one.dimension, f"{one.target:.0%}", list(one.sources), one.yes_no) for one in STANDARDS
    }
    head = yaml.safe_load((BOOK / "book.yaml").read_text(encoding="utf-8"))
    assert table.pop("overall")[2] == head["overall"]["target"]
    assert table == {
        name: (one["journey"], one["dimension"], one["target"], one["measured_by"], len(one["levels"]) == 2)
        for name, one in book.items()
    }


def test_each_timed_standard_is_guarded_by_a_quality_standard_of_its_journey(book: dict[str, dict[str, Any]]) -> None:
    timed = [one for one in book.values() if one["dimension"] == "promptness"]
    assert len(timed) == 3
    for one in timed:
        guard = book[one["pairs_with"]]
        assert guard["dimension"] != "promptness"
        assert guard["journey"] == one["journey"]


def test_each_standard_of_the_book_is_written_out_in_full(book: dict[str, dict[str, Any]]) -> None:
    needed = {"promise", "do", "levels", "target", "owner", "self_check", "measured_by", "teach", "dimension"}
    assert 11 <= len(book) <= 14
    for one in book.values():
        assert needed <= one.keys()
        assert one["self_check"].endswith("?")
        assert set(one["levels"]) in (
            {"good", "underperforming"},
            {"poor", "underperforming", "average", "good", "exemplary"},
        )
    assert {one["check"]["kind"] for one in book.values() if "check" in one} == {
        "first_response",
        "every_response",
        "required_phrases",
        "forbidden_phrases",
        "steps",
    }


def test_times_carry_the_offset_of_their_site_and_lie_in_the_half_year(demo: Demo) -> None:
    for line in demo.lines:
        zone = ZoneInfo(line["site"]["timezone"])
        for one in (*line.get("messages", ()), *line.get("ratings", ())):
            at = datetime.fromisoformat(one["at"])
            assert at.utcoffset() == at.astimezone(zone).utcoffset()
            assert date(2025, 12, 29) <= at.date() <= date(2026, 6, 28)


def test_only_chats_carry_messages_and_they_are_about_a_sixth(demo: Demo) -> None:
    assert {line["channel"] for line in demo.lines if "messages" in line} == {"chat"}
    assert all("messages" in line for line in demo.lines if line["channel"] == "chat")
    assert 0.13 < sum("messages" in line for line in demo.lines) / len(demo.lines) < 0.17


def test_messages_stand_in_the_order_of_time(demo: Demo) -> None:
    for line in demo.lines:
        times = [datetime.fromisoformat(one["at"]) for one in line.get("messages", ())]
        assert times == sorted(times)


def test_an_anonymous_answer_names_no_rater(demo: Demo) -> None:
    answers = [one for line in demo.lines for one in line.get("ratings", ()) if one["source"] == "customer"]
    hidden = [one for one in answers if one.get("anonymous")]
    assert 0.15 < len(hidden) / len(answers) < 0.25
    assert all("rater" not in one for one in hidden)
    assert all(one["rater"].startswith("c-") for one in answers if not one.get("anonymous"))


def test_posters_and_complaints_have_no_known_inclusion(demo: Demo) -> None:
    known = defaultdict(set)
    for line in demo.lines:
        for one in line.get("ratings", ()):
            known[one["instrument"]].add(one.get("inclusion"))
    assert known["poster-1"] == known["complaint-form-1"] == {None}
    assert known["survey-en-1"] == {0.8}
    assert known["reviewer-form-1"] == {0.07, 0.15}


def test_ratings_of_one_answer_share_their_response(demo: Demo) -> None:
    spread: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    count: Counter[str] = Counter()
    for line in demo.lines:
        for one in line.get("ratings", ()):
            spread[one["response"]].add((line["interaction"], one["source"], one["at"]))
            count[one["response"]] += 1
    assert all(len(places) == 1 for places in spread.values())
    assert 2.5 < fmean(count.values()) < 4


def test_some_customers_come_again_and_some_persons_serve_ten_times_as_many(demo: Demo) -> None:
    customers = Counter(line["customer"] for line in demo.lines if "customer" in line)
    assert sum(count >= 3 for count in customers.values()) > 500
    served = sorted(one["served"] for one in demo.truth["persons"].values())
    assert served[-8] > 10 * served[8]


def test_the_occasions_have_heavy_tails_and_a_bad_side() -> None:
    drawn = draw_occasions(np.random.default_rng(5), 400_000)
    scaled = (drawn - drawn.mean()) / drawn.std()
    assert np.mean(np.abs(scaled) > 4) > 10 * 6.3e-5  # of a normal distribution 6.3e-5 lie so far out
    assert np.mean(scaled < -3) > 3 * np.mean(scaled > 3)


def test_standards_clear_fall_short_and_lie_on_their_target_as_told(demo: Demo) -> None:
    told = demo.truth["stories"]
    assert len(told["clears"]) >= 2
    assert len(told["falls_short"]) >= 2
    assert told["near_target"] == ["choose.listened"]
    for name, one in demo.truth["standards"].items():
        away = one["clearance"] - one["target"]
        if name in told["near_target"]:
            assert abs(away) < 0.002
        else:
            assert (away > 0.015) if name in told["clears"] else (away < -0.015)


def test_counting_finds_the_clearance_that_is_told(demo: Demo) -> None:
    """Within four standard errors; the truth is that of these very visits, so clusters do not widen them."""
    counted = 0
    for name, one in demo.truth["standards"].items():
        hits = [rating["level"] >= 4 for _, rating in demo.ratings(one["heard_from"], name)]
        if one["heard_from"] == "check":
            continue
        truth = one["clearance_as_rated"]
        assert abs(fmean(hits) - truth) < 4 * (truth * (1 - truth) / len(hits)) ** 0.5, name
        counted += 1
    assert counted == 10


def test_counting_finds_the_clearance_of_sites_and_of_busy_persons(demo: Demo) -> None:
    truth = demo.truth["standards"]["overall"]
    by_site, by_person = defaultdict(list), defaultdict(list)
    for line, one in demo.ratings("customer", "overall"):
        by_site[line["site"]["id"]].append(one["level"] >= 4)
        by_person[one["person"]].append(one["level"] >= 4)
    for found, told in ((by_site, truth["sites"]), (by_person, truth["persons"])):
        errors = [
            (fmean(hits) - told[name]) / (told[name] * (1 - told[name]) / len(hits)) ** 0.5
            for name, hits in found.items()
            if len(hits) >= 50
        ]
        assert len(errors) >= 12
        assert max(map(abs, errors)) < 4
        assert fmean(error**2 for error in errors) < 2


def test_two_sites_look_to_be_in_the_wrong_order(demo: Demo) -> None:
    pair = demo.truth["stories"]["misleading_sites"]
    better, worse = (demo.truth["sites"][pair[name]] for name in ("better", "worse"))
    assert better["clearance_same_mix"] > worse["clearance_same_mix"] + 0.03
    counted: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for line, one in demo.ratings("customer", "overall"):
        counted[line["site"]["id"]][line["topic"]].append(one["level"] >= 4)
    naive = {site: fmean(hit for hits in topics.values() for hit in hits) for site, topics in counted.items()}
    assert naive[pair["better"]] < naive[pair["worse"]] - 0.03
    topics = Counter(line["topic"] for line, _ in demo.ratings("customer", "overall"))
    fair = {
        site: sum(fmean(counted[site][topic]) * n for topic, n in topics.items()) / topics.total()
        for site in pair.values()
    }
    assert fair[pair["better"]] > fair[pair["worse"]]


def test_variances_are_what_a_plain_analysis_finds(demo: Demo) -> None:
    """Within and between sums of squares of the ratings themselves, persons nested in sites."""
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for line, one in demo.ratings("customer", "overall"):
        groups[line["site"]["id"], one["person"]].append(one["level"])
    told, total = demo.truth["variance"], sum(map(len, groups.values()))
    within = sum(pvariance(levels) * len(levels) for levels in groups.values()) / (total - len(groups))
    assert within == pytest.approx(told["occasion"], rel=0.04)
    sites = defaultdict(list)
    for (site, _), levels in groups.items():
        if len(levels) >= 10:
            sites[site].append((fmean(levels), within / len(levels)))
    squares = sum(pvariance([mean for mean, _ in people]) * len(people) for people in sites.values())
    noise = sum(error * (1 - 1 / len(people)) for people in sites.values() for _, error in people)
    free = sum(len(people) - 1 for people in sites.values())
    assert (squares - noise) / free == pytest.approx(told["person"], rel=0.35)
    assert 0.005 < told["site"] < told["person"] < told["occasion"]


def test_one_reviewer_gives_lower_levels_by_as_much_as_told(demo: Demo) -> None:
    harsh = demo.truth["stories"]["harsh_reviewer"]
    levels: dict[bool, list[int]] = defaultdict(list)
    for _, one in demo.ratings("reviewer", "overall"):
        levels[one["rater"] == harsh["id"]].append(one["level"])
    assert len(levels[True]) > 200
    assert 0.6 < fmean(levels[False]) - fmean(levels[True]) < 1.0
    assert harsh["levels"] == -0.8


def test_reviewers_disagree_about_the_vague_standard_as_told(demo: Demo) -> None:
    agreement = {}
    for name in (demo.truth["stories"]["vague_standard"], "choose.listened"):
        twice = defaultdict(list)
        for line, one in demo.ratings("reviewer", name):
            if one["rater"] != demo.truth["stories"]["harsh_reviewer"]["id"]:
                twice[line["interaction"]].append(one["level"])
        pairs = np.array([levels for levels in twice.values() if len(levels) == 2])
        assert len(pairs) > 150
        agreement[name] = np.corrcoef(pairs.T)[0, 1]
        assert agreement[name] == pytest.approx(demo.truth["standards"][name]["agreement"], abs=0.12)
    assert agreement["choose.at-home"] < agreement["choose.listened"] - 0.3


def test_at_the_sinking_sites_expectation_falls_with_quality_and_hides_it(demo: Demo) -> None:
    sinking = demo.truth["stories"]["sinking_sites"]
    assert len(sinking) == 2
    for site in demo.truth["sites"]:
        (level_before, level_after), (expected_before, expected_after) = (
            demo.halves(site, "overall", figure) for figure in ("level", "expected")
        )
        if site in sinking:
            assert level_after - level_before < -0.3
            assert expected_after - expected_before < -0.3
            assert abs((level_after - expected_after) - (level_before - expected_before)) < 0.3
        elif demo.truth["sites"][site]["people"] > 10:
            assert abs(level_after - level_before) < 0.25
            assert abs(expected_after - expected_before) < 0.2


def test_one_site_buys_speed_with_courtesy(demo: Demo) -> None:
    told = demo.truth["stories"]["hurried_site"]
    waits_before, waits_after = _waits(demo, told["id"], told["timed"])
    assert median(waits_after) / median(waits_before) < 0.7
    assert told["wait_ratio"] < 0.5
    before, after = demo.halves(told["id"], told["courtesy"], "level")
    assert after - before < -0.25
    assert told["promptness_change"] > 0.1 and told["courtesy_change"] < -0.1
    others_before, others_after = _waits(demo, "alderquay", told["timed"])
    assert 0.75 < median(others_after) / median(others_before) < 1.33


def _waits(demo: Demo, site: str, standard: str) -> tuple[list[int], list[int]]:
    early, late = [], []
    for line, one in demo.ratings("customer", standard):
        if line["site"]["id"] == site:
            (early if one["at"] < "2026-03-30" else late).append(one["millis"])
    return early, late


def _chats(demo: Demo, topics: list[str]) -> list[list[dict[str, Any]]]:
    return [
        [one for one in line["messages"] if one.get("public", True)]
        for line in demo.lines
        if "messages" in line and line["topic"] in topics
    ]


def _close_to_truth(demo: Demo, standard: str, met: list[bool]) -> None:
    truth = demo.truth["standards"][standard]["clearance"]
    assert len(met) > 500
    assert abs(fmean(met) - truth) < 4 * (truth * (1 - truth) / len(met)) ** 0.5


def test_first_answers_are_late_as_often_as_told(demo: Demo, book: dict[str, dict[str, Any]]) -> None:
    met = []
    for messages in _chats(demo, book["choose.first-answer"]["topics"]):
        times = [datetime.fromisoformat(one["at"]) for one in messages if one["role"] == "agent"]
        asked = datetime.fromisoformat(messages[0]["at"])
        met.append(bool(times) and (times[0] - asked).total_seconds() <= 120)
    _close_to_truth(demo, "choose.first-answer", met)


def test_the_slowest_answer_is_late_as_often_as_told(demo: Demo, book: dict[str, dict[str, Any]]) -> None:
    met = []
    for messages in _chats(demo, book["right.every-reply"]["topics"]):
        pairs = [(a, b) for a, b in pairwise(messages) if (a["role"], b["role"]) == ("customer", "agent")]
        waits = [(datetime.fromisoformat(b["at"]) - datetime.fromisoformat(a["at"])).total_seconds() for a, b in pairs]
        met.append(max(waits) <= 240)
    _close_to_truth(demo, "right.every-reply", met)


@pytest.mark.parametrize("standard", ["collect.day-named", "right.no-blame"])
def test_phrases_are_said_as_often_as_told(demo: Demo, book: dict[str, dict[str, Any]], standard: str) -> None:
    check = book[standard]["check"]
    met = []
    for messages in _chats(demo, book[standard]["topics"]):
        said = [one["text"].lower() for one in messages if one["role"] == "agent"]
        if "any_of" in check:
            met.append(any(phrase in text for text in said[-check["within_last"] :] for phrase in check["any_of"]))
        else:
            met.append(not any(phrase in text for text in said for phrase in check["none_of"]))
    _close_to_truth(demo, standard, met)


def test_steps_are_left_out_or_swapped_as_often_as_told(demo: Demo, book: dict[str, dict[str, Any]]) -> None:
    met = [
        [one["step"] for one in messages if one.get("step", "pause") != "pause"] == ["ask", "cause", "remedy", "close"]
        for messages in _chats(demo, book["right.way"]["topics"])
    ]
    _close_to_truth(demo, "right.way", met)


def test_each_answer_to_an_invitation_is_told_and_anonymous_ones_cannot_be_traced(demo: Demo) -> None:
    given = {one["response"]: one for _, one in demo.ratings("customer", "overall")}
    answered = [one for one in demo.invitations if one["answered"] == "yes"]
    traced = [one["response"] for one in answered if one["response"]]
    assert 0.44 < len(answered) / len(demo.invitations) < 0.50
    assert len(traced) == len(set(traced)) < 0.9 * len(answered)
    heard = [one for one in traced if one in given]
    assert len(heard) > 0.85 * len(traced) and not any("anonymous" in given[one] for one in heard)


def test_those_coached_had_a_bad_start_and_are_better_afterwards_as_told(demo: Demo) -> None:
    coached = {one["person"]: date.fromisoformat(one["day"]) for one in demo.events if one["kind"] == "coached"}
    assert sorted(coached) == demo.truth["stories"]["coaching"]["persons"] and len(coached) == 36
    start, bar = date(2025, 12, 29), 4
    first, before, after, rest = [], [], [], []
    for _, one in demo.ratings("customer", "overall"):
        day = datetime.fromisoformat(one["at"]).date()
        if one["person"] not in coached:
            rest.append(one["level"] >= bar)
        elif (day - start).days < 7:
            first.append(one["level"] >= bar)
        else:
            (before if day < coached[one["person"]] else after).append(one["level"] >= bar)
    assert fmean(first) < fmean(before) - 0.03  # some of the rise is none of coaching
    gained = demo.truth["stories"]["coaching"]["clearance"]
    assert 0.05 < gained < 0.2
    assert fmean(after) - fmean(before) == pytest.approx(gained, abs=0.05)

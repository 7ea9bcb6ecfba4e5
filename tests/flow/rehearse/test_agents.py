"""An AI agent rehearsed over real HTTP: what it comes to, what is kept, and how it goes on."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from clearbar import intake
from clearbar.engines import Evidence
from clearbar.flow.assess import measure
from clearbar.flow.check import check
from clearbar.flow.rehearse.agents import Plan, briefing, trials_of
from clearbar.flow.rehearse.calling import Caller
from clearbar.flow.rehearse.protocol import Budget, Endpoint, completions
from clearbar.flow.rehearse.rehearsing import Places, Rehearsal, rehearse_agent
from clearbar.model.conversation import Conversation
from clearbar.model.errors import EvidenceFault
from clearbar.model.estimate import Verdict
from clearbar.model.rehearsal import Tries
from clearbar.model.scenario import Mood
from clearbar.stats.intervals import wilson
from clearbar.stats.pass_k import pass_k
from tests.flow.rehearse import shop
from tests.servers.chat import Model, dies, hangs, lines_of, pours, says, served, spoken

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def model() -> Iterator[Model]:
    """An agent that serves well."""
    with served(Model(lines_of(shop.lines()))) as running:
        yield running


Run = Callable[..., Rehearsal]


@pytest.fixture
def run(model: Model, tmp_path: Path) -> Run:
    def running(
        *, seconds: float = 5.0, model_name: str = "m-1", evidence: Path | None = None, **more: Any
    ) -> Rehearsal:
        budget = Budget(more.pop("calls", None), more.pop("tokens", None))
        told, book = more.pop("told", None), more.pop("book", shop.book())
        folder = more.pop("folder", tmp_path / "out")
        with Caller(model.url, seconds=seconds, patience=1, sleep=lambda pause: None) as caller:
            endpoint = Endpoint(caller.post, completions(model.url), model_name, budget=budget)
            return rehearse_agent(
                shop.scenarios(),
                book,
                endpoint,
                Plan(**more),
                places=Places(folder, evidence),
                now=lambda: AT,
                told=told,
            )

    return running


def tries(found: Rehearsal) -> dict[str, tuple[int, int, int]]:
    return {one.scenario.removeprefix("broken-"): (one.passed, one.tried, one.faults) for one in found.result.tries}


def conversations(folder: Path) -> list[Conversation]:
    with (folder / "transcripts.jsonl").open("rb") as lines:
        found = list(intake.read_conversations(lines, "transcripts.jsonl"))
    assert all(isinstance(one, Conversation) for one in found), found
    return found  # type: ignore[return-value]


def test_a_good_agent_passes_every_time(run: Run) -> None:
    result = run().result
    assert [(one.passed, one.tried) for one in result.tries] == [(4, 4)] * 3
    assert [(one.k, one.estimate.value) for one in result.pass_k] == [(k, 1.0) for k in (1, 2, 3, 4)]
    assert {line.standard: line.clearance.value for line in result.lines if line.clearance} == {
        "return.sorry": 1.0, "return.no-blame": 1.0, "return.refund": 1.0
    }  # fmt: skip
    assert (result.left, result.stopped, result.broken, result.agent) == (0, "", 0, "m-1")


def test_scenarios_are_the_clusters_of_clearance_and_of_pass_k(model: Model, run: Run) -> None:
    model.speaks = lines_of(shop.lines(lamp=shop.CURT, chair=shop.RUDE))
    found = run(times=4)
    assert tries(found) == {"chair": (0, 4, 0), "kettle": (4, 4, 0), "lamp": (0, 4, 0)}
    assert found.result.pass_k[1].estimate == pass_k([(0, 4), (4, 4), (0, 4)], 2)
    lines = {line.standard: line for line in found.result.lines}
    sorry = lines["return.sorry"].clearance
    assert sorry and (sorry.hits, sorry.n, sorry.clusters) == (4, 12, 3)
    assert sorry.high > float(wilson(4, 12)[1]) + 0.1, "twelve talks in three scenarios tell less than twelve strangers"
    assert lines["return.sorry"].verdict is Verdict.CANNOT_TELL and lines["return.refund"].verdict is None


def test_a_talk_that_ends_well_does_not_pass_where_a_standard_was_missed(
    model: Model, run: Run, tmp_path: Path
) -> None:
    model.speaks = lines_of(shop.lines(shop.CURT))
    found = run(times=1)
    assert tries(found) == {"chair": (0, 1, 0), "kettle": (0, 1, 0), "lamp": (0, 1, 0)}
    ends = [json.loads(line)["talk"]["end"] for line in (tmp_path / "out" / "talks.jsonl").read_text().splitlines()]
    assert set(ends) == {"done"}


def test_the_agent_is_told_the_standards_and_hears_the_talk_from_its_side(model: Model, run: Run) -> None:
    run(times=1)
    first, second = model.heard[0]["messages"], model.heard[1]["messages"]
    assert first[0]["role"] == "system" and "- Nobody asks whose fault it is." in first[0]["content"]
    assert [one["role"] for one in second] == ["system", "user", "assistant", "user"]
    assert first[0]["content"] == briefing(shop.book(), shop.scenarios()[0])


def test_a_prompt_of_ones_own_takes_its_place_and_an_empty_one_is_left_out(
    model: Model, run: Run, tmp_path: Path
) -> None:
    run(times=1, system="Serve.")
    assert model.heard[0]["messages"][0] == {"role": "system", "content": "Serve."}
    run(times=1, system="", folder=tmp_path / "other")
    assert model.heard[-1]["messages"][0]["role"] == "user"


def test_transcripts_are_conversations_with_their_ratings_in_rehearsal(run: Run, tmp_path: Path) -> None:
    run(times=2, person="bot-7")
    found = conversations(tmp_path / "out")
    assert len(found) == 6 and len({one.interaction for one in found}) == 6
    one = found[0]
    assert [(each.role.value, each.author) for each in one.messages[:2]] == [("customer", None), ("bot", "bot-7")]
    assert {(each.source.value, each.setting.value, each.person) for each in one.ratings} == {
        ("check", "rehearsal", "bot-7")
    }  # fmt: skip
    assert one.ratings[0].instrument.startswith("rehearsal/broken-")


def test_ratings_are_kept_as_rehearsal_once_and_count_as_service_nowhere(run: Run, tmp_path: Path) -> None:
    evidence = tmp_path / "evidence"
    first = run(evidence=evidence, person="bot-7").evidence
    again = run(evidence=evidence, person="bot-7").evidence
    assert first and (first.new, first.same) == (36, 0)
    assert again and (again.new, again.same, again.refused) == (0, 36, 0)
    assert not len(measure("clearance", evidence, by=("standard",)))
    answer = measure("clearance", evidence, by=("standard", "person"), where="setting = 'rehearsal'")
    assert {row.keys["person"] for row in answer.rows} == {"bot-7"} and len(answer) == 3


def test_transcripts_that_somebody_checks_stay_rehearsal(run: Run, tmp_path: Path) -> None:
    run(times=2)
    with (tmp_path / "out" / "transcripts.jsonl").open("rb") as lines:
        done = check(shop.book(), lines, tmp_path / "checked", new_id=iter(map(str, range(1000))).__next__)
    assert not done.rejections and sum(done.read.values()) == 6
    assert not len(measure("clearance", tmp_path / "checked", by=("standard",)))


def test_a_mirror_takes_no_ratings(run: Run, tmp_path: Path) -> None:
    Evidence.create(tmp_path / "evidence")
    (tmp_path / "evidence" / "mirror").touch()
    with pytest.raises(EvidenceFault, match="mirrors another database"):
        run(evidence=tmp_path / "evidence")
    assert len(conversations(tmp_path / "out")) == 12, "and the talks are kept"


def test_what_was_held_is_not_held_again_and_more_of_it_only_adds(model: Model, run: Run, tmp_path: Path) -> None:
    run(times=2)
    heard = len(model.heard)
    assert run(times=2).result.talks == 6 and len(model.heard) == heard
    assert run(times=3).result.talks == 9 and len(model.heard) == heard * 3 // 2
    assert run(times=3, seed=2).result.talks == 9 and len(model.heard) == heard * 3
    assert len(conversations(tmp_path / "out")) == 18


def test_the_same_seed_meets_the_same_customers(model: Model, run: Run, tmp_path: Path) -> None:
    run(times=2)
    run(times=2, folder=tmp_path / "again")
    assert (tmp_path / "out" / "transcripts.jsonl").read_bytes() == (
        tmp_path / "again" / "transcripts.jsonl"
    ).read_bytes()


def test_moods_come_in_turn_as_far_as_a_scenario_has_them() -> None:
    plan = Plan(times=5, moods=(Mood.ANGRY, Mood.CONFUSED, Mood.HURRIED))
    found = trials_of(shop.scenarios(), plan)
    assert [one.mood for one in found if one.scenario.id == "broken-lamp"] == [
        Mood.ANGRY, Mood.HURRIED, Mood.ANGRY, Mood.HURRIED, Mood.ANGRY
    ]  # fmt: skip
    assert {one.mood for one in trials_of(shop.scenarios(), Plan(moods=(Mood.CONFUSED,)))} == {Mood.CALM}
    assert len({one.interaction for one in found}) == len({one.seed for one in found}) == 15


@pytest.mark.parametrize("fault", [dies, pours(), says(500), says(200, spoken(None, tool_calls=[{"id": "1"}]))])
def test_a_fault_breaks_its_talk_off_counts_for_nothing_and_is_held_again(model: Model, run: Run, fault: Any) -> None:
    model.faults = [None, fault]
    found = run(times=2)
    assert sorted(tries(found).values()) == [(1, 1, 1), (2, 2, 0), (2, 2, 0)]
    assert found.result.faults[0][1] == 1 and found.result.pass_k[0].estimate.value == 1.0
    assert (found.result.pass_k[1].scenarios, found.result.pass_k[1].left_out) == (2, 1)
    assert found.result.left == 0
    again = run(times=2)
    assert set(tries(again).values()) == {(2, 2, 0)} and again.result.faults == ()


def test_one_that_hangs_is_left_when_its_time_is_over(model: Model, run: Run) -> None:
    model.faults = [hangs(model)]
    began = time.monotonic()
    found = run(times=1, seconds=0.4)
    assert time.monotonic() - began < 15
    assert found.result.faults == (("it did not answer within 0.4 s", 1),) and found.result.talks == 2


def test_a_dead_endpoint_ends_it_soon_and_the_same_call_goes_on(model: Model, run: Run, tmp_path: Path) -> None:
    model.faults = [None] * 6
    model.always = says(401)
    found = run().result
    assert (found.talks, found.broken, found.left) == (3, 2, 7)
    assert found.stopped == "the agent failed 2 times in a row: it does not know the key (401)"
    assert len(model.heard) == 8
    model.always = None
    after = run().result
    assert (after.talks, after.broken, after.left, after.stopped) == (12, 0, 0, "")
    assert len(conversations(tmp_path / "out")) == 12


def test_one_that_fails_again_and_again_is_not_asked_for_ever(model: Model, run: Run) -> None:
    model.always = says(500)
    found = run(times=9).result
    assert (found.talks, found.broken, found.left) == (0, 5, 22) and "5 times in a row" in found.stopped
    assert found.pass_k == () and found.lines == ()


def test_a_budget_ends_it_and_no_talk_is_lost_or_blamed(model: Model, run: Run) -> None:
    found = run(calls=5).result
    assert (found.talks, found.broken, found.left) == (2, 0, 10)
    assert found.stopped == "the budget of 5 calls is used up" and len(model.heard) == 5
    assert run().result.talks == 12


def test_many_talks_at_once_come_to_the_same(model: Model, run: Run, tmp_path: Path) -> None:
    run(times=4)
    run(times=4, jobs=6, folder=tmp_path / "many")
    one, many = (sorted((tmp_path / name / "transcripts.jsonl").read_text().splitlines()) for name in ("out", "many"))
    assert one == many


def test_progress_is_told_talk_by_talk(run: Run) -> None:
    heard: list[tuple[int, int, int]] = []
    run(times=1, told=lambda *said: heard.append(said))
    assert heard == [(1, 0, 3), (2, 0, 3), (3, 0, 3)]


def test_who_stops_keeps_what_was_held(model: Model, run: Run) -> None:
    def stop(ended: int, broken: int, count: int) -> None:
        if ended == 4:
            raise KeyboardInterrupt

    found = run(told=stop).result
    assert (found.talks, found.left, found.stopped) == (4, 8, "it was stopped")
    assert run().result.talks == 12 and len(model.heard) == 12 * 2


def test_a_line_that_was_cut_off_is_as_if_its_talk_had_never_been(run: Run, tmp_path: Path) -> None:
    run(times=2)
    for name in ("talks.jsonl", "transcripts.jsonl"):
        file = tmp_path / "out" / name
        file.write_bytes(file.read_bytes()[:-20])
    assert run(times=2).result.talks == 6
    assert len(conversations(tmp_path / "out")) == 6
    assert len({json.loads(line)["interaction"] for line in (tmp_path / "out" / "talks.jsonl").open()}) == 6


def test_a_transcript_that_is_lacking_is_written_from_its_talk(run: Run, tmp_path: Path) -> None:
    run(times=2)
    kept = (tmp_path / "out" / "transcripts.jsonl").read_bytes()
    (tmp_path / "out" / "transcripts.jsonl").unlink()
    run(times=2)
    assert (tmp_path / "out" / "transcripts.jsonl").read_bytes() == kept


@pytest.mark.parametrize("other", [{"model_name": "m-2"}, {"person": "other"}, {"system": "Serve."}])
def test_talks_of_another_agent_are_not_mixed_in(run: Run, other: dict[str, Any]) -> None:
    run(times=1)
    with pytest.raises(EvidenceFault, match="another agent, prompt or book"):
        run(times=1, **other)


@pytest.mark.parametrize("broken", ["talks.jsonl", "transcripts.jsonl", "run.json"])
def test_a_folder_that_somebody_wrote_in_is_told_and_left_alone(run: Run, tmp_path: Path, broken: str) -> None:
    run(times=1)
    file = tmp_path / "out" / broken
    file.write_bytes(b"not ours\n" + file.read_bytes())
    before = file.read_bytes()
    with pytest.raises(EvidenceFault, match=f"{broken}.* cannot be read"):
        run(times=1)
    assert file.read_bytes() == before


def test_a_folder_of_other_talks_and_a_file_are_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "transcripts.jsonl").write_text("{}\n")
    with pytest.raises(EvidenceFault, match="no rehearsal here belongs to"):
        run(times=1)
    (tmp_path / "file").touch()
    with pytest.raises(EvidenceFault, match="is a file"):
        run(times=1, folder=tmp_path / "file")


def test_two_at_once_in_one_folder_are_refused(model: Model, run: Run) -> None:
    def second(ended: int, broken: int, count: int) -> None:
        with pytest.raises(EvidenceFault, match="another rehearsal is writing"):
            run(times=1)

    run(times=1, told=second)
    assert len(model.heard) == 6


def test_an_agent_that_says_odd_things_is_kept_as_it_spoke(model: Model, run: Run, tmp_path: Path) -> None:
    odd = "<b>\u202e</b>\n\x00 \U0001f642 line\u2028two"
    model.speaks = lambda body: odd
    found = run(times=1)
    assert set(tries(found).values()) == {(0, 1, 0)}
    assert conversations(tmp_path / "out")[0].messages[1].text == odd
    assert Tries("broken-chair", "A broken chair", 1, 0, 0) in found.result.tries

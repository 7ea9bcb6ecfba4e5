"""The STAR example: what its converter keeps of a dialogue, and whether its book can be followed."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache
from math import log1p
from pathlib import Path
from statistics import median_low
from typing import Any

import pytest
from examples.star.__main__ import main
from examples.star.convert import Tally, convert
from examples.star.questions import asked_of_agent, asked_of_customer

from clearbar import checks
from clearbar.model.book import Book, Level, Standard
from clearbar.model.conversation import Conversation, Message, Role
from clearbar.standards import read_book

BOOK = Path(__file__).parents[2] / "examples" / "star" / "book"
RENAMED = {
    "goodbye_1": "goodbye_2",
    "plane_ask_departure_city": "ask_departure_location",
    "trip_ask_departure_location": "ask_departure_location",
    "yes": "accepted",
    "no": "declined",
}
OUTSIDE = {"goodbye_1", "goodbye_2", "spaceship_bye", "accepted", "declined"}


def said(agent: str, action: str, at: int, text: str = "", **more: Any) -> dict[str, Any]:
    return {"Agent": agent, "Action": action, "UnixTime": at, "Text": text, **more}


def dialogue(**changes: Any) -> dict[str, Any]:
    """An invented dialogue in the corpus' format."""
    events = [
        said("UserGuide", "instruct", 1000, "Ask for rain."),
        said("User", "utter", 1010, " Rain in Leith? "),
        said("Wizard", "request_suggestions", 1015, "Let me thi"),
        said("Wizard", "query", 1020),
        {"Agent": "KnowledgeBase", "Action": "return_item"},
        said("Wizard", "pick_suggestion", 1030, "Wet.", ActionLabel="weather_inform_forecast"),
        said("User", "utter", 1040, "Always?"),
        said("Wizard", "utter", 1045, "Nearly."),
        said("User", "utter", 1050, "Oh."),
        said("Wizard", "pick_suggestion", 1060, "Yes.", ActionLabel="custom"),
        {"Agent": "User", "Action": "complete", "UnixTime": 1075},
    ]
    whole: dict[str, Any] = {
        "DialogueID": 7,
        "BatchID": "woz_1",
        "CompletionLevel": "Complete",
        "AnonymizedWizardWorkerID": "aaaaaaaa-1",
        "AnonymizedUserWorkerID": "bbbbbbbb-2",
        "Scenario": {"Happy": True, "MultiTask": False, "WizardCapabilities": [{"Task": "weather"}]},
        "Events": events,
        "UserQuestionnaire": [{"Question": "Was the robot calm and helpful?", "Answer": True}],
        "WizardQuestionnaire": [{"Question": "Were you ever unsure what to do?", "Answer": True}],
    }
    return whole | changes


def converted(*dialogues: dict[str, Any], complete_only: bool = False) -> list[dict[str, Any]]:
    return list(convert(dialogues, Tally(), complete_only=complete_only))


def scenario(*tasks: str, happy: bool = True) -> dict[str, Any]:
    return {"Happy": happy, "MultiTask": len(tasks) > 1, "WizardCapabilities": [{"Task": task} for task in tasks]}


def test_only_what_the_customer_saw_is_said() -> None:
    (one,) = converted(dialogue())
    assert [(m["role"], m["text"], m["step"]) for m in one["messages"]] == [
        ("customer", "Rain in Leith?", None),
        ("agent", "Wet.", "weather_inform_forecast"),
        ("customer", "Always?", None),
        ("agent", "Nearly.", None),
        ("customer", "Oh.", None),
        ("agent", "Yes.", None),
    ]


def test_a_dialogue_is_last_seen_when_the_customer_declares_it_done() -> None:
    (one,) = converted(dialogue())
    assert one["seen_at"] == "1970-01-01T00:17:55+00:00"
    assert one["messages"][0]["at"] == "1970-01-01T00:16:50+00:00"


def test_a_worker_has_the_same_suffix_as_agent_and_as_customer() -> None:
    swapped = dialogue(DialogueID=8, AnonymizedWizardWorkerID="bbbbbbbb-2", AnonymizedUserWorkerID="aaaaaaaa-1")
    first, second = converted(dialogue(), swapped)
    assert (first["owner"], first["customer"]) == ("p-aaaaaaaa", "c-bbbbbbbb")
    assert (second["owner"], second["customer"]) == ("p-bbbbbbbb", "c-aaaaaaaa")


def test_two_workers_never_share_a_pseudonym() -> None:
    with pytest.raises(ValueError, match="aaaaaaaa"):
        converted(dialogue(AnonymizedUserWorkerID="aaaaaaaa-9"))


def test_a_dialogue_that_comes_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="star-7 comes twice"):
        converted(dialogue(), dialogue())


@pytest.mark.parametrize(
    ("tasks", "level", "topic"),
    [
        (["weather"], "Complete", "weather"),
        (["weather", "trivia"], "Complete", "several tasks"),
        (["weather"], "EarlyDisconnectDuringDialogue", "weather (broken off)"),
        (["weather", "trivia"], "DisconnectDuringDialogue", "several tasks (broken off)"),
    ],
)
def test_the_topic_is_the_task_unless_there_were_several_or_it_was_broken_off(
    tasks: list[str], level: str, topic: str
) -> None:
    (one,) = converted(dialogue(Scenario=scenario(*tasks), CompletionLevel=level))
    assert one["topic"] == topic


def test_answers_become_ratings_of_the_agent() -> None:
    (one,) = converted(dialogue())
    courtesy, know_how = one["ratings"]
    assert courtesy == {
        "standard": "any.calm-and-helpful",
        "source": "customer",
        "level": True,
        "rater": "c-bbbbbbbb",
        "person": "p-aaaaaaaa",
        "at": one["seen_at"],
        "response": "star-7-customer",
        "instrument": "star-customer",
        "inclusion": 1.0,
    }
    assert (know_how["standard"], know_how["source"]) == ("any.knows-what-to-do", "self")
    assert know_how["rater"] == know_how["person"] == "p-aaaaaaaa"
    assert know_how["level"] is False, "who was unsure did not know what to do"


@pytest.mark.parametrize(
    ("question", "standard"),
    [
        ("... keep calm and be helpful?", "any.calm-and-helpful"),
        ("Was the ship's computer CALM and always helpful?", "any.calm-and-helpful"),
        ("Did the robot reserve your boat?", "any.outcome"),
        ("... find you a boat?", "any.outcome"),
        ("Did you enjoy it?", None),
        ("Did the robot say something about wind?", None),
        ("Is water wet?", None),
    ],
)
def test_a_question_to_the_customer_is_known_by_its_meaning(question: str, standard: str | None) -> None:
    meaning = asked_of_customer(question)
    assert meaning.standard == standard
    assert bool(meaning.why) is (standard is None)


@pytest.mark.parametrize("question", ["Did the user seem confused?", "... change her mind?", "... get annoyed?"])
def test_how_the_customer_was_is_no_rating_of_service(question: str) -> None:
    assert asked_of_agent(question).standard is None


@pytest.mark.parametrize(("happy", "ratings"), [(True, ["any.outcome"]), (False, [])])
def test_an_outcome_counts_only_where_it_could_be_reached(happy: bool, ratings: list[str]) -> None:
    asked = [{"Question": "Did the robot book your boat?", "Answer": False}]
    (one,) = converted(
        dialogue(Scenario=scenario("plane_book", happy=happy), UserQuestionnaire=asked, WizardQuestionnaire=[])
    )
    assert [rating["standard"] for rating in one["ratings"]] == ratings


def test_a_silent_dialogue_is_kept_only_if_it_was_answered_for() -> None:
    done = [{"Agent": "User", "Action": "complete", "UnixTime": 5}]
    tally = Tally()
    kept = list(convert([dialogue(Events=done), dialogue(DialogueID=8, Events=done, UserQuestionnaire=[])], tally))
    assert [one["interaction"] for one in kept] == ["star-7"]
    assert (tally.read, tally.kept, tally.left.total()) == (2, 1, 1)


def test_broken_off_dialogues_can_be_left_out() -> None:
    broken = dialogue(DialogueID=8, CompletionLevel="DisconnectDuringDialogue")
    assert len(converted(dialogue(), broken)) == 2
    assert len(converted(dialogue(), broken, complete_only=True)) == 1


def test_the_command_writes_one_line_a_conversation_and_says_what_it_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [dialogue(), dialogue(DialogueID=8, Events=[], UserQuestionnaire=[])]
    with gzip.open(tmp_path / "dialogues.jsonl.gz", "wt", encoding="utf-8") as raw:
        raw.writelines(json.dumps(line) + "\n" for line in lines)
    assert main([str(tmp_path), str(tmp_path / "out")]) == 0
    written = (tmp_path / "out" / "conversations.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["interaction"] for line in written] == ["star-7"]
    told = capsys.readouterr().out
    assert "2 dialogues read, 1 kept" in told
    assert "nobody said anything" in told


def test_the_command_names_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path), str(tmp_path / "out")]) == 2
    assert "dialogues.jsonl.gz is not there" in capsys.readouterr().err


@pytest.fixture(scope="module")
def book() -> Book:
    files = {path.relative_to(BOOK).as_posix(): path.read_bytes() for path in BOOK.rglob("*.yaml")}
    return read_book(files, checks.kinds())


def steps_standards(book: Book) -> dict[str, Standard]:
    """The standard of each task, by topic."""
    return {
        journey.topics[0]: placed
        for journey in book.journeys
        if journey.topics
        for step in journey.steps
        for placed in step.standards
    }


def test_the_book_has_a_journey_for_every_task_and_one_for_all(book: Book) -> None:
    assert len(steps_standards(book)) == 24
    assert [journey.id for journey in book.journeys if not journey.topics] == ["any"]


def test_every_rating_of_the_converter_has_its_standard_in_the_book(book: Book) -> None:
    for standard in ("any.calm-and-helpful", "any.outcome", "any.knows-what-to-do"):
        assert book.find(standard) is not None


def test_no_two_standards_promise_or_ask_the_same(book: Book) -> None:
    written = [placed.standard for placed in book.placed()][:-1]
    for words in ("promise", "do", "self_check"):
        assert len({getattr(one, words) for one in written}) == len(written)


def test_every_step_of_a_chart_can_be_reached(book: Book) -> None:
    for task, standard in steps_standards(book).items():
        assert standard.check is not None
        graph = standard.check.settings["graph"]
        reached, todo = set[str](), list(standard.check.settings["start"])
        while todo:
            step = todo.pop()
            todo += [] if step in reached else graph.get(step, [])
            reached.add(step)
        assert visible(standard) | set(graph) <= reached, task


def visible(standard: Standard) -> set[str]:
    """The steps of the chart that are messages."""
    assert standard.check is not None
    settings = standard.check.settings
    named = set(settings["graph"]) | {step for steps in settings["graph"].values() for step in steps}
    return named - set(settings["silent"])


def level_of(standard: Standard, steps: Iterable[str]) -> Level | None:
    """What the check of `standard` reads where an agent takes `steps`."""
    start = datetime.fromisoformat("2026-03-02T10:00:00+00:00")
    messages = tuple(Message(Role.AGENT, "…", start, "p-1", step=step) for step in steps)
    assert standard.check is not None
    conversation = Conversation("i-1", messages, start)
    return checks.read(conversation, standard.check, standard.scale, standard.bar).level


@pytest.mark.parametrize(
    ("task", "steps", "level"),
    [
        ("plane_book", "ask_name plane_ask_flight_id plane_flight_available plane_reservation_succeeded", 5),
        ("plane_book", "plane_flight_unavailable plane_flight_available plane_reservation_succeeded", 5),
        ("plane_book", "plane_ask_flight_id ask_name plane_flight_available plane_reservation_succeeded", 4),
        ("plane_book", "plane_ask_flight_id ask_name plane_reservation_succeeded", 3),
        ("weather", "weather_inform_forecast weather_ask_location weather_inform_forecast goodbye_1", 5),
        ("weather", "weather_ask_day", 4),
        ("trip_directions", "trip_inform_simple_step_ask_proceed trip_inform_last_step_and_done", 5),
        ("ride_status", "ask_name ride_ask_booking_number anything_else", 5),
        ("ride_status", "ride_ask_booking_number ask_name", 4),
    ],
)
def test_a_chart_lets_known_things_unasked_and_counts_stumbles(book: Book, task: str, steps: str, level: int) -> None:
    assert level_of(steps_standards(book)[task], steps.split()) == level


def raw_dialogues(real_data: Path) -> Iterator[Any]:
    with gzip.open(real_data / "star" / "dialogues.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


@pytest.fixture
def corpus(real_data: Path) -> tuple[list[dict[str, Any]], Tally]:
    return read_corpus(real_data)


@cache
def read_corpus(real_data: Path) -> tuple[list[dict[str, Any]], Tally]:
    tally = Tally()
    return list(convert(raw_dialogues(real_data), tally)), tally


@pytest.mark.data
def test_every_dialogue_with_a_word_or_an_answer_is_kept(corpus: tuple[list[Any], Tally]) -> None:
    conversations, tally = corpus
    assert (tally.read, tally.kept) == (5190, 4822)
    assert len({one["interaction"] for one in conversations}) == 4822
    people = {one[role][2:] for one in conversations for role in ("owner", "customer")}
    assert len(people) == 126, "one of 127 only took part where nothing was said"
    assert "the question is not known" not in tally.unrated


@pytest.mark.data
def test_the_share_of_calm_and_helpful_agents_is_that_of_the_raw_answers(
    corpus: tuple[list[Any], Tally], real_data: Path
) -> None:
    given = Counter(level for one in corpus[0] for level in levels_of(one, "any.calm-and-helpful") if is_complete(one))
    raw = Counter(
        answer["Answer"]
        for one in raw_dialogues(real_data)
        if one["CompletionLevel"] == "Complete"
        for answer in one["UserQuestionnaire"]
        if "calm and helpful" in answer["Question"]
    )
    assert given == raw == {True: 4361, False: 142}


def is_complete(one: dict[str, Any]) -> bool:
    return "broken off" not in one["topic"]


def levels_of(one: dict[str, Any], standard: str) -> list[bool]:
    return [rating["level"] for rating in one["ratings"] if rating["standard"] == standard]


@pytest.mark.data
def test_agents_keep_their_own_pace(corpus: tuple[list[Any], Tally]) -> None:
    paces: dict[str, list[float]] = {}
    for one in filter(is_complete, corpus[0]):
        waits = list(waits_in(one["messages"]))
        if waits:
            paces.setdefault(one["owner"], []).append(log1p(median_low(waits)))
    assert (len(paces), sum(map(len, paces.values()))) == (107, 4501)
    assert between_share(list(paces.values())) == pytest.approx(0.43, abs=0.005)


def waits_in(messages: Iterable[dict[str, Any]]) -> Iterator[float]:
    """Seconds from each first unanswered line of the customer to the agent's next line."""
    asked: datetime | None = None
    for message in messages:
        at = datetime.fromisoformat(message["at"])
        if message["role"] == "customer":
            asked = asked or at
        elif asked is not None:
            yield (at - asked).total_seconds()
            asked = None


def between_share(groups: list[list[float]]) -> float:
    """Intraclass correlation by analysis of variance, one way, unequal groups (Searle, Casella and McCulloch 1992,
    section 3.6)."""
    number = sum(map(len, groups))
    mean = sum(map(sum, groups)) / number
    means = [sum(group) / len(group) for group in groups]
    between = sum(len(group) * (own - mean) ** 2 for group, own in zip(groups, means, strict=True))
    within = sum((value - own) ** 2 for group, own in zip(groups, means, strict=True) for value in group)
    noise = within / (number - len(groups))
    size = (number - sum(len(group) ** 2 for group in groups) / number) / (len(groups) - 1)
    signal = (between / (len(groups) - 1) - noise) / size
    return signal / (signal + noise)


@pytest.mark.data
def test_the_charts_name_only_steps_that_agents_take(book: Book, corpus: tuple[list[Any], Tally]) -> None:
    taken = {message["step"] for one in corpus[0] for message in one["messages"]}
    for task, standard in steps_standards(book).items():
        assert visible(standard) <= taken, task


@pytest.mark.data
def test_the_charts_hold_every_step_of_the_published_ones(book: Book, real_data: Path) -> None:
    for task, standard in steps_standards(book).items():
        published = json.loads((real_data / "star" / "tasks" / task / f"{task}.json").read_text())["graph"]
        wanted = {RENAMED.get(step, step) for arrow in published.items() for step in arrow}
        assert standard.check is not None
        assert wanted - set(standard.check.settings["silent"]) - visible(standard) <= OUTSIDE, task


@pytest.mark.data
def test_most_conversations_follow_their_chart(book: Book, corpus: tuple[list[Any], Tally]) -> None:
    for task, standard in steps_standards(book).items():
        mine = [one for one in corpus[0] if one["topic"] == task]
        read = [level_of(standard, [m["step"] for m in one["messages"] if m["step"]]) for one in mine]
        judged = [level for level in read if level is not None]
        assert len(judged) > 0.75 * len(mine), task
        assert sum(level >= Level.GOOD for level in judged) > 0.85 * len(judged), task
        assert sum(level == Level.EXEMPLARY for level in judged) < len(judged), task


@pytest.mark.data
def test_no_sentence_of_the_corpus_stands_in_the_book(real_data: Path) -> None:
    ours = plain(" ".join(path.read_text(encoding="utf-8") for path in BOOK.rglob("*.yaml")))
    for path in (real_data / "star" / "tasks").glob("*/*.json"):
        held = json.loads(path.read_text(encoding="utf-8"))
        for sentence in held.get("replies", held).values():
            for piece in re.split(r"[.?!]|\{[^}]*\}", sentence) if isinstance(sentence, str) else []:
                assert len(plain(piece).split()) < 5 or plain(piece) not in ours, piece


def plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z']+", text.lower()))

"""Converting exports: what is written, who can read it, what is told, and that `check` takes it from there."""

from __future__ import annotations

import itertools
import json
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import clearbar
from clearbar.flow.check import check
from clearbar.flow.convert import KEY_BYTES, KEY_FILE, SYSTEMS, convert
from clearbar.intake import read_conversations
from clearbar.model.conversation import Conversation
from clearbar.model.errors import ClearbarError, InputFault
from tests.engines.samples import stored

SAMPLES = Path(__file__).parents[1] / "intake" / "exports" / "samples"
FOLDERS = {
    "zendesk": "zendesk",
    "intercom": "intercom",
    "chatwoot": "chatwoot",
    "freshdesk": "freshdesk",
    "mbox": "mail",
    "queue_log": "calls",
    "limesurvey": "limesurvey/export.csv",
    "formbricks": "formbricks",
    "qualtrics": "qualtrics",
}
MAPS: dict[str, dict[str, Any]] = {
    "mbox": {"ours": ["desk.example"]},
    "limesurvey": {"timezone": "Europe/Amsterdam", "ratings": [{"standard": "overall", "level": "SAT"}]},
    "formbricks": {"ratings": [{"standard": "overall", "level": "q1"}]},
    "qualtrics": {"levels": {"Very satisfied": 5}, "ratings": [{"standard": "overall", "level": "Q1"}]},
}
BOOK = {
    "book.yaml": "organisation: Invented Lines\nvalue: Somebody answers.\n",
    "journeys/ask.yaml": """
journey: ask
title: Ask us
for: customer
customer_wants: Somebody who answers
steps:
  - step: wait
    title: Wait
    stage: front
    standards:
      - id: ask.answered
        promise: Somebody answers within 20 seconds.
        dimension: promptness
        pairs_with: ask.heard
        levels: {good: answered in time, underperforming: not answered in time}
        check: {kind: first_response, within: 20s}
      - id: ask.heard
        promise: Who answers listens.
        dimension: courtesy
""",
}


@pytest.fixture
def book(tmp_path: Path) -> clearbar.Book:
    for name, text in BOOK.items():
        path = tmp_path / "book" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return clearbar.read_book(tmp_path / "book")


def map_of(system: str, folder: Path) -> Path | None:
    if system not in MAPS:
        return None
    path = folder / "map.yaml"
    path.write_text(json.dumps(MAPS[system]))
    return path


def lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines()


def road(system: str, book: clearbar.Book, folder: Path) -> list[dict[str, Any]]:
    """The rows of evidence that an export of `system` comes to."""
    output = folder / "c.jsonl"
    convert(system, [SAMPLES / FOLDERS[system]], output, map_file=map_of(system, folder))
    numbers = itertools.count()
    result = check(book, lines(output), folder / "evidence", new_id=lambda: f"r-{next(numbers)}")
    assert not result.rejections
    return stored(folder / "evidence")


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_line_that_is_written_is_a_conversation(system: str, tmp_path: Path) -> None:
    output = tmp_path / "c.jsonl"
    result = convert(system, [SAMPLES / FOLDERS[system]], output, map_file=map_of(system, tmp_path))
    read = list(read_conversations(lines(output), "c.jsonl"))
    assert read and all(isinstance(one, Conversation) for one in read)
    assert result.conversations == len(read)
    assert result.messages == sum(len(one.messages) for one in read if isinstance(one, Conversation))
    assert result.ratings == sum(len(one.ratings) for one in read if isinstance(one, Conversation))


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_road_to_the_evidence_is_open(system: str, book: clearbar.Book, tmp_path: Path) -> None:
    rows = road(system, book, tmp_path)
    assert {row["source"] for row in rows} <= {"customer", "check"} and rows


def test_ratings_and_waits_of_a_helpdesk_are_those_of_its_export(book: clearbar.Book, tmp_path: Path) -> None:
    rows = road("zendesk", book, tmp_path)
    said = {row["interaction"]: (row["level"], row["person"]) for row in rows if row["source"] == "customer"}
    assert said == {"101": (4, "901"), "104": (3, "901"), "999": (2, "902")}
    waits = {row["interaction"]: (row["millis"], row["person"]) for row in rows if row["standard"] == "ask.answered"}
    assert waits == {"101": (600_000, "901"), "102": (1_200_000, "902"), "104": (1_800_000, "903")}


def test_who_hangs_up_is_a_censored_wait_in_the_evidence(book: clearbar.Book, tmp_path: Path) -> None:
    rows = road("queue_log", book, tmp_path)
    waits = {row["interaction"]: (row["level"], row["millis"], row["censored"]) for row in rows}
    assert waits == {
        "1772442000.11": (4, 15_000, False),
        "1772442100.13": (2, 45_000, True),  # abandoned
        "1772442200.14": (2, 90_000, False),  # a timeout, then another queue
        "1772441900.10": (2, 600_000, False),
    }


def test_only_the_owner_can_read_what_customers_said(tmp_path: Path) -> None:
    convert("mbox", [SAMPLES / "mail"], tmp_path / "c.jsonl", map_file=map_of("mbox", tmp_path))
    for name in ("c.jsonl", KEY_FILE):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    assert (tmp_path / KEY_FILE).stat().st_size == KEY_BYTES
    assert not list(tmp_path.glob("*.part"))


def test_pseudonyms_are_the_same_under_one_key_and_others_under_another(tmp_path: Path) -> None:
    given_map = map_of("mbox", tmp_path)
    for name in ("a", "b"):
        convert("mbox", [SAMPLES / "mail"], tmp_path / name, map_file=given_map)
    convert("mbox", [SAMPLES / "mail"], tmp_path / "c", map_file=given_map, key_file=tmp_path / "other.key")
    assert lines(tmp_path / "a") == lines(tmp_path / "b") != lines(tmp_path / "c")
    assert b"example" not in (tmp_path / "a").read_bytes().replace(b"text", b"")


def test_no_key_is_made_where_nobody_is_named(tmp_path: Path) -> None:
    convert("zendesk", [SAMPLES / "zendesk"], tmp_path / "c.jsonl")
    assert not (tmp_path / KEY_FILE).exists()


def test_a_broken_key_is_told_and_nothing_written(tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).write_bytes(b"short")
    with pytest.raises(ClearbarError, match="no key"):
        convert("mbox", [SAMPLES / "mail"], tmp_path / "c.jsonl", map_file=map_of("mbox", tmp_path))
    assert sorted(one.name for one in tmp_path.iterdir()) == ["map.yaml", KEY_FILE]


@pytest.mark.parametrize("system", MAPS)
def test_where_a_map_is_needed_its_absence_is_told(system: str, tmp_path: Path) -> None:
    with pytest.raises(InputFault, match=r"CX003.*\n.*(ours|ratings)"):
        convert(system, [SAMPLES / FOLDERS[system]], tmp_path / "c.jsonl")


def test_a_folder_is_read_whole_but_for_what_is_written_there(tmp_path: Path) -> None:
    for file in (SAMPLES / "zendesk").iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / ".hidden").write_text("no")
    for _ in range(2):  # the second time the output lies there
        result = convert("zendesk", [tmp_path], tmp_path / "out.jsonl")
        assert (result.conversations, result.rejections) == (4, [])


def test_reading_and_writing_one_file_is_refused(tmp_path: Path) -> None:
    source, path = tmp_path / "t.json", tmp_path / "out.jsonl"
    source.write_text("[]")
    with pytest.raises(ClearbarError, match="holds something else"):
        convert("zendesk", [source], source)
    with pytest.raises(ClearbarError, match="holds something else"):
        convert("zendesk", [tmp_path], path, rejected=source)
    assert source.read_text() == "[]" and not path.exists()
    path.touch()
    with pytest.raises(ClearbarError, match="both read and written"):
        convert("zendesk", [path], path)
    source.unlink()
    with pytest.raises(ClearbarError, match="no file"):
        convert("zendesk", [tmp_path], path)


def test_neither_the_map_nor_the_key_is_written_over(tmp_path: Path) -> None:
    mails, key, out = SAMPLES / "mail", tmp_path / KEY_FILE, tmp_path / "c.jsonl"
    given = map_of("mbox", tmp_path)
    assert given
    convert("mbox", [mails], out, map_file=given)
    before = key.read_bytes(), given.read_bytes(), out.read_bytes()
    for path in (key, given):
        with pytest.raises(ClearbarError, match="holds something else"):
            convert("mbox", [mails], path, map_file=given)
        with pytest.raises(ClearbarError, match="holds something else"):
            convert("mbox", [mails], out, map_file=given, rejected=path)
    with pytest.raises(ClearbarError, match="something else"):
        convert("mbox", [mails], out, map_file=given, rejected=out)
    assert before == (key.read_bytes(), given.read_bytes(), out.read_bytes())


def test_where_nothing_can_be_written_nothing_is_read(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere" / "r.jsonl"):
        with pytest.raises(ClearbarError, match="cannot be written"):
            convert("queue_log", [SAMPLES / "calls"], tmp_path / "c.jsonl", rejected=path)
    assert not list(tmp_path.iterdir())


def test_what_was_rejected_may_lie_beside_what_is_read_and_is_written_anew(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("no\n")
    told = [convert("queue_log", [tmp_path], tmp_path / "c", rejected=tmp_path / "r") for _ in range(2)]
    assert [len(one.rejections) for one in told] == [1, 1]
    assert [json.loads(line)["line"] for line in (tmp_path / "r").read_text().splitlines()] == [1]


def test_what_the_format_refuses_is_told_where_it_stood_in_the_export(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    ticket = {"id": 1, "requester_id": 2, "created_at": "2026-03-02T09:00:00Z"}
    rating = {"id": 5, "ticket_id": 9, "score": "good"}
    path.write_text(f'{{"tickets": [{json.dumps(ticket)}]}}\n{{"satisfaction_ratings": [{json.dumps(rating)}]}}\n')
    result = convert("zendesk", [path], tmp_path / "c.jsonl")
    (refused,) = result.rejections
    assert (refused.file, refused.line, refused.faults[0].code) == (str(path), 2, "CC014")
    assert result.conversations == 1


def test_half_of_a_surrogate_pair_is_no_character(tmp_path: Path) -> None:
    comment = {"id": 3, "author_id": 2, "body": "a\ud800b", "created_at": "2026-03-02T09:00:00Z"}
    ticket = {"id": 1, "requester_id": 2, "created_at": "2026-03-02T09:00:00Z", "comments": [comment]}
    (tmp_path / "t.json").write_text(json.dumps(ticket))
    assert convert("zendesk", [tmp_path / "t.json"], tmp_path / "c.jsonl").messages == 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def spoiled(value: Any, path: list[int], by: Any) -> Any:
    """The value with something else in one place."""
    if not path or not isinstance(value, (dict, list)) or not value:
        return by
    keys: list[Any] = list(value) if isinstance(value, dict) else list(range(len(value)))
    key = keys[path[0] % len(keys)]
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[key] = spoiled(value[key], path[1:], by)
    return copy


@settings(max_examples=150)
@given(st.sampled_from(["zendesk", "intercom", "chatwoot", "freshdesk", "formbricks"]), st.data())
def test_no_export_however_spoiled_raises_or_is_written_wrongly(
    tmp_path_factory: pytest.TempPathFactory, system: str, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("spoiled")
    files = sorted((SAMPLES / FOLDERS[system]).iterdir())
    chosen = data.draw(st.sampled_from(files))
    paths = []
    for file in files:
        text = file.read_text(encoding="utf-8")
        if file == chosen:
            parts = text.splitlines() if file.suffix == ".jsonl" else [text]
            path = data.draw(st.lists(st.integers(0, 20), max_size=6))
            text = "\n".join(json.dumps(spoiled(json.loads(part), path, data.draw(JSON))) for part in parts)
        paths.append(folder / file.name)
        paths[-1].write_text(text, encoding="utf-8")
    result = convert(system, paths, folder / "out", map_file=map_of(system, folder))
    assert len(lines(folder / "out")) == result.conversations

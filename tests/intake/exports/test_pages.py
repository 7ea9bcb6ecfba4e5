from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clearbar.intake.exports import pages
from clearbar.intake.exports.pages import Found, records
from clearbar.model.evidence import Rejection
from tests.intake.exports.reading import inline

KEYS = frozenset({"tickets", "data", "payload"})
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
RECORDS = st.lists(st.fixed_dictionaries({"id": st.integers(), "text": TEXTS}), max_size=12)


def read(content: str | bytes) -> tuple[list[tuple[str, Any]], list[tuple[int, str]]]:
    found: list[tuple[str, Any]] = []
    refused: list[tuple[int, str]] = []
    for one in records(inline(content), KEYS):
        if isinstance(one, Found):
            found.append((one.key, one.record["id"]))
        else:
            assert isinstance(one, Rejection)
            refused.append((one.line, one.faults[0].code))
    return found, refused


SHAPES = {
    "page": (lambda rows, indent: json.dumps({"count": 3, "tickets": rows, "next": None}, indent=indent), "tickets"),
    "nested": (lambda rows, indent: json.dumps({"data": {"meta": {}, "payload": rows}}, indent=indent), "payload"),
    "array": (lambda rows, indent: json.dumps(rows, indent=indent), ""),
    "lines": (lambda rows, indent: "\n".join(json.dumps(row) for row in rows), ""),
    "pages": (lambda rows, indent: "\n".join(json.dumps({"tickets": [row]}, indent=indent) for row in rows), "tickets"),
    "array of pages": (lambda rows, indent: json.dumps([{"tickets": [row]} for row in rows], indent=indent), "tickets"),
}


@settings(max_examples=60)
@given(RECORDS, st.sampled_from(list(SHAPES)), st.sampled_from([None, 1]), st.integers(1, 40), st.booleans())
def test_pages_lines_and_arrays_give_the_same_records_however_they_are_cut_into_pieces(
    rows: list[dict[str, Any]], shape: str, indent: int | None, chunk: int, marked: bool
) -> None:
    write, key = SHAPES[shape]
    content = (b"\xef\xbb\xbf" if marked else b"") + write(rows, indent).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages, "CHUNK", chunk)
        nothing = [(1, "CX005")] if not content.strip(b"\xef\xbb\xbf") else []
        assert read(content) == ([(key, row["id"]) for row in rows], nothing)


@pytest.mark.parametrize("shape", ["page", "nested", "array of pages", "array"])
def test_a_page_larger_than_the_window_is_walked_through(shape: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "CHUNK", 100)
    monkeypatch.setattr(pages, "LARGEST", 300)
    rows = [{"id": i, "text": "x" * 50} for i in range(100)]
    write, key = SHAPES[shape]
    assert read(write(rows, None)) == ([(key, i) for i in range(100)], [])


def test_a_record_larger_than_the_window_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "CHUNK", 100)
    monkeypatch.setattr(pages, "LARGEST", 300)
    rows = [{"id": 1}, {"id": 2, "text": "x" * 900}]
    assert read(json.dumps({"tickets": rows})) == ([("tickets", 1)], [(1, "CX013")])


@pytest.mark.parametrize("shape", ["page", "nested", "array", "array of pages", "lines"])
@pytest.mark.parametrize("indent", [None, 1])
def test_a_file_cut_in_the_middle_gives_what_came_before(shape: str, indent: int | None) -> None:
    text = SHAPES[shape][0]([{"id": i, "text": "abc"} for i in range(10)], indent)
    found, refused = read(text[: text.index('"id": 7') + 3])
    assert [one for _, one in found] == list(range(7)) and [code for _, code in refused] == ["CX005"]


def test_after_a_broken_line_of_json_lines_reading_goes_on() -> None:
    text = '{"id": 1}\n{"id": 2, "text": "open\n{"id": 3}\n\n{"id": 4,}\n{"id": 5}\n'
    assert read(text) == ([("", 1), ("", 3), ("", 5)], [(2, "CX005"), (5, "CX005")])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xff\xfe{", "CX006"),
        (b"[1]", "CX007"),
        (b'"text"', "CX007"),
        (b"id,subject\n1,x\n", "CX005"),
        (b"[" * 100_000, "CX005"),
        (b'{"id": 1}{', "CX005"),
        (b'{"a": 1' + b"1" * 5000 + b"}", "CX005"),
    ],
)
def test_what_is_no_export_is_told(content: bytes, code: str) -> None:
    assert [one for _, one in read(content)[1]] == [code]


@pytest.mark.parametrize("content", [b"", b" \n\n", b"\xef\xbb\xbf"])
def test_a_file_that_holds_nothing_is_told(content: bytes) -> None:
    assert read(content) == ([], [(1, "CX005")])


@pytest.mark.parametrize("content", [b"[]", b'{"tickets": [], "count": 0}'])
def test_a_page_without_records_is_no_fault(content: bytes) -> None:
    assert read(content) == ([], [])


@settings(max_examples=200)
@given(st.binary(max_size=80) | st.text(alphabet='[]{}",:1 \n\\', max_size=40).map(str.encode))
def test_no_file_however_broken_raises(content: bytes) -> None:
    for one in records(inline(content), KEYS):
        assert isinstance(one, (Found, Rejection))

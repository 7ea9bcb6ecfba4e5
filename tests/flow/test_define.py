"""A book in texts is the book of a folder; what is edited, packed and told of it holds together."""

from __future__ import annotations

from pathlib import Path

import pytest

from clearbar.flow import define
from clearbar.flow.inform import changes_in_words, changes_text
from clearbar.flow.lint import lint, lint_texts
from clearbar.model.errors import BookFault, InputFault

ROOT = Path(__file__).parents[2]


def written(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("trade", define.TRADES)
def test_texts_are_read_and_linted_as_a_folder_is(tmp_path: Path, trade: str) -> None:
    files = define.starter_texts(trade, "Larch & Daughters")
    folder = written(tmp_path, {**files, "notes.txt": "x", "journeys/deep/x.yaml": "nonsense: ["})
    assert define.read_book_texts({**files, "notes.txt": "x", "journeys/deep/x.yaml": "["}) == define.read_book(folder)
    files["journeys/more.yaml"] = "journey: more\ntitle: T\ncustomer_wants: w\nsteps: [{step: a, title: A}]\n"
    assert lint_texts(files) == lint(written(tmp_path, files)) and lint_texts(files).findings
    assert lint_texts(files, select=["CB143"]).findings == lint(tmp_path, select=["CB143"]).findings


def test_faults_of_texts_stand_where_those_of_a_folder_do(tmp_path: Path) -> None:
    files = define.starter_texts("shop")
    files["book.yaml"] = files["book.yaml"].replace("target: 85%", "target: 850%")
    files["journeys/buy.yaml"] += "  - step: [\n"
    with pytest.raises(BookFault) as of_texts:
        define.read_book_texts(files)
    with pytest.raises(BookFault) as of_folder:
        define.read_book(written(tmp_path, files))
    assert of_texts.value.faults == of_folder.value.faults and len(of_texts.value.faults) > 1
    with pytest.raises(InputFault, match="there is no rule `CB999`"):
        lint_texts(files, ignore=["CB999"])


def test_too_many_texts_and_too_long_ones_are_refused() -> None:
    files = define.starter_texts("shop")
    with pytest.raises(BookFault, match="CB003 a book has at most 500 files, and these are 503"):
        define.read_book_texts({**files, **{f"journeys/x{i}.yaml": "" for i in range(500)}})
    with pytest.raises(BookFault, match="CB003 the file is larger than 1,000,000 bytes"):
        define.read_book_texts({**files, "journeys/x.yaml": "#" * 3_000_000})
    with pytest.raises(BookFault, match="CB003 the files of a book hold at most 20,000,000 bytes in all"):
        lint_texts({**files, **{f"journeys/x{i}.yaml": "#" * 2_000_000 for i in range(10)}})


def test_half_a_character_is_a_fault_and_no_traceback() -> None:
    with pytest.raises(BookFault, match=r"book\.yaml:1:1 CB001 the file is not UTF-8"):
        define.read_book_texts({**define.starter_texts("shop"), "book.yaml": "value: \ud83d"})


def test_a_draft_is_edited_told_at_its_fields_and_then_publishable() -> None:
    files = define.starter_texts("shop")
    draft = define.add_journey(files, "order", {"title": "Order by post", "customer_wants": "I want it sent."})
    with pytest.raises(BookFault) as told:
        define.read_book_texts(draft)
    assert [define.place_of(draft, fault) for fault in told.value.faults] == [("journey", "order", "steps")]
    draft = define.add_step(draft, "order", "ask", {"title": "Asking for it"})
    draft = define.add_standard(draft, "order", "ask", "order.sent", {"promise": "It is sent the same day."})
    found = {(*define.place_of(draft, one), one.code) for one in lint_texts(draft).findings}
    assert {
        ("standard", "order.sent", "owner", "CB121"),
        ("standard", "order.sent", "target", "CB123"),
        ("standard", "order.sent", "levels", "CB117"),
        ("journey", "order", "quote", "CB143"),
    } <= found
    assert define.read_book_texts(draft).find("order.sent")
    assert define.unpack(define.pack(draft)).files == draft
    assert define.fields_of(draft, "step", "order/ask")["title"] == "Asking for it"


def test_what_changed_is_told_in_sentences_by_journey() -> None:
    files = define.starter_texts("shop")
    draft = define.set_standard(files, "buy.greeted", {"target": "90%", "promise": "Somebody greets you at once."})
    draft = define.set_book(define.remove_standard(draft, "return.choice"), {"organisation": "Larch"})
    found = define.changes(define.read_book_texts(files), define.read_book_texts(draft))
    told = changes_in_words(found)
    assert told.about == ("Our name in the book is now “Larch”.",)
    (title, (first,)), (_, (last,)) = told.parts
    assert (title, first.word, first.standard, first.step) == (
        "Find and buy something",
        "Changed",
        "buy.greeted",
        "Coming in",
    )
    assert first.again and first.says == (
        "The promise was “Somebody greets you within one minute of your coming in.”; "
        "it is now “Somebody greets you at once.”",
        "The target rises from 80 % to 90 %.",
    )
    assert (last.word, last.standard, last.again) == ("Gone", "return.choice", False)
    assert told.closing.startswith("1 to be read and signed anew; ")
    assert all(sentence in " ".join(changes_text(found, 1000).split()) for sentence in (*first.says, told.closing))


def test_where_nothing_changed_one_sentence_says_so() -> None:
    book = define.read_book_texts(define.starter_texts("hotel"))
    told = changes_in_words(define.changes(book, book))
    assert (told.about, told.parts, told.closing) == ((), (), "Nothing changes for staff.")

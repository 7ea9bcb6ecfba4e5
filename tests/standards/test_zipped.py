"""A book in a zip archive: out and in byte by byte, and nothing that would harm who unpacks it."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clearbar.model.errors import BookFault
from clearbar.standards import TRADES, pack, starter, unpack

BOOK = "organisation: A\nvalue: B\n"


def archive(files: Mapping[str, bytes | str], method: int = ZIP_DEFLATED) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", method) as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    return packed.getvalue()


def said(data: bytes) -> str:
    with pytest.raises(BookFault) as told:
        unpack(data)
    return str(told.value)


@pytest.mark.parametrize("trade", TRADES)
def test_a_book_that_goes_out_and_comes_in_is_the_same_byte_by_byte(trade: str) -> None:
    files = starter(trade)
    packed = pack(files)
    found = unpack(packed)
    assert found.files == files and found.notes == ()
    assert pack(found.files) == packed


@settings(max_examples=30)
@given(st.dictionaries(st.from_regex(r"journeys/[a-zé]{1,8}\.ya?ml", fullmatch=True), st.text(max_size=50), max_size=4))
def test_any_texts_come_back(files: dict[str, str]) -> None:
    whole = {**files, "book.yaml": "\ufeffa: b\r\n"}
    texts = {name: text.encode(errors="replace").decode() for name, text in whole.items()}
    assert unpack(pack(texts)).files == texts


def test_the_folder_of_a_book_may_be_packed_with_it_and_what_is_no_file_of_it_is_noted() -> None:
    given: dict[str, bytes | str] = {
        "mine/book.yaml": BOOK,
        "mine/journeys/a.yml": "journey: a\n",
        "mine/journeys/deep/b.yaml": "x",
        "mine/logo.png": b"\x89",
        "__MACOSX/mine/._book.yaml": b"\x00",
        "mine/.DS_Store": b"\xff",
    }
    found = unpack(archive(given))
    assert found.files == {"book.yaml": BOOK, "journeys/a.yml": "journey: a\n"}
    assert [note.split(" ")[0] for note in found.notes] == [name for name in given if "a.yml" not in name][1:]


@pytest.mark.parametrize(
    "name", ["../book.yaml", "/etc/book.yaml", "journeys/../../x.yaml", "C:/x.yaml", "..\\book.yaml", "a/../../b"]
)
def test_a_name_that_leads_out_is_refused(name: str) -> None:
    assert "leads out of the archive" in said(archive({"book.yaml": BOOK, name: "x"}))


def test_a_link_is_refused() -> None:
    packed = BytesIO()
    with ZipFile(packed, "w") as opened:
        entry = ZipInfo("book.yaml")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        opened.writestr(entry, "/etc/passwd")
    assert "it is a link" in said(packed.getvalue())


def test_too_many_files_are_refused() -> None:
    files = {f"journeys/{i}.yaml": "" for i in range(500)}
    assert unpack(archive(files)).files == files
    assert "at most 500 files, and this one has 501" in said(archive({**files, "book.yaml": BOOK}))


def test_a_file_too_large_and_too_many_bytes_in_all_are_refused() -> None:
    large = "# x\n" * 500_000
    assert unpack(archive({"book.yaml": large}, ZIP_STORED)).files["book.yaml"] == large
    assert "larger than 2,000,000 bytes" in said(archive({"book.yaml": large + "x"}, ZIP_STORED))
    many = {f"journeys/{i}.yaml": large for i in range(11)}
    assert "more than 20,000,000 bytes in all" in said(archive(many, ZIP_STORED))


def test_what_grows_beyond_measure_is_refused() -> None:
    assert "grows to more than 200 times" in said(archive({"book.yaml": "\n" * 1_500_000}))


def test_an_archive_that_lies_about_its_sizes_is_refused() -> None:
    """The size is patched down in the directory of the archive; what comes out is larger."""
    honest = archive({"book.yaml": bytes(range(32, 127)) * 4000}, ZIP_STORED)
    size = (95 * 4000).to_bytes(4, "little")
    at = honest.rindex(b"PK\x01\x02") + 24
    assert honest[at : at + 4] == size
    lying = honest[:at] + (10).to_bytes(4, "little") + honest[at + 4 :]
    assert "cannot be unpacked" in said(lying) or "no zip archive" in said(lying)


@pytest.mark.parametrize("data", [b"", b"PK", b"not a zip at all", pack({"book.yaml": BOOK})[:-30]])
def test_what_is_no_archive_is_refused(data: bytes) -> None:
    assert "no zip archive that can be read" in said(data)


def test_a_damaged_file_is_told_by_its_name() -> None:
    packed = bytearray(archive({"book.yaml": BOOK * 20}, ZIP_STORED))
    packed[60] ^= 0xFF
    assert "book.yaml CB001 it cannot be unpacked" in said(bytes(packed))


def test_a_file_that_is_no_text_is_told_at_its_line() -> None:
    assert "journeys/a.yaml:2:1 CB001 the file is not UTF-8" in said(
        archive({"book.yaml": BOOK, "journeys/a.yaml": b"a: b\nc: \xff\n"})
    )


def test_an_archive_without_a_book_is_refused() -> None:
    assert "holds no book.yaml" in said(archive({"readme.txt": "x"}))

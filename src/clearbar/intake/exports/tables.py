"""Comma-separated files as surveys export them: any of the usual separators, UTF-8 with or without a mark, UTF-16."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from typing import BinaryIO

from clearbar.intake.exports.faults import Place
from clearbar.intake.exports.system import Source
from clearbar.model.evidence import Rejection

_SEPARATORS = ",;\t"
_ESCAPED = re.compile("[\udc80-\udcff]")
"""Bytes that are no text in the encoding of the file."""


@dataclass(frozen=True)
class Row:
    """One row: its place and its fields in the order of the file."""

    place: Place
    fields: list[str]


def rows(source: Source) -> Iterator[Row | Rejection]:
    """Every row that is not empty, also the first. The separator is the one that is most frequent in the first line.
    A quoted field may hold line breaks; the place is where the row begins."""
    with source.open() as raw:
        stream = TextIOWrapper(raw, encoding=_encoding(raw), errors="surrogateescape", newline="")
        first = stream.readline()
        separator = max(_SEPARATORS, key=lambda one: (first.count(one), -_SEPARATORS.index(one)))
        reader = csv.reader(_from(first, stream), delimiter=separator, strict=True)
        while True:
            place = Place(source.name, reader.line_num + 1)
            try:
                fields = next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield place.rejection("CX005", "a row cannot be read", "a quote is open, or the file was cut off")
                continue
            except UnicodeError:
                yield place.rejection("CX006", "the file cannot be read from here on", "save it as UTF-8")
                return
            if _ESCAPED.search("".join(fields)):
                yield place.rejection("CX006", "the row is not UTF-8", "save the file as UTF-8")
            elif any(one.strip() for one in fields):
                yield Row(place, fields)


def _from(first: str, stream: TextIOWrapper) -> Iterator[str]:
    if first:
        yield first
    yield from stream


def _encoding(raw: BinaryIO) -> str:
    """By the mark at the beginning: UTF-16 where there is one of it, else UTF-8."""
    mark = raw.read(2)
    raw.seek(0)
    return "utf-16" if mark in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE} else "utf-8-sig"

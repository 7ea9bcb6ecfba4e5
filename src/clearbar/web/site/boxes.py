"""Boxes: private values of a backup, closed with the keys of all whom they are about.

A value of two people is opened with both keys or not at all. Whoever holds an archive holds closed boxes; whoever also
holds the newest keys can open those of people who were not erased.
"""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode, urlsafe_b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from cryptography.fernet import Fernet, InvalidToken


@dataclass(frozen=True)
class Value:
    """A value that was taken out of a table: where it belongs."""

    table: str
    key_column: str
    key: Any
    column: str
    value: Any


def close(of: frozenset[str], values: Sequence[Value], keys: Mapping[str, bytes]) -> str:
    """One line: whose it is, and the box."""
    told = [[one.table, one.key_column, _plain(one.key), one.column, _plain(one.value)] for one in values]
    box = Fernet(_key(of, keys)).encrypt_at_time(zlib.compress(json.dumps(told, ensure_ascii=False).encode()), 0)
    return json.dumps({"of": sorted(of), "box": box.decode()})


def opened(lines: Iterable[str], keys: Mapping[str, bytes]) -> Iterator[Value | None]:
    """The values of each box that can be opened; None for each box that cannot."""
    for line in lines:
        told = json.loads(line)
        of = frozenset(told["of"])
        if not of <= keys.keys():
            yield None
            continue
        try:
            values = json.loads(zlib.decompress(Fernet(_key(of, keys)).decrypt(told["box"])))
        except InvalidToken:
            yield None
            continue
        for table, key_column, key, column, value in values:
            yield Value(table, key_column, _back(key), column, _back(value))


def _key(of: frozenset[str], keys: Mapping[str, bytes]) -> bytes:
    joined = b"\0".join(keys[one] for one in sorted(of))
    return urlsafe_b64encode(sha256(b"clearbar.backup\0" + joined).digest())


def _plain(value: Any) -> Any:
    return {"bytes": b64encode(bytes(value)).decode()} if isinstance(value, bytes | memoryview) else value


def _back(value: Any) -> Any:
    return b64decode(value["bytes"]) if isinstance(value, dict) else value

"""A value that takes long to count and may be a little old: remembered for as long as it is worth."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock, Thread
from time import monotonic
from typing import Generic, TypeVar

T = TypeVar("T")
WORTH = 60
"""It is kept for so many times what counting it took: a second's work for a minute."""
QUICK = 0.15
"""Seconds of counting that a reader may wait for; of what takes longer the old value is given, and a thread counts."""


@dataclass
class _Kept(Generic[T]):
    value: T
    at: float
    took: float


class Remembered(Generic[T]):
    """Values under keys; the first reader of a key waits until it is counted."""

    def __init__(self, most: int = 16) -> None:
        self._lock, self._most = Lock(), most
        self._held: dict[Hashable, _Kept[T]] = {}
        self._counting: set[Hashable] = set()

    def get(self, key: Hashable, count: Callable[[], T]) -> T:
        """The value under a key."""
        with self._lock:
            held = self._held.get(key)
        if held is not None and monotonic() - held.at < WORTH * held.took:
            return held.value
        if held is None or held.took < QUICK:
            return self._count(key, count)
        with self._lock:
            is_mine = key not in self._counting
            self._counting.add(key)
        if is_mine:
            Thread(target=self._again, args=(key, count), daemon=True).start()
        return held.value

    def _again(self, key: Hashable, count: Callable[[], T]) -> None:
        try:
            self._count(key, count)
        finally:
            with self._lock:
                self._counting.discard(key)

    def _count(self, key: Hashable, count: Callable[[], T]) -> T:
        began = monotonic()
        value = count()
        ended = monotonic()
        with self._lock:
            self._held[key] = _Kept(value, ended, ended - began)
            while len(self._held) > self._most:
                del self._held[next(iter(self._held))]
        return value

"""Guarded figures for a server: the newest version of the evidence kept open, and answers remembered as long as they
hold. For many threads at once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from clearbar.engines import DuckDB, Evidence, Newest
from clearbar.flow.assess.guarded import Asked, answer, columns, read
from clearbar.model.estimate import Answer
from clearbar.model.lens import Lens
from clearbar.model.question import Value

MOST_ANSWERS = 1000
"""So many answers are remembered; of more the one that was asked for longest ago is forgotten."""


class Looker:
    """Answers about the evidence in one folder, of its newest version whenever it is asked."""

    def __init__(self, evidence: Path | str, *, most: int = MOST_ANSWERS) -> None:
        """Opens nothing yet. `most`: how many answers are remembered."""
        self._path, self._most = Path(evidence), most
        self._lock, self._opening = Lock(), Lock()
        self._open: _Open | None = None
        self._known: OrderedDict[tuple[Any, ...], Future[Answer]] = OrderedDict()

    def look(
        self,
        name: str,
        *,
        viewer: Lens,
        by: Sequence[str] | str = (),
        where: str = "",
        of: str = "",
        factors: str = "",
        **options: Value,
    ) -> Answer:
        """As `clearbar.flow.assess.look`, of which it gives the answer."""
        asked = Asked(name, viewer, columns(by), where, of, factors, tuple(sorted(options.items())))
        with self._newest() as opened:
            return self._remembered((opened.newest.stamp, asked), lambda: answer(opened.engine, asked))

    def ratings(self, *, viewer: Lens, where: str = "", most: int = 1000) -> list[dict[str, Any]]:
        """As `clearbar.flow.assess.ratings`. Nothing of it is remembered."""
        with self._newest() as opened:
            return read(opened.engine, viewer, where, most)

    @property
    def version(self) -> int:
        """The version of the ratings that answers are given from."""
        with self._newest() as opened:
            return opened.engine.version

    def close(self) -> None:
        """Lets the engine go, once nobody asks any more, and forgets all answers."""
        with self._lock:
            last, self._open = self._open, None
            self._known.clear()
        if last:
            last.retire()

    @contextmanager
    def _newest(self) -> Iterator[_Open]:
        """The newest version, open as long as it is used."""
        with self._opening:  # one thread opens, the others wait for it
            opened = self._open
            if opened is None or not opened.newest.still():
                last, opened = opened, _Open(self._path)
                self._open = opened
                if last:
                    last.retire()
            opened.enter()
        try:
            yield opened
        finally:
            opened.leave()

    def _remembered(self, key: tuple[Any, ...], count: Callable[[], Answer]) -> Answer:
        """The answer under a key. Of those who ask the same at once one counts; a refusal is not remembered."""
        with self._lock:
            known = self._known.get(key)
            if known is not None:
                self._known.move_to_end(key)
            else:
                mine = self._known[key] = Future[Answer]()
                while len(self._known) > self._most:
                    self._known.popitem(last=False)
        if known is not None:
            return known.result()
        try:
            mine.set_result(count())
        except BaseException as error:
            with self._lock:
                self._known.pop(key, None)
            mine.set_exception(error)
        return mine.result()


class _Open:
    """One version of the evidence, and how many threads use it."""

    def __init__(self, path: Path) -> None:
        evidence = Evidence(path)
        self.newest = Newest.of(evidence)
        self.engine = DuckDB(evidence, shared=True)
        self._lock, self._users, self._is_last = Lock(), 0, False

    def enter(self) -> None:
        """Somebody begins to use it."""
        with self._lock:
            self._users += 1

    def leave(self) -> None:
        """Somebody has finished; the last one closes it, if it is of no further use."""
        with self._lock:
            self._users -= 1
            over = self._is_last and not self._users
        if over:
            self.engine.close()

    def retire(self) -> None:
        """A newer version is open: nobody will begin to use this one."""
        with self._lock:
            self._is_last = True
            over = not self._users
        if over:
            self.engine.close()

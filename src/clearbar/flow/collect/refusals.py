"""rejected.csv: every reason why a row could not be used, for the person who can mend it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from clearbar.intake.tables import Refused
from clearbar.model.errors import Fault, InputFault
from clearbar.text.cells import harmless

COLUMNS = ("file", "row", "line", "column", "code", "reason", "hint", "value")
_HEADER = ",".join(COLUMNS)


class Refusals:
    """Writes refusals to a file that begins with the first of them: where nothing is refused, nothing is written."""

    def __init__(self, path: Path | None, file: str) -> None:
        self.path, self._file = path, file
        self._unfinished = path.with_name(f".{path.name}.part") if path else None
        self._stream: TextIO | None = None
        self._writer: Any = None

    def write(self, refused: Iterable[Refused]) -> None:
        """One line for each."""
        for one in refused:
            if self._writer is None and not self._begin():
                return
            line = f"{one.line}" if one.line else ""
            cells = (self._file, one.row, line, one.column, one.code, one.message, one.hint, one.value)
            self._writer.writerow([harmless(str(cell)) for cell in cells])

    def _begin(self) -> bool:
        if self._unfinished is None:
            return False
        self._stream = self._unfinished.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._stream)
        self._writer.writerow(COLUMNS)
        return True

    def finish(self) -> Path | None:
        """Puts the file in its place, for one of an earlier import; its path, None where nothing was refused."""
        if self._stream is None or self._unfinished is None or self.path is None:
            return None
        self._stream.close()
        self._unfinished.replace(self.path)
        return self.path

    def drop(self) -> None:
        """Leaves nothing of it behind."""
        if self._stream is not None:
            self._stream.close()
        if self._unfinished is not None:
            self._unfinished.unlink(missing_ok=True)


@contextmanager
def refusals(path: Path | None, file: str) -> Iterator[Refusals]:
    """A place for what is refused. InputFault where `path` holds something else than refusals of an earlier import, or
    lies in no folder."""
    if path is not None and path.exists():
        _refuse_other_content(path)
    elif path is not None and not path.absolute().parent.is_dir():
        hint = "make it first, or name another with --rejected"
        raise InputFault([Fault(str(path), 0, 0, "CI035", "the folder of this file is not there", hint)])
    sink = Refusals(path, file)
    try:
        yield sink
    finally:
        sink.drop()


def _refuse_other_content(path: Path) -> None:
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            ours = stream.readline().rstrip("\r\n") == _HEADER
    except (OSError, UnicodeDecodeError):
        ours = False
    if not ours:
        hint = "name another with --rejected, or move it away"
        raise InputFault([Fault(str(path), 0, 0, "CI035", "this file is not one of rejected rows", hint)])

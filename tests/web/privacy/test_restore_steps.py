"""Putting a backup into place is finished from wherever it was cut short, and not begun before its list is written."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from unittest.mock import patch

import pytest

from clearbar.web.site.faults import NotStarted
from clearbar.web.site.restore import BEGUN, READY, RESTORING, finish, put_in_place


class Killed(BaseException):
    """Stands for kill -9."""


def folder(top: Path) -> Path:
    """A data folder in use, with a restore that is prepared beside it."""
    data = top / "house"
    prepared = data / RESTORING
    for place, text in ((data, "old"), (prepared, "new")):
        (place / "evidence" / "ratings").mkdir(parents=True)
        (place / "evidence" / "ratings" / "a").write_text(text)
        (place / "clearbar.db").write_text(text)
        (place / "secret").write_text(text)
    (data / "clearbar.db-wal").write_text("old")
    (data / "report").mkdir()
    return data


def said(data: Path) -> dict[str, str]:
    return {one.relative_to(data).as_posix(): one.read_text() for one in data.rglob("*") if one.is_file()}


WHOLE = {"clearbar.db": "new", "secret": "new", "evidence/ratings/a": "new"}


@pytest.mark.parametrize("after", range(1, 12))
def test_cut_short_at_any_step_it_comes_to_the_same(after: int, tmp_path: Path) -> None:
    data, steps = folder(tmp_path), iter(range(1, 100))
    replace, unlink = Path.replace, Path.unlink

    def counted(act: object, *words: object, **more: object) -> object:
        if next(steps) == after:
            raise Killed
        return act(*words, **more)  # type: ignore[operator]

    with (
        patch.object(Path, "replace", lambda *words: counted(replace, *words)),
        patch.object(Path, "unlink", lambda *words, **more: counted(unlink, *words, **more)),
        suppress(Killed),
    ):
        put_in_place(data)
    if not (data / RESTORING / READY).exists() and (data / RESTORING).exists():
        assert said(data)["clearbar.db"] == "old" and said(data)["evidence/ratings/a"] == "old"
        return
    finish(data)
    assert said(data) == WHOLE and not finish(data)


def test_a_database_that_was_begun_without_the_rest_starts_nothing(tmp_path: Path) -> None:
    data = folder(tmp_path)
    (data / RESTORING / BEGUN).touch()
    with pytest.raises(NotStarted, match="cut short"):
        finish(data)

"""Who was erased is in no file of what follow-up and walks hold: cases, letters, coachings, files, thanks, walks."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import pytest
from cryptography.fernet import Fernet, InvalidToken

from clearbar.web.site.archive import KEYS, read_ring
from clearbar.web.site.boxes import opened
from tests.web.privacy import said
from tests.web.privacy import said_followup as followed
from tests.web.privacy.houses import act, clearbar, wait_for
from tests.web.privacy.test_columns import SEALED
from tests.web.serving import serving

pytestmark = pytest.mark.slow
ALL = followed.CUSTOMERS | followed.LEAVERS | followed.FILED
CLOSED_FOR_GOOD = followed.CUSTOMERS | followed.LEAVERS
NEVER = {"the camera": followed.CAMERA, "an unreadable letter": followed.UNREADABLE}
NICKNAME = {"a shopper": followed.NICKNAME}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """`house`, served: seeded, backed up into `old`, erased and swept, backed up into `new`; `picture` says what the
    picture of the walk looks like in bytes, and `old-keys` is a copy of the keys of before."""
    top = tmp_path_factory.mktemp("followed")
    house = top / "house"
    with serving(house):
        act("seed", house)
        theirs, others = act("follow", house).splitlines()[-1].split()
        (top / "picture").write_text(theirs, encoding="ascii")
        (top / "other-picture").write_text(others, encoding="ascii")
        assert said.found(house, followed.PLAIN | NICKNAME) and picture_in(top, house), "so the search can find"
        assert clearbar("backup", str(top / "backups" / "old.zip"), "--data", str(house)).returncode == 0
        shutil.copy(top / "backups" / KEYS, top / "old-keys")
        act("erase", house)
        wait_for("state", house, "swept")
        assert clearbar("backup", str(top / "backups" / "new.zip"), "--data", str(house)).returncode == 0
        yield top


def picture_in(top: Path, folder: Path, which: str = "picture") -> set[str]:
    """Where the bytes of a picture stand."""
    wanted = bytes.fromhex((top / which).read_text(encoding="ascii"))
    assert len(wanted) > 50
    return {place for place, content in said.everything(folder) if wanted in content}


def read_with(archive: Path, keys: Path, tmp_path: Path) -> tuple[str, set[bytes]]:
    """All that somebody reads who has an archive and a file of keys: boxes, and every sealed column, tried with every
    key; and the bytes that are in boxes."""
    ring = read_ring(keys).keys
    with ZipFile(archive) as packed:
        values = [one for one in opened(packed.read("sealed.jsonl").decode().splitlines(), ring) if one]
        packed.extract("clearbar.db", tmp_path)
    told = [str(one.value) for one in values]
    locks = [Fernet(key) for key in ring.values()]
    with closing(sqlite3.connect(tmp_path / "clearbar.db")) as held:
        for column in SEALED:
            table, name = column.split(".")
            for (sealed,) in held.execute(f'select "{name}" from {table} where length("{name}") > 0'):
                told += [text for lock in locks if (text := _open(lock, sealed)) is not None]
    return "\n".join(told), {one.value for one in values if isinstance(one.value, bytes)}


def _open(lock: Fernet, sealed: bytes) -> str | None:
    try:
        return lock.decrypt(bytes(sealed)).decode("unicode_escape")
    except InvalidToken:
        return None


def test_nothing_is_left_in_any_file_of_the_data_folder(world: Path) -> None:
    assert not said.found(world / "house", ALL | NEVER | NICKNAME)
    assert not picture_in(world, world / "house") and picture_in(world, world / "house", "other-picture")


def test_no_archive_has_a_word_or_a_picture_in_clear(world: Path) -> None:
    assert not said.found(world / "backups", ALL | NEVER | NICKNAME)
    for which in ("picture", "other-picture"):
        assert not picture_in(world, world / "backups", which)


def test_with_the_newest_keys_an_old_archive_opens_for_nobody_who_was_erased(world: Path, tmp_path: Path) -> None:
    archive = world / "backups" / "old.zip"
    before, pictures = read_with(archive, world / "old-keys", tmp_path)
    assert not {what for what, word in (ALL | NICKNAME).items() if word not in before}, "so the search can find"
    wanted = bytes.fromhex((world / "picture").read_text(encoding="ascii"))
    assert any(wanted in one for one in pictures)
    now, pictures = read_with(archive, world / "backups" / KEYS, tmp_path)
    assert not {what for what, word in (ALL | NICKNAME).items() if word in now}
    assert not any(wanted in one for one in pictures) and said.STAYS in now and followed.STAYS in now


def test_a_new_archive_has_the_file_that_has_to_stay_and_nothing_else_of_theirs(world: Path, tmp_path: Path) -> None:
    now, _ = read_with(world / "backups" / "new.zip", world / "backups" / KEYS, tmp_path)
    assert not {what for what, word in (CLOSED_FOR_GOOD | NICKNAME).items() if word in now}
    assert not {what for what, word in followed.FILED.items() if word not in now}


def test_restoring_either_archive_brings_nobody_back(world: Path, tmp_path: Path) -> None:
    for name in ("old", "new"):
        done = clearbar("restore", str(world / "backups" / f"{name}.zip"), "--data", str(tmp_path / name))
        assert done.returncode == 0, done.stderr
        assert not said.found(tmp_path / name, ALL | NEVER | NICKNAME) and not picture_in(world, tmp_path / name)
        assert picture_in(world, tmp_path / name, "other-picture"), "who was not erased has theirs back"

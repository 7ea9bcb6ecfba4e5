"""Who was erased is in no file: not in the database, its log, the evidence and its logs, nor in a backup of before."""

from __future__ import annotations

import random
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from subprocess import Popen
from zipfile import ZipFile

import pytest

from clearbar.web.site.archive import KEYS, read_ring
from clearbar.web.site.boxes import opened
from tests.web.privacy import said
from tests.web.privacy.houses import act, clearbar, manage, wait_for
from tests.web.serving import CLEARBAR, environment, serving

pytestmark = [pytest.mark.slow, pytest.mark.long]
WORDS = said.CUSTOMERS | said.LEAVERS
NAMES_NOBODY = {"the pseudonym"}
"""What stays in audit lines: the pseudonym of a customer."""
IDS = {"the pseudonym", "the ticket"}
"""What an old backup has in clear: ids, which lead to nobody without another system."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """`house`, served: seeded, backed up into `old`, erased and swept, backed up into `new`. `old-keys` is a copy of
    the keys of before, which nobody ought to have."""
    top = tmp_path_factory.mktemp("erased")
    house = top / "house"
    with serving(house):
        act("seed", house)
        wait_for("mirrored", house, "3")
        assert {what for what, _ in said.found(house, WORDS)} == set(WORDS) - {"the address"}
        made = clearbar("backup", str(top / "backups" / "old.zip"), "--data", str(house))
        assert made.returncode == 0, made.stderr
        shutil.copy(top / "backups" / KEYS, top / "old-keys")
        act("erase", house)
        wait_for("state", house, "swept")
        assert clearbar("backup", str(top / "backups" / "new.zip"), "--data", str(house)).returncode == 0
        yield top


def hits(folder: Path, words: dict[str, str]) -> set[tuple[str, str]]:
    return {(what, place) for what, place in said.found(folder, words) if what not in NAMES_NOBODY}


def test_nothing_is_left_in_any_file_of_the_data_folder(world: Path) -> None:
    assert not hits(world / "house", WORDS)
    where = {place for _, place in said.found(world / "house", {"it": said.CUSTOMER})}
    assert where <= {"clearbar.db", "clearbar.db-wal"}, where
    assert said.found(world / "house", {"another's words": said.STAYS})


def test_the_evidence_forgot_both_and_kept_the_rest(world: Path) -> None:
    rows = [text for name, text in said.everything(world / "house" / "evidence") if "(rows)" in name]
    assert rows and any(b"c-other-1" in one for one in rows)
    for word in (said.CUSTOMER, said.LEAVER, said.TICKET):
        assert not said.found(world / "house" / "evidence", {"it": word})


def test_an_old_backup_holds_closed_boxes_only(world: Path, tmp_path: Path) -> None:
    shutil.copy(world / "backups" / "old.zip", tmp_path)
    assert {what for what, _ in said.found(tmp_path, WORDS)} <= IDS


def test_with_the_newest_keys_an_old_backup_cannot_be_opened_for_them(world: Path) -> None:
    with ZipFile(world / "backups" / "old.zip") as packed:
        lines = packed.read("sealed.jsonl").decode().splitlines()
    before, now = (read_ring(one).keys for one in (world / "old-keys", world / "backups" / KEYS))

    def told(keys: object) -> str:
        return repr([one for one in opened(lines, keys) if one])  # type: ignore[arg-type]

    private = set(WORDS) - IDS - {"the address"}
    assert {what for what in private if WORDS[what] in told(before)} == private
    assert not {what for what in private if WORDS[what] in told(now)}
    assert said.STAYS in told(now)


def test_restoring_an_old_backup_brings_nobody_back(world: Path, tmp_path: Path) -> None:
    done = clearbar("restore", str(world / "backups" / "old.zip"), "--data", str(tmp_path / "house"))
    assert done.returncode == 0, done.stderr
    assert "Erased since: 2, erased again" in done.stdout and "stay closed for good" in done.stdout
    assert not hits(tmp_path / "house", WORDS)
    assert said.found(tmp_path / "house", {"another's words": said.STAYS})
    with serving(tmp_path / "house"):
        assert act("mirrored", tmp_path / "house") == "2"


def test_who_came_back_after_an_erasure_is_whole_in_backups_of_then_and_gone_from_those_of_before(
    world: Path, tmp_path: Path
) -> None:
    house, backups, again = tmp_path / "house", tmp_path / "backups", tmp_path / "again"
    assert clearbar("restore", str(world / "backups" / "new.zip"), "--data", str(house)).returncode == 0
    act("return", house)
    assert clearbar("backup", str(backups / "then.zip"), "--data", str(house)).returncode == 0
    assert not said.found(backups, {"their words": said.CAME_BACK})
    done = clearbar("restore", str(backups / "then.zip"), "--data", str(again))
    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(again / "clearbar.db")) as held:
        kept = held.execute("select customer, messages from ledger_interaction where id = 'zyx-later'").fetchone()
        assert kept and kept[0] == said.CUSTOMER and said.CAME_BACK in kept[1]
        rated = held.execute("select customer from ledger_rating where rating = 'r-zyx-later'").fetchone()
        assert rated == (said.CUSTOMER,)
        assert held.execute("select name from people_person where id = ?", [said.LEAVER]).fetchone()[0]
    keys = ("--keys", str(backups / KEYS))
    old = clearbar("restore", str(world / "backups" / "old.zip"), "--data", str(tmp_path / "old"), *keys)
    assert old.returncode == 0 and "Erased since: 2, erased again" in old.stdout, old.stdout + old.stderr
    assert not hits(tmp_path / "old", WORDS)


def test_a_trial_tells_and_changes_nothing(world: Path, tmp_path: Path) -> None:
    before = {name: content for name, content in said.everything(world / "backups")}
    done = clearbar("restore", str(world / "backups" / "new.zip"), "--trial", "--data", str(tmp_path / "none"))
    assert done.returncode == 0, done.stderr
    for words in ("every checksum holds", "the database is whole", "Audit lines that can be opened", "nothing was"):
        assert words in done.stdout
    assert not (tmp_path / "none").exists()
    assert before == {name: content for name, content in said.everything(world / "backups")}


def test_a_folder_in_use_is_refused_and_left_as_it_is(world: Path, tmp_path: Path) -> None:
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "clearbar.db").write_bytes(b"mine")
    done = clearbar("restore", str(world / "backups" / "new.zip"), "--data", str(tmp_path / "house"))
    assert done.returncode == 2 and "is in use" in done.stderr and "--over" in done.stderr
    assert (tmp_path / "house" / "clearbar.db").read_bytes() == b"mine"
    done = clearbar("restore", str(world / "backups" / "new.zip"), "--data", str(tmp_path / "house"), "--over")
    assert done.returncode == 0, done.stderr
    assert tables(tmp_path / "house") > 50


def tables(house: Path) -> int:
    with closing(sqlite3.connect(house / "clearbar.db")) as held:
        return int(held.execute("select count(*) from sqlite_master where type = 'table'").fetchone()[0])


@pytest.mark.parametrize("damage", ["cut", "flipped", "emptied", "no zip", "missing member", "no keys"])
def test_a_damaged_backup_is_told_in_a_sentence(damage: str, world: Path, tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    content = bytearray((world / "backups" / "new.zip").read_bytes())
    shutil.copy(world / "backups" / KEYS, tmp_path / KEYS)
    if damage == "cut":
        content = content[: len(content) // 2]
    elif damage == "flipped":
        middle = len(content) // 3
        content[middle : middle + 64] = bytes(byte ^ 255 for byte in content[middle : middle + 64])
    elif damage == "emptied":
        content = bytearray()
    elif damage == "no zip":
        content = bytearray(b"a letter, no archive")
    file.write_bytes(content)
    if damage == "missing member":
        with ZipFile(world / "backups" / "new.zip") as whole, ZipFile(file, "w") as less:
            for name in whole.namelist():
                if name != "sealed.jsonl":
                    less.writestr(name, whole.read(name))
    if damage == "no keys":
        (tmp_path / KEYS).unlink()
    done = clearbar("restore", str(file), "--data", str(tmp_path / "house"))
    assert done.returncode == 2 and "Traceback" not in done.stderr, done.stderr
    wanted = "keys are missing" if damage == "no keys" else "damaged"
    assert wanted in done.stderr and len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "house" / "clearbar.db").exists()


def test_a_restore_that_is_killed_leaves_all_or_nothing(world: Path, tmp_path: Path) -> None:
    """Killed at moments drawn by chance, the folder holds what it held or the whole backup, and can be served."""
    draw, outcomes = random.Random(7), set()
    file = str(world / "backups" / "new.zip")
    begun = time.monotonic()
    assert clearbar("restore", file, "--data", str(tmp_path / "timed")).returncode == 0
    takes = time.monotonic() - begun
    for number in range(6):
        house = tmp_path / f"house{number}"
        house.mkdir()
        with closing(sqlite3.connect(house / "clearbar.db")) as held:
            held.execute("create table mine (one int)")
        process = Popen([str(CLEARBAR), "restore", file, "--data", str(house), "--over"], env=environment())
        time.sleep(draw.uniform(0.3, 1.05) * takes)
        process.kill()
        process.wait()
        next_one = manage(house, "check")  # whoever starts next finishes what was begun
        assert next_one.returncode == 0, next_one.stderr
        outcomes.add(tables(house) > 50)
        if tables(house) <= 50:
            assert tables(house) == 1
            assert clearbar("restore", file, "--data", str(house), "--over").returncode == 0
        assert tables(house) > 50 and not (house / ".restoring").exists()
        assert not hits(house, WORDS)
    assert False in outcomes, "no moment was early enough to prove anything"

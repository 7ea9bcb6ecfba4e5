"""What the environment says is read once, typed, and told in a sentence where it cannot be meant."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from clearbar.web.site import env
from clearbar.web.site.folder import make_folder


def test_a_secret_may_lie_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "s").write_text("from a file\n")
    monkeypatch.setenv("CLEARBAR_X_FILE", str(tmp_path / "s"))
    monkeypatch.setenv("CLEARBAR_X", "from the environment")
    assert env.text("CLEARBAR_X") == "from a file"
    monkeypatch.setenv("CLEARBAR_X_FILE", str(tmp_path / "none"))
    with pytest.raises(ImproperlyConfigured, match="CLEARBAR_X_FILE"):
        env.text("CLEARBAR_X")


@pytest.mark.parametrize(("said", "value"), [("yes", True), ("0", False), ("ON", True), (" no ", False)])
def test_a_switch_is_yes_or_no(monkeypatch: pytest.MonkeyPatch, said: str, value: bool) -> None:
    monkeypatch.setenv("CLEARBAR_X", said)
    assert env.switch("CLEARBAR_X") is value


@pytest.mark.parametrize("said", ["", "perhaps", "2"])
def test_anything_else_is_no_switch(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv("CLEARBAR_X", said)
    with pytest.raises(ImproperlyConfigured, match="yes or no"):
        env.switch("CLEARBAR_X")


@pytest.mark.parametrize("said", ["0", "65", "-1", "4.5", "four", ""])
def test_a_number_outside_its_bounds_is_told(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv("CLEARBAR_X", said)
    with pytest.raises(ImproperlyConfigured, match="from 1 to 64"):
        env.number("CLEARBAR_X", 4, 1, 64)


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("postgresql://ann:p%40ss@db.example:5433/house", ("house", "ann", "p@ss", "db.example", "5433")),
        ("postgres://postgres:@/postgres?host=/run/pg", ("postgres", "postgres", "", "/run/pg", "")),
        ("postgresql://db/house", ("house", "", "", "db", "")),
    ],
)
def test_a_url_names_a_database(tmp_path: Path, url: str, parts: tuple[str, ...]) -> None:
    found = env.database(url, tmp_path)
    assert tuple(found[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")) == parts


@pytest.mark.parametrize(
    "url", ["mysql://x/y", "postgresql://u:secret@h:port/x", "house.db", "postgresql://[u:secret/x"]
)
def test_what_names_none_is_told_without_its_password(tmp_path: Path, url: str) -> None:
    with pytest.raises(ImproperlyConfigured) as told:
        env.database(url, tmp_path)
    assert "CLEARBAR_DATABASE_URL" in str(told.value) and "secret" not in str(told.value)


def test_sqlite_forgets_nothing_that_it_acknowledged(tmp_path: Path) -> None:
    options: Any = env.database("", tmp_path)["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    for words in ("journal_mode=WAL", "synchronous=FULL"):
        assert words in options["init_command"]


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("", ("", 25, "", "", False, False)),
        ("smtp://mail.example", ("mail.example", 25, "", "", False, False)),
        ("smtp+tls://a:b%3Ac@mail.example", ("mail.example", 587, "a", "b:c", True, False)),
        ("smtps://mail.example:999", ("mail.example", 999, "", "", False, True)),
    ],
)
def test_a_url_names_a_mail_server(url: str, parts: tuple[object, ...]) -> None:
    assert env.mail(url) == parts


def test_a_data_folder_is_made_once_and_its_secret_stays(tmp_path: Path) -> None:
    data = tmp_path / "deep" / "house"
    make_folder(data)
    secret = (data / "secret").read_text()
    make_folder(data)
    assert (data / "secret").read_text() == secret and len(secret) >= 48
    assert (data / "secret").stat().st_mode & 0o777 == 0o600 and data.stat().st_mode & 0o777 == 0o700
    assert [file.name for file in data.iterdir()] == ["secret"]

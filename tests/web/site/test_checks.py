"""Settings that would do harm are refused before anything is served, each with an id and what to do."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfoNotFoundError

import pytest
from django.core.checks import CheckMessage, run_checks

from clearbar.web.site import checks
from clearbar.web.site.faults import NotStarted

SITE = Path(checks.__file__).parent
DOCS = Path(__file__).parents[3] / "docs" / "settings.md"
pytestmark = pytest.mark.django_db


def found(identity: str) -> list[CheckMessage]:
    return [one for one in run_checks(tags=[checks.OURS], databases=["default"]) if one.id == identity]


@pytest.mark.parametrize(
    ("identity", "wrong"),
    [
        ("clearbar.E001", {"SECRET_KEY": "short"}),
        ("clearbar.E002", {"CLEARBAR_ADDRESS": "https://x.example", "DEBUG": True}),
        ("clearbar.E003", {"SOCIALACCOUNT_PROVIDERS": {"openid_connect": {"APPS": [{"client_id": "", "secret": ""}]}}}),
        ("clearbar.W002", {"CLEARBAR_ADDRESS": "http://x.example"}),
        ("clearbar.W003", {"CLEARBAR_ADDRESS": "https://x.example"}),
        ("clearbar.W004", {"EMAIL_HOST": ""}),
    ],
)
def test_each_check_finds_its_fault_and_nothing_where_there_is_none(
    settings: Any, identity: str, wrong: dict[str, Any]
) -> None:
    settings.EMAIL_HOST = "mail.example"
    assert not found(identity)
    for name, value in wrong.items():
        setattr(settings, name, value)
    [told] = found(identity)
    assert told.hint and (told.level >= 40) == identity.startswith("clearbar.E")


def test_a_secret_that_others_may_read_is_told(own_data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CLEARBAR_SECRET")
    (own_data_folder / "secret").write_text("x")
    (own_data_folder / "secret").chmod(0o600)
    assert not found("clearbar.W001")
    (own_data_folder / "secret").chmod(0o640)
    assert found("clearbar.W001")


def test_missing_time_zones_are_told() -> None:
    with patch.object(checks, "ZoneInfo", side_effect=ZoneInfoNotFoundError):
        assert found("clearbar.E004")


def test_an_old_postgresql_is_told() -> None:
    with patch.object(checks, "connections") as seen:
        seen["default"].vendor = "postgresql"
        seen.__getitem__.return_value.vendor = "postgresql"
        seen.__getitem__.return_value.get_database_version.return_value = (13, 4)
        assert found("clearbar.E005")


def test_sqlite_on_a_network_file_system_is_told(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text("a / ext4 rw 0 0\nb /srv nfs4 rw 0 0\nc /srv/fast xfs rw 0 0\n")
    assert checks.file_system(Path("/srv/data"), mounts) == "nfs4"
    assert checks.file_system(Path("/srv/fast/data"), mounts) == "xfs"
    assert checks.file_system(Path("/home"), mounts) == "ext4"
    assert checks.file_system(Path("/home"), tmp_path / "none") == ""
    with patch.object(checks, "file_system", return_value="nfs4"), patch.object(checks, "connections") as seen:
        seen.__getitem__.return_value.vendor = "sqlite"
        assert found("clearbar.W005")


def test_all_errors_are_told_together_and_warnings_beside_them(
    settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.EMAIL_HOST = ""
    checks.demand_settings()
    assert "clearbar.W004" in capsys.readouterr().err
    settings.SECRET_KEY, settings.DEBUG, settings.CLEARBAR_ADDRESS = "short", True, "https://x.example"
    with pytest.raises(NotStarted, match=r"(?s)clearbar\.E001.*clearbar\.E002"):
        checks.demand_settings()


def test_the_page_of_settings_lists_every_variable_and_every_check() -> None:
    source = "\n".join(file.read_text(encoding="utf-8") for file in SITE.parent.rglob("*.py"))
    read = set(re.findall(r'"(CLEARBAR_[A-Z_]+)"', source)) - {"CLEARBAR_REQUIRE_ALL"}
    known = set(re.findall(r'id="(clearbar\.[EW]\d{3})"', source))
    page = DOCS.read_text(encoding="utf-8")
    rows = set(re.findall(r"^\| `([A-Za-z_.0-9]+)`", page, re.MULTILINE))
    assert len(read) > 10 and len(known) > 8
    assert {one for one in rows if one.startswith("CLEARBAR_")} == read
    assert {one for one in rows if one.startswith("clearbar.")} == known

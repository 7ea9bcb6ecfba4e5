"""The set-up page says of each thing that the application stands on whether it is in order, and what to do."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from shutil import _ntuple_diskusage
from smtplib import SMTPRecipientsRefused
from threading import Thread
from unittest.mock import patch

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.utils import timezone

from clearbar.web.audit.actions import record
from clearbar.web.ledger.models import Job
from clearbar.web.site import conditions
from clearbar.web.site.archive import KEYS, Ring, read_manifest
from clearbar.web.site.backup import back_up
from clearbar.web.site.conditions import Condition
from clearbar.web.site.copying import Copied

pytestmark = pytest.mark.django_db
Log = Callable[[str], Client]


def told(name: str, host: str = "localhost:8000", secure: bool = False) -> Condition:
    with patch.object(conditions, "PATIENCE_SECONDS", 0.2):
        found = conditions.conditions(host=host, secure=secure, now=timezone.now())
    return next(one for one in found if one.name == name)


@pytest.fixture
def listener() -> Iterator[tuple[str, list[bytes]]]:
    """An address at which somebody answers what is next in the list."""
    answers = [b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"]
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            while answers:
                try:
                    with server.accept()[0] as one:
                        one.recv(4096)
                        one.sendall(answers[0])
                except OSError:
                    return

        Thread(target=answer, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", answers
        answers.clear()


def test_the_page_shows_every_condition_with_a_word(log_in: Log) -> None:
    page = log_in("ada").get("/setup/").content.decode()
    for name in ("Address", "HTTPS", "E-mail", "Clock", "Disk", "Backup", "Jobs", "Evidence", "PostgreSQL"):
        assert name in page or (name == "PostgreSQL" and "SQLite" in page)


def test_the_address_is_asked_from_here(settings: object, listener: tuple[str, list[bytes]]) -> None:
    address, answers = listener
    settings.CLEARBAR_ADDRESS = address  # type: ignore[attr-defined]
    host = address.removeprefix("http://")
    assert told("Address", host).good is True
    answers[0] = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    assert told("Address", host).good is False
    assert told("Address", "other.example").good is False
    settings.CLEARBAR_ADDRESS = "http://127.0.0.1:9"  # type: ignore[attr-defined]
    assert told("Address", "127.0.0.1:9").good is None


@pytest.mark.parametrize(
    ("address", "secure", "good"),
    [
        ("https://clearbar.example", True, True),
        ("http://clearbar.example", False, False),
        ("http://localhost:8000", False, None),
    ],
)
def test_https_is_judged_by_the_address(settings: object, address: str, secure: bool, good: bool | None) -> None:
    settings.CLEARBAR_ADDRESS = address  # type: ignore[attr-defined]
    assert told("HTTPS", "elsewhere", secure).good is good


def test_a_proxy_that_lets_people_in_without_https_is_told(settings: object) -> None:
    settings.CLEARBAR_ADDRESS = "https://clearbar.example"  # type: ignore[attr-defined]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")  # type: ignore[attr-defined]
    assert told("HTTPS", "clearbar.example", secure=False).good is False


def test_a_trial_mail_is_sent_and_remembered(log_in: Log, settings: object) -> None:
    assert told("E-mail").good is False
    settings.EMAIL_HOST = "mail.example"  # type: ignore[attr-defined]
    assert told("E-mail").good is None
    assert log_in("ada").post("/setup/", {"to": "ada@example.test"}).status_code == 302
    assert [one.to for one in mail.outbox] == [["ada@example.test"]]
    assert told("E-mail").good is True


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (SMTPRecipientsRefused({"x@y.example": (550, b"no such user")}), "550 no such user"),
        (ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused"), "cannot be reached: Connection refused"),
        (TimeoutError("timed out"), "cannot be reached: timed out"),
    ],
)
def test_what_a_mail_server_answers_is_told_at_the_field(log_in: Log, fault: Exception, words: str) -> None:
    with patch("django.core.mail.EmailMessage.send", side_effect=fault):
        page = log_in("ada").post("/setup/", {"to": "x@y.example"}).content.decode()
    assert words in page and "x@y.example" in page


def test_a_clock_that_went_back_is_told() -> None:
    assert told("Clock").good is None
    with transaction.atomic():
        record(actor="system", verb="x", thing=("y", 1), at=timezone.now() + timedelta(hours=3))
    assert told("Clock").good is False and "went back" in told("Clock").said


def test_a_disk_that_is_nearly_full_or_cannot_be_written_is_told() -> None:
    assert told("Disk").good in {True, None}
    with patch("shutil.disk_usage", return_value=_ntuple_diskusage(10, 9, 1)):
        assert told("Disk").good is False
    with patch("os.fsync", side_effect=OSError(errno.ENOSPC, "No space left on device")):
        disk = told("Disk")
    assert disk.good is False and "No space left" in disk.said


def test_a_backup_is_remembered_until_it_is_old(tmp_path: Path) -> None:
    assert told("Backup").good is False
    with patch("clearbar.web.site.backup.copied", lambda folder, now: Copied([], {}, Ring({}))):
        back_up(tmp_path / "b.zip", timezone.now() - timedelta(days=6))
    assert told("Backup").good is True
    with patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(days=2)):
        assert told("Backup").good is False


def test_two_backups_to_one_file_at_once_are_both_whole_and_one_that_fails_leaves_nothing(tmp_path: Path) -> None:
    file, others = tmp_path / "backups" / "b.zip", [1]

    def another() -> list[Path]:
        while others:
            others.pop()
            back_up(file, timezone.now())
            read_manifest(file)
        return []

    with (
        patch("clearbar.web.site.backup.copied", lambda folder, now: Copied([], {}, Ring({}))),
        patch("clearbar.web.site.backup.films", another),
    ):
        back_up(file, timezone.now())
        assert not others and read_manifest(file).members
        with pytest.raises(FileNotFoundError):
            back_up(file.with_name("c.zip"), timezone.now(), tmp_path / "no such folder" / "keys.json")
    assert sorted(one.name for one in file.parent.iterdir()) == ["b.zip", KEYS]


def test_work_that_nobody_does_and_jobs_that_were_given_up_are_told_and_tried_again(log_in: Log) -> None:
    now = timezone.now()
    assert told("Jobs").good is True
    Job.objects.create(name="m", task="mail", due=now, failed_at=now, error="SMTPServerDisconnected", attempts=8)
    assert told("Jobs").good is False
    ada = log_in("ada")
    assert "SMTPServerDisconnected" in ada.get("/setup/").content.decode()
    assert ada.post("/setup/retry/", {"job": "m"}).status_code == 302
    assert Job.objects.get().failed_at is None and told("Jobs").good is True
    Job.objects.update(due=now - timedelta(hours=1))
    assert told("Jobs").good is False and "nobody does it" in told("Jobs").said

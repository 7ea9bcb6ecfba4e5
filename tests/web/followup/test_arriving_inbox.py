"""The inbox, on a real IMAP server: each mail is taken once, whatever happens in between."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from clearbar.web.followup.actions import arriving_poll
from clearbar.web.followup.actions.arriving_poll import poll, take_from_inbox
from clearbar.web.followup.inbox import REFUSED, Account, Inbox, InboxFault
from clearbar.web.followup.models.arriving import Arrival, InboxPlace
from clearbar.web.followup.models.recovery import Case
from clearbar.web.followup.queries.arriving import inbox_state, letters
from clearbar.web.people.models import Person
from clearbar.web.site import env
from tests.web.conftest import NOW
from tests.web.followup import dovecot
from tests.web.followup.dovecot import PASSWORD, Dovecot

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db,
    pytest.mark.skipif(dovecot.find() is None, reason="Dovecot is not installed; make system installs it"),
]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Dovecot]:
    """A server whose certificate is trusted."""
    folder = Path(tempfile.mkdtemp(prefix="clearbar-imap-"))
    found = dovecot.start(folder)
    monkeypatch.setenv("SSL_CERT_FILE", str(found.certificate))
    yield found
    found.stop()
    shutil.rmtree(folder, ignore_errors=True)


def account(server: Dovecot, **other: Any) -> Account:
    return Account(**(env.inbox(server.url) | other))  # type: ignore[arg-type]


def mail(number: int, text: str = "", **headers: str) -> bytes:
    told = {
        "From": f"Customer {number} <customer-{number}@mail.example>", "To": "complaints@harbour.example",
        "Subject": f"Glasses {number}", "Date": "Mon, 16 Nov 2026 10:00:00 +0100",
        "Message-ID": f"<letter-{number}@mail.example>", "Content-Type": "text/plain; charset=utf-8",
    } | {name.replace("_", "-"): value for name, value in headers.items()}  # fmt: skip
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    return f"{head}\r\n{text or f'I waited for the glasses number {number}.'}\r\n".encode()


def test_what_is_new_becomes_a_case_once_and_is_marked_then(server: Dovecot, cast: dict[str, Person]) -> None:
    server.deliver(mail(1), mail(2))
    assert poll(account=account(server), at=NOW) == 2
    assert (Case.objects.count(), server.unread()) == (2, 0)
    assert poll(account=account(server), at=NOW) == 0
    server.deliver(mail(3), mail(2))  # the second one comes again: a copy in the same folder
    assert poll(account=account(server), at=NOW) == 2
    assert sorted(one.sender for one in letters(list(Arrival.objects.all()))) == [
        f"customer-{number}@mail.example" for number in (1, 2, 3)
    ]
    assert inbox_state().read_at == NOW or not inbox_state().named


def test_what_somebody_else_has_read_meanwhile_is_taken_all_the_same(server: Dovecot, cast: dict[str, Person]) -> None:
    poll(account=account(server), at=NOW)
    server.deliver(mail(1))
    client = server.client()
    client.select("INBOX")
    client.store("1", "+FLAGS", r"(\Seen)")
    client.logout()
    assert poll(account=account(server), at=NOW) == 1 and Case.objects.count() == 1


def test_of_an_inbox_that_was_there_before_only_the_unread_is_taken(server: Dovecot, cast: dict[str, Person]) -> None:
    server.deliver(*[mail(number) for number in range(1, 7)])
    client = server.client()
    client.select("INBOX")
    client.store("2:4", "+FLAGS", r"(\Seen)")
    client.logout()
    assert poll(account=account(server), at=NOW) == 3
    server.deliver(mail(7))
    assert poll(account=account(server), at=NOW) == 1
    told = sorted(one.sender for one in letters(list(Arrival.objects.all())))
    assert told == [f"customer-{number}@mail.example" for number in (1, 5, 6, 7)]


def test_stopped_in_the_middle_of_an_old_inbox_it_goes_on_without_the_read_ones(
    server: Dovecot, cast: dict[str, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    server.deliver(*[mail(number) for number in range(1, 7)])
    client = server.client()
    client.select("INBOX")
    client.store("2:4", "+FLAGS", r"(\Seen)")
    client.logout()
    monkeypatch.setattr(arriving_poll, "MOST", 1)
    for _ in range(3):
        poll(account=account(server), at=NOW)
    assert Case.objects.count() == 3


def test_a_server_that_numbers_afresh_brings_nothing_twice(server: Dovecot, cast: dict[str, Person]) -> None:
    server.deliver(mail(1), mail(2))
    poll(account=account(server), at=NOW)
    before = InboxPlace.objects.get()
    InboxPlace.objects.update(validity=before.validity + 1, read_at=NOW)  # as if the numbers were others
    server.deliver(mail(3))
    poll(account=account(server), at=NOW)
    assert InboxPlace.objects.get().validity == before.validity
    assert Case.objects.count() == 3


def test_a_mail_far_too_large_is_read_at_its_beginning(server: Dovecot, cast: dict[str, Person]) -> None:
    bound = "cut-here"
    body = (
        f"--{bound}\r\nContent-Type: text/plain\r\n\r\nMy frame broke.\r\n--{bound}\r\n"
        f"Content-Type: image/jpeg; name=frame.jpg\r\nContent-Transfer-Encoding: base64\r\n\r\n" + "QUJD" * 900_000
    )
    server.deliver(mail(1, body, Content_Type=f'multipart/mixed; boundary="{bound}"'))
    poll(account=account(server), at=NOW)
    (letter,) = letters(list(Arrival.objects.all()))
    assert letter.text == "My frame broke." and letter.arrival.state == "case"
    assert letter.attachments[0][0] == "frame.jpg"
    assert len(bytes(letter.arrival.sealed or b"")) < 2_000


@pytest.mark.parametrize(("change", "told"), [
    ({"password": "wrong-secret-4711"}, REFUSED),
    ({"folder": "nowhere"}, "The inbox has no such folder. Look at the end of CLEARBAR_INBOX_URL."),
    ({"port": 1}, "The mail server cannot be reached, or broke off."),
])  # fmt: skip
def test_what_keeps_it_from_being_read_is_told_without_any_secret(
    server: Dovecot, cast: dict[str, Person], change: dict[str, Any], told: str, caplog: pytest.LogCaptureFixture
) -> None:
    named = account(server, **change)
    with pytest.raises(InboxFault, match=told[:20]) as fault:
        poll(account=named, at=NOW)
    assert str(fault.value) == told and fault.value.__cause__ is None
    assert InboxPlace.objects.get().fault == told
    for text in (repr(named), repr(fault.value), caplog.text):
        assert PASSWORD not in text and "4711" not in text
    poll(account=account(server), at=NOW)


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(
    server: Dovecot, cast: dict[str, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(InboxFault, match="not trusted"):
        Inbox(account(server))


def test_a_second_reader_at_the_same_time_takes_nothing_twice(server: Dovecot, cast: dict[str, Person]) -> None:
    poll(account=account(server), at=NOW)
    server.deliver(mail(1), mail(2))
    place = InboxPlace.objects.get()
    with Inbox(account(server)) as slow:
        fetched = {uid: slow.fetch(uid) for uid in slow.waiting(place.uid, place.top, None)}
        assert poll(account=account(server), at=NOW) == 2
        for uid, one in sorted(fetched.items(), reverse=True):
            late = take_from_inbox(
                name=place.account, validity=slow.validity, uid=uid, fetched=one, at=NOW + timedelta(minutes=1)
            )
            assert late is None
    assert Case.objects.count() == 2
    assert InboxPlace.objects.get().uid == max(fetched)  # nor does it move the place back


def test_killed_again_and_again_a_hundred_mails_come_once_each(server: Dovecot, tmp_path: Path) -> None:
    """The reader is killed (SIGKILL) at random moments until it has done its work; nothing is lost or doubled."""
    where = os.environ | {
        "CLEARBAR_DATA": str(tmp_path / "house"), "CLEARBAR_INBOX_URL": server.url,
        "SSL_CERT_FILE": str(server.certificate),
    }  # fmt: skip
    (tmp_path / "house").mkdir()
    command = [sys.executable, "-m", "tests.web.followup.inbox_poller"]
    subprocess.run([*command, "make"], env=where, check=True, timeout=120)
    server.deliver(*[mail(number) for number in range(100)])
    chance, kills = random.Random(20261122), 0
    while kills < 8:
        process = subprocess.Popen([*command, "on"], env=where, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(chance.uniform(0.05, 0.5))
        process.kill()
        process.wait()
        kills += 1
        if kills == 4:
            server.deliver(*[mail(number) for number in range(100, 110)], *[mail(number) for number in range(5)])
    done = subprocess.run([*command, "all"], env=where, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told == {"arrivals": {"case": 110}, "senders": 110, "cases": 110, "heard": 0}

"""Conditions: whether what the application stands on is in order, each in words with what to do."""

from __future__ import annotations

import os
import platform
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import httpx
from django.conf import settings
from django.db import connection
from django.db.models import F, Max, Min
from django.db.models.functions import Now

from clearbar.web.audit.models import Line
from clearbar.web.ledger import leases, mail
from clearbar.web.ledger.models import Job, Rating
from clearbar.web.people.models import Organisation

PATIENCE_SECONDS = 3.0
LITTLE_SPACE = 1_000_000_000
SLOW_SECONDS = 0.1
OLD_BACKUP = timedelta(days=7)
CLOCKS_DIFFER = timedelta(minutes=1)
OVERDUE = timedelta(minutes=10)
BACKED_UP = "backed up"
"""The verb of the audit line of a backup."""


@dataclass(frozen=True)
class Condition:
    """One condition: `good` is None where nobody can tell from here."""

    name: str
    good: bool | None
    said: str
    todo: str = ""

    @property
    def word(self) -> str:
        """The state in a word, beside its mark."""
        return {True: "in order", False: "needs you", None: "look yourself"}[self.good]


def conditions(*, host: str, secure: bool, now: datetime) -> list[Condition]:
    """All of them; `host` and `secure` are how this page itself was reached."""
    return [
        _address(host),
        _https(secure),
        _mail(),
        _clock(now),
        _disk(),
        _backup(now),
        _jobs(now),
        _mirror(),
    ]


def given_up() -> list[Job]:
    """Jobs that were given up, newest first."""
    return list(Job.objects.exclude(failed_at=None).order_by("-failed_at")[:50])


def versions() -> list[tuple[str, str]]:
    """What runs here."""
    kind = "SQLite" if connection.vendor == "sqlite" else "PostgreSQL"
    database = ".".join(map(str, connection.get_database_version()))
    return [
        ("Clearbar", version("clearbar")),
        ("Python", platform.python_version()),
        ("Django", version("django")),
        (kind, database),
    ]


def _address(host: str) -> Condition:
    public = settings.CLEARBAR_ADDRESS
    told = "CLEARBAR_ADDRESS is what stands in links and on posters. Start with the address that your customers reach."
    if host != urlsplit(public).netloc:
        return Condition("Address", False, f"Links say {public}, but you came by {host}.", told)
    try:
        answer = httpx.get(f"{public}/alive/", timeout=PATIENCE_SECONDS, follow_redirects=False)
    except httpx.HTTPError as fault:
        said = f"{public} cannot be reached from this computer ({type(fault).__name__})."
        return Condition("Address", None, said, "If you can open it on a phone outside your network, all is well.")
    if answer.status_code != httpx.codes.OK:
        return Condition("Address", False, f"{public} is answered by something else ({answer.status_code}).", told)
    return Condition("Address", True, f"{public} leads here.")


def _https(secure: bool) -> Condition:
    public = urlsplit(settings.CLEARBAR_ADDRESS)
    if public.scheme == "https":
        if secure or settings.SECURE_PROXY_SSL_HEADER is None:
            return Condition("HTTPS", True, "What people type travels encrypted.")
        return Condition(
            "HTTPS",
            False,
            "The address says https, but this page came without.",
            "See that the proxy sends people to https.",
        )
    proxy = "Put a proxy with a certificate before it, and say CLEARBAR_ADDRESS=https://…"
    if public.hostname in {"localhost", "127.0.0.1"}:
        return Condition(
            "HTTPS", None, "Only this computer is served.", f"To serve others: {proxy[0].lower()}{proxy[1:]}"
        )
    return Condition("HTTPS", False, "Passwords and answers travel unencrypted.", proxy)


def _mail() -> Condition:
    if not mail.can_send():
        return Condition(
            "E-mail", False, "No mail server is named; links are copied by hand.", "Say CLEARBAR_EMAIL_URL=smtp://…"
        )
    tried = Line.objects.filter(verb="sent a trial mail").aggregate(at=Max("at"))["at"]
    if tried is None:
        return Condition(
            "E-mail", None, f"{settings.EMAIL_HOST} is named, but was not tried.", "Send a trial mail below."
        )
    return Condition("E-mail", True, f"{settings.EMAIL_HOST} took a trial mail on {tried:%-d %B %Y}.")


def _clock(now: datetime) -> Condition:
    house = Organisation.the()
    newest = Line.objects.aggregate(at=Max("at"))["at"]
    if newest and newest > now + CLOCKS_DIFFER:
        return Condition(
            "Clock",
            False,
            f"The clock went back: it says {now:%-d %B %Y, %H:%M}; the newest audit line, {newest:%-d %B %Y, %H:%M}.",
            "Let the computer take its time from the network. Jobs go on; nothing is lost.",
        )
    if connection.vendor == "postgresql":
        theirs = Organisation.objects.values_list(Now(), flat=True)[0]
        if abs(theirs - now) > CLOCKS_DIFFER:
            seconds = round(abs((theirs - now).total_seconds()))
            return Condition(
                "Clock", False, f"The database's clock differs by {seconds} seconds.", "Set both by the network."
            )
    return Condition(
        "Clock", None, f"It is {_local(now, house)} in {house.timezone}.", "Compare it with your own watch."
    )


def _local(now: datetime, house: Organisation) -> str:
    return now.astimezone(ZoneInfo(house.timezone)).strftime("%H:%M on %A, %-d %B %Y")


def _disk() -> Condition:
    data = Path(settings.CLEARBAR_DATA)
    make = "Make space, or move the data folder to a larger disk. Until then answers may be refused, never lost."
    try:
        free, seconds = shutil.disk_usage(data).free, _write_seconds(data)
    except OSError as fault:
        return Condition("Disk", False, f"{data} cannot be written: {fault.strerror}.", make)
    said = f"{free / 1e9:,.1f} GB are free; to write safely takes {seconds * 1000:.1f} ms."
    if free < LITTLE_SPACE:
        return Condition("Disk", False, said, make)
    if seconds > SLOW_SECONDS:
        return Condition("Disk", None, said, "Every answer waits that long. A local SSD is faster than a network disk.")
    return Condition("Disk", True, said)


def _write_seconds(data: Path) -> float:
    """How long it takes until 4 kB are surely on the disk."""
    trial = data / f".trial-{os.getpid()}"
    try:
        began = perf_counter()
        with trial.open("wb") as file:
            file.write(bytes(4096))
            file.flush()
            os.fsync(file.fileno())
        return perf_counter() - began
    finally:
        trial.unlink(missing_ok=True)


def _backup(now: datetime) -> Condition:
    last = Line.objects.filter(verb=BACKED_UP).aggregate(at=Max("at"))["at"]
    todo = "Let the command clearbar backup run each night, and keep its files on another computer."
    if last is None:
        return Condition("Backup", False, "There is none yet.", todo)
    said = f"The last was made on {last:%-d %B %Y}."
    return Condition("Backup", now - last <= OLD_BACKUP, said, "" if now - last <= OLD_BACKUP else todo)


def _jobs(now: datetime) -> Condition:
    lost = Job.objects.exclude(failed_at=None).count()
    oldest = leases.waiting().filter(due__lte=now).aggregate(due=Min("due"))["due"]
    if oldest and now - oldest > OVERDUE:
        said = f"Work waits since {oldest:%-d %B, %H:%M} UTC: nobody does it."
        return Condition("Jobs", False, said, "Start clearbar worker, or clearbar serve without --no-worker.")
    if lost:
        said = f"{lost} {'job was' if lost == 1 else 'jobs were'} given up after many attempts."
        return Condition("Jobs", False, said, "Mend the cause, then let them be tried again below.")
    return Condition("Jobs", True, "Work is done as it falls due.")


def _mirror() -> Condition:
    behind = Rating.objects.exclude(mirrored=F("revision"))
    named, quiet = behind.exclude(rated_at=None).count(), behind.filter(rated_at=None).count()
    said = "All ratings have reached the evidence."
    if named or quiet:
        parts = [f"{named} on their way"] if named else []
        parts += [f"{quiet} anonymous ones wait for others of their week"] if quiet else []
        said = f"Of the ratings, {' and '.join(parts)}."
    return Condition("Evidence", True, said)

"""Checks of the settings, which `serve` and `worker` make before they begin. docs/settings.md lists them all."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import ERROR, CheckMessage, Error, Tags, Warning, register, run_checks
from django.db import connections

from clearbar.web.site import env
from clearbar.web.site.faults import NotStarted

OURS = "clearbar"
"""The tag of the checks of this module."""
OLDEST_POSTGRESQL = 14
FAR_FILE_SYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "ceph", "glusterfs"})
_SHORTEST_SECRET = 32
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})


def demand_settings() -> None:
    """Raises NotStarted with every error that these checks find; says every warning on the error stream."""
    # Django keeps its checks in a set: without an order, each start would tell them in another one.
    found = sorted(run_checks(tags=[OURS], databases=["default"]), key=lambda one: one.id or "")
    for one in found:
        if one.level < ERROR:
            print(_line(one).strip(), file=sys.stderr)
    if errors := [_line(one) for one in found if one.level >= ERROR]:
        raise NotStarted("\n".join(["not with these settings:", *errors]))


def _line(one: CheckMessage) -> str:
    return f"  {one.id}: {one.msg}{f'. {one.hint}' if one.hint else ''}"


Apps = Sequence[AppConfig] | None


@register(OURS, Tags.security)
def check_secret(app_configs: Apps, **further: Any) -> Iterable[CheckMessage]:
    """The key that signs sessions and links."""
    del app_configs, further
    if len(settings.SECRET_KEY) < _SHORTEST_SECRET:
        hint = f"Give CLEARBAR_SECRET {_SHORTEST_SECRET} random letters or more, or none: one is made then."
        yield Error("The secret is too short to be one", hint=hint, id="clearbar.E001")
    file = Path(settings.CLEARBAR_DATA) / "secret"
    if not env.text("CLEARBAR_SECRET") and file.is_file() and file.stat().st_mode & 0o077:
        yield Warning("Others than its owner may read the secret", hint=f"Run: chmod 600 {file}", id="clearbar.W001")


@register(OURS, Tags.security)
def check_address(app_configs: Apps, **further: Any) -> Iterable[CheckMessage]:
    """The public address."""
    del app_configs, further
    public = urlsplit(settings.CLEARBAR_ADDRESS)
    if public.hostname in _HERE:
        return
    if settings.DEBUG:
        hint = "Leave CLEARBAR_DEBUG out: it shows code and settings to whoever meets a fault."
        yield Error("CLEARBAR_DEBUG is on under a public address", hint=hint, id="clearbar.E002")
    if public.scheme == "http":
        hint = "Put a proxy with a certificate before it, and say CLEARBAR_ADDRESS=https://…"
        yield Warning("Passwords and answers travel unencrypted", hint=hint, id="clearbar.W002")
    elif not settings.SECURE_PROXY_SSL_HEADER:
        hint = "If a proxy of yours sets X-Forwarded-Proto itself, say CLEARBAR_BEHIND_PROXY=yes."
        yield Warning("The application cannot tell that it is reached by HTTPS", hint=hint, id="clearbar.W003")


@register(OURS)
def check_mail(app_configs: Apps, **further: Any) -> Iterable[CheckMessage]:
    """The mail server."""
    del app_configs, further
    if not settings.EMAIL_HOST:
        hint = "Say CLEARBAR_EMAIL_URL=smtp://…; until then links are copied by hand."
        yield Warning("No mail server is named, so no invitation or reminder is sent", hint=hint, id="clearbar.W004")


@register(OURS)
def check_log_in_elsewhere(app_configs: Apps, **further: Any) -> Iterable[CheckMessage]:
    """OpenID Connect."""
    del app_configs, further
    for one in settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]:
        if not one["client_id"] or not one["secret"]:
            hint = "Say CLEARBAR_OIDC_CLIENT and CLEARBAR_OIDC_SECRET as your provider gave them."
            yield Error("A log-in provider is named without client or secret", hint=hint, id="clearbar.E003")


@register(OURS)
def check_time_zones(app_configs: Apps, **further: Any) -> Iterable[CheckMessage]:
    """Time zones, which say which day it is at a site."""
    del app_configs, further
    try:
        ZoneInfo("Europe/Berlin")
    except ZoneInfoNotFoundError:
        hint = "Install it: pip install tzdata"
        yield Error("This computer has no time zone data", hint=hint, id="clearbar.E004")


@register(OURS, Tags.database)
def check_database(app_configs: Apps, databases: Sequence[str] | None = None, **further: Any) -> Iterable[CheckMessage]:
    """What keeps the data."""
    del app_configs, further
    if not databases:
        return
    connection = connections["default"]
    if connection.vendor == "postgresql":
        version = connection.get_database_version()[0]
        if version < OLDEST_POSTGRESQL:
            hint = f"Use PostgreSQL {OLDEST_POSTGRESQL} or newer."
            yield Error(f"PostgreSQL {version} is too old", hint=hint, id="clearbar.E005")
    elif (kind := file_system(Path(settings.CLEARBAR_DATA))) in FAR_FILE_SYSTEMS:
        hint = "Move the data folder to a disk of this computer, or use PostgreSQL (CLEARBAR_DATABASE_URL)."
        yield Warning(f"SQLite is not safe on a network file system ({kind})", hint=hint, id="clearbar.W005")


def file_system(folder: Path, mounts: Path = Path("/proc/mounts")) -> str:
    """The kind of file system that a folder lies on; empty where the system does not tell."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    found = [(place, kind) for _, place, kind, *_ in map(str.split, lines) if folder.is_relative_to(place)]
    return max(found, key=lambda one: len(one[0]), default=("", ""))[1]

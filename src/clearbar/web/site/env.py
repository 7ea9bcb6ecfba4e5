"""What the environment says, read through typed questions. A secret may also lie in a file, named by `NAME_FILE`."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    """The value of a variable, or of the file that `NAME_FILE` names."""
    if file := os.environ.get(f"{name}_FILE"):
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as fault:
            raise ImproperlyConfigured(
                f"{name}_FILE names {file}, which cannot be read ({type(fault).__name__})"
            ) from None
    return os.environ.get(name, default)


def switch(name: str, default: bool = False) -> bool:
    """yes or no."""
    value = text(name, "yes" if default else "no").strip().lower()
    if value not in {"yes", "no", "true", "false", "1", "0", "on", "off"}:
        raise ImproperlyConfigured(f"{name} is {value!r}; say yes or no")
    return value in {"yes", "true", "1", "on"}


def number(name: str, default: int, low: int, high: int) -> int:
    """A whole number from `low` to `high`."""
    value = text(name, str(default))
    if not value.isdecimal() or not low <= int(value) <= high:
        raise ImproperlyConfigured(f"{name} is {value!r}; say a whole number from {low} to {high}")
    return int(value)


def words(name: str) -> list[str]:
    """A list, divided by commas."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def database(url: str, data: Path) -> dict[str, object]:
    """The database that a URL names: postgres://user:password@host:port/name, or SQLite in the data folder."""
    if not url:
        return sqlite(data / "clearbar.db")
    found = _parts("CLEARBAR_DATABASE_URL", url)
    if found.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(f"CLEARBAR_DATABASE_URL begins with {found.scheme!r}; it must be postgresql://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(found.path.lstrip("/")),
        "USER": unquote(found.username or ""),
        "PASSWORD": unquote(found.password or ""),
        "HOST": unquote(found.hostname or "") or _socket(found.query),
        "PORT": str(found.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def sqlite(file: Path) -> dict[str, object]:
    """SQLite that many read while one writes, and that forgets no answer it acknowledged, not even in a power cut."""
    pragmas = "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;PRAGMA secure_delete=ON;"
    return {
        "ENGINE": "clearbar.web.ledger.sqlite",
        "NAME": str(file),
        "CONN_MAX_AGE": 60,  # opening it for each request costs as much as what a request asks of it
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas},
    }


def _parts(name: str, url: str) -> SplitResult:
    """The parts of a URL, which may hold a password: it is never quoted."""
    try:
        found = urlsplit(url)
        _ = found.port
    except ValueError:
        raise ImproperlyConfigured(
            f"{name} is no URL; write letters such as : / @ in a password as %3A %2F %40"
        ) from None
    return found


def _socket(query: str) -> str:
    """The folder of a socket, from `?host=/folder`."""
    return next((unquote(part[5:]) for part in query.split("&") if part.startswith("host=")), "")


def secret(data: Path) -> str:
    """The key that signs sessions and tokens: CLEARBAR_SECRET, or the file `secret` of the data folder; empty before
    the first run, and Django then refuses to sign anything."""
    if given := text("CLEARBAR_SECRET"):
        return given
    file = data / "secret"
    return file.read_text(encoding="utf-8").strip() if file.is_file() else ""


def mail(url: str) -> tuple[str, int, str, str, bool, bool]:
    """Host, port, user, password, STARTTLS and TLS of the mail server in smtp://user:password@host:port; `smtps` is
    TLS from the first byte, `smtp+tls` begins plainly. No host where none is named: nothing is sent then."""
    found = _parts("CLEARBAR_EMAIL_URL", url)
    if url and found.scheme not in {"smtp", "smtps", "smtp+tls"}:
        raise ImproperlyConfigured(
            f"CLEARBAR_EMAIL_URL begins with {found.scheme!r}; it must be smtp, smtp+tls or smtps"
        )
    port = found.port or {"smtps": 465, "smtp+tls": 587}.get(found.scheme, 25)
    user, password = unquote(found.username or ""), unquote(found.password or "")
    return found.hostname or "", port, user, password, found.scheme == "smtp+tls", found.scheme == "smtps"


def inbox(url: str) -> dict[str, object]:
    """Where complaints arrive by mail: imaps://user:password@host:port/folder, or imap+tls where TLS begins later.
    Empty where none is named. Never without TLS: a password and customers' words go over it."""
    if not url:
        return {}
    found = _parts("CLEARBAR_INBOX_URL", url)
    if found.scheme not in {"imaps", "imap+tls"}:
        raise ImproperlyConfigured(f"CLEARBAR_INBOX_URL begins with {found.scheme!r}; it must be imaps or imap+tls")
    if not found.hostname or not found.username:
        raise ImproperlyConfigured("CLEARBAR_INBOX_URL names no host or no user; say imaps://user:password@host/folder")
    folder = unquote(found.path.lstrip("/")) or "INBOX"
    if not folder.isascii():
        raise ImproperlyConfigured("CLEARBAR_INBOX_URL names a folder with letters beyond ASCII; name another folder")
    return {
        "host": found.hostname,
        "port": found.port or {"imaps": 993, "imap+tls": 143}[found.scheme],
        "user": unquote(found.username),
        "password": unquote(found.password or ""),
        "folder": folder,
        "begins_plain": found.scheme == "imap+tls",
    }


def openid() -> list[dict[str, object]]:
    """The OpenID Connect provider that the environment names, if any."""
    server = text("CLEARBAR_OIDC_SERVER")
    if not server:
        return []
    return [
        {
            "provider_id": "oidc",
            "name": text("CLEARBAR_OIDC_NAME", "Single sign-on"),
            "client_id": text("CLEARBAR_OIDC_CLIENT"),
            "secret": text("CLEARBAR_OIDC_SECRET"),
            "settings": {"server_url": server, "oauth_pkce_enabled": True},
        }
    ]

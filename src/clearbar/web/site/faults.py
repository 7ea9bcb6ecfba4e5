"""Faults that keep the application from starting, as sentences that say what to do."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.utils import DatabaseError, InterfaceError


class NotStarted(Exception):
    """A command was not done; its words say why, and what to do."""


OWN = "a fault of Clearbar itself, please report it: {}\n    hint: set CLEARBAR_DEBUG=1 to see where it happened"


def sentence(fault: Exception, data: Path) -> str | None:
    """What a person is told of a fault: what is wrong, and what to do. None for a fault of Clearbar itself."""
    if isinstance(fault, ImproperlyConfigured) and "psycopg" in str(fault):
        return "PostgreSQL needs one more part; install it with: pip install 'clearbar[web,postgres]'"
    if isinstance(fault, NotStarted | ImproperlyConfigured):
        return str(fault)
    if isinstance(fault, DatabaseError | InterfaceError):
        return f"the database {_place(data)} does not answer: {_first_line(fault)}{_advice(fault)}"
    if isinstance(fault, ModuleNotFoundError) and not (fault.name or "").startswith("clearbar"):
        return f"a part of the web application is missing ({fault.name}); install it: pip install 'clearbar[web]'"
    if isinstance(fault, OSError):
        return _of_system(fault, data)
    return None


def _place(data: Path) -> str:
    said = connection.settings_dict
    if connection.vendor == "sqlite":
        return str(said.get("NAME") or data / "clearbar.db")
    return f"{said['NAME']} at {said['HOST'] or 'localhost'}{':' if said['PORT'] else ''}{said['PORT']}"


def _first_line(fault: BaseException) -> str:
    lines = [line.strip() for line in str(fault).splitlines() if line.strip()] or [type(fault).__name__]
    return next((line for line in lines if "failed:" in line), lines[0])


def _advice(fault: BaseException) -> str:
    told = str(fault)
    if "password authentication" in told or "no password supplied" in told:
        return ". Check user and password in CLEARBAR_DATABASE_URL"
    if "does not exist" in told:
        return ". Make that database or user first, or correct CLEARBAR_DATABASE_URL"
    if "full" in told or "disk I/O" in told:
        return ". Make space on the disk, then start again; nothing that was acknowledged is lost"
    if "readonly" in told or "unable to open" in told:
        return ". See that this user may write into the data folder"
    if connection.vendor != "sqlite":
        return ". See that it runs and that CLEARBAR_DATABASE_URL names it"
    return ""


def _of_system(fault: OSError, data: Path) -> str:
    where = fault.filename or data
    if fault.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return f"{where} cannot be written by this user ({os.strerror(fault.errno)}); choose another data folder"
    if fault.errno in {errno.ENOTDIR, errno.EEXIST}:
        return f"{where} is a file; the data folder must be a folder"
    if fault.errno == errno.ENOSPC:
        return f"no space is left on the disk of {where}; make some, then start again"
    return f"{fault.strerror or fault}: {where}"

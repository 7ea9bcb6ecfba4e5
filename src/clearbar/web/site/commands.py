"""The commands that serve: `serve`, `worker`, `backup`, `restore`, `rebuild`, and `manage` for Django's own."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import django

from clearbar.web.site.archive import KEYS
from clearbar.web.site.faults import OWN, NotStarted, sentence
from clearbar.web.site.folder import make_folder
from clearbar.web.site.restore import Wanted, finish


def run(arguments: Sequence[str]) -> int:
    """Runs a command; its exit code: 0 done, 2 not done, and why in a sentence."""
    os.umask(0o077)  # whatever is written into the data folder is its owner's alone
    asked = _parser().parse_args(arguments)
    data = Path(asked.data or os.environ.get("CLEARBAR_DATA") or "clearbar-data").absolute()
    os.environ["CLEARBAR_DATA"] = str(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clearbar.web.site.settings")
    try:
        if asked.command == "restore":
            return _restore(asked)
        finish(data)
        make_folder(data)
        if asked.command == "serve":
            os.environ.setdefault("CLEARBAR_ADDRESS", f"http://localhost:{asked.port}")
        django.setup()
        return _COMMANDS[asked.command](asked)
    except KeyboardInterrupt:
        return 0
    except Exception as fault:
        told = sentence(fault, data)
        if told is None and "CLEARBAR_DEBUG" in os.environ:
            raise
        print(f"clearbar {asked.command}: {told or OWN.format(type(fault).__name__)}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="clearbar", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in _COMMANDS:
        command = commands.add_parser(name)
        command.add_argument("--data")
        if name == "serve":
            command.add_argument("--host", default="127.0.0.1")
            command.add_argument("--port", type=int, default=8000)
            command.add_argument("--no-worker", action="store_true")
        if name == "backup":
            command.add_argument("file", type=Path)
            command.add_argument("--keys", type=Path)
        if name == "restore":
            command.add_argument("file", type=Path)
            command.add_argument("--keys", type=Path)
            command.add_argument("--trial", action="store_true")
            command.add_argument("--over", action="store_true")
        if name == "manage":
            command.add_argument("rest", nargs=argparse.REMAINDER)
    return parser


def _serve(asked: argparse.Namespace) -> int:
    from clearbar.web.site.serving import serve

    return serve(asked.host, asked.port, own_worker=not asked.no_worker)


def _worker(asked: argparse.Namespace) -> int:
    del asked
    from clearbar.web.site.serving import work_alone

    return work_alone()


def _rebuild(asked: argparse.Namespace) -> int:
    del asked
    from clearbar.web.bridge.mirroring import mirror_whole
    from clearbar.web.site.first_run import demand_ready

    demand_ready()
    mirror_whole()
    print("The evidence was written anew from the database.")
    return 0


def _backup(asked: argparse.Namespace) -> int:
    from django.utils import timezone

    from clearbar.web.site.backup import back_up
    from clearbar.web.site.first_run import demand_ready

    demand_ready()
    written = back_up(asked.file, timezone.now(), asked.keys)
    keys = asked.keys or written.with_name(KEYS)
    print(f"{written} holds the database and the secret. Keep it where only you can read it.")
    print(f"{keys} holds the keys of all backups. Keep the newest one only, apart from them; without it none is whole.")
    return 0


def _restore(asked: argparse.Namespace) -> int:
    from clearbar.web.site.restoring import restore

    restore(Wanted(asked.file, asked.keys, Path(os.environ["CLEARBAR_DATA"]), asked.trial, asked.over))
    return 0


def _manage(asked: argparse.Namespace) -> int:
    from django.core.management import execute_from_command_line

    if not asked.rest:
        raise NotStarted("`manage` needs a command of Django, such as `manage check`")
    execute_from_command_line(["clearbar manage", *asked.rest])
    return 0


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "serve": _serve,
    "worker": _worker,
    "backup": _backup,
    "restore": _restore,
    "rebuild": _rebuild,
    "manage": _manage,
}

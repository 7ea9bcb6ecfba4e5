"""Serving: a web server over the application, and a worker beside it."""

from __future__ import annotations

import errno
import signal
import socket
import sys
from contextlib import suppress
from functools import partial
from multiprocessing import set_start_method
from threading import Event, Thread
from typing import Any

from django.conf import settings
from django.db.utils import DatabaseError
from django.utils import timezone
from granian.constants import Interfaces
from granian.server import Server

from clearbar.web.site import env, first_run
from clearbar.web.site.checks import demand_settings
from clearbar.web.site.faults import NotStarted
from clearbar.web.site.worker import LONGEST_GOODBYE_SECONDS, Worker

FURTHER_FILES = 512
"""Files that a server may open beside its connections."""


def serve(host: str, port: int, *, own_worker: bool) -> int:
    """Serves until it is told to stop; 1 where the server ended by itself."""
    demand_settings()
    _demand_free(host, port)
    first_run.make_ready(timezone.now(), partial(print, flush=True))
    link = first_run.first_link(timezone.now())
    print(f"Clearbar is at {settings.CLEARBAR_ADDRESS}  (data: {settings.CLEARBAR_DATA})")
    if link:
        print(f"The first administrator begins here, once, within two days: {settings.CLEARBAR_ADDRESS}{link}")
    print("Ctrl-C ends it.", flush=True)
    worker, stop = Worker(), Event()
    beside = Thread(target=worker.work_until, args=(stop,), name="jobs", daemon=True)
    if own_worker:
        beside.start()
    try:
        return _listen(host, port)
    finally:
        stop.set()
        if own_worker:
            beside.join(LONGEST_GOODBYE_SECONDS)
            with suppress(DatabaseError):
                worker.leave()


def _listen(host: str, port: int) -> int:
    connections = env.number("CLEARBAR_WAITING", 2_000, 8, 10_000)
    _allow_open(connections)
    set_start_method("spawn")  # a fork would copy the worker's thread in the middle of its work
    server: Any = Server(
        "clearbar.web.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=env.number("CLEARBAR_PROCESSES", 1, 1, 64),
        blocking_threads=env.number("CLEARBAR_THREADS", 4, 1, 64),
        backpressure=connections,  # counts connections, also those on which nothing is asked just now
        respawn_failed_workers=True,
        websockets=False,
        log_access=False,  # the hour of an anonymous answer would stand in it
        log_enabled=False,
    )
    try:
        server.serve()
    except SystemExit as end:
        print("clearbar serve: the server ended by itself; the lines above say why", file=sys.stderr)
        return int(end.code or 0)
    return 0


def _allow_open(connections: int) -> None:
    """Each open connection is an open file, of which many systems allow a program 1,024 unless it asks for more."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = connections + FURTHER_FILES
        if soft != resource.RLIM_INFINITY and soft < wanted:
            most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def _demand_free(host: str, port: int) -> None:
    """The server shares its port between processes, and would share it with a stranger's as well."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        with socket.socket(found[0][0], socket.SOCK_STREAM) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(found[0][4])
            tried.listen(1)
    except socket.gaierror:
        raise NotStarted(f"there is no address {host!r} on this computer; try --host 127.0.0.1") from None
    except OSError as fault:
        if fault.errno == errno.EADDRINUSE:
            raise NotStarted(f"port {port} is taken by another program; choose one with --port") from None
        if fault.errno in {errno.EACCES, errno.EPERM}:
            raise NotStarted(f"this user may not listen on port {port}; choose one above 1023 with --port") from None
        raise NotStarted(f"{host} port {port} cannot be listened on: {fault.strerror}") from None


def work_alone() -> int:
    """Does jobs until it is told to stop; ends between two jobs, or gives back the one that takes too long."""
    demand_settings()
    first_run.make_ready(timezone.now(), partial(print, flush=True))
    stop, worker = Event(), Worker()
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda *_: stop.set())
    beside = Thread(target=worker.work_until, args=(stop,), name="jobs", daemon=True)
    beside.start()
    print(f"Jobs are done for {settings.CLEARBAR_DATA}. Ctrl-C ends it.", flush=True)
    while beside.is_alive() and not stop.wait(1.0):
        pass
    beside.join(LONGEST_GOODBYE_SECONDS)
    with suppress(DatabaseError):
        worker.leave()
    sys.stdout.flush()
    return 0 if stop.is_set() else 1

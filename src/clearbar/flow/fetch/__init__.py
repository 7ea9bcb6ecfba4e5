"""Fetch: tickets of a helpdesk → conversations in a file, and only what changed the next time.

server → page of tickets → journal → mark ─┐
                 └─────────── again ───────┘ → the file, each interaction once
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from clearbar.flow.fetch.kept import Kept
from clearbar.flow.fetch.server import Login, Server, address_of
from clearbar.intake.request_tracker import ServerFault, Wishes
from clearbar.intake.request_tracker_pages import Page, read_pages

__all__ = ["Fetched", "Login", "Server", "ServerFault", "Wishes", "address_of", "fetch_tickets"]


@dataclass
class Fetched:
    """What fetching came to: tickets read, interactions that are none any more, tickets that the server could not
    give, and how many interactions the file holds."""

    read: int = 0
    gone: int = 0
    broken: int = 0
    held: int = 0


def fetch_tickets(server: Server, wishes: Wishes, output: Path, told: Callable[[int], None] | None = None) -> Fetched:
    """Brings the conversations in `output` up to date with a Request Tracker.

    How far it came stands beside `output` after each page, so that the next call goes on from there however this one
    ended. `told` hears after each page how many tickets were read. Raises ServerFault and, where `output` and its
    state do not belong together, EvidenceFault; what was fetched until then is in `output`.
    """
    result = Fetched()
    with Kept.opened(output, (server.address, *wishes.kind())) as kept:
        try:
            with closing(_pages(server, wishes, kept)) as pages:
                for page in pages:
                    kept.add(page.conversations, page.gone, page.mark)
                    result.read += len(page.conversations)
                    result.broken = len(page.mark.broken)
                    if told:
                        told(result.read)
        finally:
            result.gone, result.held = kept.settle()
    return result


def _pages(server: Server, wishes: Wishes, kept: Kept) -> Generator[Page]:
    """What is to be read since the mark."""

    def hide(name: str) -> str:
        return "h" + hmac.digest(kept.key, name.encode(), "sha256").hex()[:16]

    return read_pages(server.get, wishes, kept.mark, now=server.now, hide=hide)

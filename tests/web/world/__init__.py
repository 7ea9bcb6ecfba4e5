"""A small house in which something of everything stands, so that each address can be visited.

What has a person in it is about finn, unless its name says of whom.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from clearbar.web.bridge.mirroring import mirror_whole
from clearbar.web.ledger import jobs
from tests.web.conftest import NOW, move_in, publish_demo
from tests.web.world import (
    chosen,
    followed,
    heard,
    kept,
    practised,
    recovered,
    rehearsed,
    reviewed,
    typed,
    typed_practice,
    walked,
)
from tests.web.world.house import WORDS, World

__all__ = ["WORDS", "World", "standing"]


@contextmanager
def standing(blocker: DjangoDbBlocker, data: Path) -> Iterator[World]:
    """The world, built once for all tests of a module, and gone afterwards."""
    with blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr("django.utils.timezone.now", lambda: NOW)
        patch.setattr(django_settings, "CLEARBAR_DATA", data)
        yield build()
        transaction.set_rollback(True)


def build() -> World:
    """Everybody, everything."""
    cast = move_in()
    publish_demo(cast["ada"])
    world = World(cast)
    jobs.arm(NOW)
    for part in (
        heard.talks, heard.surveyed, reviewed.reviews, reviewed.calibrated, kept.book, kept.boards, kept.people,
        kept.programs, heard.customers, kept.rest, typed.typed, typed.asked, typed_practice.typed, practised.presented,
        practised.signed, practised.learned, practised.questions, practised.held_back, rehearsed.scenarios,
        rehearsed.talks, chosen.places, followed.coached, followed.corrected, followed.beside, followed.compass,
        followed.findings, recovered.cases, recovered.letters, recovered.raised, walked.walks, walked.asked,
        walked.private, walked.told,
    ):  # fmt: skip
        part(world)
    mirror_whole()
    return world

"""A real Request Tracker, one for all tests; each test makes a queue of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import lacking
from tests.servers.request_tracker import RequestTracker, installed, running

_EVERYBODY = """
my $group = RT::Group->new(RT->SystemUser);
$group->LoadSystemInternalGroup('Everyone');
$group->PrincipalObj->GrantRight(Right => $_, Object => RT->System)
    for qw(CreateTicket ReplyToTicket CommentOnTicket ModifyTicket OwnTicket);
"""


@pytest.fixture(scope="session")
def tracker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RequestTracker]:
    """Request Tracker 5 with the agents `anna` and `ben` and the customers `kim` and `lea`."""
    if not installed():
        lacking("no Request Tracker 5 (`make system` installs it)")
    with running(tmp_path_factory.mktemp("rt")) as server:
        server.perl(_EVERYBODY)
        for name in ("anna", "ben"):
            server.user(name, staff=True, EmailAddress=f"{name}@invented.example", RealName=f"{name} Staff")
        for name in ("kim", "lea"):
            server.user(name, EmailAddress=f"{name}@invented.example", RealName=f"{name} Customer")
        yield server


@pytest.fixture
def token(tracker: RequestTracker, tmp_path: Path) -> Path:
    """A file with the token of an account that may read everything and change nothing."""
    path = tmp_path / "token"
    path.write_text(tracker.token + "\n")
    return path

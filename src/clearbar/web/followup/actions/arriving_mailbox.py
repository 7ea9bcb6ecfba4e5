"""Taking letters from a mailbox file, by the same road as those of the inbox."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import BinaryIO

from clearbar.web.bridge.letters import mails_of
from clearbar.web.followup.actions.arriving import take_mail
from clearbar.web.followup.queries.recovery_permits import rules
from clearbar.web.people.access import demand
from clearbar.web.people.scope import Scope


def take_mailbox(*, scope: Scope, name: str, opened: Callable[[], BinaryIO], at: datetime) -> Counter[str]:
    """Takes every mail of a file that was not taken before, each in a transaction of its own: a file that is sent again
    goes on where it stopped. How many became what; "known" are those that were taken before. Raises NoMailbox."""
    demand(rules(scope))
    came = Counter[str]()
    for raw in mails_of(name, opened):
        arrival = take_mail(raw=raw, way="mbox", at=at)
        came[arrival.state if arrival else "known"] += 1
    return came

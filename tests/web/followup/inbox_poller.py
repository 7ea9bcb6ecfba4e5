"""Reads the inbox that the environment names, again and again, until it is killed.

Run as `python -m tests.web.followup.inbox_poller` with CLEARBAR_DATA, CLEARBAR_INBOX_URL and SSL_CERT_FILE set; with
`once` it makes the house, or reads until nothing is left, and ends by printing what is kept as JSON.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "clearbar.web.site.settings"
os.environ.setdefault("CLEARBAR_SECRET", "a secret of the tests, and of nothing else, that is long enough")


class _None(dict[str, None]):
    """No app has migrations: its tables are made as its models are."""

    def __contains__(self, key: object) -> bool:
        return True

    def __missing__(self, key: str) -> None:
        return None


def main() -> None:
    """Makes the house, reads on for ever, or reads all and tells."""
    from django.conf import settings

    settings.MIGRATION_MODULES = _None()
    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from clearbar.web.followup.actions.arriving_poll import poll
    from clearbar.web.followup.inbox import account
    from clearbar.web.followup.models.arriving import Arrival
    from clearbar.web.followup.models.recovery import Case, CaseMessage

    if sys.argv[1] == "make":
        call_command("migrate", run_syncdb=True, verbosity=0)
        return
    named = account()
    assert named is not None
    print("ready", flush=True)
    while poll(account=named, at=timezone.now()) or sys.argv[1] == "on":
        pass
    print(json.dumps({
        "arrivals": Counter(Arrival.objects.values_list("state", flat=True)),
        "senders": Arrival.objects.values("subject").distinct().count(),
        "cases": Case.objects.count(),
        "heard": CaseMessage.objects.filter(ours=False).count(),
    }))  # fmt: skip


main()

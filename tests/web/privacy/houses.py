"""A real data folder with the cast and what `said` seeds, made and changed by programs of their own:

python -m tests.web.privacy.houses seed|follow|erase|return|state
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.web.serving import CLEARBAR, PATIENCE_SECONDS, environment

ROOT = Path(__file__).parents[3]


def act(what: str, data: Path, **env: str) -> str:
    """Lets a program of its own do something with the house in a data folder; what it printed."""
    further = {"CLEARBAR_DATA": str(data), "DJANGO_SETTINGS_MODULE": "clearbar.web.site.settings", **env}
    words = [sys.executable, "-m", "tests.web.privacy.houses", what]
    done = subprocess.run(
        words, env=environment() | further, cwd=ROOT, capture_output=True, text=True, check=False,
        timeout=PATIENCE_SECONDS,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def wait_for(what: str, data: Path, wanted: str, **env: str) -> None:
    """Waits until the house says so."""
    end = time.monotonic() + PATIENCE_SECONDS
    while (told := act(what, data, **env)) != wanted:
        assert time.monotonic() < end, told
        time.sleep(0.5)


def clearbar(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """A command of Clearbar, as people run it."""
    return subprocess.run(
        [str(CLEARBAR), *words], env=environment(**env), capture_output=True, text=True, check=False,
        timeout=PATIENCE_SECONDS,
    )  # fmt: skip


def manage(data: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """A command of Django, on a data folder; whatever starts there first finishes what was cut short."""
    further = {"CLEARBAR_DATA": str(data), **env}
    return subprocess.run(
        [sys.executable, "-m", "clearbar.web", "manage", *words], env=environment() | further, capture_output=True,
        text=True, check=False, timeout=PATIENCE_SECONDS,
    )  # fmt: skip


def _main(what: str) -> None:
    import django

    django.setup()
    from django.utils import timezone

    from clearbar.web.book.models import Version
    from clearbar.web.ledger.jobs import nudge
    from clearbar.web.ledger.models import Rating
    from clearbar.web.people.days import house_today
    from clearbar.web.people.models import Grant, Person, Role
    from clearbar.web.people.scope import scope_of
    from clearbar.web.privacy.actions.erasing import ask, confirm
    from clearbar.web.privacy.models.erasing import Erasure
    from clearbar.web.walks.models.shopping import Shopper
    from tests.web.conftest import move_in, publish_demo
    from tests.web.privacy import said, said_followup

    now = timezone.now()
    if what == "seed":
        cast = move_in()
        Grant.objects.create(person=cast["hugo"], role=Role.ADMINISTRATOR)
        publish_demo(cast["ada"])
        said.seed(cast["rita"], Version.objects.get(), now)
        nudge("mirror", now)
    elif what == "follow":
        said_followup.seed(now)
        print(said_followup.pixels(said.LEAVER), said_followup.pixels(said_followup.OTHER))
    elif what == "erase":
        ada, hugo = (scope_of(Person.objects.get(pk=one), house_today(now)) for one in ("ada", "hugo"))
        for kind, id_, reached in (("customer", said.CUSTOMER, said.ADDRESS), ("person", said.LEAVER, "")):
            asked = ask(scope=ada, kind=kind, id=id_, reason="asked by letter", at=now, reached=reached)
            confirm(scope=hugo, erasure=asked, at=now)
        if Shopper.objects.exists():
            said_followup.forget_shopper(now)
    elif what == "return":
        said.come_back(now)
    elif what == "state":
        print(",".join(sorted({one.state for one in Erasure.objects.all()})))
    elif what == "mirrored":
        print(Rating.objects.exclude(mirrored=0).count())


if __name__ == "__main__":
    assert os.environ["CLEARBAR_DATA"]
    _main(sys.argv[1])

"""Work of the boards that follows new ratings: the report is written anew."""

from __future__ import annotations

from datetime import datetime, timedelta

from clearbar.web.book.queries import current
from clearbar.web.bridge import asking, reporting
from clearbar.web.ledger.jobs import task
from clearbar.web.people.models import Site, Team

TASK = "report"


@task(TASK, every=timedelta(hours=1))
def write_report(*, now: datetime) -> None:
    """Writes the report, if there are newer ratings or a newer book than it tells of. Bears being done twice."""
    del now
    book = current()
    if book is None or not asking.is_heard():
        return
    kept = reporting.kept()
    if kept is None or not kept.is_of(book):
        reporting.write(book, {"site": dict(Site.objects.values_list("id", "name")), "team": _teams()})


def _teams() -> dict[str, str]:
    return dict(Team.objects.values_list("id", "name"))

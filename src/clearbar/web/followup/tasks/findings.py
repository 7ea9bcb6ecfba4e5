"""What comes by itself of findings and what became of them."""

from __future__ import annotations

from datetime import datetime, timedelta

from clearbar.model.finding import Failed
from clearbar.web.book.queries import current
from clearbar.web.bridge import finding
from clearbar.web.followup.actions.findings import keep_critical
from clearbar.web.followup.actions.findings_bring import bring
from clearbar.web.followup.models.findings import CriticalStandard
from clearbar.web.ledger.jobs import task
from clearbar.web.people.days import house_today


@task("findings of the house", every=timedelta(days=1))
def findings_of_the_house(*, now: datetime) -> None:
    """Every day: what the evidence says of everything at once. Bears being done twice."""
    book, today = current(), house_today(now)
    found = finding.of_house(book, today) if book else None
    if found is not None:
        bring(findings=found, at=now, today=today, whole=True)


@task("findings of an answer", hears=("rated",))
def findings_of_an_answer(*, now: datetime, response: str, **told: object) -> None:
    """At once: a critical standard that was missed in one interaction is talked about while it is remembered."""
    del told
    critical = dict(CriticalStandard.objects.values_list("pk", "why"))
    book = current() if critical else None
    missed = finding.missed_in(response, critical) if book else []
    if book and missed:
        today = house_today(now)
        bring(findings=finding.of_events(book, today, missed), at=now, today=today)


@task("findings of quizzes", hears=("quiz failed",))
def findings_of_quizzes(*, now: datetime, person: str, standard: str, times: int, **told: object) -> None:
    """Somebody did not pass the quiz of the same standard again."""
    del told
    book, today = current(), house_today(now)
    if book and book.find(standard):
        failed = [Failed(person, standard, times, today)]
        bring(findings=finding.of_events(book, today, failed=failed), at=now, today=today)


@task("critical standards", hears=("standard critical",))
def critical_standards(*, now: datetime, standard: str, why: str, **told: object) -> None:
    """A lead marked a standard as critical, or no longer."""
    del told
    keep_critical(standard=standard, why=why, at=now)

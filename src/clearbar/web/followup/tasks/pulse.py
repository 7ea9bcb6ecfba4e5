"""What comes by itself of the pulse of staff: one reminder a quarter, and the end of each quarter's marks."""

from __future__ import annotations

from datetime import datetime, timedelta

from clearbar.web.followup import quarters
from clearbar.web.followup.actions.pulse import close_quarters
from clearbar.web.ledger.jobs import task
from clearbar.web.notices.models import Topic
from clearbar.web.notices.telling import announce, tell
from clearbar.web.people.days import house_today
from clearbar.web.people.models import Person, User

BEFORE = timedelta(days=28)


@task("followup.close-pulse", every=timedelta(days=1))
def close_pulse(*, now: datetime) -> None:
    """Destroys the marks of quarters that are over."""
    close_quarters(at=now)


@task("followup.remind-of-pulse", every=timedelta(days=1))
def remind(*, now: datetime) -> None:
    """Tells everybody with a log-in once a quarter, in its last four weeks. Everybody, not those alone who have not
    answered: a list of reminders would be a list of who has not."""
    day = house_today(now)
    quarter = quarters.quarter_of(day)
    if day < quarters.last_day(quarter) - BEFORE:
        return
    here = Person.present(day, "person__")
    humans = User.objects.filter(here, is_active=True, person__kind=Person.Kind.HUMAN)
    subject, name = "Three questions about working here", f"pulse:{quarter}"
    text = (
        "The pulse of this quarter is open until its last day. It takes a minute and is anonymous; if you have "
        "answered already, there is nothing to do."
    )
    everybody = humans.values_list("person_id", flat=True)
    tell(everybody, subject, text, path="/followup/pulse/", name=name, at=now, topic=Topic.PULSE)
    announce(subject, text, path="/followup/pulse/", name=name, at=now, topic=Topic.PULSE)

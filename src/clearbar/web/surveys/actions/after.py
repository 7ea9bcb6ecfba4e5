"""Asking how it is after something was made right for a customer: once for a case, whatever window of rest there is."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from clearbar.web.audit.actions import SYSTEM, record
from clearbar.web.audit.seals import unseal
from clearbar.web.people.models import Organisation
from clearbar.web.surveys.actions.asking import Ask, Invited, invite, is_email
from clearbar.web.surveys.models import Invite, Survey

NAME = "After it was made right"


@transaction.atomic
def ask_after_case(
    *, case: str, subject: str, contact: str, now: datetime, customer: str | None = None, team: str | None = None,
    language: str = "",
) -> Invited | None:  # fmt: skip
    """Asks the customer of a case (the hex of its key) how it is now; None where nobody is asked: they were already,
    there is no e-mail address, or the organisation closed this survey.

    `contact` is sealed for `subject`. The window in which nobody is asked twice does not stop it, since who complained
    is owed the question; it begins anew, so that no other survey asks them soon. It asks of the whole alone, names
    nobody who served, and is known by an interaction that is the case.
    """
    about = f"case-{case}"
    to = unseal(subject, contact.encode())
    if not to or not is_email(to) or Invite.objects.filter(interaction=about).exists():
        return None
    survey = _survey(now)
    if not survey.open:
        return None
    ask = Ask(to=to, language=language, interaction=about, team=team, customer=customer)
    return invite(scope=None, survey=survey, ask=ask, now=now)


def _survey(now: datetime) -> Survey:
    """The survey that asks it; made when it is first needed, since a house without cases needs none."""
    found = Survey.objects.filter(after_cases=True).first()
    if found:
        return found
    first = Organisation.the().language
    languages = [first, *(code for code, _ in settings.LANGUAGES if code != first)]
    try:
        with transaction.atomic():
            made = Survey.objects.create(
                name=NAME, languages=languages, expectation=False, suppression_days=0, reminder_days=0, after_cases=True
            )
            record(actor=SYSTEM, verb="made", thing=("survey", made.pk), at=now, values={"name": NAME})
            return made
    except IntegrityError:  # another worker was first
        return Survey.objects.get(after_cases=True)

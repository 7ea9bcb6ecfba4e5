"""Audit lines of what people do to their own log-in, on the pages that come with the log-in library."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.socialaccount.signals import social_account_added, social_account_removed
from axes.signals import user_locked_out
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import Signal
from django.utils import timezone

from clearbar.web.audit.actions import SYSTEM, record
from clearbar.web.people.models import User

_OWN: dict[Signal, str] = {
    password_set: "set their password",
    password_changed: "changed their password",
    password_reset: "reset their password",
}


def _line(verb: str, person: str) -> None:
    with transaction.atomic():
        record(actor=person, verb=verb, thing=("person", person), at=timezone.now(), subject=person)


def _heard(signal: Signal, verb: str) -> None:
    def keep(user: User, **told: Any) -> None:
        del told
        _line(verb, user.person_id)

    signal.connect(keep, weak=False, dispatch_uid=f"audit {verb}")


for _signal, _verb in _OWN.items():
    _heard(_signal, _verb)


_FACTORS = {"totp": "one-time codes", "webauthn": "a passkey", "recovery_codes": "recovery codes"}


def _factor_kept(instance: Authenticator, created: bool, **told: Any) -> None:
    del told
    if created:
        _line(f"added {_FACTORS[instance.type]}", instance.user.person_id)


def _factor_gone(instance: Authenticator, **told: Any) -> None:
    del told
    _line(f"removed {_FACTORS[instance.type]}", instance.user.person_id)


def _connected(sociallogin: Any, **told: Any) -> None:
    del told
    _line("connected a single sign-on", sociallogin.user.person_id)


def _disconnected(socialaccount: Any, **told: Any) -> None:
    del told
    _line("ended a single sign-on", socialaccount.user.person_id)


def _locked_out(username: str, **told: Any) -> None:
    del told
    person = User.objects.filter(username=username).values_list("person_id", flat=True).first() or ""
    with transaction.atomic():
        record(actor=SYSTEM, verb="locked out", thing=("person", person), at=timezone.now(), subject=person)


# Of these the library tells only after its transaction is over; their rows tell within it.
post_save.connect(_factor_kept, sender=Authenticator, weak=False, dispatch_uid="audit factor")
post_delete.connect(_factor_gone, sender=Authenticator, weak=False, dispatch_uid="audit factor gone")
social_account_added.connect(_connected, weak=False, dispatch_uid="audit single sign-on")
social_account_removed.connect(_disconnected, weak=False, dispatch_uid="audit single sign-on ended")
user_locked_out.connect(_locked_out, weak=False, dispatch_uid="audit lock-out")

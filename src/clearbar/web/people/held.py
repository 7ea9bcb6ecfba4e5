"""What is held of the people of the house as such, and of everybody in the audit lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt

from clearbar.web.audit.models import Line
from clearbar.web.audit.queries import shown
from clearbar.web.audit.seals import destroy
from clearbar.web.people.holding import Holder, Kept, Private, Subject, few_at_a_time, holds
from clearbar.web.people.models import Grant, Membership, Person, Upload, User, Welcome

LEFT = "Somebody who left"
"""What a person who was erased is called."""
_LOG_IN = "select t.id, u.person_id from {0} t join people_user u on u.id = t.user_id"


@holds("people")
class People(Holder):
    """Name, teams, roles and log-in of a person."""

    private = (
        Private("people_person", "id", {"name": "''"}, ("select id, id from people_person",)),
        Private(
            "people_user", "id",
            {"username": "'gone-' || id", "email": "''", "password": "''", "badge": "null", "pin": "''"},
            ("select id, person_id from people_user",),
        ),
        Private(
            "account_emailaddress", "id", {"email": "'gone-' || id || '@invalid'"},
            (_LOG_IN.format("account_emailaddress"),),
        ),
        Private("mfa_authenticator", "id", {"data": "'{}'"}, (_LOG_IN.format("mfa_authenticator"),)),
        Private(
            "socialaccount_socialaccount", "id", {"uid": "'gone-' || id", "extra_data": "'{}'"},
            (_LOG_IN.format("socialaccount_socialaccount"),),
        ),
    )  # fmt: skip

    def own(self, subject: Subject) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Who they are here, and how they log in; never a secret."""
        if not subject.is_person:
            return {}
        log_in = User.objects.filter(person=subject.id)
        return {
            "person": list(Person.objects.filter(pk=subject.id).values("id", "name", "kind", "language", "left_on")),
            "teams": list(Membership.objects.filter(person=subject.id).values("team", "shift", "since", "until")),
            "roles": list(Grant.objects.filter(person=subject.id).values("role", "team")),
            "log_in": list(log_in.values("username", "email", "last_login", "is_active")),
            "sessions": list(
                UserSession.objects.filter(user__person=subject.id).values("created_at", "last_seen_at", "user_agent")
            ),
        }

    def erase(self, subject: Subject, at: datetime) -> int:
        """Takes the name and the log-in. The pseudonym stays, which names nobody any more."""
        del at
        if not subject.is_person:
            return 0
        for session in UserSession.objects.filter(user__person=subject.id):
            session.end()
        log_ins = User.objects.filter(person=subject.id)
        AccessAttempt.objects.filter(username__in=list(log_ins.values_list("username", flat=True))).delete()
        count = log_ins.delete()[0] + Welcome.objects.filter(person=subject.id).delete()[0]
        count += Grant.objects.filter(person=subject.id).delete()[0]
        Upload.objects.all().delete()  # files of people, of which each is kept for a day
        Membership.objects.filter(person=subject.id).update(shift="")
        return count + Person.objects.filter(pk=subject.id).update(name=LEFT, language="")


@holds("audit")
class Audit(Holder):
    """The values that audit lines hold of somebody, sealed with their key."""

    kinds = MappingProxyType({"audit": Kept("audit lines: who did what when", None)})

    def own(self, subject: Subject) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """What was written of them, when; not by whom."""
        lines = Line.objects.filter(subject=subject.sealed_for).order_by("week", "at", "key")
        told = [
            {
                "at": one.line.at,
                "week": one.line.week,
                "did": one.line.verb,
                "what": one.line.kind,
                "values": one.values,
            }
            for one in shown(lines)
        ]
        did = Line.objects.filter(actor=subject.id).order_by("at") if subject.is_person else Line.objects.none()
        return {"audit": told, "did": list(did.values("at", "verb", "kind"))}

    def erase(self, subject: Subject, at: datetime) -> int:
        """Destroys their key: the lines stay, here and in every backup, and nobody reads their values any more."""
        del at
        return int(destroy(subject.sealed_for))

    def forget(self, kind: str, before: datetime) -> int:
        """Whole lines."""
        del kind
        return few_at_a_time(Line.objects.filter(at__lt=before))

"""Making surveys and the standing ways into them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from clearbar.web.audit.actions import record
from clearbar.web.audit.tokens import new_token
from clearbar.web.people.access import demand
from clearbar.web.people.scope import Scope
from clearbar.web.surveys.models import Survey, Way
from clearbar.web.surveys.rights import may_open_frames, may_use, may_use_for


@transaction.atomic
def save(*, scope: Scope, survey: Survey | None, values: Mapping[str, Any], now: datetime) -> Survey:
    """Makes or changes a survey. Whether it is anonymous is decided once: what people were promised stays."""
    demand(survey is None or may_use(scope, survey))
    kept = survey or Survey()
    changed = {name: value for name, value in values.items() if survey is None or getattr(survey, name) != value}
    if survey is not None:
        changed.pop("anonymous", None)
    for name, value in changed.items():
        setattr(kept, name, value)
    demand(may_use_for(scope, kept.team_id))
    kept.save()
    _record(scope, "changed" if survey else "made", ("survey", kept.pk), changed, now)
    return kept


_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}(?::\d{1,5})?")


def host_of(told: str) -> str:
    """The host in what somebody wrote; it becomes part of a header. Raises ValueError where it is no host."""
    host = told.strip().lower().removeprefix("https://").rstrip("/")
    if not _HOST.fullmatch(host):
        raise ValueError(f"{host}: write a host only, such as www.example.org.")
    return host


@transaction.atomic
def add_way(
    *, scope: Scope, survey: Survey, kind: Way.Kind, name: str, now: datetime, hosts: Sequence[str] = ()
) -> Way:
    """Makes a poster, a kiosk, a page for other sites or a card. Only an administrator names sites for frames.

    Raises ValueError for a host that is none.
    """
    frames = [host_of(one) for one in hosts]
    demand(may_use(scope, survey) and (not hosts or may_open_frames(scope)))
    way = Way.objects.create(survey=survey, kind=kind, name=name, address=new_token(), hosts=frames)
    _record(scope, "made", (kind.value, way.pk), {"name": name, "hosts": frames}, now)
    return way


@transaction.atomic
def set_open(*, scope: Scope, what: Survey | Way, to: bool, now: datetime) -> None:
    """Opens or closes a survey, or one way into it. Nothing that was said is lost."""
    survey = what if isinstance(what, Survey) else what.survey
    demand(may_use(scope, survey))
    what.open = to
    what.save(update_fields=["open"])
    kind = "survey" if isinstance(what, Survey) else what.kind
    _record(scope, "opened" if to else "closed", (kind, what.pk), {}, now)


def _record(scope: Scope, verb: str, thing: tuple[str, object], changed: Mapping[str, Any], now: datetime) -> None:
    values = {name: str(value) for name, value in changed.items()}
    record(actor=scope.person, verb=verb, thing=thing, at=now, subject=scope.person, values=values)

"""Writes to the draft. Each says which change it knew last, so that nobody overwrites another unseen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from clearbar.model.errors import BookFault
from clearbar.web.audit.actions import record
from clearbar.web.book import fields, queries
from clearbar.web.book.models import Draft, Earlier, Version
from clearbar.web.book.permits import may_write
from clearbar.web.bridge import drafting
from clearbar.web.bridge.books import Files
from clearbar.web.people.access import demand
from clearbar.web.people.scope import Scope

THERE_IS_ONE = "Somebody has begun a draft already. Go on with it, or throw it away first."
MOST_EARLIER = 100
"""So many changes of a draft are remembered, for those who opened a form before them."""


@dataclass(frozen=True)
class Met:
    """Somebody else changed the same thing, or took it out, after the form was opened: nothing was saved.

    `shown` is what the form shows now: what was typed, and elsewhere what the others made of it. `theirs` are the
    fields that others changed, with what they say now. `token` is the draft as it is now.
    """

    shown: Mapping[str, Any]
    theirs: Mapping[str, str]
    who: str
    token: str
    is_gone: bool = False


@transaction.atomic
def begin(*, scope: Scope, files: Files, at: datetime, begun_from: Version | None = None, how: str = "") -> Draft:
    """A draft of these files. Raises ValidationError where there is one."""
    demand(may_write(scope))
    try:
        with transaction.atomic():
            draft = Draft.objects.create(files=dict(files), begun_from=begun_from, changed_at=at, by=scope.person)
    except IntegrityError as error:
        raise ValidationError(THERE_IS_ONE) from error
    record(actor=scope.person, verb="began", thing=("draft", draft.pk), at=at, values={"files": how})
    return draft


@transaction.atomic
def discard(*, scope: Scope, token: str, at: datetime) -> None:
    """Throws the draft away. Raises ValidationError where it changed since `token`."""
    demand(may_write(scope))
    draft = _held(token)
    record(actor=scope.person, verb="threw away", thing=("draft", draft.pk), at=at)
    draft.delete()


@transaction.atomic
def arrange(
    *,
    scope: Scope,
    at: datetime,
    thing: tuple[str, str],
    verb: str,
    edit: Callable[[Files], dict[str, str]],
    token: str = "",
) -> Draft:
    """Adds, moves or removes a thing, of the kind and with the id of `thing`. Where a `token` is given, the draft must
    be as it was then. Raises ValidationError for what cannot be done, with its reason."""
    demand(may_write(scope))
    draft = _held(token)
    try:
        files = edit(draft.files)
    except BookFault as fault:
        raise ValidationError([_words(one) for one in fault.faults]) from fault
    except ValueError as error:
        raise ValidationError(str(error)) from error
    return _keep(draft, files, scope, at, f"{verb} {thing[0]}", thing[1], {})


@transaction.atomic
def save(*, scope: Scope, at: datetime, token: str, kind: str, id: str, typed: Mapping[str, Any]) -> Draft | Met:
    """Sets what was typed into the form of a thing, as far as it differs from what the form began with.

    Where others changed the same thing since `token`, nothing is saved and what happened is told. Raises
    ValidationError for what no file can hold, BookFault where the file of the thing cannot be read.
    """
    demand(may_write(scope))
    draft = Draft.objects.select_for_update().first()
    if draft is None:
        return Met(dict(typed), {}, queries.NO_DRAFT, "", is_gone=True)
    now = queries.things_fields(draft.files, kind, id)
    who = queries.meanwhile(draft, token)
    if now is None:
        return Met(dict(typed), {}, who, draft.token, is_gone=True)
    base = queries.fields_at(draft, token, kind, id)
    theirs = sorted(name for name in now if fields.tidy(base.get(name)) != fields.tidy(now[name]))
    mine = {name for name in typed if fields.tidy(typed[name]) != fields.tidy(base.get(name))}
    if theirs:
        shown = {name: now[name] if name in theirs and name not in mine else typed[name] for name in typed}
        return Met(shown, {name: fields.in_words(now[name]) for name in theirs}, who, draft.token)
    try:
        files = drafting.set_fields(draft.files, kind, id, fields.to_set({**now, **typed}, mine))
    except ValueError as error:
        raise ValidationError(str(error)) from error
    return _keep(draft, files, scope, at, f"edited {kind}", id, {name: typed[name] for name in mine})


@transaction.atomic
def save_text(*, scope: Scope, at: datetime, token: str, name: str, text: str) -> Draft | Met:
    """Sets the text of a file, with lines that end as they did. Where others changed it since `token`, nothing is saved
    and what happened is told."""
    demand(may_write(scope))
    draft = Draft.objects.select_for_update().first()
    if draft is None:
        return Met({"text": text}, {}, queries.NO_DRAFT, "", is_gone=True)
    who = queries.meanwhile(draft, token)
    if name not in draft.files:
        return Met({"text": text}, {}, who, draft.token, is_gone=True)
    base = (queries.files_at(draft, token) or {}).get(name)
    now = draft.files[name]
    if base != now:
        return Met({"text": text}, {"text": queries.lines_apart(base or "", now)}, who, draft.token)
    return _keep(draft, {**draft.files, name: fields.as_before(text, now)}, scope, at, "edited file", name, {})


def _held(token: str) -> Draft:
    draft = Draft.objects.select_for_update().first()
    if draft is None:
        raise ValidationError(queries.NO_DRAFT)
    if token and draft.token != token:
        raise ValidationError(queries.meanwhile(draft, token))
    return draft


def _keep(
    draft: Draft, files: Files, scope: Scope, at: datetime, verb: str, name: str, values: Mapping[str, Any]
) -> Draft:
    """The draft with these files, and its line; as it is where nothing changed."""
    if dict(files) == draft.files:
        return draft
    Earlier.objects.create(draft=draft, changed=draft.changed, files=draft.files, then_by=scope.person)
    draft.earlier.filter(changed__lt=draft.changed - MOST_EARLIER).delete()
    draft.files, draft.changed = dict(files), draft.changed + 1
    draft.changed_at, draft.by = at, scope.person
    draft.save(update_fields=["files", "changed", "changed_at", "by"])
    record(actor=scope.person, verb=verb[:64], thing=("draft", name or "book"), at=at, values=values)
    return draft


def _words(fault: Any) -> str:
    return f"{fault.message}: {fault.hint}" if fault.hint else str(fault.message)

"""Pages of the draft: how it begins, what is in it, and the forms of its things."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from clearbar.model.errors import BookFault
from clearbar.web.book import queries
from clearbar.web.book.actions import drafts
from clearbar.web.book.addresses import address_of
from clearbar.web.book.fields import to_set
from clearbar.web.book.forms.things import ThingForm, parts, slug
from clearbar.web.book.models import Draft
from clearbar.web.book.permits import may_write
from clearbar.web.book.queries import said
from clearbar.web.bridge import drafting
from clearbar.web.people.access import Asked, allowed, demand
from clearbar.web.people.models import Role

WRITERS = (Role.LEADER, Role.ADMINISTRATOR)


def held(request: Asked) -> Draft:
    """The draft, for those who may write. PermissionDenied for others; 404 where there is none."""
    demand(may_write(request.scope))
    draft = queries.draft()
    if draft is None:
        raise Http404
    return draft


def with_addresses(told: Sequence[drafting.Told]) -> list[dict[str, Any]]:
    """Faults and findings, each with the page on which it is mended."""
    return [{"told": one, "address": f"{address_of(one.kind, one.id)}#told-{slug(one.field)}"} for one in told]


@allowed(*WRITERS)
def draft(request: Asked) -> HttpResponse:
    """All of the draft at a glance, with what is wrong in it."""
    demand(may_write(request.scope))
    found = queries.draft()
    if found is None:
        return redirect("draft_begin")
    told = drafting.told(found.files)
    shown = {
        "draft": found,
        "outline": drafting.outline_of(found.files),
        "faults": with_addresses([one for one in told if one.is_fault]),
        "findings": with_addresses([one for one in told if not one.is_fault]),
        "files": sorted(found.files),
        "by": queries.names_of([found.by]).get(found.by, ""),
    }
    return render(request, "book/draft.html", shown)


@allowed(*WRITERS)
def book(request: Asked) -> HttpResponse:
    """What stands in book.yaml."""
    return _thing(request, "book", "")


@allowed(*WRITERS)
def journey(request: Asked, id: str) -> HttpResponse:
    """A journey."""
    return _thing(request, "journey", id)


@allowed(*WRITERS)
def step(request: Asked, journey: str, step: str) -> HttpResponse:
    """A step."""
    return _thing(request, "step", f"{journey}/{step}")


@allowed(*WRITERS)
def standard(request: Asked, id: str) -> HttpResponse:
    """A standard."""
    return _thing(request, "standard", id)


def _thing(request: Asked, kind: str, id: str) -> HttpResponse:
    """The form of a thing: shown, looked over while it is typed, or saved."""
    draft = held(request)
    try:
        now = queries.things_fields(draft.files, kind, id)
    except BookFault as fault:
        messages.error(request, "This file cannot be read as it is. Mend it as text first.")
        return redirect("draft_file", next(one.file for one in fault.faults if one.code != queries.NOWHERE))
    if request.method != "POST":
        if now is None:
            raise Http404
        return _shown(
            request, draft, ThingForm(kind, initial={**now, "token": draft.token}, pairs=_pairs(draft, id)), id
        )
    base = queries.fields_at(draft, request.POST.get("token", ""), kind, id)
    form = ThingForm(kind, request.POST, initial=base or now or {}, pairs=_pairs(draft, id))
    if not form.is_valid():
        return _shown(request, draft, form, id)
    if "looking" in request.GET:
        return _looked(request, draft, form, id)
    return _saved(request, draft, form, id)


def _saved(request: Asked, draft: Draft, form: ThingForm, id: str) -> HttpResponse:
    token, typed = form.cleaned_data["token"], form.typed()
    try:
        came = drafts.save(scope=request.scope, at=timezone.now(), token=token, kind=form.kind, id=id, typed=typed)
    except ValidationError as refused:
        form.add_error(None, refused)
        return _shown(request, draft, form, id)
    if isinstance(came, drafts.Met):
        initial = {**came.shown, "token": came.token}
        return _shown(request, draft, ThingForm(form.kind, initial=initial, pairs=_pairs(draft, id)), id, came)
    messages.success(request, f"Saved. {queries.meanwhile_others(came, token, request.scope.person)}".strip())
    return redirect(request.path)


def _shown(request: Asked, draft: Draft, form: ThingForm, id: str, met: drafts.Met | None = None) -> HttpResponse:
    files = draft.files
    if (form.is_bound and form.is_valid()) or met:
        typed = form.typed() if form.is_bound else dict(met.shown) if met else {}
        files = _with(draft, form.kind, id, typed, form.initial)
    told = queries.by_field(drafting.told(files), form.kind, id, form.names)
    shown = {
        "form": form,
        "kind": form.kind,
        "id": id,
        "parts": parts(form, told, met.theirs if met else None),
        "whole": told.get("id", ()),
        "met": met,
        "draft": draft,
        **_around(draft, form.kind, id),
    }
    return render(request, "book/thing.html", shown, status=409 if met else 200)


def _looked(request: HttpRequest, draft: Draft, form: ThingForm, id: str) -> HttpResponse:
    """What the rules say of what is typed: a part of the page, while nothing is saved."""
    told = queries.by_field(
        drafting.told(_with(draft, form.kind, id, form.typed(), form.initial)), form.kind, id, form.names
    )
    shown = {"parts": parts(form, told), "whole": told.get("id", ())}
    return render(request, "book/_looked.html", shown)


def _with(draft: Draft, kind: str, id: str, typed: Mapping[str, Any], base: Mapping[str, Any]) -> Mapping[str, str]:
    """The files of the draft as they would be with what was typed; as they are where it cannot be set."""
    changed = {name for name in typed if name in base and typed[name] != base[name]}
    try:
        return drafting.set_fields(draft.files, kind, id, to_set({**base, **typed}, changed))
    except (ValueError, BookFault):
        return draft.files  # type: ignore[no-any-return]


def _pairs(draft: Draft, id: str) -> list[tuple[str, str]]:
    """The standards that could guard one."""
    return [(one.id, f"{one.title or one.id} ({one.id})") for one in _standards(draft) if one.id != id]


def _standards(draft: Draft) -> list[drafting.Outline]:
    things = [one for journey in drafting.outline_of(draft.files) for one in journey.walk()]
    return [one for one in things if one.kind == "standard"]


def _around(draft: Draft, kind: str, id: str) -> dict[str, Any]:
    """What stands beside the form of a thing: where it belongs, what is in it, and what customers said."""
    journeys = drafting.outline_of(draft.files)
    for one in journeys:
        if id in {inside.id for inside in one.walk()} and kind != "book":
            within = next((each for each in one.walk() if (each.kind, each.id) == (kind, id)), None)
            return {
                "journey": one,
                "within": within,
                "file": one.file,
                "steps": [
                    step for each in journeys for step in each.inside if id not in {inside.id for inside in step.inside}
                ],
                "interviews": said.interviews(one.id),
                "complaints": said.complaints(one.id),
            }
    return {"file": "book.yaml"} if kind == "book" else {}

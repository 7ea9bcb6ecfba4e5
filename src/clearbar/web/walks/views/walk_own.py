"""One's own walks: found again by nobody else, corrected within a day, deleted at any time; and their pictures."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from clearbar.model.book import Step
from clearbar.web.ledger.pictures import NoPicture, as_file, drawn_anew
from clearbar.web.people.access import Asked, allowed
from clearbar.web.people.models import Role
from clearbar.web.walks.actions import walk as actions
from clearbar.web.walks.actions import walk_photos as photos
from clearbar.web.walks.forms.walk import FEELINGS, PhotoForm, StepsForm, WalkingForm, as_was
from clearbar.web.walks.models.walk import Walking, WalkPhoto, WalkStep
from clearbar.web.walks.queries.walk import readable_sites
from clearbar.web.walks.queries.walk_book import Held, held
from clearbar.web.walks.queries.walk_own import OwnWalk, notes_on, own_walk, own_walks


@allowed()
@never_cache
def mine(request: Asked) -> HttpResponse:
    """One's own walks."""
    now = timezone.now()
    titles: dict[int, Held | None] = {}
    rows = []
    for one in own_walks(request.scope.person):
        number = one.walk.version
        if number not in titles:
            titles[number] = held(number)
        found = titles[number]
        journey = found.journey(one.walk.journey) if found else None
        rows.append((one, journey.title if journey else one.walk.journey, one.is_correctable(now)))
    return render(request, "walks/mine.html", {"rows": rows})


@allowed()
@never_cache
def walk(request: Asked, key: int) -> HttpResponse:
    """One of them: corrected while the day lasts."""
    own = _own(request, key)
    found = held(own.walk.version)
    journey = found.journey(own.walk.journey) if found else None
    if found is None or journey is None:
        raise Http404
    now = timezone.now()
    rows, known = list(own.walk.steps.all()), {step.id: step for step in journey.steps}
    steps = [known[row.step] for row in rows]
    open_for = own.is_correctable(now)
    was = as_was(steps, rows, notes_on(own.walk))
    form = StepsForm(request.POST or None, book=found.book, steps=steps, written=False, initial=was)
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct(scope=request.scope, walk=own.walk, said=form.said(), at=now)
            messages.success(request, "Corrected.")
        except actions.Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("walk-own", key)
    told = {
        "own": own, "journey": journey, "form": form if open_for or request.method == "POST" else None,
        "rows": [(step, row, notes) for step, row, notes in _shown(steps, rows, own)],
        "photos_on": photos.photos_at(own.walk.site), "photos": _photos(own),
        "photo": PhotoForm(steps=[(step.id, step.title) for step in steps]),
    }  # fmt: skip
    return render(request, "walks/own.html", told, status=422 if form.errors else 200)


def _shown(steps: list[Step], rows: list[WalkStep], own: OwnWalk) -> list[tuple[Step, dict[str, object], str]]:
    notes = notes_on(own.walk)
    found = []
    for step, row in zip(steps, rows, strict=True):
        end = row.served if row.served is not None else row.gave_up
        waited = round(end - row.arrived) if end is not None and row.arrived is not None else None
        words: dict[str, object] = {
            "waited": None if waited is None else f"{waited // 60}:{waited % 60:02d}",
            "gave_up": row.gave_up is not None,
            "jumped": row.jumped,
            "feeling": dict(FEELINGS).get(row.feeling or 0, ""),
            "rated": f"{len(row.levels)} of {len(step.standards)} standards",
        }
        found.append((step, words, notes.get(row.order, "")))
    return found


def _photos(own: OwnWalk) -> list[WalkPhoto]:
    return list(WalkPhoto.objects.filter(walk=own.walk).defer("content").order_by("key"))


@allowed()
def walk_delete(request: Asked, key: int) -> HttpResponse:
    """Asked once more, then it is gone."""
    own = own_walk(request.scope.person, key)
    if own is None:
        return redirect("walk-mine")  # gone already, or never theirs: both are told alike
    if request.method != "POST":
        return render(request, "walks/delete.html", {"own": own})
    actions.remove(scope=request.scope, walk=own.walk, at=timezone.now())
    messages.success(request, "The walk is deleted, with its ratings, notes and pictures.")
    return redirect("walk-mine")


@allowed()
def photo_add(request: Asked, key: int) -> HttpResponse:
    """A picture is added; it is shown to who walked before anybody else may see it."""
    own = _own(request, key)
    if not photos.photos_at(own.walk.site):
        raise Http404
    found = held(own.walk.version)
    journey = found.journey(own.walk.journey) if found else None
    titles = {step.id: step.title for step in journey.steps} if journey else {}
    steps = [(row.step, titles.get(row.step, row.step)) for row in own.walk.steps.all()]
    form = PhotoForm(request.POST or None, request.FILES or None, steps=steps)
    if request.method == "POST" and form.is_valid():
        try:
            picture = drawn_anew(form.cleaned_data["picture"].read())
            made = photos.add(
                scope=request.scope, walk=own.walk, step=form.cleaned_data["step"], picture=picture, at=timezone.now()
            )
            return redirect("walk-photo", made.pk)
        except (NoPicture, actions.Refused) as refusal:
            form.add_error("picture", str(refusal))
    return render(request, "walks/photo_add.html", {"own": own, "form": form}, status=422 if form.errors else 200)


@allowed()
@never_cache
def photo(request: Asked, key: int) -> HttpResponse:
    """Who walked looks at the picture, and sends it or deletes it."""
    found = get_object_or_404(WalkPhoto.objects.defer("content").select_related("walk__site"), pk=key)
    own = _own(request, found.walk_id)
    if request.method == "POST":
        act = photos.send if request.POST.get("act") == "send" else photos.discard
        act(scope=request.scope, photo=found, at=timezone.now())
        said = "Sent: others see it with the journey." if act is photos.send else "Deleted."
        messages.success(request, said)
        return redirect("walk-own", own.walk.pk)
    return render(request, "walks/photo.html", {"own": own, "photo": found})


@allowed()
def photo_file(request: Asked, key: int) -> HttpResponse:
    """The picture: for who walked, and, once it was sent, for who may see walks of the site."""
    found = get_object_or_404(WalkPhoto.objects.select_related("walk"), pk=key)
    sites = readable_sites(request.scope)
    is_seen = found.sent and (sites is None or found.walk.site_id in sites) and photos.photos_at(found.walk.site)
    if not is_seen and own_walk(request.scope.person, found.walk_id) is None:
        raise Http404
    if not found.content:  # of somebody who was erased, after a restore
        raise Http404
    return as_file(bytes(found.content), found.kind, f"walk-{found.pk}")


@allowed(Role.LEADER, Role.ADMINISTRATOR)
def choices(request: Asked) -> HttpResponse:
    """What the organisation chooses about walks."""
    if not request.scope.rules_house:
        raise PermissionDenied
    was = Walking.the()
    form = WalkingForm(
        request.POST or None, initial={"conditions": "\n".join(was.conditions), "photos": was.photos}
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        photos.choose(scope=request.scope, at=timezone.now(), **form.cleaned_data)
        messages.success(request, "Saved. Phones know it when they have a network again.")
        return redirect("walks")
    return render(request, "walks/choices.html", {"form": form}, status=422 if form.errors else 200)


def _own(request: Asked, key: int) -> OwnWalk:
    own = own_walk(request.scope.person, key)
    if own is None:
        raise Http404  # somebody else's, or none: both are told alike
    return own

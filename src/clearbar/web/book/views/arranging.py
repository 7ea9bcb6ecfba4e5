"""Pages on which a draft begins and ends, and its things come, move and go; and its files as text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from clearbar.model.errors import BookFault, Fault
from clearbar.web.book import queries
from clearbar.web.book.actions import drafts
from clearbar.web.book.addresses import address_of
from clearbar.web.book.forms.drafts import (
    NewJourneyForm,
    NewStandardForm,
    NewStepForm,
    StarterForm,
    TextForm,
    UploadForm,
)
from clearbar.web.book.models import Version
from clearbar.web.book.permits import may_write
from clearbar.web.book.views.drafting import WRITERS, held
from clearbar.web.book.views.reading import download
from clearbar.web.bridge import books, drafting
from clearbar.web.people.access import Asked, allowed, demand
from clearbar.web.people.models import Organisation


@allowed(*WRITERS)
def begin(request: Asked) -> HttpResponse:
    """A draft begins: from the version that holds, from a starter, or from files."""
    demand(may_write(request.scope))
    if queries.draft():
        return redirect("draft")
    how, version = request.POST.get("how", ""), queries.newest()
    starter = StarterForm(request.POST if how == "starter" else None)
    upload = UploadForm(request.POST if how == "files" else None, request.FILES or None)
    shown: dict[str, Any] = {"version": version, "starter": starter, "upload": upload}
    if request.method == "POST":
        try:
            begun = _files(how, version, starter, upload)
            if begun:
                before = version if how == "version" else None
                drafts.begin(scope=request.scope, files=begun.files, at=timezone.now(), begun_from=before, how=how)
                for note in begun.notes:
                    messages.info(request, f"{note}.")
                return redirect("draft")
        except BookFault as fault:
            shown["faults"] = fault.faults
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
            return redirect("draft")
    return render(request, "book/begin.html", shown)


def _files(how: str, version: Version | None, starter: StarterForm, upload: UploadForm) -> books.Unpacked | None:
    """The files that a draft begins with; None where the form says what is missing. Raises BookFault for files that
    are none of a book's."""
    if how == "version" and version:
        return books.Unpacked(version.files, ())
    if how == "starter" and starter.is_valid():
        return books.Unpacked(books.starter(starter.cleaned_data["trade"], Organisation.the().name), ())
    if how == "files" and upload.is_valid():
        return files_in(upload.cleaned_data["book_files"])
    return None


def files_in(uploaded: list[UploadedFile[Any]]) -> books.Unpacked:
    """The files of a book in what was sent: an archive, or the files themselves; and what was left out of it.

    Raises BookFault with every fault."""
    if len(uploaded) == 1 and uploaded[0].read(4).startswith(b"PK"):
        uploaded[0].seek(0)
        return books.unpack(uploaded[0].read())
    faults, files = [], {}
    for one in uploaded:
        one.seek(0)
        name, content = one.name or "", one.read()
        if not name.lower().endswith((".yaml", ".yml")):
            faults.append(
                Fault(name, 0, 0, "CB001", "this is no file of a book", "send book.yaml and journeys, or a zip")
            )
            continue
        try:
            files[name if name == "book.yaml" else f"journeys/{name}"] = content.decode("utf-8")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            faults.append(Fault(name, line, 1, "CB001", "the file is not UTF-8 text", "save it as UTF-8"))
    if faults:
        raise BookFault(faults)
    return books.Unpacked(files, ())


@allowed(*WRITERS)
def discard(request: Asked) -> HttpResponse:
    """The draft is thrown away, after a question."""
    draft = held(request)
    if request.method == "POST":
        try:
            drafts.discard(scope=request.scope, token=request.POST.get("token", ""), at=timezone.now())
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
            return redirect("draft_discard")
        messages.success(request, "The draft is gone. What was published stays as it is.")
        return redirect("book")
    return render(request, "book/discard.html", {"draft": draft})


@allowed(*WRITERS)
def packed(request: Asked) -> HttpResponse:
    """The files of the draft in one."""
    return download(books.pack(held(request).files), "draft.zip", "application/zip")


@allowed(*WRITERS)
def new_journey(request: Asked) -> HttpResponse:
    """A journey comes; it begins with what customers say."""
    held(request)
    form = NewJourneyForm(request.POST or None)

    def edit(told: dict[str, Any]) -> Callable[[books.Files], dict[str, str]]:
        return lambda files: drafting.add_journey(files, told["id"], {"title": told["title"], "for": told["audience"]})

    if _added(request, form, "journey", edit):
        return redirect("listen", form.cleaned_data["id"])
    return _new(request, form, "Which journey comes?", reverse("draft"), "Go on to what customers say")


@allowed(*WRITERS)
def new_step(request: Asked, journey: str) -> HttpResponse:
    """A step comes."""
    held(request)
    form = NewStepForm(request.POST or None)

    def edit(told: dict[str, Any]) -> Callable[[books.Files], dict[str, str]]:
        return lambda files: drafting.add_step(
            files, journey, told["id"], {"title": told["title"], "stage": told["stage"]}
        )

    if _added(request, form, "step", edit):
        return redirect(address_of("step", f"{journey}/{form.cleaned_data['id']}"))
    return _new(request, form, "Which step comes?", address_of("journey", journey), "Add the step")


@allowed(*WRITERS)
def new_standard(request: Asked, journey: str, step: str) -> HttpResponse:
    """A standard comes."""
    held(request)
    form = NewStandardForm(request.POST or None)

    def edit(told: dict[str, Any]) -> Callable[[books.Files], dict[str, str]]:
        return lambda files: drafting.add_standard(files, journey, step, told["id"], {"promise": told["promise"]})

    if _added(request, form, "standard", edit):
        return redirect(address_of("standard", form.cleaned_data["id"]))
    back = address_of("step", f"{journey}/{step}")
    return _new(request, form, "Which standard comes?", back, "Add the standard")


def _added(
    request: Asked, form: Form, kind: str, edit: Callable[[dict[str, Any]], Callable[[books.Files], dict[str, str]]]
) -> bool:
    if request.method != "POST" or not form.is_valid():
        return False
    thing = (kind, form.cleaned_data["id"])
    try:
        drafts.arrange(scope=request.scope, at=timezone.now(), thing=thing, verb="added", edit=edit(form.cleaned_data))
    except ValidationError as refused:
        form.add_error("id", refused)
    return not form.errors


def _new(request: Asked, form: Form, title: str, back: str, button: str) -> HttpResponse:
    shown = {"form": form, "title": title, "button": button, "back": back}
    return render(request, "book/new.html", shown)


@require_POST
@allowed(*WRITERS)
def move(request: Asked) -> HttpResponse:
    """A step or a standard moves, one place up or down, or a standard into another step."""
    draft = held(request)
    kind, _, id = request.POST.get("thing", "").partition(" ")
    way = request.POST.get("way", "")
    try:
        edit = _moved(draft.files, kind, id, way)
        token = request.POST.get("token", "")
        drafts.arrange(scope=request.scope, at=timezone.now(), thing=(kind, id), verb="moved", edit=edit, token=token)
    except (ValidationError, BookFault) as refused:
        said = refused.messages if isinstance(refused, ValidationError) else [one.message for one in refused.faults]
        messages.error(request, " ".join(said))
    return redirect(f"{reverse('draft')}#{kind}-{id}")


def _moved(files: books.Files, kind: str, id: str, way: str) -> Callable[[books.Files], dict[str, str]]:
    """The edit that moves a thing. Raises ValidationError where there is no such thing, or no such way."""
    for journey in drafting.outline_of(files):
        for step in journey.inside:
            if (kind, id) == ("step", step.id):
                at, name = journey.inside.index(step), id.partition("/")[2]
                return lambda files: drafting.move_step(files, journey.id, name, at + _by(way))
            at = next((i for i, one in enumerate(step.inside) if (kind, one.id) == ("standard", id)), -1)
            if at >= 0:
                where, _, name = (step.id if way in {"up", "down"} else way).partition("/")
                to = at + _by(way) if way in {"up", "down"} else None
                return lambda files: drafting.move_standard(files, id, where, name, to)
    raise ValidationError("This was taken out meanwhile.")


def _by(way: str) -> int:
    if way not in {"up", "down"}:
        raise ValidationError("Say where it is to go.")
    return -1 if way == "up" else 1


@allowed(*WRITERS)
def remove(request: Asked, kind: str, id: str) -> HttpResponse:
    """A thing goes, after a question that names all that goes with it."""
    draft = held(request)
    things = [one for journey in drafting.outline_of(draft.files) for one in journey.walk()]
    found = next((one for one in things if (one.kind, one.id) == (kind, id)), None)
    if found is None:
        raise Http404
    if request.method == "POST":
        try:
            drafts.arrange(
                scope=request.scope, at=timezone.now(), thing=(kind, id), verb="removed",
                edit=_removed(kind, id), token=request.POST.get("token", ""),
            )  # fmt: skip
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
            return redirect("draft_remove", kind, id)
        messages.success(request, f"The {kind} {id} is out of the draft.")
        return redirect("draft")
    shown = {"draft": draft, "thing": found, "inside": list(found.walk())[1:], "back": address_of(kind, id)}
    return render(request, "book/remove.html", shown)


def _removed(kind: str, id: str) -> Callable[[books.Files], dict[str, str]]:
    journey, _, step = id.partition("/")
    edits: dict[str, Callable[[books.Files], dict[str, str]]] = {
        "journey": lambda files: drafting.remove_journey(files, id),
        "step": lambda files: drafting.remove_step(files, journey, step),
        "standard": lambda files: drafting.remove_standard(files, id),
    }
    return edits[kind]


@allowed(*WRITERS)
def file(request: Asked, name: str) -> HttpResponse:
    """A file of the draft as text."""
    draft = held(request)
    if name not in draft.files and request.method != "POST":
        raise Http404
    initial = {"text": draft.files.get(name, ""), "token": draft.token}
    form = TextForm(request.POST if request.method == "POST" else None, initial=initial)
    met = None
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        came = drafts.save_text(
            scope=request.scope, at=timezone.now(), token=told["token"], name=name, text=told["text"]
        )
        if not isinstance(came, drafts.Met):
            said = queries.meanwhile_others(came, told["token"], request.scope.person)
            messages.success(request, f"Saved. {said}".strip())
            return redirect("draft_file", name)
        met, form = came, TextForm(initial={"text": told["text"], "token": came.token})
    told_here = [one for one in drafting.told(draft.files) if one.file == name]
    shown = {"form": form, "name": name, "met": met, "draft": draft,
             "faults": [one for one in told_here if one.is_fault],
             "findings": [one for one in told_here if not one.is_fault],
             "near": _near(draft.files.get(name, ""), told_here)}  # fmt: skip
    return render(request, "book/file.html", shown, status=409 if met else 200)


def _near(text: str, told: list[drafting.Told]) -> list[tuple[int, str]]:
    """The lines that faults speak of, with their numbers."""
    lines = text.split("\n")
    wanted = sorted({one.line for one in told if 0 < one.line <= len(lines)})
    return [(number, lines[number - 1]) for number in wanted]

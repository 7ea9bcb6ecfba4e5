"""Pages of who writes scenarios: the texts, what is wrong with one, trying it, letting people rehearse it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from clearbar.model.errors import ScenarioFault
from clearbar.model.scenario import Mood
from clearbar.web.bridge import books, rehearsing
from clearbar.web.people.access import Asked, allowed
from clearbar.web.people.models import Role
from clearbar.web.practice.actions import rehearse_texts as actions
from clearbar.web.practice.actions.rehearse import SEEDS, Overtaken, Refused, Start, begin
from clearbar.web.practice.forms.rehearse_texts import NewTextForm, TakeInForm, TextForm
from clearbar.web.practice.models.rehearse import ScenarioText
from clearbar.web.practice.queries import rehearse_texts as queries
from clearbar.web.practice.queries.held import held
from clearbar.web.practice.queries.talks import called_by
from clearbar.web.practice.scenario_files import NoScenarios, opened, packed

WRITERS = (Role.LEADER, Role.COACH, Role.ADMINISTRATOR)


@allowed(*WRITERS)
def texts(request: Asked) -> HttpResponse:
    """All texts, and how another one begins."""
    form = NewTextForm(request.POST or None)
    now = held()
    book = now.book if now else None
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        try:
            made = actions.write(scope=request.scope, name=name, text=queries.begun(name, book), at=timezone.now())
            return redirect("scenario_text", made.pk)
        except Refused as refused:
            form.add_error("name", str(refused))
    found = ScenarioText.objects.select_related("live").all()
    shown = {
        "found": found, "form": form, "take_in": TakeInForm(), "starters": queries.offered_starters(book),
        "is_admin": request.scope.over(Role.ADMINISTRATOR, None),
    }  # fmt: skip
    return render(request, "practice/rehearse/texts.html", shown, status=422 if form.errors else 200)


@allowed(*WRITERS)
def text(request: Asked, name: str) -> HttpResponse:
    """One text, with what is wrong with it."""
    one = get_object_or_404(ScenarioText.objects.select_related("live"), pk=name)
    if request.method != "POST":
        return _shown(request, one, TextForm(initial={"changed": one.changed, "text": one.text}), 200)
    form = TextForm(request.POST)
    if not form.is_valid():
        return _shown(request, one, form, 422)
    told = {"text": form.cleaned_data["text"].replace("\r\n", "\n"), "changed": form.cleaned_data["changed"]}
    try:
        actions.change(scope=request.scope, scenario=one, at=timezone.now(), **told)
    except Overtaken:
        theirs = ScenarioText.objects.select_related("live").get(pk=name)
        form = TextForm(initial={"changed": theirs.changed, "text": told["text"]})
        return _shown(request, theirs, form, 409, who=called_by([theirs.by]).get(theirs.by, "Somebody"))
    messages.success(request, "Saved. People rehearse it as it was until you let them rehearse this." if one.live
                     else "Saved as a draft.")  # fmt: skip
    return redirect("scenario_text", name)


def _shown(request: Asked, one: ScenarioText, form: TextForm, status: int, who: str = "") -> HttpResponse:
    now = held()
    typed = str(form["text"].value() or "") if who or form.is_bound else one.text
    looked = ScenarioText(name=one.name, text=typed)
    found = queries.told(looked, now.book if now else None)
    shown: dict[str, Any] = {
        "one": one, "form": form, "told": found, "near": queries.near(typed, found), "who": who,
        "is_sound": not any(each.is_fault for each in found),
    }  # fmt: skip
    return render(request, "practice/rehearse/text.html", shown, status=status)


@allowed(*WRITERS)
@require_POST
def act(request: Asked, name: str) -> HttpResponse:
    """Tries a text, lets people rehearse it, takes it off, or throws it away."""
    one = get_object_or_404(ScenarioText, pk=name)
    wanted, now = request.POST.get("act", ""), timezone.now()
    try:
        if wanted == "try":
            return _tried(request, one)
        if wanted == "live":
            actions.make_live(scope=request.scope, scenario=one, at=now)
            messages.success(request, "People can rehearse it now.")
        elif wanted == "off":
            actions.take_off(scope=request.scope, scenario=one, at=now)
            messages.success(request, "Nobody can begin it any more. What was rehearsed of it stays.")
        elif wanted == "remove":
            actions.remove(scope=request.scope, scenario=one, at=now)
            return redirect("scenario_texts")
    except ScenarioFault as fault:
        count = len(fault.faults)
        messages.error(request, f"It cannot be played yet: mend the {count} fault{'s' if count > 1 else ''} below.")
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("scenario_text", name)


def _tried(request: Asked, one: ScenarioText) -> HttpResponse:
    """A talk with the customer of a text as it stands, which counts for nothing."""
    now = held()
    scenario = rehearsing.read(one.file, one.text, now.book if now else None)
    start = Start(Mood(scenario.persona.mood), SEEDS // 2, is_trial=True)
    made = begin(
        scope=request.scope, pinned=actions.pin(scenario, one.text), scenario=scenario, start=start,
        version=now.key if now else None, at=timezone.now(),
    )  # fmt: skip
    return redirect("talk", made.pk)


@allowed(*WRITERS)
def take_out(request: Asked) -> HttpResponse:
    """All texts as an archive."""
    del request
    content = packed(dict(ScenarioText.objects.values_list("name", "text")))
    headers = {"Content-Disposition": 'attachment; filename="scenarios.zip"'}
    return HttpResponse(content, content_type="application/zip", headers=headers)


@allowed(*WRITERS)
@require_POST
def take_in(request: Asked) -> HttpResponse:
    """Takes texts in: from an archive or a file, or those that come with a trade."""
    trade = request.POST.get("trade", "")
    if trade in books.TRADES:
        now = held()
        there = set(ScenarioText.objects.values_list("name", flat=True))
        found = queries.fitting(trade, now.book if now else None)
        return _taken(request, {name: text for name, text in found.items() if name not in there})
    form = TakeInForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("scenario_texts")
    sent = form.cleaned_data["file"]
    try:
        return _taken(request, opened(sent.name, sent.read()))
    except NoScenarios as none:
        messages.error(request, str(none))
        return redirect("scenario_texts")


def _taken(request: Asked, files: dict[str, str]) -> HttpResponse:
    new, changed = actions.take_in(scope=request.scope, files=files, at=timezone.now())
    told = [f"{len(new)} new", f"{len(changed)} changed", f"{len(files) - len(new) - len(changed)} as they were"]
    messages.success(request, f"Taken in as drafts: {', '.join(told)}. Let people rehearse those that are ready.")
    return redirect("scenario_texts")

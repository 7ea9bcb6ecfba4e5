"""What a candidate's link opens: consent, a try, the standards, another try, thanks; and the way out of all of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from clearbar.model.scenario import CUSTOMER
from clearbar.web.audit.seals import unseal
from clearbar.web.audit.tokens import hash_of
from clearbar.web.bridge import choosing
from clearbar.web.practice.actions import choose_try as actions
from clearbar.web.practice.actions.choose_try import Stage
from clearbar.web.practice.choose_words import consent_with
from clearbar.web.practice.forms.rehearse import SayForm
from clearbar.web.practice.models.choose import Candidate, Opening
from clearbar.web.practice.queries import talks
from clearbar.web.practice.queries.held import Held, held_as
from clearbar.web.practice.views.choose_guard import page, tried


@tried
def try_out(request: HttpRequest, token: str) -> HttpResponse:
    """Where a candidate stands. Opening the page writes nothing, so that a scanner of links harms nobody."""
    candidate = _candidate(token)
    if candidate is None:
        return page("unknown", {}, 404)
    told = _told(candidate, token)
    opening = candidate.opening
    if opening.closed_at or opening.open_until < timezone.localdate():
        return page("shut", told, 410 if request.method == "POST" else 200)
    act = _ACTS.get(request.POST.get("act", "")) if request.method == "POST" else None
    return (act(request, candidate, told) if act else None) or _stands(candidate, told)


@tried
def try_withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Withdrawing: asked once more, then everything is erased. It stays open for as long as anything is kept."""
    candidate = _candidate(token)
    if candidate is None:
        return page("unknown", {}, 404)
    if request.method != "POST":
        return page("withdraw", _told(candidate, token))
    actions.withdraw(candidate=candidate, at=timezone.now())
    return page("withdrawn", {})


def _candidate(token: str) -> Candidate | None:
    found = Candidate.objects.filter(hash=hash_of(token))
    return found.select_related("opening__first", "opening__further", "consent").first()


def _told(candidate: Candidate, token: str) -> dict[str, Any]:
    return {"candidate": candidate, "opening": candidate.opening, "token": token}


def _held(opening: Opening) -> Held:
    found = held_as(opening.version_id)
    if found is None:
        raise LookupError("the version of an opening is there as long as it is")
    return found


def _stage(candidate: Candidate) -> Stage | None:
    """The talk that comes next, also while the standards are to be read before it; None where both tries are over."""
    opening, ended = candidate.opening, set(
        candidate.tries.filter(ended_at__isnull=False).values_list("number", "place")
    )  # fmt: skip
    for number in (1, 2):
        for place, pinned in enumerate(opening.scenarios):
            if (number, place) not in ended:
                scenario = talks.scenario_of(pinned.pk)
                return Stage(number, place, scenario, _held(opening).book, opening.seeds[number - 1])
    return None


def _stands(candidate: Candidate, told: Mapping[str, Any], **further: Any) -> HttpResponse:
    """The page of where they stand."""
    opening = candidate.opening
    if candidate.consented_at is None:
        text = consent_with(opening.days, opening.consent)
        return page("consent", {**told, "text": text, "read": actions.hash_of_text(text), **further})
    stage = _stage(candidate)
    if stage is None:
        return page("thanks", {**told, "last": _last_words(candidate), **further})
    if stage.number == 2 and candidate.read_at is None:
        return page("read", {**told, "parts": _parts(opening), "last": _last_words(candidate)})
    return _talk(candidate, told, stage)


def _parts(opening: Opening) -> list[Any]:
    scenarios = [talks.scenario_of(one.pk) for one in opening.scenarios]
    return choosing.to_read(_held(opening).book, scenarios)


def _last_words(candidate: Candidate) -> str:
    """What the customer said last in the talk that ended before this page."""
    kept = candidate.tries.filter(ended_at__isnull=False).order_by("-number", "-place").first()
    turns = (unseal(candidate.subject, kept.talk) or {}).get("turns", []) if kept else []
    return str(turns[-1]["text"]) if turns and turns[-1]["role"] == CUSTOMER else ""


def _talk(
    candidate: Candidate, told: Mapping[str, Any], stage: Stage, form: SayForm | None = None, status: int = 200
) -> HttpResponse:  # fmt: skip
    kept = candidate.tries.filter(number=stage.number, place=stage.place).first()
    talk, count = actions.talk_of(candidate, kept, stage), len(candidate.opening.scenarios)
    pinned = candidate.opening.scenarios[stage.place]
    return page("talk", {
        **told, "stage": stage, "pinned": pinned, "lines": talk.turns, "said": kept.said if kept else 0, "form": form,
        "last": "" if kept else _last_words(candidate), "part": stage.place + 1, "parts": count,
    }, status)  # fmt: skip


def _agree(request: HttpRequest, candidate: Candidate, told: Mapping[str, Any]) -> HttpResponse | None:
    if request.POST.get("agrees") != "yes":
        return _stands(candidate, told, fault="Tick that you agree, or close this page: then nothing is kept of you.")
    text, read = consent_with(candidate.opening.days, candidate.opening.consent), request.POST.get("read", "")
    try:
        actions.agree(candidate=candidate, text=text, read=read, at=timezone.now())
    except actions.Changed:
        return _stands(candidate, told, fault="This text was changed since you opened the page. Please read it again.")
    return _again(request)


def _say(request: HttpRequest, candidate: Candidate, told: Mapping[str, Any]) -> HttpResponse | None:
    stage = _stage(candidate)
    if stage is None or candidate.consented_at is None or (stage.number == 2 and candidate.read_at is None):
        return None
    form = SayForm(request.POST)
    if request.POST.get("stage") != f"{stage.number}-{stage.place}":
        return _again(request)  # the same last line, sent twice: the talk is over by now
    if not form.is_valid():
        return _talk(candidate, told, stage, form, 422)
    try:
        actions.say(candidate=candidate, stage=stage, at=timezone.now(), **form.cleaned_data)
    except actions.Overtaken:
        form.overtaken = True
        return _talk(candidate, told, stage, form, 409)
    return _again(request)


def _have_read(request: HttpRequest, candidate: Candidate, told: Mapping[str, Any]) -> HttpResponse | None:
    del told
    stage = _stage(candidate)
    if candidate.consented_at is not None and (stage is None or stage.number == 2):
        actions.have_read(candidate=candidate, at=timezone.now())
    return _again(request)


def _traits(request: HttpRequest, candidate: Candidate, told: Mapping[str, Any]) -> HttpResponse | None:
    del told
    if candidate.consented_at is not None and _stage(candidate) is None:
        said = {
            one["name"]: request.POST.get(f"trait{number}", "") for number, one in enumerate(candidate.opening.traits)
        }
        actions.tell_traits(candidate=candidate, told=said, at=timezone.now())
    return _again(request)


def _again(request: HttpRequest) -> HttpResponse:
    return redirect(f"{request.path}#next")


_ACTS = {"agree": _agree, "say": _say, "read": _have_read, "traits": _traits}

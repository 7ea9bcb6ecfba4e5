"""The page of a case: what the customer said, its clock, and everything that can be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from clearbar.web.followup.actions import recovery_change, recovery_close, recovery_messages, recovery_offers
from clearbar.web.followup.actions.recovery_messages import Letter, address_of
from clearbar.web.followup.actions.recovery_turns import Refused
from clearbar.web.followup.forms import recovery as forms
from clearbar.web.followup.models.recovery import Case, CaseMessage, State
from clearbar.web.followup.models.recovery_turns import Turn
from clearbar.web.followup.queries import recovery as queries
from clearbar.web.followup.queries.recovery_one import Shown, allowed_offers, shown
from clearbar.web.followup.queries.recovery_who import who_can_take
from clearbar.web.ledger import mail
from clearbar.web.people.access import Asked, allowed

Data = Mapping[str, Any]


def _answer(request: Asked, case: Case, data: Data, at: datetime) -> str:
    letter = Letter(data["way"], data["words"], data.get("template"))
    recovery_messages.answer(scope=request.scope, case=case, version=data["version"], letter=letter, at=at)
    return "Sent." if data["way"] == CaseMessage.Way.MAIL else "Noted."


def _offer(request: Asked, case: Case, data: Data, at: datetime) -> str:
    made = recovery_offers.offer(scope=request.scope, case=case, at=at, **data)
    return "Noted: tell the customer." if made.state == made.State.MADE else "A leader is asked. You hear from them."


def _decide(request: Asked, case: Case, data: Data, at: datetime) -> str:
    found = case.offers.select_related("kind", "case").filter(pk=data["offer"]).first()
    if found is None:
        raise Http404
    agrees = data["agrees"] == "yes"
    recovery_offers.decide(scope=request.scope, offer=found, agrees=agrees, reason=data["reason"], at=at)
    return "Kept. Whoever asked is told."


def _close(request: Asked, case: Case, data: Data, at: datetime) -> str:
    recovery_close.close(scope=request.scope, case=case, at=at, **data)
    asked = " The customer is asked how it is now." if address_of(case) and mail.can_send() else ""
    return f"Closed.{asked}"


def _silent(request: Asked, case: Case, data: Data, at: datetime) -> str:
    kept = recovery_close.no_way(scope=request.scope, case=case, at=at, **data)
    return "Closed: nobody else here could agree." if kept.alone else "Kept. A second person is asked to look."


def _agree(request: Asked, case: Case, data: Data, at: datetime) -> str:
    told = {**data, "agrees": data["agrees"] == "yes"}
    recovery_close.agree(scope=request.scope, case=case, at=at, **told)
    return "Kept."


def _hand(request: Asked, case: Case, data: Data, at: datetime) -> str:
    recovery_change.hand_over(scope=request.scope, case=case, at=at, **data)
    return "Handed over."


def _weigh(request: Asked, case: Case, data: Data, at: datetime) -> str:
    recovery_change.weigh(scope=request.scope, case=case, at=at, **data)
    return "Kept. Its clock counts by the new severity."


def _sort(request: Asked, case: Case, data: Data, at: datetime) -> str:
    recovery_change.sort(scope=request.scope, case=case, at=at, **data)
    return "Kept."


def _reopen(request: Asked, case: Case, data: Data, at: datetime) -> str:
    recovery_close.reopen_case(scope=request.scope, case=case, at=at, **data)
    return "Opened again."


_ACTS: dict[str, Callable[[Asked, Case, Data, datetime], str]] = {
    "answer": _answer, "offer": _offer, "decide": _decide, "close": _close, "silent": _silent, "agree": _agree,
    "hand": _hand, "weigh": _weigh, "sort": _sort, "reopen": _reopen,
}  # fmt: skip


@allowed()
def case(request: Asked, key: int) -> HttpResponse:
    """A case, for its owner and who leads; each form of it is sent by itself."""
    found = queries.one(request.scope, key)
    if found is None:
        raise Http404
    act = request.POST.get("act", "") if request.method == "POST" else ""
    sent = _forms(found, act, request.POST if act else None)
    if act:
        if act not in _ACTS:
            raise Http404
        form = sent[act]
        if form.is_valid() and _done(request, found, act, form):
            return redirect("case", key) if queries.one(request.scope, key) else redirect("cases")
        found = queries.one(request.scope, key) or found
    one = shown(request.scope, found, timezone.now())
    told = {
        "one": one,
        "case": found,
        "forms": sent,
        "open_form": act,
        "stranded": _stranded(sent[act]) if act and not _is_there(act, one) else None,
        "allowed_offers": allowed_offers(request.scope, found.team),
        "can_mail": mail.can_send(),
    }
    return render(request, "followup/recovery/case.html", told, status=422 if act else 200)


_TURNS = {"answer": Turn.ANSWER, "offer": Turn.OFFER, "hand": Turn.HAND, "weigh": Turn.WEIGH, "silent": Turn.NO_WAY,
          "sort": Turn.SORT, "reopen": Turn.REOPEN}  # fmt: skip


def _is_there(act: str, one: Shown) -> bool:
    """Whether the page still has the form that was sent; where somebody else acted meanwhile, it may not."""
    if act == "close":
        return Turn.CLOSE.name in one.can and one.case.answered_at is not None
    if act == "decide":
        return one.decides
    if act == "agree":
        return one.case.state == State.SILENT and one.may_agree
    return _TURNS[act].name in one.can


def _stranded(form: Form) -> dict[str, Any]:
    """What is told of a form that is not there any more: why it was refused, and the words that were typed, so that
    none are lost."""
    typed = [str(form.data.get(name, "")).strip() for name in ("words", "reason") if name in form.fields]
    return {"why": form.non_field_errors() or ["This cannot be done any more."], "typed": [one for one in typed if one]}


def _done(request: Asked, found: Case, act: str, form: Form) -> bool:
    try:
        said = _ACTS[act](request, found, form.cleaned_data, timezone.now())
    except Refused as refused:
        form.add_error(None, str(refused))
        # What is sent again is sent about the case as it is seen then.
        now = Case.objects.filter(pk=found.pk).values_list("version", flat=True).first()
        form.data = {**request.POST.dict(), "version": str(now or "")}
        return False
    except Case.DoesNotExist as gone:
        raise Http404 from gone
    messages.success(request, said)
    return True


def _forms(found: Case, act: str, data: Any) -> dict[str, Form]:
    """Every form of the page; the one that was sent has what was typed."""

    def given(name: str) -> dict[str, Any]:
        start = {"version": found.version}
        return {"data": data if name == act else None, "initial": start, "auto_id": f"{name}_%s"}

    by_mail = bool(mail.can_send() and address_of(found))
    return {
        "answer": forms.AnswerForm(by_mail=by_mail, language=found.language, **given("answer")),
        "offer": forms.OfferForm(**given("offer")),
        "decide": forms.DecideForm(**given("decide")),
        "close": forms.CloseForm(**given("close")),
        "silent": forms.SilentForm(**given("silent")),
        "agree": forms.AgreeForm(**given("agree")),
        "hand": forms.HandForm(persons=who_can_take(found, timezone.localdate()), **given("hand")),
        "weigh": forms.WeighForm(now=found.severity, **given("weigh")),
        "sort": forms.SortForm(**given("sort")),
        "reopen": forms.ReopenForm(**given("reopen")),
    }

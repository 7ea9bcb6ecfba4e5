"""What is due today, on any device: as a page, as data for a phone, and as the page that shows those data offline."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache

from clearbar.model.quiz import Answer, Kind
from clearbar.text.zones import day_and_week
from clearbar.web.bridge import learning
from clearbar.web.ledger.sync import Item, take_all
from clearbar.web.people.access import Asked, allowed, public
from clearbar.web.people.models import Organisation
from clearbar.web.practice.actions.cards import REVIEW
from clearbar.web.practice.forms import answers
from clearbar.web.practice.models.learn import Given, QuizChoice, ReviewCard
from clearbar.web.practice.queries.due import DueItem, due_item, due_items
from clearbar.web.practice.queries.lessons import lesson_address


@allowed()
@never_cache
def due(request: Asked) -> HttpResponse:
    """One question that is due; its answer brings what is right and why at once."""
    if request.method == "POST":
        return _answered(request)
    if "after" in request.GET:
        return _told(request)
    return _next(request)


def _next(request: Asked) -> HttpResponse:
    now = timezone.now()
    items = due_items(request.user.person, now)
    told = {
        "item": items[0] if items else None,
        "shown": answers.shown(items[0].variant) if items else None,
        "left": len(items),
        "minutes": max(1, round(sum(one.question.seconds for one in items) / 60)),
        "begun": bool(items) or ReviewCard.objects.filter(person=request.scope.person).exists(),
        "once": uuid4(),
    }
    return render(request, "practice/due.html", told)


def _answered(request: Asked) -> HttpResponse:
    """An answer by form goes the same way as one from a phone: sent twice, it counts once."""
    sent = {name: request.POST.get(name, "") for name in ("card", "question", "variant", "once")}
    item = _item(request, sent["card"], sent["question"], sent["variant"])
    if item is None:
        return redirect("due")
    chosen, fault = answers.read(item.variant, request.POST)
    if fault:
        shown = answers.shown(item.variant, chosen)
        left = len(due_items(request.user.person, timezone.now()))
        told = {"item": item, "shown": shown, "fault": fault, "once": sent["once"], "left": left, "stay": True}
        return render(request, "practice/due.html", {**told, "minutes": QuizChoice.the().minutes}, status=422)
    now = timezone.now()
    body = {**sent, "variant": int(sent["variant"]), "chosen": list(chosen)}
    take_all(scope=request.scope, items=[Item(_once(sent["once"]), REVIEW, now, body)], now=now)
    return redirect(f"{request.path}?after={_once(sent['once'])}")


def _once(raw: str) -> str:
    try:
        return str(UUID(raw))
    except ValueError:
        return str(uuid4())


def _item(request: Asked, card: str, question: str, variant: str) -> DueItem | None:
    number = int(variant) if variant.isdecimal() and len(variant) < 6 else -1
    return due_item(request.user.person, card, question, number, timezone.now())


def _told(request: Asked) -> HttpResponse:
    """What was right and why, after an answer by form."""
    given = Given.objects.filter(person=request.scope.person, sync=_once(request.GET["after"])).first()
    if given is None:
        return redirect("due")
    item = _item(request, given.seed, str(given.question_id), str(given.variant))
    if item is None:
        return redirect("due")
    credit = learning.grade(item.question, Answer(item.question.id, given.seed, given.variant, tuple(given.answer)))
    told = {"answered": True, "item": item, "verdict": answers.verdict(credit), "stay": True, **_why(item, credit)}
    left = len(due_items(request.user.person, timezone.now()))
    return render(request, "practice/due.html", {**told, "left": left})


def _why(item: DueItem, credit: Any) -> dict[str, Any]:
    return {
        "credit": credit,
        "order": item.question.kind is Kind.ORDER,
        "lesson": lesson_address(item.placed),
        "name": item.placed.standard.name or item.placed.standard.promise,
    }


@allowed()
@never_cache
def items(request: Asked) -> HttpResponse:
    """Today's items for the phone of who asks: each as a page shows it, with its key, so that what is right can be told
    without a network. Going over what one has learned is no examination; the credit is reckoned here all the same."""
    now = timezone.now()
    found = due_items(request.user.person, now)
    day = day_and_week(now, Organisation.the().timezone)[0]
    told = [_data(one) for one in found]
    return JsonResponse({"user": request.scope.person, "day": day, "items": told})


def _data(item: DueItem) -> dict[str, Any]:
    credit = learning.grade(item.question, Answer(item.question.id, str(item.card.pk), item.card.times, ()))
    shown = answers.shown(item.variant)
    return {
        "card": str(item.card.pk),
        "question": str(item.row.pk),
        "variant": item.variant.attempt,
        "kind": item.question.kind.value,
        "one": shown.is_one,
        "ask": render_to_string("practice/_ask.html", {"shown": shown}),
        "why": render_to_string("practice/_why.html", {**_why(item, credit), "marks": False}),
        "worth": {one.id: one.worth for one in item.question.options},
        "order": [one.id for one in credit.parts] if shown.is_order else [],
        "changed": item.changed,
        "stem": item.question.stem,
    }


@public
def shell(request: Asked) -> HttpResponse:
    """The page that a phone shows without a network. It is the same for everybody and says nothing of anybody."""
    answer = HttpResponse(render_to_string("practice/due_shell.html"))
    answer["Cache-Control"] = "no-cache"
    del request
    return answer

"""Films and sounds: sent by who presents, and served in parts to everybody with a log-in."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from clearbar.web.people.access import Asked, allowed
from clearbar.web.practice import media
from clearbar.web.practice.actions.present_clips import Sent, remove_clip, send_clip
from clearbar.web.practice.forms.present import ClipForm
from clearbar.web.practice.models.present import Clip
from clearbar.web.practice.queries import present as queries
from clearbar.web.practice.queries.present_permits import PRESENTERS
from clearbar.web.practice.views.present import demanded, lesson_of


@allowed(*PRESENTERS)
def clips(request: Asked, journey: str, step: str) -> HttpResponse:
    """The films and sounds of a step, and the form to send one."""
    book = demanded(request)
    lesson = lesson_of(book, journey, step)
    sent = request.method == "POST"
    form = ClipForm(request.POST if sent else None, request.FILES if sent else None)
    back = f"{reverse('lesson', args=[journey, step])}?language={book.language}"
    if sent and form.is_valid() and form.film:
        file = form.cleaned_data["file"]
        one = Sent(
            form.film, file.size, file.chunks(), form.cleaned_data["title"], form.cleaned_data["captions"],
            form.cleaned_data["transcript"].strip(),
        )  # fmt: skip
        send_clip(scope=request.scope, lesson=lesson, sent=one, at=timezone.now())
        messages.success(request, "Kept. It stands in the lesson now.")
        return redirect(back)
    told = {"form": form, "back": back, "lesson": lesson, "clips": queries.clips(lesson)}
    return render(request, "practice/clips.html", told, status=422 if form.errors else 200)


@allowed(*PRESENTERS)
@require_POST
def clip_remove(request: Asked, id: str) -> HttpResponse:
    """Takes one away."""
    clip = get_object_or_404(Clip, pk=id)
    back = redirect("clips", clip.journey, clip.step)
    remove_clip(scope=request.scope, clip=clip, at=timezone.now())
    messages.success(request, "Taken away.")
    return back


@allowed()
@require_safe
def clip(request: Asked, id: str) -> HttpResponseBase:
    """The film or sound itself, whole or in part: as what its content showed it to be, and as nothing else."""
    found = get_object_or_404(Clip, pk=id)
    try:
        return media.served(request, found.pk, found.media)
    except FileNotFoundError:
        raise Http404 from None


@allowed()
@require_safe
def captions(request: Asked, id: str) -> HttpResponse:
    """Its captions."""
    del request
    found = get_object_or_404(Clip, pk=id)
    if not found.captions:
        raise Http404
    headers = {"Content-Security-Policy": media.POLICY, "Cache-Control": "private, max-age=86400"}
    return HttpResponse(found.captions, content_type="text/vtt; charset=utf-8", headers=headers)

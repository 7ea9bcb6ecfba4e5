"""Pages about the API: its description, tokens and hooks."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from clearbar.web.api import queries
from clearbar.web.api.actions import hooks as hook_actions
from clearbar.web.api.actions import tokens as token_actions
from clearbar.web.api.describe import described
from clearbar.web.api.forms import HookForm, TokenForm
from clearbar.web.api.models import ApiToken, Call, Hook
from clearbar.web.people.access import Asked, allowed, public
from clearbar.web.people.models import Role


@public
def description(request: HttpRequest) -> HttpResponse:
    """What the API can do."""
    return render(request, "api/description.html", {"api": described()})


@never_cache
@allowed()
def tokens(request: Asked) -> HttpResponse:
    """The tokens there are; an administrator makes new ones, others take those that wait for them."""
    administers = request.scope.over(Role.ADMINISTRATOR, None)
    form = TokenForm(request.POST or None) if administers else None
    told = ""
    if request.method == "POST" and form and form.is_valid():
        _, told = token_actions.make(scope=request.scope, at=timezone.now(), **form.cleaned_data)
        if not told:
            messages.success(request, "The token waits. Its person takes it on this page.")
            return redirect("api-tokens")
        form = TokenForm()
    return _tokens(request, form, told)


def _tokens(request: Asked, form: TokenForm | None, told: str) -> HttpResponse:
    given = {"form": form, "told": told, "tokens": queries.tokens(request.scope), "today": timezone.localdate()}
    return render(request, "api/tokens.html", given)


@never_cache
@require_POST
@allowed()
def take_token(request: Asked, token: str) -> HttpResponse:
    """A person takes a token that was made for them."""
    found = get_object_or_404(ApiToken, pk=token, person_id=request.scope.person, ended_at=None)
    try:
        told = token_actions.take(scope=request.scope, token=found, at=timezone.now())
    except ValueError:
        messages.error(request, "This token was taken before. Ask for a new one.")
        return redirect("api-tokens")
    form = TokenForm() if request.scope.over(Role.ADMINISTRATOR, None) else None
    return _tokens(request, form, told)


@require_POST
@allowed()
def end_token(request: Asked, token: str) -> HttpResponse:
    """Ends a token."""
    found = get_object_or_404(queries.tokens(request.scope), pk=token)
    token_actions.end(scope=request.scope, token=found, at=timezone.now())
    messages.success(request, f"“{found.name}” has ended.")
    return redirect("api-tokens")


@never_cache
@allowed(Role.ADMINISTRATOR)
def hooks(request: Asked) -> HttpResponse:
    """The hooks there are, and a new one."""
    form, told = HookForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        _, told = hook_actions.make(scope=request.scope, at=timezone.now(), **form.cleaned_data)
        form = HookForm()
    return render(request, "api/hooks.html", {"form": form, "told": told, "hooks": queries.hooks()})


@allowed(Role.ADMINISTRATOR)
def hook(request: Asked, hook: str) -> HttpResponse:
    """One hook and its calls."""
    found = get_object_or_404(Hook, pk=hook)
    return render(request, "api/hook.html", {"hook": found, "calls": queries.calls(found)})


@require_POST
@allowed(Role.ADMINISTRATOR)
def change_hook(request: Asked, hook: str) -> HttpResponse:
    """Pauses a hook, wakes it, or takes it away."""
    found = get_object_or_404(Hook, pk=hook)
    if request.POST.get("act") == "end":
        hook_actions.end(scope=request.scope, hook=found, at=timezone.now())
        messages.success(request, "The hook is gone.")
        return redirect("api-hooks")
    active = request.POST.get("act") == "wake"
    hook_actions.pause(scope=request.scope, hook=found, active=active, at=timezone.now())
    return redirect("api-hook", hook=hook)


@require_POST
@allowed(Role.ADMINISTRATOR)
def send_again(request: Asked, hook: str, call: int) -> HttpResponse:
    """Asks for a call that was given up to be made again."""
    found = get_object_or_404(Call, pk=call, hook_id=hook)
    hook_actions.send_again(scope=request.scope, call=found, at=timezone.now())
    messages.success(request, "It is on its way again.")
    return redirect("api-hook", hook=hook)

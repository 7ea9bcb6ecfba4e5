"""The pages that who is asked sees: written without a session, a cookie or a script, and guarded as a whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from logging import getLogger
from traceback import extract_tb
from typing import Any

from csp.constants import NONE, SELF
from django.conf import settings
from django.db.utils import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_supported_language_variant, override
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt

from clearbar.web.people.access import public
from clearbar.web.people.models import Organisation
from clearbar.web.surveys.doors import Door, State
from clearbar.web.surveys.models import Survey, Way
from clearbar.web.surveys.wording import Form

log = getLogger("clearbar.surveys")

NAMES = dict(settings.LANGUAGES)
STATUS = {State.UNKNOWN: 404, State.SPENT: 410, State.ENDED: 410}

AGAIN_AFTER = {"screen": 60, "right": 60, "thanks": 10}
"""Seconds after which a kiosk begins again by itself, by page: without a script, and without losing what was kept."""

View = Callable[..., HttpResponse]


def language_of(request: HttpRequest, survey: Survey | None, preferred: str = "") -> str:
    """The language of the visitor: what they chose on the page, what their browser asks for, the one we asked them
    in, the survey's first; always one that the survey has."""
    offered = list(survey.languages if survey else NAMES) or ["en"]
    wanted = [request.GET.get("language", "")]
    wanted += [code for code, _ in parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))]
    for one in [*wanted, preferred]:
        found = _known(one)
        if found in offered:
            return found
    return str(offered[0])


def _known(code: str) -> str:
    try:
        return get_supported_language_variant(code).partition("-")[0] if code else ""
    except LookupError:
        return ""


def page(template: str, door: Door, language: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """A page in one language. It tells nobody where it was opened from, and stays in no store."""
    survey = door.survey
    told = {
        "organisation": Organisation.the().name,
        "language": language,
        "others": [(code, NAMES[code]) for code in (survey.languages if survey else NAMES) if code != language],
        "survey": survey,
        "kind": door.kind,
        **context,
    }
    with override(language):
        response = HttpResponse(render_to_string(f"surveys/asked/{template}.html", told), status=status)
    response.headers["Content-Language"] = language
    seconds = AGAIN_AFTER.get(template)
    if seconds and door.kind == Way.Kind.KIOSK and not (context.get("slow") and template != "thanks"):
        response.headers["Refresh"] = f"{seconds}; url={context['address']}"
    return sealed(response, door.way)


def sealed(response: HttpResponse, way: Way | None = None) -> HttpResponse:
    """The headers of such a page. Only where an administrator named hosts may it stand in their frames."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    frames = [NONE]
    if way is not None and way.kind == Way.Kind.EMBED and way.hosts:
        frames = [f"https://{host}" for host in way.hosts]
        response.xframe_options_exempt = True
    policy = {"script-src": [NONE], "connect-src": [NONE], "img-src": [SELF], "frame-ancestors": frames}
    response._csp_replace = policy  # type: ignore[attr-defined]
    response._has_been_logged = True  # type: ignore[attr-defined]  # its address is a token, and its hour a secret
    return response


def shut(door: Door, language: str) -> HttpResponse:
    """The page of a door that does not open."""
    return page("shut", door, language, {"state": door.state.value}, STATUS[door.state])


@dataclass(frozen=True)
class Visit:
    """One request at an open door."""

    request: HttpRequest
    door: Door
    form: Form
    language: str
    address: str

    @property
    def data(self) -> Mapping[str, str]:
        """What was sent."""
        return sent(self.request)

    def page(self, template: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
        """A page in the visitor's language."""
        return page(template, self.door, self.language, {"form": self.form, "address": self.address, **context}, status)


def sent(request: HttpRequest) -> dict[str, str]:
    """The fields that were sent, without NUL: nobody types it, and PostgreSQL would refuse the whole answer for it."""
    return {name: str(value).replace("\0", "") for name, value in request.POST.items()}


def asked(view: View) -> View:
    """Marks a view that anybody may open and send. The token is what permits; nothing that fails here tells the
    address in a log or shows how it failed."""

    @public
    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in {"GET", "HEAD", "POST"}:
            return sealed(HttpResponse(status=405, headers={"Allow": "GET, HEAD, POST"}))
        try:
            return view(request, *args, **kwargs)
        except (OperationalError, InterfaceError):
            raise  # the disk is full or the database away: that page keeps what was typed
        except Exception as fault:  # whatever it is, its words may quote what somebody wrote
            where = extract_tb(fault.__traceback__)[-1]
            log.error("a survey page failed: %s in %s:%s", type(fault).__name__, where.filename, where.lineno)
            language = language_of(request, None)
            return page("broken", Door("", State.UNKNOWN), language, {"others": []}, 500)

    return guarded

"""Invitations: asking somebody for an answer, as after a ticket closes."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Query
from pydantic import Field

from clearbar.web.api.actions.known import Checks
from clearbar.web.api.cursors import page
from clearbar.web.api.door import Call
from clearbar.web.api.once import once
from clearbar.web.api.problems import Problem, Reason
from clearbar.web.api.rights import Right
from clearbar.web.api.shapes import TEXT, Id, LongId, Paged, Sent, Share, Told
from clearbar.web.api.v1 import get, post
from clearbar.web.people.models import Person, Team
from clearbar.web.surveys.actions import Ask, invite
from clearbar.web.surveys.models import Survey
from clearbar.web.surveys.rights import usable


class InvitationIn(Sent):
    """Whom to ask, and about what. What is left out is taken from the interaction, where it is known here."""

    survey: Annotated[int, Field(ge=1, le=2**31 - 1, description="number of a survey")]
    to: Annotated[str, Field(max_length=254, pattern=TEXT)] = Field(
        default="", description="an e-mail address or a telephone number; empty: the link is told, and you hand it over"
    )
    language: Annotated[str, Field(max_length=12, pattern=r"^([a-z]{2,3}(-[A-Za-z0-9]{2,8})?)?$")] = ""
    interaction: LongId | None = None
    person: Id | None = Field(default=None, description="who served")
    team: Id | None = None
    customer: LongId | None = Field(default=None, description="a pseudonym")
    inclusion: Share | None = Field(default=None, description="probability of being asked; 1 where everybody is")


class InvitationOut(Told):
    """What came of it. The link takes one answer and is told here only."""

    asked: bool
    reason: str = Field(description="why nobody was asked; empty where somebody was")
    invitation: str
    link: str
    sms: str = Field(description="a text to send by SMS")
    mailed: bool = Field(description="whether an e-mail with the link is on its way")


class SurveyOut(Told):
    """A survey that this token may ask by."""

    survey: int
    name: str
    open: bool
    anonymous: bool
    languages: list[str]


class SurveyPage(Told):
    """A page of surveys."""

    items: list[SurveyOut]
    next: str | None


@get("/surveys", Right.INVITATIONS_WRITE, "Invitations", SurveyPage)
def list_surveys(request: Call, wanted: Query[Paged]) -> Any:
    """The surveys that this token may ask by."""
    rows = Survey.objects.filter(usable(request.auth.scope))
    of = f"{request.auth.token.pk} surveys"
    found, after = page(rows, of=of, cursor=wanted.cursor, limit=wanted.limit)
    items = [
        {"survey": one.pk, "name": one.name, "open": one.open, "anonymous": one.anonymous, "languages": one.languages}
        for one in found
    ]
    return {"items": items, "next": after}


@post("/invitations", Right.INVITATIONS_WRITE, "Invitations", InvitationOut, refuses=("conflict",))
def ask_somebody(request: Call, invitation: InvitationIn) -> HttpResponse:
    """Asks somebody for one answer. Nobody is asked twice within the survey's time of rest."""
    return once(request, lambda: (201, _ask(request, invitation)))


def _ask(request: Call, sent: InvitationIn) -> dict[str, Any]:
    survey = Survey.objects.filter(usable(request.auth.scope), pk=sent.survey).first()
    if survey is None:
        raise Problem("missing", "There is no such survey that this token may ask by.")
    checks = Checks([])
    checks.known(Person, [("body.person", sent.person)])
    checks.known(Team, [("body.team", sent.team)])
    checks.end()
    told = sent.model_dump(exclude={"survey"})
    try:
        came = invite(scope=request.auth.scope, survey=survey, ask=Ask(**told), now=request.now)
    except ValueError as fault:
        raise Problem("conflict", reasons=[Reason("body.to", str(fault))]) from None
    said = {"asked": came.suppressed is None, "reason": came.suppressed.value if came.suppressed else ""}
    return said | {"invitation": came.invitation, "link": came.link, "sms": came.sms, "mailed": came.mailed}

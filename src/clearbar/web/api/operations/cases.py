"""Cases: complaints that other systems send."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpResponse
from pydantic import ConfigDict, Field

from clearbar.web.api.actions.known import Checks
from clearbar.web.api.door import Call
from clearbar.web.api.once import once
from clearbar.web.api.problems import Problem, Reason
from clearbar.web.api.rights import Right
from clearbar.web.api.shapes import TEXT, Id, LongId, Sent, Told
from clearbar.web.api.v1 import post
from clearbar.web.followup.actions.arriving_filed import Complaint
from clearbar.web.followup.actions.arriving_filed import file_complaint as open_for
from clearbar.web.followup.models.recovery import CameBy
from clearbar.web.people.models import Person, Site, Team

Words = Annotated[str, Field(max_length=8000, pattern=TEXT)]
_SAYS = {"type": "string", "maxLength": 8000, "pattern": r"^[^\x00]*\S[^\x00]*$"}
_SOMETHING = {"anyOf": [{"required": [name], "properties": {name: _SAYS}} for name in ("words", "wish")]}
"""A complaint says something: words, a wish or both, and more than spaces."""


class ComplaintIn(Sent):
    """What a customer said, and how to reach them. Card, health and bank account numbers are taken out before anything
    is kept."""

    model_config = ConfigDict(json_schema_extra=_SOMETHING)  # type: ignore[typeddict-item]  # plain JSON

    words: Words = Field(default="", description="what happened, in the customer's words")
    wish: Words = Field(default="", description="what would make it right, in the customer's words")
    contact: Annotated[str, Field(max_length=254, pattern=TEXT)] = Field(
        default="", description="an e-mail address, a telephone number, or whatever else reaches the customer"
    )
    severity: Literal["ordinary", "serious", "grave"] = "ordinary"
    site: Id | None = None
    team: Id | None = None
    person: Id | None = Field(default=None, description="who served")
    standard: LongId | None = Field(default=None, description="which standard fell short, where that is known")
    interaction: LongId | None = None
    customer: LongId | None = Field(default=None, description="a pseudonym")
    language: Annotated[str, Field(max_length=12, pattern=r"^([a-z]{2,3}(-[A-Za-z0-9]{2,8})?)?$")] = ""


class CaseOut(Told):
    """The case that it opened."""

    case: str
    called: str = Field(description="the number that people call it by")
    owner: str = Field(description="who answers for it")
    answer_due: str = Field(description="until when an answer is due")


@post("/complaints", Right.CASES_WRITE, "Cases", CaseOut, refuses=("conflict",))
def file_complaint(request: Call, complaint: ComplaintIn) -> HttpResponse:
    """Opens a case for a complaint, with an owner and a clock at once. Send an `Idempotency-Key`: a complaint that is
    sent again then opens no second case."""
    return once(request, lambda: (201, _file(request, complaint)))


def _file(request: Call, sent: ComplaintIn) -> dict[str, Any]:
    if not (sent.words.strip() or sent.wish.strip()):
        raise Problem("invalid", reasons=[Reason("body.words", "are missing", "send `words`, `wish` or both")])
    checks = Checks([])
    checks.known(Site, [("body.site", sent.site)])
    checks.known(Team, [("body.team", sent.team)])
    checks.known(Person, [("body.person", sent.person)])
    checks.end()
    told = sent.model_dump() | {"standard": sent.standard or ""}
    case = open_for(scope=request.auth.scope, complaint=Complaint(CameBy.API, **told), at=request.now)
    if case is None:  # only a form that was sent twice opens none
        raise Problem("conflict")
    return {
        "case": str(case.pk), "called": case.called, "owner": case.owner, "answer_due": case.answer_due.isoformat(),
    }  # fmt: skip

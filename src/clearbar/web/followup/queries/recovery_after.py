"""What a customer says after it was made right: such an answer is about an "interaction" that is the case itself."""

from __future__ import annotations

from clearbar.web.followup.models.recovery import Case
from clearbar.web.ledger.models import Rating

PREFIX = "case-"


def case_of_response(response: str) -> Case | None:
    """The case that a response is about; None for what is about a visit, a call or a chat."""
    about = Rating.objects.filter(response=response, interaction__startswith=PREFIX)
    name = about.values_list("interaction", flat=True).first()
    try:
        key = int((name or "").removeprefix(PREFIX), 16)
    except ValueError:
        return None
    return Case.objects.filter(pk=key).first()

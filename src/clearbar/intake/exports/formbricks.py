"""Formbricks: responses as `GET /api/v2/management/responses` (or `/api/v1/…`) gives them.

`data` holds the answers by the id of their question, `finished` whether the response was completed, `language` the
language it was asked in. Fields of the map may name any member (`contactId`, `contactAttributes.store`, `meta.country`,
`variables.agent`, `data.ticket`, hidden fields among them). The response's time is `updatedAt`, else `createdAt`.

Source: formbricks/formbricks, docs/api-v2-reference/openapi.yml (commit 02ebe8e), `getResponses`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from clearbar.intake.exports.faults import Unusable
from clearbar.intake.exports.helpdesks import kinds
from clearbar.intake.exports.maps import SurveyMap
from clearbar.intake.exports.pages import Found
from clearbar.intake.exports.records import required
from clearbar.intake.exports.surveys import Response, given_responses, text
from clearbar.intake.exports.system import Hide, Item, Source
from clearbar.model.evidence import Rejection

KEYS = frozenset({"data", "responses"})
_DEFAULT_LANGUAGE = "default"


def read(sources: Sequence[Source], given: SurveyMap, hide: Hide) -> Iterator[Item]:
    """One conversation a response."""
    yield from given_responses(_responses(sources, given), given, hide)


def _kind(one: Found) -> str | None:
    return "response" if isinstance(one.record.get("data"), Mapping) and "finished" in one.record else None


def _responses(sources: Sequence[Source], given: SurveyMap) -> Iterator[Response | Rejection]:
    for one in kinds(sources, KEYS, _kind):
        if isinstance(one, Rejection):
            yield one
            continue
        try:
            yield _response(one[1], given)
        except Unusable as error:
            yield error.at(one[1].place, "response")


def _response(one: Found, given: SurveyMap) -> Response:
    record = one.record
    language = text(record.get("language"))
    return Response(
        place=one.place,
        id=required(record, "id"),
        answers=record["data"],
        record=record,
        times=(record.get("updatedAt"), record.get("createdAt")),
        finished=record.get("finished") is True,
        survey=given.survey or text(record.get("surveyId")),
        version=given.version,
        language="" if language == _DEFAULT_LANGUAGE else language,
    )

"""LimeSurvey: responses as REST JSON, as RemoteControl JSON, or as CSV.

REST (`GET /rest/v1/survey-responses/{id}`): answers stand under keys such as `282267X5X41`, each with its `value`; the
map may name the key or the number of the question. RemoteControl (`export_responses` with `json`, also still in
base64 inside its answer): `{"responses": [{…}]}`, in old versions `[{"1": {…}}]`, with one member a question code. CSV
(heading type *code*): one column a question code; comma, semicolon or tab.

A response is finished when it has a submit date. An anonymised survey writes 1980-01-01 as the date of every response:
that is no time, and the map has to say one (`unknown_time`). Dates of CSV and RemoteControl bear no offset: the map
says the server's `timezone`.

Sources: LimeSurvey/LimeSurvey, application/libraries/Api/Command/V1/Transformer/Output/
TransformerOutputSurveyResponses.php (commit 026524f); LimeSurvey manual, "RemoteControl 2 API", "Export responses".
"""

from __future__ import annotations

import base64
import binascii
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from clearbar.intake.exports.faults import Place, Unusable
from clearbar.intake.exports.maps import SurveyMap
from clearbar.intake.exports.pages import records
from clearbar.intake.exports.records import Record, inside, required
from clearbar.intake.exports.surveys import Response, given_responses, known_questions, text
from clearbar.intake.exports.system import Hide, Item, Source
from clearbar.intake.exports.tables import Row, rows
from clearbar.model.evidence import Rejection

KEYS = frozenset({"responses", "surveyResponses", "data"})
_BLANK = b" \t\r\n\xef\xbb\xbf"
_MOST_BLANKS = 64


def read(sources: Sequence[Source], given: SurveyMap, hide: Hide) -> Iterator[Item]:
    """One conversation a response."""
    yield from given_responses(_responses(sources, given), given, hide)


def _responses(sources: Sequence[Source], given: SurveyMap) -> Iterator[Response | Rejection]:
    for source in sources:
        yield from _of_json(source, given) if _is_json(source) else _of_table(source, given)


def _is_json(source: Source) -> bool:
    with source.open() as stream:
        return stream.read(_MOST_BLANKS).lstrip(_BLANK)[:1] in {b"{", b"["}


def _of_json(source: Source, given: SurveyMap) -> Iterator[Response | Rejection]:
    for one in records(source, KEYS):
        if isinstance(one, Rejection):
            yield one
        elif isinstance(packed := one.record.get("result"), str):
            yield from _unpacked(one.place, packed, given)
        else:
            for record in _records(one.record):
                yield _told(one.place, record, given)


def _unpacked(place: Place, packed: str, given: SurveyMap) -> Iterator[Response | Rejection]:
    """What RemoteControl answers: the export as base64 text."""
    try:
        content = base64.b64decode(packed, validate=True)
    except (binascii.Error, ValueError):
        yield place.rejection("CX005", "`result` is not base64", "take the export again")
        return
    yield from _responses([Source(place.file, lambda: io.BytesIO(content))], given)


def _records(record: Record) -> list[Record]:
    """The response itself; in old versions it stands under its number."""
    values = list(record.values())
    return values if "id" not in record and values and all(isinstance(one, Mapping) for one in values) else [record]


def _told(place: Place, record: Record, given: SurveyMap) -> Response | Rejection:
    try:
        return _response(place, record, given)
    except Unusable as error:
        return error.at(place, "response")


def _response(place: Place, record: Record, given: SurveyMap) -> Response:
    submitted = record.get("submitDate", record.get("submitdate"))
    finished = record.get("completed")
    rest = inside(record, "answers")
    return Response(
        place=place,
        id=required(record, "id"),
        answers=_answers(rest) if isinstance(rest, Mapping) else record,
        record={**_answers(rest), **record} if isinstance(rest, Mapping) else record,
        times=(
            submitted,
            record.get("dateLastAction", record.get("datestamp")),
            record.get("startDate", record.get("startdate")),
        ),
        finished=finished is True or (finished is None and bool(text(submitted))),
        survey=given.survey,
        version=given.version,
        language=text(record.get("language", record.get("startlanguage"))),
    )


def _answers(rest: Record) -> dict[str, Any]:
    """Answers by their key and by the number of their question."""
    numbers = {text(inside(one, "id")): inside(one, "value") for one in rest.values() if isinstance(one, Mapping)}
    return numbers | {key: inside(one, "value") if isinstance(one, Mapping) else one for key, one in rest.items()}


def _of_table(source: Source, given: SurveyMap) -> Iterator[Response | Rejection]:
    columns: list[str] | None = None
    for row in rows(source):
        if not isinstance(row, Row):
            yield row
        elif columns is None:
            columns = [one.strip() for one in row.fields]
            yield from known_questions(given, columns, row.place)
        elif len(row.fields) != len(columns):
            hint = "a quote is open, or the file was cut off"
            yield row.place.rejection("CX005", "the row has not as many fields as the first", hint)
        else:
            yield _told(row.place, dict(zip(columns, row.fields, strict=True)), given)

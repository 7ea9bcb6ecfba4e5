"""Qualtrics: responses as CSV or TSV, with their three header rows.

The first row names the fields (`StartDate`, `Q1`, `Q2_3`, embedded data), the second repeats the questions, the third
holds `{"ImportId": …}`. Answers are the text of the choice or its number, as chosen in the export; `levels` in the map
reads either. Previews and tests (`Status` 1 and 2, or *Survey Preview*, *Survey Test*; `DistributionChannel` preview)
are no answers of anybody and are left out.

Times bear no offset: the third row tells their zone, else the map says `timezone`. The time of a response is
`RecordedDate`, else `EndDate`. What Qualtrics marked as possible spam is left out too.

Source: Qualtrics support, "Understanding Your Dataset" (header rows, columns, Status, Finished, DistributionChannel).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from clearbar.intake.exports.faults import Place, Unusable
from clearbar.intake.exports.maps import SurveyMap
from clearbar.intake.exports.records import required
from clearbar.intake.exports.surveys import Response, given_responses, known_questions, text
from clearbar.intake.exports.system import Hide, Item, Left, Source
from clearbar.intake.exports.tables import Row, rows
from clearbar.model.evidence import Rejection

ID = "ResponseId"
_PREVIEWS = frozenset({"1", "2", "9", "17", "survey preview", "survey test", "offline preview"})
_SPAM = frozenset({"8", "12", "40", "spam", "possible spam"})
_YES = frozenset({"1", "true"})


def read(sources: Sequence[Source], given: SurveyMap, hide: Hide) -> Iterator[Item]:
    """One conversation a response."""
    yield from given_responses(_responses(sources, given), given, hide)


def _responses(sources: Sequence[Source], given: SurveyMap) -> Iterator[Response | Left | Rejection]:
    for source in sources:
        columns: list[str] = []
        zone: str | None = None
        for row in rows(source):
            if not isinstance(row, Row):
                yield row
            elif not columns:
                columns = [one.strip() for one in row.fields]
                yield from _head(columns, row.place, given)
            elif len(row.fields) != len(columns):
                hint = "a quote is open, or the file was cut off"
                yield row.place.rejection("CX005", "the row has not as many fields as the first", hint)
            elif zone is not None:
                yield _told(row.place, dict(zip(columns, row.fields, strict=True)), zone, given)
            else:
                zone = _zone(row.fields)
        if zone is None:
            hint = "export it anew as CSV: another program that saved it may have dropped some of them"
            yield Place(source.name, 1).rejection("CX007", "the three header rows of Qualtrics are missing", hint)


def _head(columns: list[str], place: Place, given: SurveyMap) -> Iterator[Rejection]:
    if ID not in columns:
        yield place.rejection("CX008", f"there is no column `{ID}`", "export it as CSV with all fields")
    yield from known_questions(given, columns, place)


def _zone(fields: list[str]) -> str | None:
    """The zone of times that the third header row tells (`{"ImportId": …, "timeZone": …}`), empty where it tells none;
    None for a row that is not this one."""
    try:
        read = [json.loads(one) for one in fields]
    except ValueError:
        return None
    if not all(isinstance(one, Mapping) and one.get("ImportId") for one in read):
        return None
    told = next((text(one["timeZone"]) for one in read if one.get("timeZone")), "")
    return "UTC" if told == "Z" else told


def _told(place: Place, record: Mapping[str, str], zone: str, given: SurveyMap) -> Response | Left | Rejection:
    status = record.get("Status", "").strip().lower()
    if status in _PREVIEWS or record.get("DistributionChannel", "").strip().lower() == "preview":
        return Left("previews and tests of the survey")
    if status in _SPAM:
        return Left("responses that Qualtrics marked as possible spam")
    try:
        return _response(place, record, zone, given)
    except Unusable as error:
        return error.at(place, "response")


def _response(place: Place, record: Mapping[str, str], zone: str, given: SurveyMap) -> Response:
    return Response(
        place=place,
        id=required(record, ID),
        answers=record,
        record=record,
        times=(record.get("RecordedDate"), record.get("EndDate")),
        finished=record.get("Finished", "").strip().lower() in _YES,
        survey=given.survey,
        version=given.version,
        language=text(record.get("UserLanguage")),
        zone=zone,
    )

"""Responses to surveys, whatever system asked: each becomes an interaction with ratings and without messages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from clearbar.intake.exports.faults import Place, Unusable
from clearbar.intake.exports.helpdesks import counted
from clearbar.intake.exports.levels import FIVE, answered, level_of
from clearbar.intake.exports.maps import RatingMap, SurveyMap
from clearbar.intake.exports.records import Record, conversation, found, nameless, slim, text_of
from clearbar.intake.exports.system import Given, Hide, Item, Left
from clearbar.intake.exports.times import moment, written
from clearbar.model.evidence import Rejection

LONGEST_INSTRUMENT = 200


@dataclass(frozen=True)
class Response:
    """One response. `record` holds what fields of the map may name; `times` are tried in order. `zone` is that of times
    without an offset, where the export says it itself."""

    place: Place
    id: str
    answers: Record
    record: Record
    times: tuple[Any, ...]
    finished: bool
    survey: str = ""
    version: str = ""
    language: str = ""
    zone: str = ""


def given_responses(responses: Iterator[Response | Left | Rejection], given: SurveyMap, hide: Hide) -> Iterator[Item]:
    """Conversations of responses. Where the map tells the interaction of a response, responses about the same one
    become one conversation, when all are read; else each is given at once."""
    left: Counter[str] = Counter()
    seen: set[str] = set()
    about: dict[str, Given] = {}
    for one in responses:
        if not isinstance(one, Response):
            yield one
        elif one.id in seen:
            left["copies of the same response"] += 1
        else:
            seen.add(one.id)
            yield from _response(one, given, hide, left, about)
    yield from about.values()
    yield from counted(left)


def _response(
    one: Response, given: SurveyMap, hide: Hide, left: Counter[str], about: dict[str, Given]
) -> Iterator[Item]:
    if not one.finished:
        if given.partial == "drop":
            left["unfinished responses"] += 1
            return
        left["unfinished responses, of which the given answers are kept"] += 1
    try:
        ratings = _ratings(one, given, hide, left)
    except Unusable as error:
        yield error.at(one.place, "response")
        return
    if not ratings:
        left["responses in which no question that the map names was answered"] += 1
        return
    made = _conversation(one, given, hide, ratings)
    held = about.get(made["interaction"])
    if held is not None:
        held.conversation["ratings"] += ratings
    elif given.interaction is None:
        yield Given(made, one.place.file, one.place.line)
    else:
        about[made["interaction"]] = Given(made, one.place.file, one.place.line)


def _ratings(one: Response, given: SurveyMap, hide: Hide, left: Counter[str]) -> list[dict[str, Any]]:
    at = next((known for time in one.times if (known := moment(time, one.zone or given.timezone))), given.unknown_time)
    made = [rated for rating in given.ratings if (rated := _rating(one, rating, given, left))]
    if made and at is None:
        hint = "an anonymised survey writes no dates: say `unknown_time:` in the map, such as the middle of the survey"
        raise Unusable("CX009", "it bears no time", hint)
    who = {
        "rater": nameless(found(given.rater, one.record), hide),
        "person": nameless(found(given.person, one.record), hide),
    }
    common = {
        "at": written(at) if at else None,
        "response": f"{given.prefix}{_own(one)}",
        **who,
        "source": given.source.value,
        "setting": given.setting.value,
        "instrument": f"survey:{one.survey}:{one.version}:{one.language}"[:LONGEST_INSTRUMENT],
        "inclusion": given.inclusion,
        "anonymous": True if given.anonymous else None,
    }
    return [slim({**rated, **common, "rating": f"{common['response']}:{rated['standard']}"}) for rated in made]


def _rating(one: Response, rating: RatingMap, given: SurveyMap, left: Counter[str]) -> dict[str, Any] | None:
    """What a response says of one standard; None where it says nothing of what was experienced."""
    levels = rating.levels or given.levels or FIVE
    questions = {"level": rating.level, "expected": rating.expected, "desired": rating.desired}
    said = {
        name: level_of(value, levels, question)
        for name, question in questions.items()
        if question and answered(value := _answer(one.answers, question))
    }
    if "level" in said:
        return {"standard": rating.standard, **said}
    if said:
        left["answers about what was expected, without what was experienced"] += 1
    return None


def _own(one: Response) -> str:
    """The id of a response among those of all surveys."""
    return f"{one.survey}:{one.id}" if one.survey else one.id


def _answer(answers: Mapping[str, Any], question: str) -> Any:
    if question not in answers:
        return None
    value = answers[question]
    return value.get("value") if isinstance(value, Mapping) else value


def _conversation(one: Response, given: SurveyMap, hide: Hide, ratings: list[dict[str, Any]]) -> dict[str, Any]:
    told = nameless(found(given.interaction, one.record), hide)
    return conversation(
        told or _own(one),
        given,
        one.record,
        customer=nameless(found(given.customer, one.record), hide),
        ratings=ratings,
    )


def known_questions(given: SurveyMap, columns: Container[str], place: Place) -> Iterator[Rejection]:
    """The questions that the map names and the export does not have, each told once."""
    named = [one for rating in given.ratings for one in (rating.level, rating.expected, rating.desired) if one]
    for question in dict.fromkeys(named):
        if question not in columns:
            hint = "the map names it; see the names in the first row of the export"
            yield place.rejection("CX008", f"there is no question `{question}`", hint)


def text(value: Any) -> str:
    """A field as text, empty where there is none."""
    return text_of(value) or ""

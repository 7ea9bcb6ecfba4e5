"""A journey, or a step of it → what somebody needs to teach it to a group: timed notes, cards, role plays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from clearbar.model.book import Book, Journey
from clearbar.model.lesson import Beat, Kit, Part, RolePlay
from clearbar.model.scenario import Scenario
from clearbar.practice.lessons.page import Edits, part_of
from clearbar.practice.lessons.tongues import quoted, words_of

BEGIN_MINUTES, CARD_MINUTES, PLAY_MINUTES, END_MINUTES = 5, 7, 9, 4
"""A card is read, shown, and held against an example of each; a role play goes three times, for two minutes and one of
talk, so that each of three has served."""
ONE_SITTING = 60
"""Minutes from which a class is more than one sitting."""
MOST_SHEETS = 12


def kit_of(book: Book, journey: Journey, edits: Edits, scenarios: Sequence[Scenario] = (), step: str = "") -> Kit:
    """The kit of a journey, or of one step of it. KeyError where the journey has no such step.

    Role plays are those of `scenarios` of this journey in the book's language, where there are any that put one of
    its standards to the test; a standard that none does is played by its levels.
    """
    steps = [one for one in journey.steps if one.standards and step in ("", one.id)]
    if step and not steps:
        raise KeyError(step)
    words = words_of(book.language)
    cards = tuple(part_of(book, journey, one, edits.get(one.id)) for each in steps for one in each.standards)
    sheets = _sheets(journey, cards, scenarios, words, book.language)
    return Kit(
        organisation=book.organisation,
        title=f"{journey.title}: {steps[0].title}" if step else journey.title,
        wants=journey.customer_wants,
        quote=journey.quote,
        language=book.language,
        words=words,
        beats=tuple(_beats(journey, cards, sheets, words, book.language, whole=not step)),
        cards=cards,
        sheets=sheets,
    )


def _beats(
    journey: Journey, cards: Iterable[Part], sheets: Sequence[RolePlay], words: Mapping[str, str], language: str, *,
    whole: bool,
) -> list[Beat]:  # fmt: skip
    read = words["begin_read"].format(wants=quoted(language, journey.quote or journey.customer_wants))
    beats = [Beat(BEGIN_MINUTES, words["begin"], (read, words["begin_ask"]))]
    beats.append(Beat(0, words["each_card"], (words["card_read"], words["card_tell"], words["card_split"])))
    beats += [_card(one, words) for one in cards]
    if sheets:
        played = tuple(one.title for one in sheets)
        said = (words["play_do"], words["play_say"], " · ".join(played))
        beats.append(Beat(PLAY_MINUTES * len(sheets), words["play"], said))
    beats.append(Beat(END_MINUTES, words["end"], (words["end_say"], words["end_quiz"])))
    total = sum(one.minutes for one in beats)
    takes = [words["takes"].format(n=total), *([words["long"]] if whole and total > ONE_SITTING else [])]
    return [Beat(0, words["leader"], tuple(takes)), *beats]


def _card(part: Part, words: Mapping[str, str]) -> Beat:
    shown = words["card_show"].format(do=part.do) if part.do else ""
    example = f"{words['example']}: {part.example}" if part.example else ""
    said = tuple(text for text in (shown, example, part.note) if text)
    return Beat(CARD_MINUTES, words["card"].format(name=part.name), said)


def _sheets(
    journey: Journey, cards: Sequence[Part], scenarios: Iterable[Scenario], words: Mapping[str, str], language: str
) -> tuple[RolePlay, ...]:
    """Scenarios first; then a sheet for each standard that none of them puts to the test."""
    by_id = {one.standard: one for one in cards}
    fitting = [
        one
        for one in scenarios
        if one.journey == journey.id
        and one.language.partition("-")[0] == language.partition("-")[0]
        and any(stake.standard in by_id for stake in one.stakes)
    ]
    sheets = [_from_scenario(one, by_id, words) for one in fitting]
    tested = {stake.standard for one in fitting for stake in one.stakes}
    sheets += [_from_levels(one, journey, words) for one in cards if one.standard not in tested and one.levels]
    return tuple(sheets[:MOST_SHEETS])


def _from_scenario(scenario: Scenario, cards: Mapping[str, Part], words: Mapping[str, str]) -> RolePlay:
    persona = scenario.persona
    told = (
        (words["who"], f"{persona.name}. {persona.who}" if persona.who else persona.name),
        (words["want"], persona.wants),
        (words["hide"], persona.hides),
        (words["mood"], words.get(persona.mood.value, persona.mood.value)),
    )
    watched = tuple(cards[one.standard] for one in scenario.stakes if one.standard in cards)
    return RolePlay(
        title=scenario.title,
        customer=tuple((name, text) for name, text in told if text),
        opening=scenario.opening[0] if scenario.opening else "",
        staff=tuple(one.promise for one in watched),
        watched=watched,
        rounds=(words["round_any"],),
    )


def _from_levels(part: Part, journey: Journey, words: Mapping[str, str]) -> RolePlay:
    at_bar = [one for one in part.levels if one.reaches]
    rounds = [words["round_worst"].format(level=part.worst.says)] if part.worst else []
    if at_bar:
        rounds.append(words["round_bar"].format(level=at_bar[-1].says))
    if len(at_bar) > 1:
        rounds.append(words["round_best"].format(level=at_bar[0].says))
    wants = ((words["want"], journey.customer_wants),) if journey.customer_wants else ()
    return RolePlay(part.name, wants, "", (part.promise,), (part,), tuple(rounds))

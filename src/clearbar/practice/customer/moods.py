"""How a mood changes what a customer takes in, and their patience.

    angry             begins with two less; each loss is one more; being acknowledged gives one back, twice at most
    confused          follows sentences of up to 18 words and one question at a time, else asks again
    hurried           loses one with each answer that does not bring the talk on, and one with each long message
    hard of hearing   follows sentences of up to 15 words without unknown abbreviations, else asks to repeat
    mistaken          insists until somebody puts it right kindly: acknowledges them, and says what applies; a blunt
                      contradiction costs one

Who asks again loses patience from the second time on, and the third time takes in what they can: nobody asks for ever.
All of it is told from texts alone, so that a talk that was kept can be explained line by line.
"""

from __future__ import annotations

from clearbar.model.scenario import STAFF, Branch, Mood, Scenario, Talk
from clearbar.practice.customer.choosing import chosen
from clearbar.practice.customer.manners import Manner, Note, abbreviations, notes_of, unknown_in
from clearbar.practice.customer.sayings import Sayings, sayings_of

_RUN = 3


def begins_with(mood: Mood, patience: int) -> int:
    """The patience that a customer comes in with."""
    return max(min(patience, 2), patience - 2) if mood is Mood.ANGRY else patience


def manner(scenario: Scenario, talk: Talk, text: str) -> Manner:
    """How the customer of this talk takes `text`, said next by staff."""
    known = _known(scenario)
    said = [turn.text for turn in talk.turns if turn.role == STAFF]
    before = [notes_of(talk.mood, one, scenario.language, known) for one in said]
    notes = notes_of(talk.mood, text, scenario.language, known)
    run = 0
    while run < len(before) and loses_thread(talk.mood, before[-1 - run]):
        run += 1
    lost = loses_thread(talk.mood, notes) and run % _RUN != _RUN - 1
    return Manner(
        mood=talk.mood,
        follows=not lost,
        notes=notes,
        asked_before=run > 0,
        acknowledged_before=sum(Note.ACKNOWLEDGED in one for one in before),
        put_right_before=any(Note.PUT_RIGHT in one for one in before),
    )


def loses_thread(mood: Mood, notes: tuple[Note, ...]) -> bool:
    """Whether a customer in this mood loses the thread where they notice these things."""
    loses = {
        Mood.CONFUSED: {Note.LONG_SENTENCE, Note.SEVERAL_QUESTIONS},
        Mood.HARD_OF_HEARING: {Note.LONG_SENTENCE, Note.ABBREVIATION},
    }
    return bool(loses.get(mood, set()) & set(notes))


def asking(scenario: Scenario, talk: Talk, text: str, how: Manner) -> Branch:
    """What a customer does who could not follow: they ask again, in the words of their mood, and stay."""
    said = sayings_of(scenario.language)
    scene = scenario.scene(talk.scene)
    if said is None:
        return Branch(frozenset(), scene.otherwise.says if scene else ())
    if Note.LONG_SENTENCE in how.notes:
        return Branch(frozenset(), said.asks_shorter if talk.mood is Mood.CONFUSED else said.asks_to_repeat)
    if Note.ABBREVIATION in how.notes:
        what = unknown_in(text, _known(scenario))
        return Branch(frozenset(), tuple(one.replace("{}", what) for one in said.asks_what_that_is))
    return Branch(frozenset(), said.asks_one_question)


def opened(scenario: Scenario, talk: Talk) -> str:
    """The opening in the talk's mood: in the scenario's words for it, else in its words after a saying of the mood."""
    own = scenario.opening_in_mood.get(talk.mood)
    opening = chosen(talk, "opening", own or scenario.opening)
    said = sayings_of(scenario.language)
    if said is None or own or talk.mood is Mood.CALM:
        return opening
    return _joined(chosen(talk, "mood", _openers(said)[talk.mood]), opening)


def coloured(scenario: Scenario, talk: Talk, how: Manner, says: str, *, moved: bool) -> str:
    """What a customer says, with what their mood lets them add. Not where the scenario has words for the mood."""
    said = sayings_of(scenario.language)
    if said is None or not how.follows or written_for(scenario, talk.mood):
        return says
    if talk.mood is Mood.HURRIED and not moved:
        return _joined(says, chosen(talk, "mood", said.presses))
    if talk.mood is Mood.MISTAKEN and not how.put_right_before:
        if Note.PUT_RIGHT in how.notes:
            return _joined(chosen(talk, "mood", said.is_corrected), says)
        if insists(talk):
            return _joined(says, chosen(talk, "mood", said.insists))
    return says


def insists(talk: Talk) -> bool:
    """Whether somebody who is mistaken comes back to it now: at every second answer, from the first on."""
    return sum(turn.role == STAFF for turn in talk.turns) % 2 == 0


def written_for(scenario: Scenario, mood: Mood) -> bool:
    """Whether a scenario has answers of its own for a mood."""
    branches = [branch for scene in scenario.scenes for branch in (*scene.branches, scene.otherwise)]
    return any(mood in branch.in_mood or mood in branch.when.moods for branch in branches)


def _openers(said: Sayings) -> dict[Mood, tuple[str, ...]]:
    return {
        Mood.ANGRY: said.opens_angry,
        Mood.CONFUSED: said.opens_confused,
        Mood.HURRIED: said.opens_hurried,
        Mood.HARD_OF_HEARING: said.opens_hard_of_hearing,
        Mood.MISTAKEN: said.opens_mistaken,
    }


def _known(scenario: Scenario) -> frozenset[str]:
    """The abbreviations that the customer knows: those in their own words."""
    return abbreviations((*scenario.opening, scenario.persona.who, scenario.persona.wants, scenario.persona.name))


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)

"""Scenarios and talks that are made for tests: a small one by hand, and any, drawn at random."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from clearbar.model.scenario import (
    Branch,
    Condition,
    End,
    Mood,
    Outcome,
    Persona,
    Scenario,
    Scene,
    Stake,
)

SORRY, ASK, HELP, REFUSE = "sorry", "ask", "help", "refuse"


def hears(
    *intents: str, says: str = "I see.", patience: int = 0, go: str = "", when: Condition | None = None
) -> Branch:
    """A branch that says one thing."""
    return Branch(frozenset(intents), (says,), patience, go, when or Condition())


LENS = Scenario(
    id="lens",
    title="A scratched lens",
    journey="put-right",
    persona=Persona("Mrs Vale", "a regular", "a new lens", "the dog did it", Mood.CALM, 6),
    opening=("My lens is scratched.", "There is a scratch on my lens."),
    intents={
        SORRY: ("I am sorry about that.", "I apologise for the trouble."),
        ASK: ("What happened?", "Can you tell me how it happened?"),
        HELP: ("I can help you with that.", "I will replace the lens for you."),
        REFUSE: ("I can't help you with that.", "We do not replace those."),
    },
    scenes=(
        Scene(
            "start",
            (
                hears(REFUSE, says="What a welcome.", patience=-3),
                hears(ASK, says="The dog.", patience=1, go="cause"),
                hears(SORRY, says="Thank you.", patience=1),
            ),
            Branch(frozenset(), ("I do not follow.", "How do you mean?"), -1),
        ),
        Scene(
            "cause",
            (
                hears(HELP, says="Good.", patience=1, go="glad", when=Condition(after=frozenset({SORRY}))),
                hears(HELP, says="Well.", go="fine"),
                hears(REFUSE, says="Really?", patience=-4),
            ),
            Branch(frozenset(), ("And now?", "So?", "Well?"), -1),
        ),
    ),
    ends=(
        End("glad", ("Thank you, and goodbye.",), Outcome.GOOD),
        End("fine", ("Goodbye.",), Outcome.MIXED),
        End("left", ("I am going.",), Outcome.BAD),
    ),
    gives_up="left",
    stakes=(
        Stake("right.no-blame", frozenset({SORRY}), frozenset({REFUSE}), "Nobody breaks a lens on purpose."),
        Stake("right.choice", frozenset({HELP}), why="They came for it.", example="Shall we mend it, or replace it?"),
        Stake("right.mended"),
    ),
    edition="e1",
    exemplary=(
        ("customer", "My lens is scratched."),
        ("staff", "I am sorry about that. Can you tell me how it happened?"),
        ("customer", "The dog."),
        ("staff", "I will replace the lens for you."),
        ("customer", "Good."),
    ),
)
GLAD = ("I am sorry about that. Can you tell me how it happened?", "I will replace the lens for you.")

NAMES = ("a", "b", "c", "d")
WAYS = {
    "a": ("the red house stands on a hill", "a red house"),
    "b": ("seven boats sail", "boats on water"),
    "c": ("bread and butter",),
    "d": ("music at night", "they play music"),
}
_intents = st.frozensets(st.sampled_from(NAMES), max_size=3)
_condition = st.builds(
    Condition,
    after=st.frozensets(st.sampled_from(NAMES), max_size=1),
    never=st.frozensets(st.sampled_from(NAMES), max_size=1),
    least_patience=st.integers(0, 6),
    most_patience=st.integers(4, 10),
    least_turn=st.integers(0, 4),
    moods=st.frozensets(st.sampled_from(Mood), max_size=2),
)


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Any scenario, sensible or not: loops without an exit, ends that are nowhere, branches that nobody reaches."""
    scenes = [f"s{number}" for number in range(draw(st.integers(1, 4)))]
    ends = [f"e{number}" for number in range(draw(st.integers(1, 3)))]
    places = st.sampled_from(["", *scenes, *ends, "nowhere"])
    says = st.lists(st.sampled_from(["One.", "Two.", "Three.", "Four."]), min_size=1, max_size=3, unique=True)
    branch = st.builds(
        Branch,
        hears=_intents,
        says=says.map(tuple),
        patience=st.integers(-4, 4),
        go=places,
        when=_condition,
        in_mood=st.dictionaries(st.sampled_from(Mood), says.map(tuple), max_size=1),
    )
    return replace(
        LENS,
        id="drawn",
        edition="drawn",
        opening=("Hello.",),
        intents=WAYS,
        persona=replace(LENS.persona, patience=draw(st.integers(1, 10))),
        scenes=tuple(
            Scene(one, tuple(draw(st.lists(branch, max_size=5))), replace(draw(branch), hears=frozenset()))
            for one in scenes
        ),
        ends=tuple(End(one, ("Bye.",), Outcome.MIXED) for one in ends),
        gives_up=draw(st.sampled_from([*ends, "nowhere"])),
        most_turns=draw(st.integers(1, 12)),
        language=draw(st.sampled_from(["en", "de-AT", "fi"])),
    )


texts = st.one_of(
    st.sampled_from([way for ways in WAYS.values() for way in ways]),
    st.sampled_from(
        [
            "",
            "?",
            "I am sorry. A red house. And boats on water, too?",
            "What? Why? Who?",
            "The ABC of XYZ is a thing that goes on and on and on and on and on and on and on and on and on and on.",
            "You are wrong.",
            "I understand. Actually the rule is another one.",
        ]
    ),
    st.text(max_size=60),
)
"""Things that staff say."""

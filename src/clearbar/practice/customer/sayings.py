"""What any customer says in a mood, whatever the scenario is about, and by what they notice how they are spoken to.

A scenario that has words of its own for a mood is said in those. A language that is not here has no such sayings: its
customer keeps to the words of the scenario.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from clearbar.text.phrases import Phrases


@dataclass(frozen=True)
class Sayings:
    """The sayings of one language. `opens_*` stand before the opening, `insists` after an answer, the `asks_*` are all
    that is said; the rest are phrases of staff."""

    opens_angry: tuple[str, ...]
    opens_confused: tuple[str, ...]
    opens_hurried: tuple[str, ...]
    opens_hard_of_hearing: tuple[str, ...]
    opens_mistaken: tuple[str, ...]
    asks_shorter: tuple[str, ...]
    asks_one_question: tuple[str, ...]
    asks_to_repeat: tuple[str, ...]
    asks_what_that_is: tuple[str, ...]
    presses: tuple[str, ...]
    insists: tuple[str, ...]
    is_corrected: tuple[str, ...]
    acknowledges: tuple[str, ...]
    contradicts: tuple[str, ...]
    corrects: tuple[str, ...]


_ENGLISH = Sayings(
    opens_angry=(
        "At last somebody answers.", "I have had enough of this.", "I hope that you will listen at least.",
    ),
    opens_confused=("I do not quite see how this works.", "I am a little lost here.", "Perhaps I do this wrong."),
    opens_hurried=("I have five minutes.", "Please be quick, my bus goes soon.", "I am on my way out."),
    opens_hard_of_hearing=("My hearing is poor, so please bear with me.", "You have to speak up a little for me."),
    opens_mistaken=("I know the rules, by the way.", "I know exactly what I am entitled to."),
    asks_shorter=(
        "Sorry, that was a lot at once. Can you say it in short?", "I lost you halfway. What does that mean for me?",
        "Wait, please say that again, in small steps.",
    ),
    asks_one_question=(
        "Which of these questions should I answer first?", "Please ask me one thing at a time.",
        "Those were several questions. What do you need to know first?",
    ),
    asks_to_repeat=(
        "Pardon? I did not catch all of that.", "Could you say that again, a bit shorter?",
        "Sorry, I only got the beginning of it.",
    ),
    asks_what_that_is=("What is that, {}?", "{}? I do not know what that is.", "You say {}. What does it mean?"),
    presses=("I have to go soon.", "Can we come to the point?", "Time is running."),
    insists=(
        "But I read that I have a right to it.", "Your own page says otherwise.",
        "Last time a colleague of yours told me that it is so.",
    ),
    is_corrected=(
        "Oh, then I had that wrong.", "I see, I had read that differently.", "All right, that makes sense.",
    ),
    acknowledges=(
        "sorry", "apologise", "apologize", "apologies", "i understand", "i can understand", "i can see", "i see why",
        "i hear you", "that must", "must have been", "must be", "you are right", "you're right", "annoying",
        "frustrating", "thank you for telling", "thanks for telling", "thank you for saying",
        "thank you for your patience", "good that you", "understandable", "good question", "fair point",
        "i would be too", "i would feel",
    ),
    contradicts=(
        "you are wrong", "you're wrong", "that is wrong", "that's wrong", "that is not true", "that's not true",
        "you misunderstood", "you must have misread", "you misread", "calm down", "as i said", "i already told you",
        "like i said", "read the terms", "you should have read", "nonsense", "that is not how it works",
    ),
    corrects=(
        "actually", "in fact", "the rule is", "our rule", "the rule here", "what applies", "what holds is",
        "how it works", "the way it works", "let me explain", "may i explain", "it covers", "covers", "is meant for",
        "easy to mix up", "easily mixed up", "does not apply", "doesn't apply", "applies to", "applies only",
        "the policy",
    ),
)  # fmt: skip
_GERMAN = Sayings(
    opens_angry=(
        "Endlich antwortet jemand.", "Mir reicht es langsam.", "Hoffentlich hört wenigstens jetzt jemand zu.",
    ),
    opens_confused=(
        "Ich weiß nicht recht, wie das hier geht.", "Ich komme hier nicht mehr mit.",
        "Vielleicht mache ich etwas falsch.",
    ),
    opens_hurried=(
        "Ich habe fünf Minuten.", "Bitte schnell, mein Bus fährt gleich.", "Ich bin schon auf dem Sprung.",
    ),
    opens_hard_of_hearing=(
        "Ich höre schlecht, haben Sie bitte etwas Geduld.", "Sie müssen bei mir etwas lauter sprechen.",
    ),
    opens_mistaken=("Ich kenne die Regeln übrigens.", "Ich weiß genau, was mir zusteht."),
    asks_shorter=(
        "Entschuldigung, das war viel auf einmal. Geht es kürzer?",
        "Ich bin nicht mehr mitgekommen. Was heißt das für mich?", "Moment, bitte noch einmal in kleinen Schritten.",
    ),
    asks_one_question=(
        "Welche dieser Fragen soll ich zuerst beantworten?", "Bitte fragen Sie mich eins nach dem anderen.",
        "Das waren mehrere Fragen. Was müssen Sie zuerst wissen?",
    ),
    asks_to_repeat=(
        "Wie bitte? Das habe ich nicht alles verstanden.", "Können Sie das noch einmal sagen, etwas kürzer?",
        "Entschuldigung, ich habe nur den Anfang gehört.",
    ),
    asks_what_that_is=("Was ist das, {}?", "{}? Das kenne ich nicht.", "Sie sagen {}. Was heißt das?"),
    presses=("Ich muss gleich los.", "Kommen wir zur Sache?", "Die Zeit läuft."),
    insists=(
        "Ich habe aber gelesen, dass ich ein Recht darauf habe.", "Auf Ihrer eigenen Seite steht es anders.",
        "Letztes Mal hat mir jemand von Ihnen gesagt, dass es so ist.",
    ),
    is_corrected=(
        "Ach so, dann hatte ich das falsch verstanden.", "Verstehe, das hatte ich anders gelesen.",
        "Gut, das leuchtet mir ein.",
    ),
    acknowledges=(
        "tut mir leid", "entschuldigung", "entschuldigen", "verzeihung", "bedaure", "ich verstehe", "verstehe ich",
        "kann verstehen", "kann ich verstehen", "verständlich", "nachvollziehen", "ich sehe", "ärgerlich",
        "sie haben recht", "danke", "gute frage", "das muss",
        "unangenehm", "ginge mir auch so",
    ),
    contradicts=(
        "sie irren", "das stimmt nicht", "das ist falsch", "falsch verstanden", "falsch gelesen",
        "beruhigen sie sich", "wie ich schon sagte", "wie gesagt", "ich sagte bereits", "hätten sie lesen",
        "lesen sie die", "unsinn", "das ist nicht wahr",
    ),
    corrects=(
        "tatsächlich", "eigentlich", "die regel", "unsere regel", "es gilt", "gilt für", "gilt nur", "gilt nicht",
        "erkläre", "erklären", "so funktioniert", "leicht zu verwechseln", "verwechselt", "deckt", "gedacht für",
    ),
)  # fmt: skip
_SAID = {"en": _ENGLISH, "de": _GERMAN}


def sayings_of(language: str) -> Sayings | None:
    """The sayings of the language of a tag such as `de-AT`; None where there are none."""
    return _SAID.get(language.replace("_", "-").split("-")[0].lower())


@lru_cache(maxsize=64)
def phrases_of(phrases: tuple[str, ...]) -> Phrases:
    """Such phrases, ready to be searched for."""
    return Phrases(phrases)

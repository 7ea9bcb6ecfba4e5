"""Two intents are not said in the same words.

Where one sentence stands for two intents, it is luck which of them the customer hears. Give each the words that only it
has, or make one intent of both. Words such as *the* and *please* tell nothing apart; *not* does.

**Missed by**

    offer-repair: [We can have it repaired., "Shall we mend it?", I could send it to the workshop.]
    offer-help: ["Shall we mend it, please?", I can help you., Let me see.]

**Met by**

    offer-repair: [We can have it repaired., "Shall we mend it?", I could send it to the workshop.]
    offer-help: ["What can I do for you?", I can help you., Let me see.]
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.lint import Finding, Test
from clearbar.practice.scenarios.written import Written
from clearbar.text.fold import fold
from clearbar.text.sentences import words

CODE = "CB313"
NAME = "intents-alike"
TEST = Test.LISTENING
SUMMARY = "Two intents are not said in the same words."

_SMALL = frozenset(
    {
        *("a", "an", "the", "and", "or", "but", "of", "to", "for", "in", "on", "at", "by", "with", "as", "so", "now"),
        *("please", "then", "well", "just", "very", "really", "here", "there"),
        *("der", "die", "das", "ein", "eine", "und", "oder", "aber", "von", "zu", "an", "bitte", "dann", "jetzt", "da"),
        *("de", "het", "een", "en", "of", "maar", "van", "te", "voor", "op", "bij", "alstublieft", "dan", "nu", "hier"),
    }
)
"""Words that tell no two intents apart."""


def check(written: Written) -> Iterator[Finding]:
    """Wordings that stand, but for the smallest words, under another intent, too."""
    first: dict[frozenset[str], str] = {}
    for intent, said in written.scenario.intents.items():
        for i, wording in enumerate(said):
            told = _told(wording)
            other = first.setdefault(told, intent)
            if told and other != intent:
                message = f"`{intent}` cannot be told from `{other}`: this is said in both"
                hint = "leave it with the one that it means, or make one intent of both"
                yield written.finding(CODE, ("intents", intent, i), message, hint)


def _told(wording: str) -> frozenset[str]:
    """The words of a wording by which it can be told from others."""
    folded = fold(wording)
    return frozenset(folded[start:end] for start, end in words(folded)) - _SMALL

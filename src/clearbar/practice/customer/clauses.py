"""The clauses of what somebody says, folded, and whether each says yes or no.

"I can't help you" and "I can help you" share their words and mean the opposite. So a text is taken apart where a new
clause begins (a stop, a comma, a conjunction), and a clause with a word of negation in it counts as negated as a whole:
in English the negation comes early, in German often last. What only sounds negated ("no problem", "don't worry") does
not count, nor does a "no" that answers.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from clearbar.text.fold import fold_words

_MOST = 2000
"""Letters of a text that are read: what comes after is seldom listened to, and a long text must not cost long."""

_SHORT_FORMS = (
    (re.compile(r"\b(?:cannot|can't|cant)\b"), "can not"),
    (re.compile(r"\b(?:won't|wont)\b"), "will not"),
    (re.compile(r"\bshan't\b"), "shall not"),
    (re.compile(r"\b(do|does|did|is|are|was|were|has|have|had|would|should|could|need|must)n'?t\b"), r"\1 not"),
    (re.compile(r"\bain't\b"), "is not"),
    (re.compile(r"\blet's\b"), "let us"),
    (re.compile(r"\b(\w+)'re\b"), r"\1 are"),
    (re.compile(r"\b(\w+)'ll\b"), r"\1 will"),
    (re.compile(r"\b(\w+)'ve\b"), r"\1 have"),
    (re.compile(r"\bi'm\b"), "i am"),
    (re.compile(r"\b(\w+)'d\b"), r"\1 would"),
    (re.compile(r"\b(it|that|there|what|where|how|who|he|she)'s\b"), r"\1 is"),
)
_SOUNDS_NEGATED = (
    "no problem|no worries|no doubt|no trouble|not at all|not only|(?:do not|no need to) (?:you )?worry|why not"
    "|why (?:do|should|can) not|or not|if not|can not wait|would not (?:you|it)|can not thank you"
    r"|(?:is|are|was|does|do|can|could|would) not (?:it|that|you|we|they)(?=\s*\?)"
    "|kein problem|keine sorge|keine ursache|nicht wahr|warum nicht|nicht nur|oder nicht|ob nicht|wollen wir nicht"
    "|geen probleem|geen zorgen|pas de probleme|pas de souci|sin problema|no hay problema"
)
_NOT_NEGATED = re.compile(rf"\b(?:{_SOUNDS_NEGATED})\b")
_WORD_OF_NEGATION = re.compile(r"\b(?:not|no|nicht|keine?|geen|pas|sin)\b")
_ANSWERING_NO = re.compile(r"^\s*(?:oh |ah |well )?(?:no|nein|nee|non)(?:,| (?=no\b))+")
_NEGATION = re.compile(
    r"\b(?:not|no|never|nothing|nobody|none|neither|nor|without|unable|impossible|hardly|refuse|against"
    r"|nicht|kein\w{0,2}|nie|niemals|nichts|niemand|ohne|unmoglich|weder|kaum|niet|geen|nooit|niets|zonder"
    r"|pas|jamais|rien|aucun\w?|sans|nunca|nada|ningun\w?|sin|tampoco)\b"
)
_PARTS = re.compile(
    r"[.!?;:\n…]+|,|\s[-–—]+\s|\b(?:but|because|although|though|however|which|that|unless|until"
    r"|aber|weil|dass|denn|sondern|obwohl|damit|allerdings|maar|omdat|mais|parce que|pero|porque)\b"
    r"|\b(?:and|und|so|en|et|y)\s+(?=(?:i|we|you|it|they|let|please|ich|wir|sie|es|er|ik|wij|je|nous|vous)\b)"
)


class Clause(NamedTuple):
    """A clause, folded and with short forms written out, and whether it is negated."""

    text: str
    negated: bool


@lru_cache(maxsize=4096)
def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of `text`, in order."""
    written = expanded(text)
    found = []
    for part in _PARTS.split(written):
        clause = " ".join(part.split()) if part else ""
        if any(one.isalnum() for one in clause):
            found.append(Clause(clause, is_negated(clause)))
    return tuple(found)


def expanded(text: str) -> str:
    """`text` folded, with short forms written out and without what only sounds negated."""
    written = fold_words(text[:_MOST])
    for pattern, full in _SHORT_FORMS:
        written = pattern.sub(full, written)
    said = _ANSWERING_NO.sub(" ", written)
    return _NOT_NEGATED.sub(lambda found: _WORD_OF_NEGATION.sub("", found[0]), said)


def is_negated(clause: str) -> bool:
    """Whether a folded clause has a word of negation."""
    return bool(_NEGATION.search(clause))

"""A promise asks one thing.

"We answer today and solve it": an answer without a solution is a hit to one rater and a miss to the next, and the
figure cannot say which half failed. Make two standards of it, or say in the level below what counts where only one
half was kept.

**Missed by**

    promise: We call you back today and send you the price in writing.

**Met by**

    promise: We call you back today.

Two halves stand where the lower levels tell them apart ("the call came, but no price"), as the levels of a five-level
standard do. "And" between things ("your glasses and your case") is no second demand, nor is one behind "if". What is
found are two clauses, each with its verb, and two limits of time; two demands hidden in one noun ("advice and sale")
are not seen. English, German and Dutch are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from clearbar.model.lint import Finding, Test
from clearbar.standards.quantities import ranges
from clearbar.standards.wording import ACTS, beside, either, primary, told
from clearbar.standards.written import Passage, Written
from clearbar.text.sentences import sentences

CODE = "CB112"
NAME = "double-barrelled"
TEST = Test.ONE_READING
SUMMARY = "A promise asks one thing, or its levels tell its halves apart."
LANGUAGES = frozenset({"en", "de", "nl"})
_SMALL = r"(?:\s+(?:then|also|always|never|not|only|still|even|both|finally|ask(?=\s+if)))*"
_EN = (
    "i,we,you,they,he,she,it,nobody,no one,somebody,someone,everybody,everyone,will,must,should,shall,cannot,do not"
    ",does not,don['’]t,won['’]t,can['’]t"
)
_JOINED: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(
        rf"(?:\bas well as|\band|\bbut also)\b{_SMALL}\s+(?:{either(_EN)}|{either(ACTS['en'])})", re.IGNORECASE
    ),
    "de": re.compile(
        r"\b(?:und|sowie)\s+(?:wir|Sie|du|man|jemand|niemand|es|ihr|er|erhalten|bekommen|erfahren|wissen|rufen|sagen)\b"
    ),
    "nl": re.compile(
        r"\ben\s+(?:wij|we|u|je|men|iemand|niemand|het is|krijgt|weet|hoort|bellen|zeggen)\b", re.IGNORECASE
    ),
}
_CONDITION: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(
        r"^\W*once\b|\bto\b(?!\s+(?:you|your|the|a|an|us|them|their|our|all|each|every)\b)|\b(?:if|when|whenever"
        r"|until|unless|after|before|while|whether|who|which|that|because|since|how|what|where|as|so|not|no|never|or"
        r"|between|than|nobody|without|can|could|cannot|would|might|may|let|lets|helps?|either)\b",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"\b(?:wenn|falls|sobald|bis|nachdem|bevor|während|ob|dass|weil|um|zwischen|oder|nicht|kein\w*)\b"
    ),
    "nl": re.compile(
        r"\b(?:als|wanneer|zodra|tot|nadat|voordat|terwijl|dat|omdat|om|tussen|niet|geen)\b", re.IGNORECASE
    ),
}
_AND: Mapping[str, re.Pattern[str]] = {
    language: re.compile(rf"\b{word}\b", re.IGNORECASE)
    for language, word in (("en", "and"), ("de", "und"), ("nl", "en"))
}
_ONE_ACT = re.compile(r"\b(?:come|comes|go|goes|try|wait|stop|sit|back|again)\s*$", re.IGNORECASE)
_APART: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(r"\b(?:or|one of|only|but|without|neither|nor|either|part|missing|left out|not all)\b", re.I),
    "de": re.compile(r"\b(?:oder|ein\w* (?:der|von)|nur|aber|ohne|weder|teil\w*|fehlt\w*)\b", re.IGNORECASE),
    "nl": re.compile(r"\b(?:of|een van|alleen|maar|zonder|noch|deel|ontbr\w+)\b", re.IGNORECASE),
}


def check(written: Written) -> Iterator[Finding]:
    """Promises with two demands, or else the met level of a yes/no standard, whose levels do not tell them apart."""
    texts, told_of = beside(written), set[tuple[str, str]]()
    for one in told(written, LANGUAGES, "promise", "levels"):
        place = one.standard, one.language
        settled = (one.standard and place in told_of) or _is_told_apart(one, texts.get(place, ()))
        if one.key in {"promise", "levels.good"} and not settled and (found := _joined(one)):
            told_of.add(place)
            message = f"`{found[0]}` joins a second demand: one may be met and the other not"
            hint = "make two standards of it, or say at the lower level what counts where one half is kept"
            yield one.finding(CODE, message, hint, at=found.start(), length=len(found[0]))


def _joined(one: Passage) -> re.Match[str] | None:
    """The first `and` behind which a second demand begins that stands for itself: a clause, or a limit of its own."""
    language = primary(one.language)
    limits = list(pairwise(found for found in ranges(one.text, one.language) if found.unit in {"time", "working day"}))
    for found in [*_JOINED[language].finditer(one.text), *_AND[language].finditer(one.text)]:
        start = next((start for start, end in sentences(one.text) if start <= found.start() < end), 0)
        before = one.text[start : found.start()]
        clause = re.split(r"[,;:(]", before.rstrip(" ,"))[-1]
        if len(before.split()) < 2 or _CONDITION[language].search(clause) or _ONE_ACT.search(before):
            continue
        if found.re is _JOINED[language] or any(a.end <= found.start() and found.end() <= b.start for a, b in limits):
            return found
    return None


def _is_told_apart(one: Passage, texts: Sequence[Passage]) -> bool:
    """Whether the lower levels say what counts where only one half is kept."""
    levels = [other for other in texts if other.key != "promise"]
    lower = [other.text for other in levels if other.key == "levels.underperforming"]
    return len(levels) > 2 or any(_APART[primary(one.language)].search(text) for text in lower)

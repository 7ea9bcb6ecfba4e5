"""What a text is made of, for comparing it with others: words, pairs of words, and runs of letters inside words.

Runs of letters let "refunding" meet "refund" and forgive a slip of the keys; pairs keep some of the order. Words that
carry little by themselves ("you", "would", "dem") count less, and so do pairs of them. Names of days and numbers are
also counted as what they are, so that "on Tuesday" meets "on Friday". Everything in a negated clause is marked, so that
it meets negated words only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from clearbar.practice.customer.clauses import Clause
from clearbar.text.sentences import words

_NOT = "¬"
_LETTERS = (3, 4, 5)
_OF_LETTERS, _OF_LITTLE = 0.5, 0.4
"""What a run of letters, and a word that carries little, count beside a word."""
_DAY, _NUMBER = "~day", "~number"

_LITTLE_WORDS = """
i you he she it we they me him her us them my your his its our their this that these those a an the and or but so to
of in on at for with from by as is am are was were be been being do does did have has had can could will would shall
should may might must there here then than just also very really please well oh if up out about some any not no ich
du er sie es wir ihr mich dich ihn ihm ihnen uns euch mein meine meinen ihre ihren ihrem ihrer sein seine der die
das dem den des ein eine einen einem einer und oder aber zu von im auf fur mit aus bei nach als ist bin sind war
waren sei werden wird wurde wurden haben hat hatte hatten kann konnen konnte konnten wollen wollte soll sollen
sollte muss mussen darf durfen mag mochte mochten da hier dann denn doch mal ja auch noch schon sehr bitte gern
leider nicht kein keine keinen wenn ob dass sich man ik jij je u hij zij ze wij jullie het de een en maar dus te van
op voor met om ben zijn heb heeft hebben kan kunnen zal zou wil moet dan ook nog niet geen tu il elle nous vous ils
elles le la les un une et ou mais sur pour avec par ce cette ces est suis sont ai avons avez ont peux peut pouvez ne
pas y que qui yo usted el ella nosotros ustedes los las lo una unos o pero del con por para soy son esta estan ha
hemos han puede puedo se su sus mi
"""
_LITTLE = frozenset(_LITTLE_WORDS.split())
_DAYS = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|today|tomorrow|tonight"
    r"|(?:mon|diens|donners|frei|sams|sonn)tags?|mittwochs?|sonnabends?|heute|morgen|ubermorgen"
    r"|(?:maan|dins|woens|donder|vrij|zater|zon)dag|vandaag"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|demain|lunes|martes|miercoles|jueves|viernes|sabado|domingo"
    r"|(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\w+teenth|twentieth"
    r"|twenty-\w+th|thirtieth|\d+(?:st|nd|rd|th))"
)
_NUMBERS = re.compile(
    r"\d[\d.,:]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|half|quarter"
    r"|zwei|drei|vier|funf|sechs|sieben|acht|neun|zehn|elf|zwolf|funfzehn|vierzehn|zwanzig|dreissig|halbe?n?"
    r"|twee|drie|vijf|zes|zeven|negen|tien|deux|trois|quatre|cinq|sept|huit|neuf|dix|dos|tres|cuatro|cinco|diez"
)


def features(said: Iterable[Clause]) -> Counter[str]:
    """The features of some clauses, each with how often it occurs."""
    found: Counter[str] = Counter()
    for clause, negated in said:
        mark = _NOT if negated else ""
        found.update(mark + one for one in _features([clause[start:end] for start, end in words(clause)]))
    return found


def weight(feature: str) -> float:
    """What a feature counts by its kind."""
    bare = feature.removeprefix(_NOT)
    if bare.startswith("#"):
        return _OF_LETTERS
    return _OF_LITTLE if all(word in _LITTLE for word in bare.split(" ")) else 1.0


def _features(said: list[str]) -> Iterator[str]:
    kinds = [_kind(word) for word in said]
    yield from said
    yield from (kind for kind, word in zip(kinds, said, strict=True) if kind != word)
    yield from (f"{first} {second}" for first, second in pairwise(kinds))
    for word in said:
        if word not in _LITTLE:
            yield from _runs(f"<{word}>")


def _kind(word: str) -> str:
    """What a day or a number is counted as; any other word as itself."""
    if _DAYS.fullmatch(word):
        return _DAY
    return _NUMBER if _NUMBERS.fullmatch(word) else word


def _runs(edged: str) -> Iterator[str]:
    for size in _LETTERS:
        for start in range(len(edged) - size + 1):
            yield f"#{edged[start : start + size]}"

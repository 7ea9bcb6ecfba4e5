"""A promise promises.

"We try to answer today" is kept whatever happens: trying is all that was promised. Say what the customer can count on.
That it will not happen every time is what the target is for: 80 % is a promise with its failures counted.

**Missed by**

    promise: Where possible, we aim to answer you on the same day.

**Met by**

    promise: You have an answer on the same day.
    target: 80%

What customers may try ("You may try on every frame") is no hedge. Vague words in it are told by CB111.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from clearbar.model.lint import Finding, Test
from clearbar.standards.wording import STAFF, either, primary, told
from clearbar.standards.written import Written

CODE = "CB142"
NAME = "hedged-promise"
TEST = Test.CUSTOMERS_VIEW
SUMMARY = "A promise says what happens, and not that somebody tries."
LANGUAGES = frozenset({"en", "de", "nl", "fr", "es"})
_EN = r"""try (?:our|your|their|his|her|its) (?:very )?(?:best|utmost|hardest)
    do (?:our|your|their|its) (?:very )?(?:best|utmost),makes? every (?:reasonable )?effort,best efforts?
    all reasonable efforts?,to the best of (?:our|your|their) (?:ability|knowledge),where possible,wherever possible
    when possible,whenever possible,if possible,if at all possible
    as far as (?:is )?(?:reasonably )?(?:possible|practicable|we can)
    so far as (?:is )?(?:reasonably )?(?:possible|practicable),as much as possible,where(?:ver)? we can,if we can
    when(?:ever)? we can,where (?:feasible|practicable),whenever feasible,in most cases,under normal circumstances
    circumstances permitting"""
_TRYING = r"(?:try|tries|aim|aims|strive|strives|endeavou?rs?|seeks?|hopes?|intends?|attempts?|aspires?)"
_BETWEEN = r"(?:\s+(?:will|would|shall|should|must|always|also|all|do|does|usually|generally|normally)){0,3}\s+"
_PATTERNS: Mapping[str, re.Pattern[str]] = {
    language: re.compile(phrases, re.IGNORECASE)
    for language, phrases in {
        "en": rf"{either(_EN)}"
        rf"|(?:\bwe|{either(STAFF['en'])}){_BETWEEN}{_TRYING}\s+(?:(?:very\s+)?hard\s+)?(?:to|for|and)\b"
        rf"|(?:(?<=^)|(?<=[.:] )){_TRYING}\s+to\b|\bwe(?:\s+are|['’]re)\s+(?:fully |always )?committed\s+to\b"
        r"|\b(?:our|the) (?:aim|goal|objective|intention) is to\b"
        r"|\bwe\s+(?:usually|normally|generally|typically|may|might)\b",
        "de": rf"{either(STAFF['de'])}\s+versuch(?:en|t)\b|"
        + either(
            r"""bemühen wir uns,wir bemühen uns,wir versuchen,versuchen wir,wir streben an,streben wir an
            nach möglichkeit,wenn möglich,wo möglich,wenn es möglich ist,so weit wie möglich,soweit möglich
            soweit wie möglich,nach besten kräften,unser bestes,in der regel,wir geben uns mühe,wir sind bestrebt
            bemühen sich,bemüht sich,(?:sind|ist) (?:stets |immer )?(?:bemüht|bestrebt)
            im rahmen des möglichen"""
        ),
        "nl": rf"{either(STAFF['nl'])}\s+(?:proberen|probeert|streven|streeft)\b|"
        + either(
            r"""wij? proberen,we proberen,proberen we,proberen wij,we streven(?: er)?(?: ernaar)?
            wij streven(?: ernaar)?,streven we,streven wij,ons best,doen hun best
            indien mogelijk,zo mogelijk,waar mogelijk
            als het kan,voor zover mogelijk,zoveel mogelijk,in de regel,we doen er alles aan,wij doen er alles aan"""
        ),
        "fr": rf"{either(STAFF['fr'])}\s+(?:essaient|essaie|tentent|tente|s['’]efforcent|s['’]efforce)\b|"
        + either(
            r"""nous (?:essayons|tentons|tâchons) de,nous (?:essaierons|tenterons|tâcherons) de,nous nous efforçons
            nous nous efforcerons,dans la mesure du possible,si possible,autant que possible,de notre mieux
            nous avons pour objectif,nous visons,dans la plupart des cas"""
        ),
        "es": rf"{either(STAFF['es'])}\s+(?:intentan?|intentarán?|tratan? de|tratarán? de|procuran?)\b|"
        + either(
            r"""intentamos,intentaremos,trataremos de,tratamos de,procuramos,procuraremos,nos esforzamos
            nos esforzaremos,en la medida de lo posible,si es posible,siempre que sea posible,cuando sea posible
            haremos lo posible,lo mejor posible,por lo general,en la mayoría de los casos"""
        ),
    }.items()
}


def check(written: Written) -> Iterator[Finding]:
    """Promises that only promise an attempt, or take themselves back."""
    for one in told(written, LANGUAGES, "promise"):
        if found := _PATTERNS[primary(one.language)].search(one.text):
            message = f"`{found[0]}` takes the promise back before it is made"
            hint = "say what happens; how often it must is the `target`"
            yield one.finding(CODE, message, hint, at=found.start(), length=len(found[0]))

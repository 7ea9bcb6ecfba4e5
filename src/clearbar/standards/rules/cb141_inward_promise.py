"""A promise is made to the one who is served.

"The ticket is logged" and "agents must verify identity" tell how we work. A customer who reads them learns nothing to
count on, and staff learn that the form comes first. Say what the customer gets; how we bring it about stands under
`do`.

**Missed by**

    promise: Agents must log the request in the system.

**Met by**

    promise: You tell us once, and never have to repeat it.

Found are promises about the duties of staff, orders to staff about "the customer", and those about tickets, systems,
policies and procedures. A promise may name who serves ("the nurse calls you by your name"); it is their duty that is no
promise. Whether a customer cares about what is promised is not seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from clearbar.model.lint import Finding, Test
from clearbar.standards.wording import SERVED, STAFF, either, primary, told
from clearbar.standards.written import Written

CODE = "CB141"
NAME = "inward-promise"
TEST = Test.CUSTOMERS_VIEW
SUMMARY = "A promise tells what the customer gets, and not how we work."
LANGUAGES = frozenset({"en", "de", "nl", "fr", "es"})
_ORDERS = (
    "ask,tell,confirm,check,get,enter,inform,offer,explain,greet,use,make sure,ensure,do not,don['’]t,always,never"
    ",verify,provide,collect,obtain,gather,help,let,record,log,respond,guide,give,send,apologi[sz]e,thank,remind"
    ",transfer,deny,determine,find out,pull up,look up,identify,communicate,listen to,treat,call,contact,advise"
    ",assist,try,note,click,select,submit,choose,update,refer,authenticate,validate,share,read,show,start by"
    ",begin by,finally,calculate,apply,pick"
)
_DUTY = r"(?:must|should|shall|needs? to|has to|have to|are to|is to|(?:are|is) required|(?:are|is) expected)"
_STAFF, _SERVED = either(STAFF["en"]), either(SERVED["en"])
_FILED = "logged|created|raised|opened|closed|updated|assigned|routed|escalated|recorded|registered|triaged|filed"
_RULES_OF_OURS = r"(?:polic(?:y|ies)|procedures?|process(?:es)?|guidelines|workflows?|protocols?|sops?)"
_ENGLISH = (
    rf"{_STAFF}\s+(?:\w+\s+){{0,2}}?{_DUTY}\b",
    rf"{_STAFF}\s+(?:is|are)\s+(?:\w+\s+)?(?:trained|briefed)\b",
    rf"\b(?:you|we)\s+(?:\w+\s+)?(?:{_DUTY}|can only|may only|are (?:not )?allowed to|will need to)(?=.*{_SERVED})",
    rf"(?:(?<=^)|(?<=[.!?] ))(?:please\s+)?{either(_ORDERS)}(?=.*{_SERVED})",
    rf"\b(?:the|a|each|every|all|your)\s+(?:tickets?|cases?)\s+(?:\w+\s+)?(?:is|are|be|gets?)\s+(?:{_FILED})\b",
    r"\bin (?:the|our) (?:system|crm|database|tool)\b|\btool calls?\b|\bthe (?:crm|database|api)\b",
    rf"\b(?:our|internal) (?:{_RULES_OF_OURS}|systems?|kpis?)\b|\b(?:slas?|kpis?|average handl\w+ time)\b",
    rf"\b(?:according to|in accordance with|in line with|as per|per|against|follow(?:s|ed)?) "
    rf"(?:the |our |this |these )?{_RULES_OF_OURS}\b",
)
_PATTERNS: Mapping[str, re.Pattern[str]] = {
    language: re.compile("|".join(phrases), re.IGNORECASE)
    for language, phrases in {
        "en": _ENGLISH,
        "de": (
            rf"{either(STAFF['de'])}\s+(?:\w+\s+)?(?:müssen|muss|soll(?:en|ten)?|ha(?:ben|t) zu|sind verpflichtet)\b",
            r"\b(?:das|ein|jedes) ticket wird\b|\bim (?:system|crm)\b",
            r"\bunsere[nr]? (?:internen )?(?:prozess\w*|abläuf\w*|richtlini\w*)",
            r"\b(?:gemäß|laut|nach) (?:der |den |unseren )?(?:richtlini\w*|vorschrift\w*|prozess\w*)",
        ),
        "nl": (
            rf"{either(STAFF['nl'])}\s+(?:\w+\s+)?(?:moeten|moet|dienen|dient|horen|zijn verplicht)\b",
            r"\b(?:het|een|elk) ticket wordt\b|\bin het (?:systeem|crm)\b",
            r"\bonze (?:interne )?(?:process\w*|procedures?|richtlijn\w*)",
            r"\bvolgens (?:de |het |onze )?(?:procedures?|richtlijn\w*|protocol\w*|beleid)\b",
        ),
        "fr": (
            rf"{either(STAFF['fr'])}\s+(?:\w+\s+)?(?:doivent|doit|devraient|devrait|sont tenus|est tenu)\b",
            r"\ble ticket (?:est|sera) (?:créé|ouvert|enregistré|clos|fermé)|\bdans le (?:système|crm)\b",
            r"\bnos (?:process(?:us)?|procédures|politiques)\b",
            r"\bconformément (?:à la|aux|à nos) (?:procédures?|politiques?|règles)",
        ),
        "es": (
            rf"{either(STAFF['es'])}\s+(?:\w+\s+)?(?:deben|debe|deberán|deberá|tienen? que|están obligados)\b",
            r"\bel ticket se (?:registra|abre|cierra)\b|\ben el (?:sistema|crm)\b",
            r"\bnuestr[oa]s (?:procesos|procedimientos|políticas)\b",
            r"\b(?:según|conforme a) (?:el|la|los|las|nuestros) (?:procedimientos?|políticas?|normas?)",
        ),
    }.items()
}


def check(written: Written) -> Iterator[Finding]:
    """Promises that speak of how we work."""
    for one in told(written, LANGUAGES, "promise"):
        if found := _PATTERNS[primary(one.language)].search(one.text):
            message = f"`{found[0]}` speaks of how we work, and not of what the customer gets"
            hint = "begin with `You …`; what staff do for it stands under `do`"
            yield one.finding(CODE, message, hint, at=found.start(), length=len(found[0]))

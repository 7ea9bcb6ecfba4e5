"""No word needs an insider.

The reader of a standard started last week, and the customer never started. Abbreviations and words of the trade are
read past by those who do not know them, and taken for several things by those who do. Say it in the words that a
customer would use; where the short form is needed, write it out once: "return number (RMA)".

**Missed by**

    do: Log the RMA in the CRM, and escalate to tier 2 if the SLA is at risk.

**Met by**

    do: Write the return number on the customer's card, and fetch the technician before the promised day has passed.

An abbreviation is a run of capital letters that is explained nowhere in the book and not known from every street (ID,
PIN, SMS). Words that are shouted (NOT, ON) are none. Of other words the rule knows its list only: the jargon of your
own trade it cannot know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from clearbar.model.lint import Finding, Test
from clearbar.standards.wording import listed, pattern, primary, told
from clearbar.standards.written import Passage, Written

CODE = "CB102"
NAME = "jargon"
TEST = Test.UNDERSTOOD
SUMMARY = "No abbreviation and no word needs an insider."
LANGUAGES = frozenset({"en", "de", "nl", "fr", "es"})
_OFFICE = (
    r"(?:1st|2nd|3rd)[- ]level"
    r",touch ?points?,omni-?channel,multi-?channel,onboarding,stakeholders?,deep dives?,best[- ]in[- ]class,onboarden"
)
_JARGON: Mapping[str, re.Pattern[str]] = {
    language: pattern(f"{_OFFICE}\n{words}")
    for language, words in {
        "en": r"""action items?,deliverables?,leverag(?:e|es|ed|ing),utili[sz](?:e|es|ed|ing|ation)
            facilitat(?:e|es|ed|ing),value[- ]add(?:ed)?,going forward,synerg(?:y|ies|ise|ize),circle back,touch base
            low-hanging fruit,core competenc(?:y|ies),first[- ]contact resolution,first[- ]call resolution
            average handl(?:e|ing) time,wrap-up codes?,disposition codes?,escalation matrix
            tier[- ](?:1|2|3|one|two|three),level[- ](?:2|3) support
            (?<!the.)(?<!a.)(?:second|third)[- ](?:line|level)(?!\s+of\b),call flow,ticket hygiene,warm transfer
            cold transfer,pain points?,learnings,ideate,incentivi[sz]e,mission[- ]critical,holistic(?:ally)?
            proactive(?:ly)?,customer[- ]centric(?:ity)?,back ?office,upsell(?:ing)?,cross-?sell(?:ing)?,churn""",
        "de": r"first[- ]level,second[- ]level,follow-?up,eskalationsstufe,kundenzentriert\w*,proaktiv\w*"
        r",ganzheitlich\w*",
        "nl": r"eerstelijns?,tweedelijns?,follow-?up,klantgericht\w*,proactie[fv]e?,stakeholder,terugkoppelen"
        r",uitrollen",
        "fr": r"reporting,process,proacti(?:f|ve|vement)s?,feedback,workflow,escalade,parcours client",
        "es": r"feedback,proactiv[oa]s?,proactivamente,workflow,escalamiento,retroalimentación",
    }.items()
}
_CAPITALS = re.compile(r"(?<![\w'’-])[A-Z][A-Z&]{1,5}s?(?![\w'’])")
_EXPLAINED = re.compile(
    r"\(\s*([A-Z][A-Z&]+s?)\s*\)|(?<![\w'’-])([A-Z][A-Z&]+s?)\s+(?:\(|means\b|stands for\b|(?:is|are) (?:the|a|an)\b)"
)
_KNOWN = listed(
    "ID IDs PIN PINs TV TVs OK UK US USA EU UN PDF PDFs SMS ATM ATMs GPS QR FAQ FAQs VIP VIPs WC CD CDs DVD DVDs PC"
    " PCs AM PM USB PO VAT ZIP SIM SOS MP NHS DIY GP GPs CV CVs UV LED AC BBC AD BC CEO PS NB DHL UPS BMW IKEA SOFA"
    " EUR USD GBP CHF EST GMT GB MB TB KM KG CM MM ML UTC CET PST II III IV VI VII VIII IX XI XII XL XS XXL ASAP TBD"
    " AI IT HR WLAN LKW PKW DNA DB DM KFZ NS BTW BSN HIV TGV SNCF IBAN IVA TVA DNI NIE OV DE FR ES NL EN SIMs IDE"
)
_SHOUTED = frozenset(
    one.upper()
    for one in listed(
        "a i an and are all any as at be but by can do don for from go has how if in is it its last may more most "
        "must never new next no none not now of off on once one only open or our out over paid please same say she "
        "should so stop that the their them then they this to two up use was we what when who why will with yes you "
        "your always after before both each every first does done have he her him his hold note past free read true "
        "false other some warn even nicht kein keine nie nur und oder immer alle vor nach erst niet geen nooit "
        "alleen altijd eerst ne pas non oui tous tout jamais avant nunca todo todos siempre antes solo un una el la "
        "le les der die das du sie wir het een dat wel"
    )
)


def check(written: Written) -> Iterator[Finding]:
    """The first piece of jargon of each text, with the others named beside it."""
    explained = _explained("\n".join(one.text for one in written.passages))
    for one in told(written, LANGUAGES, "promise", "do", "levels", "self_check", "question"):
        jargon = sorted(_words(one) + _abbreviations(one, explained))
        if not jargon:
            continue
        start, word = jargon[0]
        named = list(dict.fromkeys(said for _, said in jargon))
        message = f"`{'`, `'.join(named)}` need{'' if len(named) > 1 else 's'} an insider"
        hint = "say it in the words of a customer, or write the short form out: `return number (RMA)`"
        yield one.finding(CODE, message, hint, at=start, length=len(word))


def _words(one: Passage) -> list[tuple[int, str]]:
    return [(found.start(), found[0]) for found in _JARGON[primary(one.language)].finditer(one.text)]


def _abbreviations(one: Passage, explained: frozenset[str]) -> list[tuple[int, str]]:
    """Runs of capital letters that nobody explains."""
    return [
        (found.start(), found[0])
        for found in _CAPITALS.finditer(one.text)
        if found[0] not in _KNOWN
        and found[0] not in _SHOUTED
        and not _is_shouting(one.text, *found.span())
        and found[0].removesuffix("s") not in explained
    ]


def _is_shouting(text: str, start: int, end: int) -> bool:
    """Whether a run of capitals is a word, or stands beside another one as in a line that is written in capitals."""
    if len(re.findall("[AEIOUY]", text[start:end])) > 1 and end - start > 4:
        return True  # it can be spoken: a word
    before, after = re.search(r"([^\W\d_]{2,})\W*$", text[:start]), re.match(r"\W*([^\W\d_]{2,})", text[end:])
    return bool((before and before[1].isupper()) or (after and after[1].isupper()))


def _explained(book: str) -> frozenset[str]:
    """The short forms that a book writes out: "return number (RMA)", "RMA (return number)", "RMA means …"."""
    return frozenset((found[1] or found[2]).removesuffix("s") for found in _EXPLAINED.finditer(book))

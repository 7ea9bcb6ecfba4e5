"""Every word says the same to everybody.

"Promptly" is a minute to the one who waits and an hour to the one who serves; "as needed" is whatever the reader would
have done anyway. Two honest people rate the same visit differently, and both are right. Say the number, the sign that
one can see, or the list.

**Missed by**

    promise: We answer promptly and help where appropriate.

**Met by**

    promise: You have an answer within two minutes, and somebody who stays with it until it works.

A word of time is let be where its sentence says how long ("promptly, within two minutes"); "as soon as you know" names
a moment, and is let be too. A word that a law or a contract prescribes is kept by a comment with the reason:
`# allow CB111: the law's own word`. The rule knows its list of words and no others; names of attitudes ("friendly")
belong to CB113, trying ("where possible") to CB142.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from clearbar.model.lint import Finding, Test
from clearbar.standards.quantities import ranges
from clearbar.standards.wording import pattern, primary, told
from clearbar.standards.written import Passage, Written
from clearbar.text.sentences import sentences

CODE = "CB111"
NAME = "vague-word"
TEST = Test.ONE_READING
SUMMARY = "No word is left to the reader's own measure."
LANGUAGES = frozenset({"en", "de", "nl", "fr", "es"})
_HINTS: Mapping[str, str] = {
    "time": "say within how many minutes, hours or days",
    "when": "say when: name the sign that one can see or hear",
    "how": "say what one would see or hear where it is done well",
    "much": "say how many, or how often",
    "list": "name them all, or say what they have in common",
}
_VAGUE: Mapping[str, Mapping[str, re.Pattern[str]]] = {
    language: {kind: pattern(words) for kind, words in kinds.items()}
    for language, kinds in {
        "en": {
            "time": r"""promptly,prompt (?:answer|reply|response|service|attention),asap,as soon as possible,shortly
                (?<!as.)soon(?!\s+as\b)
                in a timely (?:manner|fashion|way),timely,in due course,without (?:undue )?delay,quickly,speedily
                swiftly,swift,rapidly,at the earliest (?:opportunity|convenience),in good time,as quickly as possible
                speedy""",
            "when": r"""as needed,if needed,when needed,where needed,as necessary,if necessary,when necessary
                where necessary,as required,if required,when required,where required,as appropriate,if appropriate
                when appropriate,where appropriate,where applicable,as applicable,if applicable,as the case may be
                (?:your|their|our) (?:own )?(?:best )?judge?ment,at (?:your|their|our) discretion""",
            "how": r"""appropriate(?:ly)?,inappropriate(?:ly)?,adequate(?:ly)?,(?<!not.)suitabl[ey],reasonabl[ey]
                sufficient(?:ly)?,satisfactor(?:y|ily),(?<!not.)acceptabl[ey],properly(?!\s+\w+ed\b),efficient(?:ly)?
                effective(?:ly)?,high[- ]quality
                (?:excellent|great|good|best|outstanding|superior|exceptional) (?:customer )?(?:service|care|support)
                first[- ]class
                world[- ]class,best practices?,special (?:treatment|care|attention),(?:above|over) and beyond
                the extra mile,user[- ]friendly,state of the art,best possible,as usual(?!\s*[^\w\s.])""",
            "much": r"""regularly,frequently,from time to time,periodically,occasionally(?!\W),some time
                (?:a few|several|some|a couple(?: of)?) (?:seconds?|minutes?|hours?|days?|weeks?|times?),minimal
                a minimum of fuss""",
            "list": r"""etc\.?,et cetera,and so on,and so forth,and the like,and/or,or similar,or the like
                among others
                (?:any|all|other|any other|all the|all other) (?:necessary|relevant|pertinent|applicable) \w+""",
        },
        "de": {
            "time": r"""umgehend,unverzüglich,zeitnah,schnellstmöglich,so schnell wie möglich,so bald wie möglich
                baldmöglichst,rasch,zügig,in kürze,alsbald,rechtzeitig,baldigst""",
            "when": r"""bei bedarf,falls nötig,wenn nötig,falls erforderlich,wenn erforderlich,soweit erforderlich
                gegebenenfalls,ggf\.?,nach ermessen,nach eigenem ermessen""",
            "how": r"""angemessen(?:e|en|er|es|em)?,geeignet(?:e|en|er|es|em)?,ausreichend(?:e|en|er|es|em)?
                zufriedenstellend(?:e|en|er|es|em)?,ordnungsgemäß(?:e|en|er|es|em)?,bestmöglich(?:e|en|er|es|em)?
                wie üblich""",
            "much": r"regelmäßig(?:e|en|er|es)?,häufig,gelegentlich,von zeit zu zeit,(?:einige|ein paar"
            r"|mehrere) (?:minuten|stunden|tage|male)",
            "list": r"usw\.?,und so weiter,etc\.?,und/oder,und dergleichen,o\. ?ä\.?",
        },
        "nl": {
            "time": r"""zo snel mogelijk,zo spoedig mogelijk,spoedig,tijdig,z\.s\.m\.?,zsm,onverwijld,snel,binnenkort
                vlot,op korte termijn""",
            "when": r"""indien nodig,zo nodig,waar nodig,als het nodig is,indien van toepassing,naar eigen inzicht
                eventueel""",
            "how": r"passend(?:e)?,adequa(?:at|te),geschikt(?:e)?,redelijk(?:e)?,voldoende,naar behoren"
            r",zoals gebruikelijk",
            "much": r"regelmatig(?:e)?,af en toe,van tijd tot tijd,vaak,(?:enkele|een paar|enige) (?:minuten|uren"
            r"|dagen|keren|keer)",
            "list": r"enz\.?,enzovoort,etc\.?,en/of,en dergelijke,e\.d\.?",
        },
        "fr": {
            "time": r"""rapidement,dans les plus brefs délais,dans les meilleurs délais,au plus vite,dès que possible
                le plus vite possible,prochainement,sans délai,sans tarder,en temps utile,promptement""",
            "when": r"si nécessaire,si besoin,au besoin,le cas échéant,en cas de besoin,si cela est nécessaire",
            "how": r"appropriée?s?,adéquate?s?,raisonnables?,satisfaisante?s?,convenablement,comme d['’]habitude",
            "much": r"régulièrement,fréquemment,de temps en temps,quelques (?:secondes|minutes|heures|jours|fois)",
            "list": r"etc\.?,et ainsi de suite,et/ou,entre autres",
        },
        "es": {
            "time": r"""lo antes posible,cuanto antes,rápidamente,con prontitud,a la mayor brevedad(?: posible)?
                pronto,sin demora,oportunamente,en breve""",
            "when": r"si es necesario,cuando sea necesario,en caso necesario,si procede,cuando proceda"
            r",según sea necesario",
            "how": r"adecuad[oa]s?,apropiad[oa]s?,razonables?,satisfactori[oa]s?,debidamente,como siempre",
            "much": r"regularmente,frecuentemente,de vez en cuando,(?:algunos|unos|varios) (?:segundos|minutos|días)",
            "list": r"etc\.?,etcétera,y así sucesivamente,y/o,entre otros",
        },
    }.items()
}
_EXAMPLES = re.compile(r"\b(?:e\.g\.|such as|for example|z\.\s?B\.|bijv\.|par exemple|por ejemplo)", re.IGNORECASE)


def check(written: Written) -> Iterator[Finding]:
    """Every vague word of every promise, `do` and level."""
    for one in told(written, LANGUAGES, "promise", "do", "levels"):
        places: list[tuple[int, int]] = []
        for kind, vague in _VAGUE[primary(one.language)].items():
            for found in vague.finditer(one.text):
                start, end = found.span()
                if any(start < other[1] and other[0] < end for other in places) or _is_settled(one, kind, start):
                    continue
                places.append((start, end))
                message = f"`{found[0]}` has as many meanings as readers"
                yield one.finding(CODE, message, _HINTS[kind], at=start, length=end - start)


def _is_settled(one: Passage, kind: str, at: int) -> bool:
    """Whether the sentence of a word of time says how long, or an open end closes a list of mere examples."""
    if kind == "list":
        return bool(_EXAMPLES.search(one.text, 0, at))
    if kind != "time":
        return False
    sentence = next((one.text[start:end] for start, end in sentences(one.text) if start <= at < end), one.text)
    return any(found.unit in {"time", "working day"} for found in ranges(sentence, one.language))

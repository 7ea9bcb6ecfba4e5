"""What is done and how it is done stand in one sentence.

Operations say what: fetch, book, refund. Service says how: so that somebody feels seen. An act alone is done past the
customer; a manner alone ("be friendly") leaves nothing to do. One sentence that holds both is taught, rehearsed and
judged as one.

**Missed by**

    do: Enter the amount into the form.

**Met by**

    do: Say the amount to the customer before you enter it, and wait for their yes.

Words can show little of this, and the rule asks for little. The *how* is there where the person served is named, where
something is said, shown or handed to somebody, or where a word tells the manner ("slowly", "aloud"). The *what* is
there unless nothing but attitudes is left ("be polite and helpful"), or it begins with "be" and no act follows. Steps
that the customer does not see (`stage: back`) need no *how*, nor does what is left undone ("never open the parcel").
English, German and Dutch are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from clearbar.model.book import Stage
from clearbar.model.lint import Finding, Test
from clearbar.standards.attitudes import is_attitude, names_attitude
from clearbar.standards.wording import ACTS, SERVED, either, listed, primary, told
from clearbar.standards.written import Passage, Written
from clearbar.text.sentences import sentences, words

CODE = "CB151"
NAME = "what-without-how"
TEST = Test.BLENDED
SUMMARY = "What to do names an act, and how it is done for somebody."
LANGUAGES = frozenset({"en", "de", "nl"})
_TOWARDS: Mapping[str, re.Pattern[str]] = {
    language: re.compile(f"{either(SERVED[language])}|{either(words_)}", re.IGNORECASE)
    for language, words_ in {
        "en": r"""they,them,their,theirs,he,him,his,she,her,hers,persons?,people,somebody,someone,everybody,everyone
            nobody,anybody,anyone,child(?:ren)?,parents?,(?:wo)?m[ae]n,famil(?:y|ies),neighbours?,strangers?
            ask(?:s|ing|ed)?,say(?:s|ing)?,tell(?:s|ing)?,greet(?:s|ing)?,thank(?:s|ing)?,listen(?:s|ing)?
            explain(?:s|ing)?,apologi[sz]e,apologi[sz]ing,offer(?:s|ing)? to,show(?:s|ing)?,hand (?:over|out|back)
            smil(?:e|es|ing),answer(?:s|ing)?,repl(?:y|ies|ying),respond(?:s|ing)?,promis(?:e|es|ing)
            introduc(?:e|es|ing),invit(?:e|es|ing),welcom(?:e|es|ing),inform(?:s|ing)?,warn(?:s|ing)?,remind(?:s|ing)?
            repeat(?:s|ing)?,read (?:out|back|aloud),call (?:back|out),look up (?:from|when),messages?
            names? (?:the|a|what|it),write (?:a line|back|to),eyes?,voice,aloud,in person,by name
            in (?:their|plain|simple) words""",
        "de": r"""(?-i:sie|ihnen|ihre[nmrs]?),ihm,ihn,er,jemand(?:en|em)?,niemand(?:en|em)?,jede[nmr]?,wer,wen,wem
            mensch(?:en)?,leute,personen?,frag\w*,sag\w*,begrüß\w*,grüß\w*,dank\w*,hör\w* zu,zuhör\w*,erklär\w*
            entschuldig\w*,wiederhol\w*,nenn\w*,informier\w*
            zeig\w*,antwort\w*,beantwort\w*,lächel\w*,stell\w* (?:dich|sich) vor,laut,langsam
            freundlich,ruhig,kind(?:er|ern)?""",
        "nl": r"""zij,ze,hem,haar,hun,hen,hij,iemand,niemand,iedereen,mensen,persoon,vraag\w*,vrag\w*,zeg\w*
            herhaal\w*,noem\w*,informeer\w*
            begroet\w*,groet\w*,bedank\w*,luister\w*,leg\w* uit,uitleg\w*,toon\w*,laat zien,antwoord\w*,beantwoord\w*
            glimlach\w*,excuses,hardop,rustig,langzaam,vriendelijk,kind(?:eren)?""",
    }.items()
}
_NO_MANNER = listed(
    "only early reply family supply apply daily monthly weekly fully completely directly immediately finally usually"
    " generally currently previously rely multiply simply exactly automatically manually initially yearly hourly"
    " bully italy july successfully accidentally originally mostly partially entirely roughly approximately probably"
    " newly possibly actually correctly externally internally electronically physically potentially directly"
    " typically globally fly"
)
_BE = re.compile(
    r"^(?:always\s+|please\s+)?(?:be(?! sure\b| certain\b| aware\b)|remain|act|behave|stay|sei|seien|bleib\w*|wees"
    r"|blijf)\b",
    re.IGNORECASE,
)
_PLACE = r"(?:to|in|on|at|with|for|of|by|from|as|like|zu|auf|mit|im|voor|met|op|te)\b"
_GOES_ON = re.compile(
    rf"(?:\band|\bthen|,|;|\bund|\ben)\s+(?:then\s+)?(?!{_PLACE})"
    rf"(?:{either(ACTS['en'])}"
    r"|\w+\s+(?:the|a|an|your|their|them|it|back|up|out|off|in|on|you|down|to|until|before|when)\b)"
    r"|\bby\s+\w+ing\b|\b(?:within|at)\s+\w+\s+(?:seconds?|minutes?|hours?)\b",
    re.IGNORECASE,
)
"""An act behind a manner of being: "be the first to speak, and greet before you finish"."""
_FORBIDS = re.compile(
    r"^(?:please |then )?(?:do not|don['’]t|never)\b|\b(?:should|must) (?:not|never)\b|\bniemals\b|\bnooit\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\b(?:who|that|which|when|if|die|der|das|wenn|als|dat)\b[^,;.]*", re.IGNORECASE)


def check(written: Written) -> Iterator[Finding]:
    """Each `do` that names a manner and no act, or an act and nobody it is done for."""
    behind = {one.standard.id for one in written.standards if one.step.stage is Stage.BACK}
    for one in told(written, LANGUAGES, "do"):
        if _is_manner_only(one):
            message, hint = "this says how to be, and not what to do", "name the act in which one would see it"
            yield one.finding(CODE, message, hint, length=len(one.text))
        elif one.standard not in behind and not _is_towards_somebody(one):
            message = "this says what to do, and nothing of how it is done for somebody"
            hint = "say what the customer sees, hears or is handed while you do it"
            yield one.finding(CODE, message, hint, length=len(one.text))


def _is_manner_only(one: Passage) -> bool:
    said = [_RELATIVE.sub(" ", one.text[start:end]) for start, end in sentences(one.text)]
    return bool(said) and all(
        is_attitude(sentence, primary(one.language)) or (_BE.match(sentence) and not _GOES_ON.search(sentence))
        for sentence in said
    )


def _is_towards_somebody(one: Passage) -> bool:
    language = primary(one.language)
    orders = [span for span in sentences(one.text) if not _FORBIDS.search(one.text[slice(*span)])]
    if not orders or _TOWARDS[language].search(one.text):
        return True
    said = [one.text[start:end].lower() for start, end in words(one.text)]
    return any(
        names_attitude(word, language) or (language == "en" and word.endswith("ly") and word not in _NO_MANNER)
        for word in said
    )

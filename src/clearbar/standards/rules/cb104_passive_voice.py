"""One can see who acts.

"Complaints will be answered within two days": by whom? The passive is longer, harder to read, and leaves room for
everybody to wait for somebody else. Say who: "we answer", "the desk lead calls you".

**Missed by**

    promise: Complaints will be answered within two days.

**Met by**

    promise: We answer your complaint within two days.

Some passives stand: those that say by whom; those about the customer ("you are asked once"), who is the one it is done
to; those behind "if", "when", "until" and the like, which name a state; words that are no act at all ("is closed on
Sundays"); and what cannot be done, which nobody does. In levels what was seen stands too ("the price was named before
you chose"): the doer is whoever served. Whether a participle is meant as an act or as a state, words alone cannot
always show. English, German and Dutch are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from clearbar.model.lint import Finding, Test
from clearbar.standards.wording import either, primary, told
from clearbar.standards.written import Passage, Written
from clearbar.text.sentences import sentences

CODE = "CB104"
NAME = "passive-voice"
TEST = Test.UNDERSTOOD
SUMMARY = "A demand says who acts."
LANGUAGES = frozenset({"en", "de", "nl"})
_IRREGULAR = (
    "given,taken,told,made,sent,paid,kept,held,found,brought,bought,sold,shown,heard,written,chosen,put,met,read,cut"
    ",driven,spoken,thrown,taught,understood,built,dealt with,left,drawn,let,led,fed,lent,done,forgiven,begun,reset"
    ",rebuilt,withdrawn,overseen,redone,resent"
)
_STATES = (
    "closed,opened,interested,pleased,satisfied,worried,concerned,needed,required,based,located,supposed,tired"
    ",married,finished,related,involved,limited,unlimited,qualified,expected,called,named,entitled,detailed"
    ",experienced,advanced,used to,mixed,aged,dedicated,skilled,retired,unused,undecided,unanswered,delighted"
    ",annoyed,confused,frustrated,prepared,relaxed,excited,thrilled,embarrassed,obliged,meant,crowded,furnished"
    ",equipped,dressed,seated,signed in,logged in,connected,situated,affected,associated,linked,listed,included"
    ",excluded,designed,intended,authori[sz]ed,enabled,disabled,activated,suspended,locked,installed,turned off"
    ",turned on,tied,left,lost,broken,committed,known,unmarked,scheduled,delayed,expired,damaged,convinced,inclined"
    ",gone,done,confirmed,structured,specified,considered,accomplished,completed,organi[sz]ed,composed,divided"
    ",set up,stored,displayed,marked,made up,made of,held in,found in,found at,shown in,written in,written on"
    ",allowed,permitted,kept in,signed up,covered,reserved,booked,used,shared,supported,guaranteed"
)
_NO_ACTS = (
    "needed,required,listed,located,displayed,closed,satisfied,pleased,delighted,used to,confused,interested,affected"
)
_ADVERBS = r"(?:\s+(?:not|never|always|also|only|then|still|now|all|both|either|often|already|\w+ly))*"
_IS = r"(?:is|are|isn['’]t|aren['’]t|gets?)"
_DUTY = (
    r"(?:(?:will|shall|must|should|may|can(?!\s*not))(?:\s+(?:not|never|always|also|only|\w+ly))*\s+be|(?:has|have"
    r"|had|needs?|ought|is|are)\s+to\s+be|(?:is|are)\s+being)"
)
_PARTICIPLE = rf"(?:{either(_IRREGULAR)}|(?!\w*need\b)\w{{2,}}(?<!e)ed\b(?!-))"
_AS_SEEN = re.compile(r"(?:is|are|gets?|had)\b|wird\b|werden\b|wordt\b|worden\b", re.IGNORECASE)
_HANGS_ON = re.compile(r"\b(?:and|or|but|then|und|oder|en|of)\W*$", re.IGNORECASE)
_PATTERNS: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(
        rf"(?<![\w'’-])(?:{_DUTY}{_ADVERBS}\s+(?!{either(_NO_ACTS)})|{_IS}{_ADVERBS}\s+(?!{either(_STATES)})){_PARTICIPLE}",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"\b(?:wird|werden)\b[^.,;:!?]{0,60}?\b(?:ge\w{3,}(?:t|en)|(?:be|er|ver|ent|zer|über|unter)\w{3,}(?:t|en)"
        r"|\w{2,}ge\w{3,}(?:t|en)|\w{3,}iert)(?=\s*(?:[.,;:!?]|$|werden\b|und\b))",
    ),
    "nl": re.compile(
        r"\b(?:wordt|worden)\b(?:[^.,;:!?]{0,60}?\s)?\b(?:\w*ge\w{3,}(?:d|t|en)|(?:be|ver|ont|her|er)\w{3,}(?:d|t"
        r"|en))\b",
        re.IGNORECASE,
    ),
}
_BY: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(
        r"\bby\s+(?!(?:e-?mail|phone|post|mail|telephone|card|the end|then|tomorrow|noon|\d|\w+ing\b))", re.I
    ),
    "de": re.compile(r"(?<!innerhalb )\b(?:von|vom|durch)\b", re.IGNORECASE),
    "nl": re.compile(r"\bdoor\b", re.IGNORECASE),
}
_STATE_CLAUSE: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(
        r"\b(?:if|when|whenever|once|until|till|unless|after|before|while|whether|where|wherever|that|which|who"
        r"|whose|what|how|because|since|as|so|although|though|except|why|than|ensure|sure|whatever|confirm|check"
        r"|tell|tells|know|say|says|means?|see|inform|explain)\b",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"\b(?:wenn|falls|sobald|bis|nachdem|bevor|während|ob|dass|der|die|das|was|wie|weil|da|wo"
        r"|solange)\b(?!\s+\w+\s+wird)",
        re.IGNORECASE,
    ),
    "nl": re.compile(r"\b(?:als|wanneer|zodra|tot|nadat|voordat|terwijl|of|dat|die|wat|hoe|omdat|waar|zolang)\b", re.I),
}
_ABOUT_YOU: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(
        r"\b(?:you|nobody|no one|everybody|everyone|anyone|anybody|somebody|someone)\b(?:\W+\w+){0,5}\W*$", re.I
    ),
    "de": re.compile(r"\b(?:Sie|du|niemand|jeder|jemand)\b", re.IGNORECASE),
    "nl": re.compile(r"\b(?:u|je|jij|niemand|iedereen|iemand)\b", re.IGNORECASE),
}


def check(written: Written) -> Iterator[Finding]:
    """The first passive of each text that hides who acts."""
    for one in told(written, LANGUAGES, "promise", "do", "levels"):
        for found in _PATTERNS[primary(one.language)].finditer(one.text):
            if _hides(one, found):
                message = f"`{found[0]}` does not say who acts"
                hint = "begin with who does it: `we …`, `the desk lead …`"
                yield one.finding(CODE, message, hint, at=found.start(), length=len(found[0]))
                break


def _hides(one: Passage, found: re.Match[str]) -> bool:
    """Whether a passive stands in a demand and hides who meets it."""
    language = primary(one.language)
    if one.key.startswith("levels.") and _AS_SEEN.match(found[0]):
        return False
    start, end = next((span for span in sentences(one.text) if span[0] <= found.start() < span[1]), (0, len(one.text)))
    before, after = one.text[start : found.start()], one.text[found.end() : end]
    clause = re.split(r"[,;:()]|\s[-–—]\s", before)[-1]
    inside = found[0] if language != "en" else ""
    if _HANGS_ON.search(before):  # "you hear the price, and are asked": the subject stands further ahead
        clause = re.split(r"[;:]", before)[-1]
    return not (
        _STATE_CLAUSE[language].search(clause)
        or _ABOUT_YOU[language].search(clause + inside)
        or _BY[language].search(re.split(r"[.;]", inside + after)[0])
    )

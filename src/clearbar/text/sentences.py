"""Where sentences and words stand in a text.

A sentence ends at a full stop, question or exclamation mark of the scripts below, with the closing quotes and brackets
that follow it; at an empty line; before a list item; and after a short line where the next one begins with a capital.
A full stop ends nothing inside a number, an address or a name with a dot in it, after an abbreviation or an initial, or
where the next word goes on in small letters (unless the whole text begins in small letters, as chat does). The
abbreviations are those of English, Dutch, German, French, Spanish and Italian letters and notices.

A word is a run of letters and digits, with the apostrophes, hyphens and dots inside it. Where a script writes no spaces
between words (Chinese, Japanese, Thai, Lao, Khmer, Burmese), each letter counts as a word: nothing better can be told
without a dictionary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_NEVER_ENDS = """
mr mrs ms dr prof st messrs vs e.g i.e eg ie approx dept est ltd tel ext mt ave blvd rd
dhr mevr mw ir ing drs bijv d.w.z dwz o.a t.a.v i.v.m m.b.t a.u.b ca resp evt incl excl t.n.v
bzw z.b d.h u.a ggf inkl exkl zzgl sog vgl evtl allg u.u i.d.r o.g hr fr str
mme mlle mm p.ex c.-à-d env bd sra srta ud uds p.ej sig dott sig.ra avv
"""
_NEVER = frozenset(_NEVER_ENDS.split())
"""Abbreviations after which a sentence goes on, whatever follows."""
_NUMBERED = """
no nos nr núm n fig art abs pág pag p pp max min
jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun
"""
_BEFORE_A_NUMBER = frozenset(_NUMBERED.split())
"""Abbreviations where a digit follows, words elsewhere: "No. 5", but "No. I will not.\""""
_MONTHS = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Quartal|Etage|Stock"

_CLOSING = "\"'”’»›)\\]）】」』＂*_"
_END = re.compile(
    rf"(?P<stop>\.+|…)[{_CLOSING}]*|(?P<sure>(?:[!?‽؟۔।॥։።፧！？｡。．។။;\u037e](?<!;)|\.(?=[!?]))+[.…]*)[{_CLOSING}]*|\n"
)
_UNSPACED_STOPS = frozenset("。！？｡．។။")
_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n")
_ITEM = re.compile(r"\n[^\S\n]*(?:[-*•–—·▪◦‣+]|\(?\d{1,3}[.)]|\(?[A-Za-z][.)])[^\S\n]")
_ITEM_NUMBER = re.compile(r"[^\S\n]*\(?(?:\d{1,3}|[A-Za-z])\Z")
_SHORT_LINE = 50
_NEXT = re.compile(rf"\s*[\"'“‘«„‚(\[¿¡*_]*(?:(?P<month>{_MONTHS})\b|(\S))")
_TOKEN = re.compile(r"[^\s(\[{\"“‘«]*\Z")
_GLUED = re.compile(r"\.[A-ZÀ-Ý][a-zß-ÿ]*(?:\s|\Z|[,.!?])")
_LAST_WORD = re.compile(r"(?:.*[.!?])?[A-ZÀ-Ý]?[a-zß-ÿ']{2,}\Z")

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_MARKS = (
    "\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0963\u0966-\u0dff"
)
_LETTER = rf"(?:(?![{_UNSPACED}])[^\W_]|[{_MARKS}])"
_WORD = re.compile(rf"{_LETTER}+(?:(?:['’ʼ.·&@\-‐‑_]|(?<=\d),(?=\d)){_LETTER}+)*|[{_UNSPACED}]")


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of `text`, in order, without the white space between them, ends exclusive."""
    found, start = [], 0
    for end in (*_ends(text), len(text)):
        sentence = text[start:end]
        stripped = sentence.strip()
        if any(one.isalnum() for one in stripped):
            begin = start + len(sentence) - len(sentence.lstrip())
            found.append((begin, begin + len(stripped)))
        start = end
    return found


def words(text: str) -> list[tuple[int, int]]:
    """Spans of the words of `text`, in order, ends exclusive."""
    return [found.span() for found in _WORD.finditer(text)]


def _ends(text: str) -> Iterator[int]:
    """Where sentences end."""
    casual = next((one.islower() for one in text if one.isalpha()), False)
    start = 0
    for found in _END.finditer(text):
        if _is_end(text, start, found, casual):
            start = found.end()
            yield start


def _is_end(text: str, start: int, found: re.Match[str], casual: bool) -> bool:
    if found["stop"]:
        return _stops(text, start, found, casual)
    if found["sure"]:
        return _surely_stops(text, found)
    return _line_ends(text, start, found.start())


def _line_ends(text: str, start: int, at: int) -> bool:
    """Whether the line break at `at` ends a sentence that began at `start` or earlier on its line."""
    if _EMPTY_LINE.match(text, at) or _ITEM.match(text, at):
        return True
    line = max(start, text.rfind("\n", 0, at) + 1)
    following = _NEXT.match(text, at)
    capital = following is not None and text[following.end() - 1 : following.end()].isupper()
    return at - line < _SHORT_LINE and (capital or bool(following and following["month"]))


def _surely_stops(text: str, found: re.Match[str]) -> bool:
    """Whether a question or exclamation mark stands at the end of a word, not inside an address."""
    end = found.end()
    if end == len(text) or text[end].isspace() or found["sure"][-1] in _UNSPACED_STOPS:
        return True
    before = _before(text, found.start())
    return text[end].isalpha() and not any(one in before for one in "/=&@") and not before.startswith("www.")


def _stops(text: str, start: int, found: re.Match[str], casual: bool) -> bool:
    """Whether a full stop ends the sentence that began at `start`."""
    end, before = found.end(), _before(text, found.start())
    following = _NEXT.match(text, end)
    if end < len(text) and not text[end].isspace():
        return _is_glued(text, found.start(), before)
    if following is None:
        return True
    if following["month"] and before.isdigit() and len(before) <= 2:
        return False
    if _ITEM_NUMBER.match(text, _line(text, start, found.start()), found.start()):
        return False
    return _ends_after(before.casefold(), text[following.end() - 1], casual, initial=before.isalpha() and before != "I")


def _ends_after(word: str, following: str, casual: bool, *, initial: bool) -> bool:
    """Whether a full stop ends the sentence after `word`, where the next word begins with `following`."""
    if word in _NEVER or (len(word) == 1 and initial):
        return False
    if word in _BEFORE_A_NUMBER and following.isdigit():
        return False
    if following.islower():
        return casual and "." not in word and len(word) > 1 and word not in ("etc", "usw", "inc", "jr", "co")
    return True


def _is_glued(text: str, at: int, before: str) -> bool:
    """Whether two sentences touch, as in "Thank you.Please wait", and no address stands there."""
    return bool(_GLUED.match(text, at) and _LAST_WORD.match(before)) and before.casefold() != "www"


def _before(text: str, end: int) -> str:
    """What stands before `end` without a space or an opening bracket between."""
    found = _TOKEN.search(text, max(0, end - 60), end)
    return found[0] if found else ""


def _line(text: str, start: int, at: int) -> int:
    return max(start, text.rfind("\n", 0, at) + 1)

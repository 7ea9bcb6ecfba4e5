"""Where in a text numbers and addresses stand by which somebody can be paid, treated or reached.

Each finder takes a text in plain characters, as `plainly` writes it, and gives places (start, end). It looks at this
text only, so that what stands beyond its ends changes nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import phonenumbers
import re2

from clearbar.text import identifiers

Place = tuple[int, int]
Run = list[Place]

_BETWEEN = " .\n-"
"""What may stand between the digits of one number, at most three of them."""
_BEFORE, _AFTER = 48, 24
"""How many characters around a number are read for a word that says what it is."""


def _options() -> Any:
    options = re2.Options()
    options.case_sensitive = False
    return options


def _pattern(text: str) -> Any:
    return re2.compile(text, _options())


class _Plain(dict[int, str]):
    """For each character the one that is read in its place; filled as characters come."""

    def __missing__(self, code: int) -> str:
        self[code] = read = _read_as(chr(code))
        return read


def _read_as(char: str) -> str:
    kind = unicodedata.category(char)
    if kind == "Nd":
        return str(unicodedata.decimal(char))
    if char in "\t\r\u20e3" or kind in {"Zs", "Cf"} or "\ufe00" <= char <= "\ufe0f":
        return " "
    if kind == "Pd" or char == "\u2212":
        return "-"
    if kind == "Cs":
        return "\ufffd"
    told = unicodedata.decomposition(char)
    if told.startswith(("<wide>", "<font>")) and len(told.split()) == 2:
        return chr(int(told.split()[1], 16))
    return char


_PLAIN = _Plain()


def plainly(text: str) -> str:
    """The text in plain characters, one for one: digits of every script as 0 to 9, every blank and what cannot be
    seen as a space, every dash as a hyphen, wide letters as narrow ones."""
    return text.translate(_PLAIN)


_RUN = _pattern(rf"[0-9]+(?:[{_BETWEEN}]{{1,3}}[0-9]+)*")
_BLANKED = str.maketrans(dict.fromkeys(_BETWEEN, " "))


def runs(text: str) -> Iterator[Run]:
    """Groups of digits that stand together, with at most three blanks, dots or hyphens between two of them."""
    for found in _RUN.finditer(text):
        at, run = found.start(), []
        for group in text[at : found.end()].translate(_BLANKED).split():
            at = text.index(group, at)
            run.append((at, at + len(group)))
            at += len(group)
        yield run


def _of(text: str, groups: Sequence[Place]) -> str:
    return "".join(text[start:end] for start, end in groups)


_BARCODE = _pattern(r"(?:\bean|\bgtin|\bisbn|barcode|streepjescode|strichcode|code-barres)[^0-9]{0,12}$")


def cards(text: str) -> Iterator[Place]:
    """Payment cards, in groups of four digits and more with a shorter one at the end, or all in ones or pairs."""
    for run in runs(text):
        first = 0
        while first < len(run):
            last = _card_from(text, run, first)
            if last is None or _BARCODE.search(text[max(0, run[first][0] - _BEFORE) : run[first][0]]):
                first += 1
                continue
            yield run[first][0], run[last][1]
            first = last + 1


def _card_from(text: str, run: Run, first: int) -> int | None:
    """The last group of the longest card that begins with this group; None where none does."""
    best, length, alike = None, 0, first == 0 and _alike(run)
    for place in range(first, len(run)):
        size = run[place][1] - run[place][0]
        length += size
        if length > 19:
            break
        ends = place + 1 == len(run) if alike else size >= 3 or length == 13
        if length >= 13 and ends and identifiers.is_card(_of(text, run[first : place + 1])):
            best = place
        if size < 4 and not alike:
            break
    return best


def _alike(run: Run) -> bool:
    """Whether a run is of single digits, or of pairs, and short enough for one card."""
    if run[0][1] - run[0][0] > 2 or len(run) > 19:
        return False
    return len({end - start for start, end in run[:-1]}) == 1


_IBAN = _pattern(r"[A-Z]{2}[0-9]{2}")


def ibans(text: str) -> Iterator[Place]:
    """Bank account numbers, as long as their country has them."""
    for found in _IBAN.finditer(text):
        start = found.start()
        before = text[max(0, start - 4) : start].upper()
        if before[-1:].isalnum() and before != "IBAN":
            continue
        wanted = identifiers.IBAN_LENGTHS.get(text[start : start + 2].upper())
        end = _end_of(text, start, wanted) if wanted else None
        if end is not None and identifiers.is_iban(_compact(text[start:end])):
            yield start, end


def _end_of(text: str, start: int, wanted: int) -> int | None:
    """Where so many letters and digits end, and nothing goes on; None where they do not."""
    at, held, gap = start, 0, 0
    while held < wanted and at < len(text) and gap <= 3:
        if text[at].isascii() and text[at].isalnum():
            held, gap = held + 1, 0
        elif text[at] in _BETWEEN:
            gap += 1
        else:
            return None
        at += 1
    return at if held == wanted and not text[at : at + 1].isalnum() else None


def _compact(text: str) -> str:
    return "".join(one for one in text if one not in _BETWEEN).upper()


_EMAIL = _pattern(r"[\pL\pN!#$%&'*+/=?^_`{|}~.-]+@(?:[\pL\pN][\pL\pN-]*\.)+(?:\pL{2,}|xn--[a-z0-9-]+)")


def emails(text: str) -> Iterator[Place]:
    """E-mail addresses."""
    for found in _EMAIL.finditer(text):
        yield found.span()


def phones(text: str, regions: Iterable[str]) -> Iterator[Place]:
    """Telephone numbers that are valid as dialled in one of these regions, or with + and a country."""
    if sum(end - start for run in runs(text) for start, end in run) < 6:
        return
    for region in regions:
        tries = max(65_535, len(text))
        for found in phonenumbers.PhoneNumberMatcher(text, region, max_tries=tries):
            yield found.start, found.end


_ORDER = _pattern(
    r"(?:\b(?:orders?|ordern\w*|invoice|ticket|booking|parcel|tracking|track|shipment|delivery|receipt|serial|article|item"
    r"|product|sku|ean|gtin|barcode|case|reference|ref|quote|account|bestel\w*|factu\w*|pakket|zending|artikel\w*|auftrag\w*"
    r"|rechnung\w*|sendung\w*|ticketn\w*|commande|colis|tel|phone|mobile|call|fax|whatsapp|telefoon\w*|telefon\w*)\b"
    r"(?:[ #:.(-]|\b(?:numbers?|nummer|num[eé]ro|no|nr|num|id|code|is|was|the|my|our|for|n°)\b|n°)*|#\s*)$"
)
"""A word that says, right before a number, that it is one of an order or the like."""
_INSURED = _pattern(
    r"\b(?:nhs|chi|h&c|health|patient\w*|medical|medicare|insur\w*|kvnr|kranken\w*|versicher\w*|gesundheit\w*|patiënt\w*|zorg\w*"
    r"|sécu\w*|secu|santé|vitale|assur\w*|mutu\w*)\b"
)
"""A word that says that it is one of the insured all the same."""

_SHAPED: tuple[tuple[Callable[[str], bool], frozenset[tuple[int, ...]], Any], ...] = (
    (identifiers.is_niss, frozenset({(11,), (2, 2, 2, 3, 2), (2, 2, 2, 5), (6, 3, 2), (6, 5), (9, 2)}), None),
    (identifiers.is_ahv, frozenset({(13,), (3, 4, 4, 2), (3, 10)}), None),
    (identifiers.is_nhs, frozenset({(10,), (3, 3, 4), (6, 4)}), None),
    (
        identifiers.is_bsn,
        frozenset({(9,), (8,), (4, 2, 3), (3, 3, 3), (2, 3, 3), (2, 2, 2, 3), (3, 2, 3)}),
        _pattern(r"bsn|burger ?service|sofi"),
    ),
    (
        identifiers.is_svnr,
        frozenset({(10,), (4, 6), (4, 2, 2, 2)}),
        _pattern(r"\bsv|sozialvers|versicherungsn|e-card|ecard"),
    ),
    (identifiers.is_australian, frozenset({(10,), (11,), (4, 5, 1), (4, 5, 2), (4, 5, 1, 1)}), _pattern(r"medicare")),
    (identifiers.is_pesel, frozenset({(11,)}), _pattern(r"pesel")),
    (identifiers.is_ohip, frozenset({(10,), (4, 3, 3)}), _pattern(r"ohip|health (?:card|number|insurance)|santé")),
)
"""Numbers of digits only: the check, how the digits may stand in groups, and the word that must stand beside them."""
_BY_SHAPE = {
    shape: tuple((check, word) for check, shapes, word in _SHAPED if shape in shapes)
    for _, some, _ in _SHAPED
    for shape in some
}
_BEGINNINGS = frozenset(shape[:length] for shape in _BY_SHAPE for length in range(1, len(shape) + 1))

_WRITTEN: tuple[tuple[Callable[[str], bool], Any, bool], ...] = (
    (
        identifiers.is_medicare,
        _pattern(r"\b[1-9][A-Z][0-9A-Z][0-9][ -]?[A-Z][0-9A-Z][0-9][ -]?[A-Z]{2}[0-9]{2}\b"),
        False,
    ),
    (identifiers.is_kvnr, _pattern(r"\b[A-Z] ?(?:[0-9]{9}|[0-9]{3} [0-9]{3} [0-9]{3})\b"), True),
    (
        identifiers.is_nir,
        _pattern(
            r"\b[123478][ .-]?[0-9]{2}[ .-]?[0-9]{2}[ .-]?(?:[0-9]{2}|2[AB])"
            r"[ .-]?[0-9]{3}[ .-]?[0-9]{3}[ .-]{0,3}[0-9]{2}\b"
        ),
        False,
    ),
    (
        identifiers.is_fiscal,
        _pattern(r"\b[A-Z]{3} ?[A-Z]{3} ?[0-9]{2}[A-Z][0-9]{2} ?[A-Z][0-9]{3}[A-Z]\b"),
        False,
    ),
)
"""Numbers with a form of their own: the check, the form, and whether a word of orders before them speaks against it."""


def health(text: str) -> Iterator[Place]:
    """Numbers by which the insured of a country are known; which, the functions of `identifiers` say."""
    for check, form, doubtful in _WRITTEN:
        for found in form.finditer(text):
            start, end = found.span()
            if check(_compact(text[start:end])) and not (doubtful and _ordered(text, start)):
                yield start, end
    for run in runs(text):
        if text[run[0][0] - 1 : run[0][0]] != "+":
            yield from _shaped_in(text, run)


def _shaped_in(text: str, run: Run) -> Iterator[Place]:
    """Health numbers among the groups of a run, by how many digits stand in each."""
    for first in range(len(run)):
        sizes: tuple[int, ...] = ()
        for start, end in run[first : first + 5]:
            sizes = (*sizes, end - start)
            if sizes not in _BEGINNINGS:
                break
            place = run[first][0], end
            if any(_told(text, place, check, word) for check, word in _BY_SHAPE.get(sizes, ())):
                yield place


def _told(text: str, place: Place, check: Callable[[str], bool], word: Any) -> bool:
    start, end = place
    if text[max(0, start - 1) : start].isalpha() or text[end : end + 1].isalpha():
        return False
    if not check(_compact(text[start:end])):
        return False
    if word is None:
        return not _ordered(text, start)
    return bool(word.search(text[max(0, start - _BEFORE) : start]) or word.search(text[end : end + _AFTER]))


def _ordered(text: str, start: int) -> bool:
    """Whether the words right before say that this is the number of an order, a parcel, a telephone."""
    before = text[max(0, start - _BEFORE) : start]
    return bool(_ORDER.search(before)) and not _INSURED.search(before)

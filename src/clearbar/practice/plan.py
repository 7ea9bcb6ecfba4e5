"""What is taught how, and how often: proposed from how hard a standard is and how much it matters. People decide.

The rules are few, so that each can be read off its reason:

* Known wrong (quiz) → read and ask again. Known and still missed → rehearse: knowing is not doing.
* Raters who differ → in class, with examples held against the words of the levels.
* Hard and important every two weeks, hard or important every month, the rest every three months or twice a year.
* What nobody knows is said, and is asked for soon.

Quizzes ask again by themselves, at the times that suit each person; `every` is for what a group does together.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from clearbar.model.agreement import Agreeing
from clearbar.model.estimate import Estimate, Verdict
from clearbar.model.lesson import Duty, Hardness, Known, Medium, Proposed

MUCH_WRONG = 0.3
"""A share of wrong quiz answers from which a standard counts as not known. A choice of ours, as are all that follow."""
USUAL_TARGET = 0.8
"""What is taken as the target where the book sets none."""
HIGH_TARGET = 0.95
"""A target from which the house itself says that hardly a miss is borne."""
FEWEST = 5
"""Figures of fewer answers prove nothing either way; nothing is proposed from them."""

EVERY: Mapping[tuple[Hardness, bool], int] = MappingProxyType(
    {
        (Hardness.HARD, True): 14,
        (Hardness.HARD, False): 30,
        (Hardness.MIDDLING, True): 30,
        (Hardness.MIDDLING, False): 60,
        (Hardness.EASY, True): 90,
        (Hardness.EASY, False): 180,
        (Hardness.UNKNOWN, True): 30,
        (Hardness.UNKNOWN, False): 90,
    }
)
"""Days, by how hard it is and whether it matters much."""
OFTEN = MappingProxyType(
    {
        1: "every day", 7: "every week", 14: "every two weeks", 30: "every month", 60: "every two months",
        90: "every three months", 180: "twice a year", 365: "once a year",
    }
)  # fmt: skip
"""What people may choose, in words."""
_WAYS = MappingProxyType(
    {
        "page": Medium.PAGE, "self-study": Medium.PAGE, "reading": Medium.PAGE,
        "quiz": Medium.QUIZ, "questions": Medium.QUIZ,
        "huddle": Medium.HUDDLE, "briefing": Medium.HUDDLE,
        "poster": Medium.POSTER,
        "pocket": Medium.POCKET, "pocket page": Medium.POCKET, "card": Medium.POCKET,
        "class": Medium.CLASS, "workshop": Medium.CLASS, "training": Medium.CLASS,
        "rehearsal": Medium.REHEARSAL, "role-play": Medium.REHEARSAL, "role play": Medium.REHEARSAL,
        "coaching": Medium.COACHING,
    }
)  # fmt: skip
_DEED = MappingProxyType(
    {
        Medium.REHEARSAL: "rehearse it",
        Medium.CLASS: "teach it in class",
        Medium.HUDDLE: "bring it to the huddle",
        Medium.COACHING: "coach it",
        Medium.QUIZ: "ask about it",
        Medium.PAGE: "let each read its page",
        Medium.POSTER: "keep it on the wall",
        Medium.POCKET: "keep it in the pocket",
    }
)


def propose(known: Known, duty: Duty = Duty.PERFORMS) -> Proposed:
    """The proposal for one standard, for those who perform it, judge it, or lead those who do."""
    signs = _signs(known, duty)
    hardness = max((one for one, _ in signs), key=_RANK.__getitem__, default=Hardness.UNKNOWN)
    telling = [text for one, text in signs if one is hardness]
    matters, because = _matters(known)
    own, further = ways(known.teach)
    usual = _media(known, duty, hardness, matters)
    by_book = own if duty is Duty.PERFORMS else ()
    media = by_book or usual
    every = EVERY[hardness, matters]
    said = _and([*telling, *because])
    if not signs:
        missing = f"nobody can tell yet how hard it is, for lack of {_LACK[duty]}"
        said = f"{missing}, and {because[0]}" if because else missing
    whence = " as the book says," if by_book else ""
    reason = f"{_capital(said)}: {_deed(media)}{whence} {OFTEN[every]}."
    besides = tuple(one for one in usual if one not in media) if hardness is Hardness.HARD else ()
    return Proposed(known.standard, media, every, reason, hardness, matters, further, besides)


_LACK = MappingProxyType(
    {
        Duty.PERFORMS: "ratings and quiz answers",
        Duty.JUDGES: "interactions that two have rated, and of quiz answers",
        Duty.LEADS: "ratings and quiz answers",
    }
)


def ways(teach: tuple[str, ...]) -> tuple[tuple[Medium, ...], tuple[str, ...]]:
    """The media that a book names for a standard, and those words of it that are none of ours."""
    told = [(one, _WAYS.get(one.strip().casefold())) for one in teach]
    media = dict.fromkeys(medium for _, medium in told if medium)
    return tuple(media), tuple(word for word, medium in told if medium is None)


_RANK = MappingProxyType({Hardness.UNKNOWN: -1, Hardness.EASY: 0, Hardness.MIDDLING: 1, Hardness.HARD: 2})


def _signs(known: Known, duty: Duty) -> list[tuple[Hardness, str]]:
    """What tells how hard it is, with its words."""
    found = [_performed(known), _answered(known.wrong), _agreed(known)]
    if duty is Duty.JUDGES:
        found = [_agreed(known), _answered(known.wrong)]
    return [one for one in found if one]


def _performed(known: Known) -> tuple[Hardness, str] | None:
    share = known.clearance
    if share is None or share.n < FEWEST:
        return None
    hits = share.hits if share.hits is not None else round(share.value * share.n)
    missed = f"missed in {share.n - hits:,} of {share.n:,} interactions ({_ends(1 - share.high, 1 - share.low)})"
    target = known.target if known.target is not None else USUAL_TARGET
    if known.verdict is Verdict.FALLS_SHORT or share.high < target:
        return Hardness.HARD, missed
    if known.verdict is not Verdict.CLEARS and share.value < target:
        return Hardness.MIDDLING, missed
    return Hardness.EASY, f"kept in {hits:,} of {share.n:,} interactions ({_ends(share.low, share.high)})"


def _answered(wrong: Estimate | None) -> tuple[Hardness, str] | None:
    if wrong is None or wrong.n < FEWEST:
        return None
    hits = wrong.hits if wrong.hits is not None else round(wrong.value * wrong.n)
    said = f"wrong in {hits:,} of {wrong.n:,} quiz answers ({_ends(wrong.low, wrong.high)})"
    if wrong.low > MUCH_WRONG:
        return Hardness.HARD, said
    return (Hardness.MIDDLING if wrong.value > MUCH_WRONG else Hardness.EASY), said


def _agreed(known: Known) -> tuple[Hardness, str] | None:
    if known.agreeing is Agreeing.VAGUE:
        pairs = f" on {known.pairs:,} interactions" if known.pairs else ""
        return Hardness.HARD, f"raters disagree{pairs}"
    if known.agreeing is Agreeing.HARSH:
        return Hardness.MIDDLING, "one rater stands apart"
    return (Hardness.EASY, "raters agree") if known.agreeing is Agreeing.AGREE else None


def _matters(known: Known) -> tuple[bool, list[str]]:
    because = ["a miss is critical"] if known.critical else []
    if known.driver:
        because.append("the overall verdict hangs on it")
    if known.target is not None and known.target >= HIGH_TARGET and not because:
        because.append(f"its target is {round(100 * known.target)} %")
    return bool(because), because


def _media(known: Known, duty: Duty, hardness: Hardness, matters: bool) -> tuple[Medium, ...]:
    """The media, the first one being what is done."""
    if duty is Duty.LEADS:
        return (Medium.HUDDLE, Medium.PAGE) if matters or hardness is Hardness.HARD else (Medium.PAGE,)
    if duty is Duty.JUDGES:
        return (Medium.CLASS, Medium.QUIZ) if hardness is Hardness.HARD else (Medium.QUIZ, Medium.PAGE)
    chosen: list[Medium] = []
    if _is(_performed(known), Hardness.HARD):
        chosen.append(Medium.REHEARSAL)
    if _is(_agreed(known), Hardness.HARD):
        chosen.append(Medium.CLASS)
    if _is(_answered(known.wrong), Hardness.HARD, Hardness.MIDDLING):
        chosen += [Medium.PAGE, Medium.QUIZ]
    return tuple(dict.fromkeys((*chosen, *_USUAL[hardness, matters])))


_USUAL: Mapping[tuple[Hardness, bool], tuple[Medium, ...]] = MappingProxyType(
    {
        (Hardness.HARD, True): (Medium.REHEARSAL, Medium.CLASS, Medium.HUDDLE),
        (Hardness.HARD, False): (Medium.REHEARSAL, Medium.HUDDLE),
        (Hardness.MIDDLING, True): (Medium.HUDDLE, Medium.REHEARSAL),
        (Hardness.MIDDLING, False): (Medium.HUDDLE, Medium.QUIZ),
        (Hardness.EASY, True): (Medium.HUDDLE, Medium.POSTER),
        (Hardness.EASY, False): (Medium.PAGE, Medium.POCKET),
        (Hardness.UNKNOWN, True): (Medium.REHEARSAL, Medium.PAGE, Medium.QUIZ),
        (Hardness.UNKNOWN, False): (Medium.PAGE, Medium.QUIZ),
    }
)


def _is(sign: tuple[Hardness, str] | None, *hard: Hardness) -> bool:
    return sign is not None and sign[0] in hard


def _deed(media: tuple[Medium, ...]) -> str:
    """What to do: the first two media in words."""
    if media[:2] in {(Medium.REHEARSAL, Medium.CLASS), (Medium.CLASS, Medium.REHEARSAL)}:
        return "rehearse it in class"
    if media[:2] == (Medium.PAGE, Medium.QUIZ):
        return "let each read its page and answer its quiz"
    return " and ".join(_DEED[one] for one in media[:2])


def _ends(low: float, high: float) -> str:
    """An interval of shares: "31–81 %"."""
    return f"{max(0, round(100 * low))}–{min(100, round(100 * high))} %"


def _and(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

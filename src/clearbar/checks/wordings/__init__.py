"""What people usually say where they pass a customer on, offer more help, ask, or say goodbye: a file per language.

Short lists, written for these checks. The English ones were tried on real conversations; the others were written with
care and have met no real conversations yet. A book adds its own words by `also`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import Annotated, Literal

from pydantic import AfterValidator

from clearbar.checks.wordings import de, en, es, fr, nl
from clearbar.checks.wordings.bars import split

Language = Literal["de", "en", "es", "fr", "nl"]
"""A language that has lists here."""
LANGUAGES: tuple[Language, ...] = ("de", "en", "es", "fr", "nl")


def _all_or_some(languages: tuple[Language, ...]) -> tuple[Language, ...]:
    return () if set(languages) == set(LANGUAGES) else languages


Languages = Annotated[tuple[Language, ...], AfterValidator(_all_or_some)]
"""A setting that chooses languages; empty means all."""

_MODULES: Mapping[Language, ModuleType] = {"de": de, "en": en, "es": es, "fr": fr, "nl": nl}


def _of(name: str, languages: tuple[Language, ...]) -> tuple[str, ...]:
    """The phrases of a list in some languages, or in all; each once."""
    return tuple(
        dict.fromkeys(phrase for one in languages or LANGUAGES for phrase in split(getattr(_MODULES[one], name)))
    )


def handovers(languages: tuple[Language, ...] = ()) -> tuple[str, ...]:
    """A customer is sent on, to find the way alone."""
    return _of("HANDOVERS", languages)


def taken_there(languages: tuple[Language, ...] = ()) -> tuple[str, ...]:
    """Somebody takes the customer along, or comes to the customer."""
    return _of("TAKEN_THERE", languages)


def to_us(languages: tuple[Language, ...] = ()) -> tuple[str, ...]:
    """The way leads back to those who speak: nobody is sent on."""
    return _of("TO_US", languages)


def offers(languages: tuple[Language, ...] = ()) -> tuple[str, ...]:
    """An offer of further help."""
    return _of("OFFERS", languages)


def goodbyes(languages: tuple[Language, ...] = ()) -> tuple[str, ...]:
    """A customer is about to go. Thanks are among them: they count only where little else is said."""
    return _of("GOODBYES", languages)


def waits(languages: tuple[Language, ...] = ()) -> tuple[str, ...]:
    """Somebody is there, and says no more than that."""
    return _of("WAITS", languages)


def questions(languages: tuple[Language, ...] = ()) -> tuple[str, ...]:
    """A sentence that begins like this asks something, with or without a question mark."""
    return _of("QUESTIONS", languages)


def tags(languages: tuple[Language, ...] = ()) -> tuple[str, ...]:
    """A whole sentence with a question mark that asks for no answer."""
    return _of("TAGS", languages)


def tails(languages: tuple[Language, ...] = ()) -> tuple[str, ...]:
    """The end of a sentence, after a comma, that makes it no question."""
    return _of("TAILS", languages)

"""What somebody noted on a walk, without card and health numbers, and without the names of those who work there: a walk
names no employee."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import normalize

from django.utils import timezone

from clearbar.text.redact import storable
from clearbar.web.people.models import Membership, Person, Site

INSTEAD = "[a colleague]"
_SHORTEST = 3
"""Letters of a part of a name that is looked for by itself: shorter ones are words too often."""


def unnamed(note: str, site: Site) -> str:
    """The note as it may be kept. Looked for are full names and their parts, first names and last, with a capital as
    names are written; where a script knows no capitals, as they stand."""
    words = storable(note)
    return _without(normalize("NFC", words), site) if words else ""


def _without(words: str, site: Site) -> str:
    now = Membership.objects.filter(Membership.on(timezone.localdate()), team__site=site)
    names = Person.objects.filter(pk__in=now.values("person")).values_list("name", flat=True)
    looked_for = dict(found for name in names for found in _looked_for(" ".join(normalize("NFC", name).split())))
    for said in sorted(looked_for, key=len, reverse=True):
        words = re.sub(looked_for[said], INSTEAD, words)
    return words


def _looked_for(name: str) -> Iterator[tuple[str, str]]:
    """A name and its parts, each with the pattern that finds it."""
    for part in name.split():
        if len(part) >= _SHORTEST and not part[0].islower():
            yield part, _as_a_word(part)
    if name.upper() == name.lower():
        if len(name) > 1:  # a script without capitals may have no spaces either
            yield name, re.escape(name)
    elif len(name) >= _SHORTEST:
        yield name, _as_a_word(name)


def _as_a_word(name: str) -> str:
    """As it is written, or all in capitals; phones set a typographer's apostrophe."""
    either = "|".join(re.escape(one).replace("'", "['’]") for one in dict.fromkeys((name, name.upper())))
    return rf"(?<!\w)(?:{either})(?!\w)"

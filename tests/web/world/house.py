"""The house itself: who is there, what each address is visited with, and the words that must not travel."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch, reverse

from clearbar.web.api.rights import Right
from clearbar.web.people.models import Person
from clearbar.web.people.scope import Scope, scope_of
from tests.web.conftest import NOW

WORDS = {
    "heard-of-finn": "The counter smelled of quinces when I was told no.",
    "heard-of-gwen": "My umbrella stayed behind and was kept for me.",
    "heard-of-otto": "Nobody in the south knew where the harmonicas are.",
    "review-of-finn": "He named the repair before the lantern was on the table.",
    "review-of-gwen": "She asked twice about the same cobbler.",
    "review-of-otto": "The marzipan came without a word.",
    "talk-of-finn": "my violet frame broke in the archway",
    "talk-of-gwen": "my amber frame broke in the orchard",
    "talk-of-otto": "my copper frame broke on the jetty",
    "dispute-of-finn": "I did name it after the lantern, see the third message.",
    "sheet-of-a-customer": "I expected a stool beside the mirror.",
    "complaint-of-a-customer": "Nobody told me that the lift ends at the second floor.",
    "objection-of-finn": "I blamed nobody, the kiln was simply cold that day.",
    "held-back-finn": "First he collects the saddles with me on Thursday.",
    "rehearsal-of-finn": "Let me wrap it in plum paper for your aunt.",
    "view-by-gwen": "You spoke as if there were a parrot listening.",
    "view-by-cora": "Next time leave out the plum paper, and ask.",
    "quiz-of-finn": "29 February 2024",
    "hidden-by-the-customer": "He sat on them on the bus.",
    "name-of-candidate": "Quilla Applicant",
    "tried-by-candidate": "I would fetch the tall ladder for you.",
    "heard-of-candidate": "She spoke of a bakery in the fog.",
    "reason-of-finding": "We know why, the awning was down.",
    "wish-of-finn": "I would like to speak about the telescope shelf.",
    "note-of-coaching": "Ask about the lighthouse before you open the drawer.",
    "file-of-finn": "Three customers in a row were told about the thunder.",
    "objection-in-file": "The cuckoo clock was not mine to mend that day.",
    "asked-of-gwen": "Did I sound hurried about the gramophone?",
    "thanks-to-finn": "You carried the accordion upstairs for her.",
    "case-of-a-customer": "The canary yellow case never closed.",
    "case-of-gwen": "My monocle rolled beneath the counter and stayed there.",
    "letter-to-north": "The weathervane on your roof dropped onto my hat.",
    "note-of-a-walk": "Everybody looked at the globe and nobody at me.",
    "name-of-shopper": "Blue Umbrella",
    "name-of-finn": "Finn Frontline",
    "name-of-gwen": "Gwen Frontline",
    "name-of-agent": "Bo the agent",
    "id-of-finn": "/finn/",
    "id-of-talk": "talk-finn-",
    "address-of-customer": "kim.quill@example.test",
}
"""Invented sentences, each of which was said in one place of the house; and names and ids of team north."""

RIGHTS = [right.value for right in Right]
DAYS = {"finn": "north", "gwen": "north", "otto": "south"}
LAST_WEEK = datetime(2026, 11, 10, 9, 0, tzinfo=NOW.tzinfo)


@dataclass
class World:
    """The house, and what its addresses need to lead somewhere: `kwargs` by the name of an address."""

    cast: dict[str, Person]
    kwargs: dict[str, dict[str, Any]] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)
    typed: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What is typed into the form of a row; the rest of the form is sent as its page shows it."""
    told: dict[str, str] = field(default_factory=dict)
    """Ids of what is there; those that stand in braces in addresses of the API among them."""
    ids: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What stands in the addresses of operations of the API, by row."""
    bodies: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What is sent to operations of the API, by row."""
    tokens: dict[str, str] = field(default_factory=dict)
    """Tokens of the API, as programs send them, by whose they are."""

    def scope(self, name: str) -> Scope:
        """What one of the cast may do."""
        return scope_of(self.cast[name], NOW.date())

    def path(self, row: str) -> str:
        """Where a row of the table leads: its own path, or that of its name. What follows an @ tells rows apart."""
        name = row.partition("@")[0]
        if name.startswith("/"):
            return self.query.get(row, name)
        try:
            return reverse(name, kwargs=self.kwargs.get(row, self.kwargs.get(name))) + self.query.get(row, "")
        except NoReverseMatch as missing:
            raise LookupError(f"{row}: say in tests/web/world what it is to be visited with; {missing}") from missing

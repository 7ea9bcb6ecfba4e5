"""Journeys as they were walked, over what customers say of them and what is promised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from clearbar.flow.assess import walked as flow
from clearbar.flow.inform.walked import walked_fragment
from clearbar.model.book import Book, Journey
from clearbar.model.walked import Met, Walked
from clearbar.web.bridge import asking
from clearbar.web.bridge.pictures import Fragment
from clearbar.web.people.scope import Scope

__all__ = ["Met", "Walked", "drawn", "walked"]


def walked(
    scope: Scope, book: Book, journey: Journey, met: Mapping[str, Sequence[Met]], walks: int, *, site: str = ""
) -> Walked:
    """The journey with what customers say of it: in the whole house, or at one site as far as `scope` may see that."""
    where, by = f"journey = '{journey.id}' and source = 'customer'", ("journey", "step")
    if not asking.is_heard():
        heard = None
    elif site:
        heard = asking.ask(scope, "clearance", by=by, where=f"{where} and site = '{site}'")
    else:
        heard = asking.ask_house("clearance", by=by, where=where)
    return flow.walked(book, journey, heard, met, walks)


def drawn(found: Walked) -> Fragment:
    """The picture as a part of a page."""
    return walked_fragment(found)

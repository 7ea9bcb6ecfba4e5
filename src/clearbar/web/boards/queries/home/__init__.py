"""Home: three sentences and one next act, by what somebody does here and by what there is."""

from __future__ import annotations

from datetime import datetime

from clearbar.model.book import Book
from clearbar.web.boards.filters import Chosen, FilterForm, choices
from clearbar.web.boards.queries.acts import Waiting
from clearbar.web.boards.queries.home import beginning, coach, frontline, leader, reviewer
from clearbar.web.boards.queries.home.told import Told
from clearbar.web.book.queries import current
from clearbar.web.bridge import asking
from clearbar.web.people.models import Organisation, Role
from clearbar.web.people.scope import Scope

__all__ = ["Told", "home"]


def home(scope: Scope, now: datetime, waiting: Waiting) -> Told:
    """What somebody reads first. Who does several things here reads what the first of them needs: leading or
    administering, coaching, reviewing, serving."""
    book = current()
    is_heard = asking.is_heard()
    if scope.has(Role.ADMINISTRATOR) and not is_heard and Organisation.the().ready_at is None:
        return beginning.set_up(has_book=book is not None)
    if book is None or not is_heard:
        return beginning.waiting(scope, has_book=book is not None)
    return _by_role(scope, book, FilterForm({}, choices()).chosen(), now, waiting)


def _by_role(scope: Scope, book: Book, chosen: Chosen, now: datetime, waiting: Waiting) -> Told:
    if scope.has(Role.LEADER, Role.ADMINISTRATOR):
        return leader.told(scope, book, chosen)
    if scope.has(Role.COACH) and scope.coached:
        return coach.told(scope, book, chosen)
    if scope.has(Role.REVIEWER):
        return reviewer.told(scope, book, chosen, now)
    return frontline.told(scope, book, chosen, now, waiting)

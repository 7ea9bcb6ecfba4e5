"""Reads of findings: which somebody may see, and which are theirs to act on.

A finding about a person is for that person and their coach. One about a rater is for the rater and for who runs the
house's reviews. One about a site is for who reads all teams, or leads every team of that site; one about a standard
for who reads all teams.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse

from clearbar.model.finding import ActKind, FindingKind
from clearbar.web.audit.seals import unseal
from clearbar.web.book.queries import current
from clearbar.web.followup.models.findings import UNDER_WAY, WAITING, FindingRow, FindingState
from clearbar.web.ledger.models import Comment, Rating
from clearbar.web.people.models import Person, Role, Site, Team
from clearbar.web.people.scope import Scope


def runs_reviews(scope: Scope) -> bool:
    """Whether they set up reviews for the whole house, and so may know which rater stands apart."""
    return scope.rules_house


def readable(scope: Scope) -> QuerySet[FindingRow]:
    """The findings that somebody may read."""
    return FindingRow.objects.filter(_readable(scope))


def _readable(scope: Scope) -> Q:
    everybody = scope.individual_view and scope.over(Role.LEADER, None)
    of_persons = ~Q(person="") if everybody else Q(person__in=scope.readable_persons - {""})
    of_raters = ~Q(rater="") if runs_reviews(scope) else Q(rater=scope.person)
    of_groups = Q(person="", rater="")
    if scope.readable_teams is None:
        return of_persons | of_raters | of_groups
    led = _sites(scope)
    return of_persons | of_raters | (of_groups & Q(site__in=led) if led else Q(pk__in=()))


def _sites(scope: Scope) -> frozenset[str]:
    """The sites of which they lead every team."""
    held = scope.roles.get(Role.LEADER) or frozenset()
    if not held:
        return frozenset()
    sites = set(Team.objects.filter(pk__in=held).values_list("site_id", flat=True))
    others = set(Team.objects.filter(site__in=sites).exclude(pk__in=held).values_list("site_id", flat=True))
    return frozenset(sites - others)


def of_person(scope: Scope, person: str) -> list[FindingRow]:
    """What waits about a person whom they may read of, the earliest day first."""
    return list(readable(scope).filter(person=person, state__in=UNDER_WAY))


def find(scope: Scope, key: str) -> FindingRow | None:
    """The finding with this key, if they may read it."""
    return readable(scope).filter(pk=key).first()


def acts_on(scope: Scope, row: FindingRow) -> bool:
    """Whether they may decide on it: its owner, and whoever has the same duty. Whom it is about may read and answer it
    elsewhere, and decides only where nobody else does."""
    if row.owner == scope.person:
        return True
    if row.person:
        return row.person in scope.coached
    if row.rater:
        return row.rater != scope.person and runs_reviews(scope)
    if scope.rules_house:
        return True
    return bool(row.site) and row.site in _sites(scope)


def mine(scope: Scope) -> QuerySet[FindingRow]:
    """What waits for them to act on."""
    return readable(scope).filter(owner=scope.person, state__in=UNDER_WAY)


def lying(owners: Iterable[str], today: date) -> dict[str, int]:
    """Of each of these owners, how many findings waited beyond their day without anybody taking them on."""
    late = FindingRow.objects.filter(owner__in=set(owners), state__in=WAITING, due__lt=today)
    counts: dict[str, int] = {}
    for owner in late.values_list("owner", flat=True):
        counts[owner] = counts.get(owner, 0) + 1
    return counts


@dataclass(frozen=True)
class Link:
    """Where something can be looked at."""

    says: str
    address: str


@dataclass(frozen=True)
class Told:
    """A finding as a page shows it. `where` names the person, the place or the standard for
    whoever may read it; `may_act` whether they decide."""

    row: FindingRow
    title: str
    where: str
    owner: str
    may_act: bool
    is_late: bool
    reason: str = ""
    links: tuple[Link, ...] = ()
    act: Link | None = None


@dataclass(frozen=True)
class Listing:
    """Findings on one page: those for the reader to act on, those that others act on, and those that rest."""

    mine: tuple[Told, ...]
    others: tuple[Told, ...]
    resting: tuple[Told, ...]


MOST = 100
"""So many of a kind stand on the page; the ones with the earliest day."""


def listing(scope: Scope, today: date) -> Listing:
    """All that somebody may read, in a handful of queries."""
    found = readable(scope)
    own = list(found.filter(owner=scope.person, state__in=UNDER_WAY)[:MOST])
    others = list(found.filter(state__in=UNDER_WAY).exclude(owner=scope.person)[:MOST])
    rest = list(found.exclude(state__in=UNDER_WAY).order_by("-turned_at", "key")[:20])
    names = _Names.of([*own, *others, *rest])
    told = [[names.told(row, scope, today) for row in rows] for rows in (own, others, rest)]
    return Listing(*(tuple(ones) for ones in told))


def shown(scope: Scope, row: FindingRow, today: date) -> Told:
    """One finding with its reason and all that it rests on."""
    return _Names.of([row]).told(row, scope, today, whole=True)


@dataclass(frozen=True)
class _Names:
    persons: dict[str, str]
    sites: dict[str, str]
    standards: dict[str, str]

    @classmethod
    def of(cls, rows: Iterable[FindingRow]) -> _Names:
        rows = list(rows)
        ids = {one for row in rows for one in (row.person, row.rater, row.owner) if one}
        book = current()
        known = {one.standard.id: one.standard.name or one.standard.promise for one in book.placed()} if book else {}
        return cls(
            dict(Person.objects.filter(pk__in=ids).values_list("pk", "name")),
            dict(Site.objects.filter(pk__in={row.site for row in rows}).values_list("pk", "name")),
            known,
        )

    def told(self, row: FindingRow, scope: Scope, today: date, *, whole: bool = False) -> Told:
        """A row in words, for whoever may read it."""
        who = row.person or row.rater
        place = self.persons.get(who, "somebody who left") if who else self.sites.get(row.site, row.site)
        may_act, waits = acts_on(scope, row), row.state in UNDER_WAY
        return Told(
            row,
            TITLES[FindingKind(row.kind)],
            "you" if who == scope.person else place or self.standards.get(row.standard, ""),
            "you" if row.owner == scope.person else self.persons.get(row.owner, ""),
            may_act,
            waits and row.due < today,
            _reason(row) if whole and may_act else "",
            tuple(_links(row)) if whole else (),
            _act(row) if may_act and waits else None,
        )


def _reason(row: FindingRow) -> str:
    return str(unseal(row.reason_for, row.reason) or "") if row.reason else ""


def _links(row: FindingRow) -> Iterable[Link]:
    """Where that which it rests on can be looked at; for whoever may not, the page there says so."""
    for rest in row.rests[:10]:
        if rest["kind"] == "response":
            yield _response(rest, row)
        elif rest["kind"] == "ratings" and row.person:
            yield Link(rest["says"], f"{reverse('ratings')}?{_asked(row)}")
        elif rest["kind"] == "events" and row.person:
            yield Link(rest["says"], reverse("learning", args=[row.person]))
        elif rest["kind"] == "ratings" and not row.rater:
            yield Link(rest["says"] + ", as a group", reverse("house"))


def _asked(row: FindingRow) -> str:
    return urlencode({name: getattr(row, name) for name in ("standard", "person") if getattr(row, name)})


def _response(rest: dict[str, str], row: FindingRow) -> Link:
    """A review has a page of its own; other answers stand among the ratings."""
    is_review = (
        Comment.objects.filter(response=rest["id"], kind=Comment.Kind.REVIEW).exists()
        or Rating.objects.filter(response=rest["id"], source__in=("reviewer", "coach", "peer")).exists()
    )
    if is_review:
        return Link(rest["says"], reverse("reviewed", args=[rest["id"]]))
    return Link(rest["says"], f"{reverse('ratings')}?{_asked(row)}")


_PAGES = {
    ActKind.COACH: ("coaching_new", "Prepare coaching"),
    ActKind.TALK: ("coaching_new", "Prepare the conversation"),
    ActKind.RECOVER: ("case-new", "Open a case"),
    ActKind.RECOGNISE: ("recognise", "Say thank you"),
    ActKind.CHANGE_BOOK: ("raising", "Look at the bars"),
}
_OF_ONE = frozenset({ActKind.COACH, ActKind.TALK, ActKind.RECOGNISE})
"""Acts whose pages are about one person."""


def _act(row: FindingRow) -> Link | None:
    """Where the proposed act is done, if there is a page for it."""
    kind = ActKind(row.act)
    name, says = _PAGES.get(kind, ("", ""))
    if not name or (kind in _OF_ONE and not row.person):
        return None
    known = {"finding": row.pk, "person": row.person, "standard": row.standard}
    return Link(says, f"{reverse(name)}?{urlencode({key: value for key, value in known.items() if value})}")


TITLES = {
    FindingKind.CRITICAL: "One interaction to talk about",
    FindingKind.PERSON: "Something to work on",
    FindingKind.SITE: "A site falls short",
    FindingKind.STANDARD: "The whole house falls short",
    FindingKind.VAGUE: "A standard is read in several ways",
    FindingKind.HARSH: "One rater sees it otherwise",
    FindingKind.SINKING: "A bar sinks",
    FindingKind.SPEED: "Speed bought with quality",
    FindingKind.UNTAUGHT: "A standard was never taught",
    FindingKind.QUIZ: "A quiz to go over together",
    FindingKind.DELIGHT: "Delight worth repeating",
}
"""What a finding is called where people read it: nobody is their figure."""


def snoozed(today: date) -> QuerySet[FindingRow]:
    """What was put off until today or before."""
    return FindingRow.objects.filter(state=FindingState.SNOOZED, until__lte=today)

"""Walks of the company: people of the house and a mystery shopper walk the journey to glasses; a plan asks for more.

They come as a phone sends them: what was tapped, felt, judged and noted, with an id of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import UUID

from clearbar.web.audit.tokens import hash_of
from clearbar.web.ledger.sync import Item
from clearbar.web.people.models import Person, Site
from clearbar.web.walks.actions import plans, shopping
from clearbar.web.walks.actions.walk_taking import SHOP, WALK, take_shopped, take_walk
from clearbar.web.walks.models.plans import Assignment
from clearbar.web.walks.models.shopping import Shopper
from clearbar.web.walks.queries.shopping import scope_of_shopper

if TYPE_CHECKING:
    from examples.demo.practising import Stage

JOURNEY = "choose-glasses"
STEPS = (
    ("greet", (1, 9), (4, 4, 3, 3, 2)),
    ("listen", (0, 2), (5, 4, 4, 5, 3)),
    ("choose", (0, 3), (4, 5, 4, 3, 4)),
    ("price", (1, 4), (3, 2, 4, 3, 2)),
)
"""Of each step: the minutes waited and the feelings that are drawn from."""
NOTES = {
    (0, "greet"): "The door tickets hang behind the plant. I found them on the way out.",
    (2, "greet"): "Somebody looked up, nodded and went on. The nod made the wait shorter.",
    (2, "listen"): "They asked what I do all day, and waited for the end of my sentence.",
    (3, "choose"): "The mirror stands so low that I saw my chin.",
    (5, "price"): "The coating came on top when I had said yes. It took the joy out.",
    (7, "listen"): "With a pram one stands in the way of the drawer. Nobody minded, but I did.",
    (8, "price"): "The card was turned round before I was asked. I could breathe.",
    (11, "greet"): "A busy hour: six of us stood at the door, and nobody knew who was next.",
}
"""Walk and step → what was noted."""
LEVELS = {"choose.listened": (5, 4, 4, 4, 3), "choose.price-whole": (4, 4, 2, 2), "choose.at-home": (4, 4, 3, 5)}
CONDITIONS = ((), (), ("a busy hour",), ("with a pram",), ("in another language",))
AT = ("alderquay", "alderquay", "brackenford", "alderquay", "lindemeer")


def walk(stage: Stage) -> str:
    """Eleven walks of the house, then the plan, of which the shopper has walked what was asked of them first. The token
    of the shopper's link."""
    walkers = [stage.leader.person, *(one.person for one in stage.others[:4])]
    walkers += [one.person for one in stage.elsewhere[:6]]
    drawn = Random(11)
    for number, person in enumerate(walkers):
        at = stage.ago(40 - 3 * number if person != stage.leader.person else 5, 11, number)
        body = _body(drawn, number, AT[number % len(AT)], at, CONDITIONS[number % len(CONDITIONS)])
        take_walk(scope=stage.scope(person), item=_item(WALK, number, at, body), now=at + timedelta(hours=1))
    return _plan(stage, drawn, len(walkers))


def _plan(stage: Stage, drawn: Random, number: int) -> str:
    """A plan of three weeks: a shopper and those of Alderquay who can log in are asked."""
    at, today = stage.ago(6, 9), stage.today
    sites = list(Site.objects.filter(pk__in=("alderquay", "brackenford")).order_by("pk"))
    shopper = shopping.take_up(scope=stage.leader, name="Heron", sites=sites, is_adult=True, at=at)
    token = shopping.new_link(scope=stage.leader, shopper=shopper, at=at)
    shopper = Shopper.objects.get(hash=hash_of(token))
    shopping.agree(shopper=shopper, at=at)
    wanted = plans.Wanted(
        "Glasses, when it is not easy", JOURNEY, sites, ["a busy hour", "with a pram", "in a wheelchair"],
        today, today + timedelta(days=18),
    )  # fmt: skip
    asked = Person.objects.filter(pk__in=[stage.floor.person, stage.coach.person])
    plans.make(
        scope=stage.leader, wanted=wanted, walkers=plans.Walkers(list(asked), [shopper]), count=6, seed=4, at=at
    )  # fmt: skip
    mine = Assignment.objects.filter(shopper=shopper, done_on=None).select_related("place").order_by("due", "pk")
    for one in mine[:1]:
        when = stage.now - timedelta(hours=1)
        condition = (one.place.condition,) if one.place.condition else ()
        body = _body(drawn, number, one.place.site_id, when, condition) | {"assignment": one.pk}
        take_shopped(scope=scope_of_shopper(shopper), item=_item(SHOP, number, when, body), now=when)
    return token


def _item(kind: str, number: int, at: datetime, body: dict[str, Any]) -> Item:
    return Item(str(UUID(int=0xD3300 + number)), kind, at, body)


def _body(drawn: Random, number: int, site: str, at: datetime, conditions: tuple[str, ...]) -> dict[str, Any]:
    """A walk as a phone tells it; times in milliseconds from its begin."""
    return {
        "walk": str(UUID(int=0xD4400 + number)), "journey": JOURNEY, "version": 1, "site": site,
        "conditions": list(conditions), "begun": (at - timedelta(minutes=50)).isoformat(),
        "steps": list(_steps(drawn, number, busy="a busy hour" in conditions)),
    }  # fmt: skip


def _steps(drawn: Random, number: int, *, busy: bool) -> Iterator[dict[str, Any]]:
    clock = 0
    for step, (least, most), feelings in STEPS:
        waited = round(60_000 * drawn.uniform(least, most * (1.6 if busy else 1)))
        noticed, served = clock + waited // 2, clock + waited
        done = served + round(60_000 * drawn.uniform(2, 9))
        levels = {one: drawn.choice(known) for one, known in LEVELS.items() if _STEP_OF[one] == step}
        if step == "greet":
            levels["choose.seen"] = next((level for level, limit in _LIMITS if waited <= 60_000 * limit), 1)
        yield {
            "step": step, "times": {"arrived": clock, "noticed": noticed, "served": served, "done": done},
            "feeling": drawn.choice(feelings), "levels": levels, "note": NOTES.get((number, step), ""),
        }  # fmt: skip
        clock = done + 5_000


_STEP_OF = {"choose.listened": "listen", "choose.price-whole": "price", "choose.at-home": "choose"}
_LIMITS = ((5, 2), (4, 5), (3, 10), (2, 20))
"""The level of being seen, and up to how many minutes it is."""

"""What was walked, by whom nobody knows: a walk of finn's, a plan, a shopper; and what is private, and told."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from clearbar.web.notices.actions import open_channel
from clearbar.web.notices.models import Announced, Notice, Topic
from clearbar.web.notices.telling import tell
from clearbar.web.people.models import Grant, Organisation, Person, Role
from clearbar.web.privacy.actions.erasing import ask
from clearbar.web.walks.models.plans import Assignment, Shopper, WalkPlan
from clearbar.web.walks.models.walk import Walk, WalkPhoto
from tests.web.conftest import NOW
from tests.web.walks.phones import JOURNEY, body, item, send
from tests.web.walks.test_walk import picture
from tests.web.world.house import WORDS, World
from tests.web.world.practised import SentAgain, client

PLAN = {
    "name": "Before the holidays", "journey": JOURNEY, "sites": ["s-north"], "conditions": ["", "by phone"],
    "persons": ["finn"], "count": "2", "first": "2026-11-20", "last": "2026-12-17",
}  # fmt: skip
MORE = {"persons": ["gwen"], "count": "1", "first": "2026-11-20", "last": "2026-12-17"}


def walks(world: World) -> None:
    """A walk of finn's at the north shop with two pictures, one of which he has sent."""
    hugo, finn = client(world, "hugo"), client(world, "finn")
    assert hugo.post("/walks/choices/", {"conditions": "by phone", "photos": "on"}).status_code == 302
    told = body()
    told["steps"][0]["note"] = WORDS["note-of-a-walk"]
    assert send(finn, item(told))["results"][0]["state"] == "kept"
    walk = Walk.objects.get()
    photos = []
    for _ in range(2):
        added = finn.post(f"/walks/mine/{walk.pk}/photo/", {"step": "greet", "picture": picture()})
        photos.append(added["Location"])
    assert finn.post(photos[0], {"act": "send"}).status_code == 302
    key, sent, own = {"key": walk.pk}, WalkPhoto.objects.get(sent=True), WalkPhoto.objects.get(sent=False)
    world.kwargs |= {
        "walk-own": key, "walk-delete": key, "walk-photo-add": key, "walk-photo": {"key": own.pk},
        "walk-photo-file": {"key": own.pk}, "walk-photo-file@sent": {"key": sent.pk},
        "walks-picture": {"journey": JOURNEY},
    }  # fmt: skip
    world.query |= {
        "walks-picture@north": "?site=s-north", "walk-write@north": f"?journey={JOURNEY}&site=s-north",
        "walks-counter": "?arrivals=20&service=4&promise=5&share=80",
    }  # fmt: skip
    taken = picture().read()
    world.typed |= {
        "walk-write@north": {"wait1": "3", "feeling1": "4", "feeling2": "4"},
        "walk-own": {"feeling1": "5"},
        "walk-photo-add": {"step": "greet", "picture": SentAgain("queue.jpg", taken, "image/jpeg")},
        "walk-photo": {"act": "send"},
        "walk-choices": {"conditions": "with a pram"},
    }  # fmt: skip


def asked(world: World) -> None:
    """A plan of lea's for the north shop, and somebody from outside who walks there by their link."""
    lea = client(world, "lea")
    new = {"name": WORDS["name-of-shopper"], "sites": ["s-north"], "is_adult": "on"}
    assert lea.post("/walks/shoppers/new/", new).status_code == 302
    shopper = Shopper.objects.get()
    page = lea.post(f"/walks/shoppers/{shopper.pk}/").content.decode()
    found = re.search(r"/walks/shop/([^/<]+)/", page)
    assert found
    answer = lea.post("/walks/plans/new/", PLAN | {"shoppers": [shopper.pk]})
    assert answer.status_code == 302, answer.content.decode()
    plan, link, key = WalkPlan.objects.get(), {"token": found[1]}, {"key": shopper.pk}
    for name in ("shop", "shop-data", "shop-shell", "shop-sync"):
        world.kwargs[name] = link
    for name in ("shopper", "shopper-revoke", "shopper-forget"):
        world.kwargs[name] = key
    mine = Assignment.objects.filter(person="finn").first()
    assert mine
    world.kwargs |= {
        "walk-plan": {"key": plan.pk}, "walk-plan-end": {"key": plan.pk}, "walk-take-back": {"key": mine.pk},
    }  # fmt: skip
    world.typed |= {
        "walk-plan-new@north": PLAN | {"name": "After them"}, "walk-plan": MORE,
        "shopper-new@north": {"name": "Red Kite", "sites": ["s-north"], "is_adult": "on"},
        "shop": {"adult": "yes"},
    }  # fmt: skip


def private(world: World) -> None:
    """Two erasures that wait for a second administrator: who asked for them is none any more."""
    left = NOW.date() - timedelta(days=9)
    for name in ("gone", "gone-too"):
        Person.objects.create(id=f"x-{name}", name=f"Gisela {name.title()}", left_on=left)
    was = Grant.objects.create(person_id="hugo", role=Role.ADMINISTRATOR)
    one, other = (
        ask(scope=world.scope("hugo"), kind="person", id=f"x-{name}", reason="asked by letter", at=NOW)
        for name in ("gone", "gone-too")
    )
    was.delete()
    world.kwargs |= {
        "erasure-turn": {"key": one.pk, "name": "confirm"},
        "erasure-turn@withdraw": {"key": other.pk, "name": "withdraw"},
    }  # fmt: skip
    world.typed |= {
        "customer-file": {"id": "c1", "reached": ""},
        "erase": {"kind": "customer", "id": "c1", "reached": "", "reason": "asked by letter"},
        "keeping": {"comments": "400"},
    }  # fmt: skip


def told(world: World) -> None:
    """A notice of finn's; and a channel that could not be reached."""
    tell(
        ["finn"], "Something waits", "There is something to look at.", path="/followup/", name="told:1", at=NOW,
        topic=Topic.HOUSE,
    )  # fmt: skip
    Organisation.objects.update(allowed_hosts=["93.184.215.14"])
    channel, _ = open_channel(
        scope=world.scope("ada"), name="Chat", shape="plain", url="https://93.184.215.14/hook", team=None,
        topics=["case"], at=NOW,
    )  # fmt: skip
    lost = Announced.objects.create(
        channel=channel, name="case:1", topic="case", subject="A case", text="It waits.", path="/followup/cases/1/",
        at=NOW, tries=8, given_up_at=NOW,
    )  # fmt: skip
    here: dict[str, Any] = {"channel": channel.pk}
    world.kwargs |= {
        "notice": {"key": Notice.objects.get(name="told:1").pk}, "channel": here, "channel-change": here,
        "announce-again": here | {"announced": lost.pk},
    }  # fmt: skip
    world.typed |= {
        "hearing": {"mail": "never"}, "channel-change": {"act": "pause"},
        "channels": {"name": "South", "shape": "slack", "url": "https://93.184.215.14/h", "topics": ["case"]},
    }  # fmt: skip

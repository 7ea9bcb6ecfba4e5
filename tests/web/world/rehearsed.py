"""What was rehearsed: scenarios, finn's talks with their customers, and what others said of them."""

from __future__ import annotations

from typing import Any

from django.test import Client

from clearbar.web.practice.actions import rehearse_endpoint, rehearse_texts
from clearbar.web.practice.models.rehearse import Rehearsal
from tests.web.conftest import NOW
from tests.web.practice.rehearsals import GOOD, HINGE, TEXT, offer, rehearse, say, start
from tests.web.world.house import WORDS, World
from tests.web.world.practised import SentAgain, client


def scenarios(world: World) -> None:
    """A scenario that people rehearse, and another one that is being written."""
    offer(world.cast["lea"])
    text = TEXT.replace(HINGE, "second-hinge").replace("The hinge that came loose", "The hinge that is being written")
    rehearse_texts.write(scope=world.scope("lea"), name="second-hinge", text=text, at=NOW)
    told = {"name": "Model", "url": "https://93.184.215.14/v1/chat/completions", "model": "m", "per_day": 5}
    one = rehearse_endpoint.keep(scope=world.scope("ada"), endpoint=None, told=told, key="k", at=NOW)
    world.kwargs |= {
        "rehearse_scenario": {"scenario": HINGE}, "scenario_text": {"name": HINGE}, "scenario_act": {"name": HINGE},
        "scenario_act@try": {"name": "second-hinge"}, "scenario_act@live": {"name": "second-hinge"},
        "scenario_text@draft": {"name": "second-hinge"}, "endpoint": {"key": one.pk}, "endpoint_act": {"key": one.pk},
    }  # fmt: skip
    world.typed |= {
        "endpoints": told,
        "scenario_text": {"text": f"{TEXT}# changed\n"},
        "scenarios_in": {"file": SentAgain("third.yaml", text.replace("second-hinge", "third").encode())},
    }


def talks(world: World) -> None:
    """finn's: one of which he, gwen and cora have spoken; one that is over, and gwen is asked; one that goes on; and
    one face to face, for which gwen plays the customer."""
    finn = client(world, "finn")
    heard = (WORDS["rehearsal-of-finn"], *GOOD)
    spoken = _spoken(world, finn, rehearse(finn, heard))
    over = rehearse(finn, heard)
    assert finn.post(f"/practice/talk/{over.pk}/ask/", {"person": "gwen"}).status_code == 302
    running = start(finn)
    assert say(finn, running, WORDS["rehearsal-of-finn"]) == 302
    face = start(finn, way="sheet", partner="gwen")
    world.kwargs |= {
        "talk": {"key": running.pk}, "talk_stop": {"key": running.pk}, "talk_again": {"key": spoken.pk},
        "talk_feedback": {"key": over.pk}, "talk_feedback@seen": {"key": spoken.pk}, "talk_see": {"key": over.pk},
        "talk_ask": {"key": over.pk}, "talk_view": {"key": over.pk}, "talk_view@said": {"key": spoken.pk},
        "customer_sheet": {"key": face.pk}, "rehearsals_of": {"person": "finn"},
    }  # fmt: skip


def _spoken(world: World, finn: Client, one: Rehearsal) -> Rehearsal:
    """Everybody says how it went."""
    path = f"/practice/talk/{one.pk}/"
    opinion: dict[str, Any] = {"s0-level": "4", "s1-level": "3"}
    assert finn.post(f"{path}feedback/", opinion).status_code == 302
    assert finn.post(f"{path}ask/", {"person": "gwen"}).status_code == 302
    for name, said in (("gwen", "view-by-gwen"), ("cora", "view-by-cora")):
        sent = client(world, name).post(f"{path}view/", {**opinion, "comment": WORDS[said]})
        assert sent.status_code == 302, sent.content.decode()
    return one

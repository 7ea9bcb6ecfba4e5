"""What is typed into the forms of practice, and the questions that its addresses carry."""

from __future__ import annotations

from tests.web.world.house import World
from tests.web.world.practised import EFFECTS, SINGLE, film


def typed(world: World) -> None:
    """What is typed into forms. What hangs on a row of the world is typed where that row is made."""
    north = "?team=north"
    world.query |= {
        "huddle@north": north, "plan@north": north, "plan@house": "?team=",
        "quiz@begin": "?standard=collect.leave", "question_talks": "?kind=deviation",
        "question_new@talk": "?interaction=talk-finn-1", "listReadiness@north": north,
    }  # fmt: skip
    how = {"standard": "right.choice", "ways": ["huddle"], "every": "14"}
    world.typed |= {
        "lesson-edit": {"why": "It is theirs."},
        "clips": film(),
        "huddle@north": {"persons": ["finn"]},
        "plan@north": how,
        "plan@house": how,
        "object": {"words": "Nobody can choose what is not there."},
        "settle": {"changes": "no", "answer": "It stays, and here is why."},
        "signing": {"months": "12"},
        "quiz_clock": {"clock": "no"},
        "quiz_another": {"about": "standard", "what": "right.choice"},
        "quiz_choices": {"pass_mark": "70"},
        "question_new": {**SINGLE, "ask": "Whose choice is it?"},
        "question_instead": {"ask": "Who chooses?"},
        "question@waiting": EFFECTS,
        "ready-rules": {"journey": "put-right", "times": "2", "scenarios": "1"},
        "duties": {"teams": ["north"]},
        "hold": {"reason": "First beside Gwen.", "until": "2026-11-30"},
        "rehearse_scenario": {"mood": "calm", "way": "chat"},
        "scenario_texts": {"name": "another-one"},
        "scenario_act": {"act": "off"},
        "scenario_act@try": {"act": "try"},
        "scenario_act@live": {"act": "live"},
        "endpoint": {"name": "Another name"},
        "endpoint_act": {"act": "on"},
        "talk": {"text": "What happened to them?"},
        "talk_again": {"line": "0"},
        "talk_ask": {"person": "lea"},
        "talk_feedback": {"s0-level": "4"},
        "talk_view": {"s0-level": "4", "comment": "Well done."},
        "customer_sheet": {"heard": ["two-ways"], "end": "glad"},
    }  # fmt: skip

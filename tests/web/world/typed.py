"""What is typed into forms, and sent by programs."""

from __future__ import annotations

from tests.web.world.house import World


def typed(world: World) -> None:
    """What is typed into forms, and the questions that addresses carry."""
    marked = {"s0-level": "4", "s1-level": "3", "s2-level": "4", "act": "submit"}
    new = {"name": "Nora New", "title": "Bring back", "id": "bring-back", "promise": "You are thanked."}
    token = {"token": world.told["token"]}
    finn = "?person=finn&journey=put-right&channel=visit"
    about = "?journey=put-right&audience=customer"
    complaint = world.kwargs["complaint"]["pk"]
    world.query = {
        "survey-new@north": about, "survey-new@house": about, "watched@finn": finn, "ratings@finn": "?person=finn",
        "/api/^v1(/.*)?$": "/api/v1/nothing-here",
    }  # fmt: skip
    world.typed = {
        "welcome": {"username": "finn.f", "password": "a long enough sentence"},
        "person_new": {"name": "Nora New"},
        "person_edit": {"name": "Finn F"},
        "person_join": {"join-team": "south", "join-since": "2026-11-18"},
        "person_grant": {"grant-role": "coach", "grant-team": "south"},
        "person_leave": {"leave-day": "2026-11-18"},
        "membership": {"shift": "early"},
        "site_new": {"name": "East shop"},
        "site": {"name": "North stores"},
        "team_new": {"name": "Team East", "site": "s-south"},
        "team": {"name": "Team Northwest"},
        "tablets": {"name": "Staff room"},
        "organisation": {"name": "Harbour Stores and Sons (invented)"},
        "me_account": {"name": "Somebody Else"},
        "me_pin": {"pin": "739146", "again": "739146"},
        "setup-retry": {"job": "mail:1"},
        "survey-link": {"g0": "4"},
        "survey-new@north": {"team": "north"},
        "survey-new@house": {"team": ""},
        "survey-edit": {"name": "Repairs, up north"},
        "survey-ask": {"inclusion": "all"},
        "survey-add-way": {"kind": "poster", "name": "Door"},
        "survey-enter": {"digits": "1" * 10},
        "watched@finn": marked,
        "review": marked,
        "seat": marked,
        "replace": {"reason": "It was a wrong number."},
        "dispute": {"level": "4", "reason": "I asked twice."},
        "correct": {"level": "4", "reason": "I had misread it."},
        "decide": {"level": "2", "answer": "It stays."},
        "new-cycle@north": {"name": "three each", "teams": ["north"], "reviewers": ["rita"]},
        "new-calibration@north": {
            "title": "Again", "teams": ["north"], "named": "talk-free", "persons": ["rita", "cora"],
        },
        "choices@rules": {"act": "rules", "rules-pay": "no", "rules-edit_days": "5", "rules-dispute_days": "30"},
        "choices@critical": {"act": "critical", "critical-standard": "right.no-blame", "critical-why": "It hurts."},
        "choices@causes": {"act": "causes", "causes-causes": "no time"},
        "choices@conflict": {
            "act": "conflict", "conflict-reviewer": "rita", "conflict-about": "person:finn", "conflict-reason": "Kin.",
        },
        "api-tokens@new": {"name": "desk", "rights": ["book:read"]},
        "api-hooks": {"url": "https://93.184.215.14/", "topics": ["rated"]},
        "api-hook-change": {"act": "pause"},
        "team-board@guess": {"share": "80"},
        "house@guess": {"share": "80"},
        "promises_choose": {"standards": ["right.choice"]},
        "listen": {"text": "It took a week."},
        "sheet_new": {"told_by": "somebody new", "answer_1": "A chair."},
        "sheet": {"told_by": "a regular, since May"},
        "complaint": {f"c{complaint}-answered_by": "right.no-blame"},
        "draft_publish": {"all_why": "We know.", "reason": "The first change."},
        "draft_move": {**token, "thing": "step put-right/cause", "way": "up"},
        "draft_book": {"organisation": "Ferrow"},
        "draft_journey_new": {**new, "audience": "customer"},
        "draft_journey": {"title": "Have it mended"},
        "draft_step_new": {**new, "stage": "front"},
        "draft_step": {"title": "Telling"},
        "draft_standard_new": {**new, "id": "right.thanked"},
        "draft_standard": {"promise": "Nobody blames you."},
        "draft_file": {"text": "organisation: Ferrow\n"},
    }  # fmt: skip


def asked(world: World) -> None:
    """What programs ask for: where an operation leads, and what is sent to it."""
    at = "2026-11-17T10:00:00+01:00"
    answer = {
        "at": at, "site": "s-north", "team": "north", "person": "finn", "instrument": "survey/1",
        "marks": [{"standard": "overall", "level": 4}],
    }  # fmt: skip
    talk = {"interaction": "talk-new", "channel": "chat", "topic": "repair", "owner": "finn"}
    world.ids = {
        "readRating": {"rating": world.told["rating"]},
        "reviseRating": {"rating": world.told["sent"]},
        "readConversation": {"interaction": "talk-finn-1"},
        "readInteraction": {"interaction": "talk-finn-1"},
        "readPerson": {"person": "finn"},
        "endPerson": {"person": "finn"},
        "readVersion": {"number": 1},
        "downloadVersion": {"number": 1},
        "askMeasure": {"measure": "clearance"},
    }
    world.query |= {
        "askMeasure@north": "?where=team='north'&by=team",
        "askMeasure@finn": "?by=person&where=person='finn'",
    }
    world.bodies = {
        **{f"sendAnswer@{source}": {**answer, "source": source}
           for source in ("customer", "peer", "coach", "reviewer", "self")},
        "reviseRating": {"level": 3, "reason": "misread the card"},
        "sendInteractions": {"interactions": [{"interaction": "t-new", "at": at, "team": "north", "person": "finn"}]},
        "sendConversation": {
            **talk, "site": {"id": "s-north"}, "participants": [{"id": "finn", "role": "agent", "team": "north"}],
            "messages": [{"role": "agent", "author": "finn", "at": at, "text": "Gladly."}],
        },
        "addPerson": {"name": "Nora New", "team": "north"},
        "endPerson": {"on": "2026-12-31"},
        "fileComplaint": {"words": "The hinge broke.", "contact": "jo@example.test", "team": "north"},
        "askSomebody": {"survey": int(world.told["survey"]), "to": "jo@example.test", "person": "finn"},
    }  # fmt: skip

"""Raw dialogues of the STAR corpus → Clearbar's conversations, as plain JSON objects.

Raw: one object a dialogue, with `Events` in the order of time. What the customer saw are the events `utter` of the
User and `utter` and `pick_suggestion` of the Wizard, who is the agent. `request_suggestions` holds a draft that is
still being typed, `query`, `return_item` and `select_*` are the agent's look into the system, and `instruct` is the
director whispering to the customer: none of these is part of the conversation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from examples.star.questions import Meaning, asked_of_agent, asked_of_customer

Raw = Mapping[str, Any]
Plain = dict[str, Any]

SEVERAL = "several tasks"
BROKEN_OFF = " (broken off)"
OWN_WORDS = "custom"
"""The label under which a line in the agent's own words was suggested: no step."""

_SAID = {
    ("User", "utter"): "customer",
    ("Wizard", "utter"): "agent",
    ("Wizard", "pick_suggestion"): "agent",
}


@dataclass
class Tally:
    """What was read, kept and left out, and why."""

    read: int = 0
    kept: int = 0
    left: Counter[str] = field(default_factory=Counter)
    ratings: Counter[str] = field(default_factory=Counter)
    unrated: Counter[str] = field(default_factory=Counter)


@dataclass
class Names:
    """Short pseudonyms of workers: the first eight characters of the corpus' own.

    Raises ValueError where two workers would get the same one.
    """

    known: dict[str, str] = field(default_factory=dict)

    def short(self, worker: str) -> str:
        """The pseudonym without its prefix."""
        name = worker[:8]
        if self.known.setdefault(name, worker) != worker:
            raise ValueError(f"two workers begin with {name}: lengthen the pseudonyms")
        return name


def convert(dialogues: Iterable[Raw], tally: Tally, *, complete_only: bool = False) -> Iterator[Plain]:
    """The conversations of `dialogues`, one at a time, counted in `tally`.

    Raises ValueError where a dialogue or a pseudonym comes twice.
    """
    names, seen = Names(), set[str]()
    for raw in dialogues:
        tally.read += 1
        reason = _reason_to_leave(raw, complete_only)
        if reason:
            tally.left[reason] += 1
            continue
        conversation = _conversation(raw, names, tally)
        if conversation["interaction"] in seen:
            raise ValueError(f"{conversation['interaction']} comes twice: add the batch to its id")
        seen.add(conversation["interaction"])
        tally.kept += 1
        yield conversation


def _reason_to_leave(raw: Raw, complete_only: bool) -> str:
    if complete_only and not _is_complete(raw):
        return "it was broken off"
    if not any(_role(event) for event in raw["Events"]) and not raw["UserQuestionnaire"]:
        return "nobody said anything, nor was asked"
    return ""


def _conversation(raw: Raw, names: Names, tally: Tally) -> Plain:
    agent = "p-" + names.short(raw["AnonymizedWizardWorkerID"])
    customer = "c-" + names.short(raw["AnonymizedUserWorkerID"])
    interaction = f"star-{raw['DialogueID']}"
    seen_at = _at(_last_time(raw["Events"]))
    ratings = list(_customer_ratings(raw, tally)) + list(_agent_ratings(raw, tally))
    for rating in ratings:
        source = rating["source"]
        rating |= {
            "rater": customer if source == "customer" else agent,
            "person": agent,
            "at": seen_at,
            "response": f"{interaction}-{source}",
            "instrument": f"star-{source}",
            "inclusion": 1.0,  # everybody who came to the end was asked
        }
    return {
        "interaction": interaction,
        "channel": "chat",
        "topic": topic_of(raw),
        "owner": agent,
        "customer": customer,
        "seen_at": seen_at,
        "participants": [{"id": agent, "role": "agent"}, {"id": customer, "role": "customer"}],
        "messages": [_message(event, agent, customer) for event in raw["Events"] if _role(event)],
        "ratings": ratings,
    }


def topic_of(raw: Raw) -> str:
    """The task, or that there were several. A dialogue that was broken off gets a topic of its own: the steps that
    are missing in it were not missed, so the journey of the task must not claim it."""
    tasks = [capability["Task"] for capability in raw["Scenario"]["WizardCapabilities"]]
    topic = tasks[0] if len(tasks) == 1 and not raw["Scenario"]["MultiTask"] else SEVERAL
    return str(topic) if _is_complete(raw) else f"{topic}{BROKEN_OFF}"


def _is_complete(raw: Raw) -> bool:
    return bool(raw["CompletionLevel"] == "Complete")


def _role(event: Raw) -> str | None:
    return _SAID.get((event["Agent"], event["Action"]))


def _message(event: Raw, agent: str, customer: str) -> Plain:
    role = _role(event)
    label = event.get("ActionLabel")
    return {
        "role": role,
        "author": agent if role == "agent" else customer,
        "at": _at(event["UnixTime"]),
        "text": event["Text"].strip(),
        "public": True,
        "step": None if label == OWN_WORDS else label,
    }


def _last_time(events: Iterable[Raw]) -> int:
    """When the dialogue was last seen: in a complete one, when the customer declared it done. Answers of the system
    carry no time."""
    return max(int(event["UnixTime"]) for event in events if "UnixTime" in event)


def _at(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def _customer_ratings(raw: Raw, tally: Tally) -> Iterator[Plain]:
    for given in raw["UserQuestionnaire"]:
        meaning = asked_of_customer(given["Question"])
        if meaning.happy_only and not raw["Scenario"]["Happy"]:
            tally.unrated["in a scenario that is made to fail, a no may be the right outcome"] += 1
        else:
            yield from _rated(meaning, given["Answer"], "customer", tally)


def _agent_ratings(raw: Raw, tally: Tally) -> Iterator[Plain]:
    for given in raw["WizardQuestionnaire"]:
        yield from _rated(asked_of_agent(given["Question"]), given["Answer"], "self", tally)


def _rated(meaning: Meaning, answer: bool, source: str, tally: Tally) -> Iterator[Plain]:
    if meaning.standard is None:
        tally.unrated[meaning.why] += 1
        return
    tally.ratings[f"{meaning.standard} by {source}"] += 1
    yield {"standard": meaning.standard, "source": source, "level": answer is meaning.good}

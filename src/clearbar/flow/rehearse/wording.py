"""Words in which feedback is given: calm, about what was said, never about the person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from clearbar.practice.customer import Judged


def intent_in_words(intent: str) -> str:
    """The name of an intent for people: "ask what happened" for `ask-what_happened`."""
    return " ".join(intent.replace("_", " ").replace("-", " ").replace(".", " ").split())


def named(intents: Iterable[str]) -> str:
    """Any of several intents, as words."""
    names = [f"“{intent_in_words(intent)}”" for intent in sorted(intents)]
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def patience_in_words(before: int, after: int, why: Sequence[str] = ()) -> str:
    """How patience went, and what of it came from the mood."""
    reasons = f" ({'; '.join(why)})" if why else ""
    if after == before:
        return f"Their patience stays at {after}{reasons}."
    return f"Their patience {'rises' if after > before else 'falls'} from {before} to {after}{reasons}."


def stake_in_words(one: Judged) -> str:
    """Why a stake was cleared or missed."""
    if one.worse:
        said = f"{named(one.stake.worse)} was heard, which counts against it."
    elif one.better:
        said = f"{named(one.stake.better)} was heard."
    elif one.cleared:
        said = f"{named(one.stake.worse)} was not heard."
    else:
        said = f"{named(one.stake.better)} was not heard. The script knows few wordings; a person may still see it."
    return f"{said} {one.stake.why}".strip()

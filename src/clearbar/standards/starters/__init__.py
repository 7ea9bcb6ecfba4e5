"""Books to begin with, one folder a trade. They are invented, and meant to be changed."""

from __future__ import annotations

from importlib.resources import files

TRADES = ("shop", "clinic-reception", "hotel", "service-desk", "contact-centre")


def starter(trade: str, organisation: str | None = None) -> dict[str, str]:
    """The files of a starter book by name. `organisation` takes the place of the name in book.yaml, as a quoted text.

    Raises KeyError for a trade that there is no book for.
    """
    if trade not in TRADES:
        raise KeyError(trade)
    folder = files(__name__) / trade
    found = {"book.yaml": (folder / "book.yaml").read_text(encoding="utf-8")}
    for file in sorted((folder / "journeys").iterdir(), key=lambda one: one.name):
        found[f"journeys/{file.name}"] = file.read_text(encoding="utf-8")
    if organisation and organisation.strip():
        found["book.yaml"] = _named(found["book.yaml"], organisation)
    return found


def _named(text: str, organisation: str) -> str:
    """book.yaml with another name, written so that nothing in it can be taken for YAML."""
    readable = "".join(one if one.isprintable() else " " for one in organisation)
    quoted = " ".join(readable.split()).replace("'", "''")
    lines = [f"organisation: '{quoted}'" if line.startswith("organisation:") else line for line in text.split("\n")]
    return "\n".join(lines)

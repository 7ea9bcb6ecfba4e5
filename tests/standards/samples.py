"""Books for the tests of the reader, as text."""

from __future__ import annotations

from typing import Any

import yaml

from clearbar import checks
from clearbar.model.book import Book
from clearbar.model.errors import BookFault, Fault
from clearbar.standards import read_book

HEAD = """\
organisation: Harbour & Hill
value: You leave lighter than you came
overall: {promise: You would come back., bar: good, target: 85%}
"""
RETURN = """\
journey: return
title: Return something
for: customer
topics: [returns]
customer_wants: my money back without an argument
quote: They just took it.
steps:
  - step: ask
    title: Telling what is wrong
    standards:
      - id: return.no-blame
        dimension: courtesy
        promise: Nobody asks whose fault it is.
        do: Ask what happened, not who did it.
        levels:
          poor: You were accused.
          underperforming: You had to defend yourself.
          average: You were asked twice.
          good: You were believed.
          exemplary: You were thanked.
        bar: exemplary
        target: 90%
        owner: shop manager
        self_check: Did I listen?
        measured_by: [customer, reviewer]
        teach: [page, rehearsal]
      - id: return.at-once
        dimension: promptness
        promise: Somebody answers within two minutes.
        levels: {good: answered in time, underperforming: not in time}
        check: {kind: first_response, within: 2 min}
        pairs_with: return.no-blame
  - step: refund
    title: The money comes
    stage: back
    standards:
      - id: return.paid
        promise: The money is there in three days.
"""


def read(journey: str = RETURN, head: str = HEAD, **more: str) -> Book:
    """The book of one journey, and of `more` by file name."""
    files = {"book.yaml": head, "journeys/return.yaml": journey}
    files |= {f"journeys/{name}.yaml": text for name, text in more.items()}
    return read_book({name: text.encode() for name, text in files.items()}, checks.kinds())


def faults_of(journey: str = RETURN, head: str = HEAD, **more: str) -> list[Fault]:
    """What is wrong with a book; none where it can be read."""
    try:
        read(journey, head, **more)
    except BookFault as error:
        assert error.faults
        return list(error.faults)
    return []


def changed(old: str, new: str, text: str = RETURN) -> str:
    """`text` with one passage replaced that stands in it once."""
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    return text.replace(old, new)


def data(text: str = RETURN) -> Any:
    """The text as plain data, every scalar a text, read by another reader than the one that is tested."""
    return yaml.load(text, Loader=yaml.BaseLoader)

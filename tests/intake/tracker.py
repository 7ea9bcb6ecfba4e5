"""An invented Request Tracker in memory, which answers the few questions that the reader asks as the real one does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from clearbar.intake.request_tracker import BrokenAnswer


@dataclass
class Tracker:
    """Tickets as their number → the texts said in them. `log` holds a transaction for each change; those that the
    account may not see are None. A merged ticket points to the one that it became part of."""

    said: dict[int, list[str]] = field(default_factory=dict)
    status: dict[int, str] = field(default_factory=dict)
    queue: dict[int, str] = field(default_factory=dict)
    into: dict[int, int] = field(default_factory=dict)
    log: list[int | None] = field(default_factory=list)
    bodies: list[tuple[int, int, str]] = field(default_factory=list)
    ill: set[int] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    before: Any = None

    def new(self, text: str = "new", queue: str = "a") -> int:
        number = len(self.said) + 1
        self.said[number], self.status[number], self.queue[number] = [], "new", queue
        self.say(number, text)
        return number

    def say(self, number: int, text: str) -> None:
        self.said[number].append(text)
        self.log.append(number)
        self.bodies.append((len(self.log), number, text))

    def change(self, number: int, **values: str) -> None:
        for name, value in values.items():
            getattr(self, name)[number] = value
        self.log.append(number)

    def merge(self, number: int, into: int) -> None:
        into = self.root(into)
        if self.root(number) != into:
            self.into[self.root(number)] = into
            self.log += [number, into]

    def hide(self, rows: int) -> None:
        self.log += [None] * rows

    def root(self, number: int) -> int:
        while number in self.into:
            number = self.into[number]
        return number

    def truth(self, queue: str | None) -> dict[str, list[str]]:
        """What the reader should end up with."""
        return {
            f"rt-{number}": [text for _, one, text in self.bodies if self.root(one) == number]
            for number in self.said
            if self.found(number) and self.status[number] != "rejected" and queue in (None, self.queue[number])
        }

    def found(self, number: int) -> bool:
        return number not in self.into and self.status[number] != "deleted"

    def get(self, path: str, question: Mapping[str, str]) -> Any:
        self.asked.append(path)
        if self.before:
            self.before()
        if path == "rt":
            return {"Version": "5.0.3+invented"}
        if path == "tickets":
            return self.tickets(question)
        if path == "transactions":
            return self.transactions(question)
        if path == "attachments":
            wanted = set(re.findall(r'"(\d+)"', question["query"]))
            rows = [(at, text) for at, _, text in self.bodies if str(at) in wanted]
            return self.page(
                [
                    {"id": str(at), "TransactionId": str(at), "ContentType": "text/plain", "Content": text}
                    for at, text in rows
                ],
                question,
            )
        if path.startswith("user/"):
            return {"Privileged": 0}
        number = int(path.split("/")[1])
        if number in self.ill:
            raise BrokenAnswer("status 500")
        rows = [(at, one) for at, one, _ in self.bodies if self.root(one) == self.root(number)]
        return self.page(
            [
                {"id": str(at), "Type": "Correspond", "ObjectId": str(one), "Created": "2026-03-02T00:00:00Z",
                 "Creator": {"id": 30, "_url": "x/user/kim"}}
                for at, one in rows
            ],
            question,
        )  # fmt: skip

    def tickets(self, question: Mapping[str, str]) -> Any:
        query = question["query"]
        queue = re.search(r"Queue = '(\w)'", query)
        after = re.search(r"id > (\d+)", query)
        named = {int(one) for one in re.findall(r"id = (\d+)", query)}
        numbers = [
            one
            for one in sorted(self.said)
            if self.found(one)
            and (queue is None or self.queue[one] == queue[1])
            and (one > int(after[1]) if after else one in named)
        ]
        rows = [
            {"id": str(one), "Status": self.status[one], "Type": "ticket", "Queue": {"Name": self.queue[one]},
             "Owner": {"id": 6, "_url": "x/user/Nobody"}, "Requestor": [{"id": 30, "_url": "x/user/kim"}]}
            for one in numbers
        ]  # fmt: skip
        return self.page(rows, question, total=len(rows))

    def transactions(self, question: Mapping[str, str]) -> Any:
        found = re.search(r"id > (\d+)", question["query"])
        assert found
        rows = [(at, one) for at, one in enumerate(self.log, start=1) if at > int(found[1])]
        if question.get("order") == "DESC":
            rows.reverse()
        return self.page([one and {"id": str(at), "ObjectId": str(one)} for at, one in rows], question)

    def page(self, rows: list[Any], question: Mapping[str, str], total: int | None = None) -> Any:
        """As RT does: a page is cut first, and what may not be seen is taken out of it afterwards."""
        size, page = int(question["per_page"]), int(question.get("page", 1))
        cut = rows[(page - 1) * size : page * size]
        return {"items": [one for one in cut if one], "total": total}

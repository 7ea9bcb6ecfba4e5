"""What becomes of one ticket; the shapes are those that a real server of version 5.0.3 gave."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from clearbar.intake.request_tracker import Reader, ServerFault, Wishes, listed
from clearbar.model.conversation import Role

NOW = datetime(2026, 3, 9, 12, tzinfo=UTC)
KIM, ANNA = (33, "kim@invented.example"), (29, "anna")


def user(number: object, name: str) -> dict[str, Any]:
    return {"type": "user", "id": number, "_url": f"http://127.0.0.1/REST/2.0/user/{name}"}


def ticket(**more: Any) -> dict[str, Any]:
    known = {
        "type": "ticket", "id": "7", "Status": "open", "Type": "ticket", "Resolved": "1970-01-01T00:00:00Z",
        "Queue": {"type": "queue", "id": "1", "Name": "General"}, "Owner": user(6, "Nobody"), "Requestor": [user(*KIM)],
    }  # fmt: skip
    return {**known, **more}


def said(number: int, creator: tuple[object, str] = KIM, kind: str = "Correspond", **more: Any) -> dict[str, Any]:
    at = f"2026-03-02T10:00:{number % 60:02}Z"
    return {"id": str(number), "Type": kind, "Created": at, "Creator": user(*creator), "ObjectId": "7", **more}


class Answers:
    """A server with one ticket. `parts` are the bodies: transaction, type, content."""

    def __init__(self, history: list[dict[str, Any]], parts: list[tuple[int, str, str]] = []) -> None:  # noqa: B006
        self.history, self.parts, self.asked = history, parts, list[str]()

    def __call__(self, path: str, question: Mapping[str, str]) -> Any:
        self.asked.append(path)
        if path.startswith("user/"):
            return {"Privileged": {"user/29": 1, "user/30": "1", "user/31": 0}.get(path, "")}
        if path == "attachments":
            wanted = json.loads(question["query"])[0]["value"]
            rows = [part for part in self.parts if str(part[0]) in wanted]
            start = 100 * (int(question["page"]) - 1)
            return {"items": [
                {"id": f"{start + i}", "TransactionId": str(at), "ContentType": kind, "Content": text}
                for i, (at, kind, text) in enumerate(rows[start : start + 100])
            ]}  # fmt: skip
        assert path == "ticket/7/history"
        page = int(question["page"]) - 1
        return {"items": self.history[100 * page : 100 * page + 100], "total": None}


def read(answers: Answers, wishes: Wishes | None = None, **more: Any) -> dict[str, Any]:
    conversation, _ = Reader(answers, wishes or Wishes(), lambda name: "hidden").read(ticket(**more), NOW)
    return conversation


def text(*parts: tuple[str, str]) -> str:
    answers = Answers([said(1)], [(1, kind, content) for kind, content in parts])
    return str(read(answers)["messages"][0]["text"])


def test_plain_text_comes_before_html_and_a_picture_is_no_text() -> None:
    assert text(("text/html", "<p>as <b>markup</b></p>"), ("text/plain", "as text\r\nand more")) == "as text\nand more"
    assert text(("text/html", "<p>as <b>markup</b> &amp; more</p>"), ("text/plain", " \n ")) == "as markup & more"
    assert text(("text/plain", "one"), ("text/plain", "two")) == "one\n\ntwo"
    assert text() == ""


@pytest.mark.parametrize(
    ("written", "own"),
    [
        ("On Mon, kim wrote:\n\n> It broke.\n> Again.\n\nWe see.", "We see."),
        ("> It broke.\nWe see.", "We see."),
        ("We see.\n\nOn Mon Mar 2, kim wrote:\n> It broke.", "We see."),
        ("See here:\nit broke", "See here:\nit broke"),
        ("We see.\n> It broke.\nAnd this?", "We see.\n> It broke.\nAnd this?"),
        ("> only\n> quoted", "> only\n> quoted"),
        ("a > b", "a > b"),
        ("Yours:", "Yours:"),
    ],
)
def test_what_is_answered_is_not_what_is_said(written: str, own: str) -> None:
    assert text(("text/plain", written)) == own


def test_roles() -> None:
    history = [
        said(1, KIM, "Create"), said(2, ANNA), said(3, (31, "lea")), said(4, (1, "RT_System")), said(5, (30, "ben")),
        said(6, (44, "gone")),
    ]  # fmt: skip
    roles = {"ben": Role.BOT, "44": Role.AGENT}
    answers = Answers(history)
    found = [one["role"] for one in read(answers, Wishes(roles=roles))["messages"]]
    assert found == ["customer", "agent", "customer", "system", "bot", "agent"]
    assert [path for path in answers.asked if path.startswith("user")] == ["user/29", "user/31"]


def test_each_user_is_asked_for_once() -> None:
    answers = Answers([said(i, ANNA) for i in range(1, 9)])
    reader = Reader(answers, Wishes(), str)
    reader.read(ticket(), NOW)
    reader.read(ticket(), NOW)
    assert answers.asked.count("user/29") == 1


@pytest.mark.parametrize(
    ("given", "person"),
    [
        (user(33, "kim"), "rt-u33"),
        (user("33", "kim"), "rt-u33"),  # databases that give numbers as texts
        (user("33", "33"), "rt-hidden"),  # a name of digits: perhaps a telephone number
        (user("kim@invented.example", "kim@invented.example"), "rt-hidden"),
    ],
)
def test_a_person_is_a_number_and_never_a_name(given: dict[str, Any], person: str) -> None:
    conversation = read(Answers([{**said(1), "Creator": given}]), Requestor=[given], Owner=given)
    assert (conversation["customer"], conversation["owner"], conversation["messages"][0]["author"]) == (person,) * 3
    assert "kim" not in json.dumps(conversation)


def test_status_is_no_message_and_a_comment_is_not_public() -> None:
    history = [said(1), said(2, ANNA, "Comment"), said(3, ANNA, "Status")]
    found = read(Answers(history))["messages"]
    assert [one.get("public", True) for one in found] == [True, False]


@pytest.mark.parametrize(
    ("resolved", "changes", "seen"),
    [
        ("1970-01-01T00:00:00Z", [], NOW),
        ("2026-03-02T10:00:20Z", [20], datetime(2026, 3, 2, 10, 0, 20, tzinfo=UTC)),
        ("2026-03-02T10:00:20Z", [20, 30], NOW),  # opened again: the time stays
        ("2026-03-02T10:00:00Z", [], datetime(2026, 3, 2, 10, tzinfo=UTC)),  # made as a closed one
        ("", [20], NOW),
        ("2026-03-02T12:00:20+02:00", [20], datetime(2026, 3, 2, 10, 0, 20, tzinfo=UTC)),
    ],
)
def test_a_closed_ticket_was_seen_when_it_was_closed(resolved: str, changes: list[int], seen: datetime) -> None:
    history = [said(1), *(said(at, ANNA, "Status") for at in changes)]
    conversation = read(Answers(history), Resolved=resolved)
    assert conversation["seen_at"] == seen.isoformat()


def test_tickets_that_were_merged_are_named() -> None:
    history = [said(1), said(2, ObjectId="9"), said(3, ObjectId="8"), said(4, ObjectId="9")]
    _, merged = Reader(Answers(history), Wishes(prefix="x"), str).read(ticket(), NOW)
    assert merged == ["x8", "x9"]


def test_a_long_history_is_read_to_its_end() -> None:
    history = [said(i) for i in range(1, 251)]
    answers = Answers(history, [(i, "text/plain", f"text {i}") for i in range(1, 251)])
    assert [one["text"] for one in read(answers)["messages"]] == [f"text {i}" for i in range(1, 251)]


def test_a_ticket_without_anything_is_still_a_conversation() -> None:
    found = read(Answers([]), Queue=None, Requestor=None, Owner=None)
    assert found["messages"] == [] and found["customer"] is None and found["owner"] is None and "topic" not in found


@pytest.mark.parametrize("answer", [None, {}, [], {"items": [{}]}])
def test_a_page_that_is_none_is_told(answer: Any) -> None:
    with pytest.raises(ServerFault):
        list(listed(lambda path, question: answer, "ticket/7/history", {}))


def test_a_server_that_pays_no_heed_to_the_page_is_not_asked_for_ever() -> None:
    rows = [{"id": str(i)} for i in range(100)]
    with pytest.raises(ServerFault, match="again and again"):
        list(listed(lambda path, question: {"items": rows}, "attachments", {}))

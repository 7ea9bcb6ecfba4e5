"""A real Request Tracker 5, from its tickets to measured evidence."""

from __future__ import annotations

import base64
import json
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from clearbar.intake import read_conversations
from clearbar.model.conversation import Conversation
from tests.servers.request_tracker import RequestTracker, start
from tests.standards.samples import HEAD

CLEARBAR = Path(sys.executable).with_name("clearbar")
_numbers = count(1)
pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str


def run(*arguments: object, **env: str) -> Said:
    done = subprocess.run(
        [str(CLEARBAR), *map(str, arguments)],
        capture_output=True, text=True, timeout=120, check=False, env={**os.environ, **env},
    )  # fmt: skip
    assert "Traceback" not in done.stderr and "fault of Clearbar itself" not in done.stderr, done.stderr
    return Said(done.returncode, done.stdout, done.stderr)


def lines(path: Path) -> dict[str, dict[str, Any]]:
    """The conversations of a file by their interaction; fails if one comes twice."""
    read = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len({one["interaction"] for one in read}) == len(read)
    return {one["interaction"]: one for one in read}


@dataclass(frozen=True)
class Desk:
    """A queue of its own on the shared server, and the command that fetches it."""

    tracker: RequestTracker
    queue: str
    token: Path
    output: Path

    @property
    def command(self) -> tuple[object, ...]:
        return ("fetch", "rt", self.tracker.url, "-o", self.output, "--query", f"Queue = '{self.queue}'")

    def fetch(self, *more: object) -> Said:
        return run(*self.command, "--token-file", self.token, *more)

    def ticket(self, text: str = "It broke.", by: str = "kim", **more: Any) -> int:
        return self.tracker.ticket(text, by=by, Queue=self.queue, **more)

    def held(self) -> dict[str, dict[str, Any]]:
        return lines(self.output)

    def texts(self) -> dict[str, list[str]]:
        return {name: [said["text"] for said in one["messages"]] for name, one in self.held().items()}


@pytest.fixture
def desk(tracker: RequestTracker, token: Path, tmp_path: Path) -> Desk:
    queue = f"Rückgaben & Ümtausch 返品 {next(_numbers)}"
    tracker.root().queue(queue)
    return Desk(tracker, queue, token, tmp_path / "conversations.jsonl")


def test_a_ticket_becomes_a_conversation(desk: Desk) -> None:
    rt = desk.tracker
    picture = {"FileName": "a.png", "FileType": "image/png", "FileContent": base64.b64encode(b"\x89PNG\xff").decode()}
    note = {"FileName": "a.txt", "FileType": "text/plain", "FileContent": base64.b64encode(b"a file").decode()}
    one = desk.ticket("Grüße, der Deckel schließt nicht. 蓋 🙂", Attachments=[picture, note])
    rt.say(one, "> Grüße, der Deckel\nTwo today", by="ben", kind="comment")
    rt.say(one, "<p>I am <b>sorry</b>.</p><script>x()</script><p>A new one?</p>", by="anna", html=True)
    rt.say(one, "On Mon Nov 23 10:00:00 2026, anna wrote:\n\n> A new one?\n\nYes, please.", by="kim")
    rt.root().set(one, Owner="anna")
    assert desk.fetch().code == 0
    (said,) = desk.held().values()
    kim, anna, ben = (f"rt-u{rt.root().ask(f'user/{name}')['id']}" for name in ("kim", "anna", "ben"))
    times = [message.pop("at") for message in said["messages"]]
    assert times == sorted(times) and all(at.endswith("Z") for at in times)
    assert (said["interaction"], said["topic"], said["channel"]) == (f"rt-{one}", desk.queue, "ticket")
    assert (said["owner"], said["customer"]) == (anna, kim)
    assert said["messages"] == [
        {"role": "customer", "author": kim, "text": "Grüße, der Deckel schließt nicht. 蓋 🙂"},
        {"role": "agent", "author": ben, "text": "Two today", "public": False},
        {"role": "agent", "author": anna, "text": "I am sorry.\n\nA new one?"},
        {"role": "customer", "author": kim, "text": "Yes, please."},
    ]
    assert said["participants"] == [
        {"id": kim, "role": "customer"}, {"id": ben, "role": "agent"}, {"id": anna, "role": "agent"},
    ]  # fmt: skip
    (read,) = read_conversations(desk.output.read_bytes().splitlines(), "file")
    assert isinstance(read, Conversation) and len(read.messages) == 4


def test_names_and_addresses_stay_where_they_are(desk: Desk) -> None:
    one = desk.ticket()
    desk.tracker.say(one, "We see.", by="anna")
    desk.tracker.root().set(one, Owner="anna")
    said = desk.fetch("--role", "ben=bot")
    told = (
        said.out
        + said.err
        + "".join(file.read_text() for file in desk.output.parent.iterdir() if file != desk.token and file.is_file())
    )
    for secret in ("anna", "kim", "Staff", "Customer", "invented.example", "ben", desk.tracker.token):
        assert not re.search(rf"\b{re.escape(secret)}\b", told.replace(str(desk.output), "")), secret
    assert {file.name: file.stat().st_mode & 0o77 for file in desk.output.parent.glob("conv*l*")}[
        "conversations.jsonl"
    ] == 0


def test_roles_follow_rights_unless_they_are_named(desk: Desk) -> None:
    rt = desk.tracker
    one = desk.ticket(by="anna", requestor="kim")  # an agent writes down what a customer says on the telephone
    rt.say(one, "from a third person", by="lea")
    rt.say(one, "from a machine", by="ben")
    own = desk.ticket(by="anna")  # staff who ask are customers of the desk
    assert desk.fetch("--role", "ben=bot").code == 0
    held = desk.held()
    assert [said["role"] for said in held[f"rt-{one}"]["messages"]] == ["agent", "customer", "bot"]
    assert [said["role"] for said in held[f"rt-{own}"]["messages"]] == ["customer"]


def test_what_is_asked_for_becomes_of_the_queue(desk: Desk, tmp_path: Path) -> None:
    desk.ticket()
    found = {}
    for queue in ("topic", "channel", "site", "none"):
        output = tmp_path / queue
        desk_of = Desk(desk.tracker, desk.queue, desk.token, output)
        assert desk_of.fetch("--queue", queue, "--prefix", "help/").code == 0
        (found[queue],) = desk_of.held().values()
        assert found[queue]["interaction"].startswith("help/") and found[queue]["customer"].startswith("help/u")
    assert found["channel"]["channel"] == desk.queue and found["site"]["site"] == {"id": desk.queue}
    assert "topic" not in found["none"] and "site" not in found["none"]


def test_a_closed_ticket_was_last_looked_at_when_it_was_closed(desk: Desk) -> None:
    rt = desk.tracker
    closed, open_, again = desk.ticket(), desk.ticket(), desk.ticket()
    rt.root().set(closed, Status="resolved")
    rt.root().set(again, Status="resolved")
    time.sleep(3.1)
    rt.root().set(again, Status="open")  # RT keeps the time at which it was resolved before
    assert desk.fetch().code == 0
    seen = {name: datetime.fromisoformat(one["seen_at"]) for name, one in desk.held().items()}
    resolved = datetime.fromisoformat(rt.root().ask(f"ticket/{closed}")["Resolved"])
    assert seen[f"rt-{closed}"] == resolved
    assert (seen[f"rt-{open_}"] - resolved).total_seconds() >= 3
    assert (seen[f"rt-{again}"] - resolved).total_seconds() >= 3


def test_every_ticket_is_fetched_once_over_many_pages(desk: Desk) -> None:
    made = {f"rt-{desk.ticket(f'text {i}')}" for i in range(7)}
    assert desk.fetch("--per-page", "2").out.startswith("7 tickets read; ")
    assert set(desk.held()) == made
    again = desk.fetch()
    assert again.code == 0 and again.out.startswith("0 tickets read; ") and set(desk.held()) == made


def test_a_history_of_more_than_a_page_is_read_to_its_end(desk: Desk) -> None:
    one = desk.ticket("0")
    desk.tracker.perl(
        f"my $t = RT::Ticket->new(RT->SystemUser); $t->Load({one});"
        "my $s = RT::Scrips->new(RT->SystemUser); $s->UnLimit; while (my $x = $s->Next) { $x->SetDisabled(1) }"
        "$t->Comment(Content => $_) for 1 .. 230;"
        "$s->GotoFirstItem; while (my $x = $s->Next) { $x->SetDisabled(0) }"
    )
    assert desk.fetch().code == 0
    assert desk.texts() == {f"rt-{one}": [str(i) for i in range(231)]}


def test_only_what_changed_is_fetched_and_what_is_gone_leaves_the_file(desk: Desk) -> None:
    rt = desk.tracker
    stays, told, deleted, rejected, moved, merged, into = (desk.ticket(f"text {i}") for i in range(7))
    assert desk.fetch().code == 0 and len(desk.held()) == 7
    before = desk.held()[f"rt-{stays}"]
    rt.say(told, "More.", by="kim")
    rt.root().set(deleted, Status="deleted")
    rt.root().set(rejected, Status="rejected")
    rt.root().set(moved, Queue="General")
    rt.root().set(merged, MergeInto=into)
    new = desk.ticket("new")
    said = desk.fetch()
    assert said.code == 0 and "holds 4 interactions, 4 left it" in said.out
    assert said.out.startswith("3 tickets read; ")
    assert desk.texts() == {
        f"rt-{stays}": ["text 0"],
        f"rt-{told}": ["text 1", "More."],
        f"rt-{into}": ["text 5", "text 6"],
        f"rt-{new}": ["new"],
    }
    assert desk.held()[f"rt-{stays}"] == before
    rt.root().set(deleted, Status="open")
    assert desk.fetch().code == 0 and f"rt-{deleted}" in desk.held()


def test_rejected_tickets_are_kept_where_they_are_asked_for(desk: Desk) -> None:
    one = desk.ticket()
    desk.tracker.root().set(one, Status="rejected")
    assert desk.fetch("--with-rejected").code == 0 and set(desk.held()) == {f"rt-{one}"}


def test_the_time_zone_of_the_account_makes_no_difference(desk: Desk) -> None:
    one = desk.ticket("first")
    try:
        for number, zone in enumerate(("Asia/Tokyo", "America/Los_Angeles")):
            desk.tracker.root().put("user/reader", {"Timezone": zone})
            desk.tracker.say(one, f"in {zone}", by="kim")
            assert desk.fetch().out.startswith("1 ticket read; ")
            assert len(desk.texts()[f"rt-{one}"]) == number + 2
    finally:
        desk.tracker.root().put("user/reader", {"Timezone": ""})


def test_an_account_that_may_do_everything_and_a_password_serve_too(desk: Desk, tmp_path: Path) -> None:
    desk.ticket()
    assert desk.fetch().code == 0
    (tmp_path / "login").write_text("root\ninvented-password\n")
    other = tmp_path / "other.jsonl"
    command = ("fetch", "rt", desk.tracker.url + "/", "-o", other, "--query", f"Queue = '{desk.queue}'")
    assert run(*command, "--login-file", tmp_path / "login").code == 0
    plain = {name: {**one, "seen_at": ""} for name, one in lines(other).items()}
    assert plain == {name: {**one, "seen_at": ""} for name, one in desk.held().items()}


@pytest.mark.parametrize("file", ["token", "login"])
def test_a_wrong_secret_is_told_and_not_repeated(desk: Desk, tmp_path: Path, file: str) -> None:
    wrong = tmp_path / file
    wrong.write_text({"token": "1-31-00000000wrong\n", "login": "root\nwrong-word\n"}[file])
    said = run(*desk.command, f"--{file}-file", wrong)
    assert said.code == 2 and "(401)" in said.err and not said.out
    assert "wrong-word" not in said.err and "0000" not in said.err and not desk.output.exists()
    assert run(*desk.command, CLEARBAR_RT_TOKEN="1-31-00000000wrong").code == 2
    assert run(*desk.command, CLEARBAR_RT_TOKEN=desk.tracker.token).code == 0


def test_a_query_that_is_none_is_told_in_the_words_of_the_server(desk: Desk) -> None:
    said = run(*desk.command[:-1], "Quue = 'x'", "--token-file", desk.token)
    assert said.code == 2 and "Unknown field: Quue" in said.err and "/usr/" not in said.err


def test_a_fetch_that_is_killed_goes_on_where_it_was(desk: Desk, tmp_path: Path) -> None:
    made = [desk.ticket(f"text {i}") for i in range(12)]
    journal = desk.output.with_name(desk.output.name + ".new")
    process = subprocess.Popen(
        [str(CLEARBAR), *map(str, desk.command), "--token-file", str(desk.token), "--per-page", "1"]
    )
    end = time.monotonic() + 60
    while time.monotonic() < end and (not journal.exists() or journal.read_bytes().count(b"\n") < 4):
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait(30)
    read = journal.read_bytes().count(b"\n")
    assert 4 <= read < 12 and not desk.output.exists()
    with journal.open("ab") as stream:
        stream.write(b'{"interaction": "rt-1", "half a li')  # as a process leaves it that is killed while it writes
    desk.tracker.say(made[0], "meanwhile", by="kim")
    said = desk.fetch()
    assert said.code == 0 and not journal.exists()
    assert desk.texts() == {f"rt-{one}": [f"text {i}"] + ["meanwhile"] * (i == 0) for i, one in enumerate(made)}
    assert 12 - read + 1 <= int(said.out.split()[0]) <= 12 - read + 2  # at most one page again, and what was changed


def test_a_server_that_goes_away_and_comes_back(desk: Desk) -> None:
    rt = desk.tracker
    made = [desk.ticket(f"text {i}") for i in range(12)]
    journal = desk.output.with_name(desk.output.name + ".new")
    command = [str(CLEARBAR), *map(str, desk.command), "--token-file", str(desk.token), "--per-page", "1"]
    process = subprocess.Popen([*command, "--patience", "1"], stderr=subprocess.PIPE, text=True)
    end = time.monotonic() + 60
    while time.monotonic() < end and (not journal.exists() or journal.read_bytes().count(b"\n") < 4):
        time.sleep(0.01)
    rt.process.send_signal(signal.SIGKILL)
    rt.process.wait(30)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 2 and "127.0.0.1 cannot be reached: it refuses the connection" in told
    assert "Traceback" not in told and 4 <= len(desk.held()) < 12
    rt.process = start(rt.folder, int(rt.url.rpartition(":")[2]))
    rt.wait()
    assert desk.fetch().code == 0
    assert desk.texts() == {f"rt-{one}": [f"text {i}"] for i, one in enumerate(made)}


def test_the_road_from_a_ticket_to_a_measured_standard(desk: Desk, tmp_path: Path) -> None:
    for i in range(8):
        one = desk.ticket("Where is my parcel?")
        if i < 7:
            desk.tracker.say(one, "On its way.", by="anna")
    assert desk.fetch().code == 0
    book = tmp_path / "book"
    (book / "journeys").mkdir(parents=True)
    (book / "book.yaml").write_text(HEAD)
    (book / "journeys" / "ask.yaml").write_text(BOOK)
    assert run("check", book, desk.output, "-o", tmp_path / "evidence").code == 0
    said = run("measure", "clearance", tmp_path / "evidence", "--by", "standard", "--format", "json")
    assert said.code == 0
    (row,) = json.loads(said.out)["rows"]
    assert (row["standard"], row["hits"], row["n"]) == ("ask.soon", 7, 7)


BOOK = """\
journey: ask
title: Ask where it is
for: customer
customer_wants: to know where it is
quote: I only want to know where it is.
steps:
  - step: ask
    title: Asking
    standards:
      - id: ask.heard
        dimension: courtesy
        promise: You are answered by a person.
        levels: {good: a person answered, underperforming: nobody did}
        measured_by: [customer]
      - id: ask.soon
        dimension: promptness
        promise: A person answers within a day.
        levels: {good: within a day, underperforming: later}
        check: {kind: first_response, within: 1 d, bots: false}
        pairs_with: ask.heard
"""

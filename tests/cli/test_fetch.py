"""`clearbar fetch`: whose account, which options, and what it says; fetching itself is told in tests/flow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from clearbar.cli import fetch as command
from clearbar.flow.fetch import Fetched, Login, Server, Wishes
from clearbar.model.conversation import Role
from tests.cli.conftest import Run

URL = "https://help.example.org/rt"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the flow is called with, in its stead."""
    monkeypatch.delenv("CLEARBAR_RT_TOKEN", raising=False)
    found: dict[str, Any] = {"result": Fetched(read=1_234, gone=2, held=5_678)}

    def flow(server: Server, wishes: Wishes, output: Path, told: object) -> Fetched:
        found.update(server=server, wishes=wishes, output=output)
        if isinstance(found["result"], BaseException):
            raise found["result"]
        return found["result"]  # type: ignore[no-any-return]

    def server(address: str, login: Login, *, patience: int) -> Server:
        found.update(address=address, header=login.header(), patience=patience)
        return Server(address, login, patience=patience)

    monkeypatch.setattr(command, "fetch_tickets", flow)
    monkeypatch.setattr(command, "Server", server)
    return found


@pytest.fixture
def token(tmp_path: Path) -> Path:
    path = tmp_path / "token"
    path.write_text("1-14-abc\n")
    return path


def test_all_options_reach_the_flow(run: Run, asked: dict[str, Any], token: Path, tmp_path: Path) -> None:
    said = run(
        "fetch", "rt", URL, "-o", tmp_path / "c.jsonl", "--query", "Queue = 'x'", "--token-file", token,
        "--queue", "site", "--role", "chatbot=bot", "--role", "a=b=agent", "--prefix", "x-", "--with-rejected",
        "--per-page", "7", "--patience", "1",
    )  # fmt: skip
    assert said.code == 0 and not said.err
    assert said.out == f"1,234 tickets read; {tmp_path / 'c.jsonl'} holds 5,678 interactions, 2 left it.\n"
    roles = {"chatbot": Role.BOT, "a=b": Role.AGENT}
    assert asked["wishes"] == Wishes("Queue = 'x'", "x-", "site", roles, True, 7)
    assert (asked["address"], asked["header"], asked["patience"]) == (URL, "token 1-14-abc", 1)


def test_tickets_that_could_not_be_given_leave_exit_code_one(
    run: Run, asked: dict[str, Any], token: Path, tmp_path: Path
) -> None:
    asked["result"] = Fetched(read=1, broken=1, held=1)
    said = run("fetch", "rt", URL, "-o", tmp_path / "c", "--token-file", token)
    assert said.code == 1 and said.out.startswith("1 ticket read; ") and "holds 1 interaction." in said.out
    assert "1 ticket could not be given" in said.err


def test_who_stops_it_is_told_that_it_goes_on(run: Run, asked: dict[str, Any], token: Path, tmp_path: Path) -> None:
    asked["result"] = KeyboardInterrupt()
    said = run("fetch", "rt", URL, "-o", tmp_path / "c", "--token-file", token)
    assert said.is_refusal() and "the same command goes on" in said.err


def test_a_user_with_a_password_and_the_environment(
    run: Run, asked: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "login").write_text("root\npass: word\n")
    assert run("fetch", "rt", URL, "-o", tmp_path / "c", "--login-file", tmp_path / "login").code == 0
    assert asked["header"] == "Basic cm9vdDpwYXNzOiB3b3Jk"
    monkeypatch.setenv("CLEARBAR_RT_TOKEN", "1-14-env\n")
    assert run("fetch", "rt", URL, "-o", tmp_path / "c").code == 0
    assert asked["header"] == "token 1-14-env"


@pytest.mark.parametrize(
    ("text", "option"),
    [("", "--token-file"), ("a\u00e9", "--token-file"), ("a\nb", "--token-file"), ("root", "--login-file")],
)
def test_a_file_without_a_secret_is_told_and_not_repeated(
    run: Run, asked: dict[str, Any], tmp_path: Path, text: str, option: str
) -> None:
    (tmp_path / "secret").write_text(text, encoding="utf-8")
    said = run("fetch", "rt", URL, "-o", tmp_path / "c", option, tmp_path / "secret")
    assert said.is_refusal() and not said.is_own_fault() and "server" not in asked
    assert not text or text not in said.err


def test_what_cannot_be_asked_is_refused_before_anything_is_sent(
    run: Run, asked: dict[str, Any], token: Path, tmp_path: Path
) -> None:
    out = ("-o", tmp_path / "c")
    for arguments in (
        ("rt", URL, *out),
        ("rt", URL, *out, "--token-file", token, "--login-file", token),
        ("rt", URL, *out, "--token-file", tmp_path / "nowhere"),
        ("rt", URL, "--token-file", token),
        ("otrs", URL, *out, "--token-file", token),
        ("rt", "http://help.example.org", *out, "--token-file", token),
        ("rt", URL, *out, "--token-file", token, "--role", "chatbot"),
        ("rt", URL, *out, "--token-file", token, "--role", "chatbot=robot"),
        ("rt", URL, *out, "--token-file", token, "--role", "=bot"),
        ("rt", URL, *out, "--token-file", token, "--per-page", "101"),
        ("rt", URL, *out, "--token-file", token, "--prefix", "x" * 101),
        ("rt", URL, "-o", tmp_path, "--token-file", token),
    ):
        said = run("fetch", *arguments)
        assert said.is_refusal() and not said.is_own_fault(), (arguments, said)
    assert "server" not in asked
    assert run("fetch", "rt", "http://help.example.org", *out, "--token-file", token, "--insecure-http").code == 0


def test_no_option_takes_a_secret_itself() -> None:
    assert not [one.name for one in command.fetch.params if one.name in {"token", "password", "login", "secret"}]

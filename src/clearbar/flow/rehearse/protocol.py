"""An endpoint that speaks the chat-completions protocol of OpenAI: messages in, one text out, or a fault that says why.

messages → body → post → bytes of the answer → the text of the first choice

How a call is made is handed in, so that each door keeps its own rules of whom it calls: the web a wire that is pinned
to one address, the command line `calling.py`. What comes back is a stranger's: its size, its shape and its words are
taken at nothing but their face, a tool is never run, and no fault repeats the key or what was sent.

The protocol: https://platform.openai.com/docs/api-reference/chat (messages, response_format, usage).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Literal

from pydantic import BaseModel, Field, ValidationError

from clearbar.model.errors import CallFault

MOST_BYTES = 1_000_000
"""A longer answer is none; whoever posts stops reading there."""
MOST_LETTERS = 20_000
"""A longer text is no answer to a customer."""
_LETTERS_A_TOKEN = 4
"""About so many letters are a token, where an endpoint does not count them."""

Post = Callable[[str, bytes, Mapping[str, str]], bytes]
"""Address, body, headers → the body of an answer with status 200. Raises CallFault where there is none; `refused` makes
one of any other status."""
Message = Mapping[Literal["role", "content"], str]


class EndpointFault(CallFault):
    """An endpoint did not give a text. `is_dead` tells that asking it again is of no use: it cannot be reached, or does
    not let us in."""

    def __init__(self, message: str, *, is_dead: bool = False) -> None:
        super().__init__(message)
        self.is_dead = is_dead


class BudgetFault(CallFault):
    """As many calls or tokens as were allowed have been used."""


@dataclass
class Budget:
    """What asking may cost in all, for many threads at once. None means as much as it takes."""

    calls: int | None = None
    tokens: int | None = None
    used_calls: int = 0
    used_tokens: int = 0
    _lock: Lock = field(default_factory=Lock, repr=False)

    def take(self) -> None:
        """One call more. Raises BudgetFault where there is none left."""
        with self._lock:
            if self.calls is not None and self.used_calls >= self.calls:
                raise BudgetFault(f"the budget of {self.calls:,} calls is used up")
            if self.tokens is not None and self.used_tokens >= self.tokens:
                raise BudgetFault(f"the budget of {self.tokens:,} tokens is used up")
            self.used_calls += 1

    def spend(self, tokens: int) -> None:
        """What a call came to."""
        with self._lock:
            self.used_tokens += tokens


@dataclass(frozen=True)
class Endpoint:
    """Where a model is asked, and how. `url` is that of the protocol's call, see `completions`; `key` is told to
    nobody else."""

    post: Post = field(repr=False)
    url: str
    model: str
    key: str = field(default="", repr=False)
    budget: Budget = field(default_factory=Budget)

    def ask(self, messages: Sequence[Message], *, shape: Mapping[str, Any] | None = None) -> str:
        """The text that answers `messages`. `shape` is a JSON Schema that the text is asked to have.

        Raises EndpointFault, BudgetFault, and what `post` raises.
        """
        body: dict[str, Any] = {"model": self.model, "messages": list(messages), "stream": False}
        if shape is not None:
            told = {"name": "customer", "strict": True, "schema": dict(shape)}
            body["response_format"] = {"type": "json_schema", "json_schema": told}
        headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "clearbar"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        self.budget.take()
        sent = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
        answered = self.post(self.url, sent, headers)
        text, tokens = _text(answered)
        self.budget.spend(tokens if tokens is not None else (len(sent) + len(answered)) // _LETTERS_A_TOKEN)
        return text


def completions(base: str) -> str:
    """The address of the protocol's call, from an address with or without it: "http://host/v1" and
    "http://host/v1/chat/completions" mean the same, and so does "http://host"."""
    bare = base.rstrip("/")
    if bare.endswith("/chat/completions"):
        return bare
    has_path = "/" in bare.partition("://")[2]
    return f"{bare}/chat/completions" if has_path else f"{bare}/v1/chat/completions"


class _Part(BaseModel):
    type: str = ""
    text: str | None = None


class _Said(BaseModel):
    content: str | list[_Part] | None = None
    refusal: str | None = None
    tool_calls: list[Any] | None = None
    function_call: Any = None


class _Choice(BaseModel):
    message: _Said


class _Usage(BaseModel):
    total_tokens: int | None = Field(None, ge=0)


class _Answer(BaseModel):
    choices: list[_Choice] = Field(min_length=1)
    usage: _Usage | None = None


def _text(answered: bytes) -> tuple[str, int | None]:
    """The words of the first choice, and the tokens that the endpoint counted."""
    if len(answered) > MOST_BYTES:
        raise EndpointFault(f"its answer is longer than {MOST_BYTES:,} bytes")
    try:
        answer = _Answer.model_validate_json(answered)
    except ValidationError as error:
        raise EndpointFault(_unshaped(answered, error)) from None
    said = answer.choices[0].message
    if said.tool_calls or said.function_call:
        raise EndpointFault("it asks for a tool to be run, and a rehearsal has none")
    if isinstance(said.content, list):
        text = "".join(part.text or "" for part in said.content)
    else:
        text = said.content or said.refusal or ""
    if not text.strip():
        raise EndpointFault("it answers without a word")
    if len(text) > MOST_LETTERS:
        raise EndpointFault(f"it answers with more than {MOST_LETTERS:,} letters")
    return text, answer.usage.total_tokens if answer.usage else None


def _unshaped(answered: bytes, error: ValidationError) -> str:
    """Why an answer is none of the protocol, without its words."""
    if answered.lstrip()[:1] == b"<":
        return "it answers with a web page instead of JSON: is the address right?"
    first = error.errors(include_input=False, include_url=False)[0]
    if first["type"] == "json_invalid":
        return "its answer is no JSON"
    place = ".".join(map(str, first["loc"]))
    return f"its answer has not the shape of the chat-completions protocol: `{place}` is missing or of the wrong kind"


_STATUS = {
    401: "it does not know the key (401)",
    403: "it does not let this key in (403)",
    404: "there is no such address or model (404)",
    405: "it takes no questions at this address (405)",
    413: "what was said is too long for it (413)",
    429: "it asks to be left alone for a while (429)",
}
_DEAD = frozenset({401, 403, 404, 405})


def refused(status: int, answered: bytes, key: str = "") -> EndpointFault:
    """What an answer with another status than 200 comes to. `key` is taken out of the endpoint's own words."""
    if 300 <= status < 400:
        return EndpointFault(f"it sends us on to another address ({status}), which is not followed", is_dead=True)
    if status in _STATUS:
        return EndpointFault(_STATUS[status], is_dead=status in _DEAD)
    why = _why(answered, key) if status in (400, 422) else ""
    return EndpointFault(f"it answers with status {status}{': ' if why else ''}{why}", is_dead=status in (400, 422))


def _why(answered: bytes, key: str) -> str:
    """What the endpoint says is wrong with the question, as one plain line without the key."""
    try:
        said = json.loads(answered)["error"]
        line = str(said["message"] if isinstance(said, dict) else said)
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    line = line.replace(key, "…") if key else line
    return "".join(one for one in " ".join(line.split()) if one.isprintable())[:200]

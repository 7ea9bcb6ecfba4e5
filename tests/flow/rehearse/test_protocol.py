"""An endpoint over real HTTP: what is sent, what is taken, and what each way of going wrong comes to."""

from __future__ import annotations

import gzip
import json
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from clearbar.flow.rehearse.calling import Caller, address_of
from clearbar.flow.rehearse.protocol import (
    MOST_BYTES,
    MOST_LETTERS,
    Budget,
    BudgetFault,
    Endpoint,
    EndpointFault,
    completions,
    refused,
)
from tests.servers.chat import Fault, Model, dies, drips, hangs, pours, says, served, spoken

KEY = "sk-0123456789abcdef"
ASKED = [{"role": "user", "content": "Guten Tag, größer geht's nicht? \ud83d"}]


@pytest.fixture
def model() -> Iterator[Model]:
    with served(Model(lambda body: f"heard {len(body['messages'])}")) as running:
        yield running


def ask(model: Model, *, seconds: float = 5.0, slept: list[float] | None = None, **further: Any) -> str:
    pauses = [] if slept is None else slept
    with Caller(address_of(model.url), seconds=seconds, patience=2, sleep=pauses.append) as caller:
        return Endpoint(caller.post, completions(model.url), "m-1", KEY, **further).ask(ASKED)


def test_messages_model_and_key_reach_it_and_its_words_come_back(model: Model) -> None:
    assert ask(model) == "heard 1"
    [body], [head], [path] = model.heard, model.heads, model.paths
    assert path == "/v1/chat/completions"
    assert body == {
        "model": "m-1", "stream": False, "messages": [{"role": "user", "content": "Guten Tag, größer geht's nicht? ?"}]
    }  # fmt: skip
    assert (head["Authorization"], head["Content-Type"]) == (f"Bearer {KEY}", "application/json")


def test_without_a_key_none_is_sent(model: Model) -> None:
    with Caller(model.url) as caller:
        Endpoint(caller.post, completions(model.url), "m").ask(ASKED)
    assert "Authorization" not in model.heads[0]


def test_a_shape_is_asked_for_strictly(model: Model) -> None:
    with Caller(model.url) as caller:
        Endpoint(caller.post, completions(model.url), "m").ask(ASKED, shape={"type": "object"})
    told = model.heard[0]["response_format"]
    assert told == {
        "type": "json_schema", "json_schema": {"name": "customer", "strict": True, "schema": {"type": "object"}}
    }  # fmt: skip


@pytest.mark.parametrize(
    ("base", "whole"),
    [
        ("http://h:1/v1", "http://h:1/v1/chat/completions"),
        ("http://h:1/v1/", "http://h:1/v1/chat/completions"),
        ("http://h:1", "http://h:1/v1/chat/completions"),
        ("http://h:1/", "http://h:1/v1/chat/completions"),
        ("http://h/a/chat/completions", "http://h/a/chat/completions"),
        ("http://h/openai/v2", "http://h/openai/v2/chat/completions"),
    ],
)
def test_an_address_may_be_written_with_or_without_its_end(base: str, whole: str) -> None:
    assert completions(base) == whole


PARTS = [{"type": "text", "text": "Of "}, {"type": "text", "text": "course."}]


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (spoken("Of course."), "Of course."),
        (spoken(None, refusal="I must not say."), "I must not say."),
        ({"choices": [{"message": {"content": PARTS}}]}, "Of course."),
        ({"choices": [{"message": {"content": "a"}}, {"message": {"content": "b"}}], "extra": 1}, "a"),
        ({"choices": [{"message": {"content": "a", "tool_calls": []}}], "usage": None}, "a"),
    ],
)
def test_the_words_are_those_of_the_first_choice(model: Model, answer: dict[str, Any], text: str) -> None:
    model.always = says(200, answer)
    assert ask(model) == text


def test_numbers_of_tokens_are_counted_and_guessed_where_they_are_not_told(model: Model) -> None:
    budget = Budget()
    ask(model, budget=budget)
    assert (budget.used_calls, budget.used_tokens) == (1, 100)
    model.always = says(200, {"choices": [{"message": {"content": "x" * 400}}]})
    ask(model, budget=budget)
    assert 200 < budget.used_tokens < 300


def test_a_budget_ends_before_the_call_that_would_be_too_many(model: Model) -> None:
    calls = Budget(calls=2)
    ask(model, budget=calls)
    ask(model, budget=calls)
    with pytest.raises(BudgetFault, match="budget of 2 calls"):
        ask(model, budget=calls)
    tokens = Budget(tokens=150)
    ask(model, budget=tokens)
    ask(model, budget=tokens)
    with pytest.raises(BudgetFault, match="budget of 150 tokens"):
        ask(model, budget=tokens)
    assert len(model.heard) == 4


def test_a_budget_holds_for_many_threads_at_once(model: Model) -> None:
    budget, refusals = Budget(calls=5), []

    def one() -> None:
        try:
            ask(model, budget=budget)
        except BudgetFault as fault:
            refusals.append(fault)

    threads = [threading.Thread(target=one) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(model.heard) == 5 and len(refusals) == 7


TOOL = {"id": "t", "type": "function", "function": {"name": "delete_everything", "arguments": "{}"}}
LIES: list[tuple[Fault, str]] = [
    (says(200, b"this is no JSON"), "is no JSON"),
    (says(200, b""), "is no JSON"),
    (says(200, b"\xff\xfe\x00"), "is no JSON"),
    (says(200, b"[" * 100_000), "is no JSON"),
    (says(200, b"<!doctype html><h1>Welcome</h1>"), "a web page instead of JSON"),
    (says(200, {"choices": []}), "`choices`"),
    (says(200, {"answer": "hello"}), "`choices`"),
    (says(200, b"[1, 2]"), "shape of the chat-completions protocol"),
    (says(200, {"choices": [{"message": {"content": 7}}]}), "`choices.0.message.content"),
    (says(200, {"choices": [{"text": "hello"}]}), "`choices.0.message`"),
    (says(200, spoken("  \n")), "without a word"),
    (says(200, spoken(None)), "without a word"),
    (says(200, spoken("x" * (MOST_LETTERS + 1))), "more than 20,000 letters"),
    (says(200, spoken("hello", tool_calls=[TOOL])), "asks for a tool"),
    (says(200, spoken(None, function_call=TOOL["function"])), "asks for a tool"),
    (says(200, gzip.compress(b"x" * 5_000_000), Content_Encoding="gzip"), "packs its answer"),
    (pours(), "longer than 1,000,000 bytes"),
    (pours(length=False), "longer than 1,000,000 bytes"),
    (dies, "broke the connection off"),
    (lambda handler: setattr(handler, "close_connection", True), "broke the connection off"),
    (says(500), "status 500"),
    (says(204), "status 204"),
    (says(413), "too long"),
]


@pytest.mark.parametrize(("fault", "said"), LIES)
def test_what_lies_dies_or_pours_is_told_in_a_sentence_and_passes(model: Model, fault: Fault, said: str) -> None:
    model.faults = [fault]
    with pytest.raises(EndpointFault, match=said) as told:
        ask(model)
    assert not told.value.is_dead and KEY not in str(told.value) and "größer" not in str(told.value)
    assert ask(model) == "heard 1"


def test_ten_megabytes_are_not_read_to_the_end(model: Model) -> None:
    sent: list[int] = []

    def much(handler: Any) -> None:
        handler.send_response_only(200)
        handler.end_headers()
        handler.close_connection = True
        try:
            for _ in range(1000):
                handler.wfile.write(b"x" * 100_000)
                sent.append(100_000)
        except OSError:
            return

    model.always = much
    with pytest.raises(EndpointFault, match="longer than"):
        ask(model)
    time.sleep(0.2)
    assert MOST_BYTES < sum(sent) < 20 * MOST_BYTES, "who pours goes on only as far as the buffers of the system reach"


DEAD: list[tuple[Fault, str]] = [
    (says(401, {"error": {"message": f"Incorrect API key provided: {KEY}"}}), "does not know the key"),
    (says(403), "does not let this key in"),
    (says(404, {"error": {"message": "no model m-1"}}), "no such address or model"),
    (says(405), "takes no questions"),
    (
        says(400, {"error": {"message": f"the model m-1\n with {KEY} is unknown"}}),
        "400: the model m-1 with … is unknown",
    ),
    (says(422, {"error": "what?"}), "422: what?"),
    (says(400, b"<html>"), "with status 400$"),
]


@pytest.mark.parametrize(("fault", "said"), DEAD)
def test_what_no_second_call_would_mend_is_told_as_such(model: Model, fault: Fault, said: str) -> None:
    model.always = fault
    with pytest.raises(EndpointFault, match=said) as told:
        ask(model)
    assert told.value.is_dead and KEY not in str(told.value) and len(model.heard) == 1


def test_nobody_there_is_told(model: Model) -> None:
    for url, said in (("http://127.0.0.1:9/v1", "refuses the connection"), ("http://nowhere.invalid/v1", "unknown")):
        with Caller(url) as caller, pytest.raises(EndpointFault, match=said) as told:
            Endpoint(caller.post, url, "m").ask(ASKED)
        assert told.value.is_dead


def test_a_redirect_is_not_followed_and_the_key_stays(model: Model) -> None:
    with served(Model()) as other:
        model.always = says(307, Location=other.url)
        with pytest.raises(EndpointFault, match="sends us on"):
            ask(model)
        assert other.heard == []


@pytest.mark.parametrize("slow", [hangs, drips, lambda model: drips(model, head=False)])
def test_a_call_ends_with_its_time_however_it_is_drawn_out(model: Model, slow: Callable[[Model], Fault]) -> None:
    model.always = slow(model)
    began = time.monotonic()
    with pytest.raises(EndpointFault, match=r"did not answer within 0\.5 s"):
        ask(model, seconds=0.5)
    assert time.monotonic() - began < 15


def test_a_busy_endpoint_is_asked_again_when_it_wants_to_be(model: Model) -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    slept: list[float] = []
    model.faults = [says(429, Retry_After="3"), says(503)]
    assert ask(model, slept=slept) == "heard 1"
    assert slept == [3.0, 2.0]
    model.faults = [says(503, Retry_After=soon), says(429, Retry_After="nonsense")]
    assert ask(model, slept=slept) == "heard 1"
    assert 20 < slept[2] <= 30 and slept[3] == 2.0


def test_one_that_stays_busy_or_wants_too_long_a_pause_is_told(model: Model) -> None:
    slept: list[float] = []
    model.always = says(429)
    with pytest.raises(EndpointFault, match=r"left alone for a while \(429\)") as told:
        ask(model, slept=slept)
    assert (len(model.heard), slept, told.value.is_dead) == (3, [1.0, 2.0], False)
    model.always = says(429, Retry_After="3600")
    with pytest.raises(EndpointFault, match="left alone for 3600 s") as told:
        ask(model, slept=slept)
    assert told.value.is_dead and len(slept) == 2


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("localhost:8000", "no address"), ("", "no address"), ("ftp://h/v1", "no address"), ("http://", "no address"),
        ("https://u:hush@h/v1", "holds no password"), ("http://h.example/v1", "for everybody on the way to read"),
        ("http://[::1", "no address"),
    ],
)  # fmt: skip
def test_addresses_that_are_none_or_would_tell_the_key_are_refused(url: str, said: str) -> None:
    with pytest.raises(EndpointFault, match=said) as told:
        address_of(url)
    assert "hush" not in str(told.value)


def test_this_computer_and_encryption_need_no_leave() -> None:
    for url in ("http://localhost:1/v1", "http://127.0.0.1/v1", "http://[::1]:1/v1", "https://h.example/v1"):
        assert address_of(url) == url
    assert address_of("http://h.example/v1", insecure_http=True) == "http://h.example/v1"


def test_no_value_of_ours_shows_the_key() -> None:
    endpoint = Endpoint(lambda *_: b"", "https://h/v1", "m", KEY)
    assert KEY not in repr(endpoint) and KEY not in str(refused(401, KEY.encode(), KEY))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    both = tmp_path_factory.mktemp("tls") / "both.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", both, "-out", str(both) + ".crt",
         "-days", "1", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"],
        check=True, capture_output=True,
    )  # fmt: skip
    both.write_text(both.read_text() + Path(str(both) + ".crt").read_text())
    return both


def test_over_tls_the_certificate_must_be_trusted_and_time_ends_there_too(certificate: Path) -> None:
    trust = ssl.create_default_context(cafile=str(certificate) + ".crt")
    with served(Model(), certificate) as model:
        with Caller(model.url, trust=trust, seconds=0.6) as caller:
            endpoint = Endpoint(caller.post, completions(model.url), "m")
            assert endpoint.ask(ASKED) == "Of course."
            model.always = drips(model)
            with pytest.raises(EndpointFault, match="did not answer within"):
                endpoint.ask(ASKED)
        with Caller(model.url) as stranger, pytest.raises(EndpointFault, match="self-signed certificate") as told:
            Endpoint(stranger.post, completions(model.url), "m").ask(ASKED)
        assert told.value.is_dead


def test_what_is_kept_of_an_answer_is_the_text_and_nothing_else(model: Model) -> None:
    model.always = says(200, json.loads(json.dumps(spoken("<script>alert(1)</script>"))))
    assert ask(model) == "<script>alert(1)</script>", "who shows it shows it as text"

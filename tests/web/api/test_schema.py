"""The API does what its description says, whatever is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig

from clearbar.web.book.models import Version
from clearbar.web.bridge.mirroring import mirror_whole
from tests.web.api.conftest import Program
from tests.web.api.test_road import answer

LATEST = datetime(2199, 1, 1)  # noqa: DTZ001 - strategies take bounds without a zone
TIMES = st.datetimes(datetime(1990, 1, 2), LATEST, timezones=st.just(UTC))  # noqa: DTZ001
schemathesis.openapi.format("date-time", TIMES.map(lambda at: at.isoformat()))
schemathesis.openapi.format("date", TIMES.map(lambda told: f"{told:%Y-%m-%d}"))


@pytest.fixture
def described(program: Callable[..., Program], book: Version) -> Iterator[Any]:
    """The description, with a token that may do all, of a house in which something was said."""
    del book
    house = program(per_minute=10**9)
    for number in range(12):
        sent = answer(number % 5 + 1, customer=f"c-{number}", person="finn" if number % 2 else "gwen")
        assert house.post("/ratings", sent).status_code == 201
    mirror_whole()
    config = SchemathesisConfig.from_dict(
        {
            "auth": {"openapi": {"Token": {"bearer": house.text}}},
            "operations": [
                # a filter is a language of its own, which JSON Schema cannot describe
                {
                    "include-name": "GET /api/v1/measures/{measure}",
                    "checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", "400", "403", "404", "409"]}},
                }
            ],
        }
    )
    # Between requests the connection stays open: the test's own transaction lives on it. Django's client does so, too.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application(), config=config)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


NEW = count()
QUIET = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


def search(described: Any, examples: int, *, derandomize: bool) -> str:
    """What is found wrong, operation by operation: with requests as they should be, and as they should not."""
    found = [
        fault
        for operation in described.get_all_operations()
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
        if (fault := search_one(operation.ok(), mode, examples, derandomize))
    ]
    return "\n\n".join(found)


def search_one(operation: Any, mode: GenerationMode, examples: int, derandomize: bool) -> str:
    last: list[str] = []

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(max_examples=examples, suppress_health_check=QUIET, derandomize=derandomize, database=None)
    def check(case: Any) -> None:
        if mode is GenerationMode.POSITIVE and "Idempotency-Key" in (case.headers or {}):
            case.headers["Idempotency-Key"] = f"new-{next(NEW)}"  # each request is another one
        response = case.call()
        last[:] = [
            f"{case.method} {case.formatted_path} {case.query} {case.headers} {case.body!r}",
            f"{response.status_code} {response.content!r}",
        ]
        case.validate_response(response)

    try:
        check()
    except Unsatisfiable:
        return ""  # nothing of this operation can be wrong
    except BaseExceptionGroup as fault:  # all of them are told at once
        told = ["; ".join(str(each) for each in fault.exceptions), *last]
        return "\n".join([f"{operation.label} {mode.value}", *(part[:1000] for part in told)])
    return ""


@pytest.mark.django_db
def test_a_few_requests_of_each_kind_are_answered_as_described(described: Any) -> None:
    if found := search(described, 2, derandomize=True):
        pytest.fail(found)


@pytest.mark.slow
@pytest.mark.django_db
def test_many_requests_of_each_kind_are_answered_as_described(described: Any) -> None:
    if found := search(described, 60, derandomize=settings.default.derandomize):
        pytest.fail(found)

"""Who may open what: tables that were written by hand, against the application as it answers.

`permissions.txt` is about pages, `api_permissions.txt` about programs, `words.txt` about what they are shown. Every
answer on the way is looked at for the headers that keep it safe.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from pytest_django.plugin import DjangoDbBlocker

from clearbar.web.api.v1 import v1
from clearbar.web.boards.tasks import write_report
from tests.web import headers, matrix, world
from tests.web.conftest import NOW
from tests.web.matrix import CLOSED, OPEN, Row

HERE = Path(__file__).parent
ROWS = matrix.table(HERE / "permissions.txt", "address")
ASKED = matrix.table(HERE / "api_permissions.txt", "operation")
WORDS = matrix.table(HERE / "words.txt", "words")
OPERATIONS = "api-v1:"
"""How addresses begin that another table is about."""
NEEDS_A_REPORT = {"whole-report", "paper-report"}
NO_SUCH_METHOD = {405, 415}
ONES_OWN = {"welcome", "try-out", "try-withdraw", "shop"}
"""Pages that say who one is: who holds the link is the person."""

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture(scope="module")
def house(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[world.World]:
    """The world, for all visits."""
    del django_db_setup
    with world.standing(django_db_blocker, tmp_path_factory.mktemp("data")) as made:
        yield made


@pytest.fixture(scope="module")
def visitors(house: world.World) -> matrix.Visitors:
    """Everybody, logged in."""
    return matrix.Visitors.of(house.cast)


@pytest.fixture(scope="module")
def reported(house: world.World) -> None:
    """The report is written, which takes a few seconds."""
    del house
    write_report(now=NOW)


@pytest.fixture(autouse=True)
def own_data_folder(house: world.World) -> None:
    """The folder of data is the world's, in each test."""
    del house


def test_every_address_stands_in_the_table_and_every_row_of_the_table_is_an_address() -> None:
    named = {_plain(row) for row in ROWS}
    there = {name for name, _ in matrix.addresses() if name in named or not name.startswith(OPERATIONS)}
    assert sorted(there - named) == [], "addresses without a row in permissions.txt"
    assert sorted(named - there) == [], "rows of permissions.txt without an address"


def test_no_two_addresses_have_one_name() -> None:
    shapes: dict[str, set[str]] = {}
    for name, path in matrix.addresses():
        shapes.setdefault(name, set()).add(path)
    twice = {name: paths for name, paths in shapes.items() if len(paths) > 1 and not name.startswith(OPERATIONS)}
    ours = {name: paths for name, paths in twice.items() if not all(path.startswith("/accounts/") for path in paths)}
    assert ours == {}, "a link by this name leads to one of them only"


def test_every_operation_of_the_api_stands_in_its_table_with_the_right_that_it_needs() -> None:
    rows = {_plain(row): row.ways for row in ASKED}
    assert rows == {name: (right,) for name, (_, _, right) in _operations().items()}


def test_one_cell_of_each_row_is_as_it_is_written(house: world.World, visitors: matrix.Visitors) -> None:
    """The whole table takes half a minute: `test_every_cell_is_as_it_is_written`."""
    faults = []
    for row in ROWS:
        who = list(row.signs)[row.line % len(row.signs)]
        if row.name not in NEEDS_A_REPORT or row.signs[who] != OPEN:
            faults += _visited(house, visitors, row, row.ways[row.line // 10 % len(row.ways)], [who])
    assert faults == [], "\n".join(faults)


@pytest.mark.slow
@pytest.mark.usefixtures("reported")
def test_every_cell_is_as_it_is_written(house: world.World, visitors: matrix.Visitors) -> None:
    faults = [one for row in ROWS for way in row.ways for one in _visited(house, visitors, row, way, list(row.signs))]
    assert faults == [], "\n".join(faults)


@pytest.mark.slow
@pytest.mark.usefixtures("reported")
def test_a_method_that_is_not_in_the_table_opens_nothing_to_who_is_refused(
    house: world.World, visitors: matrix.Visitors
) -> None:
    faults = []
    for row in ROWS:
        alike = [one for one in ROWS if _plain(one) == _plain(row)]
        known = {"post" if way == "send" else way for one in alike for way in one.ways}
        refused = [who for who in row.signs if all(one.signs[who] != OPEN for one in alike)]
        for who, method in product(refused, {"get", "post", "put", "delete"} - known):
            answer = visitors.visit(who, method, house.path(row.name), house.cookies.get(row.name))
            opens = matrix.sign_of(answer) == OPEN and answer.status_code not in NO_SUCH_METHOD
            if opens or answer.wrote:
                faults.append(f"{method} {row.name} as {who}: {answer.status_code}, {answer.wrote} lines written")
    assert faults == [], "\n".join(faults)


def test_every_operation_of_the_api_is_as_it_is_written(house: world.World, visitors: matrix.Visitors) -> None:
    faults = []
    for row in ASKED:
        for who, sign in row.signs.items():
            answer = _called(house, visitors, row, who)
            got = _sign_of(row, answer)
            if got != sign:
                faults.append(f"line {row.line}: {row.name} as {who} should be {sign}, is {got} {answer.body[:200]}")
            faults += headers.faults(row.name, answer, is_personal=sign == OPEN)
    assert faults == [], "\n".join(faults)


def test_a_token_with_one_right_may_ask_for_what_needs_it_and_without_it_for_nothing_that_does(
    house: world.World, visitors: matrix.Visitors
) -> None:
    for row in ASKED:
        [right] = row.ways
        assert _called(house, visitors, row, f"but {right}").status_code == 403, row.name
        if row.signs["house"] == OPEN:
            only = _called(house, visitors, row, f"only {right}")
            assert only.status_code not in {401, 403}, (row.name, only.body)


@pytest.mark.parametrize(
    "who", ["olga", *(pytest.param(one, marks=pytest.mark.slow) for one in WORDS[0].signs if one != "olga")]
)
def test_words_stand_before_no_eyes_but_those_that_the_table_names(
    who: str, house: world.World, visitors: matrix.Visitors
) -> None:
    found: Counter[str] = Counter()
    where: dict[str, list[str]] = {}
    for place, body in _read_by(who, house, visitors):
        for name, words in world.WORDS.items():
            if words in body:
                found[name] += 1
                where.setdefault(name, []).append(place)
    leaks = {row.name: where[row.name] for row in WORDS if row.signs[who] == CLOSED and found[row.name]}
    assert leaks == {}, f"{who} reads what they should not"
    unseen = [row.name for row in WORDS if row.signs[who] == OPEN and not found[row.name]]
    assert unseen == [], f"{who} finds nowhere what they should"
    assert {row.name for row in WORDS} == set(world.WORDS)


def _visited(house: world.World, visitors: matrix.Visitors, row: Row, way: str, whom: list[str]) -> list[str]:
    """What is wrong with the cells of a row."""
    path, cookies = house.path(row.name), house.cookies.get(row.name)
    more: dict[str, Any] = {}
    if way == "send":
        allowed = next(who for who, sign in reversed(row.signs.items()) if sign == OPEN)
        more["data"] = visitors.fill(allowed, path, house.typed.get(row.name, {}), cookies)
    faults = []
    for who in whom:
        answer = visitors.visit(who, "get" if way == "get" else "post", path, cookies, **more)
        sign = matrix.sign_of(answer)
        if way == "send" and sign == OPEN and not answer.wrote:
            sign = CLOSED
        if sign != row.signs[who]:
            told = f"{answer.status_code}, {answer.wrote} lines written"
            faults.append(f"line {row.line}: {way} {row.name} as {who} should be {row.signs[who]}, is {sign} ({told})")
        elif sign != OPEN and answer.wrote:
            faults.append(f"line {row.line}: {way} {row.name} as {who} is refused, and writes")
        faults += headers.faults(row.name, answer, is_personal=who != "nobody" and sign == OPEN)
    return faults


def _plain(row: Row) -> str:
    """The name of a row without what follows its @."""
    return row.name.partition("@")[0]


@cache
def _operations() -> dict[str, tuple[str, str, str]]:
    """Operation → method, path and the right that it needs."""
    matrix.addresses()  # operations are declared when addresses are read
    paths = v1.get_openapi_schema()["paths"]
    return {
        told["operationId"]: (method, path, told["x-right"])
        for path, methods in paths.items()
        for method, told in methods.items()
    }


def _called(house: world.World, visitors: matrix.Visitors, row: Row, token: str) -> Any:
    """The answer to a program with one of the tokens."""
    plain = _plain(row)
    method, path, _ = _operations()[plain]
    sent: dict[str, Any] = {}
    if method == "post":
        sent = {"data": json.dumps(house.bodies[row.name]), "content_type": "application/json"}
    bearer = {} if token == "nobody" else {"Authorization": f"Bearer {house.tokens[token]}"}
    address = path.format(**house.ids.get(plain, {})) + house.query.get(row.name, "")
    return visitors.visit("nobody", method, address, headers=bearer, **sent)


def _sign_of(row: Row, answer: Any) -> str:
    if answer.status_code == 200 and answer.get("Content-Type", "").startswith("application/json"):
        told = json.loads(answer.body)
        narrowed = told.get("items") if "@" in row.name else None  # whole lists hold what each may read, which is said
        return "0" if [] in (told.get("rows"), narrowed) else OPEN
    return OPEN if answer.status_code in {200, 201} else matrix.sign_of(answer).replace(OPEN, str(answer.status_code))


def _read_by(who: str, house: world.World, visitors: matrix.Visitors) -> Iterator[tuple[str, str]]:
    """Everything that somebody may read: pages, and answers to a program with their token."""
    for row in ROWS:
        if "get" in row.ways and row.signs[who] == OPEN and row.name not in NEEDS_A_REPORT | ONES_OWN:
            yield row.name, visitors.visit(who, "get", house.path(row.name), house.cookies.get(row.name)).body
    for row in ASKED:
        if row.signs.get(who) == OPEN and who != "nobody" and _operations()[_plain(row)][0] == "get":
            yield row.name, _called(house, visitors, row, who).body

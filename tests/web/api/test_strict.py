"""What two readers of JSON could read differently is refused."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearbar.web.api import strict
from tests.conftest import work

REFUSED = {
    b'{"a": 1, "a": 2}': "stands twice",
    b'[{"b": {"a": 1, "\\u0061": 2}}]': "stands twice",
    b'{"a": NaN}': "NaN",
    b'{"a": Infinity}': "Infinity",
    b'{"a": -Infinity}': "Infinity",
    b'{"a": 1e999}': "larger than any double",
    b'{"a": "x\\u0000"}': "NUL",
    b'{"a": "\\ud800"}': "half",
    b'{"\\udc00": 1}': "half",
    b'{"a": "\xff"}': "UTF-8",
    b'\xef\xbb\xbf{"a": 1}': "no JSON",
    b"{'a': 1}": "no JSON",
    b'{"a": 1,}': "no JSON",
    b'{"a": 01}': "no JSON",
    b'{"a": 1} {"a": 2}': "no JSON",
    b'{"a": ' + b"1" * 5000 + b"}": "no JSON",
    b"[" * 17 + b"]" * 17: "deeper",
    b"[" * 500_000: "deeper",
    b'{"a":' * 100_000 + b"1" + b"}" * 100_000: "deeper",
    b"": "no JSON",
}


@pytest.mark.parametrize(("raw", "why"), REFUSED.items(), ids=lambda one: str(one)[:24])
def test_it_is_refused_and_said_why(raw: bytes, why: str) -> None:
    with pytest.raises(strict.NotStrict, match=why):
        strict.read(raw)


def test_a_number_without_a_fraction_is_whole() -> None:
    assert [type(one) for one in strict.read(b"[4.0, 4, 4.5, 1e3, 1e300]")] == [int, int, float, int, float]


def test_many_keys_of_which_one_comes_twice_are_read_in_a_moment() -> None:
    raw = b"{" + b",".join(b'"k%d":1' % i for i in range(200_000)) + b',"k199999":2}'

    def read() -> None:
        with pytest.raises(strict.NotStrict, match="k199999"):
            strict.read(raw)

    assert work(read) < 300


LEAF = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
)


@given(
    st.recursive(
        LEAF,
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")), inner, max_size=4
            )
        ),
        max_leaves=12,
    )
)
def test_all_else_is_read_as_everybody_reads_it(data: object) -> None:
    raw = json.dumps(data).encode()
    try:
        assert strict.read(raw) == json.loads(raw)
    except strict.NotStrict as fault:
        assert "deeper" in str(fault)

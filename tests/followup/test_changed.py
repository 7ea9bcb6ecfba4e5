"""What may be said of a change."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clearbar.followup.changed import WORTH_WAITING, how_many_more, turned
from clearbar.model.coaching import Turned
from clearbar.model.estimate import Estimate


def apart(low: float, high: float) -> Estimate:
    return Estimate((low + high) / 2, low, high, 20)


@pytest.mark.parametrize(("difference", "beyond", "says"), [
    (apart(0.1, 0.5), apart(0.05, 0.4), Turned.ROSE),
    (apart(0.1, 0.5), apart(-0.1, 0.4), Turned.PERHAPS),
    (apart(0.1, 0.5), None, Turned.PERHAPS),
    (apart(-0.1, 0.5), apart(-0.2, 0.4), Turned.CANNOT_TELL),
    (apart(-0.4, -0.1), None, Turned.FELL),
    (apart(-0.4, 0.1), apart(-0.5, -0.1), Turned.FELL),
    (apart(-0.4, -0.1), apart(-0.3, 0.1), Turned.CANNOT_TELL),
    (None, None, Turned.CANNOT_TELL),
])  # fmt: skip
def test_a_rise_is_held_against_what_would_have_come_by_itself(
    difference: Estimate | None, beyond: Estimate | None, says: Turned
) -> None:
    assert turned(difference, beyond) is says


@example(286, 1145)
@given(st.integers(0, 400), st.integers(1, 3 * WORTH_WAITING))
def test_how_many_more_is_the_first_number_that_settles_it(n: int, enough: int) -> None:
    more = how_many_more(n, 5, lambda count: count >= enough)
    truth = max(enough, n, 5) - n
    assert more == (truth if truth <= WORTH_WAITING or enough <= max(n, 5) else None)


def test_what_never_settles_is_no_number() -> None:
    assert how_many_more(7, 5, lambda count: False) is None

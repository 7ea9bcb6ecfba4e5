from __future__ import annotations

import numpy as np
import pytest

from clearbar.stats.ascent import Point, climb, invert, propose, solve


def bowl(centre: list[float], matrix: list[list[float]]):
    """A likelihood whose log is a parabola: its peak over non-negative variances is a small quadratic programme."""
    middle, information = np.array(centre), np.array(matrix)

    def likelihood(at: np.ndarray) -> Point:
        off = at - middle
        return Point(float(off @ information @ off), -information @ off, information)

    return likelihood


def test_an_inner_peak_is_reached_in_one_step():
    peak = climb(bowl([1.0, 2.0], [[2.0, 0.5], [0.5, 1.0]]), np.array([5.0, 5.0]))
    assert peak.converged
    assert peak.at == pytest.approx([1, 2])


def test_a_variance_that_would_be_negative_is_held_at_zero_and_the_others_give_way():
    likelihood = bowl([-1.0, 2.0], [[2.0, 1.0], [1.0, 1.0]])
    peak = climb(likelihood, np.array([3.0, 3.0]))
    grid = np.linspace(0, 5, 101)
    best = min((likelihood(np.array([a, b])).criterion, a, b) for a in grid for b in grid)
    assert peak.converged
    assert peak.at == pytest.approx(best[1:])
    assert peak.at[0] == 0


def test_a_variance_that_starts_at_zero_is_freed():
    peak = climb(bowl([1.0, 2.0], [[2.0, 0.5], [0.5, 1.0]]), np.array([0.0, 5.0]))
    assert peak.at == pytest.approx([1, 2])


def test_a_step_that_overshoots_is_halved():
    def likelihood(at: np.ndarray) -> Point:
        """Minus twice log of x e^-x, with an information that is far too small."""
        x = at[0]
        if x <= 0:
            return Point(np.inf, np.zeros(1), np.eye(1))
        return Point(float(2 * (x - np.log(x))), np.array([1 / x - 1]), np.array([[0.05]]))

    peak = climb(likelihood, np.array([0.2]))
    assert peak.converged
    assert peak.at == pytest.approx([1.0], abs=1e-4)


def test_a_likelihood_without_a_peak_is_not_said_to_converge():
    def likelihood(at: np.ndarray) -> Point:
        return Point(float(-2 * at[0]), np.array([1.0]), np.array([[1.0]]))

    assert not climb(likelihood, np.array([1.0]), limit=20).converged


def test_a_step_never_leaves_the_variances_negative():
    rng = np.random.default_rng(0)
    for _ in range(200):
        root = rng.normal(size=(4, 4))
        at = np.maximum(rng.normal(size=4), 0)
        point = Point(0.0, rng.normal(size=4) * 3, root @ root.T + 0.1 * np.eye(4))
        assert np.all(at + propose(at, point) >= -1e-12)


def test_directions_that_cannot_be_told_apart_have_no_covariance_but_still_a_step():
    information = np.array([[1.0, 1.0], [1.0, 1.0]])
    assert invert(information) is None
    assert information @ solve(information, np.array([2.0, 2.0])) == pytest.approx([2, 2])
    assert invert(np.diag([4.0, 1e-12])) == pytest.approx(np.diag([0.25, 1e12]))

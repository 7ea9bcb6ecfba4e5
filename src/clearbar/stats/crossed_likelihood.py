"""The likelihood of crossed random factors as a function of their variances, from cross-counts of their levels.

Henderson's mixed-model equations in the scaled form of Bates et al. 2015 (JSS 67(1), section 3), which stays regular
at a variance of 0: with γ = σ_k²/σ_e², the largest factor is eliminated as a diagonal D = 1 + γ n, and the Cholesky
factor L of what is left, S, gives the criterion, the score and the average information (Gilmour, Thompson & Cullis
1995, Biometrics 51:1440). W below are all columns, Z those of the factors, X the fixed ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, log, pi

import numpy as np
from scipy.linalg import solve_triangular
from scipy.linalg.blas import dsyrk
from scipy.linalg.lapack import dpotrf, dpotri
from scipy.sparse import csr_array

from clearbar.stats.ascent import Point
from clearbar.stats.components import Floats
from clearbar.stats.cross_counts import CrossCounts

NEAR_ZERO = 1e-6
"""Below this γ n the trace of a factor is taken from L directly: the difference that else gives it cancels."""
DENSE = 0.08
"""Levels of the largest factor that meet more than this part of all others are multiplied as full rows."""
ROWS = 2048
"""Full rows at a time: bounds memory."""
VANISHING = 1e-10
"""Below this part of all variation the rest counts as 0, where the likelihood has no bound."""


@dataclass(frozen=True, eq=False)
class System:
    """The equations at given variances, solved.

    `gamma` are the ratios of the factors to `rest`, in the order of the counts; `diagonal` is D; `scale` the roots of
    the ratios along the dense block, 1 for fixed columns; `left` the dense block less what the largest factor
    explains, and `shared` what D⁻² alone would explain; `root` is L; `first` (q,) and `dense` (d,) are the effects,
    the fixed ones last; `explained` is what they take off the sum of squares.
    """

    gamma: Floats
    rest: float
    diagonal: Floats
    scale: Floats
    left: Floats
    shared: Floats
    root: Floats
    first: Floats
    dense: Floats
    explained: float

    @property
    def keep(self) -> Floats:
        """γ/D: what the largest factor takes of a sum over one of its levels."""
        return np.asarray(self.gamma[0] / self.diagonal)


class CrossedLikelihood:
    """Variances in the order of the table, the rest last, to the point of the (restricted) likelihood."""

    def __init__(self, counts: CrossCounts, reml: bool) -> None:
        self.counts, self.reml = counts, reml
        self.random = counts.dense.shape[0] - len(counts.fixed)
        self.freedom = counts.ratings - reml * len(counts.fixed)
        self.least = VANISHING * counts.square / counts.ratings
        self.places = [*counts.order, len(counts.order)]
        self.turned = csr_array(counts.cross.T)
        wide = np.diff(counts.cross.indptr) > DENSE * counts.cross.shape[1]
        self.wide, self.slim = np.flatnonzero(wide), np.flatnonzero(~wide)
        self.slim_cross = counts.cross[self.slim]
        self.slim_turned = csr_array(self.slim_cross.T)
        self.solved: tuple[Floats, System] | None = None

    def __call__(self, variances: Floats) -> Point:
        system = self.solve(variances) if variances[-1] > self.least else None
        if system is None:
            return Point(inf, np.zeros(variances.size), np.eye(variances.size))
        left_first, left_dense, squares = self._residuals(system)
        score, information = np.empty(variances.size), np.empty((variances.size, variances.size))
        places = self.places
        traces = self._traces(system)
        parts = [left_first @ left_first, *(left_dense[s] @ left_dense[s] for s in self.counts.spans), squares]
        score[places] = (np.array(parts) - traces) / 2
        information[np.ix_(places, places)] = self._information(system, left_first, left_dense, squares)
        return Point(self._criterion(system), score, information)

    def solve(self, variances: Floats) -> System | None:
        """The equations at these variances (the last > 0), solved; None if they have no solution. The last ones are
        kept: who has climbed a peak asks for them again."""
        if self.solved is None or not np.array_equal(self.solved[0], variances):
            system = self._solve(variances)
            self.solved = (variances.copy(), system) if system else None
        return self.solved[1] if self.solved else None

    def _solve(self, variances: Floats) -> System | None:
        counts, rest = self.counts, float(variances[-1])
        gamma = variances[list(counts.order)] / rest
        diagonal = 1.0 + gamma[0] * counts.first
        keep = gamma[0] / diagonal
        scale = np.ones(counts.dense.shape[0])
        for span, ratio in zip(counts.spans, gamma[1:], strict=True):
            scale[span] = np.sqrt(ratio)
        taken, shared = self._shared(keep, diagonal**-2)
        left = counts.dense - taken
        block = left * scale[:, None] * scale
        block[np.arange(self.random), np.arange(self.random)] += 1.0
        root, failed = dpotrf(block.T, lower=1, clean=1, overwrite_a=1)
        if failed:
            return None
        pulled = scale * (counts.dense_sums - self.turned @ (keep * counts.sums))
        half = solve_triangular(root, pulled, lower=True, check_finite=False)
        dense = scale * solve_triangular(root, half, lower=True, trans=1, check_finite=False)
        first = keep * (counts.sums - counts.cross @ dense)
        explained = float(keep @ (counts.sums * counts.sums)) + float(half @ half)
        return System(gamma, rest, diagonal, scale, left, shared, root, first, dense, explained)

    def inverse(self, system: System, size: int) -> Floats:
        """The inverse of the leading `size` rows and columns of S."""
        if size == 0:
            return np.zeros((0, 0))
        lower, _ = dpotri(system.root[:size, :size], lower=1)
        return np.asarray(lower + np.tril(lower, -1).T)

    def _shared(self, weights: Floats, others: Floats) -> tuple[Floats, Floats]:
        """What levels of the dense block share through the levels of the largest factor, these weighted in two ways.

        Most of the work. Levels that meet few others are multiplied as they are stored, in one pass for both weights,
        as the real and the imaginary part; those that meet many, as full rows, which processors do much faster."""
        turned, own = self.slim_turned, (weights + 1j * others)[self.slim]
        both = turned.data * own[turned.indices]
        scaled = csr_array((both, turned.indices, turned.indptr), turned.shape)
        few = (scaled @ self.slim_cross).toarray()
        real, imaginary = np.ascontiguousarray(few.real), np.ascontiguousarray(few.imag)
        if self.wide.size:
            real += self._wide_shared(weights)
            imaginary += self._wide_shared(others)
        return real, imaginary

    def _wide_shared(self, weights: Floats) -> Floats:
        size = self.counts.cross.shape[1]
        found = np.zeros((size, size), order="F")
        for begin in range(0, self.wide.size, ROWS):
            at = self.wide[begin : begin + ROWS]
            rows = self.counts.cross[at].toarray() * np.sqrt(weights[at])[:, None]
            found = dsyrk(1.0, rows.T, beta=1.0, c=found, overwrite_c=1)
        return np.asarray(found + np.triu(found, 1).T)

    def _criterion(self, system: System) -> float:
        logs = 2.0 * np.log(np.diag(system.root))
        counted = logs if self.reml else logs[: self.random]
        return (
            self.freedom * log(2 * pi * system.rest)
            + float(np.log(system.diagonal).sum())
            + float(counted.sum())
            + (self.counts.square - system.explained) / system.rest
        )

    def _residuals(self, system: System) -> tuple[Floats, Floats, float]:
        """Z'Py of the largest factor and of the dense block, and y'PPy: Py are residuals over the rest variance."""
        counts = self.counts
        first = counts.sums - counts.first * system.first - counts.cross @ system.dense
        dense = counts.dense_sums - self.turned @ system.first - counts.dense @ system.dense
        dense[self.random :] = 0.0  # the normal equations of the fixed columns
        unexplained = counts.square - system.first @ counts.sums - system.dense @ counts.dense_sums
        squares = unexplained - system.first @ first - system.dense @ dense
        rest = system.rest
        return first / rest, dense / rest, max(float(squares), 0.0) / rest**2

    def _traces(self, system: System) -> Floats:
        """tr(P dV/dθ) for each factor in the order of the counts, and the rest."""
        size = system.root.shape[0] if self.reml else self.random
        inverse = self.inverse(system, size)
        shared = system.shared[:size, :size]
        scale = system.scale[:size]
        own = float(np.sum(self.counts.first / system.diagonal))
        traces = [own - float(np.einsum("i,ij,ij,j->", scale, inverse, shared, scale))]
        for span, ratio in zip(self.counts.spans, system.gamma[1:], strict=True):
            counted = np.diag(self.counts.dense)[span]
            if ratio * counted.max() < NEAR_ZERO:
                traces.append(self._trace_near_zero(system, span, size))
            else:
                traces.append(float(counted.size - np.diag(inverse)[span].sum()) / ratio)
        rest = self.freedom - float(system.gamma @ np.array(traces))
        return np.array([*traces, rest]) / system.rest

    def _trace_near_zero(self, system: System, span: slice, size: int) -> float:
        turned = system.scale[:size, None] * system.left[:size, span]
        half = solve_triangular(system.root[:size, :size], turned, lower=True, check_finite=False)
        return float(np.trace(system.left[span, span])) - float(np.sum(half * half))

    def _information(self, system: System, first: Floats, dense: Floats, squares: float) -> Floats:
        """Half of y'P (dV/dθ) P (dV/dφ) P y for each two variances; the rest comes last."""
        counts, factors = self.counts, len(self.counts.order)
        down = np.zeros((first.size, factors + 1))
        across = np.zeros((dense.size, factors + 1))
        down[:, 0] = first
        for column, span in enumerate(counts.spans, start=1):
            across[span, column] = dense[span]
        moved = counts.first[:, None] * down + counts.cross @ across
        moved_dense = self.turned @ down + counts.dense @ across
        moved[:, -1], moved_dense[:, -1] = first, dense
        products = down.T @ moved + across.T @ moved_dense
        products[-1] = products[:, -1]
        products[-1, -1] = squares
        kept = system.keep[:, None] * moved
        pulled = system.scale[:, None] * (moved_dense - self.turned @ kept)
        half = solve_triangular(system.root, pulled, lower=True, check_finite=False)
        return np.asarray((products - moved.T @ kept - half.T @ half) / (2 * system.rest))

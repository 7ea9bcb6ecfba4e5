"""Reviews one by one → the sums that a blended score follows from: for arrays at hand, where no engine counts."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from clearbar.stats.intervals import Floats


def review_sums(
    y: npt.ArrayLike,
    f: npt.ArrayLike,
    chosen: npt.ArrayLike,
    *,
    checks: float,
    f_checks: float,
    person: npt.ArrayLike | None = None,
) -> dict[str, Floats]:
    """The columns that `blend` takes, each of shape (1,), of one stratum.

    `y` what reviewers say and `f` what the check says, shape (reviews,), `chosen` the probability of each review;
    `person` who served. `checks` interactions were checked, and their f adds up to `f_checks`. Raises ValueError for a
    probability that is not above 0 and at most 1.
    """
    ys, fs, pi = np.broadcast_arrays(*(np.asarray(column, dtype=np.float64) for column in (y, f, chosen)))
    if not np.all((pi > 0) & (pi <= 1)):
        raise ValueError("a probability lies above 0 and is at most 1")
    rest = pi < 1
    sure = {"sure": (~rest).sum(), "sure_y": ys[~rest].sum(), "sure_f": fs[~rest].sum()}
    who = np.arange(len(ys)) if person is None else np.unique(np.asarray(person), return_inverse=True)[1]
    ys, fs, pi, who = ys[rest], fs[rest], pi[rest], who[rest]
    w, v = 1 / pi, np.sqrt(1 - pi) / pi
    vv = v * v
    a, cy, cf = (np.bincount(who, column) for column in (v, v * ys, v * fs))
    found = {
        "n": rest.sum(), "w": w.sum(), "wy": (w * ys).sum(), "wf": (w * fs).sum(), "v": v.sum(), "vv": vv.sum(),
        "vvy": (vv * ys).sum(), "vvf": (vv * fs).sum(), "vvyy": (vv * ys * ys).sum(), "vvyf": (vv * ys * fs).sum(),
        "vvff": (vv * fs * fs).sum(), **sure, "clusters": (a > 0).sum(), "aa": (a * a).sum(), "ay": (a * cy).sum(),
        "af": (a * cf).sum(), "yy": (cy * cy).sum(), "yf": (cy * cf).sum(), "ff": (cf * cf).sum(), "checks": checks,
        "f_checks": f_checks, "stratum": 0,
    }  # fmt: skip
    return {name: np.array([value], dtype=np.float64) for name, value in found.items()}

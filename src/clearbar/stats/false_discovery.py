"""Many looks at once: of what is called a finding, how much may be chance?"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from clearbar.stats.intervals import Floats


def adjusted(p: npt.ArrayLike) -> Floats:
    """Each p-value as the least rate of false discoveries at which it would still be called one, shape (looks,).

    Benjamini & Hochberg 1995, J. Royal Statistical Society B 57:289. The looks are independent or resemble each other.
    """
    raw = np.asarray(p, dtype=np.float64)
    order = np.argsort(raw, kind="stable")[::-1]
    scaled = raw[order] * len(raw) / np.arange(len(raw), 0, -1)
    found = np.empty_like(raw)
    found[order] = np.minimum(np.minimum.accumulate(scaled), 1.0)
    return found

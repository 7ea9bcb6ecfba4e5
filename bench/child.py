"""The process in which one side of a comparison runs: `python -m bench.child MODULE:FUNCTION ARGUMENTS`.

The function gets a clock, prepares what is not counted, and does what is counted `with clock:`. It returns what it
found, which is how two sides are held against each other.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from importlib import import_module
from importlib.abc import MetaPathFinder
from types import TracebackType

from bench.spawn import UNIT

OURS = ("bench.ours", "bench.rollups", "bench.board")
"""Run as if pandas were not there. It is no dependency, but where it is installed for another side of the comparison,
pyarrow would load it, which costs 0.2 s and 40 MB."""


class _WithoutPandas(MetaPathFinder):
    """Finds no pandas."""

    def find_spec(self, name: str, path: object, target: object = None) -> None:
        """Nothing for all other names: whoever is next may find them."""
        del path, target
        if name == "pandas":
            raise ModuleNotFoundError("No module named 'pandas'", name=name)


class Clock:
    """The wall seconds inside its `with`, all of them together, and the most memory of the process up to its end."""

    seconds = 0.0
    megabytes = 0.0

    def __enter__(self) -> Clock:
        self._began = time.perf_counter()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.seconds += time.perf_counter() - self._began
        self.megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * UNIT / 2**20


def main() -> None:
    """Runs the function and prints its seconds, memory and findings as one line of JSON."""
    module, name = sys.argv[1].split(":")
    if module in OURS:
        sys.meta_path.insert(0, _WithoutPandas())
    clock = Clock()
    said = getattr(import_module(module), name)(clock, **json.loads(sys.argv[2]))
    print(json.dumps({"seconds": clock.seconds, "megabytes": clock.megabytes, "said": said}))


if __name__ == "__main__":
    main()

"""Engines by name."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from clearbar.engines.duckdb import DuckDB
from clearbar.engines.engine import Engine
from clearbar.engines.snapshot import Readable
from clearbar.engines.spark import Spark
from clearbar.model.errors import Fault, QuestionFault

_BY_NAME: MappingProxyType[str, Callable[[Readable], Engine]] = MappingProxyType({"duckdb": DuckDB, "spark": Spark})
ENGINES = tuple(_BY_NAME)
"""The engines; the first one comes with Clearbar, the others with an extra."""


def open_engine(name: str, evidence: Readable) -> Engine:
    """The newest version of the evidence, or of a rollup, open for counting with an engine. QuestionFault if there is
    none of that name, EngineFault where it cannot be started, EvidenceFault where a file cannot be read."""
    if name not in _BY_NAME:
        message = f"`{name}` is no engine"
        raise QuestionFault([Fault("--engine", 0, 0, "CQ007", message, f"known: {', '.join(ENGINES)}")])
    return _BY_NAME[name](evidence)

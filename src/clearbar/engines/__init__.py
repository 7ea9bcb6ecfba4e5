"""The only room that touches evidence: keeps it and runs queries on it."""

from clearbar.engines.choice import ENGINES, open_engine
from clearbar.engines.delta import Evidence
from clearbar.engines.duckdb import DuckDB
from clearbar.engines.engine import Engine
from clearbar.engines.mirror import Mirror
from clearbar.engines.newest import Newest
from clearbar.engines.rolling import rolling_up
from clearbar.engines.rollup import Rollup
from clearbar.engines.spark import Spark
from clearbar.engines.tables import RATINGS

__all__ = [
    "ENGINES",
    "RATINGS",
    "DuckDB",
    "Engine",
    "Evidence",
    "Mirror",
    "Newest",
    "Rollup",
    "Spark",
    "open_engine",
    "rolling_up",
]

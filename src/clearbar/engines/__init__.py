"""The only room that touches evidence: keeps it and runs queries on it."""

from clearbar.engines.delta import Evidence
from clearbar.engines.duckdb import DuckDB

__all__ = ["DuckDB", "Evidence"]

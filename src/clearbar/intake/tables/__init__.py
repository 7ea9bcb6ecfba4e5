"""Tables: CSV, TSV, JSON lines, Parquet and workbooks → ratings as Arrow batches, or reasons row by row.

    stream → blocks of text → (a map says what columns mean) → values and reasons → batches

Nothing but a block is held in memory. See docs/import.md.
"""

from __future__ import annotations

from clearbar.intake.tables.beside import BESIDE, Taken, meant, taken
from clearbar.intake.tables.blocks import Table
from clearbar.intake.tables.formats import FORMATS, open_table
from clearbar.intake.tables.law import Known, known
from clearbar.intake.tables.map import Map, map_schema, read_map
from clearbar.intake.tables.naming import Secrets
from clearbar.intake.tables.plan import Plan, make_plan
from clearbar.intake.tables.reasons import CODES, Refused
from clearbar.intake.tables.rows import Cleaned, Settings, clean

__all__ = [
    "BESIDE", "CODES", "FORMATS", "Cleaned", "Known", "Map", "Plan", "Refused", "Secrets", "Settings", "Table",
    "Taken", "clean", "known", "make_plan", "map_schema", "meant", "open_table", "read_map", "taken",
]  # fmt: skip

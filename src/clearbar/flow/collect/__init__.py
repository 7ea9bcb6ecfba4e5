"""Collect: what other systems know → evidence.

table → blocks of rows → ratings ─→ evidence, in one commit
                      └→ reasons ─→ rejected.csv
"""

from clearbar.flow.collect.importing import Imported, import_ratings
from clearbar.flow.collect.maps import Map, read_map, write_map_schema

__all__ = ["Imported", "Map", "import_ratings", "read_map", "write_map_schema"]

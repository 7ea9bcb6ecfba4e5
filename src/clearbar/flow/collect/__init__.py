"""Collect: what other systems know → evidence.

table → blocks of rows → ratings ─→ evidence, in one commit
                      └→ reasons ─→ rejected.csv
"""

from clearbar.flow.collect.beside import BESIDE, import_beside
from clearbar.flow.collect.importing import Imported, import_ratings
from clearbar.flow.collect.maps import Map, read_map, write_map_schema

__all__ = ["BESIDE", "Imported", "Map", "import_beside", "import_ratings", "read_map", "write_map_schema"]

"""Rollup: evidence → sums by week, site, person, standard and source, which answer for it.

the weeks that can have changed → the cells of each → finished sums → the rollup, changed in those weeks alone
"""

from __future__ import annotations

from pathlib import Path

from clearbar import measures
from clearbar.engines import Evidence, open_engine, rolling_up
from clearbar.model.errors import EvidenceFault
from clearbar.model.evidence import Rolled

PRIVATE = "this evidence mirrors the web application, where a person's figures are for that person and their coach"


def rollup(evidence: Path | str, output: Path | str, *, engine: str = "duckdb") -> Rolled:
    """Makes a rollup of the evidence in a folder, or lets the one in `output` follow it; counted by an engine.

    Weeks in which nothing changed are left as they are. Raises EvidenceFault where there is no evidence or a file of it
    cannot be read, where `output` holds other things, was made from other evidence or cannot be written, and
    EngineFault where the engine cannot be started or gives up; then the rollup is as it was.
    """
    source = Evidence(Path(evidence))
    if not source.tells_persons:
        raise EvidenceFault(f"a rollup keeps sums of each person: {PRIVATE}")
    with rolling_up(Path(output), source) as made:
        if made.batches:
            counting = open_engine(engine, made.read)
            try:
                for weeks in made.batches:
                    made.put(weeks, counting.run(measures.rolling.cells(weeks)), measures.rolling.finishing())
            finally:
                counting.close()
        return made.finish()

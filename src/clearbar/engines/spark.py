"""Runs queries with Spark on the files that the newest version of the evidence, or of a rollup, lists.

The folder of the evidence must be mounted at the same place on every machine of a cluster. pyspark and Java are
loaded when an engine is opened, and only then.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from clearbar.engines.engine import columns
from clearbar.engines.session import has_ended, kind, new_session, silence, words
from clearbar.engines.snapshot import Readable
from clearbar.model.errors import EngineFault
from clearbar.model.question import Query, Sums

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_DIALECT = (("double precision", "double"), ("{slice}", "true"))
"""What the portable subset says, and how Spark says it. It cuts work into slices by itself."""

_MEMORY = ("OutOfMemory", "UNABLE_TO_ACQUIRE_MEMORY", "maxResultSize", "Not enough memory")
"""Words by which Spark tells, in many ways, that its memory is too small."""


class Spark:
    """One version of the evidence, open for counting. It stays at that version while others write.

    Engines share one Spark, which is kept for the next one and ends with this process. Each has a session of its own
    in it, so that neither views nor settings of two engines, or of the caller's, meet.
    """

    def __init__(self, evidence: Readable) -> None:
        self._read = evidence.snapshot()
        self.version = self._read.version
        self._session = new_session()
        for name in self._read.schemas:
            with self._telling(f"create temporary view {name}"):
                self._table(name, self._read.files[name]).createOrReplaceTempView(name)

    def close(self) -> None:
        """Forgets the tables; Spark itself stays for the next engine."""
        if has_ended(self._session):
            return
        with suppress(Exception), silence():  # one that is lost has nothing to forget
            for name in self._read.schemas:
                self._session.catalog.dropTempView(name)

    def run(self, query: Query) -> Sums:
        """The answer as columns; see `Engine.run`."""
        sql = query.sql
        for said, spark_says in _DIALECT:
            sql = sql.replace(said, spark_says)
        with self._telling(sql):
            return columns(self._session.sql(sql, args=list(query.values)).toArrow(), query)

    def _table(self, name: str, files: Sequence[str]) -> DataFrame:
        from pyspark.sql.pandas.types import from_arrow_schema

        schema = from_arrow_schema(self._read.schemas[name])
        if not files:
            typed = ", ".join(f"cast(null as {one.dataType.simpleString()}) as {one.name}" for one in schema)
            return self._session.sql(f"select {typed} where false")
        reader = self._session.read.schema(schema).option("__globPaths__", "false")  # names of folders are no patterns
        return reader.parquet(*(f"file://{file}" for file in files)).select(*schema.names)

    @contextmanager
    def _telling(self, sql: str) -> Iterator[None]:
        """Tells in a sentence what keeps the engine from answering. Through Spark, everything may come: errors of the
        query, of Java, of the connection to it."""
        try:
            with silence():
                yield
        except Exception as error:
            if damage := self._read.damage():  # first, for a broken file may ask for any amount of memory
                raise damage from error
            ended = has_ended(self._session, seconds=1.0)  # one that is being killed may not be gone yet
            raise EngineFault(_reason(error, ended), sql) from error


def _reason(error: Exception, ended: bool) -> str:
    """Why Spark gave up, in a sentence. Its own words quote what was asked; of those only the kind is told."""
    said = words(error)
    if isinstance(error, MemoryError) or any(word in said for word in _MEMORY):
        hint = "give it more (spark.driver.memory), or ask for fewer groups, or of fewer ratings, at a time"
        return f"Spark has not enough memory for this question; {hint}"
    if ended:
        return "Spark ended while it was counting; often its memory was too small (spark.driver.memory)"
    return f"the engine refused a query: {kind(error)}"

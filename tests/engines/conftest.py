"""What tests of engines share: Spark, where it can run, and an environment in which it finds its way."""

from __future__ import annotations

import importlib.util
import os
import shutil

import pytest

from tests.conftest import lacking

_JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""For evidence as small as ours, Java spends more on making its code fast than that code saves."""


@pytest.fixture(scope="session")
def spark() -> str:
    """The name of the engine, where there is Java and pyspark. Its Java is started once for all tests."""
    if not shutil.which("java"):
        lacking("no Java (`make system` installs it)")
    if not importlib.util.find_spec("pyspark"):
        lacking("no pyspark (`make test` installs it where Java is)")
    os.environ.setdefault("SPARK_SUBMIT_OPTS", _JAVA)
    return "spark"


@pytest.fixture(params=["duckdb", "spark"])
def engine(request: pytest.FixtureRequest) -> str:
    """Each engine by its name."""
    return "duckdb" if request.param == "duckdb" else str(request.getfixturevalue("spark"))

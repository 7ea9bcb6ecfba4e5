"""The one Spark of this process, and sessions in it.

What the user has configured counts: SPARK_REMOTE, SPARK_CONF_DIR with its spark-defaults.conf, SPARK_DRIVER_MEMORY, or
a session that runs already, as in a notebook. Where nothing is, Spark runs on all cores of this machine.
"""

from __future__ import annotations

import atexit
import logging
import os
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from subprocess import DEVNULL, TimeoutExpired
from tempfile import TemporaryDirectory
from threading import Lock
from typing import TYPE_CHECKING, Any

from clearbar.model.errors import EngineFault

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_QUIET = {
    "spark.app.name": "clearbar",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "OFF",
}
_COUNTING = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",  # a sum that grows too large is an error, never another number
    "spark.sql.files.ignoreCorruptFiles": "false",
    "spark.sql.files.ignoreMissingFiles": "false",
    "spark.sql.execution.arrow.useLargeVarTypes": "false",
}
"""Settings of our own sessions. A file that is passed over would change figures without a word."""

_LOCAL_PARTITIONS = "8"
"""Into so many parts a shuffle on one machine is cut; the 200 of a cluster would take longer than the counting."""

_END_SECONDS = 10.0

_STARTING = Lock()


def new_session() -> SparkSession:
    """A session with views and settings of its own, in the Spark of this process, which is started if need be.

    EngineFault where there is no pyspark, no Java, or no Spark at the place that the user has configured.
    """
    if not find_spec("pyspark"):
        raise EngineFault("Spark is not installed; `pip install 'clearbar[spark]'` brings it, and it needs Java 17", "")
    with _STARTING, silence():
        try:
            session = _running().newSession()
            for name, value in _COUNTING.items():
                session.conf.set(name, value)
            if str(session.conf.get("spark.master", "")).startswith("local"):
                session.conf.set("spark.sql.shuffle.partitions", _LOCAL_PARTITIONS)
        except Exception as error:
            raise EngineFault(_why_not(error), "") from error
    return session


@contextmanager
def silence() -> Iterator[None]:
    """Keeps pyspark from warning of versions of pandas, which nothing here uses."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def has_ended(session: SparkSession, seconds: float = 0.0) -> bool:
    """Whether the Spark of a session has ended, or ends within so many seconds: nothing more can be asked of it.

    Of a Spark that this process did not start, nobody here knows.
    """
    return _is_over(getattr(session, "_sc", None), seconds)


def _is_over(context: Any, seconds: float = 0.0) -> bool:
    process = getattr(getattr(context, "_gateway", None), "proc", None)
    if process is None:
        return False
    with suppress(TimeoutExpired):
        process.wait(seconds)
    return process.poll() is not None


def words(error: Exception) -> str:
    """What an error says. One that came from Java asks there for its words, and may find nobody any more."""
    try:
        return str(error)
    except Exception:
        return type(error).__name__


def kind(error: Exception) -> str:
    """The kind of an error, as pyspark or Java names it."""
    if (condition := getattr(error, "getCondition", None)) and (found := condition()):
        return str(found)
    causes = re.findall(r"^(?:: |Caused by: )(?:\w+\.)*(\w+)", words(error), re.MULTILINE)  # of an error in Java
    return str(causes[-1]) if causes else type(error).__name__


def _running() -> SparkSession:
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

    context = SparkContext._active_spark_context
    if context is not None and _is_over(context):
        _forget()
        context = None
    if context is None and "SPARK_REMOTE" not in os.environ:  # noqa: TID251  Spark's own variable
        _start()
    return SparkSession.getActiveSession() or SparkSession.builder.getOrCreate()


def _start() -> None:
    """Starts Java and Spark in it, silently, with their files in a private folder."""
    from pyspark import SparkConf, SparkContext
    from pyspark.java_gateway import launch_gateway

    settings = SparkConf(loadDefaults=False)
    for name, value in _QUIET.items():
        settings.set(name, value)
    launch: Callable[..., Any] = launch_gateway
    gateway = launch(settings, {"stdout": DEVNULL, "stderr": DEVNULL})
    logging.getLogger().addFilter(_is_not_of_py4j)
    folder = TemporaryDirectory(prefix="clearbar-", ignore_cleanup_errors=True)
    atexit.register(_end, gateway, folder)
    SparkContext._ensure_initialized(gateway=gateway)
    settings = SparkConf()  # now with what the user has configured
    settings.setIfMissing("spark.local.dir", folder.name).setIfMissing("spark.sql.warehouse.dir", folder.name)
    if settings.get("spark.master", "").startswith("local"):
        settings.set("spark.driver.host", "127.0.0.1").set("spark.driver.bindAddress", "127.0.0.1")
    try:
        SparkContext.getOrCreate(settings)
    except BaseException:
        _forget()
        raise


def _is_not_of_py4j(record: logging.LogRecord) -> bool:
    """When the connection to Java is lost, py4j writes a traceback into the caller's log, also from threads of its own
    and when the process ends. Who was waiting for an answer is told by an EngineFault."""
    return "py4j" not in record.pathname


def _forget() -> None:
    """Lets pyspark forget a Java that has ended: it would go on asking it."""
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

    SparkContext._gateway = SparkContext._jvm = SparkContext._active_spark_context = None
    SparkSession._instantiatedSession = None
    SparkSession._activeSession = None


def _end(gateway: Any, folder: TemporaryDirectory[str]) -> None:
    """Ends Java, which ends when nobody speaks to it any more, and removes what it has left."""
    if gateway.proc is not None:
        gateway.proc.stdin.close()
        with suppress(TimeoutExpired):
            gateway.proc.wait(_END_SECONDS)
    folder.cleanup()


def _why_not(error: Exception) -> str:
    said = words(error)
    if "JAVA_GATEWAY_EXITED" in said or isinstance(error, FileNotFoundError):
        return "Spark does not start; it needs Java 17 or newer, on the path or where JAVA_HOME says"
    if "INVALID_DRIVER_MEMORY" in said or "OutOfMemory" in said:
        return "Spark does not start with so little memory; give it more (spark.driver.memory)"
    if "PACKAGE_NOT_INSTALLED" in said:
        return "Spark at another place (SPARK_REMOTE) needs `pip install 'pyspark[connect]'`"
    return f"Spark cannot be reached as it is configured here: {kind(error)}"

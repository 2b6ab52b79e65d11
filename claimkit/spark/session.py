"""A Spark session for claimkit: one of its own, started and stopped, or one that is there (a notebook, spark-submit).

Without a master Spark runs in this machine's processes (``local[*]``). There, and on a master on loopback, every port
is bound to 127.0.0.1. What a cluster needs beyond its master (memory, credentials of a store) is Spark's to configure:
``spark-defaults.conf``, ``PYSPARK_SUBMIT_ARGS``, or spark-submit.
"""

from __future__ import annotations

import contextlib
import os
import re
import socket
import sys
import warnings
from collections.abc import Iterator, Mapping
from importlib.resources import as_file
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from claimkit.errors import EngineError
from claimkit.resources import LEXICON_VARIABLE, resource
from claimkit.spark.failures import job_errors
from claimkit.spark.java import ensure_java

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

LOCAL = "local[*]"
_INSTALL = 'pip install "claimkit[spark]"'
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
# A local master gives a task one attempt unless told otherwise; a cluster gives it four.
_ATTEMPTS = 4
_LOCAL = re.compile(r"local(?:\[(\d+|\*)\])?")
_STANDALONE = re.compile(r"spark://(?:\[(?P<six>[^\]]+)\]|(?P<host>[^:/,\[\]]+)):(?P<port>\d+)")
_SECONDS_TO_ANSWER = 5.0
# Dates in tables are dates of the article, in no zone; that of a machine or of a notebook must not move them.
_ALWAYS: Mapping[str, str] = MappingProxyType({"spark.sql.session.timeZone": "UTC"})
# Spawned Python workers see what the driver does; on a cluster these reach the executors as well.
_HANDED_ON = ("PYTHONPATH", LEXICON_VARIABLE, "CLAIMKIT_TAGGER")


@contextlib.contextmanager
def spark_session(
    master: str | None = None, *, name: str = "claimkit", settings: Mapping[str, str] | None = None
) -> Iterator[SparkSession]:
    """A session with ``settings`` on ``master``: ``local[4]``, ``spark://host:7077``, ``yarn``; default :data:`LOCAL`.

    A session that runs already is used and left running; ``master`` must then be left out or be its own, and of
    ``settings`` those that can change in a running session hold while the block lasts. What Spark raises inside the
    block becomes an :class:`EngineError`, or the error of claimkit that a worker raised.

    Raises :class:`EngineError` where pyspark or Java is missing or of the wrong version, or the master does not answer.
    """
    with _without_warnings():
        _ensure_pyspark()
        with _session(master, name, settings or {}) as session, job_errors():
            yield session


@contextlib.contextmanager
def _session(master: str | None, name: str, settings: Mapping[str, str]) -> Iterator[SparkSession]:
    from pyspark.sql import SparkSession

    running = SparkSession.getActiveSession() or _started_elsewhere()
    if running is not None:
        found = running.sparkContext.master
        if master is not None and found not in (master, _with_attempts(master)):
            raise EngineError(f"a Spark session on {found} is running here: leave the master out, or stop that session")
        with _held(running, {**_ALWAYS, **settings}):
            yield running
        return
    ensure_java()
    master = master or LOCAL
    _ensure_answer(master)
    with as_file(resource("spark/log4j2.properties")) as logging:
        session = _start(master, name, {**_settings(master, logging), **settings})
        try:
            yield session
        finally:
            _stop(session)


@contextlib.contextmanager
def _without_warnings() -> Iterator[None]:
    """Without what pyspark 4.3 says of every pandas from 3.0 on, again and again: Arrow is all that passes through."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
        yield


def _ensure_pyspark() -> None:
    try:
        import pyspark.sql  # noqa: F401 - only to know whether it is there
    except ImportError as error:
        raise EngineError(f"Spark is not installed here ({error}): {_INSTALL}") from error


def _started_elsewhere() -> SparkSession | None:
    """The session of spark-submit or of a notebook's kernel, which this thread may not know as its active one."""
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

    if "PYSPARK_GATEWAY_PORT" in os.environ or SparkContext._active_spark_context is not None:
        return SparkSession.builder.getOrCreate()
    return None


def _with_attempts(master: str) -> str:
    """A local master that tries a task again: a Python worker can be ended by the system for memory."""
    local = _LOCAL.fullmatch(master)
    return master if local is None else f"local[{local[1] or 1},{_ATTEMPTS}]"


def _ensure_answer(master: str) -> None:
    """Spark itself would try an unreachable standalone master for a minute, and end in a stack trace."""
    named = list(_STANDALONE.finditer(master if "," not in master else master.replace(",", ",spark://")))
    if master.startswith("spark://") and not named:
        raise EngineError(f"{master!r} is no address of a master: write spark://HOST:PORT, often spark://HOST:7077")
    reasons = []
    for each in named:
        try:
            with socket.create_connection((each["six"] or each["host"], int(each["port"])), _SECONDS_TO_ANSWER):
                return
        except (OSError, OverflowError) as error:
            reasons.append(str(error))
    if reasons:
        raise EngineError(f"no Spark master answers at {master} ({reasons[0]}): is it running, and is that its port?")


def _is_here(master: str) -> bool:
    """Whether driver and executors are all on this machine, so that no other may reach the ports."""
    found = _STANDALONE.fullmatch(master)
    return master.startswith("local") or (found is not None and (found["six"] or found["host"]) in _LOOPBACK)


def _settings(master: str, logging: Path) -> dict[str, str]:
    handed = {f"spark.executorEnv.{name}": os.environ[name] for name in _HANDED_ON if os.environ.get(name)}
    loopback = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    return {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": str(sys.stderr.isatty()).lower(),
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={logging.as_uri()}",
        "spark.pyspark.python": os.environ.get("PYSPARK_PYTHON", sys.executable),
        "spark.pyspark.driver.python": sys.executable,
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        **_ALWAYS,
        **(loopback if _is_here(master) else {}),
        **handed,
    }


def _start(master: str, name: str, settings: Mapping[str, str]) -> SparkSession:
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(_with_attempts(master)).appName(name)
    for key, value in settings.items():
        builder = builder.config(key, value)
    with job_errors(), _python_of_workers(settings["spark.pyspark.python"]):
        return builder.getOrCreate()


@contextlib.contextmanager
def _python_of_workers(python: str) -> Iterator[None]:
    """Local workers take their Python from the environment alone, whatever the settings say."""
    known = os.environ.get("PYSPARK_PYTHON")
    os.environ["PYSPARK_PYTHON"] = python
    try:
        yield
    finally:
        if known is None:
            del os.environ["PYSPARK_PYTHON"]


@contextlib.contextmanager
def _held(session: SparkSession, settings: Mapping[str, str]) -> Iterator[None]:
    """Settings of a session that is not ours, put back afterwards; what only holds at a start is left as it is."""
    changeable = {name: value for name, value in settings.items() if session.conf.isModifiable(name)}
    before: dict[str, Any] = {name: session.conf.get(name, None) for name in changeable}
    for name, value in changeable.items():
        session.conf.set(name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                session.conf.unset(name)
            else:
                session.conf.set(name, value)


def _stop(session: SparkSession) -> None:
    """Stop the session; its Java process stays for the next one of this process, and ends with it."""
    from py4j.protocol import Py4JError

    # A Java process that has died cannot be told to stop.
    with contextlib.suppress(Py4JError, ConnectionError):
        session.stop()

"""What goes wrong in Spark, in one line that says what to do."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator

from claimkit import errors
from claimkit.errors import ClaimkitError, EngineError

_OURS = re.compile(r"^claimkit\.errors\.(\w+): (.+)$", re.MULTILINE)
_MISSING = re.compile(r"ModuleNotFoundError: No module named '([^']+)'")
_PYTHON = re.compile(r'Cannot run program "([^"]*)"')
_REASON = re.compile(r"^(?:: |Caused by: )?[\w.$]+(?:Exception|Error): (.+)$", re.MULTILINE)
_LONGEST = 300
_SAME = "install there what is installed here (the same Python, the same version of claimkit, claimkit[spark])"


@contextlib.contextmanager
def job_errors() -> Iterator[None]:
    """Turn what Spark raises into an :class:`EngineError`, or into the error of claimkit that a worker raised."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (Py4JError, PySparkException, ConnectionError) as error:
        raise _mapped(error) from error


def _mapped(error: Exception) -> ClaimkitError:
    words = str(error)
    if (ours := _OURS.search(words)) is not None:
        kind = getattr(errors, ours[1], EngineError)
        return kind(ours[2].strip()) if issubclass(kind, ClaimkitError) else EngineError(ours[2].strip())
    if (missing := _MISSING.search(words)) is not None:
        return EngineError(f"a Spark worker has no package {missing[1]!r}: {_SAME}")
    if "PYTHON_VERSION_MISMATCH" in words:
        return EngineError(f"a Spark worker runs another Python ({_first_line(words)}): {_SAME}, or set PYSPARK_PYTHON")
    if (python := _PYTHON.search(words)) is not None:
        return EngineError(
            f"a Spark worker has no {python[1]}: set PYSPARK_PYTHON to the Python that has claimkit there"
        )
    if type(error).__name__ in ("Py4JNetworkError", "ConnectionRefusedError"):
        return EngineError("the Java process of Spark has ended; often it had too little memory (spark.driver.memory)")
    return EngineError(f"Spark failed: {_first_line(words)} (all of it: --debug)")


def _first_line(words: str) -> str:
    """The reason in a stack trace of Java, or its first line."""
    reasons = [each.strip() for each in _REASON.findall(words) if each.strip()]
    line = reasons[-1] if reasons else next((each.strip() for each in words.splitlines() if each.strip()), "no reason")
    return line[:_LONGEST]

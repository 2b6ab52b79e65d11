"""What goes wrong before and in a Spark session is one line that says what to do."""

import socket
import subprocess
import sys
from typing import Any

import pytest
from py4j.protocol import Py4JError

from claimkit.errors import EngineError, MissingModelError
from claimkit.spark.failures import job_errors
from claimkit.spark.session import spark_session

# In a process of its own, for here another session may be running.
OPENED = """
import sys
from claimkit.errors import EngineError
from claimkit.spark.session import spark_session
for master in sys.argv[1:]:
    try:
        with spark_session(master):
            print("opened")
    except EngineError as error:
        print(error)
"""


def opened(*masters: str, before: str = "") -> list[str]:
    ran = subprocess.run(
        [sys.executable, "-c", before + OPENED, *masters], capture_output=True, text=True, check=True, timeout=120
    )
    return ran.stdout.splitlines()


def test_a_master_that_does_not_answer_is_named_at_once() -> None:
    with socket.socket() as taken:
        # Bound and not listening: nobody answers there, and nobody else can.
        taken.bind(("127.0.0.1", 0))
        master = f"spark://127.0.0.1:{taken.getsockname()[1]}"
        closed, wrong = opened(master, "spark://nowhere")

    assert closed.startswith(f"no Spark master answers at {master}")
    assert wrong == "'spark://nowhere' is no address of a master: write spark://HOST:PORT, often spark://HOST:7077"


def test_without_pyspark_the_error_says_what_to_install() -> None:
    (words,) = opened("local[1]", before="import sys; sys.modules['pyspark'] = None\n")

    assert words.startswith("Spark is not installed here")
    assert words.endswith('pip install "claimkit[spark]"')


def test_days_are_those_of_utc_in_a_session_that_runs_too(spark: Any) -> None:
    zone = "spark.sql.session.timeZone"
    spark.conf.set(zone, "Asia/Tokyo")
    try:
        with spark_session() as session:
            assert session.conf.get(zone) == "UTC"
        assert spark.conf.get(zone) == "Asia/Tokyo", "it is put back"
    finally:
        spark.conf.set(zone, "UTC")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("Traceback:\nModuleNotFoundError: No module named 'claimkit'\n", "a Spark worker has no package 'claimkit'"),
        ("[PYTHON_VERSION_MISMATCH] Python in worker has different version", "a Spark worker runs another Python"),
        ('java.io.IOException: Cannot run program "/opt/python3": error=2', "a Spark worker has no /opt/python3"),
        (
            "An error occurred.\n: java.lang.IllegalStateException: the disk\n\tat a.B(C.java)",
            "Spark failed: the disk (all of it: --debug)",
        ),
    ],
)
def test_what_java_says_becomes_one_line(words: str, message: str) -> None:
    with pytest.raises(EngineError) as caught, job_errors():
        raise Py4JError(words)

    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


def test_an_error_of_claimkit_in_a_worker_is_the_same_error_here() -> None:
    with pytest.raises(MissingModelError, match=r"^no model: install it$"), job_errors():
        raise Py4JError(
            "Traceback\n  File x\nclaimkit.errors.MissingModelError: no model: install it\n\tat a.B(C.java)"
        )

"""A standalone cluster of Spark on loopback: a master and workers as processes of their own."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

# Until something is taken to hang: a machine that does other work as well is slow.
SECONDS = 300


class Cluster(NamedTuple):
    master: str
    workers: tuple[subprocess.Popen[bytes], ...]


def wait_for(ready: Callable[[], bool], what: str, seconds: float = SECONDS) -> None:
    end = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < end, f"waited {seconds:.0f} s for {what}"
        time.sleep(0.1)


def answers(port: int) -> bool:
    with socket.socket() as each:
        return each.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    with socket.socket() as each:
        each.bind(("127.0.0.1", 0))
        return int(each.getsockname()[1])


def start(folder: Path, name: str, *words: str) -> subprocess.Popen[bytes]:
    """A daemon of Spark in a process group of its own, with its log in ``folder``."""
    import pyspark

    home = Path(pyspark.__file__).parent
    log = (folder / f"{name}.log").open("wb")
    # Without a network of its own: every port of master, workers and executors is bound to loopback.
    environment = {**os.environ, "SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_NO_DAEMONIZE": "1"}
    command = [home / "bin" / "spark-class", *words]
    return subprocess.Popen(
        command, env=environment, stdout=log, stderr=log, start_new_session=True, preexec_fn=end_with_parent
    )


def end_with_parent() -> None:
    """So that nothing is left of the cluster when who started it is killed (Linux: prctl PR_SET_PDEATHSIG)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


@contextlib.contextmanager
def standalone(folder: Path) -> Iterator[Cluster]:
    """A master and two workers of one core and one executor each; their logs and working folders are in ``folder``."""
    port = free_port()
    master = f"spark://127.0.0.1:{port}"
    here = ("--host", "127.0.0.1", "--webui-port", "0")
    daemons = [start(folder, "master", "org.apache.spark.deploy.master.Master", *here, "--port", str(port))]
    try:
        wait_for(lambda: answers(port), "the master")
        for name in ("one", "two"):
            size = ("--cores", "1", "--memory", "1g", "--work-dir", str(folder / name), master)
            daemons.append(start(folder, name, "org.apache.spark.deploy.worker.Worker", *here, *size))
        log = folder / "master.log"
        wait_for(lambda: log.read_text().count("Registering worker") == 2, "two workers")
        yield Cluster(master, tuple(daemons[1:]))
    finally:
        for daemon in daemons:
            kill(daemon)


def kill(daemon: subprocess.Popen[bytes]) -> None:
    """The daemon and the executor it started, without a word of warning."""
    if daemon.poll() is None:
        os.killpg(daemon.pid, signal.SIGKILL)
    daemon.wait()

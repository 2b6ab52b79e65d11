"""A real cluster on loopback: a standalone master and two workers, one of which is killed while it works.

Run by ``make test-cluster``; left out of the other tests, for its six Java processes take the machine for a minute.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from claimkit.dataset.build import build_dataset
from claimkit.dataset.manifest import TABLES
from claimkit.reading import find_entries
from claimkit.reading.tables import read_rows
from claimkit.schema import ID_OF

pytestmark = pytest.mark.cluster
SECONDS = 120
ARTICLES, PARTITIONS = 48, 12


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
    return subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    if shutil.which("java") is None:
        pytest.skip("there is no Java on the PATH")
    port = free_port()
    master = f"spark://127.0.0.1:{port}"
    here = ("--host", "127.0.0.1", "--webui-port", "0")
    daemons = [start(tmp_path, "master", "org.apache.spark.deploy.master.Master", *here, "--port", str(port))]
    try:
        wait_for(lambda: answers(port), "the master")
        for name in ("one", "two"):
            size = ("--cores", "1", "--memory", "1g", "--work-dir", str(tmp_path / name), master)
            daemons.append(start(tmp_path, name, "org.apache.spark.deploy.worker.Worker", *here, *size))
        log = tmp_path / "master.log"
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


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    file = tmp_path / "articles.jsonl"
    towns = ("Brask", "Corran", "Osterby")
    lines = [
        {
            "text": f"The {towns[number % 3]} Institute said that output probably fell by {number} tonnes.\n\n"
            f'"It was a bad year," Ana Rusk, the mayor of {towns[number % 3]}, told reporters.',
            "url": f"https://brask.example/{number}",
            "publisher": "Corran Herald",
            "published": "2032-01-05",
        }
        for number in range(ARTICLES)
    ]
    lines.append(lines[7])
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return file


def extract(articles: Path, out: Path, master: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "claimkit", "extract", articles, "-o", out, "--engine", "spark", "--json"]
    command += ["--master", master, "--partitions", str(PARTITIONS)]
    small = "--conf spark.executor.memory=512m --conf spark.executor.cores=1 pyspark-shell"
    environment = {**os.environ, "PYSPARK_SUBMIT_ARGS": small}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_a_worker_that_is_killed_loses_nothing_and_doubles_nothing(
    cluster: Cluster, articles: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    running = extract(articles, out, cluster.master)
    try:
        # One of its tasks is done and written, and it has others in hand.
        wait_for(lambda: committed(tmp_path / "one") or running.poll() is not None, "a task of the first worker")
        assert running.poll() is None
        kill(cluster.workers[0])
        printed, words = running.communicate(timeout=2 * SECONDS)
    finally:
        running.kill()
        running.wait()

    assert running.returncode == 0, words
    assert json.loads(printed)["rejects"] == {"duplicate": 1}
    build_dataset(find_entries([articles]), tmp_path / "local")
    for config in TABLES:
        found = [row[ID_OF[config]] for row in read_rows(out, config)]
        assert len(found) == len(set(found)), "nothing twice"
        assert rows(out, config) == rows(tmp_path / "local", config)


def committed(work: Path) -> bool:
    """Whether an executor below this folder of a worker has handed in what it wrote."""
    return any(": Committed" in log.read_text(errors="replace") for log in work.glob("app-*/*/stderr"))


def rows(folder: Path, config: str) -> list[dict[str, object]]:
    return sorted(read_rows(folder, config), key=lambda row: str(row[ID_OF[config]]))

"""A real cluster on loopback: a standalone master and two workers, one of which is killed while they extract.

Run by ``make test-cluster``; left out of the other tests, for its six Java processes take the machine for a minute.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from claimkit.comparison.compare import compare
from claimkit.dataset.build import build_dataset
from claimkit.dataset.manifest import TABLES
from claimkit.reading import find_entries
from claimkit.reading.tables import read_rows
from claimkit.schema import ID_OF

pytestmark = pytest.mark.cluster
ARTICLES, PARTITIONS = 48, 12


@pytest.fixture(scope="module")
def tools(load_helper: Callable[[Path], ModuleType]) -> ModuleType:
    return load_helper(Path(__file__).with_name("standalone.py"))


@pytest.fixture
def cluster(tools: ModuleType, tmp_path: Path) -> Iterator[Any]:
    if shutil.which("java") is None:
        pytest.skip("there is no Java on the PATH")
    with tools.standalone(tmp_path) as found:
        yield found


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


def on_spark(master: str, *words: str | Path) -> subprocess.Popen[str]:
    """A command of claimkit with little memory, and shuffles in as many parts as the cluster has cores."""
    command = [sys.executable, "-m", "claimkit", *words, "--engine", "spark", "--master", master]
    small = ("executor.memory=512m", "executor.cores=1", "sql.shuffle.partitions=2")
    submitted = " ".join([*(f"--conf spark.{each}" for each in small), "pyspark-shell"])
    environment = {**os.environ, "PYSPARK_SUBMIT_ARGS": submitted}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def extract(articles: Path, out: Path, master: str) -> subprocess.Popen[str]:
    return on_spark(master, "extract", articles, "-o", out, "--json", "--partitions", str(PARTITIONS))


def test_a_worker_that_is_killed_loses_nothing_and_doubles_nothing(
    cluster: Any, tools: ModuleType, articles: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    running = extract(articles, out, cluster.master)
    try:
        # One of its tasks is done and written, and it has others in hand.
        tools.wait_for(lambda: committed(tmp_path / "one") or running.poll() is not None, "a task of the first worker")
        assert running.poll() is None
        tools.kill(cluster.workers[0])
        printed, words = running.communicate(timeout=2 * tools.SECONDS)
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


def test_what_a_cluster_compares_is_what_one_machine_compares(cluster: Any, articles: Path, tmp_path: Path) -> None:
    """The same few figures by several papers, some at odds; a worker has a part of them, and none has all."""
    out = tmp_path / "dataset"
    build_dataset(find_entries([retold(articles)]), out)
    local = compare(out)
    running = on_spark(cluster.master, "compare", out, "--json")
    printed, words = running.communicate()

    assert running.returncode == 0, words
    assert json.loads(printed)["statuses"] == local.to_dict()["statuses"]
    for config in ("pairs", "clusters", "verification"):
        expected = [record.to_dict() for record in getattr(local, config)]
        assert expected
        assert list(read_rows(out, config)) == expected


def retold(articles: Path) -> Path:
    """A dozen of the articles, each by three papers, the last of which has another number."""
    told = [json.loads(line) for line in articles.read_text().splitlines()[10:22]]
    papers = [
        {**each, "publisher": paper, "url": f"{each['url']}/{place}", "text": text(each["text"], place)}
        for each in told
        for place, paper in enumerate(("Corran Herald", "Osterby Post", "Verrin Times"))
    ]
    articles.write_text("".join(json.dumps(paper) + "\n" for paper in papers))
    return articles


def text(told: str, place: int) -> str:
    """As the paper at this place tells it."""
    own = told.replace("output probably fell", ("output probably fell", "output fell", "production fell")[place])
    return own.replace(" tonnes", "0 tonnes") if place == 2 else own


def committed(work: Path) -> bool:
    """Whether an executor below this folder of a worker has handed in what it wrote."""
    return any(": Committed" in log.read_text(errors="replace") for log in work.glob("app-*/*/stderr"))


def rows(folder: Path, config: str) -> list[dict[str, object]]:
    return sorted(read_rows(folder, config), key=lambda row: str(row[ID_OF[config]]))

"""Comparison on Spark beside the local engine: the same records, seconds, peak memory, growth.

    python benchmarks/spark_compare.py                     # results/spark_compare.json: 100,000 and a million claims
    python benchmarks/spark_compare.py --equal DATASET     # adds both engines on a dataset, record for record

The claims are those of compare_scale.py, whose figures on the local engine stand in results/compare_scale.json. What is
measured is the same: all that comparing does once the tables are read, and on Spark also the start of Java, which is
given apart. The memory is that of this process, of Java and of all Python workers together, looked at twice a second.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from compare_scale import corpus_of

from claimkit.comparison.compare import compare
from claimkit.comparison.profiles import by_article
from claimkit.comparison.terms import terms_of
from claimkit.spark.comparison import SETTINGS, Frames, compare_articles, compare_frames
from claimkit.spark.corpus import COLUMNS, article_row
from claimkit.spark.dataset import dataset_at
from claimkit.spark.frames import Scratch, map_rows, packed, unpacked
from claimkit.spark.session import spark_session

RESULTS = Path(__file__).parent / "results" / "spark_compare.json"
SIZES = (100_000, 1_000_000)
MASTER = "local[2]"
_PARTS = 64


def measure(size: int, master: str, memory: str) -> dict[str, Any]:
    """One size, in this process."""
    with tempfile.TemporaryDirectory() as folder, _watched() as seen:
        rows = _written(size, Path(folder))
        started = time.perf_counter()
        with spark_session(master, settings={**SETTINGS, "spark.driver.memory": memory}) as spark:
            begun = time.perf_counter()
            scratch = Scratch(spark, f"{folder}/scratch")
            given = spark.read.parquet(rows).repartition(_PARTS)
            frames = compare_articles(scratch, scratch.keep(map_rows(given, _read, COLUMNS), "articles"))
            summary = frames.summary()
            seconds = time.perf_counter() - begun
            shuffled = _shuffled(spark)
            sizes = {each.name: _bytes(each) for each in sorted(Path(scratch.folder).iterdir())}
    return {
        **{name: summary[name] for name in ("claims", "articles", "pairs", "clusters")},
        "master": master,
        "seconds": round(seconds, 1),
        "seconds_start": round(begun - started, 1),
        "peak_bytes": max(seen),
        "shuffle_bytes": shuffled,
        "scratch_bytes": sum(sizes.values()),
        "largest_steps": dict(sorted(sizes.items(), key=lambda item: -item[1])[:8]),
    }


def _shuffled(spark: Any) -> int:
    """The bytes that all executors wrote for one another, as Spark counts them."""
    executors = spark.sparkContext._jsc.sc().statusStore().executorList(False)
    return sum(executors.apply(at).totalShuffleWrite() for at in range(executors.size()))


def _written(size: int, folder: Path) -> str:
    """The corpus as Parquet, an article a row with its claims: what both engines have once the tables are read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    corpus = corpus_of(size)
    own = by_article(corpus.profiles)
    places = {profile.claim_id: place for place, profile in enumerate(corpus.profiles)}
    file = folder / "corpus.parquet"
    schema = pa.schema([("article", pa.binary()), ("profiles", pa.binary())])
    with pq.ParquetWriter(file, schema) as writer:
        for article_id, article in corpus.articles.items():
            placed = [(places[each.claim_id], each) for each in own.get(article_id, ())]
            row = {"article": packed(article), "profiles": packed(placed)}
            writer.write_batch(pa.RecordBatch.from_pylist([row], schema=schema))
    return str(file)


def _read(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        article = unpacked(row["article"])
        yield article_row(article, terms_of(article), unpacked(row["profiles"]))


def _bytes(folder: Path) -> int:
    return sum(each.stat().st_size for each in folder.rglob("*") if each.is_file())


def equality(folder: Path, master: str, memory: str) -> dict[str, Any]:
    """Both engines on one dataset: seconds, and which share of the local engine's records Spark gives too."""
    settings = {**SETTINGS, "spark.driver.memory": memory}
    with tempfile.TemporaryDirectory() as place, spark_session(master, settings=settings) as spark:
        started = time.perf_counter()
        frames = compare_frames(Scratch(spark, place), dataset_at(spark, folder))
        given = _records(frames)
        on_spark = time.perf_counter() - started
        articles = frames.articles.count()
    started, cpu = time.perf_counter(), time.process_time()
    found = compare(folder)
    result: dict[str, Any] = {
        "articles": articles,
        "claims": len(found.corpus.profiles),
        "seconds_spark": round(on_spark, 1),
        "seconds_local": round(time.perf_counter() - started, 1),
        "cpu_seconds_local": round(time.process_time() - cpu, 1),
    }
    for config, records in given.items():
        expected = Counter(json.dumps(record.to_dict(), sort_keys=True) for record in getattr(found, config))
        result[config] = {
            "local": expected.total(),
            "spark": records.total(),
            "equal": (expected & records).total(),
        }
    return result


def _records(frames: Frames) -> dict[str, Counter[str]]:
    """Each as often as it is there: one that is written twice must show."""
    return {
        config: Counter(json.dumps(unpacked(row[0]).to_dict(), sort_keys=True) for row in frame.collect())
        for config, frame in frames.tables().items()
    }


@contextlib.contextmanager
def _watched() -> Iterator[list[int]]:
    """The memory of this process and of all that descend from it, in bytes (Linux)."""
    seen, over = [0], threading.Event()

    def watch() -> None:
        while not over.wait(0.5):
            seen.append(_resident())

    watching = threading.Thread(target=watch, daemon=True)
    watching.start()
    try:
        yield seen
    finally:
        over.set()
        watching.join()


def _resident() -> int:
    parents, pages = {}, {}
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # ended in between
            number = int(process.name)
            parents[number] = int((process / "stat").read_text().rpartition(")")[2].split()[1])
            pages[number] = int((process / "statm").read_text().split()[1])
    own = {os.getpid()}
    for _ in range(6):
        own |= {number for number, parent in parents.items() if parent in own}
    return sum(pages.get(number, 0) for number in own) * os.sysconf("SC_PAGE_SIZE")


def main() -> None:
    """Every size in a process of its own, then the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, help="measure this size in this process and print it")
    parser.add_argument("--equal", type=Path, metavar="DATASET", help="compare the engines on a dataset, nothing else")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--master", default=MASTER)
    parser.add_argument("--memory", default="6g", help="of Java")
    options = parser.parse_args()
    if options.size:
        print(json.dumps(measure(options.size, options.master, options.memory)))
        return
    result = json.loads(RESULTS.read_text()) if RESULTS.is_file() else {}
    result["rerun"] = "python benchmarks/spark_compare.py; python benchmarks/spark_compare.py --equal DATASET"
    if options.equal:
        row = equality(options.equal, options.master, options.memory)
        known = [each for each in result.get("equality", []) if each["claims"] != row["claims"]]
        result["equality"] = sorted([*known, row], key=lambda each: int(each["claims"]))
    else:
        for size in options.sizes:
            row = _apart(size, options.master, options.memory)
            known = [each for each in result.get("sizes", []) if each["claims"] != row["claims"]]
            result["sizes"] = sorted([*known, row], key=lambda each: int(each["claims"]))
            # Written one by one: the largest takes hours.
            RESULTS.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
        few, many = result["sizes"][-2:] if len(result["sizes"]) > 1 else (None, None)
        if few and many:
            times = math.log(many["seconds"] / few["seconds"])
            result["growth_exponent"] = round(times / math.log(many["claims"] / few["claims"]), 2)
    RESULTS.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=1))


def _apart(size: int, master: str, memory: str) -> dict[str, Any]:
    call = [sys.executable, __file__, "--size", str(size), "--master", master, "--memory", memory]
    run = subprocess.run(call, check=True, stdout=subprocess.PIPE, text=True)
    row: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    print(row, flush=True)
    return row


if __name__ == "__main__":
    main()

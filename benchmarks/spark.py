"""Extraction by the local engine and by Spark: articles a second, fixed cost, overhead, equality, bytes.

    python benchmarks/spark.py rates equality overhead bytes plan page     # results/spark.json; or some of them

Every run is the command in a process of its own, start and end included; seconds are by wall clock, so the machine
must be quiet. ``rates`` and ``equality`` take articles of PolNeAR (``CLAIMKIT_SHARED``): the rate is the slope over
the bytes of two numbers of articles, the fixed cost what is left of the smaller. ``overhead`` takes articles of one
sentence, made here, by rules alone, so that the engine and not the extraction is what is measured. ``bytes`` is what
one article takes on its way. ``plan`` reckons a hundred million articles from the rest and from
results/spark_compare.json; its assumptions stand beside it. ``page`` puts the figures into docs/scale.md, beside those
of both engines on comparison.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import json
import math
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
RESULTS = HERE / "results" / "spark.json"
COMPARED = HERE / "results" / "spark_compare.json"
LOCAL_COMPARED = HERE / "results" / "compare_scale.json"
SHARED = Path(os.environ.get("CLAIMKIT_SHARED", HERE.parents[1] / "shared"))
TOWNS = ("Brask", "Corran", "Osterby", "Verrin")
# What the plan assumes of machines: cores, memory and price of one, on demand, in dollars an hour.
MACHINE = {"cores": 32, "memory_gb": 128, "dollars_an_hour": 1.6}
MACHINES = 32
ARCHIVE = 100_000_000
MARK, END = "<!-- figures -->", "<!-- /figures -->"


def polnear(count: int, folder: Path) -> Path:
    """The first ``count`` articles by name."""
    texts = sorted((SHARED / "corpora" / "attribution" / "polnear").glob("*/text/*.txt"), key=lambda each: each.name)
    if len(texts) < count:
        raise SystemExit(f"{len(texts)} articles of PolNeAR in {SHARED}: set CLAIMKIT_SHARED")
    folder.mkdir()
    lines = [
        {"text": each.read_text(encoding="utf-8"), "url": f"https://polnear.example/{each.stem}"}
        for each in texts[:count]
    ]
    return written(lines, folder / "articles.jsonl")


def sentences(count: int, folder: Path) -> Path:
    """``count`` articles of one sentence."""
    folder.mkdir()
    lines = [
        {
            "text": f"The {TOWNS[number % 4]} Institute said that output fell by {number} tonnes.",
            "url": f"https://brask.example/{number}",
        }
        for number in range(count)
    ]
    return written(lines, folder / "articles.jsonl")


def written(lines: Sequence[dict[str, str]], file: Path) -> Path:
    """One article a line."""
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return file


def extract(articles: Path, out: Path, *words: str) -> float:
    """Seconds of the command; ``out`` is made anew."""
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-m", "claimkit", "extract", str(articles), "-o", str(out), *words]
    submit = "--conf spark.executor.memory=512m --conf spark.executor.cores=1 pyspark-shell"
    begin = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYSPARK_SUBMIT_ARGS": submit})
    return round(time.perf_counter() - begin, 2)


@contextlib.contextmanager
def engines(folder: Path) -> Iterator[dict[str, tuple[str, ...]]]:
    """The flags of each engine; the cluster is up while the block lasts."""
    spec = importlib.util.spec_from_file_location("standalone", HERE.parent / "tests" / "spark" / "standalone.py")
    if spec is None or spec.loader is None:
        raise SystemExit("tests/spark/standalone.py is not there: run this in a checkout")
    tools = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tools)
    folder.mkdir()
    with tools.standalone(folder) as cluster:
        spark = ("--engine", "spark", "--master")
        yield {
            "local, 1 worker": ("--workers", "1"),
            "local, 2 workers": ("--workers", "2"),
            "spark local[1]": (*spark, "local[1]"),
            "spark local[2]": (*spark, "local[2]"),
            "spark standalone 1+1": (*spark, cluster.master),
        }


def rates(folder: Path, sizes: Sequence[int]) -> dict[str, Any]:
    """Articles a second and fixed seconds of each engine, between the two sizes."""
    few, many = (polnear(size, folder / f"polnear-{size}") for size in sizes)
    found: dict[str, Any] = {"articles": list(sizes), "bytes": [each.stat().st_size for each in (few, many)]}
    found["engines"] = {}
    with engines(folder / "cluster") as known:
        for name, flags in known.items():
            short, long = extract(few, folder / "out", *flags), extract(many, folder / "out", *flags)
            found["engines"][name] = rate([short, long], sizes, found["bytes"])
            print(name, found["engines"][name], flush=True)
    return found


def rate(seconds: Sequence[float], articles: Sequence[int], read: Sequence[int]) -> dict[str, Any]:
    """Articles a second, of the mean size of the many, and what does not grow with the bytes that are read."""
    slope = (seconds[1] - seconds[0]) / (read[1] - read[0])
    return {
        "seconds": list(seconds),
        "articles_a_second": round(articles[1] / read[1] / slope, 2),
        "fixed_seconds": round(seconds[0] - read[0] * slope, 1),
    }


def equality(folder: Path, count: int) -> dict[str, Any]:
    """How many rows of each table both engines have, and how many are the same."""
    from claimkit.dataset.manifest import TABLES
    from claimkit.reading.tables import read_rows

    articles = polnear(count, folder / f"equal-{count}")
    extract(articles, folder / "local", "--workers", "2")
    extract(articles, folder / "spark", "--engine", "spark", "--master", "local[2]")
    found: dict[str, Any] = {}
    for config in TABLES:
        # Counted as often as they stand there: a row that is there twice is not the same.
        here, there = (
            Counter(json.dumps(row, sort_keys=True) for row in read_rows(folder / each, config))
            for each in ("local", "spark")
        )
        found[config] = {"local": here.total(), "spark": there.total(), "same": (here & there).total()}
    rejects = [(folder / each / "rejects.jsonl").read_bytes() for each in ("local", "spark")]
    return {**found, "rejects_same": rejects[0] == rejects[1]}


def overhead(folder: Path, sizes: Sequence[int]) -> dict[str, Any]:
    """Seconds of both engines with one process that extracts, and what Spark takes more, by number of articles."""
    found: dict[str, Any] = {}
    for size in sizes:
        articles = sentences(size, folder / f"sentences-{size}")
        local = extract(articles, folder / "out", "--workers", "1", "--rules-only")
        spark = extract(articles, folder / "out", "--engine", "spark", "--master", "local[1]", "--rules-only")
        found[str(size)] = {"local": local, "spark": spark, "more": round(spark - local, 2)}
        print(size, found[str(size)], flush=True)
    return found


def sizes_of(folder: Path, count: int) -> dict[str, Any]:
    """Bytes of one article: as read, as it is shuffled, and in the tables (outcomes are their sum, for a while)."""
    import pickle

    import pyarrow
    import pyarrow.parquet

    from claimkit.reading import find_entries

    articles = polnear(count, folder / f"bytes-{count}")
    codec = pyarrow.Codec("lz4")
    packed = [pickle.dumps(entry, pickle.HIGHEST_PROTOCOL) for entry in find_entries([articles])]
    out = folder / "out"
    extract(articles, out, "--engine", "spark", "--master", "local[2]")
    tables: dict[str, int] = {}
    for file in out.glob("*/*.parquet"):
        tables[file.parent.name] = tables.get(file.parent.name, 0) + file.stat().st_size
    claims = sum(pyarrow.parquet.read_metadata(file).num_rows for file in out.glob("claims/*.parquet"))
    return {
        "articles": count,
        "claims": round(claims / count, 1),
        "read": round(articles.stat().st_size / count),
        "shuffled": round(sum(len(codec.compress(each)) for each in packed) / count),
        "tables": {name: round(size / count) for name, size in sorted(tables.items())},
    }


def plan(results: dict[str, Any]) -> dict[str, Any]:
    """A hundred million articles, reckoned from what was measured: extraction, then comparison, and what they store."""
    size = results["bytes"]
    assumed = {"machines": MACHINES, **MACHINE, "share_of_the_rate_on_a_busy_machine": 0.6, "lost_to_retries": 0.02}
    # A core of a machine in the cloud is half of one that is physical: both threads of it work.
    share = assumed["share_of_the_rate_on_a_busy_machine"] * (1 - assumed["lost_to_retries"])
    one = results["rates"]["engines"]["spark local[1]"]["articles_a_second"]
    steps = {"extraction": {"core_hours": ARCHIVE / one / 3600 / share, "shuffled": size["shuffled"] * ARCHIVE}}
    if COMPARED.is_file():
        steps["comparison"] = _comparison(json.loads(COMPARED.read_bytes()), size["claims"] * ARCHIVE, share)
    cores = MACHINE["cores"] * MACHINES
    total = sum(each["core_hours"] for each in steps.values())
    tables = sum(size["tables"].values()) * ARCHIVE
    scratch = steps.get("comparison", {}).get("scratch", 0)
    return {
        "articles": ARCHIVE,
        "claims": round(size["claims"] * ARCHIVE),
        "assumptions": assumed,
        "steps": {
            name: {
                "hours": round(each["core_hours"] / cores, 1),
                "core_hours": round(each["core_hours"]),
                "terabytes_shuffled": round(each["shuffled"] / 1e12, 2),
            }
            for name, each in steps.items()
        },
        "hours": round(total / cores, 1),
        "dollars": round(total / MACHINE["cores"] * MACHINE["dollars_an_hour"]),
        "terabytes": {
            "read": round(size["read"] * ARCHIVE / 1e12, 2),
            "tables": round(tables / 1e12, 2),
            "scratch_of_extraction": round(tables / 1e12, 2),
            "scratch_of_comparison": round(scratch / 1e12, 2),
        },
        "partitions": min(100_000, size["read"] * ARCHIVE // 2_000_000),
    }


def _comparison(measured: dict[str, Any], claims: float, share: float) -> dict[str, float]:
    """Core hours and bytes of so many claims, by the slope between the first and the last size, or from nothing."""
    few, many = measured["sizes"][0], measured["sizes"][-1]
    if few is many:
        few = dict.fromkeys(few, 0)
    a_claim = {
        name: (many[name] - few[name]) / (many["claims"] - few["claims"])
        for name in ("seconds", "shuffle_bytes", "scratch_bytes")
    }
    cores = int(many["master"].removeprefix("local[").removesuffix("]"))
    return {
        "core_hours": a_claim["seconds"] * cores * claims / 3600 / share,
        "shuffled": a_claim["shuffle_bytes"] * claims,
        "scratch": a_claim["scratch_bytes"] * claims,
    }


def page(results: dict[str, Any]) -> str:
    """The figures as Markdown, put into docs/scale.md between its marks."""
    lines: list[str] = []
    if "rates" in results:
        few, many = results["rates"]["articles"]
        lines += [
            f"Articles of PolNeAR on {results['machine']['cores']} cores; the rate is the slope from {few} to {many} "
            "of them, by their bytes.",
            "",
            "| engine | articles a second | fixed cost, seconds |",
            "|---|---|---|",
        ]
        for name, each in results["rates"]["engines"].items():
            lines.append(f"| {name} | {each['articles_a_second']:.2f} | {each['fixed_seconds']:.1f} |")
    if "equality" in results:
        same = results["equality"]
        rows = [
            f"{each['same']:,} of {each['local']:,} {name}" for name, each in same.items() if isinstance(each, dict)
        ]
        lines += ["", f"The same on both engines: {', '.join(rows)}."]
    if "overhead" in results:
        lines += ["", "| articles of one sentence | local, s | Spark local[1], s | more, s |", "|---|---|---|---|"]
        lines += [
            f"| {int(size):,} | {each['local']:.1f} | {each['spark']:.1f} | {each['more']:.1f} |"
            for size, each in results["overhead"].items()
        ]
    if COMPARED.is_file():
        lines += ["", *_compared_lines(json.loads(COMPARED.read_bytes()), json.loads(LOCAL_COMPARED.read_bytes()))]
    if "plan" in results:
        lines += ["", *_plan_lines(results["plan"], results["bytes"])]
    text = "\n".join(lines)
    file = HERE.parent / "docs" / "scale.md"
    before, _, rest = file.read_text(encoding="utf-8").partition(MARK)
    after = rest.partition(END)[2]
    file.write_text(f"{before}{MARK}\n{text}\n{END}{after}", encoding="utf-8")
    return text


def _compared_lines(spark: dict[str, Any], local: dict[str, Any]) -> list[str]:
    lines = [
        "Comparison of synthetic claims, on the same two cores; memory is that of all processes together.",
        "",
        "| claims | engine | seconds | peak, GB | shuffled, GB |",
        "|---|---|---|---|---|",
    ]
    for engine, found in (("local", local), ("Spark local[2]", spark)):
        lines += [
            f"| {each['claims']:,} | {engine} | {each['seconds']:,.0f} | {each['peak_bytes'] / 1e9:.1f} "
            f"| {each.get('shuffle_bytes', 0) / 1e9:.1f} |"
            for each in found["sizes"]
        ]
    exponents = [
        f"{name} {_exponent(each['sizes']):.2f}"
        for name, each in (("local", local), ("Spark", spark))
        if len(each["sizes"]) > 1
    ]
    if "conditions" in spark:
        lines += ["", f"Spark: {spark['conditions']}."]
    if exponents:
        told = ", ".join(exponents)
        lines += ["", f"Seconds grow with this power of the claims, from the last size but one to the last: {told}."]
    for each in spark.get("equality", ()):
        tables = [f"{each[name]['equal']:,} of {each[name]['local']:,} {name}" for name in ("pairs", "clusters")]
        lines += ["", f"Of {each['claims']:,} claims of real articles both engines give {' and '.join(tables)}."]
    return lines


def _exponent(sizes: Sequence[dict[str, Any]]) -> float:
    """From the last size but one to the last: below, what Spark takes to begin its steps is most of it."""
    few, many = sizes[-2:]
    return math.log(many["seconds"] / few["seconds"]) / math.log(many["claims"] / few["claims"])


def _plan_lines(reckoned: dict[str, Any], size: dict[str, Any]) -> list[str]:
    assumed, bytes_ = reckoned["assumptions"], reckoned["terabytes"]
    lines = [
        f"**A hundred million articles, on paper**: {reckoned['claims']:,} claims, on {assumed['machines']} machines "
        f"of {assumed['cores']} cores and {assumed['memory_gb']} GB: {reckoned['hours']:,} hours, "
        f"${reckoned['dollars']:,}.",
        "",
        "| step | hours | core hours | shuffled, TB |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {name} | {each['hours']:,} | {each['core_hours']:,} | {each['terabytes_shuffled']:,} |"
        for name, each in reckoned["steps"].items()
    ]
    return [
        *lines,
        "",
        f"Storage: {bytes_['read']} TB read, {bytes_['tables']} TB of tables, and for as long as a step runs "
        f"{bytes_['scratch_of_extraction']} TB of outcomes (extraction) or {bytes_['scratch_of_comparison']} TB of "
        "intermediate tables (comparison).",
        "",
        f"Assumed: articles of the size of PolNeAR's ({size['read']:,} bytes as JSON, {size['shuffled']:,} shuffled, "
        f"{sum(size['tables'].values()):,} in the tables, {size['claims']} claims); a machine at "
        f"${assumed['dollars_an_hour']} an hour; the measured rate of one core, "
        f"{assumed['share_of_the_rate_on_a_busy_machine']:.0%} of it where all cores work; "
        f"{assumed['lost_to_retries']:.0%} lost to tasks that are run again; comparison linear in the claims, by the "
        "sizes above (of one size alone its fixed cost is counted in), in bytes shuffled too, although these grow "
        "faster there; the fixed cost of extraction left out. Nothing of this size was ever run.",
    ]


def main() -> None:
    """Run the parts that are named, in that order."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="+", choices=("rates", "equality", "overhead", "bytes", "plan", "page"))
    parser.add_argument("--rates", type=int, nargs=2, default=(100, 500), metavar=("FEW", "MANY"))
    parser.add_argument("--equality", type=int, default=500)
    parser.add_argument("--overhead", type=int, nargs="+", default=(100, 1_000, 10_000))
    parser.add_argument("--bytes", type=int, default=100)
    parser.add_argument("-o", "--output", type=Path, default=RESULTS)
    given = parser.parse_args()
    results = json.loads(given.output.read_bytes()) if given.output.is_file() else {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made: dict[str, Callable[[], Any]] = {
            "rates": lambda: rates(folder, given.rates),
            "equality": lambda: equality(folder, given.equality),
            "overhead": lambda: overhead(folder, given.overhead),
            "bytes": lambda: sizes_of(folder, given.bytes),
            "plan": lambda: plan(results),
        }
        for part in given.parts:
            if part == "page":
                print(page(results))
                continue
            results[part] = made[part]()
            results["machine"] = {"cores": os.cpu_count(), "python": platform.python_version()}
            print(json.dumps({part: results[part]}), flush=True)
            given.output.write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()

"""How long `validate` and `check` take for 100,000 and a million claims, and how much memory; how long `check` starts.

    python benchmarks/checks.py [--sizes 100000 1000000]    # results/checks.json; each in a process of its own

The claims are those of benchmarks/validation.py, as JSON Lines: articles of 40 sentences, a claim each, a third with a
link, a hedge, a quantity and a time. They are written by a process of its own, whose time and memory do not count. Here
each article has an outlet, a date and a licence, as a published dataset should. ``validate_and_check`` is what the gate
does in one pass, column contracts included; ``validate`` is `claimkit validate` alone. Times are by wall clock and by
processor, memory is the peak of the process. The start is that of the whole command on a dataset of 40 claims, without
Great Expectations.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from validation import extractions

import claimkit
from claimkit.dataset.storage import open_table
from claimkit.schema import flat_columns

RESULTS = Path(__file__).parent / "results" / "checks.json"
SIZES = (100_000, 1_000_000)
MUST_SECONDS = {100_000: 60, 1_000_000: 600}
MUST_START = 1.0
_RUNS = 7


def documented(claims: int) -> Iterator[SimpleNamespace]:
    """The synthetic claims, of articles that say where and when they were published."""
    for number, each in enumerate(extractions(claims)):
        # Neither is part of the identifier: no row has to change.
        day = f"2021-05-{1 + number % 28:02}"
        each.article = dataclasses.replace(each.article, licence="CC0-1.0", published=day)
        yield each


def make(claims: int, folder: Path) -> None:
    """Write the tables, without what a run writes to be resumed."""
    folder.mkdir()
    tables = {config: open_table(folder, config, "jsonl") for config in TABLES}
    for each in documented(claims):
        names = {mention.entity_id: mention.name for mention in each.mentions}
        tables["articles"].add(each.article.to_dict())
        for config in ("mentions", "attributions", "claims"):
            for record in getattr(each, config):
                row = record.to_dict()
                tables[config].add(row | flat_columns(row, names) if config == "claims" else row)
    for table in tables.values():
        table.close()


def measure(folder: Path, task: str) -> dict[str, Any]:
    """One task in this process."""
    started, cpu = time.perf_counter(), time.process_time()
    if task == "validate":
        report = claimkit.validate(folder)
        found = {"faults": report.fault_count}
    else:
        checked = claimkit.check(folder, great_expectations=task == "validate_and_check")
        found = {outcome.check.id: outcome.count for outcome in checked.found}
    return {
        "seconds": round(time.perf_counter() - started, 1),
        "cpu_seconds": round(time.process_time() - cpu, 1),
        "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "found": found,
    }


TABLES = ("articles", "mentions", "attributions", "claims")
TASKS = ("validate", "check_without_contracts", "validate_and_check")


def _apart(*arguments: str) -> Any:
    call = [sys.executable, __file__, *arguments]
    run = subprocess.run(call, check=True, capture_output=True, text=True)
    return json.loads(run.stdout.splitlines()[-1]) if run.stdout else None


def _size(claims: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "claims"
        _apart("--make", str(claims), "--folder", str(target))
        size = sum(file.stat().st_size for file in target.glob("*.jsonl"))
        row = {"claims": claims, "bytes_on_disk": size}
        for task in TASKS:
            row[task] = _apart("--task", task, "--folder", str(target))
            print(claims, task, row[task], flush=True)
    return row


def _start() -> dict[str, Any]:
    """Whole processes, the interpreter included; beside them one that does nothing.

    ``check`` reads one article without a claim; with 40 claims (``check_of_40_claims``) the grammar of dates is built.
    """
    with tempfile.TemporaryDirectory() as folder:
        one, forty = Path(folder) / "one", Path(folder) / "forty"
        one.mkdir()
        article = claimkit.Article.from_text("The lock at Verrin was mended.", publisher="Verrin Post")
        (one / "articles.jsonl").write_text(json.dumps(article.to_dict()) + "\n", encoding="utf-8")
        _apart("--make", "40", "--folder", str(forty))
        command = [sys.executable, "-m", "claimkit", "check", "--no-great-expectations", "--fail-on", "never"]
        calls = {
            "check": [*command, str(one)],
            "check_of_40_claims": [*command, str(forty)],
            "interpreter": [sys.executable, "-c", ""],
        }
        seconds: dict[str, list[float]] = {name: [] for name in calls}
        for _ in range(_RUNS + 1):
            for name, call in calls.items():
                begin = time.perf_counter()
                subprocess.run(call, check=True, stdout=subprocess.DEVNULL)
                seconds[name].append(time.perf_counter() - begin)
    # The first round fills the disk cache and is left out.
    return {name: round(statistics.median(times[1:]), 3) for name, times in seconds.items()}


def main() -> None:
    """Every size and task in a process of its own, then the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--make", type=int, help="write this many claims into --folder and end")
    parser.add_argument("--task", choices=TASKS, help="measure this task on --folder in this process and print it")
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    if options.make:
        make(options.make, options.folder)
        return
    if options.task:
        print(json.dumps(measure(options.folder, options.task)))
        return
    result = {
        "rerun": "python benchmarks/checks.py",
        "start_seconds": _start(),
        "sizes": [_size(claims) for claims in options.sizes],
        "must": {"seconds": MUST_SECONDS, "start_seconds": MUST_START},
        "load_average_before": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        "cpus": os.cpu_count(),
    }
    RESULTS.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()

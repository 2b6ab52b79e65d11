"""Seconds and memory that the documents of a dataset take, on 100,000 synthetic claims or on a dataset of yours.

    python benchmarks/cards.py [--claims 100000 | --dataset DIR]

Writes benchmarks/results/cards.json. The claims are those of benchmarks/validation.py; DIR is copied, not written in.
Each step is a process of its
own: ``card`` is ``claimkit card``, ``again`` the same with nothing to change, ``check`` is ``claimkit card --check``.
Wall and CPU seconds include the start of the program and its libraries; memory is the peak of the process.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from validation import extractions  # the benchmark beside this one

from claimkit.dataset.build import Run
from claimkit.dataset.facts import facts_of

RESULT = Path(__file__).parent / "results" / "cards.json"
STEPS = {"card": ("--licence", "cc-by-4.0"), "again": (), "check": ("--check",)}


def run(folder: Path, options: tuple[str, ...]) -> dict[str, float]:
    """One call of the command on ``folder``."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "claimkit", "card", str(folder), *options], stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    # The check ends with 1: nobody has answered what only people can.
    if process.returncode != ("--check" in options):
        raise SystemExit(f"claimkit card ended with {process.returncode}")
    return {
        "wall_seconds": round(time.perf_counter() - began, 1),
        "cpu_seconds": round(usage.ru_utime + usage.ru_stime, 1),
        "peak_mb": round(usage.ru_maxrss / 1024),
    }


def build(claims: int, folder: Path) -> None:
    """A dataset of so many synthetic claims."""
    with Run(folder) as building:
        for extraction in building.missing(extractions(claims)):
            building.add(extraction)
        building.finish()


def measure(folder: Path, *, synthetic: bool) -> dict[str, Any]:
    """Every step on the dataset in ``folder``."""
    facts = facts_of(folder)
    return {
        "claims": facts.rows("claims"),
        "articles": facts.rows("articles"),
        "synthetic": synthetic,
        "parquet_bytes": sum(shard.file_bytes for config in facts.configs for shard in config.shards),
        "cpus": os.cpu_count(),
        "steps": {name: run(folder, options) for name, options in STEPS.items()},
    }


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--dataset", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "dataset"
        if options.dataset is None:
            build(options.claims, folder)
        else:
            shutil.copytree(options.dataset, folder)
        words = json.dumps(measure(folder, synthetic=options.dataset is None), indent=2)
    print(words)
    RESULT.write_text(words + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

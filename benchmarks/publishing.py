"""Seconds to build, to make ready for publishing and to split 100,000 synthetic claims.

    python benchmarks/publishing.py [--claims 100000] [--split DIR]

Writes benchmarks/results/publishing.json. The claims are those of benchmarks/validation.py: the examples of the
schemas, sentence after sentence, 40 claims an article.

- ``build``: the Parquet tables of a dataset, from rows that were extracted (the journal of a run, read back: what
  ``claimkit extract`` does once all articles are done);
- ``release``: the folder that is published with its documents, all text left out article by article;
- ``copy``: the same of a dataset that is without text already;
- ``classification``: the flat rows for classifiers.

CPU seconds of one process stand beside wall seconds: on a busy machine the former tell more. ``--split`` adds the
report of a split of a real dataset, by its counts and shares alone.
"""

from __future__ import annotations

import argparse
import json
import platform
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from validation import extractions  # the benchmark beside this one

import claimkit
from claimkit.dataset.build import Run
from claimkit.dataset.classification import write_classification
from claimkit.dataset.release import make_release
from claimkit.dataset.splits import split_dataset

RESULT = Path(__file__).parent / "results" / "publishing.json"
MUST_SECONDS = 30


def timed(work: Callable[[], Any]) -> tuple[dict[str, float], Any]:
    """What ``work`` returns, and the seconds it took."""
    wall, cpu = time.perf_counter(), time.process_time()
    found = work()
    return {
        "wall_seconds": round(time.perf_counter() - wall, 1),
        "cpu_seconds": round(time.process_time() - cpu, 1),
    }, found


def measure(claims: int) -> dict[str, Any]:
    """Each step once, on a dataset of so many claims."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        run = Run(folder / "built")
        with run:
            for extraction in run.missing(extractions(claims)):
                run.add(extraction)
            build, _ = timed(run.finish)
        steps = {"build": build}
        (folder / "release").mkdir()
        steps["release"], _ = timed(lambda: make_release(folder / "built", folder / "release"))
        (folder / "copy").mkdir()
        steps["copy"], _ = timed(lambda: make_release(folder / "release", folder / "copy"))
        steps["classification"], _ = timed(lambda: write_classification(folder / "built"))
        size = sum(file.stat().st_size for file in (folder / "built").rglob("*.parquet"))
    return {"claims": claims, "parquet_bytes": size, "steps": steps, "must_wall_seconds": {"build": MUST_SECONDS}}


def split_figures(dataset: Path) -> dict[str, Any]:
    """How a real dataset comes apart."""
    with tempfile.TemporaryDirectory() as scratch:
        seconds, report = timed(lambda: split_dataset(dataset, Path(scratch) / "out"))
        shutil.rmtree(scratch, ignore_errors=True)
    sides = {
        name: {
            "articles": side.articles,
            "claims": side.claims,
            "article_share": side.article_share,
            "claim_share": side.claim_share,
            "groups": side.groups,
            "largest_group": max(side.group_sizes, default=0),
        }
        for name, side in report.sides.items()
    }
    return {
        **seconds,
        "groups": report.groups,
        "sides": sides,
        "shared": dict(report.shared),
        "nearest_share": None if report.nearest is None else report.nearest["share"],
        "label_distance": report.label_distance,
    }


def main() -> None:
    """Measure and write the result."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--split", type=Path)
    options = parser.parse_args()
    known = json.loads(RESULT.read_text(encoding="utf-8")) if RESULT.is_file() else {}
    result = {
        **measure(options.claims),
        "split": known.get("split") if options.split is None else split_figures(options.split),
        "claimkit": claimkit.__version__,
        "python": platform.python_version(),
        "processor": platform.machine(),
    }
    RESULT.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()

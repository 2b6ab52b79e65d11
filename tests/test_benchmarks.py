"""Benchmarks are run by hand: that they still find what they import must not wait for that."""

import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


def test_every_benchmark_can_be_imported() -> None:
    names = sorted(path.stem for path in BENCHMARKS.glob("*.py"))
    if not names:
        pytest.skip("the benchmarks are not part of this installation")
    script = f"import importlib\nfor name in {names}: importlib.import_module(name)\nprint('all imported')"
    run = subprocess.run([sys.executable, "-c", script], cwd=BENCHMARKS, capture_output=True, text=True, check=False)
    assert run.stdout == "all imported\n", run.stderr

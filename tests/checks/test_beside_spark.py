"""The gate beside an installed pyspark: it fails when it should, also in ``python -c``.

Great Expectations imports the part "connect" of pyspark, which without grpcio takes a ``python -c`` for doctests
and ends the process with exit code 0, as if all were well.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("pyspark", reason="pyspark is not installed: pip install -e .[spark]")

CHECK = "import sys; from claimkit import check; sys.exit(0 if check(sys.argv[1]).ok else 1)"
NO_GRPC = "import sys; sys.modules['grpc'] = None; "


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A mention that breaks the contract of its column."""
    row = {"entity_id": 7, "article_id": "0" * 16, "spans": [], "name": None, "type": "ship"}
    (tmp_path / "mentions.jsonl").write_text(json.dumps(row) + "\n")
    return tmp_path


def run(code: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=False)


def test_the_gate_fails_on_a_broken_dataset(broken: Path) -> None:
    assert run(CHECK, broken).returncode == 1


def test_without_grpcio_the_gate_ends_with_an_error_and_not_with_success(broken: Path) -> None:
    ran = run(NO_GRPC + CHECK, broken)

    assert ran.returncode == 1
    assert 'pip install "claimkit[spark]"' in ran.stderr

"""Imports run downwards only: the contract in pyproject.toml, run by import-linter."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def lint_imports(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = Path(sys.executable).with_name("lint-imports")
    return subprocess.run([command, "--no-cache", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


def test_arrows_run_downwards_only() -> None:
    run = lint_imports()
    assert run.returncode == 0, run.stdout + run.stderr
    assert "1 kept, 0 broken" in run.stdout


def test_the_contract_notices_an_arrow_that_runs_upwards(tmp_path: Path) -> None:
    config = tmp_path / "upside_down.ini"
    config.write_text(
        "[importlinter]\nroot_package = claimkit\n"
        "[importlinter:contract:upside-down]\nname = upside down\ntype = layers\nlayers =\n"
        "    claimkit.errors\n    claimkit.records\n"
    )
    assert lint_imports("--config", str(config)).returncode == 1

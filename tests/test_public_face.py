"""The names a user may rely on, and the promise that importing them costs nothing until they are used."""

import subprocess
import sys
from pathlib import Path

import pytest

import claimkit
import claimkit.records

HEAVY = (
    "datasets", "great_expectations", "jsonschema", "jsonschema_rs", "matplotlib", "numpy", "pandas", "pyarrow", "rich",
    "sklearn", "spacy",
)  # fmt: skip


def loaded_after(statement: str, folder: Path) -> set[str]:
    # A script file: some libraries end `python -c` with exit code 0 and no word.
    script = folder / "script.py"
    script.write_text(f"import sys\n{statement}\nprint('modules:', *sorted(sys.modules))", encoding="utf-8")
    run = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    return set(run.stdout.removeprefix("modules:").split())


@pytest.mark.parametrize("module", ["claimkit", "claimkit.cli", "claimkit.records"])
def test_importing_loads_no_heavy_library(module: str, tmp_path: Path) -> None:
    modules = loaded_after(f"import {module}", tmp_path)
    assert module in modules
    assert modules.isdisjoint(HEAVY)


def test_the_command_line_loads_no_record_before_a_command_runs(tmp_path: Path) -> None:
    # Each of them costs `claimkit --help` a tenth of a second.
    modules = loaded_after("import claimkit.cli", tmp_path)
    assert modules.isdisjoint({"claimkit.records", "claimkit.extraction.parsing", "claimkit.evaluation.measures"})


def test_a_name_loads_its_module_and_no_more(tmp_path: Path) -> None:
    modules = loaded_after("from claimkit import Article", tmp_path)
    assert "claimkit.records" in modules
    assert "claimkit.extraction" not in modules


@pytest.mark.parametrize("name", claimkit.__all__)
def test_every_name_exists(name: str) -> None:
    assert getattr(claimkit, name).__name__ == name


def test_the_names_are_sorted_and_listed() -> None:
    assert claimkit.__all__ == sorted(claimkit.__all__)
    assert set(claimkit.__all__) < set(dir(claimkit))


def test_every_record_is_public() -> None:
    records = {
        name
        for name, value in vars(claimkit.records).items()
        if isinstance(value, type) and value.__module__ == "claimkit.records"
    }
    assert records <= set(claimkit.__all__)


def test_an_unknown_name_is_an_attribute_error_that_names_it() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Klaim'"):
        _ = claimkit.Klaim

"""The wheel holds what the program reads at run time, and so does a checkout."""

import json
import os
import re
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NO_BACKEND = re.compile(r"No matching distribution found for hatchling|Could not find a version .*hatchling")
ASK = """
import json, claimkit, claimkit.schema
from claimkit.resources import resource
names = {config: claimkit.schema.load_schema(name)["$id"] for config, name in claimkit.schema.SCHEMA_OF.items()}
print(json.dumps({"file": claimkit.__file__, "names": names, "valid": claimkit.schema.is_valid("claims", {}),
                  "packaged": resource("schema").is_dir()}))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout; skips where hatchling is neither installed nor to be had."""
    folder = tmp_path_factory.mktemp("wheel")
    isolation = ["--no-build-isolation"] if find_spec("hatchling") else []
    call = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", *isolation, "-w", str(folder), str(ROOT)]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    if done.returncode and NO_BACKEND.search(done.stderr):
        pytest.skip("hatchling is not installed and cannot be fetched")
    assert done.returncode == 0, done.stderr
    (found,) = folder.glob("claimkit-*.whl")
    return found


def ask(folder: Path, cwd: Path) -> dict[str, object]:
    """What a fresh interpreter finds with ``folder`` first on its path, standing elsewhere."""
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", ASK], capture_output=True, text=True, check=True, cwd=cwd, env=environment
    )
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_a_wheel_holds_every_schema_and_every_resource_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    schemas = {f"claimkit/resources/schema/{file.name}" for file in (ROOT / "schema").glob("*.schema.json")}
    assert len(schemas) == 8
    assert schemas <= names
    resources = {
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / "claimkit" / "resources").rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert resources <= names
    strangers = {name for name in names if not re.match(r"claimkit(/|-[^/]+\.dist-info/)", name)}
    assert not strangers


def test_the_schemas_are_found_from_a_wheel(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    found = ask(tmp_path / "site", cwd=tmp_path)
    assert str(found["file"]).startswith(str(tmp_path / "site"))
    assert found["packaged"] is True
    assert found["valid"] is False
    assert found["names"]["claims"] == "urn:claimkit:schema:claim:1.0"


def test_the_schemas_are_found_from_a_checkout_where_nothing_was_copied(tmp_path: Path) -> None:
    found = ask(ROOT, cwd=tmp_path)
    assert Path(str(found["file"])).is_relative_to(ROOT)
    assert found["packaged"] is False
    assert found["names"]["annotations"] == "urn:claimkit:schema:annotation:1.0"

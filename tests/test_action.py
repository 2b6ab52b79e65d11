"""The GitHub Action and the pre-commit hook do what they say: their steps are run here, as they stand in the files."""

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml

from claimkit.records import Article

ROOT = Path(__file__).parents[1]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def dataset(tmp_path):
    """One article without a licence and without a claim: two warnings."""
    folder = tmp_path / "my claims"
    folder.mkdir()
    article = Article.from_text("The lock at Verrin was mended.", publisher="Verrin Post", published="2021-01-04")
    (folder / "articles.jsonl").write_text(json.dumps(article.to_dict()) + "\n", encoding="utf-8")
    return folder


def step(name):
    return next(each for each in ACTION["runs"]["steps"] if each.get("name") == name)


def run_step(name, cwd, **inputs):
    """The shell of a step, with the inputs filled in as GitHub does; the commands are those of this checkout."""
    chosen = {key: str(each.get("default", "")) for key, each in ACTION["inputs"].items()} | inputs
    filled = {
        variable: expression.replace("${{ github.action_path }}", str(ROOT))
        for variable, expression in step(name)["env"].items()
    }
    for key, value in chosen.items():
        filled = {variable: text.replace(f"${{{{ inputs.{key} }}}}", value) for variable, text in filled.items()}
    assert not any("${{" in text for text in filled.values())
    environment = {
        **os.environ,
        **filled,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # pip reads the value of a no- option as that of the option: 0 is no isolation
        "PIP_TARGET": str(cwd / "site"),
    }
    shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step(name)["run"]]
    return subprocess.run(shell, capture_output=True, text=True, check=False, cwd=cwd, env=environment)


def test_the_action_installs_the_checkout_it_comes_with(tmp_path):
    if not find_spec("hatchling"):
        pytest.skip("hatchling is not installed")
    done = run_step("Install claimkit", tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "site" / "claimkit" / "checks" / "gate.py").is_file()
    assert (tmp_path / "site" / "claimkit" / "resources" / "checks.toml").is_file()


def test_the_action_annotates_and_passes(tmp_path, dataset):
    done = run_step("Check the dataset", tmp_path, dataset=str(dataset), **{"great-expectations": "false"})
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("::warning file=")


def test_the_action_fails_where_it_is_asked_to_and_leaves_a_report(tmp_path, dataset):
    done = run_step(
        "Check the dataset",
        tmp_path,
        dataset=str(dataset),
        junit="report.xml",
        **{"fail-on": "warning", "great-expectations": "false"},
    )
    assert done.returncode == 1, done.stderr
    assert (tmp_path / "report.xml").is_file()


def test_what_an_input_holds_is_no_code(tmp_path):
    done = run_step("Check the dataset", tmp_path, dataset='$(touch "hacked"); true', **{"great-expectations": "false"})
    assert done.returncode == 2
    assert not (tmp_path / "hacked").exists()


def test_every_input_reaches_the_command():
    used = json.dumps(ACTION["runs"]["steps"])
    assert all(f"${{{{ inputs.{name} }}}}" in used for name in ACTION["inputs"])


def test_the_hook_runs(tmp_path, dataset):
    (hook,) = HOOKS
    command = [*hook["entry"].split(), str(dataset)]
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    environment["PYTHONPATH"] = str(ROOT)
    assert (hook["id"], hook["language"], hook["pass_filenames"]) == ("claimkit-check", "python", False)
    passed = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, env=environment)
    assert passed.returncode == 0, passed.stderr
    failed = subprocess.run([*command, "--fail-on", "warning"], check=False, cwd=tmp_path, env=environment)
    assert failed.returncode == 1

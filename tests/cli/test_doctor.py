"""What doctor finds, and what it says when something is missing."""

import json
import platform
from importlib import metadata
from pathlib import Path

import pytest
from typer.testing import CliRunner

import claimkit
from claimkit.cli import app
from claimkit.extraction.parsing import INSTALL_COMMAND, MODEL_VARIABLE
from claimkit.tagging.model import RULES_ONLY, TAGGER_VARIABLE


def test_versions_and_the_model_in_use() -> None:
    result = CliRunner().invoke(app, ["doctor", "--json"])
    findings = json.loads(result.stdout)
    assert result.exit_code == 0
    assert findings["claimkit"] == claimkit.__version__
    assert findings["python"] == platform.python_version()
    spacy = next(row for row in findings["dependencies"] if row["name"] == "spacy")
    assert spacy == {"name": "spacy", "required": "<3.9,>=3.8", "found": metadata.version("spacy"), "ok": True}
    assert findings["language_model"]["version"] == metadata.version(findings["language_model"]["name"])
    assert findings["tagger"].startswith("claimkit-attribution-")
    assert findings["missing"] == []


def test_for_people_it_names_the_tagger_or_says_that_rules_are_all_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    output = CliRunner().invoke(app, ["doctor"]).stdout
    assert f"claimkit             {claimkit.__version__}" in output
    assert "tagger               claimkit-attribution-" in output
    monkeypatch.setenv(TAGGER_VARIABLE, RULES_ONLY)
    output = CliRunner().invoke(app, ["doctor"]).stdout
    assert "tagger               rules" in output
    assert output.endswith("nothing is missing\n")


def test_a_missing_tagger_is_named_with_the_way_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TAGGER_VARIABLE, str(tmp_path))
    result = CliRunner().invoke(app, ["doctor"])
    assert result.exit_code == 1
    assert f"missing: the tagger ({tmp_path} is no tagger" in result.stdout
    assert f"export {TAGGER_VARIABLE}={RULES_ONLY}" in result.stdout


def test_a_missing_model_is_named_with_the_command_that_installs_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(MODEL_VARIABLE, "en_core_web_missing")
    result = CliRunner().invoke(app, ["doctor"])
    assert result.exit_code == 1
    assert "en_core_web_missing" in result.stdout
    assert INSTALL_COMMAND in result.stdout
    assert "nothing is missing" not in result.stdout


def test_no_model_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(MODEL_VARIABLE, raising=False)
    monkeypatch.setattr("claimkit.extraction.parsing.MODELS", ("en_core_web_missing",))
    findings = json.loads(CliRunner().invoke(app, ["doctor", "--json"]).stdout)
    assert findings["language_model"] is None
    assert {"what": "a spaCy language model", "install": INSTALL_COMMAND} in findings["missing"]


def test_a_library_that_is_absent_or_too_old(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "requires", lambda _: ["typer>=99", "no-such-library>=1", "pytest; extra == 'dev'"])
    result = CliRunner().invoke(app, ["doctor", "--json"])
    assert result.exit_code == 1
    findings = json.loads(result.stdout)
    assert [(row["name"], row["ok"]) for row in findings["dependencies"]] == [
        ("no-such-library", False),
        ("typer", False),
    ]
    assert [gap["install"] for gap in findings["missing"]] == [
        'pip install "no-such-library>=1"',
        'pip install "typer>=99"',
    ]

"""Scores against gold on the command line."""

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from claimkit.cli import app
from claimkit.resources import resource


def run(*arguments: str | Path) -> Any:
    return CliRunner().invoke(app, ["evaluate", "claims", *map(str, arguments)])


def test_a_dataset_scored_against_itself_is_right_everywhere(dataset: Path) -> None:
    scores = json.loads(run("--gold", dataset, "--predicted", dataset, "--json").stdout)
    assert {row["value"] for row in scores["measures"].values()} == {1.0}
    assert (scores["paired"], scores["missed"], scores["spurious"]) == (1, [], [])


def test_a_claim_that_is_not_predicted_is_named(dataset: Path, rows: dict[str, Any], tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    for file in dataset.iterdir():
        (other / file.name).write_bytes(file.read_bytes() if file.name != "claims.jsonl" else b"")
    scores = json.loads(run("--gold", dataset, "--predicted", other, "--json").stdout)
    assert scores["measures"]["predicate"]["recall"] == 0
    assert scores["missed"] == [rows["claims"][0]["claim_id"]]


def test_the_table_for_people(dataset: Path) -> None:
    result = run("--gold", dataset, "--predicted", dataset)
    assert result.exit_code == 0
    assert "predicate" in result.stdout
    assert "1 articles, 1 claims paired, 0 missed, 0 in excess" in result.stdout


def test_without_options_the_demo_is_extracted_and_scored_against_its_gold() -> None:
    scores = json.loads(run("--json").stdout)
    gold = resource("demo/gold/claims.jsonl").read_text(encoding="utf-8").count("\n")
    assert scores["measures"]["predicate"]["gold"] == gold
    assert 0 < scores["measures"]["predicate"]["value"] <= 1


def test_a_folder_without_gold_is_a_wrong_call(tmp_path: Path) -> None:
    result = run("--gold", tmp_path)
    assert result.exit_code == 2
    assert "holds no articles" in result.stderr

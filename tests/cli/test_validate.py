"""The faults of a dataset on the command line."""

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from claimkit.cli import app

Rows = dict[str, list[dict[str, Any]]]


def run(*arguments: str | Path) -> Any:
    return CliRunner().invoke(app, ["validate", *map(str, arguments)])


def break_claim(dataset: Path, rows: Rows) -> str:
    (claim,) = rows["claims"]
    claim["quantities"][0] |= {"low": 41.0}
    claim["kind"] = "rumour"
    (dataset / "claims.jsonl").write_text(json.dumps(claim) + "\n", encoding="utf-8")
    return str(claim["claim_id"])


def test_a_valid_dataset_ends_with_0_and_its_counts(dataset: Path) -> None:
    result = run(dataset)
    assert result.exit_code == 0, result.stdout
    assert "valid (1 articles, 1 mentions, 1 attributions, 1 claims)" in result.stdout


def test_a_fault_is_printed_with_file_line_record_and_path_and_ends_with_1(dataset: Path, rows: Rows) -> None:
    claim_id = break_claim(dataset, rows)
    result = run(dataset)
    assert result.exit_code == 1
    assert f"claims.jsonl:1 › {claim_id} › $.kind: 'rumour' is not one of" in result.stdout


def test_the_report_as_json(dataset: Path, rows: Rows) -> None:
    claim_id = break_claim(dataset, rows)
    result = run(dataset, "--json")
    report = json.loads(result.stdout)
    assert result.exit_code == 1
    assert report["ok"] is False
    assert report["fault_count"] == 1
    assert (report["faults"][0]["record_id"], report["faults"][0]["path"]) == (claim_id, "$.kind")


def test_a_path_without_tables_is_a_wrong_call(tmp_path: Path) -> None:
    assert run(tmp_path / "nothing-here").exit_code == 2
    assert run(tmp_path).exit_code == 2

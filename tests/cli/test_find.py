"""Have we seen this claim, asked on the command line."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from claimkit.cli import app

Rows = dict[str, list[dict[str, Any]]]


def run(*arguments: str | Path) -> Any:
    return CliRunner().invoke(app, ["find", *map(str, arguments)])


def test_a_claim_that_is_there(dataset: Path, rows: Rows) -> None:
    result = run("output probably fell by about 40 tonnes in 2031", dataset)
    assert result.exit_code == 0
    assert rows["claims"][0]["claim_id"] in result.stdout
    assert "Corran Herald, 2032-01-05" in result.stdout
    assert "1 found among 1 claims" in result.stdout


def test_a_claim_with_another_number_is_shown_and_not_found(dataset: Path) -> None:
    result = run("output probably fell by about 400 tonnes in 2031", dataset)
    assert result.exit_code == 1
    assert "differs: quantities: about 400 t" in result.stdout
    assert "not found among 1 claims" in result.stdout


def test_a_text_without_words(dataset: Path) -> None:
    result = run("🐋", dataset)
    assert result.exit_code == 1
    assert "nothing like it among 1 claims" in result.stdout


def test_json_has_matches_and_their_number(dataset: Path, rows: Rows) -> None:
    result = run("output fell by about 40 tonnes", dataset, "--json")
    told = json.loads(result.stdout)
    assert told["matches"][0]["claim_id"] == rows["claims"][0]["claim_id"]
    assert told["found"] == sum(match["found"] for match in told["matches"])


def test_without_text_it_says_what_is_missing(dataset: Path, rows: Rows) -> None:
    bare = rows["claims"][0] | {"text": None, "text_resolved": None}
    (dataset / "claims.jsonl").write_text(json.dumps(bare) + "\n", encoding="utf-8")
    result = run("output fell by about 40 tonnes", dataset)
    assert "1 of 1 claims have no text" in result.stderr


@pytest.mark.parametrize("arguments", [("text", "nowhere"), ("text", ".", "-k", "0")])
def test_a_wrong_call(arguments: tuple[str, ...], dataset: Path) -> None:
    told = [str(dataset) if argument == "." else argument for argument in arguments]
    assert run(*told).exit_code == 2

"""One claim of a dataset, in words and as JSON."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from claimkit.cli import app

Rows = dict[str, list[dict[str, Any]]]


def run(*arguments: str | Path) -> Any:
    return CliRunner().invoke(app, ["show", *map(str, arguments)])


@pytest.mark.parametrize(
    "line",
    [
        "article      Corran Herald, 2032-01-05",
        "text         output probably fell by about 40 tonnes in 2031",
        "predicate    fall",
        "subject      output",
        "said by      Brask Institute (research, say, indirect)",
        "hedges       probably",
        "quantities   ~40 t ↓ of output",
        "times        2031",
        "kind         event",
    ],
)
def test_what_is_known_of_a_claim(line: str, dataset: Path, rows: Rows) -> None:
    result = run(dataset, rows["claims"][0]["claim_id"])
    assert result.exit_code == 0
    assert line in result.stdout.splitlines()


def test_the_beginning_of_an_id_is_enough(dataset: Path, rows: Rows) -> None:
    claim_id = rows["claims"][0]["claim_id"]
    assert f"claim        {claim_id}" in run(dataset, claim_id[:5]).stdout


def test_a_beginning_that_two_claims_share_is_not(dataset: Path, rows: Rows) -> None:
    (claim,) = rows["claims"]
    other = claim | {"claim_id": claim["claim_id"][:-1] + "x"}
    (dataset / "claims.jsonl").write_text(f"{json.dumps(claim)}\n{json.dumps(other)}\n", encoding="utf-8")
    result = run(dataset, claim["claim_id"][:-1])
    assert result.exit_code == 2
    assert "2 claims begin with" in result.stderr


def test_json_is_the_row_as_stored(dataset: Path, rows: Rows) -> None:
    (claim,) = rows["claims"]
    assert json.loads(run(dataset, claim["claim_id"], "--json").stdout) == claim


def test_a_dataset_without_text_still_shows_types_and_numbers(dataset: Path, rows: Rows) -> None:
    (article,), (claim,) = rows["articles"], rows["claims"]
    without = claim | {"text": None, "text_resolved": None}
    (dataset / "articles.jsonl").write_text(json.dumps(article | {"text": None}) + "\n", encoding="utf-8")
    (dataset / "claims.jsonl").write_text(json.dumps(without) + "\n", encoding="utf-8")
    lines = run(dataset, claim["claim_id"]).stdout.splitlines()
    assert "hedges       epistemic_probable" in lines
    assert "quantities   ~40 t ↓ of output" in lines
    assert not any(line.startswith(("text ", "sentence")) for line in lines)


def test_an_unknown_claim_is_a_wrong_call(dataset: Path) -> None:
    result = run(dataset, "ffff")
    assert result.exit_code == 2
    assert "no claim ffff" in result.stderr


def test_a_claim_without_its_article_is_a_fault_of_the_data(dataset: Path, rows: Rows) -> None:
    (article,), (claim,) = rows["articles"], rows["claims"]
    (dataset / "articles.jsonl").write_text(json.dumps(article | {"article_id": "0" * 16}) + "\n", encoding="utf-8")
    result = run(dataset, claim["claim_id"])
    assert result.exit_code == 1
    assert "claimkit validate" in result.stderr

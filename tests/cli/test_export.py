"""A dataset in the shape of other tools, on standard output or in a file."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from claimkit.cli import app
from claimkit.exchange.formats import FORMATS
from claimkit.records import ClaimCluster, ClusterStatus, LabelOrigin, Verification, VerificationLabel

Rows = dict[str, list[dict[str, Any]]]


def run(*arguments: str | Path) -> Any:
    return CliRunner().invoke(app, ["export", *map(str, arguments)])


@pytest.fixture
def compared(dataset: Path, rows: Rows) -> Path:
    claim_id = rows["claims"][0]["claim_id"]
    cluster = ClaimCluster(
        cluster_id="5f77bac16b33cc8e",
        claim_ids=(claim_id,),
        publishers=("Corran Herald",),
        observers=(),
        witnesses=("brask institute",),
        independent_min=1,
        independent_max=1,
        first_appearance="2032-01-05",
        low=None,
        high=None,
        status=ClusterStatus.SINGLE_SOURCE,
    )
    record = Verification(
        claim_id=claim_id,
        evidence_claim_ids=(),
        label=VerificationLabel.NOT_ENOUGH_INFO,
        label_origin=LabelOrigin.PAIR,
    )
    for config, row in (("clusters", cluster), ("verification", record)):
        (dataset / f"{config}.jsonl").write_text(json.dumps(row.to_dict()) + "\n", encoding="utf-8")
    return dataset


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_written_as_json(name: str, compared: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    assert run(compared, "--to", name, "-o", out).exit_code == 0
    files = list(out.iterdir()) if FORMATS[name].files is not None else [out]
    read = [json.loads(file.read_text(encoding="utf-8")) for file in files if file.suffix == ".json"]
    assert all(read)
    assert len(read) == 1
    assert [file.name for file in tmp_path.rglob(".*")] == []


def test_a_format_of_several_files_needs_a_folder(compared: Path, tmp_path: Path) -> None:
    assert "name a folder" in run(compared, "--to", "brat").stderr
    taken = tmp_path / "taken"
    taken.mkdir()
    (taken / "mine.txt").write_text("mine", encoding="utf-8")
    result = run(compared, "--to", "brat", "-o", taken)
    assert (result.exit_code, "--overwrite" in result.stderr) == (2, True)
    assert [file.name for file in taken.iterdir()] == ["mine.txt"]


def test_without_a_file_it_goes_to_standard_output(compared: Path) -> None:
    result = run(compared, "--to", "fever")
    assert json.loads(result.stdout)["label"] == "NOT ENOUGH INFO"


def test_a_file_that_is_there_is_kept_unless_told_otherwise(compared: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    out.write_text("mine", encoding="utf-8")
    result = run(compared, "--to", "fever", "-o", out)
    assert (result.exit_code, out.read_text(encoding="utf-8")) == (2, "mine")
    assert "--overwrite" in result.stderr
    assert run(compared, "--to", "fever", "-o", out, "--overwrite").exit_code == 0
    assert out.read_text(encoding="utf-8") != "mine"


def test_a_folder_that_is_not_there_to_write_in(compared: Path, tmp_path: Path) -> None:
    result = run(compared, "--to", "fever", "-o", tmp_path / "nowhere" / "out.json")
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr


def test_an_unknown_format_names_those_there_are(compared: Path) -> None:
    result = run(compared, "--to", "fevre")
    assert result.exit_code == 2
    assert "fever, averitec, schema-org" in result.stderr


def test_what_is_left_out_is_said(compared: Path, rows: Rows) -> None:
    bare = rows["claims"][0] | {"text": None, "text_resolved": None}
    (compared / "claims.jsonl").write_text(json.dumps(bare) + "\n", encoding="utf-8")
    result = run(compared, "--to", "averitec")
    assert json.loads(result.stdout) == []
    assert "left out: 1 without text" in result.stderr


def test_a_dataset_that_was_not_compared(dataset: Path) -> None:
    result = run(dataset, "--to", "schema-org")
    assert result.exit_code == 2
    assert "claimkit compare" in result.stderr


def test_the_counts_as_json_never_mix_with_what_is_exported(compared: Path, rows: Rows, tmp_path: Path) -> None:
    bare = rows["claims"][0] | {"text": None, "text_resolved": None}
    (compared / "claims.jsonl").write_text(json.dumps(bare) + "\n", encoding="utf-8")
    counts = {"items": 0, "left_out": {"without text": 1}}
    there = run(compared, "--to", "averitec", "--json")
    assert json.loads(there.stdout) == []
    assert json.loads(there.stderr) == counts | {"output": None}
    out = tmp_path / "out.json"
    assert json.loads(run(compared, "--to", "averitec", "-o", out, "--json").stdout) == counts | {"output": str(out)}

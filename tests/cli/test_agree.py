"""How far two annotators agree, asked on the command line."""

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from claimkit.cli import app
from claimkit.records import Annotation

Rows = dict[str, list[dict[str, Any]]]


def run(*arguments: str | Path) -> Any:
    return CliRunner().invoke(app, ["agree", *map(str, arguments)])


@pytest.fixture
def other(dataset: Path, rows: Rows, tmp_path: Path) -> Path:
    """The same article by another annotator, who calls the event a state."""
    folder = tmp_path / "other"
    shutil.copytree(dataset, folder)
    (folder / "claims.jsonl").write_text(json.dumps(rows["claims"][0] | {"kind": "state"}) + "\n", encoding="utf-8")
    return folder


def annotations(folder: Path, *labels: tuple[str, str, str]) -> None:
    lines = [
        Annotation(
            annotation_id=f"{n:016x}", record_id=record, field="$.kind", value=value, annotator=annotator,
            at=f"2032-01-{n + 1:02}T10:00:00Z",
        ).to_dict()
        for n, (record, annotator, value) in enumerate(labels)
    ]  # fmt: skip
    (folder / "annotations.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


def test_two_folders(dataset: Path, other: Path) -> None:
    result = run(dataset, other, "--annotators", "ann,ben", "--by-article")
    assert result.exit_code == 0
    assert result.stdout.startswith("agreement: ann and ben, 1 articles")
    assert "1 labels or claims differ" in result.stdout


def test_one_hand_twice_is_never_called_agreement(dataset: Path, other: Path) -> None:
    for how in (("--same-annotator",), ("--annotators", "ann,ann")):
        for form in ((), ("--json",), ("--by-article",)):
            result = run(dataset, other, *how, *form)
            assert result.exit_code == 0
            assert "self-consistency" in result.stdout
            assert "agreement" not in result.stdout


def test_what_differs_goes_to_a_file(dataset: Path, other: Path, rows: Rows, tmp_path: Path) -> None:
    claim = rows["claims"][0]
    result = run(dataset, other, "--annotators", "ann,ben", "--adjudicate", tmp_path / "open.csv")
    assert f"{tmp_path / 'open.csv'}: 1 to decide" in result.stdout
    with (tmp_path / "open.csv").open(encoding="utf-8", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert row == {
        "measure": "agreement",
        "article_id": claim["article_id"],
        "record_id": claim["claim_id"],
        "field": "kind",
        "value: ann": "event",
        "value: ben": "state",
        "start": str(claim["predicate"]["start"]),
        "end": str(claim["predicate"]["end"]),
        "words": "fell",
    }
    run(dataset, other, "--annotators", "ann,ben", "--adjudicate", tmp_path / "open.json")
    (same,) = json.loads((tmp_path / "open.json").read_text(encoding="utf-8"))
    assert same["values"] == {"ann": "event", "ben": "state"}
    assert sorted(each.name for each in tmp_path.iterdir()) == ["dataset", "open.csv", "open.json", "other"]


def test_a_table_of_annotations(dataset: Path, rows: Rows) -> None:
    claim = rows["claims"][0]["claim_id"]
    annotations(dataset, (claim, "ann", "event"), (claim, "ben", "state"), (claim, "ben", "event"))
    result = run(dataset, "--json")
    together, alone = json.loads(result.stdout)["reports"]
    assert (together["measure"], together["fields"]["$.kind"]["same"]) == ("agreement", 1)
    assert (alone["measure"], alone["annotators"]) == ("self-consistency", ["ben (1)", "ben (2)"])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("DATASET",), "holds no annotations"),
        (("DATASET", "nowhere"), "nowhere"),
        (("DATASET", "DATASET", "--annotators", "ann"), "expected two names, such as ann,ben"),
        (("DATASET", "DATASET", "--adjudicate", "open.txt"), "ends in .csv or .json"),
        (("DATASET", "--same-annotator"), "go with two folders"),
    ],
)
def test_a_wrong_call_says_what_to_do(arguments: tuple[str, ...], message: str, dataset: Path) -> None:
    result = run(*(dataset if each == "DATASET" else each for each in arguments))
    assert result.exit_code == 2
    assert message in result.stderr

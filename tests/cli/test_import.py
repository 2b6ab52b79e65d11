"""Annotations of other tools as a dataset, from the command line."""

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from claimkit import validate
from claimkit.cli import app
from claimkit.reading.tables import read_rows

TEXT = "The ferry 🛳 sank on Monday, harbour master Ilse Brandt said. Nobody was hurt."


def run(*arguments: str | Path) -> Any:
    return CliRunner().invoke(app, [*map(str, arguments)])


def task(*regions: dict[str, Any]) -> list[dict[str, Any]]:
    data = {"text": TEXT, "publisher": "Harbour Post", "url": "https://news.example/ferry"}
    return [{"id": 1, "data": data, "annotations": [{"id": 1, "result": list(regions)}]}]


def region(name: str, label: str, start: int, end: int) -> dict[str, Any]:
    value = {"start": start, "end": end, "labels": [label]}
    return {"id": name, "from_name": "label", "to_name": "text", "type": "labels", "value": value}


def written(tasks: Any, folder: Path) -> Path:
    file = folder / "tasks.json"
    file.write_text(json.dumps(tasks), encoding="utf-8")
    return file


def test_what_a_person_marked_is_a_valid_dataset(tmp_path: Path) -> None:
    file = written(task(region("a", "claim", 0, 26)), tmp_path)
    result = run("import", file, "--from", "label-studio", "-o", tmp_path / "out", "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["claims"] == 1
    (claim,) = read_rows(tmp_path / "out", "claims")
    assert claim["text"] == "The ferry 🛳 sank on Monday"
    assert claim["predicate"]["lemma"] == "sink"
    assert [link["cue_lemma"] for link in claim["chain"]] == ["say"]
    assert claim["provenance"]["origin"] == "human"
    assert validate(tmp_path / "out").ok


def test_rejects_are_counted_and_written(tmp_path: Path) -> None:
    file = written(task(region("a", "claim", 0, 26), region("b", "claim", 70, 900)), tmp_path)
    result = run("import", file, "--from", "label-studio", "-o", tmp_path / "out")
    assert result.exit_code == 0
    assert "rejected: 1 span_outside_text" in result.stdout
    (reject,) = map(json.loads, (tmp_path / "out" / "rejects.jsonl").read_text(encoding="utf-8").splitlines())
    assert (reject["input"], reject["line"], reject["reason"]) == ("tasks.json", 1, "span_outside_text")


def test_nothing_imported_is_a_failure(tmp_path: Path) -> None:
    file = written(task(region("b", "claim", 70, 900)), tmp_path)
    assert run("import", file, "--from", "label-studio", "-o", tmp_path / "out").exit_code == 1


def test_out_and_back(dataset: Path, tmp_path: Path) -> None:
    assert run("export", dataset, "--to", "brat", "-o", tmp_path / "brat").exit_code == 0
    back = run("import", tmp_path / "brat", "--from", "brat", "-o", tmp_path / "back", "--format", "jsonl")
    assert back.exit_code == 0, back.output
    assert list(read_rows(tmp_path / "back", "claims")) == list(read_rows(dataset, "claims"))


def test_the_articles_can_be_given(dataset: Path, rows: dict[str, list[dict[str, Any]]], tmp_path: Path) -> None:
    run("export", dataset, "--to", "web-annotation", "-o", tmp_path / "all.json")
    collection = json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))
    collection["first"]["items"] = collection["first"]["items"][1:]
    (tmp_path / "all.json").write_text(json.dumps(collection), encoding="utf-8")
    out = tmp_path / "out"
    alone = run("import", tmp_path / "all.json", "--from", "web-annotation", "-o", tmp_path / "none")
    assert (alone.exit_code, "1 no_text" in alone.stdout) == (1, True)
    given = run("import", tmp_path / "all.json", "--from", "web-annotation", "--articles", dataset, "-o", out)
    assert given.exit_code == 0, given.output
    assert list(read_rows(out, "claims")) == rows["claims"]


def test_a_wrong_call_is_said(tmp_path: Path) -> None:
    file = written(task(), tmp_path)
    unknown = run("import", file, "--from", "doccano", "-o", tmp_path / "out")
    assert (unknown.exit_code, "label-studio, brat" in unknown.stderr) == (2, True)
    gone = run("import", tmp_path / "gone.json", "--from", "label-studio", "-o", tmp_path / "out")
    assert (gone.exit_code, "no such file" in gone.stderr) == (2, True)
    wrong = run("import", file, "--from", "brat", "-o", tmp_path / "out")
    assert (wrong.exit_code, ".ann" in wrong.stderr) == (2, True)
    assert not (tmp_path / "out").exists()


def test_reviews_go_into_the_dataset_that_has_the_claims(
    dataset: Path, rows: dict[str, list[dict[str, Any]]], tmp_path: Path
) -> None:
    claim_id = rows["claims"][0]["claim_id"]
    item = {"@id": f"urn:claimkit:claim:{claim_id}"}
    review = {"@type": "ClaimReview", "itemReviewed": item, "reviewRating": {"alternateName": "False"}}
    file = written(review, tmp_path)
    result = run("import", file, "--from", "claim-review", "-o", dataset)
    assert (result.exit_code, "1 reviews added" in result.stdout) == (0, True)
    (record,) = read_rows(dataset, "verification")
    assert (record["claim_id"], record["label"], record["label_origin"]) == (claim_id, "refutes", "review")
    assert validate(dataset).ok
    written(review | {"itemReviewed": None}, tmp_path)
    assert run("import", file, "--from", "claim-review", "-o", dataset).exit_code == 1

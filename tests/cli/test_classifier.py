"""``train classifier``, ``evaluate model`` and ``predict`` on the demo gold."""

import gzip
import json
from collections.abc import Iterator
from importlib.resources import as_file
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from claimkit.cli import app
from claimkit.resources import resource

TEXT = "Output fell, Lissen Research said. The mine opened in 1990."
RUN = CliRunner()


@pytest.fixture(scope="module")
def gold() -> Iterator[str]:
    with as_file(resource("demo/gold")) as folder:
        yield str(folder)


@pytest.fixture(scope="module")
def model(gold: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("cli") / "model"
    suspects = folder.parent / "suspects.jsonl"
    options = ["--data", gold, "-o", str(folder), "--folds", "3", "--suspects", str(suspects), "--json"]
    result = RUN.invoke(app, ["train", "classifier", "attribution", *options])
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["task"] == "attribution"
    assert set(json.loads(suspects.read_text(encoding="utf-8").splitlines()[0])) >= {"text", "label", "suggested"}
    return str(folder)


def test_a_model_is_scored_beside_its_baselines(model: str, gold: str, tmp_path: Path) -> None:
    page = tmp_path / "scores"
    result = RUN.invoke(app, ["evaluate", "model", model, "--data", gold, "--against", model, "--page", str(page)])
    assert result.exit_code == 0, result.output
    for words in ("tfidf", "commonest", "against", "unattributed", "Corran Herald"):
        assert words in result.stdout
    assert (page / "index.html").is_file()
    found = RUN.invoke(app, ["evaluate", "model", model, "--data", gold, "--json"])
    assert json.loads(found.stdout)["trained_on_this_data"] is True


def test_predict_reads_text_tables_and_a_pipe(model: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.jsonl").write_text(json.dumps({"article_id": "7", "text": TEXT}) + "\n", encoding="utf-8")
    pd.DataFrame({"body": [TEXT]}).to_parquet(tmp_path / "a.parquet")
    calls = (
        ([str(tmp_path / "a.txt")], None),
        ([str(tmp_path / "a.jsonl")], None),
        ([str(tmp_path / "a.parquet"), "--field", "body"], None),
        (["-"], TEXT),
    )
    lines = []
    for arguments, typed in calls:
        result = RUN.invoke(app, ["predict", model, *arguments], input=typed)
        assert result.exit_code == 0, result.output
        lines.append(json.loads(result.stdout))
    assert all(line["predictions"] == lines[0]["predictions"] for line in lines)
    assert [each["label"] for each in lines[0]["predictions"]] == ["attributed", "unattributed"]
    assert lines[1]["article_id"] == "7"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["train", "classifier", "sarcasm", "--data", ".", "-o", "m"], "there is attribution"),
        (["train", "classifier", "style", "--data", "nowhere", "-o", "m"], "no such file"),
        (["predict", "nowhere", "-"], "is no classifier"),
        (["evaluate", "model", "nowhere", "--data", "."], "is no classifier"),
    ],
)
def test_a_wrong_call_is_told_in_one_line(arguments: list[str], words: str) -> None:
    result = RUN.invoke(app, arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(("row", "way"), [('{"body": "x"}', "--field"), ('{"text": null}', "claimkit hydrate")])
def test_rows_without_text_are_named_with_the_way_to_it(model: str, tmp_path: Path, row: str, way: str) -> None:
    (tmp_path / "a.jsonl").write_text(row + "\n", encoding="utf-8")
    result = RUN.invoke(app, ["predict", model, str(tmp_path / "a.jsonl")])
    assert result.exit_code == 1
    assert "a.jsonl:1: holds no text in 'text'" in result.stderr
    assert way in result.stderr


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_predict_reads_the_encodings_that_extract_reads(model: str, tmp_path: Path, encoding: str) -> None:
    text = "Ann Ives said: “Output fell.” The café’s mine opened in 1990."
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    found = [
        RUN.invoke(app, ["predict", model, str(tmp_path / "a.txt")]),
        RUN.invoke(app, ["predict", model, "-"], input=text.encode(encoding)),
        RUN.invoke(app, ["predict", model, "-"], input=text),
    ]
    assert [each.exit_code for each in found] == [0, 0, 0]
    assert len({each.stdout for each in found}) == 1


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.jsonl.gz", gzip.compress(b'{"text": "x"}', mtime=0)), ("a.pdf", b"%PDF-1.7\nstream\n"), ("-", b"abc\0def")],
    ids=["gzip", "pdf", "binary"],
)
def test_what_is_no_text_is_refused_by_name(model: str, tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    file = name if name == "-" else str(tmp_path / name)
    result = RUN.invoke(app, ["predict", model, file], input=data)
    assert result.exit_code == 1
    assert ("stdin" if name == "-" else name) in result.stderr


def test_suffixes_may_be_capitals(model: str, tmp_path: Path) -> None:
    (tmp_path / "A.JSONL").write_text(json.dumps({"text": TEXT}) + "\n", encoding="utf-8")
    pd.DataFrame({"text": [TEXT]}).to_parquet(tmp_path / "A.PARQUET")
    for name in ("A.JSONL", "A.PARQUET"):
        result = RUN.invoke(app, ["predict", model, str(tmp_path / name)])
        assert json.loads(result.stdout)["line"] == 1


def test_a_folder_is_no_text(model: str, tmp_path: Path) -> None:
    result = RUN.invoke(app, ["predict", model, str(tmp_path)])
    assert result.exit_code == 2
    assert "articles.parquet" in result.stderr

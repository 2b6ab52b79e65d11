"""``claimkit card``."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from claimkit.cli import app
from claimkit.dataset.additions import add_tables
from claimkit.dataset.build import build_dataset
from claimkit.reading import read_articles
from claimkit.reading.tables import read_rows
from claimkit.resources import resource

ARTICLE = "01_corran_flood.txt"


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("card") / "claims"
    build_dataset(read_articles(Path(str(resource(f"demo/articles/{ARTICLE}")))), folder, rules_only=True, workers=0)
    return folder


def test_it_writes_the_documents_and_says_what_waits(dataset: Path) -> None:
    result = CliRunner().invoke(app, ["card", str(dataset), "--licence", "cc-by-4.0", "--name", "One flood"])
    assert result.exit_code == 0, result.output
    assert "written: README.md, DATASHEET.md, DATA_STATEMENT.md, croissant.json" in result.output
    assert "README.md waits for you: Purpose; How they were chosen; Contact and citation" in result.output
    assert "# One flood\n" in (dataset / "README.md").read_text(encoding="utf-8")


def test_as_json(dataset: Path) -> None:
    result = CliRunner().invoke(app, ["card", str(dataset), "--json"])
    found = json.loads(result.stdout)
    assert found.keys() == {"written", "unchanged", "unanswered"}
    assert "README.md" in {*found["written"], *found["unchanged"]}


def test_the_check_ends_with_1_and_writes_nothing(dataset: Path) -> None:
    before = {file: file.stat().st_mtime_ns for file in dataset.rglob("*")}
    result = CliRunner().invoke(app, ["card", str(dataset), "--check"])
    assert result.exit_code == 1
    assert "README.md: error section-empty: line" in result.output
    assert {file: file.stat().st_mtime_ns for file in dataset.rglob("*")} == before
    found = json.loads(CliRunner().invoke(app, ["card", str(dataset), "--check", "--json"]).stdout)
    assert found["ok"] is False
    assert {"id", "severity", "file", "message", "remedy"} == found["findings"][0].keys()


@pytest.mark.parametrize(
    ("options", "words"),
    [(["--licence", "cc-by"], "did you mean"), (["--check", "--licence", "mit"], "--check writes nothing")],
)
def test_a_wrong_call_ends_with_2(dataset: Path, options: list[str], words: str) -> None:
    result = CliRunner().invoke(app, ["card", str(dataset), *options])
    assert result.exit_code == 2
    assert words in result.output


def test_agreement_of_annotators_is_in_the_card(dataset: Path) -> None:
    claims = [row["claim_id"] for row in read_rows(dataset, "claims")][:10]
    add_tables(dataset, {"annotations": _annotations(claims)})
    CliRunner().invoke(app, ["card", str(dataset)])
    card = (dataset / "README.md").read_text(encoding="utf-8")
    assert "Agreement of 2 annotators, by field" in card
    assert "| kind | 10 | 9 |" in card
    assert "Nobody has annotated it a second time" not in card
    assert "ada" not in card


def _annotations(claims: list[str]) -> list[dict[str, str]]:
    return [
        {
            "annotation_id": f"{number:016x}",
            "record_id": claim,
            "field": "kind",
            "value": "state" if number in (3, 4, 7) or (number, annotator) == (5, "ben") else "event",
            "annotator": annotator,
            "at": "2026-01-02T03:04:05Z",
            "schema_version": "1.0",
        }
        for annotator in ("ada", "ben")
        for number, claim in enumerate(claims)
    ]

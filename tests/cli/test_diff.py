"""What changed, asked on the command line; and an older dataset carried forward."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from claimkit.cli import app

Rows = dict[str, list[dict[str, Any]]]


def run(*arguments: str | Path) -> Any:
    return CliRunner().invoke(app, [*map(str, arguments)])


@pytest.fixture
def other(dataset: Path, rows: Rows, tmp_path: Path) -> Path:
    folder = tmp_path / "other"
    shutil.copytree(dataset, folder)
    changed = rows["claims"][0] | {"kind": "state", "text_resolved": "[bold]output[/bold] fell\x1b[31m"}
    (folder / "claims.jsonl").write_text(json.dumps(changed) + "\n", encoding="utf-8")
    return folder


def test_what_is_equal_ends_with_0(dataset: Path) -> None:
    result = run("diff", dataset, dataset)
    assert result.exit_code == 0
    assert result.stdout == "1 same, 0 changed, 0 added, 0 gone\n"


def test_what_differs_ends_with_1_and_shows_both_values(dataset: Path, other: Path, rows: Rows) -> None:
    result = run("diff", dataset, other)
    assert result.exit_code == 1
    assert f"~ {rows['claims'][0]['claim_id']}  output probably fell" in result.stdout
    assert "kind: event → state" in result.stdout


def test_words_of_an_article_are_neither_markup_nor_escape_sequences(dataset: Path, other: Path) -> None:
    shown = run("diff", dataset, other).stdout
    assert "[bold]output[/bold]" in shown
    assert "\x1b" not in shown


def test_json_has_every_change(dataset: Path, other: Path) -> None:
    result = run("diff", dataset, other, "--json")
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert told["fields"] == {"kind": 1, "text_resolved": 1}
    assert {"field": "kind", "part": None, "a": "event", "b": "state"} in told["changes"][0]["fields"]


def test_a_folder_that_is_not_there_is_a_wrong_call(dataset: Path) -> None:
    assert run("diff", dataset, "nowhere").exit_code == 2


def test_migrate_copies_what_is_there_already(dataset: Path, tmp_path: Path) -> None:
    result = run("migrate", dataset, "-o", tmp_path / "new")
    assert result.exit_code == 0
    assert "none, all were there already" in result.stdout
    assert run("diff", dataset, tmp_path / "new").exit_code == 0


def test_migrate_refuses_a_newer_version(dataset: Path, rows: Rows, tmp_path: Path) -> None:
    newer = rows["articles"][0] | {"schema_version": "3.0"}
    (dataset / "articles.jsonl").write_text(json.dumps(newer) + "\n", encoding="utf-8")
    result = run("migrate", dataset, "-o", tmp_path / "new")
    assert result.exit_code == 1
    assert "install a newer claimkit" in result.stderr
    assert not (tmp_path / "new").exists()

"""The main job on the packaged articles."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from claimkit.cli import app
from claimkit.cli.demo import copy_articles, richest
from claimkit.errors import OutputExistsError
from claimkit.resources import resource


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Path]:
    folder = tmp_path_factory.mktemp("here") / "claimkit-demo"
    return CliRunner().invoke(app, ["demo", "-o", str(folder)]), folder


def test_it_extracts_every_article_and_the_dataset_is_valid(demo: tuple[Any, Path]) -> None:
    result, folder = demo
    assert result.exit_code == 0, result.output
    packaged = [file.name for file in resource("demo/articles").iterdir() if file.name.endswith(".txt")]
    assert f"{len(packaged)} articles, " in result.stdout
    assert f"{folder / 'dataset'}: valid" in result.stdout
    assert "set aside" not in result.stdout


def test_the_table_shows_every_outlet_and_says_where_the_output_lies(demo: tuple[Any, Path]) -> None:
    result, folder = demo
    for word in ("outlet", "source", "cue", "claim", "hedges", "quantities", "times", "Corran", "Osterby"):
        assert word in result.stdout
    assert f"dataset   {folder / 'dataset'}" in result.stdout
    assert (folder / "articles" / "metadata.csv").is_file()


def test_it_runs_again_over_its_own_output(demo: tuple[Any, Path]) -> None:
    _, folder = demo
    result = CliRunner().invoke(app, ["demo", "-o", str(folder), "--json"])
    findings = json.loads(result.stdout)
    assert result.exit_code == 0
    assert findings["validation"]["ok"] is True
    assert findings["summary"]["claims"] == findings["validation"]["counts"]["claims"]


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").touch()
    result = CliRunner().invoke(app, ["demo", "-o", str(tmp_path)])
    assert result.exit_code == 2
    assert [entry.name for entry in tmp_path.iterdir()] == ["thesis.tex"]
    with pytest.raises(OutputExistsError):
        copy_articles(tmp_path / "thesis.tex")


def test_the_richest_claims_are_shown_in_the_order_of_the_text() -> None:
    def claim(name: str, **found: list[str]) -> dict[str, Any]:
        return {"name": name, "chain": [], "hedges": [], "quantities": [], "times": [], **found}

    claims = [claim("bare"), claim("one", times=["2031"]), claim("three", chain=["a", "b"], hedges=["may"]), claim("x")]
    assert [each["name"] for each in richest(claims)] == ["bare", "one", "three"]
    assert [each["name"] for each in richest(claims[1:])] == ["one", "three", "x"]

"""``claimkit extract --text none`` and ``claimkit hydrate``, as they are typed."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from claimkit.cli import app

TEXT = "The ferry struck a pier in Port Venn on Monday, the coast guard said.\n"


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "ferry.txt").write_text(TEXT, encoding="utf-8")
    return folder


def run(*arguments: str | Path) -> Any:
    return CliRunner().invoke(app, [*map(str, arguments)])


def test_out_and_back(articles: Path, tmp_path: Path) -> None:
    for mode in ("full", "none"):
        extracted = run("extract", articles, "-o", tmp_path / mode, "--text", mode, "--rules-only")
        assert extracted.exit_code == 0, extracted.output
    done = run("hydrate", tmp_path / "none", "--articles", articles, "-o", tmp_path / "back")
    assert done.exit_code == 0, done.output
    assert "1 articles" in done.stdout
    assert "read by text 1" in done.stdout
    for file in (tmp_path / "full").rglob("*"):
        assert (
            file.is_dir() or file.read_bytes() == (tmp_path / "back" / file.relative_to(tmp_path / "full")).read_bytes()
        )


def test_the_claims_on_standard_output_have_no_words(articles: Path) -> None:
    done = run("extract", articles, "-o", "-", "--text", "none", "--rules-only")
    (row,) = map(json.loads, done.stdout.splitlines())
    assert row["predicate"]["lemma"] == "strike"
    assert row["text"] is None
    assert row["text_resolved"] is None
    assert {argument["head"] for argument in row["arguments"]} == {None}


def test_another_file_is_refused_with_exit_code_1(articles: Path, tmp_path: Path) -> None:
    run("extract", articles, "-o", tmp_path / "set", "--text", "none", "--rules-only")
    (articles / "ferry.txt").write_text(TEXT.replace("Monday", "Friday"), encoding="utf-8")
    done = run("hydrate", tmp_path / "set", "--articles", articles)
    assert done.exit_code == 1
    assert "1 of 1 articles cannot be put back" in done.output
    assert "text_sha256" in done.output


def test_the_summary_as_json(articles: Path, tmp_path: Path) -> None:
    run("extract", articles, "-o", tmp_path / "set", "--text", "none", "--rules-only")
    done = run("hydrate", tmp_path / "set", "--articles", articles, "--json")
    summary = json.loads(done.stdout)
    assert (summary["articles"], summary["readers"]) == (1, ["text 1"])

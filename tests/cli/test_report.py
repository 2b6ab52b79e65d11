"""``claimkit report``: one page, said in one line or as JSON; a page that is there is kept."""

import json
from pathlib import Path

from typer.testing import CliRunner

from claimkit.cli import app


def test_the_page_is_written_and_its_size_told(dataset: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    result = CliRunner().invoke(app, ["report", str(dataset), "-o", str(out), "--title", "Tonnes & <more>"])
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{out}: 1 articles, 1 claims, ")
    assert "<title>Tonnes &amp; &lt;more&gt;</title>" in out.read_text(encoding="utf-8")


def test_json_tells_the_same(dataset: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    result = CliRunner().invoke(app, ["report", str(dataset), "-o", str(out), "--json"])
    size = out.stat().st_size
    assert json.loads(result.stdout) == {"file": str(out), "articles": 1, "claims": 1, "clusters": 0, "bytes": size}


def test_a_page_that_is_there_is_kept(dataset: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    out.write_text("mine", encoding="utf-8")
    result = CliRunner().invoke(app, ["report", str(dataset), "-o", str(out)])
    assert result.exit_code == 2
    assert "--overwrite" in result.stderr
    assert out.read_text(encoding="utf-8") == "mine"


def test_a_folder_that_holds_no_dataset_is_a_wrong_call(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["report", str(tmp_path), "-o", str(tmp_path / "report.html")])
    assert result.exit_code == 2
    assert "no table lies here" in result.stderr

"""``claimkit train``: what is said where something that training needs is missing."""

from importlib import util
from pathlib import Path

import pytest
from typer.testing import CliRunner

from claimkit.cli import app

TORCH = util.find_spec("torch") is not None


def test_help_names_the_corpus() -> None:
    assert "--corpus" in CliRunner().invoke(app, ["train", "tagger", "--help"]).stdout


@pytest.mark.skipif(TORCH, reason="what training needs is installed here")
def test_without_torch_the_install_command_is_said(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["train", "tagger", "--corpus", str(tmp_path), "-o", str(tmp_path / "model")])
    assert result.exit_code == 2
    assert 'pip install "claimkit[train]"' in result.stderr


@pytest.mark.skipif(not TORCH, reason="needs torch: pip install claimkit[train]")
def test_an_encoder_that_is_none_is_refused(tmp_path: Path) -> None:
    call = ["train", "tagger", "--corpus", str(tmp_path), "-o", str(tmp_path / "model"), "--encoder", str(tmp_path)]
    result = CliRunner().invoke(app, call)
    assert result.exit_code == 2
    assert "holds no model.safetensors" in result.stderr

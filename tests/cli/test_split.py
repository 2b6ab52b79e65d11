"""`claimkit split`: wrong shares are told before anything is read; what it does is tested with `split_dataset`."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from claimkit.cli import app


@pytest.mark.parametrize(
    ("sizes", "message"),
    [
        ("0.8;0.2", "numbers with commas"),
        ("0.8,0.3", "sum to 1"),
        ("1", "two or three shares"),
        ("nan,0.5", "sum to 1"),
    ],
)
def test_wrong_shares_are_told_at_once(sizes: str, message: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["split", "nowhere", "-o", str(tmp_path / "out"), "--sizes", sizes])
    assert result.exit_code == 2
    assert message in result.stderr
    assert not (tmp_path / "out").exists()

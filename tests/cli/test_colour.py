"""Colour on a terminal alone, and none under NO_COLOR: a real pseudo-terminal, a real pipe."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pty = pytest.importorskip("pty", reason="no pseudo-terminals on this system")

ESCAPE = "\x1b["
# Bold is no colour: NO_COLOR leaves it, as https://no-color.org says.
COLOURS = tuple(f"{ESCAPE}{code}" for code in ("3", "9", "1;3", "2;3"))
SCRIPT = """
from rich.table import Table
from claimkit.cli.tables import print_table
from claimkit.cli.terminal import console
table = Table("a", "b")
table.add_row("one", "[red]two[/]")
print_table(console(), table)
"""


def on_a_terminal(folder: Path, **environment: str) -> str:
    script = folder / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    control, terminal = pty.openpty()
    plain = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    subprocess.run(
        [sys.executable, script], stdout=terminal, env={**plain, "TERM": "xterm-256color", **environment}, check=True
    )
    os.close(terminal)
    try:
        return os.read(control, 100_000).decode()
    finally:
        os.close(control)


def test_a_terminal_gets_colour(tmp_path: Path) -> None:
    assert any(colour in on_a_terminal(tmp_path) for colour in COLOURS)


def test_no_color_is_obeyed(tmp_path: Path) -> None:
    shown = on_a_terminal(tmp_path, NO_COLOR="1")
    assert "two" in shown
    assert not any(colour in shown for colour in COLOURS)


def test_a_dumb_terminal_gets_no_escapes(tmp_path: Path) -> None:
    assert ESCAPE not in on_a_terminal(tmp_path, TERM="dumb")


@pytest.mark.parametrize("words", [("--help",), ("evaluate", "--help"), ("demo",), ("doctor",)], ids=" ".join)
def test_a_pipe_gets_no_escapes(words: tuple[str, ...], tmp_path: Path) -> None:
    plain = {name: value for name, value in os.environ.items() if name != "FORCE_COLOR"}
    command = [sys.executable, "-m", "claimkit", *words]
    shown = subprocess.run(command, cwd=tmp_path, env=plain, capture_output=True, text=True, check=True)
    assert shown.stdout
    assert ESCAPE not in shown.stdout + shown.stderr

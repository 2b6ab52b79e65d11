"""What the commands write: JSON for programs, tables and progress for people, plain lines in a pipe."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console


def write_json(value: Any) -> None:
    """One JSON value on standard output, indented."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def console(*, stderr: bool = False) -> Console:
    """A rich console: coloured on a terminal alone, and not under ``NO_COLOR``."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False)

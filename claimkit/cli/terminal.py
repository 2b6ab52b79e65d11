"""What the commands write: JSON for programs, tables and progress for people, plain lines in a pipe."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import typer

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

SECONDS_BETWEEN_LINES = 10.0
PIPE_WIDTH = 120

_T = TypeVar("_T")


class Counts(Protocol):
    """What a progress report shows: inputs behind us, ``resumed`` of them an earlier run's, and the claims found."""

    claims: int
    resumed: int

    @property
    def done(self) -> int: ...


def write_json(value: Any, *, stderr: bool = False) -> None:
    """One JSON value, indented, on standard output."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2), err=stderr)


def console(*, stderr: bool = False) -> Console:
    """A rich console: coloured on a terminal alone, and not under ``NO_COLOR``; a pipe is wide enough for a table."""
    from rich.console import Console

    made = Console(stderr=stderr, highlight=False)
    if not made.is_terminal and "COLUMNS" not in os.environ:
        made.width = PIPE_WIDTH
    return made


def page_width() -> int | None:
    """Columns of the terminal, or of ``COLUMNS``; ``None`` in a pipe, where lines stay whole for `grep`."""
    page = console()
    return page.width if page.is_terminal or "COLUMNS" in os.environ else None


def followed(items: Iterable[_T], counts: Counts, *, expected: Callable[[], int | None]) -> Iterator[_T]:
    """``items``, with their progress on stderr: a bar on a terminal, a line every ten seconds in a pipe.

    ``expected`` is asked for the number of inputs (``None``: nobody knows) only where there is a bar to fill.
    """
    return _with_bar(items, counts, expected()) if sys.stderr.isatty() else _with_lines(items, counts)


def _with_bar(items: Iterable[_T], counts: Counts, total: int | None) -> Iterator[_T]:
    with _bar() as bar:
        task = bar.add_task("", total=total, claims=0, rate=0.0)
        begin = time.monotonic()
        for item in items:
            yield item
            bar.update(task, completed=counts.done, claims=counts.claims, rate=_rate(counts, begin))


def _bar() -> Progress:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    return Progress(
        MofNCompleteColumn(),
        TextColumn("articles"),
        BarColumn(),
        TextColumn("{task.fields[claims]:,} claims · {task.fields[rate]:.1f} articles/s"),
        TimeRemainingColumn(),
        TextColumn("left"),
        console=console(stderr=True),
        transient=True,
    )


def _with_lines(items: Iterable[_T], counts: Counts) -> Iterator[_T]:
    begin = spoken = time.monotonic()
    for item in items:
        yield item
        now = time.monotonic()
        if now - spoken >= SECONDS_BETWEEN_LINES:
            spoken = now
            rate = _rate(counts, begin)
            typer.echo(f"{counts.done:,} articles, {counts.claims:,} claims, {rate:.1f} articles/s", err=True)


def _rate(counts: Counts, begin: float) -> float:
    return (counts.done - counts.resumed) / max(time.monotonic() - begin, 0.001)

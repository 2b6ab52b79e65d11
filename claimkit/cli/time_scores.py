"""Scores of times as tables, and their errors as lines for reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from claimkit.cli import scores as tables
from claimkit.cli.wording import one_line
from claimkit.evaluation.times import CONTEXT, KINDS, TimeError

if TYPE_CHECKING:
    from rich.table import Table

    from claimkit.evaluation.kinds import Scores
    from claimkit.evaluation.timeml import GoldTime


def times(scores: Scores[TimeError]) -> Iterator[Table]:
    """Measures, and how many errors of each kind."""
    yield tables.measures(scores.measures)
    yield from tables.error_counts(scores.errors, KINDS)


def summary(scores: Scores[TimeError]) -> str:
    """How much was scored, in one line."""
    return tables.extent(scores, scores.measures["relaxed"], "articles", "times")


def listing(errors: Sequence[TimeError], most: int) -> Iterator[str]:
    """At most ``most`` errors of each kind, each with the two sides and the text around it."""
    return tables.by_kind(errors, KINDS, most, _lines)


def _lines(error: TimeError) -> Iterator[str]:
    start, end = error.place
    yield f"  {error.article} {start}–{end}"
    for name, time in (("gold", error.gold), ("found", error.found)):
        yield f"    {name:<6} {_side(time, error.text)}"
    before, after = error.text[max(0, start - CONTEXT) : start], error.text[end : end + CONTEXT]
    yield f"    {'text':<6} {one_line(f'… {before}[{error.text[start:end]}]{after} …')}"


def _side(time: GoldTime | None, text: str) -> str:
    if time is None:
        return "–"
    return one_line(f"{text[time.span.start : time.span.end]} | {time.type} | {time.value or '–'}")

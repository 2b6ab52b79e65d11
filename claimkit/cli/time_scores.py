"""Scores of times as tables, and their errors as lines for reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from claimkit.cli import scores as tables
from claimkit.evaluation.times import CONTEXT, KINDS, TimeError, count_kinds, examples_of

if TYPE_CHECKING:
    from rich.table import Table

    from claimkit.evaluation.timeml import GoldTime
    from claimkit.evaluation.times import TimeScores


def times(scores: TimeScores) -> Iterator[Table]:
    """Measures, and how many errors of each kind."""
    yield tables.measures(scores.measures)
    counts = count_kinds(scores.errors)
    if counts:
        table = tables.new_table("error", "number", "")
        for kind, count in counts.items():
            table.add_row(kind, f"{count:,}", KINDS[kind])
        yield table


def summary(scores: TimeScores) -> str:
    """How much was scored, in one line."""
    relaxed = scores.measures["relaxed"]
    parts = [f"{scores.articles:,} articles", f"{relaxed.gold:,} times in the gold", f"{relaxed.found:,} found"]
    if scores.unpredicted:
        parts.append(f"{scores.unpredicted:,} articles not in the prediction")
    return ", ".join(parts)


def listing(errors: Sequence[TimeError], most: int) -> Iterator[str]:
    """At most ``most`` errors of each kind, each with the two sides and the text around it."""
    counts, heading = count_kinds(errors), ""
    for error in examples_of(errors, most):
        if error.kind != heading:
            heading = error.kind
            yield f"\n{heading}: {counts[heading]:,} ({KINDS[heading]})"
        yield ""
        start, end = error.place
        yield f"  {error.article} {start}–{end}"
        for name, time in (("gold", error.gold), ("found", error.found)):
            yield f"    {name:<6} {_side(time, error.text)}"
        before, after = error.text[max(0, start - CONTEXT) : start], error.text[end : end + CONTEXT]
        yield f"    {'text':<6} {tables.one_line(f'… {before}[{error.text[start:end]}]{after} …')}"


def _side(time: GoldTime | None, text: str) -> str:
    if time is None:
        return "–"
    return tables.one_line(f"{text[time.span.start : time.span.end]} | {time.type} | {time.value or '–'}")

"""Scores of quantities as tables, and their errors as lines for reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from claimkit.cli import scores as tables
from claimkit.evaluation.quantities import KINDS, QuantityError, count_kinds, examples_of, wording

if TYPE_CHECKING:
    from rich.table import Table

    from claimkit.evaluation.quantities import QuantityScores
    from claimkit.evaluation.quantity_gold import Told


def quantities(scores: QuantityScores) -> Iterator[Table]:
    """Measures, and how many errors of each kind."""
    yield tables.measures(scores.measures)
    counts = count_kinds(scores.errors)
    if counts:
        table = tables.new_table("error", "number", "")
        for kind, count in counts.items():
            table.add_row(kind, f"{count:,}", KINDS[kind])
        yield table


def summary(scores: QuantityScores) -> str:
    """How much was scored, in one line."""
    value = scores.measures["value"]
    parts = [f"{scores.articles:,} texts", f"{value.gold:,} quantities in the gold", f"{value.found:,} found"]
    if scores.unpredicted:
        parts.append(f"{scores.unpredicted:,} texts not in the prediction")
    return ", ".join(parts)


def listing(errors: Sequence[QuantityError], most: int) -> Iterator[str]:
    """At most ``most`` errors of each kind, each with the two sides and the text."""
    counts, heading = count_kinds(errors), ""
    for error in examples_of(errors, most):
        if error.kind != heading:
            heading = error.kind
            yield f"\n{heading}: {counts[heading]:,} ({KINDS[heading]})"
        yield ""
        yield f"  {error.article}"
        for name, told in (("gold", error.gold), ("found", error.found)):
            yield f"    {name:<6} {_side(told, error.text)}"
        yield f"    {'text':<6} {tables.one_line(error.text)}"


def _side(told: Told | None, text: str) -> str:
    if told is None:
        return "–"
    words = f"{text[told.span.start : told.span.end]} | " if told.span is not None else ""
    return tables.one_line(words + wording(told))

"""Scores of quantities as tables, and their errors as lines for reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from claimkit.cli import scores as tables
from claimkit.cli.wording import one_line
from claimkit.evaluation.quantities import KINDS, QuantityError, wording

if TYPE_CHECKING:
    from rich.table import Table

    from claimkit.evaluation.kinds import Scores
    from claimkit.evaluation.quantity_gold import Told


def quantities(scores: Scores[QuantityError]) -> Iterator[Table]:
    """Measures, and how many errors of each kind."""
    yield tables.measures(scores.measures)
    yield from tables.error_counts(scores.errors, KINDS)


def summary(scores: Scores[QuantityError]) -> str:
    """How much was scored, in one line."""
    return tables.extent(scores, scores.measures["value"], "texts", "quantities")


def listing(errors: Sequence[QuantityError], most: int) -> Iterator[str]:
    """At most ``most`` errors of each kind, each with the two sides and the text."""
    return tables.by_kind(errors, KINDS, most, _lines)


def _lines(error: QuantityError) -> Iterator[str]:
    yield f"  {error.article}"
    for name, told in (("gold", error.gold), ("found", error.found)):
        yield f"    {name:<6} {_side(told, error.text)}"
    yield f"    {'text':<6} {one_line(error.text)}"


def _side(told: Told | None, text: str) -> str:
    if told is None:
        return "–"
    words = f"{text[told.span.start : told.span.end]} | " if told.span is not None else ""
    return one_line(words + wording(told))

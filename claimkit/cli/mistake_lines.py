"""Mistakes of hedging, scope and factuality as lines for reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from claimkit.cli import scores as tables
from claimkit.cli.wording import one_line
from claimkit.evaluation.mistakes import CONTEXT, Mistake


def listing(errors: Sequence[Mistake], kinds: Mapping[str, str], most: int) -> Iterator[str]:
    """At most ``most`` errors of each kind, each with the two sides and the text around it."""
    return tables.by_kind(errors, kinds, most, _lines)


def _lines(error: Mistake) -> Iterator[str]:
    start, end = error.place
    yield f"  {error.article} {start}–{end}"
    yield f"    {'gold':<6} {_side(error.gold)}"
    yield f"    {'found':<6} {_side(error.found)}"
    if error.text is not None:
        before, after = error.text[max(0, start - CONTEXT) : start], error.text[end : end + CONTEXT]
        yield f"    {'text':<6} {one_line(f'… {before}[{error.text[start:end]}]{after} …')}"


def _side(label: str | None) -> str:
    """BioScope calls no cue anything: there is one, and that is all."""
    return "–" if label is None else label or "cue"

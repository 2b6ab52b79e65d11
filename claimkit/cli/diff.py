"""``claimkit diff``: what another model, or another hand, changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimkit.cli.calls import examples
from claimkit.cli.tables import new_table, print_table
from claimkit.cli.terminal import console, write_json
from claimkit.cli.wording import one_line, shorten

if TYPE_CHECKING:
    from rich.table import Table

    from claimkit.dataset.changes import ClaimChange, DatasetDiff

EXAMPLES = examples("claimkit diff claims/ claims-by-rules/", "claimkit diff old/ new/ --json | jq .counts")
_LONGEST = 100
_MOST_VALUES = 3
_VALUE = 40  # characters in the table
_MARKS = {"added": "+", "gone": "-", "changed": "~"}


def diff(
    before: Annotated[Path, typer.Argument(metavar="A", help="A dataset folder.")],
    after: Annotated[Path, typer.Argument(metavar="B", help="A dataset of the same articles, made otherwise.")],
    limit: Annotated[int, typer.Option("--limit", min=0, help="Claims to show; 0: all.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Print every change as JSON.")] = False,
) -> None:
    """Show what changed between two datasets of the same articles: claims added and gone, fields with both values.

    Claims are paired by predicate. Confidences are not compared. Exit code 0 if nothing differs, 1 if something does.
    """
    from claimkit.dataset.changes import diff_datasets

    found = diff_datasets(before, after)
    if as_json:
        write_json(found.to_dict())
    else:
        _print(found, limit)
    if not found.equal:
        raise typer.Exit(1)


def _print(found: DatasetDiff, limit: int) -> None:
    typer.echo(", ".join(f"{count:,} {what}" for what, count in found.counts().items()))
    both, *alone = found.articles
    if any(alone):
        typer.echo(f"{both:,} articles in both, {alone[0]:,} in A alone, {alone[1]:,} in B alone (not compared)")
    if found.fields:
        print_table(console(), _table(found))
    shown = found.changes if limit == 0 else found.changes[:limit]
    for change in shown:
        typer.echo("\n".join(_lines(change)))
    if len(found.changes) > len(shown):
        typer.echo(f"… and {len(found.changes) - len(shown):,} more claims (--limit 0 shows all, --json too)")


def _table(found: DatasetDiff) -> Table:
    from rich.text import Text

    table = new_table("field", "changes", "most often")
    for field, count in found.fields.items():
        often = (
            f"{_side(a, _VALUE)} → {_side(b, _VALUE)} ({n})" for a, b, n in found.values(field)[:_MOST_VALUES] if n > 1
        )
        # Text, not markup: a claim may hold square brackets.
        table.add_row(field, f"{count:,}", Text(", ".join(often)))
    return table


def _lines(change: ClaimChange) -> Iterator[str]:
    yield f"{_MARKS[change.what]} {change.claim_id}  {shorten(one_line(change.words), _LONGEST)}"
    for each in change.fields:
        part = f" [{shorten(one_line(each.part), _LONGEST)}]" if each.part else ""
        yield f"    {each.field}{part}: {_side(each.a)} → {_side(each.b)}"


def _side(value: str | None, longest: int = _LONGEST) -> str:
    return "–" if value is None else shorten(one_line(value), longest)

"""``claimkit find``: have we seen this claim?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimkit.cli import wording
from claimkit.cli.calls import examples
from claimkit.cli.terminal import write_json

if TYPE_CHECKING:
    from claimkit.comparison.index import ClaimMatch

_LONGEST = 300
EXAMPLES = examples(
    'claimkit find "the dam released 25 million cubic metres" claims/',
    'cd claims && claimkit find "the toll rose to seven"',
    'claimkit find "the harbour is shut" claims/ --rerank',
)


def find(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What is claimed, in a sentence or a few.")],
    dataset: Annotated[
        Path,
        typer.Argument(metavar="DATASET", help="A dataset: a folder (default: here) or hub://…", show_default=False),
    ] = Path(),
    k: Annotated[int, typer.Option("--count", "-k", min=1, help="How many claims to show at most.")] = 5,
    rerank: Annotated[
        bool, typer.Option("--rerank", help="Let a sentence encoder look at the best again: slower, finds more.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the matches as JSON.")] = False,
) -> None:
    """Find the claims of a dataset that say this; a claim with another number or day is shown, and not found.

    Exit code 0 if one is found, 1 if none is.
    """
    from claimkit.comparison.index import ClaimIndex

    index = ClaimIndex(dataset)
    matches = index.search(text, k, rerank=rerank)
    found = sum(match.found for match in matches)
    if as_json:
        write_json({"found": found, "matches": [match.to_dict() for match in matches], "notes": list(index.notes)})
    else:
        for match in matches:
            typer.echo("\n".join(_lines(match)) + "\n")
        typer.echo(_summary(found, len(matches), len(index)))
        for note in index.notes:
            typer.echo(f"note: {note}", err=True)
    if not found:
        raise typer.Exit(1)


def _lines(match: ClaimMatch) -> Iterator[str]:
    source = ", ".join(part for part in (match.publisher, match.published) if part)
    yield f"{match.score:.3f}  {match.claim_id}  {source}".rstrip()
    if match.text:
        yield f"       {wording.shorten(match.text, _LONGEST)}"
    if match.matched:
        yield f"       in common: {', '.join(match.matched)}"
    for difference in match.differences:
        yield f"       differs: {difference.field}: {difference.a}, here {difference.b}"


def _summary(found: int, shown: int, claims: int) -> str:
    if not shown:
        return f"nothing like it among {claims:,} claims"
    return (
        f"{found:,} found among {claims:,} claims" if found else f"not found among {claims:,} claims; these are nearest"
    )

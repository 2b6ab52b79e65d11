"""``claimkit export``: a dataset in the shape of other tools."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def export(
    dataset: Annotated[Path, typer.Argument(help="A dataset folder.")],
    to: Annotated[str, typer.Option("--to", help="The format: fever, averitec, schema-org.")],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="The file to write; without it, standard output.")
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the file if it is there.")] = False,
) -> None:
    """Write verification records as FEVER or AVeriTeC, clusters as schema.org claims.

    What the format has no room for is left out and counted on standard error.
    """
    from claimkit.exchange.formats import ensure_free, find_format, text_of, write

    chosen = find_format(to)
    if out is not None:
        ensure_free(out, overwrite=overwrite)
    exported = chosen.export(dataset)
    text = text_of(exported, chosen)
    if out is None:
        typer.echo(text, nl=False)
    else:
        write(text, out)
        typer.echo(f"{out}: {len(exported.items):,} {chosen.title}", err=True)
    for reason, count in sorted(exported.left_out.items()):
        typer.echo(f"left out: {count:,} {reason}", err=True)

"""``claimkit export``: a dataset in the shape of other tools."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def export(
    dataset: Annotated[Path, typer.Argument(help="A dataset folder.")],
    to: Annotated[
        str,
        typer.Option(
            "--to",
            help="The format: fever, averitec, schema-org, label-studio, brat, web-annotation, langextract.",
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "-o", "--out", help="The file (label-studio, brat: folder) to write; without it, standard output."
        ),
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the file if it is there.")] = False,
) -> None:
    """Write claims for annotation tools, verification records as FEVER or AVeriTeC, clusters as schema.org claims.

    What the format has no room for is left out and counted on standard error.
    """
    from claimkit.errors import OptionError
    from claimkit.exchange.formats import ensure_free, find_format, text_of, write, write_files

    chosen = find_format(to)
    if out is not None:
        ensure_free(out, overwrite=overwrite, folder=chosen.files is not None)
    elif chosen.files is not None:
        raise OptionError(f"{to} is written as several files; name a folder for them with -o")
    exported = chosen.export(dataset)
    if out is None:
        typer.echo(text_of(exported, chosen), nl=False)
    else:
        if chosen.files is not None:
            write_files(chosen.files(exported.items), out)
        else:
            write(text_of(exported, chosen), out)
        typer.echo(f"{out}: {len(exported.items):,} {chosen.title}", err=True)
    for reason, count in sorted(exported.left_out.items()):
        typer.echo(f"left out: {count:,} {reason}", err=True)

"""``claimkit export``: a dataset in the shape of other tools."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from claimkit.cli.calls import examples
from claimkit.cli.completion import export_formats
from claimkit.cli.terminal import write_json

EXAMPLES = examples("claimkit export claims/ --to fever -o claims.jsonl", "claimkit export claims/ --to brat -o brat/")


def export(
    dataset: Annotated[Path, typer.Argument(metavar="DATASET", help="A dataset folder.")],
    to: Annotated[
        str,
        typer.Option(
            "--to",
            help="The format: fever, averitec, schema-org, claim-review, label-studio, brat, web-annotation, "
            "langextract.",
            autocompletion=export_formats,
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="The file (label-studio, brat: folder) to write; without it, standard output."
        ),
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the file if it is there.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the counts as JSON.")] = False,
) -> None:
    """Write claims for annotation tools, verification records as FEVER or AVeriTeC, clusters as schema.org claims.

    What the format has no room for is left out and counted on standard error.
    """
    from claimkit.errors import OptionError
    from claimkit.exchange.formats import ensure_free, find_format, text_of, write, write_files

    chosen = find_format(to)
    if output is not None:
        ensure_free(output, overwrite=overwrite, folder=chosen.files is not None)
    elif chosen.files is not None:
        raise OptionError(f"{to} is written as several files; name a folder for them with -o")
    exported = chosen.export(dataset)
    if output is None:
        typer.echo(text_of(exported, chosen), nl=False)
    else:
        if chosen.files is not None:
            write_files(chosen.files(exported.items), output)
        else:
            write(text_of(exported, chosen), output)
    left_out = dict(sorted(exported.left_out.items()))
    if as_json:
        file = None if output is None else str(output)
        write_json({"items": len(exported.items), "left_out": left_out, "output": file}, stderr=output is None)
        return
    if output is not None:
        typer.echo(f"{output}: {len(exported.items):,} {chosen.title}", err=True)
    for reason, count in left_out.items():
        typer.echo(f"left out: {count:,} {reason}", err=True)

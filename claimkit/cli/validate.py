"""``claimkit validate``: every fault of a dataset, with its place."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from claimkit.cli.calls import examples
from claimkit.cli.terminal import write_json

EXAMPLES = examples(
    "claimkit validate claims/",
    "claimkit validate claims.jsonl --json",
    "claimkit validate hub://OWNER/NAME@v1.0/claims",
)


def validate(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="DATASET", help="A dataset folder, a .jsonl or .parquet file of it, or hub://OWNER/NAME."
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Check a dataset by its schema and its own arithmetic.

    Faults are printed as `file:line › record id › $.path: what is wrong`; exit code 1 if there are any.
    """
    from claimkit.quality.validation import validate as validate_dataset

    report = validate_dataset(path)
    if as_json:
        write_json(report.to_dict())
    else:
        typer.echo(str(report))
    if not report.ok:
        raise typer.Exit(1)

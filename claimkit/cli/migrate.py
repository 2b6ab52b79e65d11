"""``claimkit migrate``: the records of an older schema version, carried forward."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from claimkit.cli.calls import examples
from claimkit.cli.terminal import write_json

EXAMPLES = examples("claimkit migrate old-claims/ -o claims/")


def migrate(
    dataset: Annotated[Path, typer.Argument(metavar="DATASET", help="A dataset folder of an older schema version.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="New folder to write.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print what was done as JSON.")] = False,
) -> None:
    """Carry the records of a dataset forward to the schema version this claimkit reads.

    Tables that are there already are copied as they are. Exit code 1, and nothing written, if a row is of a newer
    version or cannot be carried forward.
    """
    from claimkit.dataset.migration import migrate_dataset
    from claimkit.records import SCHEMA_VERSION

    done = migrate_dataset(dataset, output)
    if as_json:
        write_json(done.to_dict())
        return
    rows = ", ".join(f"{count:,} {config}" for config, count in done.rows.items())
    older = [f"{count:,} rows from {version}" for version, count in done.versions.items() if version != SCHEMA_VERSION]
    typer.echo(f"{done.path}: {rows}")
    typer.echo(f"carried forward to schema {SCHEMA_VERSION}: {', '.join(older) or 'none, all were there already'}")
    for step in done.steps:
        typer.echo(f"  {step}")

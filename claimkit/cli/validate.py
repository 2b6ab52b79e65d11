"""``claimkit validate``: every fault of a dataset, with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from claimkit.cli.calls import examples
from claimkit.cli.engine import ENGINE, MASTER, Engine, ensure_local, session
from claimkit.cli.terminal import write_json

if TYPE_CHECKING:
    from claimkit.quality.validation import Report

EXAMPLES = examples(
    "claimkit validate claims/",
    "claimkit validate claims.jsonl --json",
    "claimkit validate hub://OWNER/NAME@v1.0/claims",
    "claimkit validate s3a://archive/claims --engine spark --master spark://HOST:7077",
)


def validate(
    path: Annotated[
        str,
        typer.Argument(
            metavar="DATASET", help="A dataset folder, a .jsonl or .parquet file of it, or hub://OWNER/NAME."
        ),
    ],
    engine: Annotated[Engine, ENGINE] = Engine.LOCAL,
    master: Annotated[str | None, MASTER] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Check a dataset by its schema and its own arithmetic.

    Faults are printed as `file:line › record id › $.path: what is wrong`; exit code 1 if there are any.
    """
    ensure_local(engine, master)
    report = _by_spark(path, master) if engine is Engine.SPARK else _locally(path)
    if as_json:
        write_json(report.to_dict())
    else:
        typer.echo(str(report))
    if not report.ok:
        raise typer.Exit(1)


def _locally(path: str) -> Report:
    from claimkit.quality.validation import validate as validate_dataset

    return validate_dataset(path)


def _by_spark(path: str, master: str | None) -> Report:
    from claimkit.spark.checking import validate_on_spark

    with session(master) as spark:
        return validate_on_spark(spark, path)

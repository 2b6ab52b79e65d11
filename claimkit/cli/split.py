"""``claimkit split``: train, validation and test without leakage."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from claimkit.cli.calls import examples
from claimkit.cli.terminal import write_json
from claimkit.errors import OptionError

EXAMPLES = examples("claimkit split claims/ -o split/", "claimkit split claims/ -o split/ --by time --sizes 0.8,0.2")


class By(StrEnum):
    """What stays together."""

    EVENT = "event"
    PUBLISHER = "publisher"
    TIME = "time"


def split(
    dataset: Annotated[Path, typer.Argument(metavar="DATASET", help="A folder that `claimkit extract` wrote.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="New folder to write.")],
    by: Annotated[By, typer.Option(help="Split by event, by publisher, or by time.")] = By.EVENT,
    sizes: Annotated[str, typer.Option(help="Shares of train, validation, test; or of train, test.")] = "0.8,0.1,0.1",
    seed: Annotated[int, typer.Option(help="Another seed is another split.")] = 0,
    stratify: Annotated[str, typer.Option(help="Column of the claims to keep even.")] = "source_type",
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Split a dataset so that no event, no copy and no near-duplicate stands on two sides, and prove it.

    Writes Parquet by config and split, split.json with the proof and groups.jsonl with the group of every article.
    Exit code 2 where no such split exists.
    """
    from claimkit.dataset.splits import split_dataset

    report = split_dataset(dataset, output, by=by.value, sizes=_shares(sizes), seed=seed, stratify=stratify)
    if as_json:
        write_json(report.to_dict())
    else:
        typer.echo(f"{report}\nwritten to {output}")


def _shares(words: str) -> tuple[float, ...]:
    try:
        return tuple(float(each) for each in words.split(","))
    except ValueError:
        raise OptionError(f"--sizes {words!r}: give numbers with commas between, as in 0.8,0.1,0.1") from None

"""``claimkit report``: a dataset as one page to look at."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from claimkit.cli.calls import examples
from claimkit.cli.terminal import write_json

EXAMPLES = examples("claimkit report claims/ -o report.html", "claimkit report claims/ --title 'Floods in March'")


def report(
    dataset: Annotated[Path, typer.Argument(metavar="DATASET", help="A folder that `claimkit extract` wrote.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write.")] = Path("report.html"),
    title: Annotated[str | None, typer.Option("--title", help="What stands at the top of the page.")] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the file if it is there.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was written as JSON.")] = False,
) -> None:
    """Write one HTML page: articles with their layers, claims, sources compared, quality, charts.

    The file holds all it needs and asks no server for anything. Run `claimkit compare` first, and the page shows the
    same claim across sources too.
    """
    from claimkit.report.page import write_report

    written = write_report(dataset, output, title=title, overwrite=overwrite)
    if as_json:
        write_json({"file": str(output), **written})
        return
    megabytes = written["bytes"] / 1e6
    typer.echo(f"{output}: {written['articles']:,} articles, {written['claims']:,} claims, {megabytes:.1f} MB")

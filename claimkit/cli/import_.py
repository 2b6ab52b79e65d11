"""``claimkit import``: what people or other programs marked in articles, as a dataset."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from claimkit.cli.terminal import write_json


def import_(
    file: Annotated[Path, typer.Argument(help="The file, or for brat the folder, that the tool wrote.")],
    form: Annotated[str, typer.Option("--from", help="The format: label-studio, brat, web-annotation, langextract.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="New dataset folder to write.")],
    articles: Annotated[
        list[Path] | None,
        typer.Option("--articles", help="Dataset, folder or file with the articles; may be given more than once."),
    ] = None,
    as_parquet: Annotated[
        str, typer.Option("--format", help="Format of the tables: parquet or jsonl.", metavar="FORMAT")
    ] = "parquet",
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a finished run in the folder.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Make a dataset of annotations, every span checked against the text of its article.

    What was put right, dropped or rejected is counted; the rejects are in rejects.jsonl with their reasons. Exit code 1
    if no claim could be taken over, or the dataset that was written is not valid.
    """
    from claimkit.dataset.build import write_dataset
    from claimkit.exchange.documents import read_given_articles
    from claimkit.exchange.formats import import_file
    from claimkit.quality.validation import validate
    from claimkit.reading.rejects import warn

    known = read_given_articles(articles or [], warn)
    outcomes, tally = import_file(file, form, known)
    written = write_dataset(outcomes, out, format=as_parquet, overwrite=overwrite, options={"imported_from": form})  # type: ignore[arg-type]  # write_dataset says what is wrong with another format
    report = validate(out)
    if as_json:
        write_json({**tally.to_dict(), "valid": report.ok, "faults": report.fault_count, "output": str(written.path)})
    else:
        typer.echo(f"{tally.claims:,} claims in {tally.documents:,} articles")
        for name, counts in (("mended", tally.mended), ("dropped", tally.dropped), ("rejected", written.rejects)):
            _print(name, counts)
        typer.echo(str(report) if not report.ok else f"valid; written to {written.path}")
    if not (report.ok and tally.claims):
        raise typer.Exit(1)


def _print(name: str, counts: Mapping[str, int]) -> None:
    for reason, count in sorted(counts.items()):
        typer.echo(f"{name}: {count:,} {reason}")

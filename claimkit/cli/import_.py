"""``claimkit import``: what people or other programs marked in articles, as a dataset."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimkit.cli.calls import examples
from claimkit.cli.completion import import_formats
from claimkit.cli.terminal import write_json

if TYPE_CHECKING:
    from claimkit.reading.rejects import Reject

EXAMPLES = examples(
    "claimkit import tasks.json --from label-studio -o claims/",
    "claimkit import brat/ --from brat --articles articles/ -o claims/",
)


def import_(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The file, or for brat the folder, that the tool wrote.")
    ],
    form: Annotated[
        str,
        typer.Option(
            "--from",
            help="The format: label-studio, brat, web-annotation, langextract, claim-review.",
            autocompletion=import_formats,
        ),
    ],
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", help="New dataset folder to write; for claim-review, the one that has the claims."
        ),
    ],
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
    if form == "claim-review":
        _add_reviews(file, output, as_json=as_json)
        return
    from claimkit.dataset.build import write_dataset
    from claimkit.exchange.documents import read_given_articles
    from claimkit.exchange.formats import import_file
    from claimkit.quality.validation import validate

    known = read_given_articles(articles or [], _say)
    outcomes, tally = import_file(file, form, known)
    written = write_dataset(outcomes, output, format=as_parquet, overwrite=overwrite, options={"imported_from": form})  # type: ignore[arg-type]  # write_dataset says what is wrong with another format
    report = validate(output)
    if as_json:
        write_json({**tally.to_dict(), "valid": report.ok, "faults": report.fault_count, "output": str(written.path)})
    else:
        typer.echo(f"{tally.claims:,} claims in {tally.documents:,} articles")
        for name, counts in (("mended", tally.mended), ("dropped", tally.dropped), ("rejected", written.rejects)):
            _print(name, counts)
        typer.echo(str(report) if not report.ok else f"valid; written to {written.path}")
    if not (report.ok and tally.claims):
        raise typer.Exit(1)


def _add_reviews(file: Path, dataset: Path, *, as_json: bool) -> None:
    """Reviews are of claims that are there: they go into the table of verifications of the dataset named with -o."""
    from claimkit.dataset.additions import add_tables
    from claimkit.exchange.claim_review import joined_with, read_reviews

    reviews = read_reviews(file, dataset)
    if reviews.records:
        add_tables(dataset, {"verification": list(joined_with(dataset, reviews))})
    if as_json:
        found, rejected = dict(reviews.found), dict(reviews.rejected)
        write_json({"reviews": len(reviews.records), "found": found, "rejected": rejected, "output": str(dataset)})
    else:
        typer.echo(f"{len(reviews.records):,} reviews added to {dataset}")
        _print("found", reviews.found)
        _print("rejected", reviews.rejected)
    if not reviews.records:
        raise typer.Exit(1)


def _say(reject: Reject) -> None:
    place = reject.input if reject.line is None else f"{reject.input}:{reject.line}"
    typer.echo(f"set aside: {place}: {reject.reason}: {reject.detail}", err=True)


def _print(name: str, counts: Mapping[str, int]) -> None:
    for reason, count in sorted(counts.items()):
        typer.echo(f"{name}: {count:,} {reason}")

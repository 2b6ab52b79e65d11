"""``claimkit card``: the documents of a dataset, generated from its data, and checked."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Annotated

import typer

from claimkit.cli.calls import examples
from claimkit.cli.terminal import write_json
from claimkit.errors import OptionError

EXAMPLES = examples("claimkit card claims/ --licence cc-by-4.0", "claimkit card claims/ --check")


def card(
    dataset: Annotated[Path, typer.Argument(metavar="DATASET", help="A dataset folder with Parquet tables.")],
    licence: Annotated[
        str | None, typer.Option("--licence", "--license", help="Licence of the records: cc-by-4.0, cc0-1.0, …")
    ] = None,
    name: Annotated[str | None, typer.Option(help="Title of the dataset (default: that of the card).")] = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; say what the Hub would refuse.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Write README, datasheet, data statement, croissant.json and plots of a dataset, or bring them up to date.

    What you wrote into them is kept; parts between `<!-- claimkit:begin … -->` and `end` are written anew.
    With --check nothing is written: exit code 1 if the card would be refused or is out of date.
    """
    if check and (licence or name):
        raise OptionError("--check writes nothing: leave --licence and --name out, or leave --check out")
    if check:
        _check(dataset, as_json=as_json)
        return
    from claimkit.dataset.documents import document_dataset

    done = document_dataset(dataset, licence=licence, name=name)
    if as_json:
        write_json(
            {
                "written": list(done.written),
                "unchanged": list(done.unchanged),
                "unanswered": {file: list(titles) for file, titles in done.unanswered.items()},
            }
        )
        return
    typer.echo(f"written: {', '.join(done.written) or 'nothing, all was up to date'}")
    for file, titles in done.unanswered.items():
        if titles:
            typer.echo(f"{file} waits for you: {'; '.join(titles)}")


def _check(dataset: Path, *, as_json: bool) -> None:
    from claimkit.dataset.card_check import check_card

    findings = check_card(dataset)
    errors = sum(finding.severity == "error" for finding in findings)
    if as_json:
        write_json({"ok": not errors, "findings": [dataclasses.asdict(finding) for finding in findings]})
    else:
        for finding in findings:
            typer.echo(str(finding))
        typer.echo(f"{dataset}: {errors} errors, {len(findings) - errors} warnings")
    if errors:
        raise typer.Exit(1)

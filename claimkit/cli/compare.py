"""``claimkit compare``: the same claim across sources, conflicts first."""

from __future__ import annotations

import os
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from claimkit.cli import wording
from claimkit.cli.calls import examples
from claimkit.cli.tables import print_table
from claimkit.cli.terminal import console, write_json
from claimkit.errors import OptionError

if TYPE_CHECKING:
    from rich.table import Table

    from claimkit.comparison.compare import Comparison
    from claimkit.comparison.findings import Finding

SHOWN = 20
EXAMPLES = examples(
    "claimkit compare claims/",
    "claimkit compare claims/ --fail-on contradiction",
    "claimkit compare claims/ --explain 3f0c9a 81be27",
)


class FailOn(StrEnum):
    """What makes the command end with 1."""

    NEVER = "never"
    CONTRADICTION = "contradiction"


def compare(
    dataset: Annotated[
        Path, typer.Argument(metavar="DATASET", help="A folder that `claimkit extract` wrote, or hub://OWNER/NAME.")
    ],
    limit: Annotated[int, typer.Option("--limit", min=0, help="Clusters to show; 0: all.")] = SHOWN,
    fail_on: Annotated[FailOn, typer.Option("--fail-on", help="End with exit code 1 if there is one.")] = FailOn.NEVER,
    explain: Annotated[
        tuple[str, str] | None,
        typer.Option("--explain", metavar="A B", help="Why two claims count as the same or not; writes nothing."),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(min=0, help="Processes beside this one, for thousands of articles (default: one a processor)."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was found as JSON.")] = False,
) -> None:
    """Find the same claim told by different sources: where they agree, where they conflict, and on whom they rest.

    Writes the tables pairs, clusters and verification into the folder, except into one on the Hub. Exit code 1 with
    --fail-on contradiction where two claims cannot both hold.
    """
    from claimkit.comparison.compare import compare as compare_claims
    from claimkit.reading.hub import is_address

    found = compare_claims(dataset, workers=os.cpu_count() if workers is None else workers)
    if explain is not None:
        typer.echo(found.explain(*(_whole_id(found, dataset, each) for each in explain)))
        return

    if not is_address(dataset):
        _write(dataset, found)
    if as_json:
        write_json(found.to_dict())
    else:
        _print(found, limit)
    if fail_on is FailOn.CONTRADICTION and found.relations.get("contradiction"):
        raise typer.Exit(1)


def _whole_id(found: Comparison, dataset: Path, claim_id: str) -> str:
    ids = [profile.claim_id for profile in found.corpus.profiles if profile.claim_id.startswith(claim_id)]
    if len(ids) == 1:
        return ids[0]
    raise OptionError(
        f"{dataset}: {len(ids)} claims begin with {claim_id}; give more of the id"
        if ids
        else f"{dataset}: no claim {claim_id}"
    )


def _write(dataset: Path, found: Comparison) -> None:
    from claimkit.dataset.additions import add_tables

    records: dict[str, tuple[Any, ...]] = {
        "pairs": found.pairs,
        "clusters": found.clusters,
        "verification": found.verification,
    }
    add_tables(dataset, {config: (record.to_dict() for record in each) for config, each in records.items()})


def _print(found: Comparison, limit: int) -> None:
    findings = list(found.findings())
    shown = findings[:limit] if limit else findings
    page = console()
    if shown:
        print_table(page, _table(shown))
    for finding in shown:
        if finding.over:
            page.print("\n".join(_conflict(finding)), soft_wrap=True, markup=False)
    if len(shown) < len(findings):
        page.print(f"… and {len(findings) - len(shown):,} more (--limit 0 shows all)", soft_wrap=True)
    for note in found.notes:
        page.print(f"note: {note}", soft_wrap=True)
    page.print(_summary(found), soft_wrap=True)


def _table(findings: list[Finding]) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table("status", "claim", "who stands behind it", "over", box=None, pad_edge=False, header_style="bold")
    for finding in findings:
        cells = (
            finding.cluster.status.value.replace("_", " "),
            wording.shorten(finding.headline, 90),
            finding.counted,
            ", ".join(finding.over),
        )
        table.add_row(*map(Text, cells))
    return table


def _conflict(finding: Finding) -> Iterator[str]:
    yield ""
    yield f"{wording.shorten(finding.headline, 100)} ({finding.cluster.cluster_id})"
    cluster = finding.cluster
    if cluster.low is not None or cluster.high is not None:
        yield f"  agreed: {cluster.low} to {cluster.high}"
    for voice in finding.voices:
        told = " ← ".join([voice.publisher or "an unnamed publisher", *voice.chain])
        yield f"  {voice.as_of or 'undated'}  {voice.value or 'no number'}  {told}  [{voice.claim_id}]"
        if voice.sentence:
            yield f"      {wording.shorten(voice.sentence, 160)}"


def _summary(found: Comparison) -> str:
    counts = ", ".join(f"{count:,} {name}" for name, count in found.relations.items()) or "none"
    return (
        f"{len(found.corpus.articles):,} articles, {len(found.corpus.profiles):,} claims: "
        f"{len(found.clusters):,} claims told by several articles; pairs: {counts}"
    )

"""``claimkit compare``: the same claim across sources, conflicts first."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from claimkit.cli import wording
from claimkit.cli.calls import examples
from claimkit.cli.engine import ENGINE, MASTER, Engine, ensure_local, session
from claimkit.cli.tables import print_table
from claimkit.cli.terminal import console, write_json
from claimkit.errors import OptionError

if TYPE_CHECKING:
    from rich.table import Table

    from claimkit.comparison.compare import Comparison
    from claimkit.comparison.findings import Conflict, Finding, Voice

SHOWN = 20
TABLES = ("pairs", "clusters", "verification")
EXAMPLES = examples(
    "claimkit compare claims/",
    "claimkit compare claims/ --fail-on contradiction",
    "claimkit compare claims/ --explain 3f0c9a 81be27",
    "claimkit compare claims/ --engine spark --master spark://HOST:7077",
)


class FailOn(StrEnum):
    """What makes the command end with 1."""

    NEVER = "never"
    CONTRADICTION = "contradiction"


def compare(
    dataset: Annotated[
        str, typer.Argument(metavar="DATASET", help="A folder that `claimkit extract` wrote, or hub://OWNER/NAME.")
    ],
    limit: Annotated[int, typer.Option("--limit", min=0, help="Clusters to show; 0: all.")] = SHOWN,
    fail_on: Annotated[FailOn, typer.Option("--fail-on", help="End with exit code 1 if there is one.")] = FailOn.NEVER,
    explain: Annotated[
        tuple[str, str] | None,
        typer.Option("--explain", metavar="A B", help="Why two claims count as the same or not; writes nothing."),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            min=0, help="Processes that share the work, for thousands of articles (default: one a processor)."
        ),
    ] = None,
    engine: Annotated[Engine, ENGINE] = Engine.LOCAL,
    master: Annotated[str | None, MASTER] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was found as JSON.")] = False,
) -> None:
    """Find the same claim told by different sources: where they agree, where they conflict, and on whom they rest.

    Writes the tables pairs, clusters and verification into the folder, except into one on the Hub. Exit code 1 with
    --fail-on contradiction where two claims cannot both hold.
    """
    ensure_local(engine, master)
    if engine is Engine.LOCAL:
        report = _here(dataset, os.cpu_count() if workers is None else workers, explain, None if as_json else limit)
    elif explain is not None or workers is not None:
        raise OptionError("--explain and --workers are of the local engine: leave them or --engine out")
    else:
        report = _by_spark(dataset, master, limit, as_json=as_json)
    if report is None:
        return
    if as_json:
        write_json(report)
    if fail_on is FailOn.CONTRADICTION and report["relations"].get("contradiction"):
        raise typer.Exit(1)


def _here(
    dataset: str, workers: int | None, explain: tuple[str, str] | None, limit: int | None
) -> dict[str, Any] | None:
    """Write the tables, print ``limit`` of the clusters if there is one, and return the report; or explain, no more."""
    from claimkit.comparison.compare import compare as compare_claims
    from claimkit.reading.hub import is_address

    found = compare_claims(dataset, workers=workers)
    if explain is not None:
        typer.echo(found.explain(*(_whole_id(found, dataset, each) for each in explain)))
        return None
    if not is_address(dataset):
        _write(dataset, {name: (each.to_dict() for each in getattr(found, name)) for name in TABLES})
    if limit is None:
        return found.to_dict()
    report, most = found.summary(), limit or None
    _print(list(itertools.islice(found.findings(), most)), list(itertools.islice(found.conflicts(), most)), report)
    return report


def _by_spark(dataset: str, master: str | None, limit: int, *, as_json: bool) -> dict[str, Any]:
    """Write the tables and return the report; of its findings the first ``limit`` alone, for there may be millions."""
    from claimkit.reading.hub import ensure_local as ensure_no_address
    from claimkit.spark.comparison import SETTINGS, compare_frames
    from claimkit.spark.dataset import dataset_at, scratch_in

    ensure_no_address(dataset, "comparing on Spark")
    with session(master, SETTINGS) as spark, scratch_in(folder := dataset_at(spark, dataset)) as scratch:
        frames = compare_frames(scratch, folder)
        folder.add(scratch, frames.tables())
        findings, conflicts, report = frames.findings(limit), frames.conflicts(limit), frames.summary()
    if not as_json:
        _print(findings, conflicts, report)
    return {
        **report,
        "findings": [finding.to_dict() for finding in findings],
        "conflicts": [conflict.to_dict() for conflict in conflicts],
    }


def _whole_id(found: Comparison, dataset: str, claim_id: str) -> str:
    ids = [profile.claim_id for profile in found.corpus.profiles if profile.claim_id.startswith(claim_id)]
    if len(ids) == 1:
        return ids[0]
    raise OptionError(
        f"{dataset}: {len(ids)} claims begin with {claim_id}; give more of the id"
        if ids
        else f"{dataset}: no claim {claim_id}"
    )


def _write(dataset: str, tables: Mapping[str, Iterable[Mapping[str, Any]]]) -> None:
    from claimkit.dataset.additions import add_tables

    add_tables(dataset, tables)


def _print(findings: list[Finding], conflicts: list[Conflict], report: Mapping[str, Any]) -> None:
    from claimkit.records import ClusterStatus

    page = console()
    if findings:
        print_table(page, _table(findings))
    for finding in findings:
        if finding.cluster.status is ClusterStatus.CONFLICTING:
            page.print("\n".join(_disputed(finding)), soft_wrap=True, markup=False)
    if len(findings) < report["clusters"]:
        page.print(f"… and {report['clusters'] - len(findings):,} more (--limit 0 shows all)", soft_wrap=True)
    for conflict in conflicts:
        page.print("\n".join(_opposed(conflict)), soft_wrap=True, markup=False)
    for note in report["notes"]:
        page.print(f"note: {note}", soft_wrap=True)
    page.print(_summary(report), soft_wrap=True)


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


def _opposed(conflict: Conflict) -> Iterator[str]:
    yield ""
    yield f"two claims that cannot both hold, told too differently for one row: {', '.join(conflict.over)}"
    yield from _told(conflict.voices)


def _disputed(finding: Finding) -> Iterator[str]:
    yield ""
    yield f"{wording.shorten(finding.headline, 100)} ({finding.cluster.cluster_id})"
    cluster = finding.cluster
    if cluster.low is not None or cluster.high is not None:
        yield f"  agreed: {cluster.low} to {cluster.high}"
    yield from _told(finding.voices)


def _told(voices: Sequence[Voice]) -> Iterator[str]:
    for voice in voices:
        told = " ← ".join([voice.publisher or "an unnamed publisher", *voice.chain])
        yield f"  {voice.as_of or 'undated'}  {voice.value or 'no number'}  {told}  [{voice.claim_id}]"
        if voice.sentence:
            yield f"      {wording.shorten(voice.sentence, 160)}"


def _summary(report: Mapping[str, Any]) -> str:
    counts = ", ".join(f"{count:,} {name}" for name, count in report["relations"].items()) or "none"
    return (
        f"{report['articles']:,} articles, {report['claims']:,} claims: "
        f"{report['clusters']:,} claims told by several articles; pairs: {counts}"
    )

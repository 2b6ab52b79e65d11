"""``claimkit check``: the gate that keeps a dataset good."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from claimkit.cli.calls import examples
from claimkit.cli.engine import ENGINE, MASTER, Engine, ensure_local, session
from claimkit.cli.tables import print_table
from claimkit.cli.terminal import console, write_json
from claimkit.cli.wording import shorten
from claimkit.errors import OptionError

if TYPE_CHECKING:
    from rich.table import Table

    from claimkit.checks.catalogue import Check, Severity
    from claimkit.checks.report import CheckReport
    from claimkit.checks.settings import Plan


EXAMPLES = examples(
    "claimkit check claims/",
    "claimkit check claims/ --baseline published/ --fail-on warning --junit report.xml",
    "claimkit check --list",
)


class FailOn(StrEnum):
    """What makes the command end with 1."""

    ERROR = "error"
    WARNING = "warning"
    NEVER = "never"


def check(
    dataset: Annotated[
        str | None,
        typer.Argument(
            metavar="DATASET", help="A dataset folder, a .jsonl or .parquet file of it, or hub://OWNER/NAME."
        ),
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option("--baseline", help="An earlier dataset to compare distributions of labels with.")
    ] = None,
    fail_on: Annotated[
        FailOn | None,
        typer.Option("--fail-on", help="End with exit code 1 from this severity on; error if nothing says otherwise."),
    ] = None,
    settings: Annotated[
        Path | None,
        typer.Option("--settings", help="Thresholds; by default claimkit-checks.toml in the dataset, or here."),
    ] = None,
    checks: Annotated[
        list[Path] | None, typer.Option("--checks", help="A Python file with checks of your own; may be given again.")
    ] = None,
    great_expectations: Annotated[
        bool,
        typer.Option("--great-expectations/--no-great-expectations", help="Run the column contracts as well."),
    ] = True,
    junit: Annotated[Path | None, typer.Option("--junit", help="Write the report as JUnit XML to this file.")] = None,
    github: Annotated[bool, typer.Option("--github", help="Print findings as GitHub annotations.")] = False,
    export_suite: Annotated[
        Path | None, typer.Option("--export-suite", help="Write the expectation suites into this folder.")
    ] = None,
    engine: Annotated[Engine, ENGINE] = Engine.LOCAL,
    master: Annotated[str | None, MASTER] = None,
    list_checks: Annotated[bool, typer.Option("--list", help="Show the catalogue of checks and end.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Hold a dataset to its schema, its own arithmetic and a catalogue of checks.

    Exit code 1 where there are findings of the severity of --fail-on, 2 where the call or the settings are wrong.
    """
    from claimkit.checks.settings import find_settings, plan
    from claimkit.checks.shipped import SHIPPED

    ensure_local(engine, master)
    own = checks or []
    if list_checks:
        file = settings or find_settings(Path(dataset or ""))
        _list([each.check for each in plan(SHIPPED, file, own).chosen], as_json=as_json)
        return
    if export_suite is not None:
        from claimkit.checks.contracts import export_suites

        export_suites(export_suite)
        typer.echo(f"suites of Great Expectations written to {export_suite}", err=True)
        if dataset is None:
            return
    if dataset is None:
        raise OptionError("name a dataset: claimkit check DIR; or ask for --list or --export-suite")
    _check_target(junit)
    if engine is Engine.SPARK:
        if baseline is not None:
            raise OptionError("--baseline is of the local engine: leave it out with --engine spark")
        asked = plan(SHIPPED, settings or find_settings(Path(dataset)), own)
        report = _by_spark(dataset, asked, master, contracts=great_expectations)
    else:
        report = _locally(
            dataset, baseline=baseline, settings=settings, own_checks=own, great_expectations=great_expectations
        )
    limit = _limit(fail_on or FailOn(report.fail_on or FailOn.ERROR))
    _write(report, limit, junit=junit, github=github, as_json=as_json)
    if report.fails(limit):
        raise typer.Exit(1)


def _locally(dataset: str, **options: Any) -> CheckReport:
    from claimkit.checks.gate import check as check_dataset

    return check_dataset(dataset, **options)


def _by_spark(dataset: str, asked: Plan, master: str | None, *, contracts: bool) -> CheckReport:
    from claimkit.spark.checking import check_on_spark

    with session(master) as spark:
        return check_on_spark(spark, dataset, asked, contracts=contracts)


def _check_target(junit: Path | None) -> None:
    """Said before the work, not after it."""
    if junit is not None and not junit.absolute().parent.is_dir():
        raise OptionError(f"{junit}: there is no folder {junit.parent} to write the JUnit report into")


def _limit(fail_on: FailOn) -> Severity | None:
    from claimkit.checks.catalogue import Severity

    return None if fail_on is FailOn.NEVER else Severity(fail_on)


def _write(report: CheckReport, limit: Severity | None, *, junit: Path | None, github: bool, as_json: bool) -> None:
    if junit is not None:
        from claimkit.checks.junit import junit as as_junit

        junit.write_text(as_junit(report, limit), encoding="utf-8")
    if github:
        from claimkit.checks.workflow import workflow_commands

        for line in workflow_commands(report):
            # Beside a report in JSON standard output is spoken for; GitHub reads both streams.
            typer.echo(line, err=as_json)
    if as_json:
        write_json(report.to_dict())
    else:
        _print(report)


def _print(report: CheckReport) -> None:
    page = console()
    if report.found:
        print_table(page, _table(report))
    for outcome in report.found:
        page.print(f"\n{outcome.check.id}: {outcome.check.mend}", soft_wrap=True, markup=False)
        for fault in outcome.faults[:3]:
            page.print(f"  {fault}", soft_wrap=True, markup=False)
    for reason, count in report.notes.items():
        page.print(f"note: {count:,} times nothing to check against: {reason}", soft_wrap=True, markup=False)
    page.print(report.verdict, soft_wrap=True, markup=False)


def _table(report: CheckReport) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("severity")
    table.add_column("check", no_wrap=True)
    table.add_column("found", justify="right")
    table.add_column("first finding", ratio=1)
    for outcome in report.found:
        first = outcome.faults[0]
        style = {"error": "red", "warning": "yellow"}.get(outcome.severity, "")
        cells = (outcome.check.id, f"{outcome.count:,}", shorten(f"{first.path}: {first.message}", 160))
        table.add_row(Text(outcome.severity, style), *map(Text, cells))
    return table


def _list(catalogue: Sequence[Check], *, as_json: bool) -> None:
    if as_json:
        fields = ("id", "title", "severity", "table", "description", "mend")
        rows = [{**{name: getattr(each, name) for name in fields}, "settings": {**each.settings}} for each in catalogue]
        write_json(rows)
        return
    for each in catalogue:
        typer.echo(f"{each.severity:8} {each.id}: {each.title}")

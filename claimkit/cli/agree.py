"""``claimkit agree``: how far annotators agree, field by field, and what is left to decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from claimkit.cli.calls import examples
from claimkit.cli.tables import new_table, print_table
from claimkit.cli.terminal import console, write_json
from claimkit.errors import OptionError

if TYPE_CHECKING:
    from rich.table import Table

    from claimkit.evaluation.agreement import Agreement, ArticleAgreement

_SUFFIXES = (".csv", ".json")
EXAMPLES = examples(
    "claimkit agree ann/ ben/", "claimkit agree ann/ ben/ --adjudicate open.csv", "claimkit agree claims/"
)


def agree(
    first: Annotated[Path, typer.Argument(metavar="A", help="A dataset folder; alone, its table of annotations.")],
    second: Annotated[
        Path | None, typer.Argument(metavar="B", help="Another annotator's dataset of the same articles.")
    ] = None,
    annotators: Annotated[
        str | None, typer.Option(metavar="NAME,NAME", help="Who made A and B (default: the names of the folders).")
    ] = None,
    same_annotator: Annotated[
        bool, typer.Option("--same-annotator", help="One hand made both: self-consistency is reported.")
    ] = False,
    adjudicate: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write what differs to a .csv or .json file, for a third person."),
    ] = None,
    articles: Annotated[bool, typer.Option("--by-article", help="Print a line for each article, too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> None:
    """Measure how far annotators say the same: Krippendorff's alpha and Cohen's kappa of each field, F1 of spans.

    Claims are paired by predicate. Intervals are 95 % bootstrap intervals over articles.
    """
    from claimkit.evaluation.agreement import compare_annotators
    from claimkit.evaluation.annotations import compare_annotations

    if adjudicate is not None and adjudicate.suffix not in _SUFFIXES:
        raise OptionError(f"--adjudicate {adjudicate}: name a file that ends in {' or '.join(_SUFFIXES)}")
    if second is None:
        if annotators or same_annotator:
            raise OptionError("--annotators and --same-annotator go with two folders; annotations name their annotator")
        reports = compare_annotations(first)
    else:
        reports = [
            compare_annotators(first, second, annotators=_names(annotators), same_annotator=same_annotator),
        ]
    if adjudicate is not None:
        _write(reports, adjudicate)
    if as_json:
        write_json({"reports": [report.to_dict() for report in reports]})
        return
    for report in reports:
        _print(report, articles)
    if adjudicate is not None:
        typer.echo(f"{adjudicate}: {sum(len(report.differences) for report in reports):,} to decide")


def _names(annotators: str | None) -> tuple[str, str] | None:
    if annotators is None:
        return None
    one, _, other = annotators.partition(",")
    if not one.strip() or not other.strip() or "," in other:
        raise OptionError(f"--annotators {annotators}: expected two names, such as ann,ben")
    return one.strip(), other.strip()


def _write(reports: Sequence[Agreement], file: Path) -> None:
    """Rows of all reports, to a temporary name first."""
    import csv
    import json

    rows: list[dict[str, Any]] = [
        {"measure": report.measure, **each.to_dict(report.annotators)}
        for report in reports
        for each in report.differences
    ]
    fresh = file.with_name(f".{file.name}.partial")
    with fresh.open("w", encoding="utf-8", errors="backslashreplace", newline="") as stream:
        if file.suffix == ".json":
            stream.write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
        else:
            names = list(dict.fromkeys(name for report in reports for name in report.annotators))
            values = [f"value: {name}" for name in names]
            columns = ["measure", "article_id", "record_id", "field", *values, "start", "end", "words"]
            table = csv.DictWriter(stream, columns, extrasaction="ignore", lineterminator="\n")
            table.writeheader()
            table.writerows({**row, **{f"value: {name}": each for name, each in row["values"].items()}} for row in rows)
    fresh.replace(file)


def _print(report: Agreement, articles: bool) -> None:
    typer.echo(f"{report.measure}: {' and '.join(report.annotators)}, {len(report.articles):,} articles")
    for table in _tables(report, articles):
        print_table(console(), table)
    typer.echo(f"{len(report.differences):,} labels or claims differ (--adjudicate FILE lists them)")
    typer.echo(
        "alpha: from .800 on labels can be relied on, from .667 on for tentative conclusions (Krippendorff 2004)"
    )
    for note in report.notes:
        typer.echo(f"note: {note}")


def _tables(report: Agreement, articles: bool) -> Iterator[Table]:
    yield _fields(report)
    if report.spans:
        yield _spans(report)
    if articles:
        yield _articles(report.articles)


def _fields(report: Agreement) -> Table:
    from rich.markup import escape

    table = new_table("field", "units", "same", "share", "alpha", "95 %", "kappa", "")
    for name, each in report.fields.items():
        # The name of a field in a table of annotations is the annotators' own.
        cells = (escape(name), f"{each.units:,}", f"{each.same:,}", _figure(each.share))
        table.add_row(*cells, _figure(each.alpha), _interval(each.low, each.high), _figure(each.kappa), each.why or "")
    return table


def _spans(report: Agreement) -> Table:
    table = new_table(
        "spans", *(f"marks {n}" for n in (1, 2)), "exact F1", "overlap F1", "95 %", "alpha of words", "95 %"
    )
    for name, each in report.spans.items():
        table.add_row(
            name,
            f"{each.exact.gold:,}", f"{each.exact.found:,}",
            _figure(each.exact.value), _figure(each.overlap.value), _interval(each.overlap.low, each.overlap.high),
            _figure(each.alpha), _interval(each.low, each.high),
        )  # fmt: skip
    return table


def _articles(rows: Sequence[ArticleAgreement]) -> Table:
    table = new_table("article", "claims", "predicates F1", "labels", "same")
    for row in rows:
        claims = " ".join(f"{count:,}" for count in row.claims)
        table.add_row(row.article_id, claims, _figure(row.predicate_f1), f"{row.labels:,}", _figure(row.share))
    return table


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _interval(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"{low:.3f}–{high:.3f}"

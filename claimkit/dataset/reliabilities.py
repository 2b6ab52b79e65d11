"""How far the annotators of a dataset agree, as tables for its documents; nobody is named."""

from __future__ import annotations

from pathlib import Path

from claimkit.dataset.facts import Facts
from claimkit.dataset.values import cell, many
from claimkit.errors import OptionError
from claimkit.evaluation.agreement import AGREEMENT, Agreement
from claimkit.evaluation.annotations import compare_annotations
from claimkit.resources import load_lexicon

_HEAD = "| field | labelled twice | the same | alpha | 95 % interval | kappa |"


def reliabilities_of(folder: Path, facts: Facts) -> tuple[str, ...]:
    """One piece of Markdown a report: all annotators, then each hand that labelled twice; empty where none did.

    Raises :class:`~claimkit.errors.DataError` for a row of the annotations that cannot be read.
    """
    if not facts.rows("annotations"):
        return ()
    try:
        reports = compare_annotations(folder)
    except OptionError:
        # Nobody labelled anything a second time: the documents say that there is no agreement.
        return ()
    return tuple(_report(report) for report in reports)


def _report(report: Agreement) -> str:
    wording = load_lexicon("documents")["sentences"]
    agreed = report.measure == AGREEMENT
    head = wording["agreement" if agreed else "self_consistency"].format(
        annotators=many(len(report.annotators), "annotator"), rounds=len(report.annotators)
    )
    rows = [
        f"| {cell(name)} | {each.units:,} | {each.same:,} | {_figure(each.alpha)} | {_interval(each.low, each.high)} | "
        f"{_figure(each.kappa)} |"
        for name, each in report.fields.items()
    ]
    table = [
        "| field | labelled twice | the same | alpha | 95 % interval | kappa |",
        "|---|---|---|---|---|---|",
        *rows,
    ]
    return "\n".join((head, "", *table))


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _interval(low: float | None, high: float | None) -> str:
    return "–" if low is None or high is None else f"{low:.2f}–{high:.2f}"

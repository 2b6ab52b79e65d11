"""One self-contained HTML page of an evaluation: tables, plots as data addresses, no script, no font, no address."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path

from claimkit.classifiers.assessment import MODEL, Assessment
from claimkit.classifiers.plots import calibration_plot, confusion_plot, f1_plot

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222 }
table { border-collapse: collapse; margin: 1rem 0 }
th, td { padding: .2rem .8rem; border-bottom: 1px solid #ccc; text-align: right }
th:first-child, td:first-child { text-align: left } img { max-width: 100% } figure { margin: 1rem 0 }
"""
_NAMES = {
    MODEL: "this model",
    "tfidf": "TF-IDF of words and characters, LinearSVC",
    "commonest": "the commonest class",
    "against": "the other model",
}
PLOTS = ("confusion.png", "calibration.png", "f1.png")
PAGE = "index.html"


def write_page(assessment: Assessment, folder: Path) -> None:
    """Write ``index.html`` and the plots to ``folder``, which is made if it is not there."""
    plots = plots_of(assessment)
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in plots.items():
        (folder / name).write_bytes(data)
    (folder / PAGE).write_text(page_of(assessment, plots), encoding="utf-8", newline="\n")


def plots_of(assessment: Assessment) -> dict[str, bytes]:
    """The plots by file name, as PNG."""
    scores = assessment.scores[MODEL]
    drawn = (confusion_plot(scores), calibration_plot(scores), f1_plot(assessment.scores))
    return dict(zip(PLOTS, drawn, strict=True))


def page_of(assessment: Assessment, plots: dict[str, bytes]) -> str:
    """The page as HTML."""
    return "\n".join(_lines(assessment, plots)) + "\n"


def _lines(assessment: Assessment, plots: dict[str, bytes]) -> Iterator[str]:
    scores, task = assessment.scores[MODEL], assessment.settings.task.value
    title = f"Classifier of {task}: evaluation"
    yield f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style>'
    yield f"<h1>{escape(title)}</h1>"
    name = escape(str(assessment.source["name"]))
    yield f"<p>{scores.sentences:,} sentences of {scores.documents:,} articles ({name}).</p>"
    if assessment.seen:
        yield "<p><strong>Trained on these very data: the scores say nothing about other texts.</strong></p>"
    yield "<h2>Models</h2>"
    yield from _table(
        ("model", "macro-F1", "95 %", "right labels", "McNemar p beside this model"),
        (
            (
                _NAMES[name], f"{each.macro_f1.value:.3f}", f"{each.macro_f1.low:.3f}–{each.macro_f1.high:.3f}",
                f"{each.accuracy.value:.3f}", f"{assessment.tests[name].p:.2g}" if name in assessment.tests else "–",
            )
            for name, each in assessment.scores.items()
        ),
    )  # fmt: skip
    yield "<h2>Classes</h2>"
    yield from _table(
        ("class", "precision", "recall", "F1", "95 %", "sentences"),
        (
            (
                name, f"{row.precision:.3f}", f"{row.recall:.3f}", f"{row.f1.value:.3f}",
                f"{row.f1.low:.3f}–{row.f1.high:.3f}", f"{row.gold:,}",
            )
            for name, row in scores.by_class.items()
        ),
    )  # fmt: skip
    for kind, rows in scores.slices.items():
        yield f"<h2>By {escape(kind)}</h2>"
        yield from _table(
            (kind, "sentences", "macro-F1", "right labels"),
            (
                (name, f"{row['sentences']:,}", f"{row['macro_f1']:.3f}", f"{row['accuracy']:.3f}")
                for name, row in rows.items()
            ),
        )
    yield "<h2>Plots</h2>"
    for name, data in plots.items():
        yield f'<figure><img alt="{name}" src="data:image/png;base64,{base64.b64encode(data).decode()}"></figure>'
    yield "</html>"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"<table><tr>{''.join(f'<th>{escape(each)}</th>' for each in head)}</tr>"
    for row in rows:
        yield f"<tr>{''.join(f'<td>{escape(each)}</td>' for each in row)}</tr>"
    yield "</table>"

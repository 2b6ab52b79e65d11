"""Plots of an evaluation as PNG: a title, units, and no window (matplotlib's Agg)."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from claimkit.classifiers.evaluation import Scores

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INCHES, DPI = (5.2, 4.4), 110


def confusion_plot(scores: Scores) -> bytes:
    """Counts of sentences by label (rows) and by what the model says (columns); shades are shares of a row."""

    def draw(axes: Any) -> None:
        size = range(len(scores.classes))
        shares = [[count / max(1, sum(row)) for count in row] for row in scores.confusion]
        axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
        for row in size:
            for column in size:
                ink = "white" if shares[row][column] > 0.5 else "black"
                axes.text(column, row, f"{scores.confusion[row][column]:,}", ha="center", va="center", color=ink)
        axes.set_xticks(list(size), scores.classes, rotation=35, ha="right")
        axes.set_yticks(list(size), scores.classes)
        axes.set(title="Labels and predictions", xlabel="the model says (sentences)", ylabel="label (sentences)")

    return _png(draw)


def calibration_plot(scores: Scores) -> bytes:
    """Share of right labels by mean confidence, in bins of equal mass; on the dotted line the two are equal."""

    def draw(axes: Any) -> None:
        bins = scores.calibration.bins if scores.calibration else ()
        axes.plot([0, 1], [0, 1], ":", color="grey")
        axes.plot([each.confidence for each in bins], [each.right for each in bins], "o-")
        axes.set(
            title="Calibration", xlabel="mean confidence", ylabel="share of right labels", xlim=(0, 1), ylim=(0, 1)
        )

    return _png(draw)


def f1_plot(models: Mapping[str, Scores]) -> bytes:
    """F1 of each class by model, with the 95 % interval over articles."""

    def draw(axes: Any) -> None:
        classes = next(iter(models.values())).classes
        height = 0.8 / len(models)
        for number, (name, scores) in enumerate(models.items()):
            known = [(at, scores.by_class[each].f1) for at, each in enumerate(classes) if each in scores.by_class]
            values = [figure.value for _, figure in known]
            errors = [
                [max(0.0, figure.value - figure.low) for _, figure in known],
                [max(0.0, figure.high - figure.value) for _, figure in known],
            ]
            axes.barh([at + number * height for at, _ in known], values, height, xerr=errors, label=name)
        axes.set_yticks([at + 0.4 - height / 2 for at in range(len(classes))], classes)
        axes.set(title="F1 by class", xlabel="F1 (95 % interval over articles)", xlim=(0, 1))
        axes.legend(loc="lower right", fontsize="small")

    return _png(draw)


def _png(draw: Callable[[Any], None]) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure: Figure = Figure(figsize=INCHES, dpi=DPI, layout="constrained")
    FigureCanvasAgg(figure)
    draw(figure.add_subplot())
    held = io.BytesIO()
    # Without this the file names the version of matplotlib and differs from machine to machine.
    figure.savefig(held, format="png", metadata={"Software": None})
    return held.getvalue()

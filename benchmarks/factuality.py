"""Event factuality: Pearson's r of the score in [-3, 3] on three corpora's development parts.

    python benchmarks/factuality.py --corpora ../shared/corpora [--parses DIR]
        [--output benchmarks/results/factuality.json]

UDS-IH2 dev, MegaVeridicality dev, MEANTIME dev. ``model`` is the shipped model by the head of the corpus, which was
trained on its train part; ``shipped_head`` is the head that extraction uses (UDS-IH2's) everywhere, so that on
MEANTIME it shows what carries over to news without training there. Beside r: mean absolute error, and macro-F1 of
three classes (below -1, between, above 1), which a constant 3.0 can be measured by too. 95 % intervals by 1,000
bootstrap samples of events. Baselines, by the same regression on the same parts: ``bag_of_words``, the lemmas of the
event and of its dependents and heads without their order; ``embedding_verb``, the governing word with its negation and
voice alone; ``lemma_and_mood``, the event's lemma with its auxiliaries and negations. ``meantime_cross_validated`` is
the regression on five folds of MEANTIME train by sentence, on which features were chosen. No sentence of a corpus is
printed or stored.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import random
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import train_factuality as training
import uncertainty

from claimkit.extraction.event_scores import HEAD, load_event_model

PARTS = ("UDS_IH2/dev", "MV2/dev", "MEANTIME/dev")
ROUNDS = 1000
FOLDS = 5
FOLDED = "MEANTIME/train"
# What a baseline sees of the features.
BASELINES: dict[str, Callable[[str], bool]] = {
    "bag_of_words": lambda name: name.startswith(("l=", "mark=", "advmod=", "det=", "aux=", "a0=", "a1=", "a2=")),
    "embedding_verb": lambda name: name.startswith("v="),
    "lemma_and_mood": lambda name: name.startswith(("l=", "mood=")),
}


def main() -> None:
    """Score, print the JSON, and write it where asked."""
    parser = argparse.ArgumentParser(description="Event factuality against three corpora")
    uncertainty.add_options(parser)
    arguments = parser.parse_args()
    model = load_event_model()
    names = (*training.TRAINED_ON, *PARTS)
    events = {name: training.read_events(arguments.corpora, name, arguments.parses) for name in names}
    trained = {name: events[name] for name in training.TRAINED_ON}
    baselines = {name: training.train(_plain(trained, sees), networks=0) for name, sees in BASELINES.items()}
    result: dict[str, Any] = {"trained_on": list(training.TRAINED_ON)}
    for name in PARTS:
        head, part = name.partition("/")[0], events[name]
        gold = part.scores
        result[name] = {
            "events": len(gold),
            "model": _scores(training.scores_of(model, part, head), gold),
            "shipped_head": _scores(training.scores_of(model, part, HEAD), gold),
            **{each: _scores(training.scores_of(found, part, head), gold) for each, found in baselines.items()},
            "constant_3": _scores([3.0] * len(gold), gold),
        }
    result["meantime_cross_validated"] = _cross_validated(trained)
    text = json.dumps(result, indent=2)
    print(text)
    if arguments.output:
        arguments.output.write_text(text + "\n", encoding="utf-8")


def _plain(parts: dict[str, training.Events], sees: Callable[[str], bool]) -> dict[str, training.Events]:
    return {
        name: dataclasses.replace(part, features=[[each for each in row if sees(each)] for row in part.features])
        for name, part in parts.items()
    }


def _cross_validated(parts: dict[str, training.Events]) -> dict[str, float | None]:
    part = parts[FOLDED]
    fold = uncertainty.folds(max(part.sentences) + 1, FOLDS)
    found = [0.0] * len(part.scores)
    for held in range(FOLDS):
        inside = [index for index, sentence in enumerate(part.sentences) if fold[sentence] != held]
        model = training.train({**parts, FOLDED: training.chosen(part, inside)}, networks=0, names=(FOLDED,))
        scores = training.scores_of(model, part, FOLDED.partition("/")[0])
        found = [new if fold[at] == held else old for new, old, at in zip(scores, found, part.sentences, strict=True)]
    return _scores(found, part.scores)


def _scores(found: Sequence[float], gold: Sequence[float]) -> dict[str, float | None]:
    ours, theirs = np.array(found), np.array(gold)
    value = _pearson(ours, theirs)
    scores: dict[str, float | None] = {"r": value, "low": None, "high": None}
    if value is not None:
        draw = random.Random(0)  # noqa: S311  # resampling, no secret
        samples = []
        for _ in range(ROUNDS):
            chosen = draw.choices(range(len(gold)), k=len(gold))
            samples.append(_pearson(ours[chosen], theirs[chosen]) or 0.0)
        samples.sort()
        scores |= {"low": samples[25], "high": samples[974]}
    return {**scores, "mae": round(float(np.abs(ours - theirs).mean()), 3), "macro_f1": _macro_f1(ours, theirs)}


def _pearson(ours: Any, theirs: Any) -> float | None:
    """``None`` where all are alike: r is undefined."""
    if not ours.std() or not theirs.std():
        return None
    return round(float(np.corrcoef(ours, theirs)[0, 1]), 4)


def _macro_f1(ours: Any, theirs: Any) -> float:
    found, gold = np.digitize(ours, (-1.0, 1.0)), np.digitize(theirs, (-1.0, 1.0))
    scores = []
    for kind in range(3):
        both = int((gold == kind).sum() + (found == kind).sum())
        scores.append(2 * int(((gold == kind) & (found == kind)).sum()) / max(1, both))
    return round(sum(scores) / 3, 4)


if __name__ == "__main__":
    main()

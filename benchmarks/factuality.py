"""Event factuality: Pearson's r of the score in [-3, 3] on three corpora's development parts.

    python benchmarks/factuality.py --corpora ../shared/corpora [--parses DIR]
        [--output benchmarks/results/factuality.json]

UDS-IH2 dev, MegaVeridicality dev, MEANTIME dev by the shipped model, which is trained on the train parts of the first
two; mean absolute error beside r, and that of a constant 3.0, which r does not reward. 95 % intervals by 1,000
bootstrap samples of sentences. ``lemma`` is a baseline: the mean score of the event's lemma and mood in training.
No sentence of a corpus is printed or stored.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from typing import Any

import numpy as np
import train_factuality as training
import uncertainty

from claimkit.extraction.event_scores import load_event_model

PARTS = ("UDS_IH2/dev", "MV2/dev", "MEANTIME/dev")
ROUNDS = 1000
BASELINE = ("l=", "mood=")


def main() -> None:
    """Score, print the JSON, and write it where asked."""
    parser = argparse.ArgumentParser(description="Event factuality against three corpora")
    uncertainty.add_options(parser)
    arguments = parser.parse_args()
    model = load_event_model()
    baseline = training.train(
        [_plain(training.read_events(arguments.corpora, name, arguments.parses)) for name in training.TRAINED_ON],
        networks=0,
    )
    result: dict[str, Any] = {"trained_on": list(training.TRAINED_ON)}
    for name in PARTS:
        features, gold = training.read_events(arguments.corpora, name, arguments.parses)
        result[name] = {
            "events": len(gold),
            "model": _scores([model.score(each) for each in features], gold),
            "lemma_and_mood": _scores([baseline.score(each) for each in _plain((features, gold))[0]], gold),
            "constant_3": {"mae": round(float(np.mean(np.abs(3.0 - np.array(gold)))), 3)},
        }
    text = json.dumps(result, indent=2)
    print(text)
    if arguments.output:
        arguments.output.write_text(text + "\n", encoding="utf-8")


def _plain(events: training.Events) -> training.Events:
    return [[name for name in each if name.startswith(BASELINE)] for each in events[0]], events[1]


def _scores(found: Sequence[float], gold: Sequence[float]) -> dict[str, float]:
    ours, theirs = np.array(found), np.array(gold)
    draw = random.Random(0)  # noqa: S311  # resampling, no secret
    samples = []
    for _ in range(ROUNDS):
        chosen = draw.choices(range(len(gold)), k=len(gold))
        samples.append(float(np.corrcoef(ours[chosen], theirs[chosen])[0, 1]))
    samples.sort()
    return {
        "r": round(float(np.corrcoef(ours, theirs)[0, 1]), 4),
        "low": round(samples[25], 4),
        "high": round(samples[974], 4),
        "mae": round(float(np.mean(np.abs(ours - theirs))), 3),
    }


if __name__ == "__main__":
    main()

"""Two ways to tell cues from their doubles: features of words and parse, or a head on the tagger's encoder states.

    python benchmarks/cue_heads.py --corpora ../shared/corpora [--parses DIR] [--every 4]
        [--output benchmarks/results/cue_heads.json]

Szeged Wikipedia, every fourth document by default, 5 folds by document: F1 by token for E, D, I, N and their macro
average. ``features`` is what ships; ``states`` are the encoder's last states (384) of the word's first piece, frozen,
under a linear support vector machine; ``states_lemma`` adds the word's lemma; ``both`` are features and states.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import train_hedging as training
import uncertainty

from claimkit.evaluation.uncertainty import read_szeged
from claimkit.extraction import chains, tagged
from claimkit.extraction.attribution import drafts_by_rule
from claimkit.extraction.cue_labels import OUTSIDE, TYPES
from claimkit.extraction.frames import material_of
from claimkit.extraction.parsing import Parse
from claimkit.extraction.quotes import pair_quotes
from claimkit.tagging.model import Tagger, open_tagger
from claimkit.tagging.windows import windows

FOLDS = 5
# Shares that make the states as long as a few binary features, chosen on the first fold.
STATE_SHARE = {"states_lemma": 0.05, "both": 0.1}
COSTS = {"features": training.COST, "states": 0.002, "states_lemma": 0.2, "both": training.COST}

Place = tuple[int, int]


def main() -> None:
    """Score both and write the JSON."""
    parser = argparse.ArgumentParser(description="Cue disambiguation by features or by encoder states")
    uncertainty.add_options(parser)
    parser.set_defaults(every=4)
    arguments = parser.parse_args()
    documents = list(read_szeged(arguments.corpora / "hedging" / training.WIKIPEDIA))
    parses = list(uncertainty.parsed(documents, arguments.parses))[:: arguments.every]
    samples = training.read_samples(documents[:: arguments.every], None, parses=parses)
    states = states_of(parses, samples, _tagger())
    part_of = uncertainty.folds(len(parses), FOLDS)
    pairs: dict[str, list[tuple[str, str]]] = {name: [] for name in COSTS}
    for fold in range(FOLDS):
        train = [each for each in samples if part_of[each.document] != fold]
        test = [each for each in samples if part_of[each.document] == fold]
        words = training.cue_words(train)
        asked = [each for each in test if _asked(each, words, states)]
        rest = [(each.gold, OUTSIDE) for each in test if not _asked(each, words, states)]
        known = [each for each in train if _asked(each, words, states)]
        for name, labels in _predicted(known, asked, states).items():
            pairs[name] += [*zip((each.gold for each in asked), labels, strict=True), *rest]
    result = {"documents": len(parses), **{name: _scores(each) for name, each in pairs.items()}}
    text = json.dumps(result, indent=2)
    print(text)
    if arguments.output:
        arguments.output.write_text(text + "\n", encoding="utf-8")


def _tagger() -> Tagger:
    from importlib.resources import as_file

    from claimkit.resources import resource
    from claimkit.tagging.model import SHIPPED

    with as_file(resource(SHIPPED)) as folder:
        return open_tagger(folder)


def _asked(sample: training.Sample, words: frozenset[str], states: dict[Place, Any]) -> bool:
    candidate = sample.proposed in TYPES or sample.lemma in words
    return candidate and (sample.document, sample.start) in states


def states_of(parses: Sequence[Parse], samples: Iterable[training.Sample], tagger: Tagger) -> dict[Place, Any]:
    """The state of the first piece of each candidate, by document and offset."""
    wanted = {(each.document, each.start) for each in samples}
    found: dict[Place, Any] = {}
    for number, parse in enumerate(parses):
        material = material_of(parse, pair_quotes(parse.text, parse.paragraphs), ())
        context = tagged.context_of(material, chains.with_floating(drafts_by_rule(material), material))
        for window in windows(context, tagger.tokenizer, tagger.vocabulary):
            _, states = tagger.encode(window)
            for start, state in zip(window.offsets[:, 0].tolist(), states, strict=True):
                if (number, start) in wanted:
                    found[number, start] = state
    return found


def _predicted(
    train: Sequence[training.Sample], test: Sequence[training.Sample], states: dict[Place, Any]
) -> dict[str, list[str]]:
    from scipy.sparse import csr_matrix, hstack
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import LinearSVC

    counts = Counter(name for each in train for name in each.features)
    rows = {name: row for row, name in enumerate(name for name, count in counts.items() if count >= training.SEEN)}
    lemmas = {lemma: row for row, lemma in enumerate(sorted({each.lemma for each in train}))}
    dense = [np.array([states[each.document, each.start] for each in part]) for part in (train, test)]
    scaler = StandardScaler().fit(dense[0])
    scaled = [scaler.transform(each) for each in dense]
    features = [training.matrix([each.features for each in part], rows) for part in (train, test)]
    words = [training.matrix([[each.lemma] for each in part], lemmas) for part in (train, test)]

    def beside(name: str, others: Sequence[Any]) -> list[Any]:
        parts = (
            hstack([csr_matrix(each * STATE_SHARE[name]), other]) for each, other in zip(scaled, others, strict=True)
        )
        return [training.narrow(csr_matrix(part)) for part in parts]

    tables = {
        "features": features,
        "states": scaled,
        "states_lemma": beside("states_lemma", words),
        "both": beside("both", features),
    }
    labels = [each.gold for each in train]
    return {
        name: LinearSVC(C=COSTS[name], random_state=0, max_iter=300).fit(given, labels).predict(asked).tolist()
        for name, (given, asked) in tables.items()
    }


def _scores(pairs: Sequence[tuple[str, str]]) -> dict[str, float]:
    scores = {}
    for kind in sorted(TYPES):
        right = sum(gold == found == kind for gold, found in pairs)
        both = sum(gold == kind for gold, _ in pairs) + sum(found == kind for _, found in pairs)
        scores[kind] = round(2 * right / max(1, both), 4)
    return {"macro_f1": round(sum(scores.values()) / len(scores), 4), **scores}


if __name__ == "__main__":
    main()

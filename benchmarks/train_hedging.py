"""Train the models of hedging that ship with claimkit: linear ones, from corpora that stay where they are.

    python benchmarks/train_hedging.py --corpora ../shared/corpora [--parses DIR] [--to claimkit/resources/models]

``hedging/cues.npz``  which words are cues of E, D, I, N: Szeged Uncertainty corpus, Wikipedia and biology, less the
                      biologists' «or» and «either», which are no cues in news, and our own prose
                      (``hedge_gold/prose.txt``); support vector machines, one a class, features seen at least twice

The same corpus and versions give the same file. What is learned is scored by ``benchmarks/hedging.py``, in folds that
train their own models with the functions of this script.
"""

from __future__ import annotations

import argparse
import dataclasses
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import uncertainty

from claimkit.evaluation.uncertainty import GAP, GoldHedge, UncertainDocument, read_szeged
from claimkit.extraction.cue_features import features_of
from claimkit.extraction.cue_labels import MODEL, OUTSIDE, TYPES, cues_of, is_candidate, labels_of
from claimkit.extraction.hedging import proposed_in
from claimkit.extraction.linear import LinearModel, save_linear
from claimkit.extraction.parsing import Parse, token_span
from claimkit.records import Span, SzegedType
from claimkit.resources import resource

WIKIPEDIA = "wiki.xml"
# Of the abstracts every third, lest they outweigh the encyclopedia.
BIOLOGY = {"bio_bmc.xml": 1, "bio_fly.xml": 1, "bio_hbc.xml": 3}
NOT_IN_NEWS = frozenset({"or", "either", "and/or"})
# A word is a candidate if it was a cue in this share of its occurrences.
SHARE = 0.01
# A sentence of our own prose counts as so many of the corpus: it says what news does.
PROSE_WEIGHT = 6.0
PROSE = Path(__file__).parent / "hedge_gold" / "prose.txt"
MARKED = re.compile(r"\[([^|\]]+)\|([EDIN])\]")
SEEN = 2
COST = 0.02
LEAST_WEIGHT = 0.004
# Taken off the score of "no cue": a macro average wants more recall of the rare types than accuracy does.
LEAN = 0.3


@dataclass(frozen=True, slots=True)
class Sample:
    """One candidate word of a corpus: its form and lemma, where it stands, its gold label, what the lexicon says."""

    document: int
    start: int
    end: int
    form: str
    lemma: str
    gold: str
    proposed: str
    features: tuple[str, ...]
    weight: float = 1.0


def samples_of(
    document: UncertainDocument,
    parse: Parse,
    number: int,
    words: frozenset[str],
    *,
    weight: float = 1.0,
    leave_out: frozenset[str] = NOT_IN_NEWS,
) -> Iterator[Sample]:
    """The candidates of a document, by ``words`` or by the lexicon."""
    gold = _labels(document, leave_out)
    for tokens, proposed in proposed_in(parse):
        for at, token in enumerate(tokens):
            if not is_candidate(token, proposed[at], words):
                continue
            yield Sample(
                document=number,
                start=token.idx,
                end=token.idx + len(token.text),
                form=token.lower_,
                lemma=token.lemma_.lower(),
                gold=gold.get(token.idx, OUTSIDE),
                proposed=proposed[at],
                features=tuple(sys.intern(name) for name in features_of(tokens, at, proposed[at])),
                weight=weight,
            )


def _labels(document: UncertainDocument, leave_out: frozenset[str]) -> dict[int, str]:
    labels: dict[int, str] = {}
    for hedge in document.hedges:
        if hedge.type is not None and document.text[slice(*hedge.cue)].lower().strip() not in leave_out:
            labels.update(dict.fromkeys(range(*hedge.cue), hedge.type.value))
    return labels


def cue_words(samples: Sequence[Sample]) -> frozenset[str]:
    """The lemmas that are cues often enough, and the cues of several words with what they begin with."""
    all_, cues = Counter(each.lemma for each in samples), Counter()
    joined: set[str] = set()
    current: list[Sample] = []
    for each in samples:
        if each.gold == OUTSIDE:
            current = []
            continue
        cues[each.lemma] += 1
        follows = bool(current) and current[-1].gold == each.gold and each.start - current[-1].end in (0, 1)
        current = [*current, each] if follows and current[-1].document == each.document else [each]
        if len(current) > 1:
            joined.add(" ".join(one.form for one in current))
    return frozenset(word for word, count in cues.items() if count / all_[word] >= SHARE) | joined


def train_cues(samples: Sequence[Sample], words: frozenset[str]) -> LinearModel:
    """A model of the candidates among ``samples``."""
    chosen = [each for each in samples if each.proposed in TYPES or each.lemma in words]
    features, labels = [each.features for each in chosen], [each.gold for each in chosen]
    return train_linear(features, labels, [each.weight for each in chosen], words)


def train_linear(
    features: Sequence[Iterable[str]], labels: Sequence[str], shares: Sequence[float], words: frozenset[str]
) -> LinearModel:
    """Linear support vector machines, one a class, over features seen at least twice; small weights are dropped."""
    from sklearn.svm import LinearSVC

    counts = Counter(name for each in features for name in set(each))
    rows = {name: row for row, name in enumerate(name for name, count in counts.items() if count >= SEEN)}
    classifier = LinearSVC(C=COST, random_state=0).fit(matrix(features, rows), np.array(labels), np.array(shares))
    weights, bias = classifier.coef_.T, classifier.intercept_
    if weights.shape[1] == 1:  # of two classes scikit-learn keeps the second one's scores only
        weights, bias = np.hstack([-weights, weights]), np.array([-bias[0], bias[0]])
    kept = np.flatnonzero(np.abs(weights).max(axis=1) >= LEAST_WEIGHT)
    names = list(rows)
    return LinearModel(
        rows={names[row]: number for number, row in enumerate(kept.tolist())},
        weights=weights[kept].astype(np.float16).astype(np.float32),
        bias=(bias - LEAN * (classifier.classes_ == OUTSIDE)).astype(np.float32),
        classes=tuple(classifier.classes_.tolist()),
        words=words,
    )


def matrix(features: Sequence[Iterable[str]], rows: dict[str, int]) -> Any:
    """Samples × features, 0 and 1, sparse."""
    from scipy.sparse import csr_matrix

    columns: list[int] = []
    borders = [0]
    for each in features:
        columns += sorted({rows[name] for name in each if name in rows})
        borders.append(len(columns))
    shape = (len(borders) - 1, len(rows))
    # scikit-learn's linear models take no 64-bit indices.
    return csr_matrix((np.ones(len(columns)), np.array(columns, np.int32), np.array(borders, np.int32)), shape=shape)


def read_samples(
    documents: Sequence[UncertainDocument],
    keep: Path | None,
    first: int = 0,
    weight: float = 1.0,
    leave_out: frozenset[str] = NOT_IN_NEWS,
    parses: Sequence[Parse] | None = None,
) -> list[Sample]:
    """The candidates of the documents, numbered from ``first``: every word whose lemma is a cue somewhere in them."""
    parses = parses if parses is not None else list(uncertainty.parsed(documents, keep))
    lemmas = frozenset(
        token.lemma_.lower()
        for document, parse in zip(documents, parses, strict=True)
        for hedge in document.hedges
        for token in parse.doc.char_span(*hedge.cue, alignment_mode="expand") or ()
    )
    return [
        sample
        for number, (document, parse) in enumerate(zip(documents, parses, strict=True), first)
        for sample in samples_of(document, parse, number, lemmas, weight=weight, leave_out=leave_out)
    ]


def read_prose(path: Path = PROSE) -> UncertainDocument:
    """Our own sentences, cues marked as ``[word|type]``, as one document."""
    texts: list[str] = []
    hedges: list[GoldHedge] = []
    spans: list[Span] = []
    at = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        plain = ""
        for number, piece in enumerate(MARKED.split(line)):
            if number % 3 == 1:
                hedges.append(GoldHedge(Span(at + len(plain), at + len(plain) + len(piece)), None, None))
            if number % 3 == 2:
                hedges[-1] = dataclasses.replace(hedges[-1], type=SzegedType(piece))
            else:
                plain += piece
        texts.append(plain)
        spans.append(Span(at, at + len(plain)))
        at += len(plain) + len(GAP)
    return UncertainDocument(path.stem, GAP.join(texts), tuple(spans), tuple(hedges))


# --- for the benchmarks ---------------------------------------------------------------------------------------------


def only_words(sample: Sample) -> Sample:
    """The sample with the features of a plain baseline: the word, its neighbours, and nothing of lexicon or parse."""
    kept = tuple(name for name in sample.features if not name or name.startswith(("l=", "w")))
    return dataclasses.replace(sample, features=kept)


def as_one_type(document: UncertainDocument) -> UncertainDocument:
    """A BioScope document with its speculation cues as if they were all of one Szeged type."""
    hedges = tuple(dataclasses.replace(hedge, type=SzegedType.EPISTEMIC) for hedge in document.hedges)
    return dataclasses.replace(document, hedges=hedges)


def predicted_cues(parse: Parse, model: LinearModel) -> list[Span]:
    """The cues that a model finds in a parsed text, whatever the lexicon would make of them."""
    cues = []
    for tokens, proposed in proposed_in(parse):
        labels = labels_of(tokens, proposed, model)
        cues += [token_span(tokens[first], tokens[last]) for first, last, _ in cues_of(tokens, labels, model.words)]
    return cues


def weasels_by_tfidf(train: Sequence[UncertainDocument], test: Sequence[UncertainDocument]) -> list[list[bool]]:
    """Weasel sentences by TF-IDF over words, pairs and triples of words, and a linear support vector machine."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    words = TfidfVectorizer(ngram_range=(1, 3), min_df=2, sublinear_tf=True, token_pattern=r"\w+|[^\w\s]")  # noqa: S106
    given = words.fit_transform([text for document in train for text in _sentences(document)])
    flags = [flag for document in train for flag in document.weasels or ()]
    classifier = LinearSVC(C=0.3, class_weight="balanced", random_state=0).fit(narrow(given), flags)
    return [
        [bool(flag) for flag in classifier.predict(narrow(words.transform(_sentences(document))))] for document in test
    ]


def narrow(table: Any) -> Any:
    """The sparse table with 32-bit indices: scikit-learn's linear models take no others."""
    table.indices, table.indptr = table.indices.astype(np.int32), table.indptr.astype(np.int32)
    return table


def _sentences(document: UncertainDocument) -> list[str]:
    return [document.text[slice(*span)] for span in document.sentences]


def main() -> None:
    """Train, and write the model."""
    parser = argparse.ArgumentParser(description="Train the models of hedging")
    uncertainty.add_options(parser)
    parser.add_argument("--to", type=Path, default=Path(str(resource("models"))))
    arguments = parser.parse_args()
    samples = read_samples([read_prose()], None, weight=PROSE_WEIGHT)
    for name, every in {WIKIPEDIA: 1, **BIOLOGY}.items():
        documents = list(read_szeged(arguments.corpora / "hedging" / name))[::every]
        samples += read_samples(documents, arguments.parses, samples[-1].document + 1)
    words = cue_words(samples)
    target = arguments.to / f"{MODEL}.npz"
    target.parent.mkdir(parents=True, exist_ok=True)
    save_linear(train_cues(samples, words), target)
    print(f"{target}: {len(samples):,} candidates of {len(words):,} words and phrases")


if __name__ == "__main__":
    main()

"""Hedge cues and scopes of the plain lexicon against three annotated corpora.

    python benchmarks/hedging.py --corpora ../shared/corpora [--every 1] [--output benchmarks/results/hedging.json]

``--corpora`` defaults to ``CLAIMKIT_CORPORA``, else ``../shared/corpora``; ``--every 4`` reads every fourth document.

* Szeged Uncertainty corpus, Wikipedia part (Vincze 2014, CC BY-SA): F1 of sentences with a cue of type E, D, I or N,
  and F1 of cues that match in span and type, for each type and their macro average. Each with the 95 % interval of
  1,000 bootstrap samples of documents.
* BioScope abstracts (Vincze et al. 2008, CC BY 2.0): of the gold speculation cues found, the share whose scope is
  exact, and the F1 of cue and scope together; biology is far from news, so the recall of cues is low by design.
* CoNLL-2010 Wikipedia (CC BY-SA): F1 of weasel sentences by cues of type weasel alone, and by any cue.

Nothing is trained. No sentence of a corpus is printed or stored.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree

from claimkit.extraction.hedging import hedges_in
from claimkit.extraction.parsing import parse
from claimkit.records import Hedge, HedgeType, Span

TYPES = ("E", "D", "I", "N")
SZEGED = {
    "modal_probable": "E",
    "modal_possible": "E",
    "hypo_doxastic": "D",
    "hypo_investigation": "I",
    "hypo_condition": "N",
}
Cue = tuple[int, int, str]
Sentence = tuple[set[Cue], set[Cue]]  # gold and predicted


def main() -> None:
    """Score, print the JSON, and write it where asked."""
    arguments = _arguments()
    folder = arguments.corpora / "hedging"
    result = {
        "every": arguments.every,
        "szeged_wikipedia": szeged(folder / "wiki.xml", arguments.every),
        "bioscope_abstracts": bioscope(folder / "bioscope_abstracts.xml", arguments.every),
        "conll2010_wikipedia": conll(folder / "conll2010_wiki_train.jsonl", arguments.every),
    }
    text = json.dumps(result, indent=2)
    print(text)
    if arguments.output:
        arguments.output.parent.mkdir(parents=True, exist_ok=True)
        arguments.output.write_text(text + "\n", encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Hedge cues and scopes against annotated corpora")
    default = Path(os.environ.get("CLAIMKIT_CORPORA", "../shared/corpora"))
    parser.add_argument("--corpora", type=Path, default=default)
    parser.add_argument("--every", type=int, default=1, help="read every n-th document")
    parser.add_argument("--output", type=Path)
    return parser.parse_args()


def predict(sentences: Sequence[str]) -> tuple[list[list[Hedge]], float, float]:
    """Hedges of each sentence with offsets into it; seconds for parsing and for hedging."""
    borders = list(itertools.accumulate((len(sentence) + 2 for sentence in sentences), initial=0))
    spans = [Span(start, start + len(text)) for start, text in zip(borders, sentences, strict=False)]
    started = time.perf_counter()
    parsed = parse("\n\n".join(sentences), [span for span in spans if span.start < span.end])
    between = time.perf_counter()
    hedges = hedges_in(parsed)
    ended = time.perf_counter()
    found: list[list[Hedge]] = [[] for _ in sentences]
    number = 0
    for hedge in hedges:
        while borders[number + 1] <= hedge.cue.start:
            number += 1
        found[number].append(_shifted(hedge, borders[number]))
    return found, between - started, ended - between


def _shifted(hedge: Hedge, by: int) -> Hedge:
    scope = tuple(Span(start - by, end - by) for start, end in hedge.scope)
    cue = Span(hedge.cue.start - by, hedge.cue.end - by)
    return Hedge(cue=cue, scope=scope, type=hedge.type, szeged_type=hedge.szeged_type)


# --- Szeged --------------------------------------------------------------------------------------------------------


def szeged(path: Path, every: int) -> dict[str, object]:
    """Sentence and typed cue scores on a file of the Szeged Uncertainty corpus."""
    documents: list[list[Sentence]] = []
    parsing = hedging = 0.0
    root = ElementTree.parse(path).getroot()  # noqa: S314  # a file of the reader's own choice
    for document in list(root.iter("Document"))[::every]:
        elements = list(document.iter("Sentence"))
        found, seconds, more = predict(["".join(element.itertext()) for element in elements])
        parsing, hedging = parsing + seconds, hedging + more
        documents.append([(_gold_cues(one), _typed(hedges)) for one, hedges in zip(elements, found, strict=True)])
    scores = {kind: _interval(documents, lambda chosen, kind=kind: _f1(_cue_counts(chosen, kind))) for kind in TYPES}
    return {
        "documents": len(documents),
        "sentences": sum(map(len, documents)),
        "sentence_f1": _interval(documents, lambda chosen: _f1(_sentence_counts(chosen))),
        "typed_exact_cue": scores,
        "typed_exact_cue_macro_f1": _interval(documents, _macro),
        "hedging_time_share_of_parsing": round(hedging / parsing, 3),
    }


def _gold_cues(sentence: ElementTree.Element) -> set[Cue]:
    cues, at = set(), len(sentence.text or "")
    for child in sentence:
        length = len("".join(child.itertext()))
        kind = (child.get("type") or "").removeprefix("speculation_").strip("_ ")
        if child.tag == "ccue" and kind in SZEGED:
            cues.add((at, at + length, SZEGED[kind]))
        at += length + len(child.tail or "")
    return cues


def _typed(hedges: Sequence[Hedge]) -> set[Cue]:
    return {(*hedge.cue, hedge.szeged_type.value) for hedge in hedges if hedge.szeged_type}


def _cue_counts(documents: Sequence[list[Sentence]], kind: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for gold, predicted in itertools.chain.from_iterable(documents):
        wanted, given = {cue for cue in gold if cue[2] == kind}, {cue for cue in predicted if cue[2] == kind}
        counts.update(hit=len(wanted & given), gold=len(wanted), predicted=len(given))
    return counts


def _sentence_counts(documents: Sequence[list[Sentence]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for gold, predicted in itertools.chain.from_iterable(documents):
        counts.update(hit=bool(gold and predicted), gold=bool(gold), predicted=bool(predicted))
    return counts


def _macro(documents: Sequence[list[Sentence]]) -> dict[str, float]:
    return {"f1": sum(_f1(_cue_counts(documents, kind))["f1"] for kind in TYPES) / len(TYPES)}


def _f1(counts: Counter[str]) -> dict[str, float]:
    precision, recall = counts["hit"] / max(1, counts["predicted"]), counts["hit"] / max(1, counts["gold"])
    f1 = 2 * precision * recall / (precision + recall) if counts["hit"] else 0.0
    return {"precision": precision, "recall": recall, "f1": f1}


def _interval(
    documents: Sequence[list[Sentence]], score: Callable[[Sequence[list[Sentence]]], dict[str, float]]
) -> dict[str, object]:
    """The score with the 95 % interval of its F1 over 1,000 bootstrap samples of documents."""
    # Only sentences with a cue in gold or prediction move a score.
    small = [[sentence for sentence in document if sentence[0] or sentence[1]] for document in documents]
    draw = random.Random(13)  # noqa: S311  # resampling, no secret
    samples = sorted(score(draw.choices(small, k=len(small)))["f1"] for _ in range(1000))
    rounded: dict[str, object] = {name: round(value, 3) for name, value in score(small).items()}
    return rounded | {"f1_95": [round(samples[25], 3), round(samples[974], 3)]}


# --- BioScope ------------------------------------------------------------------------------------------------------


def bioscope(path: Path, every: int) -> dict[str, object]:
    """Exact scopes of speculation cues on a BioScope file."""
    root = ElementTree.parse(path).getroot()  # noqa: S314  # a file of the reader's own choice
    counts: Counter[str] = Counter()
    for document in list(root.iter("Document"))[::every]:
        elements = list(document.iter("sentence"))
        found, _, _ = predict(["".join(element.itertext()) for element in elements])
        for element, hedges in zip(elements, found, strict=True):
            gold = dict(_gold_scopes(element))
            given = {hedge.cue: hedge.scope for hedge in hedges if hedge.type is not HedgeType.APPROXIMATION}
            both = gold.keys() & given.keys()
            exact = sum(given[cue] == (gold[cue],) for cue in both)
            counts.update(gold=len(gold), predicted=len(given), cue=len(both), hit=exact)
    cues = Counter(hit=counts["cue"], gold=counts["gold"], predicted=counts["predicted"])
    return {
        "gold_cues": counts["gold"],
        "cue": {name: round(value, 3) for name, value in _f1(cues).items()},
        "exact_scope_of_found_cues": round(counts["hit"] / max(1, counts["cue"]), 3),
        "cue_and_scope": {name: round(value, 3) for name, value in _f1(counts).items()},
    }


def _gold_scopes(sentence: ElementTree.Element) -> Iterator[tuple[Span, Span]]:
    """Speculation cues of one word or phrase with their scope; negations are left out."""
    scopes: dict[str, Span] = {}
    cues: list[tuple[str, Span]] = []

    def walk(element: ElementTree.Element, at: int) -> int:
        start = at
        at += len(element.text or "")
        for child in element:
            at = walk(child, at) + len(child.tail or "")
        if element.tag == "xcope":
            scopes[element.get("id", "")] = Span(start, at)
        if element.tag == "cue" and element.get("type") == "speculation":
            cues.append((element.get("ref", ""), Span(start, at)))
        return at

    walk(sentence, 0)
    return ((cue, scopes[reference]) for reference, cue in cues if reference in scopes)


# --- CoNLL-2010 ----------------------------------------------------------------------------------------------------


def conll(path: Path, every: int) -> dict[str, object]:
    """Weasel sentences of CoNLL-2010 task 1."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    documents = [list(group) for _, group in itertools.groupby(rows, key=lambda row: row["doc"])]
    weasel: Counter[str] = Counter()
    either: Counter[str] = Counter()
    for document in documents[::every]:
        found, _, _ = predict([row["text"] for row in document])
        for row, hedges in zip(document, found, strict=True):
            gold, typed = bool(row["weasel"]), any(hedge.type is HedgeType.WEASEL for hedge in hedges)
            weasel.update(hit=gold and typed, gold=gold, predicted=typed)
            either.update(hit=gold and bool(hedges), gold=gold, predicted=bool(hedges))
    return {
        "weasel_sentences_by_weasel_cues": {name: round(value, 3) for name, value in _f1(weasel).items()},
        "weasel_sentences_by_any_cue": {name: round(value, 3) for name, value in _f1(either).items()},
    }


if __name__ == "__main__":
    main()

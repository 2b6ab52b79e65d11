"""Number-to-number alignments of the SemEval-2016 interpretable STS headlines, by the algebra of claimkit.comparison.

    python benchmarks/ists.py [--corpora FOLDER] [--output benchmarks/results/ists.json] [--errors] [--relations]

Of two aligned chunks that both hold a number, the corpus says whether they are equal (EQUI), similar (SIMI: the same
thing with another value) or one is the more specific (SPE1, SPE2). A number is a token with a digit or a cardinal or
vague number word ("four", "dozens"); opposites (OPPO) and loose relations (REL) do not occur among them.

``rules`` is what claimkit.comparison makes of the quantities and dates that ``find_quantities`` and ``find_times`` find
in the two chunks, without any training: same values and words are EQUI, values that exclude each other SIMI, one within
the other or a narrower counted noun SPE, no number found on a side SIMI.
``trained`` is a multinomial logistic regression over the standings of that algebra and counts of the words that only
one side has; it is cross-validated in ten folds by sentence pair, each alignment of a training fold given both ways
round. Rules, word lists and features were made with these 194 alignments at hand (no other part of the corpus has
numbers), so both figures are on seen data.
Nothing of it ships, for on claims it does not help: ``--relations`` trains it on all alignments and asks it about the
pairs of ``relation_gold``, part dev, that are of one proposition and exclude each other in nothing; once where the
rules say overlap, once for all. It takes some minutes, to extract the claims; without it the figure is kept as it is.

``accuracy`` counts EQUI, SIMI, SPE; ``accuracy_directed`` keeps SPE1 and SPE2 apart. Intervals are 95 % bootstrap
intervals over sentence pairs.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import relations

from claimkit.comparison.fields import fields_of
from claimkit.comparison.moments import dating, days_standing
from claimkit.comparison.profiles import Profile, content_words
from claimkit.comparison.propositions import Likeness, match
from claimkit.comparison.scopes import counted_group, counted_standing
from claimkit.comparison.values import Standing, value_standing
from claimkit.evaluation.bootstrap import interval, resampled
from claimkit.extraction.quantities import find_quantities
from claimkit.extraction.times import find_times
from claimkit.records import Bound, Quantity, Relation, TimeExpression
from claimkit.resources import load_lexicon

RESULT = Path(__file__).parent / "results" / "ists.json"
FILE = Path("comparison") / "ists" / "STSint.input.headlines.wa"
CLASSES = ("EQUI", "SIMI", "SPE1", "SPE2")
FOLDS = 10
SEED = 0
MIRROR = {"SPE1": "SPE2", "SPE2": "SPE1"}
_ALIGNMENT = re.compile(r"<alignment>\n(.*?)</alignment>", re.DOTALL)


class Chunk(NamedTuple):
    """A chunk as the program sees it."""

    text: str
    quantities: tuple[Quantity, ...]
    times: tuple[TimeExpression, ...]
    words: frozenset[str]


class Alignment(NamedTuple):
    """Two aligned chunks of a pair of headlines, and how they stand."""

    pair: str
    label: str
    a: Chunk
    b: Chunk


def read_alignments(path: Path) -> Iterator[Alignment]:
    """The alignments of chunks that both hold a number, in the order of the file."""
    for block in re.split(r"<sentence ", path.read_text(encoding="utf-8"))[1:]:
        found = _ALIGNMENT.search(block)
        for line in found[1].splitlines() if found else ():
            parts = [part.strip() for part in line.split(" // ")]
            if len(parts) != 4 or parts[1] == "NOALI":
                continue
            sides = [side.strip() for side in parts[3].split("<==>")]
            if all(map(_has_number, sides)):
                a, b = map(_chunk, sides)
                yield Alignment(block.split('"')[1], parts[1].partition("_")[0], a, b)


def _has_number(text: str) -> bool:
    lexicon = load_lexicon("numbers")
    words = re.findall(r"[a-z]+", text.lower())
    tables = ("small", "tens", "groups", "vague", "scales")
    return bool(re.search(r"\d", text)) or any(word in lexicon[table] for table in tables for word in words)


def _chunk(text: str) -> Chunk:
    """The chunk as a headline would print it, without the blanks of its tokens."""
    plain = re.sub(r"(?<=[$€£]) (?=\d)", "", text)
    plain = re.sub(r"\s+([,.%'’])", r"\1", plain)
    return Chunk(plain, tuple(find_quantities(plain)), tuple(find_times(plain)), frozenset(content_words(plain)))


# --- rules -----------------------------------------------------------------------------------------------------------


def by_rules(a: Chunk, b: Chunk) -> str:
    """The relation by algebra alone: what is counted first, then the numbers, then the words that only one side has."""
    values, things, words = value(a, b), counted(a, b), _more_words(a, b)
    if _are_bounds(a, b) and values is not Standing.SAME:
        values = Standing.DISJOINT  # "at least 45" and "at least 13" agree, and are not what a headline means by it
    for standing in (things, values):
        if standing in _LABELS:
            return _LABELS[standing]
    if values is not Standing.SAME or things is Standing.DISJOINT:
        return "SIMI"
    return _LABELS.get(words, "EQUI")


# Headlines leave out whom they count: "9 dead" are nine people.
_ANYBODY = frozenset({"people", "dead", "injured", "hurt", "wounded", "killed"})
_LABELS = {Standing.A_IN_B: "SPE1", Standing.B_IN_A: "SPE2"}


def _are_bounds(a: Chunk, b: Chunk) -> bool:
    bounds = {chunk.quantities[0].bound for chunk in (a, b) if chunk.quantities}
    return bounds == {Bound.AT_LEAST} or bounds == {Bound.MORE_THAN}


def value(a: Chunk, b: Chunk) -> Standing:
    """How the first numbers of the chunks stand, whatever is counted; without numbers, how their dates do."""
    if a.quantities and b.quantities:
        return value_standing(a.quantities[0], b.quantities[0])
    one, other = dating(a.times), dating(b.times)
    if (one.days or one.unresolved) and (other.days or other.unresolved):
        days = days_standing(one, other)
        if days is not Standing.UNKNOWN:
            return days
    # The numbers of names ("Boeing 787", "2020 Olympics") are no quantities: they tell whether it is the same name.
    figures = [re.findall(r"\d+", chunk.text) for chunk in (a, b)]
    return Standing.SAME if figures[0] == figures[1] else Standing.DISJOINT


def counted(a: Chunk, b: Chunk) -> Standing:
    """How what is counted stands; the side that names nothing is the wider one."""
    if not (a.quantities and b.quantities):
        return Standing.SAME
    one, other = ({counted_group(lemma) for lemma in chunk.quantities[0].counted} - _ANYBODY for chunk in (a, b))
    if bool(one) != bool(other):
        return Standing.A_IN_B if one else Standing.B_IN_A
    return counted_standing(a.quantities[0], b.quantities[0]) if one else Standing.SAME


def _more_words(a: Chunk, b: Chunk) -> Standing:
    """Which side has words that the other lacks, numbers and synonyms aside."""
    one, other = (_plain(chunk) for chunk in (a, b))
    if one == other:
        return Standing.SAME
    return Standing.B_IN_A if one < other else Standing.A_IN_B if other < one else Standing.OVERLAP


def _plain(chunk: Chunk) -> frozenset[str]:
    numbers = "".join(
        chunk.text[span.start : span.end] + " " for span in (quantity.span for quantity in chunk.quantities)
    )
    return frozenset(counted_group(word) for word in chunk.words if word not in numbers.casefold())


# --- trained ---------------------------------------------------------------------------------------------------------


def features(a: Chunk, b: Chunk) -> dict[str, float]:
    """Standings, and how many words only one side has."""
    one, other = _plain(a), _plain(b)
    vague = [bool(chunk.quantities) and _is_vague(chunk.quantities[0]) for chunk in (a, b)]
    found = {
        f"value={value(a, b)}": 1.0,
        f"counted={counted(a, b)}": 1.0,
        f"words={_more_words(a, b)}": 1.0,
        f"rules={by_rules(a, b)}": 1.0,
        f"vague={vague}": 1.0,
        f"words_a={min(len(one - other), 3)}": 1.0,
        f"words_b={min(len(other - one), 3)}": 1.0,
    }
    return found | {f"value={value(a, b)}|counted={counted(a, b)}": 1.0}


def _is_vague(quantity: Quantity) -> bool:
    return quantity.bound is not Bound.EXACT or quantity.low != quantity.high


def fitted(known: Sequence[Alignment]) -> Any:
    """The model of these alignments, each given both ways round."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    both = [(features(each.a, each.b), each.label) for each in known]
    both += [(features(each.b, each.a), MIRROR.get(each.label, each.label)) for each in known]
    model = make_pipeline(DictVectorizer(sparse=False), LogisticRegression(C=1.0, max_iter=2000))
    return model.fit([row for row, _ in both], [label for _, label in both])


def cross_validated(alignments: Sequence[Alignment]) -> list[str]:
    """A prediction for each alignment by a model that has not seen its pair of headlines."""
    pairs = sorted({each.pair for each in alignments})
    random.Random(SEED).shuffle(pairs)  # noqa: S311  # folds, not secrecy
    fold = {pair: number % FOLDS for number, pair in enumerate(pairs)}
    predicted: dict[int, str] = {}
    for held in range(FOLDS):
        known = [each for each in alignments if fold[each.pair] != held]
        model = fitted(known)
        for at, each in enumerate(alignments):
            if fold[each.pair] == held:
                predicted[at] = str(model.predict([features(each.a, each.b)])[0])
    return [predicted[at] for at in range(len(alignments))]


# --- claims ----------------------------------------------------------------------------------------------------------


RELATIONS = {
    "EQUI": Relation.EQUIVALENCE,
    "SIMI": Relation.OVERLAP,
    "SPE1": Relation.SUBSUMPTION,
    "SPE2": Relation.SUBSUMPTION,
}


def on_claims(alignments: Sequence[Alignment], corpora: Path, seeds: Path) -> dict[str, Any]:
    """How many pairs of the relation gold are right by rules, and with the classifier's word on some of them."""
    pairs = [pair for pair in relations.read_gold(relations.GOLD) if pair.part == "dev"]
    profiles = relations.find_profiles(pairs, relations.readers(corpora, seeds))
    model = fitted(alignments)
    right: Counter[str] = Counter()
    for pair, verdict in zip(pairs, relations.by_rules(pairs, profiles), strict=True):
        a, b = profiles.get(pair.a), profiles.get(pair.b)
        if verdict is None or a is None or b is None:
            continue
        told = dict.fromkeys(("rules", "where_overlap", "for_all"), verdict.relation)
        if _is_open(a, b):
            guess = RELATIONS[str(model.predict([features(_chunk(a.text or ""), _chunk(b.text or ""))])[0])]
            told["for_all"] = guess
            if verdict.relation is Relation.OVERLAP:
                told["where_overlap"] = guess
        right.update(name for name, label in told.items() if label is pair.relation)
    return {"part": "dev", "pairs": len(pairs), "right": dict(sorted(right.items()))}


def _is_open(a: Profile, b: Profile) -> bool:
    """Whether two claims are of one proposition and exclude each other in nothing."""
    found, fields = match(a, b), fields_of(a, b)
    return (
        found.likeness is Likeness.FULL
        and not found.opposite
        and a.negated == b.negated
        and Standing.DISJOINT not in (fields.values, fields.days)
    )


# --- scores ----------------------------------------------------------------------------------------------------------


def scored(alignments: Sequence[Alignment], predicted: Sequence[str]) -> dict[str, Any]:
    """Accuracy with its interval, and precision and recall of each class."""
    gold = [each.label for each in alignments]
    counts = Counter(zip(gold, predicted, strict=True))
    classes = {}
    for label in CLASSES:
        right, told = counts[label, label], sum(n for (_, guess), n in counts.items() if guess == label)
        classes[label] = {"gold": gold.count(label), "predicted": told, "right": right}
    return {
        "accuracy": _accuracy(
            alignments, [(_wide(one), _wide(other)) for one, other in zip(gold, predicted, strict=True)]
        ),
        "accuracy_directed": _accuracy(alignments, list(zip(gold, predicted, strict=True))),
        "classes": classes,
    }


def _wide(label: str) -> str:
    return label[:3] if label.startswith("SPE") else label


def _accuracy(alignments: Sequence[Alignment], pairs: Sequence[tuple[str, str]]) -> list[float]:
    rows: dict[str, list[int]] = {}
    for each, (gold, guess) in zip(alignments, pairs, strict=True):
        row = rows.setdefault(each.pair, [0, 0])
        row[0] += gold == guess
        row[1] += 1
    mean = sum(row[0] for row in rows.values()) / len(pairs)
    sums = resampled(list(rows.values()), 2)
    return [round(number, 3) for number in (mean, *interval(sums[:, 0] / sums[:, 1], mean))]


def main() -> None:
    """Print the scores and write them down; ``--errors`` prints what is wrong instead."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    shared = os.environ.get("CLAIMKIT_CORPORA", "../shared/corpora")
    parser.add_argument("--corpora", type=Path, default=Path(shared))
    parser.add_argument("--output", type=Path, default=RESULT)
    parser.add_argument("--seeds", type=Path, default=Path(os.environ.get("CLAIMKIT_SHARED", "../shared")) / "seeds")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--relations", action="store_true")
    options = parser.parse_args()
    alignments = [each for each in read_alignments(options.corpora / FILE) if each.label in CLASSES]
    rules = [by_rules(each.a, each.b) for each in alignments]
    trained = cross_validated(alignments)
    if options.errors:
        for each, *guesses in zip(alignments, rules, trained, strict=True):
            if {each.label} != set(guesses):
                print(
                    each.pair,
                    each.label,
                    guesses,
                    each.a.text,
                    "|",
                    each.b.text,
                    value(each.a, each.b),
                    counted(each.a, each.b),
                )
        return
    gold = Counter(each.label for each in alignments)
    known = json.loads(options.output.read_text(encoding="utf-8")) if options.output.is_file() else {}
    claims = on_claims(alignments, options.corpora, options.seeds) if options.relations else known.get("on_claims")
    result = {
        "alignments": len(alignments),
        "labels": {label: gold[label] for label in CLASSES},
        "majority": round(max(gold.values()) / len(alignments), 3),
        "rules": scored(alignments, rules),
        "trained": scored(alignments, trained),
        "folds": FOLDS,
        "on_claims": claims,
    }
    options.output.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()

"""The relation of two claims against pairs labelled by reading: accuracy, F1 of each relation, and who says more.

    python benchmarks/relations.py [--corpora FOLDER] [--seeds FOLDER] [--part dev|test] [--errors]
        [--output benchmarks/results/relations.json]

``relation_gold/pairs.csv`` holds the pairs by article and place of the predicate, without text; its README says how
they were drawn and labelled. Articles are extracted as ``claimkit extract`` does; a labelled claim that is no longer
found at its place counts as wrong and under ``lost``. ``same_event`` is given for pairs of the shootings corpus, whose
gold says that the articles report one incident, and left open elsewhere. ``dev`` was read while rules were made,
``test`` was not. ``accuracy_narrower`` wants the right side of a subsumption too. ``compatible`` is the same with
overlap and unrelated as one class, for both abstain. Intervals are 95 % bootstrap intervals over pairs.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import claimkit
from claimkit.comparison.profiles import Profile, profiles_of
from claimkit.comparison.relations import Verdict, relation
from claimkit.evaluation.bootstrap import interval, resampled
from claimkit.evaluation.timeml import read_cat
from claimkit.records import Article, Relation

GOLD = Path(__file__).parent / "relation_gold" / "pairs.csv"
RESULT = Path(__file__).parent / "results" / "relations.json"


class Place(NamedTuple):
    """A claim by its article and its predicate."""

    corpus: str
    article: str
    start: int
    end: int


class Pair(NamedTuple):
    """Two claims and the label they were given."""

    part: str
    a: Place
    b: Place
    relation: Relation
    narrower: str | None


def read_gold(path: Path) -> Iterator[Pair]:
    """The labelled pairs in their order."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            a, b = (
                Place(row["corpus"], row[f"article_{side}"], int(row[f"start_{side}"]), int(row[f"end_{side}"]))
                for side in "ab"
            )
            yield Pair(row["part"], a, b, Relation(row["relation"]), row["narrower"] or None)


def shootings(corpora: Path) -> Callable[[str], Article]:
    """Articles of the shootings corpus by their identifier."""
    rows = {}
    with (corpora / "comparison" / "shootings_articles.jsonl").open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            rows[row["id"]] = row

    def article(name: str) -> Article:
        row = rows[name]
        return Article.from_text(row["content"], url=row["url"], published=row["date"], publisher=row["domain"])

    return article


def meantime(corpora: Path) -> Callable[[str], Article]:
    """Articles of MEANTIME by folder and file name."""
    folder = corpora / "time" / "meantime" / "intra_cross-doc_annotation"

    def article(name: str) -> Article:
        marked = read_cat(folder / f"{name}.xml")
        return Article.from_text(marked.text, url=name, published=marked.anchor, publisher="Wikinews")

    return article


def polnear(corpora: Path) -> Callable[[str], Article]:
    """Articles of PolNeAR train by file name, which begins with publisher and date."""
    folder = corpora / "attribution" / "polnear" / "train" / "text"

    def article(name: str) -> Article:
        publisher, day, _ = name.split("_", 2)
        return Article.from_text((folder / name).read_bytes().decode(), url=name, published=day, publisher=publisher)

    return article


def seeds(folder: Path) -> Callable[[str], Article]:
    """The seed articles by file name, with what their metadata establish."""
    with (folder / "metadata.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["file"]: row for row in csv.DictReader(file)}

    def article(name: str) -> Article:
        row, text = rows[name], (folder / name).read_bytes().decode()
        return Article.from_text(text, url=name, published=row["published"] or None, publisher=row["publisher"])

    return article


def find_profiles(pairs: Sequence[Pair], readers: dict[str, Callable[[str], Article]]) -> dict[Place, Profile]:
    """The profile of every labelled claim that is found at its place."""
    wanted: dict[tuple[str, str], set[Place]] = {}
    for pair in pairs:
        for place in (pair.a, pair.b):
            wanted.setdefault((place.corpus, place.article), set()).add(place)
    found: dict[Place, Profile] = {}
    for (corpus, name), places in wanted.items():
        extraction = claimkit.extract(readers[corpus](name))
        profiles = profiles_of(extraction.article, extraction.claims, extraction.mentions)
        for claim, profile in zip(extraction.claims, profiles, strict=True):
            place = Place(corpus, name, claim.predicate.start, claim.predicate.end)
            if place in places:
                found[place] = profile
    return found


def judged(pair: Pair, profiles: dict[Place, Profile]) -> Verdict | None:
    """The verdict on a pair; ``None`` where one of its claims is not found."""
    a, b = profiles.get(pair.a), profiles.get(pair.b)
    if a is None or b is None:
        return None
    return relation(a, b, same_event=True if pair.a.corpus == "shootings" else None)


def scored(pairs: Sequence[Pair], verdicts: Sequence[Verdict | None]) -> dict[str, Any]:
    """Accuracies with their intervals, and precision, recall and F1 of each relation."""
    told = [verdict.relation if verdict else None for verdict in verdicts]
    sides = [verdict.narrower if verdict else None for verdict in verdicts]
    right = [pair.relation is guess for pair, guess in zip(pairs, told, strict=True)]
    whole = [ok and (pair.narrower or None) == side for ok, pair, side in zip(right, pairs, sides, strict=True)]
    wide = [_wide(pair.relation) == _wide(guess) for pair, guess in zip(pairs, told, strict=True)]
    gold = [pair.relation for pair in pairs]
    return {
        "pairs": len(pairs),
        "lost": told.count(None),
        "accuracy": _mean(right),
        "accuracy_narrower": _mean(whole),
        "compatible": _mean(wide),
        "relations": {label.value: _f1(label, gold, told) for label in Relation},
        "confusion": {
            f"{one.value} as {other.value if other else 'lost'}": n
            for (one, other), n in sorted(
                Counter(zip(gold, told, strict=True)).items(), key=lambda item: (-item[1], item[0][0])
            )
            if one is not other
        },
    }


def _wide(label: Relation | None) -> str | None:
    return "abstains" if label in (Relation.OVERLAP, Relation.UNRELATED) else label


def _f1(label: Relation, gold: Sequence[Relation], told: Sequence[Relation | None]) -> dict[str, float]:
    right = sum(one is other is label for one, other in zip(gold, told, strict=True))
    precision = right / told.count(label) if label in told else 0.0
    recall = right / gold.count(label) if label in gold else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    figures = {"precision": precision, "recall": recall, "f1": f1}
    return {"gold": gold.count(label), **{name: round(value, 3) for name, value in figures.items()}}


def _mean(right: Sequence[bool]) -> list[float]:
    mean = sum(right) / len(right)
    sums = resampled([[float(each)] for each in right], 1)
    return [round(number, 3) for number in (mean, *interval(sums[:, 0] / len(right), mean))]


def main() -> None:
    """Print the scores and write them down; ``--errors`` prints what is wrong instead."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=Path(os.environ.get("CLAIMKIT_CORPORA", "../shared/corpora")))
    parser.add_argument("--seeds", type=Path, default=Path(os.environ.get("CLAIMKIT_SHARED", "../shared")) / "seeds")
    parser.add_argument("--output", type=Path, default=RESULT)
    parser.add_argument("--part", choices=("dev", "test"))
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    pairs = [pair for pair in read_gold(GOLD) if options.part in (None, pair.part)]
    corpora = options.corpora
    readers = {
        "shootings": shootings(corpora),
        "meantime": meantime(corpora),
        "polnear": polnear(corpora),
        "seeds": seeds(options.seeds),
    }
    profiles = find_profiles(pairs, readers)
    verdicts = [judged(pair, profiles) for pair in pairs]
    if options.errors:
        print_errors(pairs, verdicts, profiles)
        return
    result = {
        part: scored(*zip(*((p, v) for p, v in zip(pairs, verdicts, strict=True) if p.part == part), strict=True))
        for part in ("dev", "test")
        if options.part in (None, part)
    }
    if options.part is None:
        options.output.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))


def print_errors(pairs: Sequence[Pair], verdicts: Sequence[Verdict | None], profiles: dict[Place, Profile]) -> None:
    """What is wrong, for reading."""
    for number, (pair, verdict) in enumerate(zip(pairs, verdicts, strict=True)):
        guess = (verdict.relation, verdict.narrower) if verdict else (None, None)
        if guess == (pair.relation, pair.narrower):
            continue
        print(f"#{number} {pair.relation} {pair.narrower} told {guess[0]} {guess[1]}")
        for place in (pair.a, pair.b):
            profile = profiles.get(place)
            print(
                "   ",
                profile and (profile.predicate, profile.subject, profile.object, profile.kind.value, profile.text),
            )
        if verdict:
            print("   ", [(each.field, each.a, each.b) for each in verdict.differences])


if __name__ == "__main__":
    main()

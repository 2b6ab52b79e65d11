"""The relation of two claims against pairs labelled by reading: accuracy, F1 of each relation, and who says more.

    python benchmarks/relations.py [--corpora FOLDER] [--seeds FOLDER] [--part train|dev|test] [--errors]
        [--output benchmarks/results/relations.json]

``relation_gold/pairs.csv`` holds the pairs by article and place of the predicate, without text; its README says how
they were drawn and labelled. Articles are extracted as ``claimkit extract`` does; a labelled claim that is no longer
found at its place counts as wrong and under ``lost``. ``same_event`` is given for pairs of the shootings corpus, whose
gold says that the articles report one incident, and left open elsewhere. ``dev`` was read while rules were made,
``train`` with it is what the model of wording was learned from, ``test`` neither. ``accuracy_narrower`` wants the right
side of a subsumption too. ``compatible`` is the same with overlap and unrelated as one class, for both abstain.
``rules_alone`` is the same without the model, ``gain`` the paired difference. ``cross_validated`` gives ``train`` and
``dev`` by models of the other nine folds, which are split by incident or article; ``train`` and ``dev`` themselves are
of a model that has seen them. Intervals are 95 % bootstrap intervals over pairs.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import claimkit
from claimkit.comparison import relations as algebra
from claimkit.comparison import wording
from claimkit.comparison.profiles import Profile, profiles_of
from claimkit.comparison.relations import Verdict, relation
from claimkit.evaluation.bootstrap import interval, resampled
from claimkit.evaluation.timeml import read_cat
from claimkit.records import Article, Relation

GOLD = Path(__file__).parent / "relation_gold" / "pairs.csv"
RESULT = Path(__file__).parent / "results" / "relations.json"
PARTS = ("train", "dev", "test")
FOLDS, SEED = 10, 0


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


def readers(corpora: Path, folder: Path) -> dict[str, Callable[[str], Article]]:
    """How the articles of each corpus are read; ``folder`` is that of the seeds."""
    return {
        "shootings": shootings(corpora),
        "meantime": meantime(corpora),
        "polnear": polnear(corpora),
        "seeds": seeds(folder),
    }


def add_folders(parser: argparse.ArgumentParser) -> None:
    """The options that say where the corpora and the seeds lie."""
    shared = Path(os.environ.get("CLAIMKIT_SHARED", "../shared"))
    parser.add_argument("--corpora", type=Path, default=Path(os.environ.get("CLAIMKIT_CORPORA", "../shared/corpora")))
    parser.add_argument("--seeds", type=Path, default=shared / "seeds")


def incidents(corpora: Path) -> dict[str, str]:
    """Article of the shootings → incident."""
    with (corpora / "comparison" / "shootings_articles.jsonl").open(encoding="utf-8") as file:
        return {row["id"]: row["incident"] for row in map(json.loads, file)}


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


def by_rules(pairs: Sequence[Pair], profiles: dict[Place, Profile]) -> list[Verdict | None]:
    """As :func:`judged`, without the model of wording."""
    with (
        mock.patch.object(algebra, "is_close", return_value=False),
        mock.patch.object(algebra, "likeliest", lambda *given: given[4]),
    ):
        return [judged(pair, profiles) for pair in pairs]


def cross_validated(
    pairs: Sequence[Pair], profiles: dict[Place, Profile], events: dict[str, str]
) -> list[Verdict | None]:
    """As :func:`judged`, each pair by a model that has seen neither its incident nor its articles."""
    import train_relations

    groups = grouped([[events.get(place.article, place.article) for place in (pair.a, pair.b)] for pair in pairs])
    order = sorted(set(groups))
    random.Random(SEED).shuffle(order)  # noqa: S311  # folds, not secrecy
    fold = {group: number % FOLDS for number, group in enumerate(order)}
    found: dict[int, Verdict | None] = {}
    for held in range(FOLDS):
        seen = [pair for pair, group in zip(pairs, groups, strict=True) if fold[group] != held]
        weights = train_relations.fit(train_relations.examples(seen, profiles))
        with mock.patch.object(wording, "_weights", lambda weights=weights: weights):
            for at, pair in enumerate(pairs):
                if fold[groups[at]] == held:
                    found[at] = judged(pair, profiles)
    return [found[at] for at in range(len(pairs))]


def grouped(names: Sequence[Sequence[str]]) -> list[str]:
    """For each row of names one name of all that hang together by them."""
    parents: dict[str, str] = {}

    def root(name: str) -> str:
        while parents.setdefault(name, name) != name:
            name = parents[name]
        return name

    for row in names:
        for name in row[1:]:
            parents[root(row[0])] = root(name)
    return [root(row[0]) for row in names]


def compared(
    pairs: Sequence[Pair], verdicts: Sequence[Verdict | None], ruled: Sequence[Verdict | None]
) -> dict[str, Any]:
    """The scores with the model, those of the rules alone, and what the model adds to each accuracy."""
    gains = {
        name: _mean([one - other for one, other in zip(right(pairs, verdicts), right(pairs, ruled), strict=True)])
        for name, right in _ACCURACIES.items()
    }
    return {**scored(pairs, verdicts), "rules_alone": scored(pairs, ruled), "gain": gains}


def _right(pairs: Sequence[Pair], verdicts: Sequence[Verdict | None]) -> list[bool]:
    return [bool(each) and pair.relation is each.relation for pair, each in zip(pairs, verdicts, strict=True)]


def _right_narrower(pairs: Sequence[Pair], verdicts: Sequence[Verdict | None]) -> list[bool]:
    sides = [pair.narrower == (each.narrower if each else None) for pair, each in zip(pairs, verdicts, strict=True)]
    return [ok and side for ok, side in zip(_right(pairs, verdicts), sides, strict=True)]


def _compatible(pairs: Sequence[Pair], verdicts: Sequence[Verdict | None]) -> list[bool]:
    return [
        _wide(pair.relation) == _wide(each.relation if each else None)
        for pair, each in zip(pairs, verdicts, strict=True)
    ]


_ACCURACIES = {"accuracy": _right, "accuracy_narrower": _right_narrower, "compatible": _compatible}


def scored(pairs: Sequence[Pair], verdicts: Sequence[Verdict | None]) -> dict[str, Any]:
    """Accuracies with their intervals, and precision, recall and F1 of each relation."""
    told = [verdict.relation if verdict else None for verdict in verdicts]
    gold = [pair.relation for pair in pairs]
    return {
        "pairs": len(pairs),
        "lost": told.count(None),
        **{name: _mean(right(pairs, verdicts)) for name, right in _ACCURACIES.items()},
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


def _mean(right: Sequence[float]) -> list[float]:
    mean = sum(right) / len(right)
    sums = resampled([[float(each)] for each in right], 1)
    return [round(number, 3) for number in (mean, *interval(sums[:, 0] / len(right), mean))]


def main() -> None:
    """Print the scores and write them down; ``--errors`` prints what is wrong instead."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_folders(parser)
    parser.add_argument("--output", type=Path, default=RESULT)
    parser.add_argument("--part", choices=PARTS)
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    pairs = [pair for pair in read_gold(GOLD) if options.part in (None, pair.part)]
    profiles = find_profiles(pairs, readers(options.corpora, options.seeds))
    if options.errors:
        print_errors(pairs, [judged(pair, profiles) for pair in pairs], profiles)
        return
    result: dict[str, Any] = {}
    for part in PARTS:
        own = [pair for pair in pairs if pair.part == part]
        if own:
            result[part] = compared(own, [judged(pair, profiles) for pair in own], by_rules(own, profiles))
    if options.part is None:
        known = [pair for pair in pairs if pair.part != "test"]
        told = cross_validated(known, profiles, incidents(options.corpora))
        result["cross_validated"] = {
            part: compared(
                *zip(
                    *(row for row in zip(known, told, by_rules(known, profiles), strict=True) if row[0].part == part),
                    strict=True,
                )
            )
            for part in ("train", "dev")
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

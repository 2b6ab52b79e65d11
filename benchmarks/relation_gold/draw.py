"""Draw pairs of claims to be labelled for training, in the way the gold was drawn, from articles that it does not hold.

    python benchmarks/relation_gold/draw.py --corpora FOLDER --output pairs.jsonl

Left out are the articles and incidents of ``dev`` and ``test``, the incidents of the test part of ``linkage_gold`` and
the half of the incidents on which ``casualties.py`` measures. Shootings: articles of two outlets on one incident, by
bands of shared words weighted by rarity, with and without numbers, and pairs of casualty verbs with two numbers of one
counted thing; one pair an incident, then a second one of some. MEANTIME: two articles on one topic, by bands. PolNeAR
train: articles of two publishers and one month that share rare words, by bands. The output holds texts, to be read, and
stays out of the repository.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
import math
import pickle
import random
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
import casualties
import relations

import claimkit
from claimkit.comparison.profiles import Profile, content_words, profiles_of
from claimkit.comparison.propositions import event_of, match
from claimkit.errors import EmptyBodyError
from claimkit.records import Article

HERE = Path(__file__).parent
SEED = 5
BANDS = (0.12, 0.25, 0.4, 0.6, 0.8, 1.01)
MEANTIME, POLNEAR = 80, 70
TOLLS = frozenset({"kill", "injure", "shoot", "arrest", "charge"})

Told = tuple[Profile, int, int, str]
# The number of the band, -1 for casualties with two numbers; whether both claims hold a number.
Stratum = tuple[int, bool]
Places = tuple[str, int, str, int]
FIRST = [*[(at, numbers) for at in range(5) for numbers in (False, True)] * 19, *[(-1, True)] * 24]
# Of the low bands nearly all is unrelated.
# A second pair of an incident; of the low bands nearly all is unrelated. Every other one is of one kind of event.
MORE = [(at, numbers) for at in (3, 4) for numbers in (False, True)] * 25


def used() -> tuple[set[str], set[str]]:
    """Articles of the gold of relations, and of the held-back part of that of linkage."""
    gold = (pair for pair in relations.read_gold(relations.GOLD) if pair.part != "train")
    names = {place.article for pair in gold for place in (pair.a, pair.b)}
    with (HERE.parent / "linkage_gold" / "pairs.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["split"] == "test"]
    return names, {row[side] for row in rows for side in ("article_a", "article_b")}


class Reader:
    """The claims of articles, each extracted once; kept on disk, for it takes minutes."""

    def __init__(self, corpora: Path, kept: Path) -> None:
        self._read: Mapping[str, Callable[[str], Article]] = {
            "shootings": relations.shootings(corpora),
            "meantime": relations.meantime(corpora),
            "polnear": relations.polnear(corpora),
        }
        self._kept = kept

    def article(self, corpus: str, name: str) -> Article:
        """The article itself."""
        return self._read[corpus](name)

    def claims(self, corpus: str, name: str) -> list[Told]:
        """Profile, place of the predicate and sentence of each claim."""
        path = self._kept / f"{corpus}_{name.replace('/', '_')}.pickle"
        if path.is_file():
            found: list[Told] = pickle.loads(path.read_bytes())  # noqa: S301  # our own
            return found
        try:
            extraction = claimkit.extract(self._read[corpus](name))
        except EmptyBodyError:
            return []
        profiles = profiles_of(extraction.article, extraction.claims, extraction.mentions)
        text = extraction.article.text or ""
        found = [
            (profile, claim.predicate.start, claim.predicate.end, text[claim.sentence.start : claim.sentence.end])
            for claim, profile in zip(extraction.claims, profiles, strict=True)
        ]
        path.write_bytes(pickle.dumps(found))
        return found


def rarity(texts: Sequence[str]) -> Callable[[str], float]:
    """The inverse document frequency of a word among the texts."""
    counts = Counter(word for text in texts for word in set(content_words(text)))
    return lambda word: math.log((len(texts) + 1) / (counts[word] + 0.5))


def likeness(a: Profile, b: Profile, weight: Callable[[str], float]) -> float:
    """The share of the shorter claim's weighted words that the other has."""
    one, other = ({word: weight(word) for word in each.words} for each in (a, b))
    least = min(sum(one.values()), sum(other.values()))
    return sum(one[word] for word in one.keys() & other.keys()) / least if least > 0 else 0.0


def band(share: float) -> int | None:
    """The number of the band, if the share is high enough for one."""
    found = sum(share >= each for each in BANDS) - 1
    return None if found < 0 else min(found, len(BANDS) - 2)


def by_stratum(
    first: Sequence[Told], second: Sequence[Told], weight: Callable[[str], float]
) -> dict[Stratum, list[tuple[Told, Told]]]:
    """The pairs of claims of two articles by band and by whether both hold a number."""
    found: dict[Stratum, list[tuple[Told, Told]]] = {}
    for a, b in itertools.product(first, second):
        at = band(likeness(a[0], b[0], weight))
        if at is not None and a[0].text != b[0].text:
            numbers = bool(a[0].quantities and b[0].quantities)
            found.setdefault((at, numbers), []).append((a, b))
    return found


def two_numbers(first: Sequence[Told], second: Sequence[Told]) -> list[tuple[Told, Told]]:
    """Pairs of casualty verbs in which one counted thing has two numbers."""
    return [
        (a, b)
        for a, b in itertools.product(first, second)
        if event_of(a[0]).kind == event_of(b[0]).kind
        and event_of(a[0]).kind in TOLLS
        and any(
            set(one.counted) & set(other.counted) and one.low != other.low
            for one, other in itertools.product(a[0].quantities, b[0].quantities)
        )
    ]


def shootings(
    reader: Reader,
    corpora: Path,
    chance: random.Random,
    strata_wanted: Sequence[Stratum],
    drawn: Collection[Places] = (),
) -> Iterator[dict[str, Any]]:
    """Pairs of one incident, one an incident; none that was ``drawn``."""
    with (corpora / "comparison" / "shootings_articles.jsonl").open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    gold, held = used()
    urls = {row["url"]: row["incident"] for row in rows}
    taken = {row["incident"] for row in rows if row["id"] in gold}
    # The gold of linkage names articles by their identifiers here.
    taken |= {
        urls[row["url"]]
        for row in rows
        if Article.from_text(row["content"], url=row["url"], publisher=row["domain"]).article_id in held
    }
    weight = rarity([row["content"] for row in rows])
    incidents: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["incident"] not in taken and casualties.half_of(row["incident"]) == casualties.TUNING:
            incidents.setdefault(row["incident"], []).append(row)
    names = sorted(name for name, members in incidents.items() if len({each["domain"] for each in members}) > 1)
    chance.shuffle(names)
    wanted = list(strata_wanted)
    chance.shuffle(wanted)
    for name in names:
        members = incidents[name]
        options = [pair for pair in itertools.combinations(members, 2) if pair[0]["domain"] != pair[1]["domain"]]
        one, other = chance.choice(options)
        claims = [reader.claims("shootings", each["id"]) for each in (one, other)]
        strata: dict[Stratum, list[tuple[Told, Told]]] = by_stratum(claims[0], claims[1], weight)
        strata[-1, True] = two_numbers(claims[0], claims[1])
        stratum = next((each for each in wanted if strata.get(each)), None)
        if stratum is None:
            continue
        offered = strata[stratum]
        if drawn and len(wanted) % 2:
            offered = [pair for pair in offered if match(pair[0][0], pair[1][0]).predicate] or offered
        row = shown("shootings", one["id"], other["id"], chance.choice(offered), stratum)
        if places(row) in drawn:
            continue
        wanted.remove(stratum)
        yield row
        if not wanted:
            return


def meantime(reader: Reader, corpora: Path, chance: random.Random) -> Iterator[dict[str, Any]]:
    """Pairs of two articles on one topic."""
    folder = corpora / "time" / "meantime" / "intra_cross-doc_annotation"
    gold, _ = used()
    names = [f"{path.parent.name}/{path.stem}" for path in sorted(folder.rglob("*.xml"))]
    names = [name for name in names if name not in gold]
    pairs = [pair for pair in itertools.combinations(names, 2) if pair[0].split("/")[0] == pair[1].split("/")[0]]
    weight = rarity([reader.article("meantime", name).text or "" for name in names])
    yield from of_pairs(reader, "meantime", pairs, weight, MEANTIME, chance)


def polnear(reader: Reader, corpora: Path, chance: random.Random) -> Iterator[dict[str, Any]]:
    """Pairs of articles of two publishers that are alike."""
    folder = corpora / "attribution" / "polnear" / "train" / "text"
    gold, _ = used()
    texts = {path.name: (folder / path.name).read_bytes().decode() for path in sorted(folder.glob("*.txt"))}
    weight = rarity(list(texts.values()))
    names = [name for name in texts if name not in gold]
    words = {name: {word for word in content_words(texts[name]) if weight(word) > 1} for name in names}
    days = {name: name.split("_")[1] for name in names}
    alike = []
    for one, other in itertools.combinations(names, 2):
        if one.split("_")[0] == other.split("_")[0] or days[one][:7] != days[other][:7]:
            continue
        shared = sum(weight(word) for word in words[one] & words[other])
        whole = min(sum(map(weight, words[name])) for name in (one, other))
        alike.append((-shared / whole if whole else 0.0, one, other))
    alike.sort()
    nearest = [(one, other) for _, one, other in alike[:150]]
    yield from of_pairs(reader, "polnear", nearest, weight, POLNEAR, chance)


def of_pairs(
    reader: Reader,
    corpus: str,
    pairs: Sequence[tuple[str, str]],
    weight: Callable[[str], float],
    count: int,
    chance: random.Random,
) -> Iterator[dict[str, Any]]:
    """One pair of claims of each of so many pairs of articles, the bands in turn."""
    order = list(pairs)
    chance.shuffle(order)
    wanted = [at % (len(BANDS) - 1) for at in range(count)]
    often: Counter[str] = Counter()
    for one, other in order:
        if max(often[one], often[other]) >= 5:
            continue
        strata = by_stratum(reader.claims(corpus, one), reader.claims(corpus, other), weight)
        at = next((each for each in wanted for numbers in (False, True) if strata.get((each, numbers))), None)
        if at is None:
            continue
        wanted.remove(at)
        often.update((one, other))
        chosen = chance.choice([pair for numbers in (False, True) for pair in strata.get((at, numbers), [])])
        yield shown(corpus, one, other, chosen, (at, False))
        if not wanted:
            return


def shown(corpus: str, one: str, other: str, pair: tuple[Told, Told], stratum: Stratum) -> dict[str, Any]:
    """What is read of a pair, and its places."""
    sides = {
        side: {
            "article": name,
            "start": start,
            "end": end,
            "predicate": profile.predicate,
            "text": profile.text,
            "sentence": sentence,
            "published": profile.published,
            "publisher": profile.publisher,
            "negated": profile.negated,
            "kind": profile.kind.value,
            "times": [time.edtf or time.timex for time in profile.times],
        }
        for side, name, (profile, start, end, sentence) in zip("ab", (one, other), pair, strict=True)
    }
    return {"corpus": corpus, "stratum": list(stratum), **sides}


def places(row: Mapping[str, Any]) -> Places:
    """The places of a pair."""
    return row["a"]["article"], row["a"]["start"], row["b"]["article"], row["b"]["start"]


def main() -> None:
    """Write the pairs that are to be read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=casualties.corpora_default())
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    kept = options.output.parent / "claims"
    kept.mkdir(parents=True, exist_ok=True)
    reader, chance = Reader(options.corpora, kept), random.Random(SEED)  # noqa: S311  # a sample, not secrecy
    drawn: set[Places] = set()
    draws = (
        shootings(reader, options.corpora, chance, FIRST),
        meantime(reader, options.corpora, chance),
        polnear(reader, options.corpora, chance),
        shootings(reader, options.corpora, chance, MORE, drawn),
    )
    with options.output.open("w", encoding="utf-8") as file:
        for row in itertools.chain.from_iterable(draws):
            drawn.add(places(row))
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            file.flush()


if __name__ == "__main__":
    main()

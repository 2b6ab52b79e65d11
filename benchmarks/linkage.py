"""Linkage against 567 pairs of claims labelled by reading: are they the same claim, told twice?

    python benchmarks/linkage.py prepare DIR    # three corpora, and `claimkit extract` of each (8 minutes)
    python benchmarks/linkage.py measure DIR    # results/linkage.json

The gold, ``linkage_gold/pairs.csv``, names claims by article and by the place of their predicate; its README says how
it was drawn and labelled. Everything was tuned on the pairs of ``dev``; ``test`` holds other incidents and articles.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from claimkit.comparison.linkage import Linkage, link, same_claims
from claimkit.comparison.profiles import Profile, profiles_of
from claimkit.evaluation.bootstrap import interval, resampled
from claimkit.evaluation.dataset_claims import read_claims
from claimkit.evaluation.timeml import read_times
from claimkit.reading.tables import read_rows
from claimkit.records import Article, Mention

HERE = Path(__file__).parent
CORPORA = Path(os.environ.get("CLAIMKIT_CORPORA", "../shared/corpora"))
NAMES = ("shootings", "meantime", "polnear")
# Days of PolNeAR train on which most of its articles appeared: they tell of the same primaries.
_DAYS = {"2016-02-17", "2016-03-10", "2016-03-15", "2016-06-09", "2016-07-27", "2016-05-12"}
_THRESHOLDS = (0.3, 0.5, 0.7, 0.9)


class Pair(NamedTuple):
    """A labelled pair: the article and the predicate's start of each claim; the incident or article resampled by."""

    corpus: str
    stratum: str
    split: str
    a: tuple[str, int]
    b: tuple[str, int]
    same: bool


def gold_pairs() -> list[Pair]:
    """The pairs that reading told; those it did not are left out."""
    with (HERE / "linkage_gold" / "pairs.csv").open(newline="") as file:
        return [
            Pair(
                row["corpus"],
                row["stratum"],
                row["split"],
                (row["article_a"], int(row["start_a"])),
                (row["article_b"], int(row["start_b"])),
                row["same"] == "1",
            )
            for row in csv.DictReader(file)
            if row["same"]
        ]


def _shootings() -> Iterator[dict[str, Any]]:
    with (CORPORA / "comparison" / "shootings_articles.jsonl").open() as file:
        for line in file:
            row = json.loads(line)
            article = {name: row[name] for name in ("id", "url", "title")}
            yield {**article, "published": row["date"], "publisher": row["domain"], "text": row["content"]}


def _meantime() -> Iterator[dict[str, Any]]:
    for path in sorted((CORPORA / "time" / "meantime" / "intra_cross-doc_annotation").rglob("*.xml")):
        timed = read_times(path)[0]
        url = f"https://example.org/{path.parent.name}/{path.name}"
        yield {"id": path.stem, "text": timed.text, "published": timed.anchor, "publisher": "wikinews", "url": url}


def _polnear() -> Iterator[dict[str, Any]]:
    folder = CORPORA / "attribution" / "polnear"
    with (folder / "metadata.tsv").open() as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["compartment"] == "train"]
    for row in rows:
        if row["publication_date"] in _DAYS:
            with next((folder / "train").rglob(f"{row['filename']}.txt")).open(newline="") as file:
                text = file.read()
            article = {"id": row["filename"], "text": text, "published": row["publication_date"]}
            yield {**article, "publisher": row["publisher"], "url": f"https://example.org/{row['filename']}"}


def prepare(folder: Path) -> None:
    """Write the inputs and extract them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in zip(NAMES, (_shootings(), _meantime(), _polnear()), strict=True):
        source = folder / f"{name}.jsonl"
        with source.open("w") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        subprocess.run([sys.executable, "-m", "claimkit", "extract", str(source), "-o", str(folder / name)], check=True)


def profiles(folder: Path) -> Iterator[Profile]:
    """The profiles of a dataset folder."""
    claims, mentions = read_claims(folder), dict[str, list[Mention]]()
    for row in read_rows(folder, "mentions"):
        mentions.setdefault(row["article_id"], []).append(Mention.from_dict(row))
    for row in read_rows(folder, "articles"):
        article = Article.from_dict(row)
        yield from profiles_of(article, claims.get(article.article_id, ()), mentions.get(article.article_id, ()))


def incidents(folder: Path) -> dict[str, str]:
    """The event of each article of the shootings by their register: what grouping would find at best."""
    known = {}
    with (CORPORA / "comparison" / "shootings_articles.jsonl").open() as file:
        for line in file:
            row = json.loads(line)
            known[row["url"], row["domain"]] = row["incident"]
    return {row["article_id"]: known[row["url"], row["publisher"]] for row in read_rows(folder, "articles")}


class Judged(NamedTuple):
    """A pair with what linkage makes of it: was it compared, how likely is it, does it stand in one set."""

    pair: Pair
    compared: bool
    probability: float
    together: bool


def judge(name: str, folder: Path, gold: Sequence[Pair]) -> tuple[list[Judged], Linkage, int]:
    """The pairs of one corpus; also how many were lost because a claim is no longer extracted."""
    events = incidents(folder / name) if name == "shootings" else {}
    linkage = link(profiles(folder / name), events)
    place = {
        (row["article_id"], row["predicate"]["start"]): row["claim_id"] for row in read_rows(folder / name, "claims")
    }
    pairs = {pair[:2]: pair.probability for pair in linkage.pairs}
    member = {claim: at for at, claims in enumerate(same_claims(linkage.pairs)) for claim in claims}
    found = []
    mine = [pair for pair in gold if pair.corpus == name]
    for pair in mine:
        if pair.a in place and pair.b in place:
            a, b = sorted((place[pair.a], place[pair.b]))
            together = a in member and member[a] == member.get(b)
            found.append(Judged(pair, bool(linkage.rules(a, b)), pairs.get((a, b), 0.0), together))
    return found, linkage, len(mine) - len(found)


def scores(judged: Sequence[Judged], said: Sequence[bool]) -> dict[str, Any]:
    """Precision, recall and F1 of the pairs, with the bootstrap 95 % interval over articles."""
    units: dict[str, list[int]] = {}
    for each, yes in zip(judged, said, strict=True):
        row = units.setdefault(min(each.pair.a[0], each.pair.b[0]), [0, 0, 0])
        row[0] += each.pair.same and yes
        row[1] += yes
        row[2] += each.pair.same
    rows = list(units.values())
    total = np.sum(rows, axis=0)
    samples = resampled(rows, 3).T
    with np.errstate(invalid="ignore", divide="ignore"):
        drawn = (samples[0] / samples[1], samples[0] / samples[2], 2 * samples[0] / (samples[1] + samples[2]))
    exact = (total[0] / max(1, total[1]), total[0] / max(1, total[2]), 2 * total[0] / max(1, total[1] + total[2]))
    return {
        name: {
            "value": round(float(value), 3),
            "interval": [round(float(end), 3) for end in interval(each, float(value))],
        }
        for name, value, each in zip(("precision", "recall", "f1"), exact, drawn, strict=True)
    }


def measure(folder: Path) -> dict[str, Any]:
    """Both splits over all corpora."""
    gold = gold_pairs()
    runs = {name: judge(name, folder, gold) for name in NAMES}
    judged = [each for found, _, _ in runs.values() for each in found]
    result: dict[str, Any] = {
        "rerun": "python benchmarks/linkage.py prepare DIR && python benchmarks/linkage.py measure DIR",
        "tuned_on": "dev",
        "events": "shootings: the register's incidents; the others: unknown",
        "lost": sum(lost for _, _, lost in runs.values()),
        "corpora": {
            name: {"compared": linkage.compared, "pairs": len(linkage.pairs), "fitted_to": linkage.model.trained_on}
            for name, (_, linkage, _) in runs.items()
        },
    }
    for split in ("dev", "test"):
        part = [each for each in judged if each.pair.split == split]
        same = [each for each in part if each.pair.same]
        result[split] = {
            "pairs": len(part),
            "same": len(same),
            "compared_of_same": round(sum(each.compared for each in same) / len(same), 3),
            **{
                f"probability_{least}": scores(part, [each.probability >= least for each in part])
                for least in _THRESHOLDS
            },
            "sets": scores(part, [each.together for each in part]),
        }
    return result


def main() -> None:
    """``prepare`` or ``measure``."""
    task, folder = sys.argv[1], Path(sys.argv[2])
    if task == "prepare":
        prepare(folder)
        return
    text = json.dumps(measure(folder), indent=1) + "\n"
    (HERE / "results" / "linkage.json").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()

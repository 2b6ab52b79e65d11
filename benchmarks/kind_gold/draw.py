"""Draw the claims that ``kind_gold/labels.csv`` labels: by a fixed seed, of some documents of each collection.

    python benchmarks/kind_gold/draw.py --shared ../shared [--words]

Prints one line a claim: collection, document, half, first and last offset of the predicate; with ``--words`` its
sentence and the one before, to label it by. No label of the program or of a gold file is shown. Claims of the seeds and
of the demo are those of their gold; of PolNeAR, which has none, those the program finds, so that a change of
segmentation changes what would be drawn: the labels keep to their offsets.
"""

from __future__ import annotations

import argparse
import os
import random
from collections.abc import Iterator
from pathlib import Path

from claimkit.evaluation.articles import as_read
from claimkit.evaluation.dataset_claims import read_claims
from claimkit.extraction.pipeline import extract
from claimkit.reading import read_articles
from claimkit.reading.tables import read_rows
from claimkit.records import Article, Claim
from claimkit.resources import resource

SEED = 20261
# How many documents of a collection and how many claims of each; PolNeAR has more drawn than labelled, for what the
# program takes for a claim may be none.
GOLD = {"seeds": str(Path(__file__).parents[2] / "dataset"), "demo": str(resource("demo/gold"))}
DRAWN = {"seeds": (5, 8), "demo": (12, 4), "polnear-train": (36, 4), "polnear-dev": (36, 4)}

Drawn = tuple[str, str, str, Article, Claim]  # collection, document, half, article, claim


def main() -> None:
    """Print the sample."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("CLAIMKIT_SHARED", "../shared")))
    parser.add_argument("--words", action="store_true", help="print the sentences as well")
    arguments = parser.parse_args()
    for number, (collection, document, half, article, claim) in enumerate(draw(arguments.shared)):
        place = claim.predicate
        print(f"{number},{collection},{document},{half},{place.start},{place.end}")
        if arguments.words:
            print("   ", _words(article, claim))


def draw(shared: Path, seed: int = SEED) -> Iterator[Drawn]:
    """The sample, collection by collection, each document's claims in text order."""
    for collection, (documents, claims) in DRAWN.items():
        choice = random.Random(f"{seed} {collection}")  # noqa: S311  (a sample, not a secret)
        names = sorted(names_of(collection, shared))
        chosen = sorted(choice.sample(names, min(documents, len(names))))
        halves = ["dev", "test"] * len(chosen)
        for name, half in zip(choice.sample(chosen, len(chosen)), halves, strict=False):
            article = article_of(collection, name, shared)
            found = claims_of(collection, article)
            for claim in sorted(choice.sample(found, min(claims, len(found))), key=lambda one: one.predicate.start):
                yield collection, name, half, article, claim


def names_of(collection: str, shared: Path) -> list[str]:
    """The documents of a collection: file names, of the demo identifiers."""
    if collection == "demo":
        return [str(row["article_id"]) for row in read_rows(GOLD["demo"], "articles")]
    return [path.name for path in folder_of(collection, shared).glob("*.txt")]


def folder_of(collection: str, shared: Path) -> Path:
    """Where the texts of a collection lie; the demo's are in its gold."""
    if collection == "seeds":
        return shared / "seeds"
    return shared / "corpora" / "attribution" / "polnear" / collection.removeprefix("polnear-") / "text"


def article_of(collection: str, name: str, shared: Path) -> Article:
    """A document as it would be met by the pipeline."""
    if collection == "demo":
        rows = read_rows(GOLD["demo"], "articles")
        return as_read(next(Article.from_dict(row) for row in rows if row["article_id"] == name))
    if collection == "seeds":
        return next(iter(read_articles([folder_of(collection, shared) / name])))
    return Article.from_text((folder_of(collection, shared) / name).open(encoding="utf-8", newline="").read())


def claims_of(collection: str, article: Article) -> list[Claim]:
    """The claims of a document: of its gold, or those the program finds."""
    if collection not in GOLD:
        return list(extract(article).claims)
    rows = list(read_rows(GOLD[collection], "articles"))
    own = next(row["article_id"] for row in rows if row["text_sha256"] == article.text_sha256)
    return list(read_claims(GOLD[collection])[own])


def _words(article: Article, claim: Claim) -> str:
    """The claim's sentence, its predicate in brackets, and a stretch of what stands before."""
    text = article.text or ""
    (start, end), place = claim.sentence, claim.predicate
    marked = f"{text[start : place.start]}[[{text[place.start : place.end]}]]{text[place.end : end]}"
    return " ".join(f"({text[max(0, start - 160) : start]}) {marked}".split())


if __name__ == "__main__":
    main()

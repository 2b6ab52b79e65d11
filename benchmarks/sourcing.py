"""False corroboration: of the groups of claims that count as independently corroborated, how many are not.

    python benchmarks/sourcing.py SHOOTINGS_FOLDER [--corpora FOLDER] [--seeds FOLDER] [--errors]

``SHOOTINGS_FOLDER`` is a finished ``claimkit extract`` of the articles of the incident corpus (publisher: the domain,
date and url as given); articles of PolNeAR dev and the seeds are extracted here. Gold is
``benchmarks/sourcing_gold/cases.jsonl``; its README says how it was traced. Prints JSON and writes
benchmarks/results/sourcing.json; intervals are Wilson's, 95 %. ``--errors`` lists the cases in which the two differ.
"""

import argparse
import csv
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from wires import share

from claimkit.comparison.copies import near_copies
from claimkit.comparison.corpus import Corpus, corpus_of, read_corpus
from claimkit.comparison.sourcing import Origin, origins_of, sources
from claimkit.extraction.pipeline import extract
from claimkit.records import Article

HERE = Path(__file__).parent
RESULT = HERE / "results" / "sourcing.json"
GOLD = HERE / "sourcing_gold" / "cases.jsonl"
CORPORA = Path(os.environ.get("CLAIMKIT_CORPORA", "../shared/corpora"))
SHARED = Path(os.environ.get("CLAIMKIT_SHARED", "../shared"))


def main() -> None:
    """Score, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shootings", type=Path)
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--seeds", type=Path, default=SHARED / "seeds")
    parser.add_argument("--errors", action="store_true", help="list the cases in which gold and program differ")
    options = parser.parse_args()
    cases = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    wanted = {article for case in cases for article, _ in case["claims"]}
    origins: dict[str, Origin] = {}
    local = [*polnear_articles(options.corpora), *seed_articles(options.seeds)]
    extracted = corpus_of(extract(article) for article in local if article.article_id in wanted)
    for corpus in (extracted, read_corpus(options.shootings)):
        origins |= origins_among(corpus, wanted, events_of(options.corpora, corpus))
    missing = sum(claim not in origins for case in cases for _, claim in case["claims"])
    result: dict[str, object] = {"claims_not_found": missing}
    for part in ("tune", "second", "measure", "last"):
        result[part] = score([case for case in cases if case["part"] == part], origins, errors=options.errors)
    for stratum in sorted({case["stratum"] for case in cases}):
        result[stratum] = score([case for case in cases if case["stratum"] == stratum], origins, errors=False)
    words = json.dumps(result, indent=2)
    print(words)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(words + "\n", encoding="utf-8")


def score(cases: list[dict[str, object]], origins: dict[str, Origin], *, errors: bool) -> dict[str, object]:
    """How often two independent sources are counted where there are not, and where there are."""
    counts: Counter[tuple[bool, bool]] = Counter()
    for case in cases:
        told = [origins[claim] for _, claim in case["claims"] if claim in origins]  # type: ignore[attr-defined]
        counted, true = sources(told).independent_min >= 2, int(str(case["sources"])) >= 2
        counts[counted, true] += 1
        if errors and counted != true:
            print(
                case["case"], case["sources"], [(origin.witness, origin.untraced) for origin in told], file=sys.stderr
            )
    false, right, missed = counts[True, False], counts[True, True], counts[False, True]
    return {
        "cases": len(cases),
        "counted_as_corroborated": false + right,
        "false_of_corroborated": share(false, false + right),
        "false_of_all": share(false, len(cases)),
        "true_independence_found": share(right, right + missed),
    }


def origins_among(corpus: Corpus, wanted: set[str], events: dict[str, str]) -> dict[str, Origin]:
    """The origins of the claims of the articles that are asked for."""
    articles = [article for article_id, article in corpus.articles.items() if article_id in wanted]
    profiles = [profile for profile in corpus.profiles if profile.article_id in wanted]
    return origins_of(articles, profiles, near_copies(articles, events))


def events_of(corpora: Path, corpus: Corpus) -> dict[str, str]:
    """The incident of each article, by its identifier."""
    with (corpora / "comparison" / "shootings_articles.jsonl").open(encoding="utf-8") as lines:
        incidents = {(row["domain"], row["url"]): row["incident"] for row in map(json.loads, lines)}
    keys = {article_id: (article.publisher, article.url) for article_id, article in corpus.articles.items()}
    return {article_id: incidents[key] for article_id, key in keys.items() if key in incidents}


def polnear_articles(corpora: Path) -> Iterator[Article]:
    """The articles of PolNeAR dev; the file's name stands for the address."""
    folder = corpora / "attribution" / "polnear"
    with (folder / "metadata.tsv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines, delimiter="\t") if row["compartment"] == "dev"]
    for row in rows:
        text = (folder / "dev" / "text" / f"{row['filename']}.txt").read_bytes().decode("utf-8")
        yield Article.from_text(
            text, publisher=row["publisher"], published=row["publication_date"], url=row["filename"]
        )


def seed_articles(seeds: Path) -> Iterable[Article]:
    """The seeds with what their table says."""
    with (seeds / "metadata.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            text = (seeds / row["file"]).read_text(encoding="utf-8")
            yield Article.from_text(text, publisher=row["publisher"] or None, published=row["published"] or None)


if __name__ == "__main__":
    main()

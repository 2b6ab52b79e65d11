"""Near-verbatim copies in the incident corpus: how many across outlets, and how many of them are page furniture.

    python benchmarks/copies.py SHOOTINGS_FOLDER [--corpora FOLDER]

``SHOOTINGS_FOLDER`` is a finished ``claimkit extract`` of the articles (publisher: the domain, url as given). Articles
on different incidents cannot be copies of each other: a group of copies that holds two incidents is a false one.
Counted are groups across outlets as the program finds them, with the incidents given and without, and for comparison
what the same shingles find in the whole texts, furniture and all. Prints JSON, writes benchmarks/results/copies.json.
"""

import argparse
import dataclasses
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from claimkit.comparison.copies import near_copies
from claimkit.reading.tables import read_rows
from claimkit.records import Article, Segment, SegmentKind

RESULT = Path(__file__).parent / "results" / "copies.json"
CORPORA = Path(os.environ.get("CLAIMKIT_CORPORA", "../shared/corpora"))


def main() -> None:
    """Count, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shootings", type=Path)
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    options = parser.parse_args()
    articles = [Article.from_dict(row) for row in read_rows(options.shootings, "articles")]
    with (options.corpora / "comparison" / "shootings_articles.jsonl").open(encoding="utf-8") as lines:
        incidents = {(row["domain"], row["url"]): row["incident"] for row in map(json.loads, lines)}
    events = {article.article_id: incidents[article.publisher, article.url] for article in articles}
    result = {
        "articles": len(articles),
        "bodies, incidents known": groups(articles, events, events),
        "bodies, incidents not known": groups(articles, events, None),
        "whole texts": groups([whole(article) for article in articles], events, {}, boilerplate=False),
    }
    words = json.dumps(result, indent=2)
    print(words)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(words + "\n", encoding="utf-8")


def groups(
    articles: Sequence[Article],
    incidents: Mapping[str, str],
    events: Mapping[str, str] | None,
    *,
    boilerplate: bool = True,
) -> dict[str, int]:
    """Groups of copies across outlets, and those that hold articles on different incidents."""
    found = near_copies(articles, events if boilerplate else dict.fromkeys(incidents, "one"))
    publishers = {article.article_id: article.publisher for article in articles}
    members: dict[str, list[str]] = {}
    for article_id, leader in found.leader.items():
        members.setdefault(leader, []).append(article_id)
    across = [each for each in members.values() if len({publishers[article_id] for article_id in each}) > 1]
    return {
        "paragraphs set aside": len(found.boilerplate),
        "groups across outlets": len(across),
        "of different incidents": sum(len({incidents[article_id] for article_id in each}) > 1 for each in across),
    }


def whole(article: Article) -> Article:
    """The article with all its text as body, as if nothing had been set aside."""
    segment = Segment(kind=SegmentKind.BODY, start=0, end=len(article.text or ""))
    return dataclasses.replace(article, segments=(segment,))


if __name__ == "__main__":
    main()

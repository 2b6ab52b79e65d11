"""Compile the hand-made gold of the demo articles: ``benchmarks/demo_gold/*.toml`` → ``resources/demo/gold/*.jsonl``.

    python benchmarks/build_demo_gold.py [OUTPUT_FOLDER]

The TOML quotes the article; this script finds the quotations and fails loudly on one that is missing or ambiguous.
The notation is described in ``benchmarks/demo_gold/README.md``.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from demo_gold.notation import GoldError, Place
from demo_gold.records import add_link, check_coverage, claim_of, name_entities, place_sentence, segments_of

from claimkit.records import Article, Claim, PublishedEvidence, SegmentKind, Span, to_dict

__all__ = ["GoldError", "build", "compile_article"]

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "benchmarks" / "demo_gold"
ARTICLES = ROOT / "claimkit" / "resources" / "demo" / "articles"
GOLD = ROOT / "claimkit" / "resources" / "demo" / "gold"


def compile_article(row: Mapping[str, str], source: Mapping[str, Any]) -> tuple[Article, Place, list[Claim]]:
    """The records of one article: the article itself, its mentions and links in ``Place``, its claims."""
    data = (ARTICLES / row["file"]).read_bytes()
    article = Article.from_text(
        data.decode("utf-8"),
        title=row["title"] or source.get("title"),
        url=row["url"],
        published=row["published"] or None,
        publisher=row["publisher"],
        wire=tuple(source.get("wire", ())),
        licence="CC-BY-4.0",
    )
    text = str(article.text)
    segments = segments_of(row["file"], text, source.get("furniture", ()))
    article = replace(
        article,
        authors=tuple(source.get("authors", ())),
        published_evidence=PublishedEvidence.METADATA if row["published"] else None,
        language="en",
        source_sha256=hashlib.sha256(data).hexdigest(),
        segments=segments,
    )
    body = tuple(Span(part.start, part.end) for part in segments if part.kind is SegmentKind.BODY)
    place = Place(row["file"], text, article.article_id, body)
    for entry in source["s"]:
        place_sentence(place, entry["t"])
    check_coverage(place)
    name_entities(place, source["entities"])
    for entry, span in zip(source["s"], place.sentences, strict=True):
        for link in entry.get("l", ()):
            add_link(place, span, link)
    claims: list[Claim] = []
    for entry, span in zip(source["s"], place.sentences, strict=True):
        claims += [claim_of(place, span, entry, claim) for claim in entry.get("c", ())]
    return article, place, sorted(claims, key=lambda claim: claim.predicate.start)


def build(folder: Path) -> dict[str, int]:
    """Write the four tables into ``folder``; their numbers of rows."""
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in ("articles", "attributions", "claims", "mentions")}
    with (ARTICLES / "metadata.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        source = tomllib.loads((SOURCES / row["file"]).with_suffix(".toml").read_text(encoding="utf-8"))
        article, place, claims = compile_article(row, source)
        links = sorted(place.links.values(), key=lambda link: link.cue or link.content[0])
        mentions = sorted(place.entities.values(), key=lambda mention: mention.spans[0])
        tables["articles"].append(to_dict(article))
        tables["attributions"] += map(to_dict, links)
        tables["claims"] += map(to_dict, claims)
        tables["mentions"] += map(to_dict, mentions)
    folder.mkdir(parents=True, exist_ok=True)
    for name, records in tables.items():
        lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in records)
        (folder / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
    return {name: len(records) for name, records in tables.items()}


if __name__ == "__main__":
    print(json.dumps(build(Path(sys.argv[1]) if len(sys.argv) > 1 else GOLD)))

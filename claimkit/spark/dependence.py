"""Who copied whom and on whom each claim rests, on Spark, with the same result as :mod:`claimkit.comparison.copies`.

MinHash LSH with the signatures and bands of the local engine: the band is the key of a join, and what two texts share
is then counted on the shingles themselves. Spark ML's ``MinHashLSH`` is not used: it draws other permutations, and
joins on single minima where bands of several are joined on here, so that its candidates are others, and more.

Texts of the same shingles are one from the start, so that a report printed a thousand times is one row. A band that
more than :data:`CROWD` texts share is no join of all with all: its texts go into one component unseen. Leaders are then
chosen in each component by the local function, which compares a text with leaders alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from claimkit.comparison.copies import (
    FEWEST_EVENTS,
    FEWEST_SHINGLES,
    Copies,
    bands_of,
    is_copy,
    leaders_of,
    paragraph_keys,
    shingles_of,
)
from claimkit.comparison.sourcing import origins_of
from claimkit.records import Article
from claimkit.spark.components import components
from claimkit.spark.frames import Scratch, digest, map_groups, map_rows, packed, unpacked

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

# Texts of one band of which each is compared with each.
CROWD = 64


def leaders(scratch: Scratch, articles: DataFrame, events: DataFrame) -> DataFrame:
    """``article_id``, ``leader`` of the articles that have copies."""
    from pyspark.sql import functions as f

    texts = _texts(scratch, articles, events)
    first = f.min("article_id").alias("article_id")
    distinct = scratch.keep(texts.groupBy("same").agg(first).join(texts, ["article_id", "same"]), "distinct-texts")
    known = scratch.keep(components(scratch, _near(scratch, distinct), "copies"), "copies")
    connected = distinct.join(known, distinct["article_id"] == known["node"]).drop("node")
    led = map_groups(connected, ["component"], _led, "first string, leader string")
    firsts = distinct.select(f.col("article_id").alias("first"), "same").join(led, "first", "left")
    all_ = texts.select("article_id", "same").join(firsts, "same")
    all_ = scratch.keep(all_.select("article_id", f.coalesce("leader", "first").alias("leader")), "leaders")
    many = all_.groupBy("leader").count().filter("count > 1").select("leader")
    return all_.join(many, "leader").select("article_id", "leader")


def _texts(scratch: Scratch, articles: DataFrame, events: DataFrame) -> DataFrame:
    """The shingles of the articles that have enough, without the paragraphs that stand in articles on two events."""
    from pyspark.sql import functions as f

    told = articles.select("article_id", f.explode("paragraphs").alias("paragraph")).join(events, "article_id")
    several = told.groupBy("paragraph").agg(f.count_distinct("event").alias("events"))
    several = several.filter(f.col("events") >= FEWEST_EVENTS).select("paragraph")
    marked = told.join(several, "paragraph").groupBy("article_id").agg(f.collect_set("paragraph").alias("boilerplate"))
    both = articles.select("article_id", "article").join(marked, "article_id", "left")
    columns = "article_id string, shingles array<long>, same string, bands array<binary>"
    return scratch.keep(map_rows(both, _shingled, columns), "texts")


def _shingled(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    found: dict[str, frozenset[int]] = {}
    for row in rows:
        article: Article = unpacked(row["article"])
        marked = set(row["boilerplate"] or ())
        boilerplate = frozenset(key for key in paragraph_keys(article) if marked and digest(key) in marked)
        own = shingles_of([article], boilerplate)[article.article_id]
        if len(own) >= FEWEST_SHINGLES:
            found[article.article_id] = own
    for (article_id, own), bands in zip(found.items(), bands_of(found.values()), strict=True):
        in_order = sorted(own)
        same = hashlib.sha256(repr(in_order).encode()).hexdigest()
        yield {"article_id": article_id, "shingles": in_order, "same": same, "bands": bands}


def _near(scratch: Scratch, texts: DataFrame) -> DataFrame:
    """Edges ``a``, ``b``: texts that are copies of one another, and chains through crowded bands."""
    from pyspark.sql import functions as f

    banded = texts.select("article_id", f.explode("bands").alias("band"))
    shared = banded.groupBy("band").agg(f.sort_array(f.collect_list("article_id")).alias("members"))
    shared = scratch.keep(shared.filter(f.size("members") > 1), "bands")
    few = shared.filter(f.size("members") <= CROWD).select(f.explode("members").alias("a"), "members")
    pairs = few.select("a", f.explode("members").alias("b")).filter("a < b").distinct()
    for side in ("a", "b"):
        own = texts.select(f.col("article_id").alias(side), f.col("shingles").alias(f"shingles_{side}"))
        pairs = pairs.join(own, side)
    crowded = shared.filter(f.size("members") > CROWD)
    first = f.element_at("members", 1).alias("a")
    return map_rows(pairs, _copied, "a string, b string").union(
        crowded.select(first, f.explode("members").alias("b")).filter("a < b").distinct()
    )


def _copied(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        if is_copy(frozenset(row["shingles_a"]), frozenset(row["shingles_b"])):
            yield {"a": row["a"], "b": row["b"]}


def _led(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    found = leaders_of({row["article_id"]: frozenset(row["shingles"]) for row in rows})
    return ({"first": article_id, "leader": leader} for article_id, leader in found.items())


def origins(scratch: Scratch, articles: DataFrame, led: DataFrame) -> DataFrame:
    """``claim_id``, ``origin`` of every claim."""
    both = articles.select("article_id", "article", "claims").join(led, "article_id", "left")
    return scratch.keep(map_rows(both, _traced, "claim_id string, origin binary"), "origins")


def _traced(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        article: Article = unpacked(row["article"])
        copies = Copies({article.article_id: row["leader"]} if row["leader"] else {}, frozenset())
        profiles = [unpacked(each["profile"]) for each in row["claims"]]
        for claim_id, origin in origins_of([article], profiles, copies).items():
            yield {"claim_id": claim_id, "origin": packed(origin)}

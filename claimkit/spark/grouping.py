"""Articles by event on Spark: the steps of :mod:`claimkit.comparison.grouping`, each by the same functions.

1. Texts that are furniture or copies of one report are found by a digest of their words, as aggregates.
2. How many reports hold a term is an aggregate over (kind, term); a term of one report alone is not kept.
3. Candidates: an inverted index. Each column of the vectors (a rare term, or a run of a hundred neighbours in the line
   of dates for a frequent one) is a row with at most a hundred reports, and goes to the blocks of reports that have a
   member in it: a term that a million reports hold is ten thousand small rows and no hot partition.
4. The pairs of a block are described and judged where the terms of its reports are.
5. Average-link clustering runs in each connected component of the pairs likely enough to be merged.

What the driver holds: the sizes of partitions, and up to a bound the likely pairs (:mod:`claimkit.spark.components`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from claimkit.comparison.agglomeration import WEAKEST
from claimkit.comparison.candidates import LONGEST, MOST, RULES, halved, nearest_in_runs
from claimkit.comparison.grouping import SHIPPED, THRESHOLD, clusters
from claimkit.comparison.pair_features import BAGS, Articles, collect, pair_features
from claimkit.comparison.rarity import Field, Holders, Matrix, load_background, unit_rows
from claimkit.comparison.terms import Terms
from claimkit.comparison.trees import load_trees
from claimkit.spark.components import components
from claimkit.spark.frames import Scratch, map_cogroups, map_groups, map_rows, packed, unpacked

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

# Reports, neighbours in the line of dates, whose candidates are looked for in one go.
BLOCK = 2000


def events_of(scratch: Scratch, articles: DataFrame) -> DataFrame:
    """``article_id``, ``event`` (a number) of every article of :func:`claimkit.spark.corpus.read_corpus`."""
    from pyspark.sql import functions as f

    reports, printed = _reports(scratch, articles)
    total = reports.count()
    dossiers = _dossiers(scratch, reports)
    pairs = _judged(scratch, dossiers, _candidates(scratch, dossiers, total), total)
    grouped = _clustered(scratch, pairs)
    event = f.coalesce("event", f.col("number")).alias("event")
    found = printed.join(grouped, "number", "left").select("article_id", event)
    return scratch.keep(found, "events")


def _reports(scratch: Scratch, articles: DataFrame) -> tuple[DataFrame, DataFrame]:
    """The distinct reports by number, and ``article_id``, ``number`` of the articles that print them."""
    from pyspark.sql import functions as f

    told = articles.select("article_id", "published", "words", "title", "foreign", "report")
    furniture = (
        told.filter("words is not null")
        .groupBy("words")
        .agg(f.count("*").alias("times"), f.count_distinct("title").alias("titles"), f.every("foreign").alias("apart"))
        .filter("times > 1 and titles > 1 and apart")
        .select("words", f.lit(True).alias("furniture"))
    )
    told = told.join(furniture, "words", "left").withColumn(
        "key", f.when(f.col("furniture") | f.col("report").isNull(), f.col("article_id")).otherwise(f.col("report"))
    )
    told = scratch.keep(told.select("article_id", "key", "published", "furniture"), "printed")
    earliest = f.min("published").alias("published")
    reports = told.groupBy("key").agg(f.min("article_id").alias("article_id"), earliest)
    terms = articles.select("article_id", "terms").join(told.select("article_id", "furniture"), "article_id")
    reports = reports.join(terms, "article_id").withColumn("undated", f.col("published").isNull())
    numbered = scratch.number(reports, [f.col("article_id")], "reports")
    line = [f.col("undated"), f.col("published"), f.col("number")]
    placed = scratch.number(numbered.drop("article_id"), line, "reports-by-day", "place")
    return placed, told.join(placed.select("key", "number"), "key").select("article_id", "number")


def _dossiers(scratch: Scratch, reports: DataFrame) -> DataFrame:
    """The reports with their terms, and of each term how many reports hold it, where that is more than one."""
    from pyspark.sql import functions as f

    kept = scratch.keep(
        map_rows(reports, _with_terms, "number long, place long, published int, terms binary, held array<string>"),
        "terms",
    )
    held = kept.select("number", f.explode("held").alias("term"))
    shared = held.groupBy("term").agg(f.count("*").alias("holders")).filter("holders > 1")
    shared = scratch.keep(shared, "holders")
    own = held.join(shared, "term").groupBy("number").agg(f.collect_list(f.struct("term", "holders")).alias("own"))
    own = own.select("number", f.col("own.term").alias("shared"), f.col("own.holders").alias("holders"))
    return scratch.keep(kept.drop("held").join(own, "number", "left"), "dossiers")


def _with_terms(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        terms: Terms = unpacked(row["terms"])
        if row["furniture"]:
            terms = Terms(title=terms.title)
        terms = replace(terms, published=row["published"])
        held = [f"{kind} {term}" for kind, bag in BAGS.items() for term in sorted(set(bag(terms)))]
        yield {**{name: row[name] for name in ("number", "place", "published")}, "terms": packed(terms), "held": held}


class _Known(dict[str, int]):
    """How many reports hold a term; of one that is not listed its own report alone."""

    def __missing__(self, term: str) -> int:
        return 1


def _articles(rows: list[dict[str, Any]], total: int) -> Articles:
    """The reports of rows of dossiers as a part of all ``total``."""
    counted: dict[str, int] = {}
    for row in rows:
        counted.update(zip(row["shared"] or (), row["holders"] or (), strict=True))
    known: Mapping[str, dict[str, int]] = {kind: _Known() for kind in BAGS}
    for each, holding in counted.items():
        kind, _, term = each.partition(" ")
        known[kind][term] = holding
    holders = {kind: Holders(total, of) for kind, of in known.items()}
    return collect([unpacked(row["terms"]) for row in rows], load_background(), holders)


# --- candidates -----------------------------------------------------------------------------------------------------


def _candidates(scratch: Scratch, dossiers: DataFrame, total: int) -> DataFrame:
    """``block``, ``first``, ``second`` of every pair of reports worth comparing, once each."""
    from pyspark.sql import functions as f

    columns = "field string, term string, number long, place long, published int, weight float, holders long"
    weights = scratch.keep(map_rows(dossiers, lambda rows: _weights(rows, total), columns), "weights")
    rare = weights.filter(f.col("holders") <= LONGEST).withColumns({"stage": f.lit(0), "run": f.lit(0).cast("long")})
    postings = rare.drop("holders").unionByName(_runs(scratch, weights))
    member = f.struct("number", "place", "published", "weight")
    columns_ = postings.groupBy("field", "stage", "term", "run").agg(f.collect_list(member).alias("members"))
    blocks = f.array_distinct(f.transform("members", lambda each: f.floor(each["place"] / BLOCK)))
    sent = columns_.withColumn("block", f.explode(blocks))
    found = sent.groupBy("block").applyInArrow(_nearest, "block long, first long, second long")
    once = found.groupBy("first", "second").agg(f.min("block").alias("block"))
    return scratch.keep(once, "candidates")


def _weights(rows: list[dict[str, Any]], total: int) -> Iterator[dict[str, Any]]:
    articles = _articles(rows, total)
    for name, field in (("words", articles.all), ("names", articles.named), ("titles", articles.title)):
        yield from _of_field(name, field, unit_rows(field), rows, articles.holders[_KIND[name]])


_KIND = {"words": "words", "names": "names", "titles": "title"}


def _of_field(
    name: str, field: Field, vectors: Matrix, rows: list[dict[str, Any]], holders: Holders
) -> Iterator[dict[str, Any]]:
    terms = list(field.columns)
    for at, row in enumerate(rows):
        part = slice(vectors.indptr[at], vectors.indptr[at + 1])
        for column, weight in zip(vectors.indices[part].tolist(), vectors.data[part].tolist(), strict=True):
            held = holders.of[terms[column]]
            if held > 1:
                known = {key: row[key] for key in ("number", "place", "published")}
                yield {"field": name, "term": terms[column], "weight": weight, "holders": held, **known}


def _runs(scratch: Scratch, weights: DataFrame) -> DataFrame:
    """The frequent terms in runs of neighbours by date, twice, the second half a run further on."""
    from pyspark.sql import functions as f

    frequent = weights.filter(f.col("holders") > LONGEST).drop("holders")
    line = [f.col("field"), f.col("term"), f.col("place")]
    lined = scratch.number(frequent, line, "frequent", "at")
    starts = lined.groupBy("field", "term").agg(f.min("at").alias("start"))
    ranked = map_rows(
        lined.join(starts, ["field", "term"]).withColumn("rank", f.col("at") - f.col("start")).drop("at", "start"),
        _halved,
        "field string, term string, number long, place long, published int, weight float, rank long",
    )
    stages = f.explode(f.array(f.lit(1), f.lit(2)))
    shifted = ranked.withColumn("stage", stages)
    run = f.floor((f.col("rank") + (f.col("stage") - 1) * (LONGEST // 2)) / LONGEST)
    return shifted.withColumn("run", run).drop("rank")


def _halved(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    weights = halved(np.array([row["weight"] for row in rows], dtype=np.float32)).tolist()
    return ({**row, "weight": weight} for row, weight in zip(rows, weights, strict=True))


def _nearest(columns: Any) -> Any:
    """The pairs that the reports of one block keep, by each field."""
    import pyarrow as pa  # type: ignore[import-untyped]  # ships no types
    import pyarrow.compute as pc  # type: ignore[import-untyped]  # ships no types

    block = columns["block"][0].as_py()
    found = [np.empty((0, 2), dtype=np.int64)]
    for field, rules in RULES.items():
        own = columns.filter(pc.equal(columns["field"], field))
        if own.num_rows:
            found.append(_nearest_in(own, block, rules))
    pairs = np.unique(np.concatenate(found), axis=0)
    return pa.table({"block": np.full(len(pairs), block), "first": pairs[:, 0], "second": pairs[:, 1]})


def _nearest_in(columns: Any, block: int, rules: tuple[str, ...]) -> NDArray[np.int64]:
    """Of the columns of one field, which are rows here, each with its members."""
    import pyarrow as pa
    from scipy.sparse import csr_matrix

    columns = columns.sort_by([(name, "ascending") for name in ("stage", "term", "run")])
    lists = columns["members"].combine_chunks()
    members = lists.flatten()
    own, place, weight = (members.field(name).to_numpy() for name in ("number", "place", "weight"))
    numbers, first = np.unique(own, return_index=True)
    at = np.repeat(np.arange(len(lists)), lists.value_lengths().to_numpy())
    shape = (len(numbers), len(lists))
    runs = csr_matrix((weight.astype(np.float32), (np.searchsorted(numbers, own), at)), shape=shape)
    runs.sort_indices()
    days = members.field("published").cast(pa.float64()).to_numpy(zero_copy_only=False)[first]
    order = np.argsort(days, kind="stable").astype(np.int64)
    pairs = nearest_in_runs(runs, order, days, place[first] // BLOCK == block, rules)
    return np.stack([numbers[pairs // MOST], numbers[pairs % MOST]], axis=1)


# --- judgement ------------------------------------------------------------------------------------------------------


def _judged(scratch: Scratch, dossiers: DataFrame, candidates: DataFrame, total: int) -> DataFrame:
    """``first``, ``second``, ``probability`` of the candidates that are not next to impossible."""
    from pyspark.sql import functions as f

    sides = candidates.select("block", f.explode(f.array("first", "second")).alias("number")).distinct()
    needed = sides.join(dossiers, "number")
    judged = map_cogroups(
        needed,
        candidates,
        "block",
        lambda reports, pairs: _probabilities(reports, pairs, total),
        "first long, second long, probability float",
    )
    return scratch.keep(judged, "judged")


def _probabilities(reports: list[dict[str, Any]], pairs: list[dict[str, Any]], total: int) -> Iterator[dict[str, Any]]:
    reports = sorted(reports, key=lambda row: row["number"])
    numbers = np.array([row["number"] for row in reports], dtype=np.int64)
    sides = [np.searchsorted(numbers, [pair[side] for pair in pairs]).astype(np.int64) for side in ("first", "second")]
    features = pair_features(_articles(reports, total), sides[0], sides[1], load_background())
    likely = load_trees(SHIPPED).probabilities(features).tolist()
    for pair, probability in zip(pairs, likely, strict=True):
        if probability >= WEAKEST:
            yield {"first": pair["first"], "second": pair["second"], "probability": probability}


def _clustered(scratch: Scratch, pairs: DataFrame) -> DataFrame:
    """``number``, ``event`` of the reports in a component of likely pairs."""
    from pyspark.sql import functions as f

    likely = pairs.filter(f.col("probability") >= THRESHOLD).select(
        f.col("first").alias("a"), f.col("second").alias("b")
    )
    known = scratch.keep(components(scratch, likely, "grouping"), "grouping")
    first = known.select(f.col("node").alias("first"), "component")
    second = known.select(f.col("node").alias("second"), f.col("component").alias("other"))
    inside = pairs.join(first, "first").join(second, "second").filter("component = other").drop("other")
    return map_groups(inside, ["component"], _events, "number long, event long")


def _events(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    rows = sorted(rows, key=lambda row: (row["first"], row["second"]))
    first, second = (np.array([row[side] for row in rows], dtype=np.int64) for side in ("first", "second"))
    numbers = np.unique(np.concatenate([first, second]))
    probability = np.array([row["probability"] for row in rows], dtype=np.float32)
    places = np.searchsorted(numbers, first), np.searchsorted(numbers, second)
    for group in clusters(len(numbers), *places, probability):
        members = numbers[group].tolist()
        yield from ({"number": number, "event": members[0]} for number in members)

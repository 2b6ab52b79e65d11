"""Linkage by splink's Spark backend, with the settings that :mod:`claimkit.comparison.scoring` gives that of DuckDB.

The levels are written in the SQL of DuckDB; Spark has the same functions under other names (:func:`spark_sql`). To the
driver come the patterns of levels with their counts, a few thousand rows, to which the model is fitted there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from claimkit.comparison.blocking import CLOSED
from claimkit.comparison.comparisons import Comparison, Model, shipped_model, splink_settings
from claimkit.comparison.estimation import event_of, fitted_to, probability, weights
from claimkit.comparison.linkage import EXPANDED, LIKELY, LIKELY_SAME
from claimkit.comparison.scoring import MISSING, numbered, quiet_splink
from claimkit.spark.components import components
from claimkit.spark.frames import Scratch, map_groups

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

# Under which the tables that are compared are known to Spark's SQL.
_VIEWS = ("claimkit_claims", "claimkit_pairs")
_NAMES = {
    "len": "size",
    "list_has_any": "arrays_overlap",
    "list_contains": "array_contains",
    "list_intersect": "array_intersect",
    "array_inner_product": "vector_inner_product",
}
_FUNCTION = re.compile(rf"\b({'|'.join(_NAMES)})\(")


def spark_sql(sql: str) -> str:
    """A level's condition in the SQL of Spark.

    >>> spark_sql("len(names_l) > 0")
    'size(names_l) > 0'
    """
    return _FUNCTION.sub(lambda match: f"{_NAMES[match[1]]}(", sql)


def linked(scratch: Scratch, table: DataFrame, pairs: DataFrame) -> tuple[DataFrame, Model]:
    """``a``, ``b``, ``weight`` of the pairs of rows with those that close their sets, and the model fitted to them."""
    start = shipped_model()
    levels = compared(scratch, table, pairs, start, "compared")
    model = _fitted(start, levels)
    weighed = scratch.keep(weighted(levels, model), "weighed")
    closing = scratch.keep(_closing(scratch, table, weighed), "closing")
    more = weighted(compared(scratch, table, closing, start, "compared-closing"), model)
    return weighed.union(more), model


def compared(scratch: Scratch, table: DataFrame, pairs: DataFrame, model: Model, name: str) -> DataFrame:
    """``a``, ``b`` and the level of each pair in each comparison of the model, counted from the strongest."""
    with quiet_splink():
        from pyspark.sql import functions as f
        from splink import Linker
        from splink.backends.spark import SparkAPI

        database = SparkAPI(  # type: ignore[no-untyped-call]  # ships no types
            spark_session=scratch.session, break_lineage_method="persist", register_udfs_automatically=False
        )
        # A run that failed may have left them.
        for view in _VIEWS:
            scratch.session.catalog.dropTempView(view)
        columns = table.drop("article", "several", "rarest", "subject_order", "direction", "turned", "keys")
        registered = database.register(columns, table_name=_VIEWS[0])
        linker = Linker(registered, splink_settings(_for_spark(numbered(model))), log_level=None)
        blocked = pairs.select(
            f.col("a").alias("join_key_l"), f.col("b").alias("join_key_r"), f.lit("0").alias("match_key")
        )
        linker.table_management.register_blocked_pairs_for_predict(database.register(blocked, table_name=_VIEWS[1]))
        predicted = linker.inference.predict(warning_mode="never")
        frame = predicted.as_spark_dataframe()
        # 1 for the strongest level, 2 for the next, 0 where nothing is compared: see `numbered`.
        level = [
            f.when(f.round(f"mw_{each.name}") > 0, f.round(f"mw_{each.name}") - 1)
            .otherwise(MISSING)
            .cast("int")
            .alias(each.name)
            for each in model.comparisons
        ]
        found = scratch.keep(
            frame.select(f.col("unique_id_l").alias("a"), f.col("unique_id_r").alias("b"), *level), name
        )
        frame.unpersist()
        for view in (*_VIEWS, predicted.physical_name):
            scratch.session.catalog.dropTempView(view)
        return found


def _for_spark(model: Model) -> Model:
    def translated(each: Comparison) -> Comparison:
        levels = tuple(replace(level, sql=spark_sql(level.sql)) for level in each.levels)
        return replace(each, missing=spark_sql(each.missing), levels=levels)

    return replace(model, comparisons=tuple(map(translated, model.comparisons)))


def _fitted(start: Model, levels: DataFrame) -> Model:
    """The model fitted to the pairs of one event."""
    names = [each.name for each in start.comparisons]
    within = levels.filter(levels[names[event_of(start)]] == 0)
    rows = sorted(tuple(row) for row in within.groupBy(*names).count().collect())
    patterns = np.array([row[:-1] for row in rows], np.uint8).reshape(-1, len(names))
    return fitted_to(start, patterns, np.array([row[-1] for row in rows], np.int64))


def weighted(levels: DataFrame, model: Model) -> DataFrame:
    """``a``, ``b``, ``weight`` in bits."""
    import pyarrow as pa  # type: ignore[import-untyped]  # ships no types

    names = [each.name for each in model.comparisons]

    def weigh(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            found = np.stack([batch.column(name).to_numpy() for name in names], axis=1).astype(np.uint8)
            columns = [batch.column("a"), batch.column("b"), pa.array(weights(model, found))]
            yield pa.RecordBatch.from_arrays(columns, names=["a", "b", "weight"])

    return levels.mapInArrow(weigh, "a long, b long, weight double")


def _least_weight(chance: float) -> float:
    """The weight of a probability: what is compared where weights, not probabilities, are at hand."""
    return float(np.log2(chance / (1 - chance)))


def likely(frame: DataFrame, chance: float) -> DataFrame:
    """The rows with a ``weight`` of at least that probability, as :func:`probability` rounds it."""
    import pyarrow as pa

    def chosen(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield batch.filter(pa.array(probability(batch.column("weight").to_numpy()) >= chance))

    near = frame.filter(frame["weight"] >= _least_weight(chance) - 1e-6)
    return near.mapInArrow(chosen, near.schema)


def _closing(scratch: Scratch, table: DataFrame, weighed: DataFrame) -> DataFrame:
    """The pairs that lack among rows which likely pairs connect; sets of more than 64 are left as they are."""
    from pyspark.sql import functions as f

    known = components(scratch, likely(weighed, LIKELY_SAME), "alike")
    sizes = known.groupBy("component").count().filter((f.col("count") > 2) & (f.col("count") <= CLOSED))
    rows = table.select(f.col("unique_id").alias("node"), "article")
    sets = known.join(sizes.select("component"), "component").join(rows, "node")
    every = map_groups(sets, ["component"], _all_pairs, "a long, b long")
    return every.join(weighed.select("a", "b"), ["a", "b"], "left_anti")


def _all_pairs(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    rows = sorted(rows, key=lambda row: row["node"])
    for at, one in enumerate(rows):
        for other in rows[at + 1 :]:
            if one["article"] != other["article"]:
                yield {"a": one["node"], "b": other["node"]}


def claim_pairs(weighed: DataFrame, members: DataFrame) -> DataFrame:
    """``claim_a``, ``claim_b``, ``weight`` of the likely pairs, of different articles.

    Of rows that stand for more than 64 pairs of claims each claim is paired with the first of the other row only.
    """
    from pyspark.sql import functions as f

    sizes = members.groupBy("row").agg(f.count("*").alias("size"), f.min("claim_id").alias("first"))
    sides = likely(weighed, LIKELY)
    for side in ("a", "b"):
        own = sizes.select(
            f.col("row").alias(side), f.col("size").alias(f"size_{side}"), f.col("first").alias(f"first_{side}")
        )
        sides = sides.join(own, side)
    whole = f.col("size_a") * f.col("size_b") <= EXPANDED
    one, other = (
        members.select(
            f.col("row").alias(side),
            f.col("claim_id").alias(f"claim_{side}"),
            f.col("article_id").alias(f"article_{side}"),
        )
        for side in ("a", "b")
    )
    chosen = ("claim_a", "article_a", "claim_b", "article_b", "weight")
    all_ = sides.filter(whole).join(one, "a").join(other, "b").select(*chosen)
    left = (
        sides.filter(~whole).join(one, "a").join(other.drop("b"), f.col("first_b") == f.col("claim_b")).select(*chosen)
    )
    right = (
        sides.filter(~whole).join(other, "b").join(one.drop("a"), f.col("first_a") == f.col("claim_a")).select(*chosen)
    )
    apart = all_.union(left).union(right).filter("article_a <> article_b")
    return apart.groupBy(
        f.least("claim_a", "claim_b").alias("claim_a"), f.greatest("claim_a", "claim_b").alias("claim_b")
    ).agg(f.first("weight").alias("weight"))

"""Connected components of a graph whose edges are rows: small ones on the driver, large ones on the cluster.

Up to :data:`ON_DRIVER` edges (some hundred megabytes) SciPy labels them at once. Beyond, the alternation of large-star
and small-star (Kiveris et al. 2014, "Connected components in MapReduce and beyond") does, in a number of rounds that
grows with the logarithm of the nodes. Either way the name of a component is its least node.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimkit.spark.frames import Scratch

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

ON_DRIVER = 5_000_000
_ROUNDS = 50


def components(scratch: Scratch, edges: DataFrame, name: str, *, on_driver: int = ON_DRIVER) -> DataFrame:
    """``node``, ``component`` of every node that is in an edge; ``edges`` has the columns ``a`` and ``b``."""
    kept = scratch.keep(edges.select("a", "b"), f"{name}-edges")
    if kept.count() <= on_driver:
        return _labelled(scratch, kept)
    return _by_stars(scratch, kept, name)


def _labelled(scratch: Scratch, edges: DataFrame) -> DataFrame:
    import numpy as np
    import pyarrow as pa  # type: ignore[import-untyped]  # ships no types
    from pyspark.sql.types import StructField, StructType
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    table = edges.toArrow()
    a, b = (np.asarray(table[side].to_pylist(), dtype=None if len(table) else np.int64) for side in ("a", "b"))
    nodes, flat = np.unique(np.concatenate([a, b]), return_inverse=True)
    kind = edges.schema["a"].dataType
    schema = StructType([StructField("node", kind), StructField("component", kind)])
    if not len(nodes):
        return scratch.session.createDataFrame([], schema)
    graph = coo_array((np.ones(len(a)), (flat[: len(a)], flat[len(a) :])), shape=(len(nodes),) * 2)
    _, label = connected_components(graph, directed=False)
    _, first = np.unique(label, return_index=True)  # nodes are sorted: the first of a component is its least
    found = pa.table({"node": nodes.tolist(), "component": nodes[first[label]].tolist()})
    return scratch.session.createDataFrame(found, schema)


def _by_stars(scratch: Scratch, edges: DataFrame, name: str) -> DataFrame:
    from pyspark.sql import functions as f

    a, b = f.col("a"), f.col("b")
    nodes = edges.select(a.alias("node")).union(edges.select(b.alias("node"))).distinct()
    links = edges.filter(a != b).select(f.greatest(a, b).alias("a"), f.least(a, b).alias("b")).distinct()
    before = None
    for number in range(_ROUNDS):
        links = scratch.keep(_small_star(_large_star(links)), f"{name}-{number % 2}")
        # Names are compared as a sum of hashes, so that nothing but two numbers comes to the driver.
        now = links.agg(f.count("*"), f.sum(f.xxhash64("a", "b").cast("decimal(38,0)"))).collect()[0]
        if now == before:
            break
        before = now
    found = links.select(a.alias("node"), b.alias("component"))
    return nodes.join(found, "node", "left").select("node", f.coalesce("component", "node").alias("component"))


def _large_star(links: DataFrame) -> DataFrame:
    """Every larger neighbour of a node is linked to the least of the node and its neighbours."""
    from pyspark.sql import functions as f

    both = links.select("a", "b").union(links.select(f.col("b").alias("a"), f.col("a").alias("b")))
    least = both.groupBy("a").agg(f.least("a", f.min("b")).alias("least"))
    return (
        both.filter(f.col("b") > f.col("a")).join(least, "a").select(f.col("b").alias("a"), f.col("least").alias("b"))
    ).distinct()


def _small_star(links: DataFrame) -> DataFrame:
    """A node and its smaller neighbours are linked to the least of these."""
    from pyspark.sql import functions as f

    down = links.select(f.greatest("a", "b").alias("a"), f.least("a", "b").alias("b"))
    least = down.groupBy("a").agg(f.min("b").alias("least"))
    own = least.select("a", f.col("least").alias("b"))
    others = (
        down.join(least, "a")
        .filter(f.col("b") != f.col("least"))
        .select(f.col("b").alias("a"), f.col("least").alias("b"))
    )
    return own.union(others).filter(f.col("a") != f.col("b")).distinct()

"""Numbers for rows, and connected components, whatever the partitions."""

from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import functions as f

from claimkit.spark.components import components
from claimkit.spark.frames import Scratch


@pytest.fixture
def scratch(spark: Any, tmp_path: Path) -> Scratch:
    return Scratch(spark, str(tmp_path))


def test_rows_are_numbered_in_their_order_and_a_common_value_is_dealt_out(spark: Any, scratch: Scratch) -> None:
    frame = spark.range(20_000).select((f.col("id") * 7919 % 20_000).alias("id"), f.lit("the same").alias("key"))
    parts = 4
    spark.conf.set("spark.sql.shuffle.partitions", parts)
    spark.conf.set("spark.sql.adaptive.enabled", "false")
    try:
        found = scratch.number(frame, [f.col("key"), f.col("id")], "numbered")
        sizes = [
            row["count"]
            for row in scratch.session.read.parquet(f"{scratch.folder}/numbered").groupBy("part_").count().collect()
        ]
    finally:
        spark.conf.set("spark.sql.shuffle.partitions", 1)
        spark.conf.set("spark.sql.adaptive.enabled", "true")

    assert found.filter("id <> number").count() == 0
    assert len(sizes) == parts
    assert max(sizes) < 2 * 20_000 / parts


def test_no_rows_have_no_numbers(spark: Any, scratch: Scratch) -> None:
    assert scratch.number(spark.createDataFrame([], "a int"), [f.col("a")], "none").count() == 0


EDGES = [(5, 4), (4, 9), (9, 12), (12, 11), (11, 7), (2, 3), (3, 2), (20, 20), (21, 22), (22, 23), (23, 24), (21, 25)]
NAMES = {4: 4, 5: 4, 7: 4, 9: 4, 11: 4, 12: 4, 2: 2, 3: 2, 20: 20, 21: 21, 22: 21, 23: 21, 24: 21, 25: 21}


@pytest.mark.parametrize("on_driver", [1_000, 0], ids=["driver", "cluster"])
def test_a_component_is_named_by_its_least_node(on_driver: int, spark: Any, scratch: Scratch) -> None:
    edges = spark.createDataFrame(EDGES, "a long, b long")
    found = components(scratch, edges, "graph", on_driver=on_driver)

    assert {row["node"]: row["component"] for row in found.collect()} == NAMES


@pytest.mark.parametrize("on_driver", [1_000, 0], ids=["driver", "cluster"])
def test_names_may_be_words(on_driver: int, spark: Any, scratch: Scratch) -> None:
    edges = spark.createDataFrame([("b", "c"), ("c", "a"), ("x", "y")], "a string, b string")
    found = components(scratch, edges, "words", on_driver=on_driver)

    assert {row["node"]: row["component"] for row in found.collect()} == {
        "a": "a",
        "b": "a",
        "c": "a",
        "x": "x",
        "y": "x",
    }


@pytest.mark.parametrize("on_driver", [1_000, -1], ids=["driver", "cluster"])
def test_no_edges_are_no_components(on_driver: int, spark: Any, scratch: Scratch) -> None:
    assert components(scratch, spark.createDataFrame([], "a long, b long"), "none", on_driver=on_driver).count() == 0

"""Splink puts every pair at the same level on Spark as on DuckDB; neighbours are those of the local engine."""

import datetime
import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from claimkit.comparison import nearness, scoring
from claimkit.comparison.blocking import Candidates
from claimkit.comparison.comparisons import shipped_model
from claimkit.spark.blocking import neighbours
from claimkit.spark.frames import Scratch
from claimkit.spark.linkage import compared

ROWS = 70
LISTS = ("near", "subject_words", "others", "others_rare", "names", "names_rare", "places", "words", "rest")


@pytest.fixture
def scratch(spark: Any, tmp_path: Path) -> Scratch:
    return Scratch(spark, str(tmp_path))


def table(seed: int) -> Any:
    """Rows in which anything may be missing, equal, near or far."""
    import pyarrow as pa

    chance = np.random.default_rng(seed)

    def maybe(values: Any, kind: Any) -> Any:
        return pa.array([None if chance.random() < 0.2 else each for each in np.asarray(values).tolist()], kind)

    def truth(share: float) -> Any:
        return pa.array(chance.random(ROWS) < share)

    day = chance.integers(1, 9, ROWS) + float(datetime.date(2031, 1, 1).toordinal())
    columns: dict[str, Any] = {
        "unique_id": pa.array(np.arange(ROWS), pa.int64()),
        "event": maybe(chance.integers(0, 3, ROWS), pa.int32()),
        "predicate": pa.array(chance.integers(0, 6, ROWS), pa.int32()),
        "predicate_common": truth(0.5),
        "subject": maybe(chance.integers(0, 5, ROWS), pa.int32()),
        "subject_common": truth(0.5),
        "subject_named": truth(0.5),
        "from_day": maybe(day, pa.float64()),
        "to_day": pa.array(day + chance.integers(0, 2, ROWS), pa.float64()),
        "time_common": truth(0.5),
        "negated": truth(0.3),
        "unreal": truth(0.3),
    }
    for name in LISTS:
        size, words = (9, 14) if name == "rest" else (3, 8)
        lists = [np.unique(chance.integers(0, words, chance.integers(0, size))).tolist() for _ in range(ROWS)]
        columns[name] = pa.array(lists, pa.list_(pa.int32()))
    for slot in range(3):
        low = chance.integers(0, 6, ROWS).astype(float)
        columns[f"dimension_{slot}"] = maybe(chance.integers(0, 2, ROWS).astype(float), pa.float64())
        columns[f"counted_{slot}"] = maybe(chance.integers(0, 2, ROWS).astype(float), pa.float64())
        columns[f"low_{slot}"] = pa.array(low)
        columns[f"high_{slot}"] = pa.array(low + chance.integers(0, 2, ROWS))
        columns[f"age_{slot}"] = truth(0.2)
    # Half of the directions are much alike.
    common = chance.integers(-60, 60, nearness.DIMENSIONS)
    own = chance.integers(-40, 40, (ROWS, nearness.DIMENSIONS))
    vectors = (own + np.where(np.arange(ROWS)[:, None] % 2, common, 0)).astype(np.float32)
    columns["vector"] = pa.FixedSizeListArray.from_arrays(pa.array(vectors.ravel()), nearness.DIMENSIONS)
    return pa.table(columns)


def test_every_level_is_the_same_on_spark_and_on_duckdb(scratch: Scratch) -> None:
    import pyarrow as pa

    claims, model = table(5), shipped_model()
    a, b = (np.array(side, np.int32) for side in zip(*itertools.combinations(range(ROWS), 2), strict=True))
    expected = scoring.compare_pairs(claims, Candidates(a, b, np.zeros(len(a), np.uint8), ()), model)

    vectors = pa.array(claims["vector"].to_pylist(), pa.list_(pa.float32()))
    on_spark = scratch.session.createDataFrame(
        claims.set_column(claims.column_names.index("vector"), "vector", vectors)
    )
    pairs = scratch.session.createDataFrame(pa.table({"a": a, "b": b}))
    found = compared(scratch, on_spark, pairs, model, "compared").orderBy("a", "b").toArrow()
    levels = np.stack([found[each.name].to_numpy() for each in model.comparisons], axis=1)

    assert found["a"].to_pylist() == a.tolist()
    assert found["b"].to_pylist() == b.tolist()
    for at, each in enumerate(model.comparisons):
        assert levels[:, at].tolist() == expected[:, at].tolist(), each.name
        assert len(np.unique(expected[:, at])) > 1, f"{each.name}: the rows are not all alike"


def test_neighbours_are_found_in_the_buckets_of_the_local_engine(scratch: Scratch) -> None:
    """More rows than one bucket holds, some of them without a direction."""
    import pyarrow as pa

    chance = np.random.default_rng(3)
    rows = nearness.BUCKET + 900
    centres = chance.integers(-90, 90, (40, nearness.DIMENSIONS))
    vectors = (centres[chance.integers(0, 40, rows)] + chance.integers(-30, 30, (rows, 64))).astype(np.float32)
    vectors[chance.random(rows) < 0.05] = 0
    article = chance.integers(0, rows // 5, rows).astype(np.int32)
    expected = nearness.neighbours(vectors, article, k=4, cosine=0.6)

    columns = {
        "unique_id": pa.array(np.arange(rows), pa.int64()),
        "article": pa.array([str(each) for each in article.tolist()]),
        "direction": pa.array(vectors.tolist(), pa.list_(pa.float32())),
        "turned": pa.array(vectors.any(axis=1)),
    }
    found = neighbours(scratch, scratch.session.createDataFrame(pa.table(columns))).collect()

    assert len(expected.a)
    assert {(row["a"], row["b"]) for row in found} == set(zip(expected.a.tolist(), expected.b.tolist(), strict=True))

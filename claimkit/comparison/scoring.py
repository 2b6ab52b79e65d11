"""Pairs of rows compared by splink on DuckDB: at which level each pair stands in each comparison."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from claimkit.comparison.blocking import Candidates
from claimkit.comparison.columns import AGE, SLOTS, Columns, Lists
from claimkit.comparison.comparisons import Comparison, Level, Model, splink_settings
from claimkit.comparison.nearness import DIMENSIONS, Vectors
from claimkit.resources import load_lexicon

# The level of a comparison that had nothing to compare.
MISSING = 255
Levels = NDArray[np.uint8]
_PAIRS_AT_ONCE = 2_000_000
# A word is rare that stands in no more claims than this, or in no larger share of them.
_RARE, _RARE_SHARE = 3, 1 / 500


def compare_pairs(claims: Any, pairs: Candidates, model: Model) -> Levels:
    """The level of every pair in every comparison, counted from the strongest; shape (pairs, comparisons).

    ``claims`` is the table of :func:`arrow_table`, whole or only the rows that are in ``pairs``.
    """
    levels = np.full((len(pairs.a), len(model.comparisons)), MISSING, np.uint8)
    if not len(pairs.a):
        return levels
    with quiet_splink():
        import pyarrow as pa  # type: ignore[import-untyped]  # ships no types
        from duckdb import InvalidInputException
        from splink import Linker
        from splink.backends.duckdb import DuckDBAPI

        database = DuckDBAPI()
        # In a notebook without ipywidgets there is no bar, and DuckDB refuses even to turn it off.
        with suppress(InvalidInputException):
            database.duckdb_con.execute("SET enable_progress_bar = false")
        table = database.register(claims, table_name="claims")
        linker = Linker(table, splink_settings(numbered(model)), log_level=None)
        for start in range(0, len(pairs.a), _PAIRS_AT_ONCE):
            part = slice(start, start + _PAIRS_AT_ONCE)
            blocked = pa.table(
                {"join_key_l": pairs.a[part], "join_key_r": pairs.b[part], "match_key": ["0"] * len(pairs.a[part])}
            )
            linker.table_management.register_blocked_pairs_for_predict(
                database.register(blocked, table_name=f"pairs_{start}")
            )
            predicted = linker.inference.predict(warning_mode="never")
            levels[part] = _levels(database, predicted.physical_name, model)
            predicted.drop_table_from_database_and_remove_from_cache()
            database.duckdb_con.unregister(f"pairs_{start}")
    return levels


def numbered(model: Model) -> Model:
    """The model with weights that are numbers of levels: splink gives out weights, and from these the level is read.

    Otherwise it would have to keep the columns of both claims beside each pair, vectors and all.
    """
    return Model(
        prior=0.5,
        comparisons=tuple(
            Comparison(
                each.name,
                each.missing,
                tuple(
                    Level(level.name, level.sql, level.words, m=0.5, u=0.5 / 2 ** (number + 1))
                    for number, level in enumerate(each.levels)
                ),
            )
            for each in model.comparisons
        ),
    )


def _levels(database: Any, table: str, model: Model) -> Levels:
    """The weights of the numbered model are 1 for the strongest level, 2 for the next, 0 where nothing is compared."""
    chosen = ", ".join(f"cast(round(mw_{each.name}) as utinyint) as {each.name}" for each in model.comparisons)
    rows = database.duckdb_con.sql(
        f"select {chosen} from {table} order by unique_id_l, unique_id_r"  # noqa: S608 - names of ours
    ).fetchnumpy()
    levels = np.stack([np.asarray(rows[each.name], np.uint8) for each in model.comparisons], axis=1)
    return levels - np.uint8(1)  # 0 becomes 255, MISSING


@contextmanager
def quiet_splink() -> Iterator[None]:
    """Splink speaks of training that was left out on purpose; the user asked for a comparison, not for splink."""
    logger = logging.getLogger("splink")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)


@dataclass(frozen=True, slots=True)
class Frequencies:
    """How often the subject and the time of each row occur, in a collection of so many rows."""

    rows: int
    subject: NDArray[np.int64]
    time: NDArray[np.int64]


def arrow_table(columns: Columns, near: Lists, vectors: Vectors, known: Frequencies | None = None) -> Any:
    """What is compared as a pyarrow table, ``unique_id`` being the row; absent is null.

    ``near`` lists for each row the predicates that mean about the same, ``vectors`` are those of the
    claims without their subjects. ``known`` is what the columns do not tell if they are a part of a collection.
    """
    import pyarrow as pa

    known = known or Frequencies(len(columns), _subject_frequency(columns), _frequency(columns.when))
    common = max(_RARE, known.rows * _RARE_SHARE)
    light_numbers = _numbers_of(columns, columns.predicate, set(load_lexicon("comparison")["light"]))
    rare = columns.frequency <= common
    ages = _numbers_of(columns, columns.measures[:, :, 0], {AGE})
    table = {
        "unique_id": pa.array(np.arange(len(columns), dtype=np.int32)),
        "event": _nullable(columns.event),
        "predicate": pa.array(columns.predicate),
        "predicate_common": pa.array(
            (columns.predicate_frequency > 5 * common) | np.isin(columns.predicate, light_numbers)
        ),
        "near": _listed(near),
        "subject": _nullable(columns.subject),
        "subject_common": pa.array(known.subject > common),
        "subject_named": pa.array(columns.subject_named),
        "subject_words": _listed(columns.subject_words),
        "others": _listed(columns.others),
        "others_rare": _listed(_kept(columns.others, rare)),
        "names": _listed(columns.names),
        "names_rare": _listed(_kept(columns.names, rare)),
        "places": _listed(columns.places),
        "words": _listed(columns.words),
        "rest": _listed(columns.rest),
        "from_day": _nullable(columns.when[:, 0]),
        "time_common": pa.array(known.time > common),
        "to_day": _nullable(columns.when[:, 1]),
        "negated": pa.array(columns.negated),
        "unreal": pa.array(columns.unreal),
        "vector": pa.FixedSizeListArray.from_arrays(pa.array(vectors.ravel()), DIMENSIONS),
    }
    for slot in range(SLOTS):
        for at, part in enumerate(("dimension", "counted", "low", "high")):
            table[f"{part}_{slot}"] = _nullable(columns.measures[:, slot, at])
        table[f"age_{slot}"] = pa.array(np.isin(columns.measures[:, slot, 0], ages))
    return pa.table(table)


def _numbers_of(columns: Columns, numbers: NDArray[Any], words: set[str]) -> list[int]:
    """Those of ``numbers`` that stand for one of the words; NaN stands for none."""
    distinct = np.unique(numbers[~np.isnan(numbers)]).astype(np.int64)
    return [number for number in distinct.tolist() if columns.vocabulary[number] in words]


def _subject_frequency(columns: Columns) -> NDArray[np.int64]:
    counts = np.bincount(columns.subject[columns.subject >= 0], minlength=len(columns.vocabulary))
    return np.where(columns.subject >= 0, counts[columns.subject], 0).astype(np.int64)


def _frequency(values: NDArray[Any]) -> NDArray[np.int64]:
    """How often each row's values occur."""
    if not len(values):
        return np.empty(0, np.int64)
    _, inverse, counts = np.unique(values, axis=0, return_inverse=True, return_counts=True)
    return counts[inverse.ravel()]


def _kept(lists: Lists, wanted: NDArray[np.bool_]) -> Lists:
    chosen = wanted[lists.values]
    starts = np.concatenate([[0], np.cumsum(chosen)])[lists.starts]
    return Lists(lists.values[chosen], starts.astype(np.int64))


def _nullable(values: NDArray[Any]) -> Any:
    import pyarrow as pa

    values = np.ascontiguousarray(values)
    return pa.array(values, mask=np.isnan(values) | (values == -1) if values.dtype.kind == "f" else values == -1)


def _listed(lists: Lists) -> Any:
    import pyarrow as pa

    return pa.ListArray.from_arrays(pa.array(lists.starts.astype(np.int32)), pa.array(lists.values))

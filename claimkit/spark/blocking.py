"""The claims of a collection as rows to link, and the pairs of rows worth comparing, on Spark.

What the driver holds and sends to every worker is the vocabulary: each distinct word with how many rows it stands in
(some hundred bytes a word; the words of news grow with about the square root of the text), the predicates that mean
about the same, and how often each interval of days occurs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from claimkit.comparison import nearness
from claimkit.comparison.blocking import RULES, keys_of, rarest_words
from claimkit.comparison.columns import LISTS, Columns, Raw, Vocabulary, columns_of_part, raw_of
from claimkit.comparison.linkage import NEAR, NEAR_PREDICATES, NEIGHBOURS
from claimkit.comparison.nearness import BUCKET, Vectors
from claimkit.comparison.profiles import Profile
from claimkit.comparison.scoring import Frequencies, arrow_table
from claimkit.resources import load_lexicon
from claimkit.spark.frames import Scratch, digest, map_rows, unpacked

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

Ints = NDArray[np.int32]
# Rows in one order that are paired with their next in one go.
_RUN = 4096
_WINDOW = max(rule.window for rule in RULES)


@dataclass(frozen=True, slots=True)
class Known:
    """What every worker knows of the collection: its words, the rarest first, how often they stand where, and more.

    ``near`` lists by the number of a predicate those that mean about the same; ``times`` counts rows by their interval.
    """

    rows: int
    vocabulary: tuple[str, ...]
    frequency: Ints
    as_predicate: Ints
    as_subject: Ints
    near: Mapping[int, list[int]]
    times: Mapping[tuple[float, float], int]


# --- rows -----------------------------------------------------------------------------------------------------------


def members_of(scratch: Scratch, claims: DataFrame) -> tuple[DataFrame, DataFrame]:
    """The distinct rows by number, and ``claim_id``, ``article_id``, ``row`` of their claims.

    ``claims`` has the columns ``claim_id``, ``article_id``, ``event``, ``profile``.
    """
    from pyspark.sql import functions as f

    columns = "claim_id string, article_id string, key string, words array<string>, others array<string>, "
    columns += "predicate string, subject string, first double, last double"
    seen = scratch.keep(map_rows(claims, _seen, columns), "seen")
    found = seen.groupBy("key").agg(
        f.min("claim_id").alias("claim_id"), f.min("article_id").alias("article"), f.max("article_id").alias("last_")
    )
    single = f.when(f.col("article") == f.col("last_"), f.col("article"))
    numbered = scratch.number(
        found.select("key", "claim_id", single.alias("article")), [f.col("claim_id")], "rows", "row"
    )
    members = seen.select("claim_id", "article_id", "key").join(numbered.select("key", "row"), "key").drop("key")
    own = seen.drop("article_id").join(numbered.select("claim_id", "row", "article"), "claim_id")
    return scratch.keep(own, "distinct-rows"), scratch.keep(members, "members")


def _seen(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    word = Vocabulary()
    raws = [raw_of(unpacked(row["profile"]), word, row["event"]) for row in rows]
    words = list(word.numbers)
    for row, raw in zip(rows, raws, strict=True):
        lists = {name: _spelt(getattr(raw, name), words) for name in LISTS}
        held = sorted({each for found in lists.values() for each in found})
        predicate, subject = words[raw.predicate], words[raw.subject] if raw.subject >= 0 else None
        measures = [
            (words[kind], words[of] if of >= 0 else None, low + 0.0, high + 0.0) for kind, of, low, high in raw.measures
        ]
        named = {predicate, subject, *(each for kind, of, _, _ in measures for each in (kind, of))}
        yield {
            "claim_id": row["claim_id"],
            "article_id": row["article_id"],
            "key": digest(
                raw.event, predicate, subject, raw.subject_named, lists, measures, raw.when, raw.negated, raw.unreal
            ),
            "words": held,
            "others": sorted(each for each in named if each is not None),
            "predicate": predicate,
            "subject": subject,
            "first": raw.when[0],
            "last": raw.when[1],
        }


def _spelt(numbers: bytes, words: list[str]) -> list[str]:
    return sorted(words[number] for number in np.frombuffer(numbers, np.int32).tolist())


def known_of(rows: DataFrame) -> Known:
    """What all workers are told; ``rows`` as :func:`members_of` gives them."""
    from pyspark.sql import functions as f

    no, yes = f.lit(0), f.lit(1)
    told = [
        rows.select(f.explode("words").alias("word"), yes.alias("held"), no.alias("predicate"), no.alias("subject")),
        rows.select(f.explode("others"), no, no, no),
        rows.select("predicate", no, yes, no),
        rows.filter("subject is not null").select("subject", no, no, yes),
    ]
    every = told[0].union(told[1]).union(told[2]).union(told[3])
    counted = every.groupBy("word").agg(*(f.sum(each).alias(each) for each in ("held", "predicate", "subject")))
    table = sorted((tuple(row.values()) for row in counted.toArrow().to_pylist()), key=lambda row: (row[1], row[0]))
    vocabulary = tuple(row[0] for row in table)
    frequency, as_predicate, as_subject = (np.array([row[at] for row in table], np.int32) for at in (1, 2, 3))
    predicates = np.flatnonzero(as_predicate).astype(np.int32)
    spelt = [vocabulary[number] for number in predicates.tolist()]
    groups = load_lexicon("comparison")["synonyms"]
    vectors = nearness.word_vectors(tuple(spelt))
    times = rows.filter("not isnan(first)").groupBy("first", "last").count().collect()
    return Known(
        rows=rows.count(),
        vocabulary=vocabulary,
        frequency=frequency,
        as_predicate=as_predicate,
        as_subject=as_subject,
        near=nearness.near_words(spelt, predicates, vectors, groups, NEAR_PREDICATES),
        times={(row["first"], row["last"]): row["count"] for row in times},
    )


class _Words:
    """The words of the collection in one worker: their numbers, and the vectors of those it has met."""

    def __init__(self, known: Known) -> None:
        self.numbers = Vocabulary(known.vocabulary)
        self._spelt = known.vocabulary
        # Room for the vectors of all words, of which the operating system gives out what is written to.
        self._vectors = np.zeros((len(known.vocabulary), nearness.DIMENSIONS), np.float32)
        self._met = np.zeros(len(known.vocabulary), np.bool_)

    def vectors(self, asked: Ints) -> Vectors:
        """The vectors of all words, of which those asked for are filled in."""
        new = np.unique(asked[~self._met[asked]])
        if len(new):
            self._vectors[new] = nearness.word_vectors(tuple(self._spelt[number] for number in new.tolist()))
            self._met[new] = True
        return self._vectors


def _table(raws: list[Raw], known: Known, words: _Words) -> tuple[Columns, Any, Vectors]:
    """Rows as columns, as the table that is compared, and the vectors of all their words."""
    columns = columns_of_part(raws, known.vocabulary, known.frequency)
    columns = replace(columns, predicate_frequency=known.as_predicate[columns.predicate])
    subject = np.where(columns.subject >= 0, known.as_subject[columns.subject], 0).astype(np.int64)
    time = np.array([known.times.get((raw.when[0], raw.when[1]), 0) for raw in raws], np.int64)
    predicates, places = np.unique(columns.predicate, return_inverse=True)
    near = nearness.nearest_to(predicates, {each: known.near[each] for each in predicates.tolist()}, places)
    vectors = words.vectors(columns.words.values)
    rest = nearness.claim_vectors(columns, columns.rest, vectors, known.rows)
    table = arrow_table(columns, near, rest, Frequencies(known.rows, subject, time))
    return columns, table, nearness.claim_vectors(columns, columns.words, vectors, known.rows)


def table_of(scratch: Scratch, rows: DataFrame, claims: DataFrame, known: Known) -> DataFrame:
    """The table that is compared, a row each; with what blocking needs: ``keys``, ``direction``, and the order."""
    from pyspark.sql.pandas.types import from_arrow_schema

    sent = scratch.session.sparkContext.broadcast(known)
    both = rows.select("claim_id", "row", "article").join(claims.select("claim_id", "event", "profile"), "claim_id")

    def run(batches: Iterator[Any]) -> Iterator[Any]:
        words = _Words(sent.value)
        for batch in batches:
            yield from _batch(batch, sent.value, words).to_batches()

    schema = from_arrow_schema(_batch(_nothing(), known, _Words(known)).schema)
    return scratch.keep(both.mapInArrow(run, schema), "table")


def _nothing() -> Any:
    import pyarrow as pa  # type: ignore[import-untyped]  # ships no types

    kinds = {"row": pa.int64(), "article": pa.string(), "event": pa.int64(), "profile": pa.binary()}
    return pa.table({name: pa.array([], kind) for name, kind in kinds.items()})


def _batch(batch: Any, known: Known, words: _Words) -> Any:
    import pyarrow as pa

    rows = batch.to_pylist()
    raws = [raw_of(_profile(row), words.numbers, row["event"]) for row in rows]
    columns, table, directions = _table(raws, known, words)
    keys: list[list[dict[str, int]]] = [[] for _ in rows]
    for rule, (high, low, at) in enumerate(keys_of(columns)):
        for one, other, place in zip(high.tolist(), low.tolist(), at.tolist(), strict=True):
            keys[place].append({"rule": rule, "high": one, "low": other})
    key = pa.struct([("rule", pa.int32()), ("high", pa.int64()), ("low", pa.int64())])
    # A row of several articles is of one of its own.
    articles = [row["article"] or f"row {row['row']}" for row in rows]
    table = table.set_column(0, "unique_id", pa.array([row["row"] for row in rows], pa.int64()))
    table = table.set_column(
        table.column_names.index("vector"), "vector", pa.array(_lists(table["vector"]), pa.list_(pa.float32()))
    )
    more = {
        "article": pa.array(articles, pa.string()),
        "several": pa.array([row["article"] is None for row in rows], pa.bool_()),
        "rarest": pa.array(rarest_words(columns)),
        "subject_order": pa.array(columns.subject),
        "direction": pa.array(directions.tolist(), pa.list_(pa.float32())),
        "turned": pa.array(directions.any(axis=1)),
        "keys": pa.array(keys, pa.list_(key)),
    }
    for name, values in more.items():
        table = table.append_column(name, values)
    return table


def _lists(column: Any) -> list[list[float]]:
    found: list[list[float]] = column.to_pylist()
    return found


def _profile(row: Mapping[str, Any]) -> Profile:
    profile: Profile = unpacked(row["profile"])
    return profile


# --- pairs ----------------------------------------------------------------------------------------------------------


def candidates(scratch: Scratch, table: DataFrame) -> DataFrame:
    """``a``, ``b``: the pairs of rows that any rule finds, ``a`` not above ``b``, each once."""
    from pyspark.sql import functions as f

    row = f.col("unique_id")
    copied = table.filter("several").select(row.alias("a"), row.alias("b"))
    found = _windows(scratch, table).union(neighbours(scratch, table)).union(copied).distinct()
    return scratch.keep(found, "pairs")


def _windows(scratch: Scratch, table: DataFrame) -> DataFrame:
    """Rows with one key and their next few. The rows of all keys stand in one line, which is cut into even runs."""
    from pyspark.sql import functions as f

    keyed = table.select(
        f.col("unique_id").alias("row"),
        "article",
        "predicate",
        "subject_order",
        "rarest",
        f.explode("keys").alias("key"),
    )
    keyed = keyed.select("*", "key.rule", "key.high", "key.low").drop("key")
    line = ["rule", "high", "low", "predicate", "subject_order", "rarest", "row"]
    lined = scratch.number(keyed, [f.col(each) for each in line], "keys")
    run = f.floor(f.col("number") / _RUN)
    # The first of a run are the next of the last of the run before.
    runs = f.when((f.col("number") % _RUN < _WINDOW) & (run > 0), f.array(run, run - 1)).otherwise(f.array(run))
    sent = lined.select("rule", "high", "low", "row", "article", "number", f.explode(runs).alias("run"))
    return sent.groupBy("run").applyInArrow(_in_windows, "a long, b long")


def _in_windows(table: Any) -> Any:
    """The pairs whose first stands in the run itself."""
    import pyarrow as pa

    columns = {name: table[name].to_numpy() for name in ("rule", "high", "low", "row", "number", "run")}
    order = np.argsort(columns["number"])
    rule, high, low, row, number, run = (each[order] for each in columns.values())
    article = np.unique(table["article"].to_numpy(zero_copy_only=False)[order], return_inverse=True)[1]
    window = np.array([each.window for each in RULES])[rule]
    own = number // _RUN == run
    found = [np.empty((0, 2), np.int64)]
    for step in range(1, min(_WINDOW + 1, len(row))):
        one, other = slice(None, -step), slice(step, None)
        same = (rule[one] == rule[other]) & (high[one] == high[other]) & (low[one] == low[other])
        kept = same & own[one] & (window[one] >= step) & (article[one] != article[other])
        found.append(np.sort(np.stack([row[one][kept], row[other][kept]], axis=1), axis=1))
    pairs = np.unique(np.concatenate(found), axis=0)
    return pa.table({"a": pairs[:, 0], "b": pairs[:, 1]})


def neighbours(scratch: Scratch, table: DataFrame) -> DataFrame:
    """The nearest by wording: rows are dealt to buckets around pivots, and compared within them."""
    from pyspark.sql import functions as f

    turned = table.filter("turned").select(f.col("unique_id").alias("row"), "article", "direction")
    turned = scratch.number(turned, [f.col("row")], "directions", "at")
    places = nearness.pivots_of(turned.count())
    if not len(places):
        dealt = turned.withColumn("bucket", f.lit(0))
    else:
        chosen = scratch.session.createDataFrame([(int(at), n) for n, at in enumerate(places)], "at long, n long")
        picked = turned.join(f.broadcast(chosen), "at").orderBy("n").select("direction").toArrow()
        pivots = scratch.session.sparkContext.broadcast(_directions(picked))
        columns = "row long, article string, direction array<float>, at long, bucket long"
        dealt = turned.select("row", "article", "direction", "at").mapInArrow(
            lambda batches: (_dealt(batch, pivots.value) for batch in batches), columns
        )
        dealt = scratch.keep(dealt, "dealt")
        if dealt.select("bucket").distinct().count() == 1:
            dealt = dealt.withColumn("bucket", f.floor(f.col("at") / BUCKET))
    return dealt.groupBy("bucket").applyInArrow(_nearest, "a long, b long")


def _directions(table: Any) -> Vectors:
    """The column ``direction`` of a table or batch, shape (rows, 64)."""
    column = table["direction"]
    column = column.combine_chunks() if hasattr(column, "combine_chunks") else column
    found: Vectors = column.flatten().to_numpy(zero_copy_only=False).reshape(-1, nearness.DIMENSIONS)
    return found


def _dealt(batch: Any, pivots: Vectors) -> Any:
    import pyarrow as pa

    own = _directions(batch)
    parts = [(own[start : start + BUCKET] @ pivots.T).argmax(axis=1) for start in range(0, len(own), BUCKET)]
    return batch.append_column("bucket", pa.array(np.concatenate([np.empty(0, np.int64), *parts]), pa.int64()))


def _nearest(table: Any) -> Any:
    import pyarrow as pa

    table = table.sort_by("row")
    articles = np.unique(table["article"].to_numpy(), return_inverse=True)[1].astype(np.int32)
    pairs = nearness.neighbours_in_bucket(_directions(table), articles, k=NEIGHBOURS, cosine=NEAR)
    rows = table["row"].to_numpy()
    return pa.table({"a": rows[pairs.a], "b": rows[pairs.b]})

"""``validate`` and ``check`` on Spark: the functions of the local engine over partitions that hold whole articles.

What stands in an article refers to nothing outside it, so a partition with all rows of its articles is judged as a
dataset of its own: schema, arithmetic, references, checks of rows, column contracts. (A link that a claim takes from
another article is called missing there; the local engine says that it differs.) Across partitions go the counts,
identifiers (for those that occur twice) and references of pairs, clusters, verifications and annotations, by joins.
The driver gets the first findings, counts, and the keys of the checks that count labels; never a row.

Checks that look at all articles at once (:data:`NEED_ALL`, split leakage, those of the user that read the dataset as a
whole) are reported as skipped: the local engine runs them.
"""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from claimkit.checks.catalogue import Form, Where
from claimkit.checks.contracts import Contracts
from claimkit.checks.data import Data, Tally
from claimkit.checks.gate import MOST_FAULTS as MOST_OF_A_CHECK
from claimkit.checks.gate import Ledger, Watch, outcome_of, reason_of
from claimkit.checks.report import CheckReport, Outcome
from claimkit.checks.settings import Chosen, Plan
from claimkit.quality.references import Known, parent_findings
from claimkit.quality.validation import MOST_FAULTS, RUN, SECOND, Report, id_in, judge, run_findings
from claimkit.reading.tables import CONFIGS
from claimkit.schema import ID_OF, Fault
from claimkit.spark.damage import lost
from claimkit.spark.frames import batched
from claimkit.spark.tables import Tables, find_tables, ids_of, name_of, rows_across, rows_within_articles

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

NEED_ALL = frozenset({"articles-without-claims", "claim-count-outliers", "orphan-quantities"})
_WHOLE = "it looks at all articles at once, which the local engine does"
# Their keys name an article: what a partition finds is all there is.
_WITHIN_ARTICLE = frozenset({"duplicate-claims", "near-duplicate-claims"})
# Of their keys, one for each row, only those that were counted twice matter.
_TWICE = frozenset({"same-url", "duplicate-pairs"})
# A finding, a count of rows or of findings, something skipped, a key of a tally; `order` is within a row.
_FOUND = (
    "kind string, name string, rank int, file string, line bigint, `order` int, record_id string, path string, "
    "message string, number bigint, key binary"
)
_DUPLICATE = "duplicate-id"
_BYTES_A_PARTITION = 16_000_000
_CHUNK = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """What a partition is judged by; ``chosen`` is empty for ``validate``."""

    present: frozenset[str]
    chosen: tuple[Chosen, ...]
    contracts: bool
    path: str


def validate_on_spark(spark: SparkSession, path: str) -> Report:
    """As :func:`claimkit.quality.validation.validate`, the same report, of a folder of Parquet anywhere.

    Raises :class:`~claimkit.errors.OptionError` where there is none.
    """
    tables = find_tables(spark, path)
    found = _examined(spark, tables, _Job(present=frozenset(tables.files), chosen=(), contracts=False, path=path))
    try:
        rows = _summed(found, "rows")
        counts = _counts(rows, tables)
        faults = found.where("kind = 'fault'")
        total = faults.count()
        first = [_fault(row) for row in faults.orderBy("rank", "file", "line", "order").limit(MOST_FAULTS).collect()]
        ends = list(_ends(tables, rows))
        return Report(
            path=path,
            counts=MappingProxyType(counts),
            faults=(*first, *ends)[:MOST_FAULTS],
            fault_count=total + len(ends),
            skipped=MappingProxyType(_summed(found, "note")),
        )
    finally:
        found.unpersist()


def check_on_spark(spark: SparkSession, path: str, asked: Plan, *, contracts: bool = True) -> CheckReport:
    """As :func:`claimkit.checks.gate.check` without a baseline, of a folder of Parquet anywhere."""
    tables = find_tables(spark, path)
    wanted = contracts and Form.CONTRACT in {each.check.form for each in asked.chosen}
    job = _Job(present=frozenset(tables.files), chosen=asked.chosen, contracts=wanted, path=path)
    found = _examined(spark, tables, job)
    try:
        data = Data(path=Path(path), tables=_named(tables), known=Known(present=job.present))
        rows = _summed(found, "rows")
        data.counts = _counts(rows, tables)
        if "text" in _summed(found, "text"):
            # One stands for all: whether there is a text at all.
            data.known.texts[""] = ""
        ledger = _merged(found, asked.chosen)
        for fault in _ends(tables, rows):
            ledger.add(fault)
        _judge_tallies(found, data, asked.chosen, ledger)
        return CheckReport(
            path=path,
            counts=MappingProxyType(data.counts),
            outcomes=tuple(_outcome(each, data, ledger, contracts=wanted) for each in asked.chosen),
            settings=str(asked.file) if asked.file else None,
            fail_on=asked.fail_on,
            notes=MappingProxyType(_summed(found, "note")),
        )
    finally:
        found.unpersist()


def _named(tables: Tables) -> dict[str, tuple[Path, ...]]:
    return {config: tuple(Path(each.name) for each in files) for config, files in tables.files.items()}


def _examined(spark: SparkSession, tables: Tables, job: _Job) -> DataFrame:
    """All that is found, as rows of :data:`_FOUND`, kept until it is unpersisted."""
    partitions = max(spark.sparkContext.defaultParallelism, -(-tables.size // _BYTES_A_PARTITION))
    look = partial(_examine, job=job)
    inside = rows_within_articles(spark, tables, partitions).mapInArrow(look, _FOUND)
    across = rows_across(spark, tables).mapInArrow(look, _FOUND)
    return inside.unionAll(across).unionAll(_seconds(spark, tables)).persist()


def _seconds(spark: SparkSession, tables: Tables) -> DataFrame:
    """The identifiers that occurred before, in the order of tables and files."""
    from pyspark.sql import Window
    from pyspark.sql import functions as fn

    order = Window.partitionBy("rank", "record_id").orderBy("file", "line")
    again = ids_of(spark, tables).withColumn("telling", fn.row_number().over(order)).where("telling > 1")
    return again.mapInArrow(partial(_second_faults, address=tables.address), _FOUND)


def _second_faults(batches: Iterator[Any], address: str) -> Iterator[Any]:
    def rows() -> Iterator[dict[str, Any]]:
        for batch in batches:
            for each in batch.to_pylist():
                path = f"$.{ID_OF[CONFIGS[each['rank']]]}"
                fault = Fault(name_of(each["file"], address), each["line"], each["record_id"], path, SECOND, _DUPLICATE)
                yield _of_fault(fault, 2 * each["rank"], _LAST)

    return batched(rows(), _schema(), _CHUNK)


# Behind all findings about a row itself.
_LAST = 10_000


def _examine(batches: Iterator[Any], job: _Job) -> Iterator[Any]:
    """Judge the rows of one partition."""
    return batched(_Examination(job).found(batches), _schema(), _CHUNK)


class _Examination:
    """The state of one partition: what its rows have established, what the checks have found and counted."""

    def __init__(self, job: _Job) -> None:
        self._job = job
        self._known = Known(present=job.present)
        self._data = Data(path=Path(job.path), tables=dict.fromkeys(job.present, ()), known=self._known)
        self._ledger = Ledger({each.check.id: each for each in job.chosen})
        contracts = Contracts() if job.contracts else None
        self._watch = Watch(self._data, job.chosen, self._ledger, contracts) if job.chosen else None
        self._counts: Counter[str] = Counter()

    def found(self, batches: Iterator[Any]) -> Iterator[dict[str, Any]]:
        """The rows of :data:`_FOUND` of all rows of the partition."""
        for batch in batches:
            for each in batch.to_pylist():
                yield from self._row(each)
        yield from self._end()

    def _row(self, each: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        config = CONFIGS[each["rank"]]
        # Packed by tables.py on a worker of this very job.
        row: dict[str, Any] = pickle.loads(each["row"])  # noqa: S301
        self._counts[each["file"]] += 1
        for record_id, known in each["refers"] or ():
            _learn(self._known, record_id, known)
        found, place, _ = judge(config, row, self._known, each["file"], each["line"])
        for order, finding in enumerate(found):
            fault = Fault(place.file, place.line, id_in(config, row), *finding)
            yield from self._told(fault, 2 * each["rank"], order)
        if self._watch is not None:
            self._watch.see(config, row, place)

    def _told(self, fault: Fault, rank: int, order: int) -> Iterator[dict[str, Any]]:
        if self._job.chosen:
            self._ledger.add(fault)
        else:
            yield _of_fault(fault, rank, order)

    def _end(self) -> Iterator[dict[str, Any]]:
        links = 2 * CONFIGS.index("attributions") + 1
        for order, (link_id, link, finding) in enumerate(parent_findings(self._known)):
            yield from self._told(Fault(link.place.file, link.place.line, link_id, *finding), links, order)
        if self._watch is not None:
            yield from self._end_of_checks(self._watch)
        yield from (_row(kind="rows", name=file, number=count) for file, count in self._counts.items())
        yield from (_row(kind="note", name=name, number=count) for name, count in self._known.skipped.items())
        if self._data.has_text:
            yield _row(kind="text", name="text", number=1)

    def _end_of_checks(self, watch: Watch) -> Iterator[dict[str, Any]]:
        if watch.contracts is not None:
            for fault in watch.contracts.close():
                self._ledger.add(fault)
        whole = Where(self._data.path.name, 0, None)
        for each in self._job.chosen:
            tally = watch.tallies.get(each.check.id)
            if tally is None or each.check.id in NEED_ALL or not tally.counts:
                continue
            if each.check.id in _WITHIN_ARTICLE:
                runs = each.check.find is not None and reason_of(each, self._data, contracts=True) is None
                for hit in each.check.find(tally, self._data, each.settings) if runs and each.check.find else ():
                    self._ledger.hit(each, hit, whole)
            else:
                yield from (_of_key(each.check.id, key, tally) for key in tally.counts)
        for name, faults in self._ledger.faults.items():
            yield from (_of_fault(fault, _rank_of(fault.file), order) for order, fault in enumerate(faults))
            yield _row(kind="findings", name=name, number=self._ledger.counts[name])


def _rank_of(file: str) -> int:
    """The place of a file's table among the others; contracts name the table itself."""
    config = file.partition("/")[0].partition(".")[0]
    return CONFIGS.index(config) if config in CONFIGS else len(CONFIGS)


def _learn(known: Known, record_id: str, config: str) -> None:
    """Note that there is a record which a row of another table refers to."""
    match config:
        case "articles":
            known.texts.setdefault(record_id, None)
        case "mentions":
            known.entities.setdefault(record_id, "")
        case "claims":
            known.claims.setdefault(record_id, "")
        case _:
            known.others.setdefault(config, set()).add(record_id)


def _of_key(name: str, key: Any, tally: Tally) -> dict[str, Any]:
    first = tally.first[key]
    packed = pickle.dumps(key, protocol=4)
    return _row(
        kind="key",
        name=name,
        file=first.file,
        line=first.line,
        record_id=first.record_id,
        number=tally.counts[key],
        key=packed,
    )


def _of_fault(fault: Fault, rank: int, order: int) -> dict[str, Any]:
    return _row(
        kind="fault",
        name=fault.check,
        rank=rank,
        file=fault.file,
        line=fault.line,
        order=order,
        record_id=fault.record_id,
        path=fault.path,
        message=fault.message,
    )


def _row(**values: Any) -> dict[str, Any]:
    return values


def _schema() -> Any:
    """:data:`_FOUND`, which Spark's own parser reads only where there is a session, and a worker has none."""
    import pyarrow  # type: ignore[import-untyped]  # ships no types

    words, numbers = pyarrow.string(), pyarrow.int64()
    return pyarrow.schema(
        [
            *(("kind", words), ("name", words), ("rank", pyarrow.int32()), ("file", words), ("line", numbers)),
            *(("order", pyarrow.int32()), ("record_id", words), ("path", words), ("message", words)),
            *(("number", numbers), ("key", pyarrow.binary())),
        ]
    )


def _fault(row: Any) -> Fault:
    return Fault(row["file"], row["line"], row["record_id"], row["path"], row["message"], row["name"])


def _counts(rows: Mapping[str, int], tables: Tables) -> Counter[str]:
    """Rows by config, of rows by file."""
    return Counter({config: sum(rows.get(each.name, 0) for each in files) for config, files in tables.files.items()})


def _summed(found: DataFrame, kind: str) -> Counter[str]:
    from pyspark.sql import functions as fn

    rows = found.where(found["kind"] == kind).groupBy("name").agg(fn.sum("number")).collect()
    return Counter(dict(sorted((name, int(number)) for name, number in rows)))


def _ends(tables: Tables, rows: Mapping[str, int]) -> Iterator[Fault]:
    """Files that cannot be read to their end, and what run.json says otherwise."""
    found = list(tables.damaged)
    for config, of_config in tables.read.items():
        found += lost(of_config, {(each.source, each.name): rows.get(each.name, 0) for each in tables.files[config]})
    for aside in found:
        yield Fault(
            aside.file.name, 0, None, "$", f"the file cannot be read on: {aside.reject.detail}", "unreadable-row"
        )
    for finding in run_findings(tables.run, _counts(rows, tables)):
        yield Fault(RUN, 0, None, *finding)


def _merged(found: DataFrame, chosen: Sequence[Chosen]) -> Ledger:
    """The first findings of each check, and how many there are of it."""
    from pyspark.sql import Window
    from pyspark.sql import functions as fn

    ledger = Ledger({each.check.id: each for each in chosen})
    order = Window.partitionBy("name").orderBy("rank", "file", "line", "order")
    faults = found.where("kind = 'fault'").withColumn("nth", fn.row_number().over(order))
    for row in faults.where(f"nth <= {MOST_OF_A_CHECK}").orderBy("name", "nth").collect():
        ledger.add(_fault(row))
    ledger.counts = _summed(found, "findings")
    # What occurs twice is found across partitions, and counted here.
    if _DUPLICATE in ledger.chosen:
        accepted = sorted(ledger.chosen[_DUPLICATE].ignore)
        again = found.where((fn.col("kind") == "fault") & (fn.col("name") == _DUPLICATE))
        ledger.counts[_DUPLICATE] = again.where(~fn.col("record_id").isin(accepted)).count()
    return ledger


def _judge_tallies(found: DataFrame, data: Data, chosen: Sequence[Chosen], ledger: Ledger) -> None:
    """Put together what the partitions have counted, and ask the checks that count what they find in it."""
    from pyspark.sql import functions as fn

    keys = (
        found.where("kind = 'key'")
        .groupBy("name", "key")
        .agg(fn.sum("number").alias("number"), fn.min(fn.struct("file", "line", "record_id")).alias("first"))
    )
    twice = fn.col("name").isin(*sorted(_TWICE)) & (fn.col("number") < 2)
    tallies: dict[str, Tally] = {each.check.id: Tally() for each in chosen if each.check.form is Form.TALLY}
    for row in keys.where(~twice).orderBy("first.file", "first.line", "key").collect():
        tally = tallies[row["name"]]
        # Packed by _of_key on a worker of this very job.
        key = pickle.loads(row["key"])  # noqa: S301
        tally.counts[key] = row["number"]
        tally.first[key] = Where(*row["first"])
    whole = Where(data.path.name, 0, None)
    for each in chosen:
        find: Callable[..., Any] | None = each.check.find
        if find is None or each.check.id in _WITHIN_ARTICLE or _reason(each, data) is not None:
            continue
        if each.check.form is Form.TALLY:
            hits = find(tallies[each.check.id], data, each.settings)
        elif each.check.form is Form.DATASET:
            hits = find(data, each.settings)
        else:
            continue
        for hit in hits:
            ledger.hit(each, hit, whole)


def _reason(chosen: Chosen, data: Data) -> str | None:
    """Why a check does not run here; of those that read the dataset as a whole, one asks for counts alone."""
    if chosen.check.id in NEED_ALL or (chosen.check.form is Form.DATASET and chosen.check.id != "empty-table"):
        return _WHOLE
    return reason_of(chosen, data, contracts=True)


def _outcome(chosen: Chosen, data: Data, ledger: Ledger, *, contracts: bool) -> Outcome:
    made = outcome_of(chosen, data, ledger, contracts=contracts)
    reason = made.skipped or _reason(chosen, data)
    return Outcome(check=made.check, severity=made.severity, count=made.count, faults=made.faults, skipped=reason)

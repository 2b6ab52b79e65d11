"""Validate a dataset: every row against its schema, every reference against the rows it refers to.

A claim that is gone leaves no reference behind; that one is missing shows in the counts of ``run.json`` alone.
"""

from __future__ import annotations

import gc
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from claimkit.quality.integrity import FINDINGS
from claimkit.quality.references import Known, Place, Row, parent_findings, remember
from claimkit.reading.hub import local_path, path_name
from claimkit.reading.tables import find_tables, rows_of
from claimkit.schema import ID_OF, Fault, Finding, findings

MOST_FAULTS = 1000
RUN = "run.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What ``validate`` found.

    ``faults`` holds the first 1,000 faults and ``fault_count`` counts all of them; ``counts`` is rows by config;
    ``skipped`` is how often a check had nothing to check against, by its reason.
    """

    path: str
    counts: Mapping[str, int]
    faults: tuple[Fault, ...]
    fault_count: int
    skipped: Mapping[str, int]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return self.fault_count == 0

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON-ready ``dict``."""
        return {
            "ok": self.ok,
            "path": self.path,
            "counts": dict(self.counts),
            "fault_count": self.fault_count,
            "faults": [fault._asdict() for fault in self.faults],
            "skipped": dict(self.skipped),
        }

    def __str__(self) -> str:
        rows = ", ".join(f"{count:,} {config}" for config, count in self.counts.items())
        verdict = "valid" if self.ok else f"{self.fault_count:,} fault{'s' if self.fault_count > 1 else ''}"
        lines = [f"{self.path}: {verdict} ({rows})", *map(str, self.faults)]
        if self.fault_count > len(self.faults):
            lines.append(f"… and {self.fault_count - len(self.faults):,} more")
        lines += [f"skipped {count:,} times: {reason}" for reason, count in self.skipped.items()]
        return "\n".join(lines)


# What is told of every row that can be read: its config, itself and its place.
Observer = Callable[[str, Row, Place], None]


@dataclass(slots=True)
class _Ledger:
    """The faults so far: the first ones kept, all of them counted."""

    faults: list[Fault] = field(default_factory=list)
    count: int = 0

    def add(self, fault: Fault) -> None:
        self.count += 1
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(fault)


def validate(path: Path | str) -> Report:
    """Check a dataset folder, or one ``.jsonl`` or ``.parquet`` file, by schema and by integrity.

    Rows are streamed; held in memory are identifiers and, of a folder, the texts of its articles. What is wrong with
    the data is in the report and raises nothing. ``path`` may be an address on the Hub (``hub://OWNER/NAME``). Raises
    :class:`OptionError` where it holds no table.
    """
    named, path = path_name(path), local_path(path)
    tables = find_tables(path)
    known = Known(present=frozenset(tables))
    ledger = _Ledger()
    counts = scan(path, tables, known, ledger.add)
    return Report(
        path=named,
        counts=MappingProxyType(counts),
        faults=tuple(ledger.faults),
        fault_count=ledger.count,
        skipped=MappingProxyType(known.skipped),
    )


def scan(
    path: Path,
    tables: Mapping[str, tuple[Path, ...]],
    known: Known,
    report: Callable[[Fault], None],
    observe: Observer | None = None,
) -> Counter[str]:
    """One pass over all rows of ``tables``: every fault goes to ``report``, every row to ``observe``; rows by config.

    ``known`` is filled on the way; a row is known before it is observed.
    """
    counts: Counter[str] = Counter()
    with _collector_paused():
        for config, files in tables.items():
            counts[config] = sum(_scan_file(file, config, _name(file, path), known, report, observe) for file in files)
            if config == "attributions":
                for link_id, link, finding in parent_findings(known):
                    report(Fault(link.place.file, link.place.line, link_id, *finding))
    run = path / RUN
    for finding in run_findings(run.read_bytes() if run.is_file() else None, counts):
        report(Fault(RUN, 0, None, *finding))
    return counts


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Rows are trees, which leave without the cyclic collector; it would walk all identifiers held, again and again."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def run_findings(content: bytes | None, counts: Mapping[str, int]) -> Iterator[Finding]:
    """Where the tables have other numbers of rows than the run that wrote them counted; nothing without a run.json."""
    if content is None:
        return
    try:
        run = json.loads(content)
    except ValueError as error:
        yield Finding("$", f"is no JSON: {error}", "row-count")
        return
    stated = run.get("counts") if isinstance(run, dict) else None
    for config, count in (stated if isinstance(stated, dict) else {}).items():
        if counts.get(config, 0) != count:
            message = f"the run wrote {count} rows, and {counts.get(config, 0)} can be read: some are lost or added"
            yield Finding(f"$.counts.{config}", message, "row-count")


def _name(file: Path, path: Path) -> str:
    return file.relative_to(path).as_posix() if path.is_dir() else file.name


def _scan_file(
    file: Path,
    config: str,
    name: str,
    known: Known,
    report: Callable[[Fault], None],
    observe: Observer | None,
) -> int:
    count, id_name = 0, ID_OF[config]
    for line, row, problem in rows_of(file):
        if row is None:
            report(Fault(name, line, None, "$", str(problem), "unreadable-row"))
            continue
        count += 1
        found, place, is_new = judge(config, row, known, name, line)
        row_id = id_in(config, row)
        if not is_new:
            found.append(Finding(f"$.{id_name}", SECOND, "duplicate-id"))
        for finding in found:
            report(Fault(name, line, row_id, *finding))
        if observe is not None:
            observe(config, row, place)
    return count


SECOND = "occurs a second time"


def judge(config: str, row: Row, known: Known, name: str, line: int) -> tuple[list[Finding], Place, bool]:
    """What is wrong with one row, its place, and whether its identifier is new; ``known`` learns it."""
    found = findings(config, row)
    if valid := not found:
        FINDINGS[config](row, known, found)
    place, row_id = Place(name, line, valid), id_in(config, row)
    return found, place, row_id is None or remember(config, row_id, row, known, place)


def id_in(config: str, row: Row) -> str | None:
    """The identifier of a row, if it has one."""
    row_id = row.get(ID_OF[config])
    return row_id if isinstance(row_id, str) else None

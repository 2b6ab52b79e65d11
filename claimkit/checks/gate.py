"""``check``: one pass over a dataset, by its schema, its own arithmetic and every check of the catalogue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from claimkit.checks.catalogue import Form, Hit, Where
from claimkit.checks.contracts import Contracts
from claimkit.checks.data import Data, Tally, split_of
from claimkit.checks.report import CheckReport, Outcome
from claimkit.checks.settings import Chosen, Plan, find_settings, plan
from claimkit.checks.shipped import SHIPPED
from claimkit.quality.references import Known, Place, Row
from claimkit.quality.validation import scan
from claimkit.reading.hub import local_path
from claimkit.reading.tables import find_tables
from claimkit.schema import ID_OF, Fault

MOST_FAULTS = 100


def check(
    path: Path | str,
    *,
    baseline: Path | str | None = None,
    settings: Path | str | None = None,
    own_checks: Sequence[Path | str] = (),
    great_expectations: bool = True,
) -> CheckReport:
    """Hold a dataset folder, or one table file, to its schema, its arithmetic and the catalogue of checks.

    ``baseline`` is an earlier dataset that distributions of labels are compared with. ``settings`` is a
    ``claimkit-checks.toml``; without it the one beside the tables counts, else the one in the working directory, else
    the defaults. ``own_checks`` are Python files with checks of one's own. ``great_expectations`` runs the column
    contracts as well, which takes some seconds to load.

    Rows are streamed; held in memory are identifiers, counts and the texts of the articles. What is wrong with the data
    is in the report and raises nothing. Raises :class:`OptionError` where a path holds no table, or the settings are
    wrong.
    """
    path = local_path(path)
    file = Path(settings) if settings is not None else find_settings(path)
    return run(path, plan(SHIPPED, file, map(Path, own_checks)), baseline=baseline, contracts=great_expectations)


def run(path: Path, asked: Plan, *, baseline: Path | str | None = None, contracts: bool = False) -> CheckReport:
    """Run the checks of a plan."""
    tables = find_tables(path)
    chosen = {each.check.id: each for each in asked.chosen}
    data = Data(path=path, tables=tables, known=Known(present=frozenset(tables)))
    if baseline is not None:
        data.baseline = tallies_of(local_path(baseline), asked.chosen)
    ledger = Ledger(chosen)
    wanted = contracts and Form.CONTRACT in {each.check.form for each in asked.chosen}
    watch = Watch(data, asked.chosen, ledger, Contracts() if wanted else None)
    counts = scan(path, tables, data.known, ledger.add, watch.see)
    data.counts = counts
    watch.close()
    return CheckReport(
        path=str(path),
        counts=MappingProxyType(counts),
        outcomes=tuple(outcome_of(each, data, ledger, contracts=wanted) for each in asked.chosen),
        settings=str(asked.file) if asked.file else None,
        fail_on=asked.fail_on,
        notes=MappingProxyType(data.known.skipped),
    )


def tallies_of(path: Path, chosen: Iterable[Chosen]) -> dict[str, Tally]:
    """What the tally checks count in another dataset, whose own faults are no concern here."""
    tables = find_tables(path)
    data = Data(path=path, tables=tables, known=Known(present=frozenset(tables)))
    checks = [each.check for each in chosen if each.check.form is Form.TALLY]
    found = {check.id: Tally() for check in checks}

    def see(config: str, row: Row, place: Place) -> None:
        if place.valid:
            data.learn(config, row, place, split_of(place.file))
            for check in checks:
                if check.table == config and check.count is not None:
                    for key in check.count(row, data):
                        found[check.id].add(key, Where(place.file, place.line, None))

    scan(path, tables, data.known, _forget, see)
    return found


def _forget(_fault: Fault) -> None:
    """The faults of a baseline."""


@dataclass(slots=True)
class Ledger:
    """The findings so far by check: the first ones kept, all of them counted, the accepted ones left out."""

    chosen: Mapping[str, Chosen]
    faults: dict[str, list[Fault]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, fault: Fault) -> None:
        chosen = self.chosen.get(fault.check)
        if chosen is None or fault.record_id in chosen.ignore:
            return
        self.counts[fault.check] += 1
        kept = self.faults.setdefault(fault.check, [])
        if len(kept) < MOST_FAULTS:
            kept.append(fault)

    def hit(self, chosen: Chosen, found: Hit, where: Where) -> None:
        file, line, record_id = found.where or where
        words = chosen.check.words(found, chosen.settings)
        self.add(Fault(file, line, record_id, found.path, words, chosen.check.id))


@dataclass(slots=True)
class Watch:
    """Shows every row to the checks that want it."""

    data: Data
    chosen: Sequence[Chosen]
    ledger: Ledger
    contracts: Contracts | None
    by_table: dict[str, list[Chosen]] = field(default_factory=dict)
    tallies: dict[str, Tally] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for each in self.chosen:
            if each.check.table is not None:
                self.by_table.setdefault(each.check.table, []).append(each)
            if each.check.form is Form.TALLY:
                self.tallies[each.check.id] = Tally()

    def see(self, config: str, row: Row, place: Place) -> None:
        if self.contracts is not None:
            for fault in self.contracts.see(config, row):
                self.ledger.add(fault)
        if not place.valid:
            return
        self.data.learn(config, row, place, split_of(place.file))
        where = Where(place.file, place.line, row[ID_OF[config]])
        for each in self.by_table.get(config, ()):
            if each.check.form is Form.TALLY:
                for key in each.check.count(row, self.data) if each.check.count else ():
                    self.tallies[each.check.id].add(key, where)
            elif each.check.find is not None:
                for found in each.check.find(row, self.data, each.settings):
                    self.ledger.hit(each, found, where)

    def close(self) -> None:
        """What only shows once all rows are by."""
        if self.contracts is not None:
            for fault in self.contracts.close():
                self.ledger.add(fault)
        whole = Where(self.data.path.name, 0, None)
        for each in self.chosen:
            if each.check.find is None or reason_of(each, self.data, contracts=True) is not None:
                continue
            if each.check.form is Form.TALLY:
                hits = each.check.find(self.tallies[each.check.id], self.data, each.settings)
            elif each.check.form is Form.DATASET:
                hits = each.check.find(self.data, each.settings)
            else:
                continue
            for found in hits:
                self.ledger.hit(each, found, whole)


def outcome_of(chosen: Chosen, data: Data, ledger: Ledger, *, contracts: bool) -> Outcome:
    name = chosen.check.id
    return Outcome(
        check=chosen.check,
        severity=chosen.severity,
        count=ledger.counts[name],
        faults=tuple(ledger.faults.get(name, ())),
        skipped=reason_of(chosen, data, contracts=contracts),
    )


def reason_of(chosen: Chosen, data: Data, *, contracts: bool) -> str | None:
    """Why a check cannot run on this dataset; ``None`` if it can."""
    made = chosen.check
    if made.form is Form.CONTRACT and not contracts:
        return "Great Expectations was not asked"
    if made.table is not None and made.table not in data.tables:
        return f"no {made.table} lie here"
    return made.skip(data) if made.skip else None

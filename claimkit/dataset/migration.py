"""Carry the records of older schema versions forward, one step after another.

A step leads from one version of the schema to the next: a function that takes the config and a row of the older version
and returns the row of the newer. :data:`STEPS` holds all there are. Schema 1.0 is the first that was published, so it
is empty now; what is here is the way for the next one. What was carried forward is valid by its schema, or nothing is
written.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from claimkit.dataset.folder import PARTIAL, RUN, writing
from claimkit.dataset.manifest import write_json
from claimkit.dataset.storage import open_file, sync
from claimkit.errors import DataError, OptionError, OutputExistsError
from claimkit.reading.tables import find_tables, rows_of
from claimkit.records import SCHEMA_VERSION
from claimkit.schema import ID_OF, findings

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From version ``before`` to version ``after``: ``carry`` takes a config and a row, and returns the new row.

    It is called for every row of every config, and need not set ``schema_version``. ``why`` is a line for the user.
    """

    before: str
    after: str
    carry: Callable[[str, Row], Row]
    why: str


STEPS: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """What was done: rows by config, rows by the version they came from, and the reasons of the steps that ran."""

    path: str
    rows: Mapping[str, int]
    versions: Mapping[str, int]
    steps: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "path": self.path,
            "version": SCHEMA_VERSION,
            "rows": dict(self.rows),
            "versions": dict(self.versions),
            "steps": list(self.steps),
        }


def migrate_dataset(folder: Path | str, out: Path | str, *, steps: Sequence[Step] = STEPS) -> Migration:
    """Write the dataset of ``folder`` into the new folder ``out``, every row at the version this claimkit reads.

    A table whose rows all are is copied byte by byte, as is every other file; migrating again changes nothing more.
    Raises :class:`OptionError` where ``folder`` holds no finished dataset or ``out`` is not free, :class:`DataError`
    where a row is of a newer version, of one that no step leads on from, or is not valid once it has been carried
    forward. Nothing is written then.
    """
    folder, out = Path(folder), Path(out)
    tables = _ready(folder, out)
    tally = _Tally({step.before: step for step in steps})
    beside = out.with_name(f".{out.name}.partial")
    with writing(out):
        shutil.rmtree(beside, ignore_errors=True)
        try:
            shutil.copytree(folder, beside)
            for config, files in tables.items():
                for file in files:
                    _carry_file(file, beside / file.relative_to(folder), config, tally)
            if tally.ran:
                _update_run(beside / RUN, tally)
            sync(beside)
            beside.replace(out)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    return Migration(
        path=str(out),
        rows=MappingProxyType(tally.rows),
        versions=MappingProxyType(dict(sorted(tally.versions.items()))),
        steps=tuple(step.why for step in tally.ran.values()),
    )


@dataclass(slots=True)
class _Tally:
    """The steps by the version they start from, those that ran, and the rows that went by."""

    steps: Mapping[str, Step]
    ran: dict[str, Step] = field(default_factory=dict)
    rows: Counter[str] = field(default_factory=Counter)
    versions: Counter[str] = field(default_factory=Counter)


def _ready(folder: Path, out: Path) -> dict[str, tuple[Path, ...]]:
    """The tables of ``folder``, once it is sure that they can be read and ``out`` be written."""
    if not folder.is_dir():
        raise OptionError(f"{folder}: name the folder of a dataset")
    if (folder / PARTIAL).exists():
        raise OptionError(f"{folder}: holds an unfinished run; finish it with the claimkit that began it")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise OutputExistsError(f"{out} is not empty; name a new folder")
    if folder.resolve() in out.resolve().parents:
        raise OptionError(f"{out} lies in {folder}; name a folder beside it")
    return find_tables(folder)


def _carry_file(file: Path, target: Path, config: str, tally: _Tally) -> None:
    """Write ``file`` anew at ``target`` if a row of it is of an older version."""
    versions = Counter(_version_of(file, line, row) for line, row in _rows(file))
    tally.rows[config] += versions.total()
    tally.versions.update(versions)
    ways = {version: _way(file, version, tally.steps) for version in versions}
    if not any(ways.values()):
        return
    table = open_file(target, config)
    try:
        for line, row in _rows(file):
            for step in ways[row["schema_version"]]:
                tally.ran[step.before] = step
                row = _stamped(step.carry(config, row), step.after)
            wrong = findings(config, row)
            if wrong:
                raise DataError(
                    f"{file}:{line} › {row.get(ID_OF[config])} › {wrong[0].path}: carried forward, it is not valid: "
                    f"{wrong[0].message}; run `claimkit validate` with the claimkit that wrote it"
                )
            table.add(row)
        table.close()
    except BaseException:
        table.abandon()
        raise


def _way(file: Path, version: str, steps: Mapping[str, Step]) -> list[Step]:
    """The steps from a version to the one this claimkit reads; none for that one itself."""
    from packaging.version import InvalidVersion, Version

    way: list[Step] = []
    at = version
    try:
        if Version(version) > Version(SCHEMA_VERSION):
            raise DataError(
                f"{file}: has rows of schema version {version}, and this claimkit reads {SCHEMA_VERSION}: "
                "install a newer claimkit"
            )
        while Version(at) < Version(SCHEMA_VERSION) and at in steps:
            way.append(steps[at])
            at = steps[at].after
    except InvalidVersion as error:
        raise DataError(f"{file}: {version!r} is no version of the schema") from error
    if at != SCHEMA_VERSION:
        raise DataError(
            f"{file}: has rows of schema version {version}, and no step leads from {at} to {SCHEMA_VERSION}"
        )
    return way


def _rows(file: Path) -> Iterator[tuple[int, Row]]:
    for line, row, problem in rows_of(file):
        if row is None:
            raise DataError(f"{file}:{line}: {problem}")
        yield line, row


def _version_of(file: Path, line: int, row: Row) -> str:
    version = row.get("schema_version")
    if not isinstance(version, str):
        raise DataError(f"{file}:{line}: the row has no schema_version; is it a row of claimkit's?")
    return version


def _stamped(value: Any, version: str) -> Any:
    """The value with the new version in it, in the links of a chain too."""
    if isinstance(value, dict):
        return {name: version if name == "schema_version" else _stamped(each, version) for name, each in value.items()}
    return [_stamped(each, version) for each in value] if isinstance(value, list) else value


def _update_run(file: Path, tally: _Tally) -> None:
    """Have run.json, if there is one, say what the rows are now and what they were."""
    if not file.is_file():
        return
    run = json.loads(file.read_text(encoding="utf-8"))
    older = [version for version in sorted(tally.versions) if version != SCHEMA_VERSION]
    write_json(file, {**run, "schema_version": SCHEMA_VERSION, "migrated_from": older})

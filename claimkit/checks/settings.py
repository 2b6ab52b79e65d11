"""Thresholds, severities and checks of one's own, from ``claimkit-checks.toml``."""

from __future__ import annotations

import importlib.util
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from claimkit.checks.catalogue import Check, Severity
from claimkit.errors import OptionError

FILE = "claimkit-checks.toml"
OFF = "off"
_COMMON = ("severity", "ignore")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A check with the severity and the settings it runs with; findings about ``ignore`` are accepted ones."""

    check: Check
    severity: Severity
    settings: Mapping[str, Any]
    ignore: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The checks to run, and the file that says so; ``fail_on`` is what the file asks for."""

    chosen: tuple[Chosen, ...]
    file: Path | None
    fail_on: str | None


def find_settings(dataset: Path) -> Path | None:
    """The file beside the dataset's tables, else the one in the working directory, else none."""
    places = (dataset if dataset.is_dir() else dataset.parent, Path())
    return next((place / FILE for place in places if (place / FILE).is_file()), None)


def plan(shipped: Sequence[Check], file: Path | None, own: Iterable[Path] = ()) -> Plan:
    """The checks that ship and those of the user's files, with the settings of ``file``.

    Raises :class:`OptionError` for a file that cannot be read, an unknown check or setting, a value of another kind.
    """
    told = _read(file) if file else {}
    places = [*(Path(file or "").parent / each for each in _names(told, file)), *own]
    checks = {check.id: check for check in shipped}
    for check in (each for place in places for each in load_checks(place)):
        if check.id in checks:
            raise OptionError(f"check {check.id}: there is one of this id already; give yours another")
        checks[check.id] = check
    tables = told.get("checks", {})
    if not isinstance(tables, dict):
        raise OptionError(f"{file}: checks: expected tables such as [checks.hearsay-share]")
    for name in tables:
        if name not in checks:
            raise OptionError(f"{file}: there is no check {name!r}; `claimkit check --list` shows them")
    chosen = tuple(_chosen(check, tables.get(name, {}), file) for name, check in checks.items())
    return Plan(
        chosen=tuple(each for each in chosen if each is not None),
        file=file,
        fail_on=_fail_on(told.get("fail_on"), file),
    )


def load_checks(file: Path) -> tuple[Check, ...]:
    """The checks that a Python file defines, in the order in which it does.

    Raises :class:`OptionError` where the file is missing or defines none. The file's own errors are left as they are.
    """
    spec = importlib.util.spec_from_file_location(f"claimkit_own_{file.stem}", file) if file.is_file() else None
    if spec is None or spec.loader is None:
        raise OptionError(f"{file}: there is no such Python file with checks")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found = tuple(value for value in vars(module).values() if isinstance(value, Check))
    if not found:
        raise OptionError(f"{file}: defines no check; see docs/quality.md for the decorators")
    return found


def _read(file: Path) -> dict[str, Any]:
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise OptionError(f"{file}: these settings cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise OptionError(f"{file}: is no TOML in UTF-8: {error}") from error
    for name in told:
        if name not in ("checks", "own", "fail_on"):
            raise OptionError(f"{file}: there is no setting {name!r}; there are fail_on, own and [checks.…]")
    return told


def _names(told: Mapping[str, Any], file: Path | None) -> list[str]:
    names = told.get("own", [])
    if not isinstance(names, list) or not all(isinstance(each, str) for each in names):
        raise OptionError(f'{file}: own: expected a list of Python files, such as ["my_checks.py"]')
    return names


def _fail_on(value: Any, file: Path | None) -> str | None:
    if value not in (None, "never", "error", "warning"):
        raise OptionError(f"{file}: fail_on: {value!r} is none of error, warning, never")
    return value if value is None else str(value)


def _chosen(check: Check, told: Any, file: Path | None) -> Chosen | None:
    place = f"{file}: checks.{check.id}"
    if not isinstance(told, dict):
        raise OptionError(f"{place}: expected a table of settings")
    for name, value in told.items():
        if name not in (*_COMMON, *check.settings):
            known = ", ".join((*_COMMON, *check.settings))
            raise OptionError(f"{place}: there is no setting {name!r}; there are {known}")
        if name in check.settings and not _alike(value, check.settings[name]):
            raise OptionError(f"{place}.{name}: expected a value such as {check.settings[name]!r}, found {value!r}")
    ignore = told.get("ignore", [])
    if not isinstance(ignore, list) or not all(isinstance(each, str) for each in ignore):
        raise OptionError(f"{place}.ignore: expected a list of identifiers of records")
    severity = told.get("severity", check.severity)
    if severity not in (OFF, *Severity):
        raise OptionError(f"{place}.severity: {severity!r} is none of {', '.join(Severity)}, {OFF}")
    if severity == OFF:
        return None
    own = {name: value for name, value in told.items() if name in check.settings}
    return Chosen(
        check=check,
        severity=Severity(severity),
        settings=MappingProxyType({**check.settings, **own}),
        ignore=frozenset(ignore),
    )


def _alike(value: Any, default: Any) -> bool:
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(value, bool) and isinstance(default, bool)
    return isinstance(value, (int, float) if isinstance(default, float) else type(default))

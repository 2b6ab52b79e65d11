"""The data files that ship with the package: lexicons, models, the demo articles, templates.

Lexicons can be extended: ``CLAIMKIT_LEXICON`` names a TOML file (several, as ``PATH`` does) whose tables are called
after those that ship, ``[times.holidays]``, ``[numbers.scales]``. See ``docs/lexicons.md``.
"""

from __future__ import annotations

import functools
import hashlib
import os
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from claimkit.errors import OptionError

LEXICON_VARIABLE = "CLAIMKIT_LEXICON"


def resource(name: str) -> Traversable:
    """The file or folder ``name`` below ``claimkit/resources``."""
    return files(__name__).joinpath(name)


@functools.cache
def load_lexicon(name: str) -> Mapping[str, Any]:
    """The lexicon ``<name>.toml`` as a mapping, with the entries of the user's files; do not change what it returns.

    Raises :class:`OptionError` where such a file is missing, is no TOML, or holds what has no place in a lexicon.
    """
    lexicon = _shipped(name)
    for path in own_lexicons():
        lexicon = _extended(lexicon, _own(path).get(name, {}))
    return lexicon


def use_lexicon(path: Path | str) -> None:
    """Extend the lexicons of this process, and of those it starts, by a file; call it before anything is extracted.

    Raises :class:`OptionError` as :func:`load_lexicon` does, before anything is changed.
    """
    path = Path(path).resolve()
    _own(path)
    known = os.environ.get(LEXICON_VARIABLE)
    os.environ[LEXICON_VARIABLE] = f"{known}{os.pathsep}{path}" if known else str(path)
    load_lexicon.cache_clear()


def own_lexicons() -> tuple[Path, ...]:
    """The user's files, in the order in which they are read; a later entry wins."""
    return tuple(Path(name) for name in os.environ.get(LEXICON_VARIABLE, "").split(os.pathsep) if name)


def lexicon_digest() -> str | None:
    """SHA-256 over the user's files, for the record of a run; ``None`` without any."""
    paths = own_lexicons()
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest() if paths else None


@functools.cache
def _shipped(name: str) -> Mapping[str, Any]:
    return tomllib.loads(resource(f"{name}.toml").read_text(encoding="utf-8"))


@functools.cache
def _own(path: Path) -> Mapping[str, Any]:
    """A user's file, checked: only tables that ship, and entries of the kind that is in them."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise OptionError(f"{path}: this lexicon cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise OptionError(f"{path}: is no TOML in UTF-8: {error}") from error
    for name, own in tables.items():
        if not resource(f"{name}.toml").is_file():
            raise OptionError(
                f"{path}: there is no lexicon {name!r}; write [times.holidays], [numbers.scales] and so on"
            )
        _check(f"{path}: {name}", _shipped(name), own)
    return tables


def _check(place: str, shipped: Mapping[str, Any], own: Any) -> None:
    if not isinstance(own, dict):
        raise OptionError(f"{place}: expected tables, such as [times.holidays]")
    for table, entries in own.items():
        if table not in shipped:
            raise OptionError(f"{place}.{table}: there is no such table; there are {', '.join(shipped)}")
        known = shipped[table]
        if type(entries) is not type(known):
            raise OptionError(f"{place}.{table}: expected {_kind(known)}, found {_kind(entries)}")
        kinds = {_kind(value) for value in (known.values() if isinstance(known, dict) else known)}
        for entry in entries if isinstance(entries, dict) else ():
            value = entries[entry]
            if kinds and _kind(value) not in kinds:
                raise OptionError(
                    f"{place}.{table}: {entry!r} is {_kind(value)}; the entries are {' or '.join(sorted(kinds))}"
                )


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "true or false"
    names = {int: "a number", float: "a number", str: "a text", list: "a list", dict: "a table"}
    return names.get(type(value), "a date")


def _extended(lexicon: Mapping[str, Any], own: Mapping[str, Any]) -> Mapping[str, Any]:
    """Tables with their new entries, lists with what is added at their end."""
    extended = dict(lexicon)
    for table, entries in own.items():
        known = lexicon[table]
        if isinstance(known, dict):
            extended[table] = {**known, **{word: _grown(known.get(word), value) for word, value in entries.items()}}
        else:
            extended[table] = [*known, *entries]
    return extended


def _grown(known: Any, value: Any) -> Any:
    """A list of words grows ("ambiguous.leads"); the rule of a holiday, a list of numbers, is replaced."""
    words = (
        isinstance(known, list) and isinstance(value, list) and all(isinstance(word, str) for word in (*known, *value))
    )
    return [*known, *value] if words else value

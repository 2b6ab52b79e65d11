"""Paths to files, always in the same order."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from claimkit.errors import OptionError

TEXT_SUFFIXES = frozenset({".txt", ".text"})
RECORD_SUFFIXES = frozenset({".jsonl", ".ndjson"})
SUFFIXES = TEXT_SUFFIXES | RECORD_SUFFIXES

# The other tables of a folder that claimkit itself wrote: beside articles.jsonl they are no articles.
_OTHER_TABLES = frozenset(
    f"{name}.jsonl"
    for name in ("attributions", "claims", "clusters", "mentions", "pairs", "rejects", "standoff", "verification")
)


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read; ``name`` is what reports call it; ``folder`` is what ``name`` is relative to."""

    path: Path
    name: str
    folder: Path

    @property
    def is_text(self) -> bool:
        return self.path.suffix.lower() in TEXT_SUFFIXES


def find_sources(paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]]) -> tuple[Source, ...]:
    """The files under ``paths``: in the order given, inside a folder sorted by relative path.

    Raises :class:`OptionError` for a path that does not exist, a named file of another format, and a folder (or an
    empty list) that holds nothing to read. Hidden files and files of other formats inside a folder are passed over.
    """
    given = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    if not given:
        raise OptionError(f"no input: name a file ({_known()}) or a folder of such files")
    return tuple(source for path in given for source in _sources_of(Path(path)))


def _sources_of(path: Path) -> Iterator[Source]:
    if path.is_dir():
        found = sorted(_walk(path), key=lambda source: source.name)
        if not found:
            raise OptionError(f"{path}: no articles in this folder; looked for {_known()}, in its subfolders too")
        yield from found
    elif not path.exists():
        raise OptionError(f"{path}: no such file or folder")
    elif path.suffix.lower() not in SUFFIXES:
        raise OptionError(f"{path}: {path.suffix or 'a file without a suffix'} is not read; claimkit reads {_known()}")
    else:
        yield Source(path=path, name=path.name, folder=path.parent)


def _walk(folder: Path) -> Iterator[Source]:
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        passed_over = _OTHER_TABLES if "articles.jsonl" in names else frozenset[str]()
        for name in names:
            path = Path(root, name)
            if not name.startswith(".") and path.suffix.lower() in SUFFIXES and name not in passed_over:
                yield Source(path=path, name=path.relative_to(folder).as_posix(), folder=folder)


def _known() -> str:
    return ", ".join(f"*{suffix}" for suffix in sorted(SUFFIXES))

"""Paths to files, always in the same order, each with its format."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from claimkit.errors import OptionError
from claimkit.reading.compression import COMPRESSIONS
from claimkit.reading.tables import CONFIGS
from claimkit.reading.tables import SUFFIXES as TABLE_SUFFIXES


class Format(StrEnum):
    TEXT = "text"
    HTML = "html"
    JSONL = "jsonl"
    JSON = "json"
    PARQUET = "parquet"
    WARC = "warc"


FORMATS = MappingProxyType(
    {
        ".txt": Format.TEXT,
        ".text": Format.TEXT,
        ".html": Format.HTML,
        ".htm": Format.HTML,
        ".xhtml": Format.HTML,
        ".jsonl": Format.JSONL,
        ".ndjson": Format.JSONL,
        ".json": Format.JSON,
        ".parquet": Format.PARQUET,
        ".warc": Format.WARC,
        # Common Crawl's plain-text extracts: WARC files of conversion records.
        ".wet": Format.WARC,
    }
)

# What lies beside the articles in a folder that claimkit itself wrote.
_NO_ARTICLES = frozenset({*CONFIGS, "rejects", "run", "standoff"} - {"articles"})


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read; ``name`` is what reports call it; ``folder`` is what ``name`` is relative to.

    ``compression`` is one of :data:`~claimkit.reading.compression.COMPRESSIONS`, or ``None``.
    """

    path: Path
    name: str
    folder: Path
    format: Format
    compression: str | None = None


def find_sources(paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]]) -> tuple[Source, ...]:
    """The files under ``paths``: in the order given, inside a folder sorted by relative path.

    Raises :class:`OptionError` for a path that does not exist, a named file of another format, and a folder (or an
    empty list) that holds nothing to read. Hidden files and files of other formats inside a folder are passed over,
    and so are, in a folder that claimkit wrote, the files that hold no articles.
    """
    given = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    if not given:
        raise OptionError(f"no input: name a file ({_known()}) or a folder of such files")
    return tuple(source for path in given for source in _sources_of(Path(path)))


def format_of(path: Path) -> tuple[Format, str | None] | None:
    """The format and the compression that the name of a file tells, or ``None``: ``a.warc.gz`` is WARC in gzip."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    compression = suffixes.pop() if suffixes and suffixes[-1] in COMPRESSIONS else None
    form = FORMATS.get(suffixes[-1]) if suffixes else None
    return None if form is None else (form, compression)


def _sources_of(path: Path) -> Iterator[Source]:
    if path.is_dir():
        found = sorted(_walk(path), key=lambda source: source.name)
        if not found:
            raise OptionError(f"{path}: no articles in this folder; looked for {_known()}, in its subfolders too")
        yield from found
    elif not path.exists():
        raise OptionError(f"{path}: no such file or folder")
    else:
        known = format_of(path)
        if known is None:
            suffix = path.suffix or "a file without a suffix"
            raise OptionError(f"{path}: {suffix} is not read; claimkit reads {_known()}")
        yield Source(path, path.name, path.parent, *known)


def _walk(folder: Path) -> Iterator[Source]:
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        if _is_dataset(Path(root)):
            folders[:] = [name for name in folders if name not in _NO_ARTICLES]
            names = [name for name in names if name.partition(".")[0] not in _NO_ARTICLES]
        for name in names:
            path = Path(root, name)
            known = None if name.startswith(".") else format_of(path)
            if known is not None:
                yield Source(path, path.relative_to(folder).as_posix(), folder, *known)


def _is_dataset(folder: Path) -> bool:
    """Whether claimkit wrote this folder: the articles lie there as a table."""
    single = any((folder / f"articles{suffix}").is_file() for suffix in TABLE_SUFFIXES)
    return single or any((folder / "articles").glob("train-*.parquet"))


def _known() -> str:
    return f"{', '.join(f'*{suffix}' for suffix in sorted(FORMATS))}, plain or as {', '.join(sorted(COMPRESSIONS))}"

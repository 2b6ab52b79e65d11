"""How many articles an input holds, about, without reading them: for progress reports."""

from __future__ import annotations

from collections.abc import Iterable

from claimkit.reading.sources import Format, Source


def count_about(sources: Iterable[Source]) -> int | None:
    """The number of articles if all of them are good; ``None`` where only reading would tell (archives, JSON)."""
    total = 0
    for source in sources:
        count = _count(source)
        if count is None:
            return None
        total += count
    return total


def _count(source: Source) -> int | None:
    if source.format in (Format.TEXT, Format.HTML):
        return 1
    if source.compression is not None:
        return None
    if source.format is Format.JSONL:
        with source.path.open("rb") as file:
            return sum(1 for _ in file)
    return _rows(source) if source.format is Format.PARQUET else None


def _rows(source: Source) -> int | None:
    import pyarrow  # type: ignore[import-untyped]  # ships no types
    import pyarrow.parquet  # type: ignore[import-untyped]

    try:
        return int(pyarrow.parquet.read_metadata(source.path).num_rows)
    except (pyarrow.ArrowException, OSError):
        return None

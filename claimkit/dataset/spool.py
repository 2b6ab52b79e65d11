"""What hydration looks up by article, on disk: memory must not grow with the number of articles."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple


class Entry(NamedTuple):
    """The text and the title of an article as it was read, and its line of ``standoff.jsonl``."""

    text: str
    title: str | None
    line: Mapping[str, Any]


class Spool:
    """Texts and lines by ``article_id``; rows come grouped by article, so the last entry is kept at hand."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._connection.executescript(
            "CREATE TABLE line (article_id TEXT PRIMARY KEY, line TEXT);"
            "CREATE TABLE text (article_id TEXT PRIMARY KEY, text TEXT, title TEXT);"
        )
        self._last: tuple[str, Entry | None] = ("", None)

    def add_line(self, article_id: str, line: Mapping[str, Any]) -> None:
        """Keep a line of ``standoff.jsonl``."""
        self._connection.execute("INSERT OR REPLACE INTO line VALUES (?, ?)", (article_id, json.dumps(line)))

    def add_text(self, article_id: str, text: str, title: str | None) -> None:
        """Keep the text and the title of an article."""
        self._connection.execute("INSERT OR REPLACE INTO text VALUES (?, ?, ?)", (article_id, text, title))

    def get(self, article_id: str) -> Entry | None:
        """The entry of an article, or ``None`` where it has no text here, for its rows are full already."""
        if self._last[0] != article_id:
            self._last = (article_id, self._read(article_id))
        return self._last[1]

    def _read(self, article_id: str) -> Entry | None:
        found = self._connection.execute(
            "SELECT text, title, line FROM text JOIN line USING (article_id) WHERE article_id = ?", (article_id,)
        ).fetchone()
        if found is None:
            return None
        text, title, line = found
        return Entry(text, title, json.loads(line))


@contextmanager
def open_spool(folder: Path) -> Iterator[Spool]:
    """A spool in a file of ``folder``; the file goes when the block ends."""
    file = folder / "spool.sqlite"
    connection = sqlite3.connect(file, isolation_level=None)
    try:
        # It is scratch: nothing of it must outlive a crash, so no journal and no waiting for the disk.
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;")
        yield Spool(connection)
    finally:
        connection.close()
        file.unlink(missing_ok=True)

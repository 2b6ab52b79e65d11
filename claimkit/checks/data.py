"""What a check may know of the dataset besides the row before it: texts, dates, bodies, mentions, counts."""

from __future__ import annotations

import functools
from array import array
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from claimkit.quality.references import Known, Place, Row
from claimkit.reading.tables import read_rows


class Where(NamedTuple):
    """A row: its file, its number from 1 (0: the file or the dataset as a whole), its identifier."""

    file: str
    line: int
    record_id: str | None


class Facts(NamedTuple):
    """What is kept of an article besides its text; ``body`` is its body segments as (start, end)."""

    published: str | None
    body: tuple[tuple[int, int], ...]
    split: str | None
    where: Where


@dataclass(slots=True)
class Tally:
    """How often each key was counted, and the first row it was counted in."""

    counts: Counter[Hashable] = field(default_factory=Counter)
    first: dict[Hashable, Where] = field(default_factory=dict)

    def add(self, key: Hashable, where: Where) -> None:
        """Count ``key`` once more."""
        self.counts[key] += 1
        if self.counts[key] == 1:
            self.first[key] = where

    @property
    def total(self) -> int:
        """How much was counted in all."""
        return self.counts.total()


@dataclass(slots=True)
class Data:
    """The dataset that is being checked, as far as it has gone by.

    The tables pass in the order of ``reading.tables.CONFIGS``, so that whoever sees a claim knows all articles.
    ``split`` is that of the row being seen, ``None`` outside splits.
    ``baseline`` holds the tallies of another dataset by the check they belong to, ``None`` without one.
    """

    path: Path
    tables: Mapping[str, tuple[Path, ...]]
    known: Known
    counts: Mapping[str, int] = field(default_factory=Counter)
    articles: dict[str, Facts] = field(default_factory=dict)
    mentions: dict[str, array[int]] = field(default_factory=dict)
    splits: set[str] = field(default_factory=set)
    split: str | None = None
    baseline: Mapping[str, Tally] | None = None
    _sampled: dict[int, frozenset[str]] = field(default_factory=dict)

    def text(self, article_id: str) -> str | None:
        """The text of an article; ``None`` where it is left out, or where there is no such article."""
        return self.known.texts.get(article_id)

    def rows(self, config: str) -> Iterator[dict[str, Any]]:
        """The rows of a table once more from the start; none where there is no such table."""
        return read_rows(self.path, config) if config in self.tables else iter(())

    def mention_spans(self, article_id: str) -> Iterator[tuple[int, int]]:
        """Where the entities of an article are named."""
        ends = self.mentions.get(article_id, ())
        return zip(ends[::2], ends[1::2], strict=True)

    def sample(self, most: int) -> frozenset[str]:
        """Every n-th article, so that there are no more than ``most``: the same ones each time."""
        if most not in self._sampled:
            step = -(-len(self.articles) // max(1, most)) or 1
            self._sampled[most] = frozenset(list(self.articles)[::step])
        return self._sampled[most]

    @property
    def has_text(self) -> bool:
        """Whether any article comes with its text."""
        return any(text is not None for text in self.known.texts.values())

    def learn(self, config: str, row: Row, place: Place, split: str | None) -> None:
        """Note what later rows will be judged by; the row is valid by its schema."""
        self.split = split
        if split is not None:
            self.splits.add(split)
        if config == "articles":
            body = tuple((each["start"], each["end"]) for each in row["segments"] if each["kind"] == "body")
            where = Where(place.file, place.line, row["article_id"])
            self.articles[row["article_id"]] = Facts(row["published"], body, split, where)
        elif config == "mentions":
            spans = self.mentions.setdefault(row["article_id"], array("Q"))
            for span in row["spans"]:
                spans.extend((span["start"], span["end"]))


@functools.cache
def split_of(file: str) -> str | None:
    """The split a table file belongs to, by its name; ``None`` outside the folder of a config.

    >>> split_of("claims/test-00000-of-00001.parquet"), split_of("claims/dev.jsonl"), split_of("claims.jsonl")
    ('test', 'dev', None)
    >>> split_of("claims/part-00003-6f1c-c000.zstd.parquet")  # what Spark calls its files
    'train'
    """
    folder, _, name = file.rpartition("/")
    split = name.partition(".")[0].partition("-")[0]
    return ("train" if split == "part" else split) if folder else None

"""Train, validation and test without leakage: what belongs together stays together, and the report proves it.

by event      what reports on one event, copies, near-duplicates and claims told twice are one group
by publisher  no publisher is on two sides; of a group that would be, the articles of one side are left out
by time       as by event; every group of a later side has a report from after the cut, none of an earlier side has
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Sized
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

import numpy as np

from claimkit.dataset.assignment import Floats, assign, assign_in_order
from claimkit.dataset.folder import fresh
from claimkit.dataset.leakage import Relations, connected, relations_of
from claimkit.dataset.shards import TRAIN, batches_of, rows_in
from claimkit.dataset.split_report import SplitReport, report_of
from claimkit.dataset.split_tables import write_split
from claimkit.errors import OptionError
from claimkit.reading.hub import local_path
from claimkit.reading.tables import find_tables
from claimkit.records import Article, Claim, Mention, TextMode
from claimkit.schema import load_schema

By = Literal["event", "publisher", "time"]
SIZES = (0.8, 0.1, 0.1)
STRATIFY = "source_type"
_NAMES = {2: (TRAIN, "test"), 3: (TRAIN, "validation", "test")}


@dataclass(frozen=True, slots=True)
class _Corpus:
    """The articles of a dataset, what belongs together among them, and the labels of the claims of each."""

    articles: Sequence[Article]
    relations: Relations
    labels: Mapping[str, Counter[str]]


def split_dataset(
    path: Path | str,
    out: Path | str,
    *,
    by: By = "event",
    sizes: Sequence[float] = SIZES,
    seed: int = 0,
    stratify: str = STRATIFY,
) -> SplitReport:
    """Split the dataset in ``path`` into the new folder ``out``, in Parquet by config and split; returns the proof.

    ``sizes`` are the shares of train, validation and test, or of train and test, of articles and claims alike.
    ``stratify`` is a column of the claims whose values are to have the same shares on every side. The same data and
    ``seed`` give the same bytes.

    Raises :class:`OptionError` where ``path`` holds no articles and claims, where an option is wrong, or where there
    are fewer groups than sides: then no split without leakage exists.
    """
    path, sizes = local_path(path), _checked(by, tuple(sizes), stratify)
    names = _NAMES[len(sizes)]
    tables = find_tables(path)
    if not path.is_dir() or not {"articles", "claims"} <= set(tables):
        raise OptionError(f"{path}: expected the folder of a dataset with its articles and claims")
    with fresh(Path(out)) as scratch:
        corpus = _read(tables, stratify)
        groups = connected([each.article_id for each in corpus.articles], *_bonds(corpus.relations))
        sides = _SIDES[by](corpus, groups, sizes, seed)
        placed = {article_id: names[side] for article_id, side in sides.items()}
        _refuse_empty(path, placed, names, by)
        written = write_split(path, scratch, placed, groups, names)
        report = report_of(corpus.articles, groups, corpus.relations, placed, corpus.labels, written, names)
        report = report.stating(by=by, sizes=sizes, seed=seed, stratify=stratify)
        report.write(scratch)
    return report


def _checked(by: str, sizes: tuple[float, ...], stratify: str) -> tuple[float, ...]:
    if by not in get_args(By):
        raise OptionError(f"cannot split by {by!r}; choose {', '.join(get_args(By))}")
    # Asked for what is right: not-a-number is neither above nor below anything.
    if len(sizes) not in _NAMES or not (all(size > 0 for size in sizes) and abs(sum(sizes) - 1) < 1e-6):
        raise OptionError(f"sizes {', '.join(f'{size:g}' for size in sizes)}: give two or three shares that sum to 1")
    columns = load_schema("claim")["properties"]
    scalars = [name for name, each in columns.items() if "enum" in each or each["type"] == "boolean"]
    if stratify not in scalars:
        raise OptionError(f"cannot stratify by {stratify!r}; choose one of {', '.join(scalars)}")
    return sizes


def _refuse_empty(path: Path, placed: Mapping[str, str], names: Sequence[str], by: str) -> None:
    if empty := [name for name in names if name not in placed.values()]:
        raise OptionError(
            f"{path}: no article is left for {' and '.join(empty)}: what the publishers print is too much the same. "
            f"Split by event instead of by {by}"
        )


def _read(tables: Mapping[str, tuple[Path, ...]], stratify: str) -> _Corpus:
    articles = [Article.from_dict(row) for row in rows_in(batches_of(tables["articles"], "articles"))]
    bare = {each.article_id for each in articles if each.text_mode is TextMode.NONE}
    labels: dict[str, Counter[str]] = {each.article_id: Counter() for each in articles}
    article_of: dict[str, str] = {}
    for batch in batches_of(tables["claims"], "claims"):
        columns = (batch.column(name).to_pylist() for name in ("article_id", "claim_id", stratify))
        for article_id, claim_id, label in zip(*columns, strict=True):
            article_of[claim_id] = article_id
            labels.setdefault(article_id, Counter())[str("none" if label is None else label).lower()] += 1
    clusters = [
        [article_of[each] for each in row["claim_ids"] if each in article_of]
        for row in rows_in(batches_of(tables.get("clusters", ()), "clusters"))
    ]
    relations = relations_of(
        articles,
        claims=[Claim.from_dict(row) for row in _of(tables, "claims", bare)],
        mentions=[Mention.from_dict(row) for row in _of(tables, "mentions", bare)],
        clusters=clusters,
    )
    return _Corpus(articles, relations, labels)


def _of(tables: Mapping[str, tuple[Path, ...]], config: str, articles: set[str]) -> list[dict[str, object]]:
    if not articles:
        return []
    rows = rows_in(batches_of(tables.get(config, ()), config))
    return [row for row in rows if row["article_id"] in articles]


def _bonds(relations: Relations) -> tuple[Sequence[Sequence[str]], ...]:
    return relations.events, relations.copies, relations.clusters


def _blocks(groups: Sequence[Sequence[str]], labels: Mapping[str, Counter[str]]) -> list[Floats]:
    """What is counted of each group: its articles, its claims, its claims by label."""
    names = sorted({label for each in labels.values() for label in each})
    place = {label: at for at, label in enumerate(names)}
    articles, by_label = np.array([[len(group)] for group in groups], dtype=float), np.zeros((len(groups), len(names)))
    for row, group in enumerate(groups):
        for article_id in group:
            for label, count in labels[article_id].items():
                by_label[row, place[label]] += count
    return [articles, by_label.sum(axis=1, keepdims=True), by_label]


def _by_event(corpus: _Corpus, groups: list[list[str]], sizes: Sequence[float], seed: int) -> dict[str, int]:
    _refuse_few(groups, sizes, "event groups")
    sides = assign(_blocks(groups, corpus.labels), sizes, [group[0] for group in groups], seed=seed)
    return {article_id: side for group, side in zip(groups, sides, strict=True) for article_id in group}


def _by_time(corpus: _Corpus, groups: list[list[str]], sizes: Sequence[float], _seed: int) -> dict[str, int]:
    """Groups in the order of their last report; those without any date are left out, for they may be of any day."""
    published = {each.article_id: each.published for each in corpus.articles}
    last = [max((published[each] or "" for each in group), default="") for group in groups]
    dated = [(date, group) for group, date in zip(groups, last, strict=True) if date]
    stages: dict[str, list[int]] = {}
    for at, (date, _) in enumerate(dated):
        stages.setdefault(date, []).append(at)
    _refuse_few(stages, sizes, "dates of event groups")
    articles = np.array([len(group) for _, group in dated], dtype=float)
    sides = assign_in_order(articles, sizes, [stages[date] for date in sorted(stages)])
    return {article_id: side for (_, group), side in zip(dated, sides, strict=True) for article_id in group}


def _by_publisher(corpus: _Corpus, groups: list[list[str]], sizes: Sequence[float], seed: int) -> dict[str, int]:
    """Publishers to sides; then each group keeps the side that most of its articles are on."""
    by_publisher: dict[str, list[str]] = {}
    for article in corpus.articles:
        # An article of an unnamed publisher is nobody's neighbour.
        by_publisher.setdefault(article.publisher or f"\x1f{article.article_id}", []).append(article.article_id)
    publishers = list(by_publisher.values())
    _refuse_few(publishers, sizes, "publishers")
    sides = assign(_blocks(publishers, corpus.labels), sizes, list(by_publisher), seed=seed)
    side_of = {each: side for each_of, side in zip(publishers, sides, strict=True) for each in each_of}
    kept: dict[str, int] = {}
    for group in groups:
        votes = Counter(side_of[each] for each in group)
        side = min(votes, key=lambda each: (-votes[each], each))
        kept |= {each: side for each in group if side_of[each] == side}
    return kept


_SIDES = {"event": _by_event, "time": _by_time, "publisher": _by_publisher}


def _refuse_few(groups: Sized, sizes: Sequence[float], what: str) -> None:
    if len(groups) < len(sizes):
        raise OptionError(
            f"there are {len(groups)} {what} for {len(sizes)} sides: no split without leakage exists. Add articles on "
            "other events, or ask for fewer sides"
        )

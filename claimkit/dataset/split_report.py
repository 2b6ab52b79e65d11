"""The proof of a split: what stands on two sides (nothing), how near the sides come, how even the labels are."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from claimkit.dataset.folder import SPLIT
from claimkit.dataset.leakage import NEAR, Relations, nearest
from claimkit.dataset.manifest import write_json
from claimkit.dataset.split_tables import Written
from claimkit.records import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One split: what is in it, its shares of all that was placed, the dates it covers, the shares of its labels.

    ``group_sizes`` is how many of its groups have so many articles.
    """

    articles: int
    claims: int
    groups: int
    group_sizes: Mapping[int, int]
    publishers: int
    article_share: float
    claim_share: float
    dates: tuple[str, str] | None
    labels: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitReport:
    """What ``split_dataset`` did, and the proof that nothing leaks.

    ``shared`` counts what stands on two sides: ``events``, ``copies``, ``clusters`` (claims told twice) and
    ``near_duplicates`` are 0; ``publishers`` is 0 where the split is by publisher. ``nearest`` are the two articles of
    different sides that share most of their wording and the share of the shorter one's runs of five words, measured
    anew; ``unread`` is the number of articles without text, for which hashes, claims and mentions have to do.
    ``label_distance`` is the largest difference between the share of a label on one side and in all.
    """

    by: str
    sizes: tuple[float, ...]
    seed: int
    stratify: str
    groups: int
    largest_group: int
    sides: Mapping[str, Side]
    shared: Mapping[str, int]
    nearest: Mapping[str, Any] | None
    unread: int
    label_distance: float
    rows: Mapping[str, Mapping[str, int]]
    left_out: Mapping[str, int]

    def stating(self, **options: Any) -> SplitReport:
        """The same with the options of the split in it."""
        return dataclasses.replace(self, **options)

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON-ready ``dict``."""
        return {
            **_plain(self),
            "sizes": list(self.sizes),
            "sides": {name: _plain(side) for name, side in self.sides.items()},
        }

    def write(self, folder: Path) -> None:
        """Write the report as ``split.json``."""
        write_json(folder / SPLIT, self.to_dict())

    def __str__(self) -> str:
        lines = [f"split by {self.by}: {self.groups:,} groups, the largest of {self.largest_group:,} articles"]
        for (name, side), asked in zip(self.sides.items(), self.sizes, strict=True):
            dates = f", {side.dates[0]} to {side.dates[1]}" if side.dates else ""
            sizes = _range(side.group_sizes)
            lines.append(
                f"  {name}: {side.articles:,} articles ({side.article_share:.1%}), {side.claims:,} claims "
                f"({side.claim_share:.1%}, asked {asked:.0%}), {side.groups:,} groups of {sizes}{dates}"
            )
        lines += [f"on two sides: {', '.join(f'{count:,} {name}' for name, count in self.shared.items())}"]
        lines.append(self._nearness())
        lines.append(f"{self.stratify}: no share is further than {self.label_distance:.1%} from that of all claims")
        lines += [f"left out: {count:,} {name}" for name, count in self.left_out.items() if count]
        return "\n".join(lines)

    def _nearness(self) -> str:
        unread = f" ({self.unread:,} articles without text were not compared word by word)" if self.unread else ""
        if self.nearest is None:
            return f"nearest articles of two sides: none share a run of five words{unread}"
        return (
            f"nearest articles of two sides: {self.nearest['a']} and {self.nearest['b']} share "
            f"{self.nearest['share']:.1%} of the shorter one's runs of five words{unread}"
        )


def report_of(
    articles: Sequence[Article],
    groups: Sequence[Sequence[str]],
    relations: Relations,
    placed: Mapping[str, str],
    labels: Mapping[str, Counter[str]],
    written: Written,
    names: Sequence[str],
) -> SplitReport:
    """Measure a split from where its articles are: ``placed`` is article → split."""
    near = nearest(relations.shingles, placed)
    publishers: dict[str, list[str]] = {}
    for article in articles:
        if article.publisher is not None:
            publishers.setdefault(article.publisher, []).append(article.article_id)
    everywhere = sum((labels[each] for each in placed), Counter[str]())
    sides = {name: _side(name, articles, groups, placed, labels, everywhere) for name in names}
    return SplitReport(
        by="",
        sizes=(),
        seed=0,
        stratify="",
        groups=len(groups),
        largest_group=max(map(len, groups), default=0),
        sides=MappingProxyType(sides),
        shared=MappingProxyType(
            {
                "events": _torn(relations.events, placed),
                "copies": _torn(relations.copies, placed),
                "near_duplicates": int(near is not None and near[2] >= NEAR),
                "clusters": _torn(relations.clusters, placed),
                "publishers": _torn(list(publishers.values()), placed),
            }
        ),
        nearest=None if near is None else {"a": near[0], "b": near[1], "share": round(near[2], 4)},
        unread=sum(1 for each in articles if each.text is None),
        label_distance=round(_distance(sides, everywhere), 4),
        rows=MappingProxyType(written.rows),
        left_out=MappingProxyType(dict(sorted(written.left_out.items()))),
    )


def _side(
    name: str,
    articles: Sequence[Article],
    groups: Sequence[Sequence[str]],
    placed: Mapping[str, str],
    labels: Mapping[str, Counter[str]],
    everywhere: Counter[str],
) -> Side:
    own = [each for each in articles if placed.get(each.article_id) == name]
    counts = sum((labels[each.article_id] for each in own), Counter[str]())
    dates = sorted(each.published for each in own if each.published)
    claims = counts.total()
    sizes = Counter(sum(1 for each in group if placed.get(each) == name) for group in groups)
    del sizes[0]
    return Side(
        articles=len(own),
        claims=claims,
        groups=sum(sizes.values()),
        group_sizes=MappingProxyType(dict(sorted(sizes.items()))),
        publishers=len({each.publisher for each in own if each.publisher is not None}),
        article_share=round(len(own) / max(len(placed), 1), 4),
        claim_share=round(claims / max(everywhere.total(), 1), 4),
        dates=(dates[0], dates[-1]) if dates else None,
        labels=MappingProxyType({label: round(counts[label] / max(claims, 1), 4) for label in sorted(everywhere)}),
    )


def _range(sizes: Mapping[int, int]) -> str:
    if not sizes:
        return "no articles"
    low, high = min(sizes), max(sizes)
    return f"{low:,} to {high:,} articles" if low < high else f"{low:,} article{'s' if low > 1 else ''}"


def _plain(record: Any) -> dict[str, Any]:
    values = {each.name: getattr(record, each.name) for each in dataclasses.fields(record)}
    return {name: dict(value) if isinstance(value, Mapping) else value for name, value in values.items()}


def _torn(relation: Sequence[Sequence[str]], placed: Mapping[str, str]) -> int:
    """How many sets have articles on two sides."""
    return sum(1 for each in relation if len({placed[one] for one in each if one in placed}) > 1)


def _distance(sides: Mapping[str, Side], everywhere: Counter[str]) -> float:
    total = max(everywhere.total(), 1)
    return max(
        (abs(side.labels[label] - count / total) for side in sides.values() for label, count in everywhere.items()),
        default=0.0,
    )

"""Articles as the page holds them: the text once, with the links and the names found in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from claimkit.report.compact import Row, pair, pairs, provenance, sparse, time, word


@dataclass(frozen=True, slots=True)
class Links:
    """The links of one article in the order of the text, and the place of each by its identifier."""

    rows: list[Row] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)

    def add(self, row: Row) -> None:
        """Keep the link; of two with one identifier the first."""
        if row["attribution_id"] not in self.places:
            self.places[row["attribution_id"]] = len(self.rows)
            self.rows.append(row)


def links_of(attributions: Iterable[Row], claims: Iterable[Row]) -> dict[str, Links]:
    """The links by article: those of the table, and those that only a claim's chain holds."""
    found: dict[str, Links] = {}
    for row in attributions:
        found.setdefault(row["article_id"], Links()).add(row)
    for claim in claims:
        for row in claim["chain"]:
            found.setdefault(claim["article_id"], Links()).add(row)
    return found


def article(row: Row, links: Links, mentions: Iterable[Row], names: Mapping[str, str]) -> dict[str, Any]:
    """One article; ``length`` is given where the text is left out, as far as anything reaches into it."""
    mentions = list(mentions)
    return sparse(
        id=row["article_id"],
        outlet=row["publisher"],
        title=row["title"],
        url=row["url"],
        date=row["published"],
        evidence=row["published_evidence"],
        wire=row["wire"],
        authors=row["authors"],
        language=row["language"],
        licence=row["licence"],
        reader=" ".join((row["reader"]["name"], row["reader"]["version"])),
        text=row["text"],
        length=_length(row, links) if row["text"] is None else None,
        segments=[[each["kind"], each["start"], each["end"]] for each in row["segments"]],
        links=[_link(each, links, names) for each in links.rows],
        names=[[each["name"], each["type"], pairs(each["spans"])] for each in mentions],
    )


def source_name(link: Row, names: Mapping[str, str]) -> str | None:
    """Who a link gives the word to: the name of the entity, else the head word; ``None`` where nobody is named."""
    return names.get(link["entity_id"]) or link["source_head"]


def _link(row: Row, links: Links, names: Mapping[str, str]) -> dict[str, Any]:
    return sparse(
        id=row["attribution_id"],
        parent=links.places.get(row["parent"]),
        source=pair(row["source"]),
        who=source_name(row, names),
        type=row["source_type"],
        cue=pair(row["cue"]),
        lemma=row["cue_lemma"],
        content=pairs(row["content"]),
        style=row["style"],
        medium=word(row["medium"]),
        time=time(row["time"]),
        negated=row["negated"],
        confidence=row["confidence"],
        provenance=provenance(row["provenance"]),
    )


def _length(row: Row, links: Links) -> int:
    ends = [each["end"] for each in row["segments"]]
    ends += [span["end"] for link in links.rows for span in link["content"]]
    return max(ends, default=0)

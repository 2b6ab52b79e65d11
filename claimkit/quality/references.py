"""What the rows of a dataset refer to: each other's identifiers, the texts of articles, the parents of links.

:class:`Known` grows as the tables go by in the order of ``reading.tables.CONFIGS``; whether the parents of links exist
is known only at the end.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, NamedTuple

from claimkit.schema import Finding

Row = Mapping[str, Any]

# All fields of an attribution but schema_version, which is one and the same in every valid row.
_LINK_FIELDS = itemgetter(
    *("attribution_id", "article_id", "parent", "source_head", "entity_id"),
    *("source_type", "cue_lemma", "style", "negated", "confidence"),
)
_SPAN_FIELDS = itemgetter("start", "end")
_WORD_FIELDS = itemgetter("start", "end", "lemma")
_TIME_FIELDS = itemgetter("type", "timex", "edtf", "start", "end", "anchor", "unresolved")
_PROVENANCE_FIELDS = itemgetter("origin", "tool", "version", "model", "rule")


class Place(NamedTuple):
    """Where a row stands, and whether it is valid by its schema."""

    file: str
    line: int
    valid: bool


class Link(NamedTuple):
    """What is kept of an attribution: where it stands, what it hangs on, and a digest of its row (0: a broken row)."""

    place: Place
    article_id: str
    parent: str | None
    digest: int


@dataclass(slots=True)
class Known:
    """What the rows so far have established; ``present`` names the configs that are there to be referred to.

    Besides identifiers it holds the texts of all articles, about as much as their table on disk unpacked.
    """

    present: frozenset[str]
    texts: dict[str, str | None] = field(default_factory=dict)
    standoff: set[str] = field(default_factory=set)
    entities: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    claims: dict[str, str] = field(default_factory=dict)
    others: dict[str, set[str]] = field(default_factory=dict)
    skipped: Counter[str] = field(default_factory=Counter)


def remember(config: str, row_id: str, row: Row, known: Known, place: Place) -> bool:
    """Note that a row exists, so that others may refer to it; whether its identifier is new.

    A row that breaks its schema is noted as well: one fault must not bring forth a hundred.
    """
    article_id = sys.intern(str(row.get("article_id")))
    table: Any
    value: Any
    match config:
        case "articles":
            table, value = known.texts, text if isinstance(text := row.get("text"), str) else None
            if row.get("text_mode") == "none":
                known.standoff.add(row_id)
        case "mentions":
            table, value = known.entities, article_id
            known.names[row_id] = str(row.get("name"))
        case "attributions":
            table = known.links
            parent, mark = (row["parent"], digest(row)) if place.valid else (None, 0)
            value = Link(place, article_id, parent, mark)
        case "claims":
            table, value = known.claims, article_id
        case _:
            seen = known.others.setdefault(config, set())
            new = row_id not in seen
            seen.add(row_id)
            return new
    if row_id in table:
        return False
    table[row_id] = value
    return True


def parent_findings(known: Known) -> Iterator[tuple[str, Link, Finding]]:
    """Of every link its identifier, itself, and what is wrong with its parent: absent, elsewhere, or in a loop."""
    endless: dict[str, bool] = {}
    for link_id, link in known.links.items():
        if link.parent is None:
            continue
        parent = known.links.get(link.parent)
        if parent is None:
            yield link_id, link, Finding("$.parent", f"there is no attribution {link.parent}", "orphan-id")
        elif parent.article_id != link.article_id:
            yield link_id, link, Finding("$.parent", f"{link.parent} stands in another article", "orphan-id")
        elif _never_ends(link_id, known.links, endless):
            yield link_id, link, Finding("$.parent", "the chain of parents runs in a loop", "chain-loop")


def digest(link: Row) -> int:
    """A number two attributions share if, and but for a chance in 2⁶⁴ only if, all their fields are equal.

    It holds within one process. It is kept instead of the row; the order of keys does not count.
    """
    source, cue, medium, time = link["source"], link["cue"], link["medium"], link["time"]
    return hash(
        (
            _LINK_FIELDS(link),
            source and _SPAN_FIELDS(source),
            cue and _SPAN_FIELDS(cue),
            tuple(map(_SPAN_FIELDS, link["content"])),
            medium and _WORD_FIELDS(medium),
            time and (_SPAN_FIELDS(time["span"]), _TIME_FIELDS(time)),
            _PROVENANCE_FIELDS(link["provenance"]),
        )
    )


def _never_ends(link_id: str, links: Mapping[str, Link], endless: dict[str, bool]) -> bool:
    path: set[str] = set()
    at: str | None = link_id
    while at is not None and at in links and at not in path and at not in endless:
        path.add(at)
        at = links[at].parent
    verdict = at in path or (at in endless and endless[at])
    endless.update(dict.fromkeys(path, verdict))
    return verdict

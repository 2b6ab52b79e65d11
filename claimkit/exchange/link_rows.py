"""The rows of attributions from the parts that hold them: a cue, else a source, else a content of its own."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from claimkit.exchange import completion
from claimkit.exchange.board import Board, attempt, entity_of, fact_row, hull, joined, picked, places, plain, word_row
from claimkit.exchange.claims import Row
from claimkit.exchange.markup import LINK, Part
from claimkit.records import SCHEMA_VERSION, Attribution, Mention, make_id


def _anchors(board: Board) -> list[Part]:
    """The parts that hold a link: every cue, a source that no cue has, a content that nobody has."""
    return [part for part in board.of_kind(*LINK) if part.kind == "cue" or part.id not in board.targets]


# What a link says beside its spans and its place in the chain.
_LINK_FIELDS = frozenset(each.name for each in dataclasses.fields(Attribution)) - {
    *("attribution_id", "article_id", "parent", "source", "cue", "content", "medium", "time"),
    "schema_version",
}


def link_rows(board: Board, mentions: Sequence[Mention]) -> list[Row]:
    """One row for every part that holds a link, with its parent."""
    anchors = _anchors(board)
    rows: dict[str, Row] = {}
    taken: set[str] = set()
    for part in anchors:
        row = _link_row(board, part, mentions)
        if row is None:
            continue
        place = row["cue"] or row["source"] or row["content"][0]
        name = make_id(board.article.article_id, "attribution", place["start"], place["end"])
        if name in taken:
            board.reject("same_place", f"{part.kind} {part.id} at {places(part.spans)} is where another link is")
            continue
        taken.add(name)
        carried = part.fields.get("attribution_id")
        if isinstance(carried, str):
            board.link_ids[carried] = name
        board.anchors[part.id] = name
        rows[part.id] = {"attribution_id": name, **row}
    for part in anchors:
        above = board.tied(part, "nested")
        if part.id in rows and above and above[0].id in rows:
            rows[part.id]["parent"] = rows[above[0].id]["attribution_id"]
    _break_loops(board, rows)
    return list(rows.values())


def _link_row(board: Board, part: Part, mentions: Sequence[Mention]) -> Row | None:
    cue = hull(part) if part.kind == "cue" else None
    source_part = part if part.kind == "source" else next(iter(board.tied(part, "source")), None)
    source = hull(source_part) if source_part is not None else None
    contents = [part] if part.kind == "content" else board.tied(part, "content")
    content = joined(span for each in contents for span in each.spans)
    if not content and not part.fields:
        board.reject("link_without_content", f"{part.kind} {part.id} at {places(part.spans)}")
        return None
    fields = {name: part.fields[name] for name in _LINK_FIELDS if name in part.fields}
    stale = part.fields.get("source_at") != (list(source) if source is not None else None)
    if len(fields) < len(_LINK_FIELDS) or not part.unmoved or stale:
        found = attempt(board, lambda: completion.link_fields(board.read(), cue, source, content, mentions))
        if found is None:
            return None
        own = {"confidence": 1.0, "provenance": plain(board.provenance)}
        fields = {**found, **own, **picked(part, "link")}
    else:
        fields["entity_id"] = entity_of(board, fields["entity_id"], "attribution")
        if part.by_hand:
            fields |= {"confidence": 1.0, "provenance": plain(board.provenance)}
    medium, time = (next(iter(board.tied(part, label)), None) for label in ("medium", "said"))
    return {
        "article_id": board.article.article_id,
        "parent": None,
        "source": source._asdict() if source is not None else None,
        "cue": cue._asdict() if cue is not None else None,
        "content": [span._asdict() for span in content],
        "medium": word_row(board, medium) if medium is not None else None,
        "time": fact_row(board, time, "time") if time is not None else None,
        "schema_version": part.fields.get("schema_version", SCHEMA_VERSION),
        **fields,
    }


def _break_loops(board: Board, rows: Mapping[str, Row]) -> None:
    parents = {row["attribution_id"]: row for row in rows.values()}
    for row in rows.values():
        seen = {row["attribution_id"]}
        at = row
        while at["parent"] is not None:
            if at["parent"] in seen:
                board.reject("nested_in_itself", f"link {at['attribution_id']} is nested in {at['parent']}")
                at["parent"] = None
                break
            seen.add(at["parent"])
            at = parents[at["parent"]]

"""The rows of claims from their parts: as they were read, or, where a person added or moved something, read anew."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from claimkit.errors import EmptyBodyError
from claimkit.exchange import completion
from claimkit.exchange.board import Board, attempt, entity_of, fact_row, hull, picked, places, plain, word_row
from claimkit.exchange.claims import Row
from claimkit.exchange.markup import Part
from claimkit.extraction.given_claims import Given
from claimkit.records import SCHEMA_VERSION, Attribution, Claim, Mention, Span, make_id, span_text

# What a claim says beside its spans and what hangs on it.
_WHOLE = frozenset(each.name for each in dataclasses.fields(Claim)) - {
    *("claim_id", "article_id", "spans", "text", "predicate", "arguments", "chain", "hedges", "quantities", "times"),
    "schema_version",
}
# The list of a claim by the label of the ties that fill it.
_LISTS = MappingProxyType({"argument": "arguments", "hedge": "hedges", "quantity": "quantities", "time": "times"})


def claim_rows(board: Board, links: Sequence[Attribution], mentions: Sequence[Mention]) -> list[Row]:
    """The claims in order of their predicates; those that share a predicate with one before are rejected."""
    parts = list(board.of_kind("claim"))
    found = _found(board, parts, links, mentions)
    chains = {link.attribution_id: link.to_dict() for link in links}
    rows: dict[str, Row] = {}
    names: dict[str, str] = {}
    for part in parts:
        row = _claim_row(board, part, found.get(part.id), chains)
        if row is None:
            continue
        if row["claim_id"] in rows:
            board.reject("same_predicate", f"claim {part.id} at {places(part.spans)}")
            continue
        rows[row["claim_id"]] = row
        carried = part.fields.get("claim_id")
        if isinstance(carried, str):
            names[carried] = row["claim_id"]
    for row in rows.values():
        if row["repeats"] is not None:
            row["repeats"] = names.get(row["repeats"], row["repeats"])
            if row["repeats"] not in rows:
                row["repeats"] = None
                board.dropped["claim: repeats a claim that is not here"] += 1
    return sorted(rows.values(), key=lambda row: (row["predicate"]["start"], row["predicate"]["end"]))


def _predicate(board: Board, part: Part) -> Part | None:
    return next(iter(board.tied(part, "predicate")), None)


def _is_whole(board: Board, part: Part) -> bool:
    """Whether nothing of a claim has to be read off the text."""
    predicate = _predicate(board, part)
    sound = part.unmoved and part.fields.keys() >= _WHOLE
    return sound and predicate is not None and _same_holders(board, part)


def _same_holders(board: Board, part: Part) -> bool:
    """Whether the certainty of those it is ascribed to was judged for the source that it is tied to now."""
    judged = [each.get("holder") for each in part.fields["factuality"] if isinstance(each, dict)]
    holders = {board.link_ids.get(each, each) for each in judged if isinstance(each, str)} - {"author"}
    tied = board.tied(part, "attribution")
    mine = {board.link_ids.get(str(each.fields.get("attribution_id"))) for each in tied}
    return bool(holders) == bool(tied) and (not tied or mine <= holders)


def _found(
    board: Board, parts: Sequence[Part], links: Sequence[Attribution], mentions: Sequence[Mention]
) -> Mapping[str, Row | None]:
    """What is read of the claims that are not whole."""
    open_ones = [part for part in parts if not _is_whole(board, part)]
    if not open_ones:
        return {}
    given = []
    for part in open_ones:
        predicate = _predicate(board, part)
        given.append(Given(part.spans, hull(predicate) if predicate is not None else None))
    try:
        rows = completion.claims_found(board.read(), given, links, mentions)
    except EmptyBodyError as error:
        board.reject("empty_body", str(error))
        return {}
    return {part.id: row for part, row in zip(open_ones, rows, strict=True)}


def _claim_row(board: Board, part: Part, found: Row | None, chains: Mapping[str, Row]) -> Row | None:
    whole = _is_whole(board, part)
    predicate = _predicate(board, part)
    if not whole and found is None:
        board.reject("no_predicate", f"claim at {places(part.spans)}: no word there is a predicate of the body")
        return None
    word = word_row(board, predicate) if predicate is not None else (found or {})["predicate"]
    base = _as_read(board, part) if whole or found is None else _as_found(board, part, found)
    spans = [Span(**each) for each in base["spans"]]
    if not any(span.start <= word["start"] and word["end"] <= span.end for span in spans):
        board.reject("predicate_outside_claim", f"claim at {places(part.spans)}")
        return None
    for label, name in _LISTS.items():
        tied = board.tied(part, label)
        # No tie in what was carried along means that there is nothing; in a new claim it means that nobody looked.
        if tied or part.at is not None:
            made = [_piece(board, each, label) for each in tied]
            base[name] = [each for each in made if each is not None]
    if part.at is not None or board.tied(part, "attribution"):
        base["chain"] = _chain(board, part, chains)
    return {
        **base,
        "claim_id": make_id(board.article.article_id, word["start"], word["end"]),
        "article_id": board.article.article_id,
        "text": span_text(board.text, tuple(spans)),
        "predicate": word,
        "factuality": _factuality(board, base),
    }


def _as_read(board: Board, part: Part) -> Row:
    fields = {name: part.fields[name] for name in _WHOLE}
    if part.by_hand:
        fields |= {"confidence": 1.0, "provenance": plain(board.provenance)}
    version = part.fields.get("schema_version", SCHEMA_VERSION)
    return {"spans": [span._asdict() for span in part.spans], **fields, "schema_version": version}


def _as_found(board: Board, part: Part, found: Row) -> Row:
    """A claim that was read anew, with the whole of the words that were marked, and what was picked for it."""
    sentence = found["sentence"]
    reach = {
        "start": min(sentence["start"], part.spans[0].start),
        "end": max(sentence["end"], part.spans[-1].end),
    }
    spans = [span._asdict() for span in part.spans]
    own = {"sentence": reach, "confidence": 1.0, "provenance": plain(board.provenance)}
    if found["spans"] != spans:
        own["text_resolved"] = span_text(board.text, part.spans)
    return {**found, "spans": spans, **own, **picked(part, "claim")}


def _piece(board: Board, part: Part, label: str) -> Row | None:
    return _argument(board, part) if label == "argument" else fact_row(board, part, label)


def _argument(board: Board, part: Part) -> Row | None:
    span = hull(part)
    role, head = part.fields.get("role"), part.fields.get("head")
    if role is None:
        board.reject("argument_without_role", f"argument at {places(part.spans)}: pick its role")
        return None
    if not isinstance(head, str) or head not in board.text[span.start : span.end]:
        found = attempt(board, lambda: {"head": completion.head_at(board.read(), span)})
        head = found["head"] if found is not None and not part.unmoved else None
    entity_id = entity_of(board, part.fields.get("entity_id"), "argument")
    return {"role": role, "start": span.start, "end": span.end, "head": head, "entity_id": entity_id}


def _chain(board: Board, part: Part, chains: Mapping[str, Row]) -> list[Row]:
    """The link that a claim is tied to, below those that it is nested in."""
    tied = board.tied(part, "attribution")
    name = board.anchors.get(tied[0].id) if tied else None
    chain: list[Row] = []
    while name is not None and name in chains:
        chain.insert(0, chains[name])
        name = chains[name]["parent"]
    return chain


def _factuality(board: Board, row: Row) -> list[Row]:
    """What each holder of the chain says of it, under the identifiers that links have now."""
    holders = {"author", *(link["attribution_id"] for link in row["chain"])}
    kept = []
    for each in row["factuality"]:
        holder = board.link_ids.get(each["holder"], each["holder"])
        if holder in holders:
            kept.append({**each, "holder": holder})
        else:
            board.dropped["claim: factuality by a source it is no longer ascribed to"] += 1
    return kept

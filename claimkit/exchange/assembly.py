"""Parts and ties of a text to the rows of its claims: the way back from :mod:`claimkit.exchange.markup`.

A part that stands where its fields were read keeps them. What a person added or moved is read off the text anew
(:mod:`claimkit.exchange.completion`), and what that person picked from a list is kept in any case. Identifiers are made
from positions again, and every reference follows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from claimkit.exchange.board import Board, board_of
from claimkit.exchange.claim_rows import claim_rows
from claimkit.exchange.claims import Row
from claimkit.exchange.documents import Document, Rejected
from claimkit.exchange.link_rows import link_rows
from claimkit.exchange.markup import Markup, Part
from claimkit.records import SCHEMA_VERSION, Article, Attribution, Claim, Mention, make_id, span_text
from claimkit.schema import findings


class Assembled(NamedTuple):
    """A document, what could not be taken over, and a count of what had nowhere to go."""

    document: Document
    rejected: list[Rejected]
    dropped: Counter[str]


def assemble(markup: Markup, article: Article, *, tool: str) -> Assembled:
    """The document that a markup of ``article`` describes.

    ``tool`` names the format in the provenance of what a person added or moved. Spans are checked against the text of
    the article; an unsound part, and a record that would break its schema, is rejected with a reason.
    """
    board = board_of(markup, article, tool)
    mentions = [Mention.from_dict(row) for row in _valid(board, "mentions", _mention_rows(board))]
    links = [Attribution.from_dict(row) for row in _linked(board, link_rows(board, mentions))]
    rows = _valid(board, "claims", claim_rows(board, links, mentions))
    listed = {link.attribution_id for link in links}
    chained = {link["attribution_id"]: link for row in rows for link in row["chain"]}
    links += [Attribution.from_dict(link) for name, link in chained.items() if name not in listed]
    mentions = mentions or _mentions_used(board, rows, links)
    document = Document(
        article=article,
        attributions=tuple(sorted(links, key=_place)),
        claims=tuple(Claim.from_dict(row) for row in rows),
        mentions=tuple(mentions),
    )
    return Assembled(document, board.rejected, board.dropped)


def _valid(board: Board, config: str, rows: Iterable[Row]) -> list[Row]:
    kept = []
    for row in rows:
        problems = findings(config, row)
        if problems:
            board.reject("breaks_schema", f"{config}: {problems[0].path}: {problems[0].message}")
        else:
            kept.append(row)
    return kept


def _linked(board: Board, rows: Iterable[Row]) -> list[Row]:
    """The valid links; one whose parent is not among them is outermost."""
    kept = _valid(board, "attributions", rows)
    names = {row["attribution_id"] for row in kept}
    return [row if row["parent"] in names else {**row, "parent": None} for row in kept]


def _mention_rows(board: Board) -> Iterator[Row]:
    inner = {part.id for part in board.of_kind("mention") if board.tied(part, "coreference")}
    others: dict[str, list[Part]] = defaultdict(list)
    for part in board.of_kind("mention"):
        for head in board.tied(part, "coreference"):
            others[head.id].append(part)
    taken: set[str] = set()
    for part in board.of_kind("mention"):
        if part.id in inner:
            continue
        spans = sorted({span for each in (part, *others[part.id]) for span in each.spans})
        entity_id = make_id(board.article.article_id, "entity", *spans[0])
        if entity_id in taken:
            board.reject("same_place", f"mention {part.id} begins with a span that another one begins with")
            continue
        taken.add(entity_id)
        carried = part.fields.get("entity_id")
        if isinstance(carried, str):
            board.entities[carried] = entity_id
        yield {
            "entity_id": entity_id,
            "article_id": board.article.article_id,
            "spans": [span._asdict() for span in spans],
            "name": part.fields.get("name") or span_text(board.text, part.spans),
            "type": part.fields.get("type", "other"),
            "schema_version": part.fields.get("schema_version", SCHEMA_VERSION),
        }


def _mentions_used(board: Board, claims: Sequence[Row], links: Sequence[Attribution]) -> list[Mention]:
    """The entities that claims name which were read off the text, where the annotation marks none."""
    named = {each["entity_id"] for row in claims for each in (*row["arguments"], *row["chain"])}
    named |= {link.entity_id for link in links}
    if named <= {None}:
        return []
    return [mention for mention in board.read().findings.mentions if mention.entity_id in named]


def _place(link: Attribution) -> tuple[int, int, str]:
    span = link.cue or link.source or link.content[0]
    return span.start, span.end, link.attribution_id

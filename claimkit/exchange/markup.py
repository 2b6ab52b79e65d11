"""A document as annotation tools see it: parts of a text with labels, and ties between them.

A claim, the word it is known by, its source, the cue, a hedge, a number: each is a :class:`Part` on spans of the text.
A :class:`Tie` says what belongs to what ("the source of this cue"). What a person picks from a closed list (kind of
claim, type of source) is a *label*; all else about a part is in its ``fields``, which tools carry along unread, with
the spans these fields were true of under ``"at"``. Every annotation format is written from this, and read into it;
:mod:`claimkit.exchange.assembly` makes rows of it again.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

from claimkit.exchange.claims import Row
from claimkit.records import (
    ArgumentRole,
    Bound,
    ClaimKind,
    Direction,
    EntityType,
    HedgeType,
    QuantityRole,
    RangeKind,
    SourceType,
    Span,
    Style,
    TimeType,
)

# What a part can be, in the order in which an annotator meets it, with its colour in annotation tools.
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "claim": "#f4d35e",
        "predicate": "#ee964b",
        "argument": "#c8b6a6",
        "source": "#7fb069",
        "cue": "#4a7c59",
        "content": "#cfe8cf",
        "medium": "#8f9e8b",
        "hedge": "#b388eb",
        "scope": "#e4d9ff",
        "quantity": "#5fa8d3",
        "time": "#62b6cb",
        "mention": "#d5d5d5",
    }
)
# The label of a tie and what it leads from and to. A link of a chain is held by its cue, else its source, else its
# content; "link" stands for whichever it is.
LINK = ("cue", "source", "content")
TIES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
    {
        "predicate": (("claim",), ("predicate",)),
        "argument": (("claim",), ("argument",)),
        "attribution": (("claim",), LINK),
        "source": (("cue",), ("source",)),
        "content": (("cue", "source"), ("content",)),
        "medium": (LINK, ("medium",)),
        "said": (LINK, ("time",)),
        "nested": (LINK, LINK),
        "hedge": (("claim",), ("hedge",)),
        "scope": (("hedge",), ("scope",)),
        "quantity": (("claim",), ("quantity",)),
        "time": (("claim",), ("time",)),
        "coreference": (("mention",), ("mention",)),
    }
)


class Choice(NamedTuple):
    """A label of one of several values; ``name`` is unique among all labels, as annotation tools want it."""

    name: str
    field: str
    values: tuple[str, ...]


class Flag(NamedTuple):
    """A label that is there or not."""

    name: str
    field: str


def _choice(kind: str, name: str, values: Iterable[str]) -> Choice:
    return Choice(f"{kind}_{name}", name, tuple(str(value) for value in values))


CHOICES: Mapping[str, tuple[Choice, ...]] = MappingProxyType(
    {
        "claim": (_choice("claim", "kind", ClaimKind),),
        "argument": (_choice("argument", "role", ArgumentRole),),
        "link": (_choice("link", "source_type", SourceType), _choice("link", "style", Style)),
        "hedge": (_choice("hedge", "type", HedgeType),),
        "quantity": (
            _choice("quantity", "bound", Bound),
            _choice("quantity", "direction", Direction),
            _choice("quantity", "role", QuantityRole),
            _choice("quantity", "range_kind", RangeKind),
        ),
        "time": (_choice("time", "type", TimeType),),
        "mention": (_choice("mention", "type", EntityType),),
    }
)
FLAGS: Mapping[str, tuple[Flag, ...]] = MappingProxyType(
    {
        "claim": tuple(Flag(f"claim_{name}", name) for name in ("negated", "presupposed", "check_worthy")),
        "link": (Flag("link_negated", "negated"),),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Something marked in a text; ``fields`` is empty for a part that holds nothing but its place.

    ``at`` is where the part stood when its fields were read, ``None`` where nobody says so. ``by_hand`` is true where
    the format tells that a person made or changed it.
    """

    id: str
    kind: str
    spans: tuple[Span, ...]
    fields: Mapping[str, Any] = field(default_factory=dict)
    at: tuple[Span, ...] | None = None
    by_hand: bool = False

    @property
    def unmoved(self) -> bool:
        """Whether the fields were read at these very spans."""
        return self.at == self.spans


class Tie(NamedTuple):
    """``label`` leads from one part to another, by their ids."""

    label: str
    start: str
    end: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Markup:
    """The parts and ties of one article, whose row is ``article``."""

    article: Row
    parts: tuple[Part, ...]
    ties: tuple[Tie, ...]


def kinds_of(part: Part) -> tuple[str, ...]:
    """The kinds whose labels a part can have: its own, and those of a link where it can hold one."""
    return (part.kind, "link") if part.kind in LINK else (part.kind,)


def labels_of(part: Part) -> Iterator[tuple[Choice | Flag, str | bool]]:
    """The labels of a part with their values."""
    for kind in kinds_of(part):
        for choice in CHOICES.get(kind, ()):
            if part.fields.get(choice.field) is not None:
                yield choice, part.fields[choice.field]
        for flag in FLAGS.get(kind, ()):
            if flag.field in part.fields:
                yield flag, bool(part.fields[flag.field])


def labelled(part: Part, picked: Mapping[str, str], flags: Collection[str]) -> tuple[Part, list[str]]:
    """The part with the labels that a tool shows for it, and those among them that it cannot have.

    ``picked`` are values, and ``flags`` the labels that are there, by the names of labels. A part that carries fields
    loses a flag that is not there any more; where a label is another than the one it carries, a person changed it.
    """
    fields, unknown = dict(part.fields), []
    choices = {choice.name: choice for kind in kinds_of(part) for choice in CHOICES.get(kind, ())}
    known = {flag.name: flag for kind in kinds_of(part) for flag in FLAGS.get(kind, ())}
    for name, value in picked.items():
        if name in choices and value in choices[name].values:
            fields[choices[name].field] = value
        else:
            unknown.append(f"{name} {value}")
    unknown += [name for name in flags if name not in known]
    for name, flag in known.items():
        if name in flags or flag.field in fields:
            fields[flag.field] = name in flags
    changed = part.at is not None and fields != dict(part.fields)
    return dataclasses.replace(part, fields=fields, by_hand=part.by_hand or changed), unknown


def carried_part(part_id: str, kind: str, spans: tuple[Span, ...], carried: Any) -> Part:
    """A part with what a tool carried along for it, as :func:`carried` makes it; anything else counts for nothing."""
    fields = dict(carried) if isinstance(carried, Mapping) else {}
    at = fields.pop("at", None)
    places = _places(at)
    return Part(id=part_id, kind=kind, spans=spans, fields=fields if places else {}, at=places)


def _places(at: Any) -> tuple[Span, ...] | None:
    pairs = at if isinstance(at, list) else ()
    sound = all(isinstance(pair, list) and len(pair) == 2 and all(type(each) is int for each in pair) for pair in pairs)
    return tuple(Span(*pair) for pair in pairs) if pairs and sound else None


def carried(part: Part) -> Row:
    """What a tool carries along unread: all fields, with the spans they hold for; empty where there is nothing."""
    if not part.fields:
        return {}
    return {**part.fields, "at": [list(span) for span in part.spans]}


def marked(article: Row, claims: Sequence[Row], links: Sequence[Row], mentions: Sequence[Row]) -> Markup:
    """The rows of one article as parts and ties, in the order of the rows; what several share is one part."""
    board = _Board()
    for mention in mentions:
        _mark_mention(board, mention)
    anchors = {link["attribution_id"]: _mark_link(board, link) for link in links}
    for link in links:
        if link["parent"] in anchors:
            board.tie("nested", anchors[link["attribution_id"]], anchors[link["parent"]])
    for claim in claims:
        _mark_claim(board, claim, anchors)
    return Markup(article=article, parts=tuple(board.parts), ties=tuple(dict.fromkeys(board.ties)))


@dataclass(slots=True)
class _Board:
    """Parts and ties so far; a part that is like one before is that one."""

    parts: list[Part] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    known: dict[tuple[str, tuple[Span, ...], str], str] = field(default_factory=dict)

    def put(self, kind: str, spans: Sequence[Mapping[str, int]], fields: Row | None = None) -> str:
        places = tuple(Span(span["start"], span["end"]) for span in spans)
        key = (kind, places, json.dumps(fields or {}, sort_keys=True))
        if key not in self.known:
            self.known[key] = str(len(self.parts) + 1)
            at = places if fields else None
            self.parts.append(Part(id=self.known[key], kind=kind, spans=places, fields=fields or {}, at=at))
        return self.known[key]

    def tie(self, label: str, start: str, end: str) -> None:
        self.ties.append(Tie(label, start, end))


def without(row: Mapping[str, Any], *names: str) -> Row:
    """The row but for some of its fields."""
    return {name: value for name, value in row.items() if name not in names}


def _mark_mention(board: _Board, mention: Row) -> None:
    first, *others = mention["spans"]
    head = board.put("mention", [first], without(mention, "article_id", "spans"))
    for span in others:
        # Several entities can be named by one phrase; each keeps a part of its own.
        other = board.put("mention", [span], {"entity_id": mention["entity_id"]})
        board.tie("coreference", other, head)


def _mark_link(board: _Board, link: Row) -> str:
    """Mark a link; returns the part that holds it."""
    fields = without(link, "article_id", "parent", "source", "cue", "content", "medium", "time")
    if link["source"] is not None:
        # The head word is true of the source as it stood.
        fields["source_at"] = [link["source"]["start"], link["source"]["end"]]
    places = {"cue": link["cue"], "source": link["source"]}
    own = next((kind for kind, place in places.items() if place is not None), "content")
    content = link["content"]
    anchor = board.put(own, content if own == "content" else [places[own]], fields)
    if own == "cue" and link["source"] is not None:
        board.tie("source", anchor, board.put("source", [link["source"]]))
    if own != "content" and content:
        board.tie("content", anchor, board.put("content", content))
    if link["medium"] is not None:
        board.tie("medium", anchor, board.put("medium", [link["medium"]], without(link["medium"], "start", "end")))
    if link["time"] is not None:
        board.tie("said", anchor, board.put("time", [link["time"]["span"]], without(link["time"], "span")))
    return anchor


_OWN_PARTS = ("article_id", "spans", "text", "predicate", "arguments", "chain", "hedges", "quantities", "times")


def _mark_claim(board: _Board, claim: Row, anchors: Mapping[str, str]) -> None:
    # The flat columns of a row repeat its chain.
    fields = without(claim, *_OWN_PARTS, "source", "root_source", "source_type", "cue", "style", "certainty")
    node = board.put("claim", claim["spans"], fields)
    predicate = claim["predicate"]
    board.tie("predicate", node, board.put("predicate", [predicate], {"lemma": predicate["lemma"]}))
    for argument in claim["arguments"]:
        board.tie("argument", node, board.put("argument", [argument], without(argument, "start", "end")))
    if claim["chain"]:
        innermost = claim["chain"][-1]["attribution_id"]
        if innermost in anchors:
            board.tie("attribution", node, anchors[innermost])
    for hedge in claim["hedges"]:
        _mark_hedge(board, node, hedge)
    for quantity in claim["quantities"]:
        board.tie("quantity", node, board.put("quantity", [quantity["span"]], without(quantity, "span")))
    for time in claim["times"]:
        board.tie("time", node, board.put("time", [time["span"]], without(time, "span")))


def _mark_hedge(board: _Board, claim: str, hedge: Row) -> None:
    # The scope is in the fields as well, so that one cue with two scopes is two parts.
    cue = board.put("hedge", [hedge["cue"]], without(hedge, "cue"))
    board.tie("hedge", claim, cue)
    if hedge["scope"]:
        board.tie("scope", cue, board.put("scope", hedge["scope"]))

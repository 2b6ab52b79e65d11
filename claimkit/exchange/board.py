"""A document that is being put together from parts and ties, and the pieces that its links and claims share."""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from claimkit.errors import EmptyBodyError
from claimkit.exchange import completion
from claimkit.exchange.claims import Row
from claimkit.exchange.documents import Rejected
from claimkit.exchange.markup import CHOICES, FLAGS, KINDS, TIES, Markup, Part, Tie, without
from claimkit.records import Article, Origin, Provenance, Span


@dataclass(slots=True)
class Board:
    """A document that is being put together: its sound parts and ties, and what was wrong so far.

    ``entities`` and ``link_ids`` lead from the identifiers that parts carry to those of now, ``anchors`` from the part
    that holds a link to the link.
    """

    article: Article
    text: str
    parts: dict[str, Part]
    ties: dict[str, dict[str, list[Part]]]
    targets: frozenset[str]
    read: Callable[[], completion.Reading]
    provenance: Provenance
    rejected: list[Rejected] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)
    entities: dict[str, str] = field(default_factory=dict)
    link_ids: dict[str, str] = field(default_factory=dict)
    anchors: dict[str, str] = field(default_factory=dict)

    def of_kind(self, *kinds: str) -> Iterator[Part]:
        """The parts of some kinds, in their order."""
        return (part for part in self.parts.values() if part.kind in kinds)

    def tied(self, part: Part, label: str) -> list[Part]:
        """What a part leads to by ties of one label."""
        return self.ties.get(part.id, {}).get(label, [])

    def reject(self, reason: str, detail: str) -> None:
        """Note what cannot be taken over."""
        self.rejected.append(Rejected(reason, detail))


def board_of(markup: Markup, article: Article, tool: str) -> Board:
    """The sound parts and ties of a markup; the others are rejected."""
    text = article.text or ""
    rejected: list[Rejected] = []
    parts: dict[str, Part] = {}
    for part in markup.parts:
        problem = _problem(part, len(text)) or ("id_twice" if part.id in parts else None)
        if problem is not None:
            rejected.append(Rejected(problem, f"{part.kind} {part.id} at {places(part.spans)}"))
        else:
            parts[part.id] = part
    ties: dict[str, dict[str, list[Part]]] = defaultdict(lambda: defaultdict(list))
    targets = set()
    for tie in markup.ties:
        settled = _settled(tie, parts)
        if settled is None:
            rejected.append(Rejected("tie_without_ends", f"{tie.label or 'tie'} from {tie.start} to {tie.end}"))
            continue
        ties[settled.start][settled.label].append(parts[settled.end])
        if settled.label in ("source", "content"):
            targets.add(settled.end)
    return Board(
        article=article,
        text=text,
        parts=parts,
        ties={name: dict(each) for name, each in ties.items()},
        targets=frozenset(targets),
        read=functools.cache(functools.partial(completion.read, article)),
        provenance=Provenance(origin=Origin.HUMAN, tool=tool),
        rejected=rejected,
    )


def _problem(part: Part, length: int) -> str | None:
    if part.kind not in KINDS:
        return "unknown_label"
    before = 0
    for start, end in part.spans:
        if not 0 <= start < end <= length:
            return "span_outside_text"
        if start < before:
            return "spans_overlap"
        before = end
    return None if part.spans else "no_span"


def places(spans: Sequence[Span]) -> str:
    """Spans in words."""
    return "; ".join(f"{start}-{end}" for start, end in spans)


def _settled(tie: Tie, parts: Mapping[str, Part]) -> Tie | None:
    """The tie with its label and direction; a person may draw it the other way round, or without a label."""
    if tie.start not in parts or tie.end not in parts or tie.start == tie.end:
        return None
    kinds = parts[tie.start].kind, parts[tie.end].kind
    for label in (tie.label,) if tie.label else TIES:
        starts, ends = TIES.get(label, ((), ()))
        if kinds[0] in starts and kinds[1] in ends:
            return Tie(label, tie.start, tie.end)
        if kinds[1] in starts and kinds[0] in ends:
            return Tie(label, tie.end, tie.start)
    return None


def entity_of(board: Board, carried: object, what: str) -> str | None:
    """The identifier that an entity has now; one that is gone is counted."""
    if carried is None:
        return None
    if isinstance(carried, str) and carried in board.entities:
        return board.entities[carried]
    board.dropped[f"{what}: entity_id of no mention here"] += 1
    return None


def attempt(board: Board, find: Callable[[], Row | None]) -> Row | None:
    """What the text tells, ``None`` with a reject where it has no body to be read."""
    try:
        return find()
    except EmptyBodyError as error:
        board.reject("empty_body", str(error))
        return None


def plain(provenance: Provenance) -> Row:
    """A provenance as a row has it."""
    return {name: getattr(provenance, name) for name in ("origin", "tool", "version", "model", "rule")}


def hull(part: Part) -> Span:
    """From the beginning of a part to its end."""
    return Span(part.spans[0].start, part.spans[-1].end)


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order; those that overlap are one."""
    whole: list[Span] = []
    for span in sorted(spans):
        if whole and span.start < whole[-1].end:
            whole[-1] = Span(whole[-1].start, max(whole[-1].end, span.end))
        else:
            whole.append(span)
    return tuple(whole)


def picked(part: Part, kind: str) -> Row:
    """The labels that a part has, whatever became of its other fields."""
    names = [choice.field for choice in CHOICES.get(kind, ())] + [flag.field for flag in FLAGS.get(kind, ())]
    return {name: part.fields[name] for name in names if part.fields.get(name) is not None}


def word_row(board: Board, part: Part) -> Row:
    """A word with its lemma."""
    span = hull(part)
    lemma = part.fields.get("lemma") if part.unmoved else None
    if not isinstance(lemma, str):
        found = attempt(board, lambda: {"lemma": completion.lemma_at(board.read(), span)})
        lemma = found["lemma"] if found is not None else board.text[span.start : span.end].lower()
    return {"start": span.start, "end": span.end, "lemma": lemma}


_FINDERS: Mapping[str, tuple[str, frozenset[str], Callable[[completion.Reading, Span], Row | None]]] = MappingProxyType(
    {
        "hedge": ("cue", frozenset({"type", "szeged_type"}), completion.hedge_at),
        "quantity": ("span", frozenset({"low", "high", "unit", "counted"}), completion.quantity_at),
        "time": ("span", frozenset({"timex", "edtf", "start", "end", "anchor"}), completion.time_at),
    }
)


def fact_row(board: Board, part: Part, kind: str) -> Row | None:
    """A hedge, quantity or time; one that was added or moved is what is found at its place, or a reject."""
    name, wanted, find = _FINDERS[kind]
    span = hull(part)
    fields = without(part.fields, "scope")
    if not (part.unmoved and wanted <= fields.keys()):
        found = attempt(board, lambda: find(board.read(), span))
        if found is None:
            board.reject(f"{kind}_not_read", f"no {kind} can be read at {places(part.spans)}")
            return None
        fields = {**without(found, name), **picked(part, kind)}
    row = {name: span._asdict(), **fields}
    if kind == "hedge":
        scope = [span for each in board.tied(part, "scope") for span in each.spans]
        return {**row, "scope": [span._asdict() for span in joined(scope)] or row.get("scope", [])}
    return row

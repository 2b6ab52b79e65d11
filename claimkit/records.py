"""The records claimkit reads, makes and publishes: frozen data, no logic but to and from ``dict``.

Names follow the field: source, cue, content (PARC 3, PolNeAR); scope (BioScope); TIMEX3 (ISO 24617-1);
EDTF (ISO 8601-2); UCUM and ISO 4217 for units; equivalence, subsumption (Cross-document Structure Theory).

Offsets are Unicode code points into ``Article.text`` exactly as stored: ``text[span.start:span.end]``.
What may be discontinuous is a tuple of spans, and its text is their join with ``" … "``.
An identifier is made from positions, never from labels, so that a corrected label orphans nothing.
Every record that is a row of a table carries ``schema_version``; what is only ever part of a row does not.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from typing import Any, NamedTuple, Self

from claimkit.encoding import from_dict, to_dict
from claimkit.vocabulary import (
    ArgumentRole,
    Bound,
    ClaimKind,
    ClusterStatus,
    Dependence,
    Direction,
    EntityType,
    FactualityValue,
    HedgeType,
    LabelOrigin,
    Narrower,
    Origin,
    PublishedEvidence,
    QuantityRole,
    RangeKind,
    Relation,
    SegmentKind,
    SourceType,
    Style,
    SzegedType,
    TextMode,
    TimeAnchor,
    TimeType,
    VerificationLabel,
)

__all__ = [
    "SCHEMA_VERSION",
    "SPAN_JOIN",
    "Annotation",
    "Argument",
    "ArgumentRole",
    "Article",
    "Attribution",
    "Bound",
    "Claim",
    "ClaimCluster",
    "ClaimKind",
    "ClaimPair",
    "ClusterStatus",
    "Dependence",
    "Difference",
    "Direction",
    "EntityType",
    "Factuality",
    "FactualityValue",
    "Hedge",
    "HedgeType",
    "LabelOrigin",
    "Mention",
    "Narrower",
    "Origin",
    "Provenance",
    "PublishedEvidence",
    "Quantity",
    "QuantityRole",
    "RangeKind",
    "Reader",
    "Relation",
    "Segment",
    "SegmentKind",
    "SourceType",
    "Span",
    "Style",
    "SzegedType",
    "TextMode",
    "TimeAnchor",
    "TimeExpression",
    "TimeType",
    "Verification",
    "VerificationLabel",
    "Word",
    "from_dict",
    "make_id",
    "span_text",
    "text_sha256",
    "to_dict",
]

SCHEMA_VERSION = "1.0"
SPAN_JOIN = " … "


class Span(NamedTuple):
    """Half-open interval of code points; ``{"start": int, "end": int}`` in JSON."""

    start: int
    end: int


def make_id(*parts: str | int | None) -> str:
    """First 16 hexadecimal digits of the SHA-256 of the parts; ``None`` counts as the empty string."""
    joined = "\x1f".join(["" if part is None else str(part) for part in parts])
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def text_sha256(text: str) -> str:
    """SHA-256 of the text as UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def span_text(text: str, spans: tuple[Span, ...]) -> str:
    """The words under discontinuous spans, joined with ``" … "``."""
    return SPAN_JOIN.join(text[span.start : span.end] for span in spans)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One block of an article and what it is."""

    kind: SegmentKind
    start: int
    end: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """The reader that turned bytes into this text; its version decides whether spans still hold."""

    name: str
    version: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word in the text with its lemma: a claim's predicate, a link's medium."""

    start: int
    end: int
    lemma: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a label comes from. ``rule`` is the stable name of the rule that fired."""

    origin: Origin
    tool: str | None = None
    version: str | None = None
    model: str | None = None
    rule: str | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article as read: its text untouched, the furniture marked in ``segments``."""

    article_id: str
    url: str | None
    title: str | None
    text: str | None
    publisher: str | None
    wire: tuple[str, ...]
    authors: tuple[str, ...]
    published: str | None
    published_evidence: PublishedEvidence | None
    language: str | None
    licence: str | None
    source_sha256: str | None
    text_sha256: str
    reader: Reader
    text_mode: TextMode
    segments: tuple[Segment, ...]
    schema_version: str = SCHEMA_VERSION

    def to_dict(self) -> dict[str, Any]:
        return to_dict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        return from_dict(cls, data)

    @classmethod
    def from_text(
        cls,
        text: str,
        *,
        title: str | None = None,
        url: str | None = None,
        published: str | None = None,
        publisher: str | None = None,
        wire: tuple[str, ...] = (),
        licence: str | None = None,
    ) -> Article:
        """An article from a string; layout has not run, so the whole text is one body segment.

        ``published`` is an ISO date (``YYYY-MM-DD``). A title given here is metadata and has no place in ``text``.
        """
        digest = text_sha256(text)
        return cls(
            article_id=make_id(publisher, url, digest),
            url=url,
            title=title,
            text=text,
            publisher=publisher,
            wire=tuple(wire),
            authors=(),
            published=published,
            published_evidence=PublishedEvidence.FLAG if published else None,
            language=None,
            licence=licence,
            source_sha256=None,
            text_sha256=digest,
            reader=Reader(name="text", version="1"),
            text_mode=TextMode.FULL,
            segments=(Segment(kind=SegmentKind.BODY, start=0, end=len(text)),) if text else (),
        )


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class TimeExpression:
    """A TIMEX3 (ISO 24617-1) with its EDTF form and its closed interval of ISO dates.

    ``unresolved`` holds the reason where no interval can be given: ``no_document_date``, ``vague``, …
    """

    span: Span
    type: TimeType
    timex: str | None
    edtf: str | None
    start: str | None
    end: str | None
    anchor: TimeAnchor
    unresolved: str | None

    def to_dict(self) -> dict[str, Any]:
        return to_dict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        return from_dict(cls, data)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number as a comparable fact: ``low`` and ``high`` are the stated numbers, ``bound`` says which side is open.

    ``unit`` is a UCUM code, an ISO 4217 code, ``"%"``, ``"pp"`` or ``None`` for counts; ``counted`` holds the lemmas
    of what is counted; ``property`` is what a measure is of ("GDP"). ``unit_candidates`` holds the currencies a sign
    such as "$" may stand for where that is a guess, ``unit`` first; it is empty where the unit is certain.
    ``resolution`` is the unit of the last stated digit (1e8 for "2.5bn"), ``None`` for fractions and vague numbers.
    """

    span: Span
    low: float
    high: float
    unit: str | None
    counted: tuple[str, ...]
    property: str | None
    per: str | None
    range_kind: RangeKind
    bound: Bound
    direction: Direction
    role: QuantityRole
    unit_candidates: tuple[str, ...] = ()
    resolution: float | None = None

    def to_dict(self) -> dict[str, Any]:
        return to_dict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        return from_dict(cls, data)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Hedge:
    """An uncertainty cue with its scope (BioScope's convention)."""

    cue: Span
    scope: tuple[Span, ...]
    type: HedgeType
    szeged_type: SzegedType | None

    def to_dict(self) -> dict[str, Any]:
        return to_dict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        return from_dict(cls, data)

    @property
    def family(self) -> str:
        """``approximator`` or ``shield`` (Prince, Frader and Bosk 1982)."""
        return "approximator" if self.type is HedgeType.APPROXIMATION else "shield"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """One link of a chain: a source says the content, with a cue. ``parent`` is the link it is nested in."""

    attribution_id: str
    article_id: str
    parent: str | None
    source: Span | None
    source_head: str | None
    entity_id: str | None
    source_type: SourceType
    cue: Span | None
    cue_lemma: str | None
    content: tuple[Span, ...]
    style: Style
    medium: Word | None
    time: TimeExpression | None
    negated: bool
    confidence: float
    provenance: Provenance
    schema_version: str = SCHEMA_VERSION

    def to_dict(self) -> dict[str, Any]:
        return to_dict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        return from_dict(cls, data)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """An argument of a claim's predicate; ``head`` is its head word as written."""

    role: ArgumentRole
    start: int
    end: int
    head: str | None
    entity_id: str | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Factuality:
    """How certain ``holder`` is: ``author`` or the ``attribution_id`` of a link; ``score`` in [-3, 3] or ``None``."""

    holder: str
    value: FactualityValue
    score: float | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One lexical predicate with its arguments (``docs/guidelines.md``), and the chain it reached us through."""

    claim_id: str
    article_id: str
    spans: tuple[Span, ...]
    text: str | None
    text_resolved: str | None
    sentence: Span
    predicate: Word
    arguments: tuple[Argument, ...]
    chain: tuple[Attribution, ...]
    chain_certain: bool
    presupposed: bool
    hedges: tuple[Hedge, ...]
    factuality: tuple[Factuality, ...]
    negated: bool
    quantities: tuple[Quantity, ...]
    times: tuple[TimeExpression, ...]
    kind: ClaimKind
    check_worthy: bool
    repeats: str | None
    confidence: float
    provenance: Provenance
    schema_version: str = SCHEMA_VERSION

    def to_dict(self) -> dict[str, Any]:
        return to_dict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        return from_dict(cls, data)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One entity of an article and every span that names it (within-article coreference)."""

    entity_id: str
    article_id: str
    spans: tuple[Span, ...]
    name: str
    type: EntityType
    schema_version: str = SCHEMA_VERSION

    def to_dict(self) -> dict[str, Any]:
        return to_dict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        return from_dict(cls, data)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One field in which two claims differ, with both values as text."""

    field: str
    a: str | None
    b: str | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPair:
    """Two claims and how they stand to each other; ``score`` in [0, 1] is the match probability."""

    pair_id: str
    claim_a: str
    claim_b: str
    relation: Relation
    narrower: Narrower | None
    differences: tuple[Difference, ...]
    dependence: Dependence
    score: float
    schema_version: str = SCHEMA_VERSION

    def to_dict(self) -> dict[str, Any]:
        return to_dict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        return from_dict(cls, data)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCluster:
    """The same claim across articles: observers relay it, witnesses claim to know it, and the two are never mixed."""

    cluster_id: str
    claim_ids: tuple[str, ...]
    publishers: tuple[str, ...]
    observers: tuple[str, ...]
    witnesses: tuple[str, ...]
    independent_min: int
    independent_max: int
    first_appearance: str | None
    low: float | None
    high: float | None
    status: ClusterStatus
    schema_version: str = SCHEMA_VERSION

    def to_dict(self) -> dict[str, Any]:
        return to_dict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        return from_dict(cls, data)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """A claim, the claims of others as evidence, and what they say of it."""

    claim_id: str
    evidence_claim_ids: tuple[str, ...]
    label: VerificationLabel
    label_origin: LabelOrigin
    schema_version: str = SCHEMA_VERSION

    def to_dict(self) -> dict[str, Any]:
        return to_dict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        return from_dict(cls, data)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """One person's label of one field of one record; never aggregated away."""

    annotation_id: str
    record_id: str
    field: str
    value: str
    annotator: str
    at: str
    schema_version: str = SCHEMA_VERSION

    def to_dict(self) -> dict[str, Any]:
        return to_dict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        return from_dict(cls, data)

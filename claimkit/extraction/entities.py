"""Within-article coreference: which names, titles, role phrases and pronouns are one entity.

Rules after the multi-pass sieve of Lee et al. (2013), from the most to the least certain: full names and their
acronyms, appositions, surnames alone, roles someone was introduced with, pronouns. What fits nobody stays alone.
"""

from __future__ import annotations

import bisect
import functools
from collections.abc import Sequence
from dataclasses import dataclass

from claimkit.extraction.coreference import entities_of
from claimkit.extraction.parsing import Parse
from claimkit.extraction.phrases import nominals_in
from claimkit.extraction.quotes import Quotation, pair_quotes
from claimkit.records import Mention, Span, make_id

# A longer phrase may begin with an article or a quotation mark that its mention lacks, in characters.
_SLACK = 5


def find_mentions(parse: Parse, article_id: str, quotations: Sequence[Quotation] | None = None) -> tuple[Mention, ...]:
    """One :class:`Mention` an entity, ordered by first appearance, with the spans of every phrase that means it.

    A span is the noun phrase with its articles and titles ("North Korean leader Kim Jong-un"); ``name`` is the fullest
    name as written, without them. Pronouns that could not be resolved are left out, as are "we" and "I", but for the
    "I" of an author who signs below ("Clara Voss is the mayor of Neder"). ``quotations`` are those of the text, where
    they have been paired before.
    """
    quotations = pair_quotes(parse.text, parse.paragraphs) if quotations is None else quotations
    rows = entities_of(nominals_in(parse, quotations), parse)
    return tuple(
        Mention(
            entity_id=make_id(article_id, "entity", spans[0].start, spans[0].end),
            article_id=article_id,
            spans=spans,
            name=name,
            type=kind,
        )
        for spans, name, kind in rows
    )


def entity_at(mentions: Sequence[Mention], span: Span) -> Mention | None:
    """The entity a noun phrase at ``span`` means, or ``None``.

    A phrase that a mention covers means the narrowest such mention: pass the head word to be sure. A longer phrase
    ("Jo Yong-won, a member of the presidium") means the longest mention at its beginning.
    """
    index = _index(_Same(mentions))
    covering = index.covering(span)
    if covering is not None:
        return mentions[covering]
    opening = index.opening(span)
    return mentions[opening] if opening is not None else None


def name_of(mentions: Sequence[Mention], entity_id: str | None) -> str | None:
    """The canonical name of an entity, or ``None`` if there is none of that id."""
    return next((mention.name for mention in mentions if mention.entity_id == entity_id), None)


class _Same:
    """A sequence compared by identity, so that the index of an article's mentions is built once and not per call."""

    __slots__ = ("mentions",)

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self.mentions = mentions

    def __hash__(self) -> int:
        return id(self.mentions)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.mentions is self.mentions


@dataclass(frozen=True, slots=True)
class _Index:
    rows: tuple[tuple[int, int, int], ...]  # start, end, number of the mention
    longest: int

    def covering(self, span: Span) -> int | None:
        """Number of the narrowest mention around ``span``."""
        best: tuple[int, int] | None = None
        at = bisect.bisect_right(self.rows, (span.start, 1 << 60, 0)) - 1
        while at >= 0 and self.rows[at][0] >= span.end - self.longest:
            start, end, number = self.rows[at]
            if end >= span.end and start <= span.start and (best is None or end - start < best[0]):
                best = (end - start, number)
            at -= 1
        return best[1] if best is not None else None

    def opening(self, span: Span) -> int | None:
        """Number of the longest mention at the beginning of ``span``, an article or a quotation mark aside."""
        at = bisect.bisect_left(self.rows, (span.start, 0, 0))
        starts = self.rows[at : bisect.bisect_right(self.rows, (min(span.start + _SLACK, span.end - 1), 1 << 60, 0))]
        inside = [row for row in starts if row[0] == starts[0][0]]
        if inside:
            return max(inside, key=lambda row: row[1])[2]
        return self.covering(Span(span.start, span.start + 1)) if span.end > span.start else None


@functools.lru_cache(maxsize=2)
def _index(same: _Same) -> _Index:
    rows = sorted(
        (span.start, span.end, number) for number, mention in enumerate(same.mentions) for span in mention.spans
    )
    return _Index(tuple(rows), max((end - start for start, end, _ in rows), default=0))

"""Attributions as gold and prediction share them: source, cue and content as tuples of spans, and nothing that is ours.

A corpus that marks chains gives each relation's place in them; where the format has no room for it, a relation is
nested if its cue (its source, where it has no cue) lies in the content of another one.
"""

from __future__ import annotations

import dataclasses
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from claimkit.records import Article, Attribution, Span

ROLES = ("source", "cue", "content")


@dataclass(frozen=True, slots=True)
class GoldAttribution:
    """One attribution relation; a role that is not annotated is the empty tuple.

    ``nested`` tells the inner levels of a chain from the outermost; ``confidence`` (0 to 1) only a prediction has.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    nested: bool = False
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A text, character for character as distributed, with its relations in the order of the file.

    ``article`` is the whole record where the format has one.
    """

    name: str
    text: str
    attributions: tuple[GoldAttribution, ...]
    article: Article | None = None


def as_gold(links: Iterable[Attribution], *, outermost: bool = True) -> tuple[GoldAttribution, ...]:
    """Links in the form of the gold; with ``outermost``, only those that are nested in no other."""
    return tuple(
        GoldAttribution(
            source=(link.source,) if link.source else (),
            cue=(link.cue,) if link.cue else (),
            content=link.content,
            nested=link.parent is not None,
            confidence=link.confidence,
        )
        for link in links
        if not (outermost and link.parent)
    )


def with_levels(relations: Sequence[GoldAttribution]) -> tuple[GoldAttribution, ...]:
    """The relations with ``nested`` set by position where it is not set yet, for a format that does not say it."""
    contents = sorted((span, index) for index, relation in enumerate(relations) for span in relation.content)
    reaches = list(accumulate((span.end for span, _ in contents), max))

    def nested(index: int, relation: GoldAttribution) -> bool:
        anchor = (relation.cue or relation.source or (None,))[0]
        if anchor is None:
            return False
        at = bisect_right(contents, anchor.start, key=lambda each: each[0].start) - 1
        while at >= 0 and reaches[at] >= anchor.end:
            if contents[at][1] != index and contents[at][0].end >= anchor.end:
                return True
            at -= 1
        return False

    return tuple(
        each if each.nested else dataclasses.replace(each, nested=nested(index, each))
        for index, each in enumerate(relations)
    )


def at_level(relations: Iterable[GoldAttribution], *, outermost: bool) -> tuple[GoldAttribution, ...]:
    """The relations that are scored: all, or those that are nested in no other."""
    return tuple(each for each in relations if not (outermost and each.nested))

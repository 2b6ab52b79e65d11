"""The tagger's labels: one BIO sequence over source, cue and content, the outermost level only.

At one level the three roles do not overlap (PolNeAR: .3 % of contents do), so one sequence holds them all; deeper
levels are read by giving the tagger a content as its text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from claimkit.records import Span

ROLES = ("source", "cue", "content")
LABELS = ("O", *(f"{border}-{role}" for role in ROLES for border in "BI"))
OUTSIDE = 0
# Between parts of one content: «Marco Rubio, | hasn't been tested» has a gap of one comma and no frame in it.
_SLIP = 4
# Where spans of several roles meet, the one that is found more surely wins: cue over source over content.
_PAINTING = ("content", "source", "cue")


class Run(NamedTuple):
    """A span of pieces with one role: ``first`` to ``last`` (exclusive), indices into a window."""

    role: str
    first: int
    last: int


def begins(role: str) -> int:
    """The label index of the first piece of a span of ``role``."""
    return 1 + 2 * ROLES.index(role)


def inside(role: str) -> int:
    """The label index of every further piece."""
    return begins(role) + 1


def paint(length: int, spans: Mapping[str, Iterable[Span]]) -> NDArray[np.uint8]:
    """One label a character, for a text of ``length`` characters (and one beyond it); later roles cover earlier."""
    labels = np.zeros(length + 1, dtype=np.uint8)
    for role in _PAINTING:
        for start, end in spans.get(role, ()):
            if start < end:
                labels[start:end] = inside(role)
                labels[start] = begins(role)
    return labels


def runs(labels: Sequence[int], borders: Collection[int] = ()) -> list[Run]:
    """The spans of a label sequence; an I that follows nothing of its role begins one, and so does one at a border."""
    found: list[Run] = []
    current: str | None = None
    for index, label in enumerate(labels):
        if label == OUTSIDE:
            current = None
            continue
        role = ROLES[(label - 1) // 2]
        if label == begins(role) or current != role or index in borders:
            found.append(Run(role, index, index + 1))
            current = role
        else:
            found[-1] = found[-1]._replace(last=index + 1)
    return found


def joined(parts: Sequence[Run], spans: Sequence[Run], borders: Collection[int]) -> list[Run]:
    """``parts`` of one content in order; those less than five pieces apart are one, unless a span lies between them."""
    starts = {span.first for span in spans}
    result: list[Run] = []
    for part in sorted(parts, key=lambda run: run.first):
        gap = range(result[-1].last, part.first) if result else range(0)
        if (
            result
            and part.first not in borders
            and len(gap) <= _SLIP
            and not any(at in starts or at in borders for at in gap)
        ):
            result[-1] = result[-1]._replace(last=part.last)
        else:
            result.append(part)
    return result

"""Links by their words, so that a test reads like the sentence it is about."""

from collections.abc import Callable

import pytest

from claimkit.evaluation.relations import GoldAttribution
from claimkit.records import Span

Link = Callable[..., GoldAttribution]


def place(text: str, words: str | None) -> tuple[Span, ...]:
    """The first place of ``words``; those that hold " … " are several spans, each after the one before."""
    spans: list[Span] = []
    for piece in words.split(" … ") if words else ():
        start = text.index(piece, spans[-1].end if spans else 0)
        spans.append(Span(start, start + len(piece)))
    return tuple(spans)


@pytest.fixture
def link() -> Link:
    def make(text: str, source: str | None, cue: str | None, content: str | None, **more: object) -> GoldAttribution:
        return GoldAttribution(place(text, source), place(text, cue), place(text, content), **more)

    return make

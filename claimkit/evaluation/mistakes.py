"""Mistakes of hedging, scope and factuality, for reading: what the gold says of a place, and what was found there."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from claimkit.records import Span

HEDGING_KINDS = MappingProxyType(
    {
        "missed-cue": "the gold has a cue, none was found there",
        "spurious-cue": "a cue was found, the gold has none there",
        "wrong-type": "the right cue with another type",
        "missed-weasel": "a weasel sentence in which no weasel was found",
        "spurious-weasel": "a weasel was found in a sentence that is none",
    }
)
SCOPE_KINDS = MappingProxyType(
    {
        "begins-early": "the scope begins too early",
        "begins-late": "the scope begins too late",
        "ends-early": "the scope ends too early",
        "ends-late": "the scope ends too late",
    }
)
FACTUALITY_KINDS = MappingProxyType(
    {
        "wrong-value": "another value for the innermost holder",
        "wrong-outer-value": "the innermost holder is right, another one is not",
        "far-score": "the score of an event is off by one or more",
    }
)
CONTEXT = 60


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake; ``text`` is the whole text of the article, ``None`` where the gold comes without it.

    ``gold`` and ``found`` are labels, scopes as ``start–end``, or scores; ``None`` where a side has nothing.
    """

    kind: str
    article: str
    text: str | None
    place: Span
    gold: str | None
    found: str | None

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, with the words and those around them where the text is known."""
        start, end = self.place
        known = {"kind": self.kind, "article": self.article, "start": start, "end": end}
        sides = {"gold": self.gold, "found": self.found}
        if self.text is None:
            return {**known, **sides, "words": None, "context": None}
        left, right = max(0, start - CONTEXT), min(len(self.text), end + CONTEXT)
        context = {"start": left, "end": right, "text": self.text[left:right]}
        return {**known, **sides, "words": self.text[start:end], "context": context}


def written(span: Span) -> str:
    """A span as the listing shows it."""
    return f"{span.start}–{span.end}"

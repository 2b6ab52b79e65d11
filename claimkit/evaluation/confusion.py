"""What went wrong, link by link, for reading: each error with its kind, its place and the words around it.

Links are paired as for the score; what is left is paired by any shared word of content or cue, so that a content with
wrong edges is one error and not a miss and a spurious link. A pair can hold several errors.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from claimkit.evaluation.matching import hull, jaccard, length, match_links, one_to_one, overlapping, shared, touches
from claimkit.evaluation.relations import ROLES, GoldAttribution
from claimkit.records import Span, span_text

KINDS = MappingProxyType(
    {
        "missed-link": "the gold has a link, nothing was found there",
        "spurious-link": "a link was found, the gold has none there",
        "split": "one link of the gold was found as several",
        "merged": "several links of the gold were found as one",
        "wrong-source": "another source, one too many, or none",
        "source-edges": "the right source with other edges",
        "wrong-cue": "another cue, one too many, or none",
        "cue-edges": "the right cue with other edges",
        "wrong-content": "the same cue with other words as content",
        "content-too-long-left": "the content begins too early",
        "content-too-short-left": "the content begins too late",
        "content-too-long-right": "the content ends too late",
        "content-too-short-right": "the content ends too early",
        "content-gap": "the edges are right, the gaps are not",
        "content-marks": "only punctuation or white space differs",
    }
)
CONTEXT = 60
# A fragment belongs to what holds at least half of it.
INSIDE = 0.5


@dataclass(frozen=True, slots=True)
class Confusion:
    """One error: what the gold has there, and what was found. ``text`` is the whole text of the article."""

    kind: str
    article: str
    text: str
    gold: tuple[GoldAttribution, ...]
    found: tuple[GoldAttribution, ...]

    @property
    def place(self) -> Span:
        """From the first to the last character of the contents in question."""
        links = (*self.gold, *self.found)
        return hull([span for link in links for span in link.content or link.cue or link.source])

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, with the words of every span and of the context."""
        place = self.place
        start, end = max(0, place.start - CONTEXT), min(len(self.text), place.end + CONTEXT)
        return {
            "kind": self.kind,
            "article": self.article,
            **place._asdict(),
            "gold": [_link_dict(link, self.text) for link in self.gold],
            "found": [_link_dict(link, self.text) for link in self.found],
            "context": {"start": start, "end": end, "text": self.text[start:end]},
        }


def _link_dict(link: GoldAttribution, text: str) -> dict[str, Any]:
    roles = {role: getattr(link, role) for role in ROLES}
    words = {role: {"spans": [span._asdict() for span in spans], "text": span_text(text, spans)}
             for role, spans in roles.items()}  # fmt: skip
    return {**words, "confidence": link.confidence}


def find_errors(
    name: str, text: str, found: Sequence[GoldAttribution], gold: Sequence[GoldAttribution]
) -> list[Confusion]:
    """The errors of one article, in the order of their places."""
    pairs = match_links(found, gold)
    free_found = set(range(len(found))) - {a for a, _ in pairs}
    free_gold = set(range(len(gold))) - {b for _, b in pairs}
    errors: list[Confusion] = []
    explained: set[tuple[str, int]] = set()  # whose contents differ because links were split or merged
    for b, parts in _fragments(found, gold, free_found):
        errors.append(Confusion("split", name, text, (gold[b],), tuple(found[a] for a in parts)))
        free_found -= set(parts)
        free_gold.discard(b)
        explained.add(("gold", b))
    for a, parts in _fragments(gold, found, free_gold):
        errors.append(Confusion("merged", name, text, tuple(gold[b] for b in parts), (found[a],)))
        free_gold -= set(parts)
        free_found.discard(a)
        explained.add(("found", a))
    loose = _loose_pairs(found, gold, sorted(free_found), sorted(free_gold))
    free_found -= {a for a, _ in loose}
    free_gold -= {b for _, b in loose}
    for a, b in (*pairs, *loose):
        kinds = [*_frame_kinds(found[a], gold[b])]
        if not {("gold", b), ("found", a)} & explained:
            kinds += _content_kinds(found[a].content, gold[b].content, text)
        errors += [Confusion(kind, name, text, (gold[b],), (found[a],)) for kind in kinds]
    errors += [Confusion("spurious-link", name, text, (), (found[a],)) for a in free_found]
    errors += [Confusion("missed-link", name, text, (gold[b],), ()) for b in free_gold]
    order = {kind: place for place, kind in enumerate(KINDS)}
    return sorted(errors, key=lambda error: (error.place, order[error.kind]))


def _fragments(
    parts: Sequence[GoldAttribution], wholes: Sequence[GoldAttribution], free: set[int]
) -> Iterator[tuple[int, list[int]]]:
    """Each whole with the parts that lie in it side by side, where there are several and one is in no pair."""
    inside: dict[int, list[int]] = {}
    for part, whole in overlapping([hull(each.content) for each in parts], [hull(each.content) for each in wholes]):
        content = parts[part].content
        if shared(content, wholes[whole].content) >= INSIDE * length(content):
            inside.setdefault(whole, []).append(part)
    taken: set[int] = set()
    for whole, members in sorted(inside.items()):
        apart: list[int] = []
        # What is longest first: a link nested in another part is no fragment beside it.
        for part in sorted(members, key=lambda each: (-length(parts[each].content), each)):
            if part not in taken and not any(shared(parts[part].content, parts[other].content) for other in apart):
                apart.append(part)
        if len(apart) > 1 and free & set(apart):
            taken |= set(apart)
            yield whole, sorted(apart)


def _loose_pairs(
    found: Sequence[GoldAttribution], gold: Sequence[GoldAttribution], ours: Sequence[int], theirs: Sequence[int]
) -> list[tuple[int, int]]:
    weights: dict[tuple[int, int], float] = {}
    for role, weight in (("content", 0.0), ("cue", 1.0)):
        left = [hull(getattr(found[a], role)) for a in ours]
        right = [hull(getattr(gold[b], role)) for b in theirs]
        for x, y in overlapping(left, right):
            a, b = ours[x], theirs[y]
            if shared(getattr(found[a], role), getattr(gold[b], role)):
                weights.setdefault((a, b), jaccard(found[a].content, gold[b].content))
                weights[a, b] += weight
    return one_to_one((weight, a, b) for (a, b), weight in weights.items())


def _frame_kinds(found: GoldAttribution, gold: GoldAttribution) -> Iterator[str]:
    for role in ("source", "cue"):
        ours, theirs = getattr(found, role), getattr(gold, role)
        if not touches(ours, theirs):
            yield f"wrong-{role}"
        elif ours != theirs:
            yield f"{role}-edges"


def _content_kinds(found: Sequence[Span], gold: Sequence[Span], text: str) -> Iterator[str]:
    if found == gold:
        return
    if not touches(found, gold):
        yield "wrong-content"
        return
    ours, theirs = _letters(found, text), _letters(gold, text)
    if ours == theirs or not ours or not theirs:
        yield "content-marks"
        return
    if ours[0] != theirs[0]:
        yield "content-too-long-left" if ours[0] < theirs[0] else "content-too-short-left"
    if ours[-1] != theirs[-1]:
        yield "content-too-long-right" if ours[-1] > theirs[-1] else "content-too-short-right"
    if ours[0] == theirs[0] and ours[-1] == theirs[-1]:
        yield "content-gap"


def _letters(spans: Sequence[Span], text: str) -> list[int]:
    return [at for span in spans for at in range(span.start, span.end) if text[at].isalnum()]

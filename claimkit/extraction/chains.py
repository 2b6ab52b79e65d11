"""Links nested into chains, and quotations that no frame introduces."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from claimkit.extraction.frames import Frame, Material, quotation_over, quotations_in
from claimkit.records import Span


@dataclass(frozen=True, slots=True)
class Draft:
    """A frame with its final content and source, or (``frame`` null) a quotation that goes on from the link ``after``.

    ``confidence`` is the tagger's, null for a link of the rules.
    """

    frame: Frame | None
    content: tuple[Span, ...]
    source: Span | None = None
    after: int | None = None
    confidence: float | None = None

    @property
    def start(self) -> int:
        """Where the link is placed: its cue, else its content."""
        return self.frame.cue.start if self.frame is not None else self.content[0].start


def parents(drafts: Sequence[Draft]) -> list[int | None]:
    """For each draft the index of the smallest other one whose content holds its cue (a floating one: its content).

    Contents nest or are disjoint in all but slips of the parser; one sweep finds the smallest.
    """
    ranks = [_rank(draft, index) for index, draft in enumerate(drafts)]
    # «X, citing Y, said that A»: of two with the same span the smaller, or else the one under the other, opens last.
    order = sorted(range(len(drafts)), key=lambda index: ranks[index], reverse=True)
    turn = {index: place for place, index in enumerate(order)}
    events: list[tuple[int, int, int, int, int]] = []
    for index, draft in enumerate(drafts):
        place = turn[index]
        events += [(span.start, 1, -(span.end - span.start), place, index) for span in draft.content]
        events += [(span.end, 0, 0, place, index) for span in draft.content]
        events.append((draft.start, 2, 0, place, index))
    # The last one opened is the smallest, as a longer one opens before a shorter one at the same place.
    open_now: dict[int, None] = {}
    found: list[int | None] = [None] * len(drafts)
    for _, what, _, _, index in sorted(events):
        if what == 0:
            open_now.pop(index, None)
        elif what == 1:
            open_now[index] = None
        else:
            # The larger content holds the smaller, so no chain can loop.
            holders = (o for o in reversed(open_now) if _holds(drafts[o]) and ranks[o] > ranks[index])
            found[index] = next(holders, None)
    by_head = {draft.frame.head.i: index for index, draft in enumerate(drafts) if draft.frame is not None}
    for index, draft in enumerate(drafts):
        if draft.frame is not None and draft.frame.under is not None:
            over = by_head.get(draft.frame.under.i)
            if over is not None and ranks[over] > ranks[index]:
                found[index] = over
    return found


def _holds(draft: Draft) -> bool:
    return draft.frame is not None and draft.frame.holds


def _rank(draft: Draft, index: int) -> tuple[int, bool, int]:
    """What a parent has more of than its child, so that no chain can loop: characters, then being nobody's own."""
    size = sum(span.end - span.start for span in draft.content)
    return size, draft.frame is None or draft.frame.under is None, -index


def with_floating(drafts: list[Draft], material: Material) -> list[Draft]:
    """``drafts`` with the quotations that follow a speaker without a new frame.

    Right after the frame's sentence they are more of the same content; in a paragraph of their own they are links with
    neither source nor cue of their own.
    """
    taken = _taken(drafts, material)
    result = list(drafts)
    # Only a frame that stands outside quotations speaks for the quotations after it.
    outside = [index for index, draft in enumerate(drafts) if quotation_over(material, draft.start) is None]
    reaches = sorted((_reach(drafts[index]), index) for index in outside)
    order = [index for _, index in reaches]
    anchors = [reach for reach, _ in reaches]
    text = material.parse.text
    last: int | None = None
    for quotation in material.quotations:
        if quotation.span.start in taken:
            last = None
            continue
        place = bisect_right(anchors, quotation.span.start) - 1
        if place < 0 or not _stands_alone(quotation.span, material):
            continue
        index = order[place]
        between = text[anchors[place] : quotation.span.start]
        own = drafts[index]
        if own.frame is not None and own.frame.kind not in ("say", "show"):
            continue
        if last == index or not between.strip(" \t.,;:\"”'"):
            result[index] = replace(own, content=(*result[index].content, quotation.span))
            anchors[place] = quotation.span.end
            last = index
        elif between.count("\n\n") <= 1 and not between.strip(" \t\n\r.,;:\"”'"):
            result.append(Draft(None, (quotation.span,), after=index))
            anchors[place] = quotation.span.end
    return result


def _taken(drafts: Sequence[Draft], material: Material) -> set[int]:
    """Starts of the quotations that are content of a frame outside them."""
    taken: set[int] = set()
    for draft in drafts:
        own = quotation_over(material, draft.start)
        for span in draft.content:
            taken.update(other.span.start for other in quotations_in(material, span) if other != own)
    return taken


def _reach(draft: Draft) -> int:
    ends = [span.end for span in draft.content]
    return max([*ends, draft.frame.region.end if draft.frame is not None else 0])


def _stands_alone(span: Span, material: Material) -> bool:
    """A quotation that is a sentence or more, not a word in marks."""
    text = material.parse.text
    before = text[max(0, span.start - 3) : span.start].rstrip(" ")
    return (not before or before[-1] in ".!?\"”'\n:") and len(text[span.start : span.end].split()) >= 3

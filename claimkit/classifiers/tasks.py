"""What can be learned of a sentence, and how its label follows from links and hedges.

attribution  ``attributed`` if a part of the sentence is somebody's words, belief or plan (the content of a link)
source       ``named`` if a source of a link stands in the sentence
style        direct, indirect or mixed: of the link that most of the attributed letters belong to; else ``none``
source-type  of that link's source, likewise; else ``none``
hedging      ``hedged`` if a cue of one of the Szeged corpus' types stands in the sentence (E, D, I, N)
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from claimkit.classifiers.skeletons import View
from claimkit.errors import OptionError
from claimkit.records import Span

NONE = "none"
UNATTRIBUTED, ATTRIBUTED = "unattributed", "attributed"
UNNAMED, NAMED = "absent", "named"
PLAIN, HEDGED = "plain", "hedged"


class Task(StrEnum):
    """What a classifier says of a sentence."""

    ATTRIBUTION = "attribution"
    STYLE = "style"
    SOURCE = "source"
    SOURCE_TYPE = "source-type"
    HEDGING = "hedging"

    @property
    def view(self) -> View:
        """What of the words it must see."""
        return View.HEDGES if self is Task.HEDGING else View.SOURCES


def task_of(name: Task | str) -> Task:
    """The task of that name. Raises :class:`OptionError` where there is none."""
    try:
        return Task(name)
    except ValueError:
        raise OptionError(f"there is no task {name!r}; there is {', '.join(each.value for each in Task)}") from None


@dataclass(frozen=True, slots=True)
class Link:
    """A link as labels are made of it: where the source and the contents stand, and what they are."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    style: str
    source_type: str | None = None


def label_links(task: Task, text: str, spans: Sequence[Span], links: Sequence[Link]) -> list[str]:
    """The label of each sentence at ``spans``, which are in order and do not overlap."""
    if task is Task.SOURCE:
        named = {at for link in links for span in link.source for at in _touched(spans, span)}
        return [NAMED if at in named else UNNAMED for at in range(len(spans))]
    kinds = ["" if task is Task.ATTRIBUTION else _kind(task, link) for link in links]
    covered: list[dict[str, int]] = [{} for _ in spans]
    for link, kind in zip(links, kinds, strict=True):
        for span in link.content:
            for at in _touched(spans, span):
                part = text[max(span.start, spans[at].start) : min(span.end, spans[at].end)]
                letters = sum(map(str.isalnum, part))
                if letters:
                    covered[at][kind] = covered[at].get(kind, 0) + letters
    if task is Task.ATTRIBUTION:
        return [ATTRIBUTED if each else UNATTRIBUTED for each in covered]
    return [min(each, key=lambda kind: (-each[kind], kind)) if each else NONE for each in covered]


def link_cues(task: Task, spans: Sequence[Span], links: Sequence[Link]) -> list[tuple[Span, ...]]:
    """The cues in each sentence at ``spans``; for the task source those whose source stands in it too."""
    found: list[list[Span]] = [[] for _ in spans]
    for link in links:
        near = {at for span in link.source for at in _touched(spans, span)}
        for cue in link.cue:
            for at in _touched(spans, cue):
                if task is not Task.SOURCE or at in near:
                    found[at].append(cue)
    return [tuple(each) for each in found]


def hedge_cues(spans: Sequence[Span], cues: Sequence[Span]) -> list[tuple[Span, ...]]:
    """The ``cues`` in each sentence at ``spans``."""
    found: list[list[Span]] = [[] for _ in spans]
    for cue in cues:
        for at in _touched(spans, cue):
            found[at].append(cue)
    return [tuple(each) for each in found]


def label_hedges(spans: Sequence[Span], cues: Sequence[Span]) -> list[str]:
    """``hedged`` or ``plain`` of each sentence at ``spans``."""
    return [HEDGED if each else PLAIN for each in hedge_cues(spans, cues)]


def _kind(task: Task, link: Link) -> str:
    return link.style if task is Task.STYLE else link.source_type or "unknown"


def _touched(spans: Sequence[Span], one: Span) -> Iterator[int]:
    """The numbers of the sentences that share a character with ``one``."""
    at = max(0, bisect_right(spans, one.start, key=lambda span: span.start) - 1)
    while at < len(spans) and spans[at].start < one.end:
        if spans[at].end > one.start:
            yield at
        at += 1

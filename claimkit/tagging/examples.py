"""Annotated articles as what the tagger learns from: windows with a label a piece and links between spans."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from claimkit.records import Span
from claimkit.tagging.labels import ROLES, Run, paint
from claimkit.tagging.windows import LONGEST, Context, Vocabulary, Window, pack, units

if TYPE_CHECKING:
    from tokenizers import Tokenizer

# A tag or dependency label seen less often than this in training shares the index of the unknown.
_SELDOM = 20


class GoldLink(NamedTuple):
    """One annotated link of the outermost level; a role that is not annotated is empty."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """An article with its annotation."""

    name: str
    context: Context
    links: tuple[GoldLink, ...]


class LinkedRuns(NamedTuple):
    """One annotated link in the pieces of a window."""

    source: tuple[Run, ...]
    cue: tuple[Run, ...]
    content: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A window with its labels (n) and its links."""

    window: Window
    labels: NDArray[np.int64]
    links: tuple[LinkedRuns, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document cut into pieces, to be packed into windows anew each epoch."""

    document: Document
    parts: tuple[Window, ...]
    labels: NDArray[np.uint8]
    links: tuple[GoldLink, ...]


def vocabulary_of(documents: Iterable[Document]) -> tuple[list[str], list[str]]:
    """The tags and the dependency labels of the documents, each list led by the empty name of the unknown."""
    tags: Counter[str] = Counter()
    deps: Counter[str] = Counter()
    for document in documents:
        tags.update(word.tag for word in document.context.words)
        deps.update(word.dep for word in document.context.words)
    return tuple(["", *sorted(name for name, n in count.items() if n > _SELDOM)] for count in (tags, deps))  # type: ignore[return-value]  # two lists


def prepare(document: Document, tokenizer: Tokenizer, vocabulary: Vocabulary) -> Prepared:
    """``document`` in pieces and labels; spans of a role that touch are one."""
    text = document.context.text
    links = tuple(GoldLink(*(_touching(text, spans) for spans in link)) for link in document.links)
    by_role = {role: [span for link in links for span in getattr(link, role)] for role in ROLES}
    parts = tuple(units(document.context, tokenizer, vocabulary))
    return Prepared(document, parts, paint(len(text), by_role), links)


def examples(prepared: Prepared, draw: random.Random | None = None) -> list[Example]:
    """The document's windows; with ``draw``, packed from a random place on, so that no epoch sees the same ones."""
    first = draw.randint(LONGEST // 4, LONGEST) if draw is not None else LONGEST
    return [_example(window, prepared) for window in pack(prepared.parts, first)]


def _example(window: Window, prepared: Prepared) -> Example:
    low, high = int(window.offsets[0, 0]), int(window.offsets[-1, 1])
    links = []
    for link in prepared.links:
        roles = [
            tuple(run for span in spans if low <= span.start < high and (run := _run(window, role, span)))
            for role, spans in zip(ROLES, link, strict=True)
        ]
        if any(roles):
            links.append(LinkedRuns(*roles))
    return Example(window, _labels(window, prepared.labels), tuple(links))


def _run(window: Window, role: str, span: Span) -> Run | None:
    touched = np.flatnonzero((window.offsets[:, 1] > span.start) & (window.offsets[:, 0] < span.end))
    return Run(role, int(touched[0]), int(touched[-1]) + 1) if len(touched) else None


def _labels(window: Window, labels: NDArray[np.uint8]) -> NDArray[np.int64]:
    """The label of a piece is that of its first character."""
    return labels[window.offsets[:, 0]].astype(np.int64)


def _touching(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans with nothing but white space between them joined: annotators split at line breaks."""
    ordered = sorted(set(spans))
    if not ordered:
        return ()
    joined = [ordered[0]]
    for before, span in pairwise(ordered):
        if text[before.end : span.start].strip() == "":
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)

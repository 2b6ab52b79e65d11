"""Text to windows of word pieces, each piece with what is known of it besides its letters.

A window holds whole paragraphs, up to :data:`LONGEST` pieces, so that a speaker and the next paragraph's quotation are
read together; a longer paragraph is cut at a sentence end. The encoder is uncased, so capitals come in as a feature,
and so do the paired quotation marks, the parser's labels and the links that the rules propose (stacking, Wolpert 1992).
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from claimkit.records import Span
from claimkit.tagging.labels import paint

if TYPE_CHECKING:
    from tokenizers import Tokenizer

LONGEST = 254
# The features of a piece, in the order of the columns of ``Window.features``.
FEATURES = ("case", "quote", "paragraph", "tag", "dep", "outer", "inner")
_LOWER, _TITLE, _UPPER, _OTHER, _CONTINUES = 0, 1, 2, 3, 4
_INSIDE, _OPENS, _CLOSES = 1, 2, 3


class Word(NamedTuple):
    """A parsed word: where it stands, its part-of-speech tag and its dependency label."""

    start: int
    end: int
    tag: str
    dep: str


@dataclass(frozen=True, slots=True)
class Context:
    """What the tagger reads: the text, the ``paragraphs`` of it to read, and what others found in it.

    ``quotations`` are outer ones as (with marks, without); ``outer`` and ``inner`` are the spans by role of the links
    that the rules propose at the level to be read and at the one below.
    """

    text: str
    paragraphs: Sequence[Span]
    words: Sequence[Word]
    quotations: Sequence[tuple[Span, Span]]
    outer: Mapping[str, Sequence[Span]]
    inner: Mapping[str, Sequence[Span]]


@dataclass(frozen=True, slots=True)
class Window:
    """``n`` pieces: ids (n), character offsets (n × 2), features (n × 7, columns as in :data:`FEATURES`)."""

    ids: NDArray[np.int64]
    offsets: NDArray[np.int64]
    features: NDArray[np.int64]

    def span(self, first: int, last: int) -> Span:
        """The characters from piece ``first`` to before ``last``."""
        return Span(int(self.offsets[first, 0]), int(self.offsets[last - 1, 1]))

    def borders(self) -> frozenset[int]:
        """The pieces that begin a paragraph."""
        return frozenset(np.flatnonzero(self.features[:, 2]).tolist())


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The parser's labels the model knows, by index; 0 is any other."""

    tags: Mapping[str, int]
    deps: Mapping[str, int]


def windows(context: Context, tokenizer: Tokenizer, vocabulary: Vocabulary) -> list[Window]:
    """The windows of the context's paragraphs, in text order."""
    return pack(units(context, tokenizer, vocabulary))


def units(context: Context, tokenizer: Tokenizer, vocabulary: Vocabulary) -> list[Window]:
    """The context's paragraphs as pieces; one longer than a window is cut at the last sentence end that fits."""
    layers = _layers(context, vocabulary)
    return [
        unit
        for paragraph in context.paragraphs
        for unit in _cut_up(_pieces(context.text, paragraph, tokenizer, layers), context.text)
    ]


def pack(parts: Iterable[Window], first: int = LONGEST) -> list[Window]:
    """Parts joined into windows of up to :data:`LONGEST` pieces, the first one up to ``first``."""
    packed: list[list[Window]] = []
    room = 0
    for part in parts:
        if not packed or len(part.ids) > room:
            room = LONGEST if packed else max(first, len(part.ids))
            packed.append([])
        packed[-1].append(part)
        room -= len(part.ids)
    return [_join(window) for window in packed]


def _layers(context: Context, vocabulary: Vocabulary) -> NDArray[np.uint8]:
    """The features that belong to characters: quote, tag, dep, outer, inner (5 × length + 1)."""
    length = len(context.text)
    layers = np.zeros((5, length + 1), dtype=np.uint8)
    for span, inner in context.quotations:
        layers[0, span.start : span.end] = _INSIDE
        layers[0, span.start : inner.start] = _OPENS
        layers[0, inner.end : span.end] = _CLOSES
    for word in context.words:
        layers[1, word.start : word.end] = vocabulary.tags.get(word.tag, 0)
        layers[2, word.start : word.end] = vocabulary.deps.get(word.dep, 0)
    layers[3] = paint(length, context.outer)
    layers[4] = paint(length, context.inner)
    return layers


def _pieces(text: str, paragraph: Span, tokenizer: Tokenizer, layers: NDArray[np.uint8]) -> Window:
    # A lone surrogate is no character to the tokenizer.
    written = text[paragraph.start : paragraph.end].encode("utf-8", "replace").decode("utf-8")
    encoding = tokenizer.encode(written, add_special_tokens=False)
    offsets = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2) + paragraph.start
    features = np.zeros((len(offsets), len(FEATURES)), dtype=np.int64)
    if len(offsets):
        case = [_case(text[start:end]) for start, end in offsets.tolist()]
        continues = np.append(False, offsets[1:, 0] == offsets[:-1, 1])
        features[:, 0] = np.array(case) + _CONTINUES * continues
        features[0, 2] = 1
        features[:, (1, 3, 4, 5, 6)] = layers[:, offsets[:, 0]].T
    return Window(np.array(encoding.ids, dtype=np.int64), offsets, features)


@functools.lru_cache(20_000)
def _case(written: str) -> int:
    if written.islower():
        return _LOWER
    return _TITLE if written.istitle() else _UPPER if written.isupper() else _OTHER


def _cut_up(pieces: Window, text: str) -> Iterator[Window]:
    while len(pieces.ids) > LONGEST:
        cut = _cut(pieces, text)
        yield Window(pieces.ids[:cut], pieces.offsets[:cut], pieces.features[:cut])
        pieces = Window(pieces.ids[cut:], pieces.offsets[cut:], pieces.features[cut:])
    if len(pieces.ids):
        yield pieces


def _cut(pieces: Window, text: str) -> int:
    for index in range(LONGEST - 1, LONGEST // 2, -1):
        start, end = pieces.offsets[index]
        if text[start:end] in ".!?" and pieces.features[index + 1, 1] != _CLOSES:
            return index + 1
    return LONGEST


def _join(parts: Sequence[Window]) -> Window:
    return Window(
        np.concatenate([part.ids for part in parts]),
        np.concatenate([part.offsets for part in parts]),
        np.concatenate([part.features for part in parts]),
    )

"""A sentence word by word, as lines one under the other, as linguists gloss.

The lines are the words and their classes (:mod:`claimkit.classifiers.skeletons`). For learning alone follow marks, a 1
for each word of a cue and a 0 for each other (nothing where nobody looked for cues), and the number of the document,
for its sentences are learned from together or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence

from claimkit.classifiers.sentences import QUOTED, Sentence
from claimkit.classifiers.skeletons import word_places
from claimkit.records import Span


def gloss_of(words: Sequence[str], classes: Sequence[str]) -> str:
    """The gloss of a sentence."""
    return f"{' '.join(words).lower()}\n{' '.join(classes)}"


def marked_gloss(gloss: str, marks: Sequence[bool] | None, document: int) -> str:
    """The gloss to learn from; ``marks`` say of each word whether it is of a cue."""
    return f"{gloss}\n{' '.join('1' if mark else '0' for mark in marks or ())}\n{document}"


def marks_of(sentence: Sentence, cues: Sequence[Span], *, whole: bool) -> list[bool]:
    """Which words of a sentence are of one of ``cues``: of the ``whole`` one, or of what is outside quotation marks."""
    shown = sentence.text if whole else sentence.outside
    marked = bytearray(len(shown))
    at = 0
    for piece in (sentence.span,) if whole else sentence.pieces:
        for cue in cues:
            start, end = max(cue.start, piece.start), min(cue.end, piece.end)
            if start < end:
                marked[at + start - piece.start : at + end - piece.start] = b"\1" * (end - start)
        at += piece.end - piece.start + len(QUOTED)
    return [any(marked[start:end]) for start, end in word_places(shown)]

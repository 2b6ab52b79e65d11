"""Sentences as the table a classifier reads: a row a sentence, with what stands around it.

text      the sentence as written
words     its words in small letters; where sources are asked for, a “ in the place of each quotation
skeleton  the classes of the same words (:mod:`claimkit.classifiers.skeletons`)
before    the skeleton of the sentence before it in its document, empty for the first one
after     that of the sentence after it
gloss     words and classes one under the other, to learn from with marks (:mod:`claimkit.classifiers.glosses`)
:data:`NUMBERS`  figures from 0 to 1: shares of quotation, of this sentence and of its neighbours, length, place
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from claimkit.classifiers.glosses import gloss_of, marked_gloss, marks_of
from claimkit.classifiers.sentences import Sentence
from claimkit.classifiers.skeletons import View, classes_of, skeleton_of, words_of
from claimkit.records import Span

if TYPE_CHECKING:
    import pandas as pd

NUMBERS = (
    "quoted", "quoted_not", "quoted_all", "quoted_half", "runs_in", "runs_out", "opens_paragraph", "position",
    "beginning", "end", "short", "long", "before_quoted", "before_quoted_all", "after_quoted", "after_quoted_all",
)  # fmt: skip
TEXTS = ("text", "words", "skeleton", "before", "after", "gloss")
Cues = Sequence[Sequence[Span] | None]
SHORT, LONG = 40, 250  # characters
EDGE = 0.05  # of a document


def frame_of(documents: Sequence[Sequence[Sentence]], view: View, cues: Sequence[Cues] | None = None) -> pd.DataFrame:
    """The rows of the sentences of ``documents``, one document after another.

    ``cues`` are those of each sentence of each document, ``None`` where nobody looked for them: to learn from.
    """
    import pandas as pd

    columns: dict[str, list[str]] = {name: [] for name in TEXTS}
    numbers: list[list[float]] = []
    for number, document in enumerate(documents):
        words = [words_of(each.text if view is View.HEDGES else each.outside) for each in document]
        classes = [classes_of(each, view) for each in words]
        glosses = list(map(gloss_of, words, classes))
        skeletons = ["", *map(skeleton_of, classes), ""]
        columns["text"] += [each.text for each in document]
        columns["words"] += [gloss.partition("\n")[0] for gloss in glosses]
        columns["before"] += skeletons[:-2]
        columns["skeleton"] += skeletons[1:-1]
        columns["after"] += skeletons[2:]
        columns["gloss"] += glosses if cues is None else _marked(glosses, document, cues[number], number, view)
        shares = [0.0, *(each.quoted for each in document), 0.0]
        numbers += [_numbers(each, shares[at], shares[at + 2]) for at, each in enumerate(document)]
    figures = pd.DataFrame(np.array(numbers, dtype=float).reshape(-1, len(NUMBERS)), columns=list(NUMBERS))
    return pd.concat([pd.DataFrame(columns, columns=list(TEXTS), dtype=object), figures], axis=1)


def _marked(glosses: Sequence[str], document: Sequence[Sentence], cues: Cues, number: int, view: View) -> list[str]:
    return [
        marked_gloss(gloss, None if own is None else marks_of(each, own, whole=view is View.HEDGES), number)
        for gloss, each, own in zip(glosses, document, cues, strict=True)
    ]


def _numbers(sentence: Sentence, before: float, after: float) -> list[float]:
    quoted, length = sentence.quoted, len(sentence.text)
    return [
        quoted, quoted == 0, quoted == 1, quoted > 0.5, sentence.runs_in, sentence.runs_out, sentence.opens_paragraph,
        sentence.position, sentence.position < EDGE, sentence.position > 1 - EDGE, length < SHORT, length > LONG,
        0 < before < 1, before == 1, 0 < after < 1, after == 1,
    ]  # fmt: skip

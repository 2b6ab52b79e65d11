"""The learned disambiguation of cues: each candidate word of a sentence is E, D, I, N of the Szeged corpus, or no cue.

Candidates are the words that were cues often enough in the training corpus, and those the lexicon proposes. The model's
``words`` hold their lemmas, and the cues of several words («no evidence») with what these begin with.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from claimkit.extraction.cue_features import features_of
from claimkit.extraction.linear import LinearModel
from claimkit.records import SzegedType

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Token

MODEL = "hedging/cues"
OUTSIDE = "O"
TYPES = frozenset(kind.value for kind in SzegedType)


def is_candidate(token: Token, proposed: str, words: frozenset[str]) -> bool:
    """Whether the model is asked about ``token``, which the lexicon calls ``proposed``."""
    return proposed in TYPES or token.lemma_.lower() in words


def labels_of(tokens: Sequence[Token], proposed: Sequence[str], model: LinearModel) -> list[str]:
    """A label for each word of a sentence; ``proposed`` is what the lexicon calls it."""
    return [
        model.best(features_of(tokens, at, proposed[at])) if is_candidate(token, proposed[at], model.words) else OUTSIDE
        for at, token in enumerate(tokens)
    ]


def cues_of(
    tokens: Sequence[Token], labels: Sequence[str], words: frozenset[str]
) -> Iterator[tuple[int, int, SzegedType]]:
    """First word, last word and type of each cue; words join into one cue where ``words`` knows them as one."""
    at = 0
    while at < len(tokens):
        label, first = labels[at], at
        at += 1
        if label == OUTSIDE:
            continue
        joined = tokens[first].lower_
        while at < len(tokens) and labels[at] == label and f"{joined} {tokens[at].lower_}" in words:
            joined = f"{joined} {tokens[at].lower_}"
            at += 1
        yield first, at - 1, SzegedType(label)

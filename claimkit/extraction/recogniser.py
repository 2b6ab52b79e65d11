"""The model's named entities, decided for all tokens at once.

spaCy's recogniser takes one transition a token, and for each asks of 73 moves whether they are allowed: more than half
of its time, and no arithmetic. But where no entity is open its state is the next token alone, so all these states are
scored together here, and inside entities each step is taken for all that may have begun. The scores are the same
floats, added in the same order; tests compare the entities with spaCy's.
Moves are BILUO (Ratinov and Roth 2009), constrained as in ``spacy/pipeline/_parser_internals/ner.pyx``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

COMPONENT = "claimkit_entities"
# What makes a state: the next token; the first and the last one of the open entity.
_FEATURES = 3

_Scorer = Callable[..., NDArray[np.float32]]


class _Moves(NamedTuple):
    """The columns of the scores: one for "outside", and for each of the other moves one a label."""

    labels: Sequence[str]
    begin: NDArray[np.int64]
    inner: NDArray[np.int64]
    last: NDArray[np.int64]
    unit: NDArray[np.int64]
    outside: int


def decide_at_once(nlp: Language) -> None:
    """Put a component that decides for all tokens at once in the place of ``nlp``'s named entity recogniser.

    A recogniser of another make (with a beam, other features, no hidden layer) is left as it is.
    """
    from spacy.language import Language

    ner: Any = nlp.get_pipe("ner") if "ner" in nlp.pipe_names else None
    if ner is None or not _is_known(ner):
        return
    if not Language.has_factory(COMPONENT):
        Language.factory(COMPONENT, func=_component)
    nlp.add_pipe(COMPONENT, after="ner")
    nlp.disable_pipe("ner")


def _is_known(ner: Any) -> bool:
    attributes = ner.model.attrs
    greedy = ner.cfg.get("beam_width") == 1 and attributes.get("has_upper") and not attributes.get("unseen_classes")
    return bool(greedy) and ner.model.get_ref("lower").get_dim("nF") == _FEATURES


def _component(nlp: Language, name: str) -> Callable[[Doc], Doc]:  # noqa: ARG001 - a factory is given its name
    from spacy.tokens import Span

    ner: Any = nlp.get_pipe("ner")
    # Not ``ner.move_names``, which leaves one out and so shifts the columns.
    moves = _moves([ner.moves.get_class_name(column) for column in range(ner.moves.n_moves)])

    def recognise(doc: Doc) -> Doc:
        if not len(doc) or doc.has_annotation("ENT_IOB"):
            recognised: Doc = ner(doc)  # what other components have set constrains the moves
            return recognised
        found = _entities(doc, ner.model, moves)
        doc.set_ents([Span(doc, first, end, label=label) for first, end, label in found])
        return doc

    return recognise


def _moves(names: Sequence[str]) -> _Moves:
    labels = [name.removeprefix("B-") for name in names if name.startswith("B-")]
    begin, inner, last, unit = (np.array([names.index(f"{kind}-{label}") for label in labels]) for kind in "BILU")
    return _Moves(labels, begin, inner, last, unit, names.index("O"))


def _entities(doc: Doc, model: Any, moves: _Moves) -> list[tuple[int, int, str]]:
    """The entities as (first token, end, label), in text order."""
    score = _scorer(doc, model)
    starts: Any = doc.to_array("SENT_START") == 1
    goes_on = np.append(~starts[1:], False)  # whether an entity may hold the token and the next one
    chosen = _moves_outside(score(np.arange(len(doc)) + 1, 0, 0), doc, goes_on, moves)
    opened = np.flatnonzero(np.isin(chosen, moves.begin))
    ends = _ends(opened, chosen[opened], goes_on, moves, score)
    label_of = dict(zip([*moves.begin, *moves.unit], [*moves.labels, *moves.labels], strict=True))
    found: list[tuple[int, int, str]] = []
    for at in np.flatnonzero(chosen != moves.outside).tolist():
        if not found or at >= found[-1][1]:
            found.append((at, ends.get(at, at + 1), label_of[chosen[at]]))
    return found


def _scorer(doc: Doc, model: Any) -> _Scorer:
    """A function from the tokens of n states, counted from 1 with 0 for none, to the scores of their moves."""
    lower, upper = model.get_ref("lower"), model.get_ref("upper")
    # (tokens + 1) × features × hidden × pieces
    features = lower.predict(model.get_ref("tok2vec").predict([doc]))
    bias = lower.get_param("b")

    def score(following: Any, first: Any, last: Any) -> NDArray[np.float32]:
        sums = features[following, 0] + features[first, 1] + features[last, 2] + bias
        scores: NDArray[np.float32] = upper.predict(sums.max(axis=-1))
        return scores

    return score


def _moves_outside(
    scores: NDArray[np.float32], doc: Doc, goes_on: NDArray[np.bool_], moves: _Moves
) -> NDArray[np.int64]:
    """The best move at each token, if no entity is open there."""
    spaces: Any = doc.to_array("IS_SPACE").astype(bool)
    allowed = np.zeros(scores.shape, dtype=bool)
    allowed[:, moves.begin] = (goes_on & ~spaces)[:, None]
    allowed[:, moves.unit] = ~spaces[:, None]
    allowed[:, moves.outside] = True
    best: NDArray[np.int64] = np.where(allowed, scores, -np.inf).argmax(axis=1)
    return best


def _ends(
    opened: NDArray[np.int64],
    begun_by: NDArray[np.int64],
    goes_on: NDArray[np.bool_],
    moves: _Moves,
    score: _Scorer,
) -> dict[int, int]:
    """Where the entities end that begin at the tokens ``opened``, if they begin, by these tokens."""
    labels = np.array([moves.begin.tolist().index(column) for column in begun_by], dtype=np.int64)
    ends: dict[int, int] = {}
    length = 1
    while len(opened):
        at = opened + length
        scores, rows = score(at + 1, opened + 1, at), np.arange(len(opened))
        # Of equal scores the first column's is taken, and inner moves come first.
        stays = goes_on[at] & (scores[rows, moves.inner[labels]] >= scores[rows, moves.last[labels]])
        length += 1
        ends |= {first: first + length for first in opened[~stays].tolist()}
        opened, labels = opened[stays], labels[stays]
    return ends

"""How certain each holder of a claim is of it, by the words above it: factives, implicatives, denials, beliefs.

A claim's own polarity passes upwards through the words it is embedded under, each of which keeps, turns round, weakens
or opens it (polarity propagation, Nairn, Condoravdi and Karttunen 2006), and from a source to whoever quotes it (Saurí
and Pustejovsky 2012). The words are in ``resources/commitments.toml``.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from claimkit.extraction import cues
from claimkit.extraction.predicates import Predicate, is_negated
from claimkit.extraction.syntax import first_conjunct, is_finite, marker_of
from claimkit.records import Attribution, FactualityValue, Hedge, HedgeType
from claimkit.resources import load_lexicon

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Token

_HIGHEST = 6  # words above the claim
_ORDER = ("CT", "PR", "PS", "U")
# By these labels a clause hangs on the word that takes it for a complement.
_COMPLEMENTS = frozenset({"ccomp", "xcomp", "csubj", "csubjpass", "acl"})
_ATTRIBUTES = frozenset({"acomp", "attr", "oprd"})

# The weakest hedge decides. Approximators blur a number, not the fact, and have no entry.
_CERTAINTY = {
    HedgeType.EPISTEMIC_PROBABLE: "PR",
    HedgeType.EVIDENTIAL: "PR",
    HedgeType.DOXASTIC: "PR",
    HedgeType.EPISTEMIC_APPEARANCE: "PR",
    HedgeType.WEASEL: "PR",
    HedgeType.EPISTEMIC_POSSIBLE: "PS",
    HedgeType.CONDITION: "PS",
    HedgeType.INVESTIGATION: "U",
}


class Stand(NamedTuple):
    """A certainty (CT, PR, PS, U) of a claim as it is worded (+), or of its opposite (-)."""

    certainty: str
    positive: bool

    @property
    def value(self) -> FactualityValue:
        """The value of the record."""
        if self.certainty == "U":
            return FactualityValue.UNKNOWN
        return FactualityValue(self.certainty + ("+" if self.positive else "-"))


OPEN = Stand("U", positive=True)
_PLAIN = Stand("CT", positive=True)


@dataclass(frozen=True, slots=True)
class Embedding:
    """What a word makes of its complement: for who says it, and for its subject where that is a source of its own."""

    holds: Stand
    denied: Stand
    source_holds: Stand
    source_denied: Stand


_REPORT = Embedding(holds=OPEN, denied=OPEN, source_holds=_PLAIN, source_denied=OPEN)


def stands_of(
    predicate: Predicate, chain: Sequence[Attribution], links: Mapping[int, Attribution], hedges: Sequence[Hedge]
) -> tuple[Stand, ...]:
    """How the author and each link of ``chain``, outermost first, stand to the claim; ``links`` are by their cues."""
    level = len(chain)
    stands = [OPEN] * level + [_own(predicate, hedges)]
    inside = _own(predicate, [hedge for hedge in hedges if _within(predicate.top, hedge)])
    below = first_conjunct(predicate.top)
    for _ in range(_HIGHEST):
        word = below.head
        link = links.get(word.i)
        crossing = level > 0 and link is not None and link.attribution_id == chain[level - 1].attribution_id
        # «urged members to leave» can be parsed as an adverbial of the cue.
        if word.i == below.i or not (below.dep_ in _COMPLEMENTS or (crossing and below.dep_ == "advcl")):
            break
        found = _embedding(word, below)
        negated = _denied(word)
        if crossing:
            embedding = found or _REPORT
            source = embedding.source_denied if negated else embedding.source_holds
            stands[level] = _under(stands[level], source)
            level -= 1
            inside = _under(inside, embedding.denied if negated else embedding.holds)
            stands[level] = inside
        elif found is not None:
            outcome = found.denied if negated else found.holds
            inside = _under(inside, outcome)
            stands[level] = _under(stands[level], outcome)
        below = first_conjunct(word)
    return tuple(stands)


def is_counterfactual(predicate: Predicate) -> bool:
    """«would have burst», «if they had rung the bell, we would be dry»: said of what is not so."""
    first = first_conjunct(predicate.top)
    words = [predicate.token, predicate.top, first, *predicate.frames]
    if not any(_has(word, "would") for word in words):
        return False
    return any(_has(word, "have") for word in words) or any(_past_condition(word) for word in words)


def _own(predicate: Predicate, hedges: Sequence[Hedge]) -> Stand:
    """The claim by itself: its negations, the frames it is reached through, its hedges."""
    outcomes: list[Stand] = []
    denied = False
    path = (*predicate.frames, predicate.token)
    for frame, below in zip(predicate.frames, path[1:], strict=True):
        denied = denied != is_negated(frame)
        embedding = _embedding(frame, below)
        if embedding is not None:
            outcomes.append(embedding.denied if denied else embedding.holds)
            denied = False
    stand = Stand("CT", positive=denied == is_negated(predicate.token))
    for child in predicate.token.lefts:
        if child.dep_ == "advmod" and (adverb := _adverbs().get(child.lower_)) is not None:
            stand = _under(stand, adverb)
    if is_counterfactual(predicate):
        stand = Stand(stand.certainty, not stand.positive)
        hedges = [hedge for hedge in hedges if hedge.type is not HedgeType.CONDITION]
    for outcome in reversed(outcomes):
        stand = _under(stand, outcome)
    certainties = [_CERTAINTY[hedge.type] for hedge in hedges if hedge.type in _CERTAINTY]
    return Stand(max((stand.certainty, *certainties), key=_ORDER.index), stand.positive)


def _under(stand: Stand, outcome: Stand) -> Stand:
    weaker = max(stand.certainty, outcome.certainty, key=_ORDER.index)
    return OPEN if weaker == "U" else Stand(weaker, stand.positive == outcome.positive)


def _embedding(word: Token, below: Token) -> Embedding | None:
    return _embeddings().get((cues.lemma(word), _form(below)))


def _form(token: Token) -> str:
    if is_finite(token):
        return "finite"
    return "gerund" if token.tag_ == "VBG" else "infinitive"


def _denied(word: Token) -> bool:
    """Whether the word is negated, or the copula it is said with: «was not aware that»."""
    copula = word.head if word.dep_ in _ATTRIBUTES else word
    return is_negated(word) if copula.i == word.i else is_negated(word, copula)


def _within(top: Token, hedge: Hedge) -> bool:
    return top.left_edge.idx <= hedge.cue.start < top.right_edge.idx + len(top.right_edge.text)


def _has(word: Token, auxiliary: str) -> bool:
    return any(child.dep_ == "aux" and child.lemma_.lower() == auxiliary for child in word.children)


def _past_condition(word: Token) -> bool:
    for child in word.children:
        # «Had they rung»: the tagger takes the participle for a bare verb.
        past = child.tag_ in {"VBN", "VB"} and any(each.lower_ in {"had", "'d"} for each in child.lefts)
        if child.dep_ == "advcl" and past:
            inverted = marker_of(child) is None and child.left_edge.lower_ == "had"
            if inverted or marker_of(child) in load_lexicon("predicates")["conditions"]:
                return True
    return False


@functools.cache
def _adverbs() -> Mapping[str, Stand]:
    return {word: _parsed(value) for word, value in load_lexicon("commitments")["adverbs"].items()}


@functools.cache
def _embeddings() -> Mapping[tuple[str, str], Embedding]:
    table: dict[tuple[str, str], Embedding] = {}
    for name, entry in load_lexicon("commitments").items():
        if name == "adverbs":
            continue
        columns = ("holds", "denied", "source_holds", "source_denied")
        embedding = Embedding(*(_parsed(entry[column]) for column in columns))
        table.update({(word, form): embedding for word in entry["words"] for form in entry["complements"]})
    return table


def _parsed(value: str) -> Stand:
    return OPEN if value == "U" else Stand(value[:2], value[2:] == "+")

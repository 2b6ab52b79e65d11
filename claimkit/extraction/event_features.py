"""What the factuality model sees of an event's word: names of binary features, read off the parse.

Around the word stand its own auxiliaries, negations and subject; above it the words it is embedded under, each with its
lemma, whether it is negated or passive and the kind of complement it takes, which is what factive and implicative
verbs are told by (Karttunen 1971; White and Rawlins 2018).
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from claimkit.resources import load_lexicon

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Token

_REACH = 40
_HIGHEST = 5  # embedding words above the event
_EMBEDDED = frozenset(
    {"xcomp", "ccomp", "pcomp", "acl", "advcl", "relcl", "csubj", "csubjpass", "conj", "prep", "parataxis"}
)
_PREDICATES = frozenset({"VERB", "ADJ"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl"})
CIRCUMSTANCES = 6
_NEGATIONS = frozenset({"no", "never", "nobody", "nothing", "none", "neither", "nor", "without", "hardly", "barely"})


def event_features(token: Token, *, below: Token | None = None) -> list[str]:
    """The features of ``token``, the word of an event, in the tree or in what hangs ``below`` a word of it."""
    return list(dict.fromkeys(_features(token, -1 if below is None else below.i)))


def _features(token: Token, border: int) -> Iterator[str]:
    own = _own(token)
    yield from ("", f"l={token.lemma_.lower()}", f"t={token.tag_}", f"d={token.dep_}", f"t:d={token.tag_} {token.dep_}")
    yield from own
    mood = _mood(own)
    first = token
    while first.dep_ == "conj" and "s=" in own and first.head.i != first.i:
        # «wants to leave and call»: the second verb has the mood of the first.
        first = first.head
    shared = mood if first.i == token.i else f"{_mood(_own(first))} {mood}"
    yield from (
        f"mood={mood}",
        f"shared={shared}",
        f"shared:t={shared} {token.tag_}",
        f"shared:d={shared} {first.dep_}",
    )
    yield f"shared:l={shared} {token.lemma_.lower()}"
    if first.head.i not in (first.i, border):
        sign = "-" if _negated(first.head) else "+"
        yield f"shared:a={shared} {first.dep_} {first.head.lemma_.lower()}{sign}"
        yield f"shared:at={shared} {first.dep_} {first.head.tag_}{sign}"
        yield f"under={first.dep_} {first.head.lemma_.lower()}{sign}"
        yield f"undert={shared} {first.dep_} {_mood(_own(first.head))}"
    yield from _clause(token)
    yield from _modified(token)
    chain = list(_above(token, border))
    path: list[str] = []
    for depth, (below, word) in enumerate(chain):
        yield from _embedding(below, word, depth)
        path.append(f"{below.dep_}<{word.tag_[:2]}{'-' if _negated(word) else '+'}")
        yield f"path={' '.join(path)}"
    yield from _governed(token, chain)
    negations = _negated(token) + sum(_negated(word) for _, word in chain)
    yield f"negations={min(negations, 3)}"
    yield f"deep={len(chain)}"
    yield f"question={token.sent.text.rstrip().endswith('?')}"
    yield f"modal={any(child.tag_ == 'MD' for _, word in chain for child in _children(word))}"


def _mood(own: list[str]) -> str:
    return " ".join(sorted(name for name in own if name.startswith(("neg", "aux=", "to", "mark"))))


def _own(token: Token) -> list[str]:
    found = []
    for child in _children(token):
        if child.dep_ in {"aux", "auxpass"}:
            found.append("to" if child.tag_ == "TO" else f"aux={child.lemma_.lower()}")
            found.append(f"auxt={child.tag_}")
        elif child.dep_ == "neg" or child.lower_ in _NEGATIONS:
            found.append("neg")
        elif child.dep_ in {"mark", "advmod", "det", "amod", "poss", "case", "cop"}:
            found.append(f"{child.dep_}={child.lower_}")
        else:
            found.append(f"c={child.dep_}")
        if child.dep_ in _SUBJECTS:
            found.append(f"s={child.tag_} {child.lower_ if child.pos_ == 'PRON' else ''}")
    if not any(child.dep_ in _SUBJECTS for child in _children(token)):
        found.append("s=")
    return found


def _clause(token: Token) -> Iterator[str]:
    """Conditions beside or over it, and words of doubt in its clause."""
    for child in _children(token):
        if child.dep_ == "advcl":
            for leaf in _children(child):
                if leaf.dep_ in {"mark", "advmod"} and leaf.i < child.i:
                    yield f"beside={leaf.lower_}"
    for name in ("first", "last"):
        edge = token.sent[0] if name == "first" else token.sent[-1]
        yield f"{name}={edge.lower_ if edge.is_punct or edge.tag_ in ('WRB', 'WP', 'MD', 'VBP', 'VBD') else edge.tag_}"


def _modified(token: Token) -> Iterator[str]:
    """What modifies a noun says of its event: «the now-cancelled deal», «a possible strike»."""
    yield f"pos={token.pos_}"
    for child in _children(token):
        if child.dep_ in {"amod", "compound", "nmod"}:
            lemma = child.lemma_.lower().rpartition("-")[2]
            yield from (f"own={name}" for name in _classes().get(lemma, ()))


def _above(token: Token, border: int) -> Iterator[tuple[Token, Token]]:
    """Pairs of a word and the word it is embedded under, from the event up to before the word ``border``."""
    below = token
    for _ in range(_HIGHEST):
        word = below.head
        if word.i in (below.i, border):
            return
        yield below, word
        below = word


def _embedding(below: Token, word: Token, depth: int) -> Iterator[str]:
    lemma, sign = word.lemma_.lower(), "-" if _negated(word) else "+"
    passive = any(child.dep_ in {"auxpass", "nsubjpass"} for child in _children(word))
    marks = sorted(child.lower_ for child in _children(below) if child.dep_ == "mark" or child.tag_ == "TO")
    kind = f"{below.dep_}:{' '.join(marks)}"
    at = str(depth) if depth < 2 else "2"
    yield f"a{at}={lemma}"
    yield f"a{at}={lemma}{sign}"
    yield f"a{at}={lemma}{sign}{kind}"
    yield f"a{at}={lemma}{'p' if passive else 'a'}{sign}"
    yield f"a{at}k={kind}{sign}"
    yield f"a{at}t={word.tag_}{sign}"
    if below.dep_ in _EMBEDDED or word.pos_ in _PREDICATES or word.pos_ == "NOUN":
        yield f"any={lemma}{sign}"
        yield f"any={lemma}"
        for name in _classes().get(lemma, ()):
            yield f"a{at}s={name}{sign}"
            yield f"anys={name}{sign}{below.tag_}"
    for child in _children(word):
        if child.tag_ == "MD" or child.dep_ == "mark":
            yield f"a{at}m={child.lower_}"
        elif child.dep_ in _SUBJECTS and child.pos_ == "PRON":
            yield f"a{at}p={child.lower_}"
        elif child.dep_ == "advmod":
            yield f"a{at}v={child.lower_}"


@dataclass(frozen=True, slots=True)
class Governor:
    """The nearest verb or adjective above an event, and how it takes it."""

    lemma: str
    negated: bool
    passive: bool
    infinitive: bool

    def circumstances(self) -> NDArray[np.float32]:
        """What multiplies its vector (:data:`CIRCUMSTANCES`): one, then each circumstance and the telling pairs."""
        negated, passive, infinitive = self.negated, self.passive, self.infinitive
        return np.array(
            [1, negated, passive, infinitive, negated and infinitive, passive and infinitive], dtype=np.float32
        )


def governor_of(token: Token, *, below: Token | None = None) -> Governor | None:
    """The governor of ``token``, whatever noun the parse hung it on: «reported a guard to be gone»."""
    return _governor(token, _above(token, -1 if below is None else below.i))


def _governor(token: Token, chain: Iterable[tuple[Token, Token]]) -> Governor | None:
    word = next((word for _, word in chain if word.pos_ in _PREDICATES and word.lemma_ != "be"), None)
    if word is None:
        return None
    copula = word.head if word.dep_ in {"acomp", "attr", "oprd"} else word
    passive = copula.i != word.i or any(child.dep_ in {"auxpass", "nsubjpass"} for child in _children(word))
    infinitive = any(child.tag_ == "TO" for child in _children(token))
    return Governor(word.lemma_.lower(), _negated(word) or _negated(copula), passive, infinitive)


def _governed(token: Token, chain: Iterable[tuple[Token, Token]]) -> Iterator[str]:
    governor = _governor(token, chain)
    if governor is None:
        return
    lemma, sign = governor.lemma, "-" if governor.negated else "+"
    voice = "p" if governor.passive else "a"
    finite = "to" if governor.infinitive else token.tag_
    yield from (f"v={lemma}", f"v={lemma}{sign}", f"v={lemma}{sign}{voice}", f"v={lemma}{sign}{finite}")
    yield f"v={lemma}{sign}{voice}{finite}"
    yield f"v={lemma}{voice}{finite} {token.lemma_.lower()}"
    yield f"v:{sign}{voice}{finite}{token.lemma_.lower()}"
    yield f"v:{sign}{finite}"
    for name in _classes().get(lemma, ()):
        yield f"vs={name}{sign}{finite}"


def _negated(token: Token) -> bool:
    return any(child.dep_ == "neg" or child.lower_ in _NEGATIONS for child in _children(token))


def _children(token: Token) -> Iterator[Token]:
    return islice(token.children, _REACH)


@functools.cache
def _classes() -> Mapping[str, tuple[str, ...]]:
    """The classes of ``resources/factuality.toml`` by lemma."""
    classes: dict[str, tuple[str, ...]] = {}
    for name, lemmas in load_lexicon("factuality")["signatures"].items():
        classes.update((lemma, (*classes.get(lemma, ()), name)) for lemma in dict.fromkeys(lemmas))
    return classes

"""The words of a claim: what stands below the top of its clause, less its link and less other claims."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from claimkit.extraction.layers import Layers
from claimkit.extraction.parsing import token_span
from claimkit.extraction.predicates import Clause, Predicate
from claimkit.extraction.syntax import after_pause, first_conjunct, subject_of
from claimkit.records import Span

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Token

_EDGE = frozenset(",.;:!?()[]\"'…–—-") | {"''", "``", "--", "..."}
# Clauses that are claims beside the one they hang on; complements and restrictive clauses stay inside it.
_INSIDE = frozenset({"pcomp", "ccomp", "xcomp", "amod", "compound", "pobj", "dobj", "nsubj", "nsubjpass"})
CUT_OUT = frozenset({Clause.ADVERBIAL, Clause.RELATIVE, Clause.PARTICIPLE, Clause.APPOSITION})


def words_of(predicate: Predicate, predicates: Sequence[Predicate], layers: Layers) -> list[Token]:
    """The words below the top of the clause, less other claims hung on it and less the words of links."""
    words = {word.i: word for word in predicate.top.subtree}
    raised = _raised_subject(predicate, layers)
    if raised is not None:
        words |= {word.i: word for word in raised.subtree}
    for other in predicates:
        if other.top.i not in words or other.top.i == predicate.top.i:
            continue
        # «The vote surprised traders: none had expected it»: parsed as a complement, but it stands first and alone.
        ahead = other.clause is Clause.COMPLEMENT and other.top.i < predicate.top.i
        if other.clause in CUT_OUT or ahead or first_conjunct(other.top).i != other.top.i:
            root = other.top.head if other.top.dep_ == "pcomp" else other.top
            _remove(words, root, predicate)
    for index in [i for i in words if i in layers.cues]:
        if index in words and _parenthetical(words[index], predicate, layers):
            _remove(words, words[index], predicate)
    for index in _before_conjunction(predicate):
        words.pop(index, None)
    link = layers.content.get(predicate.token.i)
    if link is not None and link.source is not None:
        words = {i: word for i, word in words.items() if not link.source.start <= word.idx < link.source.end}
    kept = {predicate.token.i, *(frame.i for frame in predicate.frames)}
    words |= {token.i: token for token in (predicate.token, *predicate.frames)}
    return [words[i] for i in sorted(words) if i in kept or not words[i].is_space]


def _before_conjunction(predicate: Predicate) -> range:
    """«even though it rained», «just months after it rained»: what measures or stresses the conjunction."""
    if predicate.clause is not Clause.ADVERBIAL:
        return range(0)
    joins = (child for child in predicate.top.lefts if child.dep_ == "mark" or child.tag_ == "WRB")
    mark = next(joins, None)
    return range(predicate.top.left_edge.i, mark.i) if mark is not None else range(0)


def _raised_subject(predicate: Predicate, layers: Layers) -> Token | None:
    """The subject of an infinitive that stands with the cue above: «told the army to leave», «Ann is said to lead»."""
    first = first_conjunct(predicate.top)
    if predicate.clause is not Clause.INFINITIVE or first.i != predicate.top.i or first.head.i not in layers.cues:
        return None
    roles = {"dobj", "dative", "nsubjpass"} if first.dep_ in {"xcomp", "ccomp", "advcl"} else set()
    return next((child for child in first.head.children if child.dep_ in roles and child.i < first.i), None)


def _parenthetical(cue: Token, predicate: Predicate, layers: Layers) -> bool:
    """Whether a cue below a claim stands beside it («X, Ann said, fell») and not in it («clues to how Ann plans»)."""
    mine = layers.content.get(predicate.token.i)
    if mine is not None and layers.cues[cue.i] is mine:
        return True
    first = first_conjunct(cue)
    if cue.dep_ == "conj" and first.i == predicate.top.i:
        return True  # «welcomed the vote and added: "..."»
    if first.dep_ in {"acl", "relcl"}:
        return after_pause(first)  # «the rules, telling schools to close, have …», «a child, who said he …»
    if first.dep_ == "ccomp" and first.i < predicate.top.i:
        return True  # «34 percent agree that it should; 17 percent disagree»: a sentence joined on by a semicolon
    return first.dep_ not in _INSIDE


def _remove(words: dict[int, Token], root: Token, predicate: Predicate) -> None:
    if root.i == predicate.token.i or root.is_ancestor(predicate.token):
        return
    for word in root.subtree:
        words.pop(word.i, None)


def spans_of(words: Sequence[Token], predicate: Predicate) -> tuple[Span, ...]:
    """The words as spans, each trimmed of what only joins or encloses it."""
    runs: list[list[Token]] = []
    for word in words:
        if runs and all(between.is_space for between in word.doc[runs[-1][-1].i + 1 : word.i]):
            runs[-1].append(word)
        else:
            runs.append([word])
    trimmed = [_trimmed(run, predicate) for run in runs]
    return tuple(
        token_span(run[0], run[-1])
        for run in trimmed
        if any(character.isalnum() for word in run for character in word.text)
    )


def _trimmed(run: list[Token], predicate: Predicate) -> list[Token]:
    """The run without conjunctions and marks at its edges; a quotation mark stays if its partner is inside."""
    first, last = 0, len(run)
    own = predicate.token.i
    while first < last and run[first].i != own and (_opens(run[first], predicate) or _loose(run, first, last, first)):
        first += 1
    while (
        first < last and run[last - 1].i != own and (run[last - 1].dep_ == "cc" or _loose(run, first, last, last - 1))
    ):
        last -= 1
    return run[first:last]


def _opens(word: Token, predicate: Predicate) -> bool:
    """Whether a word only joins the claim to its sentence; the "if" of a condition inside it stays."""
    own = {predicate.top.i, predicate.token.i, *(frame.i for frame in predicate.frames)}
    if word.dep_ == "cc" or (word.lower_ == "to" and word.dep_ == "aux" and word.head.i in own):
        return True
    if word.lower_ == "that" and word.dep_ in {"dobj", "advmod", "nsubj"} and subject_of(word.head) not in {None, word}:
        return word.i < word.head.i  # «admitted that he broke in»: taken for an object
    joins = word.dep_ == "mark" or (word.tag_ == "WRB" and predicate.clause is Clause.ADVERBIAL)
    return joins and word.head.i in own


def _loose(run: Sequence[Token], first: int, last: int, at: int) -> bool:
    mark = run[at].text
    if mark not in {'"', "'"}:
        return mark in _EDGE
    both = run[first].text == run[last - 1].text == mark and last - first > 1
    return both or sum(word.text == mark for word in run[first:last]) % 2 == 1

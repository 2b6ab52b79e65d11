"""Whose a number or a date is: the first claim above it in the tree (``docs/guidelines.md``, rule 9).

A quantity or time belongs to that claim unless the cue of a link comes first on the way up; measures and ordinals
inside names belong to nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from claimkit.extraction.layers import Findings, Layers
from claimkit.extraction.predicates import Predicate
from claimkit.records import Quantity, QuantityRole, Span, TimeExpression

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Doc, Token

_Fact = TypeVar("_Fact", Quantity, TimeExpression)

_MODIFIERS = frozenset({"amod", "nmod", "compound", "nummod", "npadvmod"})
_TIME_UNITS = frozenset({"a", "mo", "wk", "d", "h", "min", "s"})


def ownership(
    doc: Doc, predicates: Sequence[Predicate], layers: Layers, findings: Findings
) -> tuple[Mapping[int, list[Quantity]], Mapping[int, list[TimeExpression]]]:
    """Quantities and times by the index of the predicate that owns them; what nobody owns is left out."""
    owners = {token.i: p.token.i for p in predicates for token in (p.token, *p.frames, p.top)}
    link_times = {link.time.span for link in findings.links if link.time is not None}
    durations = {time.span for time in findings.times}
    quantities = [
        quantity
        for quantity in findings.quantities
        if not (quantity.unit in _TIME_UNITS and quantity.span in durations) and not _names(doc, quantity, owners)
    ]
    times = [t for t in findings.times if t.span not in link_times and not _attributive(doc, t.span)]
    return _assign(doc, owners, layers, quantities), _assign(doc, owners, layers, times)


def _names(doc: Doc, quantity: Quantity, owners: Mapping[int, int]) -> bool:
    """«five-year plan», «eighth congress»: attributes of what they modify, claims of nothing."""
    words = _modifying(doc, quantity.span)
    if not words:
        return False
    if quantity.role is QuantityRole.ORDINAL:
        # «its third increase this year», «for the third time»: said of the claim, not part of a name.
        above = words[0].head if len(words) == 1 else doc[words[0].i : words[-1].i + 1].root.head
        return above.i not in owners and above.lemma_ != "time"
    # «a third-party candidate» counts no thirds.
    return _hyphened(words) and (quantity.unit is not None or words[-1].tag_ == "JJ")


def _attributive(doc: Doc, span: Span) -> bool:
    """«the five-year plan», «monthly payments», «recent talks»."""
    words = _modifying(doc, span)
    return bool(words) and (_hyphened(words) or any(word.dep_ in {"amod", "compound"} for word in words[-1:]))


def _modifying(doc: Doc, span: Span) -> list[Token]:
    """The words of ``span`` where it modifies a noun, else none."""
    words = doc.char_span(*span, alignment_mode="expand")
    if words is None:
        return []
    root = words[-1] if words.root.dep_ == "det" else words.root  # «a third-party candidate»
    if root.dep_ not in _MODIFIERS or root.head.pos_ not in {"NOUN", "PROPN"}:
        return []
    return list(words)


def _hyphened(words: Sequence[Token]) -> bool:
    after = words[-1].i + 1
    return any(word.tag_ == "HYPH" for word in words) or (
        after < len(words[-1].doc) and words[-1].doc[after].tag_ == "HYPH"
    )


def _assign(doc: Doc, owners: Mapping[int, int], layers: Layers, facts: Iterable[_Fact]) -> Mapping[int, list[_Fact]]:
    assigned: dict[int, list[_Fact]] = defaultdict(list)
    for fact in facts:
        words = doc.char_span(*fact.span, alignment_mode="expand")
        owner = _owner(words.root, owners, layers) if words is not None else None
        if owner is not None:
            assigned[owner].append(fact)
    return assigned


def _owner(word: Token, owners: Mapping[int, int], layers: Layers) -> int | None:
    climbing = word
    while climbing.i not in owners:
        if climbing.i in layers.cues:
            return _fronted(word, climbing, owners, layers)
        if climbing.head.i == climbing.i:
            return None
        climbing = climbing.head
    return owners[climbing.i]


def _fronted(word: Token, cue: Token, owners: Mapping[int, int], layers: Layers) -> int | None:
    """«In 2020, the ministry said, output fell»: hung on the cue by the parse, but inside the content."""
    link = layers.cues[cue.i]
    if layers.content.get(word.i) is not link:
        return None
    sentence = word.sent
    inside = [i for i in range(sentence.start, sentence.end) if i in owners and layers.content.get(i) is link]
    return owners[min(inside, key=lambda i: (abs(i - word.i), i))] if inside else None

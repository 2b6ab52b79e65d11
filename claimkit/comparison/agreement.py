"""Where a text and a claim agree or differ in values: quantities, days, negation.

Words and vectors find claims; whether "8.5 %" is "85 %" is decided here, by interval and date algebra alone.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimkit.comparison.differences import quantity_words, time_words
from claimkit.comparison.moments import dating, days_standing
from claimkit.comparison.scopes import is_reversed, scope_standing
from claimkit.comparison.values import Standing, value_standing
from claimkit.records import Difference, Quantity, QuantityRole, TimeExpression
from claimkit.resources import load_lexicon

_WORD = re.compile(r"[^\W\d_]+(?:['’]t\b)?")
_SENTENCE_END = re.compile(r"[.!?…]['\"”’)]*\s+(?=\S)|\n")


@dataclass(frozen=True, slots=True)
class Values:
    """What of a text can be compared exactly; ``negated`` is ``None`` where that cannot be told."""

    quantities: tuple[Quantity, ...]
    times: tuple[TimeExpression, ...]
    negated: bool | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """``matched`` values in words, and ``differences`` (``a`` the text's value, ``b`` the claim's)."""

    matched: tuple[str, ...]
    differences: tuple[Difference, ...]


def values_of(text: str, *, like: Values | None = None) -> Values:
    """The values of a text, read off its words without a language model.

    What ``like`` has none of is not looked for: :func:`agreement` compares a kind of value where both sides have it.
    """
    from claimkit.extraction.quantities import find_quantities
    from claimkit.extraction.times import find_times

    quantities = find_quantities(text, parse=False) if like is None or like.quantities else ()
    times = find_times(text, parse=False) if like is None or like.times else ()
    return Values(tuple(quantities), tuple(times), _is_negated(text))


def agreement(text: Values, claim: Values) -> Agreement:
    """Quantities of one thing beside each other, days, negation.

    What only one of the two says is neither matched nor different. Several quantities of one thing ("killed 5, then 7")
    agree with whichever of the other side's comes nearest.
    """
    matched: list[str] = []
    differing: list[Difference] = []
    for quantity in text.quantities:
        for standing, other in _nearest(quantity, claim.quantities):
            if standing is Standing.DISJOINT:
                differing.append(Difference(field="quantities", a=quantity_words(quantity), b=quantity_words(other)))
            else:
                matched.append(quantity_words(other))
    days = days_standing(dating(text.times), dating(claim.times)) if text.times and claim.times else None
    told = [_listed(times) for times in (text.times, claim.times)]
    if days is Standing.DISJOINT:
        differing.append(Difference(field="times", a=told[0], b=told[1]))
    elif days in (Standing.SAME, Standing.A_IN_B, Standing.B_IN_A):
        matched.append(told[1])
    if None not in (text.negated, claim.negated) and text.negated != claim.negated:
        differing.append(Difference(field="negated", a=_yes(text.negated), b=_yes(claim.negated)))
    return Agreement(tuple(dict.fromkeys(matched)), tuple(dict.fromkeys(differing)))


_PREFERRED = (Standing.SAME, Standing.A_IN_B, Standing.B_IN_A, Standing.OVERLAP, Standing.DISJOINT)


def _nearest(quantity: Quantity, others: Sequence[Quantity]) -> Iterator[tuple[Standing, Quantity]]:
    """The quantity of the same thing that agrees best, and how; nothing where there is none."""
    found = [(standing, other) for other in others if (standing := _standing(quantity, other)) is not None]
    if found:
        yield min(found, key=lambda each: _PREFERRED.index(each[0]))


def _standing(a: Quantity, b: Quantity) -> Standing | None:
    """How two quantities stand; ``None`` where they are of different things, or nothing is known of that."""
    if (a.role is QuantityRole.ORDINAL) != (b.role is QuantityRole.ORDINAL):
        return None
    scope = scope_standing(a, b)
    # "85 %" of a text that does not say of what stands beside "8.5 % of GDP"; a bare "12" beside nothing.
    if scope is Standing.DISJOINT or (scope is Standing.UNKNOWN and a.unit is None):
        return None
    value = Standing.DISJOINT if is_reversed(a, b) else value_standing(a, b)
    return None if value is Standing.UNKNOWN else value


def _is_negated(text: str) -> bool | None:
    """Whether one negating word stands in the text; of several sentences nobody knows which it would be."""
    if _SENTENCE_END.search(text.strip()):
        return None
    return sum(_negates(match.group().casefold()) for match in _WORD.finditer(text)) % 2 == 1


def _negates(word: str) -> bool:
    return word in _negators() or word.replace("’", "'").endswith("n't")


@functools.cache
def _negators() -> frozenset[str]:
    lexicon = load_lexicon("retrieval")
    return frozenset(lexicon["negators"])


def _listed(times: Sequence[TimeExpression]) -> str:
    return "; ".join(dict.fromkeys(map(time_words, times)))


def _yes(negated: bool | None) -> str:
    return "yes" if negated else "no"

"""Quantities: every number of a text as a comparable fact, with unit, bound, direction, role and what is counted.

``low`` and ``high`` are the numbers stated; ``bound`` says which side is open. Dates, years, telephone numbers, scores
and the numbers in names are left out; ordinals are kept with their role, so are the measures inside names
("five-year plan"). Units are UCUM, ISO 4217, ``"%"`` or ``"pp"``. "$" alone is read as the US dollar.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from claimkit.errors import OptionError
from claimkit.extraction import changes, counting, numbers, parsing, units
from claimkit.extraction.amounts import Amount, amounts_in
from claimkit.extraction.parsing import Parse
from claimkit.extraction.times import times_in
from claimkit.records import Direction, Quantity, QuantityRole, RangeKind, Span, TimeExpression, TimeType

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Doc, Token


def find_quantities(text: str, *, parse: bool = True, country: str | None = None) -> list[Quantity]:
    """The quantities of ``text`` in order, with spans into exactly that string.

    ``country`` (ISO 3166-1 alpha-2) is where the text was published: it decides whose dollar "$" is. With
    ``parse=False`` the words alone are read, without a language model and some ten times faster. That gives up
    ``property``, roles and directions that stand further than a few words from their number, what is counted through
    ellipsis ("20 were killed and 30 injured"), and some names of models that hold a number.

    Raises :class:`MissingModelError` without a language model, :class:`OptionError` for a country that is no such code.
    """
    if country is not None and not _COUNTRY.fullmatch(country):
        raise OptionError(f"country {country!r} is no ISO 3166-1 code: write it as two capital letters, such as CA")
    if parse:
        return list(quantities_in(parsing.parse(text), country=country))
    from claimkit.extraction.surface import surface_quantities

    return list(surface_quantities(parsing.normalise(text), country=country))


_OLDEST = 120
_COUNTRY = re.compile(r"[A-Z]{2}")


def quantities_in(
    parse: Parse, *, times: Sequence[TimeExpression] | None = None, country: str | None = None
) -> tuple[Quantity, ...]:
    """The quantities of a parsed text, durations among them, dates and clock times not.

    ``times`` are those of the text where they are known already; ``country`` is as in :func:`find_quantities`.
    """
    text, doc = parse.doc.text, parse.doc
    known = times_in(parse, None) if times is None else times
    dated = [time.span for time in known if time.type in (TimeType.DATE, TimeType.TIME)]
    starts = [token.idx for token in doc]
    sentence = counting.sentence_numbers(doc)
    found: list[Quantity] = []
    heads: list[Token] = []
    for amount in amounts_in(text, dated, country):
        made = _quantity(text, doc, starts, amount)
        if made is None:
            continue
        quantity, head = made
        if found and _is_one_range(text, found[-1], quantity):
            found[-1] = _merged(found[-1], quantity, heads[-1])
            continue
        if found:
            apart = sentence[head.i] - sentence[heads[-1].i]
            quantity = _completed(quantity, head, found[-1], apart)
        found.append(quantity)
        heads.append(head)
    return tuple(found)


def _is_one_range(text: str, one: Quantity, other: Quantity) -> bool:
    """«runs from $500,000 to $1 million»: under no verb of change the two ends are a range."""
    apart = text[one.span.end : other.span.start] == " to " and text[: one.span.start][-5:].lower() == "from "
    level = one.role is QuantityRole.VALUE and other.role is QuantityRole.VALUE
    return apart and level and one.low < other.high and one.unit == other.unit


def _merged(one: Quantity, other: Quantity, head: Token) -> Quantity:
    kind = RangeKind.DISTRIBUTION if changes.is_distribution(head, head) else RangeKind.UNCERTAINTY
    return replace(other, span=Span(one.span.start, other.span.end), low=one.low, bound=one.bound, range_kind=kind)


def _completed(quantity: Quantity, head: Token, last: Quantity, apart: int) -> Quantity:
    """What a bare number leaves out, from the one before it, ``apart`` sentences earlier: "last year it was 700"."""
    if quantity.unit is not None or quantity.counted or quantity.role is QuantityRole.ORDINAL:
        return quantity
    moved = quantity.role is not QuantityRole.VALUE
    if last.unit is not None:
        # "rose by 2 per cent and fell by 1", "from 21 mpg combined to 23"
        ends = {QuantityRole.CHANGE_FROM, QuantityRole.CHANGE_TO}
        alike = last.role is quantity.role or {last.role, quantity.role} == ends
        same = apart == 0 and moved and alike and last.unit not in units.time_codes()
        return replace(quantity, unit=last.unit, unit_candidates=last.unit_candidates) if same else quantity
    if apart == 0 and counting.is_of_them(head):
        return replace(quantity, counted=last.counted, role=QuantityRole.SHARE)
    if (apart == 0 and counting.is_elliptic(head)) or (apart <= 1 and counting.is_resumed(head)):
        return replace(quantity, counted=last.counted)
    return quantity


def _quantity(text: str, doc: Doc, starts: list[int], amount: Amount) -> tuple[Quantity, Token] | None:
    first = doc[max(0, bisect_right(starts, amount.start) - 1)]
    last = doc[max(first.i, bisect_left(starts, amount.end) - 1)]
    figure = doc[max(first.i, bisect_left(starts, amount.digits_end) - 1)]
    if counting.is_label(first, figure, amount.unit, amount.kind, text[amount.start : amount.end]):
        return None
    count = counting.counted_by(first, last, amount.unit)
    if amount.unit is None and not count.lemmas and 0 < amount.low <= _OLDEST and counting.is_age(figure):
        amount = replace(amount, unit="a", is_age=True)
    unit = amount.unit or count.unit
    head = count.head if amount.unit is None else counting.root_of(first, last)
    part = amount.kind in (numbers.FRACTION, numbers.SHARE) or count.share
    share = part and unit in (None, units.PERCENT)  # half a mile is a measure
    measure = unit is not None or count.is_measure
    ordinal = amount.kind == numbers.ORDINAL
    change = (
        changes.NO_CHANGE if ordinal else changes.change_of(head, first, money=units.is_money(unit), measure=measure)
    )
    if change.role is QuantityRole.VALUE and (ordinal or share):
        change = change._replace(role=QuantityRole.ORDINAL if ordinal else QuantityRole.SHARE)
    measured = unit is not None and unit not in units.time_codes()
    varies = amount.low != amount.high and amount.is_range and changes.is_distribution(first, head)
    quantity = quantity_of(
        amount,
        unit=unit,
        counted=() if count.unit else count.lemmas,
        per=count.per,
        direction=change.direction,
        role=change.role,
        property=changes.property_of(head, change) if measured or change.word is not None else None,
        varies=varies,
    )
    return quantity, head


def quantity_of(
    amount: Amount,
    *,
    unit: str | None,
    counted: tuple[str, ...],
    per: str | None,
    direction: Direction,
    role: QuantityRole,
    property: str | None = None,  # noqa: A002  (the record's name)
    varies: bool,
) -> Quantity:
    """The record of an amount and of what was found around it."""
    spread = RangeKind.UNCERTAINTY if amount.low != amount.high else RangeKind.NONE
    return Quantity(
        span=Span(amount.start, amount.end),
        low=amount.low,
        high=amount.high,
        unit=unit,
        counted=counted,
        property="age" if amount.is_age else property,
        per=amount.per or per,
        range_kind=RangeKind.DISTRIBUTION if varies else spread,
        bound=amount.bound,
        direction=direction,
        role=role,
        unit_candidates=amount.candidates,
        resolution=amount.resolution or None,
    )

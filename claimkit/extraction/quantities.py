"""Quantities: every number of a text as a comparable fact, with unit, bound, direction, role and what is counted.

``low`` and ``high`` are the numbers stated; ``bound`` says which side is open. Dates, years, telephone numbers, scores
and the numbers in names are left out; ordinals are kept with their role, so are the measures inside names
("five-year plan"). Units are UCUM, ISO 4217, ``"%"`` or ``"pp"``. "$" alone is read as the US dollar.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from claimkit.extraction import changes, counting, numbers, parsing, times, units
from claimkit.extraction.numbers import Numeral
from claimkit.extraction.parsing import Parse
from claimkit.records import Bound, Quantity, QuantityRole, RangeKind, Span, TimeType
from claimkit.resources import load_lexicon

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Doc, Token


@dataclass(frozen=True, slots=True)
class Amount:
    """A numeral, or two as a range, with its unit, before the parse is asked; ``digits_end`` ends the figure."""

    start: int
    end: int
    digits_end: int
    low: float
    high: float
    kind: str
    unit: str | None = None
    scale: float = 1.0
    bound: Bound = Bound.EXACT
    per: str | None = None
    is_range: bool = False


def find_quantities(text: str, *, parse: bool = True) -> list[Quantity]:
    """The quantities of ``text`` in order. Raises :class:`MissingModelError` without a language model."""
    return list(quantities_in(parsing.parse(text)))


def quantities_in(parse: Parse) -> tuple[Quantity, ...]:
    """The quantities of a parsed text, durations among them, dates and clock times not."""
    text, doc = parse.doc.text, parse.doc
    dated = [time.span for time in times.times_in(parse, None) if time.type in (TimeType.DATE, TimeType.TIME)]
    amounts = _joined(text, [amount for amount in _amounts(text) if not _overlaps(amount, dated)])
    starts = [token.idx for token in doc]
    found: list[Quantity] = []
    heads: list[Token] = []
    sentence = counting.sentence_numbers(doc)
    for amount in amounts:
        made = _quantity(text, doc, starts, amount)
        if made is None:
            continue
        quantity, head = made
        last = found[-1] if found else None
        if last is not None and _is_one_range(text, last, quantity):
            found[-1] = _merged(last, quantity, heads[-1])
            continue
        together = bool(heads) and sentence[head.i] == sentence[heads[-1].i]
        if last is not None and together and _inherits(quantity, head, last):
            quantity = replace(quantity, counted=last.counted)
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


def _inherits(quantity: Quantity, head: Token, last: Quantity) -> bool:
    bare = quantity.unit is None and not quantity.counted and quantity.role is QuantityRole.VALUE
    return bare and last.unit is None and counting.is_elliptic(head)


def _overlaps(amount: Amount, spans: Sequence[Span]) -> bool:
    at = bisect_right(spans, (amount.start, len(spans) and spans[-1].end)) - 1
    near = spans[max(0, at) : at + 2]
    return any(span.start < amount.end and amount.start < span.end for span in near)


def _amounts(text: str) -> Iterator[Amount]:
    for numeral in numbers.numerals_in(text):
        amount = _with_unit(text, numeral)
        if amount is not None:
            yield amount


def _with_unit(text: str, numeral: Numeral) -> Amount | None:
    start, end, low, scale = numeral.start, numeral.end, numeral.low, numeral.scale
    amount = Amount(start, end, end, low, numeral.high, numeral.kind, scale=scale)
    if numeral.kind == numbers.ORDINAL:
        return amount
    money = units.currency_before(text, start)
    if money is not None:
        found = units.unit_after(text, end)
        # "AU$3 million dollars": the sign and the name say the same money.
        same = found is not None and found.code in units.MONEY_CODES
        return replace(amount, start=money[0], end=found.end if found and same else end, unit=money[1])
    unit = units.unit_after(text, end)
    if numeral.metric and unit is None and _is_metre(text, numeral):
        value = low / scale
        code = "m" if text[end - 1] == "m" else "bit"
        return replace(amount, low=value, high=value, scale=1.0, unit=code, digits_end=end - 1)
    if unit is None or numeral.kind == numbers.SHARE:
        # "5G", "747s", "3D": a figure in a name.
        return None if text[end : end + 1].isalnum() or _in_name(text, numeral) else amount
    return replace(amount, end=unit.end, unit=unit.code)


def _is_metre(text: str, numeral: Numeral) -> bool:
    """Whether "100m" is metres: nothing that could be counted follows, as in "3.4m users"."""
    if _MILLIONS.match(text, numeral.end):
        return False
    following = _NEXT_WORD.match(text, numeral.end)
    return following is None or following[1].lower() in load_lexicon("numbers")["counting"]["after_metres"]


# "from 3.4m to 4m tonnes"
_MILLIONS = re.compile(r" (?:to|and|or) \d[\d.,]*m [a-z]")
_NEXT_WORD = re.compile(r" ([A-Za-z]+)")


def _in_name(text: str, numeral: Numeral) -> bool:
    return text[numeral.end : numeral.end + 1] in ("/", "_") and text[numeral.end + 1 : numeral.end + 2].isalnum()


def _joined(text: str, amounts: list[Amount]) -> list[Amount]:
    """Ranges made of their two ends; everything else as it is."""
    result: list[Amount] = []
    for amount in amounts:
        joined = _range(text, result[-1], amount) if result else None
        if joined is not None:
            result[-1] = joined
        elif result and _from_to(text, result[-1], amount):
            result[-1] = _like(result[-1], amount)
            result.append(amount)
        else:
            result.append(amount)
    return [_with_rate(text, _with_bound(text, amount)) for amount in result]


_CONNECTOR = re.compile(
    r"(?:\s?[-–—]\s?|\s(?:to|or)\s?(?:between\s|as (?:much|many|high) as\s|even\s|-\s?)?|\sand\s)\Z"
)


def _range(text: str, one: Amount, other: Amount) -> Amount | None:
    if (
        other.start - one.end > 20
        or one.is_range
        or numbers.ORDINAL in (one.kind, other.kind)
        or numbers.SHARE in (one.kind, other.kind)
    ):
        return None
    gap = _CONNECTOR.fullmatch(text, one.end, other.start)
    if gap is None or (one.unit is not None and other.unit is not None and one.unit != other.unit):
        return None
    before = text[max(0, one.start - 12) : one.start].lower()
    word = gap.group().strip().split(" ")[0].lower()
    if word == "and" and not before.endswith(("between ", "between about ")):
        return None
    if one.unit is not None and other.unit is None and one.unit not in units.MONEY_CODES:
        return None
    low, high = one.low, other.high
    if one.scale == 1.0 and other.scale > 1.0 and low < other.high / other.scale:
        low *= other.scale  # "between 2 and 3 million"
    if word == "to" and (_is_change(before) or (one.unit is not None and before.endswith(" by "))):
        return None
    if low >= high or (word == "or" and one.unit is None and other.scale == 1.0 and high > low * 3):
        return None
    return replace(
        other, start=one.start, low=low, high=high, unit=other.unit or one.unit, is_range=True, kind=numbers.CARDINAL
    )


def _from_to(text: str, one: Amount, other: Amount) -> bool:
    before = text[max(0, one.start - 12) : one.start].lower()
    return text[one.end : other.start] == " to " and _is_change(before)


def _like(one: Amount, other: Amount) -> Amount:
    """«from 24.2 to 33 billion euros»: the first end takes unit and scale of the second if it has none."""
    if one.unit not in (None, other.unit) or numbers.ORDINAL in (one.kind, other.kind):
        return one
    factor = other.scale if one.scale == 1.0 and one.low < other.high / other.scale else 1.0
    return replace(one, unit=other.unit, low=one.low * factor, high=one.high * factor)


def _is_change(before: str) -> bool:
    """«from 240 to 273» may be a change: the parse decides, so the ends are kept apart until then."""
    return before.endswith("from ") and not re.search(
        r"(?:rang\w+|vary\w*|varies|stretch\w*|anywhere|spans?|aged) from \Z", before
    )


def _with_rate(text: str, amount: Amount) -> Amount:
    """«per share», «a day», «/month» straight after the unit."""
    if amount.unit is None and not text.startswith(" per ", amount.end):
        return amount
    match = _RATE.match(text, amount.end)
    if match is None:
        return amount
    name = match["per"].lower()
    return replace(amount, end=match.end(), per=units.unit_code(name) or name)


_RATE = re.compile(
    r"(?:[ ]|-)?(?:per[ -]|/[ ]?|(?<=[ -])an?[ -]|[ ]each[ ](?=year|month|week|day))"
    r"(?P<per>square foot|square metre|square meter|(?!lot\b|half\b|cent\b|capita\b)[A-Za-z]{1,20})(?![\w-])",
    re.IGNORECASE,
)


@functools.cache
def _bound_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = load_lexicon("numbers")
    before, after = (
        "|".join(re.escape(word).replace(r"\ ", " ") for word in sorted(words[name], key=len, reverse=True))
        for name in ("bounds_before", "bounds_after")
    )
    adjectives = "additional|extra|combined|whopping|staggering|record"
    fillers = rf"(?: (?:a|an|the|another|only|just|further|total of|{adjectives}))?"
    return (
        re.compile(rf"(?<![\w-])(?P<bound>{before}){fillers}[ -]?\Z", re.IGNORECASE),
        re.compile(rf"[ ]?(?P<bound>{after})(?!\w)", re.IGNORECASE),
    )


def _with_bound(text: str, amount: Amount) -> Amount:
    before, after = _bound_patterns()
    words = load_lexicon("numbers")
    start = amount.start
    prefix = text[max(0, start - 8) : start]
    if amount.is_range and prefix.lower().endswith(("between ", "from ")):
        start -= len(prefix.split(" ")[-2]) + 1 if prefix.split(" ")[-2:] else 0
    match = before.search(text, max(0, start - 40), start)
    if match is not None:
        return replace(amount, bound=Bound(words["bounds_before"][match["bound"].lower()]))
    match = after.match(text, amount.end)
    if match is not None and not (
        match["bound"].lower() == "plus" and text[match.end() : match.end() + 2].strip()[:1].isalnum()
    ):
        return replace(amount, end=match.end(), bound=Bound(words["bounds_after"][match["bound"].lower()]))
    return amount


def _quantity(text: str, doc: Doc, starts: list[int], amount: Amount) -> tuple[Quantity, Token] | None:
    first = doc[max(0, bisect_right(starts, amount.start) - 1)]
    last = doc[max(first.i, bisect_left(starts, amount.end) - 1)]
    figure = doc[max(first.i, bisect_left(starts, amount.digits_end) - 1)]
    if counting.is_label(first, figure, amount.unit, amount.kind, text[amount.start : amount.end]):
        return None
    count = counting.counted_by(first, last, amount.unit)
    head = count.head if amount.unit is None else counting.root_of(first, last)
    share = amount.kind in (numbers.FRACTION, numbers.SHARE) or (count.share and amount.unit in (None, units.PERCENT))
    money = amount.unit in units.MONEY_CODES
    ordinal = amount.kind == numbers.ORDINAL
    change = (
        changes.NO_CHANGE
        if ordinal
        else changes.change_of(head, first, money=money, measure=amount.unit is not None or count.is_measure)
    )
    if change.role is QuantityRole.VALUE and (ordinal or share):
        change = change._replace(role=QuantityRole.ORDINAL if ordinal else QuantityRole.SHARE)
    measured = amount.unit is not None and amount.unit not in units.TIME_CODES
    spread = amount.low != amount.high
    varies = spread and amount.is_range and changes.is_distribution(first, head)
    kind = RangeKind.DISTRIBUTION if varies else RangeKind.UNCERTAINTY if spread else RangeKind.NONE
    quantity = Quantity(
        span=Span(amount.start, amount.end),
        low=amount.low,
        high=amount.high,
        unit=amount.unit,
        counted=count.lemmas,
        property=changes.property_of(head, change) if measured or change.word is not None else None,
        per=amount.per or count.per,
        range_kind=kind,
        bound=amount.bound,
        direction=change.direction,
        role=change.role,
    )
    return quantity, head

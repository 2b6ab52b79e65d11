"""Amounts: numerals with their units, ranges, bounds and rates, read off the surface, before any parse is asked.

What can be told from the words beside a number is told here, so that the rules-only reading and the one with a parse
share it: currency signs, units after the figure, "5 feet 2 inches", "between $2bn and $3bn", "at least", "per share".
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from claimkit.extraction import currencies, numbers, units
from claimkit.extraction.numbers import Numeral
from claimkit.records import Bound, Span
from claimkit.resources import load_lexicon


@dataclass(frozen=True, slots=True)
class Amount:
    """A numeral, or two as a range, with its unit; ``digits_end`` ends the figure, ``form`` is the money as written."""

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
    form: str | None = None
    resolution: float = 0.0
    is_age: bool = False
    candidates: tuple[str, ...] = ()


def amounts_in(text: str, dated: Sequence[Span], country: str | None = None) -> list[Amount]:
    """The amounts of ``text`` but for those inside the times ``dated``; ``country`` is where "$" is at home."""
    found = [amount for amount in _single(text) if not _is_inside(amount, dated)]
    return _with_money([_with_rate(text, _with_bound(text, amount)) for amount in _joined(text, found)], country)


def _is_inside(amount: Amount, spans: Sequence[Span]) -> bool:
    """Whether a time overlaps the amount and reads more than a part of it: not 2000 in "two thousand two hundred"."""
    at = bisect_right(spans, (amount.start, len(spans) and spans[-1].end)) - 1
    near = spans[max(0, at) : at + 2]
    return any(
        span.start < amount.end
        and amount.start < span.end
        and not (
            amount.start <= span.start
            and span.end <= amount.digits_end
            and amount.digits_end - amount.start > span.end - span.start
        )
        for span in near
    )


def _single(text: str) -> Iterator[Amount]:
    for numeral in numbers.numerals_in(text):
        amount = _with_unit(text, numeral)
        if amount is not None:
            yield amount


def _with_unit(text: str, numeral: Numeral) -> Amount | None:
    start, end = numeral.start, numeral.end
    amount = Amount(
        start, end, end, numeral.low, numeral.high, numeral.kind, scale=numeral.scale, resolution=numeral.resolution
    )
    if numeral.kind == numbers.ORDINAL:
        return amount
    money = units.currency_before(text, start)
    if money is not None:
        return _money(text, amount, *money)
    unit = units.unit_after(text, end) or (_unit_of(text, end) if numeral.kind == numbers.FRACTION else None)
    if unit is None and numeral.scale == 1.0:
        millions = _MILLIONS_OF.match(text, end)
        if millions is not None:
            return replace(_scaled(amount, 1e6), end=millions.end(), unit=millions[1], form=millions[1])
    if numeral.metric and unit is None and _is_metre(text, numeral):
        code = "m" if text[end - 1] == "m" else "bit"
        return replace(_scaled(amount, 1 / numeral.scale), scale=1.0, unit=code, digits_end=end - 1)
    if unit is None or numeral.kind == numbers.SHARE:
        # "5G", "747s", "3D": a figure in a name.
        if text[end : end + 1].isalnum() or _in_name(text, numeral):
            return None
        return replace(amount, unit="a", is_age=True) if _is_age(text, amount) else amount
    if units.is_money(unit.code):
        scale = _SCALE_AFTER.match(text, unit.end) if numeral.scale == 1.0 else None
        if scale is not None:  # "75 USD million"
            factor = float(load_lexicon("numbers")["scales"][scale[1].lower()])
            return replace(_scaled(amount, factor), end=scale.end(), unit=unit.code, form=unit.form)
        return replace(amount, end=unit.end, unit=unit.code, form=unit.form)
    if unit.code in _DEGREES and (minus := _BELOW.search(text, max(0, start - 4), start)):
        amount = replace(amount, start=minus.start("minus"), low=-amount.high, high=-amount.low)
    is_age = unit.code in units.time_codes() and _OLD.match(text, unit.end) is not None
    return replace(amount, end=unit.end, unit=unit.code, is_age=is_age)


def _is_age(text: str, amount: Amount) -> bool:
    """«aged 25», «Anna Berg, 25, said»."""
    if _AGED.search(text, max(0, amount.start - 8), amount.start):
        return True
    plausible = amount.kind == numbers.CARDINAL and amount.scale == 1.0 and 0 < amount.low <= 110
    named = plausible and _NAMED.search(text, max(0, amount.start - 40), amount.start) is not None
    return (
        named
        and text[amount.end : amount.end + 1] in (",", ".", ")", ";")
        and not _FIGURE_AFTER.match(text, amount.end)
    )


def _money(text: str, amount: Amount, start: int, sign: str) -> Amount:
    code, found = units.sign_code(sign), units.unit_after(text, amount.end)
    # "AU$3 million dollars": the sign and the name say the same money; "at $1.25 sterling gains" does not.
    same = found is not None and (found.code == code or code in currencies.candidates(found.form))
    amount = replace(amount, start=start, end=found.end if found and same else amount.end, unit=code, form=sign)
    return _scaled(amount, 1e6) if sign == "M" + code else amount


def _scaled(amount: Amount, factor: float) -> Amount:
    low, high = (round(end * factor, 6) for end in (amount.low, amount.high))
    return replace(amount, low=low, high=high, scale=factor, resolution=amount.resolution * factor)


def _unit_of(text: str, at: int) -> units.UnitMatch | None:
    """The unit of «half a mile», «1/16 of a US pint»."""
    article = _OF_A.match(text, at)
    return units.unit_after(text, article.end() - 1) if article is not None else None


_OF_A = re.compile(r" (?:of )?(?:an?|one) (?:US |U\.S\. |British |imperial )?")
# "30 MUSD", as Nordic companies report.
_MILLIONS_OF = re.compile(r"[ ]?M(USD|EUR|GBP|SEK|NOK|DKK|AUD|CAD|CHF)(?!\w)")
_SCALE_AFTER = re.compile(r" (million|billion|trillion)(?!\w)")
_OLD = re.compile(r"[ -](?:olds?|of age)(?!\w)")
_DEGREES = frozenset({"Cel", "[degF]", "deg"})
# "to - 20 degrees Celsius", as some agencies set a minus
_BELOW = re.compile(r"(?:^|[a-z] )(?P<minus>[-−]) \Z")
_NAMED = re.compile(r"(?:^|[^\w.])[A-Z][\w.'-]+ (?:[A-Z]\. )?[A-Z][a-z][\w'-]+, \Z")
_FIGURE_AFTER = re.compile(r"[,.]\d|, (?:\d|[A-Z][a-z]+ \d|and \d)")
_AGED = re.compile(r"\b[Aa]ged? \Z")


def _is_metre(text: str, numeral: Numeral) -> bool:
    """Whether "100m" is metres: nothing that could be counted follows, as in "3.4m users"."""
    if _MILLIONS.match(text, numeral.end):
        return False
    if text[numeral.end - 1] == "b" and "." in text[numeral.start : numeral.end]:
        return False  # no file has 1.2 bits
    following = _NEXT_WORD.match(text, numeral.end)
    return following is None or following[1].lower() in load_lexicon("numbers")["counting"]["after_metres"]


# "from 3.4m to 4m tonnes"
_MILLIONS = re.compile(r" (?:to|and|or) \d[\d.,]*m [a-z]")
_NEXT_WORD = re.compile(r" ([A-Za-z]+)")


def _in_name(text: str, numeral: Numeral) -> bool:
    return text[numeral.end : numeral.end + 1] in ("/", "_") and text[numeral.end + 1 : numeral.end + 2].isalnum()


def _joined(text: str, amounts: list[Amount]) -> list[Amount]:
    """Ranges and measures in two units made one; everything else as it is."""
    result: list[Amount] = []
    for amount in amounts:
        last = result[-1] if result else None
        joined = _compound(text, last, amount) or _range(text, last, amount) if last is not None else None
        if joined is not None:
            result[-1] = joined
            continue
        result.append(amount)
    for at in range(len(result) - 1):
        if _from_to(text, result[at], result[at + 1]):
            result[at] = _like(result[at], result[at + 1])
    return result


# "it costs only 15 dollars 50."
_ENDS = re.compile(r"\Z|[.!?](?:\s|\Z)")
_BESIDE = re.compile(r",? (?:and )?")


def _compound(text: str, one: Amount, other: Amount) -> Amount | None:
    """«5 feet 2 inches», «3 dollars and 50 cents»: one measure in the larger unit."""
    if one.unit is None or one.kind != numbers.CARDINAL or one.scale != 1.0 or other.low < 0:
        return None
    bare = other.unit is None and one.form is not None and one.form[-1].isalpha() and _ENDS.match(text, other.end)
    parts = 100.0 if bare and other.kind == numbers.CARDINAL else units.minor_of(one.unit).get(other.unit or "")
    if parts is None or other.high >= parts or one.is_range or not _BESIDE.fullmatch(text, one.end, other.start):
        return None
    low, high = (round(end + other.low / parts, 9) for end in (one.low, one.high))
    return replace(one, end=other.end, low=low, high=high, resolution=other.resolution / parts)


_CONNECTOR = re.compile(
    r"(?:\s?[-–—]\s?|\s(?:to|or)\s?(?:between\s|as (?:much|many|high) as\s|even\s|-\s?)?|\sand\s)\Z"
)


def _range(text: str, one: Amount, other: Amount) -> Amount | None:
    if one.is_age and one.unit == "a" and other.unit is None:
        other = replace(other, unit="a", is_age=True)  # "aged 18 to 34"
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
    if one.unit is not None and other.unit is None and not units.is_money(one.unit):
        return None
    low, high = one.low, other.high
    if one.scale == 1.0 and other.scale > 1.0 and low < other.high / other.scale:
        low *= other.scale  # "between 2 and 3 million"
    if word == "to" and (_is_change(before) or (one.unit is not None and before.endswith(" by "))):
        return None
    if low >= high or (word == "or" and high > low * 3):
        return None
    unit, form = (other.unit, other.form) if other.unit else (one.unit, one.form)
    return replace(
        other, start=one.start, low=low, high=high, unit=unit, form=form, is_range=True, kind=numbers.CARDINAL
    )


def _from_to(text: str, one: Amount, other: Amount) -> bool:
    before = text[max(0, one.start - 12) : one.start].lower()
    return text[one.end : other.start] == " to " and _is_change(before)


def _like(one: Amount, other: Amount) -> Amount:
    """«from 24.2 to 33 billion euros»: the first end takes unit and scale of the second if it has none."""
    if one.unit not in (None, other.unit) or numbers.ORDINAL in (one.kind, other.kind):
        return one
    factor = other.scale if one.scale == 1.0 and one.low < other.high / other.scale else 1.0
    unit, form = (one.unit, one.form) if one.unit else (other.unit, other.form)
    return replace(one, unit=unit, form=form, low=one.low * factor, high=one.high * factor)


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
    r"(?P<per>square foot|square metre|square meter|(?!lot\b|half\b|cent\b|capita\b)[A-Za-z]{1,20})(?![\w-])"
    r"(?![ ](?:ago|earlier|later|before|after|old)\b)",
    re.IGNORECASE,
)


_FILLERS = ("a", "an", "the", "another", "only", "just", "further", "total of", "additional", "extra", "combined")
_EMPHASIS = ("whopping", "staggering", "record")


@functools.cache
def _bound_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = load_lexicon("numbers")
    before, after = (
        "|".join(re.escape(word).replace(r"\ ", " ") for word in sorted(words[name], key=len, reverse=True))
        for name in ("bounds_before", "bounds_after")
    )
    fillers = "|".join((*_FILLERS, *_EMPHASIS))
    return (
        re.compile(rf"(?<![\w-])(?P<bound>{before})(?: (?:{fillers}))?[ -]?\Z", re.IGNORECASE),
        re.compile(rf"[ ]?(?P<bound>{after})(?!\w)", re.IGNORECASE),
    )


@functools.cache
def _bound_ends() -> frozenset[str]:
    """The last word of all that may stand before a number with a bound: the long pattern is tried after these alone."""
    phrases = (*load_lexicon("numbers")["bounds_before"], *_FILLERS, *_EMPHASIS)
    return frozenset(last_word_before(phrase, len(phrase)) for phrase in phrases)


def last_word_before(text: str, end: int) -> str:
    """The word that ends before ``end``, in lower case."""
    words = re.split(r"[\s-]", text[max(0, end - 20) : end].rstrip(" -"))
    return words[-1].lower()


def _with_bound(text: str, amount: Amount) -> Amount:
    before, after = _bound_patterns()
    words = load_lexicon("numbers")
    start = amount.start
    opening = _RANGE_OPENING.search(text, max(0, start - 8), start) if amount.is_range else None
    if opening is not None:
        start = opening.start()  # "about between 20 and 30"
    last = last_word_before(text, start)
    known = last in _bound_ends() or text[start - 1 : start] in _BOUND_SIGNS
    match = before.search(text, max(0, start - 40), start) if known else None
    if match is not None:
        return replace(amount, bound=Bound(words["bounds_before"][match["bound"].lower()]))
    match = after.match(text, amount.end)
    if match is not None and not (
        match["bound"].lower() == "plus" and text[match.end() : match.end() + 2].strip()[:1].isalnum()
    ):
        return replace(amount, end=match.end(), bound=Bound(words["bounds_after"][match["bound"].lower()]))
    return amount


_RANGE_OPENING = re.compile(r"\b(?:between|from) \Z", re.IGNORECASE)
_BOUND_SIGNS = frozenset("~≈<>≤≥=")


def _with_money(amounts: list[Amount], country: str | None) -> list[Amount]:
    """Each sum with the currency its sign or name stands for in this text, and the candidates where that is a guess."""
    named = {
        amount.unit for amount in amounts if amount.form and amount.unit and not currencies.candidates(amount.form)
    }
    result = []
    for amount in amounts:
        if amount.form is not None and currencies.candidates(amount.form):
            unit, candidates = currencies.resolve(amount.form, country, named)
            amount = replace(amount, unit=unit, candidates=candidates)
        result.append(amount)
    return result

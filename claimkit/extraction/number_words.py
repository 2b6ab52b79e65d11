"""Numbers in words, or in figures and words mixed: cardinals, ordinals and fractions, read token by token.

    number   := cardinal [and] fraction | cardinal "point" digits | part scale | cardinal
    cardinal := group [scale] {[and] group smaller-scale}
    group    := (figure | tens [small] | small | "a") ["hundred" [[and] rest]]

The longest head of the words that follows this grammar is read; what is left begins a number of its own. The
vocabulary is ``resources/numbers.toml``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import NamedTuple

from claimkit.resources import load_lexicon

CARDINAL, FRACTION, ORDINAL = "cardinal", "fraction", "ordinal"
_MOST = 16  # words of the longest number read
_LEAST_SCALE = 1000.0
# "two million and six others" are two numbers: after so large a scale a small rest is none.
_LARGE, _SMALL_REST = 1_000_000.0, 10.0


class Item(NamedTuple):
    """A word of a number: its kind, its value, where it stands, and whether a hyphen joins it to the one before."""

    kind: str
    value: float
    start: int
    end: int
    hyphen: bool
    word: str


class Number(NamedTuple):
    """A number read: its end, value, kind, the factor of its last scale word, and the unit of its last stated digit."""

    end: int
    value: float
    kind: str
    scale: float
    resolution: float


class _Part(NamedTuple):
    at: int
    value: float
    scale: float
    resolution: float


def number_at(text: str, start: int) -> Number | None:
    """The number whose first word starts at ``start``; ``None`` where no number starts there."""
    items = items_at(text, start)
    return _read(items, text) if items else None


def _read(items: list[Item], text: str) -> Number | None:
    part = _part_of_scale(items)
    if part is not None:
        return part
    whole = _cardinal(items, 0)
    if whole is None:
        return _lone(items, text)
    return _ordinal(items, whole) or _ratio(items, whole) or _mixed(items, whole) or _pointed(items, whole)


@functools.cache
def vocabulary() -> Mapping[str, tuple[str, float]]:
    """Kind and value of every word a number may be made of."""
    words = load_lexicon("numbers")
    known: dict[str, tuple[str, float]] = {"and": ("and", 0), "point": ("point", 0), "of": ("of", 0)}
    known |= dict.fromkeys(("a", "an"), ("article", 1))
    known |= {word: ("part", value) for word, value in words["ordinals"].items() if value > 2}
    known |= {f"{word}s": ("parts", value) for word, value in words["ordinals"].items() if value > 2}
    known |= {word: ("ordinal", value) for word, value in words["ordinals"].items() if value <= 2}
    known |= {word: ("parts" if word.endswith("s") else "part", value) for word, value in words["denominators"].items()}
    known |= {word: ("small", value) for word, value in words["small"].items()}
    known |= {word: ("tens", value) for word, value in words["tens"].items()}
    known |= {word: ("scale", value) for word, value in words["scales"].items()}
    known |= {word: ("hundred", value) for word, value in words["groups"].items()}
    return known


_HEAD = re.compile(r"[A-Za-z]+|(?:\d{1,3}(?:,\d{2,3})+(?!\d)|\d{1,15})(?:\.\d{1,15})?|\.\d{1,15}")
_NEXT = re.compile(
    r"(?P<gap>[ ]{1,3}(?:-[ ])?|-|,[ ](?=and\b))"
    r"(?P<word>[A-Za-z]+(?![\w'])|\d{1,15}(?:,\d{3})*(?:\.\d+)?(?![\w%.,/]*\d|\w))"
)


def items_at(text: str, start: int) -> list[Item]:
    """The words from ``start`` on that a number may be made of."""
    match = _HEAD.match(text, start)
    items: list[Item] = []
    hyphen = False
    while match is not None and len(items) < _MOST:
        word = match["word"] if items else match.group()
        item = _item(word, match.end() - len(word), match.end(), hyphen=hyphen)
        if item is None:
            break
        items.append(item)
        match = _NEXT.match(text, item.end)
        hyphen = match is not None and "-" in match["gap"]
    return items


def _item(word: str, start: int, end: int, *, hyphen: bool) -> Item | None:
    if word[0].isdigit() or word[0] == ".":
        return Item("figure", float(word.replace(",", "")), start, end, hyphen, word)
    found = vocabulary().get(word.lower())
    return Item(found[0], float(found[1]), start, end, hyphen, word.lower()) if found else None


def _kind(items: list[Item], at: int) -> str | None:
    return items[at].kind if at < len(items) else None


def _after_and(items: list[Item], at: int) -> int:
    return at + 1 if _kind(items, at) == "and" else at


def _group(items: list[Item], at: int) -> _Part | None:
    """A number below a thousand, or a figure; "a" counts only before what it can multiply."""
    kind = _kind(items, at)
    if kind == "article":
        if _kind(items, at + 1) not in ("hundred", "scale"):
            return None
        part = _Part(at + 1, 1.0, 1.0, 1.0)
    elif kind in ("hundred", "scale") and at == 0 and _kind(items, 1) == "scale":
        part = _Part(0, 1.0, 1.0, 1.0)  # "hundred thousand dollars"
    else:
        units = _below_hundred(items, at)
        if units is None:
            return None
        part = units
    if _kind(items, part.at) != "hundred":
        return part
    factor = items[part.at].value
    hundreds = _Part(part.at + 1, part.value * factor, factor, part.resolution * factor)
    after = _after_and(items, hundreds.at)
    rest = _below_hundred(items, after)
    joined = after > hundreds.at or (rest is not None and items[after].kind != "figure")
    if factor == 100 and rest is not None and joined and rest.value < 100 and _kind(items, rest.at) != "hundred":
        return _Part(rest.at, hundreds.value + rest.value, 1.0, rest.resolution)
    return hundreds


def _below_hundred(items: list[Item], at: int) -> _Part | None:
    kind = _kind(items, at)
    if kind == "figure":
        return _Part(at + 1, items[at].value, 1.0, digit_of(items[at].word))
    if kind == "small":
        return _Part(at + 1, items[at].value, 1.0, 1.0)
    if kind != "tens":
        return None
    if _kind(items, at + 1) == "small" and 0 < items[at + 1].value < 10:
        return _Part(at + 2, items[at].value + items[at + 1].value, 1.0, 1.0)
    return _Part(at + 1, items[at].value, 1.0, 1.0)


def digit_of(figure: str) -> float:
    """The unit of the last digit of a figure: .01 for "2.75", 1 for "1,000"."""
    return 10.0 ** -len(figure.partition(".")[2])


def _cardinal(items: list[Item], at: int) -> _Part | None:
    group = _group(items, at)
    if group is None:
        return None
    total, limit = 0.0, float("inf")
    while _kind(items, group.at) == "scale" and items[group.at].value < limit:
        scaled = _scaled(items, group)
        total, limit = total + scaled.value, scaled.scale
        last = _Part(scaled.at, total, scaled.scale, scaled.resolution)
        after = _after_and(items, scaled.at)
        rest = _group(items, after)
        if rest is None or not _continues(items, after, rest, limit, joined=after > scaled.at):
            return last
        group = rest
    return group._replace(value=total + group.value)


def _scaled(items: list[Item], group: _Part) -> _Part:
    """A group with its scale words; "three lakh crore" has two."""
    at, value, resolution, scale = group.at, group.value, group.resolution, 1.0
    while _kind(items, at) == "scale":
        scale *= items[at].value
        at += 1
    return _Part(at, round(value * scale, 6), scale, resolution * scale)


def _continues(items: list[Item], at: int, rest: _Part, limit: float, *, joined: bool) -> bool:
    """Whether ``rest`` belongs to the number before it: "two million five hundred thousand", not "two million 300"."""
    scale = items[rest.at].value if _kind(items, rest.at) == "scale" else 1.0
    if rest.value * scale >= limit:
        return False
    if items[at].kind == "figure" and not joined:
        return scale > 1.0 or _kind(items, at + 1) == "hundred"
    return not (joined and limit >= _LARGE and rest.value * scale < _SMALL_REST)


def _ordinal(items: list[Item], whole: _Part) -> Number | None:
    """«twenty-first», «one hundred and fifth», «two hundredth»: a cardinal that leaves room for what closes it."""
    at = _after_and(items, whole.at) if whole.value >= 100 else whole.at
    if _kind(items, at) not in ("part", "ordinal"):
        return None
    last = items[at]
    if last.word in load_lexicon("numbers")["denominators"] and last.word not in load_lexicon("numbers")["ordinals"]:
        return None
    if last.value >= 100:
        if items[0].kind == "figure" or whole.value == 1:
            return None  # "a hundredth", "one hundredth" are fractions
        return Number(last.end, whole.value * last.value, ORDINAL, 1.0, 1.0)
    room = whole.value % 10 == 0 and whole.value % 100 >= 20 and last.value < 10
    if room or (whole.value % 100 == 0 and whole.value > 0):
        return Number(last.end, whole.value + last.value, ORDINAL, 1.0, 1.0)
    return None


def _ratio(items: list[Item], whole: _Part) -> Number | None:
    """«two-thirds», «one fifth», «twenty-three hundredths»; "two and three fifths" is left to :func:`_mixed`."""
    if items[0].kind == "figure":
        return None
    kind = _kind(items, whole.at)
    if kind == "parts" or (kind == "part" and (whole.value == 1 or items[whole.at].hyphen)):
        under = items[whole.at]
        split = _last_and(items, whole.at)
        if split is not None and _proper(items, split, whole.at):
            return None
        value = whole.value / under.value
        return _times_scale(items, whole.at + 1, value) or Number(under.end, value, FRACTION, 1.0, 0.0)
    return None


def _last_and(items: list[Item], end: int) -> int | None:
    return next((at for at in range(end - 1, 0, -1) if items[at].kind == "and"), None)


def _proper(items: list[Item], split: int, end: int) -> bool:
    """Whether what stands after "and" is a fraction below one: "one hundred and three quarters"."""
    over = _below_hundred(items, split + 1)
    return over is not None and over.at == end and over.value < items[end].value


def _mixed(items: list[Item], whole: _Part) -> Number | None:
    """«two and a half million», «four and three-quarters», «3 million and a half»."""
    at = whole.at
    if _kind(items, at) == "parts":  # the number before the fraction was read into the cardinal: "hundred and three"
        split = _last_and(items, at)
        shorter = _cardinal(items[:split], 0) if split is not None else None
        if split is None or shorter is None:
            return None
        whole, at = shorter, split
    if _kind(items, at) != "and":
        return None
    found = _fraction(items, at + 1)
    if found is None:
        return None
    end, share = found
    large = whole.scale >= _LEAST_SCALE
    last = items[end - 1]
    if _kind(items, end) == "scale":
        scale, last = items[end].value, items[end]
        value = whole.value + share * scale if large else (whole.value + share) * scale
        return Number(last.end, value, CARDINAL, scale, scale / 10)
    factor = whole.scale if large else 1.0
    return Number(last.end, whole.value + share * factor, CARDINAL, factor, factor / 10)


def _fraction(items: list[Item], at: int) -> tuple[int, float] | None:
    """«a half», «three quarters», «half»: its end and value."""
    if _kind(items, at) == "part" and items[at].word == "half":
        return at + 1, 0.5
    over = 1.0 if _kind(items, at) == "article" else None
    if over is None:
        part = _below_hundred(items, at)
        if part is None:
            return None
        over, under = part.value, part.at
    else:
        under = at + 1
    kind = _kind(items, under)
    if kind == "parts" or (kind == "part" and (over == 1 or items[under].hyphen)):
        return under + 1, over / items[under].value
    return None


def _pointed(items: list[Item], whole: _Part) -> Number | None:
    """«nine point four», and the cardinal itself where no point follows."""
    if _kind(items, whole.at) == "point" and items[0].kind != "figure":
        digits, at = "", whole.at + 1
        while _kind(items, at) in ("small", "tens") and len(digits) < 12:
            part = _below_hundred(items, at)
            if part is None:
                break
            digits, at = digits + f"{part.value:.0f}", part.at
        if digits:
            value, end, scale = whole.value + float("." + digits), items[at - 1].end, 1.0
            if _kind(items, at) == "scale":
                value, end, scale = value * items[at].value, items[at].end, items[at].value
            return Number(end, round(value, 12), CARDINAL, scale, scale * 10.0 ** -len(digits))
    return Number(items[whole.at - 1].end, whole.value, CARDINAL, whole.scale, whole.resolution)


def _part_of_scale(items: list[Item]) -> Number | None:
    """«half a million», «a quarter million», «two thirds of a million»."""
    found = _fraction(items, 0)
    if found is None and _kind(items, 0) == "part" and items[0].word in ("half", "quarter"):
        found = 1, 1 / items[0].value
    return _times_scale(items, *found) if found is not None else None


def _times_scale(items: list[Item], at: int, share: float) -> Number | None:
    if _kind(items, at) == "of" and _kind(items, at + 1) == "article":
        at += 1
    if _kind(items, at) == "article":
        at += 1
    if _kind(items, at) not in ("scale", "hundred"):
        return None
    scale = items[at].value
    return Number(items[at].end, share * scale, CARDINAL, scale, scale / 10)


def _lone(items: list[Item], text: str) -> Number | None:
    """What begins with no cardinal: "half", "a third", "third"."""
    first = items[0]
    if first.kind == "part" and first.word == "half":
        return Number(first.end, 0.5, FRACTION, 1.0, 0.0)
    if first.kind == "article":
        found = _fraction(items, 0)
        if found is not None and (items[1].kind == "parts" or _is_share(items, text)):
            return Number(items[found[0] - 1].end, found[1], FRACTION, 1.0, 0.0)
        return None
    ordinals = load_lexicon("numbers")["ordinals"]
    if first.kind in ("part", "ordinal") and first.word in ordinals:
        return Number(first.end, float(ordinals[first.word]), ORDINAL, 1.0, 1.0)
    return None


_WORD_AFTER = re.compile(r"[ -]([A-Za-z]+)")


def _is_share(items: list[Item], text: str) -> bool:
    """Whether "a third" is a part ("a third of the crop", "by a third") and not the next in a row ("a third man")."""
    after = _WORD_AFTER.match(text, items[1].end)
    known = load_lexicon("numbers")["denominators"]
    if items[1].word in ("half", "quarter"):
        return True
    if items[1].word not in known and after is None:
        return True
    return after is None or after[1].lower() in load_lexicon("numbers")["counting"]["after_fraction"]

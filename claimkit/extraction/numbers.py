"""Numerals in running text: figures, words and mixtures of both, as values with exact spans.

One pass of one pattern over the text; what looks like a number and is none (telephone numbers, addresses of the web,
clock times, model names, scores) is left out here. Units, bounds and what is counted are added in
:mod:`claimkit.extraction.quantities`. The lexicon is ``resources/numbers.toml``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from claimkit.extraction import units
from claimkit.resources import load_lexicon

CARDINAL, FRACTION, SHARE, ORDINAL, VAGUE = "cardinal", "fraction", "share", "ordinal", "vague"
# More digits than this are an identifier, and float() of thousands of them is slow.
MAX_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as written: ``low`` and ``high`` differ only for vague ones ("dozens", "several hundred").

    ``scale`` is the factor of a scale word or suffix ("bn"), 1 without one; ``metric`` marks a bare "m" or "b" written
    against the figure, which may be metres or bits.
    """

    start: int
    end: int
    low: float
    high: float
    kind: str
    scale: float = 1.0
    metric: bool = False


def numerals_in(text: str) -> tuple[Numeral, ...]:
    """Every numeral of ``text`` (typographic quotes already normalised), in order, not overlapping."""
    masked = sorted(match.span() for match in _MASK.finditer(text))
    return tuple(_outside(_scan(text), masked))


def _scan(text: str) -> Iterator[Numeral]:
    at = 0
    while match := _pattern().search(text, at):
        numeral = _numeral(match)
        if numeral is not None:
            yield numeral
        # "one hundred and five twenty-second clips": only the well-formed head was read.
        at = numeral.end if numeral is not None else match.end()


def _outside(numerals: Iterable[Numeral], masked: list[tuple[int, int]]) -> Iterator[Numeral]:
    at = 0
    for numeral in numerals:
        while at < len(masked) and masked[at][1] <= numeral.start:
            at += 1
        if at == len(masked) or masked[at][0] >= numeral.end:
            yield numeral


def value_of(words: str) -> float | None:
    """The value of a numeral that fills ``words`` ("twenty-five" → 25.0); ``None`` if it does not fill it."""
    match = _pattern().fullmatch(words)
    numeral = _numeral(match) if match else None
    return numeral.low if numeral and numeral.low == numeral.high else None


# Web addresses, mail addresses, telephone numbers, clock times, results of matches, 24/7 and 9/11.
_MASK = re.compile(
    r"""https?://\S+ | www\.\S+ | \S{1,64}@\S{1,255}
    | (?<![\w$£€])\+?\(?\d{2,4}\)?[ .-]\d{3,4}[ .-]\d{3,5}(?![\d,])
    | (?<![\d,.])\d{1,2}:\d{2}(?::\d{2})?(?!\d)
    | \b(?:24/7|9/11|7/7)\b
    | \b\d{1,4}/\d{1,2}/\d{2,4}\b
    | \b\d{4}-\d{2}-\d{2}\b
    | \#\d+ | (?<!\w)@\w+
    | \b\d+(?:\.\d+){2,}\b""",
    re.VERBOSE,
)
_FIGURE = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?|\.\d+"


@functools.cache
def _lexicon() -> dict[str, Any]:
    return dict(load_lexicon("numbers"))


@functools.cache
def _pattern() -> re.Pattern[str]:
    words = _lexicon()
    small, tens, scales = (_either(words[name]) for name in ("small", "tens", "scales"))
    one = rf"(?:{tens}|{small}|{scales})"
    cardinal = rf"\b(?:(?:{tens}|{small})\b|an?[ -](?=(?:{scales})\b))(?:(?:[ -]|,?[ ]and[ ])?{one}\b){{0,12}}"
    ordinal = _either(words["ordinals"])
    parts = _either(words["denominators"])
    few, vague, vulgar = (_either(words[name]) for name in ("few", "vague", "vulgar"))
    suffixes = _either(words["suffixes"])
    scaled = rf"(?:[ -]?(?i:{scales})(?!\w)|(?P<suffix>[ ]?(?:{suffixes}))(?![\w'./]\w|\w))"
    # "RM79", "USD10m": the letters of a currency sign may touch the figure.
    signs = "|".join(rf"(?<=\b{sign})" for sign in units.letter_signs())
    left = rf"(?:(?<![\w./])(?<!\d[,:])|{signs})(?:(?<![A-Za-z]-)|(?<=\b[Ss]ub-)|(?<=\bto-))"
    figure = rf"{left}(?P<minus>(?:(?:minus|negative)[ -]|(?<![\w)])[-−]))?(?P<figure>{_FIGURE})"
    return re.compile(
        rf"""
        (?P<number_sign>\b(?:(?:[Nn]os?\.[ ]?|No[ ])\d{{1,4}}(?!\w|[.,]\d)|[Nn]umber[ ](?:one|two|three)\b))
      | (?P<ordinal_figure>(?<![\w.,/-])\d{{1,3}}(?:,?\d{{3}})?(?:st|nd|rd|th)\b)
      | (?P<share>\b(?:(?i:{small})|\d{{1,3}})(?:[ ]in[ ](?:every[ ])?|[ ]out[ ]of[ ](?:every[ ])?)
          (?:(?i:{small}|{tens}|hundred)|\d{{1,3}})\b(?![,.]\d|[ ]years?|:))
      | (?P<mixed>(?<![\w.,/])(?:\d{{1,4}}[ ]?)?(?:{vulgar}))
      | (?P<ratio>(?<![\w.,/-])(?:(?P<whole>\d{{1,3}})[ ])?(?P<over>\d{{1,3}})[/⁄](?P<under>\d{{1,3}})(?![\w/]))
      | (?P<vague>(?i:\b(?:{vague})(?:[ ]of[ ](?:thousands|millions|billions))?\b))
      | (?P<few>(?i:\b(?P<few_word>{few})[ ](?P<few_scale>{scales})\b
          (?:[ ](?P<few_more>{scales})\b)?))
      | (?P<half_a>(?i:\bhalf(?:[ -]an?)?[ -](?P<half_scale>{scales})\b))
      | (?P<and_half>(?i:\b(?P<and_half_word>{one}|an?|\d{{1,3}})(?:[ ](?P<half_first>{scales}))?
          [ ]and[ ](?:a[ ])?(?P<and_part>half|quarter|third|three[ -]quarters)
          (?:[ -](?P<and_half_scale>{scales}))?\b))
      | (?P<fraction>(?i:\b(?:(?P<parts>{small}|an?)[ -](?P<part>{parts})|half)\b
          (?![ -](?:{scales})\b|[ -](?:time|way|brother|sister)\b)))
      | (?P<figures>{figure}{scaled}?)
      | (?P<words>(?i:{cardinal}))
      | (?P<ordinal_words>(?i:\b(?:(?:{tens})[ -])?(?:{ordinal})\b))
        """,
        re.VERBOSE,
    )


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _numeral(match: re.Match[str]) -> Numeral | None:
    for name, read in _READERS.items():
        if match[name] is not None:
            return read(match)
    raise AssertionError("an alternative of the pattern has no reader")


def _read_figures(match: re.Match[str]) -> Numeral | None:
    text, (start, end) = match.string, match.span()
    digits = match["figure"]
    if sum(map(str.isdigit, digits)) > MAX_DIGITS:
        return None
    tail = text[match.end("figure") : end].strip(" -")
    scale, metric = _scale(match, tail)
    if metric is None:
        end, scale, metric = match.end("figure"), 1.0, False
    if _is_score(text, start, end, digits):
        return None
    value = float(digits.replace(",", "")) * scale * (-1 if match["minus"] else 1)
    value = round(value, 6)  # 1.1 × 1 000 000 is not 1 100 000.0000000001
    return Numeral(start, end, value, value, CARDINAL, scale, bool(metric))


def _scale(match: re.Match[str], tail: str) -> tuple[float, bool | None]:
    """Factor, and whether the suffix may be a unit; ``None`` where it surely is no factor."""
    if not tail:
        return 1.0, False
    words = _lexicon()
    if match["suffix"] is None:
        return float(words["scales"][tail.lower()]), False
    spaced = match["suffix"].startswith(" ")
    # "8 B people" is a factor, "12 m high" and "6 k runs" are none.
    if spaced and len(tail) == 1 and tail not in "BM":
        return 1.0, None
    return float(words["suffixes"][tail]), len(tail) == 1 and tail in "mb"


def _is_score(text: str, start: int, end: int, digits: str) -> bool:
    """Whether the figure is one side of a result such as 2-0, where the second side is not larger."""
    after = _SIDE.match(text, end)
    if after:
        return len(digits) <= 3 and digits.isdigit() and int(after[1]) <= int(digits)
    before = _SIDE_BEFORE.search(text, max(0, start - 5), start + len(digits))
    return bool(before) and before is not None and int(before[1]) >= int(before[2])


_SIDE = re.compile(r"[-–](\d{1,3})(?![\d,.%\w])")
_SIDE_BEFORE = re.compile(r"(?<![\d,.$£€\w-])(\d{1,3})[-–](\d{1,3})\Z")


def _read_words(match: re.Match[str]) -> Numeral | None:
    value, end, scale = _evaluate(match.group(), match.start())
    return Numeral(match.start(), end, value, value, CARDINAL, scale) if end > match.start() else None


def _evaluate(words: str, start: int) -> tuple[float, int, float]:
    """Value, end and last scale of the longest well-formed cardinal at the head of ``words``."""
    total = group = 0.0
    scale, last, end = 1.0, None, start
    for token in _TOKEN.finditer(words):
        word = token.group().lower()
        if word == "and":
            if last not in ("hundred", "scale"):
                break
            continue
        kind, value = _classify(word)
        if not _follows(kind, last):
            break
        if kind in ("hundred", "scale"):
            group = (group or 1.0) * value
            scale = value
            if value >= 1000:
                total, group = total + group, 0.0
        else:
            group, scale = group + value, 1.0
        last, end = kind, start + token.end()
    return total + group, end, scale


_TOKEN = re.compile(r"[A-Za-z]+")


def _classify(word: str) -> tuple[str, float]:
    words = _lexicon()
    if word in ("a", "an"):
        return "article", 0.0
    if word in words["small"]:
        return "small", float(words["small"][word])
    if word in words["tens"]:
        return "tens", float(words["tens"][word])
    return ("hundred" if word in ("hundred", "dozen") else "scale"), float(words["scales"][word])


def _follows(kind: str, last: str | None) -> bool:
    return last in {
        "article": (None,),
        "small": (None, "tens", "hundred", "scale"),
        "tens": (None, "hundred", "scale"),
        "hundred": ("article", "small", "tens", "scale"),
        "scale": ("article", "small", "tens", "hundred", "scale"),
    }.get(kind, ())


def _read_vague(match: re.Match[str]) -> Numeral:
    first, _, rest = match.group().lower().partition(" of ")
    low, high = _lexicon()["vague"][first]
    factor = float(_lexicon()["scales"][rest[:-1]]) if rest else 1.0
    # "hundreds of thousands" ends where the next word would begin: at a million.
    return Numeral(*match.span(), low * factor, (high + 1) * factor - 1, VAGUE, factor)


def _read_few(match: re.Match[str]) -> Numeral:
    low, high = _lexicon()["few"][match["few_word"].lower()]
    more = match["few_more"]
    factor = float(_lexicon()["scales"][match["few_scale"].lower()]) * (
        float(_lexicon()["scales"][more.lower()]) if more else 1.0
    )
    return Numeral(*match.span(), low * factor, high * factor, VAGUE, factor)


def _read_half_a(match: re.Match[str]) -> Numeral:
    scale = float(_lexicon()["scales"][match["half_scale"].lower()])
    return Numeral(*match.span(), scale / 2, scale / 2, CARDINAL, scale)


def _read_and_half(match: re.Match[str]) -> Numeral:
    scales = _lexicon()["scales"]
    first, part = match["and_half_word"].lower(), match["and_part"].lower()
    whole = 1.0 if first in ("a", "an") else float(first) if first.isdigit() else _classify(first)[1]
    inner = float(scales[match["half_first"].lower()]) if match["half_first"] else 1.0
    outer = float(scales[match["and_half_scale"].lower()]) if match["and_half_scale"] else 1.0
    value = (whole + {"half": 0.5, "quarter": 0.25, "third": 1 / 3}.get(part, 0.75)) * inner * outer
    return Numeral(*match.span(), value, value, CARDINAL, inner * outer)


def _read_fraction(match: re.Match[str]) -> Numeral:
    words = _lexicon()
    parts = (match["parts"] or "a").lower()
    value = float(words["small"].get(parts, 1)) / words["denominators"][(match["part"] or "half").lower()]
    return Numeral(*match.span(), value, value, FRACTION)


def _read_share(match: re.Match[str]) -> Numeral | None:
    over, under = (
        _number(word) for word in re.split(r" in every | in | out of every | out of ", match.group().lower())
    )
    if under <= over or under == 0:  # "12 in 2020" was cut by the pattern, "5 in 3" is nothing
        return None
    return Numeral(*match.span(), over / under, over / under, SHARE)


def _number(word: str) -> float:
    return float(word) if word.isdigit() else _classify(word)[1]


def _read_mixed(match: re.Match[str]) -> Numeral:
    figure = match.group()
    value = float(figure[:-1].strip() or 0) + _lexicon()["vulgar"][figure[-1]]
    return Numeral(*match.span(), value, value, CARDINAL if figure[:-1].strip() else FRACTION)


def _read_ratio(match: re.Match[str]) -> Numeral | None:
    over, under = int(match["over"]), int(match["under"])
    if not over < under:
        return None
    value = int(match["whole"] or 0) + over / under
    return Numeral(*match.span(), value, value, CARDINAL if match["whole"] else FRACTION)


def _read_number_sign(match: re.Match[str]) -> Numeral:
    word = re.split(r"[. ]+", match.group())[-1].lower()
    value = _number(word)
    return Numeral(*match.span(), value, value, ORDINAL)


def _read_ordinal_figure(match: re.Match[str]) -> Numeral:
    value = float(match.group()[:-2].replace(",", ""))
    return Numeral(*match.span(), value, value, ORDINAL)


def _read_ordinal_words(match: re.Match[str]) -> Numeral:
    *before, last = re.split(r"[ -]", match.group().lower())
    value = float(_lexicon()["ordinals"][last]) + sum(_lexicon()["tens"][word] for word in before)
    return Numeral(*match.span(), value, value, ORDINAL)


_READERS = {
    "number_sign": _read_number_sign,
    "ordinal_figure": _read_ordinal_figure,
    "share": _read_share,
    "mixed": _read_mixed,
    "ratio": _read_ratio,
    "vague": _read_vague,
    "few": _read_few,
    "half_a": _read_half_a,
    "and_half": _read_and_half,
    "fraction": _read_fraction,
    "figures": _read_figures,
    "words": _read_words,
    "ordinal_words": _read_ordinal_words,
}

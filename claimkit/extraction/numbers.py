"""Numerals in running text: figures, words and mixtures of both, as values with exact spans.

One pass of one pattern over the text; what looks like a number and is none (telephone numbers, addresses, clock times,
model names, scores, page numbers) is left out here. Words are read in :mod:`claimkit.extraction.number_words`; units
and bounds are added in :mod:`claimkit.extraction.amounts`. The lexicon is ``resources/numbers.toml``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from claimkit.extraction import units
from claimkit.extraction.number_words import CARDINAL, FRACTION, ORDINAL, digit_of, number_at
from claimkit.resources import load_lexicon

__all__ = ["CARDINAL", "FRACTION", "ORDINAL", "SHARE", "VAGUE", "Numeral", "numerals_in", "value_of"]

SHARE, VAGUE = "share", "vague"
# More digits than this are an identifier, and float() of thousands of them is slow.
MAX_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as written: ``low`` and ``high`` differ only for vague ones ("dozens", "several hundred").

    ``scale`` is the factor of a scale word or suffix ("bn"), 1 without one; ``metric`` marks a bare "m" or "b" written
    against the figure, which may be metres or bits; ``resolution`` is the unit of the last stated digit (1e8 for
    "2.5bn"), 0 for fractions and vague numbers.
    """

    start: int
    end: int
    low: float
    high: float
    kind: str
    scale: float = 1.0
    metric: bool = False
    resolution: float = 0.0


def numerals_in(text: str) -> tuple[Numeral, ...]:
    """Every numeral of ``text`` (typographic quotes already normalised), in order, not overlapping."""
    masked = sorted(match.span() for match in _mask().finditer(text))
    return tuple(_outside(_scan(text), masked))


def _scan(text: str) -> Iterator[Numeral]:
    at = 0
    for opening in _OPENING.finditer(text):
        # A letter or a sign begins few numbers: to try the whole pattern at every word would take most of the time.
        word = opening.group()
        if opening.start() < at or (word[0].isalpha() and word.lower() not in _openers()):
            continue
        match = _pattern().match(text, opening.start())
        numeral = _numeral(match) if match is not None else None
        if numeral is not None:
            numeral = _share(text, numeral) or _over(text, numeral) or numeral
            yield numeral
        # "one hundred and five twenty-second clips": only the well-formed head was read.
        at = numeral.end if numeral is not None else match.end() if match is not None else at


_OPENING = re.compile(r"[A-Za-z]+|[\d¼-¾⅐-⅞]|\.(?=\d)|[-−](?=[ .\d])")


@functools.cache
def _openers() -> frozenset[str]:
    words = _lexicon()
    tables = ("small", "tens", "ordinals", "vague", "few")
    first = {word.split(" ")[0] for table in tables for word in words[table]}
    return frozenset(first | {"a", "an", "half", "quarter", "hundred", "minus", "negative", "no", "nos", "number"})


def _outside(numerals: Iterable[Numeral], masked: list[tuple[int, int]]) -> Iterator[Numeral]:
    at = 0
    for numeral in numerals:
        while at < len(masked) and masked[at][1] <= numeral.start:
            at += 1
        if at == len(masked) or masked[at][0] >= numeral.end:
            yield numeral


def value_of(words: str) -> float | None:
    """The value of a numeral that fills ``words`` ("twenty-five" → 25.0); ``None`` if it does not fill it."""
    match = _pattern().match(words)
    numeral = _numeral(match) if match else None
    filled = numeral is not None and numeral.end == len(words)
    return numeral.low if numeral is not None and filled and numeral.low == numeral.high else None


@functools.cache
def _mask() -> re.Pattern[str]:
    """Web and mail addresses, telephone numbers, post codes, streets, clock times, 24/7 and 9/11, numbers of pages."""
    labels = _either(_lexicon()["labels"]["before"])
    streets = _either(_lexicon()["labels"]["streets"])
    return re.compile(
        rf"""https?://\S+ | www\.\S+ | \S{{1,64}}@\S{{1,255}}
        | (?<![\w$£€])(?!\d{{1,3}}(?:\ \d{{3}}){{2,}}(?!\d|-))
          \+?\(?\d{{1,4}}\)?[ .-]\d{{3,4}}[ .-]\d{{3,5}}(?![\d,])(?!\ (?:people|men|women|dollars|euros))
        | \b1-8\d\d-[\w-]{{7,12}}
        | (?<![\d,.])\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?!\d)
        | \b(?:24/7|9/11|7/7)\b
        | \b\d{{1,4}}/\d{{1,2}}/\d{{2,4}}\b
        | \b\d{{4}}-\d{{2}}-\d{{2}}\b
        | \#\d+ | (?<!\w)@\w+
        | \b\d+(?:\.\d+){{2,}}\b
        | \b[A-Z]{{2}}\ \d{{5}}(?:-\d{{4}})?(?![\d,.]*\d|\ [a-z])
        | \b[A-Z]{{1,2}}\d[A-Z\d]?\ \d[A-Z]{{2}}\b
        | \b[Pp]\.?[Oo]\.?\ [Bb]ox\ \d+
        | (?<![\w$£€.,-])\d{{1,5}}\ (?:[NSEW]\.?\ )?(?:[A-Z][a-z]+\ ){{1,2}}(?:{streets})(?!\w)
        | \b(?i:{labels})\.?[ ]\d{{1,4}}[A-Za-z]?\b(?![.,:]\d|[ ]?(?:%|per|million|billion|thousand))
        | \b(?:A\.?D\.?|BCE?|CE)[ ]\d{{1,4}}(?:(?:[ ](?:and|to|until)[ ]|[-–])\d{{1,4}})?\b
        | \b[Bb]etween\ 1\d\d\d\ and\ (?:1\d|20)\d\d(?![\d,.]*\d|\ [a-z]+s\b)
        | (?<![\w,.])\d{{5}}\ (?i:zip)\b | (?i:\bzip\ code)\ \d{{5}}\b
        | \b\d{{1,4}}[ ](?:A\.D\.|B\.C\.|BCE|AD|BC)(?!\w)""",
        re.VERBOSE,
    )


# "1,234", the lakhs of "12,34,567", "1 234 567" and "40 000"; one blank alone may part two numbers.
_GROUPED = (
    r"\d{1,3}(?:,\d{3})+(?!\d)|\d{1,2}(?:,\d{2})+,\d{3}(?!\d)"
    r"|\d{1,3}(?:[ ]\d{3}){2,}(?!\d|,\d)|\d{1,3}[ ]000(?!\d|,\d)"
)
_FIGURE = rf"(?:{_GROUPED}|\d+)(?:\.\d+)?|\.\d+"


@functools.cache
def _lexicon() -> dict[str, Any]:
    return dict(load_lexicon("numbers"))


@functools.cache
def _pattern() -> re.Pattern[str]:
    words = _lexicon()
    scales = _either((*words["scales"], "hundred", "dozen"))
    few, vague, vulgar = (_either(words[name]) for name in ("few", "vague", "vulgar"))
    suffixes = _either(words["suffixes"])
    parts = _either((*words["denominators"], *words["ordinals"]))
    heads = _either((*words["small"], *words["tens"], *words["ordinals"], "half"))
    # "RM79", "USD10m": the letters of a currency sign may touch the figure.
    borders = {True: r"\b", False: ""}
    signs = "|".join(f"(?<={borders[sign[0].isalpha()]}{re.escape(sign)})" for sign in units.letter_signs())
    # A hyphen before a figure makes it a part of a name ("F-16"), but not in "sub-7", "9-to-5" and "5k-20k".
    hyphen = r"(?:(?<![A-Za-z]-)|(?<=\b[Ss]ub-)|(?<=\bto-)|(?<=\d[kKmMbB]-)|(?<=\d[bt]n-))"
    left = rf"(?:(?<![\w./])(?<!\d[,:])|{signs}){hyphen}"
    minus = r"(?P<minus>(?:(?:minus|negative)[ -]|(?<![\w)])[-−]))?"
    return re.compile(
        rf"""
        (?P<number_sign>\b(?:(?:[Nn]os?\.[ ]?|No[ ])\d{{1,4}}(?!\w|[.,]\d)|[Nn]umber[ ](?:one|two|three)\b))
      | (?P<ordinal_figure>(?<![\w.,/-])\d{{1,3}}(?:,?\d{{3}})?(?:st|nd|rd|th)\b)
      | (?P<mixed>(?<![\w.,/])(?:\d{{1,4}}[ ]?)?(?:{vulgar}))
      | (?P<ratio>(?<![\w.,/-])(?P<below>[-−][ ]?)?
          (?:(?P<whole>\d{{1,3}})[ ]{{1,2}})?(?P<over>\d{{1,3}})[/⁄](?P<under>\d{{1,3}})(?![\w/]))
      | (?P<power>{left}(?P<mantissa>[-−]?\d{{1,3}}(?:\.\d{{1,15}})?)
          (?:[ ]?[x×·*][ ]?10(?:\^|(?=[-−+]))|[eE])(?P<exponent>[-−+]?\d{{1,2}})(?!\w))
      | (?P<raised>{left}(?P<base_sign>[-−])?
          (?P<base>\d{{1,4}}(?:\.\d{{1,15}})?)\^(?P<times>[-−+]?\d{{1,2}})(?![\w.]))
      | (?P<vague>(?i:\b(?:{vague})(?:[ ]of[ ](?:thousands|millions|billions))?\b))
      | (?P<few>(?i:\b(?P<few_word>{few})[ ](?P<few_scale>{scales})\b
          (?:[ ](?P<few_more>{scales})\b)?))
      | (?P<figures>{left}{minus}(?P<figure>{_FIGURE})(?P<suffix>[ ]?(?:{suffixes})(?![\w'./]\w|\w))?)
      | (?P<words>(?i:\b(?:(?:minus|negative)[ ])?
          (?P<head>(?:{heads})|an?(?=[ -](?:{scales}|{parts})s?\b)
          |quarter(?=[ ](?:{scales}))|hundred(?=[ ](?:{scales})))\b))
        """,
        re.VERBOSE,
    )


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _numeral(match: re.Match[str]) -> Numeral | None:
    # The alternative that matched is the last named group but for those inside it, so the readers are asked by name.
    for name, read in _READERS.items():
        if match[name] is not None:
            return read(match)
    raise AssertionError("an alternative of the pattern has no reader")


_WORD_AFTER = re.compile(r"[ -](?:and )?[A-Za-z]|\d")


def _read_figures(match: re.Match[str]) -> Numeral | None:
    text, (start, end) = match.string, match.span()
    digits, figure_end = match["figure"], match.end("figure")
    if sum(map(str.isdigit, digits)) > MAX_DIGITS:
        return None
    scale, metric = _suffix(match)
    if metric is None:
        end, scale, metric = figure_end, 1.0, False
    if _is_score(text, start, end, digits):
        return None
    sign = -1 if match["minus"] else 1
    if scale == 1.0 and _WORD_AFTER.match(text, figure_end):
        number = number_at(text, match.start("figure"))
        if number is not None and number.end > figure_end:
            value = sign * number.value
            return Numeral(start, number.end, value, value, number.kind, number.scale, resolution=number.resolution)
    value = float(digits.replace(",", "").replace(" ", "")) * scale * sign
    value = round(value, 6) if scale > 1 else value  # 1.1 × 1 000 000 is not 1 100 000.0000000001
    return Numeral(start, end, value, value, CARDINAL, scale, bool(metric), digit_of(digits) * scale)


def _suffix(match: re.Match[str]) -> tuple[float, bool | None]:
    """Factor, and whether the suffix may be a unit; ``None`` where it surely is no factor."""
    if match["suffix"] is None:
        return 1.0, False
    tail = match["suffix"].strip()
    spaced = match["suffix"].startswith(" ")
    # "8 B people" is a factor, "12 m high" and "6 k runs" are none.
    if spaced and len(tail) == 1 and tail not in "BM":
        return 1.0, None
    return float(_lexicon()["suffixes"][tail]), len(tail) == 1 and tail in "mb"


def _is_score(text: str, start: int, end: int, digits: str) -> bool:
    """Whether the figure is one side of a result such as 2-0, where the second side is not larger."""
    after = _SIDE.match(text, end)
    if after:
        return len(digits) <= 3 and digits.isdigit() and int(after[1]) <= int(digits)
    before = _SIDE_BEFORE.search(text, max(0, start - 5), start + len(digits))
    return bool(before) and before is not None and int(before[1]) >= int(before[2])


_SIDE = re.compile(r"[-–](\d{1,3})(?![\d%\w]|[.,]\d)")
_SIDE_BEFORE = re.compile(r"(?<![\d,.$£€\w-])(\d{1,3})[-–](\d{1,3})\Z")


def _read_words(match: re.Match[str]) -> Numeral | None:
    number = number_at(match.string, match.start("head"))
    if number is None:
        return None
    value = -number.value if match.start() < match.start("head") else number.value
    start = match.start()
    return Numeral(start, number.end, value, value, number.kind, number.scale, resolution=number.resolution)


_SHARED = re.compile(r" (?:(?P<free>in)|out of)(?P<every> every)? (?=[a-z\d])")


def _share(text: str, over: Numeral) -> Numeral | None:
    """«one in five», «two out of five hundred»; "12 in 20 minutes" and "five in 2020" are none."""
    if over.kind != CARDINAL or over.scale != 1.0 or not 0 < over.low <= 100:
        return None
    joint = _SHARED.match(text, over.end)
    under = number_at(text, joint.end()) if joint is not None else None
    if joint is None or under is None or under.kind != CARDINAL or not over.low < under.value <= 100_000:
        return None
    if joint["free"] and not joint["every"]:
        if under.value >= 1000 or units.unit_after(text, under.end) is not None or _YEARS.match(text, under.end):
            return None
    elif text[under.end : under.end + 1] in ",." and text[under.end + 1 : under.end + 2].isdigit():
        return None
    value = over.low / under.value
    return replace(over, end=under.end, low=value, high=value, kind=SHARE, resolution=0.0)


_OVER = re.compile(r" over (?=[a-z\d])")


def _over(text: str, numeral: Numeral) -> Numeral | None:
    """«one over three»: a fraction if nothing follows that "over three" could be a stretch of."""
    joint = _OVER.match(text, numeral.end) if numeral.kind == CARDINAL else None
    under = number_at(text, joint.end()) if joint is not None else None
    if under is None or under.kind != CARDINAL or not under.value or re.match(r"[ -]?\w", text[under.end :][:2]):
        return None
    value = numeral.low / under.value
    return replace(numeral, end=under.end, low=value, high=value, kind=FRACTION, resolution=0.0)


_YEARS = re.compile(r"[,.:]\d|[ -](?:years?|months?|weeks?|days?|hours?|minutes?|games?|matches|attempts)\b")


def _read_vague(match: re.Match[str]) -> Numeral:
    first, _, rest = match.group().lower().partition(" of ")
    low, high = _lexicon()["vague"][first]
    factor = float(_lexicon()["scales"][rest[:-1]]) if rest else 1.0
    # "hundreds of thousands" ends where the next word would begin: at a million.
    return Numeral(*match.span(), low * factor, (high + 1) * factor - 1, VAGUE, factor)


def _read_few(match: re.Match[str]) -> Numeral:
    low, high = _lexicon()["few"][match["few_word"].lower()]
    factor = _scale(match["few_scale"]) * (_scale(match["few_more"]) if match["few_more"] else 1.0)
    return Numeral(*match.span(), low * factor, high * factor, VAGUE, factor)


def _scale(word: str) -> float:
    words = _lexicon()
    return float(words["scales"].get(word.lower()) or words["groups"][word.lower()])


def _read_power(match: re.Match[str]) -> Numeral:
    mantissa = match["mantissa"].replace("−", "-")
    exponent = match["exponent"].replace("−", "-")
    value = float(f"{mantissa}e{exponent}")
    return Numeral(*match.span(), value, value, CARDINAL, resolution=digit_of(mantissa) * 10.0 ** int(exponent))


def _read_raised(match: re.Match[str]) -> Numeral | None:
    base = float(match["base"])
    if base == 0:
        return None
    value = base ** int(match["times"].replace("−", "-")) * (-1 if match["base_sign"] else 1)
    return Numeral(*match.span(), value, value, CARDINAL)


def _read_mixed(match: re.Match[str]) -> Numeral:
    figure = match.group()
    value = float(figure[:-1].strip() or 0) + _lexicon()["vulgar"][figure[-1]]
    end, scale = match.end(), 1.0
    after = _SCALE_AFTER.match(match.string, end)
    if after is not None and after[1].lower() in _lexicon()["scales"]:
        end, scale = after.end(), _scale(after[1])
    kind = CARDINAL if figure[:-1].strip() or scale > 1 else FRACTION
    return Numeral(match.start(), end, value * scale, value * scale, kind, scale)


_SCALE_AFTER = re.compile(r"[ -]([A-Za-z]+)")


def _read_ratio(match: re.Match[str]) -> Numeral | None:
    over, under = int(match["over"]), int(match["under"])
    if not over < under:
        return None
    value = (int(match["whole"] or 0) + over / under) * (-1 if match["below"] else 1)
    return Numeral(*match.span(), value, value, CARDINAL if match["whole"] else FRACTION)


def _read_number_sign(match: re.Match[str]) -> Numeral:
    word = re.split(r"[. ]+", match.group())[-1].lower()
    value = float(word) if word.isdigit() else float(_lexicon()["small"][word])
    return Numeral(*match.span(), value, value, ORDINAL, resolution=1.0)


def _read_ordinal_figure(match: re.Match[str]) -> Numeral:
    value = float(match.group()[:-2].replace(",", ""))
    return Numeral(*match.span(), value, value, ORDINAL, resolution=1.0)


_READERS = {
    "number_sign": _read_number_sign,
    "ordinal_figure": _read_ordinal_figure,
    "mixed": _read_mixed,
    "ratio": _read_ratio,
    "power": _read_power,
    "raised": _read_raised,
    "vague": _read_vague,
    "few": _read_few,
    "figures": _read_figures,
    "words": _read_words,
}

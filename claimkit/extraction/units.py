"""Names and signs of units: UCUM codes for measures, ISO 4217 for money, ``"%"`` and ``"pp"``.

The lexicon is ``resources/units.toml``. Codes follow UCUM (ucum.org) and ISO 4217; what they lack is commented there.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import NamedTuple

from claimkit.extraction import currencies
from claimkit.resources import load_lexicon

PERCENT = "%"
# Sections of the lexicon that hold no units of their own.
_OTHERS = frozenset({"money", "minor", "money_words", "compound"})

# Signs that are also letters of running text are read only directly against a figure: "12C" but not "a 12 A".
_SINGLE = frozenset("mLlgCFKWVAbhRtpc")


class UnitMatch(NamedTuple):
    """A unit read at a place in the text: where it ends, its code, and the word that named it."""

    end: int
    code: str
    form: str


@functools.cache
def time_codes() -> frozenset[str]:
    """The codes of units of time."""
    return frozenset(load_lexicon("units")["time"])


@functools.cache
def is_money(code: str | None) -> bool:
    """Whether a code is one of money, its hundredth parts among them."""
    return code is not None and (code in _money_codes() or code in load_lexicon("units")["minor"])


@functools.cache
def _money_codes() -> frozenset[str]:
    return frozenset((*currencies.currencies(), *load_lexicon("units")["money"]))


def unit_after(text: str, at: int) -> UnitMatch | None:
    """The longest unit that starts at ``at``, or one blank or hyphen later; ``None`` if there is none."""
    gap = 1 if text[at : at + 1] in (" ", "-") else 0
    letters = _LETTERS.match(text, at + gap)
    opening = letters.group().lower() if letters is not None else text[at + gap : at + gap + 1]
    match = _suffix_pattern().match(text, at + gap) if opening in _openings() else None
    if match is None:
        return None
    form = match.group()
    code = _symbols().get(form)
    if (
        code is None
        and form.lower() in ("pound", "pounds")
        and (text[at] == "-" or text.startswith(" of ", match.end()))
    ):
        return UnitMatch(match.end(), "[lb_av]", form)  # "a 200-pound bomb", "half a pound of flour"
    if code is None:
        return UnitMatch(match.end(), _words()[form.lower().replace("-", " ")], form)
    if form in _SINGLE and gap and form not in "CFR":
        return None
    return UnitMatch(match.end(), code, form)


def currency_before(text: str, at: int) -> tuple[int, str] | None:
    """Start and sign of the currency sign that ends at ``at`` (a blank between is allowed)."""
    last = text[at - 2 : at - 1] if text[at - 1 : at] in (" ", "-") else text[at - 1 : at]
    match = _prefix_pattern().search(text, max(0, at - 8), at) if last in _sign_ends() else None
    return (match.start("sign"), match["sign"]) if match else None


def sign_code(sign: str) -> str:
    """The ISO 4217 code a currency sign stands for where nothing else is known."""
    return _money_signs().get(sign) or currencies.names()[sign]


def unit_code(name: str) -> str | None:
    """The code of a unit given by name or symbol ("miles" → ``[mi_i]``); ``None`` if the lexicon lacks it."""
    return _symbols().get(name) or _words().get(name.lower().replace("-", " "))


@functools.cache
def letter_signs() -> tuple[str, ...]:
    """Currency signs that end in a letter, which may be written against the figure: "RM79"."""
    return tuple(sorted(sign for sign in _money_signs() if sign[-1].isalpha() and len(sign) > 1))


@functools.cache
def minor_of(code: str) -> Mapping[str, float]:
    """The smaller units that may follow ``code`` in one measure, with how many make it one: ``{"[in_i]": 12}``."""
    return dict(load_lexicon("units")["compound"].get(code, {}))


@functools.cache
def _words() -> dict[str, str]:
    words = dict(currencies.names())
    for section, units in load_lexicon("units").items():
        for code, forms in units.items() if section not in _OTHERS or section == "minor" else ():
            named = (word.replace("-", " ") for word in forms.get("words", ()))
            words |= {form: code for word in named for form in (word, word + "s")}
    return words


@functools.cache
def _symbols() -> dict[str, str]:
    # "50 USD", "18 R", "30 €": a sign may also follow; a measure goes before it.
    symbols = {sign: code for sign, code in _money_signs().items() if sign not in ("Y=", "PS")}
    for section, units in load_lexicon("units").items():
        for code, forms in units.items() if section not in _OTHERS or section == "minor" else ():
            symbols |= dict.fromkeys(forms.get("symbols", ()), code)
    return symbols


def _money_signs() -> Mapping[str, str]:
    return currencies.signs()


_LETTERS = re.compile(r"[A-Za-z]+")


@functools.cache
def _openings() -> frozenset[str]:
    """First letters in a row, or first sign, of every unit: the long pattern is tried after these alone."""
    heads = (_LETTERS.match(form) for form in (*_words(), *_symbols()))
    signs = {form[0] for form in (*_words(), *_symbols()) if not _LETTERS.match(form)}
    return frozenset({head.group().lower() for head in heads if head} | signs)


@functools.cache
def _sign_ends() -> frozenset[str]:
    return frozenset(letter for sign in _money_signs() for letter in (sign[-1], sign[-1].lower()))


@functools.cache
def _suffix_pattern() -> re.Pattern[str]:
    words = "|".join(re.escape(word).replace(r"\ ", "[ -]") for word in sorted(_words(), key=len, reverse=True))
    symbols = "|".join(re.escape(form) for form in sorted(_symbols(), key=len, reverse=True))
    return re.compile(rf"(?:(?i:{words})(?![\w$])|(?:{symbols})(?!\w))")


@functools.cache
def _prefix_pattern() -> re.Pattern[str]:
    # The codes that are also names in the lexicon are read in lower case too: "usd 20".
    every = {*_money_signs(), *(sign.lower() for sign in _money_signs() if sign.lower() in currencies.names())}
    signs = "|".join(re.escape(sign) for sign in sorted(every, key=lambda sign: (-len(sign), sign)))
    return re.compile(rf"(?<![A-Za-z])(?P<sign>{signs})[ -]?\Z")

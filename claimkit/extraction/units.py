"""Names and signs of units: UCUM codes for measures, ISO 4217 for money, ``"%"`` and ``"pp"``.

The lexicon is ``resources/units.toml``. Codes follow UCUM (ucum.org) and ISO 4217; what UCUM lacks is commented there.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from claimkit.resources import load_lexicon

PERCENT = "%"
TIME_CODES = frozenset(load_lexicon("units")["time"])
MONEY_CODES = frozenset(load_lexicon("units")["money"])

# Signs that are also letters of running text are read only directly against a figure: "12C" but not "a 12 A".
_SINGLE = frozenset("mLlgCFKWVAbhR")


class UnitMatch(NamedTuple):
    """A unit read at a place in the text: where it ends, its code, and the word that named it."""

    end: int
    code: str
    form: str


def unit_after(text: str, at: int) -> UnitMatch | None:
    """The longest unit that starts at ``at``, or one blank or hyphen later; ``None`` if there is none."""
    gap = 1 if text[at : at + 1] in (" ", "-") else 0
    match = _suffix_pattern().match(text, at + gap)
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
    if form in _SINGLE and gap and text[at] == " " and form not in "CFR":
        return None
    return UnitMatch(match.end(), code, form)


def currency_before(text: str, at: int) -> tuple[int, str] | None:
    """Start and ISO 4217 code of the currency sign that ends at ``at`` (a blank between is allowed)."""
    match = _prefix_pattern().search(text, max(0, at - 8), at)
    return (match.start("sign"), _money_signs()[match["sign"]]) if match else None


def unit_code(name: str) -> str | None:
    """The code of a unit given by name or symbol ("miles" → ``[mi_i]``); ``None`` if the lexicon lacks it."""
    return _symbols().get(name) or _words().get(name.lower().replace("-", " "))


def letter_signs() -> list[str]:
    """Currency signs that end in a letter, which may be written against the figure: "RM79"."""
    return sorted(sign for sign in _money_signs() if sign[-1].isalpha() and len(sign) > 1)


@functools.cache
def _tables() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    words: dict[str, str] = {}
    symbols: dict[str, str] = {}
    signs: dict[str, str] = {}
    for section, units in load_lexicon("units").items():
        for code, forms in units.items():
            named = (word.replace("-", " ") for word in forms.get("words", ()))
            words |= {form: code for word in named for form in (word, word + "s")}
            target = signs if section == "money" else symbols
            target |= dict.fromkeys(forms.get("symbols", ()), code)
    # "50 USD", "18 R", "30 €": a sign may also follow.
    symbols = {**{sign: code for sign, code in signs.items() if sign not in ("Y=", "PS")}, **symbols}
    return words, symbols, signs


def _words() -> dict[str, str]:
    return _tables()[0]


def _symbols() -> dict[str, str]:
    return _tables()[1]


def _money_signs() -> dict[str, str]:
    return _tables()[2]


@functools.cache
def _suffix_pattern() -> re.Pattern[str]:
    words = "|".join(re.escape(word).replace(r"\ ", "[ -]") for word in sorted(_words(), key=len, reverse=True))
    symbols = "|".join(re.escape(form) for form in sorted(_symbols(), key=len, reverse=True))
    return re.compile(rf"(?:(?i:{words})(?![\w$])|(?:{symbols})(?!\w))")


@functools.cache
def _prefix_pattern() -> re.Pattern[str]:
    signs = "|".join(re.escape(sign) for sign in sorted(_money_signs(), key=len, reverse=True))
    return re.compile(rf"(?<![A-Za-z])(?P<sign>{signs})[ -]?\Z")

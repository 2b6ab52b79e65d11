"""Money: which ISO 4217 currency a name or sign stands for, which others it may stand for, and which a text means.

"$" is the dollar of two dozen countries. It is read as the outlet's own where that is known, as the US dollar where the
text tells another one apart ("A$", "Canadian dollars"), and else as the US dollar with the others as candidates. Names
and signs are CLDR's (``resources/currencies.csv``, built by ``benchmarks/build_currencies.py``);
``resources/units.toml`` goes before them.
"""

from __future__ import annotations

import csv
import functools
from collections.abc import Collection, Mapping
from typing import NamedTuple

from claimkit.resources import load_lexicon, resource


class Currency(NamedTuple):
    """A row of the table: its ISO 4217 code, its name, and the countries (ISO 3166-1) that pay with it."""

    code: str
    name: str
    signs: tuple[str, ...]
    shared_signs: tuple[str, ...]
    territories: frozenset[str]


@functools.cache
def currencies() -> Mapping[str, Currency]:
    """All currencies of the table by code."""
    rows = csv.DictReader(resource("currencies.csv").read_text(encoding="utf-8").splitlines())
    return {
        row["code"]: Currency(
            row["code"],
            row["name"],
            tuple(row["signs"].split()),
            tuple(row["shared_signs"].split()),
            frozenset(row["territories"].split()),
        )
        for row in rows
    }


@functools.cache
def names() -> Mapping[str, str]:
    """Code by name in lower case, the plural too; a last word that several share stands for the lexicon's choice."""
    alone: dict[str, str] = {}
    full: dict[str, str] = {}
    never = load_lexicon("units")["money_words"]["never_alone"]
    for currency in currencies().values():
        last = currency.name.split(" ")[-1]
        if last not in never and last not in _shared_words():
            alone |= dict.fromkeys((last, last + "s"), currency.code)
        if " " in currency.name:
            full |= dict.fromkeys((currency.name, currency.name + "s"), currency.code)
    return alone | full | _lexicon_forms("words", plural="s")


@functools.cache
def signs() -> Mapping[str, str]:
    """Code by sign."""
    own = {sign: currency.code for currency in currencies().values() for sign in currency.signs}
    codes = {code: code for code in currencies() if not _is_word(code)}
    return own | codes | _lexicon_forms("symbols")


def _is_word(code: str) -> bool:
    """Codes that capitals spell as words: "5 ALL STARS", "TOP 10"."""
    return code in {"ALL", "TOP", "TRY", "CUP", "PEN", "MAD", "SOS", "BAM", "BOB", "GEL", "LAK", "MOP", "RON"}


def _lexicon_forms(kind: str, plural: str = "") -> dict[str, str]:
    return {
        form.replace("-", " ") if plural else form: code
        for code, forms in load_lexicon("units")["money"].items()
        for word in forms.get(kind, ())
        for form in {word, word + plural}
    }


@functools.cache
def _shared_words() -> Mapping[str, tuple[str, ...]]:
    """Last words that several currencies' names share ("dollar", "pound"), with their codes."""
    found: dict[str, list[str]] = {}
    for currency in currencies().values():
        found.setdefault(currency.name.split(" ")[-1], []).append(currency.code)
    return {word: tuple(codes) for word, codes in found.items() if len(codes) > 1}


@functools.cache
def candidates(form: str) -> tuple[str, ...]:
    """The codes a name or sign may stand for, the one it is read as first; empty where there is only one.

    >>> candidates("won")
    ('KRW', 'KPW')
    """
    default = signs().get(form) or names().get(form.lower().replace("-", " "))
    word = form.lower()
    shared = next((codes for other, codes in _shared_words().items() if word in (other, other + "s")), ())
    sharing = [each.code for each in currencies().values() if form in each.shared_signs]
    others = [code for code in (*shared, *sharing) if code != default]
    return (default, *others) if default is not None and others else ()


def resolve(form: str, country: str | None, named: Collection[str]) -> tuple[str | None, tuple[str, ...]]:
    """The code ``form`` stands for in a text, and the candidates where that remains a guess.

    ``country`` is the outlet's (ISO 3166-1 alpha-2), ``named`` the codes the text writes out ("A$", "Swiss francs").
    """
    choice = candidates(form)
    if not choice:
        return signs().get(form) or names().get(form.lower().replace("-", " ")), ()
    if country is not None:
        # Where its own money is not written so, a paper means the currency that all the world calls by this sign.
        own = (code for code in choice if code in currencies() and country in currencies()[code].territories)
        return next(own, choice[0]), ()
    told = [code for code in choice if code in named]
    if len(told) == 1 and told[0] != choice[0]:
        # A text that writes "A$" or "Canadian dollars" tells the others apart from the plain sign.
        return choice[0], ()
    return choice[0], choice

"""Write ``claimkit/resources/currencies.csv``: names and signs of today's currencies, from Unicode CLDR by babel.

    pip install babel && python benchmarks/build_currencies.py > claimkit/resources/currencies.csv

One row a currency that is legal tender somewhere today: its ISO 4217 code; its English name in the singular; the signs
that stand for it alone; the signs that some English-language locale writes for it though others do so too ("$" in
Canada and in Fiji); the territories (ISO 3166-1) whose first currency it is. Signs without a currency symbol of Unicode
("L", "kr", "zł") are left out, but for "Rs": in running text most of them are words.
"""

from __future__ import annotations

import csv
import sys
import unicodedata
from collections import Counter, defaultdict

from babel import Locale
from babel.core import UnknownLocaleError, get_global
from babel.numbers import get_territory_currencies

LETTERS_KEPT = frozenset({"Rs"})


def main() -> None:
    """Print the table."""
    english = Locale.parse("en")
    homes: dict[str, list[str]] = defaultdict(list)
    for territory in sorted(get_global("territory_currencies")):
        legal = get_territory_currencies(territory) if len(territory) == 2 else []
        if legal:
            homes[legal[0]].append(territory)
    locally = {code: _signs(code, territories, "und") for code, territories in homes.items()}
    in_english = {code: _signs(code, territories, "en") for code, territories in homes.items()}
    users = Counter(sign for signs in locally.values() for sign in signs)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("code", "name", "signs", "shared_signs", "territories"))
    for code in sorted(homes):
        general = {english.currency_symbols.get(code, code)} - {code, "$", "£", "¥"}
        own = {sign for sign in locally[code] if users[sign] == 1 and sign not in "$£¥"} | {
            sign for sign in general if _is_sign(sign)
        }
        shared = {sign for sign in in_english[code] | locally[code] if users[sign] > 1 or sign in "$£¥"} - own
        shared = {sign for sign in shared if sign in in_english[code] or sign != "$"}
        name = english.currencies[code].replace("(", "").replace(")", "")
        row = code, name.lower(), " ".join(sorted(own)), " ".join(sorted(shared)), " ".join(homes[code])
        writer.writerow(row)


def _signs(code: str, territories: list[str], language: str) -> set[str]:
    signs = set()
    for territory in territories:
        try:
            locale = Locale.parse(f"{language}_{territory}")
        except UnknownLocaleError:
            continue
        signs.add(locale.currency_symbols.get(code, code))
    return {sign for sign in signs if sign != code and _is_sign(sign)}


def _is_sign(sign: str) -> bool:
    return sign in LETTERS_KEPT or (" " not in sign and any(unicodedata.category(letter) == "Sc" for letter in sign))


if __name__ == "__main__":
    main()

"""Values of the records in words, for tables and plots."""

from __future__ import annotations

from typing import Any

from claimkit.resources import load_lexicon

# Names that people gave; underscores in them are theirs.
_GIVEN = ("publishers", "wires", "article_licences")


def value_name(distribution: str, value: Any) -> str:
    """A value in words: what null means there, FactBank's values spelled out, underscores as spaces."""
    wording = load_lexicon("documents")
    if value is None:
        return str(wording["nulls"].get(distribution, "(none)"))
    if distribution == "certainties":
        return f"{value} ({wording['certainties'].get(value, value)})"
    return str(value) if distribution in _GIVEN else str(value).replace("_", " ")


def percent(value: float) -> str:
    """A share for reading: whole percents, never 0 % or 100 % for what is only nearly so."""
    rounded = round(100 * value)
    if rounded == 0 and value > 0:
        return "less than 1 %"
    if rounded == 100 and value < 1:
        return "more than 99 %"
    return f"{rounded} %"


def many(number: int, one: str, several: str | None = None) -> str:
    """A number with its noun: ``1 article``, ``1,200 articles``."""
    return f"{number:,} {one if number == 1 else several or f'{one}s'}"


def cell(value: str) -> str:
    """A string of the data where Markdown would read marks in it: no cell's end, no comment, no line break."""
    return " ".join(value.split()).replace("|", "\\|").replace("<", "&lt;")

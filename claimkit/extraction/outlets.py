"""News agencies and outlets: what they are, where they sit, and whose they are.

The table is ``resources/outlets.csv``, and ``resources/outlets.toml`` says how a user adds to it; ``controlled_by`` is
filled only where a state or party is known to run the outlet, ``owner`` only where a group is known to own several,
and an empty cell says "neither or not known", never "independent".
"""

from __future__ import annotations

import csv
import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from claimkit.errors import OptionError
from claimkit.records import SourceType
from claimkit.resources import load_lexicon, resource

_NOISE = re.compile(r"[^\w\s&]|_")
_PARENTHESIS = re.compile(r"\s*[(\[].*", re.DOTALL)
_POSSESSIVE = re.compile(r"['’]s\b|(?<=s)['’](?!\w)", re.IGNORECASE)
# What kind of outlet it is may stand behind the name, how it is run before it.
_TAILS = (
    ("news", "agency"),
    ("news", "service"),
    ("news", "wire"),
    ("newspaper",),
    ("newswire",),
    ("website",),
    ("magazine",),
    ("broadcaster",),
    ("agency",),
    ("online",),
)
_OPENERS = frozenset({"the", "official", "state", "run", "owned", "controlled", "its", "own", "a", "an"})
_LONGEST = 200
# Phrases asked about again and again in one article, and in the next on the same event.
_REMEMBERED = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A news agency or outlet.

    ``country`` is an ISO 3166-1 alpha-2 code, ``controlled_by`` a state or party, ``owner`` a group of outlets.
    """

    name: str
    aliases: tuple[str, ...]
    type: SourceType
    country: str | None
    controlled_by: str | None
    owner: str | None = None


@functools.lru_cache(_REMEMBERED)
def find_outlet(name: str) -> Outlet | None:
    """The outlet of that name or alias; case, "the", a possessive and words such as "news agency" do not matter.

    >>> find_outlet("the official KCNA news agency's").controlled_by
    'Government of North Korea'
    """
    words, table = _words(name), _table()
    while words:
        for key in (words, words[1:] if words[0] == "the" else words):
            outlet = table.get(" ".join(key))
            if outlet is not None and _is_written_as_acronym(name, key):
                return outlet
        shorter = _without_generic(words)
        if shorter == words:
            return None
        words = shorter
    return None


@functools.cache
def outlets() -> tuple[Outlet, ...]:
    """All outlets of the table, in its order, after those the user adds, which win."""
    rows = csv.DictReader(resource("outlets.csv").read_text(encoding="utf-8").splitlines())
    shipped = (
        Outlet(
            name=row["outlet"],
            aliases=tuple(alias.strip() for alias in row["aliases"].split("|") if alias.strip()),
            type=SourceType(row["type"]),
            country=row["country"] or None,
            controlled_by=row["controlled_by"] or None,
            owner=row["owner"] or None,
        )
        for row in rows
    )
    return (*_own_outlets(), *shipped)


def _own_outlets() -> Iterator[Outlet]:
    own: Mapping[str, Any] = load_lexicon("outlets")["own"]
    for name, entry in own.items():
        kinds = {"aliases": list, "type": str, "country": str, "controlled_by": str, "owner": str}
        if not isinstance(entry, dict) or any(not isinstance(entry[key], kinds.get(key, ())) for key in entry):
            raise OptionError(f"[outlets.own] {name!r}: expected a table of {', '.join(kinds)}; aliases is a list")
        if entry.get("type", "news_outlet") not in ("news_outlet", "news_agency"):
            raise OptionError(f"[outlets.own] {name!r}: type is news_outlet or news_agency")
        if not _words(name):
            raise OptionError(f"[outlets.own] {name!r}: the name has no word")
        yield Outlet(
            name=name,
            aliases=tuple(str(alias) for alias in entry.get("aliases", ()) if _words(str(alias))),
            type=SourceType(entry.get("type", "news_outlet")),
            country=entry.get("country"),
            controlled_by=entry.get("controlled_by"),
            owner=entry.get("owner"),
        )


@functools.cache
def _table() -> Mapping[str, Outlet]:
    """Outlets by the words of each name; "The Hill" keeps its article, for Hill alone is a person."""
    table: dict[str, Outlet] = {}
    for outlet in outlets():
        for name in (outlet.name, *outlet.aliases):
            words = _words(name)
            table.setdefault(" ".join(words), outlet)
            if words[0] == "the" and len(words) > 2:
                table.setdefault(" ".join(words[1:]), outlet)
    return table


def _is_written_as_acronym(name: str, key: tuple[str, ...]) -> bool:
    """SPA is an agency and a spa is none: a name of two or three letters must stand in capitals somewhere."""
    if len(key) > 1 or len(key[0]) > 3 or key[0] == "dpa":
        return True
    return key[0].upper() in name.replace(".", "")


def _words(name: str) -> tuple[str, ...]:
    plain = _POSSESSIVE.sub("", _PARENTHESIS.sub("", name[:_LONGEST]).replace(".", "").casefold())
    return tuple(_NOISE.sub(" ", plain).split())


def _without_generic(words: tuple[str, ...]) -> tuple[str, ...]:
    """One generic part fewer; ``words`` itself where none is left to take."""
    if len(words) > 1 and words[0] in _OPENERS:
        return words[1:]
    for tail in _TAILS:
        if len(words) > len(tail) and words[-len(tail) :] == tail:
            return words[: -len(tail)]
    return words

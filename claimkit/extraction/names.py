"""Names as words: what two writings of a name have in common, and by which of its words its bearer may be called."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from claimkit.resources import load_lexicon

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
# The last word of a body's name that says what it is, and may be left out: the Hollis Report, Hollis.
_KINDS = frozenset(
    {"agency", "channel", "group", "magazine", "network", "news", "newspaper", "report", "solutions", "university"}
)
# A paper may be named without its town: the Neder Sun-Times, the Sun-Times.
_PAPERS = frozenset({"gazette", "globe", "herald", "inquirer", "journal", "post", "times", "tribune"})
_WORD = re.compile(r"[^\s\-‐‑–.,/]+")
_POSSESSIVE = re.compile(r"(?:'s|’s|['’])$")
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
# Names and phrases asked about again and again in one article, and in the next on the same event.
_REMEMBERED = 4096


@functools.cache
def lexicon() -> Mapping[str, Any]:
    """The word lists of ``names.toml``, ``roles.toml`` and ``places.toml`` as sets, their tables as mappings."""
    lists = {**load_lexicon("names"), **load_lexicon("roles"), **load_lexicon("places")}
    names = {gender: frozenset(known) for gender, known in lists["given_names"].items()}
    sets = {key: frozenset(value) if isinstance(value, list) else value for key, value in lists.items()}
    return {**sets, "person_endings": tuple(lists["person_endings"]), "given_names": names}


@functools.cache
def given_names() -> frozenset[str]:
    """The given names of any gender."""
    known: Mapping[str, frozenset[str]] = lexicon()["given_names"]
    return frozenset().union(*known.values())


@functools.cache
def states() -> frozenset[str]:
    """The states of the United States, in full."""
    return frozenset(lexicon()["states"].values())


@functools.lru_cache(_REMEMBERED)
def bare(name: str) -> str:
    """The name without a leading article and a trailing possessive."""
    return _POSSESSIVE.sub("", _ARTICLE.sub("", name.strip())).strip()


def words_of(name: str) -> tuple[str, ...]:
    """Lower-case words without accents; hyphens part words, so that Kim Jong-un and Kim Jong Un are written alike."""
    return tuple(word.lower() for word in _WORD.findall(_plain(bare(name))))


def _plain(name: str) -> str:
    """Letters without their accents: half of the papers write Peña, the others Pena."""
    if name.isascii():
        return name
    return "".join(letter for letter in unicodedata.normalize("NFD", name) if not unicodedata.combining(letter))


def nation(name: str) -> str:
    """The place a name, adjective or abbreviation stands for: "N. Korean" → "north korea"; others stay themselves."""
    lowered = bare(name).lower()
    place: str = lexicon()["nations"].get(lowered, lowered)
    return place


def is_nation_word(text: str) -> bool:
    """Whether ``text`` is an adjective or abbreviation of a country."""
    return bare(text).lower() in lexicon()["nations"]


def core_words(words: tuple[str, ...]) -> tuple[str, ...]:
    """A person's words without initials in the middle and generational suffixes: Donald J. Trump Jr. → donald trump."""
    kept = [word for word in words if word not in _SUFFIXES]
    return tuple(word for at, word in enumerate(kept) if len(word) > 1 or at == 0)


def person_key(words: tuple[str, ...]) -> str:
    """What two full names of one person have in common; East Asian names keep every word (Jong-un is not Yo-jong)."""
    kept = core_words(words)
    if not kept:
        return " ".join(words)
    if _surname_first(kept):
        return " ".join(kept)
    first = lexicon()["nicknames"].get(kept[0], kept[0])
    return f"{first} {kept[-1]}"


def surnames(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words by which a person may be named alone: the last, and the first where it is an East Asian surname."""
    kept = core_words(words)
    if not kept:
        return ()
    first = kept[0] if _surname_first(kept) else kept[-1]
    return (first,) if first == kept[-1] else (first, kept[-1])


def given_gender(words: tuple[str, ...]) -> str | None:
    """``"m"`` or ``"f"`` where the given name tells, else ``None``."""
    if len(words) < 2 or _surname_first(words):
        return None
    names = lexicon()["given_names"]
    return next((gender for gender in ("m", "f") if words[0] in names[gender]), None)


def _surname_first(words: tuple[str, ...]) -> bool:
    """Kim Jong Un, Xi Jinping; not Sung Kim, and not Kim Beazley or Lee Harvey Oswald in doubt."""
    known = lexicon()["east_asian_surnames"]
    return len(words) in (2, 3) and words[0] in known and words[-1] not in lexicon()["given_names"]["m"]


def org_variants(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Shorter forms of an organisation's name: without its country, without "of …", without a corporate suffix."""
    if len(words) < 2:
        return
    for size in (2, 1):
        if len(words) > size and is_nation_word(" ".join(words[:size]).replace("u s", "u.s.")):
            yield words[size:]
            yield from org_variants(words[size:])
            break
    if words[0] in ("department", "ministry", "bureau") and words[1] == "of" and len(words) > 2:
        yield (*words[2:], words[0])
    if words[0] in ("house", "senate") and len(words) > 2:
        yield words[1:]
    if words[-2:] == ("white", "house"):
        yield words[-2:]
    if words[1] == "of" and words[0] in lexicon()["organisations"]:
        yield words[:1]
    if "of" in words[2:]:
        yield words[: words.index("of", 2)]
    if words[-1] in ("inc", "corp", "llc", "ltd", "plc", "co", "corporation", "company", "lp"):
        yield words[:-1]
    if words[-1] == "olympics":
        yield words[-1:]
    if words[-1] in _KINDS:
        yield words[:-1]
    if len(words) > 2 and words[-1] in _PAPERS:
        yield words[1:]


def initials(name: str) -> tuple[str, ...]:
    """The letters an acronym may be made of: Korean Central News Agency → KCNA, Department of Justice → DOJ, DJ, J.

    A country before the name may be left out, and what is before "of".
    """
    words = _WORD.findall(bare(name))
    while len(words) > 1 and (len(words[0]) == 1 or is_nation_word(words[0])):
        words = words[1:]
    every = "".join(word[0] for word in words).upper()
    rest = words[words.index("of") + 1 :] if "of" in words else []
    spelt = (
        "".join(word[0] for word in part if word[0].isupper()) for part in (_WORD.findall(bare(name)), words, rest)
    )
    return tuple(dict.fromkeys((*spelt, every)))


def is_acronym(text: str) -> bool:
    """Two to six capitals, points and digits aside."""
    letters = text.replace(".", "").replace("&", "")
    return 2 <= len(letters) <= 6 and letters.isalpha() and letters.isupper()

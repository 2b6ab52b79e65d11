"""The skeleton of a sentence: each word as its class, cue words as their lemma and table, a quotation as one sign.

What a parser would say of who speaks, in a form that n-grams can count: «"We won," said Ann Ives, the mayor» is
``<s> “ COMMA SAY:say NAME COMMA DET PERSON </s>``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from claimkit.resources import load_lexicon

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+|-\w+|(?:\.[^\W\d_])+\.?)*|\d[\d,.]*|\S")
_SIGNS = {
    "“": "“”\"", "COMMA": ",", "COLON": ":;", "DASH": "—–-", "BRACKET": "([)]", "QUESTION": "?", "STOP": "!.…",
    "NUM": "$£€%",
}  # fmt: skip
_MARKS: Mapping[str, str] = {mark: name for name, marks in _SIGNS.items() for mark in marks}
REMEMBERED = 50_000
_VERBS = ("clause", "quotation", "infinitive", "directive", "predicative", "predicative_as")
_SUFFIXES = (
    ("ies", "y"),
    ("ied", "y"),
    ("es", ""),
    ("es", "e"),
    ("s", ""),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
)
_ENDINGS = (
    ("ly", "ADV"),
    ("ing", "ING"),
    ("ed", "ED"),
    ("ion", "ION"),
    ("ions", "ION"),
    ("ers", "PERSONS"),
    ("s", "S"),
)


class View(StrEnum):
    """What a skeleton is to show: who says it, or how surely."""

    SOURCES = "sources"
    HEDGES = "hedges"


def words_of(text: str) -> list[str]:
    """The words, numbers and marks of ``text``, as written."""
    return _TOKEN.findall(text)


def word_places(text: str) -> list[tuple[int, int]]:
    """Where the words of :func:`words_of` begin and end."""
    return [match.span() for match in _TOKEN.finditer(text)]


def classes_of(words: Sequence[str], view: View = View.SOURCES) -> list[str]:
    """The class of each of ``words``."""
    several = len(words) > 1
    return [
        # The first word of a sentence is capitalised whatever it is: a name only if the second one is as well.
        _named(word)
        if word[0].isupper() and (number or (several and words[1][0].isupper()))
        else _classed(word.lower(), view)
        for number, word in enumerate(words)
    ]


def skeleton_of(classes: Sequence[str]) -> str:
    """The classes with white space between; several names in a row are one."""
    out = ["<s>"]
    for name in classes:
        if name != "NAME" or out[-1] != "NAME":
            out.append(name)
    out.append("</s>")
    return " ".join(out)


@functools.lru_cache(maxsize=REMEMBERED)
def _named(word: str) -> str:
    """A capitalised word inside a sentence: a name, unless it is «I» or a role («President Voss»)."""
    lower = word.lower()
    if lower in _closed():
        return _closed()[lower]
    return "PERSON" if _open_class(lower, View.SOURCES) == "PERSON" else "NAME"


@functools.lru_cache(maxsize=REMEMBERED)
def _classed(word: str, view: View) -> str:
    if view is View.HEDGES and word in _hedges():
        return f"{_hedges()[word]}:{word}"
    if word in _closed():
        return _closed()[word]
    if word in _MARKS:
        return _MARKS[word]
    if word[0].isdigit():
        return "NUM"
    return _open_class(word, view)


def _open_class(word: str, view: View) -> str:
    lemmas = tuple(_possible_lemmas(word))
    for known in (_hedges(),) if view is View.HEDGES else ():
        for lemma in lemmas:
            if lemma in known:
                # «suspected» and «suspects» hedge in different company, so the ending is kept.
                return f"{known[lemma]}:{lemma}{_ending(word)}"
    for lemma in lemmas:
        if lemma in _cues():
            return f"{_cues()[lemma]}:{lemma}"
    for lemma in lemmas:
        if lemma in _nouns():
            return _nouns()[lemma]
    if word.endswith(("n't", "n’t")):
        return "NEG"
    return _ending(word) or "WORD"


def _ending(word: str) -> str:
    return next((name for ending, name in _ENDINGS if word.endswith(ending)), "")


@functools.cache
def _closed() -> Mapping[str, str]:
    lexicon = load_lexicon("classifiers")
    classes = {word: name for name, words in lexicon["classes"].items() for word in words}
    return {**classes, **{word: word for word in lexicon["kept"]["words"]}}


@functools.cache
def _cues() -> Mapping[str, str]:
    lexicon = load_lexicon("cues")
    found: dict[str, str] = {}
    for table in _VERBS:
        for kind, lemmas in lexicon[table].items():
            for lemma in lemmas:
                found.setdefault(lemma, kind.upper())
    for kind, lemmas in lexicon["noun"].items():
        for lemma in lemmas:
            found.setdefault(lemma, f"N{kind.upper()}")
    for lemma in lexicon["adjective"]["think"]:
        found.setdefault(lemma, "ATHINK")
    for lemma in lexicon["medium"]["nouns"]:
        found.setdefault(lemma, "MEDIUM")
    for lemma in lexicon["relay"]["citing"]:
        found.setdefault(lemma, "CITING")
    return found


@functools.cache
def _hedges() -> Mapping[str, str]:
    """Single hedge words, with their type; those of several words are told by the words themselves."""
    found: dict[str, str] = {}
    for cue in load_lexicon("hedges")["cue"]:
        for word in cue["words"]:
            if " " not in word:
                for form in word.split("|"):
                    found.setdefault(form, f"H{cue['type']}")
    return found | dict.fromkeys(load_lexicon("classifiers")["hedging"]["modals"], "HMODAL")


@functools.cache
def _nouns() -> Mapping[str, str]:
    found: dict[str, str] = {}
    roles, sources = load_lexicon("roles"), load_lexicon("sources")
    for word in roles["persons"]:
        found.setdefault(word, "PERSON")
    for word in sources["spokespeople"]["heads"]:
        found.setdefault(word, "PERSON")
    for words in sources["voices"].values():
        for word in words:
            found.setdefault(word, "PERSON")
    for kind, words in sources["heads"].items():
        for word in words:
            found.setdefault(word, f"H{kind}")
    return found


def _possible_lemmas(word: str) -> Iterator[str]:
    yield word
    irregular: Mapping[str, str] = load_lexicon("classifiers")["irregular"]
    if word in irregular:
        yield irregular[word]
    for suffix, stem in _SUFFIXES:
        if word.endswith(suffix) and len(word) > len(suffix) + 1:
            bare = word[: -len(suffix)] + stem
            yield bare
            if len(bare) > 3 and bare[-1] == bare[-2]:
                yield bare[:-1]

"""Buttons, menus, sign-up boxes and legal lines: what a page says that is no part of the article."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from claimkit.resources import load_lexicon

_NOT_A_WORD = re.compile(r"[\W_]+")
_LETTER = re.compile(r"[^\W\d_]")
_OTHER_LETTER = re.compile(r"[^\W\d_A-Za-z\u00aa\u00ba\u00c0-\u024f\u1e00-\u1eff]")
_LONGEST_PHRASE = 60
_LONGEST_CREDIT = 500
_LONGEST_EDGE = 400
_SPEAKS_TO_READER = re.compile(r"\b(?:you|your|us|our|please)\b", re.IGNORECASE)
_REPORTS = re.compile(r"[\"“”]|\b(?:said|says|told|according)\b", re.IGNORECASE)


def is_furniture(line: str) -> bool:
    """Whether the whole of ``line`` is furniture, wherever it stands: a button, menu, box, ruler, stray letter."""
    if len(line) <= _LONGEST_PHRASE:
        key = line_key(line)
        # «___», «1», «s»: no word. «a» and «i» stray as well.
        if len(key) <= 1 or key.isdigit() or key in _phrases():
            return True
    return any(len(line) <= longest and pattern.match(line) for longest, pattern in _rules())


def is_credit_line(line: str) -> bool:
    """Whether the whole of ``line`` says whose the text is: copyright, distribution, sources."""
    return len(line) <= _LONGEST_CREDIT and _credits().match(line) is not None


def is_edge_furniture(line: str) -> bool:
    """Whether ``line``, a sentence after the end of an article, is a page that speaks to its reader."""
    if len(line) > _LONGEST_EDGE or _REPORTS.search(line):
        return False
    return _edge_words().search(line) is not None and _SPEAKS_TO_READER.search(line) is not None


def line_key(line: str) -> str:
    """``line`` without case, marks and double spaces: two lines with one key say the same."""
    return _NOT_A_WORD.sub(" ", line).strip().casefold()


def is_latin(text: str) -> bool:
    """Whether at least half of the letters are Latin; true of a text without letters."""
    if text.isascii():
        return True
    others = len(_OTHER_LETTER.findall(text))
    return others == 0 or 2 * others <= len(_LETTER.findall(text))


@functools.cache
def _phrases() -> frozenset[str]:
    return frozenset(load_lexicon("layout")["boilerplate"]["phrases"])


@functools.cache
def _rules() -> Sequence[tuple[int, re.Pattern[str]]]:
    rules = load_lexicon("layout")["boilerplate"]["rule"]
    return [(rule["longest"], _alternation(rule["patterns"])) for rule in rules]


@functools.cache
def _credits() -> re.Pattern[str]:
    return _alternation(load_lexicon("layout")["credit"]["lines"])


@functools.cache
def _edge_words() -> re.Pattern[str]:
    return _alternation([load_lexicon("layout")["boilerplate"]["edge_words"]])


def _alternation(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)

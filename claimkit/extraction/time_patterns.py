"""Where a time expression may lie in a text and what its parts are, without a date to resolve it.

A pattern of :mod:`claimkit.extraction.time_grammar` is tried only at a word it may begin with, with a word of time or a
figure close behind; the longest match wins. So the work grows with the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from claimkit.extraction.time_grammar import (
    PARTED,
    core_words,
    kinds_by_first_word,
    part_pattern,
    part_words,
    patterns,
)

# "the first half of the fourth" may stand before its "quarter".
_REACH = 8


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of text that reads like a time: the name of its pattern, the pattern's groups, the part prefix."""

    kind: str
    start: int
    end: int
    groups: Mapping[str, str]
    part: str | None = None
    part_end: int = 0


def candidates_in(text: str) -> Iterator[Candidate]:
    """Candidates in order, not overlapping; ``text`` has typographic quotes normalised."""
    at, kinds_by_word, parts = 0, kinds_by_first_word(), part_words()
    for start, word in _openings(text):
        if start < at:
            continue
        found = _with_part(text, start) if word in parts else None
        found = found or longest(text, start, kinds_by_word.get(word, ()))
        if found is not None:
            yield found
            at = found.end


# A word that may begin an expression, or a figure; "70s", "'82", "mid-2011".
_WORD = re.compile(r"(?<![\w$£€])(?<!\d[,.])(?:[A-Za-z]+|'(?=\d\ds?\b)|\d)")


def _openings(text: str) -> Iterator[tuple[int, str]]:
    """Where an expression may begin: its place and its first word in lower case, ``"0"`` for a figure."""
    words = [(match.start(), match.group().lower()) for match in _WORD.finditer(text)]
    core, kinds, parts = core_words(), kinds_by_first_word(), part_words()
    cores = [number for number, (_, word) in enumerate(words) if word in core or word[0] in "0123456789'"]
    next_core = iter([*cores, len(words) + _REACH + 1])
    coming = next(next_core)
    for number, (start, word) in enumerate(words):
        if number > coming:
            coming = next(next_core)
        first = "0" if word[0].isdigit() else word
        if coming - number <= _REACH and (first in kinds or first in parts):
            yield start, first


def longest(text: str, at: int, kinds: Iterable[str]) -> Candidate | None:
    """The longest expression of one of ``kinds`` that begins at ``at``."""
    best, kind_of_best, known = None, "", patterns()
    for kind in kinds:
        match = known[kind].match(text, at)
        if match and (best is None or match.end() > best.end()):
            best, kind_of_best = match, kind
    if best is None:
        return None
    groups = {name: value for name, value in best.groupdict().items() if value is not None}
    return Candidate(kind_of_best, best.start(), best.end(), groups)


def _with_part(text: str, at: int) -> Candidate | None:
    """«early», «the end of» and the like with the time they cut."""
    prefix = part_pattern().match(text, at)
    if prefix is None:
        return None
    whole = longest(text, prefix.end(), PARTED)
    if whole is None:
        return None
    return Candidate(whole.kind, at, whole.end, whole.groups, " ".join(prefix["part"].lower().split()), prefix.end())

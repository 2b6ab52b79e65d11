"""How the words of a possible time are used, told by the words around them alone: the mode without a parse.

It costs a hundredth of a parse and gives up what only a parse tells: which verb governs a time (the nearest word with a
tense is asked instead), names and verbs that look like times but for their place ("May Brown", "the March 14 House"),
and years that count what follows.
"""

from __future__ import annotations

import functools
import re

from claimkit.extraction.time_grammar import either
from claimkit.extraction.time_patterns import Candidate
from claimkit.extraction.time_usage import Usage
from claimkit.resources import load_lexicon

# What is asked about a time stands this near; a clause of news is seldom longer.
_BEFORE, _AFTER = 160, 80
_CLAUSE_END = re.compile(r"[.!?;:](?=[\s\"'])|\n|[()—]|\"")
_WORD = re.compile(r"[A-Za-z][A-Za-z'-]*|\d[\d,.]*")


def usage_of_words(text: str, candidate: Candidate) -> Usage:
    """The usage of a candidate as far as the words beside it show it."""
    before, after = text[max(0, candidate.start - 40) : candidate.start], text[candidate.end : candidate.end + 40]
    month = candidate.groups.get("month") or candidate.groups.get("season") or ""
    capital = _named_after(after)
    return Usage(
        named=_in_name(candidate, before, after),
        is_verb=month.islower() and bool(_VERB_BEFORE.search(before)),
        is_person=bool(month) and candidate.kind == "month" and (_title_before(before) or capital),
        tagged="date" if _DATED_BEFORE.search(before) else "",
        counts=_counts(before, after, candidate.groups.get("year", "")),
        numbers=_NUMBERED.search(before) is not None,
        is_adverb=True,
    )


_VERB_BEFORE = re.compile(r"\b(?:to|will|would|could|should|may|might|can|cannot|not|they|we|you|I)\s+$", re.IGNORECASE)
_DATED_BEFORE = re.compile(
    r"\b(?:in|since|until|till|by|of|during|before|after|from|to|and|between|for|last|next|this)\s+$", re.IGNORECASE
)
_COUNTED = re.compile(r"\s+(?:[a-z]+s|people|men|women|children|police|troops|dead)\b")
_FOLLOWED = re.compile(r"\s+[a-z]+")
_ABOUT = re.compile(r"\b(?:some|about|around|nearly|almost|over|than|least|roughly)\s+$", re.IGNORECASE)
_NUMBERED = re.compile(r"\b(?:Boeing|Airbus|Route|Highway|Room|Section|Article|Flight|Form|Model|Number|No\.)\s+$")
_NAME_BEFORE = re.compile(r"(?<![.!?:]\s)(?<![.!?:][\"']\s)(?<!^)\b(?P<word>[A-Z][a-z]+)\s+$")
_NAME_AFTER = re.compile(r"\s+(?P<word>[A-Z][a-z]+)(?!\w|')")


def _counts(before: str, after: str, year: str) -> bool:
    """«some 2011 people», «2000 people»: how many and no year."""
    if _ABOUT.search(before):
        return _FOLLOWED.match(after) is not None
    return year.endswith("00") and _COUNTED.match(after) is not None


def _title_before(before: str) -> bool:
    """«Theresa May», «Mrs. May»: a capital before it that begins no sentence and is no word of time."""
    found = _NAME_BEFORE.search(before)
    return found is not None and found["word"].lower() not in _no_names()


def _named_after(after: str) -> bool:
    """«August Wilson»: a capital behind it that is no word of time."""
    found = _NAME_AFTER.match(after)
    return found is not None and found["word"].lower() not in _no_names()


def _in_name(candidate: Candidate, before: str, after: str) -> bool:
    """«the April 25 House of Culture»: a day in a noun phrase that goes on with a capital."""
    return candidate.kind in ("month_day", "day_month") and before.endswith("the ") and _named_after(after)


@functools.cache
def _no_names() -> frozenset[str]:
    """Words of time, and what begins a sentence or a phrase with a capital."""
    words = load_lexicon("times")
    tables = {
        word for table in ("months", "weekdays", "seasons", "relative", "parts", "zones") for word in words[table]
    }
    leads = words["ambiguous"]["leads"]
    return frozenset(
        tables | set(leads) | {"the", "a", "an", "he", "she", "it", "they", "we", "on", "at", "but", "that", "i"}
    )


def direction_of_words(text: str, candidate: Candidate) -> bool | None:
    """Where the nearest word with a tense points, before the time or, failing that, behind it; None without one."""
    before = _CLAUSE_END.split(text[max(0, candidate.start - _BEFORE) : candidate.start])[-1].lower()
    found = _tense_before(_WORD.findall(before))
    if found is not None:
        return found
    after = _CLAUSE_END.split(text[candidate.end : candidate.end + _AFTER])[0].lower()
    return next((tense for tense in map(_tense, _WORD.findall(after)) if tense is not None), None)


def _tense_before(words: list[str]) -> bool | None:
    if words[-1:] in (["by"], ["until"], ["till"]):
        return True if words[-1] != "by" else None  # "was told to close by June 3", "suspended until Wednesday"
    if _is_from_a_figure(words):
        return False  # "is up from 41 percent in February"
    for place in range(len(words) - 1, -1, -1):
        verdict = _tense(words[place])
        if verdict is not None:
            return verdict
        if words[place] == "to" and place + 2 < len(words) and words[place + 1] not in _DETERMINERS:
            return True  # "agreed to meet on"
    return None


def _is_from_a_figure(words: list[str]) -> bool:
    """What a change comes from lies behind, whatever the tense: a figure between "from" and the time."""
    if "from" not in words[-6:]:
        return False
    since = words[-6:][words[-6:].index("from") :]
    return any(word[0].isdigit() for word in since)


_DETERMINERS = frozenset(["the", "a", "an", "its", "his", "her", "their", "this", "that", "these", "those"])


@functools.cache
def _tense(word: str) -> bool | None:
    """True for a word that looks ahead, False for one that looks back."""
    words = load_lexicon("times")["tense"]
    if word in words["future"] or word.endswith("'ll") or word in words["ahead"]:
        return True
    if word in words["past"] or word in words["irregular"]:
        return False
    return False if len(word) > 4 and word.endswith("ed") and word not in words["not_past"] else None


def looks_back(before: str) -> bool:
    """Whether a length behind "in" has passed: «the first congress in», a superlative and no other clause between."""
    found = _superlative().search(before)
    return found is not None and not set(found["between"].lower().split()) & _clause_words()


def is_record(text: str, at: int) -> bool:
    """Whether a length is followed by what it is a record of: «a five-year» | «high»."""
    word = _NEXT.match(text, at)
    return word is not None and word[1].lower() in load_lexicon("times")["superlatives"]["records"]


_NEXT = re.compile(r"[ -]([A-Za-z]+)")


@functools.cache
def _clause_words() -> frozenset[str]:
    return frozenset(load_lexicon("times")["superlatives"]["verbs"])


@functools.cache
def _superlative() -> re.Pattern[str]:
    words = either(load_lexicon("times")["superlatives"]["words"])
    return re.compile(
        rf"\b(?:{words})\b(?P<between>(?:\s+[\w'-]+){{0,5}}?)\s+in\s+(?:(?:more|less|at|over|nearly|almost|about|than|least|some|the)\s+){{0,2}}$",
        re.IGNORECASE,
    )

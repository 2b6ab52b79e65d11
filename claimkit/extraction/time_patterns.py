"""The grammar of time expressions: where one may lie in a text and what its parts are, without a date to resolve it.

Each pattern is tried only at a word that may begin an expression, and the longest one wins, so the work grows with the
length of the text. Vocabulary is ``resources/times.toml`` and ``resources/numbers.toml``.
"""

# ruff: noqa: E501  (the grammar is a table: one pattern a line)

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from claimkit.resources import load_lexicon


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
    at = 0
    for match in _WORD.finditer(text):
        if match.start() < at or match.group().lower() not in _triggers():
            continue
        found = _with_part(text, match.start()) or _longest(text, match.start())
        if found is not None:
            yield found
            at = found.end


# A word that may begin an expression, or a figure; "70s", "'82", "mid-2011".
_WORD = re.compile(r"(?<![\w$£€])(?<!\d[,.])(?:[A-Za-z]+|'(?=\d\ds?\b)|\d)")


def _longest(text: str, at: int, kinds: Iterable[str] | None = None) -> Candidate | None:
    best = None
    for kind in kinds or _patterns():
        match = _patterns()[kind].match(text, at)
        if match and (best is None or match.end() > best.end):
            groups = {name: value for name, value in match.groupdict().items() if value is not None}
            best = Candidate(kind, match.start(), match.end(), groups)
    return best


_PARTED = (
    "month",
    "month_year",
    "month_of_year",
    "year",
    "year_pair",
    "decade",
    "century",
    "relative",
    "the_unit",
    "weekday",
    "season",
    "quarter",
    "days",
)


def _with_part(text: str, at: int) -> Candidate | None:
    """«early», «the end of» and the like with the time they cut."""
    prefix = _part_pattern().match(text, at)
    if prefix is None:
        return None
    whole = _longest(text, prefix.end(), _PARTED)
    if whole is None:
        return None
    return Candidate(whole.kind, at, whole.end, whole.groups, " ".join(prefix["part"].lower().split()), prefix.end())


def either(words: Iterable[str]) -> str:
    """An alternation of literal words, the longest first."""
    return "|".join(re.escape(word).replace(r"\ ", " ") for word in sorted(words, key=len, reverse=True))


@functools.cache
def _part_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?:the )?(?P<part>{either(load_lexicon('times')['parts'])})(?: |-)(?:in )?", re.IGNORECASE)


@functools.cache
def _triggers() -> frozenset[str]:
    words, numbers = load_lexicon("times"), load_lexicon("numbers")
    first = {
        "the",
        "a",
        "an",
        "its",
        "this",
        "every",
        "each",
        "once",
        "twice",
        "half",
        "q",
        "fy",
        "fiscal",
        "noon",
        "midnight",
        "year",
        "'",
        "couple",
        "that",
        "all",
        "hundreds",
        "thousands",
        "dozens",
        "fall",
        "final",
        "three",
        "day",
        "week",
        "month",
        "no",
        "morning",
        "nineteen",
        "two",
    }
    tables = ("months", "weekdays", "seasons", "relative", "parts", "days", "vague", "sets", "holidays")
    first |= {re.split(r"\W", word)[0] for table in tables for word in words[table]}
    first |= {word + "s" for word in words["weekdays"]} | {unit + "s" for unit in words["units"]}
    first |= {re.split(r"\W", word)[0] for table in ("small", "tens", "few", "ordinals") for word in numbers[table]}
    return frozenset(first | {"centuries", "decades"} | {str(digit) for digit in range(10)})


@functools.cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        name: re.compile(pattern.format_map(_vocabulary()), re.IGNORECASE | re.VERBOSE)
        for name, pattern in _GRAMMAR.items()
    }


@functools.cache
def _vocabulary() -> dict[str, str]:
    words, numbers = load_lexicon("times"), load_lexicon("numbers")
    small, tens, ordinals = (either(numbers[name]) for name in ("small", "tens", "ordinals"))
    cardinal = rf"\d{{1,4}}(?:\.\d{{1,2}})?(?!\d)|(?:(?:{tens})[ -])?(?:{small})|{tens}|(?:a|one)[ ]hundred|a[ ]dozen"
    several = r"several|a[ ]few|few|many|some|a[ ]couple[ ]of|couple[ ]of|hundreds[ ]of|thousands[ ]of|dozens[ ]of"
    tables = {
        name: either(words[table]).replace(" ", "[ ]")
        for name, table in (
            ("MONTH", "months"),
            ("WEEKDAY", "weekdays"),
            ("SEASON", "seasons"),
            ("RELATIVE", "relative"),
            ("UNIT", "units"),
            ("DAYPART", "part_of_day"),
            ("DAYS", "days"),
            ("VAGUE", "vague"),
            ("SETS", "sets"),
            ("HOLIDAY", "holidays"),
        )
    }
    return tables | {
        "TENS": tens,
        "SMALL": small,
        "TEENS": either(word for word, value in numbers["small"].items() if value >= 10),
        "YEAR": r"(?:1[0-9]|20)\d\d(?![\d%]|[.,]\d)",
        "DAY": r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\d|[.,:]\d|%)",
        "ORDINAL": rf"(?:{ordinals}|\d{{1,2}}(?:st|nd|rd|th))",
        "NUM": rf"(?:half[ ]an?|(?:{cardinal}|an?)[ ]and[ ]a[ ]half|(?:{cardinal})(?:[ ](?:to|or)[ ]|[-–])(?:{cardinal})|{several}|{cardinal}|an?)",
        "ZONE": r"(?:[ ]?\(?(?:UTC|GMT|EST|EDT|ET|CST|CDT|CT|MST|MDT|MT|PST|PDT|PT|BST|CET|CEST|KST|JST|IST|local[ ]time)(?:[ ]?[+-]\d{1,2})?\)?)",
        "OFYEAR": rf"(?:[ ](?:of[ ])?(?:(?P<year>(?:1[0-9]|20)\d\d)(?!\d)|(?:the[ ])?(?P<rel>{tables['RELATIVE']})[ ](?:fiscal[ ]|financial[ ])?year))",
    }


_GRAMMAR = {
    "iso": r"(?P<iso>\d{{4}}-\d\d-\d\d)(?:T(?P<clock>\d\d:\d\d)(?::\d\d)?)?(?!\d)",
    "slash": r"(?P<first>\d{{1,2}})/(?P<second>\d{{1,2}})/(?P<year>\d{{4}}|\d\d)(?![\d/])",
    "month_day": r"(?:(?P<weekday>{WEEKDAY})\.?,?[ ](?:the[ ])?)?(?P<month>{MONTH})\b\.?[ ](?:the[ ])?(?P<day>{DAY})\b"
    r"(?:[ ]?(?:[-–]|to|and)[ ]?(?P<last>{DAY})\b(?![ ](?:{MONTH})))?(?:[ ]?,?[ ](?P<year>{YEAR})|[ ](?P<rel>last|this|next)[ ]year)?",
    "day_month": r"(?:(?P<weekday>{WEEKDAY})\.?,?[ ](?:the[ ])?)?(?:the[ ])?(?P<day>{DAY})(?:[ ]?(?:[-–]|to|and)[ ]?(?P<last>{DAY}))?"
    r"[ -](?:of[ ])?(?P<month>{MONTH})\b\.?(?:[ ]?,?[ ](?P<year>{YEAR})|[ ](?P<rel>last|this|next)[ ]year)?",
    "month_year": r"(?P<month>{MONTH})\b\.?(?:[ ]?,)?[ ](?:of[ ])?(?P<year>{YEAR})\b",
    "month_of_year": r"(?P<month>{MONTH})\b\.?[ ](?:of[ ])?(?:the[ ])?(?P<rel>{RELATIVE})[ ]year",
    "month": r"(?:(?:the[ ])?(?P<rel>{RELATIVE})[ ])?(?P<month>{MONTH})\b(?![ ]\d{{1,2}}\b)",
    "weekday": r"(?:(?P<rel>{RELATIVE})[ ])?(?P<weekday>{WEEKDAY})(?P<plural>s)?\b(?!')(?:[ ](?P<daypart>{DAYPART}))?",
    "year_pair": r"(?P<year>{YEAR})[-–/](?P<last>\d{{4}}|\d\d)(?![\d-]|[.,]\d)",
    "year": r"(?:(?P<fiscal>fiscal|financial|FY)[ ]?(?:year[ ])?)?(?P<year>{YEAR})(?![\w$€£])",
    "year_in_words": r"(?:the[ ]year[ ])?(?P<words>(?:eighteen|nineteen)[ ](?:(?:{TENS})(?:[ -](?:{SMALL}))?|{TEENS})|two[ ]thousand(?:[ ]and[ ](?:{SMALL}))?(?![ ](?:[a-z]+s\b|people)))\b",
    "short_year": r"'(?P<short>\d\d)(?!\w)",
    "decade": r"(?:the[ ])?(?:(?P<year>(?:1[0-9]|20)\d0)|'?(?P<short>\d0))'?s\b",
    "century": r"(?:the[ ])?(?P<ordinal>{ORDINAL})[ -]centur(?:y|ies)\b",
    "relative": r"(?:(?:the|its|our)[ ])?(?P<rel>{RELATIVE})[ ](?:fiscal[ ]|financial[ ]|calendar[ ])?(?P<unit>{UNIT})\b(?:[ ](?P<daypart>{DAYPART}))?(?!-)",
    "the_unit": r"the[ ](?:(?:entire|whole|full)[ ])?(?P<unit>day|week|month|quarter|year|weekend)(?![\w'-]|[ ](?:of|that|when|after|before|in|to|ahead|he|she|they|it|i)\b)",
    "neighbour": r"the[ ](?P<unit>day|week|month|year|night)[ ](?P<side>before|after|earlier|previous|prior)(?![\w-])",
    "this_part": r"(?P<rel>this|last|that|yesterday|tomorrow)[ ](?P<daypart>{DAYPART})\b",
    "span": r"(?:the[ ])?(?P<rel>past|last|next|previous|coming|following|first|final|final)[ ](?P<num>{NUM})[ ](?:full[ ]|straight[ ]|consecutive[ ]|trading[ ]|fiscal[ ])?(?P<unit>{UNIT})s?\b",
    "past": r"(?:the[ ])?past[ ](?P<unit>{UNIT})\b(?!-)",
    "ago": r"(?P<num>{NUM})[ ](?P<unit>{UNIT})s?[ ](?P<side>ago|earlier|later|before(?![ ](?:the|a|an|he|she|it|they)\b)|hence|from[ ]now|after[ ]that|beforehand)\b",
    "year_ago": r"(?:the[ ])?(?:year|month|week)-(?:ago|earlier)(?:[ ](?P<unit>quarter|period|month))?",
    "duration": r"(?P<num>{NUM})(?P<gap>[ -])(?:(?:straight|consecutive|full|more|additional|extra|trading|business|working|calendar|long|whole|solid|other)[ ])?"
    r"(?P<unit>{UNIT})(?P<plural>s)?\b(?!(?:'s)?[ -](?:old|olds)\b|s?[ ]of[ ]age)",
    "bare_duration": r"(?P<unit>year|decade|month|week|day|hour|minute|centurie)s(?!'|\w|[ ](?:old|of[ ]age))(?:-long|[ ]long\b)?",
    "all_day": r"all[ ](?P<unit>day|night|week|month|year)\b(?:[ ]long)?",
    "quarter": r"(?:(?:the|its|their)[ ])?(?:(?:fiscal|financial)[ ])?(?:(?P<year_before>{YEAR})[ ])?(?:(?:fiscal)[ ])?(?P<ordinal>first|second|third|fourth|final|last|1st|2nd|3rd|4th)[ -](?:fiscal[ ]|calendar[ ])?quarter\b{OFYEAR}?",
    "years_quarter": r"(?P<rel>{RELATIVE})[ ]year's[ ](?P<ordinal>first|second|third|fourth|final)[ -]quarter\b",
    "quarter_of": r"the[ ](?P<year_before>{YEAR})[ ](?P<unit>quarter|period)\b",
    "q": r"Q(?P<q>[1-4])(?:[ ,]+(?:of[ ])?(?P<year>{YEAR}))?\b",
    "season": r"(?:(?:the[ ])?(?P<rel>{RELATIVE})[ ]|(?P<the>the)[ ])?(?P<season>{SEASON})\b(?:,?[ ](?:of[ ])?(?P<year>{YEAR}))?(?![ ]of\b)",
    "holiday": r"(?P<holiday>{HOLIDAY})(?!\w)(?:,?[ ](?P<year>{YEAR}))?",
    "days": r"(?P<days>{DAYS})\b(?:[ ](?P<daypart>{DAYPART}))?",
    "clock": r"(?:(?P<hour>[01]?\d|2[0-3])(?:[:.](?P<minute>[0-5]\d))?[ ]?(?P<half>[ap])\.?m\b\.?{ZONE}?|(?P<hour24>[01]?\d|2[0-3]):(?P<minute24>[0-5]\d)(?![\d:]){ZONE}?"
    r"|(?P<hour4>[01]\d|2[0-3])(?P<minute4>[0-5]\d){ZONE}|(?P<named>noon|midnight)\b)",
    "every": r"(?:every|each)[ ](?:single[ ])?(?:(?P<other>other)[ ]|(?P<num>{NUM})[ ])?(?:(?P<unit>{UNIT})s?|(?P<weekday>{WEEKDAY})|(?P<season>{SEASON})|(?P<daypart>{DAYPART}))\b",
    "times_a": r"(?:once|twice|(?:{NUM})[ ]times)[ ](?:an?|per|every|each)[ ](?P<unit>{UNIT})\b",
    "sets": r"(?P<sets>{SETS})(?![\w-])",
    "vague": r"(?P<vague>{VAGUE})(?![\w-])",
}

"""The grammar of time expressions as a table: a pattern a kind, and the words it may begin with.

The patterns are verbose regular expressions over the vocabulary in braces, which comes from ``resources/times.toml``
and ``resources/numbers.toml``; the longest match wins, and of two as long the one named first.
"""

# ruff: noqa: E501  (the grammar is a table: one pattern a line)

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping

from claimkit.resources import load_lexicon

# Words a pattern may begin with: tables of the lexicon in capitals, words as they stand; "0" is a figure.
_FIRST = {
    "iso": "0",
    "slash": "0",
    "dotted": "0",
    "month_day": "MONTH WEEKDAY",
    "day_month": "WEEKDAY the 0 ORDINAL",
    "month_year": "MONTH",
    "months": "MONTH",
    "month_of_year": "MONTH",
    "month": "MONTH RELATIVE the",
    "weekday": "WEEKDAY RELATIVE",
    "nth": "the ORDINAL",
    "day_of_month": "the",
    "year_pair": "0",
    "fiscal_year": "FISCAL fiscal financial fy",
    "year": "0 year the",
    "year_in_words": "the eighteen nineteen two",
    "short_year": "'",
    "decade": "the 0 '",
    "decade_in_words": "the DECADE eighteen nineteen",
    "century": "the ORDINAL 0",
    "days": "DAYS",
    "this_part": "this that yesterday tomorrow the PARTOFDAY",
    "same_of": "the its SAME",
    "latest_period": "the its latest",
    "relative": "RELATIVE the its our",
    "year_end": "year last next this",
    "the_unit": "the",
    "neighbour": "the",
    "unit_of": "the",
    "span": "the past last next previous coming following first final NUMBER",
    "past": "the past",
    "ago": "NUMBER 0",
    "year_ago": "the year month week",
    "duration": "NUMBER 0",
    "bare_duration": "UNIT",
    "all_day": "all",
    "quarter": "the its their fiscal financial 0 QUARTERORDINAL",
    "years_quarter": "RELATIVE",
    "quarter_of": "the",
    "q": "q",
    "season": "the RELATIVE SEASON",
    "holiday": "HOLIDAYS",
    "clock": "0 noon midnight HOUR shortly just",
    "every": "every each",
    "times_a": "once twice NUMBER 0",
    "sets": "SETS",
    "vague": "VAGUE",
}

_YEAR_WORDS = r"(?:(?:eighteen|nineteen)[ ](?:hundred(?:[ ]and)?[ ])?(?:(?:{TENS})(?:[ -](?:{SMALL}))?|{TEENS})|(?:twenty)[ ](?:{TEENS}|(?:{TENS})(?:[ -](?:{SMALL}))?)|two[ ]thousand(?:[ ]and[ ](?:{SMALL}))?(?![ ](?:[a-z]+s\b|people)))"

_GRAMMAR = {
    "iso": r"(?P<iso>\d{{4}}-\d\d-\d\d)(?:[T ](?P<clock>\d\d:\d\d)(?::\d\d)?)?(?!\d)",
    "slash": r"(?P<first>\d{{1,2}})/(?P<second>\d{{1,2}})/(?P<year>\d{{4}}|\d\d)(?![\d/])",
    "dotted": r"(?:(?P<second>\d{{1,2}})(?P<mark>[.-])(?P<first>\d{{1,2}})(?P=mark)(?P<year>(?:19|20)\d\d)|(?P<year_first>(?:19|20)\d\d)(?P<mark2>[./ ])(?P<month_figure>0?[1-9]|1[0-2])(?P=mark2)(?P<day_figure>3[01]|[12]\d|0?[1-9]))(?![\d.]\d|\d)",
    "month_day": r"(?:(?P<weekday>{WEEKDAY})\.?,?[ ](?:the[ ])?)?(?P<month>{MONTH})\b\.?[ ](?:the[ ])?(?:(?P<day>{DAY})\b"
    r"(?:[ ]?(?:[-–]|to|and|through)[ ]?(?P<last>{DAY})\b(?![ ](?:{MONTH})))?|(?P<day_word>{DAYORDINAL})(?=[.,;:)!?]|\Z|[ ]\d{{4}}\b|[ ](?:at|and|to|through|in|when|until|for|of)\b))(?:[ ]?,?[ ](?:of[ ])?(?P<year>{YEAR})|[ ](?P<rel>last|this|next)[ ]year)?",
    "day_month": r"(?:(?P<weekday>{WEEKDAY})\.?,?[ ](?:the[ ])?)?(?:the[ ])?(?:(?P<day>{DAY})(?:[ ]?(?:[-–]|to|and|through)[ ]?(?P<last>{DAY}))?|(?P<day_word>{DAYORDINAL})(?=[ ]of))"
    r"[ -](?:of[ ])?(?P<month>{MONTH})\b\.?(?:[ ]?,?[ -](?:of[ ])?(?P<year>{YEAR})|[ ](?P<rel>last|this|next)[ ]year)?",
    "month_year": r"(?P<month>{MONTH})\b\.?(?:[ ]?,)?[ -](?:(?:of|in)[ ])?(?:(?P<year>{YEAR})\b|(?P<words>{YEARWORDS})\b)",
    "months": r"(?P<month>{MONTH})\.?[ ]?[-–/][ ]?(?P<last>{MONTH})\b\.?(?:,?[ ](?:of[ ])?(?P<year>{YEAR})\b)?",
    "month_of_year": r"(?P<month>{MONTH})\b\.?[ ](?:of[ ])?(?:the[ ])?(?P<rel>{RELATIVE})[ ]year",
    "month": r"(?:(?:the[ ])?(?P<rel>{RELATIVE})[ ])?(?P<month>{MONTH})\b(?![ ]\d{{1,2}}\b)",
    "weekday": r"(?:(?P<rel>{RELATIVE})[ ])?(?P<weekday>{WEEKDAY})(?P<plural>s)?\b(?!')(?:[ ](?P<daypart>{DAYPART})(?P<dayparts>s)?\b)?(?:[ ](?:of[ ])?(?P<weekrel>this|next|last|the[ ]following|the[ ]previous)[ ]week\b)?",
    "nth": r"(?:the[ ])?(?P<nth>{NTH})[ ](?:full[ ])?(?P<what>{WEEKDAY}|week(?:end)?|day|month|half)[ ](?:of|in)[ ](?:(?:early|late)[ ])?(?:(?P<month>{MONTH})\b\.?(?:,?[ ](?:of[ ])?(?:(?P<year>{YEAR})|(?P<rel>last|this|next)[ ]year))?|(?P<only_year>{YEAR})\b|(?P<of>the|this|last|next|each|every)[ ](?P<unit>month|year)\b)",
    "day_of_month": r"the[ ](?P<day>(?:3[01]|[12]?\d)(?:st|nd|rd|th))(?=[.,;:)\]]|\Z|[ ]of[ ](?:the|this|last|next|each|every)[ ]month|[ ](?:at|to|through)[ ]\d)(?:[ ]of[ ](?P<of>the|this|last|next|each|every)[ ]month)?",
    "year_pair": r"(?P<year>{YEAR})[-–/](?P<last>\d{{4}}|\d\d)(?![\d-]|[.,]\d)",
    "fiscal_year": r"(?:(?P<holder>{FISCAL})[ ])?(?:FY[ ]?|(?:fiscal|financial)[ ](?:year[ ])?)'?(?:(?P<year>{YEAR})|(?P<short>\d\d))(?:[-–/](?P<last>\d{{4}}|\d\d))?(?![\w$€£]|[.,-]\d)",
    "year": r"(?:(?:the[ ])?year[ ])?(?P<year>{YEAR})(?![\w$€£])",
    "year_in_words": r"(?:the[ ]year[ ])?(?P<words>{YEARWORDS})\b",
    "short_year": r"'(?P<short>\d\d)(?!\w)",
    "decade": r"(?:the[ ])?(?:(?P<year>(?:1[0-9]|20)\d0)|'?(?P<short>\d0))'?s\b",
    "decade_in_words": r"(?:the[ ])?(?:(?P<hundreds>eighteen|nineteen)[ -])?(?P<decade>{DECADE})\b",
    "century": r"(?:the[ ])?(?P<ordinal>{ORDINAL})[ -]centur(?:y|ies)\b",
    "days": r"(?P<days>{DAYS})\b(?:[ ](?P<daypart>{DAYPART}))?",
    "this_part": r"(?P<rel>this|that|yesterday|tomorrow|the)[ ](?:very[ ])?(?:early[ ]|late[ ]|mid-?)?(?P<daypart>{DAYPART})\b|mid-?(?P<daypart2>morning|afternoon|evening)\b",
    "same_of": r"(?:(?:the|its)[ ])?(?P<same>{SAME})[ ](?:(?:three|six|nine|four|twelve)[ -](?:month|week)[ ])?(?P<unit>period|time|point|stage|quarter|month|week|weekend|day|half)s?[ ](?:(?:of|in|from)[ ])?(?:the[ ])?(?:(?P<rel>last|previous|prior|preceding)[ ]year|(?:a|one)[ ]year[ ](?:ago|earlier|before)|(?P<year>{YEAR}))\b",
    "latest_period": r"(?:(?:the|its)[ ])?latest[ ](?:reporting[ ])?period\b",
    "relative": r"(?:(?:the|its|our)[ ])?(?P<rel>{RELATIVE})[ ](?P<fiscal>fiscal[ ]|financial[ ])?(?:calendar[ ])?(?P<unit>{UNIT})\b(?:[ ](?P<daypart>{DAYPART}))?(?!-)",
    "year_end": r"(?:(?P<rel>last|this|next)[ ])?year(?:[ ]|-)end\b(?:[ ](?P<year>{YEAR}))?",
    "the_unit": r"the[ ](?:(?:entire|whole|full|fiscal|financial|calendar|current[ ]fiscal)[ ])?(?P<unit>day|week|month|quarter|year|weekend)(?![\w'-]|[ ](?:of|that|when|after|before|in|to|ahead|he|she|they|it|i)\b)",
    "neighbour": r"the[ ](?P<unit>day|week|month|year|night|weekend)[ ](?P<side>before|after|earlier|previous|prior)(?![\w-])",
    "unit_of": r"the[ ](?P<unit>week|weekend|month)[ ]of(?=[ ](?:the[ ])?(?:{MONTH}\b|{WEEKDAY}\b|{HOLIDAY}\b|\d{{1,2}}\b))",
    "span": r"(?:the[ ])?(?:(?P<rel>past|last|next|previous|coming|following|first|final)[ ](?P<num>{NUM})[ ](?:full[ ]|straight[ ]|consecutive[ ]|trading[ ]|fiscal[ ])?(?P<unit>{UNIT})s?|(?P<num2>{NUM})[ ](?P<rel2>past|previous|coming|upcoming|following)[ ](?P<unit2>{UNIT})s)\b",
    "past": r"(?:the[ ])?past[ ](?P<unit>{UNIT})\b(?!-)",
    "ago": r"(?P<num>{NUM})[ ](?P<unit>{UNIT})s?[ ](?:or[ ](?:so|more)[ ])?(?P<side>ago|earlier|later|before(?![ ](?:the|a|an|he|she|it|they|{DAYS}|{WEEKDAY}|{MONTH}|{HOLIDAY})\b)|hence|from[ ](?:now|today)|after[ ]that|beforehand)\b",
    "year_ago": r"(?:the[ ])?(?P<base>year|month|week)-(?:ago|earlier)(?:[ ](?:(?P<ordinal>first|second|third|fourth)[ -]quarter|(?P<unit>quarter|period|month)))?\b",
    "duration": r"(?P<num>{NUM})(?P<gap>[ -])(?:(?:straight|consecutive|full|more|additional|extra|further|trading|business|working|calendar|long|whole|solid|other)[ ])?"
    r"(?P<unit>{UNIT})(?P<plural>s)?\b(?!(?:'s)?[ -](?:old|olds)\b|s?[ ]of[ ]age)",
    "bare_duration": r"(?P<unit>year|decade|month|week|day|hour|minute|centurie)s(?!'|\w|[ ](?:old|of[ ]age))(?:-long|[ ]long\b)?",
    "all_day": r"all[ ](?P<unit>day|night|week|month|year)\b(?:[ ]long)?",
    "quarter": r"(?:(?:the|its|their)[ ])?(?:(?:fiscal|financial)[ ])?(?:(?P<year_before>{YEAR})[ ])?(?:(?:fiscal)[ ])?(?P<ordinal>first|second|third|fourth|final|last|1st|2nd|3rd|4th)[ -](?:fiscal[ ]|calendar[ ])?quarter\b{OFYEAR}?",
    "years_quarter": r"(?P<rel>{RELATIVE})[ ]year's[ ](?:(?P<ordinal>first|second|third|fourth|final)[ -])?quarter\b",
    "quarter_of": r"the[ ](?P<year_before>{YEAR})[ ](?P<unit>quarter|period)\b",
    "q": r"Q(?P<q>[1-4])(?:[ ,]+(?:of[ ])?(?:FY[ ]?)?(?P<year>{YEAR}))?\b",
    "season": r"(?:(?:the[ ])?(?P<rel>{RELATIVE})[ ]|(?P<the>the)[ ])?(?P<season>{SEASON})\b(?:,?[ ](?:of[ ])?(?:(?P<year>{YEAR})(?:[-–/](?P<last>\d\d(?:\d\d)?)(?!\d))?|(?P<words>{YEARWORDS})\b))?(?![ ]of\b)",
    "holiday": r"(?P<holiday>{HOLIDAY})(?!\w)(?:,?[ ](?P<year>{YEAR}))?",
    "clock": r"(?P<near>(?:shortly|just)[ ](?:before|after)[ ])?(?:(?P<hour>[01]?\d|2[0-3])(?:[:.](?P<minute>[0-5]\d))?[ ]?(?P<half>[ap])\.?m\b\.?{ZONE}?|(?P<hour24>[01]?\d|2[0-3]):(?P<minute24>[0-5]\d)(?::[0-5]\d)?(?![\d:]){ZONE}?"
    r"|(?P<hour4>[01]\d|2[0-3])(?P<minute4>[0-5]\d){ZONE}|(?P<named>noon|midnight)\b"
    r"|(?P<oclock>(?:1[0-2]|[1-9])\b|{HOUR})[ ]o'clock\b(?:[ ](?:in[ ]the[ ]|at[ ])(?P<daypart>{DAYPART})\b)?|(?P<figure>(?:1[0-2]|[1-9])\b|{HOUR})[ ](?:in[ ]the|at)[ ](?P<daypart2>morning|afternoon|evening|night)\b)",
    "every": r"(?:every|each)[ ](?:single[ ])?(?:(?P<other>other)[ ]|(?P<num>{NUM})[ ])?(?:(?P<unit>{UNIT})s?|(?P<weekday>{WEEKDAY})|(?P<season>{SEASON})|(?P<month>{MONTH})|(?P<daypart>{DAYPART}))\b",
    "times_a": r"(?:once|twice|(?:{NUM})[ ]times)[ ](?:an?|per|every|each)[ ](?P<unit>{UNIT})\b",
    "sets": r"(?P<sets>{SETS})(?![\w-])",
    "vague": r"(?P<vague>{VAGUE})(?![\w-])",
}

# Kinds a part can be cut from: "early 2020", "the end of last week".
PARTED = (
    "month", "month_year", "month_of_year", "year", "year_pair", "fiscal_year", "decade", "decade_in_words", "century",
    "relative", "the_unit", "weekday", "season", "quarter", "days", "holiday", "month_day", "day_month", "this_part",
)  # fmt: skip

_TABLES = {
    "MONTH": "months",
    "WEEKDAY": "weekdays",
    "SEASON": "seasons",
    "RELATIVE": "relative",
    "UNIT": "units",
    "DAYPART": "part_of_day",
    "DAYS": "days",
    "VAGUE": "vague",
    "SETS": "sets",
    "HOLIDAY": "holidays",
    "SAME": "same",
    "DECADE": "decades",
    "FISCAL": "fiscal",
}


@functools.cache
def patterns() -> Mapping[str, re.Pattern[str]]:
    """The compiled pattern of every kind, in the order of the grammar."""
    vocabulary = _vocabulary()
    return {
        name: re.compile(pattern.format_map(vocabulary), re.IGNORECASE | re.VERBOSE)
        for name, pattern in _GRAMMAR.items()
    }


@functools.cache
def kinds_by_first_word() -> Mapping[str, tuple[str, ...]]:
    """Which kinds an expression may be of that begins with a word; figures are under ``"0"``."""
    classes = _first_words()
    found: dict[str, list[str]] = {}
    for kind, names in _FIRST.items():
        for word in dict.fromkeys(word for name in names.split() for word in classes.get(name, (name,))):
            found.setdefault(word, []).append(kind)
    return {word: tuple(kinds) for word, kinds in found.items()}


@functools.cache
def core_words() -> frozenset[str]:
    """Words of which every expression holds one, or a figure: "the" and "a" begin many and make none."""
    words = load_lexicon("times")
    tables = ("months", "weekdays", "seasons", "units", "part_of_day", "days", "vague", "sets", "holidays", "decades")
    parts = {part for table in tables for entry in words[table] for part in re.findall("[a-z]+", entry)}
    plurals = {part + "s" for part in parts}
    odd = {"period", "time", "point", "stage", "quarter", "noon", "midnight", "o", "clock", "centuries", "fy", "q"}
    # Years in words end in a number, "the second" of May in its month.
    return frozenset(
        (parts | plurals | odd) - {"the", "a", "of", "in", "at", "s"} | {"thousand", "nineteen", "eighteen"}
    )


def either(words: Iterable[str]) -> str:
    """An alternation of literal words, the longest first."""
    return "|".join(re.escape(word).replace(r"\ ", " ") for word in sorted(words, key=len, reverse=True))


@functools.cache
def part_pattern() -> re.Pattern[str]:
    """What cuts a part from the time behind it: "early", "the end of"."""
    return re.compile(rf"(?:the )?(?P<part>{either(load_lexicon('times')['parts'])})(?: |-)(?:in )?", re.IGNORECASE)


@functools.cache
def part_words() -> frozenset[str]:
    """The words a part may begin with."""
    return frozenset({"the"} | {re.split(r"\W", word)[0] for word in load_lexicon("times")["parts"]})


def _first_words() -> dict[str, tuple[str, ...]]:
    words, numbers = load_lexicon("times"), load_lexicon("numbers")

    def heads(entries: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(re.split(r"\W", entry)[0] for entry in entries))

    singles = {name: heads(words[table]) for name, table in _TABLES.items() if name not in ("WEEKDAY", "UNIT")}
    amounts = [
        *numbers["small"],
        *numbers["tens"],
        *numbers["few"],
        *numbers["vague"],
        "a",
        "an",
        "half",
        "some",
        "couple",
    ]
    return singles | {
        "WEEKDAY": tuple(word + end for word in words["weekdays"] for end in ("", "s")),
        "UNIT": tuple(word + end for word in words["units"] for end in ("", "s")),
        "HOLIDAYS": heads(words["holidays"]),
        "PARTOFDAY": (*words["part_of_day"], "mid", *("mid" + word for word in words["part_of_day"])),
        "NUMBER": heads(amounts),
        "ORDINAL": (*heads(numbers["ordinals"]), *heads(words["nth"]), "0"),
        "QUARTERORDINAL": ("first", "second", "third", "fourth", "final", "last"),
        "HOUR": tuple(word for word, value in numbers["small"].items() if 0 < value < 13),
    }


@functools.cache
def _vocabulary() -> Mapping[str, str]:
    words, numbers = load_lexicon("times"), load_lexicon("numbers")
    tables = {name: either(words[table]).replace(" ", "[ ]") for name, table in _TABLES.items()}
    small, tens, ordinals = (either(numbers[name]) for name in ("small", "tens", "ordinals"))
    teens = either(word for word, value in numbers["small"].items() if value >= 10)
    number_words = {"TENS": tens, "SMALL": small, "TEENS": teens}
    return tables | number_words | {
        "YEARWORDS": _YEAR_WORDS.format_map(number_words),
        "HOUR": either(word for word, value in numbers["small"].items() if 0 < value < 13),
        "YEAR": r"(?:1[0-9]|20)\d\d(?![\d%]|[.,]\d)",
        "DAY": r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\d|[.,:]\d|%)",
        "DAYORDINAL": either(word for word, value in numbers["ordinals"].items() if value <= 31),
        "ORDINAL": rf"(?:{ordinals}|\d{{1,2}}(?:st|nd|rd|th))",
        "NTH": either(words["nth"]),
        "NUM": _amount(small, tens),
        "ZONE": rf"(?:[ ]?\(?[ ]?(?:{either(words['zones']['names'])})(?:[ ]?[+-][ ]?\d{{1,2}})?(?:[ ]?\))?)".replace("local time", "local[ ]time"),
        "OFYEAR": rf"(?:[ ](?:of[ ])?(?:(?P<year>(?:1[0-9]|20)\d\d)(?!\d)|(?:the[ ])?(?P<rel>{tables['RELATIVE']})[ ](?:fiscal[ ]|financial[ ])?year))",
    }  # fmt: skip


def _amount(small: str, tens: str) -> str:
    """How many units: «five», «2½», «two to three», «several thousand»."""
    cardinal = (
        rf"\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d{{1,4}}(?:\.\d{{1,2}})?(?!\d)|(?:(?:{tens})[ -])?(?:{small})(?![ ](?:hundred|thousand|million|billion))"
        rf"|{tens}|(?:an?|{small}|\d{{1,3}})[ ](?:hundred|thousand|million|billion)|a[ ]dozen|half[ ]a[ ](?:dozen|century|decade)(?=[ ])"
    )
    several = r"several|a[ ]few|few|many|some|a[ ]couple[ ]of|couple[ ]of|(?:a[ ])?couple|hundreds[ ]of|thousands[ ]of|dozens[ ]of|several[ ](?:hundred|thousand)"
    return rf"(?:half[ ]an?|(?:{cardinal}|an?)[ ]and[ ]a[ ]half|(?:{cardinal})(?:[ ](?:to|or)[ ]|[-–])(?:{cardinal})|{several}|{cardinal}|an?)"

"""Whether words that read like a time are used as one: no name, no count, no verb.

Theresa May, "he may", "2000 people", "the fall of the city" and "the April 25 House of Culture" are none.
"""

from __future__ import annotations

from collections.abc import Collection

from claimkit.extraction.time_patterns import Candidate
from claimkit.extraction.time_usage import Usage
from claimkit.resources import load_lexicon

_OF_TIME = ("in", "during", "since", "until", "by", "of", "before", "after", "through", "over")


def is_time(candidate: Candidate, text: str, usage: Usage) -> bool:
    """Whether the words are used as a time here; a text that holds nothing else is taken at its word."""
    if candidate.start == 0 and candidate.end == len(text.rstrip()):
        return True
    check = _CHECKS.get(candidate.kind)
    if check is not None and not check(candidate, text, usage):
        return False
    return candidate.kind in _NEVER_NAMES or not usage.named


# The tagger of names calls "FY2011" and "Q3" organisations.
_NEVER_NAMES = ("iso", "clock", "month_year", "fiscal_year", "q", "holiday")


def _word_before(text: str, at: int) -> str:
    words = text[max(0, at - 14) : at].lower().split()
    return words[-1] if words else ""


def _month_check(candidate: Candidate, text: str, usage: Usage) -> bool:
    word = candidate.groups["month"]
    ambiguous = load_lexicon("times")["ambiguous"]
    if word[0].islower():
        return word.lower() not in ambiguous["words"] and candidate.kind != "month"
    if "day_word" in candidate.groups and _word_before(text, candidate.start) in ("a", "one", "two", "-"):
        return False  # "a third of May revenue"
    sure = candidate.kind != "month" or word.lower() not in ambiguous["months"]
    if sure or "rel" in candidate.groups or candidate.part:
        return True
    if usage.is_person or usage.is_verb:
        return False
    led = _word_before(text, candidate.start) in ambiguous["leads"]
    return led or (usage.tagged == "date" and len(word) > 3)


def _weekday_check(candidate: Candidate, text: str, _usage: Usage) -> bool:
    word = candidate.groups["weekday"]
    if word[0].islower():
        return word.lower() not in load_lexicon("times")["ambiguous"]["weekdays"]
    short = word.lower() in load_lexicon("times")["ambiguous"]["weekdays"]
    return not short or text[candidate.end : candidate.end + 1] == "."


def _year_check(candidate: Candidate, text: str, usage: Usage) -> bool:
    if candidate.part:
        return True
    value = int(candidate.groups["year"])
    before = text[max(0, candidate.start - 10) : candidate.start]
    if before.endswith(("$", "£", "€", "-", "No. ")) and not before.endswith("mid-"):
        return False
    following = text[candidate.end : candidate.end + 2]
    if following[:1] == "-" and following[1:].isalpha():
        return False
    if usage.counts:
        return usage.tagged == "date" and value % 100 != 0
    if usage.numbers:
        return False
    if usage.tagged == "number":
        # The tagger of names calls many a year a cardinal: a preposition of time decides.
        return _is_any(before, ("in", "since", "until", "by", "of", "during")) and 1700 <= value < 2200
    return 1500 <= value < 2200


def _is_any(before: str, words: Collection[str]) -> bool:
    return bool(before.split()) and before.lower().split()[-1] in words


def _season_check(candidate: Candidate, text: str, usage: Usage) -> bool:
    if usage.is_verb:
        return False
    if candidate.part or {"rel", "year", "words"} & set(candidate.groups):
        return True
    led = _word_before(text, candidate.start) in _OF_TIME
    if candidate.groups["season"].lower() in ("fall", "spring"):
        # A spring is a well and a coil, a fall is a drop: the preposition decides.
        return led if "the" in candidate.groups else led and candidate.groups["season"].lower() == "spring"
    return led or usage.is_noun or "the" in candidate.groups


def _part_of_day_check(candidate: Candidate, text: str, _usage: Usage) -> bool:
    if candidate.groups.get("rel", "").lower() != "the":
        return True
    if text.startswith(" of ", candidate.end):
        return True  # "the morning of June 3"
    return _is_any(text[max(0, candidate.start - 12) : candidate.start], (*_OF_TIME, "for", "from", "into", "on"))


def _nth_check(candidate: Candidate, text: str, _usage: Usage) -> bool:
    # "the twenty third day of September": only its end was read.
    return _word_before(text, candidate.start) not in load_lexicon("numbers")["tens"]


def _day_of_month_check(candidate: Candidate, text: str, _usage: Usage) -> bool:
    return _word_before(text, candidate.start) in (
        "on",
        "by",
        "until",
        "till",
        "from",
        "before",
        "after",
        "since",
        "to",
        "and",
    )


def _decade_check(candidate: Candidate, text: str, _usage: Usage) -> bool:
    return "short" not in candidate.groups or not _is_age(candidate, text)


def _decade_in_words_check(candidate: Candidate, text: str, _usage: Usage) -> bool:
    if _is_age(candidate, text):
        return False
    # "Highs in eighties" is a temperature: the article or the century must be there.
    return "hundreds" in candidate.groups or candidate.part is not None or _starts_with_the(candidate, text)


def _is_age(candidate: Candidate, text: str) -> bool:
    return _word_before(text, candidate.start) in load_lexicon("times")["ages"]["before"]


def _starts_with_the(candidate: Candidate, text: str) -> bool:
    return text[candidate.start : candidate.start + 4].lower() == "the "


def _duration_check(candidate: Candidate, text: str, _usage: Usage) -> bool:
    unit = candidate.groups["unit"].lower()
    if "plural" not in candidate.groups and candidate.groups["gap"] == " ":
        number = candidate.groups["num"].lower()
        if number in ("a", "an", "one") and unit == "quarter":
            # "about a quarter of its dealers" is a share.
            return _word_before(text, candidate.start) in ("for", "in", "after", "within", "during", "per", "every")
        if number in ("a", "an"):
            return _is_stretch(candidate, text)
        # "two second graders", "the three week plan": without -s only before a noun.
        if number not in ("one", "1", "half a", "half an", "a hundred") and unit == "second":
            return False
    return True


def _is_stretch(candidate: Candidate, text: str) -> bool:
    """Whether "a year" is a length; in "two barrels a day" it is a rate."""
    if text.startswith((" after ", " before "), candidate.end):
        return True
    before = text[max(0, candidate.start - 14) : candidate.start].lower().split()[-1:]
    words = text[candidate.start : candidate.end].split()
    return before in ([word] for word in load_lexicon("times")["stretch"]["leads"]) or len(words) > 2


def _vague_check(candidate: Candidate, text: str, usage: Usage) -> bool:
    if candidate.groups["vague"].lower() == "now":
        return _word_before(text, candidate.start) not in ("until", "from") and usage.is_adverb
    return True


def _relative_check(candidate: Candidate, text: str, _usage: Usage) -> bool:
    # "that day care", "this year-end": the unit must be the head of its phrase or a modifier of time.
    return not text.startswith(("-old", "-long", " care", " job"), candidate.end)


_CHECKS = {
    "month": _month_check,
    "months": _month_check,
    "month_day": _month_check,
    "day_month": _month_check,
    "month_year": _month_check,
    "month_of_year": _month_check,
    "weekday": _weekday_check,
    "nth": _nth_check,
    "day_of_month": _day_of_month_check,
    "year": _year_check,
    "decade": _decade_check,
    "decade_in_words": _decade_in_words_check,
    "season": _season_check,
    "this_part": _part_of_day_check,
    "duration": _duration_check,
    "vague": _vague_check,
    "relative": _relative_check,
}

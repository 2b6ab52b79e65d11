"""Whether words that read like a time are used as one: no name, no count, no verb.

Theresa May, "he may", "2000 people", "the fall of the city" and "the April 25 House of Culture" are none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimkit.extraction.time_patterns import Candidate
from claimkit.resources import load_lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

_NAMES = frozenset({"PERSON", "FAC", "ORG", "WORK_OF_ART", "PRODUCT", "LAW", "GPE"})


def is_time(candidate: Candidate, text: str, tokens: list[Token]) -> bool:
    """Whether the words are used as a time here: no name, no count, no verb."""
    check = _CHECKS.get(candidate.kind)
    if check is not None and not check(candidate, text, tokens):
        return False
    return candidate.kind in ("iso", "clock", "month_year") or not _inside_name(tokens)


def _inside_name(tokens: list[Token]) -> bool:
    """Whether a date is part of a proper name: "the April 25 House of Culture", August Wilson."""
    if all(token.ent_type_ in _NAMES for token in tokens):
        return True
    last = tokens[-1]
    inside = {token.i for token in tokens}
    head = next((token.head for token in tokens if token.head.i not in inside), None)
    if head is None or head.pos_ != "PROPN" or not 0 < head.i - last.i <= 3 or head.ent_type_ == "PERSON":
        return False
    # "Thursday Reuters said" is the parser's slip; "the April 25 House" is a name. A figure or a tagged name decides.
    named = head.ent_type_ in _NAMES or head.ent_type_ == "EVENT"
    dated = any(token.like_num for token in tokens) and tokens[0].nbor(-1).pos_ == "DET" if tokens[0].i else False
    return (named or dated) and all(token.dep_ in ("compound", "nummod", "nmod", "amod", "punct") for token in tokens)


def _month_check(candidate: Candidate, text: str, tokens: list[Token]) -> bool:
    word = candidate.groups["month"]
    ambiguous = load_lexicon("times")["ambiguous"]
    if word[0].islower():
        return word.lower() not in ambiguous["words"] and candidate.kind != "month"
    if (
        candidate.kind != "month"
        or word.lower() not in ambiguous["months"]
        or "rel" in candidate.groups
        or candidate.part
    ):
        return True
    before = text[max(0, candidate.start - 12) : candidate.start].lower().split()
    month = next((token for token in tokens if token.text.startswith(word)), tokens[-1])
    if month.ent_type_ == "PERSON" or month.pos_ in ("VERB", "AUX"):
        return False
    led = bool(before) and before[-1] in ambiguous["leads"]
    return led or (month.ent_type_ == "DATE" and len(word) > 3)


def _weekday_check(candidate: Candidate, text: str, _tokens: list[Token]) -> bool:
    word = candidate.groups["weekday"]
    if word[0].islower():
        return word.lower() not in load_lexicon("times")["ambiguous"]["weekdays"]
    short = word.lower() in load_lexicon("times")["ambiguous"]["weekdays"]
    return not short or text[candidate.end : candidate.end + 1] == "."


def _year_check(candidate: Candidate, text: str, tokens: list[Token]) -> bool:
    if candidate.part or "fiscal" in candidate.groups:
        return True
    year = tokens[-1]
    before = text[max(0, candidate.start - 10) : candidate.start]
    if before.endswith(("$", "£", "€", "-", "No. ")) and not before.endswith("mid-"):
        return False
    following = text[candidate.end : candidate.end + 2]
    if following[:1] == "-" and following[1:].isalpha():
        return False
    head = year.head
    counts = year.dep_ in ("nummod", "quantmod") and head.i > year.i and head.tag_ in ("NNS", "NNPS")
    if counts:
        return year.ent_type_ == "DATE" and int(candidate.groups["year"]) % 100 != 0
    if year.dep_ == "nummod" and head.i == year.i - 1 and head.pos_ == "PROPN" and year.ent_type_ in _NAMES:
        return False
    value = int(candidate.groups["year"])
    if year.ent_type_ in ("CARDINAL", "QUANTITY", "MONEY", "PERCENT"):
        # The tagger of names calls many a year a cardinal: a preposition of time decides.
        return (
            before.lower().split()[-1:] in ([w] for w in ("in", "since", "until", "by", "of", "during"))
            and 1700 <= value < 2200
        )
    return 1500 <= value < 2200


def _season_check(candidate: Candidate, text: str, tokens: list[Token]) -> bool:
    if any(token.pos_ in ("VERB", "AUX") for token in tokens):
        return False
    if "rel" in candidate.groups or "year" in candidate.groups or candidate.part:
        return True
    before = text[max(0, candidate.start - 10) : candidate.start].lower().split()[-1:]
    fall = candidate.groups["season"].lower() in ("fall", "spring")
    if "the" in candidate.groups:
        return not fall or before in (["in"], ["during"], ["until"], ["by"], ["of"])
    return not fall and before in (["in"], ["during"], ["since"], ["until"], ["by"], ["of"])


def _duration_check(candidate: Candidate, text: str, _tokens: list[Token]) -> bool:
    unit = candidate.groups["unit"].lower()
    if "plural" not in candidate.groups and candidate.groups["gap"] == " ":
        number = candidate.groups["num"].lower()
        if number in ("a", "an"):
            return _is_stretch(candidate, text)
        # "two second graders", "the three week plan": without -s only before a noun.
        if number not in ("one", "1", "half a", "half an", "a hundred") and unit == "second":
            return False
    return True


def _is_stretch(candidate: Candidate, text: str) -> bool:
    """Whether "a year" is a length; in "two barrels a day" it is a rate."""
    before = text[max(0, candidate.start - 14) : candidate.start].lower().split()[-1:]
    return before in ([word] for word in load_lexicon("times")["stretch"]["leads"])


def _vague_check(candidate: Candidate, text: str, tokens: list[Token]) -> bool:
    if candidate.groups["vague"].lower() == "now":
        before = text[max(0, candidate.start - 12) : candidate.start].lower().split()[-1:]
        return before not in (["until"], ["from"]) and tokens[0].tag_ in ("RB", "JJ", "NN", "IN")
    return True


def _relative_check(candidate: Candidate, text: str, _tokens: list[Token]) -> bool:
    # "that day care", "this year-end": the unit must be the head of its phrase or a modifier of time.
    return not text.startswith(("-old", "-long", " care", " job"), candidate.end)


_CHECKS = {
    "month": _month_check,
    "month_day": _month_check,
    "day_month": _month_check,
    "month_year": _month_check,
    "month_of_year": _month_check,
    "weekday": _weekday_check,
    "year": _year_check,
    "season": _season_check,
    "duration": _duration_check,
    "vague": _vague_check,
    "relative": _relative_check,
}

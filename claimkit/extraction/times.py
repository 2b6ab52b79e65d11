"""Time expressions: TIMEX3 types and values, EDTF, and closed intervals of days, resolved against the document date.

TIMEX3 is ISO 24617-1, EDTF is ISO 8601-2. "Early", "mid" and "late" are read as thirds ("early 2020" is January to
April): TIMEX3 keeps them in ``mod``, which the record lacks, so ``timex`` is the whole year and ``start`` and ``end`` the
third. What needs a document date and has none is unresolved with ``no_document_date``, "recently" with ``vague``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from claimkit.errors import OptionError
from claimkit.extraction import parsing
from claimkit.extraction.parsing import Parse
from claimkit.extraction.periods import Period
from claimkit.extraction.time_patterns import Candidate, candidates_in
from claimkit.extraction.time_readings import Reading, Setting, read
from claimkit.records import Span, TimeAnchor, TimeExpression, TimeType
from claimkit.resources import load_lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_NAMES = frozenset({"PERSON", "FAC", "ORG", "WORK_OF_ART", "PRODUCT", "LAW", "GPE"})
# A climb to the governing verb longer than this has lost its way.
_MAX_CLIMB = 12


def find_times(text: str, *, anchor: dt.date | str | None = None) -> list[TimeExpression]:
    """The time expressions of ``text`` in order; ``anchor`` is the day the text was published (a date or ISO string).

    Raises :class:`OptionError` for an anchor that is no ISO date, :class:`MissingModelError` without a language model.
    """
    return list(times_in(parsing.parse(text), anchor_date(anchor)))


def anchor_date(anchor: dt.date | str | None) -> dt.date | None:
    """The document date as a date."""
    if isinstance(anchor, dt.datetime):
        return anchor.date()
    if anchor is None or isinstance(anchor, dt.date):
        return anchor
    try:
        return dt.date.fromisoformat(anchor[:10])
    except ValueError as error:
        raise OptionError(f"anchor {anchor!r} is no ISO date: write it as YYYY-MM-DD") from error


def times_in(parse: Parse, anchor: dt.date | None) -> tuple[TimeExpression, ...]:
    """The time expressions of a parsed text, resolved against ``anchor``."""
    text = parse.doc.text
    places = _Places(parse.doc)
    mention: Period | None = None
    found: list[tuple[Candidate, Reading]] = []
    for candidate in candidates_in(text):
        tokens = places.tokens(candidate.start, candidate.end)
        if not tokens or not _is_time(candidate, text, tokens):
            continue
        setting = Setting(anchor, mention, _ahead(tokens), _after_in(tokens))
        reading = read(candidate, setting)
        if reading is None:
            continue
        found.append((candidate, reading))
        if reading.type in (TimeType.DATE, TimeType.TIME) and reading.period is not None:
            mention = reading.period
    return tuple(_record(candidate, reading) for candidate, reading in _joined(text, found))


class _Places:
    """Tokens by offset."""

    def __init__(self, doc: Doc) -> None:
        import bisect

        self._doc = doc
        self._starts = [token.idx for token in doc]
        self._bisect = bisect.bisect_right

    def tokens(self, start: int, end: int) -> list[Token]:
        first = max(0, self._bisect(self._starts, start) - 1)
        last = self._bisect(self._starts, end - 1)
        return [token for token in self._doc[first:last] if not token.is_space]


def _after_in(tokens: list[Token]) -> bool:
    """Whether "in" ties the words to a verb: "takes office in two weeks", not "the first congress in five years"."""
    before = tokens[0].nbor(-1) if tokens[0].i else None
    return before is not None and before.lower_ == "in" and before.head.pos_ in ("VERB", "AUX")


def _is_time(candidate: Candidate, text: str, tokens: list[Token]) -> bool:
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
    # "Thursday Reuters said" is a slip of the parser; "the April 25 House" is a name. A figure or a tagged name decides.
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


def _weekday_check(candidate: Candidate, text: str, tokens: list[Token]) -> bool:
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
            and 1700 <= value <= 2100
        )
    return 1500 <= value <= 2100


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


def _duration_check(candidate: Candidate, text: str, tokens: list[Token]) -> bool:
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


def _relative_check(candidate: Candidate, text: str, tokens: list[Token]) -> bool:
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


def _ahead(tokens: list[Token]) -> bool | None:
    """Where the governing verb points: True to the future, False to the past, None where there is no verb."""
    inside = {token.i for token in tokens}
    root = next((token for token in tokens if token.head.i not in inside), None)
    if root is None or root.dep_ in ("compound", "nmod", "nummod", "amod") or root.head.lower_ == "by":
        return None  # "a June 3 hearing was set", "it was told to close by June 3"
    token: Token | None = root.head
    for _ in range(_MAX_CLIMB):
        if token is None or token.pos_ in ("VERB", "AUX"):
            verdict = None if token is None else _tense(token)
            if verdict != "climb":
                return verdict if isinstance(verdict, bool) else None
            assert token is not None
        if token.head.i == token.i:
            return None
        token = token.head
    return None


def _tense(verb: Token) -> bool | str | None:
    """True, False, None, or ``"climb"`` where the form has no tense of its own."""
    words = load_lexicon("times")["tense"]
    auxiliaries = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    if any(child.lower_ in words["future"] for child in auxiliaries):
        return True
    if any(child.tag_ == "TO" for child in auxiliaries) or verb.tag_ == "VB":
        return True
    if verb.tag_ == "VBD" or any(
        child.tag_ == "VBD" or child.lower_ in ("has", "have", "'ve") for child in auxiliaries
    ):
        return False
    if verb.tag_ == "VBG" and any(child.lower_ in ("is", "are", "am", "'s", "'re", "be") for child in auxiliaries):
        return True
    if verb.tag_ in ("VBZ", "VBP"):
        return verb.lemma_ in words["futurate"]
    if verb.tag_ == "VBN" and auxiliaries:
        return verb.lemma_ in ("schedule", "expect", "set", "plan", "slate", "due")
    return "climb" if verb.head.i != verb.i else None


def _joined(text: str, found: list[tuple[Candidate, Reading]]) -> Iterator[tuple[Candidate, Reading]]:
    """Clock times with the day beside them made one: "12:00 UTC Monday", "Monday at 5 p.m."."""
    at = 0
    while at < len(found):
        candidate, reading = found[at]
        if at + 1 < len(found):
            other, following = found[at + 1]
            gap = text[candidate.end : other.start].strip(" ,").lower()
            one_day = gap in (
                "",
                "on",
                "at",
                "around",
                "about",
                "shortly before",
                "shortly after",
                "(",
            ) and _clock_and_day(reading, following)
            if one_day:
                clock, day = (reading, following) if reading.clock else (following, reading)
                timex = day.timex + clock.clock if day.timex else clock.clock
                yield (
                    replace(candidate, end=other.end),
                    replace(day, type=TimeType.TIME, timex=timex, clock=clock.clock),
                )
                at += 2
                continue
        yield candidate, reading
        at += 1


def _clock_and_day(one: Reading, other: Reading) -> bool:
    clock, day = (one, other) if one.clock else (other, one)
    if not clock.clock or day.clock or day.type is not TimeType.DATE:
        return False
    return (day.period is not None and day.period.grain == "day") or (day.timex or "").startswith("XXXX-")


def _record(candidate: Candidate, reading: Reading) -> TimeExpression:
    period = reading.period
    return TimeExpression(
        span=Span(candidate.start, candidate.end),
        type=reading.type,
        timex=reading.timex,
        edtf=period.edtf if period else None,
        start=period.start.isoformat() if period else None,
        end=period.end.isoformat() if period else None,
        anchor=reading.anchor,
        unresolved=reading.unresolved,
    )

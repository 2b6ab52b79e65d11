"""Time expressions: TIMEX3 types and values, EDTF, and closed intervals of days, resolved against the document date.

TIMEX3 is ISO 24617-1, EDTF is ISO 8601-2. "Early", "mid" and "late" are read as thirds, so "early 2020" is January to
April; TIMEX3 keeps them in ``mod``, which the record lacks: ``timex`` is the year, ``start`` and ``end`` the third.
What needs a document date and has none is unresolved with ``no_document_date``, "recently" with ``vague``, and
"February 30" with ``no_such_date``.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from claimkit.errors import OptionError
from claimkit.extraction import parsing
from claimkit.extraction.dates import Reading, Setting
from claimkit.extraction.parsing import Parse
from claimkit.extraction.periods import Period
from claimkit.extraction.time_checks import is_time
from claimkit.extraction.time_patterns import Candidate, candidates_in
from claimkit.extraction.time_readings import read
from claimkit.records import Span, TimeExpression, TimeType
from claimkit.resources import load_lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# A climb to the governing verb longer than this has lost its way.
_MAX_CLIMB = 12
CLIMB = "climb"


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
    starts = [token.idx for token in parse.doc]
    mention: Period | None = None
    found: list[tuple[Candidate, Reading]] = []
    for candidate in candidates_in(text):
        tokens = _tokens(parse.doc, starts, candidate.start, candidate.end)
        if not tokens or not is_time(candidate, text, tokens):
            continue
        setting = Setting(anchor, mention, _ahead(tokens), _after_in(tokens))
        reading = read(candidate, setting)
        if reading is None:
            continue
        found.append((candidate, reading))
        if reading.type in (TimeType.DATE, TimeType.TIME) and reading.period is not None:
            mention = reading.period
    return tuple(_record(candidate, reading) for candidate, reading in _joined(text, found))


def _tokens(doc: Doc, starts: list[int], start: int, end: int) -> list[Token]:
    first = max(0, bisect_right(starts, start) - 1)
    return [token for token in doc[first : bisect_right(starts, end - 1)] if not token.is_space]


def _after_in(tokens: list[Token]) -> bool:
    """Whether "in" ties the words to a verb: "takes office in two weeks", not "the first congress in five years"."""
    before = tokens[0].nbor(-1) if tokens[0].i else None
    return before is not None and before.lower_ == "in" and before.head.pos_ in ("VERB", "AUX")


def _ahead(tokens: list[Token]) -> bool | None:
    """Where the governing verb points: True to the future, False to the past, None where there is no verb."""
    inside = {token.i for token in tokens}
    root = next((token for token in tokens if token.head.i not in inside), None)
    if root is None or root.dep_ in ("compound", "nmod", "nummod", "amod") or root.head.lower_ == "by":
        return None  # "a June 3 hearing was set", "it was told to close by June 3"
    token, until, since = root.head, root.head.lower_ in ("until", "till"), False
    for _ in range(_MAX_CLIMB):
        since = since or token.lower_ == "from"
        verdict = _tense(token) if token.pos_ in ("VERB", "AUX") else CLIMB
        if verdict != CLIMB or token.head.i == token.i:
            if until and token.tag_ != "VBD":
                return True  # «has suspended all sailings until Wednesday»
            # «is up from 41 percent in February»: what a change comes from lies behind.
            return False if since and verdict is True else verdict if isinstance(verdict, bool) else None
        token = token.head
    return None


def _tense(verb: Token) -> bool | str | None:
    """True, False, None, or ``CLIMB`` where the form has no tense of its own."""
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
    return CLIMB if verb.head.i != verb.i else None


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

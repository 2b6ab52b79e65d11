"""Time expressions: TIMEX3 types and values, EDTF, and closed intervals of days, resolved against the document date.

TIMEX3 is ISO 24617-1, EDTF is ISO 8601-2. "Early", "mid" and "late" are read as thirds, so "early 2020" is January to
April; TIMEX3 keeps them in ``mod``, which the record lacks: ``timex`` is the year, ``start`` and ``end`` the third.
A length that ends or began with the document ("will close in five years", "the first strike in five years") is a
DURATION whose EDTF value and interval are the year it implies.
What needs a document date and has none is unresolved with ``no_document_date``, "recently" with ``vague``, and
"February 30" with ``no_such_date``.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Callable
from typing import TYPE_CHECKING

from claimkit.errors import OptionError
from claimkit.extraction import parsing
from claimkit.extraction.dates import Reading, Setting
from claimkit.extraction.parsing import Parse
from claimkit.extraction.periods import Period
from claimkit.extraction.time_checks import is_time
from claimkit.extraction.time_joins import joined
from claimkit.extraction.time_patterns import Candidate, candidates_in
from claimkit.extraction.time_readings import read
from claimkit.extraction.time_usage import direction_in_parse, tied_by_in, usage_in_parse
from claimkit.extraction.time_wording import direction_of_words, is_record, looks_back, usage_of_words
from claimkit.records import Span, TimeExpression, TimeType

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Doc, Token

_DATED = (TimeType.DATE, TimeType.TIME)


def find_times(text: str, *, anchor: dt.date | str | None = None, parse: bool = True) -> list[TimeExpression]:
    """The time expressions of ``text`` in order; ``anchor`` is the day the text was published (a date or ISO string).

    With ``parse=False`` the words alone are read, without a language model and some twenty times faster. That gives up
    the verb that governs a time, so the direction of "on Thursday" follows the nearest word with a tense; the tagger of
    names, so that of "May" and "August" the neighbours decide; and the parts of speech that tell a year from a count.

    Raises :class:`OptionError` for an anchor that is no ISO date and, where it parses, :class:`MissingModelError`
    without a language model and :class:`TooLargeError` for a text longer than the parser takes.
    """
    day = anchor_date(anchor)
    return list(times_in(parsing.parse(text), day) if parse else times_in_words(text, day))


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

    def context(candidate: Candidate) -> Context | None:
        tokens = _tokens(parse.doc, starts, candidate.start, candidate.end)
        if not tokens or not is_time(candidate, text, usage_in_parse(tokens, candidate.groups.get("month", ""))):
            return None
        ahead = direction_in_parse(tokens)
        return ahead, _within(candidate, text, ahead=bool(ahead) and tied_by_in(tokens))

    return _times(text, anchor, context)


def times_in_words(text: str, anchor: dt.date | None) -> tuple[TimeExpression, ...]:
    """The time expressions of a text that is not parsed; :func:`find_times` says what that gives up."""
    clean = parsing.normalise(text)

    def context(candidate: Candidate) -> Context | None:
        if not is_time(candidate, clean, usage_of_words(clean, candidate)):
            return None
        ahead = direction_of_words(clean, candidate)
        return ahead, _within(candidate, clean, ahead=bool(ahead))

    return _times(clean, anchor, context)


# Where the sentence looks from the time (see Setting.ahead) and what "in" before a length makes of it (Setting.within).
Context = tuple[bool | None, int]


def _times(
    text: str, anchor: dt.date | None, context: Callable[[Candidate], Context | None]
) -> tuple[TimeExpression, ...]:
    mention: Period | None = None
    found: list[tuple[Candidate, Reading]] = []
    for candidate in candidates_in(text):
        known = context(candidate)
        reading = None if known is None else read(candidate, Setting(anchor, mention, *known))
        if reading is None:
            continue
        found.append((candidate, reading))
        if reading.type in _DATED and reading.period is not None:
            mention = reading.period
    return tuple(_record(candidate, reading) for candidate, reading in joined(text, found))


def _tokens(doc: Doc, starts: list[int], start: int, end: int) -> list[Token]:
    first = max(0, bisect_right(starts, start) - 1)
    return [token for token in doc[first : bisect_right(starts, end - 1)] if not token.is_space]


def _within(candidate: Candidate, text: str, *, ahead: bool) -> int:
    """What "in" makes of a length: 1 "will close in five years", -1 "the first in five years", "a five-year high"."""
    if candidate.kind != "duration":
        return 0
    if candidate.groups["gap"] == "-":
        return -1 if is_record(text, candidate.end) else 0
    before = text[max(0, candidate.start - _CLAUSE) : candidate.start]
    if not _IN.search(before):
        return 0
    return -1 if looks_back(before) else int(ahead)


_CLAUSE = 120
_IN = re.compile(r"\bin\s+(?:[a-z]+\s+){0,2}$", re.IGNORECASE)


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

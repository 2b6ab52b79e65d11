"""The notation of hand-made gold: quotations and short entries → spans, words, hedges, quantities and times.

``README.md`` beside this file describes it. Whatever is missing, ambiguous or unknown raises :class:`GoldError`.
Where the text must not be quoted, ``120-134`` stands for a quotation and ``120-134*127-134`` for a phrase and its head.
"""

from __future__ import annotations

import datetime
import re
from calendar import monthrange
from dataclasses import dataclass, field

from claimkit.extraction.amounts import amounts_in
from claimkit.records import (
    Attribution,
    Bound,
    Direction,
    Hedge,
    HedgeType,
    Mention,
    Quantity,
    QuantityRole,
    RangeKind,
    Span,
    SzegedType,
    TimeAnchor,
    TimeExpression,
    TimeType,
    Word,
)

SZEGED = {
    HedgeType.EPISTEMIC_PROBABLE: SzegedType.EPISTEMIC,
    HedgeType.EPISTEMIC_POSSIBLE: SzegedType.EPISTEMIC,
    HedgeType.EPISTEMIC_APPEARANCE: SzegedType.EPISTEMIC,
    HedgeType.DOXASTIC: SzegedType.DOXASTIC,
    HedgeType.INVESTIGATION: SzegedType.INVESTIGATION,
    HedgeType.CONDITION: SzegedType.CONDITION,
}
OFFSETS = re.compile(r"(\d+)-(\d+)", re.ASCII)
HEADED_OFFSETS = re.compile(r"(\d+-\d+)\*(\d+-\d+)", re.ASCII)
RANGES = {"unc": RangeKind.UNCERTAINTY, "dist": RangeKind.DISTRIBUTION}


class GoldError(Exception):
    """A quotation is missing or ambiguous, or an annotation is incomplete."""


@dataclass(slots=True)
class Place:
    """One annotated article while it is compiled: its text, its sentences and what they name."""

    file: str
    text: str
    article_id: str
    body: tuple[Span, ...]
    sentences: list[Span] = field(default_factory=list)
    mentions: dict[str, list[tuple[Span, bool]]] = field(default_factory=dict)
    links: dict[str, Attribution] = field(default_factory=dict)
    claim_ids: dict[str, str] = field(default_factory=dict)
    entities: dict[str, Mention] = field(default_factory=dict)


def find(place: Place, sentence: Span, quotation: str) -> Span:
    """Where ``quotation`` stands: ``A``, the second ``A#2``, from A to B ``A ~ B``; ``@+1 A`` in the next sentence."""
    if match := OFFSETS.fullmatch(quotation):
        return _checked(place, sentence, Span(int(match[1]), int(match[2])))
    if match := re.match(r"@\+(\d) ", quotation):
        later = place.sentences[place.sentences.index(sentence) + int(match[1])]
        return find(place, later, quotation[match.end() :])
    if " ~ " in quotation:
        first, last = quotation.split(" ~ ")
        start = _only(place, sentence, first).start
        return Span(start, _only(place, Span(start, sentence.end), last).end)
    return _only(place, sentence, quotation)


def _checked(place: Place, within: Span, span: Span) -> Span:
    """The span, if it begins and ends with words or marks of the sentence; an offset that slipped does not."""
    words = place.text[span.start : span.end]
    edges = (place.text[at - 1 : at + 1] for at in (span.start, span.end))
    if not (within.start <= span.start < span.end <= within.end) or words != words.strip():
        raise GoldError(f"{place.file}: {span.start}-{span.end} is no span of its sentence {within.start}-{within.end}")
    if any(len(edge) == 2 and edge.isalnum() for edge in edges):
        raise GoldError(f"{place.file}: {span.start}-{span.end} cuts a word")
    return span


def _only(place: Place, within: Span, quotation: str) -> Span:
    words, number = quotation, None
    if match := re.fullmatch(r"(.+)#(\d)", quotation):
        words, number = match[1], int(match[2])
    pattern = re.escape(words)
    pattern = (r"(?<!\w)" if words[0].isalnum() else "") + pattern + (r"(?!\w)" if words[-1].isalnum() else "")
    hits = [Span(*match.span()) for match in re.compile(pattern).finditer(place.text, within.start, within.end)]
    here = f"{place.file}: {place.text[within.start : within.start + 60]!r}"
    if not hits:
        raise GoldError(f"{here}: {words!r} is not there")
    if number is None and len(hits) > 1:
        raise GoldError(f"{here}: {words!r} stands there {len(hits)} times; add #1 … #{len(hits)}")
    if number is not None and number > len(hits):
        raise GoldError(f"{here}: {words!r} stands there only {len(hits)} times")
    return hits[(number or 1) - 1]


def headed(place: Place, sentence: Span, marked: str) -> tuple[Span, Span]:
    """Span of a phrase and of its head: the word after ``*``, else the last one."""
    if match := HEADED_OFFSETS.fullmatch(marked):
        return find(place, sentence, match[1]), find(place, sentence, match[2])
    before, star, after = marked.partition("*")
    span = find(place, sentence, before + after)
    if not star:
        words = place.text[span.start : span.end]
        return span, Span(span.start + words.rfind(" ") + 1, span.end)
    word = re.match(r"[\w'’.-]*\w", after)
    start = span.start + len(before)
    return span, Span(start, start + len(word[0] if word else ""))


def word(place: Place, sentence: Span, entry: str) -> Word:
    """``rose/rise``: the word as written (with #2 if need be) and its lemma."""
    words, _, lemma = entry.partition("/")
    span = find(place, sentence, words)
    return Word(start=span.start, end=span.end, lemma=lemma or words.split("#")[0])


def hedge(place: Place, sentence: Span, entry: str) -> Hedge:
    """``cue; type; scope | scope``; the scope holds the cue."""
    cue, kind, scope = entry.split("; ", 2)
    return Hedge(
        cue=find(place, sentence, cue),
        scope=tuple(find(place, sentence, words) for words in scope.split(" | ")),
        type=HedgeType(kind),
        szeged_type=SZEGED.get(HedgeType(kind)),
    )


def quantity(place: Place, sentence: Span, entry: str) -> Quantity:
    """``words; 3-5; %; n=lemma,lemma of=property per=… role bound direction unc|dist``; ``-`` for no unit."""
    words, numbers, unit, *rest = entry.split("; ")
    low, _, high = numbers.partition("-")
    flags = rest[0].split() if rest else []
    named = dict(flag.split("=", 1) for flag in flags if "=" in flag)
    plain = {flag for flag in flags if "=" not in flag}
    span = find(place, sentence, words)
    # What follows from the words alone: the place of the last digit, and whose "$" it may be.
    amount = next(iter(amounts_in(place.text[span.start : span.end], ())), None)
    known = {*QuantityRole, *Bound, *Direction, *RANGES}
    if plain - known or set(named) - {"n", "of", "per"}:
        raise GoldError(f"{place.file}: {entry!r} holds an unknown flag")
    return Quantity(
        span=span,
        low=float(low),
        high=float(high or low),
        unit=None if unit == "-" else unit,
        counted=tuple(named["n"].split(",")) if "n" in named else (),
        property=named["of"].replace("_", " ") if "of" in named else None,
        per=named.get("per"),
        range_kind=next((kind for flag, kind in RANGES.items() if flag in plain), RangeKind.NONE),
        bound=next((bound for bound in Bound if bound in plain), Bound.EXACT),
        direction=next((way for way in Direction if way in plain), Direction.NONE),
        role=next((role for role in QuantityRole if role in plain), QuantityRole.VALUE),
        unit_candidates=amount.candidates if amount is not None else (),
        resolution=amount.resolution or None if amount is not None else None,
    )


def time(place: Place, sentence: Span, entry: str) -> TimeExpression:
    """``words; DATE; timex``, then ``anchor=none|mention`` and ``x=reason`` where no interval can be given.

    ``edtf=2020-01/2020-04`` is the interval of what TIMEX3 has but a modifier for ("early 2020").
    """
    words, kind, timex, *rest = entry.split("; ")
    named = dict(flag.split("=", 1) for flag in (rest[0].split() if rest else ()))
    dated = None if kind in ("DURATION", "SET") or "x" in named else _interval(named.get("edtf", timex))
    return TimeExpression(
        span=find(place, sentence, words),
        type=TimeType(kind),
        timex=timex if timex != "-" else None,
        edtf=dated[0] if dated else None,
        start=dated[1] if dated else None,
        end=dated[2] if dated else None,
        anchor=TimeAnchor(named.get("anchor", "document" if kind in ("DATE", "TIME") else "none")),
        unresolved=named.get("x"),
    )


def _interval(timex: str) -> tuple[str, str, str]:
    """EDTF and closed interval of a day, a month, a quarter, a week, a year, or from one of these to another."""
    if "/" in timex:
        first, last = map(_interval, timex.split("/"))
        return timex, first[1], last[2]
    day = timex.partition("T")[0]
    if re.fullmatch(r"\d{4}-\d\d-\d\d", day):
        return day, day, day
    if match := re.fullmatch(r"(\d{4})-(\d\d)", day):
        last = monthrange(int(match[1]), int(match[2]))[1]
        return day, f"{day}-01", f"{day}-{last}"
    if match := re.fullmatch(r"(\d{4})-Q(\d)", day):
        year, first = match[1], 3 * int(match[2]) - 2
        last = monthrange(int(year), first + 2)[1]
        return f"{year}-{32 + int(match[2])}", f"{year}-{first:02}-01", f"{year}-{first + 2:02}-{last}"
    if match := re.fullmatch(r"(\d{4})-W(\d\d)", day):
        start, end = (datetime.date.fromisocalendar(int(match[1]), int(match[2]), n).isoformat() for n in (1, 7))
        return f"{start}/{end}", start, end
    if re.fullmatch(r"\d{4}", day):
        return day, f"{day}-01-01", f"{day}-12-31"
    raise GoldError(f"timex {timex!r} has no interval: give x=reason")

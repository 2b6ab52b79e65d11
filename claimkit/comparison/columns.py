"""The claims of a collection as columns of numbers, for blocking in NumPy and comparing in DuckDB.

Every string becomes the number of an entry of a vocabulary: what stands in a claim (a quotation mark, a piece of SQL,
half a surrogate pair) never reaches the database, and a million claims fit into memory. Rows are sorted by claim, so
that nothing that follows depends on the order of the input.

Claims that are the same in every column, such as those of ten thousand copies of one article, are one row with many
members: what is compared is the row.
"""

from __future__ import annotations

import datetime
import functools
import math
from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from claimkit.comparison.profiles import Profile, content_words
from claimkit.extraction import units
from claimkit.extraction.intervals import convert, interval_of
from claimkit.records import ClaimKind, Quantity, QuantityRole, TimeType
from claimkit.resources import load_lexicon

Ints = NDArray[np.int32]
# A claim's quantities beyond the third do not decide what it is linked with; its relations look at all of them.
SLOTS = 3
# One unit for each dimension that news measures; what converts to none of them is a dimension of its own.
_BASES = ("s", "m", "g", "m2", "L", "J", "W", "Cel", "[c]", "m/s", "Hz", "Pa", "bit", "deg", "A", "V", "t/a", "pp")
_NOTHING = -1
# Years and months that are the value of something are in news its age; lengths of time are among the times.
AGE = "age"
_YEARS_OF_AGE = frozenset({"a", "mo"})
# Articles without an event have numbers from here downwards: what they say alike is not one row for that.
_UNKNOWN = -2


class Measure(NamedTuple):
    """A quantity as linkage sees it: what is counted or measured, in which dimension, and the interval it covers."""

    dimension: str
    counted: str | None
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Lists:
    """Lists of numbers, one a row: ``values[starts[row]:starts[row + 1]]``, sorted and distinct."""

    values: Ints
    starts: NDArray[np.int64]

    def of(self, row: int) -> Ints:
        return self.values[self.starts[row] : self.starts[row + 1]]

    def rows(self) -> Ints:
        """The row of each value."""
        return np.repeat(np.arange(len(self.starts) - 1, dtype=np.int32), np.diff(self.starts))


@dataclass(frozen=True, slots=True)
class Columns:
    """One row for each set of claims that are alike; ``-1`` stands for nothing, NaN for no number.

    ``claims`` are sorted; ``row_of[i]`` is the row of ``claims[i]``, ``article_of[i]`` its article, and ``event[row]``
    the event, the same for all members. ``words`` are all content words of the claim, ``rest`` those of them that are
    not its subject's, ``names`` the words of its names, ``others`` those of its arguments but the subject.
    ``subject_named`` says that the subject is called by a name. ``frequency`` is the number of rows a word stands in.
    ``measures`` has ``SLOTS`` × (dimension, counted, low, high), ``when`` the first and last day (ordinals).
    """

    claims: tuple[str, ...]
    row_of: Ints
    article_of: Ints
    event: Ints
    vocabulary: tuple[str, ...]
    frequency: Ints
    predicate: Ints
    predicate_frequency: Ints
    subject: Ints
    subject_named: NDArray[np.bool_]
    subject_words: Lists
    others: Lists
    names: Lists
    places: Lists
    words: Lists
    rest: Lists
    measures: NDArray[np.float64]
    when: NDArray[np.float64]
    negated: NDArray[np.bool_]
    unreal: NDArray[np.bool_]

    def __len__(self) -> int:
        """The number of rows."""
        return len(self.predicate)

    def words_of(self, lists: Lists, row: int) -> list[str]:
        """The words of a row in alphabetical order."""
        return sorted(self.vocabulary[word] for word in lists.of(row))


class Vocabulary:
    """Words by their numbers; a word that is not known gets the next."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self.numbers: dict[str, int] = {word: number for number, word in enumerate(words)}
        self._telling: dict[str, int] = {}
        self._of_keys: dict[tuple[str, ...], tuple[frozenset[int], bytes]] = {}

    def __call__(self, word: str | None) -> int:
        return _NOTHING if word is None else self.numbers.setdefault(word, len(self.numbers))

    def telling(self, words: Iterable[str]) -> set[int]:
        """The numbers of the words that tell."""
        known = self._telling
        found = set()
        for word in words:
            number = known.get(word)
            if number is None:
                number = known[word] = self(word) if _tells(word) else _NOTHING
            found.add(number)
        found.discard(_NOTHING)
        return found

    def of_keys(self, keys: tuple[str, ...]) -> tuple[frozenset[int], bytes]:
        """The numbers of the words that tell in these keys, and as :func:`_packed`; articles name the same again."""
        found = self._of_keys.get(keys)
        if found is None:
            numbers = frozenset(self.telling(word for key in keys for word in _words(key)))
            found = self._of_keys[keys] = numbers, _packed(numbers)
        return found


def _packed(numbers: Collection[int]) -> bytes:
    """Numbers, sorted, four bytes each."""
    return array("i", sorted(numbers)).tobytes()


class Raw(NamedTuple):
    """A claim in numbers of the order of arrival; everything by which rows differ."""

    event: int
    predicate: int
    subject: int
    subject_named: bool
    subject_words: bytes
    others: bytes
    names: bytes
    places: bytes
    words: bytes
    rest: bytes
    measures: tuple[tuple[int, int, float, float], ...]
    when: tuple[float, float]
    negated: bool
    unreal: bool


def columns_of(profiles: Iterable[Profile], events: Mapping[str, str]) -> Columns:
    """The profiles as columns; they are read once, so that an iterator does. ``events``: article to event, as known.

    A claim that comes twice counts once. An article without an event shares its event with no other.
    """
    word, article, event = Vocabulary(), Vocabulary(), Vocabulary()
    found: dict[str, tuple[Raw, int]] = {}
    numbers: dict[Raw, Raw] = {}
    for profile in profiles:
        at = article(profile.article_id)
        known = events.get(profile.article_id)
        raw = raw_of(profile, word, _UNKNOWN - at if known is None else event(known))
        found[profile.claim_id] = numbers.setdefault(raw, raw), at
    claims = tuple(sorted(found))
    rows: dict[int, int] = {}
    kept: list[Raw] = []
    row_of, article_of = np.empty(len(claims), np.int32), np.empty(len(claims), np.int32)
    for at, claim in enumerate(claims):
        raw, article_of[at] = found[claim]
        row = rows.setdefault(id(raw), len(rows))
        if row == len(kept):
            kept.append(raw)
        row_of[at] = row
    return _assembled(claims, row_of, _ranked(article_of), kept, tuple(word.numbers))


def _ranked(numbers: Ints) -> Ints:
    """Renumbered by first occurrence: the order of arrival leaves no trace."""
    known, first, inverse = np.unique(numbers, return_index=True, return_inverse=True)
    rank = np.empty(len(known), np.int32)
    rank[np.argsort(first, kind="stable")] = np.arange(len(known), dtype=np.int32)
    ranked: Ints = rank[inverse].astype(np.int32)
    return ranked


def raw_of(profile: Profile, word: Vocabulary, event: int) -> Raw:
    """What linkage sees of a claim, in the numbers of a vocabulary."""
    subject = profile.subject if profile.subject and _has_content(profile.subject) else None
    others = (*((profile.object,) if profile.object else ()), *profile.obliques, *profile.places)
    own, subject_words = word.of_keys((subject,) if subject else ())
    words = word.telling(profile.words)
    return Raw(
        event=event,
        predicate=word(profile.predicate.casefold()),
        subject=word(subject),
        subject_named=bool(subject and (profile.has_named_subject or (profile.text and _named(subject, profile.text)))),
        subject_words=subject_words,
        others=word.of_keys(others)[1],
        names=word.of_keys(profile.names)[1],
        places=word.of_keys(profile.places)[1],
        words=_packed(words),
        rest=_packed(words - own),
        measures=tuple(
            (word(each.dimension), word(each.counted), each.low, each.high)
            for each in map(measure, profile.quantities[:SLOTS])
        ),
        when=_when(profile),
        negated=profile.negated,
        unreal=_is_unreal(profile.kind),
    )


@functools.lru_cache(65_536)
def _has_content(key: str) -> bool:
    return bool(content_words(key))


@functools.cache
def _is_unreal(kind: ClaimKind) -> bool:
    return str(kind) in load_lexicon("comparison")["unreal"]


@functools.lru_cache(65_536)
def _words(key: str | None) -> tuple[str, ...]:
    return tuple(filter(_tells, content_words(key))) if key else ()


def _named(subject: str, text: str) -> bool:
    """Whether the subject is called by a name in the text: a word of it is capitalised, and not for coming first."""
    return any(text.find(word.capitalize()) > 0 for word in _words(subject))


@functools.lru_cache(65_536)
def _tells(word: str) -> bool:
    """Ages and hours are compared as quantities and times; "27" and "year" in "27-year-old" make nobody the same."""
    return not (word.isdigit() and len(word) < 3) and word not in load_lexicon("comparison")["weak"]


def measure(quantity: Quantity) -> Measure:
    """The quantity in the unit of its dimension. Money is a dimension for each currency: there are no rates."""
    dimension, factor, offset = _dimension(quantity.unit)
    if quantity.unit in _YEARS_OF_AGE and quantity.role is QuantityRole.VALUE:
        dimension = AGE
    low, high = interval_of(quantity)
    # "Up to 5,000" and "up to 25,000" share every number below; what is linked is the number that is told.
    low = high - abs(high) / 2 if math.isinf(low) else low
    high = low + abs(low) if math.isinf(high) else high
    low, high = low * factor + offset, high * factor + offset
    counted = quantity.counted[-1].casefold() if quantity.counted else quantity.property
    return Measure(dimension + (f" per {quantity.per}" if quantity.per else ""), counted, low, high)


@functools.cache
def _dimension(unit: str | None) -> tuple[str, float, float]:
    if unit is None:
        return "count", 1.0, 0.0
    if units.is_money(unit):
        return unit, 1.0, 0.0
    for base in _BASES:
        zero, one = convert(0.0, unit, base), convert(1.0, unit, base)
        if zero is not None and one is not None:
            return base, one - zero, zero
    return unit, 1.0, 0.0


def _when(profile: Profile) -> tuple[float, float]:
    """The interval of the first time that has one, in days; a length is no time."""
    for time in profile.times:
        if time.type is not TimeType.DURATION and time.start and time.end:
            start, end = _ordinal(time.start), _ordinal(time.end)
            if start is not None and end is not None:
                return start, end
    return math.nan, math.nan


@functools.lru_cache(65_536)
def _ordinal(day: str) -> float | None:
    """``None`` for a year before 1 or beyond 9999, which ISO 8601 has and Python has not."""
    try:
        return float(datetime.date.fromisoformat(day[:10]).toordinal())
    except ValueError:
        return None


def _assembled(
    claims: tuple[str, ...], row_of: Ints, article_of: Ints, rows: Sequence[Raw], words: tuple[str, ...]
) -> Columns:
    lists = _lists_of(rows)
    return _in_columns(claims, row_of, article_of, rows, lists, _by_rarity(words, [*lists.values()]))


def columns_of_part(rows: Sequence[Raw], vocabulary: tuple[str, ...], frequency: Ints) -> Columns:
    """Some rows of a collection as columns; their places stand for their claims and articles.

    ``rows`` are in the numbers of ``vocabulary``, the words of the whole collection, the rarest first. What
    ``predicate_frequency`` says is true of the part alone.
    """
    places = np.arange(len(rows), dtype=np.int32)
    known = np.arange(len(vocabulary), dtype=np.int32), vocabulary, frequency
    return _in_columns(tuple(map(str, places)), places, places, rows, _lists_of(rows), known)


def _in_columns(
    claims: tuple[str, ...],
    row_of: Ints,
    article_of: Ints,
    rows: Sequence[Raw],
    lists: Mapping[str, Lists],
    words: tuple[Ints, tuple[str, ...], Ints],
) -> Columns:
    """``words`` are their new numbers, and by these what they are and in how many rows they stand."""
    rank, vocabulary, frequency = words
    predicate = rank[np.array([raw.predicate for raw in rows], np.int32)] if rows else np.empty(0, np.int32)
    measures = np.full((len(rows), SLOTS, 4), np.nan)
    for row, raw in enumerate(rows):
        for slot, (dimension, counted, low, high) in enumerate(raw.measures):
            measures[row, slot] = rank[dimension], rank[counted] if counted >= 0 else _NOTHING, low, high
    subject = np.array([rank[raw.subject] if raw.subject >= 0 else _NOTHING for raw in rows], np.int32)
    return Columns(
        claims=claims,
        row_of=row_of,
        article_of=article_of,
        event=np.array([max(raw.event, _NOTHING) for raw in rows], np.int32),
        vocabulary=vocabulary,
        frequency=frequency,
        predicate=predicate,
        predicate_frequency=_counts(predicate),
        subject=subject,
        subject_named=np.array([raw.subject_named for raw in rows], np.bool_),
        measures=measures,
        when=np.array([raw.when for raw in rows], np.float64).reshape(-1, 2),
        negated=np.array([raw.negated for raw in rows], np.bool_),
        unreal=np.array([raw.unreal for raw in rows], np.bool_),
        **{name: _renumbered(each, rank) for name, each in lists.items()},
    )


# The lists of words of a row.
LISTS = ("subject_words", "others", "names", "places", "words", "rest")


def _lists_of(rows: Sequence[Raw]) -> dict[str, Lists]:
    return {name: _lists([getattr(raw, name) for raw in rows]) for name in LISTS}


def _lists(packed: Sequence[bytes]) -> Lists:
    starts = np.zeros(len(packed) + 1, np.int64)
    np.cumsum([len(each) // 4 for each in packed], out=starts[1:])
    return Lists(np.frombuffer(b"".join(packed), np.int32), starts)


def _by_rarity(words: tuple[str, ...], lists: Sequence[Lists]) -> tuple[Ints, tuple[str, ...], Ints]:
    """New numbers, the rarest word first: the first of a sorted list is what tells a claim from others."""
    keys = [
        np.unique((each.rows().astype(np.int64) << 32) | each.values.astype(np.int64))
        for each in lists
        if len(each.values)
    ]
    both = np.unique(np.concatenate(keys)) if keys else np.empty(0, np.int64)
    counts = np.bincount(both & 0xFFFFFFFF, minlength=len(words)).astype(np.int32)
    order = sorted(range(len(words)), key=lambda number: (counts[number], words[number]))
    rank = np.empty(len(words), np.int32)
    rank[order] = np.arange(len(words), dtype=np.int32)
    return rank, tuple(words[number] for number in order), counts[order]


def _renumbered(lists: Lists, rank: Ints) -> Lists:
    rows = lists.rows()
    values = rank[lists.values]
    return Lists(values[np.lexsort((values, rows))], lists.starts)


def _counts(values: Ints) -> Ints:
    """How often the value of each row occurs."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    each: Ints = counts[inverse].astype(np.int32)
    return each

"""Every place of an article that says what befell people: the evidence that its figures rest on.

Title and body are read alike; the claims say what is denied, what is only feared, and which claim a figure rests on.
"""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from claimkit.comparison.outcomes import (
    deeds_in,
    fates_in,
    heads,
    implied_in,
    is_negated,
    is_own_hand,
    multiples_in,
    words_in,
)
from claimkit.comparison.people import Group, groups_in, nouns, word_list
from claimkit.records import Article, Bound, Claim, EntityType, Mention, SegmentKind
from claimkit.resources import load_lexicon

TITLE, LEDE, BODY = "title", "lede", "body"
# Longer ones are lists without a stop, and are read in pieces.
_LONGEST = 1_000
# Sentences that open an article: standfirst, dateline sentence and what follows.
_LEDE = 3
_SENTENCE = re.compile(
    r"[^\n]*?(?:(?<!\b[A-Z])(?<!\b(?:St|Dr|Mr|Lt|Jr|Sr|Co|Ga|No))(?<!\b(?:Mrs|Sgt|Det|Cpl|Ave|Jan|Feb|Aug|Oct|Nov|Dec|Gov|Sen))(?<!Sept)[.!?]+[\"”’']*(?=\s|$|[A-Z“\"])|\n|$)"
)


@dataclass(frozen=True, slots=True)
class Report:
    """One group of one sentence and the outcome it met, or that it is implied of nobody in particular.

    ``start`` and ``end`` are offsets into ``Article.text``, into the title where ``place`` is ``title``; ``kind`` is
    the group's (:class:`~claimkit.comparison.people.Group`) or ``implied``; ``elsewhere`` marks a sentence that
    speaks of other events or of statistics as well, ``several`` one of title or lede that tells of several events
    together ("three shootings"). ``deed_at`` is where the words of the outcome begin, -1 where there are none.
    """

    outcome: str
    low: float
    high: float
    bound: Bound
    kind: str
    place: str
    sentence: int
    start: int
    end: int
    claim_id: str | None
    sure: bool
    negated: bool
    elsewhere: bool
    gender: str | None = None
    age: str | None = None
    key: str | None = None
    further: bool = False
    part: bool = False
    attacker: bool = False
    noun: str | None = None
    deed: str = ""
    deed_at: int = -1
    own_hand: bool = False
    several: bool = False


def reports_of(article: Article, claims: Iterable[Claim], mentions: Iterable[Mention]) -> list[Report]:
    """The reports of one article in text order, the title's first; empty where the text is withheld."""
    found: list[Report] = []
    if article.title:
        found += _of_sentence(article.title[:_LONGEST], 0, TITLE, -1, (), _NO_CLAIMS)
    if article.text:
        names = _names(article.text, mentions)
        held = _Claims(claims)
        for number, (start, end) in enumerate(sentences(article)):
            inside = names[bisect.bisect_left(names, (start, 0, "")) : bisect.bisect_left(names, (end, 0, ""))]
            own = tuple((begin - start, stop - start, key) for begin, stop, key in inside)
            found += _of_sentence(article.text[start:end], start, LEDE if number < _LEDE else BODY, number, own, held)
    return found


def sentences(article: Article) -> Iterator[tuple[int, int]]:
    """The sentences of the body, by their closing marks and lines; offsets into ``Article.text``."""
    text = article.text or ""
    for segment in article.segments:
        if segment.kind is not SegmentKind.BODY:
            continue
        for match in _SENTENCE.finditer(text, segment.start, segment.end):
            if match.group().strip():
                for start in range(match.start(), match.end(), _LONGEST):
                    yield start, min(start + _LONGEST, match.end())


class _Claims:
    """Claims by place."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self._held = sorted((span.start, span.end, claim.claim_id) for claim in claims for span in claim.spans)
        self._starts = [start for start, _, _ in self._held]
        self._longest = max((end - start for start, end, _ in self._held), default=0)

    def at(self, start: int, end: int) -> str | None:
        """The narrowest claim that covers the place."""
        first = bisect.bisect_left(self._starts, start - self._longest)
        last = bisect.bisect_right(self._starts, start)
        covering = [each for each in self._held[first:last] if each[1] >= end]
        return min(covering, key=lambda each: (each[1] - each[0], each))[2] if covering else None


_NO_CLAIMS = _Claims(())


def _names(text: str, mentions: Iterable[Mention]) -> list[tuple[int, int, str]]:
    """Where persons stand by name; "the boy" and "he" are read off the sentence, as they are in a headline."""
    return sorted(
        (span.start, span.end, mention.entity_id)
        for mention in mentions
        if mention.type is EntityType.PERSON
        for span in mention.spans
        if _is_name(text[span.start : span.end])
    )


def _is_name(words: str) -> bool:
    first = words.partition(" ")[0]
    last = words.rsplit(" ", 1)[-1].lower()
    return (
        first[:1].isupper()
        and last not in nouns()
        and first.lower() not in word_list("no_names")
        and not re.search(r"['’]s\b|\d", words)
    )


def _of_sentence(
    sentence: str, offset: int, place: str, number: int, names: Sequence[tuple[int, int, str]], claims: _Claims
) -> Iterator[Report]:
    elsewhere = _is_elsewhere(sentence)
    several = place != BODY and _several().search(sentence) is not None
    if deeds_in(sentence):
        groups = groups_in(sentence, names, headline=place == TITLE)
        for fate in fates_in(sentence, groups, headline=place == TITLE):
            yield _report(
                fate.outcome,
                fate.group,
                (offset, place, number),
                claims,
                sure=fate.sure,
                negated=is_negated(sentence, fate.deed),
                elsewhere=elsewhere,
                several=several,
                deed=sentence[fate.deed.start : fate.deed.end].lower(),
                deed_at=offset + fate.deed.start,
                own_hand=is_own_hand(sentence, fate.deed),
            )
    for outcome, times, start, end in multiples_in(sentence):
        yield _report(
            outcome,
            Group(start, end, times, times, "number"),
            (offset, place, number),
            claims,
            sure=True,
            negated=False,
            elsewhere=elsewhere,
            several=several,
            deed=sentence[start:end].lower(),
        )
    for outcome in implied_in(sentence):
        yield _report(
            outcome,
            Group(0, 0, 1, 1, "implied"),
            (offset, place, number),
            claims,
            sure=False,
            negated=False,
            elsewhere=elsewhere,
            several=several,
            deed="",
        )


def _report(
    outcome: str,
    group: Group,
    where: tuple[int, str, int],
    claims: _Claims,
    *,
    sure: bool,
    negated: bool,
    elsewhere: bool,
    several: bool,
    deed: str,
    deed_at: int = -1,
    own_hand: bool = False,
) -> Report:
    offset, place, number = where
    return Report(
        outcome=outcome,
        low=group.low,
        high=group.high,
        bound=group.bound,
        kind=group.kind,
        place=place,
        sentence=number,
        start=offset + group.start,
        end=offset + group.end,
        claim_id=claims.at(offset + group.start, offset + group.end),
        sure=sure,
        negated=negated,
        elsewhere=elsewhere,
        gender=group.gender,
        age=group.age,
        key=group.key,
        further=group.further,
        part=group.part,
        attacker=group.attacker or (group.kind == "self" and outcome == "killed"),
        noun=group.noun,
        deed=deed,
        deed_at=deed_at,
        own_hand=own_hand,
        several=several,
    )


def _is_elsewhere(sentence: str) -> bool:
    first, expression = _elsewhere()
    return not words_in(sentence).isdisjoint(first) and expression.search(sentence) is not None


@functools.cache
def _elsewhere() -> tuple[frozenset[str], re.Pattern[str]]:
    words = sorted(load_lexicon("outcomes")["elsewhere"]["words"], key=len, reverse=True)
    return heads(words), re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)


@functools.cache
def _several() -> re.Pattern[str]:
    patterns = load_lexicon("outcomes")["elsewhere"]["several"]
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE)

"""What an article says, as bags of terms: words, names, numbers, ages and days that reports on one event share.

Only what a reader would call the article is read: its title, and the body without captions, credits and furniture.
Nothing is parsed; a name is a capital where a sentence does not begin, so a collection of 50,000 articles is read in
minutes.
"""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from claimkit.errors import EmptyBodyError
from claimkit.extraction.layout import lay_out
from claimkit.extraction.times import find_times
from claimkit.records import Article, Claim, Mention, SegmentKind, TimeExpression
from claimkit.resources import load_lexicon

# What an article is about stands in its first lines: so many characters of them are its lead, and so many are searched
# for days.
_LEAD = 500
_DATED = 1500
# Days beyond the first few are background.
MOST_DAYS = 6
_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")
_SENTENCE_STARTS = re.compile(r"[.!?:\"“”«»]")
_DIGIT = re.compile(r"\d")
_LATEST_SURE_DAY = 1  # a time that covers more days than this after its first does not name a day
_FEWEST_WORDS_OF_REPORT = 20
_OWN_TITLE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The terms of one article in text order, case folded, plurals cut; ``published`` and ``days`` are ordinals.

    ``names`` are capitalised words and their neighbouring pairs, ``ages`` the ages of persons as written, ``days`` the
    days that the first lines name, resolved against ``published``. ``breaks`` are the places in ``words`` at which one
    has nothing to do with the one before it: the beginnings of paragraphs.
    """

    title: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    ages: tuple[str, ...] = ()
    published: int | None = None
    days: tuple[int, ...] = ()
    breaks: tuple[int, ...] = ()

    @property
    def pairs(self) -> tuple[str, ...]:
        """Neighbouring words, made anew at each call: there are as many as words, and few are alike."""
        parted = set(self.breaks)
        return tuple(" ".join(pair) for at, pair in enumerate(itertools.pairwise(self.words), 1) if at not in parted)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell this article from others by."""
        return not (self.title or self.words or self.names)


def terms_of(article: Article) -> Terms:
    """The terms of an article that holds its text; one without a text or a body has those of its title."""
    try:
        # Where the title is not given apart, it stands in the text.
        article = lay_out(article)
    except EmptyBodyError:
        # A page behind a paywall: what is left is its title.
        article = replace(article, segments=())
    title = tuple(map(normal_form, _WORD.findall(article.title or "")))
    body = list(_body(article))
    found = _Found()
    for paragraph in body:
        found.read(paragraph)
    text = "\n".join(body)
    return Terms(
        title=title,
        lead=tuple(found.lead),
        words=tuple(found.words),
        names=tuple(found.names),
        numbers=tuple(found.numbers),
        ages=ages_in(text),
        published=_ordinal(article.published),
        days=_days(find_times(text[:_DATED], anchor=_day_of(article), parse=False)),
        breaks=tuple(found.breaks),
    )


def terms_of_records(article: Article, claims: Iterable[Claim], mentions: Iterable[Mention]) -> Terms:
    """The terms of an article without text (``text_mode`` none), from what its records keep of it.

    Names come from ``mentions``, words from the lemmas of ``claims``, numbers and days from their quantities and times.
    There is no title, no lead and there are no pairs of words.
    """
    names: list[str] = []
    for mention in mentions:
        words = [normal_form(word) for word in _WORD.findall(mention.name)]
        found = words + [" ".join(pair) for pair in itertools.pairwise(words)]
        names += found * max(1, len(mention.spans))
    claims = list(claims)
    quantities = [quantity for claim in claims for quantity in claim.quantities]
    words = [claim.predicate.lemma for claim in claims]
    words += [noun for quantity in quantities for noun in quantity.counted]
    words += [name for name in names if " " not in name]
    return Terms(
        words=tuple(words),
        names=tuple(names),
        numbers=tuple(f"{quantity.low:g}" for quantity in quantities),
        published=_ordinal(article.published),
        days=_days(time for claim in claims for time in claim.times),
        breaks=tuple(range(len(words))),
    )


def with_shared_words(terms: Terms) -> Terms:
    """The same terms, a word that other articles have as well being one string for all of them."""
    return replace(
        terms,
        title=_shared(terms.title),
        lead=_shared(terms.lead),
        words=_shared(terms.words),
        names=_shared(terms.names),
        numbers=_shared(terms.numbers),
        ages=_shared(terms.ages),
    )


def _shared(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(sys.intern, words))


def without_furniture(articles: Sequence[Terms]) -> list[Terms]:
    """The articles, emptied of a text that recurs word for word under other titles and has nothing of any of them.

    Such a text is the page of a paywall or of a form, however long it is: two articles that share it share nothing.
    """
    recurring = {words for words, times in Counter(each.words for each in articles if each.words).items() if times > 1}
    titles: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for each in articles:
        if each.words in recurring:
            titles.setdefault(each.words, set()).add(each.title)
    furniture = {
        words
        for words, over in titles.items()
        if len(over) > 1 and all(title and not covers(words, title) for title in over)
    }
    return [Terms(title=each.title, published=each.published) if each.words in furniture else each for each in articles]


def report_key(terms: Terms) -> tuple[object, ...] | None:
    """What the copies of one report share, whoever prints it and when: its words; ``None`` where that proves nothing.

    A text of a line or two may be anybody's, one that has nothing of its own title may be furniture.
    """
    if len(terms.words) < _FEWEST_WORDS_OF_REPORT:
        return None
    own = not terms.title or covers(terms.words, terms.title)
    return (terms.words,) if own else (terms.words, terms.title)


def earliest(copies: Sequence[Terms]) -> Terms:
    """One for all copies of a report: the first in the order given, published when the first of them was."""
    dates = [each.published for each in copies if each.published is not None]
    return replace(copies[0], published=min(dates, default=None))


def ages_in(text: str) -> tuple[str, ...]:
    """The ages of persons, as written: "a 23-year-old", "Berg, 41,", "aged 7"."""
    return tuple(next(age for age in match.groups() if age) for match in _ages().finditer(text))


@functools.lru_cache(65_536)
def normal_form(word: str) -> str:
    """A word case folded, without possessive, inner full stops and the s of a plural (Harman 1991)."""
    plain = word.casefold().replace("’", "'").removesuffix("'s").replace(".", "")
    if len(plain) > 3 and plain.endswith("s") and not plain.endswith(("ss", "us", "is")):
        return plain[:-1]
    return plain


class _Found:
    """The terms of the paragraphs read so far."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.lead: list[str] = []
        self.names: list[str] = []
        self.numbers: list[str] = []
        self.breaks: list[int] = []
        self._length = 0

    def read(self, paragraph: str) -> None:
        first, before, capital = len(self.words), None, ""
        for match in _WORD.finditer(paragraph):
            plain, numeric, named = _read_word(match.group())
            self.words.append(plain)
            if numeric:
                self.numbers.append(plain)
            if named:
                gap = paragraph[before.end() if before else 0 : match.start()]
                if capital and gap.isspace():
                    self.names.append(f"{capital} {plain}")
                # The first word of a sentence has a capital whatever it is.
                if before and not _SENTENCE_STARTS.search(gap):
                    self.names.append(plain)
                capital = plain
            else:
                capital = ""
            before = match
        if before:
            self.breaks.append(first)
        if self._length < _LEAD:
            leading = sum(1 for _ in _WORD.finditer(paragraph, 0, _LEAD - self._length))
            self.lead += self.words[first : first + leading]
        self._length += len(paragraph)


@functools.lru_cache(65_536)
def _read_word(word: str) -> tuple[str, bool, bool]:
    """The normal form of a word, whether it holds a digit, and whether it may be part of a name."""
    return normal_form(word), not word.isalpha() and bool(_DIGIT.search(word)), len(word) > 1 and word[0].isupper()


def _body(article: Article) -> Iterator[str]:
    text = article.text or ""
    for segment in article.segments:
        if segment.kind is SegmentKind.BODY:
            yield text[segment.start : segment.end]


def covers(words: Sequence[str], title: Sequence[str]) -> bool:
    """Whether half of the title's words, stopwords left out, are among ``words``."""
    content = set(title) - _stopwords()
    return bool(content) and len(content.intersection(words)) >= _OWN_TITLE * len(content)


def _day_of(article: Article) -> dt.date | None:
    """The day of publication; a date that is none, in a record made by hand, counts as unknown."""
    try:
        return dt.date.fromisoformat((article.published or "")[:10])
    except ValueError:
        return None


def _ordinal(published: str | None) -> int | None:
    try:
        return dt.date.fromisoformat((published or "")[:10]).toordinal()
    except ValueError:
        return None


def _days(times: Iterable[TimeExpression]) -> tuple[int, ...]:
    """The distinct days named, in the order of their first mention, at most :data:`MOST_DAYS`."""
    days: dict[int, None] = {}
    for time in times:
        first, last = _ordinal(time.start), _ordinal(time.end)
        if first is not None and last is not None and last - first <= _LATEST_SURE_DAY:
            days[first] = None
    return tuple(days)[:MOST_DAYS]


@functools.cache
def _stopwords() -> frozenset[str]:
    return frozenset(normal_form(word) for word in str(load_lexicon("comparison")["stopwords"]).split())


@functools.cache
def _ages() -> re.Pattern[str]:
    return re.compile("|".join(load_lexicon("grouping")["ages"]["patterns"]), re.IGNORECASE)

"""Who copied whom: texts that are word for word, or nearly, the same.

Shingles of five words, MinHash signatures and locality-sensitive hashing (Broder 1997; Leskovec, Rajaraman and Ullman,
*Mining of Massive Datasets*, ch. 3) with datasketch. A text is compared with the first text of each group only, and
two texts of the same shingles are never compared at all: ten thousand copies of one article cost ten thousand steps.

What a page says besides its article is no article copied. Furniture is left out by its segments; what layout did not
know, a login wall or a call for tips, gives itself away by standing in articles on different events.
"""

from __future__ import annotations

import functools
import itertools
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from claimkit.extraction.furniture import line_key
from claimkit.records import Article, SegmentKind

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SHINGLE = 5
_SENTENCE_SHINGLE = 3
# Runs of as many words two writers do not hit upon by chance.
_MARKS, _MARK = 3, 7
_PERMUTATIONS = 64
# Bands of LSH are laid out for candidates above this similarity; what counts is measured on the shingles themselves.
_CANDIDATE = 0.4
# A copy is cut from the bottom and gets a new headline: most of the shorter text stands in the longer one.
_COPY, _CONTAINED = 0.6, 0.8
FEWEST_SHINGLES = 12
_SENTENCE_COPY, _FEWEST_SENTENCE_WORDS = 0.7, 10
# A paragraph in articles on this many events belongs to the page: grouping judges copies of one report as one.
FEWEST_EVENTS = 2
# Without events, a paragraph in this many articles that have little else in common.
_FEWEST_ARTICLES, _LITTLE_ELSE = 3, 0.2
_COMPARED = 20


@dataclass(frozen=True, slots=True)
class Copies:
    """``leader``: article → the fullest article of its group of copies, for articles that have copies.

    ``boilerplate``: keys of the paragraphs that stand in articles on different events.
    """

    leader: Mapping[str, str]
    boilerplate: frozenset[str]

    def are_copies(self, a: str, b: str) -> bool:
        """Whether two articles, by their identifiers, are copies of one text."""
        return a == b or (a in self.leader and self.leader[a] == self.leader.get(b))


def near_copies(articles: Iterable[Article], events: Mapping[str, str] | None = None) -> Copies:
    """The groups of near-verbatim copies among articles; ``events`` is article → event, as far as it is known.

    The order of the articles does not matter. Articles without text are nobody's copies.
    """
    paragraphs = {article.article_id: _paragraphs(article) for article in articles}
    boilerplate = _boilerplate(paragraphs, events or {})
    shingles = _shingled(paragraphs, boilerplate)
    kept = {article_id: found for article_id, found in shingles.items() if len(found) >= FEWEST_SHINGLES}
    leaders = leaders_of(kept)
    sizes = Counter(leaders.values())
    return Copies({each: leader for each, leader in sorted(leaders.items()) if sizes[leader] > 1}, boilerplate)


def shingles_of(articles: Iterable[Article], boilerplate: frozenset[str]) -> dict[str, frozenset[int]]:
    """Article → the hashes of its runs of five words, without the paragraphs of ``boilerplate``."""
    return _shingled({article.article_id: _paragraphs(article) for article in articles}, boilerplate)


def paragraph_keys(article: Article) -> list[str]:
    """The keys of the paragraphs of the body, each once."""
    return list(_paragraphs(article))


@functools.lru_cache(65_536)  # the claims of copies are compared one pair after another
def is_same_wording(a: str, b: str) -> bool:
    """Whether two sentences are the same word for word or nearly; short ones never are: they say little else.

    >>> is_same_wording("The bridge fell.", "The bridge fell.")
    False
    """
    first, second = _wording(a), _wording(b)
    if first is None or second is None:
        return False
    return _resemblance(first, second) >= _SENTENCE_COPY


@functools.lru_cache(65_536)
def _wording(sentence: str) -> frozenset[int] | None:
    """The shingles of a sentence; ``None`` if it is a short one."""
    long = len(_words(sentence)) >= _FEWEST_SENTENCE_WORDS
    return _shingles(sentence, _SENTENCE_SHINGLE) if long else None


@functools.lru_cache(4096)  # the claims of one sentence come one after another
def wording_marks(sentence: str) -> tuple[str, ...]:
    """Marks that two sentences share if much of their wording is the same: the smallest hashes of their shingles."""
    return tuple(f"words:{mark:08x}" for mark in sorted(_shingles(sentence, _MARK))[:_MARKS])


def _paragraphs(article: Article) -> dict[str, str]:
    """The body's paragraphs by what they say, without case and marks."""
    text = article.text or ""
    lines = (text[each.start : each.end] for each in article.segments if each.kind is SegmentKind.BODY)
    return {line_key(line): line for line in lines}


def _shingled(paragraphs: Mapping[str, Mapping[str, str]], boilerplate: frozenset[str]) -> dict[str, frozenset[int]]:
    return {
        article_id: _shingles(" ".join(line for key, line in lines.items() if key not in boilerplate), _SHINGLE)
        for article_id, lines in paragraphs.items()
    }


def _boilerplate(paragraphs: Mapping[str, Mapping[str, str]], events: Mapping[str, str]) -> frozenset[str]:
    places: dict[str, list[str]] = {}
    for article_id in sorted(paragraphs):
        for key in paragraphs[article_id]:
            places.setdefault(key, []).append(article_id)
    found = set()
    for key, where in places.items():
        if len(where) < FEWEST_EVENTS:
            continue
        known = {events[article_id] for article_id in where if article_id in events}
        if len(known) >= FEWEST_EVENTS or (not known and _have_little_else(key, where, paragraphs)):
            found.add(key)
    return frozenset(found)


def _have_little_else(key: str, where: Sequence[str], paragraphs: Mapping[str, Mapping[str, str]]) -> bool:
    """Whether the articles in which a paragraph stands share hardly another; a sample of neighbours tells."""
    if len(where) < _FEWEST_ARTICLES:
        return False
    shares = []
    for a, b in itertools.pairwise(where[:_COMPARED]):
        first, second = paragraphs[a].keys() - {key}, paragraphs[b].keys() - {key}
        smaller = min(len(first), len(second))
        # Nothing but this paragraph: a page that shows only its login.
        shares.append(len(first & second) / smaller if smaller else 1.0)
    return sorted(shares)[len(shares) // 2] < _LITTLE_ELSE


def bands_of(shingles: Iterable[frozenset[int]]) -> Iterator[list[bytes]]:
    """The keys of the bands of each signature: two texts are compared only if they have one in common."""
    from datasketch import MinHash, MinHashLSH

    ranges = MinHashLSH(threshold=_CANDIDATE, num_perm=_PERMUTATIONS).hashranges
    # Its permutations are the dear part of a signature: they are drawn once.
    drawn = MinHash(num_perm=_PERMUTATIONS, hashfunc=_identity)
    for own in shingles:
        signature = drawn.copy()
        signature.update_batch(own)
        values = signature.hashvalues
        yield [bytes([band]) + values[start:end].tobytes() for band, (start, end) in enumerate(ranges)]


def leaders_of(shingles: Mapping[str, frozenset[int]]) -> dict[str, str]:
    """Article → leader; one that has no copies leads itself."""
    # The longest first; of one set of shingles the first article stands for all.
    order = sorted(shingles, key=lambda each: (-len(shingles[each]), each))
    same: dict[frozenset[int], str] = {}
    for article_id in order:
        same.setdefault(shingles[article_id], article_id)
    leading: dict[bytes, list[str]] = {}
    leaders: dict[str, str] = {}
    for (own, article_id), bands in zip(same.items(), bands_of(same), strict=True):
        met = {other for band in bands for other in leading.get(band, ())}
        near = [other for other in met if is_copy(own, shingles[other])]
        if near:
            leaders[article_id] = min(near, key=lambda other: (-len(own & shingles[other]), other))
        else:
            leaders[article_id] = article_id
            for band in bands:
                leading.setdefault(band, []).append(article_id)
    return {article_id: leaders[same[shingles[article_id]]] for article_id in order}


def is_copy(a: frozenset[int], b: frozenset[int]) -> bool:
    """Whether the texts of two sets of shingles are copies of one text."""
    shared = len(a & b)
    return shared / len(a | b) >= _COPY or shared / min(len(a), len(b)) >= _CONTAINED


def _resemblance(a: frozenset[int], b: frozenset[int]) -> float:
    return len(a & b) / len(a | b) if a or b else 0.0


def _identity(value: int) -> int:
    """Shingles are hashes already."""
    return value


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _shingles(text: str, size: int) -> frozenset[int]:
    """The runs of ``size`` words as 32-bit hashes (CRC-32, the same everywhere)."""
    words = [word.encode("utf-8", "surrogatepass") for word in _words(text)]
    ends = list(itertools.accumulate(len(word) + 1 for word in words))
    starts, whole = [0, *ends], b" ".join(words)
    return frozenset(zlib.crc32(whole[start : end - 1]) for start, end in zip(starts, ends[size - 1 :], strict=False))

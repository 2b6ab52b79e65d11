"""Have we seen this claim? An index of claims that is searched by text.

What a search does: BM25 over stems, BM25 over character n-grams and the mean of static word vectors each fetch claims;
a small learned model ranks what they fetched (:mod:`claimkit.comparison.ranking`); and the values of the best are
compared with those of the text, so that one about 85 % is not found under 8.5 %
(:mod:`claimkit.comparison.agreement`).
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from claimkit.comparison.agreement import Agreement, Values, agreement, values_of
from claimkit.comparison.corpus import read_corpus
from claimkit.comparison.profiles import Profile
from claimkit.comparison.ranking import features, load_ranker, second_look
from claimkit.comparison.sentences import load_encoder
from claimkit.comparison.store import Query, Store, store_of
from claimkit.errors import OptionError
from claimkit.records import Claim, Difference
from claimkit.resources import load_lexicon

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]
# Claims that each way of fetching brings; and how many of the best have their values compared, at least.
FETCHED = 60
COMPARED = 20
# How many of the best a sentence encoder looks at again.
LOOKED_AT = 40
# From here on a match is more likely than not the claim that was asked for.
FOUND = 0.5


@dataclass(frozen=True, slots=True)
class ClaimMatch:
    """A claim that may be the one asked for.

    ``score`` in [0, 1] is the estimated probability that it is, lowered for values that differ. ``text`` is ``None``
    in a stand-off dataset. ``matched`` are the words and values in common, ``differences`` the fields in which the
    text (``a``) and the claim (``b``) exclude each other: ``quantities``, ``times``, ``negated``.
    """

    claim_id: str
    score: float
    text: str | None
    publisher: str | None
    published: str | None
    matched: tuple[str, ...]
    differences: tuple[Difference, ...]

    @property
    def found(self) -> bool:
        """Whether this is the claim asked for, as far as can be told: likely enough, and no value differs."""
        return self.score >= FOUND and not self.differences

    def to_dict(self) -> dict[str, Any]:
        """As JSON: the fields, and ``found``."""
        return {**dataclasses.asdict(self), "found": self.found}


class _Entry(NamedTuple):
    """One claim of an index; ``words`` are what is searched, ``values`` ``None`` until somebody asks."""

    claim_id: str
    words: str
    context: str
    text: str | None
    publisher: str | None
    published: str | None
    values: Values | None


class ClaimIndex:
    """An index of claims: records, profiles, or the path of a dataset folder.

    A claim without text (``--text none``) is searched by its lemmas, the canonical names of a dataset folder, and its
    numbers; :attr:`notes` says so. Raises what :func:`~claimkit.comparison.corpus.read_corpus` does for a folder.

    >>> from claimkit.comparison.index import ClaimIndex
    >>> index = ClaimIndex.from_texts({"a": "The port of Osthaven closed.", "b": "Bread rose by 8.5 %."})
    >>> [match.claim_id for match in index.search("Is the Osthaven port closed?", k=1)]
    ['a']
    """

    def __init__(self, claims: Iterable[Claim | Profile] | Path | str) -> None:
        entries = _of_folder(Path(claims)) if isinstance(claims, (str, Path)) else map(_entry, claims)
        self._fill(list(entries))

    @classmethod
    def from_texts(cls, texts: Mapping[str, str | Sequence[str]]) -> ClaimIndex:
        """An index of plain texts by identifier; a sequence is a claim and what stands beside it (a headline)."""
        index = cls.__new__(cls)
        index._fill([_of_text(name, text) for name, text in texts.items()])
        return index

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def notes(self) -> tuple[str, ...]:
        """What the claims lack that a search would use, one sentence each."""
        bare = sum(entry.text is None for entry in self._entries)
        if not bare:
            return ()
        return (
            f"{bare:,} of {len(self):,} claims have no text: they are found by lemmas, names and numbers alone, and "
            "their scores are lower",
        )

    def search(self, text: str, k: int = 5, *, rerank: bool = False) -> list[ClaimMatch]:
        """The ``k`` claims most likely to be what ``text`` says, the best first; none where it has no words.

        With ``rerank`` a sentence encoder looks at the best again (:mod:`claimkit.comparison.sentences`), which takes
        some tenths of a second.

        Raises :class:`OptionError` for a ``k`` below 1.
        """
        if k < 1:
            raise OptionError(f"k is the number of claims wanted, 1 or more, not {k}")
        if self._store is None:
            return []
        query = self._store.query(text)
        if not query.stems:
            return []
        rows = fetched(query, self._store)
        if not len(rows):
            return []
        inputs = features(query, rows, self._store)
        if rerank:
            rows, scores = self._second_look(text, rows, inputs, max(LOOKED_AT, k))
        else:
            scores = load_ranker("words").scores(inputs)
        scores = _pooled(scores, rows, self._store)
        order = np.argsort(-scores, kind="stable")[: max(COMPARED, k)]
        values, wanted = values_of(text), frozenset(query.stems)
        matches: list[ClaimMatch] = []
        for at in order.tolist():
            # Values that differ lower a score and nothing raises one: the rest cannot come before these.
            if sum(match.score >= _rounded(scores[at]) for match in matches) >= k:
                break
            matches.append(self._match(int(rows[at]), float(scores[at]), values, wanted))
        return sorted(matches, key=lambda match: -match.score)[:k]

    def _fill(self, entries: list[_Entry]) -> None:
        self._entries = entries
        self._store = (
            store_of([entry.words for entry in entries], [entry.context for entry in entries]) if entries else None
        )

    def _second_look(self, text: str, rows: Rows, inputs: Floats, count: int) -> tuple[Rows, Floats]:
        """The best rows of a first look, in the order of the index, and what a second look gives them."""
        logits = load_ranker("words").logits(inputs)
        best = np.sort(np.argsort(-logits, kind="stable")[:count])
        texts = [f"{entry.words}. {entry.context}" for entry in (self._entries[row] for row in rows[best].tolist())]
        likeness = load_encoder().likeness(text, texts)
        return rows[best], load_ranker("sentences").scores(second_look(inputs[best], logits[best], likeness))

    def _match(self, row: int, score: float, values: Values, wanted: frozenset[str]) -> ClaimMatch:
        entry = self._entries[row]
        own = entry.values or values_of(entry.words, like=values)
        found = agreement(values, own)
        return ClaimMatch(
            claim_id=entry.claim_id,
            score=_rounded(score * _cost(found)),
            text=entry.text,
            publisher=entry.publisher,
            published=entry.published,
            matched=tuple(dict.fromkeys([*_words_in_common(entry.words, wanted), *found.matched])),
            differences=found.differences,
        )


def fetched(query: Query, store: Store) -> Rows:
    """The rows that any of the ways of fetching has among its best, in the order of the index."""
    ways = (query.scores, query.gram_scores, store.nearness(query.mean))
    return np.unique(np.concatenate([_best(scores) for scores in ways]))


def _best(scores: Floats) -> Rows:
    """The rows with the best scores above zero; of equal ones the first."""
    if len(scores) > FETCHED:
        least = np.partition(scores, len(scores) - FETCHED)[len(scores) - FETCHED]
        above = np.flatnonzero(scores > least)
        rows = np.concatenate([above, np.flatnonzero(scores == least)[: FETCHED - len(above)]])
    else:
        rows = np.arange(len(scores))
    found: Rows = rows[scores[rows] > 0]
    return found


def _pooled(scores: Floats, rows: Rows, store: Store) -> Floats:
    """The scores, each claim told in the same stems as another with the best of theirs."""
    flat, starts = store.views[1].stems.of(rows)
    told = [flat[start:end].tobytes() for start, end in itertools.pairwise([*starts.tolist(), len(flat)])]
    best: dict[bytes, float] = {}
    for words, score in zip(told, scores.tolist(), strict=True):
        best[words] = max(score, best.get(words, 0.0))
    # A claim without a word is told like no other.
    pooled = [best[words] if words else score for words, score in zip(told, scores.tolist(), strict=True)]
    return np.array(pooled, np.float32)


def _rounded(score: float) -> float:
    return round(float(score), 3)


def _cost(found: Agreement) -> float:
    """What the score is multiplied by."""
    costs: Mapping[str, float] = load_lexicon("retrieval")["costs"]
    cost = 1.0
    for field in sorted({difference.field for difference in found.differences}):
        cost *= costs[field]
    return cost


def _words_in_common(text: str, wanted: frozenset[str]) -> Iterator[str]:
    """The words of a claim whose stems the query has, each once."""
    from claimkit.comparison import lexical

    words = dict.fromkeys(lexical.words(lexical.plain(text)))
    return (word for word in words if lexical.stem(word) in wanted)


# --- what is put into an index -------------------------------------------------------------------------------------


def _of_text(name: str, text: str | Sequence[str]) -> _Entry:
    claim, *beside = [text] if isinstance(text, str) else text
    return _Entry(name, claim, " ".join(beside), claim, None, None, None)


def _of_folder(folder: Path) -> Iterator[_Entry]:
    corpus = read_corpus(folder)
    for profile in corpus.profiles:
        yield _entry(profile)._replace(context=corpus.articles[profile.article_id].title or "")


def _entry(claim: Claim | Profile) -> _Entry:
    text = claim.text if isinstance(claim, Profile) else claim.text_resolved or claim.text
    publisher, published = (claim.publisher, claim.published) if isinstance(claim, Profile) else (None, None)
    values = Values(claim.quantities, claim.times, claim.negated)
    return _Entry(claim.claim_id, text or " ".join(_keywords(claim)), "", text, publisher, published, values)


def _keywords(claim: Claim | Profile) -> Iterator[str]:
    """What remains of a claim whose words were left out."""
    if isinstance(claim, Profile):
        yield from (key for key in (claim.subject, claim.object) if key)
        yield from claim.names
        yield claim.predicate
        yield from (link.source for link in claim.chain if link.source)
    else:
        yield claim.predicate.lemma
    for quantity in claim.quantities:
        yield from (f"{end:.12g}" for end in sorted({quantity.low, quantity.high}))
        yield from quantity.counted
    yield from (time.start[:4] for time in claim.times if time.start)

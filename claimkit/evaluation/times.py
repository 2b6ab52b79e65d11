"""Score times against gold as TempEval-3 does (UzZaman et al. 2013): relaxed, strict, type and value.

A time is *relaxed* right if it overlaps one of the gold, one to one in the order of the text; *strict* if it has the
same characters; *type* and *value* are relaxed matches with the same TIMEX3 type or value. Values are compared as they
are written, but for a trailing ``Z``: zones are not resolved here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from claimkit.errors import OptionError
from claimkit.evaluation.articles import as_read
from claimkit.evaluation.formats import TimeFormat
from claimkit.evaluation.kinds import Scores
from claimkit.evaluation.measures import Counts, Statistic, measure_all
from claimkit.evaluation.predictions import count_lacking, of_texts, with_gold
from claimkit.evaluation.timeml import GoldTime, TimedText, as_gold, read_times, times_of
from claimkit.records import Span

STATISTICS: Mapping[str, Statistic] = dict.fromkeys(("relaxed", "strict", "type", "value"), "f1")
MEASURES = tuple(STATISTICS)
KINDS = MappingProxyType(
    {
        "missed-time": "the gold has a time, nothing was found there",
        "spurious-time": "a time was found, the gold has none there",
        "wrong-edges": "the right time with other edges",
        "wrong-type": "the right place with another type",
        "wrong-value": "the right place with another value",
    }
)
CONTEXT = 60

Found = Sequence[GoldTime]
Watch = Callable[[Sequence[TimedText]], Iterable[TimedText]]


@dataclass(frozen=True, slots=True)
class TimeError:
    """One error: what the gold has there, and what was found. ``text`` is the whole text of the article."""

    kind: str
    article: str
    text: str
    gold: GoldTime | None
    found: GoldTime | None

    @property
    def place(self) -> Span:
        """From the first to the last character in question."""
        spans = [time.span for time in (self.gold, self.found) if time is not None]
        return Span(min(span.start for span in spans), max(span.end for span in spans))

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, with the words of both sides and of the context."""
        start, end = self.place
        sides = {"gold": self.gold, "found": self.found}
        return {
            "kind": self.kind,
            "article": self.article,
            "text": self.text[max(0, start - CONTEXT) : end + CONTEXT],
            **{name: self._side(time) for name, time in sides.items()},
        }

    def _side(self, time: GoldTime | None) -> dict[str, Any] | None:
        if time is None:
            return None
        start, end = time.span
        return {"start": start, "end": end, "words": self.text[start:end], "type": time.type, "value": time.value}


def evaluate_times(
    gold: Path | str,
    predicted: Path | str | None = None,
    *,
    form: TimeFormat | None = None,
    watch: Watch = iter,
) -> Scores[TimeError]:
    """Score the times at ``predicted``, or of a run over the gold's own texts, against the gold.

    ``form`` is the gold's format, found out if not given. Texts of TimeML and CAT are read as they stand, articles of a
    dataset as ``claimkit extract`` reads them, so that only the times of claims and links count. ``watch`` is handed
    the documents and may show how far we are. Raises :class:`~claimkit.errors.OptionError` if a folder is none of the
    formats, the gold holds no time, or the prediction has none of its texts.
    """
    documents = read_times(Path(gold), form)
    if not any(document.times for document in documents):
        raise OptionError(f"{gold}: {len(documents)} documents and no time in them; is this gold?")
    known = None
    if predicted is not None:
        found = {document.text: document.times for document in read_times(Path(predicted))}
        known = of_texts(found, documents, predicted)
    cases = with_gold(watch(documents), known, found_in)
    return score_times(cases, unpredicted=count_lacking(documents, known))


def score_times(cases: Iterable[tuple[TimedText, Found]], *, unpredicted: int = 0) -> Scores[TimeError]:
    """Score (gold document, found times) pairs, one at a time."""
    counts: list[dict[str, Counts]] = []
    errors: list[TimeError] = []
    for document, found in cases:
        pairs = pair_times(found, document.times)
        counts.append(count_document(found, document.times, pairs))
        errors += _errors(document, found, pairs)
    return Scores(len(counts), unpredicted, measure_all(counts, STATISTICS), tuple(errors), KINDS)


def count_document(found: Found, gold: Found, pairs: Sequence[tuple[int, int]]) -> dict[str, Counts]:
    """The counts of one document for each of :data:`MEASURES`."""
    right = {
        "relaxed": len(pairs),
        "strict": sum(found[a].span == gold[b].span for a, b in pairs),
        "type": sum(found[a].type == gold[b].type for a, b in pairs),
        "value": sum(_same_value(found[a], gold[b]) for a, b in pairs),
    }
    return {name: Counts(count, len(found), len(gold)) for name, count in right.items()}


def pair_times(found: Found, gold: Found) -> list[tuple[int, int]]:
    """Places of times that overlap, one to one; both sides are in the order of the text."""
    pairs, at = [], 0
    for number, time in enumerate(gold):
        while at < len(found) and found[at].span.end <= time.span.start:
            at += 1
        if at < len(found) and found[at].span.start < time.span.end:
            pairs.append((at, number))
            at += 1
    return pairs


def _same_value(one: GoldTime, other: GoldTime) -> bool:
    values = [(time.value or "").removesuffix("Z") for time in (one, other)]
    return values[0] == values[1]


def _errors(document: TimedText, found: Found, pairs: Sequence[tuple[int, int]]) -> Iterator[TimeError]:
    def error(kind: str, gold: GoldTime | None, other: GoldTime | None) -> TimeError:
        return TimeError(kind, document.name, document.text, gold, other)

    for a, b in pairs:
        one, other = found[a], document.times[b]
        if one.span != other.span:
            yield error("wrong-edges", other, one)
        if one.type != other.type:
            yield error("wrong-type", other, one)
        if not _same_value(one, other):
            yield error("wrong-value", other, one)
    paired_found, paired_gold = {a for a, _ in pairs}, {b for _, b in pairs}
    for number, time in enumerate(document.times):
        if number not in paired_gold:
            yield error("missed-time", time, None)
    for number, time in enumerate(found):
        if number not in paired_found:
            yield error("spurious-time", None, time)


def found_in(document: TimedText) -> tuple[GoldTime, ...]:
    """The times claimkit finds in a document of the gold."""
    # Imported here: the extraction loads models, and scoring two folders needs none of them.
    from claimkit.extraction.pipeline import extract
    from claimkit.extraction.times import find_times

    if document.article is None:
        return as_gold(find_times(document.text, anchor=document.anchor))
    extraction = extract(as_read(document.article))
    of_claims = [time for claim in extraction.claims for time in times_of(claim)]
    of_links = [time for link in extraction.attributions for time in times_of(link)]
    return as_gold({time.span: time for time in (*of_links, *of_claims)}.values())

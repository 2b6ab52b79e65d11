"""Score hedge cues and their scopes against gold.

Gold is a dataset folder, whose cues are those of its claims; a Szeged file (typed cues), a BioScope file (cues and
scopes) or a CoNLL-2010 file (weasel sentences). What a form does not mark is not scored: of BioScope only that a cue is
one, of Szeged no scope. Cues of types Szeged does not have are left out on its files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from claimkit.errors import OptionError
from claimkit.evaluation.dataset_claims import articles_beside_gold
from claimkit.evaluation.kinds import errors_dict
from claimkit.evaluation.measures import Counts, Measure, Statistic, measure_all
from claimkit.evaluation.mistakes import HEDGING_KINDS, SCOPE_KINDS, Mistake, written
from claimkit.evaluation.uncertainty import READERS, UncertainDocument, UncertaintyFormat, detect_uncertainty_format
from claimkit.records import Claim, Hedge, HedgeType, Span, SzegedType

TYPES = tuple(kind.value for kind in SzegedType)
HEDGING: dict[str, Statistic] = dict.fromkeys(("cue", "typed_cue", *TYPES, "weasel_sentence"), "f1")
SCOPE: dict[str, Statistic] = {"exact": "share", "token": "f1", "cue_and_scope": "f1"}

Labelled = tuple[Span, str]  # a cue and what it is called
T = TypeVar("T")
Scoped = tuple[Span, Span]  # a cue and its scope, from first to last character


@dataclass(frozen=True, slots=True)
class HedgingScores:
    """Measures by name; ``cue`` counts spans, ``typed_cue`` spans with their type, ``E D I N`` one type each.

    Of scopes: ``exact`` is the share of gold scopes read exactly, of the cues both sides have; ``token`` the F1 of
    their characters; ``cue_and_scope`` the F1 of cue and scope together.
    """

    articles: int
    measures: dict[str, Measure]
    errors: tuple[Mistake, ...]
    kinds: Mapping[str, str]

    def to_dict(self, *, examples: int = 0) -> dict[str, Any]:
        """JSON-ready, figures rounded to four digits, with at most ``examples`` errors of each kind."""
        return {
            "articles": self.articles,
            "measures": {name: measure.to_dict() for name, measure in self.measures.items()},
            "errors": errors_dict(self.errors, self.kinds, examples),
        }


@dataclass(frozen=True, slots=True)
class _Case(Generic[T]):
    """What the gold marks in one article, and what was found."""

    article: str
    text: str | None
    gold: T
    found: T


def evaluate_hedging(gold: Path, predicted: Path | None = None) -> HedgingScores:
    """Score cues. Raises :class:`~claimkit.errors.OptionError` where ``gold`` marks none."""
    form = detect_uncertainty_format(gold)
    rows: list[dict[str, Counts]] = []
    errors: list[Mistake] = []
    if form is UncertaintyFormat.CONLL2010:
        for document, hedges in _found(gold, predicted, form):
            weasels = _Case(document.name, document.text, _weasel_gold(document), _weasel_found(document, hedges))
            rows.append(dict.fromkeys(HEDGING, Counts()) | {"weasel_sentence": _counts(weasels.gold, weasels.found)})
            errors += _weasel_mistakes(weasels)
    else:
        for case in _cue_cases(gold, predicted, form):
            rows.append(_cue_counts(case.gold, case.found))
            errors += _cue_mistakes(case)
    return HedgingScores(len(rows), _marked(measure_all(rows, HEDGING), gold), tuple(errors), HEDGING_KINDS)


def evaluate_scope(gold: Path, predicted: Path | None = None) -> HedgingScores:
    """Score scopes. Raises :class:`~claimkit.errors.OptionError` where ``gold`` marks none."""
    form = detect_uncertainty_format(gold)
    cases = list(_scope_cases(gold, predicted, form))
    measures = measure_all([_scope_counts(case.gold, case.found) for case in cases], SCOPE)
    errors = tuple(mistake for case in cases for mistake in _scope_mistakes(case))
    return HedgingScores(len(cases), _marked(measures, gold), errors, SCOPE_KINDS)


def _cue_cases(gold: Path, predicted: Path | None, form: UncertaintyFormat) -> Iterator[_Case[set[Labelled]]]:
    if form is UncertaintyFormat.JSONL:
        for article, theirs, ours in articles_beside_gold(gold, predicted):
            yield _Case(article.article_id, article.text, _claimed(theirs), _claimed(ours))
        return
    for document, hedges in _found(gold, predicted, form):
        if form is UncertaintyFormat.BIOSCOPE:
            marked = {(hedge.cue, "") for hedge in document.hedges}
            found = {(hedge.cue, "") for hedge in hedges if hedge.type is not HedgeType.APPROXIMATION}
        else:
            marked = {(hedge.cue, hedge.type.value) for hedge in document.hedges if hedge.type is not None}
            found = {(hedge.cue, hedge.szeged_type.value) for hedge in hedges if hedge.szeged_type is not None}
        yield _Case(document.name, document.text, marked, found)


def _scope_cases(gold: Path, predicted: Path | None, form: UncertaintyFormat) -> Iterator[_Case[list[Scoped]]]:
    if form is UncertaintyFormat.JSONL:
        for article, theirs, ours in articles_beside_gold(gold, predicted):
            yield _Case(article.article_id, article.text, _scopes(theirs), _scopes(ours))
        return
    for document, hedges in _found(gold, predicted, form):
        marked = [(hedge.cue, hedge.scope) for hedge in document.hedges if hedge.scope is not None]
        yield _Case(document.name, document.text, marked, [(hedge.cue, _hull(hedge.scope)) for hedge in hedges])


def _marked(measures: dict[str, Measure], gold: Path) -> dict[str, Measure]:
    if not any(measure.gold for measure in measures.values()):
        raise OptionError(f"{gold}: nothing of what is to be scored is marked there; is this gold?")
    return measures


def _found(
    gold: Path, predicted: Path | None, form: UncertaintyFormat
) -> Iterator[tuple[UncertainDocument, Sequence[Hedge]]]:
    if form is UncertaintyFormat.FACTUALITY:
        raise OptionError(f"{gold}: holds events with scores; use `claimkit evaluate factuality`")
    if predicted is not None:
        raise OptionError(
            "--predicted goes with a dataset folder as gold; corpus files are scored on what is found now"
        )
    # Imported here: they load a language model, and scoring two folders needs none.
    from claimkit.extraction.hedging import hedges_in
    from claimkit.extraction.parsing import parse

    for document in READERS[form](gold):
        spans = [span for span in document.sentences if span.start < span.end]
        yield document, hedges_in(parse(document.text, spans))


def _weasel_gold(document: UncertainDocument) -> set[Span]:
    flags = document.weasels or ()
    return {span for span, flag in zip(document.sentences, flags, strict=False) if flag}


def _weasel_found(document: UncertainDocument, hedges: Sequence[Hedge]) -> set[Span]:
    weasels = [hedge.cue for hedge in hedges if hedge.type is HedgeType.WEASEL]
    return {span for span in document.sentences if any(span.start <= cue.start < span.end for cue in weasels)}


def _weasel_mistakes(case: _Case[set[Span]]) -> Iterator[Mistake]:
    for span in sorted(case.gold ^ case.found):
        missed = span in case.gold
        kind = "missed-weasel" if missed else "spurious-weasel"
        sides = ("weasel", None) if missed else (None, "weasel")
        yield Mistake(kind, case.article, case.text, span, *sides)


def _cue_mistakes(case: _Case[set[Labelled]]) -> Iterator[Mistake]:
    theirs, ours = _labels(case.gold), _labels(case.found)
    for cue in sorted(theirs.keys() | ours.keys()):
        gold, found = theirs.get(cue), ours.get(cue)
        if gold != found:
            kind = "missed-cue" if found is None else "spurious-cue" if gold is None else "wrong-type"
            yield Mistake(kind, case.article, case.text, cue, gold, found)


def _labels(cues: Iterable[Labelled]) -> dict[Span, str]:
    """What each cue is called; one that is two things («if» of two claims) is both."""
    labels: dict[Span, str] = {}
    for cue, label in sorted(cues):
        labels[cue] = f"{labels[cue]}, {label}" if cue in labels else label
    return labels


def _scope_mistakes(case: _Case[list[Scoped]]) -> Iterator[Mistake]:
    theirs, ours = dict(case.gold), dict(case.found)
    for cue in sorted(theirs.keys() & ours.keys()):
        gold, found = theirs[cue], ours[cue]
        sides = written(gold), written(found)
        if gold.start != found.start:
            kind = "begins-early" if found.start < gold.start else "begins-late"
            yield Mistake(kind, case.article, case.text, cue, *sides)
        if gold.end != found.end:
            kind = "ends-early" if found.end < gold.end else "ends-late"
            yield Mistake(kind, case.article, case.text, cue, *sides)


def _claimed(claims: Iterable[Claim]) -> set[Labelled]:
    return {(hedge.cue, (hedge.szeged_type or hedge.type).value) for claim in claims for hedge in claim.hedges}


def _cue_counts(gold: set[Labelled], found: set[Labelled]) -> dict[str, Counts]:
    counts = {
        "cue": _counts({cue for cue, _ in gold}, {cue for cue, _ in found}),
        "typed_cue": _counts(gold, found),
        "weasel_sentence": Counts(),
    }
    for kind in TYPES:
        counts[kind] = _counts({one for one in gold if one[1] == kind}, {one for one in found if one[1] == kind})
    return counts


def _counts(gold: set[Any], found: set[Any]) -> Counts:
    return Counts(len(gold & found), len(found), len(gold))


def _scopes(claims: Iterable[Claim]) -> list[Scoped]:
    return sorted({(hedge.cue, _hull(hedge.scope)) for claim in claims for hedge in claim.hedges})


def _hull(spans: Sequence[Span]) -> Span:
    return Span(spans[0].start, spans[-1].end)


def _scope_counts(gold: Sequence[Scoped], found: Sequence[Scoped]) -> dict[str, Counts]:
    theirs, ours = dict(gold), dict(found)
    both = theirs.keys() & ours.keys()
    shared = sum(max(0, min(theirs[cue].end, ours[cue].end) - max(theirs[cue].start, ours[cue].start)) for cue in both)
    lengths = [sum(each[cue].end - each[cue].start for cue in both) for each in (ours, theirs)]
    right = sum(theirs[cue] == ours[cue] for cue in both)
    return {
        "exact": Counts(right, len(both), len(both)),
        "token": Counts(shared, *lengths),
        "cue_and_scope": Counts(right, len(ours), len(theirs)),
    }

"""Score hedge cues and their scopes against gold.

Gold is a dataset folder, whose cues are those of its claims; a Szeged file (typed cues), a BioScope file (cues and
scopes) or a CoNLL-2010 file (weasel sentences). What a form does not mark is not scored: of BioScope only that a cue is
one, of Szeged no scope. Cues of types Szeged does not have are left out on its files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimkit.errors import OptionError
from claimkit.evaluation.dataset_claims import claims_beside_gold
from claimkit.evaluation.measures import Counts, Measure, Statistic, measure_all
from claimkit.evaluation.uncertainty import READERS, UncertainDocument, UncertaintyFormat, detect_uncertainty_format
from claimkit.records import Claim, Hedge, HedgeType, Span, SzegedType

TYPES = tuple(kind.value for kind in SzegedType)
HEDGING: dict[str, Statistic] = dict.fromkeys(("cue", "typed_cue", *TYPES, "weasel_sentence"), "f1")
SCOPE: dict[str, Statistic] = {"exact": "share", "token": "f1", "cue_and_scope": "f1"}

Labelled = tuple[Span, str]  # a cue and what it is called
Scoped = tuple[Span, Span]  # a cue and its scope, from first to last character


@dataclass(frozen=True, slots=True)
class HedgingScores:
    """Measures by name; ``cue`` counts spans, ``typed_cue`` spans with their type, ``E D I N`` one type each.

    Of scopes: ``exact`` is the share of gold scopes read exactly, of the cues both sides have; ``token`` the F1 of
    their characters; ``cue_and_scope`` the F1 of cue and scope together.
    """

    articles: int
    measures: dict[str, Measure]

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, figures rounded to four digits."""
        return {
            "articles": self.articles,
            "measures": {name: measure.to_dict() for name, measure in self.measures.items()},
        }


def evaluate_hedging(gold: Path, predicted: Path | None = None) -> HedgingScores:
    """Score cues. Raises :class:`~claimkit.errors.OptionError` where ``gold`` marks none."""
    form = detect_uncertainty_format(gold)
    if form is UncertaintyFormat.JSONL:
        rows = [_cue_counts(_claimed(theirs), _claimed(ours)) for theirs, ours in claims_beside_gold(gold, predicted)]
    else:
        rows = [_document_counts(document, hedges, form) for document, hedges in _found(gold, predicted, form)]
    return HedgingScores(len(rows), _marked(measure_all(rows, HEDGING), gold))


def evaluate_scope(gold: Path, predicted: Path | None = None) -> HedgingScores:
    """Score scopes. Raises :class:`~claimkit.errors.OptionError` where ``gold`` marks none."""
    form = detect_uncertainty_format(gold)
    if form is UncertaintyFormat.JSONL:
        cases = [(_scopes(theirs), _scopes(ours)) for theirs, ours in claims_beside_gold(gold, predicted)]
    else:
        cases = [
            (
                [(hedge.cue, hedge.scope) for hedge in document.hedges if hedge.scope is not None],
                [(hedge.cue, _hull(hedge.scope)) for hedge in hedges],
            )
            for document, hedges in _found(gold, predicted, form)
        ]
    return HedgingScores(len(cases), _marked(measure_all([_scope_counts(*case) for case in cases], SCOPE), gold))


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


def _document_counts(
    document: UncertainDocument, hedges: Sequence[Hedge], form: UncertaintyFormat
) -> dict[str, Counts]:
    if form is UncertaintyFormat.CONLL2010:
        weasels = [hedge.cue for hedge in hedges if hedge.type is HedgeType.WEASEL]
        found = {
            n for n, span in enumerate(document.sentences) if any(span.start <= cue.start < span.end for cue in weasels)
        }
        gold = {n for n, flag in enumerate(document.weasels or ()) if flag}
        return dict.fromkeys(HEDGING, Counts()) | {"weasel_sentence": _counts(gold, found)}
    if form is UncertaintyFormat.BIOSCOPE:
        theirs = {(hedge.cue, "") for hedge in document.hedges}
        return _cue_counts(theirs, {(hedge.cue, "") for hedge in hedges if hedge.type is not HedgeType.APPROXIMATION})
    marked = {(hedge.cue, hedge.type.value) for hedge in document.hedges if hedge.type is not None}
    return _cue_counts(
        marked, {(hedge.cue, hedge.szeged_type.value) for hedge in hedges if hedge.szeged_type is not None}
    )


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

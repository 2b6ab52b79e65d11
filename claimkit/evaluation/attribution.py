"""Score attributions against gold: roles, links, slices, calibration, and the errors themselves.

A link is *linked* to the gold one with the best Jaccard overlap of contents, if that is at least .5; it is *full* if
source and cue overlap as well, or are absent on both sides; *source_of_linked* is the share of linked links with the
right source. Roles are scored as segments (:mod:`claimkit.evaluation.segments`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimkit.evaluation import confusion, segments
from claimkit.evaluation.analysis import Analysis, analyse
from claimkit.evaluation.articles import as_read
from claimkit.evaluation.calibration import Calibration, Outcome, calibrate
from claimkit.evaluation.confusion import Confusion
from claimkit.evaluation.formats import GoldFormat
from claimkit.evaluation.gold import read_gold, read_predicted
from claimkit.evaluation.kinds import errors_dict
from claimkit.evaluation.matching import match_links, touches
from claimkit.evaluation.measures import Counts, Measure, Share, Statistic, measure_all, share_all
from claimkit.evaluation.predictions import count_lacking, of_texts, with_gold
from claimkit.evaluation.relations import GoldAttribution, GoldDocument, as_gold, at_level
from claimkit.evaluation.slices import SLICES, slices_of

STATISTICS: Mapping[str, Statistic] = {
    **dict.fromkeys((*segments.MEASURES, "linked", "full"), "f1"),
    "source_of_linked": "share",
}
MEASURES = tuple(STATISTICS)
SLICE_SHARES = ("linked_recall", "full_recall", "linked_precision", "full_precision")

Found = Sequence[GoldAttribution]
Watch = Callable[[Sequence[GoldDocument]], Iterable[GoldDocument]]


@dataclass(frozen=True, slots=True)
class AttributionScores:
    """The measures of :data:`MEASURES`, the slices, the calibration of the confidences, and every error.

    ``unpredicted`` counts articles of the gold that the prediction does not hold: all their links are missed.
    """

    articles: int
    unpredicted: int
    measures: Mapping[str, Measure]
    slices: Mapping[str, Mapping[str, Share]]
    calibration: Calibration | None
    errors: tuple[Confusion, ...]

    def to_dict(self, *, examples: int = 0) -> dict[str, Any]:
        """JSON-ready, figures rounded to four digits, with at most ``examples`` errors of each kind."""
        return {
            "articles": self.articles,
            "unpredicted": self.unpredicted,
            "measures": {name: measure.to_dict() for name, measure in self.measures.items()},
            "slices": {
                name: {share: each.to_dict() for share, each in shares.items()} for name, shares in self.slices.items()
            },
            "calibration": self.calibration.to_dict() if self.calibration else None,
            "errors": errors_dict(self.errors, confusion.KINDS, examples),
        }


def evaluate_attribution(
    gold: Path | str,
    predicted: Path | str | None = None,
    *,
    form: GoldFormat | None = None,
    outermost: bool = True,
    watch: Watch = iter,
) -> AttributionScores:
    """Score the links at ``predicted``, or of a run over the gold's own texts, against the gold.

    ``form`` is the gold's format, found out if not given. ``outermost`` leaves out links nested in others on both
    sides, as corpora do that mark one level. ``watch`` is handed the documents and may show how far we are.
    Raises :class:`~claimkit.errors.OptionError` if a folder is none of the formats, holds no link, or the prediction
    has none of the gold's texts; :class:`~claimkit.errors.InputError` for a broken file.
    """
    documents = read_gold(Path(gold), form)
    known = None
    if predicted is not None:
        found = {document.text: document.attributions for document in read_predicted(Path(predicted))}
        known = of_texts(found, documents, predicted)
    cases = with_gold(watch(documents), known, _extracted)
    return score_attributions(cases, outermost=outermost, unpredicted=count_lacking(documents, known))


def score_attributions(
    cases: Iterable[tuple[GoldDocument, Found]],
    *,
    outermost: bool = True,
    unpredicted: int = 0,
    analyses: Mapping[str, Analysis] | None = None,
) -> AttributionScores:
    """Score (gold document, found links) pairs, one at a time.

    ``analyses`` by text spare a second parse where several predictions are scored against the same gold.
    """
    counts: list[dict[str, Counts]] = []
    shares: list[dict[str, tuple[int, int]]] = []
    outcomes: list[list[Outcome]] = []
    errors: list[Confusion] = []
    for document, links in cases:
        analysis = analyses[document.text] if analyses is not None else analyse(document.text)
        found = at_level(links, outermost=outermost)
        gold = at_level(document.attributions, outermost=outermost)
        counts.append(count_document(found, gold, analysis))
        shares.append(count_slices(found, gold, analysis))
        outcomes.append(_outcomes(found, gold))
        errors += confusion.find_errors(document.name, document.text, found, gold)
    sliced = share_all(shares, [f"{name}.{share}" for name in SLICES for share in SLICE_SHARES])
    return AttributionScores(
        articles=len(counts),
        unpredicted=unpredicted,
        measures=measure_all(counts, STATISTICS),
        slices={name: {share: sliced[f"{name}.{share}"] for share in SLICE_SHARES} for name in SLICES},
        calibration=calibrate(outcomes),
        errors=tuple(errors),
    )


def count_document(found: Found, gold: Found, analysis: Analysis) -> dict[str, Counts]:
    """The counts of one document for each of :data:`MEASURES`."""
    pairs = match_links(found, gold)
    sources = sum(touches(found[a].source, gold[b].source) for a, b in pairs)
    return {
        **segments.count_segments(found, gold, analysis),
        "linked": Counts(len(pairs), len(found), len(gold)),
        "full": Counts(len(_full(pairs, found, gold)), len(found), len(gold)),
        "source_of_linked": Counts(sources, len(pairs), len(pairs)),
    }


def count_slices(found: Found, gold: Found, analysis: Analysis) -> dict[str, tuple[int, int]]:
    """(right, of) for ``<slice>.<share>``: of the gold's links in a slice those found, and the other way round."""
    pairs = match_links(found, gold)
    full = _full(pairs, found, gold)
    counts: dict[str, tuple[int, int]] = {}
    for side, links, share in ((1, gold, "recall"), (0, found, "precision")):
        right = {"linked": {pair[side] for pair in pairs}, "full": {pair[side] for pair in full}}
        for index, link in enumerate(links):
            for name in slices_of(link, analysis):
                for kind, indexes in right.items():
                    before = counts.get(f"{name}.{kind}_{share}", (0, 0))
                    counts[f"{name}.{kind}_{share}"] = (before[0] + (index in indexes), before[1] + 1)
    return counts


def _full(pairs: Sequence[tuple[int, int]], found: Found, gold: Found) -> list[tuple[int, int]]:
    return [
        (a, b)
        for a, b in pairs
        if touches(found[a].source, gold[b].source) and touches(found[a].cue, gold[b].cue)
    ]  # fmt: skip


def _outcomes(found: Found, gold: Found) -> list[Outcome]:
    linked = {a for a, _ in match_links(found, gold)}
    return [(link.confidence, index in linked) for index, link in enumerate(found) if link.confidence is not None]


def _extracted(document: GoldDocument) -> tuple[GoldAttribution, ...]:
    # Imported here: the extraction loads models, and scoring two folders needs none of them.
    from claimkit.extraction.attribution import find_attributions
    from claimkit.extraction.pipeline import extract

    if document.article is None:
        return as_gold(find_attributions(document.text), outermost=False)
    return as_gold(extract(as_read(document.article)).attributions, outermost=False)

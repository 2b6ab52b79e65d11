"""Score factuality against gold: the value of each holder of a claim, or the score of annotated events.

Gold is a dataset folder (values of paired claims, by holder) or events with scores (:func:`read_factuality`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimkit.evaluation.bootstrap import ROUNDS, SEED, interval
from claimkit.evaluation.dataset_claims import articles_beside_gold
from claimkit.evaluation.kinds import errors_dict
from claimkit.evaluation.measures import Counts, Measure, Statistic, measure_all
from claimkit.evaluation.mistakes import FACTUALITY_KINDS, Mistake
from claimkit.evaluation.segmentation import pair_claims
from claimkit.evaluation.uncertainty import UncertaintyFormat, detect_uncertainty_format, read_factuality
from claimkit.records import Article, Claim, FactualityValue, Span

if TYPE_CHECKING:
    from numpy.typing import NDArray

VALUES = tuple(value.value for value in FactualityValue)
STATISTICS: dict[str, Statistic] = {"innermost": "share", "all_holders": "share", **dict.fromkeys(VALUES, "f1")}
MEASURES = (*STATISTICS, "r")
FAR = 1.0  # of a scale of six: so far off, a score is listed as an error


@dataclass(frozen=True, slots=True)
class FactualityScores:
    """``innermost``: paired claims whose innermost holder has the gold value; ``all_holders``: every holder has.

    ``CT+`` and so on are the F1 of that value for the innermost holder. For events with scores ``measures`` is empty,
    ``r`` is Pearson's with its 95 % interval, and ``mae`` the mean absolute error, of the scores that extraction gives:
    those on the scale of UDS-IH2.
    """

    articles: int
    cases: int
    measures: dict[str, Measure]
    r: tuple[float, float, float] | None
    mae: float | None
    errors: tuple[Mistake, ...] = ()

    def to_dict(self, *, examples: int = 0) -> dict[str, Any]:
        """JSON-ready, figures rounded to four digits, with at most ``examples`` errors of each kind."""
        return {
            "articles": self.articles,
            "cases": self.cases,
            "measures": {name: measure.to_dict() for name, measure in self.measures.items()},
            "r": [round(each, 4) for each in self.r] if self.r else None,
            "mae": round(self.mae, 4) if self.mae is not None else None,
            "errors": errors_dict(self.errors, FACTUALITY_KINDS, examples),
        }


def evaluate_factuality(gold: Path, predicted: Path | None = None) -> FactualityScores:
    """Score a prediction, or what is found now, against the gold at ``gold``.

    Raises :class:`~claimkit.errors.OptionError` where ``gold`` is no gold of factuality.
    """
    if detect_uncertainty_format(gold) is UncertaintyFormat.FACTUALITY:
        return _score_events(gold)
    rows, cases = [], 0
    errors: list[Mistake] = []
    for article, theirs, ours in articles_beside_gold(gold, predicted):
        pairs = pair_claims(theirs, ours)
        cases += len(pairs)
        rows.append(_count(pairs))
        errors += _mistakes(article, pairs)
    return FactualityScores(len(rows), cases, measure_all(rows, STATISTICS), None, None, tuple(errors))


def _mistakes(article: Article, pairs: Sequence[tuple[Claim, Claim]]) -> Iterator[Mistake]:
    for gold, found in pairs:
        place = Span(gold.predicate.start, gold.predicate.end)
        theirs, ours = ([one.value.value for one in claim.factuality] for claim in (gold, found))
        if theirs != ours:
            kind = "wrong-value" if theirs[-1] != ours[-1] else "wrong-outer-value"
            yield Mistake(kind, article.article_id, article.text, place, " ".join(theirs), " ".join(ours))


def _count(pairs: Sequence[tuple[Claim, Claim]]) -> dict[str, Counts]:
    inner = [(gold.factuality[-1].value, found.factuality[-1].value) for gold, found in pairs]
    whole = sum(
        [one.value for one in gold.factuality] == [one.value for one in found.factuality] for gold, found in pairs
    )
    counts = {
        "innermost": Counts(sum(gold is found for gold, found in inner), len(pairs), len(pairs)),
        "all_holders": Counts(whole, len(pairs), len(pairs)),
    }
    for value in FactualityValue:
        golds, founds = sum(gold is value for gold, _ in inner), sum(found is value for _, found in inner)
        counts[value.value] = Counts(sum(gold is found is value for gold, found in inner), founds, golds)
    return counts


def _score_events(path: Path) -> FactualityScores:
    import numpy as np

    # Imported here: they load a language model, and scoring two folders needs none.
    from claimkit.extraction.event_scores import event_score
    from claimkit.extraction.parsing import parse

    documents = list(read_factuality(path))
    found, gold = [], []
    errors: list[Mistake] = []
    for document in documents:
        parsed = parse(document.text, document.sentences)
        for event in document.events:
            words = parsed.doc.char_span(*event.word, alignment_mode="expand")
            found.append(event_score(words.root) if words is not None else 0.0)
            gold.append(event.score)
            if abs(found[-1] - event.score) >= FAR:
                sides = f"{event.score:.2f}", f"{found[-1]:.2f}"
                errors.append(Mistake("far-score", document.name, document.text, event.word, *sides))
    ours, theirs = np.array(found), np.array(gold)
    mae = float(np.abs(ours - theirs).mean()) if gold else 0.0
    return FactualityScores(len(documents), len(gold), {}, _pearson(ours, theirs), mae, tuple(errors))


def _pearson(ours: NDArray[Any], theirs: NDArray[Any]) -> tuple[float, float, float]:
    import numpy as np

    def r(a: NDArray[Any], b: NDArray[Any]) -> float:
        spread = float(a.std() * b.std())
        return float(((a - a.mean()) * (b - b.mean())).mean()) / spread if spread else float("nan")

    if len(ours) < 2:
        return 0.0, 0.0, 0.0
    draw = np.random.default_rng(SEED)
    samples = [
        r(ours[chosen], theirs[chosen]) for chosen in (draw.integers(0, len(ours), len(ours)) for _ in range(ROUNDS))
    ]
    value = r(ours, theirs)
    value = 0.0 if value != value else value  # all alike: no correlation
    return (value, *interval(np.array(samples), value))

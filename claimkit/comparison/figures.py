"""What one article as a whole states of a counted outcome: how many were killed, injured, arrested, displaced.

An article gives a toll in parts and more than once: a headline, a lede, one victim after another, an update at the
end. Two articles on one event are compared by their totals, never by their parts (referential quantification:
Vossen et al. 2018; SemEval-2018 task 5, counting events and participants; earlier the template fills of MUC-4).
:func:`figures` reads every place (``reports``), lists the numbers it may come to (``tallies``) and takes the
likeliest by a conditional logit (McFadden 1974) over what speaks for each. The weights are a table of words and
numbers in ``resources/models/figures``; they know places and forms of a number, no word of any subject.

:func:`compare` says how two such figures stand to each other. It abstains (``overlap``) wherever the event, who is
counted, the day or the reading itself is not certain.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from claimkit.comparison.moments import days_of
from claimkit.comparison.outcomes import HIT, outcomes
from claimkit.comparison.reports import TITLE, Report, reports_of
from claimkit.comparison.tallies import COUNTING, HARMS, INJURED, KILLED, Features, candidates, is_counting, sums
from claimkit.comparison.values import Standing, value_standing
from claimkit.errors import OptionError
from claimkit.records import (
    Article,
    Bound,
    Claim,
    Direction,
    Mention,
    Narrower,
    Quantity,
    QuantityRole,
    RangeKind,
    Relation,
    Span,
)
from claimkit.resources import resource

_OTHERS = {INJURED: (INJURED, HIT)}


class Basis(StrEnum):
    """What a figure rests on: a stated number, groups of one sentence added up, people mentioned, or a remainder."""

    NUMBER = "number"
    SUM = "sum"
    MENTION = "mention"
    REST = "rest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """How many people met one outcome, as one article tells it.

    ``low`` and ``high`` are the stated number, ``bound`` says which side is open, as in
    :class:`~claimkit.records.Quantity`. ``as_of`` is the article's own day (ISO date, ``None`` where it is unknown).
    ``basis`` is where the number comes from; ``attackers`` of the dead did it themselves, as far as the article says.
    ``harmed`` are the dead and the injured together, ``incomplete`` where the article speaks of more who were hit.
    ``several_events`` marks an article that speaks of other events beside. ``others`` are the numbers that some place
    gives as well: a part, a sum, the toll of another hour. ``score`` in [0, 1] is the probability of the number among
    the candidates. ``claim_ids`` are the claims it rests on; a figure of the headline alone has none.
    """

    article_id: str
    publisher: str | None
    outcome: str
    low: float
    high: float
    bound: Bound
    as_of: str | None
    basis: Basis
    attackers: int
    harmed: float | None
    incomplete: bool
    several_events: bool
    others: tuple[float, ...]
    score: float
    claim_ids: tuple[str, ...]


def figures(article: Article, claims: Iterable[Claim], mentions: Iterable[Mention] = ()) -> tuple[Figure, ...]:
    """The figures of an article, one for each outcome it tells of, in the order of the lexicon.

    ``claims`` and ``mentions`` are those of this article, as :func:`claimkit.extract` finds them; names are told
    apart by ``mentions``. Without a text there are figures of the title alone. An outcome that is only named ("a
    fatal crash") has a figure as well, with the number it implies; one that the article never mentions has none.
    """
    reports = reports_of(article, claims, mentions)
    found: dict[str, Figure] = {}
    for outcome in outcomes():
        if outcome == HIT or not any(report.outcome in _OTHERS.get(outcome, (outcome,)) for report in reports):
            continue
        killed = found[KILLED].low if KILLED in found and outcome == INJURED else 0.0
        figure = _figure(article, reports, outcome, killed)
        if figure is not None:
            found[outcome] = figure
    harm = [outcome for outcome in (KILLED, INJURED) if outcome in found]
    if harm:
        total = sum(found[outcome].low for outcome in harm)
        open_end = any(
            report.outcome == HIT and report.kind == "number" and report.sure and report.low > total
            for report in reports
        )
        found |= {outcome: replace(found[outcome], harmed=total, incomplete=open_end) for outcome in harm}
    return tuple(found.values())


def _figure(article: Article, reports: Sequence[Report], outcome: str, killed: float) -> Figure | None:
    offered = candidates(reports, outcome, killed)
    if outcome not in HARMS:
        offered = {value: features for value, features in offered.items() if _is_told(features)} or offered
    scores = scored(offered, weights(outcome))
    value = max(scores, key=lambda value: (scores[value], -value))
    own = [report for report in reports if report.outcome in _OTHERS.get(outcome, (outcome,))]
    if value == 0 and not any(report.kind == "nobody" or report.negated or report.outcome == HIT for report in own):
        # A word such as "murder" in a charge, and nobody it befell.
        return None
    support = [report for report in own if is_counting(report) and report.low in (value, value + killed)]
    return Figure(
        article_id=article.article_id,
        publisher=article.publisher,
        outcome=outcome,
        low=value,
        high=value,
        bound=_bound(support, value),
        as_of=article.published,
        basis=_basis(own, outcome, value),
        attackers=_attackers(own) if outcome == KILLED else 0,
        harmed=None,
        incomplete=False,
        several_events=_tells_several(reports),
        others=tuple(other for other in offered if other != value and _is_told(offered[other])),
        score=round(scores[value], 3),
        claim_ids=tuple(dict.fromkeys(report.claim_id for report in support if report.claim_id)),
    )


def _is_told(features: Features) -> bool:
    """Whether a place gives the number, and it is no mere possibility such as "nobody" or one more than stated."""
    return any(
        "title_" in name or "lede_" in name or "body_" in name
        for name in features
        if not name.startswith(("one_", "none_"))
    )


def scored(offered: Mapping[float, Features], table: Mapping[str, float]) -> dict[float, float]:
    """The probability of every candidate; they add up to one."""
    sums_of = {
        value: sum(table.get(name, 0.0) * weight for name, weight in features.items())
        for value, features in offered.items()
    }
    highest = max(sums_of.values())
    powers = {value: math.exp(total - highest) for value, total in sums_of.items()}
    whole = sum(powers.values())
    return {value: power / whole for value, power in powers.items()}


@functools.cache
def _tables() -> Mapping[str, Mapping[str, float]]:
    text = resource("models").joinpath("figures", "weights.json").read_text(encoding="utf-8")
    tables: Mapping[str, Mapping[str, float]] = json.loads(text)["weights"]
    return tables


@functools.cache
def weights(outcome: str) -> Mapping[str, float]:
    """The weights of an outcome's features.

    Outcomes without a table of their own are weighed as deaths are, but for what is known of the size of a toll of
    deaths: nine hundred are as likely displaced as nine.
    """
    tables = _tables()
    if outcome in tables:
        return tables[outcome]
    return {name: weight for name, weight in tables[KILLED].items() if not name.startswith(_OF_SIZE)}


_OF_SIZE = ("is_", "above_", "below_", "none_", "one_")


def _bound(support: Sequence[Report], value: float) -> Bound:
    """Exact where any place says so outright; else the bound that the places give it."""
    bounds = [report.bound for report in support if report.low == value]
    if not bounds or Bound.EXACT in bounds:
        return Bound.EXACT
    return bounds[0]


def _basis(own: Sequence[Report], outcome: str, value: float) -> Basis:
    direct = [report for report in own if report.outcome == outcome and not report.elsewhere]
    same = [
        report for report in direct if is_counting(report) and report.sure and report.low == value and not report.part
    ]
    if any(report.kind == "number" for report in same) or (
        not value and any(report.kind == "nobody" for report in direct)
    ):
        return Basis.NUMBER
    if any(total == value for _, total, _ in sums(direct)):
        return Basis.SUM
    return Basis.MENTION if same else Basis.REST


def _attackers(own: Sequence[Report]) -> int:
    return int(
        any(
            report.attacker and not report.negated and report.kind in COUNTING | {"definite", "pronoun"}
            for report in own
        )
    )


def _tells_several(reports: Sequence[Report]) -> bool:
    return any(
        report.several
        or (report.elsewhere and report.outcome in HARMS and (is_counting(report) or report.place == TITLE))
        for report in reports
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureVerdict:
    """How two figures stand; ``reason`` is the stable name of the rule, ``narrower`` the figure that says more."""

    relation: Relation
    narrower: Narrower | None
    reason: str


# Below this the reading itself is doubtful. From the tuning half of benchmarks/figure_gold.
SURE = 0.6
# Reports of one day: tolls that differ within it may still be an earlier and a later one.
_SAME_DAY = 1


def compare(a: Figure, b: Figure, *, same_event: bool | None) -> FigureVerdict:
    """How two articles' figures of one outcome stand; ``same_event`` is whether they report one event, if known.

    Equal figures are equivalence; where one leaves open what the other fixes ("at least four", "five") it is
    subsumption. Figures that differ are a follow_up where the later one has risen; a contradiction only where the one
    of the next day has fallen, both are stated outright, neither article gives the other's number too, neither speaks
    of other events, and neither the dead nor those who did it make the difference. All else is ``overlap``: it cannot
    be decided.
    Raises :class:`~claimkit.errors.OptionError` for figures of two outcomes.
    """
    if a.outcome != b.outcome:
        raise OptionError(f"figures of {a.outcome} and {b.outcome} cannot be compared: pass two of one outcome")
    if same_event is False:
        return FigureVerdict(relation=Relation.UNRELATED, narrower=None, reason="other_event")
    if (a.low, a.high, a.bound) == (b.low, b.high, b.bound):
        return FigureVerdict(relation=Relation.EQUIVALENCE, narrower=None, reason="equal")
    standing = value_standing(_quantity(a), _quantity(b))
    if standing in _NARROWER:
        return FigureVerdict(relation=Relation.SUBSUMPTION, narrower=_NARROWER[standing], reason="bound")
    if standing is not Standing.DISJOINT:
        return FigureVerdict(relation=Relation.OVERLAP, narrower=None, reason="compatible")
    doubt = _doubt(a, b, same_event)
    if doubt:
        return FigureVerdict(relation=Relation.OVERLAP, narrower=None, reason=doubt)
    if _has_moved(a, b):
        return FigureVerdict(relation=Relation.FOLLOW_UP, narrower=None, reason="later")
    if a.harmed is not None and a.harmed == b.harmed and not _has_fallen(a, b):
        # Of as many, more have died: the one report is later than the other.
        return FigureVerdict(relation=Relation.OVERLAP, narrower=None, reason="toll_of_the_day")
    if a.outcome == INJURED and (a.low == b.harmed or b.low == a.harmed):
        # "Four were injured, two of them died": the dead are counted among the injured here, and not there.
        return FigureVerdict(relation=Relation.OVERLAP, narrower=None, reason="with_the_dead")
    if a.as_of == b.as_of:
        # Victims are counted up from hour to hour, and nothing tells which report of one day is the later one.
        return FigureVerdict(relation=Relation.OVERLAP, narrower=None, reason="hour")
    if _days_between(a, b) > _SAME_DAY:
        return FigureVerdict(relation=Relation.OVERLAP, narrower=None, reason="date")
    return FigureVerdict(relation=Relation.CONTRADICTION, narrower=None, reason="same_day")


_NARROWER = {Standing.A_IN_B: Narrower.A, Standing.B_IN_A: Narrower.B}


def _quantity(figure: Figure) -> Quantity:
    """The figure as a count, for the algebra of values."""
    return Quantity(
        span=Span(0, 0),
        low=figure.low,
        high=figure.high,
        unit=None,
        counted=("person",),
        property=None,
        per=None,
        range_kind=RangeKind.NONE,
        bound=figure.bound,
        direction=Direction.NONE,
        role=QuantityRole.VALUE,
        resolution=1.0,
    )


def _doubt(a: Figure, b: Figure, same_event: bool | None) -> str | None:
    """Why two different figures are not to be held against each other, if there is a reason."""
    if not same_event:
        return "event"
    if a.several_events or b.several_events:
        return "several_events"
    if not {a.basis, b.basis} <= {Basis.NUMBER, Basis.SUM}:
        return "not_stated"
    if min(a.score, b.score) < SURE:
        return "reading"
    if a.incomplete or b.incomplete:
        return "incomplete"
    if a.attackers != b.attackers or (a.attackers and abs(a.low - b.low) <= 1):
        return "attackers"
    if b.low in a.others or a.low in b.others:
        return "parts"
    if days_of(a.as_of) is None or days_of(b.as_of) is None:
        return "date"
    return None


def _has_moved(a: Figure, b: Figure) -> bool:
    """A toll that is higher on a later day; between reports of one day nothing tells which is later."""
    first, last = sorted((a, b), key=lambda figure: figure.as_of or "")
    return first.as_of != last.as_of and first.low < last.low


def _has_fallen(a: Figure, b: Figure) -> bool:
    """Fewer dead on a later day: who is dead stays dead."""
    first, last = sorted((a, b), key=lambda figure: figure.as_of or "")
    return a.outcome == KILLED and first.as_of != last.as_of and first.low > last.low


def _days_between(a: Figure, b: Figure) -> int:
    first, last = days_of(a.as_of), days_of(b.as_of)
    return abs((last - first).days) if first and last else 0

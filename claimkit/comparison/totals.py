"""What the totals of two articles say to a verdict on two of their claims.

A claim may be on a part of a toll where another is on the whole; an article as a whole seldom leaves that open. So a
conflict of two tolls stands only where the articles' figures (:mod:`claimkit.comparison.figures`) do not explain it,
and the figures find some that the claims alone do not show: the wounded of a later report may have died, or be fewer.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from claimkit.comparison.conflicts import days_apart, is_toll
from claimkit.comparison.figures import Figure, FigureVerdict, compare, figures
from claimkit.comparison.profiles import Profile
from claimkit.comparison.propositions import event_of
from claimkit.comparison.relations import Verdict
from claimkit.records import Article, Relation

Totals = Callable[[str], Mapping[str, Figure]]
# The kind of event of a claim, and the outcome whose total it may be.
_OUTCOMES = MappingProxyType({"kill": "killed", "injure": "injured", "shoot": "injured", "arrest": "arrested"})
# The articles' totals differ, and nothing but the day or the hour of the report speaks against holding the claims
# against each other; what is to be made of that the claims decide.
_OF_TIME = frozenset(("date", "hour"))


def no_totals(_article_id: str) -> Mapping[str, Figure]:
    """The totals of articles whose text is not at hand."""
    return {}


def totals_of(articles: Mapping[str, Article], read: Mapping[str, Mapping[str, Figure]] | None = None) -> Totals:
    """The figures of an article by outcome; read when they are first asked for, if not among those ``read``."""

    @functools.cache
    def of(article_id: str) -> Mapping[str, Figure]:
        return article_totals(articles[article_id])

    known = read or {}
    return lambda article_id: known[article_id] if article_id in known else of(article_id)


def read_totals(articles: Iterable[Article]) -> dict[str, dict[str, Figure]]:
    """The figures of articles by their identifiers and by outcome."""
    return {article.article_id: dict(article_totals(article)) for article in articles}


def at_issue(profiles: Iterable[Profile], events: Mapping[str, str]) -> list[str]:
    """The articles whose figures :func:`settled` may ask for: of their events, articles tell tolls in other numbers."""
    tellers: dict[tuple[str, str], set[str]] = {}
    numbers: dict[tuple[str, str], set[frozenset[float]]] = {}
    for profile in profiles:
        outcome = _OUTCOMES.get(event_of(profile).kind)
        if outcome is not None and is_toll(profile):
            key = events[profile.article_id], outcome
            tellers.setdefault(key, set()).add(profile.article_id)
            numbers.setdefault(key, set()).add(frozenset(quantity.low for quantity in profile.quantities))
    found = (tellers[key] for key, told in numbers.items() if len(told) > 1 and len(tellers[key]) > 1)
    return sorted(set().union(*found))


def article_totals(article: Article) -> dict[str, Figure]:
    """The figures of an article by outcome, by its words alone; none where its text is withheld."""
    return {figure.outcome: figure for figure in figures(article, ())} if article.text else {}


def settled(verdict: Verdict, a: Profile, b: Profile, totals: Totals, *, same_event: bool) -> Verdict:
    """The verdict on two claims of two articles once the articles' totals are known.

    A contradiction of tolls becomes overlap, or follow_up, where the totals agree, where one article tells of several
    events or gives the other's number too, or where the dead, or those who did it, make the difference. Two numbers
    that are the totals are a contradiction where the totals contradict each other. All else is returned as it came.
    """
    if verdict.relation not in _OPEN_TO_TOTALS or not same_event or not (is_toll(a) and is_toll(b)):
        return verdict
    outcome = _OUTCOMES.get(event_of(a).kind)
    if outcome is None or event_of(b).kind != event_of(a).kind or not _differ(a, b):
        return verdict
    if verdict.relation is not Relation.CONTRADICTION and abs(days_apart(a, b) or 0) != 1:
        return verdict  # totals contradict each other from one day to the next alone; reading them takes its time
    one, other = totals(a.article_id).get(outcome), totals(b.article_id).get(outcome)
    if one is None or other is None:
        return verdict
    found = compare(one, other, same_event=True)
    if verdict.relation is Relation.CONTRADICTION:
        return verdict if _holds(found) else replace(verdict, relation=_instead(found))
    if found.relation is Relation.CONTRADICTION and _states(a, one) and _states(b, other):
        return replace(verdict, relation=Relation.CONTRADICTION, narrower=None)
    return verdict


_OPEN_TO_TOTALS = frozenset({Relation.CONTRADICTION, Relation.FOLLOW_UP, Relation.OVERLAP})


def _holds(found: FigureVerdict) -> bool:
    return found.relation is Relation.CONTRADICTION or found.reason in _OF_TIME


def _instead(found: FigureVerdict) -> Relation:
    return Relation.FOLLOW_UP if found.relation is Relation.FOLLOW_UP else Relation.OVERLAP


def _differ(a: Profile, b: Profile) -> bool:
    """Whether the claims give no number in common."""
    one, other = ({quantity.low for quantity in each.quantities} for each in (a, b))
    return one.isdisjoint(other)


def _states(profile: Profile, figure: Figure) -> bool:
    """Whether the claim gives the article's total."""
    return any(quantity.low == figure.low and quantity.high == figure.high for quantity in profile.quantities)

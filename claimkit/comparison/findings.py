"""What a cluster shows, without a verdict: who gives which value, as of when, in which words, through which chain.

Nobody is voted down: of two or three sources the majority proves nothing, and most often they rest on one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from claimkit.comparison.clusters import values_of
from claimkit.comparison.differences import quantity_words
from claimkit.comparison.profiles import Profile
from claimkit.records import Article, ClaimCluster, ClaimPair, Dependence, Difference, Quantity, Relation

# What a narrower claim may well add is no dispute; these are what a contradiction is over.
# The predicate is among them where the two deny each other: "rose", "fell".
_DISPUTABLE = ("quantities", "negated", "times", "places", "names", "subject", "object", "predicate")


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One report of a claim: ``value`` in words, ``as_of`` the date it was published or says it holds for.

    ``chain`` names the sources from the outermost in; empty where the outlet speaks itself.
    """

    claim_id: str
    publisher: str | None
    as_of: str | None
    value: str | None
    chain: tuple[str, ...]
    sentence: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A cluster as it is told to people; ``over`` names the fields in which two of its claims cannot both hold."""

    cluster: ClaimCluster
    headline: str
    over: tuple[str, ...]
    dependence: tuple[str, ...]
    differences: tuple[Difference, ...]
    voices: tuple[Voice, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            **self.cluster.to_dict(),
            "headline": self.headline,
            "over": list(self.over),
            "dependence": list(self.dependence),
            "differences": [asdict(difference) for difference in self.differences],
            "voices": [{**asdict(voice), "chain": list(voice.chain)} for voice in self.voices],
        }

    @property
    def counted(self) -> str:
        """Outlets and sources in words: "6 outlets, 1 source"."""
        low, high = self.cluster.independent_min, self.cluster.independent_max
        outlets = len(self.cluster.publishers)
        if low == 0:
            told = "no source traced" if not self.cluster.witnesses else "independence unknown"
        else:
            told = _plural(low, "source") if low == high else f"{low} to {high} sources"
        return f"{_plural(outlets, 'outlet')}, {told}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two claims that cannot both hold, and that no cluster holds together: they are told in words too different."""

    pair: ClaimPair
    over: tuple[str, ...]
    voices: tuple[Voice, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "pair_id": self.pair.pair_id,
            "score": self.pair.score,
            "over": list(self.over),
            "voices": [{**asdict(voice), "chain": list(voice.chain)} for voice in self.voices],
        }


def conflict_of(pair: ClaimPair, profiles: Mapping[str, Profile], articles: Mapping[str, Article]) -> Conflict:
    """The conflict of a contradictory pair; ``profiles`` by claim, ``articles`` by their identifiers."""
    return Conflict(pair=pair, over=_over([pair]), voices=_voices((pair.claim_a, pair.claim_b), profiles, articles))


def finding_of(
    cluster: ClaimCluster,
    pairs: Iterable[ClaimPair],
    profiles: Mapping[str, Profile],
    articles: Mapping[str, Article],
) -> Finding:
    """The finding of a cluster from the pairs within it; ``profiles`` by claim, ``articles`` by their identifiers."""
    inside = list(pairs)
    return Finding(
        cluster=cluster,
        headline=_headline([profiles[claim_id] for claim_id in cluster.claim_ids]),
        over=_over(inside),
        dependence=tuple(
            sorted({pair.dependence.value for pair in inside if pair.dependence is not Dependence.UNKNOWN})
        ),
        differences=_distinct(difference for pair in inside for difference in pair.differences),
        voices=_voices(cluster.claim_ids, profiles, articles),
    )


def _voices(
    claim_ids: Iterable[str], profiles: Mapping[str, Profile], articles: Mapping[str, Article]
) -> tuple[Voice, ...]:
    members = [profiles[claim_id] for claim_id in claim_ids]
    values = {value.claim_id: value.quantity for value in values_of(members)}
    return tuple(_voice(each, values.get(each.claim_id), articles[each.article_id]) for each in members)


def _headline(members: Sequence[Profile]) -> str:
    """The shortest wording of the claim among those that have words."""
    wordings = [each.text for each in members if each.text]
    if wordings:
        return " ".join(min(wordings, key=len).split())
    first = members[0]
    return " ".join(part for part in (first.subject, first.predicate, first.object) if part)


def _over(pairs: Iterable[ClaimPair]) -> tuple[str, ...]:
    fields = {
        difference.field.partition("[")[0]
        for pair in pairs
        if pair.relation is Relation.CONTRADICTION
        for difference in pair.differences
    }
    return tuple(field for field in _DISPUTABLE if field in fields)


def _distinct(differences: Iterable[Difference]) -> tuple[Difference, ...]:
    return tuple(dict.fromkeys(differences))


def _voice(profile: Profile, quantity: Quantity | None, article: Article) -> Voice:
    start, end = profile.sentence
    return Voice(
        claim_id=profile.claim_id,
        publisher=profile.publisher,
        as_of=_as_of(profile),
        value=_value(quantity),
        chain=tuple(link.source or f"({link.source_type.value})" for link in profile.chain),
        sentence=None if article.text is None else " ".join(article.text[start:end].split()),
    )


def _as_of(profile: Profile) -> str | None:
    """The last day that the claim can speak of: of its own times, if one is resolved, else the day it was published."""
    ends = [time.end for time in profile.times if time.end]
    return max(ends) if ends else profile.published


def _value(quantity: Quantity | None) -> str | None:
    return quantity_words(quantity) if quantity else None


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"

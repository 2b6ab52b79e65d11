"""What the claims of others say of a claim: supported, refuted, both, or left open (FEVER’s labels, and one more).

This is an answer to *is it so?*, so evidence must be another witness, and never another printing:

- Evidence comes from other articles. An article that says a thing twice supports nothing.
- A copy of the same text, and a claim that stands on the same source, repeat a claim; they do not support it. Of copies
  of one another only the earliest counts as evidence: twelve outlets with one agency text are one piece of evidence.
- What is equivalent supports, and so does what is narrower ("shut in January 2031" supports "shut in 2031"). What is
  wider does not: "shut in 2031" leaves open whether it was January.
- What its own source holds for no more than possible does not support; the pair itself says how the hedging differs.
- What contradicts refutes, whoever copied whom: of two printings of one text that give two numbers one is wrong.
- Both at once is ``conflicting``; nothing is put to the vote. Overlap and follow-up (a toll that rose) decide nothing.

Whose independence is unknown may support: ``ClaimCluster.independent_min`` is where independence is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from claimkit.comparison.division import divided, in_parts
from claimkit.comparison.profiles import Profile
from claimkit.records import (
    ClaimCluster,
    ClaimPair,
    Dependence,
    FactualityValue,
    LabelOrigin,
    Narrower,
    Relation,
    Verification,
    VerificationLabel,
)

# Claims that are handed to a process at a time, at the least.
_AT_ONCE = 4_000
_REPEATED = frozenset({Dependence.COPY, Dependence.COMMON_SOURCE})
_UNCERTAIN = frozenset(
    {
        FactualityValue.POSSIBLE_POSITIVE,
        FactualityValue.POSSIBLE_NEGATIVE,
        FactualityValue.CERTAIN_UNKNOWN,
        FactualityValue.UNKNOWN,
    }
)


class Evidence(Protocol):
    """What is asked of a claim that says something of another: a profile, or as much of one."""

    @property
    def claim_id(self) -> str: ...
    @property
    def published(self) -> str | None: ...


Labelled = tuple[VerificationLabel, Evidence]


def verify(
    pairs: Iterable[ClaimPair], clusters: Iterable[ClaimCluster], profiles: Sequence[Profile], *, processes: int = 1
) -> Iterator[Verification]:
    """One record for each claim that was compared with one of another article, in the order of ``profiles``.

    Those are the claims that stand in a pair which is not ``unrelated``, and the members of clusters of two claims or
    more. ``evidence_claim_ids`` holds what the label stands on, the earliest article first; under ``not_enough_info``
    it holds what touches the claim without deciding it. Claims that ``profiles`` does not know are no evidence.
    With more ``processes`` than one the work is :func:`divided`, where there is enough of it.
    """
    known = {profile.claim_id: profile for profile in profiles}
    found: dict[str, list[ClaimPair]] = {claim_id: [] for cluster in clusters for claim_id in _shared(cluster, known)}
    copied: list[ClaimPair] = []
    for pair in pairs:
        if pair.relation is not Relation.UNRELATED and _across(pair, known):
            found.setdefault(pair.claim_a, []).append(pair)
            found.setdefault(pair.claim_b, []).append(pair)
            if is_printed_again(pair):
                copied.append(pair)
    copies = _copies(copied)
    order = {profile.claim_id: place for place, profile in enumerate(profiles)}

    def labelled(claims: Sequence[str]) -> list[tuple[VerificationLabel, tuple[str, ...]]]:
        return [_label(claim_id, _evidence(claim_id, found[claim_id], known), copies, order) for claim_id in claims]

    parts = in_parts([each for each in order if each in found], _AT_ONCE)
    for part, labels in zip(parts, divided(labelled, parts, processes), strict=True):
        for claim_id, (label, evidence) in zip(part, labels, strict=True):
            yield _record(claim_id, label, evidence)


def _evidence(claim_id: str, pairs: Iterable[ClaimPair], known: Mapping[str, Profile]) -> list[Labelled]:
    """The other claim of each pair, and what it says of this one."""
    others = ((pair, known[pair.claim_b if pair.claim_a == claim_id else pair.claim_a]) for pair in pairs)
    return [(label_of(pair, other), other) for pair, other in others]


def _across(pair: ClaimPair, known: Mapping[str, Profile]) -> bool:
    a, b = known.get(pair.claim_a), known.get(pair.claim_b)
    return a is not None and b is not None and a.article_id != b.article_id


def _shared(cluster: ClaimCluster, known: Mapping[str, Profile]) -> tuple[str, ...]:
    """The members of a cluster that reaches over two articles."""
    articles = {known[claim_id].article_id for claim_id in cluster.claim_ids if claim_id in known}
    return cluster.claim_ids if len(articles) > 1 else ()


def label_of(pair: ClaimPair, evidence: Profile) -> VerificationLabel:
    """What ``evidence``, one claim of the pair, says of the other."""
    narrower = Narrower.A if evidence.claim_id == pair.claim_a else Narrower.B
    if pair.relation is Relation.CONTRADICTION:
        return VerificationLabel.REFUTES
    entails = pair.relation is Relation.EQUIVALENCE or (
        pair.relation is Relation.SUBSUMPTION and pair.narrower is narrower
    )
    if entails and pair.dependence not in _REPEATED and evidence.certainty not in _UNCERTAIN:
        return VerificationLabel.SUPPORTS
    return VerificationLabel.NOT_ENOUGH_INFO


def verification_of(
    claim_id: str, evidence: Sequence[Labelled], copies: Mapping[str, str], order: Mapping[str, int]
) -> Verification:
    """The record of a claim from what others say of it, in the order of their pairs.

    ``copies`` has one name for all claims that are copies of one another, ``order`` the place of each claim.
    """
    return _record(claim_id, *_label(claim_id, evidence, copies, order))


def _label(
    claim_id: str, evidence: Sequence[Labelled], copies: Mapping[str, str], order: Mapping[str, int]
) -> tuple[VerificationLabel, tuple[str, ...]]:
    """The label of a claim and the claims that it stands on."""
    own = copies.get(claim_id)
    labels = [
        # A copy of a copy need not be paired with the claim as one.
        (VerificationLabel.NOT_ENOUGH_INFO, other)
        if label is VerificationLabel.SUPPORTS and own is not None and copies.get(other.claim_id) == own
        else (label, other)
        for label, other in evidence
    ]
    given = {label for label, _ in labels}
    deciding = given - {VerificationLabel.NOT_ENOUGH_INFO}
    label = VerificationLabel.CONFLICTING if len(deciding) > 1 else min(deciding or {VerificationLabel.NOT_ENOUGH_INFO})
    wanted = deciding or given
    chosen = sorted((each for each in labels if each[0] in wanted), key=lambda each: _earliest(each[1], order))
    return label, tuple(_one_of_each_text(chosen, copies))


def _record(claim_id: str, label: VerificationLabel, evidence: tuple[str, ...]) -> Verification:
    return Verification(claim_id=claim_id, evidence_claim_ids=evidence, label=label, label_origin=LabelOrigin.PAIR)


def _one_of_each_text(evidence: Iterable[Labelled], copies: Mapping[str, str]) -> Iterator[str]:
    """The identifiers, but of copies of one text that say the same of the claim the first alone."""
    seen: set[tuple[VerificationLabel, str]] = set()
    for label, profile in evidence:
        text = (label, copies.get(profile.claim_id, profile.claim_id))
        if text not in seen:
            seen.add(text)
            yield profile.claim_id


def _earliest(profile: Evidence, order: Mapping[str, int]) -> tuple[bool, str, int]:
    """Dated articles first, by date; then in the order of the data."""
    return profile.published is None, profile.published or "", order[profile.claim_id]


def _copies(copied: Iterable[ClaimPair]) -> dict[str, str]:
    """Every claim of the pairs that are one text twice, with one name for all claims that are copies of one another."""
    parents: dict[str, str] = {}

    def root(claim_id: str) -> str:
        while (parent := parents.setdefault(claim_id, claim_id)) != claim_id:
            parents[claim_id] = claim_id = parents[parent]
        return claim_id

    for pair in copied:
        one, other = sorted((root(pair.claim_a), root(pair.claim_b)))
        parents[other] = one
    return {claim_id: root(claim_id) for claim_id in tuple(parents)}


def is_printed_again(pair: ClaimPair) -> bool:
    """Whether the two claims are one, in two printings of a text."""
    return pair.dependence is Dependence.COPY and pair.relation is Relation.EQUIVALENCE

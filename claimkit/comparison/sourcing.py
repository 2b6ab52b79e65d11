"""On whom a claim rests, and how many independent sources stand behind a claim that several articles make.

A claim reaches its reader through *parties*: the paper, its owner and reporters, the agency whose words it prints,
those who relay, and at the end whoever claims to know. Two claims are independent if they share no party and both are
traced to somebody who claims to know. What a cluster's sources are is then bounded from both sides:

- ``independent_min``: claims, all traced, no two of which share a party (found greedily, so never too many);
- ``independent_max``: the fewest parties found such that every claim, traced or not, rests on one of them; no more
  than that many claims can be independent.

What stands in the author's voice rests on nobody who is named: it is common knowledge or somebody's word, and proves
no independence. An outlet that names no source is an observer, not a witness.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from claimkit.comparison.carriers import Carrier, carriers_of, is_outlet
from claimkit.comparison.copies import Copies, is_same_wording, near_copies, wording_marks
from claimkit.comparison.parties import is_bystander, is_first_person, is_state_media, is_unsaid
from claimkit.comparison.profiles import Link, Profile
from claimkit.records import Article, ClusterStatus, Dependence, SourceType

_AUTHORITIES, _BYSTANDERS, _RELATIVES = "body:authorities", "body:bystanders", "body:relatives"


class Untraced(StrEnum):
    """Why a claim's origin is not traced."""

    AUTHOR_VOICE = "author_voice"  # nobody is named
    HEARSAY = "hearsay"  # "is believed", "was reported"
    ANONYMOUS = "anonymous"  # the name is withheld
    UNNAMED = "unnamed"  # "critics", "we", "a report": nobody that could be found again
    BARE_SURNAME = "bare_surname"  # a surname that the article does not introduce
    OUTLET = "outlet"  # an outlet that does not say from whom it has it
    UNSAID = "unsaid"  # who wants, finds or realises something has not said so
    NEGATED = "negated"  # the source does not say so
    UNCERTAIN = "uncertain"  # whose words they are is not certain
    NO_PUBLISHER = "no_publisher"  # the article may be anybody's, another of these included


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a claim comes from.

    ``witness`` is the key of who claims to know, as far as anybody is named; ``observers`` who relays it, the outlet
    nearest to the witness; ``basis`` are the parties behind the witness, ``parties`` all that it passed. ``untraced``
    says why it does not count into ``independent_min``, and is ``None`` for what is traced.
    """

    claim_id: str
    article_id: str
    witness: str | None
    observers: tuple[str, ...]
    basis: tuple[str, ...]
    parties: tuple[str, ...]
    untraced: Untraced | None

    @property
    def traced(self) -> bool:
        return self.untraced is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Who stands behind a claim that several articles make; observers and witnesses are sorted."""

    observers: tuple[str, ...]
    witnesses: tuple[str, ...]
    independent_min: int
    independent_max: int


def origins_of(
    articles: Iterable[Article], profiles: Sequence[Profile], copies: Copies | None = None
) -> dict[str, Origin]:
    """The origin of every claim, by its identifier; ``copies`` is found where it is not given."""
    articles = list(articles)
    carriers = carriers_of(articles, profiles, copies if copies is not None else near_copies(articles))
    return {profile.claim_id: trace(profile, carriers[profile.article_id]) for profile in profiles}


def trace(profile: Profile, carrier: Carrier) -> Origin:
    """The claim followed through its chain and the credits of its article to whoever claims to know."""
    chain = _told(profile.chain)
    links = [_known(link, carrier) for link in chain]
    root = chain[-1] if chain else None
    basis = links[-1] if links else ()
    parties = {*carrier.parties, *(party for link in links for party in link)}
    if root is not None:
        parties.update(carrier.relays.get(root.source or "", ()))
        # The same words in two papers are one speaker's or one paper's, whomever each of them names.
        parties.update(wording_marks((carrier.text or "")[profile.sentence.start : profile.sentence.end]))
    return Origin(
        claim_id=profile.claim_id,
        article_id=profile.article_id,
        witness=root.source if root is not None else None,
        observers=_observers(chain, carrier),
        basis=basis,
        parties=tuple(sorted(parties)),
        untraced=_untraced(profile, chain, basis, carrier),
    )


def dependence(a: Profile, b: Profile, origins: Mapping[str, Origin], copies: Copies | None = None) -> Dependence:
    """How two claims hang together: one copied, one source behind both, two sources, or nothing that could tell."""
    first, second = origins[a.claim_id], origins[b.claim_id]
    if a.article_id != b.article_id:
        if copies is not None and copies.are_copies(a.article_id, b.article_id):
            return Dependence.COPY
        # The same quotation in two papers is one speaker's, not one paper's.
        if a.text and b.text and set(first.basis).isdisjoint(second.basis) and is_same_wording(a.text, b.text):
            return Dependence.COPY
    if not set(first.parties).isdisjoint(second.parties):
        return Dependence.COMMON_SOURCE
    return Dependence.INDEPENDENT if first.traced and second.traced else Dependence.UNKNOWN


def sources(origins: Iterable[Origin]) -> Sources:
    """Observers, witnesses and the bounds of how many of them are independent; the order does not matter."""
    known = sorted(origins, key=lambda origin: origin.claim_id)
    return Sources(
        observers=tuple(sorted({observer for origin in known for observer in origin.observers})),
        witnesses=_witnesses([origin for origin in known if origin.traced]),
        independent_min=_independent([origin for origin in known if origin.traced]),
        independent_max=_covering({origin.parties for origin in known}),
    )


def status_of(found: Sources) -> ClusterStatus:
    """The status as far as sources decide it; whether values conflict or are superseded is for relations to say."""
    if found.independent_min >= 2:
        return ClusterStatus.CORROBORATED
    return ClusterStatus.SINGLE_SOURCE if found.independent_max <= 1 else ClusterStatus.INDEPENDENCE_UNKNOWN


def _told(chain: Sequence[Link]) -> Sequence[Link]:
    """The chain up to the last who speaks: in «she said he wanted to leave», «"I saw it," she said», that is she."""
    while len(chain) > 1 and (is_first_person(chain[-1].source) or is_unsaid(chain[-1].cue)):
        chain = chain[:-1]
    return chain


def _known(link: Link, carrier: Carrier) -> tuple[str, ...]:
    """The parties of a link by all that its article says of the source."""
    parties = {*link.parties, *carrier.speaks_for.get(link.source or "", ())}
    if is_state_media(link.phrase or link.source or ""):
        parties.update(carrier.state_media)
    if link.source in carrier.accused:
        parties.add(_AUTHORITIES)
    if not link.named and parties <= {_RELATIVES} and link.source and (parties or is_bystander(link.source)):
        # Two papers' neighbours may be one neighbour, and a friend of the family may be the neighbour.
        parties.add(_BYSTANDERS)
    return tuple(sorted(parties))


def _observers(chain: Sequence[Link], carrier: Carrier) -> tuple[str, ...]:
    relays = [link for link in chain[:-1] if is_outlet(link) and link.source]
    if relays:
        return (_outlet_name(relays[-1], carrier),)
    return (carrier.name,) if carrier.name else ()


def _outlet_name(link: Link, carrier: Carrier) -> str:
    names = [party.removeprefix("outlet:") for party in link.parties if party.startswith("outlet:")]
    if not names and carrier.state_outlet and is_state_media(link.phrase or link.source or ""):
        return carrier.state_outlet
    return names[0] if names else link.source or ""


def _untraced(profile: Profile, chain: Sequence[Link], basis: Sequence[str], carrier: Carrier) -> Untraced | None:
    if not chain:
        return Untraced.AUTHOR_VOICE
    root = chain[-1]
    if not profile.chain_certain:
        return Untraced.UNCERTAIN
    if any(link.negated for link in chain):
        return Untraced.NEGATED
    if root.source is None:
        return Untraced.HEARSAY
    if is_unsaid(root.cue):
        return Untraced.UNSAID
    if root.source_type is SourceType.ANONYMOUS:
        return Untraced.ANONYMOUS
    state = any(party.startswith("state:") for party in basis)
    if is_outlet(root) and not state:
        return Untraced.OUTLET
    speaks = any(party.startswith(("body:", "state:")) and party != _RELATIVES for party in basis)
    # A surname that the article never introduces may be the sergeant's.
    surname = any(party.startswith("name:") for party in basis)
    if not root.named and not speaks and (surname or _RELATIVES not in basis):
        return Untraced.BARE_SURNAME if surname else Untraced.UNNAMED
    # «A witness said»: papers take it from the police, unless they say that they were told themselves.
    if _BYSTANDERS in basis and not root.to_press and _RELATIVES not in basis:
        return Untraced.UNNAMED
    return None if carrier.name else Untraced.NO_PUBLISHER


def _witnesses(traced: Sequence[Origin]) -> tuple[str, ...]:
    """One key for all that speak for the same: the one most claims have, of those the longest."""
    groups: dict[str, str] = {}

    def find(party: str) -> str:
        while groups.setdefault(party, party) != party:
            groups[party] = groups[groups[party]]
            party = groups[party]
        return party

    for origin in traced:
        for party in origin.basis[1:]:
            groups[find(party)] = find(origin.basis[0])
    keys: dict[str, Counter[str]] = {}
    for origin in traced:
        keys.setdefault(find(origin.basis[0]), Counter())[origin.witness or ""] += 1
    return tuple(sorted(min(found, key=lambda key: (-found[key], -len(key), key)) for found in keys.values()))


def _independent(traced: Sequence[Origin]) -> int:
    """An unnamed neighbour may be the one whom another paper names: either the named people count or the unnamed."""
    named = {origin.parties for origin in traced if _BYSTANDERS not in origin.basis}
    unnamed = {origin.parties for origin in traced if not _is_private(origin)}
    return max(_disjoint(named), _disjoint(unnamed))


def _is_private(origin: Origin) -> bool:
    """Whether a witness is a named person who speaks for no body or state."""
    return all(party == _RELATIVES or party.startswith("name:") for party in origin.basis)


def _disjoint(claims: Iterable[tuple[str, ...]]) -> int:
    """How many of the claims, by their parties, can be taken without two that share one: greedily, a lower bound."""
    claims = sorted(claims)
    shared = Counter(party for parties in claims for party in parties)
    taken: set[str] = set()
    count = 0
    for parties in sorted(claims, key=lambda parties: (sum(shared[party] - 1 for party in parties), parties)):
        if taken.isdisjoint(parties):
            taken.update(parties)
            count += 1
    return count


def _covering(claims: Iterable[tuple[str, ...]]) -> int:
    """How many parties are enough for every claim to rest on one of them: greedily, an upper bound of the disjoint."""
    left = dict(enumerate(sorted(claims)))
    resting: dict[str, list[int]] = {}
    for claim, parties in left.items():
        for party in parties:
            resting.setdefault(party, []).append(claim)
    # The numbers on the heap only ever shrink: what comes up is counted again, and goes back if it is no longer first.
    heap = [(-len(found), party) for party, found in resting.items()]
    heapq.heapify(heap)
    count = 0
    while left:
        size, party = heapq.heappop(heap)
        now = sum(claim in left for claim in resting[party])
        if now < -size:
            heapq.heappush(heap, (-now, party))
            continue
        count += 1
        for claim in resting[party]:
            left.pop(claim, None)
    return count

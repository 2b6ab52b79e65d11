"""What stands between a source and its reader: the paper, its owner and reporters, the agency whose words it prints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from claimkit.comparison.copies import Copies
from claimkit.comparison.ownership import outlet_parties, site_of, states_with_outlets
from claimkit.comparison.parties import is_state_media
from claimkit.comparison.profiles import Link, Profile, by_article
from claimkit.comparison.wires import Wire, WireEvidence, wires_of
from claimkit.extraction.outlets import find_outlet
from claimkit.records import Article, SourceType
from claimkit.resources import load_lexicon

OUTLETS = frozenset({SourceType.NEWS_AGENCY, SourceType.NEWS_OUTLET})


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """An article as a carrier of what others say.

    ``name`` is whose words it prints, the agency's or the paper's own; ``None`` where the paper is not known.
    ``parties`` are all that stand behind it; two articles that share one are not independent. ``relays`` says who
    relays a speaker anywhere in the article: one "KCNA reported", one "told police", may hold for a page of
    quotations. ``speaks_for`` gathers, by source, whom any phrase of the article says it speaks for. ``state_media`` is
    who "state media" is here, ``state_outlet`` the one outlet of that state that the article names. ``accused`` are
    those who, it says, were arrested or charged: what they said, a paper has from the police or the court.
    """

    article_id: str
    text: str | None
    name: str | None
    parties: tuple[str, ...]
    relays: Mapping[str, tuple[str, ...]]
    speaks_for: Mapping[str, tuple[str, ...]]
    state_media: tuple[str, ...]
    state_outlet: str | None
    accused: frozenset[str]


def carriers_of(
    articles: Iterable[Article], profiles: Sequence[Profile], copies: Copies | None = None
) -> dict[str, Carrier]:
    """The carrier of every article by its identifier; ``copies`` ties articles that print one text."""
    grouped = by_article(profiles)
    return {article.article_id: _carrier(article, grouped.get(article.article_id, ()), copies) for article in articles}


def _carrier(article: Article, profiles: Sequence[Profile], copies: Copies | None) -> Carrier:
    wires = wires_of(article)
    publisher = article.publisher or site_of(article.url or "")
    parties = {f"article:{article.article_id}", *(f"author:{name.casefold()}" for name in article.authors)}
    if publisher:
        parties.update(outlet_parties(publisher))
    for wire in wires:
        parties.update(outlet_parties(wire.agency))
    if copies is not None and article.article_id in copies.leader:
        parties.add(f"text:{copies.leader[article.article_id]}")
    state_media, state_outlet = _state_media(profiles)
    return Carrier(
        article_id=article.article_id,
        text=article.text,
        name=_name(publisher, wires),
        parties=tuple(sorted(parties)),
        relays=MappingProxyType(_relays(profiles)),
        speaks_for=MappingProxyType(_speaks_for(profiles)),
        state_media=state_media,
        state_outlet=state_outlet,
        accused=_accused(profiles),
    )


def _name(publisher: str | None, wires: Sequence[Wire]) -> str | None:
    """An agency's own page prints its own words, whoever distributes them."""
    outlet = find_outlet(publisher) if publisher else None
    if outlet is not None and outlet.type is SourceType.NEWS_AGENCY:
        return outlet.name
    copied = next((wire.agency for wire in wires if wire.evidence is not WireEvidence.CONTRIBUTED), None)
    return copied or (outlet.name if outlet is not None else publisher)


def _relays(profiles: Sequence[Profile]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for profile in profiles:
        for outer, link in zip((None, *profile.chain), profile.chain, strict=False):
            if not link.source:
                continue
            parties = found.setdefault(link.source, set())
            parties.update(link.hearers)
            if outer is not None and outer.source != link.source and outer.source_type in OUTLETS:
                parties.update(outer.parties)
    return {source: tuple(sorted(parties)) for source, parties in sorted(found.items()) if parties}


def _speaks_for(profiles: Sequence[Profile]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for profile in profiles:
        for link in profile.chain:
            if link.source and link.named:
                found.setdefault(link.source, set()).update(link.parties)
    return {source: tuple(sorted(parties)) for source, parties in sorted(found.items())}


def _accused(profiles: Sequence[Profile]) -> frozenset[str]:
    charges = load_lexicon("sourcing")["accused"]["predicates"]
    found = (profile for profile in profiles if profile.predicate in charges)
    return frozenset(key for profile in found for key in (profile.subject, profile.object) if key)


def _state_media(profiles: Sequence[Profile]) -> tuple[tuple[str, ...], str | None]:
    """The state that "state media" means in an article, and the outlet of it that the article names, if it is one.

    «North Korean state media» once is enough; else the state whose outlet is named, else the only state named that is
    known to have outlets.
    """
    links = [link for profile in profiles for link in profile.chain]
    phrases = (link for link in links if is_state_media(link.phrase or link.source or ""))
    told = {party for link in phrases for party in link.parties if party.startswith("state:")}
    names = {name for profile in profiles for name in profile.names} | {link.source for link in links if link.source}
    outlets = {parties[0]: parties[1:] for name in sorted(names) if len(parties := _of_state(name)) > 1}
    named = {party for parties in outlets.values() for party in parties}
    states = {party for name in names if (party := f"state:{name}") in states_with_outlets()}
    found = next((each for each in (told, named, states) if each), set())
    if len(found) != 1:
        return (), None
    outlet = next(iter(outlets)).removeprefix("outlet:") if len(outlets) == 1 and named == found else None
    return tuple(found), outlet


def _of_state(name: str) -> tuple[str, ...]:
    outlet = find_outlet(name)
    parties = outlet_parties(outlet.name) if outlet is not None and outlet.controlled_by else ()
    return tuple(party for party in parties if not party.startswith("owner:"))


def is_outlet(link: Link) -> bool:
    """Whether a link's source is a news outlet or agency, by its type or by its name."""
    return link.source_type in OUTLETS or any(party.startswith("outlet:") for party in link.parties)

"""What comparison looks at in a claim: one flat record, its names brought to a form two articles share.

An entity is known by its canonical name within its article (:class:`Mention`); here "Kim Jong-un" and "Kim Jong Un",
"U.S." and "United States" become one key. Nothing is decided yet: a key in common is evidence, no more.
"""

from __future__ import annotations

import bisect
import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from claimkit.comparison.parties import (
    descriptions,
    is_introduced,
    is_named_person,
    is_told_to_press,
    officials,
    parties_of,
    person_parties,
    told_to,
)
from claimkit.records import (
    ArgumentRole,
    Article,
    Attribution,
    Claim,
    ClaimKind,
    EntityType,
    FactualityValue,
    HedgeType,
    Mention,
    Quantity,
    SourceType,
    Span,
    TimeExpression,
)
from claimkit.resources import load_lexicon

_WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s$|(?<=s)['’]$")
_OPENERS = frozenset({"the", "a", "an"})
_PAPERS = frozenset({SourceType.DOCUMENT, SourceType.SOCIAL_MEDIA, SourceType.UNKNOWN})
_HEARD = 60  # characters behind a cue in which a hearer is looked for
# Profiles whose events, names and words are kept at hand; pairs come sorted by their first claim.
REMEMBERED = 65_536
_KINDS_OF_NAMES = frozenset({EntityType.PERSON, EntityType.ORGANISATION, EntityType.PLACE, EntityType.EVENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link of the chain as comparison needs it; ``source`` is a key, ``None`` where nobody is named.

    ``parties`` is whom the source speaks for as far as the article says (:mod:`claimkit.comparison.parties`),
    ``hearers`` the bodies it speaks to ("told police"), ``to_press`` whether to the paper ("told us"), ``named``
    whether it is known by a proper name, and ``phrase`` what the article calls it here.
    """

    source: str | None
    source_type: SourceType
    cue: str | None
    medium: str | None
    phrase: str | None = None
    named: bool = False
    negated: bool = False
    parties: tuple[str, ...] = ()
    hearers: tuple[str, ...] = ()
    to_press: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A claim for comparison.

    ``sentence`` is where the claim's sentence stands in the article. ``subject``, ``object``, ``obliques``, ``places``
    are keys: of the entity where it is known, else of the head word. ``names`` are the keys of all named entities in
    the claim, ``words`` its distinct content words, both sorted. ``hedges`` are the types of its shields: an
    approximator is in the quantity's bound. ``certainty`` is the factuality by the innermost holder. ``chain`` runs
    from the outermost link inwards. ``has_named_subject`` says that the article knows the subject as a person by name.
    """

    claim_id: str
    article_id: str
    publisher: str | None
    published: str | None
    sentence: Span
    text: str | None
    predicate: str
    negated: bool
    kind: ClaimKind
    presupposed: bool
    subject: str | None
    object: str | None
    obliques: tuple[str, ...]
    places: tuple[str, ...]
    names: tuple[str, ...]
    words: tuple[str, ...]
    quantities: tuple[Quantity, ...]
    times: tuple[TimeExpression, ...]
    hedges: tuple[HedgeType, ...]
    certainty: FactualityValue | None
    chain: tuple[Link, ...]
    chain_certain: bool
    has_named_subject: bool = False

    def __hash__(self) -> int:
        # What is made of a profile is remembered by it, and it has thirty fields.
        return hash(self.claim_id)


def profiles_of(article: Article, claims: Iterable[Claim], mentions: Iterable[Mention]) -> Iterator[Profile]:
    """The profiles of one article's claims, in their order; all three must be of the same article."""
    found = _Mentions(mentions, article.text)
    for claim in claims:
        yield _profile(claim, article, found)


@functools.lru_cache(65_536)
def name_key(name: str) -> str:
    """The form of a name that two articles share.

    >>> name_key("Kim Jong-un") == name_key("Kim Jong Un")
    True
    >>> name_key("the U.S.")
    'united states'
    """
    nations: Mapping[str, str] = load_lexicon("places")["nations"]
    plain = " ".join(unicodedata.normalize("NFKC", name).casefold().replace("’", "'").split())
    plain = _POSSESSIVE.sub("", plain)
    first, _, rest = plain.partition(" ")
    plain = rest if first in _OPENERS and rest else plain
    if plain in nations:
        return nations[plain]
    bare = " ".join(_WORD.findall(plain.replace("-", " "))).rstrip(".")
    return nations.get(bare, bare) or plain


def content_words(text: str) -> tuple[str, ...]:
    """The distinct words of the text that are no stopwords, case folded and sorted."""
    words = {_POSSESSIVE.sub("", match.group().casefold()) for match in _WORD.finditer(text)}
    return tuple(sorted(words - _stopwords()))


@functools.cache
def _stopwords() -> frozenset[str]:
    return frozenset(str(load_lexicon("comparison")["stopwords"]).split())


class _Mentions:
    """The entities of an article, by identifier and by place; and the links of its chains, each made once."""

    def __init__(self, mentions: Iterable[Mention], text: str | None) -> None:
        self.text = text
        self.keys: dict[str, str] = {}
        self.named: set[str] = set()
        self.links: dict[str, Link] = {}
        self._mentions: dict[str, Mention] = {}
        self._described: dict[str, tuple[str, ...]] = {}
        places: list[tuple[int, int, str]] = []
        for mention in mentions:
            self.keys[mention.entity_id] = name_key(mention.name)
            self._mentions[mention.entity_id] = mention
            if mention.type in _KINDS_OF_NAMES:
                self.named.add(mention.entity_id)
                places += [(span.start, span.end, mention.entity_id) for span in mention.spans]
        self._places = sorted(places)
        self._starts = [start for start, _, _ in self._places]

    def of(self, entity_id: str | None) -> Mention | None:
        return self._mentions.get(entity_id or "")

    def described(self, mention: Mention) -> tuple[str, ...]:
        """What the article calls an entity besides its name."""
        if mention.entity_id not in self._described:
            self._described[mention.entity_id] = tuple(descriptions(self.text or "", mention))
        return self._described[mention.entity_id]

    def inside(self, start: int, end: int) -> Iterator[str]:
        """The identifiers of the named entities that are mentioned from ``start`` to ``end``."""
        for at in range(bisect.bisect_left(self._starts, start), len(self._places)):
            begin, stop, entity_id = self._places[at]
            if begin >= end:
                return
            if stop <= end:
                yield entity_id


def _profile(claim: Claim, article: Article, mentions: _Mentions) -> Profile:
    by_role = {role: _keys(claim, role, mentions) for role in ArgumentRole}
    entities = {entity for span in claim.spans for entity in mentions.inside(*span)}
    entities |= {argument.entity_id for argument in claim.arguments if argument.entity_id in mentions.named}
    subjects, objects = by_role[ArgumentRole.SUBJECT], by_role[ArgumentRole.OBJECT]
    text = claim.text_resolved or claim.text
    return Profile(
        claim_id=claim.claim_id,
        article_id=claim.article_id,
        publisher=article.publisher,
        published=article.published,
        sentence=claim.sentence,
        text=text,
        predicate=claim.predicate.lemma,
        negated=claim.negated,
        kind=claim.kind,
        presupposed=claim.presupposed,
        subject=subjects[0] if subjects else None,
        object=objects[0] if objects else None,
        obliques=(*objects[1:], *by_role[ArgumentRole.OBLIQUE]),
        places=by_role[ArgumentRole.PLACE],
        names=tuple(sorted({mentions.keys[entity] for entity in entities if entity})),
        words=content_words(text) if text else (),
        quantities=claim.quantities,
        times=claim.times,
        hedges=tuple(sorted({hedge.type for hedge in claim.hedges if hedge.family == "shield"})),
        certainty=_certainty(claim),
        chain=tuple(_link(link, mentions) for link in claim.chain),
        chain_certain=claim.chain_certain,
        has_named_subject=_has_named_subject(claim, mentions),
    )


def _has_named_subject(claim: Claim, mentions: _Mentions) -> bool:
    subject = next((each.entity_id for each in claim.arguments if each.role is ArgumentRole.SUBJECT), None)
    mention = mentions.of(subject)
    return mention is not None and is_named_person(mention.name, mention.type)


def _keys(claim: Claim, role: ArgumentRole, mentions: _Mentions) -> tuple[str, ...]:
    """The keys of the arguments with that role; one that is neither a known entity nor written is left out."""
    keys = (
        mentions.keys.get(argument.entity_id or "") or (name_key(argument.head) if argument.head else None)
        for argument in claim.arguments
        if argument.role is role
    )
    return tuple(key for key in keys if key)


def _link(link: Attribution, mentions: _Mentions) -> Link:
    if link.attribution_id not in mentions.links:
        mentions.links[link.attribution_id] = _new_link(link, mentions)
    return mentions.links[link.attribution_id]


def _new_link(link: Attribution, mentions: _Mentions) -> Link:
    mention = mentions.of(link.entity_id)
    key = mentions.keys.get(link.entity_id or "") or (name_key(link.source_head) if link.source_head else None)
    phrase = mentions.text[link.source.start : link.source.end] if link.source and mentions.text else None
    person = mention is not None and is_named_person(mention.name, mention.type)
    name = mention.name if mention is not None else link.source_head or ""
    # What stands beside "police" or the name of a body describes somebody else.
    described = mentions.described(mention) if person and mention is not None else ()
    said = tuple(dict.fromkeys((phrase or "", name, *described)))
    parties = set(parties_of(said, person=person))
    # «UPDATE», «Surveillance video»: in capitals, and nobody's name.
    proper = ("outlet:", "state:") if link.source_type in _PAPERS else ("name:", "outlet:", "state:")
    named = any(party.startswith(proper) for party in parties)
    if person:
        named = is_introduced(sorted(parties), name)
        parties.update(person_parties(name))
    if link.source_type is SourceType.GOVERNMENT and not any(
        party.startswith(("body:", "state:")) for party in parties
    ):
        # «Metro said»: of a government nobody knows better.
        parties.update(officials())
    behind = mentions.text[link.cue.end : link.cue.end + _HEARD] if link.cue and mentions.text else ""
    return Link(
        source=key,
        source_type=link.source_type,
        cue=link.cue_lemma,
        medium=link.medium.lemma if link.medium else None,
        phrase=phrase,
        named=named,
        negated=link.negated,
        parties=tuple(sorted(parties)),
        hearers=told_to(behind),
        to_press=is_told_to_press(behind),
    )


def _certainty(claim: Claim) -> FactualityValue | None:
    holder = claim.chain[-1].attribution_id if claim.chain else "author"
    return next((judgement.value for judgement in claim.factuality if judgement.holder == holder), None)


def by_article(profiles: Sequence[Profile]) -> dict[str, list[Profile]]:
    """The profiles of every article, in their order."""
    found: dict[str, list[Profile]] = {}
    for profile in profiles:
        found.setdefault(profile.article_id, []).append(profile)
    return found

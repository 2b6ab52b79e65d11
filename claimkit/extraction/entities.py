"""Within-article coreference: which names, titles, role phrases and pronouns are one entity.

Rules after the multi-pass sieve of Lee et al. (2013), from the most to the least certain: full names and their
acronyms, appositions, surnames alone, roles someone was introduced with, pronouns. What fits nobody stays alone.
"""

from __future__ import annotations

import bisect
import functools
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from claimkit.extraction.names import (
    initials,
    is_acronym,
    lexicon,
    nation,
    org_variants,
    person_key,
    surnames,
    words_of,
)
from claimkit.extraction.nominals import Form, Nominal, nominals_in
from claimkit.extraction.outlets import find_outlet
from claimkit.extraction.parsing import Parse
from claimkit.extraction.pronouns import Candidate, antecedent, is_salient
from claimkit.records import EntityType, Mention, SourceType, Span, make_id

# Look no further back than this many entities or nominals: keeps a text of 10,000 names linear.
_RECENT_ENTITIES, _RECENT_NOMINALS = 25, 60
# Said of one office-holder and not of the other.
_DISTINGUISHING = frozenset({"former", "ex", "late", "then", "acting", "deputy", "vice", "assistant"})
_OUTLET_ROLES = {
    SourceType.NEWS_AGENCY: ("agency", "wire", "outlet"),
    SourceType.NEWS_OUTLET: ("newspaper", "paper", "website", "site", "network", "broadcaster", "magazine", "outlet", "daily"),
}


def find_mentions(parse: Parse, article_id: str) -> tuple[Mention, ...]:
    """One :class:`Mention` an entity, ordered by first appearance, with the spans of every phrase that means it.

    A span is the noun phrase with its articles and titles ("North Korean leader Kim Jong-un"); ``name`` is the fullest
    name as written, without them. Pronouns that could not be resolved are left out, as are "I" and "we".
    """
    linker = _Linker(parse, nominals_in(parse))
    return tuple(linker.mentions(article_id))


def entity_at(mentions: Sequence[Mention], span: Span) -> Mention | None:
    """The entity a noun phrase at ``span`` means, or ``None``.

    A phrase that a mention covers means the narrowest such mention: pass the head word to be sure. A longer phrase
    ("Jo Yong-won, a member of the presidium") means the longest mention at its beginning.
    """
    index = _index(_Same(mentions))
    covering = index.covering(span)
    if covering is not None:
        return mentions[covering]
    opening = index.opening(span)
    return mentions[opening] if opening is not None else None


def name_of(mentions: Sequence[Mention], entity_id: str | None) -> str | None:
    """The canonical name of an entity, or ``None`` if there is none of that id."""
    return next((mention.name for mention in mentions if mention.entity_id == entity_id), None)


class _Same:
    """A sequence compared by identity, so that the index of an article's mentions is built once and not per call."""

    __slots__ = ("mentions",)

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self.mentions = mentions

    def __hash__(self) -> int:
        return id(self.mentions)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.mentions is self.mentions


@dataclass(frozen=True, slots=True)
class _Index:
    rows: tuple[tuple[int, int, int], ...]  # start, end, number of the mention
    longest: int

    def covering(self, span: Span) -> int | None:
        """Number of the narrowest mention around ``span``."""
        best: tuple[int, int] | None = None
        at = bisect.bisect_right(self.rows, (span.start, 1 << 60, 0)) - 1
        while at >= 0 and self.rows[at][0] >= span.end - self.longest:
            start, end, number = self.rows[at]
            if end >= span.end and start <= span.start and (best is None or end - start < best[0]):
                best = (end - start, number)
            at -= 1
        return best[1] if best is not None else None

    def opening(self, span: Span) -> int | None:
        """Number of the longest mention at the beginning of ``span``, an article or a quotation mark aside."""
        at = bisect.bisect_left(self.rows, (span.start, 0, 0))
        starts = self.rows[at : bisect.bisect_right(self.rows, (min(span.start + _SLACK, span.end - 1), 1 << 60, 0))]
        inside = [row for row in starts if row[0] == starts[0][0]]
        if inside:
            return max(inside, key=lambda row: row[1])[2]
        return self.covering(Span(span.start, span.start + 1)) if span.end > span.start else None


_SLACK = 5


@functools.lru_cache(maxsize=2)
def _index(same: _Same) -> _Index:
    rows = sorted((span.start, span.end, number) for number, mention in enumerate(same.mentions) for span in mention.spans)
    return _Index(tuple(rows), max((end - start for start, end, _ in rows), default=0))


@dataclass(slots=True)
class _Entity:
    """What is known so far of one entity."""

    type: EntityType
    gender: str | None = None
    plural: bool = False
    first: str = ""  # the words that made the entity known
    names: list[str] = field(default_factory=list)  # proper names as written
    phrases: list[str] = field(default_factory=list)  # descriptions as written
    spans: list[Span] = field(default_factory=list)
    roles: dict[str, tuple[set[str], set[str]]] = field(default_factory=dict)  # role → modifiers, countries
    nations: set[str] = field(default_factory=set)
    seen: bool = False
    alone: int = 0  # times the surname alone meant this person
    pronouns: list[str] = field(default_factory=list)  # genders of the pronouns resolved to it
    sentence: int = -9
    subject: bool = False


class _Linker:
    """Goes through the nominals of one article in order and gives each an entity."""

    def __init__(self, parse: Parse, nominals: Sequence[Nominal]) -> None:
        self.doc = parse.doc
        self.nominals = nominals
        self.entities: list[_Entity] = []
        self.at: dict[int, int] = {}  # token → entity
        self.keys: dict[tuple[str, ...], int] = {}
        self.family: dict[str, dict[int, None]] = {}  # surname or given name → entities, the latest last
        self.roles: dict[str, dict[int, None]] = {}
        self.recent: deque[Candidate] = deque(maxlen=_RECENT_NOMINALS)
        self.countries: deque[tuple[int, Nominal]] = deque(maxlen=8)
        self.apposed = {nominal.apposed: nominal for nominal in nominals if nominal.form is Form.NAME and nominal.apposed is not None}
        self._register()
        for nominal in nominals:
            self._link(nominal)

    def mentions(self, article_id: str) -> Iterator[Mention]:
        taken: set[Span] = set()
        rows = []
        for entity in self.entities:
            spans = tuple(sorted({span for span in entity.spans if span not in taken}))
            taken.update(spans)
            if spans:
                rows.append((spans, entity))
        for spans, entity in sorted(rows, key=lambda row: row[0]):
            identifier = make_id(article_id, "entity", spans[0].start, spans[0].end)
            yield Mention(entity_id=identifier, article_id=article_id, spans=spans, name=_best_name(entity), type=entity.type)

    # Names known beforehand: a surname in the first sentence may be introduced in the second.

    def _register(self) -> None:
        named = [nominal for nominal in self.nominals if nominal.form is Form.NAME]
        for nominal in named:
            if nominal.type is not EntityType.PERSON or nominal.plural or len(nominal.words) > 1:
                key = _name_key(nominal)
                if key not in self.keys:
                    self.keys[key] = self._new(nominal)
                    if nominal.type is EntityType.PERSON and not nominal.plural:
                        self._register_person(nominal, self.keys[key])
        bodies = [nominal for nominal in named if nominal.type in (EntityType.ORGANISATION, EntityType.EVENT, EntityType.OTHER)]
        for nominal in sorted(bodies, key=lambda each: (-len(each.words), each.head)):
            self._register_variants(nominal)
        self._register_acronyms(bodies)

    def _register_person(self, nominal: Nominal, entity: int) -> None:
        for word in surnames(nominal.words):
            self.family.setdefault(word, {})[entity] = None
        self.family.setdefault(f"given {nominal.words[0]}", {})[entity] = None

    def _register_variants(self, nominal: Nominal) -> None:
        """«The State Department» is «the U.S. State Department»: the longer name takes over the shorter one's place."""
        entity = self.keys[_name_key(nominal)]
        outlet = find_outlet(nominal.text)
        variants = list(org_variants(nominal.words))
        if outlet is not None:
            self._alias(("outlet", outlet.name), entity)
            variants += [nominal.words[-1:]] if nominal.words[-1] in ("times", "post", "journal", "globe", "tribune") else []
        for variant in variants:
            self._alias(("name", " ".join(variant)), entity)

    def _alias(self, key: tuple[str, ...], entity: int) -> None:
        known = self.keys.get(key)
        if known is None:
            self.keys[key] = entity

    def _register_acronyms(self, bodies: Sequence[Nominal]) -> None:
        by_initials: dict[str, int] = {}
        by_outlet: dict[str, int] = {}
        by_end: dict[int, Nominal] = {nominal.head: nominal for nominal in bodies}
        for nominal in sorted(bodies, key=lambda each: -len(each.words)):
            entity = self.keys[_name_key(nominal)]
            if len(nominal.words) > 2:
                by_initials.setdefault(initials(nominal.text), entity)
            outlet = find_outlet(nominal.text)
            if outlet is not None and by_outlet.setdefault(outlet.name, entity) != entity:
                self.keys[_name_key(nominal)] = by_outlet[outlet.name]
        for nominal in bodies:
            if not is_acronym(nominal.text):
                continue
            before = by_end.get(nominal.core - 2) if nominal.core > 1 and self.doc[nominal.core - 1].text == "(" else None
            if before is not None and len(before.words) > 1:
                self.keys[_name_key(nominal)] = self.keys[_name_key(before)]
            elif nominal.text.replace(".", "") in by_initials:
                self.keys[_name_key(nominal)] = by_initials[nominal.text.replace(".", "")]

    def _new(self, nominal: Nominal) -> int:
        gender = nominal.gender if nominal.type is EntityType.PERSON and nominal.form is not Form.PRONOUN else None
        self.entities.append(_Entity(type=nominal.type, gender=gender, plural=nominal.plural, first=nominal.text))
        return len(self.entities) - 1

    # Linking.

    def _link(self, nominal: Nominal) -> None:
        entity = _RULES[nominal.form](self, nominal)
        if entity is None:
            return
        known = self.entities[entity]
        predicate = nominal.form is Form.ROLE and bool(nominal.members)
        for token in range(nominal.core, nominal.head + 1):
            self.at.setdefault(token, entity)
        if nominal.form is not Form.JOINED and nominal.form is not Form.OWNED:
            self._describe(entity, nominal)
        if predicate:
            return
        known.spans.append(nominal.span)
        known.seen = True
        if nominal.form is Form.NAME:
            known.names.append(nominal.text)
        elif nominal.form in (Form.ROLE, Form.OWNED, Form.JOINED):
            known.phrases.append(nominal.text)
        known.sentence, known.subject = nominal.sentence, nominal.subject
        if known.type is EntityType.PLACE:
            self.countries.appendleft((entity, nominal))
        self.recent.appendleft(Candidate(nominal, entity, known.type, known.gender, known.plural))

    def _describe(self, entity: int, nominal: Nominal) -> None:
        """Keep what a nominal tells of its entity: gender, countries, role."""
        known = self.entities[entity]
        if known.type is EntityType.PERSON and known.gender is None and nominal.gender in ("m", "f"):
            self._learn_gender(known, nominal)
        owner = self.at.get(nominal.owner) if nominal.owner is not None else None
        nations = set(nominal.nations) | self._nations_of(owner)
        known.nations |= nations
        # «North Korean leader Kim … the country»: his country is spoken of, if only as an adjective.
        for place in sorted(nominal.nations):
            if ("name", place) in self.keys:
                self.countries.appendleft((self.keys["name", place], nominal))
        if nominal.role is not None:
            modifiers, countries = known.roles.setdefault(nominal.role, (set(), set()))
            modifiers |= nominal.modifiers
            countries |= nations
            if owner is not None:
                self.keys.setdefault(("owned", str(owner), nominal.role, *_sorted(nominal.modifiers)), entity)
        if nominal.form is Form.NAME and nominal.type is EntityType.ORGANISATION:
            self._describe_body(entity, nominal)
        for role in known.roles:
            for group in _classes(role):
                holders = self.roles.setdefault(group, {})
                holders.pop(entity, None)
                holders[entity] = None

    def _learn_gender(self, known: _Entity, nominal: Nominal) -> None:
        """From a title or a given name at once, from pronouns when two agree and none differs."""
        if nominal.form is not Form.PRONOUN:
            known.gender = nominal.gender
            return
        known.pronouns.append(nominal.gender or "")
        if len(known.pronouns) > 1 and len(set(known.pronouns)) == 1:
            known.gender = nominal.gender

    def _describe_body(self, entity: int, nominal: Nominal) -> None:
        words = nominal.words
        main = words[: words.index("of")] if "of" in words[1:] else words
        known = self.entities[entity]
        if main and main[-1] in lexicon()["organisations"]:
            known.roles.setdefault(main[-1], (set(words), set()))
        outlet = find_outlet(nominal.text)
        for role in _OUTLET_ROLES.get(outlet.type, ()) if outlet is not None else ():
            known.roles.setdefault(role, (set(words), set()))

    def _nations_of(self, owner: int | None) -> set[str]:
        if owner is None or self.entities[owner].type is not EntityType.PLACE:
            return set()
        return {self._key_of_place(owner)}

    def _link_name(self, nominal: Nominal) -> int:
        if nominal.type is EntityType.PERSON and len(nominal.words) == 1 and not nominal.plural:
            return self._link_surname(nominal)
        key = _name_key(nominal)
        if nominal.text in ("North", "South"):
            # «The North» is North Korea where the article speaks of it, and a direction elsewhere.
            return self.keys.get(("name", f"{nominal.text.lower()} korea"), self.keys[key])
        entity = self.keys[key]
        if nominal.type is EntityType.PERSON:
            self._refresh(nominal, entity)
        return entity

    def _refresh(self, nominal: Nominal, entity: int) -> None:
        for word in (*surnames(nominal.words), f"given {nominal.words[0]}"):
            family = self.family.get(word, {})
            if entity in family:
                del family[entity]
                family[entity] = None

    def _link_surname(self, nominal: Nominal) -> int:
        """The bearer of a surname alone: by role and country where they are told, else the recent and prominent one."""
        word = nominal.words[0]
        family = self.family.get(word) or self.family.get(f"given {word}") or {}
        bearers = [entity for entity in _latest(family) if self._may_be(nominal, entity)]
        seen = [entity for entity in bearers if self.entities[entity].seen]
        if not bearers:
            key = ("surname", word, nominal.gender or "", *_sorted(nominal.nations), nominal.role or "")
            entity = self.keys.setdefault(key, len(self.entities))
            if entity == len(self.entities):
                self._new(nominal)
                self.family.setdefault(word, {})[entity] = None
            return entity
        best = max(seen, key=lambda entity: self._fitness(nominal, entity)) if seen else min(bearers)
        self.entities[best].alone += 1
        family = self.family.get(word, {})
        if best in family:
            del family[best]
            family[best] = None
        return best

    def _may_be(self, nominal: Nominal, entity: int) -> bool:
        known = self.entities[entity]
        if nominal.gender and known.gender and nominal.gender != known.gender:
            return False
        strangers = bool(nominal.nations and known.nations) and not nominal.nations & known.nations
        return not (strangers and nominal.role and known.roles and not _shares_role(nominal.role, known.roles))

    def _fitness(self, nominal: Nominal, entity: int) -> float:
        known = self.entities[entity]
        told = 4.0 * (nominal.role is not None and _shares_role(nominal.role, known.roles))
        told += 2.0 * bool(nominal.nations & known.nations)
        near = nominal.sentence - known.sentence <= 1
        recency = (3.0 if known.subject else 1.5) if near else 1.0 / (1 + nominal.sentence - known.sentence)
        return told + recency + min(known.alone, 8) * 0.5

    def _link_role(self, nominal: Nominal) -> int | None:
        if nominal.members:
            return self.at.get(nominal.members[0])
        beside = self._beside(nominal)
        if beside is not None:
            return beside
        if nominal.type is EntityType.PLACE:
            return self._country(nominal)
        owner = self.at.get(nominal.owner) if nominal.owner is not None else None
        modifiers = nominal.modifiers - set(words_of(self.entities[owner].first)) if owner is not None else nominal.modifiers
        key = ("owned", str(owner), nominal.role or "", *_sorted(modifiers))
        if owner is not None and key in self.keys:
            return self.keys[key]
        if nominal.text.lower().split()[-1:] and nominal.text.lower().split()[-1] in lexicon()["bare_organisations"]:
            key = ("mass", nominal.text.lower())
        elif nominal.definite:
            holder = self._holder(nominal, owner)
            if holder is not None:
                return holder
        entity = self._new(nominal) if key not in self.keys or key[0] != "mass" else self.keys[key]
        if owner is not None or key[0] == "mass":
            self.keys[key] = entity
        return entity

    def _beside(self, nominal: Nominal) -> int | None:
        """The entity a role stands in apposition to."""
        name = self.apposed.get(nominal.head)
        if name is not None and len(name.words) > 1 and nominal.type is name.type and not nominal.plural:
            return self.keys[_name_key(name)]
        entity = self.at.get(nominal.apposed) if nominal.apposed is not None else None
        if entity is None or nominal.plural or self.entities[entity].plural:
            return None
        kind = self.entities[entity].type
        bodily = kind in (EntityType.PLACE, EntityType.ORGANISATION) and nominal.role in lexicon()["said_of_bodies"]
        return entity if kind in (nominal.type, EntityType.OTHER) or bodily else None

    def _country(self, nominal: Nominal) -> int | None:
        if not nominal.definite or nominal.plural or nominal.owner is not None or nominal.modifiers:
            return None
        known = set(lexicon()["nations"].values())
        near = [(entity, each) for entity, each in self.countries if self._key_of_place(entity) in known]
        salient = (entity for entity, each in near if nominal.sentence - each.sentence <= 2 and is_salient(self.doc, each))
        return next(salient, near[0][0] if near else None)

    def _key_of_place(self, entity: int) -> str:
        return nation(self.entities[entity].first)

    def _holder(self, nominal: Nominal, owner: int | None) -> int | None:
        """Who was introduced with a role like this one."""
        nations = set(nominal.nations) | self._nations_of(owner)
        # «The senators» are not «lawmakers»: many people are the same many only under the same word.
        for group in _classes(nominal.role or "")[: 1 if nominal.plural else None]:
            for entity in _latest(self.roles.get(group, {})):
                if self._holds(nominal, entity, nations, owner):
                    return entity
        return None

    def _holds(self, nominal: Nominal, entity: int, nations: set[str], owner: int | None) -> bool:
        known = self.entities[entity]
        same = known.type is nominal.type and known.plural == nominal.plural
        if not same or (nominal.gender and known.gender and nominal.gender != known.gender):
            return False
        if nations and known.nations and not nations & known.nations:
            return False
        if owner is not None and not nations:
            return False
        exact = known.roles.get(nominal.role or "")
        told = exact or next(what for role, what in known.roles.items() if _shares_role(nominal.role or "", {role}))
        if nominal.modifiers & _DISTINGUISHING != told[0] & _DISTINGUISHING:
            return False
        if known.type is not EntityType.PERSON:
            return nominal.modifiers <= told[0]
        return not nominal.modifiers or bool(nominal.modifiers & told[0]) or (exact is None and bool(nations & told[1]))

    def _link_owned(self, nominal: Nominal) -> int | None:
        owner = self.at.get(nominal.owner) if nominal.owner is not None else None
        if owner is None:
            return None
        key = ("owned", str(owner), nominal.role or "", *_sorted(nominal.modifiers))
        if key not in self.keys:
            self.keys[key] = self._new(nominal)
        return self.keys[key]

    def _link_pronoun(self, nominal: Nominal) -> int | None:
        return antecedent(self.doc, nominal, self.recent)

    def _link_relative(self, nominal: Nominal) -> int | None:
        return self.at.get(nominal.members[0])

    def _link_joined(self, nominal: Nominal) -> int | None:
        members = {self.at[head] for head in nominal.members if head in self.at}
        if len(members) < 2:
            return None
        key = ("joined", *map(str, sorted(members)))
        if key not in self.keys:
            self.keys[key] = self._new(nominal)
        return self.keys[key]


_RULES = {
    Form.NAME: _Linker._link_name,
    Form.ROLE: _Linker._link_role,
    Form.OWNED: _Linker._link_owned,
    Form.PRONOUN: _Linker._link_pronoun,
    Form.RELATIVE: _Linker._link_relative,
    Form.JOINED: _Linker._link_joined,
}


def _name_key(nominal: Nominal) -> tuple[str, ...]:
    if nominal.type is EntityType.PERSON and not nominal.plural:
        return ("person", person_key(nominal.words))
    return ("name", nation(nominal.text) if nominal.type is EntityType.PLACE else " ".join(nominal.words))


def _best_name(entity: _Entity) -> str:
    """The fullest proper name, else the first phrase."""
    if entity.names:
        return max(entity.names, key=lambda name: (len(words_of(name)), not is_acronym(name), len(name)))
    return entity.phrases[0] if entity.phrases else entity.first


def _sorted(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(words))


def _latest(entities: dict[int, None]) -> Iterator[int]:
    for count, entity in enumerate(reversed(entities)):
        if count >= _RECENT_ENTITIES:
            return
        yield entity


@functools.cache
def _classes(role: str) -> tuple[str, ...]:
    """The role itself first, then the classes of like roles it is in."""
    return (role, *(f"class {name}" for name, members in lexicon()["classes"].items() if role in members))


def _shares_role(role: str, roles: Iterable[str]) -> bool:
    own = set(_classes(role))
    return any(own & set(_classes(other)) for other in roles)

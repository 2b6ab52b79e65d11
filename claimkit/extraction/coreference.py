"""The sieve that gives every nominal of one article its entity: names first, then roles, then pronouns."""

from __future__ import annotations

import dataclasses
import heapq
from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from claimkit.extraction.introductions import describes, is_name_of
from claimkit.extraction.names import lexicon, nation, surnames, words_of
from claimkit.extraction.nominals import Form, Nominal
from claimkit.extraction.offices import classes_of, fits_epithet, holds, is_epithet, shares_role, traits_of
from claimkit.extraction.outlets import find_outlet
from claimkit.extraction.parsing import Parse
from claimkit.extraction.pronouns import ANYBODY, AUTHOR, Candidate, antecedent, is_salient
from claimkit.extraction.register import Entity, Register, best_name, is_surname, name_key
from claimkit.records import EntityType, SourceType, Span

# Look no further back than this many entities or nominals: keeps a text of 10,000 names linear.
_RECENT_ENTITIES, _RECENT_NOMINALS = 25, 60
# What any body may be called whose name does not say what it is.
_ANY_BODY = frozenset({"company", "corporation", "firm", "group", "organisation", "organization", "giant"})
_STATES = frozenset({"government", "regime"})
_BODY_REACH = 2  # sentences told
_DESCRIBED = 4  # so many people wait for their names
_THINGS_CALLED = 4  # so many things of one word are remembered
_TAKEN_UP_BY_NAME = (EntityType.DOCUMENT, EntityType.GROUP, EntityType.OTHER)
_TAKEN_UP = 2  # sentences within which a group named again is the same
_SIGNATURES = 3  # so many last paragraphs may hold a signature
_SIGNING = frozenset({"be", "write", "teach", "cover", "serve"})
_OUTLET_ROLES = {
    SourceType.NEWS_AGENCY: ("agency", "wire", "outlet"),
    SourceType.NEWS_OUTLET: (
        "newspaper",
        "paper",
        "website",
        "site",
        "network",
        "broadcaster",
        "magazine",
        "outlet",
        "daily",
    ),
}


class Linker:
    """Goes through the nominals of one article in order and gives each an entity."""

    def __init__(self, parse: Parse, nominals: Sequence[Nominal]) -> None:
        self.doc = parse.doc
        self.nominals = nominals
        self.register = Register.of(nominals, parse.doc)
        self.entities = self.register.entities
        self.keys = self.register.keys
        self.family = self.register.family
        self.at: dict[int, int] = {}  # token → entity
        self.roles: dict[str, dict[int, None]] = {}
        self.recent: deque[Candidate] = deque(maxlen=_RECENT_NOMINALS)
        self.things: deque[Candidate] = deque(maxlen=_RECENT_NOMINALS)
        self.thing_at: dict[int, Nominal] = {}  # head → a thing that is no entity yet
        self.things_called: dict[tuple[str, bool], deque[Nominal]] = {}
        self.countries: deque[tuple[int, Nominal]] = deque(maxlen=8)
        self.apposed = {
            nominal.apposed: nominal
            for nominal in nominals
            if nominal.form is Form.NAME and nominal.apposed is not None
        }
        self.beside: dict[int, list[Nominal]] = {}  # head of a name → roles set beside it
        for nominal in nominals:
            if nominal.form is Form.ROLE and nominal.apposed is not None:
                self.beside.setdefault(nominal.apposed, []).append(nominal)
        self.titled: dict[str, set[int]] = {}  # role → entities it is a title of, here or further down
        for nominal in nominals:
            title = nominal.form is Form.NAME and not (nominal.plural or nominal.modifiers or nominal.nations)
            if title and nominal.role is not None and name_key(nominal) in self.keys:
                self.titled.setdefault(nominal.role, set()).add(self.keys[name_key(nominal)])
        self.names = {
            nominal.head: nominal
            for nominal in nominals
            if nominal.form is Form.NAME and nominal.definite and not is_surname(nominal)
        }
        self.described: deque[tuple[Nominal, int]] = deque(
            maxlen=_DESCRIBED
        )  # who was described at the beginning and has no name yet
        self.author = self._signature(parse.paragraphs)
        for nominal in nominals:
            self._link(nominal)

    def entities_found(self) -> list[tuple[tuple[Span, ...], str, EntityType]]:
        """Spans, canonical name and type of each entity, by first appearance; no span belongs to two."""
        taken: set[Span] = set()
        rows = []
        for entity in self.entities:
            spans = tuple(sorted({span for span in entity.spans if span not in taken}))
            taken.update(spans)
            if spans:
                rows.append((spans, best_name(entity), entity.type))
        return sorted(rows, key=lambda row: row[0])

    def _signature(self, paragraphs: Sequence[Span]) -> int | None:
        """Who writes "I": the name in a last paragraph such as "Rick Holm is the mayor of Neder", and only there."""
        ends = {paragraph.start for paragraph in paragraphs[-_SIGNATURES:]}
        keys = [name_key(nominal) for nominal in self.nominals if nominal.form is Form.NAME]
        for nominal in self.nominals:
            signs = nominal.form is Form.NAME and nominal.type is EntityType.PERSON and nominal.span.start in ends
            if signs and not is_surname(nominal) and keys.count(name_key(nominal)) == 1:
                verb = self.doc[nominal.head].head
                if verb.lemma_ in _SIGNING and self.doc[nominal.head].dep_ == "nsubj":
                    return self.keys[name_key(nominal)]
        return None

    # Linking.

    def _link(self, nominal: Nominal) -> None:
        entity = _RULES[nominal.form](self, nominal)
        if entity is not None:
            self._enter(nominal, entity)

    def _enter(self, nominal: Nominal, entity: int) -> None:
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
        # «Patricia Holm, mother of the late Emil Holm, said»: a subject stays one through its apposition.
        known.subject = nominal.subject or (known.subject and known.sentence == nominal.sentence)
        known.sentence = nominal.sentence
        known.acted = known.acted or nominal.subject
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
        if known.type is EntityType.PERSON:
            known.traits |= traits_of(nominal)
            if owner is not None and nominal.form is Form.NAME and find_outlet(self.entities[owner].first) is not None:
                # «The Echo's Ida Holm»
                known.roles.setdefault("reporter", (set(), set()))
        if nominal.form is Form.NAME and nominal.type is EntityType.ORGANISATION:
            self._describe_body(entity, nominal)
        for role in known.roles:
            for group in classes_of(role):
                holders = self.roles.setdefault(group, {})
                holders.pop(entity, None)
                holders[entity] = None

    def _learn_gender(self, known: Entity, nominal: Nominal) -> None:
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
        if is_surname(nominal):
            return self._link_surname(nominal)
        if nominal.type is EntityType.GROUP and not nominal.definite:
            return self._link_group(nominal)
        key = name_key(nominal)
        if nominal.text in ("North", "South"):
            # «The North» is North Korea where the article speaks of it, and a direction elsewhere.
            return self.keys.get(("name", f"{nominal.text.lower()} korea"), self.keys[key])
        entity = self.keys[key]
        if self.described and not self.entities[entity].seen:
            self._name_described(nominal, entity)
        if nominal.type is EntityType.PERSON:
            self._refresh(nominal, entity)
        return entity

    def _name_described(self, nominal: Nominal, entity: int) -> None:
        """The first mention of a name may be that of somebody described before."""
        roles = [nominal.role] if nominal.role is not None else []
        roles += [each.role for each in self.beside.get(nominal.head, ()) if each.role is not None]
        for description, described in self.described:
            if is_name_of(description, self.entities[described], nominal, roles):
                self._merge(described, entity)
        nameless = [row for row in self.described if self.entities[row[1]].spans]
        self.described = deque(nameless, maxlen=_DESCRIBED)

    def _merge(self, gone: int, kept: int) -> None:
        """All that was said of one entity becomes another's; seldom, for it goes through all that is known."""
        one, other = self.entities[gone], self.entities[kept]
        other.spans += one.spans
        other.phrases += one.phrases
        one.spans, one.phrases = [], []
        other.gender = other.gender or one.gender
        other.nations |= one.nations
        for role, (modifiers, nations) in one.roles.items():
            known = other.roles.setdefault(role, (set(), set()))
            known[0].update(modifiers)
            known[1].update(nations)
        self.at = {token: kept if entity == gone else entity for token, entity in self.at.items()}
        self.keys.update({key: kept for key, entity in self.keys.items() if entity == gone})
        for holders in self.roles.values():
            if gone in holders:
                del holders[gone]
                holders[kept] = None
        moved = [dataclasses.replace(each, entity=kept) if each.entity == gone else each for each in self.recent]
        self.recent = deque(moved, maxlen=_RECENT_NOMINALS)

    def _link_group(self, nominal: Nominal) -> int:
        """«Republicans» here and "Republicans" further down need not be the same; close together they are."""
        near = (
            each.entity
            for each in self.recent
            if each.nominal.words == nominal.words and each.nominal.form is Form.NAME and each.nominal.plural
            if nominal.told - each.nominal.told <= _TAKEN_UP and not nominal.counted
        )
        entity = next(near, None)
        return self.register.new(nominal) if entity is None else entity

    def _refresh(self, nominal: Nominal, entity: int) -> None:
        for word in (*surnames(nominal.words), f"given {nominal.words[0]}"):
            family = self.family.get(word, {})
            if entity in family:
                del family[entity]
                family[entity] = None

    def _link_surname(self, nominal: Nominal) -> int:
        """The bearer of a surname alone: by role and country where they are told, else the recent and prominent one."""
        word = nominal.words[-1]
        family = self.family.get(word) or self.family.get(f"given {word}") or self.register.misspelt(word)
        bearers = [entity for entity in _latest(family) if self._may_be(nominal, entity)]
        seen = [entity for entity in bearers if self.entities[entity].seen]
        if not bearers:
            key = ("surname", word, nominal.gender or "", *_sorted(nominal.nations), nominal.role or "")
            entity = self.keys.setdefault(key, len(self.entities))
            if entity == len(self.entities):
                self.register.new(nominal)
                self.family.setdefault(word, {})[entity] = None
            return entity
        first = min(bearers)
        best = (
            max(seen, key=lambda entity: self._fitness(nominal, entity) + 0.75 * (entity == first)) if seen else first
        )
        known = self.entities[best]
        if word in surnames(words_of(known.first)) or not known.names:
            known.alone += 1
        else:
            # «Tom» where two Ebelings are spoken of: the surname alone is the other's.
            known.alone -= 1
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
        return not (strangers and nominal.role and known.roles and not shares_role(nominal.role, known.roles))

    def _fitness(self, nominal: Nominal, entity: int) -> float:
        known = self.entities[entity]
        told = 4.0 * (nominal.role is not None and shares_role(nominal.role, known.roles))
        told += 2.0 * bool(nominal.nations & known.nations)
        near = nominal.sentence - known.sentence <= 1
        recency = (2.0 if known.subject else 1.0) if near else 1.0 / (1 + nominal.sentence - known.sentence)
        return told + recency + min(known.alone, 8) * 0.5

    def _link_role(self, nominal: Nominal) -> int | None:
        if nominal.members and nominal.members[0] in self.at:
            return self.at[nominal.members[0]]
        beside = self._beside(nominal)
        if beside is not None:
            return beside
        if nominal.type is EntityType.PLACE:
            return self._country(nominal)
        if nominal.role in _STATES and len(nominal.nations) == 1:
            # «The Norwegian government» is Norway, if that is named: as speakers they are one.
            state = self.keys.get(("name", *nominal.nations))
            if state is not None:
                return state
        if nominal.role in _STATES and not nominal.nations and nominal.owner is None and not nominal.modifiers:
            held = _latest(self.roles.get(nominal.role or "", {}))
            state = next((entity for entity in held if self.entities[entity].type is EntityType.PLACE), None)
            if state is not None:
                return state
        owner = self.at.get(nominal.owner) if nominal.owner is not None else None
        modifiers = (
            nominal.modifiers - set(words_of(self.entities[owner].first)) if owner is not None else nominal.modifiers
        )
        key = ("owned", str(owner), nominal.role or "", *_sorted(modifiers))
        if owner is not None and key in self.keys:
            return self.keys[key]
        if nominal.text.lower().split()[-1:] and nominal.text.lower().split()[-1] in lexicon()["bare_organisations"]:
            key = ("mass", nominal.text.lower())
        elif nominal.definite:
            holder = self._holder(nominal, owner)
            if holder is not None and nominal.role in _ANY_BODY and not self.entities[holder].names:
                named = self._body_in_focus(nominal)
                holder = named if named is not None else holder
            if holder is None and nominal.owner is None:
                holder = self._titled_later(nominal)
            if nominal.owner is None and is_epithet(nominal) and (holder is None or not self.entities[holder].names):
                focus = self._in_focus(nominal)
                holder = focus if focus is not None else holder
            if holder is not None:
                return holder
            if owner is None and nominal.type is EntityType.ORGANISATION:
                body = self._body_in_focus(nominal)
                if body is not None:
                    return body
            if owner is None and nominal.type in _TAKEN_UP_BY_NAME:
                thing = self._thing_called(nominal)
                if thing is not None:
                    return thing
        entity = self.register.new(nominal) if key not in self.keys or key[0] != "mass" else self.keys[key]
        if describes(nominal):
            self.described.append((nominal, entity))
        if owner is not None or key[0] == "mass":
            self.keys[key] = entity
        return entity

    def _beside(self, nominal: Nominal) -> int | None:
        """The entity a role stands in apposition to."""
        name = self.apposed.get(nominal.head)
        if name is not None and len(name.words) > 1 and nominal.type is name.type and not nominal.plural:
            return self.keys[name_key(name)]
        entity = self._at_name(nominal.apposed) if nominal.apposed is not None else None
        if entity is None or nominal.plural or self.entities[entity].plural:
            return None
        kind = self.entities[entity].type
        bodily = kind in (EntityType.PLACE, EntityType.ORGANISATION) and nominal.role in lexicon()["said_of_bodies"]
        return entity if kind in (nominal.type, EntityType.OTHER) or bodily else None

    def _at_name(self, head: int) -> int | None:
        """The entity at a head, also where its name is still to come."""
        ahead = self.names.get(head)
        return self.keys[name_key(ahead)] if head not in self.at and ahead is not None else self.at.get(head)

    def _country(self, nominal: Nominal) -> int | None:
        if not nominal.definite or nominal.plural or nominal.owner is not None or nominal.modifiers:
            return None
        known = set(lexicon()["nations"].values())
        near = [(entity, each) for entity, each in self.countries if self._key_of_place(entity) in known]
        salient = (
            entity for entity, each in near if nominal.sentence - each.sentence <= 2 and is_salient(self.doc, each)
        )
        return next(salient, near[0][0] if near else None)

    def _key_of_place(self, entity: int) -> str:
        return nation(self.entities[entity].first)

    def _holder(self, nominal: Nominal, owner: int | None) -> int | None:
        """Who was introduced with a role like this one."""
        nations = set(nominal.nations) | self._nations_of(owner)
        if owner is not None and not nations:
            return None
        # «The senators» are not «lawmakers»: many people are the same many only under the same word.
        for group in classes_of(nominal.role or "")[: 1 if nominal.plural else None]:
            held = (entity for entity in _latest(self.roles.get(group, {})))
            fitting = [entity for entity in held if holds(self.entities[entity], nominal, nations)]
            if fitting:
                # «The actors» are those who did something, not some in a list.
                return next((entity for entity in fitting if self.entities[entity].acted), fitting[0])
        return None

    def _titled_later(self, nominal: Nominal) -> int | None:
        """«The president said ... President Lund»: whose title a role is further down, if only one person's."""
        alone = self.doc[nominal.head - 1].lower_ == "the" and not nominal.nations
        if nominal.type is not EntityType.PERSON or nominal.plural or not alone:
            return None
        bearers = self.titled.get(nominal.role or "", set())
        return next(iter(bearers)) if len(bearers) == 1 else None

    def _in_focus(self, nominal: Nominal) -> int | None:
        """Of whom an epithet is said: the person a pronoun would mean in its place."""
        named = (each for each in self.recent if self.entities[each.entity].names)
        fitting = (each for each in named if fits_epithet(self.entities[each.entity], nominal))
        return antecedent(self.doc, dataclasses.replace(nominal, gender=nominal.gender or ANYBODY), fitting)

    def _body_in_focus(self, nominal: Nominal) -> int | None:
        """«The company said»: the body named last whose name makes it nothing else, a subject before others."""
        fitting = []
        for each in self.recent:
            if nominal.told - each.nominal.told > _BODY_REACH:
                break
            known = self.entities[each.entity]
            if each.type in (EntityType.ORGANISATION, EntityType.OTHER) and known.names and not known.plural:
                alike = shares_role(nominal.role or "", known.roles)
                if alike or (nominal.role in _ANY_BODY and not known.roles):
                    fitting.append(each)
        best = max(fitting, key=lambda each: (each.nominal.subject, each.nominal.head), default=None)
        return best.entity if best is not None else None

    def _link_thing(self, nominal: Nominal) -> int | None:
        """A thing is the paper that was introduced as one, or waits until something takes it up."""
        if nominal.definite and nominal.type is EntityType.DOCUMENT and nominal.role in self.roles:
            holder = self._holder(nominal, None)
            if holder is not None:
                return holder
        if nominal.members and nominal.members[0] in self.at:
            # «Holm is the unifier who ...»
            self.at.setdefault(nominal.head, self.at[nominal.members[0]])
            return None
        self.thing_at[nominal.head] = nominal
        self.things.appendleft(Candidate(nominal, _code(nominal), nominal.type, None, nominal.plural))
        called = self.things_called.setdefault((nominal.role or "", nominal.plural), deque(maxlen=_THINGS_CALLED))
        called.appendleft(nominal)
        return None

    def _taken_up(self, head: int) -> int | None:
        """The entity that a thing becomes once something means it, or ``None`` where no thing is at ``head``."""
        nominal = self.thing_at.pop(head, None)
        if nominal is None:
            return self.at.get(head)
        entity = self.register.new(nominal)
        self._enter(nominal, entity)
        return entity

    def _thing_called(self, nominal: Nominal) -> int | None:
        """«full-page ads ... The ads say»: the last thing of that word that may be the one."""
        for thing in self.things_called.get((nominal.role or "", nominal.plural), ()):
            if thing.owner is None and nominal.modifiers <= thing.modifiers:
                return self._taken_up(thing.head)
        return None

    def _link_owned(self, nominal: Nominal) -> int | None:
        owner = self.at.get(nominal.owner) if nominal.owner is not None else None
        if owner is None:
            return None
        key = ("owned", str(owner), nominal.role or "", *_sorted(nominal.modifiers))
        if key not in self.keys:
            self.keys[key] = self.register.new(nominal)
        return self.keys[key]

    def _link_pronoun(self, nominal: Nominal) -> int | None:
        if nominal.gender == AUTHOR:
            return self.author if not nominal.quoted else None
        found = antecedent(self.doc, nominal, self._before())
        return self._taken_up(~found) if found is not None and found < 0 else found

    def _before(self) -> Iterator[Candidate]:
        """Entities and things before this place, the latest first."""
        return heapq.merge(self.recent, self.things, key=lambda each: -each.nominal.head)

    def _link_relative(self, nominal: Nominal) -> int | None:
        places = (*nominal.members, self._just_before(nominal))
        if not nominal.members and nominal.text.lower() == "who":
            twin = self._relative_beside(nominal)
            if twin is not None:
                return twin
        entity = next((self.at[place] for place in places if place in self.at), None)
        if entity is None:
            return next((self._taken_up(place) for place in places if place in self.thing_at), None)
        # The parser hangs «who» on the nearest noun: "Rawlings, 59, of Ashton, who watched".
        someone = self.entities[entity].type in (EntityType.PERSON, EntityType.GROUP)
        word = nominal.text.lower()
        if someone is word.startswith("who") or word in ("that", "whose"):
            return entity
        return self._relative_beside(nominal) if word == "who" else None

    def _relative_beside(self, nominal: Nominal) -> int | None:
        """«The mayor who came and who went»: whom the last relative pronoun of the sentence means."""
        beside = (each for each in self.recent if each.nominal.form is Form.RELATIVE)
        last = next(beside, None)
        same = last is not None and last.nominal.sentence == nominal.sentence and last.nominal.text.lower() == "who"
        return last.entity if last is not None and same else None

    def _just_before(self, nominal: Nominal) -> int:
        """The word right before a relative pronoun whose clause the parser hung elsewhere."""
        at = nominal.head - 1
        return at - 1 if at > 0 and self.doc[at].text == "," else at

    def _link_joined(self, nominal: Nominal) -> int | None:
        members = {self.at[head] for head in nominal.members if head in self.at}
        if len(members) < 2:
            return None
        key = ("joined", *map(str, sorted(members)))
        if key not in self.keys:
            self.keys[key] = self.register.new(nominal)
        return self.keys[key]


_RULES = {
    Form.NAME: Linker._link_name,
    Form.ROLE: Linker._link_role,
    Form.OWNED: Linker._link_owned,
    Form.PRONOUN: Linker._link_pronoun,
    Form.RELATIVE: Linker._link_relative,
    Form.JOINED: Linker._link_joined,
    Form.THING: Linker._link_thing,
}


def _code(thing: Nominal) -> int:
    """What stands for a thing that is no entity yet among the candidates: a negative number."""
    return ~thing.head


def _sorted(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(words))


def _latest(entities: dict[int, None]) -> Iterator[int]:
    for count, entity in enumerate(reversed(entities)):
        if count >= _RECENT_ENTITIES:
            return
        yield entity

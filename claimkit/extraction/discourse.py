"""What an article has said so far: its entities, where they were meant, and what was told of each."""

from __future__ import annotations

import dataclasses
import heapq
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from claimkit.extraction.names import lexicon, nation
from claimkit.extraction.nominals import Form, Nominal
from claimkit.extraction.offices import classes_of, traits_of
from claimkit.extraction.outlets import find_outlet
from claimkit.extraction.pronouns import Candidate
from claimkit.extraction.register import Entity, Register, is_surname, name_key
from claimkit.records import EntityType, SourceType

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Doc

# Look no further back than this many entities or nominals: keeps a text of 10,000 names linear.
_RECENT_ENTITIES, _RECENT_NOMINALS = 25, 60
_RECENT_COUNTRIES = 8
_DESCRIBED = 4  # so many people wait for their names
_THINGS_CALLED = 4  # so many things of one word are remembered
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


@dataclass(slots=True)
class Discourse:
    """Grows nominal by nominal; entities are numbered as in ``register``."""

    doc: Doc
    register: Register
    apposed: Mapping[int, Nominal]  # head of a role → the name that stands in apposition to it
    beside: Mapping[int, Sequence[Nominal]]  # head of a name → roles set beside it
    titled: Mapping[str, set[int]]  # role → entities it is a title of, here or further down
    names: Mapping[int, Nominal]  # head → the full name there
    author: int | None = None  # who writes "I"
    at: dict[int, int] = field(default_factory=dict)  # token → entity
    roles: dict[str, dict[int, None]] = field(default_factory=dict)  # role or class → who has it, the latest last
    recent: deque[Candidate] = field(default_factory=lambda: deque(maxlen=_RECENT_NOMINALS))
    things: deque[Candidate] = field(default_factory=lambda: deque(maxlen=_RECENT_NOMINALS))
    thing_at: dict[int, Nominal] = field(default_factory=dict)  # head → a thing that is no entity yet
    things_called: dict[tuple[str, bool], deque[Nominal]] = field(default_factory=dict)
    countries: deque[tuple[int, Nominal]] = field(default_factory=lambda: deque(maxlen=_RECENT_COUNTRIES))
    # Who was described at the beginning and has no name yet.
    described: deque[tuple[Nominal, int]] = field(default_factory=lambda: deque(maxlen=_DESCRIBED))

    @staticmethod
    def of(nominals: Sequence[Nominal], doc: Doc) -> Discourse:
        """Before the first nominal, when no more is known than which names there are."""
        register = Register.of(nominals, doc)
        named = [nominal for nominal in nominals if nominal.form is Form.NAME]
        return Discourse(
            doc,
            register,
            apposed={nominal.apposed: nominal for nominal in named if nominal.apposed is not None},
            beside=_roles_beside(nominals),
            titled=_titled(named, register.keys),
            names={nominal.head: nominal for nominal in named if nominal.definite and not is_surname(nominal)},
        )

    @property
    def entities(self) -> list[Entity]:
        """All entities known, by number."""
        return self.register.entities

    @property
    def keys(self) -> dict[tuple[str, ...], int]:
        """What leads to an entity: a name, or a role with its owner."""
        return self.register.keys

    def enter(self, nominal: Nominal, entity: int) -> None:
        """Write down that a nominal means an entity, and what it tells of it."""
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
            _learn_gender(known, nominal)
        owner = self.owner_of(nominal)
        nations = set(nominal.nations) | self.nations_of(owner)
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
                self.keys.setdefault(owned_key(owner, nominal), entity)
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

    def _describe_body(self, entity: int, nominal: Nominal) -> None:
        words = nominal.words
        main = words[: words.index("of")] if "of" in words[1:] else words
        known = self.entities[entity]
        if main and main[-1] in lexicon()["organisations"]:
            known.roles.setdefault(main[-1], (set(words), set()))
        outlet = find_outlet(nominal.text)
        for role in _OUTLET_ROLES.get(outlet.type, ()) if outlet is not None else ():
            known.roles.setdefault(role, (set(words), set()))

    def owner_of(self, nominal: Nominal) -> int | None:
        """Whose a phrase says its thing or role is."""
        return self.at.get(nominal.owner) if nominal.owner is not None else None

    def nations_of(self, owner: int | None) -> set[str]:
        """The country that an owner is, if it is one."""
        if owner is None or self.entities[owner].type is not EntityType.PLACE:
            return set()
        return {nation(self.entities[owner].first)}

    def at_name(self, head: int) -> int | None:
        """The entity at a head, also where its name is still to come."""
        ahead = self.names.get(head)
        return self.keys[name_key(ahead)] if head not in self.at and ahead is not None else self.at.get(head)

    def set_aside(self, nominal: Nominal) -> None:
        """Remember a thing that is no entity yet."""
        self.thing_at[nominal.head] = nominal
        # A negative number stands for it among the candidates.
        self.things.appendleft(Candidate(nominal, ~nominal.head, nominal.type, None, nominal.plural))
        called = self.things_called.setdefault((nominal.role or "", nominal.plural), deque(maxlen=_THINGS_CALLED))
        called.appendleft(nominal)

    def before(self) -> Iterator[Candidate]:
        """Entities and things before this place, the latest first."""
        return heapq.merge(self.recent, self.things, key=lambda each: -each.nominal.head)

    def taken_up(self, head: int) -> int | None:
        """The entity that a thing becomes once something means it, or ``None`` where no thing is at ``head``."""
        nominal = self.thing_at.pop(head, None)
        if nominal is None:
            return self.at.get(head)
        entity = self.register.new(nominal)
        self.enter(nominal, entity)
        return entity

    def thing_called(self, nominal: Nominal) -> int | None:
        """«full-page ads ... The ads say»: the last thing of that word that may be the one."""
        for thing in self.things_called.get((nominal.role or "", nominal.plural), ()):
            if thing.owner is None and nominal.modifiers <= thing.modifiers:
                return self.taken_up(thing.head)
        return None

    def merge(self, gone: int, kept: int) -> None:
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


def owned_key(owner: int | None, nominal: Nominal, modifiers: Iterable[str] | None = None) -> tuple[str, ...]:
    """What two phrases have in common that call the same owner's thing or role by the same words."""
    words = nominal.modifiers if modifiers is None else modifiers
    return ("owned", str(owner), nominal.role or "", *sorted(words))


def latest(entities: dict[int, None]) -> Iterator[int]:
    """The entities that came last, the last of all first."""
    for count, entity in enumerate(reversed(entities)):
        if count >= _RECENT_ENTITIES:
            return
        yield entity


def _roles_beside(nominals: Sequence[Nominal]) -> dict[int, list[Nominal]]:
    beside: dict[int, list[Nominal]] = {}
    for nominal in nominals:
        if nominal.form is Form.ROLE and nominal.apposed is not None:
            beside.setdefault(nominal.apposed, []).append(nominal)
    return beside


def _titled(named: Sequence[Nominal], keys: Mapping[tuple[str, ...], int]) -> dict[str, set[int]]:
    titled: dict[str, set[int]] = {}
    for nominal in named:
        title = not (nominal.plural or nominal.modifiers or nominal.nations)
        if title and nominal.role is not None and name_key(nominal) in keys:
            titled.setdefault(nominal.role, set()).add(keys[name_key(nominal)])
    return titled


def _learn_gender(known: Entity, nominal: Nominal) -> None:
    """From a title or a given name at once, from pronouns when two agree and none differs."""
    if nominal.form is not Form.PRONOUN:
        known.gender = nominal.gender
        return
    known.pronouns.append(nominal.gender or "")
    if len(known.pronouns) > 1 and len(set(known.pronouns)) == 1:
        known.gender = nominal.gender

"""The full names of an article, entered before anything is linked: a surname in the first sentence may be explained
in the second, and an acronym before or after what it is short for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from claimkit.extraction.names import (
    given_names,
    initials,
    is_acronym,
    lexicon,
    nation,
    org_variants,
    person_key,
    surnames,
    words_of,
)
from claimkit.extraction.nominals import Form, Nominal
from claimkit.extraction.outlets import find_outlet
from claimkit.records import EntityType, Span

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Doc


# «Its chairwoman» is a name to nobody who has not just read whose.
_POSSESSIVES = frozenset({"its", "his", "her", "their", "our", "my", "your"})
_OPEN = frozenset({"department", "office", "university", "institute", "center", "council", "committee"})
_SHORTEST = 5  # letters of a surname that a slip of the pen leaves recognisable


@dataclass(slots=True)
class Entity:
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
    traits: set[str] = field(default_factory=set)  # party and home state of a politician
    seen: bool = False
    acted: bool = False  # whether a phrase that meant it was a subject
    alone: int = 0  # times the surname alone meant this person
    pronouns: list[str] = field(default_factory=list)  # genders of the pronouns resolved to it
    sentence: int = -9
    subject: bool = False


@dataclass(slots=True)
class Register:
    """Entities, what leads to them, and who bears which surname; grows while an article is linked."""

    entities: list[Entity] = field(default_factory=list)
    keys: dict[tuple[str, ...], int] = field(default_factory=dict)
    family: dict[str, dict[int, None]] = field(
        default_factory=dict
    )  # surname or given name → entities, the latest last
    shortened: set[tuple[str, ...]] = field(default_factory=set)

    @staticmethod
    def of(nominals: Sequence[Nominal], doc: Doc) -> Register:
        """The register of all full names among ``nominals``."""
        register = Register()
        register._enter(nominals, doc)
        return register

    def _enter(self, nominals: Sequence[Nominal], doc: Doc) -> None:
        named = [nominal for nominal in nominals if nominal.form is Form.NAME]
        for nominal in named:
            if not is_surname(nominal):
                key = name_key(nominal)
                if key not in self.keys:
                    self.keys[key] = self.new(nominal)
                    if nominal.type is EntityType.PERSON and not nominal.plural:
                        self._register_person(nominal, self.keys[key])
        self._alias_people()
        bodies = [
            nominal
            for nominal in named
            if nominal.type in (EntityType.ORGANISATION, EntityType.EVENT, EntityType.OTHER)
        ]
        for nominal in sorted(bodies, key=lambda each: (-len(each.words), each.head)):
            self._register_variants(nominal)
        self._register_openings(bodies)
        self._register_acronyms(bodies, doc)

    def _register_openings(self, bodies: Sequence[Nominal]) -> None:
        """«Harrow Square» is Harrow Square Capital Management, if it opens the name of one body only."""
        openings: dict[tuple[str, ...], dict[int, None]] = {}
        for nominal in bodies:
            if nominal.type is EntityType.ORGANISATION and nominal.words[-1] in lexicon()["organisation_words"]:
                for size in range(1, min(len(nominal.words), _SHORTEST)):
                    openings.setdefault(nominal.words[:size], {})[self.keys[name_key(nominal)]] = None
        for nominal in bodies:
            longer = openings.get(nominal.words, {})
            if len(longer) == 1 and nominal.type is not EntityType.EVENT and nominal.words[-1] not in _OPEN:
                self.keys[name_key(nominal)] = next(iter(longer))

    def _register_person(self, nominal: Nominal, entity: int) -> None:
        for word in surnames(nominal.words):
            self.family.setdefault(word, {})[entity] = None
        self.family.setdefault(f"given {nominal.words[0]}", {})[entity] = None

    def _alias_people(self) -> None:
        """«Wasserman Schultz» is Debbie Wasserman Schultz; E. J. Mannix the only Mannix that begins with E."""
        people = {key[1]: entity for key, entity in self.keys.items() if key[0] == "person"}
        longer = {
            " ".join(words[at:]): entity
            for entity in people.values()
            for words in (words_of(self.entities[entity].first),)
            for at in range(1, len(words) - 1)
            if words[at] not in given_names()
        }
        initialled: dict[tuple[str, str], dict[int, None]] = {}
        for name, entity in people.items():
            words = name.split()
            if len(words) > 1 and len(words[0]) > 1:
                initialled.setdefault((words[0][0], words[-1]), {})[entity] = None
        for name in people:
            words = name.split()
            namesakes = initialled.get((words[0], words[-1]), {}) if len(words) > 1 else {}
            if name in longer and longer[name] != people[name]:
                self._merge(("person", name), longer[name])
            elif len(namesakes) == 1:
                self._merge(("person", name), next(iter(namesakes)))

    def _merge(self, key: tuple[str, ...], entity: int) -> None:
        gone, self.keys[key] = self.keys[key], entity
        words = words_of(self.entities[gone].first)
        for word in (*surnames(words), f"given {words[0]}"):
            bearers = self.family.get(word, {})
            if bearers.pop(gone, entity) is None:
                bearers[entity] = None

    def _register_variants(self, nominal: Nominal) -> None:
        """«The State Department» is «the U.S. State Department»: the longer name takes over the shorter one's place."""
        entity = self.keys[name_key(nominal)]
        outlet = find_outlet(nominal.text)
        variants = list(org_variants(nominal.words))
        if outlet is not None:
            variants += (
                [nominal.words[-1:]] if nominal.words[-1] in ("times", "post", "journal", "globe", "tribune") else []
            )
        for variant in variants:
            # Longer names come first, so the fullest form of a name wins its short forms.
            if (key := ("name", " ".join(variant))) not in self.shortened:
                self.shortened.add(key)
                self.keys[key] = entity

    def _register_acronyms(self, bodies: Sequence[Nominal], doc: Doc) -> None:
        by_initials: dict[str, int] = {}
        by_outlet: dict[str, int] = {}
        by_end: dict[int, Nominal] = {nominal.head: nominal for nominal in bodies}
        for nominal in sorted(bodies, key=lambda each: -len(each.words)):
            entity = self.keys[name_key(nominal)]
            if len(nominal.words) > 1:
                for letters in initials(nominal.text):
                    by_initials.setdefault(letters, entity)
            outlet = find_outlet(nominal.text)
            if outlet is not None and by_outlet.setdefault(outlet.name, entity) != entity:
                self.keys[name_key(nominal)] = by_outlet[outlet.name]
        for nominal in bodies:
            if not is_acronym(nominal.text):
                continue
            before = by_end.get(nominal.core - 2) if nominal.core > 1 and doc[nominal.core - 1].text == "(" else None
            if before is not None and len(before.words) > 1:
                self.keys[name_key(nominal)] = self.keys[name_key(before)]
            elif nominal.text.replace(".", "") in by_initials:
                self.keys[name_key(nominal)] = by_initials[nominal.text.replace(".", "")]

    def misspelt(self, word: str) -> dict[int, None]:
        """The bearers of a surname of the same letters in another order: Bryne for Byrne."""
        if len(word) < _SHORTEST:
            return {}
        letters = sorted(word)
        near = (name for name in self.family if name[0] == word[0] and len(name) == len(word))
        return next((self.family[name] for name in near if sorted(name) == letters), {})

    def new(self, nominal: Nominal) -> int:
        """A new entity for ``nominal``."""
        gender = nominal.gender if nominal.type is EntityType.PERSON and nominal.form is not Form.PRONOUN else None
        self.entities.append(Entity(type=nominal.type, gender=gender, plural=nominal.plural, first=nominal.text))
        return len(self.entities) - 1


def best_name(entity: Entity) -> str:
    """The fullest proper name, else the first phrase."""
    if entity.names:
        return max(entity.names, key=lambda name: (len(words_of(name)), not is_acronym(name), len(name)))
    phrase = entity.phrases[0] if entity.phrases else entity.first
    opening, _, rest = phrase.partition(" ")
    return rest if rest and opening.lower() in _POSSESSIVES else phrase


def is_surname(nominal: Nominal) -> bool:
    """One word for a person, or two with a particle: "De Blasio"."""
    alone = len(nominal.words) == 1 or (len(nominal.words) == 2 and nominal.words[0] in lexicon()["particles"])
    return nominal.type is EntityType.PERSON and alone and not nominal.plural


def name_key(nominal: Nominal) -> tuple[str, ...]:
    """What two nominals have in common that write the same name."""
    if nominal.type is EntityType.PERSON and not nominal.plural:
        return ("person", person_key(nominal.words))
    if nominal.type is EntityType.PLACE:
        return ("name", nation(nominal.text))
    spelt = " ".join(nominal.words)
    return ("name", lexicon()["aliases"].get(spelt, spelt))

"""Which entity a role phrase means: who stands beside it, was introduced with it, or is in focus when it is said."""

from __future__ import annotations

import dataclasses

from claimkit.extraction.discourse import Discourse, latest, owned_key
from claimkit.extraction.introductions import describes
from claimkit.extraction.names import lexicon, nation, words_of
from claimkit.extraction.nominals import Nominal
from claimkit.extraction.offices import classes_of, fits_epithet, holds, is_epithet, shares_role
from claimkit.extraction.pronouns import ANYBODY, antecedent, is_salient
from claimkit.extraction.register import is_surname, name_key
from claimkit.records import EntityType

# What any body may be called whose name does not say what it is.
_ANY_BODY = frozenset({"company", "corporation", "firm", "group", "organisation", "organization", "giant"})
_STATES = frozenset({"government", "regime"})
_BODY_REACH = 2  # sentences told
_TAKEN_UP_BY_NAME = (EntityType.DOCUMENT, EntityType.GROUP, EntityType.OTHER)


def holder(said: Discourse, nominal: Nominal) -> int | None:
    """The entity that a role phrase means, a new one where it means none before."""
    if nominal.members and nominal.members[0] in said.at:
        return said.at[nominal.members[0]]
    beside = _beside(said, nominal)
    if beside is not None:
        return beside
    if nominal.type is EntityType.PLACE:
        return _country(said, nominal)
    state = _state(said, nominal) if nominal.role in _STATES else None
    if state is not None:
        return state
    owner = said.owner_of(nominal)
    own = set(words_of(said.entities[owner].first)) if owner is not None else set()
    key = owned_key(owner, nominal, nominal.modifiers - own)
    if owner is not None and key in said.keys:
        return said.keys[key]
    mass = _is_mass(nominal)
    if mass:
        key = ("mass", nominal.text.lower())
    elif nominal.definite:
        known = _known(said, nominal, owner)
        if known is not None:
            return known
    entity = said.keys[key] if mass and key in said.keys else said.register.new(nominal)
    if describes(nominal):
        said.described.append((nominal, entity))
    if owner is not None or mass:
        said.keys[key] = entity
    return entity


def _is_mass(nominal: Nominal) -> bool:
    """Whether the same words mean the same body wherever they stand: "police", "parliament"."""
    last = nominal.text.lower().split()[-1:]
    return bool(last) and last[0] in lexicon()["bare_organisations"]


def _state(said: Discourse, nominal: Nominal) -> int | None:
    """«The Norwegian government» is Norway, if that is named: as speakers they are one."""
    if len(nominal.nations) == 1:
        return said.keys.get(("name", *nominal.nations))
    if nominal.nations or nominal.owner is not None or nominal.modifiers:
        return None
    held = latest(said.roles.get(nominal.role or "", {}))
    return next((entity for entity in held if said.entities[entity].type is EntityType.PLACE), None)


def _known(said: Discourse, nominal: Nominal, owner: int | None) -> int | None:
    """Whom a definite role phrase may mean of those the article knows, the most certain first."""
    found = introduced(said, nominal, owner)
    if found is not None and nominal.role in _ANY_BODY and not said.entities[found].names:
        named = _body_in_focus(said, nominal)
        found = named if named is not None else found
    if found is None and nominal.owner is None:
        found = _titled_later(said, nominal)
    if nominal.owner is None and is_epithet(nominal) and (found is None or not said.entities[found].names):
        focus = _in_focus(said, nominal)
        found = focus if focus is not None else found
    if found is None and owner is None and nominal.type is EntityType.ORGANISATION:
        found = _body_in_focus(said, nominal)
    if found is None and owner is None and nominal.type in _TAKEN_UP_BY_NAME:
        found = said.thing_called(nominal)
    return found


def _beside(said: Discourse, nominal: Nominal) -> int | None:
    """The entity a role stands in apposition to."""
    name = said.apposed.get(nominal.head)
    # "Their attorney, Al Lind": the particle leaves a surname, which is no key before somebody bears it.
    full = name is not None and len(name.words) > 1 and not is_surname(name)
    if name is not None and full and nominal.type is name.type and not nominal.plural:
        return said.keys[name_key(name)]
    entity = said.at_name(nominal.apposed) if nominal.apposed is not None else None
    if entity is None or nominal.plural or said.entities[entity].plural:
        return None
    kind = said.entities[entity].type
    bodily = kind in (EntityType.PLACE, EntityType.ORGANISATION) and nominal.role in lexicon()["said_of_bodies"]
    return entity if kind in (nominal.type, EntityType.OTHER) or bodily else None


def _country(said: Discourse, nominal: Nominal) -> int | None:
    if not nominal.definite or nominal.plural or nominal.owner is not None or nominal.modifiers:
        return None
    known = set(lexicon()["nations"].values())
    near = [(entity, each) for entity, each in said.countries if nation(said.entities[entity].first) in known]
    salient = (entity for entity, each in near if nominal.sentence - each.sentence <= 2 and is_salient(said.doc, each))
    return next(salient, near[0][0] if near else None)


def introduced(said: Discourse, nominal: Nominal, owner: int | None = None) -> int | None:
    """Who was introduced with a role like this one."""
    nations = set(nominal.nations) | said.nations_of(owner)
    if owner is not None and not nations:
        return None
    # «The senators» are not «lawmakers»: many people are the same many only under the same word.
    for group in classes_of(nominal.role or "")[: 1 if nominal.plural else None]:
        held = (entity for entity in latest(said.roles.get(group, {})))
        fitting = [entity for entity in held if holds(said.entities[entity], nominal, nations)]
        if fitting:
            # «The actors» are those who did something, not some in a list.
            return next((entity for entity in fitting if said.entities[entity].acted), fitting[0])
    return None


def _titled_later(said: Discourse, nominal: Nominal) -> int | None:
    """«The president said ... President Lund»: whose title a role is further down, if only one person's."""
    alone = said.doc[nominal.head - 1].lower_ == "the" and not nominal.nations
    if nominal.type is not EntityType.PERSON or nominal.plural or not alone:
        return None
    bearers = said.titled.get(nominal.role or "", set())
    return next(iter(bearers)) if len(bearers) == 1 else None


def _in_focus(said: Discourse, nominal: Nominal) -> int | None:
    """Of whom an epithet is said: the person a pronoun would mean in its place."""
    named = (each for each in said.recent if said.entities[each.entity].names)
    fitting = (each for each in named if fits_epithet(said.entities[each.entity], nominal))
    return antecedent(said.doc, dataclasses.replace(nominal, gender=nominal.gender or ANYBODY), fitting)


def _body_in_focus(said: Discourse, nominal: Nominal) -> int | None:
    """«The company said»: the body named last whose name makes it nothing else, a subject before others."""
    fitting = []
    for each in said.recent:
        if nominal.told - each.nominal.told > _BODY_REACH:
            break
        known = said.entities[each.entity]
        if each.type in (EntityType.ORGANISATION, EntityType.OTHER) and known.names and not known.plural:
            alike = shares_role(nominal.role or "", known.roles)
            if alike or (nominal.role in _ANY_BODY and not known.roles):
                fitting.append(each)
    best = max(fitting, key=lambda each: (each.nominal.subject, each.nominal.head), default=None)
    return best.entity if best is not None else None

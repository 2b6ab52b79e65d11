"""Which entity a proper name means: a surname alone the recent or prominent one of its bearers."""

from __future__ import annotations

from collections import deque

from claimkit.extraction.discourse import Discourse, latest
from claimkit.extraction.introductions import is_name_of
from claimkit.extraction.names import surnames, words_of
from claimkit.extraction.nominals import Form, Nominal
from claimkit.extraction.offices import shares_role
from claimkit.extraction.register import is_surname, name_key
from claimkit.records import EntityType

_TAKEN_UP = 2  # sentences within which a group named again is the same


def bearer(said: Discourse, nominal: Nominal) -> int:
    """The entity that a proper name means."""
    if is_surname(nominal):
        return _bearer_of_surname(said, nominal)
    if nominal.type is EntityType.GROUP and not nominal.definite:
        return _group_named(said, nominal)
    key = name_key(nominal)
    if nominal.text in ("North", "South"):
        # «The North» is North Korea where the article speaks of it, and a direction elsewhere.
        return said.keys.get(("name", f"{nominal.text.lower()} korea"), said.keys[key])
    entity = said.keys[key]
    if said.described and not said.entities[entity].seen:
        _name_described(said, nominal, entity)
    if nominal.type is EntityType.PERSON:
        _refresh(said, nominal, entity)
    return entity


def _name_described(said: Discourse, nominal: Nominal, entity: int) -> None:
    """The first mention of a name may be that of somebody described before."""
    roles = [nominal.role] if nominal.role is not None else []
    roles += [each.role for each in said.beside.get(nominal.head, ()) if each.role is not None]
    for description, described in said.described:
        if is_name_of(description, said.entities[described], nominal, roles):
            said.merge(described, entity)
    nameless = [row for row in said.described if said.entities[row[1]].spans]
    said.described = deque(nameless, maxlen=said.described.maxlen)


def _group_named(said: Discourse, nominal: Nominal) -> int:
    """«Republicans» here and "Republicans" further down need not be the same; close together they are."""
    near = (
        each.entity
        for each in said.recent
        if each.nominal.words == nominal.words and each.nominal.form is Form.NAME and each.nominal.plural
        if nominal.told - each.nominal.told <= _TAKEN_UP and not nominal.counted
    )
    entity = next(near, None)
    return said.register.new(nominal) if entity is None else entity


def _refresh(said: Discourse, nominal: Nominal, entity: int) -> None:
    for word in (*surnames(nominal.words), f"given {nominal.words[0]}"):
        family = said.register.family.get(word, {})
        if entity in family:
            del family[entity]
            family[entity] = None


def _bearer_of_surname(said: Discourse, nominal: Nominal) -> int:
    """The bearer of a surname alone: by role and country where they are told, else the recent and prominent one."""
    word = nominal.words[-1]
    family = said.register.family.get(word) or said.register.family.get(f"given {word}") or said.register.misspelt(word)
    bearers = [entity for entity in latest(family) if _may_be(said, nominal, entity)]
    seen = [entity for entity in bearers if said.entities[entity].seen]
    if not bearers:
        key = ("surname", word, nominal.gender or "", *sorted(nominal.nations), nominal.role or "")
        entity = said.keys.setdefault(key, len(said.entities))
        if entity == len(said.entities):
            said.register.new(nominal)
            said.register.family.setdefault(word, {})[entity] = None
        return entity
    first = min(bearers)
    best = max(seen, key=lambda entity: _fitness(said, nominal, entity) + 0.75 * (entity == first)) if seen else first
    known = said.entities[best]
    if word in surnames(words_of(known.first)) or not known.names:
        known.alone += 1
    else:
        # «Tom» where two Ebelings are spoken of: the surname alone is the other's.
        known.alone -= 1
    family = said.register.family.get(word, {})
    if best in family:
        del family[best]
        family[best] = None
    return best


def _may_be(said: Discourse, nominal: Nominal, entity: int) -> bool:
    known = said.entities[entity]
    if nominal.gender and known.gender and nominal.gender != known.gender:
        return False
    strangers = bool(nominal.nations and known.nations) and not nominal.nations & known.nations
    return not (strangers and nominal.role and known.roles and not shares_role(nominal.role, known.roles))


def _fitness(said: Discourse, nominal: Nominal, entity: int) -> float:
    known = said.entities[entity]
    told = 4.0 * (nominal.role is not None and shares_role(nominal.role, known.roles))
    told += 2.0 * bool(nominal.nations & known.nations)
    near = nominal.sentence - known.sentence <= 1
    recency = (2.0 if known.subject else 1.0) if near else 1.0 / (1 + nominal.sentence - known.sentence)
    return told + recency + min(known.alone, 8) * 0.5

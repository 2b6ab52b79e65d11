"""Who is described before he is named: «A senator has called for a ban ... Ida Holm told reporters».

News opens with what its readers understand, and names it one sentence later. A full name that comes without a word of
who its bearer is, right behind such a description, is its name; one that comes with a role must have the same role, or
the description be so wide that it says nothing of the role ("an ally", "a lawmaker").
"""

from __future__ import annotations

from collections.abc import Iterable

from claimkit.extraction.names import lexicon
from claimkit.extraction.nominals import Form, Nominal
from claimkit.extraction.offices import contradicts, shares_role
from claimkit.extraction.register import Entity
from claimkit.records import EntityType

OPENING = 3  # sentences of an article that describe before they name
_REACH = 4  # sentences told from the description to the name
_BODIES = ("organisation", "group", "organization", "company", "firm")


def describes(nominal: Nominal) -> bool:
    """Whether a role phrase at the beginning of an article may be of somebody whom the next sentences name."""
    someone = nominal.form is Form.ROLE and nominal.type in (EntityType.PERSON, EntityType.ORGANISATION)
    opening = nominal.sentence <= OPENING and nominal.subject
    return someone and opening and not (nominal.plural or nominal.quoted or nominal.members)


def is_name_of(nominal: Nominal, described: Entity, name: Nominal, roles: Iterable[str]) -> bool:
    """Whether ``name``, the first mention of its bearer, names whom ``nominal`` described.

    ``described`` is what is known of the description, ``roles`` are those the name is given where it stands.
    """
    gap = name.told - nominal.told
    if name.type is not nominal.type or name.sentence == nominal.sentence or not 0 <= gap <= _REACH:
        return False
    foreign = bool(name.nations and nominal.nations - name.nations)
    if name.quoted or name.text.isupper() or foreign or contradicts(described, name):
        return False
    told = tuple(roles)
    if nominal.type is EntityType.ORGANISATION:
        return name.subject and nominal.role in _BODIES and gap <= 1
    if nominal.role is not None and told and shares_role(nominal.role, told):
        return True
    vague = nominal.role in lexicon()["vague"]
    return name.subject and (vague and gap <= 1 if told else gap <= 2)

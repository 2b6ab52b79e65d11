"""Which entity a role means: "the envoy" is who was introduced as one, "the Texan" whom the article is speaking of."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable

from claimkit.extraction.names import lexicon, states
from claimkit.extraction.nominals import Nominal
from claimkit.extraction.register import Entity
from claimkit.records import EntityType

# Said of one office-holder and not of the other.
_DISTINGUISHING = frozenset({"former", "ex", "late", "then", "acting", "deputy", "vice", "assistant"})
_OTHERS = frozenset({"different", "earlier", "first", "previous", "prior", "second", "separate", "similar", "third"})
_PARTIES = {
    "republican": "republican",
    "gop": "republican",
    "democratic": "democratic",
    "democrat": "democratic",
    "libertarian": "libertarian",
}


@functools.cache
def classes_of(role: str) -> tuple[str, ...]:
    """The role itself first, then the classes of like roles it is in."""
    return (role, *(f"class {name}" for name, members in lexicon()["classes"].items() if role in members))


def shares_role(role: str, roles: Iterable[str]) -> bool:
    """Whether ``role`` is one of ``roles`` or of a class with one of them."""
    own = set(classes_of(role))
    return any(own & set(classes_of(other)) for other in roles)


def holds(known: Entity, nominal: Nominal, nations: Collection[str]) -> bool:
    """Whether an entity introduced with a role like that of ``nominal`` can be the one it means."""
    if known.type is not nominal.type or known.plural != nominal.plural or contradicts(known, nominal):
        return False
    if nations and known.nations and not known.nations & set(nations):
        return False
    exact = known.roles.get(nominal.role or "")
    told = exact or next(what for role, what in known.roles.items() if shares_role(nominal.role or "", {role}))
    if nominal.modifiers & _DISTINGUISHING != told[0] & _DISTINGUISHING:
        return False
    if known.type is EntityType.DOCUMENT:
        return nominal.modifiers <= told[0] or not (_is_another(nominal) or _names_in(nominal))
    if known.type is not EntityType.PERSON:
        return nominal.modifiers <= told[0]
    # Nothing is known against "the California congressman" if the congressman's state was never told.
    return (
        not nominal.modifiers
        or not told[0]
        or bool(nominal.modifiers & (told[0] | known.traits))
        or (exact is None and bool(set(nations) & told[1]))
    )


def _is_another(nominal: Nominal) -> bool:
    return bool(nominal.modifiers & _OTHERS)


def _names_in(nominal: Nominal) -> bool:
    """Whether a phrase names whose paper it is: "the Quinnipiac poll" may be another than "the Harrow poll"."""
    return any(word[0].isupper() for word in nominal.text.split())


def contradicts(known: Entity, nominal: Nominal) -> bool:
    """Whether gender, party or state of a phrase are known to be another's."""
    if nominal.gender in ("m", "f") and known.gender and nominal.gender != known.gender:
        return True
    mine, theirs = traits_of(nominal), known.traits
    parties = set(_PARTIES.values())
    if mine & parties and theirs & parties and not mine & theirs & parties:
        return True
    homes = mine - parties
    return bool(homes and theirs - parties and not homes & theirs)


def traits_of(nominal: Nominal) -> frozenset[str]:
    """Party and words of the home state among the modifiers of a phrase."""
    role = _PARTIES.get(nominal.role or "")
    return frozenset({role} if role else ()) | frozenset(
        _PARTIES.get(word, word) for word in nominal.modifiers if word in _PARTIES or word in _words_of_states()
    )


@functools.cache
def _words_of_states() -> frozenset[str]:
    return frozenset(word for state in states() for word in state.split()) - {"new"}


def is_epithet(nominal: Nominal) -> bool:
    """«The billionaire», «the 70-year-old»: said of somebody whom the article has in focus, without introduction."""
    if nominal.type is not EntityType.PERSON or nominal.plural or not _is_common(nominal):
        # «The Star» of something, by its capital, is said of nobody.
        return False
    former = "former" in nominal.modifiers and nominal.role in lexicon()["offices"]
    told = bool(nominal.modifiers) and nominal.role in lexicon()["persons"] - lexicon()["nameless"]
    return former or told or nominal.role in lexicon()["epithets"]


def _is_common(nominal: Nominal) -> bool:
    """Whether a role is written small, as all are but the parties: "the Wisconsin Republican"."""
    return (nominal.role or "") in nominal.text or nominal.role in _PARTIES


def fits_epithet(known: Entity, nominal: Nominal) -> bool:
    """Whether an epithet can be said of an entity: of nobody who is only there to speak about others."""
    if known.type is not EntityType.PERSON or known.plural or contradicts(known, nominal):
        return False
    if nominal.role in known.roles or nominal.role == "year-old":
        return True
    apart = known.roles.keys() & lexicon()["bystanders"]
    held = "former" not in nominal.modifiers and _offices(nominal.role or "")
    return not apart and not (held and _offices(*known.roles))


@functools.cache
def _offices(*roles: str) -> frozenset[str]:
    """The offices among roles: who was called a governor is not "the senator"."""
    held: frozenset[str] = lexicon()["offices"]
    return held.intersection(roles)

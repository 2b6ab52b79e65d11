"""Of what type a proper name is: by its own words, by the company it keeps, else by the tagger's majority."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from claimkit.extraction.names import (
    given_names,
    is_acronym,
    is_nation_word,
    lexicon,
    states,
    surnames,
    words_of,
)
from claimkit.extraction.outlets import find_outlet
from claimkit.records import EntityType
from claimkit.resources import load_lexicon

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Doc

TYPES = {
    "PERSON": EntityType.PERSON,
    "ORG": EntityType.ORGANISATION,
    "GPE": EntityType.PLACE,
    "LOC": EntityType.PLACE,
    "FAC": EntityType.PLACE,
    "NORP": EntityType.GROUP,
    "EVENT": EntityType.EVENT,
    "LAW": EntityType.DOCUMENT,
    "WORK_OF_ART": EntityType.OTHER,
    "PRODUCT": EntityType.OTHER,
}
_DOUBTFUL = (EntityType.ORGANISATION, EntityType.OTHER)
# An acronym of fewer letters is not somebody's name in capitals.
_SHORTEST = 4
_SHORT = 2  # a person's name has no more words behind the first
_BESIDE = 8  # tokens from a name to the head of its apposition
_TEAMS = frozenset({"team", "camp"})  # "Team Dunmore" is not she


def types_of(doc: Doc, names: Sequence[tuple[int, int, str, str]]) -> dict[str, EntityType]:
    """One type for each string: by its own words, else by the majority of the tagger's labels in the article."""
    votes: dict[str, Counter[EntityType]] = {}
    forms: dict[str, str] = {}
    for first, last, label, text in names:
        doubtful = not label or _is_described(doc, first, last) or _is_speaking_work(doc, first, last, label)
        kind = _type_from_context(doc, first, last, text) if doubtful else TYPES[label]
        if _is_introduced(doc, first, last):
            votes.setdefault(text.lower(), Counter())[EntityType.PERSON] += 4
        votes.setdefault(text.lower(), Counter())[kind] += 1 if kind is EntityType.OTHER else 2
        forms.setdefault(text.lower(), text)
    types = {key: _type_from_words(forms[key], counts.most_common(1)[0][0]) for key, counts in votes.items()}
    acting = {text.lower() for first, last, _, text in names if _acts(doc, first, last)}
    placed = {text.lower() for first, last, _, text in names if _is_placed(doc, last)} - acting
    _add_relatives(types, placed, {key for key, form in forms.items() if is_acronym(form) and len(form) < _SHORTEST})
    return types


def _add_relatives(types: dict[str, EntityType], placed: Collection[str], acronyms: Collection[str]) -> None:
    """A string that is part of a person's full name is a person, whatever the tagger says of it alone."""
    full = [words_of(key) for key, kind in types.items() if kind is EntityType.PERSON and len(words_of(key)) > 1]
    called = {name for words in full for name in surnames(words)}
    called |= {words[0] for words in full if words[0] in given_names()}
    spelt = {(word[0], *sorted(word)) for word in called if len(word) > _SHORTEST}
    for key, kind in types.items():
        opening, _, rest = key.partition(" ")
        word = rest if opening in lexicon()["particles"] and " " not in rest else key
        # «Elmendorf went» is the man of that name, though the tagger saw a town; «Israel said» may be the country.
        place = kind is EntityType.PLACE and (
            is_nation_word(key) or key in states() or (key in placed and key not in given_names())
        )
        misspelt = kind is EntityType.OTHER and (word[:1], *sorted(word)) in spelt
        if (word in called or misspelt) and key not in acronyms and not place:
            types[key] = EntityType.PERSON
    endings = {words[at:] for words in full for at in range(1, len(words) - 1)}
    alone = {key for key, kind in types.items() if kind is EntityType.PERSON and " " not in key}
    for key, kind in types.items():
        words = words_of(key)
        known = words[0] in _TEAMS or _words_of_things().intersection(words)
        bearer = kind in _DOUBTFUL and len(words) in (2, 3) and words[-1] in alone and not known
        # «Vargas Llosa» where Mario Vargas Llosa is named.
        if bearer or (words in endings and kind is not EntityType.PLACE):
            types[key] = EntityType.PERSON


def _acts(doc: Doc, first: int, last: int) -> bool:
    """Whether a name has a title or speaks."""
    words = lexicon()
    if first and doc[first - 1].lower_ in words["titles"]:
        return True
    return doc[last].dep_ == "nsubj" and doc[last].head.lemma_.lower() in words["speaking"]


def _is_introduced(doc: Doc, first: int, last: int) -> bool:
    """«Neder resident Whit Holm»: two or three words behind a person's role."""
    if not first or not 0 < last - first <= _SHORT or doc[last].lower_ in lexicon()["organisation_words"]:
        return False
    role = doc[first - 1]
    return role.tag_ == "NN" and role.is_lower and role.lower_ in lexicon()["persons"] - lexicon()["said_of_bodies"]


def _is_placed(doc: Doc, last: int) -> bool:
    """«in Elmendorf», and no man of that name."""
    return doc[last].dep_ == "pobj" and doc[last].head.lower_ in ("at", "across", "from", "in", "near", "outside")


def _is_speaking_work(doc: Doc, first: int, last: int, label: str) -> bool:
    """«Hannity said», a work of art to the tagger."""
    return last - first < _SHORT and TYPES[label] is EntityType.OTHER and _acts(doc, first, last)


def _is_described(doc: Doc, first: int, last: int) -> bool:
    """«Sylke Tempel, the editor of ...», a firm to the tagger: two words with a person's role set beside them."""
    if last == first or doc[last].lower_ in lexicon()["organisation_words"]:
        return False
    beside = next((child for child in doc[last].children if child.dep_ == "appos" and child.i > last), None)
    if beside is None or beside.i - last > _BESIDE or doc[last + 1].text != ",":
        return False
    role = beside.lemma_.lower()
    return beside.pos_ == "NOUN" and role in lexicon()["persons"] and role not in lexicon()["said_of_bodies"]


def _type_from_context(doc: Doc, first: int, last: int, text: str) -> EntityType:
    """The type of a name the tagger missed."""
    words = lexicon()
    if first and doc[first - 1].lower_ in words["titles"]:
        return EntityType.PERSON
    if first and doc[first - 1].lemma_.lower() in words["persons"] and doc[first - 1].pos_ in ("NOUN", "PROPN"):
        return EntityType.PERSON
    if _is_described(doc, first, last):
        return EntityType.PERSON
    if _is_label(doc, first, last):
        return EntityType.PERSON
    if is_acronym(text):
        return EntityType.ORGANISATION
    return EntityType.PERSON if _acts(doc, first, last) and last - first < 3 else EntityType.OTHER


def _is_label(doc: Doc, first: int, last: int) -> bool:
    """«BENSON: Why not debate?» in a transcript; not «UPDATE: ...»."""
    opens = first == 0 or doc[first - 1].is_space
    if not opens or last - first > 2 or last + 1 >= len(doc) or doc[last + 1].text != ":":
        return False
    return doc[last].lower_ not in lexicon()["labels"] | lexicon()["documents"]


def _type_from_words(text: str, tagged: EntityType) -> EntityType:
    """The type a name's own words decide, or ``tagged``."""
    lists, words = lexicon(), words_of(text)
    if not words:
        return tagged
    if is_nation_word(text):
        return EntityType.GROUP if tagged is EntityType.GROUP else EntityType.PLACE
    if text.lower() in lists["organisation_names"] or find_outlet(text) is not None:
        return EntityType.ORGANISATION
    if is_acronym(text) and text.replace(".", "").lower() in _bodies():
        return EntityType.ORGANISATION
    if len(words) < 2:
        return tagged
    if tagged in _DOUBTFUL and _is_full_name(words):
        return EntityType.PERSON
    bodies = [at for at, word in enumerate(words) if word in lists["organisation_words"]]
    if (
        words[-1] in lists["event_words"]
        and (tagged is not EntityType.PERSON)
        and (len(bodies) > 1 or words[-1] not in lists["organisation_words"])
    ):
        return EntityType.EVENT
    if bodies and (tagged is not EntityType.PERSON or bodies[-1] == len(words) - 1) and tagged is not EntityType.EVENT:
        return EntityType.ORGANISATION
    if words[-1] in lists["place_words"] and tagged in (EntityType.OTHER, EntityType.PERSON):
        return EntityType.PLACE
    return tagged


@functools.cache
def _bodies() -> frozenset[str]:
    """The acronyms of known bodies, some of them towns to the tagger: NRA, F.B.I."""
    tables: Mapping[str, Sequence[str]] = load_lexicon("sources")["named"]
    return frozenset(name for names in tables.values() for name in names if " " not in name)


def _is_full_name(words: tuple[str, ...]) -> bool:
    """«Carly Fiorina», a firm to the tagger; not «Virginia Tech», nor a committee named after somebody."""
    opens = len(words) < 4 and words[0] in given_names() and words[0] not in states()
    return opens and all(word.isalpha() and word not in _words_of_things() for word in words)


@functools.cache
def _words_of_things() -> frozenset[str]:
    lists = lexicon()
    kinds = ("organisation_words", "event_words", "place_words", "document_words", "organisations")
    return frozenset(word for kind in kinds for word in lists[kind])

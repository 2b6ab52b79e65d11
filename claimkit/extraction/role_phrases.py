"""Role phrases as nominals: "the envoy", "a spokesman for the bank", "Dunmore's campaign", "the report said"."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from claimkit.extraction.names import lexicon
from claimkit.extraction.nominals import Form, Nominal, nominal_of
from claimkit.extraction.noun_phrases import (
    DEFINITE,
    DETERMINERS,
    IDLE,
    SUBJECTS,
    Premodifiers,
    Setting,
    complement_of,
    inner_name,
    left_edge,
    role_of,
    roles,
)
from claimkit.extraction.proper_names import NUMERIC
from claimkit.records import EntityType

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Doc, Token


def role_phrase(setting: Setting, token: Token) -> Nominal | None:
    """A role phrase, a speaking noun, a thing that is somebody's, or one that may be taken up."""
    role, words = role_of(token) or _age_of(token), lexicon()
    first = left_edge(setting, token.i, token.i)
    before = Premodifiers.of(setting, first, token.i)
    plural = token.tag_ in ("NNS", "NNPS")
    speaks = _speaks(token)
    if token.ent_type_ in ("PRODUCT", "WORK_OF_ART", "EVENT", "FAC") and token.pos_ == "PROPN":
        # «The Star of David» is no star.
        return None
    if role in words["doubtful_organisations"] and not _is_body(setting, token, first, before, speaks):
        role = None
    if token.doc[first].lower_ == "no":
        return None
    if role in words["doubtful_groups"] and not speaks:
        return _thing(setting, token, first, before, plural)
    kind = roles().get(role or "") or _type_of_speaker(token, plural)
    # «a TV ad» is a mention where an ad speaks, there or later; «the documents on the table» is none.
    mute = kind is EntityType.DOCUMENT and (role not in setting.papers or plural)
    nameless = role is None or mute or (token.pos_ in ("ADJ", "PRON", "DET") and role != "year-old")
    if nameless and not speaks:
        owned = before.owner is not None or first in setting.name_at
        if token.pos_ not in ("NOUN", "PROPN") or not owned or token.lower_ in IDLE:
            return _thing(setting, token, first, before, plural)
        return _owned(setting, token, first, before, plural)
    kind = _collective(setting, token, role, kind, plural)
    # «in person», «Xi, center, waves»: a lone noun that does nothing is no one.
    lone = first == token.i and not plural and token.pos_ == "NOUN" and token.dep_ not in (*SUBJECTS, "appos")
    lone = lone and not speaks
    if lone and kind is not EntityType.GROUP and token.lower_ not in words["bare_organisations"]:
        return _thing(setting, token, first, before, plural)
    return _role(setting, token, first, before, role, kind)


def _age_of(token: Token) -> str | None:
    """«The 43-year-old»."""
    doc, at = token.doc, token.i
    aged = token.lower_ == "old" and at > 2 and doc[at - 1].text == "-" and doc[at - 2].lower_ == "year"
    return "year-old" if aged else None


def _collective(setting: Setting, token: Token, role: str | None, kind: EntityType, plural: bool) -> EntityType:
    """``kind``, or a group: «a group of …», «the ministers», but not a plural that names one body."""
    words = lexicon()
    if (
        kind is EntityType.ORGANISATION
        and role == "group"
        and token.i + 1 < len(setting.doc)
        and token.nbor().lower_ == "of"
    ):
        return EntityType.GROUP
    several = kind in (EntityType.PERSON, EntityType.ORGANISATION) and plural
    return EntityType.GROUP if several and token.lower_ not in words["bare_organisations"] else kind


def _role(
    setting: Setting, token: Token, first: int, before: Premodifiers, role: str | None, kind: EntityType
) -> Nominal:
    """The phrase of a role or of a noun that speaks, with the name set beside it."""
    words, plural = lexicon(), token.tag_ in ("NNS", "NNPS")
    last, complement, nations = complement_of(setting, token)
    apposed = _apposed(setting, token, first, last)
    bearer = setting.name_at.get(last)
    titled = bearer is not None and setting.doc[bearer.first - 1].lower_ in words["titles"]
    if kind is EntityType.PERSON and bearer is not None and titled and last > token.i:
        # «Speaker of the House Rep. Ida Holm»: the parser takes her for part of the House.
        last, apposed = max(token.i, bearer.first - 2), bearer.last
    if before.owner is None and kind is EntityType.ORGANISATION:
        name = inner_name(setting, first, token.i)
        if name is not None and name.type is EntityType.ORGANISATION and role in words["kinds_of_body"]:
            apposed = name.last
        elif name is not None:
            before = dataclasses.replace(before, owner=name.last)
    opening = setting.doc[first].lower_
    named = token.pos_ == "PROPN" and opening not in DETERMINERS
    return nominal_of(
        setting,
        Form.ROLE,
        first,
        last,
        token.i,
        kind,
        role=role or token.lemma_.lower(),
        # «The poll of 1,042 voters» is the poll that was named without them.
        modifiers=before.modifiers | (complement if kind is not EntityType.DOCUMENT else frozenset()),
        nations=before.nations | nations,
        owner=before.owner,
        gender=words["role_genders"].get(role or ""),
        plural=plural or kind is EntityType.GROUP,
        definite=opening in DEFINITE or before.owner is not None or named,
        apposed=apposed,
        members=_predicated(token),
    )


def _owned(setting: Setting, token: Token, first: int, before: Premodifiers, plural: bool) -> Nominal:
    owner = before.owner if before.owner is not None else setting.name_at[first].last
    return nominal_of(
        setting, Form.OWNED, first, token.i, token.i, EntityType.OTHER,
        role=token.lemma_.lower(), modifiers=before.modifiers, owner=owner, plural=plural, definite=True,
    )  # fmt: skip


def _thing(setting: Setting, token: Token, first: int, before: Premodifiers, plural: bool) -> Nominal | None:
    """A noun that names nobody, typed by its word, for a pronoun or a later phrase to mean."""
    if token.pos_ not in ("NOUN", "PRON", "DET") or token.lower_ in IDLE or token.ent_type_ in NUMERIC:
        return None
    role = role_of(token)
    kind = roles().get(role or "", EntityType.OTHER)
    if plural and (kind in (EntityType.PERSON, EntityType.ORGANISATION) or _is_personal(token)):
        kind = EntityType.GROUP
    return nominal_of(
        setting, Form.THING, first, token.i, token.i, kind,
        role=role or token.lemma_.lower(), modifiers=before.modifiers, nations=before.nations, owner=before.owner,
        plural=plural or kind is EntityType.GROUP, definite=setting.doc[first].lower_ in DEFINITE,
        members=_predicated(token),
    )  # fmt: skip


def _is_personal(token: Token) -> bool:
    """«Strikers»: a plural with the ending of one who does something."""
    return token.lemma_.lower().endswith(lexicon()["person_endings"])


def _is_body(setting: Setting, token: Token, first: int, before: Premodifiers, speaks: bool) -> bool:
    """Whether a doubtful word such as "campaign" is a body here: it acts, or it is a person's."""
    name = inner_name(setting, first, token.i)
    persons = name is not None and name.type is EntityType.PERSON
    return (
        speaks
        or token.dep_ in SUBJECTS
        or persons
        or (before.owner is not None and setting.doc[before.owner].tag_ == "PRP$")
    )


def speaking_papers(doc: Doc) -> frozenset[str]:
    """The kinds of document that say something in a text: where "the ad says", an ad before it is the same."""
    known = lexicon()["documents"]
    return frozenset(token.lemma_.lower() for token in doc if token.lemma_.lower() in known and _speaks(token))


def _speaks(token: Token) -> bool:
    """Whether a noun is the subject of a verb of speaking, or whom something is "according to"."""
    if (
        token.dep_ == "pobj"
        and token.head.lower_ == "to"
        and token.head.i
        and token.head.nbor(-1).lower_ == "according"
    ):
        return True
    verbs = lexicon()["speaking"]
    passive = token.dep_ == "pobj" and token.head.dep_ == "agent" and token.head.head.lemma_.lower() in verbs
    return passive or (token.dep_ == "nsubj" and token.head.lemma_.lower() in verbs)


def _type_of_speaker(token: Token, plural: bool) -> EntityType:
    if plural:
        return EntityType.GROUP
    person = token.lower_.endswith(lexicon()["person_endings"])
    return EntityType.PERSON if person and token.pos_ == "NOUN" else EntityType.OTHER


def _apposed(setting: Setting, token: Token, first: int, last: int) -> int | None:
    """Head of the phrase a role stands beside: by the parse, else by commas: "Jo, a member of the presidium,"."""
    doc = setting.doc
    if token.dep_ == "appos":
        return int(token.head.i)
    if first >= 2 and doc[first - 1].text == "," and first - 2 in setting.name_at and token.dep_ != "conj":
        article = doc[first].lower_ in ("the", "a", "an")
        closed = last + 1 >= len(doc) or doc[last + 1].text in (",", ".", "—", ")")
        return setting.name_at[first - 2].last if article and closed else None
    return _titled(setting, token, first, last)


def _titled(setting: Setting, token: Token, first: int, last: int) -> int | None:
    """«Comedian and actor Peter Holm»: of two titles before a name the first, which stands for its bearer too."""
    doc = setting.doc
    if last + 2 >= len(doc) or doc[last + 1].lower_ != "and" or doc[first].lower_ in ("a", "an", "his", "her"):
        return None
    # «The mayor and Senator Holm» are two.
    article = doc[first].lower_ == "the"
    for at in range(last + 2, min(last + 6, len(doc))):
        if at in setting.titles and token.tag_ in ("NN", "NNP"):
            return setting.titles[at] if not article or doc[at].is_lower else None
        if doc[at].pos_ not in ("NOUN", "PROPN", "ADJ"):
            return None
    return None


def _predicated(token: Token) -> tuple[int, ...]:
    """Whom a role is said of: "Ilves is (said to be) an adviser", "Ilves spoke as the nominee"."""
    if token.dep_ == "pobj" and token.head.lower_ == "as":
        held = [child for child in token.head.head.children if child.dep_ in ("dobj", *SUBJECTS)]
        return (held[-1].i,) if held and held[-1].i < token.i else ()
    if token.dep_ != "attr" or token.head.lemma_ != "be":
        return ()
    verb = token.head
    for _ in range(3):
        for child in verb.children:
            if child.dep_ in SUBJECTS:
                return (child.i,)
        if verb.dep_ not in ("xcomp", "conj"):
            return ()
        verb = verb.head
    return ()

"""The noun phrases that can name somebody: proper names with their titles, role phrases, pronouns, owned things.

A nominal is one phrase in one place; :mod:`claimkit.extraction.entities` decides which nominals are one entity.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from claimkit.extraction.names import Name, bare, given_gender, lexicon, names_in, text_of
from claimkit.extraction.noun_phrases import (
    DEFINITE,
    DETERMINERS,
    IDLE,
    SUBJECTS,
    Premodifiers,
    Setting,
    complement_of,
    inner_name,
    is_title,
    left_edge,
    role_of,
    roles,
    root_of,
)
from claimkit.extraction.parsing import Parse
from claimkit.records import EntityType, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


class Form(StrEnum):
    NAME = "name"
    ROLE = "role"
    OWNED = "owned"  # a thing, not a role, whose phrase begins with somebody's name: "Kim's speech"
    PRONOUN = "pronoun"
    RELATIVE = "relative"
    JOINED = "joined"  # "Kim and Moon", as one plural subject


@dataclass(frozen=True, slots=True)
class Nominal:
    """A phrase at ``span`` with its head token; ``members`` are head tokens of phrases it stands for or is of."""

    form: Form
    span: Span
    text: str
    head: int
    type: EntityType
    sentence: int
    subject: bool
    quoted: bool
    words: tuple[str, ...] = ()
    role: str | None = None
    modifiers: frozenset[str] = frozenset()
    nations: frozenset[str] = frozenset()
    owner: int | None = None
    gender: str | None = None
    plural: bool = False
    definite: bool = False
    apposed: int | None = None
    members: tuple[int, ...] = ()
    core: int = 0  # first token of the name; the head itself for all else


def nominals_in(parse: Parse) -> tuple[Nominal, ...]:
    """All nominals of a parse, ordered by the position of their heads, so that owners come before what they own."""
    doc = parse.doc
    names = names_in(doc)
    name_at = {at: name for name in names for at in range(name.first, name.last + 1)}
    titles = {name.first - 1: name.last for name in names if is_title(doc, name, name_at)}
    setting = Setting(doc, _sentences(doc), _quoted(parse), name_at, titles)
    found = [_named(setting, name) for name in names]
    found += [nominal for token in doc if (nominal := _unnamed(setting, token)) is not None]
    found += list(_joined(setting, {nominal.head: nominal for nominal in found}))
    return tuple(sorted(found, key=lambda nominal: (nominal.head, nominal.form is Form.JOINED, nominal.span)))


def _sentences(doc: Doc) -> tuple[int, ...]:
    numbers, number = [], -1
    for token in doc:
        number += bool(token.is_sent_start)
        numbers.append(max(number, 0))
    return tuple(numbers)


def _quoted(parse: Parse) -> tuple[bool, ...]:
    """Whether each token stands between straight double quotes, counted anew in every paragraph."""
    starts = {paragraph.start for paragraph in parse.paragraphs}
    marks, inside = [], False
    for token in parse.doc:
        if token.idx in starts:
            inside = False
        if token.text == '"':
            inside = not inside
        marks.append(inside)
    return tuple(marks)


def _nominal(setting: Setting, form: Form, first: int, last: int, head: int, kind: EntityType, **known: Any) -> Nominal:
    doc = setting.doc
    root = known.pop("root", doc[head])
    known.setdefault("core", head)
    span = Span(doc[first].idx, doc[last].idx + len(doc[last].text))
    agent = root.dep_ == "pobj" and (
        root.head.dep_ == "agent" or (root.head.lower_ == "to" and root.head.head.lower_ == "according")
    )
    return Nominal(
        form=form,
        span=span,
        text=known.pop("text", None) or bare(text_of(doc, first, last)),
        head=head,
        type=kind,
        sentence=setting.sentence[head],
        subject=root.dep_ in SUBJECTS or agent,
        quoted=setting.quoted[head],
        **known,
    )


def _named(setting: Setting, name: Name) -> Nominal:
    doc, root = setting.doc, root_of(setting, name.first, name.last)
    modifier = root.dep_ in ("compound", "nmod", "amod") and root.head.i > name.last
    first = name.first if modifier else left_edge(setting, name.first, name.last)
    title = doc[name.first - 1] if name.first - 1 in setting.titles else None
    role = None
    if title is not None:
        role = role_of(title) or lexicon()["title_roles"].get(title.lower_)
    before = Premodifiers.of(setting, first, name.first)
    gender = given_gender(name.words) or _title_gender(title, role)
    outside = None if name.first <= root.head.i <= name.last or root.i < name.first else root.head.i
    return _nominal(
        setting,
        Form.NAME,
        first,
        name.last,
        name.last,
        name.type,
        root=root,
        text=name.text,
        words=name.words,
        core=name.first,
        role=role,
        modifiers=before.modifiers - {role},
        nations=before.nations,
        owner=before.owner,
        gender=gender if name.type is EntityType.PERSON else None,
        plural=name.type is EntityType.GROUP or (doc[name.last].tag_ == "NNPS" and name.type is EntityType.PERSON),
        definite=True,
        apposed=outside if root.dep_ == "appos" else None,
    )


def _title_gender(title: Token | None, role: str | None) -> str | None:
    words = lexicon()
    marked = words["titles"].get(title.lower_, "") if title is not None else ""
    return marked or words["role_genders"].get(role or "") or None


def _unnamed(setting: Setting, token: Token) -> Nominal | None:
    """The nominal a token outside all names heads, if any."""
    if token.tag_ in ("PRP", "PRP$"):
        return _pronoun(setting, token)
    if token.tag_ in ("WP", "WP$", "WDT"):
        return _relative(setting, token)
    if (
        token.i in setting.name_at
        or token.i in setting.titles
        or token.pos_ not in ("NOUN", "PROPN", "ADJ", "PRON", "DET")
    ):
        return None
    if token.dep_ in ("compound", "amod", "nmod", "npadvmod", "punct", "nummod", "advmod", "det", "quantmod"):
        return None
    # The first half of «president-elect» and the «police» of «police-run».
    if token.i + 1 < len(token.doc) and token.nbor().text == "-" and not token.whitespace_:
        return None
    return _phrase(setting, token)


_PRONOUNS = {
    "he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f",
    "it": "n", "its": "n", "itself": "n", "they": "p", "them": "p", "their": "p", "theirs": "p", "themselves": "p",
}  # fmt: skip


def _pronoun(setting: Setting, token: Token) -> Nominal | None:
    gender = _PRONOUNS.get(token.lower_)
    if gender is None or token.dep_ == "expl":
        return None
    return _nominal(
        setting, Form.PRONOUN, token.i, token.i, token.i, EntityType.OTHER, gender=gender, plural=gender == "p"
    )


def _relative(setting: Setting, token: Token) -> Nominal | None:
    """«who» in «Kim, who took power»: it is whom its clause is about."""
    if token.lower_ not in ("who", "which", "that", "whose", "whom"):
        return None
    verb = token.head
    for _ in range(4):
        if verb.dep_ == "relcl":
            return _nominal(setting, Form.RELATIVE, token.i, token.i, token.i, EntityType.OTHER, members=(verb.head.i,))
        verb = verb.head
    return None


def _phrase(setting: Setting, token: Token) -> Nominal | None:
    """A role phrase, a speaking noun, or a thing that is somebody's."""
    role, words = role_of(token), lexicon()
    first = left_edge(setting, token.i, token.i)
    before = Premodifiers.of(setting, first, token.i)
    plural = token.tag_ in ("NNS", "NNPS")
    speaks = _speaks(token)
    if role in words["doubtful_organisations"] and not _is_body(setting, token, first, before, speaks):
        role = None
    if (role in words["doubtful_groups"] and not speaks) or token.doc[first].lower_ == "no":
        return None
    kind = roles().get(role or "") or _type_of_speaker(token, plural)
    # «a party document» is a mention where it speaks, «the documents on the table» is none.
    nameless = role is None or kind is EntityType.DOCUMENT or token.pos_ in ("ADJ", "PRON", "DET")
    if nameless and not speaks:
        owned = before.owner is not None or first in setting.name_at
        if token.pos_ not in ("NOUN", "PROPN") or not owned or token.lower_ in IDLE:
            return None
        return _owned(setting, token, first, before, plural)
    kind = _collective(setting, token, role, kind, plural)
    # «in person», «Xi, center, waves»: a lone noun that does nothing is no one.
    lone = first == token.i and not plural and token.pos_ == "NOUN" and token.dep_ not in SUBJECTS and not speaks
    if lone and kind is not EntityType.GROUP and token.lower_ not in words["bare_organisations"]:
        return None
    return _role(setting, token, first, before, role, kind)


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
    if before.owner is None and kind is EntityType.ORGANISATION:
        name = inner_name(setting, first, token.i)
        if name is not None and name.type is EntityType.ORGANISATION and role in words["kinds_of_body"]:
            apposed = name.last
        elif name is not None:
            before = dataclasses.replace(before, owner=name.last)
    opening = setting.doc[first].lower_
    named = token.pos_ == "PROPN" and opening not in DETERMINERS
    return _nominal(
        setting,
        Form.ROLE,
        first,
        last,
        token.i,
        kind,
        role=role or token.lemma_.lower(),
        modifiers=before.modifiers | complement,
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
    return _nominal(
        setting, Form.OWNED, first, token.i, token.i, EntityType.OTHER,
        role=token.lemma_.lower(), modifiers=before.modifiers, owner=owner, plural=plural, definite=True,
    )  # fmt: skip


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
    return None


def _predicated(token: Token) -> tuple[int, ...]:
    """The subject a role is said of: "Ilves is (said to be) an adviser"."""
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


def _joined(setting: Setting, by_head: Mapping[int, Nominal]) -> Iterator[Nominal]:
    """«Kim and Moon» as subjects: one plural phrase beside its members."""
    nominals = [nominal for nominal in by_head.values() if nominal.form in (Form.NAME, Form.ROLE)]
    heads = {at: nominal for nominal in nominals for at in _tokens(setting, nominal)}
    for nominal in sorted(nominals, key=lambda each: each.head):
        root = next(
            (setting.doc[at] for at in _tokens(setting, nominal) if setting.doc[at].dep_ in (*SUBJECTS, "poss")), None
        )
        members, token = [nominal], root
        while token is not None and len(members) < 12:
            token = _conjunct(token)
            if (
                token is None
                or token.i not in heads
                or heads[token.i] in members
                or _is_same_person(setting, heads[token.i])
            ):
                break
            members.append(heads[token.i])
        if len(members) > 1:
            span = Span(members[0].span.start, members[-1].span.end)
            covered = setting.doc.char_span(span.start, span.end)
            yield dataclasses.replace(
                nominal,
                form=Form.JOINED,
                span=span,
                text=bare(str(covered or "")),
                type=EntityType.GROUP,
                head=members[-1].head,
                plural=True,
                members=tuple(member.head for member in members),
                apposed=None,
                owner=None,
            )


def _is_same_person(setting: Setting, nominal: Nominal) -> bool:
    """«the former minister and current nominee»: a second role without an article is the first one's."""
    if nominal.form is not Form.ROLE or nominal.type is not EntityType.PERSON or nominal.owner is not None:
        return False
    return not any(child.dep_ in ("det", "nummod", "poss") for child in setting.doc[nominal.head].children)


def _conjunct(token: Token) -> Token | None:
    if not any(child.dep_ == "cc" and child.lower_ == "or" for child in token.children):
        return next((child for child in token.children if child.dep_ == "conj"), None)
    return None


def _tokens(setting: Setting, nominal: Nominal) -> tuple[int, ...]:
    name = setting.name_at.get(nominal.head)
    return tuple(range(name.first, name.last + 1)) if name is not None else (nominal.head,)

"""All nominals of a parse: names, roles, pronouns and what joins them, in the order of their heads."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from claimkit.extraction.names import bare, given_gender, lexicon
from claimkit.extraction.nominals import Form, Nominal, nominal_of
from claimkit.extraction.noun_phrases import (
    DEFINITE,
    SUBJECTS,
    Premodifiers,
    Setting,
    affiliation_of,
    is_title,
    left_edge,
    role_of,
    root_of,
)
from claimkit.extraction.parsing import Parse
from claimkit.extraction.pronouns import AUTHOR
from claimkit.extraction.proper_names import Name, names_in
from claimkit.extraction.quotes import Quotation
from claimkit.extraction.role_phrases import role_phrase, speaking_papers
from claimkit.records import EntityType, Span

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Doc, Token


def nominals_in(parse: Parse, quotations: Sequence[Quotation]) -> tuple[Nominal, ...]:
    """All nominals of a parse, ordered by the position of their heads, so that owners come before what they own."""
    doc = parse.doc
    names = names_in(doc)
    name_at = {at: name for name in names for at in range(name.first, name.last + 1)}
    titles = {name.first - 1: name.last for name in names if is_title(doc, name, name_at)}
    quoted = _quoted(parse, quotations)
    sentences, told = _sentences(doc, quoted)
    setting = Setting(doc, sentences, told, quoted, name_at, titles, speaking_papers(doc))
    found = [_named(setting, name) for name in names]
    found += [nominal for token in doc if (nominal := _unnamed(setting, token)) is not None]
    found += list(_joined(setting, {nominal.head: nominal for nominal in found}))
    return tuple(sorted(found, key=lambda nominal: (nominal.head, nominal.form is Form.JOINED, nominal.span)))


def _sentences(doc: Doc, quoted: Sequence[bool]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """For each token the number of its sentence, and that number without sentences that are nothing but quotation."""
    numbers, told, number, tale = [], [], -1, 0
    spoken = True  # whether nothing but quotation has come in this sentence so far
    for token in doc:
        if token.is_sent_start:
            number, spoken = number + 1, True
        if spoken and not quoted[token.i] and not token.is_space and not token.is_punct:
            tale, spoken = tale + 1, False
        numbers.append(max(number, 0))
        told.append(tale)
    return tuple(numbers), tuple(told)


def _quoted(parse: Parse, quotations: Sequence[Quotation]) -> tuple[bool, ...]:
    """Whether each token stands in a quotation, marks included."""
    spans = [quotation.span for quotation in quotations if quotation.depth == 0]
    marks, at = [], 0
    for token in parse.doc:
        while at < len(spans) and spans[at].end <= token.idx:
            at += 1
        marks.append(at < len(spans) and spans[at].start <= token.idx)
    return tuple(marks)


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
    return nominal_of(
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
        modifiers=(before.modifiers | affiliation_of(setting, name)) - {role},
        nations=before.nations,
        owner=before.owner,
        gender=gender if name.type is EntityType.PERSON else None,
        plural=name.type is EntityType.GROUP or _is_family(doc, name),
        definite=name.type is not EntityType.GROUP or doc[first].lower_ in DEFINITE,
        counted=name.type is EntityType.GROUP and _is_counted(setting, first, name.first),
        apposed=outside if root.dep_ == "appos" else None,
    )


def _is_counted(setting: Setting, first: int, end: int) -> bool:
    """«Many Americans», «two Democrats»: some of those who bear the name."""
    return any(token.pos_ == "NUM" or token.lower_ in lexicon()["quantities"] for token in setting.doc[first:end])


def _is_family(doc: Doc, name: Name) -> bool:
    """«The Clintons»; but Sanders, though the tagger takes him for many, is one."""
    plural = name.type is EntityType.PERSON and len(name.words) == 1 and name.text.endswith("s")
    return plural and name.first > 0 and doc[name.first - 1].lower_ in ("the", "both")


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
        not token.text[0].isalnum()
        or token.i in setting.name_at
        or token.i in setting.titles
        or token.pos_ not in ("NOUN", "PROPN", "ADJ", "PRON", "DET")
    ):
        return None
    if token.dep_ in ("compound", "amod", "nmod", "npadvmod", "punct", "nummod", "advmod", "det", "quantmod"):
        return None
    # The first half of «president-elect» and the «police» of «police-run».
    if token.i + 1 < len(token.doc) and token.nbor().text == "-" and not token.whitespace_:
        return None
    return role_phrase(setting, token)


_PRONOUNS = {
    "he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f",
    "i": AUTHOR, "me": AUTHOR, "my": AUTHOR, "mine": AUTHOR, "myself": AUTHOR,
    "it": "n", "its": "n", "itself": "n", "they": "p", "them": "p", "their": "p", "theirs": "p", "themselves": "p",
}  # fmt: skip


def _pronoun(setting: Setting, token: Token) -> Nominal | None:
    gender = _PRONOUNS.get(token.lower_)
    if gender is None or token.dep_ == "expl" or (gender == AUTHOR and setting.quoted[token.i]):
        return None
    return nominal_of(
        setting, Form.PRONOUN, token.i, token.i, token.i, EntityType.OTHER, gender=gender, plural=gender == "p"
    )


def _relative(setting: Setting, token: Token) -> Nominal | None:
    """«who» in «Kim, who took power»: it is whom its clause is about."""
    if token.lower_ not in ("who", "which", "that", "whose", "whom"):
        return None
    verb = token.head
    for _ in range(4):
        if verb.dep_ == "relcl":
            return _relative_to(setting, token, (verb.head.i,))
        verb = verb.head
    # The parser hung the clause elsewhere; "asked who came" and "Who came?" stand for nobody.
    before = token.doc[token.i - 1] if token.i and not token.is_sent_start else None
    hung = before is not None and (before.text in (",", "-", "–", "—") or before.pos_ in ("NOUN", "PROPN"))
    joined = before is not None and before.dep_ == "cc"
    return _relative_to(setting, token, ()) if (hung or joined) and token.lower_ != "that" else None


def _relative_to(setting: Setting, token: Token, heads: tuple[int, ...]) -> Nominal:
    return nominal_of(setting, Form.RELATIVE, token.i, token.i, token.i, EntityType.OTHER, members=heads)


def _joined(setting: Setting, by_head: Mapping[int, Nominal]) -> Iterator[Nominal]:
    """«Kim and Moon» as subjects: one plural phrase beside its members."""
    nominals = [nominal for nominal in by_head.values() if nominal.form in (Form.NAME, Form.ROLE) or _is_he(nominal)]
    heads = {at: nominal for nominal in nominals for at in _tokens(setting, nominal)}
    for nominal in sorted(nominals, key=lambda each: each.head):
        root = next((setting.doc[at] for at in _tokens(setting, nominal) if _joins(setting.doc[at])), None)
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


def _joins(token: Token) -> bool:
    """A subject, an owner, or by whom something is: "a study by Dunmore and Rusk"."""
    return token.dep_ in (*SUBJECTS, "poss") or (token.dep_ == "pobj" and token.head.lower_ == "by")


def _is_he(nominal: Nominal) -> bool:
    """«He and his partner»."""
    return nominal.form is Form.PRONOUN and nominal.text.lower() in ("he", "she")


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

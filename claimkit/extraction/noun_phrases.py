"""Where a noun phrase begins and ends around its head, and what its modifiers say of whom it means."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimkit.extraction.name_pieces import text_of
from claimkit.extraction.names import is_nation_word, lexicon, nation, states
from claimkit.extraction.proper_names import Name
from claimkit.records import EntityType

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Doc, Token

# How far a phrase reaches to the left of its head, and a role's complement to the right, in tokens.
_LEFT, _RIGHT = 14, 10
_PREMODIFIERS = frozenset({"ADJ", "NOUN", "PROPN", "NUM", "DET", "PRON", "SYM"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})
DETERMINERS = DEFINITE | {"a", "an", "another", "some", "any", "one", "other", "no", "each", "every", "all"}
_COMPLEMENTS = frozenset({"of", "for", "at", "in", "from", "with", "on", "to"})
# Words before a role that tell nothing about whose or which it is.
IDLE = frozenset(
    {
        "own",
        "new",
        "top",
        "senior",
        "young",
        "younger",
        "old",
        "older",
        "elder",
        "long",
        "time",
        "official",
        "ruling",
        "late",
        "later",
        "same",
        "entire",
        "whole",
    }
)


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of every token: its sentence, whether it is quoted, the name it belongs to."""

    doc: Doc
    sentence: tuple[int, ...]
    told: tuple[int, ...]  # the same, but sentences that are nothing but quotation do not count
    quoted: tuple[bool, ...]
    name_at: Mapping[int, Name]
    titles: Mapping[int, int]  # last token of a title → head of the name it stands before
    papers: frozenset[str] = frozenset()  # kinds of document that speak somewhere in the text


def role_of(token: Token) -> str | None:
    """The role a noun names, in the singular and with its hyphens ("president-elect"), or ``None``."""
    if token.pos_ not in ("NOUN", "PROPN", "ADJ", "PRON", "DET", "X"):
        return None
    known = roles()
    doc, lowered = token.doc, token.lower_
    if token.i > 1 and doc[token.i - 1].text == "-" and not doc[token.i - 1].whitespace_:
        joined = f"{doc[token.i - 2].lower_}-{lowered}"
        if (role := next((form for form in _singulars(joined) if form in known), None)) is not None:
            return role
        # «ex-minister» and «co-defendant» are what their last part says.
    if token.pos_ not in ("NOUN", "PROPN") and lowered not in known:
        return None
    return next((form for form in (*_singulars(lowered), token.lemma_.lower()) if form in known), None)


def _singulars(word: str) -> tuple[str, ...]:
    forms = [word]
    if word.endswith("ies"):
        forms.append(word[:-3] + "y")
    if word.endswith("men"):
        forms.append(word[:-3] + "man")
    if word.endswith("s"):
        forms.append(word[:-1])
    if word.endswith("es"):
        forms.append(word[:-2])
    return tuple(forms)


@functools.cache
def roles() -> Mapping[str, EntityType]:
    """Role nouns with their types; where a word is in two lists, a person wins over a body, a body over a paper."""
    lists = (
        ("places", EntityType.PLACE),
        ("documents", EntityType.DOCUMENT),
        ("organisations", EntityType.ORGANISATION),
        ("persons", EntityType.PERSON),
        ("groups", EntityType.GROUP),
        ("doubtful_groups", EntityType.GROUP),
    )
    return {word: kind for key, kind in lists for word in lexicon()[key]}


def is_title(doc: Doc, name: Name, name_at: Mapping[int, Name]) -> bool:
    """Whether the word before a name is its bearer's role: "leader Kim Jong-un", "Foreign Minister Ri"."""
    at = name.first - 1
    if at < 0 or at in name_at or doc[name.first].is_sent_start or name.type is not EntityType.PERSON:
        return False
    if doc[at].lower_ in lexicon()["titles"]:
        return True
    role = role_of(doc[at])
    return role is not None and roles()[role] is EntityType.PERSON and doc[at].tag_ not in ("NNS", "NNPS")


def left_edge(setting: Setting, first: int, head: int) -> int:
    """First token of the phrase whose last word is ``head`` and whose core begins at ``first``."""
    doc, at = setting.doc, first
    while at > 0 and first - at < _LEFT and not doc[at].is_sent_start and _belongs(setting, at - 1, head):
        at -= 1
        if doc[at].dep_ in ("det", "poss") and doc[at].pos_ in ("DET", "PRON"):
            break
    while at < first and (doc[at].tag_ == "POS" or not doc[at].text[0].isalnum()):
        at += 1
    return at


def _belongs(setting: Setting, at: int, head: int) -> bool:
    """Whether token ``at``, just left of what is already in the phrase, is part of it."""
    doc = setting.doc
    token, following = doc[at], doc[at + 1]
    if token.tag_ == "POS":
        return True
    if at in setting.titles or (
        at in setting.name_at and following.i in setting.name_at and token.ent_type_ == following.ent_type_
    ):
        return True
    if token.lower_ == "of":
        return (
            at > 0
            and doc[at - 1].text[0].isupper()
            and role_of(doc[at - 1]) is not None
            and following.text[0].isupper()
        )
    if token.text == "-" or (following.text == "-" and not token.whitespace_):
        return not token.whitespace_ and token.text[0] not in "\"'("
    if following.tag_ != "POS" and not at < token.head.i <= head:
        return _is_title_phrase(setting, at)
    adverb = token.pos_ == "ADV" and token.head.pos_ == "ADJ"
    return (
        token.pos_ in _PREMODIFIERS
        or token.tag_ == "PRP$"
        or token.lower_ in lexicon()["titles"]
        or adverb
        or (token.tag_ in ("VBN", "VBG") and token.dep_ in ("amod", "compound", "nmod"))
    )


def _is_title_phrase(setting: Setting, at: int) -> bool:
    """A modifier of a title where the parser made the title, not the name, the head: "leader | Kim Jong-un"."""
    head = setting.doc[at].head.i
    return head > at and head in setting.titles and setting.doc[at].pos_ in _PREMODIFIERS


def root_of(setting: Setting, first: int, last: int) -> Token:
    """The token of a phrase that hangs on something outside it; a title that heads its name stands for the name."""
    doc = setting.doc
    root = next((doc[at] for at in range(last, first - 1, -1) if not first <= doc[at].head.i <= last), doc[last])
    if root.dep_ in ("appos", "flat", "nmod") and root.head.i == first - 1 and first - 1 in setting.titles:
        return root.head
    return root


@dataclass(frozen=True, slots=True)
class Premodifiers:
    """What the words before a head say: whose, of which country, and what else."""

    owner: int | None
    nations: frozenset[str]
    modifiers: frozenset[str]

    @staticmethod
    def of(setting: Setting, first: int, end: int) -> Premodifiers:
        doc = setting.doc
        owner, start = None, first
        for at in range(first, end):
            if doc[at].tag_ == "POS" and at > first and at not in setting.name_at:
                owner, start = at - 1, at + 1
            elif doc[at].tag_ == "PRP$":
                owner, start = at, at + 1
        nations, spent = _nations(doc, start, end)
        words = {
            doc[at].lower_
            for at in range(start, end)
            if at not in spent and doc[at].is_alpha and doc[at].pos_ in ("NOUN", "PROPN", "ADJ", "VERB")
        }
        return Premodifiers(owner, nations, frozenset(words - IDLE - DETERMINERS))


def _nations(doc: Doc, start: int, end: int) -> tuple[frozenset[str], set[int]]:
    """Countries named in ``[start, end)`` by adjective, abbreviation or name, and the tokens spent on them."""
    found: set[str] = set()
    spent: set[int] = set()
    at = start
    countries = _countries()
    while at < end:
        for size in (3, 2, 1):
            words = " ".join(token.lower_ for token in doc[at : at + size]) if at + size <= end else ""
            if words and (is_nation_word(words) or words in countries):
                found.add(nation(words))
                spent.update(range(at, at + size))
                at += size - 1
                break
        at += 1
    return frozenset(found), spent


@functools.cache
def _countries() -> frozenset[str]:
    return frozenset(lexicon()["nations"].values())


def complement_of(setting: Setting, token: Token) -> tuple[int, frozenset[str], frozenset[str]]:
    """Last token of a role with its "of the ministry", the words of that, and the countries after "of"."""
    doc, last, head = setting.doc, token.i, token
    words: set[str] = set()
    nations: frozenset[str] = frozenset()
    while last + 1 < len(doc) and (prep := doc[last + 1]).lower_ in _COMPLEMENTS and prep.head.i == head.i:
        noun = next((child for child in prep.children if child.dep_ == "pobj" and child.i > prep.i), None)
        if noun is None or noun.i - token.i > _RIGHT or any(doc[at].text in ',;:"()' for at in range(last, noun.i)):
            break
        last = setting.name_at[noun.i].last if noun.i in setting.name_at else noun.i
        head = noun
        inside = doc[prep.i + 1 : last + 1]
        words |= {part.lower_ for part in inside if part.is_alpha and part.pos_ in ("NOUN", "PROPN", "ADJ")}
        if prep.lower_ == "of":
            nations |= _nations(doc, prep.i + 1, last + 1)[0]
    return last, frozenset(words), nations


def affiliation_of(setting: Setting, name: Name) -> frozenset[str]:
    """Party and state behind a politician's name: "Marco Rubio (R-Fla.)", "Rubio, R-Fla.,", "Rubio of Florida"."""
    doc = setting.doc
    behind = text_of(doc, name.last + 1, min(name.last + 8, len(doc) - 1)) if name.last + 1 < len(doc) else ""
    found = _AFFILIATION.match(behind)
    if found is not None:
        return frozenset({_PARTIES[found["party"]]}) | _words_of_state(found["state"])
    found = _HOME.match(behind)
    return _words_of_state(found["state"]) if found is not None else frozenset()


_PARTIES = {"R": "republican", "D": "democratic", "I": "independent"}
_AFFILIATION = re.compile(r"\s?(?:\(|,\s)(?P<party>[RDI])\.?(?:-|–|,\s)\s?(?P<state>[A-Z][A-Za-z.]*(?: [A-Z][a-z.]+)*)")
_HOME = re.compile(r"\s?of (?P<state>[A-Z][a-z]+(?: [A-Z][a-z]+)?)")


def _words_of_state(text: str) -> frozenset[str]:
    lowered = text.lower().replace(".", "")
    known = lexicon()["states"].get(lowered.replace(" ", ""), lowered)
    return frozenset(known.split()) - IDLE if known in states() else frozenset()


def inner_name(setting: Setting, first: int, end: int) -> Name | None:
    """The last name before the head of a phrase: "the Biden administration"."""
    return next((setting.name_at[at] for at in range(end - 1, first - 1, -1) if at in setting.name_at), None)

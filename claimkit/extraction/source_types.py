"""What kind of source a noun phrase is: a person, a government, an outlet, a document, nobody one could ask.

The order of decisions is that of ``docs/guidelines.md`` (source types): a withheld name, a named individual, an unnamed
one and the institution he speaks for, a text, an institution, a group of people.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from claimkit.extraction.cues import lemma
from claimkit.extraction.names import is_acronym, is_nation_word, lexicon, words_of
from claimkit.extraction.noun_phrases import role_of, roles
from claimkit.extraction.outlets import find_outlet
from claimkit.records import EntityType, Mention, SourceType
from claimkit.resources import load_lexicon

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Token

_ONE_PERSON = frozenset(
    {"he", "him", "his", "himself", "she", "her", "hers", "herself", "i", "me", "my", "mine", "myself"}
)
_GENERIC = frozenset({"we", "us", "our", "ourselves", "you", "your", "yourself", "they", "them", "their", "themselves"})
_PREPOSITIONS = frozenset({"of", "for", "at", "in", "from", "with", "on", "to", "by", "about", "close", "familiar"})
_REACH = 40  # tokens back to what "it" may mean
_PAC = re.compile(r"\bPACs?\b")
# A sentence that withholds a name does so next to the phrase; further mentions are not searched for it.
_SEARCHED = 3


def source_type(phrase: str, head: Token, mention: Mention | None) -> SourceType:
    """The type of the source written as ``phrase`` with its ``head``; ``mention`` is the entity it names, if known."""
    if withholds(phrase):
        return SourceType.ANONYMOUS
    if phrase.strip() in ("Q", "A"):
        return SourceType.PERSON
    head = _nominal_head(head, phrase)
    if mention is not None and _is_named_person(mention) and _is_inside(head, mention):
        return _of_coordination(head, phrase, SourceType.PERSON)
    if head.tag_ in ("PRP", "PRP$", "WP", "WP$", "WDT") or head.lower_ in _ONE_PERSON | _GENERIC:
        return _of_pronoun(head, mention)
    if mention is not None and _is_unnamed(mention) and _is_withheld(head, mention):
        return SourceType.ANONYMOUS
    return _of_coordination(head, phrase, _of_phrase(phrase, head, mention))


def _nominal_head(head: Token, phrase: str) -> Token:
    """A noun of the phrase where the parser took another word for its head: "fundraising | documents"."""
    if head.pos_ not in _NO_HEADS or head.text not in phrase:
        return head
    start = head.idx - phrase.index(head.text)
    words = head.doc.char_span(start, start + len(phrase), alignment_mode="expand") if start >= 0 else None
    for token in words or ():
        following = token.nbor() if token.i + 1 < len(head.doc) else None
        if token.pos_ in ("NOUN", "PROPN") and (following is None or following.pos_ not in ("NOUN", "PROPN", "PART")):
            return token
    return head


_NO_HEADS = frozenset({"ADJ", "ADV", "VERB", "AUX", "SCONJ", "ADP", "INTJ", "PUNCT"})


def withholds(phrase: str) -> bool:
    """Whether a phrase says that its name is not given: "an aide who asked not to be named"."""
    lowered = phrase.lower()
    return any(words in lowered for words in load_lexicon("sources")["anonymous"]["phrases"])


def type_without_source(cue: Token) -> SourceType:
    """*hearsay* where a cue names nobody to ask ("is believed"), *unknown* where a verb has lost its subject.

    After the guidelines: an agentless passive, an impersonal verb or a noun without possessor is hearsay.
    """
    passive = any(child.dep_ in ("auxpass", "nsubjpass") for child in cue.children)
    if passive or cue.tag_ == "VBN" or cue.pos_ in ("NOUN", "ADJ", "ADV", "ADP", "SCONJ"):
        return SourceType.HEARSAY
    subjects = {child.lower_ for child in cue.children if child.dep_ in ("nsubj", "expl")}
    impersonal = cue.lemma_.lower() in ("seem", "appear") or bool(subjects & {"it", "there"})
    return SourceType.HEARSAY if impersonal else SourceType.UNKNOWN


# --- whom the phrase means ---


def _is_inside(head: Token, mention: Mention) -> bool:
    return any(span.start <= head.idx < span.end for span in mention.spans)


def _is_named_person(mention: Mention) -> bool:
    return mention.type is EntityType.PERSON and not _is_description(mention.name)


def _is_unnamed(mention: Mention) -> bool:
    return mention.type in (EntityType.PERSON, EntityType.GROUP, EntityType.OTHER) and _is_description(mention.name)


def _is_description(name: str) -> bool:
    """«Gawker employee», «Officials» at the head of a sentence, «House Speaker» in a headline."""
    last = _core(name).split()[-1:]
    if not last or not last[0][:1].isupper():
        return True
    word, people = last[0].lower(), lexicon()["persons"] | lexicon()["groups"]
    called = any(form in people for form in (word, word.removesuffix("s")))
    return called and len(name.split()) < 3 and find_outlet(name) is None


def _core(name: str) -> str:
    """The words of a description up to its "of" or "for", without commas."""
    kept: list[str] = []
    for word in name.split():
        if kept and word.lower() in _PREPOSITIONS:
            break
        kept.append(word.strip(",;"))
        if word.endswith(","):
            break
    return " ".join(kept)


def _is_withheld(head: Token, mention: Mention) -> bool:
    """Whether a sentence in which an unnamed source stands withholds the name: "..., he said on condition of ..."."""
    doc = head.doc
    for span in mention.spans[:_SEARCHED]:
        words = doc.char_span(span.start, span.end, alignment_mode="expand")
        if words is not None and withholds(words.sent.text):
            return True
    return False


# --- what it is ---


def _of_pronoun(head: Token, mention: Mention | None) -> SourceType:
    if mention is None:
        if _is_counted(head):
            return SourceType.COLLECTIVE
        if head.lower_ in _ONE_PERSON or head.lower_ in ("who", "whom", "whose"):
            return SourceType.PERSON
        if head.lower_ in _GENERIC:
            return SourceType.COLLECTIVE
        noun = _noun_before(head)
        return (_of_description(noun) if noun is not None else None) or SourceType.UNKNOWN
    if _is_unnamed(mention) and _is_withheld(head, mention):
        return SourceType.ANONYMOUS
    kind = _of_entity(mention)
    single = head.lower_ in _ONE_PERSON and kind in (SourceType.COLLECTIVE, SourceType.UNKNOWN)
    if kind is SourceType.UNKNOWN and head.lower_ in _GENERIC:
        return SourceType.COLLECTIVE
    return SourceType.PERSON if single else kind


def _noun_before(head: Token) -> Token | None:
    """What "it" or "which" is likely to mean where that is no mention: a subject, or the noun before its clause."""
    if head.tag_ in ("WDT", "WP"):
        verb = head.head
        return verb.head if verb.dep_ == "relcl" and verb.head.pos_ == "NOUN" else None
    for at in range(head.i - 1, max(head.i - _REACH, -1), -1):
        token = head.doc[at]
        if token.dep_ in ("nsubj", "nsubjpass") and token.pos_ in ("NOUN", "PROPN"):
            return token if token.pos_ == "NOUN" and token.tag_ == "NN" else None
    return None


def _is_counted(head: Token) -> bool:
    """«64 percent who say»: a relative pronoun right behind a number of people."""
    before = head.nbor(-1) if head.i else head
    return head.tag_ == "WP" and (before.tag_ in ("NNS", "CD") or before.lower_ in ("percent", "half", "those", "many"))


def _of_phrase(phrase: str, head: Token, mention: Mention | None) -> SourceType:
    """The type of a phrase that is no pronoun and names no single person."""
    known = mention if mention is not None and _is_inside(head, mention) else None
    if _PAC.search(phrase) and role_of(head) not in lexicon()["persons"]:
        return SourceType.POLITICAL_ORGANISATION
    outlet = find_outlet(phrase) if head.pos_ == "PROPN" else None
    if outlet is not None:
        return outlet.type
    unnamed = known is not None and _is_description(known.name)
    if head.pos_ == "PROPN" and not unnamed and (known is not None or head.ent_type_):
        named = _of_name(known.name if known is not None else phrase, known)
        if named is not None:
            return named
    if _opens_with_number(phrase):
        return SourceType.COLLECTIVE
    described = _of_description(head)
    if described is not None and (known is None or unnamed):
        return described
    if known is not None:
        return _of_entity(known, described)
    if described is not None:
        return described
    if mention is not None and (head.pos_ != "NOUN" or not _is_named_person(mention)):
        return _of_entity(mention)
    labels: Mapping[str, str] = load_lexicon("sources")["labels"]
    if head.ent_type_ in labels:
        return SourceType(labels[head.ent_type_])
    return SourceType.COLLECTIVE if head.tag_ in ("NNS", "NNPS") or head.pos_ == "NUM" else SourceType.UNKNOWN


def _opens_with_number(phrase: str) -> bool:
    """«Most in both states», whatever the parser takes for its head."""
    words = phrase.lower().split()
    counted = len(words) > 1 and words[0] in lexicon()["doubtful_groups"]
    return counted and words[1] in _PREPOSITIONS and words[1] != "of"


def _of_entity(mention: Mention, described: SourceType | None = None) -> SourceType:
    """The type an entity has by its name, whatever it is called at this place."""
    if mention.type is EntityType.PERSON and not _is_description(mention.name):
        return SourceType.PERSON
    if not _is_description(mention.name):
        named = _of_name(mention.name, mention)
        if named is not None:
            return named
    if described is not None:
        return described
    words = [word.lower() for word in mention.name.replace(",", " ").split()]
    last = _core(mention.name).lower().split()[-1:]
    role = last[0] if last else ""
    plural = mention.type is EntityType.GROUP and role not in _heads()
    kind = _of_words(role, words, plural=plural, person=mention.type is EntityType.PERSON)
    return kind if kind is not None else _BY_TYPE.get(mention.type, SourceType.UNKNOWN)


_BY_TYPE = {
    EntityType.PERSON: SourceType.PERSON,
    EntityType.GROUP: SourceType.COLLECTIVE,
    EntityType.ORGANISATION: SourceType.COLLECTIVE,
    EntityType.PLACE: SourceType.GOVERNMENT,
    EntityType.DOCUMENT: SourceType.DOCUMENT,
}


def _of_name(name: str, mention: Mention | None) -> SourceType | None:
    """The type of a proper name: from the table of outlets, of names, of words in names."""
    outlet = find_outlet(name)
    words = words_of(name)
    if outlet is not None:
        return outlet.type
    spelt = name.replace(".", "").lower() if is_acronym(name) else " ".join(words)
    if spelt in _named():
        return _named()[spelt]
    if mention is not None and mention.type is EntityType.GROUP:
        return SourceType.COLLECTIVE
    if is_nation_word(name):
        return SourceType.GOVERNMENT
    if words[-1:] in _HOUSES and any(_name_words().get(word) is SourceType.RESEARCH for word in words):
        # «the Neder Research Center»
        return SourceType.RESEARCH
    if any(word in _PARTISAN for word in words) and words[-1] not in ("poll", "survey"):
        return SourceType.POLITICAL_ORGANISATION
    for word in reversed(words):
        if word in _name_words():
            return _name_words()[word]
    if _is_station(name):
        return SourceType.NEWS_OUTLET
    return _BY_TYPE.get(mention.type) if mention is not None else None


_HOUSES = frozenset({("center",), ("centre",), ("foundation",), ("group",), ("project",)})
_PARTISAN = frozenset({"pac", "superpac", "party", "caucus", "republican", "democratic", "democrat", "gop", "campaign"})


def _is_station(name: str) -> bool:
    """KING-TV, WBUR: four capitals, the first a K or W."""
    call = name.partition("-")[0].strip()
    return len(call) in (3, 4) and call.isupper() and call[0] in "KW" and call.isalpha()


def _of_description(head: Token) -> SourceType | None:
    """The type of a phrase with a common noun at its head."""
    before, behind = _around(head)
    words = [*before, *behind]
    noun = next((form for form in (head.lower_, lemma(head)) if form in _heads()), lemma(head))
    role = role_of(head)
    person = role is not None and roles().get(role) is EntityType.PERSON
    plural = head.tag_ in ("NNS", "NNPS")
    return _of_words(role if person and role else noun, words, plural=plural, person=person)


def _of_words(noun: str, words: list[str], *, plural: bool, person: bool) -> SourceType | None:
    """The type of a noun among the other words of its phrase."""
    people = lexicon()["persons"]
    singular = next((form for form in (noun, noun.removesuffix("s")) if form in _voices() or form in people), noun)
    voice = _voices().get(singular)
    if voice is SourceType.ANONYMOUS:
        return voice
    if singular in _spokespeople() or voice is not None:
        speaks_for = _institution(words)
        if speaks_for is not None:
            return speaks_for
        if voice is not None and (plural or singular in _voices_of_one()):
            return voice
    if noun in _heads() and not (person and singular in people):
        return _of_thing(noun, words)
    if singular in people:
        return SourceType.COLLECTIVE if plural else SourceType.PERSON
    return None


def _of_thing(noun: str, words: Collection[str]) -> SourceType:
    """«Dunmore's team» and «her staff» are a campaign, a team of divers is not; «the number» is no «number of men»."""
    if noun in _CAMPS and any(word in _POSSESSIVES for word in words):
        return SourceType.POLITICAL_ORGANISATION
    if noun in ("number", "share") and "of" not in words:
        return SourceType.RESEARCH
    if noun == "average" and "percent" in words:
        return SourceType.COLLECTIVE
    if noun in _BODIES and any(word in _PARTISAN for word in words):
        return SourceType.POLITICAL_ORGANISATION
    return _heads()[noun]


_CAMPS = frozenset({"team", "staff", "circle", "organization", "organisation"})
_BODIES = frozenset({"committee", "organization", "organisation", "team", "staff", "group", "delegation", "leadership"})
_POSSESSIVES = frozenset({"'s", "'", "his", "her"})


def _around(head: Token) -> tuple[list[str], list[str]]:
    """The words of a phrase before its head, and those of its complement."""
    doc = head.doc
    first = max(head.left_edge.i, head.i - 10)
    before = [token.lower_ for token in doc[first : head.i]]
    behind: list[str] = []
    for token in doc[head.i + 1 : min(head.right_edge.i + 1, head.i + 9)]:
        if token.is_punct or token.tag_ in ("WP", "WDT", "VBG", "VBN"):
            break
        behind.append(token.lower_)
    return before, behind


def _institution(words: list[str]) -> SourceType | None:
    """The kind of institution that words around a spokesman name."""
    for word in reversed(words):
        if word in _institutions():
            return _institutions()[word]
    return None


def _of_coordination(head: Token, phrase: str, kind: SourceType) -> SourceType:
    """«Dunmore and other donors»: what its members share, else a collective."""
    for other in _coordinated(head):
        if other.text not in phrase:
            break
        if other.tag_ == "NNS" and kind is SourceType.PERSON:
            return SourceType.COLLECTIVE
    return kind


def _coordinated(head: Token) -> Iterator[Token]:
    token = head
    for _ in range(6):
        following = next((child for child in token.children if child.dep_ == "conj" and child.i > token.i), None)
        if following is None:
            return
        yield following
        token = following


# --- word lists ---


def _table(name: str) -> Mapping[str, SourceType]:
    tables: Mapping[str, list[str]] = load_lexicon("sources")[name]
    return {word: SourceType(kind) for kind, heads in reversed(list(tables.items())) for word in heads}


@functools.cache
def _heads() -> Mapping[str, SourceType]:
    return _table("heads")


@functools.cache
def _voices() -> Mapping[str, SourceType]:
    return _table("voices")


@functools.cache
def _voices_of_one() -> frozenset[str]:
    return frozenset(load_lexicon("sources")["spokespeople"]["alone"])


@functools.cache
def _spokespeople() -> frozenset[str]:
    return frozenset(load_lexicon("sources")["spokespeople"]["heads"])


@functools.cache
def _institutions() -> Mapping[str, SourceType]:
    return _table("institutions")


@functools.cache
def _named() -> Mapping[str, SourceType]:
    return _table("named")


@functools.cache
def _name_words() -> Mapping[str, SourceType]:
    return _table("names")

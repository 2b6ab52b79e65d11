"""Proper names: where they stand in a parse, of what type they are, and which two can be one bearer's.

The tagger's entities are mended three ways: runs of proper nouns it missed are added, borders are moved off titles
and possessives, and one string has one type throughout an article (the majority's, unless its own words decide).
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from claimkit.extraction.outlets import find_outlet
from claimkit.records import EntityType
from claimkit.resources import load_lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_TYPES = {
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
_NUMERIC = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"})
_CONNECTORS = frozenset({"of", "for", "and", "the", "&", "'s", "'", "on", "in"})
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_WORD = re.compile(r"[^\s\-‐‑–.,/]+")
_POSSESSIVE = re.compile(r"(?:'s|’s|['’])$")
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name in a parse: tokens ``first`` to ``last`` (inclusive), its words and its type."""

    first: int
    last: int
    text: str
    words: tuple[str, ...]
    type: EntityType


@functools.cache
def lexicon() -> Mapping[str, Any]:
    """The word lists of ``roles.toml`` as sets, its tables as mappings."""
    lists = load_lexicon("roles")
    names = {gender: frozenset(known) for gender, known in lists["given_names"].items()}
    sets = {key: frozenset(value) if isinstance(value, list) else value for key, value in lists.items()}
    return {**sets, "person_endings": tuple(lists["person_endings"]), "given_names": names}


def bare(name: str) -> str:
    """The name without a leading article and a trailing possessive."""
    return _POSSESSIVE.sub("", _ARTICLE.sub("", name.strip())).strip()


def words_of(name: str) -> tuple[str, ...]:
    """Lower-case words; hyphens part words, so that Kim Jong-un and Kim Jong Un are written alike."""
    return tuple(word.lower() for word in _WORD.findall(bare(name)))


def nation(name: str) -> str:
    """The place a name, adjective or abbreviation stands for: "N. Korean" → "north korea"; others stay themselves."""
    lowered = bare(name).lower()
    place: str = lexicon()["nations"].get(lowered, lowered)
    return place


def is_nation_word(text: str) -> bool:
    """Whether ``text`` is an adjective or abbreviation of a country."""
    return bare(text).lower() in lexicon()["nations"]


def core_words(words: tuple[str, ...]) -> tuple[str, ...]:
    """A person's words without initials in the middle and generational suffixes: Donald J. Trump Jr. → donald trump."""
    kept = [word for word in words if word not in _SUFFIXES]
    return tuple(word for at, word in enumerate(kept) if len(word) > 1 or at == 0)


def person_key(words: tuple[str, ...]) -> str:
    """What two full names of one person have in common; East Asian names keep every word (Jong-un is not Yo-jong)."""
    kept = core_words(words)
    if not kept:
        return " ".join(words)
    if _surname_first(kept):
        return " ".join(kept)
    first = lexicon()["nicknames"].get(kept[0], kept[0])
    return f"{first} {kept[-1]}"


def surnames(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words by which a person may be named alone: the last, and the first where it is an East Asian surname."""
    kept = core_words(words)
    if not kept:
        return ()
    first = kept[0] if _surname_first(kept) else kept[-1]
    return (first,) if first == kept[-1] else (first, kept[-1])


def given_gender(words: tuple[str, ...]) -> str | None:
    """``"m"`` or ``"f"`` where the given name tells, else ``None``."""
    if len(words) < 2 or _surname_first(words):
        return None
    names = lexicon()["given_names"]
    return next((gender for gender in ("m", "f") if words[0] in names[gender]), None)


def _surname_first(words: tuple[str, ...]) -> bool:
    """Kim Jong Un, Xi Jinping; not Sung Kim, and not Kim Beazley or Lee Harvey Oswald in doubt."""
    known = lexicon()["east_asian_surnames"]
    return len(words) in (2, 3) and words[0] in known and words[-1] not in lexicon()["given_names"]["m"]


def org_variants(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Shorter forms of an organisation's name: without its country, without "of …", without a corporate suffix."""
    if len(words) < 2:
        return
    for size in (2, 1):
        if len(words) > size and is_nation_word(" ".join(words[:size]).replace("u s", "u.s.")):
            yield words[size:]
            yield from org_variants(words[size:])
            break
    if "of" in words[2:]:
        yield words[: words.index("of", 2)]
    if words[-1] in ("inc", "corp", "llc", "ltd", "plc", "co", "corporation", "company", "lp"):
        yield words[:-1]
    if words[-1] == "olympics":
        yield words[-1:]
    if words[-1] in ("university", "solutions", "agency", "newspaper", "news", "group") and len(words) > 1:
        yield words[:-1]


def initials(name: str) -> str:
    """The capitals an acronym is made of: Korean Central News Agency → KCNA."""
    return "".join(word[0] for word in _WORD.findall(bare(name)) if word[0].isupper())


def is_acronym(text: str) -> bool:
    """Two to six capitals, points and digits aside."""
    letters = text.replace(".", "").replace("&", "")
    return 2 <= len(letters) <= 6 and letters.isalpha() and letters.isupper()


def names_in(doc: Doc) -> tuple[Name, ...]:
    """The proper names of a parse in text order, none overlapping, adjectives of country and titles left out."""
    rough = [piece for run in _runs(doc) for piece in _pieces(doc, run)]
    # «Baker» and «Bishop» are names where a Brian Baker or a Julie Bishop has been named in full.
    family = {doc[last].lower_ for first, last, label in rough if label == "PERSON" and last > first}
    pieces = [trimmed for piece in rough if (trimmed := _trim(doc, piece, family))]
    labelled = [(first, last, label, bare(text_of(doc, first, last))) for first, last, label in pieces]
    types = _types(doc, labelled)
    return tuple(
        Name(first, last, text, words_of(text), types[text.lower()])
        for first, last, label, text in labelled
        if text and not _is_modifier(doc, first, last, label)
    )


def text_of(doc: Doc, first: int, last: int) -> str:
    """The words from token ``first`` to ``last``; not by ``doc.text``, which is put together anew each time."""
    return str(doc[first : last + 1].text)


def _label(token: Token) -> str:
    """The tagger's label where it names something and is written with a capital, else the empty string."""
    return token.ent_type_ if token.ent_type_ in _TYPES else ""


def _is_name_token(token: Token) -> bool:
    if not token.text[0].isupper() or token.ent_type_ in _NUMERIC or token.lower_ in lexicon()["not_names"]:
        return False
    return token.tag_ in ("NNP", "NNPS") or (bool(_label(token)) and token.pos_ not in ("DET", "PRON", "VERB", "AUX"))


def _runs(doc: Doc) -> Iterator[tuple[int, int]]:
    """Stretches of name tokens with the hyphens, possessives and small words that hold them together."""
    at = 0
    while at < len(doc):
        if not _is_name_token(doc[at]) and not _opens_possessive_name(doc, at):
            at += 1
            continue
        last = at
        while (following := _continuation(doc, last)) is not None:
            last = following
        yield at, last
        at = last + 1


def _continuation(doc: Doc, last: int) -> int | None:
    """The next token of the run that ends in ``last``, or ``None``: over at most three joining tokens."""
    if last + 1 >= len(doc) or doc[last + 1].is_sent_start:
        return None
    token = doc[last + 1]
    if _is_name_token(token) or (_opens_possessive_name(doc, last) and last + 2 < len(doc)):
        return last + 1
    if token.text == "-" and not doc[last].whitespace_ and not token.whitespace_ and last + 2 < len(doc):
        part = doc[last + 2]
        inside = part.ent_iob_ == "I" and bool(_label(part))
        if part.is_alpha and (inside or part.text[0].isupper() or part.lower_ in ("elect", "designate", "general")):
            return last + 2
    if token.text == "&" and last + 2 < len(doc) and _is_name_token(doc[last + 2]):
        return last + 2
    for ahead in range(last + 1, min(last + 3, len(doc))):
        if doc[ahead].lower_ not in lexicon()["particles"]:
            break
        if ahead + 1 < len(doc) and _is_name_token(doc[ahead + 1]):
            return ahead + 1
    for ahead in range(last + 1, min(last + 4, len(doc))):
        inside = doc[ahead].ent_iob_ == "I" and _label(doc[ahead]) in ("ORG", "EVENT", "FAC", "LAW", "GPE", "LOC")
        if not inside or "\n" in doc[ahead].text:
            return None
        if _is_name_token(doc[ahead]):
            return ahead
        if doc[ahead].lower_ not in _CONNECTORS:
            return None
    return None


def _opens_possessive_name(doc: Doc, at: int) -> bool:
    """«Workers'» in «the Workers' Party», also when the apostrophe itself is asked about."""
    word = at - 1 if doc[at].tag_ == "POS" and at else at
    return (
        word + 2 < len(doc)
        and doc[word].lower_ in lexicon()["name_possessives"]
        and doc[word].text[0].isupper()
        and doc[word + 1].tag_ == "POS"
        and doc[word + 2].text[0].isupper()
    )


def _pieces(doc: Doc, run: tuple[int, int]) -> list[tuple[int, int, str]]:
    """A run divided at the tagger's borders, and put together again where the parse shows one name."""
    pieces: list[tuple[int, int, str]] = []
    for at in range(run[0], run[1] + 1):
        label, begins = _label(doc[at]), doc[at].ent_iob_ == "B"
        particle = doc[at].lower_ in lexicon()["particles"] or (pieces and doc[at - 1].lower_ in lexicon()["particles"])
        if pieces and (particle and doc[at - 1].text != "-" and at > run[0]):
            pieces[-1] = (pieces[-1][0], at, pieces[-1][2] or label)
        elif pieces and not begins and (pieces[-1][2] == label or not doc[at].is_alpha):
            pieces[-1] = (pieces[-1][0], at, pieces[-1][2])
        else:
            pieces.append((at, at, label))
    merged: list[tuple[int, int, str]] = []
    for piece in pieces:
        if merged and _is_one_name(doc, merged[-1], piece):
            label = "PERSON" if "PERSON" in (piece[2], merged[-1][2]) else piece[2] or merged[-1][2]
            merged[-1] = (merged[-1][0], piece[1], label)
        else:
            merged.append(piece)
    return merged


def _is_one_name(doc: Doc, left: tuple[int, int, str], right: tuple[int, int, str]) -> bool:
    if _opens_possessive_name(doc, left[1]):
        return True
    titles = all(_is_title_word(doc[at]) for at in range(left[0], left[1] + 1))
    if right[2] == "PERSON" or left[2] == "PERSON":
        return (
            not titles
            and "" in (left[2], right[2])
            and _depends(doc, left, right)
            and not _is_title_word(doc[right[1]])
        )
    if left[2] in ("GPE", "NORP", "LOC") or right[2] in ("GPE", "NORP"):
        return False
    return not titles and _depends(doc, left, right)


def _depends(doc: Doc, left: tuple[int, int, str], right: tuple[int, int, str]) -> bool:
    """Whether a token of the left piece is a compound part of the right one, or the other way round."""
    return any(
        doc[at].dep_ == "compound" and right[0] <= doc[at].head.i <= right[1] for at in range(left[0], left[1] + 1)
    )


def _is_plural_role(token: Token) -> bool:
    """«Senators» before two names, but not the «Workers'» of a party."""
    owns = token.i + 1 < len(token.doc) and token.nbor().tag_ == "POS"
    return not owns and token.lower_.removesuffix("s") in lexicon()["persons"]


def _is_title_word(token: Token) -> bool:
    words, lowered = lexicon(), token.lower_
    return (
        (not token.is_alpha and not lowered.endswith("."))
        or lowered in words["titles"]
        or lowered in words["title_modifiers"]
        or lowered in words["persons"]
        or _is_plural_role(token)
        or lowered
        in (
            "elect",
            "designate",
            "of",
        )
    )


def _trim(doc: Doc, piece: tuple[int, int, str], family: Collection[str]) -> tuple[int, int, str] | None:
    """The piece without articles, titles and possessives; ``None`` where nothing but a title is left."""
    first, last, label = piece
    while last >= first and (
        doc[last].tag_ == "POS" or doc[last].is_space or not any(map(str.isalnum, doc[last].text))
    ):
        last -= 1
    while first <= last and (
        doc[first].lower_ in ("the", "a", "an", "&") or doc[first].is_space or doc[first].text == "-"
    ):
        first += 1
    if first > last:
        return None
    if first == last and doc[first].lower_ in family and (first == 0 or doc[first - 1].pos_ != "DET"):
        return first, last, label
    only_titles = all(_is_title_word(doc[at]) for at in range(first, last + 1))
    if only_titles and (label in ("", "PERSON", "NORP") or first == last):
        return None
    if label in ("", "PERSON"):
        start = first
        while start < last and _is_title_word(doc[start]) and doc[start].is_alpha | doc[start].text.endswith("."):
            start += 1
        # The tagger passed over «Mayor Jan de Vries»: a title before two words that make no body is a person's.
        body = doc[last].lower_ in lexicon()["organisation_words"] | lexicon()["event_words"]
        if label == "" and doc[first].lower_ in lexicon()["persons"] and start < last and not body:
            label = "PERSON"
        # «President Bush» is a title and a name, «Justice Department» and «Senate Majority Leader» are not.
        if label == "PERSON" or doc[first].lower_ in lexicon()["titles"]:
            first = start
    return first, last, label


def _is_modifier(doc: Doc, first: int, last: int, label: str) -> bool:
    """«North Korean» in «North Korean leader»: an adjective of country names nobody."""
    adjective = label == "NORP" or is_nation_word(text_of(doc, first, last))
    return adjective and (
        doc[last].tag_ == "JJ" or (label == "NORP" and doc[last].dep_ in ("amod", "compound", "nmod"))
    )


def _types(doc: Doc, names: Iterable[tuple[int, int, str, str]]) -> dict[str, EntityType]:
    """One type for each string: by its own words, else by the majority of the tagger's labels in the article."""
    votes: dict[str, Counter[EntityType]] = {}
    forms: dict[str, str] = {}
    for first, last, label, text in names:
        kind = _TYPES[label] if label else _type_from_context(doc, first, last, text)
        votes.setdefault(text.lower(), Counter())[kind] += 1 if kind is EntityType.OTHER else 2
        forms.setdefault(text.lower(), text)
    types = {key: _type_from_words(forms[key], counts.most_common(1)[0][0]) for key, counts in votes.items()}
    family = {
        name
        for key, kind in types.items()
        if kind is EntityType.PERSON and len(words_of(key)) > 1
        for name in surnames(words_of(key))
    }
    for key, kind in types.items():
        word = key.split()[-1] if key.split()[:1] and key.split()[0] in lexicon()["particles"] else key
        if word in family and kind not in (EntityType.PLACE, EntityType.PERSON) and not is_acronym(forms[key]):
            types[key] = EntityType.PERSON
    return types


def _type_from_context(doc: Doc, first: int, last: int, text: str) -> EntityType:
    """The type of a name the tagger missed."""
    words = lexicon()
    if first and doc[first - 1].lower_ in words["titles"]:
        return EntityType.PERSON
    if first and doc[first - 1].lemma_.lower() in words["persons"] and doc[first - 1].pos_ in ("NOUN", "PROPN"):
        return EntityType.PERSON
    if is_acronym(text):
        return EntityType.ORGANISATION
    speaks = doc[last].dep_ == "nsubj" and doc[last].head.lemma_.lower() in words["speaking"]
    return EntityType.PERSON if speaks and last - first < 3 else EntityType.OTHER


def _type_from_words(text: str, tagged: EntityType) -> EntityType:
    """The type a name's own words decide, or ``tagged``."""
    lists, words = lexicon(), words_of(text)
    if not words:
        return tagged
    if is_nation_word(text):
        return EntityType.GROUP if tagged is EntityType.GROUP else EntityType.PLACE
    if text.lower() in lists["organisation_names"] or find_outlet(text) is not None:
        return EntityType.ORGANISATION
    if len(words) < 2:
        return tagged
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

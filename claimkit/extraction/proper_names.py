"""Proper names in a parse: where they stand, mended where the tagger errs.

Runs of proper nouns it missed are added, borders are moved off titles and possessives, and one string has one type
throughout an article (the majority's, unless its own words decide).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimkit.extraction.name_pieces import (
    as_elsewhere,
    is_title_word,
    known_bodies_joined,
    label_of,
    opens_possessive_name,
    parted_at_titles,
    pieces_of,
    text_of,
)
from claimkit.extraction.name_types import types_of
from claimkit.extraction.names import bare, given_names, is_nation_word, lexicon, words_of
from claimkit.records import EntityType

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Doc, Token

NUMERIC = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"})
_LABEL = 4  # words of a speaker's name in a transcript
_SMALL, _HEADLINE = 3, 4  # letters of a word that may stay small; how many longer ones make a headline
_PREFIXES = frozenset({"anti", "ex", "non", "pre", "post", "pro"})
_CONNECTORS = frozenset({"of", "for", "and", "the", "&", "'s", "'", "on", "in"})


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name in a parse: tokens ``first`` to ``last`` (inclusive), its words and its type."""

    first: int
    last: int
    text: str
    words: tuple[str, ...]
    type: EntityType


def names_in(doc: Doc) -> tuple[Name, ...]:
    """The proper names of a parse in text order, none overlapping, adjectives of country and titles left out."""
    headline = _headlines(doc)
    surnames, given = _people(doc, headline)
    named = _named(doc, surnames)
    rough = [piece for run in _runs(doc, named) for piece in pieces_of(doc, run)]
    rough = [part for piece in rough for part in parted_at_titles(doc, piece)]
    rough = [_within_headline(doc, piece, surnames, given) if headline[piece[0]] else piece for piece in rough]
    rough = as_elsewhere(doc, known_bodies_joined(doc, rough))
    # «Baker» and «Bishop» are names where a Brian Baker or a Julie Bishop has been named in full.
    family = {doc[last].lower_ for first, last, label in rough if label == "PERSON" and last > first}
    pieces = [trimmed for piece in rough if (trimmed := _trim(doc, piece, family))]
    labelled = [(first, last, label, bare(text_of(doc, first, last))) for first, last, label in pieces]
    types = types_of(doc, labelled)
    return tuple(
        Name(first, last, text, words_of(text), types[text.lower()])
        for first, last, label, text in labelled
        if text and not _is_modifier(doc, first, last, label)
    )


def _headlines(doc: Doc) -> list[bool]:
    """Whether each token stands in a sentence with all words in capitals but the small ones."""
    marks = [False] * len(doc)
    for sentence in doc.sents:
        words = [token for token in sentence if token.is_alpha and len(token) > _SMALL]
        if len(words) >= _HEADLINE and sum(token.text[0].isupper() for token in words) >= 0.8 * len(words):
            marks[sentence.start : sentence.end] = [True] * len(sentence)
    return marks


def _people(doc: Doc, headline: Sequence[bool]) -> tuple[frozenset[str], frozenset[str]]:
    """Last and first words of the people named in full, headlines aside: there the tagger sees a «Dunmore Said»."""
    full = [name for name in doc.ents if name.label_ == "PERSON" and len(name) > 1 and not headline[name.start]]
    last = {str((name[-2] if name[-1].tag_ == "POS" else name[-1]).lower_) for name in full}
    last |= {
        str(token.nbor().lower_)
        for token in doc[:-1]
        if token.lower_ in given_names() and not headline[token.i] and token.text[0].isupper() and _follows_given(token)
    }
    return frozenset(last), frozenset(str(name[0].lower_) for name in full if name[0].lower_ in given_names())


def _follows_given(token: Token) -> bool:
    """Whether what comes after a given name can be a surname."""
    following = token.nbor()
    name = following.is_alpha and following.text[0].isupper() and following.tag_ in ("NNP", "NN")
    return name and not following.is_sent_start and following.lower_ not in lexicon()["organisation_words"]


def _within_headline(
    doc: Doc, piece: tuple[int, int, str], surnames: Collection[str], given: Collection[str]
) -> tuple[int, int, str]:
    """Of a piece in a headline the person the article names elsewhere: «Dunmore» of «Dunmore Said»."""
    first, last, _ = piece
    known = [at for at in range(first, last + 1) if doc[at].lower_ in surnames or doc[at].lower_ in given]
    body = doc[last].lower_ in lexicon()["organisation_words"] | lexicon()["event_words"]
    if not known or body or known[-1] - known[0] != len(known) - 1:
        return piece
    return known[0], known[-1], "PERSON"


def _named(doc: Doc, surnames: frozenset[str]) -> tuple[bool, ...]:
    """Whether each token is part of a name, also where the tagger passed over a surname it saw in full elsewhere."""
    # «Price fell» is no Tom Price where prices fall in the same article.
    common = {token.text for token in doc if token.is_lower}
    labels = _labels(doc)
    bearers = surnames | {token.lower_ for token in doc if token.tag_ == "NNP" and not token.is_sent_start}
    return tuple(
        token.i in labels
        or _is_name_token(token)
        or _is_missed(token, bearers, common)
        # «Ebeling said», a verb to the tagger, where Britta Ebeling has been named.
        or (token.lower_ in surnames and token.pos_ == "VERB" and token.is_title and token.lower_ not in common)
        for token in doc
    )


def _labels(doc: Doc) -> set[int]:
    """The words in capitals that open a line of a transcript: "KATE HOLM: Why not?"."""
    found: set[int] = set()
    for token in doc:
        if token.text != ":" or not token.i:
            continue
        first = token.i
        while first > 0 and token.i - first < _LABEL and _is_shouted(doc[first - 1]):
            first -= 1
        if first < token.i and (first == 0 or doc[first - 1].is_space):
            found.update(range(first, token.i))
    return found


def _is_shouted(token: Token) -> bool:
    return token.is_alpha and token.is_upper and len(token) > 1 and token.lower_ not in lexicon()["labels"]


def _is_name_token(token: Token) -> bool:
    if not token.text[0].isupper() or token.ent_type_ in NUMERIC or token.lower_ in lexicon()["not_names"]:
        return False
    if _is_prefixed(token):
        return False
    return token.tag_ in ("NNP", "NNPS") or (bool(label_of(token)) and token.pos_ not in ("DET", "PRON", "VERB", "AUX"))


def _is_prefixed(token: Token) -> bool:
    """«Clinton» in «a pro-Clinton group»."""
    if token.i < 2 or token.nbor(-1).text != "-" or token.nbor(-1).whitespace_:
        return False
    return token.nbor(-2).lower_ in _PREFIXES and token.dep_ in ("compound", "amod", "nmod", "pobj", "npadvmod")


def _is_missed(token: Token, bearers: Collection[str], common: Collection[str]) -> bool:
    """«Trump asked» with the tag of a common noun."""
    if not token.text[0].isupper() or token.lower_ not in bearers or token.ent_type_ in NUMERIC:
        return False
    if token.tag_ not in ("NN", "NNS", "NNP", "NNPS", "JJ", "VB", "FW", "UH"):
        return False
    return token.lower_ not in common and not _is_prefixed(token)


def _runs(doc: Doc, named: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Stretches of name tokens with the hyphens, possessives and small words that hold them together."""
    at = 0
    while at < len(doc):
        if not named[at] and not opens_possessive_name(doc, at):
            at += 1
            continue
        last = at
        while (following := _continuation(doc, last, named)) is not None:
            last = following
        yield at, last
        at = last + 1


def _continuation(doc: Doc, last: int, named: Sequence[bool]) -> int | None:
    """The next token of the run that ends in ``last``, or ``None``: over at most three joining tokens."""
    if last + 1 >= len(doc) or doc[last + 1].is_sent_start:
        return None
    token = doc[last + 1]
    if named[last + 1] or (opens_possessive_name(doc, last) and last + 2 < len(doc)):
        return last + 1
    if token.text == "-" and not doc[last].whitespace_ and not token.whitespace_ and last + 2 < len(doc):
        part = doc[last + 2]
        inside = part.ent_iob_ == "I" and bool(label_of(part))
        if part.is_alpha and (inside or part.text[0].isupper() or part.lower_ in ("elect", "designate", "general")):
            return last + 2
    if token.text == "&" and last + 2 < len(doc) and named[last + 2]:
        return last + 2
    return _over_small_words(doc, last, named)


def _over_small_words(doc: Doc, last: int, named: Sequence[bool]) -> int | None:
    """The next name token behind the particles of a surname or the connectors of a name the tagger saw whole."""
    for ahead in range(last + 1, min(last + 3, len(doc))):
        if doc[ahead].lower_ not in lexicon()["particles"]:
            break
        if ahead + 1 < len(doc) and named[ahead + 1]:
            return ahead + 1
    for ahead in range(last + 1, min(last + 4, len(doc))):
        inside = doc[ahead].ent_iob_ == "I" and label_of(doc[ahead]) in ("ORG", "EVENT", "FAC", "LAW", "GPE", "LOC")
        if not inside or "\n" in doc[ahead].text:
            return None
        if named[ahead]:
            return ahead
        if doc[ahead].lower_ not in _CONNECTORS:
            return None
    return None


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
    while label == "ORG" and first < last and is_title_word(doc[last]) and _stands_before_person(doc, last):
        # «Fox News Chairman | Ida Holm»
        last -= 1
    only_titles = all(is_title_word(doc[at]) for at in range(first, last + 1))
    if only_titles and (label in ("", "PERSON", "NORP") or first == last):
        return None
    if label in ("", "PERSON"):
        start = first
        while start < last and is_title_word(doc[start]) and doc[start].is_alpha | doc[start].text.endswith("."):
            start += 1
        # The tagger passed over «Mayor Jan de Vries»: a title before two words that make no body is a person's.
        body = doc[last].lower_ in lexicon()["organisation_words"] | lexicon()["event_words"]
        if label == "" and doc[first].lower_ in lexicon()["persons"] and start < last and not body:
            label = "PERSON"
        # «President Bush» is a title and a name, «Justice Department» and «Senate Majority Leader» are not.
        if label == "PERSON" or doc[first].lower_ in lexicon()["titles"]:
            first = start
    return first, last, label


def _stands_before_person(doc: Doc, at: int) -> bool:
    return doc[at].is_alpha and at + 1 < len(doc) and doc[at + 1].ent_type_ == "PERSON"


def _is_modifier(doc: Doc, first: int, last: int, label: str) -> bool:
    """«North Korean» in «North Korean leader»: an adjective of country names nobody."""
    adjective = label == "NORP" or is_nation_word(text_of(doc, first, last))
    return adjective and (
        doc[last].tag_ == "JJ" or (label == "NORP" and doc[last].dep_ in ("amod", "compound", "nmod"))
    )

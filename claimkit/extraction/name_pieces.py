"""The pieces of names: runs of proper nouns divided where a name ends, mended by what the article writes elsewhere."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from claimkit.extraction.name_types import TYPES
from claimkit.extraction.names import given_names, lexicon
from claimkit.extraction.outlets import find_outlet

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Doc, Token

Piece = tuple[int, int, str]  # first token, last token, the tagger's label or nothing
_NAMESAKES = 12  # so many names with one last word are looked for
_SMALL = 3  # words of a person's name or a paper's, at most


def text_of(doc: Doc, first: int, last: int) -> str:
    """The words from token ``first`` to ``last``; not by ``doc.text``, which is put together anew each time."""
    return str(doc[first : last + 1].text)


def label_of(token: Token) -> str:
    """The tagger's label where it names something and is written with a capital, else the empty string."""
    return token.ent_type_ if token.ent_type_ in TYPES else ""


def opens_possessive_name(doc: Doc, at: int) -> bool:
    """«Workers'» in «the Workers' Party», also when the apostrophe itself is asked about."""
    word = at - 1 if doc[at].tag_ == "POS" and at else at
    return (
        word + 2 < len(doc)
        and doc[word].lower_ in lexicon()["name_possessives"]
        and doc[word].text[0].isupper()
        and doc[word + 1].tag_ == "POS"
        and doc[word + 2].text[0].isupper()
    )


def pieces_of(doc: Doc, run: tuple[int, int]) -> list[Piece]:
    """A run divided at the tagger's borders, and put together again where the parse shows one name."""
    pieces: list[Piece] = []
    for at in range(run[0], run[1] + 1):
        label, begins = label_of(doc[at]), doc[at].ent_iob_ == "B"
        particle = doc[at].lower_ in lexicon()["particles"] or (pieces and doc[at - 1].lower_ in lexicon()["particles"])
        if pieces and (particle and doc[at - 1].text != "-" and at > run[0]):
            pieces[-1] = (pieces[-1][0], at, pieces[-1][2] or label)
        elif pieces and not begins and (pieces[-1][2] == label or not doc[at].is_alpha):
            pieces[-1] = (pieces[-1][0], at, pieces[-1][2])
        else:
            pieces.append((at, at, label))
    merged: list[Piece] = []
    for piece in pieces:
        if merged and _is_one_name(doc, merged[-1], piece):
            label = "PERSON" if "PERSON" in (piece[2], merged[-1][2]) else piece[2] or merged[-1][2]
            merged[-1] = (merged[-1][0], piece[1], label)
        else:
            merged.append(piece)
    return merged


def parted_at_titles(doc: Doc, piece: Piece) -> list[Piece]:
    """A piece divided before a title within it: «Neder Sen. Ida Holm», one place to the tagger."""
    first, last, label = piece
    for at in range(first + 1, last):
        if doc[at].text.endswith(".") and doc[at].lower_ in lexicon()["titles"]:
            return [(first, at - 1, label), (at, last, "PERSON")]
        # «Actress Amandla Holm», «Chief of Staff Rahm Holm»: a firm to the tagger.
        given = doc[at].lower_ in given_names() and last - at < _SMALL and label != "PERSON"
        if given and doc[at - 1].lower_ in _before_people() and doc[last].lower_ not in lexicon()["organisation_words"]:
            return [(first, at - 1, label), (at, last, "PERSON")]
    return [piece]


@functools.cache
def _before_people() -> frozenset[str]:
    people: frozenset[str] = lexicon()["persons"]
    return people | {"staff"}


def known_bodies_joined(doc: Doc, pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, two that are a known body together made one: «USA» and «TODAY»."""
    joined: list[Piece] = []
    for first, last, label in pieces:
        beside = bool(joined) and joined[-1][1] == first - 1
        whole = text_of(doc, joined[-1][0], last) if beside and last - joined[-1][0] < _SMALL else ""
        if whole and (find_outlet(whole) is not None or whole.lower() in lexicon()["organisation_names"]):
            joined[-1] = (joined[-1][0], last, "ORG")
        else:
            joined.append((first, last, label))
    return joined


def as_elsewhere(doc: Doc, pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, one that is only part of a longer name grown to it where the same words are that name elsewhere."""
    known: dict[str, dict[tuple[str, ...], str]] = {}
    for first, last, label in pieces:
        if last > first and label:
            words = tuple(token.text for token in doc[first : last + 1])
            ending = known.setdefault(words[-1], {})
            if len(ending) < _NAMESAKES:
                ending.setdefault(words, label)
    grown: list[Piece] = []
    for first, last, label in sorted([*_parted(doc, pieces, known), *_overlooked(doc, pieces, known)]):
        longest = max(
            (words for words in known.get(doc[last].text, ()) if _ends_with(doc, last, words)), key=len, default=()
        )
        start = last + 1 - len(longest)
        while longest and start < first and grown and grown[-1][0] >= start:
            grown.pop()
        if longest and start < first and (not grown or grown[-1][1] < start):
            grown.append((start, last, known[doc[last].text][longest]))
        else:
            grown.append((first, last, label))
    return grown


def _overlooked(
    doc: Doc, pieces: Sequence[Piece], known: Mapping[str, Mapping[tuple[str, ...], str]]
) -> Iterator[Piece]:
    """Names the tagger knows elsewhere in the article and passed over here."""
    covered = {at for first, last, _ in pieces for at in range(first, last + 1)}
    for token in doc:
        if token.i not in covered:
            for words, label in known.get(token.text, {}).items():
                start = token.i + 1 - len(words)
                if _ends_with(doc, token.i, words) and covered.isdisjoint(range(start, token.i)):
                    yield start, token.i, label
                    break


def _parted(doc: Doc, pieces: Sequence[Piece], known: Mapping[str, Mapping[tuple[str, ...], str]]) -> Iterator[Piece]:
    """The pieces, «Harrow and Hollis» made two where one of them stands alone elsewhere."""
    alone = {doc[first].text for first, last, _ in pieces if first == last}
    for first, last, label in pieces:
        joint = next((at for at in range(first + 1, last) if doc[at].lower_ == "and"), None)
        sides = [(first, joint - 1), (joint + 1, last)] if joint is not None else []
        words = [tuple(token.text for token in doc[start : end + 1]) for start, end in sides]
        if any(side in known.get(side[-1], {}) or (len(side) == 1 and side[0] in alone) for side in words):
            yield from ((start, end, label) for start, end in sides)
        else:
            yield first, last, label


def _ends_with(doc: Doc, last: int, words: tuple[str, ...]) -> bool:
    start = last + 1 - len(words)
    return start >= 0 and all(doc[start + at].text == word for at, word in enumerate(words))


def _is_one_name(doc: Doc, left: Piece, right: Piece) -> bool:
    if doc[right[0]].lower_ in given_names() and is_title_word(doc[left[1]]) and doc[left[1]].is_alpha:
        # «Harrow Solutions CEO | Carla Fern»
        return False
    if opens_possessive_name(doc, left[1]):
        return True
    titles = all(is_title_word(doc[at]) for at in range(left[0], left[1] + 1))
    if right[2] == "PERSON" and left[2] == "" and left[0] == left[1] and not titles:
        # «Raheem Kassam», of whom the parser made two subjects.
        one, other = doc[left[1]], doc[right[1]]
        if one.dep_ == other.dep_ and one.head == other.head and right[0] == left[1] + 1:
            return True
    if right[2] == "PERSON" or left[2] == "PERSON":
        return (
            not titles and "" in (left[2], right[2]) and _depends(doc, left, right) and not is_title_word(doc[right[1]])
        )
    if left[2] in ("GPE", "NORP", "LOC") or right[2] in ("GPE", "NORP"):
        return False
    return not titles and _depends(doc, left, right)


def _depends(doc: Doc, left: Piece, right: Piece) -> bool:
    """Whether a token of the left piece is a compound part of the right one, or the other way round."""
    return any(
        doc[at].dep_ == "compound" and right[0] <= doc[at].head.i <= right[1] for at in range(left[0], left[1] + 1)
    )


def _is_plural_role(token: Token) -> bool:
    """«Senators» before two names, but not the «Workers'» of a party."""
    owns = token.i + 1 < len(token.doc) and token.nbor().tag_ == "POS"
    return not owns and token.lower_.removesuffix("s") in lexicon()["persons"]


def is_title_word(token: Token) -> bool:
    """Whether a word in front of a name is part of its bearer's title, or no word at all."""
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

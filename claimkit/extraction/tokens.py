"""The words of a parse as plain objects: each is made once and knows its strings, its head and its children.

spaCy makes a new object at each access to a token and looks its strings up anew, a few hundred thousand times an
article. Attributes have the names and the meaning of spaCy's, as far as the rules use them; what spaCy generates
(``children``, ``sents``) is a tuple here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any, overload

if TYPE_CHECKING:
    from spacy.tokens import Doc as SpacyDoc

_IOB = ("", "I", "O", "B")
_NAMED = ("LOWER", "LEMMA", "POS", "TAG", "DEP", "ENT_TYPE")
_FLAGS = ("SPACY", "IS_SPACE", "IS_PUNCT", "LIKE_NUM", "IS_ALPHA", "IS_LOWER", "IS_UPPER", "IS_TITLE")


class Token:
    """One word, mark or run of white space; ``i`` is its place in ``doc``, ``idx`` its offset in the text."""

    __slots__ = (
        "children",
        "dep_",
        "doc",
        "ent_iob_",
        "ent_type_",
        "head",
        "i",
        "idx",
        "is_alpha",
        "is_lower",
        "is_punct",
        "is_sent_start",
        "is_space",
        "is_title",
        "is_upper",
        "left_edge",
        "lefts",
        "lemma_",
        "like_num",
        "lower_",
        "pos_",
        "right_edge",
        "rights",
        "tag_",
        "text",
        "whitespace_",
    )

    doc: Doc
    i: int
    idx: int
    text: str
    whitespace_: str
    lower_: str
    lemma_: str
    pos_: str
    tag_: str
    dep_: str
    ent_type_: str
    ent_iob_: str
    is_space: bool
    is_punct: bool
    is_alpha: bool
    is_lower: bool
    is_upper: bool
    is_title: bool
    like_num: bool
    is_sent_start: bool
    head: Token
    children: tuple[Token, ...]
    lefts: tuple[Token, ...]
    rights: tuple[Token, ...]
    left_edge: Token
    right_edge: Token

    def __len__(self) -> int:
        return len(self.text)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.i}, {self.text!r})"

    def __hash__(self) -> int:
        return self.i

    def __eq__(self, other: object) -> bool:
        return self is other

    @property
    def text_with_ws(self) -> str:
        return self.text + self.whitespace_

    @property
    def is_sent_end(self) -> bool:
        return self.i + 1 == len(self.doc) or self.doc[self.i + 1].is_sent_start

    @property
    def sent(self) -> Tokens:
        """The sentence it stands in."""
        return self.doc.sents[self.doc.sentence_number(self.i)]

    @property
    def ancestors(self) -> Iterator[Token]:
        """Its head, that one's head, and so on up to the root."""
        token = self
        while token.head is not token:
            token = token.head
            yield token

    @property
    def subtree(self) -> Iterator[Token]:
        """Itself and all words below it, in text order where the tree is projective."""
        for child in self.lefts:
            yield from child.subtree
        yield self
        for child in self.rights:
            yield from child.subtree

    @property
    def conjuncts(self) -> tuple[Token, ...]:
        """The other words of its coordination."""
        first = self
        while first.dep_ == "conj" and first.head is not first:
            first = first.head
        found = [first]
        for word in found:
            found += [child for child in word.rights if child.dep_ == "conj"]
        return tuple(word for word in found if word is not self)

    def is_ancestor(self, other: Token) -> bool:
        """Whether ``other`` hangs below it."""
        return any(token is self for token in other.ancestors)

    def nbor(self, distance: int = 1) -> Token:
        """The token ``distance`` places on. Raises IndexError beyond the ends of the text."""
        at = self.i + distance
        if at < 0:
            raise IndexError(f"no token stands {distance} places from token {self.i}")
        return self.doc.tokens[at]


class Tokens:
    """Tokens in a row, ``start`` to ``end`` (exclusive): a sentence, an entity, a phrase."""

    __slots__ = ("doc", "end", "label_", "start")

    def __init__(self, doc: Doc, start: int, end: int, label: str = "") -> None:
        self.doc, self.start, self.end, self.label_ = doc, start, end, label

    def __len__(self) -> int:
        return self.end - self.start

    def __iter__(self) -> Iterator[Token]:
        return iter(self.doc.tokens[self.start : self.end])

    def __getitem__(self, index: int) -> Token:
        return self.doc.tokens[self.start : self.end][index]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        words = self.doc.tokens[self.start : self.end]
        return "".join([word.text_with_ws for word in words[:-1]]) + words[-1].text if words else ""

    @property
    def start_char(self) -> int:
        return self[0].idx

    @property
    def end_char(self) -> int:
        return self[-1].idx + len(self[-1].text)

    @property
    def sent(self) -> Tokens:
        """The sentence that its first token stands in."""
        return self.doc[self.start].sent

    @property
    def root(self) -> Token:
        """The token nearest to the root of the sentence, the first of several; marks only where there is no word."""
        tops = [word for word in self if word.head is word or not self.start <= word.head.i < self.end]
        root = next((word for word in tops if word.head is word), None)
        return root or min(tops, key=_height, default=self.doc[self.start])


class Doc:
    """All tokens of ``text``; ``sents`` and ``ents`` in text order."""

    __slots__ = ("_sentence_starts", "ents", "sents", "text", "tokens")

    text: str
    tokens: list[Token]
    sents: tuple[Tokens, ...]
    ents: tuple[Tokens, ...]
    _sentence_starts: list[int]

    def __len__(self) -> int:
        return len(self.tokens)

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    @overload
    def __getitem__(self, index: int) -> Token: ...
    @overload
    def __getitem__(self, index: slice) -> Tokens: ...
    def __getitem__(self, index: int | slice) -> Token | Tokens:
        if isinstance(index, slice):
            start, end, _ = index.indices(len(self.tokens))
            return Tokens(self, start, max(start, end))
        return self.tokens[index]

    def sentence_number(self, index: int) -> int:
        """Which of the sentences holds the token ``index``."""
        return bisect_right(self._sentence_starts, index) - 1

    def char_span(self, start: int, end: int, alignment_mode: str = "strict") -> Tokens | None:
        """The tokens of the characters from ``start`` to ``end``, or ``None`` where there are none.

        ``alignment_mode`` is "strict" (the borders must be those of tokens) or "expand" (tokens touched are in).
        """
        first, last = self._token_at(start), self._token_at(end - 1)
        if first is None or last is None:
            return None
        if alignment_mode == "strict" and (first.idx != start or last.idx + len(last.text) != end):
            return None
        # The white space behind a token is no part of it.
        behind = alignment_mode == "expand" and start == first.idx + len(first.text)
        return self[first.i + behind : last.i + 1]

    def _token_at(self, place: int) -> Token | None:
        index = bisect_right(self.tokens, place, key=_idx) - 1
        found = self.tokens[index] if index >= 0 else None
        return found if found is not None and place < found.idx + len(found.text) + len(found.whitespace_) else None


def _idx(token: Token) -> int:
    return token.idx


def _height(token: Token) -> int:
    """How many words stand over it."""
    if (token.is_space or token.is_punct) and not token.children:
        return len(token.doc) - 1
    return sum(1 for _ in token.ancestors)


def tokens_of(parsed: SpacyDoc, length: int) -> Doc:
    """A parsed text of spaCy's as plain objects; a text of ``length`` began with white space that was not parsed."""
    doc = Doc()
    blank = length - len(parsed.text)
    doc.text = " " * blank + parsed.text
    doc.tokens = _tokens(parsed, doc, blank)
    starts = [token.i for token in doc.tokens if token.is_sent_start or token.i == 0]
    doc._sentence_starts = starts
    doc.sents = tuple(Tokens(doc, start, end) for start, end in pairwise([*starts, len(doc.tokens)]))
    doc.ents = tuple(Tokens(doc, entity.start, entity.end, entity.label_) for entity in parsed.ents)
    return doc


def _tokens(parsed: SpacyDoc, doc: Doc, blank: int) -> list[Token]:
    table: Any = parsed.to_array([*_NAMED, *_FLAGS, "ENT_IOB", "HEAD", "SENT_START"])
    columns = table.astype("int64").T.tolist()
    named = [_looked_up(column, parsed.vocab.strings) for column in columns[: len(_NAMED)]]
    flags = [list(map(bool, column)) for column in columns[len(_NAMED) : -3]]
    tokens = [Token() for _ in range(len(parsed))]
    children: list[list[Token]] = [[] for _ in tokens]
    idx = blank
    for token, given, names, flagged, iob, head, start in zip(
        tokens, parsed, zip(*named, strict=True), zip(*flags, strict=True), *columns[-3:], strict=True
    ):
        token.doc, token.i, token.idx, token.text = doc, given.i, idx, given.text
        token.lower_, token.lemma_, token.pos_, token.tag_, token.dep_, token.ent_type_ = names
        spaced, token.is_space, token.is_punct, token.like_num, *letters = flagged
        token.is_alpha, token.is_lower, token.is_upper, token.is_title = letters
        token.whitespace_ = " " if spaced else ""
        token.ent_iob_, token.is_sent_start = _IOB[iob], start == 1
        token.left_edge, token.right_edge = tokens[given.left_edge.i], tokens[given.right_edge.i]
        token.head = tokens[token.i + head]
        if head:
            children[token.i + head].append(token)
        idx += len(token.text) + spaced
    for token, below in zip(tokens, children, strict=True):
        # Within the edges only: crossing arcs can leave a child outside.
        token.lefts = tuple(child for child in below if token.left_edge.i <= child.i < token.i)
        token.rights = tuple(child for child in below if token.i < child.i <= token.right_edge.i)
        token.children = token.lefts + token.rights
    return tokens


def _looked_up(column: list[int], strings: Any) -> list[str]:
    # Signed here, unsigned there.
    names = {value: strings[value % (1 << 64)] for value in set(column)}
    return [names[value] for value in column]

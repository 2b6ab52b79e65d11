"""What the learned part of hedging sees of one word: names of binary features, read off the words and the parse.

The words themselves and their neighbours (Szarvas et al. 2012), and what stands around the word in the dependency
tree: its head, its children, the verb it is an auxiliary of, that verb's subject and conjunctions. Each comes alone and
together with the word's lemma, since «may» and «likely» are told from their doubles by different signs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Token

_REACH = 40  # children looked at, so that litter is read in linear time
_EDGE = "_"
_LEXICAL = frozenset({"aux", "auxpass", "mark", "neg", "prep", "advmod", "det", "acomp", "cc", "agent", "prt"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
_CONDITIONAL = frozenset({"if", "unless", "should", "had", "were"})


def features_of(tokens: Sequence[Token], at: int, ruled: str) -> list[str]:
    """The features of ``tokens[at]``, in a sentence without its spaces; ``ruled`` is what the lexicon calls it."""
    token = tokens[at]
    key = token.lemma_.lower()
    plain = [f"r={ruled}", *_words(tokens, at), *_tree(token)]
    return ["", f"l={key}", *plain, *(f"{key}&{each}" for each in plain)]


def _words(tokens: Sequence[Token], at: int) -> Iterator[str]:
    forms = [tokens[n].lower_ if 0 <= n < len(tokens) else _EDGE for n in range(at - 2, at + 4)]
    tags = [tokens[n].tag_ if 0 <= n < len(tokens) else _EDGE for n in range(at - 2, at + 3)]
    yield f"w={forms[2]}"
    for name, form in zip(("-2", "-1", "+1", "+2", "+3"), (*forms[:2], *forms[3:]), strict=True):
        yield f"w{name}={form}"
    yield f"w-1:0={forms[1]} {forms[2]}"
    yield f"w0:+1={forms[2]} {forms[3]}"
    yield f"w+1:+2={forms[3]} {forms[4]}"
    yield f"w-2:-1={forms[0]} {forms[1]}"
    for name, tag in zip(("-2", "-1", "0", "+1", "+2"), tags, strict=True):
        yield f"t{name}={tag}"
    yield f"t-1:+1={tags[1]} {tags[3]}"
    yield f"t+1:+2={tags[3]} {tags[4]}"
    token = tokens[at]
    yield f"title={token.text.istitle() and at > 0} {token.is_upper}"
    yield f"name={token.ent_type_ or _EDGE}"


def _tree(token: Token) -> Iterator[str]:
    head = token.head
    yield f"d={token.dep_}"
    yield f"h={head.lemma_.lower()}"
    yield f"ht={head.tag_}"
    yield f"d:ht={token.dep_} {head.tag_}"
    yield f"hd={head.dep_}"
    yield f"hh={head.head.lemma_.lower()}"
    yield f"side={head.i > token.i}"
    for child in islice(token.children, _REACH):
        side = "<" if child.i < token.i else ">"
        yield f"c={side}{child.dep_}"
        if child.dep_ in _LEXICAL:
            yield f"cw={child.dep_}:{child.lower_}"
        if child.dep_ in {"ccomp", "xcomp", "acl", "advcl"}:
            marks = sorted(leaf.lower_ for leaf in islice(child.lefts, _REACH) if leaf.dep_ in {"mark", "aux"})
            yield f"cc={child.dep_}:{child.tag_}:{' '.join(marks)}"
            yield f"ct={child.dep_}:{child.tag_}"
    yield from _governor(token)


def _governor(token: Token) -> Iterator[str]:
    """The verb of the clause: its subject, auxiliaries, conjunctions, and conditions beside it."""
    verb = token.head if token.dep_ in {"aux", "auxpass", "advmod", "neg", "acomp", "attr", "mark"} else token
    for child in islice(verb.children, _REACH):
        if child.dep_ in _SUBJECTS:
            yield f"s={child.dep_}"
            yield f"sl={child.lemma_.lower()}"
            yield f"st={child.tag_}:{child.ent_type_}"
            yield f"so={child.i < token.i}"
        elif child.dep_ == "advcl":
            marks = sorted(leaf.lower_ for leaf in islice(child.lefts, _REACH) if leaf.dep_ in {"mark", "advmod"})
            yield f"ga={' '.join(marks)}"
            yield f"gi={bool(_CONDITIONAL & set(marks))}"
        elif child.i != token.i:
            yield f"g={child.dep_}:{child.lower_ if child.dep_ in _LEXICAL else ''}"
    yield f"gt={verb.tag_}"
    yield f"gd={verb.dep_}"
    above = verb.head if verb.dep_ in {"ccomp", "advcl", "conj", "relcl", "xcomp"} else None
    if above is not None:
        yield f"ga^={verb.dep_}:{above.lemma_.lower()}"
        marks = sorted(leaf.lower_ for leaf in islice(above.lefts, _REACH) if leaf.dep_ == "mark")
        yield f"gm^={' '.join(marks)}"

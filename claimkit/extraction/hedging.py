"""Cues of uncertainty in running text, with type and scope.

Types are those of Szarvas et al. 2012 (epistemic, doxastic, investigation, condition), with evidentials, weasels
(CoNLL-2010) and approximators (Prince, Frader and Bosk 1982). The lexicon ``resources/hedges.toml`` says which words
are cues and under which conditions of form and syntax, which :mod:`claimkit.extraction.contexts` holds.
A cue is as short as the Szeged corpus makes it: «believed» in «is believed to be», «reported» in «was reported to».
Scope: see :mod:`claimkit.extraction.scopes`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimkit.extraction.contexts import CONDITIONS
from claimkit.extraction.parsing import Parse, parse, token_span
from claimkit.extraction.scopes import SUBJECTS, clause_end, dependents, is_passive, scope_of
from claimkit.records import Hedge, HedgeType, Span, SzegedType
from claimkit.resources import load_lexicon

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Token
    from claimkit.extraction.tokens import Tokens as Sentence


@dataclass(frozen=True, slots=True)
class _Entry:
    words: tuple[frozenset[str], ...]
    type: HedgeType
    szeged: SzegedType | None
    scope: str
    at: int
    tags: tuple[str, ...]
    deps: frozenset[str]
    not_deps: frozenset[str]
    child: frozenset[str]
    no_child: frozenset[str]
    needs: tuple[Callable[[Token], bool], ...]
    not_before: frozenset[str]
    not_after: frozenset[str]


def find_hedges(text: str) -> list[Hedge]:
    """The hedges of ``text``, sorted by cue; spans are code points into exactly this string."""
    return list(hedges_in(parse(text)))


def hedges_in(parsed: Parse) -> tuple[Hedge, ...]:
    """The hedges of a parsed text, sorted by the position of their cue. Cues of one kind do not overlap."""
    found: list[Hedge] = []
    for sentence in parsed.sentences():
        tokens = [token for token in sentence if not token.is_space]
        found += _lexical(tokens, sentence)
        found += _weasels(tokens, sentence)
    return tuple(sorted(found, key=lambda hedge: (hedge.cue, hedge.type)))


# --- the lexicon ---------------------------------------------------------------------------------------------------


@functools.cache
def _entries() -> dict[str, tuple[_Entry, ...]]:
    """Entries by their first word, longer ones first, else in the order of the file."""
    index: dict[str, list[_Entry]] = {}
    for group in load_lexicon("hedges")["cue"]:
        for entry in _entries_of(group):
            for word in sorted(entry.words[0]):
                index.setdefault(word, []).append(entry)
    return {word: tuple(sorted(entries, key=lambda entry: -len(entry.words))) for word, entries in index.items()}


def _entries_of(group: dict[str, object]) -> Iterator[_Entry]:
    lexicon = load_lexicon("hedges")

    def strings(name: str) -> list[str]:
        value = group.get(name, [])
        return [str(item) for item in value] if isinstance(value, list) else []

    kind = HedgeType(str(group["type"]))
    szeged = str(group.get("szeged", lexicon["szeged"][kind.value]))
    for words in strings("words"):
        yield _Entry(
            words=tuple(frozenset(word.split("|")) for word in words.split()),
            type=kind,
            szeged=None if szeged == "none" else SzegedType(szeged),
            scope=str(group["scope"]),
            at=int(str(group.get("at", 0))),
            tags=tuple(strings("tags")),
            deps=frozenset(strings("deps")),
            not_deps=frozenset(strings("not_deps")),
            child=frozenset(strings("child")),
            no_child=frozenset(strings("no_child")),
            needs=tuple(CONDITIONS[name] for name in strings("needs")),
            not_before=frozenset(strings("not_before")),
            not_after=frozenset(strings("not_after")),
        )


def _lexical(tokens: list[Token], sentence: Sentence) -> Iterator[Hedge]:
    at = 0
    while at < len(tokens):
        hit = next((entry for entry in _candidates(tokens[at]) if _holds(entry, tokens, at)), None)
        if hit is None:
            at += 1
            continue
        first, last = tokens[at], tokens[at + len(hit.words) - 1]
        anchor = tokens[at + hit.at % len(hit.words)]
        scope = scope_of(hit.scope, (first, last), anchor, sentence)
        yield Hedge(cue=token_span(first, last), scope=scope, type=hit.type, szeged_type=hit.szeged)
        at += len(hit.words)


def _candidates(token: Token) -> Iterator[_Entry]:
    index = _entries()
    form, lemma = token.lower_, token.lemma_.lower()
    yield from index.get(form, ())
    if lemma != form:
        yield from index.get(lemma, ())


def _holds(entry: _Entry, tokens: list[Token], at: int) -> bool:
    end = at + len(entry.words)
    if end > len(tokens) or not all(_is(tokens[at + n], entry.words[n]) for n in range(len(entry.words))):
        return False
    if end < len(tokens) and _is(tokens[end], entry.not_before):
        return False
    if at and _is(tokens[at - 1], entry.not_after):
        return False
    anchor = tokens[at + entry.at % len(entry.words)]
    return _fits(entry, anchor) and not _in_name(tokens, at)


def _fits(entry: _Entry, anchor: Token) -> bool:
    if entry.tags and not any(_tagged(anchor.tag_, tag) for tag in entry.tags):
        return False
    if (entry.deps and anchor.dep_ not in entry.deps) or anchor.dep_ in entry.not_deps:
        return False
    children = {child.dep_ for child in dependents(anchor)}
    if (entry.child and not entry.child & children) or entry.no_child & children:
        return False
    return all(condition(anchor) for condition in entry.needs)


def _is(token: Token, words: frozenset[str]) -> bool:
    return token.lower_ in words or token.lemma_.lower() in words


def _tagged(tag: str, wanted: str) -> bool:
    return tag.startswith(wanted[:-1]) if wanted.endswith("*") else tag == wanted


def _in_name(tokens: list[Token], at: int) -> bool:
    """«Believe Sports», «the Likely Lads»: a capital inside a sentence, beside another capital."""
    if not tokens[at].text[0].isupper() or at == 0 or not tokens[at - 1].text[-1].isalnum():
        beside = tokens[at + 1 : at + 2]
        return tokens[at].tag_ in {"NNP", "NNPS"} and bool(beside) and beside[0].tag_ in {"NNP", "NNPS"}
    return any(other.text[:1].isupper() for other in tokens[at - 1 : at] + tokens[at + 1 : at + 2])


# --- weasels -------------------------------------------------------------------------------------------------------


def _weasels(tokens: list[Token], sentence: Sentence) -> Iterator[Hedge]:
    lexicon = load_lexicon("hedges")["weasel"]
    for token in tokens:
        if token.dep_ in SUBJECTS and token.lower_ in lexicon["subjects"] and token.head.lemma_ in lexicon["verbs"]:
            yield from _weasel_subject(token, lexicon["quantifiers"])
        elif (
            token.lower_ in lexicon["adverbs"]
            and token.head.lemma_ in lexicon["adverb_heads"]
            and is_passive(token.head)
        ):
            cue = token_span(token, token)
            yield _weasel(cue, scope_of("complement", (token, token), token.head, sentence))


def _weasel_subject(subject: Token, quantifiers: list[str]) -> Iterator[Hedge]:
    """«some say», «many critics argue»: no name, no determiner, nothing that says who."""
    if any(token.lower_ not in quantifiers for token in subject.subtree if token.i != subject.i):
        return
    verb = subject.head
    said = [
        child.left_edge.i for child in dependents(verb) if child.i < subject.i and child.dep_ == "ccomp"
    ]  # «it is late, some say»
    cue = token_span(subject.left_edge, subject)
    scope = token_span(subject.doc[min([subject.left_edge.i, *said])], subject.doc[clause_end(verb)])
    yield _weasel(cue, (scope,))


def _weasel(cue: Span, scope: tuple[Span, ...]) -> Hedge:
    return Hedge(cue=cue, scope=scope, type=HedgeType.WEASEL, szeged_type=None)

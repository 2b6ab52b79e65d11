"""Cues of uncertainty in running text, with type and scope.

Types are those of Szarvas et al. 2012 (epistemic, doxastic, investigation, condition), with evidentials, weasels
(CoNLL-2010) and approximators (Prince, Frader and Bosk 1982). The lexicon ``resources/hedges.toml`` says which words
may be cues and under which conditions of form and syntax, which :mod:`claimkit.extraction.contexts` holds; of those
with a Szeged type a learned model decides (:mod:`claimkit.extraction.cue_labels`), and it adds words of its own.
A cue is as short as the Szeged corpus makes it: «believed» in «is believed to be», «reported» in «was reported to».
Scope: see :mod:`claimkit.extraction.scopes`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimkit.extraction.contexts import CONDITIONS
from claimkit.extraction.cue_labels import MODEL, OUTSIDE, cues_of, labels_of
from claimkit.extraction.linear import LinearModel, load_linear
from claimkit.extraction.parsing import Parse, parse, token_span
from claimkit.extraction.scopes import SUBJECTS, clause_end, dependents, is_passive, parts_of, scope_of
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
    sure: bool = False


_DEFAULT_TYPES = {
    SzegedType.EPISTEMIC: HedgeType.EPISTEMIC_POSSIBLE,
    SzegedType.DOXASTIC: HedgeType.DOXASTIC,
    SzegedType.INVESTIGATION: HedgeType.INVESTIGATION,
    SzegedType.CONDITION: HedgeType.CONDITION,
}
_ABOUT = frozenset("~≈")
# How the scope of a cue is read that the lexicon does not have, by part of speech.
_DEFAULT_SCOPES = {"AUX": "clause", "ADV": "modified", "ADJ": "modified", "SCONJ": "subordinate"}


def find_hedges(text: str) -> list[Hedge]:
    """The hedges of ``text``, sorted by cue; spans are code points into exactly this string."""
    return list(hedges_in(parse(text)))


def hedges_in(parsed: Parse, model: LinearModel | None = None) -> tuple[Hedge, ...]:
    """The hedges of a parsed text, sorted by the position of their cue. Cues of one kind do not overlap.

    ``model`` decides over the lexicon's cues of the four Szeged types; by default the one that is shipped.
    """
    found: list[Hedge] = []
    model = model if model is not None else load_linear(MODEL)
    for sentence in parsed.sentences():
        tokens = [token for token in sentence if not token.is_space]
        found += _lexical(tokens, sentence, model)
        found += _weasels(tokens, sentence)
        found += _signs(tokens)
    return tuple(sorted(found, key=lambda hedge: (hedge.cue, hedge.type)))


def proposed_in(parsed: Parse) -> Iterator[tuple[Sequence[Token], Sequence[str]]]:
    """Each sentence with what the lexicon alone calls its words (``E``, ``evidential``, ``O`` …), to train a model."""
    for sentence in parsed.sentences():
        tokens = [token for token in sentence if not token.is_space]
        yield tokens, _names(tokens, list(_hits(tokens)))


def scope_at(parsed: Parse, cue: Span) -> Span:
    """The scope of a cue that is given, such as a gold one: read as the lexicon has it, or by its part of speech."""
    words = parsed.doc.char_span(cue.start, cue.end, alignment_mode="expand")
    tokens = [token for token in words or () if not token.is_space]
    if not tokens:
        return cue
    first, last = tokens[0], tokens[-1]
    whole = (entry for entry in _candidates(first) if len(entry.words) == len(tokens))
    plain = _entry_for(first if first.pos_ != "ADP" else last, SzegedType.EPISTEMIC)
    entry = next(whole, plain)
    anchor = tokens[entry.at % len(tokens)] if len(entry.words) == len(tokens) else first
    scope = "choice" if first.lower_ in {"or", "either"} else entry.scope
    (span,) = scope_of(scope, (first, last), anchor, first.sent)
    return span


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
            sure=bool(group.get("sure", False)),
        )


def _entry_for(token: Token, label: SzegedType) -> _Entry:
    """For a cue that only the model found: the lexicon's entry for the word, conditions aside, or a plain one."""
    for entry in _candidates(token):
        if entry.szeged is label and len(entry.words) == 1:
            return entry
    nothing: frozenset[str] = frozenset()
    return _Entry(
        words=(frozenset({token.lower_}),), type=_DEFAULT_TYPES[label], szeged=label, at=0,
        scope="clause" if token.tag_ == "MD" else _DEFAULT_SCOPES.get(token.pos_, "complement"),
        tags=(), deps=nothing, not_deps=nothing, child=nothing, no_child=nothing, needs=(), not_before=nothing,
        not_after=nothing,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Hit:
    """The lexicon's entry for ``tokens[first : last + 1]`` of a sentence."""

    first: int
    last: int
    entry: _Entry


def _hits(tokens: Sequence[Token]) -> Iterator[_Hit]:
    at = 0
    while at < len(tokens):
        entry = next((entry for entry in _candidates(tokens[at]) if _holds(entry, tokens, at)), None)
        length = len(entry.words) if entry is not None else 1
        if entry is not None:
            yield _Hit(at, at + length - 1, entry)
        at += length


def _names(tokens: Sequence[Token], hits: Sequence[_Hit]) -> list[str]:
    names = [OUTSIDE] * len(tokens)
    for hit in hits:
        name = hit.entry.szeged.value if hit.entry.szeged is not None else hit.entry.type.value
        names[hit.first : hit.last + 1] = [name] * (hit.last + 1 - hit.first)
    return names


def _lexical(tokens: Sequence[Token], sentence: Sentence, model: LinearModel) -> Iterator[Hedge]:
    """The lexicon's cues: those of the Szeged types as far as the model agrees, and what it finds besides."""
    hits = list(_hits(tokens))
    labels = labels_of(tokens, _names(tokens, hits), model)
    by_word = {at: hit for hit in hits for at in range(hit.first, hit.last + 1)}
    done: set[int] = set()
    for first, last, label in cues_of(tokens, labels, model.words):
        hit = next((by_word[at] for at in range(first, last + 1) if at in by_word), None)
        if hit is not None and hit.first not in done:
            done.add(hit.first)
            # The model's words where it was trained on them, the lexicon's where it has more: «under investigation».
            yield _hedge(tokens, (min(first, hit.first), max(last, hit.last)), hit.entry, label, sentence)
        elif hit is None:
            yield _hedge(tokens, (first, last), _entry_for(tokens[last], label), label, sentence)
    for hit in hits:
        if hit.first not in done and (hit.entry.szeged is None or hit.entry.sure):
            yield _hedge(tokens, (hit.first, hit.last), hit.entry, hit.entry.szeged, sentence)


def _hedge(
    tokens: Sequence[Token], at: tuple[int, int], entry: _Entry, label: SzegedType | None, sentence: Sentence
) -> Hedge:
    first, last = tokens[at[0]], tokens[at[1]]
    anchor = tokens[at[0] + entry.at % (at[1] - at[0] + 1)]
    kind = entry.type
    if label is not None and entry.szeged is not None and entry.szeged is not label:
        kind = _DEFAULT_TYPES[label]  # «could» of a condition
    scope = parts_of(entry.scope, (first, last), anchor, sentence)
    return Hedge(cue=token_span(first, last), scope=scope, type=kind, szeged_type=label)


def _candidates(token: Token) -> Iterator[_Entry]:
    index = _entries()
    form, lemma = token.lower_, token.lemma_.lower()
    yield from index.get(form, ())
    if lemma != form:
        yield from index.get(lemma, ())


def _holds(entry: _Entry, tokens: Sequence[Token], at: int) -> bool:
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


def _in_name(tokens: Sequence[Token], at: int) -> bool:
    """«Believe Sports», «the Likely Lads»: a capital inside a sentence, beside another capital."""
    if not tokens[at].text[0].isupper() or at == 0 or not tokens[at - 1].text[-1].isalnum():
        beside = tokens[at + 1 : at + 2]
        return tokens[at].tag_ in {"NNP", "NNPS"} and bool(beside) and beside[0].tag_ in {"NNP", "NNPS"}
    return any(other.text[:1].isupper() for other in (*tokens[at - 1 : at], *tokens[at + 1 : at + 2]))


def _signs(tokens: Sequence[Token]) -> Iterator[Hedge]:
    """«~25 minutes»: the tokenizer leaves the sign on its number."""
    for token in tokens:
        if len(token) > 1 and token.text[0] in _ABOUT and token.text[1].isdigit():
            cue = Span(token.idx, token.idx + 1)
            yield Hedge(cue=cue, scope=(token_span(token, token),), type=HedgeType.APPROXIMATION, szeged_type=None)


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

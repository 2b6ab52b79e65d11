"""Cues of uncertainty in running text, with type and scope.

Types are those of Szarvas et al. 2012 (epistemic, doxastic, investigation, condition), with evidentials, weasels
(CoNLL-2010) and approximators (Prince, Frader and Bosk 1982). The lexicon ``resources/hedges.toml`` says which words
are cues and under which conditions of form and syntax; the conditions it names are the functions of ``_CONDITIONS``.
A cue is as short as the Szeged corpus makes it: «believed» in «is believed to be», «reported» in «was reported to».
Scope: see :mod:`claimkit.extraction.scopes`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimkit.extraction.parsing import Parse, parse, token_span
from claimkit.extraction.scopes import SUBJECTS, clause_end, is_passive, scope_of, subject_of
from claimkit.records import Hedge, HedgeType, Span, SzegedType
from claimkit.resources import load_lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token


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
        found += _lexical(tokens)
        found += _weasels(tokens)
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

    kind = HedgeType(group["type"])
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
            needs=tuple(_CONDITIONS[name] for name in strings("needs")),
            not_before=frozenset(strings("not_before")),
            not_after=frozenset(strings("not_after")),
        )


def _lexical(tokens: list[Token]) -> Iterator[Hedge]:
    at = 0
    while at < len(tokens):
        hit = next((entry for entry in _candidates(tokens[at]) if _holds(entry, tokens, at)), None)
        if hit is None:
            at += 1
            continue
        first, last = tokens[at], tokens[at + len(hit.words) - 1]
        anchor = tokens[at + hit.at % len(hit.words)]
        scope = scope_of(hit.scope, (first, last), anchor)
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
    children = {child.dep_ for child in anchor.children}
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


# --- conditions the lexicon names ----------------------------------------------------------------------------------


def _governor(token: Token) -> Token:
    return token.head if token.dep_ in {"aux", "auxpass"} else token


def _marks(token: Token) -> set[str]:
    return {child.lower_ for child in token.children if child.dep_ == "mark"}


def _not_negated(token: Token) -> bool:
    return not any(child.dep_ == "neg" for child in _governor(token).children)


def _not_purpose(token: Token) -> bool:
    return not _marks(_governor(token)) & {"so", "that"} or _governor(token).dep_ != "advcl"


def _not_question(token: Token) -> bool:
    verb = _governor(token)
    asks = any(child.tag_ in {"WRB", "WP"} and child.dep_ == "advmod" for child in verb.lefts)
    subject = subject_of(verb)
    return not asks and not (subject is not None and subject.i > token.i)


def _perfect(token: Token) -> bool:
    return any(child.lower_ == "have" and child.dep_ == "aux" for child in _governor(token).children)


def _that_clause(token: Token) -> bool:
    """A noun with a clause of its own: «the belief that it works»."""
    return any(child.dep_ in {"acl", "ccomp", "relcl"} and "that" in _marks(child) for child in token.children)


def _that_marked(token: Token) -> bool:
    return any(child.dep_ == "ccomp" and "that" in _marks(child) for child in token.children)


def _has_clause(token: Token) -> bool:
    """The verb has a clause below it, is the frame around one («X, he believes, is»), or is raised («believed to be»)."""
    if any(child.dep_ in {"ccomp", "xcomp"} and child.tag_ != "WP" for child in token.children):
        return True
    if token.dep_ in {"ccomp", "parataxis"} and subject_of(token) is not None and token.tag_ in {"VBZ", "VBP", "VBD"}:
        return token.i > token.head.i and not any(child.dep_ in {"dobj", "prep"} for child in token.children)
    return any(
        child.dep_ == "dobj"
        and any(grand.dep_ in {"acl", "relcl"} for grand in child.children)
        and token.lemma_ in {"expect", "believe", "think"}
        and child.right_edge.tag_ != "NN"
        for child in token.children
    ) and _infinitive_object(token)


def _infinitive_object(token: Token) -> bool:
    return any(
        grand.dep_ == "acl" and any(leaf.tag_ == "TO" for leaf in grand.children)
        for child in token.children
        if child.dep_ == "dobj"
        for grand in child.children
    )


def _not_wish(token: Token) -> bool:
    """«are supposed to», «are expected to comply with»: a duty; only «supposed to» is told by its form alone."""
    return not (token.lemma_ == "suppose" and is_passive(token))


def _passive_guess(token: Token) -> bool:
    """«is believed a spy», «presumed dead», «believed responsible»: a guess with no verb below it."""
    if not any(child.dep_ in {"oprd", "acomp", "attr"} for child in token.children):
        return False
    return is_passive(token) or token.dep_ in {"acl", "acomp"}


def _before_noun(token: Token) -> bool:
    return token.head.i > token.i and token.head.pos_ in {"NOUN", "PROPN"}


def _judges(token: Token) -> bool:
    """«considers it a threat», «is regarded as», «is deemed unfit»: a judgement, not «considered the plan»."""
    if _judges_as(token):
        return True
    if token.lemma_ not in {"consider", "deem"}:
        return False
    named = {"oprd", "ccomp", "acomp", "attr"} | ({"dobj"} if token.tag_ == "VBN" and is_passive(token) else set())
    return any(child.dep_ in named or (child.dep_ == "xcomp" and child.tag_ != "VBG") for child in token.rights)


def _judges_as(token: Token) -> bool:
    if token.dep_ == "pcomp":  # «called for regarding it as»: a demand, no judgement
        return False
    if is_passive(token) and any(child.dep_ == "xcomp" for child in token.children):
        return True
    return any(child.lower_ == "as" and child.dep_ in {"prep", "mark"} for child in token.children)


def _thing_speaks(token: Token) -> bool:
    """«the figures suggest», «suggesting that», «was suggested to be»; of a person only with a clause that states.

    «He suggested that it was late» states, «he suggested that we go» proposes.
    """
    clauses = [child for child in token.children if child.dep_ == "ccomp"]
    states = any(child.tag_ in {"VBD", "VBZ"} or _finite_auxiliary(child) for child in clauses)
    subject = subject_of(token)
    if subject is None or is_passive(token):
        return bool(clauses) or any(child.dep_ == "xcomp" for child in token.children)
    person = subject.ent_type_ in {"PERSON", "NORP", "ORG", "GPE"} or subject.lower_ in _PERSONS
    return states if person else bool(clauses)


_PERSONS = frozenset({"he", "she", "we", "they", "i", "who", "you", "people"})


def _finite_auxiliary(verb: Token) -> bool:
    return any(child.dep_ in {"aux", "auxpass"} and child.tag_ in {"VBD", "VBZ", "MD"} for child in verb.children)


def _looks(token: Token) -> bool:
    return token.head.head.lemma_ in {"look", "seem", "appear", "sound", "feel"}


def _indirect_question(token: Token) -> bool:
    """«asked if», «it is unclear if»: the clause of «if» hangs on a word of asking or knowing, with no comma between."""
    clause = token.head
    if token.dep_ != "mark" or clause.head.i >= token.i or clause.head.lemma_ not in load_lexicon("hedges")["asking"]["words"]:
        return False
    return clause.dep_ in {"ccomp", "pcomp"} or token.i - clause.head.i == 1


def _not_indirect_question(token: Token) -> bool:
    return not _indirect_question(token) and token.dep_ == "mark"


def _not_anonymity(token: Token) -> bool:
    return not any(other.lower_ in {"anonymity", "named", "identified"} for other in token.doc[token.i : token.i + 8])


def _inverted(token: Token) -> bool:
    """«Should talks fail, …»: the auxiliary before its subject, and no question mark."""
    subject = subject_of(_governor(token))
    return subject is not None and subject.i > token.i and token.sent.text.rstrip("\"' )")[-1:] != "?"


def _under_condition(token: Token) -> bool:
    """The main clause of a condition, or a past that did not happen: «would fall if», «would have fallen»."""
    verb = _governor(token)
    conditional = any(child.dep_ == "advcl" and _marks(child) & {"if", "unless"} for child in verb.children)
    return conditional or (token.lower_ == "would" and _perfect(token))


def _passive_hearsay(token: Token) -> bool:
    """«was reported to have», «it is said that», without an agent."""
    if not is_passive(token) or any(child.dep_ == "agent" for child in token.children):
        return False
    if any(child.dep_ == "xcomp" for child in token.children):
        return True
    subject = subject_of(token)
    return subject is not None and subject.lower_ == "it" and any(child.dep_ == "ccomp" for child in token.children)


def _not_rate(token: Token) -> bool:
    """«three times more likely», «less likely than»: a rate that was measured."""
    return not any(child.lower_ in {"times", "as", "percent", "twice", "equally"} for child in token.subtree)


_UNITS = frozenset(
    {
        "half",
        "quarter",
        "third",
        "dozen",
        "hundred",
        "thousand",
        "million",
        "billion",
        "year",
        "decade",
        "week",
        "month",
        "day",
        "hour",
        "century",
        "mile",
        "fifth",
        "two-thirds",
        "all",
        "every",
        "double",
    }
)


def _number_after(token: Token) -> bool:
    following = [other for other in token.doc[token.i + 1 : token.i + 4] if not other.is_space]
    if not following:
        return False
    first = following[0]
    if token.dep_ == "prep" and token.head.lemma_ in {"talk", "speak", "ask", "know", "complain", "write", "think"}:
        return False
    if first.like_num or first.tag_ in {"CD", "$"}:
        return True
    second = following[1:2]
    return (
        token.lower_ != "some"
        and first.lower_ in {"a", "an", "half", "all", "every", "double"}
        and (first.lower_ not in {"a", "an"} or bool(second and second[0].lemma_ in _UNITS))
    )


def _number_before(token: Token) -> bool:
    return any(other.like_num for other in token.doc[max(0, token.i - 3) : token.i])


def _vague_number(token: Token) -> bool:
    """«dozens of people», «hundreds fled», not «two dozen» nor «hundreds» after a number."""
    return token.i == 0 or not (token.nbor(-1).like_num or token.nbor(-1).lower_ == "of")


_CONDITIONS: dict[str, Callable[[Token], bool]] = {
    "before_noun": _before_noun,
    "has_clause": _has_clause,
    "indirect_question": _indirect_question,
    "inverted": _inverted,
    "judges": _judges,
    "judges_as": _judges_as,
    "looks": _looks,
    "not_anonymity": _not_anonymity,
    "not_indirect_question": _not_indirect_question,
    "not_negated": _not_negated,
    "not_purpose": _not_purpose,
    "not_question": _not_question,
    "not_rate": _not_rate,
    "not_wish": _not_wish,
    "number_after": _number_after,
    "number_before": _number_before,
    "passive": is_passive,
    "passive_guess": _passive_guess,
    "passive_hearsay": _passive_hearsay,
    "perfect": _perfect,
    "that_clause": _that_clause,
    "that_marked": _that_marked,
    "thing_speaks": _thing_speaks,
    "under_condition": _under_condition,
    "vague_number": _vague_number,
}


# --- weasels -------------------------------------------------------------------------------------------------------


def _weasels(tokens: list[Token]) -> Iterator[Hedge]:
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
            yield _weasel(cue, scope_of("complement", (token, token), token.head))


def _weasel_subject(subject: Token, quantifiers: list[str]) -> Iterator[Hedge]:
    """«some say», «many critics argue»: no name, no determiner, nothing that says who."""
    words = [token for token in subject.subtree if token.i != subject.i]
    if any(token.lower_ not in quantifiers for token in words):
        return
    first = subject.left_edge
    end = max(clause_end(subject.head), subject.head.i)
    cue = token_span(first, subject)
    yield _weasel(cue, (Span(cue.start, token_span(subject.head, subject.doc[end]).end),))


def _weasel(cue: Span, scope: tuple[Span, ...]) -> Hedge:
    return Hedge(cue=cue, scope=scope, type=HedgeType.WEASEL, szeged_type=None)

"""What tells the kind of a claim and whether it is worth checking: names of binary features, read off claim and parse.

The predicate with its tense, mood and subject; the words of the claim and how subjective they are (De Smedt and
Daelemans 2012, ``resources/subjectivity.csv``); its numbers, times and names; the source it has, and how it is quoted.
ClaimBuster (Hassan et al. 2017) tells check-worthy sentences by words, parts of speech and kinds of entities: so here.
"""

from __future__ import annotations

import csv
import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimkit.extraction.predicates import Predicate
from claimkit.extraction.syntax import first_conjunct, subject_of
from claimkit.records import Argument, Attribution, Hedge, Quantity, Span, TimeExpression
from claimkit.resources import resource

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Token

_NOMINAL = frozenset({"ADJ", "NOUN", "PROPN", "NUM", "PRON", "ADV"})
_LEXICAL = frozenset({"advmod", "prep", "mark", "acomp", "prt", "dobj"})
_FINITE = ("MD", "VBD", "VBZ", "VBP", "VB", "VBN", "VBG")
_GRADED = ("JJS", "RBS", "JJR", "RBR", "CD", "PRP", "NNP")
_OPEN = frozenset({"JJ", "RB", "NN", "VB", "MD", "PR", "DT", "IN"})
_SUBJECTIVE = 0.5


@dataclass(frozen=True, slots=True)
class Matter:
    """A claim before it is judged; ``words`` are those of its spans, ``quoted`` says if the predicate is quoted."""

    predicate: Predicate
    words: Sequence[Token]
    spans: tuple[Span, ...]
    arguments: tuple[Argument, ...]
    chain: tuple[Attribution, ...]
    chain_certain: bool
    hedges: tuple[Hedge, ...]
    quantities: tuple[Quantity, ...]
    times: tuple[TimeExpression, ...]
    quoted: bool

    @property
    def named(self) -> bool:
        """Whether a participant has a name or stands for one."""
        return any(argument.entity_id is not None for argument in self.arguments)

    @property
    def numbered(self) -> bool:
        """Whether a number is in it, owned or not."""
        return bool(self.quantities) or any(word.tag_ == "CD" for word in self.words)


def auxiliaries_of(predicate: Predicate) -> set[str]:
    """The auxiliaries of the predicate, or those it shares: «should rest and drink»."""
    for tokens in ((predicate.token, predicate.top, *predicate.frames), (first_conjunct(predicate.top),)):
        found = {child.lower_ for token in tokens for child in token.children if child.dep_ == "aux"}
        if found:
            return found
    return set()


def kind_features(matter: Matter, ruled: str) -> list[str]:
    """The features of a claim that the rules call ``ruled``."""
    words = [word for word in matter.words if not word.is_punct]
    found = [
        "",
        f"r={ruled}",
        *_predicate(matter.predicate),
        *_subject(matter.predicate),
        *_wording(matter.predicate.token, words),
        *_facts(matter, words),
        *_voice(matter, words),
        *_together(matter, words, ruled),
    ]
    return list(dict.fromkeys(found))


def _predicate(predicate: Predicate) -> Iterator[str]:
    token = predicate.token
    yield f"l={token.lemma_.lower()}"
    yield from (f"t={token.tag_}", f"p={token.pos_}", f"d={token.dep_}", f"cl={predicate.clause}")
    yield from (f"pre={predicate.presupposed}", f"neg={predicate.negated}", f"t:cl={token.tag_}{predicate.clause}")
    yield from (f"aux={word}" for word in sorted(auxiliaries_of(predicate)))
    yield from (f"fr={frame.lemma_}" for frame in predicate.frames)
    yield f"pass={any(child.dep_ == 'auxpass' for child in token.children)}"
    yield f"cop={token.pos_ in _NOMINAL}"
    yield f"tense={_tense(token)}"
    yield f"tense:cop={_tense(token)}{token.pos_ in _NOMINAL}"
    if token.pos_ in _NOMINAL:
        yield from (f"det={child.lower_}" for child in token.children if child.dep_ in {"det", "poss"})
    for child in token.children:
        yield f"c={child.dep_}"
        if child.dep_ in _LEXICAL:
            yield f"cw={child.dep_}:{child.lower_}"


def _tense(token: Token) -> str:
    """The tag of the first word of the verb group; of a predicate noun or adjective that of its copula's."""
    verbs = [child for child in token.children if child.dep_ in {"aux", "auxpass"}]
    if token.head.lemma_ == "be":
        verbs += [*(child for child in token.head.children if child.dep_ == "aux"), token.head]
    return next((word.tag_ for word in (*verbs, token) if word.tag_ in _FINITE), "-")


def _subject(predicate: Predicate) -> Iterator[str]:
    subject = subject_of(predicate.top) or subject_of(predicate.token)
    if subject is None:
        yield "s="
        return
    if subject.pos_ in {"PRON", "DET"}:
        yield f"s={subject.lower_}"
    else:
        yield from (f"st={subject.tag_}", f"se={subject.ent_type_}", f"sl={subject.lemma_.lower()}")
    yield f"sdef={any(child.dep_ in {'det', 'poss'} for child in subject.children)}"


def _wording(token: Token, words: Sequence[Token]) -> Iterator[str]:
    tags = {word.tag_ for word in words}
    yield from (f"has={tag}" for tag in _GRADED if tag in tags)
    yield f"subj={min(sum(_subjectivity(word) >= _SUBJECTIVE for word in words), 3)}"
    yield f"smax={int(max((_subjectivity(word) for word in words), default=0) * 5)}"
    own = subjectivity().get(token.lower_) or subjectivity().get(token.lemma_.lower())
    if own is not None:
        yield f"psub={int(own[0] * 4)}"
        yield f"ppol={own[1] > 0}{own[1] < 0}"
    near = [_subjectivity(child) for child in token.children if child.tag_[:2] in {"JJ", "RB"}]
    yield f"near={int(max(near) * 4) if near else '-'}"
    yield from (f"w={word.lemma_.lower()}" for word in words if not word.ent_type_ and word.tag_[:2] in _OPEN)


def _facts(matter: Matter, words: Sequence[Token]) -> Iterator[str]:
    yield f"q={bool(matter.quantities)}"
    yield from (f"qr={quantity.role}" for quantity in matter.quantities)
    yield from (f"qu={quantity.unit if quantity.unit in {'%', None} else 'unit'}" for quantity in matter.quantities)
    yield f"tm={bool(matter.times)}"
    yield from (f"tt={time.type}" for time in matter.times)
    yield f"named={matter.named}"
    kinds = sorted({word.ent_type_ for word in words if word.ent_type_})
    yield from (f"e={kind}" for kind in kinds)
    yield f"ents={min(3, len(kinds))}"
    yield from (f"arg={each.role}:{each.entity_id is not None}" for each in matter.arguments)


def _voice(matter: Matter, words: Sequence[Token]) -> Iterator[str]:
    yield f"ch={min(len(matter.chain), 2)}"
    if matter.chain:
        link = matter.chain[-1]
        yield from (f"cue={link.cue_lemma}", f"sty={link.style}", f"src={link.source_type}")
    yield f"quo={matter.quoted}"
    yield from (f"h={hedge.type}" for hedge in matter.hedges)
    yield f"len={min(len(words) // 4, 5)}"
    yield f"first={words[0].lower_ if words else ''}"
    yield f"last={matter.predicate.token.sent.text.rstrip()[-1:]}"


def _together(matter: Matter, words: Sequence[Token], ruled: str) -> Iterator[str]:
    """Pairs and triples that say more than their parts."""
    copular = matter.predicate.token.pos_ in _NOMINAL
    tinged = any(_subjectivity(word) >= _SUBJECTIVE for word in words)
    numbered, named, timed = matter.numbered, matter.named, bool(matter.times)
    yield f"x1={copular}{tinged}{numbered}"
    yield f"x2={ruled}{matter.quoted}{numbered}"
    yield f"x3={ruled}{named}{numbered}{timed}"
    yield f"x4={_tense(matter.predicate.token)}{named}{bool(matter.chain)}"
    yield f"x5={ruled}{tinged}{matter.quoted}"
    yield f"x6={ruled}{copular}{named}"


def _subjectivity(word: Token) -> float:
    """From 0 to 1; a word inside a name has none."""
    found = subjectivity().get(word.lower_)
    return found[0] if found is not None and not word.ent_type_ and word.tag_[:2] in _OPEN else 0.0


@functools.cache
def subjectivity() -> Mapping[str, tuple[float, float]]:
    """Subjectivity from 0 to 1 and polarity from -1 to 1 by word; words below .3 are left out."""
    lines = resource("subjectivity.csv").read_text(encoding="utf-8").splitlines()
    return {row["word"]: (float(row["subjectivity"]), float(row["polarity"])) for row in csv.DictReader(lines)}

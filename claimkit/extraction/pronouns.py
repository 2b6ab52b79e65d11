"""Whom a pronoun stands for: salience in the manner of Lappin and Leass (1994), cut down to what news prose needs.

A third-person singular goes to the most salient person of a compatible gender in this sentence or the three before;
"it" and "they" only to an antecedent that has no rival. Antecedents stand before their pronouns: no cataphora.
The weights were set by hand on articles of PolNeAR train.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimkit.extraction.names import lexicon
from claimkit.extraction.nominals import Form, Nominal
from claimkit.records import EntityType

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Doc, Token

REACH = 3  # sentences back
ANYBODY = "any"  # the gender of an epithet
AUTHOR = "first"  # that of "I" and "my" outside quotations
_ANYONE = ("any ", "no ", "every ", "each ")  # "any candidate" is nobody whom "he" could mean later
_TOPIC = 2.5  # for what a sentence is announced to be about
_MAIN = 0.5  # for the subject of a main clause
_ABOVE = 0.8  # for the subject of the clause above the pronoun's
_CLIMB = 6  # heads above a pronoun
_FAINT = -4.5  # the salience below which nobody is meant
_PLURAL_REACH = 2  # the same for "they"
_PEOPLE = 2.2  # for many people as what "they" means
_ONE_BODY = 2.0  # against one body
_FAINT_MANY = -2.5
_ANSWER = 2.6  # more than a subject that spoke
_BLOCK = 60  # tokens back in which another subject makes "it" and "they" doubtful
# Papers are left out: "according to a projection, … leaving it smaller" does not mean the projection.
_NEUTER = (EntityType.ORGANISATION, EntityType.PLACE, EntityType.OTHER)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An earlier nominal with what is known of its entity; a thing that is none yet has a negative number."""

    nominal: Nominal
    entity: int
    type: EntityType
    gender: str | None
    plural: bool


def antecedent(doc: Doc, pronoun: Nominal, recent: Iterable[Candidate]) -> int | None:
    """The entity ``pronoun`` stands for, or ``None``; ``recent`` holds earlier candidates, the latest first."""
    near = [
        each
        for each in recent
        if distance(pronoun, each.nominal) <= REACH
        and each.nominal.span.end <= pronoun.span.start
        and not each.nominal.text.lower().startswith(_ANYONE)
    ]
    if pronoun.gender in ("m", "f", ANYBODY):
        return _person(doc, pronoun, near)
    if pronoun.gender == "n":
        return _thing(doc, pronoun, near)
    return _plural(doc, pronoun, near)


def distance(pronoun: Nominal, nominal: Nominal) -> int:
    """Sentences back; for the narrator's pronouns those that are nothing but quotation do not count.

    «... Dunmore said. "It was late. It was dark. It was cold," she added.»
    """
    if pronoun.quoted:
        return pronoun.sentence - nominal.sentence
    return min(pronoun.told - nominal.told, pronoun.sentence - nominal.sentence)


def _person(doc: Doc, pronoun: Nominal, near: list[Candidate]) -> int | None:
    scores: dict[int, float] = {}
    mentions: dict[int, int] = {}
    speaker = _later_speaker(doc, pronoun)
    above = _subject_above(doc[pronoun.head])
    for order, each in enumerate(near):
        if each.type is not EntityType.PERSON or not _agrees(pronoun, each) or each.plural:
            continue
        if _is_barred(doc, pronoun, each) or (speaker is not None and speaker in each.nominal.words[-1:]):
            scores[each.entity] = float("-inf")
            continue
        if scores.get(each.entity) == float("-inf"):
            continue
        known = 0.2 if each.gender is not None else 0.0
        score = _salience(doc, pronoun, each) + known - order * 0.01
        score += _ABOVE if above is not None and each.nominal.head == above else 0.0
        mentions[each.entity] = mentions.get(each.entity, -1) + 1
        # Named again and again is salient, but never more so than the subject of the sentence.
        scores[each.entity] = max(score, scores.get(each.entity, score)) + (
            0.3 if mentions[each.entity] in (1, 2) else 0.0
        )
    best = max(scores, key=lambda entity: scores[entity], default=None)
    return best if best is not None and scores[best] > _FAINT else None


def _agrees(pronoun: Nominal, each: Candidate) -> bool:
    return pronoun.gender == ANYBODY or each.gender in (None, pronoun.gender)


def _salience(doc: Doc, pronoun: Nominal, each: Candidate) -> float:
    nominal = each.nominal
    score = -1.6 * distance(pronoun, nominal)
    if nominal.subject:
        score += 1.5 + (_MAIN if doc[nominal.head].head.dep_ == "ROOT" else 0.0)
    elif doc[nominal.head].dep_ == "poss":
        score -= 0.3
    if nominal.form is Form.ROLE and not nominal.definite:
        score -= 0.5
    if nominal.quoted and not pronoun.quoted:
        score -= 2.0 if nominal.form is Form.NAME else 3.0
    # «..., he added»: who spoke last goes on speaking.
    if (
        nominal.subject
        and not nominal.quoted
        and _governed_by_speaking(doc[pronoun.head])
        and _governed_by_speaking(doc[nominal.head])
    ):
        score += 0.8
    if _governed_by_speaking(doc[pronoun.head]):
        score += _turn(doc[pronoun.head], doc[nominal.head])
    return score + (_TOPIC if _is_topic(doc[nominal.head]) else 0.0)


def _is_topic(token: Token) -> bool:
    """«As for Dunmore, she ...»."""
    before = token.head.nbor(-1) if token.dep_ == "pobj" and token.head.i else None
    return before is not None and token.head.lower_ == "for" and before.lower_ == "as"


def _turn(pronoun: Token, token: Token) -> float:
    """What a question does for who speaks next: who is asked, answers, and who asks does not."""
    asking = lexicon()["asking"]
    if _is_asked(token):
        return _ANSWER
    if _is_asked_about(pronoun, token):
        return -_ANSWER
    asks = token.dep_ == "nsubj" and token.head.lemma_.lower() in asking
    return -1.0 if asks and pronoun.head.lemma_.lower() not in asking else 0.0


def _is_asked_about(pronoun: Token, token: Token) -> bool:
    """«Asked whether Dunmore might lose, she said»: not Dunmore, nor who else is in the question."""
    for child in pronoun.head.lefts:
        if child.dep_ == "advcl" and child.tag_ == "VBN" and child.lemma_.lower() in lexicon()["asking"]:
            return bool(child.i < token.i <= child.right_edge.i)
    return False


def _subject_above(token: Token) -> int | None:
    """The subject of the nearest verb that governs the pronoun's own: "Holm, who came late, said she ..."."""
    current = token
    for _ in range(_CLIMB):
        if current.head == current:
            return None
        current = current.head
        for child in current.children:
            if child.dep_ in ("nsubj", "nsubjpass") and child.i < token.i and current.pos_ in ("VERB", "AUX"):
                return int(child.i)
    return None


def _is_asked(token: Token) -> bool:
    """«Holm asked Lindqvist whether ... "Of course," he said»: who is asked, answers."""
    asks = token.head.lemma_.lower() in lexicon()["asking"]
    return asks and token.dep_ in ("dobj", "dative", "nsubjpass")


def _is_barred(doc: Doc, pronoun: Nominal, each: Candidate) -> bool:
    """Principle B, a role beside its own possessive, and the speaker in the speech: "He lies," Kim said."""
    token, other = doc[pronoun.head], doc[each.nominal.head]
    same = pronoun.sentence == each.nominal.sentence
    if pronoun.form is Form.ROLE and same and each.nominal.subject:
        # «Dunmore attacked Trump when the businessman ...»: of its own subject a sentence says "he".
        return True
    if pronoun.quoted and not each.nominal.quoted and same and each.nominal.subject:
        return each.nominal.form is not Form.RELATIVE and _governed_by_speaking(other)
    if not same or token.lower_.endswith("self") or token.tag_ == "PRP$":
        return False
    verb = token.head.head if token.dep_ == "pobj" else token.head
    return token.dep_ in ("dobj", "pobj", "dative", "iobj") and each.nominal.subject and other.head.i == verb.i


def _later_speaker(doc: Doc, pronoun: Nominal) -> str | None:
    """The last name of who speaks the quotation a pronoun is in, where he is named after it."""
    if not pronoun.quoted:
        return None
    closed = False
    for at in range(pronoun.head + 1, min(pronoun.head + _BLOCK, len(doc))):
        if doc[at].is_sent_start:
            return None
        closed = closed or doc[at].text == '"'
        if closed and doc[at].dep_ == "nsubj" and _governed_by_speaking(doc[at]):
            return str(doc[at].lower_)
    return None


def _governed_by_speaking(token: Token) -> bool:
    return token.head.lemma_.lower() in lexicon()["speaking"]


def _thing(doc: Doc, pronoun: Nominal, near: list[Candidate]) -> int | None:
    token = doc[pronoun.head]
    if _is_expletive(token):
        return None
    near = [each for each in near if each.entity >= 0]
    speaks = token.dep_ == "nsubj" and _governed_by_speaking(token)
    kinds: tuple[EntityType, ...] = _NEUTER[:2] if speaks or token.tag_ == "PRP$" else _NEUTER
    if speaks:
        # «The memo said ... It warned ...»
        kinds += (EntityType.DOCUMENT,)
    elif pronoun.subject:
        # «The lawsuit says ... It goes on to fault ...»
        last = next((each for each in near if each.nominal.subject and not each.nominal.quoted), None)
        if last is not None and last.type is EntityType.DOCUMENT and _governed_by_speaking(doc[last.nominal.head]):
            kinds += (EntityType.DOCUMENT,)
    neuter = [each for each in near if each.type in kinds and not each.plural and is_salient(doc, each.nominal)]
    here = [each for each in neuter if each.nominal.sentence == pronoun.sentence and not _is_barred(doc, pronoun, each)]
    before = [each for each in neuter if each.nominal.sentence == pronoun.sentence - 1 and not each.nominal.quoted]
    if here:
        return None if _has_rival(doc, here[0].nominal, pronoun, plural=False) else here[0].entity
    around = {
        each.entity
        for each in near
        if each.type in kinds[:2] and not each.plural and each.nominal.sentence == pronoun.sentence
    }
    if around and token.tag_ == "PRP$":
        return around.pop() if len(around) == 1 else None
    # Without an antecedent in its own sentence only a subject or an owner reaches back, and only past one candidate.
    if pronoun.subject and not speaks and _has_rival(doc, None, pronoun, plural=False):
        return None
    if speaks:
        before = [each for each in before if _governed_by_speaking(doc[each.nominal.head])] or before
    return (
        before[0].entity
        if before and len({each.entity for each in before}) == 1 and (pronoun.subject or token.tag_ == "PRP$")
        else None
    )


def is_salient(doc: Doc, nominal: Nominal) -> bool:
    """A subject, or whose the subject is: "North Korea's economy has suffered after shutting its borders"."""
    token = doc[nominal.head]
    return nominal.subject or (token.dep_ == "poss" and token.head.dep_ in ("nsubj", "nsubjpass"))


def _is_expletive(token: Token) -> bool:
    """«It is believed that …», «it is ready», said of no one."""
    clausal = any(child.dep_ in ("ccomp", "csubj") for child in token.head.children)
    return (
        token.dep_ in ("nsubj", "nsubjpass")
        and clausal
        and (token.dep_ == "nsubjpass" or token.head.lemma_ in ("be", "seem", "appear", "turn", "happen"))
    )


def _has_rival(doc: Doc, nominal: Nominal | None, pronoun: Nominal, *, plural: bool) -> bool:
    """Whether a common noun that is no candidate stands as a subject between an antecedent and the pronoun."""
    for at in range(pronoun.head - 1, max(pronoun.head - _BLOCK, -1), -1):
        token = doc[at]
        if nominal is not None and at <= nominal.head:
            return False
        if token.dep_ in ("nsubj", "nsubjpass") and token.tag_ == ("NNS" if plural else "NN"):
            return True
        if nominal is None and token.is_sent_start:
            return False
    return False


def _plural(doc: Doc, pronoun: Nominal, near: list[Candidate]) -> int | None:
    """Many people before anything else that is many; a body may be "they" too, but seldom is."""
    above = _subject_above(doc[pronoun.head])
    best: tuple[float, Candidate] | None = None
    for order, each in enumerate(near):
        several = each.plural or each.type is EntityType.GROUP
        if distance(pronoun, each.nominal) > _PLURAL_REACH or not (several or each.type is EntityType.ORGANISATION):
            continue
        if _is_barred(doc, pronoun, each):
            continue
        score = _salience(doc, pronoun, each) - order * 0.01
        score += _ABOVE if above is not None and each.nominal.head == above else 0.0
        score += _PEOPLE if each.type is EntityType.GROUP else 0.0
        score -= 0.0 if several else _ONE_BODY
        if best is None or score > best[0]:
            best = (score, each)
    if best is None or best[0] < _FAINT_MANY:
        return None
    things = best[1].entity < 0 and best[1].type is not EntityType.GROUP
    return None if things and not pronoun.subject else best[1].entity

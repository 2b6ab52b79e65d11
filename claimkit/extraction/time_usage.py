"""How the words of a possible time are used in their sentence, told by the parse.

:mod:`claimkit.extraction.time_wording` tells the same from the words around, where there is no parse.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimkit.resources import load_lexicon

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Token

# A climb to the governing verb longer than this has lost its way.
_MAX_CLIMB = 12
CLIMB = "climb"
_NAMES = frozenset({"PERSON", "FAC", "ORG", "WORK_OF_ART", "PRODUCT", "LAW", "GPE"})
_NUMBERS = frozenset({"CARDINAL", "QUANTITY", "MONEY", "PERCENT"})


@dataclass(frozen=True, slots=True)
class Usage:
    """What the sentence makes of the words.

    ``named``: part of a proper name; ``is_verb`` and ``is_person``: that and no time; ``tagged``: "date" or "number" by
    the tagger of names; ``counts``: how many of what follows; ``numbers``: the number of a name ("Route 2011");
    ``is_noun``: alone as subject or object.
    """

    named: bool = False
    is_verb: bool = False
    is_person: bool = False
    tagged: str = ""
    counts: bool = False
    numbers: bool = False
    is_adverb: bool = True
    is_noun: bool = False


def usage_in_parse(tokens: list[Token], word: str = "") -> Usage:
    """The usage of the words that ``tokens`` cover; ``word`` is the month among them, if one is."""
    last = tokens[-1]
    told = next((token for token in tokens if word and token.text.startswith(word)), last)
    return Usage(
        named=_inside_name(tokens),
        is_verb=told.pos_ in ("VERB", "AUX") if word else any(token.pos_ in ("VERB", "AUX") for token in tokens),
        is_person=told.ent_type_ == "PERSON",
        tagged="date" if told.ent_type_ == "DATE" else "number" if told.ent_type_ in _NUMBERS else "",
        counts=last.dep_ in ("nummod", "quantmod") and last.head.i > last.i and last.head.tag_ in ("NNS", "NNPS"),
        numbers=last.dep_ == "nummod"
        and last.head.i == last.i - 1
        and last.head.pos_ == "PROPN"
        and last.ent_type_ in _NAMES,
        is_noun=last.dep_ in ("nsubj", "nsubjpass", "dobj", "ROOT") and not list(last.lefts),
        is_adverb=tokens[0].tag_ in ("RB", "JJ", "NN", "IN"),
    )


def _inside_name(tokens: list[Token]) -> bool:
    """Whether a date is part of a proper name: "the April 25 House of Culture", August Wilson."""
    if all(token.ent_type_ in _NAMES for token in tokens):
        return True
    last = tokens[-1]
    inside = {token.i for token in tokens}
    head = next((token.head for token in tokens if token.head.i not in inside), None)
    if head is None or head.pos_ != "PROPN" or not 0 < head.i - last.i <= 3 or head.ent_type_ == "PERSON":
        return False
    # "Thursday Reuters said" is the parser's slip; "the April 25 House" is a name. A figure or a tagged name decides.
    named = head.ent_type_ in _NAMES or head.ent_type_ == "EVENT"
    dated = any(token.like_num for token in tokens) and tokens[0].nbor(-1).pos_ == "DET" if tokens[0].i else False
    return (named or dated) and all(token.dep_ in ("compound", "nummod", "nmod", "amod", "punct") for token in tokens)


def tied_by_in(tokens: list[Token]) -> bool:
    """Whether "in" ties the words to a verb: "takes office in two weeks", not "the first congress in five years"."""
    before = tokens[0].nbor(-1) if tokens[0].i else None
    return before is not None and before.lower_ == "in" and before.head.pos_ in ("VERB", "AUX")


def direction_in_parse(tokens: list[Token]) -> bool | None:
    """Where the governing verb points: True to the future, False to the past, None where there is no verb."""
    inside = {token.i for token in tokens}
    root = next((token for token in tokens if token.head.i not in inside), None)
    if root is None or root.dep_ in ("compound", "nmod", "nummod", "amod") or root.head.lower_ == "by":
        return None  # "a June 3 hearing was set", "it was told to close by June 3"
    token, until, since = root.head, root.head.lower_ in ("until", "till"), False
    for step in range(_MAX_CLIMB):
        since = since or (step > 0 and token.lower_ == "from")  # "will be closed from Monday" looks ahead
        verdict = _tense(token) if token.pos_ in ("VERB", "AUX") else CLIMB
        if verdict != CLIMB or token.head.i == token.i:
            if until and token.tag_ != "VBD":
                return True  # «has suspended all sailings until Wednesday»
            # «is up from 41 percent in February»: what a change comes from lies behind.
            return False if since and verdict is True else verdict if isinstance(verdict, bool) else None
        token = token.head
    return None


def _tense(verb: Token) -> bool | str | None:
    """True, False, None, or ``CLIMB`` where the form has no tense of its own."""
    words = load_lexicon("times")["tense"]
    auxiliaries = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    perfect = any(child.lower_ in ("have", "'ve") for child in auxiliaries)
    modals = {child.lower_ for child in auxiliaries} & set(words["future"])
    if modals:
        # "He may have left the town on Sunday" looks back, "will have met by Friday" does not.
        return not perfect or not modals.isdisjoint(words["sure_future"])
    if any(child.tag_ == "TO" for child in auxiliaries) or verb.tag_ == "VB":
        return True
    if verb.tag_ == "VBD" or any(
        child.tag_ == "VBD" or child.lower_ in ("has", "have", "'ve") for child in auxiliaries
    ):
        return False
    if verb.tag_ == "VBG" and any(child.lower_ in ("is", "are", "am", "'s", "'re", "be") for child in auxiliaries):
        return True
    if verb.tag_ in ("VBZ", "VBP"):
        return verb.lemma_ in words["futurate"]
    if verb.tag_ == "VBN" and auxiliaries:
        return verb.lemma_ in words["planned"]
    return CLIMB if verb.head.i != verb.i else None

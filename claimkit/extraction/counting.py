"""What a number counts: the noun it stands with, read off the parse, and whether it is a label instead of a count."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from claimkit.extraction import numbers, units
from claimkit.resources import load_lexicon

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Doc, Token

_LABELLED = frozenset({"PERSON", "FAC", "WORK_OF_ART", "PRODUCT", "LAW"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_MAX_CLIMB = 5
_WORD_NUMBERS = re.compile(r"[a-z -]+\Z", re.IGNORECASE)
_THREE = re.compile(r"\d{3,4}\Z")
_VARIANT = re.compile(r"-\d*[A-Za-z]*[A-Z]")
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_PAST_OR_COMING = re.compile(r"(?:1[0-9]|2[01])\d\d\Z")
_DATING = frozenset({"in", "by", "since", "until", "till", "before", "after", "circa"})
_STATES = frozenset({"missing", "dead", "alive", "injured", "hurt", "homeless", "unaccounted"})
_THEM = frozenset({"them", "these", "those", "whom", "which"})
_PLACING = frozenset({"finish", "come", "place", "rank", "end", "run"})


class Count(NamedTuple):
    """What is counted: the head token, the lemmas (with coordinated heads), a rate, whether it is a part of a whole.

    ``unit`` is the code where the noun is a unit apart from its number: "517 rushing yards".
    """

    head: Token
    lemmas: tuple[str, ...]
    per: str | None
    share: bool
    is_measure: bool
    unit: str | None = None


def root_of(first: Token, last: Token) -> Token:
    """The token of the stretch whose head lies outside it."""
    for token in reversed(first.doc[first.i : last.i + 1]):
        if not first.i <= token.head.i <= last.i or token.head.i == token.i:
            return token
    return last


def is_label(first: Token, figure: Token, unit: str | None, kind: str, words: str) -> bool:
    """Whether the number names something ("Boeing 787", "Section 427") or is no number at all ("no one")."""
    if kind == numbers.ORDINAL:
        if figure.head.lemma_.lower() in _PLACING and figure.i > figure.head.i:
            return False  # "she finished second"
        if figure.i + 2 < len(figure.doc) and figure.nbor(1).text == "-" and figure.nbor(2).lower_.endswith("st"):
            return False  # "the third-largest port"
        return (figure.pos_ in ("ADV", "VERB") and figure.lower_.isalpha()) or first.tag_ == "RB"
    if words.lower() == "one":
        return _is_pronoun(figure)
    if unit is not None:
        return figure.i + 1 < len(figure.doc) and units.is_money(unit) and _is_verb_unit(figure)
    if _WORD_NUMBERS.match(words):
        return (
            kind == numbers.FRACTION
            and words.lower() == "half"
            and figure.pos_ == "NOUN"
            and figure.head.lower_ in ("in", "first", "second")
        )
    if figure.ent_type_ in _LABELLED and figure.ent_iob_ == "I":
        return True
    if _PAST_OR_COMING.match(words) and first.i and first.nbor(-1).lower_ in _DATING and figure.dep_ == "pobj":
        return True
    if _YEAR.match(words) and (figure.head.pos_ == "PROPN" or figure.ent_type_ in (*_LABELLED, "DATE", "EVENT", "ORG")):
        return True  # "the 2019 Rich List": no time of its own, and no count
    if _names_model(first, figure, words):
        return True
    before = first.nbor(-1) if first.i else None
    if before is None or before.is_punct or before.pos_ not in _NOUNS or before.is_sent_end:
        return False
    return _labels(first, before)


def _names_model(first: Token, figure: Token, words: str) -> bool:
    """«its 777 airliner», «the 777-200LR», «the Poor's 500 index»: three figures before a singular."""
    if not _THREE.match(words):
        return False
    after = "".join(token.text_with_ws for token in figure.doc[figure.i + 1 : figure.i + 3])
    if not figure.whitespace_ and _VARIANT.match(after):
        return True
    noun = (
        figure.head
        if figure.dep_ in ("nummod", "compound", "nmod") and figure.head.i > figure.i
        else _noun_after(figure)
    )
    if noun is None:
        return (
            first.i > 0
            and first.nbor(-1).tag_ == "POS"
            and figure.i + 1 < len(figure.doc)
            and figure.nbor(1).pos_ in ("PUNCT", "VERB", "AUX")
        )
    return noun.tag_ in ("NN", "NNP") and noun.lemma_.lower() not in load_lexicon("numbers")["counting"]["singular"]


def _labels(number: Token, before: Token) -> bool:
    """«iPhone 12», «page 3»: the number hangs on the noun on its left, or follows a name and has no noun of its own."""
    if number.dep_ in ("nummod", "appos", "npadvmod", "nmod", "compound") and number.head.i == before.i:
        return True
    following = number.nbor(1) if number.i + 1 < len(number.doc) else None
    if before.pos_ != "PROPN" or before.ent_type_ in ("GPE", "DATE"):
        return False
    if following is not None and following.pos_ == "PROPN" and following.tag_ == "NNP":
        return True  # "Galaxy Note 20 Ultra"
    if before.dep_ in ("nmod", "compound") and before.head.i > number.i and number.head.i == before.head.i:
        return before.ent_type_ != "PERSON"  # "Model 3 sedans"
    return (
        number.dep_ in ("pobj", "nsubj", "attr", "dobj", "ROOT")
        and before.dep_ == "compound"
        and before.head.i == number.i
    )


def _is_verb_unit(figure: Token) -> bool:
    # "30 won medals"
    following = figure.nbor(1)
    return following.lower_ == "won" and following.pos_ == "VERB"


def _is_pronoun(token: Token) -> bool:
    """«one» that counts nothing: «no one», «the one», «one can see», «one another»."""
    if token.pos_ == "PRON" or token.tag_ in ("PRP", "NN"):
        following = token.nbor(1) if token.i + 1 < len(token.doc) else None
        return following is None or following.lower_ != "of"
    if token.dep_ == "nummod" and token.head.i > token.i and token.head.pos_ in _NOUNS:
        before = token.nbor(-1).lower_ if token.i else ""
        return before in ("this", "that", "any", "no", "each", "every", "which") or token.head.lower_ in (
            "day",
            "another",
            "thing",
        )
    return not any(child.dep_ == "prep" and child.lower_ == "of" for child in token.children)


def counted_by(first: Token, last: Token, unit: str | None) -> Count:
    """What the number from ``first`` to ``last`` counts; measures count nothing, except in "46 per cent of adults"."""
    root = root_of(first, last)
    whole = _whole(root)
    if unit is not None:
        share = unit == units.PERCENT and whole is not None
        return Count(root, _lemmas(whole) if share and whole is not None else (), None, share, False)
    following = last.nbor(1).lower_ if last.i + 1 < len(last.doc) else ""
    if following in ("who", "whom", "whose"):
        return Count(root, ("people",), None, False, False)  # "95,800 who have no work"
    if following == "times":
        return Count(last.nbor(1), ("time",), None, False, False)  # "four times the number of last year"
    noun = _noun_over(root, last) or _noun_after(last)
    if noun is not None and (noun.like_num or noun.lower_ in ("half", "third", "quarter")) and whole is not None:
        noun = whole
    if noun is None and whole is not None:
        return Count(root, _lemmas(whole), _rate(whole), _is_definite(whole), False, _unit_of(whole))
    if noun is None:
        return Count(root, _shared(root) or _persons(root), None, False, False)
    noun = _kind_of(noun, last)
    lemma = noun.lemma_.lower()
    measures = noun.pos_ == "NOUN" and lemma in load_lexicon("numbers")["counting"]["measures"]
    return Count(noun, _lemmas(noun), _rate(noun), False, measures, _unit_apart(noun, last))


def _kind_of(noun: Token, last: Token) -> Token:
    """«a 3 cylinder engine»: before a singular the number counts the noun beside it."""
    beside = last.nbor(1) if last.i + 1 < len(last.doc) else noun
    attributive = beside.i < noun.i and beside.tag_ == "NN" and noun.tag_ == "NN" and last.lower_ not in ("one", "1")
    known = load_lexicon("numbers")["counting"]["singular"]
    return beside if attributive and noun.lemma_.lower() not in known else noun


def _unit_of(noun: Token) -> str | None:
    """«tens of millions of dollars», «hundreds of miles»."""
    bare = noun.tag_ == "NNS" and not any(child.dep_ in ("amod", "compound", "det") for child in noun.children)
    return units.unit_code(noun.lower_) if bare else None


def _unit_apart(noun: Token, last: Token) -> str | None:
    """«517 rushing yards», «three straight days»: a unit with a word before it is a unit still."""
    if noun.pos_ != "NOUN" or noun.lemma_.lower() in load_lexicon("numbers")["counting"]["no_units"]:
        return None
    return units.unit_code(noun.lemma_.lower()) if 1 < noun.i - last.i <= 3 else None


def _persons(root: Token) -> tuple[str, ...]:
    """«20 were killed»: a number that stands for people."""
    verb = root.head
    victims = load_lexicon("numbers")["counting"]["people_verbs"]
    if root.dep_ == "nsubj" and any(child.dep_ == "acomp" and child.lower_ in _STATES for child in verb.children):
        return ("people",)  # "another six were missing"
    # «30 injured» is an active verb to the parser where "were" is left out.
    acting = any(child.dep_ in ("dobj", "ccomp") for child in verb.children)
    passive = root.dep_ == "nsubjpass" or (root.dep_ == "nsubj" and not acting)
    return ("people",) if passive and verb.lemma_.lower() in victims else ()


def _whole(root: Token) -> Token | None:
    """«dozens of people», «a third of the members», «40 of the 300»: the noun after of."""
    for child in root.children:
        if child.dep_ == "prep" and child.lower_ in ("of", "among") and child.i > root.i:
            for grandchild in child.children:
                if grandchild.dep_ == "pobj":
                    return grandchild if grandchild.pos_ in _NOUNS or grandchild.pos_ == "PRON" else None
    return None


def _is_definite(noun: Token) -> bool:
    return any(child.dep_ in ("det", "poss") and child.lower_ not in ("a", "an") for child in noun.children)


def _noun_over(root: Token, last: Token) -> Token | None:
    token = root
    for _ in range(_MAX_CLIMB):
        if (
            token.dep_ not in ("nummod", "amod", "compound", "nmod", "quantmod", "poss", "npadvmod", "predet")
            or token.head.i <= last.i
        ):
            return None
        token = token.head
        if token.pos_ in _NOUNS and token.i > last.i:
            return token
    return None


def _noun_after(last: Token) -> Token | None:
    """The noun that follows with only adjectives between, where the parser attached the number elsewhere."""
    doc, found = last.doc, None
    for token in doc[last.i + 1 : last.i + 6]:
        if token.pos_ == "CCONJ" and found is None and token.nbor(-1).pos_ == "ADJ":
            continue  # "4.3m digital and physical sales"
        if token.is_sent_start or token.pos_ not in ("ADJ", "NOUN", "PROPN", "ADV", "VERB", "PUNCT"):
            break
        if token.pos_ == "PUNCT" and token.text != "-":
            break
        if (token.pos_ == "VERB" and token.tag_ not in ("VBN", "VBG")) or token.pos_ == "ADV":
            break
        if token.pos_ in _NOUNS:
            found = token
        elif found is not None:
            break
    return found if found is not None and found.tag_ in ("NNS", "NN", "NNPS") else None


def _lemmas(noun: Token) -> tuple[str, ...]:
    if noun.pos_ == "PRON":
        return ()
    heads = [noun, *(other for other in noun.conjuncts if other.i > noun.i and _shares_number(other))]
    return tuple(dict.fromkeys(_lemma(token) for token in heads))


def _lemma(token: Token) -> str:
    if token.tag_ == "NNPS":  # the lemmatiser leaves "Cups" alone
        return token.lemma_.removesuffix("s")
    return token.lemma_ if token.pos_ == "PROPN" else token.lemma_.lower()


def _shares_number(noun: Token) -> bool:
    """«5,000 delegates and officials»: a second noun with no number and no article of its own."""
    if noun.pos_ not in _NOUNS or noun.tag_ == "NN":
        return False
    return not any(child.dep_ in ("nummod", "det", "poss") or child.like_num for child in noun.children)


def _rate(noun: Token) -> str | None:
    """«78,000 times a minute», «20 burglaries per week»."""
    after = noun.doc[noun.i + 1 : noun.i + 3]
    if len(after) == 2 and after[0].lower_ in ("a", "an", "per") and after[1].pos_ == "NOUN":
        return units.unit_code(after[1].lower_) or after[1].lemma_.lower()
    return None


def sentence_numbers(doc: Doc) -> list[int]:
    """The number of the sentence of each token; ``token.sent`` would search for it each time."""
    numbers_, number = [], 0
    for token in doc:
        number += bool(token.is_sent_start)
        numbers_.append(number)
    return numbers_


def is_elliptic(number: Token) -> bool:
    """Whether a bare number stands where its noun was left out: "20 cars, compared with 63 last year"."""
    following = number.nbor(1) if number.i + 1 < len(number.doc) else None
    if following is not None and following.lower_ in ("who", "whom", "whose", "others", "other", "more"):
        return True
    averaged = number.dep_ == "pobj" and number.head.lower_ == "of"
    if averaged and number.head.head.lemma_.lower() in load_lexicon("numbers")["counting"]["summaries"]:
        number = number.head.head  # "compared with an average of 20 per week"
    if number.dep_ == "pobj":
        return number.head.lower_ in ("with", "to", "than", "from") and number.head.head.lower_ not in ("go", "come")
    return number.dep_ in ("conj", "dobj") and number.pos_ == "NUM"


def is_age(number: Token) -> bool:
    """«she will be 35»: a bare number that a person is."""
    if number.dep_ != "attr" or number.head.lemma_ not in ("be", "turn") or any(number.children):
        return False
    return any(child.dep_ == "nsubj" and child.lower_ in ("he", "she", "who", "i") for child in number.head.children)


def is_of_them(number: Token) -> bool:
    """«40 of them», «12 of whom»: a part of what was counted before."""
    return any(
        child.dep_ == "prep" and child.lower_ == "of" and any(part.lower_ in _THEM for part in child.children)
        for child in number.children
    )


def is_resumed(number: Token) -> bool:
    """Whether a bare number says what another figure was: "last year it was 700", "the toll stood at 12"."""
    verb = number.head if number.dep_ == "attr" else number.head.head if number.dep_ == "pobj" else None
    if verb is None or verb.lemma_.lower() not in ("be", "stand", "reach"):
        return False
    figures = load_lexicon("numbers")["counting"]["figures"]
    return any(child.dep_ == "nsubj" and child.lemma_.lower() in figures for child in verb.children)


def _shared(number: Token) -> tuple[str, ...]:
    """«435 homes by sale and 187 by tender»: a bare number counts what the number it is joined to counts."""
    token = number
    while token.dep_ == "conj" and token.head.i < token.i:
        token = token.head
        if token.pos_ in _NOUNS and any(child.dep_ == "nummod" for child in token.children):
            return (_lemma(token),)
    return ()

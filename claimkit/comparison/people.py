"""Groups of people in a sentence and how many they are: "two men", "a 19-year-old", "three others", a name, "he".

Read off the surface, so that headlines, which have no parse worth the name, are read as the body is.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from claimkit.extraction.amounts import Amount, amounts_in
from claimkit.extraction.number_words import number_at
from claimkit.extraction.numbers import SHARE
from claimkit.records import Bound
from claimkit.resources import load_lexicon

WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*|\S")
# Between the number or article and the noun: "two innocent young female bystanders".
_MOST_MODIFIERS = 5
_AGED = re.compile(
    r"\s*,?\s*(?:\(|aged?\s+|both\s+)?(\d{1,2})(?:\)|(?=\s*[,.;)]|\s+(?:was|were|is|of|from|died|has)\b|$)),?"
)
_YEARS_OLD = re.compile(r"\b(\d{1,2}|[a-z]+(?:-[a-z]+)?)[- ](?:year|month|week|day)s?[- ]olds?\b")
_DETERMINERS = re.compile(r"(?:the|his|her|their|this|that|its|our|my|these|those|both|either)$")
_OF_THOSE = re.compile(
    r"\s+of\s+(?:them\b|whom\b|those\b|(?:the|these|his|her|our|its)(?:\s+[\w'’-]+){1,4}?(?=\s+(?:was|were|is|are|had|have|has|who|that|died|and|later|in|as|to|with|at|dead|fatally|on|remain|remains|remained)\b|[,.;]|$))"
)
_FURTHER = frozenset({"other", "others", "more", "another", "additional", "second", "third", "fourth", "else"})
_ARTICLES = frozenset({"a", "an", "another", "one"})
# "Man kills wife, self"
_REFLEXIVES = frozenset(("himself", "herself", "self", "themselves"))
_POSSESSIVES = frozenset(("his", "her", "their", "my", "our"))
_AUXILIARIES = frozenset(("was", "were", "is", "are", "had", "have", "has"))


@dataclass(frozen=True, slots=True)
class Group:
    """People in a sentence: ``[start, end)``, how many, and what tells them from others.

    ``kind`` is ``number``, ``one``, ``definite``, ``kin`` ("his wife"), ``name``, ``pronoun``, ``some`` or ``nobody``;
    ``further`` marks "three others", ``part`` "two of them"; ``key`` is the entity of a name.
    """

    start: int
    end: int
    low: float
    high: float
    kind: str
    bound: Bound = Bound.EXACT
    gender: str | None = None
    age: str | None = None
    key: str | None = None
    further: bool = False
    part: bool = False
    attacker: bool = False
    noun: str | None = None


@dataclass(frozen=True, slots=True)
class Noun:
    """A word for people."""

    plural: bool
    gender: str | None


@functools.cache
def nouns() -> Mapping[str, Noun]:
    """Every word for a person or for people, with its number and gender."""
    words = load_lexicon("outcomes")["people"]
    found = {word: Noun(True, None) for word in (*words["plural_only"], *words["pair"], *words["trio"])}
    found |= {"men": Noun(True, "m"), "women": Noun(True, "f"), "males": Noun(True, "m"), "females": Noun(True, "f")}
    roles = [word for word in load_lexicon("roles")["persons"] if word not in words["seldom_people"]]
    for gender, listed in (("m", words["male"]), ("f", words["female"]), (None, [*words["either"], *roles])):
        for word in listed:
            found.setdefault(word, Noun(False, gender))
            found.setdefault(_plural(word), Noun(True, gender))
    return found


def _plural(word: str) -> str:
    if word.endswith("man"):
        return word[:-3] + "men"
    if word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    return {"child": "children", "wife": "wives", "person": "persons"}.get(
        word, word + ("es" if word.endswith(("s", "ch", "x", "sh")) else "s")
    )


@functools.cache
def word_list(name: str) -> frozenset[str]:
    """A list of the lexicon's tables on people and on how they are linked to what befalls them."""
    lexicon = load_lexicon("outcomes")
    return frozenset(lexicon["people"].get(name) or lexicon["linking"][name])


def groups_in(sentence: str, names: Sequence[tuple[int, int, str]] = (), *, headline: bool = False) -> list[Group]:
    """The groups of a sentence in order, not overlapping; ``names`` are spans of persons' names with their keys.

    In a ``headline`` a noun needs no article: "Man shot".
    """
    words = [(match.group().lower(), match.start(), match.end()) for match in WORD.finditer(sentence)]
    found = [*_named(sentence, names), *_nobody(sentence), *_ordinal(sentence)]
    for amount in map(functools.partial(_whole, sentence), amounts_in(sentence, [])):
        group = _counted(sentence, words, amount)
        if group is not None:
            found.append(group)
    found += _described(sentence, words, headline)
    return _apart(sentence, found)


def _apart(sentence: str, found: list[Group]) -> list[Group]:
    """Without overlaps: the longer wins, then what comes first in the list; "21-year-old Ann Berg" is one group."""
    kept: list[Group] = []
    for group in sorted(found, key=lambda group: (-(group.end - group.start), group.start)):
        if all(group.end <= other.start or other.end <= group.start for other in kept):
            kept.append(group)
    joined: list[Group] = []
    for group in sorted(kept, key=lambda group: group.start):
        last = joined[-1] if joined else None
        if last and last.high == 1 and group.kind == "name" and not sentence[last.end : group.start].strip():
            joined[-1] = replace(
                group, start=last.start, age=group.age or last.age, gender=last.gender, attacker=last.attacker
            )
        else:
            joined.append(group)
    return joined


def _named(sentence: str, names: Sequence[tuple[int, int, str]]) -> Iterator[Group]:
    for start, end, key in names:
        if 0 <= start < end <= len(sentence) and sentence[end : end + 2].lower() not in ("'s", "’s"):
            yield _with_age(sentence, Group(start, end, 1, 1, "name", key=key))


_ORDINAL = re.compile(
    r"\ban? (?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)"
    r"(?=\s+(?:was|is|died|has|had|in|critically|seriously)\b|\s*[,.;]|\s*$)",
    re.IGNORECASE,
)


def _ordinal(sentence: str) -> Iterator[Group]:
    """«killed three people and injured a fourth»: one more."""
    for match in _ORDINAL.finditer(sentence):
        yield Group(match.start(), match.end(), 1, 1, "one", further=True)


@functools.cache
def _nobody_pattern() -> re.Pattern[str]:
    words = sorted(word_list("nobody"), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)


def _nobody(sentence: str) -> Iterator[Group]:
    for match in _nobody_pattern().finditer(sentence):
        words = match.group().lower()
        yield Group(match.start(), match.end(), 0, 0, "nobody", further="other" in words or "else" in words)


def _whole(sentence: str, amount: Amount) -> Amount:
    """«one of two women»: the two are counted here; "one of them" has no number to its whole."""
    inner = _OF.search(sentence, amount.start, amount.end) if amount.kind == SHARE else None
    number = number_at(sentence, inner.end()) if inner else None
    if inner is None or number is None:
        return amount
    return replace(
        amount, start=inner.end(), end=number.end, low=number.value, high=number.value, kind="cardinal", unit=None
    )


_OF = re.compile(r"\bof (?:the |these |those )?", re.IGNORECASE)


def _counted(sentence: str, words: list[tuple[str, int, int]], amount: Amount) -> Group | None:
    """A figure and whom it counts: "five people", "three others", "two of the victims", a bare "one" before a verb."""
    if amount.unit is not None or amount.is_age or amount.kind not in ("cardinal", "vague") or amount.low < 0:
        return None
    if amount.low > 1e7 or amount.low != int(amount.low) or _is_age(sentence, amount):
        return None
    at = next((number for number, word in enumerate(words) if word[1] >= amount.end), len(words))
    group = Group(amount.start, amount.end, amount.low, amount.high, "number", bound=amount.bound)
    if sentence[amount.end : amount.end + 1] == "-":
        return None
    part = _OF_THOSE.match(sentence, amount.end)
    if part:
        return replace(group, end=part.end(), part=True)
    following = words[at : at + _MOST_MODIFIERS + 1]
    for offset, (word, _, end) in enumerate(following):
        noun = nouns().get(word)
        if noun is not None and not _goes_on(following, offset):
            return _of_noun(
                sentence, replace(group, end=end, noun=word), [each for each, _, _ in following[: offset + 1]], noun
            )
        if word in word_list("things"):
            return None
        if not word[0].isalpha() or word in word_list("boundaries") or word in _fate_words():
            further = bool(_FURTHER & {each for each, _, _ in following[:offset]})
            if offset == 0 or further:
                return (
                    replace(group, further=further, end=following[offset - 1][2] if offset else group.end)
                    if _stands_alone(sentence, group)
                    else None
                )
            # "Three Kurds were", "12 coal haulers died": people by what befalls them, not by their noun.
            plural = following[offset - 1][0].endswith("s") or amount.low == 1
            fate = word in _fate_words() or word in _AUXILIARIES or not word[0].isalpha()
            return (
                replace(group, end=following[offset - 1][2], noun=following[offset - 1][0]) if plural and fate else None
            )
    return group if not following and _stands_alone(sentence, group) else None


def _goes_on(following: Sequence[tuple[str, int, int]], offset: int) -> bool:
    """«two police officers»: a noun before another noun for people only describes it; so does «student housing»."""
    after = following[offset + 1 : offset + 2]
    return bool(after) and after[0][0] in nouns() and not nouns()[following[offset][0]].plural


def _of_noun(sentence: str, group: Group, words: Sequence[str], noun: Noun) -> Group:
    head = words[-1]
    factor = 2 if head in ("couples", "pairs") else 1
    age = _YEARS_OLD.search(sentence, group.start, group.end)
    gender = noun.gender or next((each.gender for word in words if (each := nouns().get(word)) and each.gender), None)
    group = replace(
        group,
        low=group.low * factor,
        high=group.high * factor,
        gender=gender,
        age=age[1] if age else None,
        further=bool(_FURTHER & set(words)),
        attacker=head in word_list("attackers"),
    )
    return _with_age(sentence, group) if group.high == 1 else group


def _with_age(sentence: str, group: Group) -> Group:
    match = _AGED.match(sentence, group.end)
    return replace(group, end=match.end(), age=group.age or match[1]) if match else group


def _is_age(sentence: str, amount: Amount) -> bool:
    """«Ann Berg, 25, was», «a man, 25, was», «Jr., 32,», «Berg, 24 and Cole, 23»."""
    before, after = sentence[: amount.start].rstrip(), sentence[amount.end :].lstrip()
    if (before.endswith("(") and after.startswith(")")) or _AGES.search(before):
        return True
    if before.endswith(", both") and sentence[amount.start].isdigit():
        return True
    if not before.endswith(",") or not sentence[amount.start].isdigit() or amount.high > 110:
        return False
    word = before.rstrip(",. ").rsplit(" ", 1)[-1]
    person = word[:1].isupper() or (word.lower() in nouns() and not nouns()[word.lower()].plural)
    return person and (not after or after[0] in ",.;)" or after.startswith("and "))


# "ages 21 and 22", "under the age of 10", "ages, 20 and 31"
_AGES = re.compile(r"\bage(?: of$|[sd]?,?(?: \d+,?)* (?:and |to )?\d*,?(?: and)?$)", re.IGNORECASE)


def _stands_alone(sentence: str, group: Group) -> bool:
    """A bare figure stands for people where no month, age, road or label comes before it."""
    before = sentence[: group.start].rstrip()
    last = before.split(" ")[-1].lower() if before else ""
    if sentence[group.start].isdigit() and last.strip(".,") in word_list("labels"):
        return False
    return not (sentence[group.start].isdigit() and group.low > 1900 and group.low < 2100)


@functools.cache
def _fate_words() -> frozenset[str]:
    """The first words of everything that befalls people."""
    lexicon = load_lexicon("outcomes")
    lists = [
        entries
        for table in lexicon.values()
        if "done" in table
        for name in ("done", "befell")
        for entries in [table[name]]
    ]
    first = {word for entries in lists for entry in entries for word in entry.split(" ")[0].split("|")}
    return frozenset(first - {"in", "with", "at", "on"})


@functools.cache
def _verbs() -> frozenset[str]:
    """Deeds that take the group as their object: "that killed two people" is no group "that … people"."""
    lexicon = load_lexicon("outcomes")
    phrases = [
        phrase
        for table in lexicon.values()
        if "done" in table
        for phrase in (*table["done"], *table["doing"], *table["of"])
    ]
    return frozenset(word for phrase in phrases for word in phrase.split(" ")[0].split("|")) - {"dead", "missing"}


def _described(sentence: str, words: list[tuple[str, int, int]], headline: bool) -> Iterator[Group]:
    """Groups without a figure: "a woman", "the victims", "he", "both", and in headlines "Man"."""
    for number, (word, start, end) in enumerate(words):
        noun = nouns().get(word)
        if word in _REFLEXIVES:
            yield Group(start, end, 1, 1, "self", attacker=True)
        elif word in word_list("singular_pronouns"):
            gender = {"he": "m", "him": "m", "she": "f", "her": "f"}.get(word)
            following = words[number + 1 : number + 2]
            if (
                word != "her"
                or not following
                or not following[0][0][0].isalpha()
                or following[0][0] in word_list("boundaries")
                or following[0][0] in _fate_words()
            ):
                yield Group(start, end, 1, 1, "pronoun", gender=gender)
        elif word in ("both", "couple", "pair", "duo"):
            yield Group(start, end, 2, 2, "number", noun=word)
        elif word == "trio":
            yield Group(start, end, 3, 3, "number", noun=word)
        elif word in word_list("plural_pronouns") and noun is None:
            yield Group(start, end, 2, 2, "pronoun" if word in ("they", "them", "all") else "some")
        elif noun is not None and not _goes_on(words, number):
            yield _phrase(sentence, words, number, noun, headline)
        elif (match := _YEARS_OLD.fullmatch(word)) and not _describes(words, number):
            yield _phrase(sentence, words, number, Noun(word.endswith("s"), None), headline, match[1])


def _describes(words: Sequence[tuple[str, int, int]], number: int) -> bool:
    """«20-year-old man»: the age belongs to the noun that follows within two words."""
    return any(word in nouns() for word, _, _ in words[number + 1 : number + 3])


def _phrase(
    sentence: str, words: list[tuple[str, int, int]], number: int, noun: Noun, headline: bool, age: str | None = None
) -> Group:
    """The noun with what stands before it, back to its article."""
    kind, before = _opening(words, number)
    first = number - len(before) if kind != "bare" else number
    if kind == "bare" and any(_YEARS_OLD.fullmatch(word) for word in before):
        first = number - 1 - next(at for at, word in enumerate(before) if _YEARS_OLD.fullmatch(word))
    start, end, head = words[first][1], words[number][2], words[number][0]
    aged = _YEARS_OLD.search(sentence[start:end].lower())
    low = high = 1.0
    if noun.plural:
        low, high, kind = 2.0, 2.0, "definite" if kind in ("definite", "kin") else "some"
    elif kind == "bare":
        kind = "one" if headline or number == 0 or aged or age else "noun"
    described = (each.gender for word in before if (each := nouns().get(word)) and each.gender)
    group = Group(
        start,
        end,
        low,
        high,
        kind,
        gender=noun.gender or next(described, None),
        age=age or (aged[1] if aged else None),
        further=bool(_FURTHER & set(before)),
        attacker=head in word_list("attackers"),
        noun=head,
    )
    return _with_age(sentence, group) if high == 1 else group


def _opening(words: list[tuple[str, int, int]], number: int) -> tuple[str, list[str]]:
    """How the phrase of a noun opens, and its words before the noun, the nearest first."""
    before: list[str] = []
    for back in range(number - 1, max(-1, number - 2 - _MOST_MODIFIERS), -1):
        word = words[back][0]
        if word in _ARTICLES or _DETERMINERS.match(word):
            kind = "one" if word in _ARTICLES else "kin" if word in _POSSESSIVES else "definite"
            return kind, [*before, word]
        if not word[0].isalnum() or word in _stops():
            break
        before.append(word)
    return "bare", before


@functools.cache
def _stops() -> frozenset[str]:
    return word_list("boundaries") | word_list("things") | word_list("numerals") | _verbs()

"""What befell whom: in a sentence, the groups of people and the outcome that each is said to have met.

An outcome's words stand after the group ("two men were killed", "one dead"), before it ("killing two"), or hold it
("the deaths of three people"). The words are ``resources/outcomes.toml``; the frames are those of event extraction for
counts of victims (MUC-4's human targets; Vossen et al. 2018 on referential quantification in reports of gun violence).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from claimkit.comparison.people import WORD, Group
from claimkit.resources import load_lexicon

HIT = "hit"
_FORMS = ("done", "befell", "doing", "of", "counted")
# Two hundred characters of apposition stand between a victim and his verb at most.
_FAR = 200
_AUXILIARY = re.compile(
    r"\b(?:was|were|is|are|been|being|be|got|get|gets)(?:\s+\w+ly|\s+also|\s+later|\s+all|\s+both)*\s*$", re.IGNORECASE
)
_AND = re.compile(
    r"[\s,]*(?:,|,? (?:and )?(?:then|before)(?: \w+ing)?(?: the gun on)?(?= )|\band\b|&|\bas well as\b"
    r"|\balong with\b|\bplus\b|\bor\b)(?:\s+(?:also|then|another|the))?\s*$",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"\b(?:not|n't|n’t|never|no|without|nor|neither)\b(?:\s+\w+){0,2}\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Deed:
    """Words of an outcome in a sentence and the list they are from."""

    outcome: str
    form: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Fate:
    """A group met an outcome; ``sure`` where nothing but function words stands between the two."""

    outcome: str
    group: Group
    deed: Deed
    sure: bool


@functools.cache
def outcomes() -> tuple[str, ...]:
    """The outcomes that are counted, in the order of the lexicon."""
    return tuple(name for name, table in load_lexicon("outcomes").items() if "done" in table)


_RUN = re.compile(r"\w+")
# Letters that expressions without case take for plain ones: the long s, the sign of the kelvin, i with and without dot.
_PLAIN = str.maketrans("ſKİı", "skii")


def heads(phrases: Iterable[str]) -> frozenset[str]:
    """The first words of phrases: where none of them is among :func:`words_in` a sentence, no phrase is in it."""
    return frozenset(run.group().lower() for phrase in phrases if (run := _RUN.search(phrase)))


@functools.lru_cache(16)  # a sentence is asked for one outcome after another
def words_in(sentence: str) -> frozenset[str]:
    """The words of a sentence in lower case, parted at apostrophes and hyphens."""
    return frozenset(_RUN.findall(sentence.translate(_PLAIN).lower()))


@functools.cache
def _phrases() -> Mapping[str, Sequence[tuple[re.Pattern[str], str, str]]]:
    """Of each first word what it opens, the longest first, so that "fatally shot" is no "shot"."""
    lexicon = load_lexicon("outcomes")
    phrases = {
        (phrase, outcome, form) for outcome in outcomes() for form in _FORMS for phrase in lexicon[outcome][form]
    }
    found: dict[str, list[tuple[re.Pattern[str], str, str]]] = {}
    for phrase, outcome, form in sorted(phrases, key=lambda each: (-len(each[0].split(" ")), each)):
        for word in phrase.split(" ")[0].split("|"):
            found.setdefault(word, []).append((_expression(word, phrase), outcome, form))
    return found


def _expression(first: str, phrase: str) -> re.Pattern[str]:
    """The phrase from its second word on; "~" is up to four words, "a|b" either."""
    parts = [re.escape(first)]
    for word in phrase.split(" ")[1:]:
        if word == "~":
            parts.append(r"(?:\s+[\w'’.-]+,?){0,4}?")
        else:
            parts.append(rf"\s+(?:{'|'.join(map(re.escape, word.split('|')))})")
    return re.compile(rf"{''.join(parts)}(?![\w-])", re.IGNORECASE)


@functools.cache
def _heads() -> frozenset[str]:
    return heads(_phrases())


@functools.cache
def _openers() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(_phrases())))})(?![\w-])", re.IGNORECASE)


def deeds_in(sentence: str) -> list[Deed]:
    """The words of outcomes in the order of the sentence, not overlapping."""
    found: list[Deed] = []
    # Most sentences hold no such word, and the expression of all of them is slow.
    if words_in(sentence).isdisjoint(_heads()):
        return found
    at = 0
    for opener in _openers().finditer(sentence):
        if opener.start() < at:
            continue
        for phrase, outcome, form in _phrases()[opener.group().translate(_PLAIN).lower()]:
            match = phrase.match(sentence, opener.start())
            if match:
                found.append(Deed(outcome, form, match.start(), match.end()))
                at = match.end()
                break
    return found


def fates_in(sentence: str, groups: Sequence[Group], *, headline: bool = False) -> Iterator[Fate]:
    """Every group of the sentence with each outcome that it is said to have met, in the order of the deeds."""
    deeds = deeds_in(sentence)
    for deed in deeds:
        found = _fate_of(sentence, groups, deed, deeds, headline)
        if is_own_hand(sentence, deed) and not (
            _is_plural_hand(sentence, deed) and sum(each.low for each in found[0]) > 1
        ):
            yield Fate(deed.outcome, Group(deed.start, deed.end, 1, 1, "self", attacker=True), deed, sure=True)
            continue
        last = found[0][-1].end if found[0] else len(sentence)
        outcome = (
            "killed" if deed.outcome == HIT and last > deed.end and _TO_DEATH.match(sentence, last) else deed.outcome
        )
        for group in found[0]:
            yield Fate(outcome, group, deed, found[1])


# «shot his wife to death», «shot two men dead»
_TO_DEATH = re.compile(r"\s+(?:to death|dead|fatally)\b", re.IGNORECASE)


Found = tuple[list[Group], bool]
_NONE: Found = ([], False)


def _fate_of(sentence: str, groups: Sequence[Group], deed: Deed, deeds: Sequence[Deed], headline: bool) -> Found:
    if deed.form == "counted" and sentence[deed.start : deed.end].lower() not in _predicative(deed.outcome):
        return _counted(sentence, groups, deed)
    if deed.form in ("doing", "of"):
        return _after(sentence, groups, deed)
    inside = [
        group for group in groups if deed.start < group.start and group.end <= deed.end and group.kind != "pronoun"
    ]
    if inside:
        # "transported one to the hospital"
        return inside, True
    passive = _AUXILIARY.search(sentence, max(0, deed.start - 40), deed.start)
    done = (
        deed.form == "done" or sentence[deed.start : deed.end].lower() in load_lexicon("outcomes")[deed.outcome]["done"]
    )
    if done and passive is None:
        after = _after(sentence, groups, deed)
        if after[0]:
            return after
    return _before(sentence, groups, deed, deeds, headline)


@functools.cache
def _predicative(outcome: str) -> frozenset[str]:
    """The words of an outcome that may be said of a group before them."""
    table = load_lexicon("outcomes")[outcome]
    return frozenset([*table["done"], *table["befell"]])


def _counted(sentence: str, groups: Sequence[Group], deed: Deed) -> Found:
    """«three deaths», «20 wounded»: the figure right before; «the dead» alone counts nobody."""
    for group in groups:
        inside = group.start <= deed.start and deed.end <= group.end
        before = group.end <= deed.start and not sentence[group.end : deed.start].strip()
        if group.kind in ("number", "nobody") and (inside or before):
            return [group], True
    return _NONE


def _after(sentence: str, groups: Sequence[Group], deed: Deed) -> Found:
    """The group that follows the deed, and those joined to it by "and"."""
    at = next((number for number, group in enumerate(groups) if group.start >= deed.end), None)
    if at is None or not _is_measure(sentence[deed.end : groups[at].start]):
        return _NONE
    found = [groups[at]]
    for group in groups[at + 1 :]:
        between = sentence[found[-1].end : group.start]
        if not _AND.fullmatch(_WHERE.sub("", between)) or (group.kind == "name" and found[-1].kind != "name"):
            break
        found.append(group)
    return _introduced(_without_subject(sentence, found)), True


# «the girl in the face and her mother in the head»
_WHERE = re.compile(
    r"^\s+(?:in|to|on)\s+(?:the|his|her|their|both|each)?\s*\w+(?:\s+of\s+(?:the|his|her)\s+\w+)?", re.IGNORECASE
)


def _without_subject(sentence: str, found: list[Group]) -> list[Group]:
    """«killing one and two others were hurt»: the last group begins a clause of its own."""
    while len(found) > 1 and _STARTS_CLAUSE.match(sentence, found[-1].end):
        found.pop()
    return found


_STARTS_CLAUSE = re.compile(
    r"\s*(?:was|were|is|are|has|have|had|later|also|died|dead|injured|wounded|hurt|remains?|suffered|sustained"
    r"|in (?:critical|serious|stable))\b",
    re.IGNORECASE,
)


_AS_MANY_AS = re.compile(r"\bas (?:many|few) as\b", re.IGNORECASE)


@functools.cache
def _measures() -> frozenset[str]:
    return frozenset(load_lexicon("outcomes")["linking"]["measures"])


def _is_measure(between: str) -> bool:
    words = [match.group().lower() for match in WORD.finditer(_AS_MANY_AS.sub(" ", between))]
    return len(words) <= 6 and all(word in _measures() for word in words)


@functools.cache
def _between() -> frozenset[str]:
    return frozenset(str(load_lexicon("outcomes")["linking"]["between"]).split())


@functools.cache
def _prepositions() -> frozenset[str]:
    return frozenset(load_lexicon("outcomes")["linking"]["prepositions"])


def _before(sentence: str, groups: Sequence[Group], deed: Deed, deeds: Sequence[Deed], headline: bool) -> Found:
    """The group that the deed is said of, and those joined to it; sure where only function words stand between."""
    earlier = [group for group in groups if group.end <= deed.start and deed.start - group.end <= _FAR]
    weak: Found = _NONE
    included: list[tuple[int, int]] = []
    for number in range(len(earlier) - 1, -1, -1):
        group = earlier[number]
        between = _plain(sentence, group.end, deed.start, deeds, included)
        sure = all(word in _between() for word in between)
        if _is_included(sentence, group):
            # "five people, including an infant, were": the five were.
            included.append((sentence.rfind(" ", 0, sentence.rfind("includ", 0, group.start)), group.end))
            continue
        if not sure and (
            _is_object(sentence, group) or (group.kind == "pronoun" and group.gender is None and group.high > 1)
        ):
            continue
        chain = _chain(sentence, earlier[: number + 1], headline)
        if sure:
            return chain, True
        if not weak[0]:
            weak = (chain, False)
    return weak


def _plain(sentence: str, start: int, end: int, deeds: Sequence[Deed], aside: Sequence[tuple[int, int]]) -> list[str]:
    """The words from ``start`` to ``end`` that belong to no other deed ("shot in the leg and killed")."""
    between = []
    for match in WORD.finditer(sentence, start, end):
        word = match.group().lower()
        if word in ",()" or (len(word) > 4 and word.endswith("ly")):
            continue
        if any(deed.start <= match.start() < deed.end for deed in deeds):
            continue
        if any(begin <= match.start() < stop for begin, stop in aside):
            continue
        between.append(word)
    return between


_INCLUDING = re.compile(r"\bincluding(?:\s+[\w'’-]+){0,4}[\s,]*(?:and\s+|&\s+)?$", re.IGNORECASE)


def _is_included(sentence: str, group: Group) -> bool:
    return _INCLUDING.search(sentence, max(0, group.start - 60), group.start) is not None


def _is_object(sentence: str, group: Group) -> bool:
    """Whether a preposition governs the group, as in "was shot by two men"."""
    before = sentence[: group.start].rstrip().rsplit(" ", 1)[-1].lower()
    return before in _prepositions()


def _chain(sentence: str, groups: Sequence[Group], headline: bool) -> list[Group]:
    """The last group and those before it that "and" joins: "a man, a woman and two girls were".

    In a headline a comma joins as well: "Mother, boy found dead".
    """
    chain = [groups[-1]]
    joined = headline
    for group in reversed(groups[:-1]):
        between = sentence[group.end : chain[0].start]
        if not _AND.fullmatch(between):
            break
        comma = not re.search(r"[a-z&]", between)
        if comma and len(chain) > 1 and group.low == sum(each.low for each in chain) and not _other_sex(group, chain):
            # "Two of the victims, Ann Berg and Bea Cole, were": said once in number and once by name.
            return [group]
        if comma and (not joined or {group.kind, chain[0].kind} == {"name", "one"}):
            # "Ann Berg, a nurse, was": one and the same; the first says who it is.
            if group.kind == "name" and chain[0].high == 1:
                chain[0] = group
            break
        joined = True
        chain.insert(0, group)
    return _introduced(chain)


def _other_sex(group: Group, chain: Sequence[Group]) -> bool:
    """«two boys, a woman and a girl»: the women are not the boys told of once more."""
    return group.gender is not None and any(each.gender not in (None, group.gender) for each in chain)


def _introduced(chain: list[Group]) -> list[Group]:
    """«a mother and son»: beside another the bare noun is one person."""
    if len(chain) == 1:
        return chain
    return [
        replace(group, kind="one") if group.kind in ("noun", "definite", "kin") and group.high == 1 else group
        for group in chain
    ]


_UNREAL = re.compile(
    r"\b(?:to|would|could|might|will|can|shall|should|may|if|gonna|attempted|attempting|threatened|conspiracy"
    r"|solicitation)(?:\s+(?:be|have|been|get))?\s*$",
    re.IGNORECASE,
)


def is_negated(sentence: str, deed: Deed) -> bool:
    """«was not hurt», «without being injured»; what is only feared, wanted or attempted is no fact either."""
    before = max(0, deed.start - 40)
    return bool(_NEGATED.search(sentence, before, deed.start) or _UNREAL.search(sentence, before, deed.start))


_SELF = re.compile(r"\s*(?:him|her)self\b", re.IGNORECASE)
_OWN = re.compile(
    r"\b(?:(?:him|her|them)sel(?:f|ves)|(?:his|her|their) own li(?:fe|ves)|suicide|self-inflicted)\b", re.IGNORECASE
)


def is_own_hand(sentence: str, deed: Deed) -> bool:
    """«killed himself», «took her own life»: whoever did that is among the dead, and seldom among the victims."""
    return bool(_OWN.search(sentence, deed.start, deed.end) or _SELF.match(sentence, deed.end))


def _is_plural_hand(sentence: str, deed: Deed) -> bool:
    """«took their lives»: of a couple two, of "a person" one."""
    return _THEIR.search(sentence, deed.start, deed.end) is not None


_THEIR = re.compile(r"\b(?:their own|their|themselves)\b", re.IGNORECASE)


@functools.cache
def _implied() -> Mapping[str, tuple[frozenset[str], re.Pattern[str]]]:
    lexicon = load_lexicon("outcomes")
    words = {outcome: sorted(lexicon[outcome]["implied"], key=len, reverse=True) for outcome in outcomes()}
    return {
        outcome: (
            heads(own),
            re.compile(rf"(?<![\w-])(?<!attempted )(?:{'|'.join(map(re.escape, own))})(?![\w-])", re.IGNORECASE),
        )
        for outcome, own in words.items()
    }


def implied_in(sentence: str) -> list[str]:
    """The outcomes that the sentence says befell somebody, without saying how many, in the order of the lexicon."""
    words = words_in(sentence)
    if words.isdisjoint(_heads_of_implied()):
        return []
    return [
        outcome
        for outcome, (first, expression) in _implied().items()
        if not words.isdisjoint(first) and expression.search(sentence)
    ]


@functools.cache
def _heads_of_implied() -> frozenset[str]:
    return frozenset().union(*(first for first, _ in _implied().values()))


_MULTIPLES = {"double": 2, "triple": 3, "quadruple": 4, "quintuple": 5}
_MULTIPLE = re.compile(
    r"\b(double|triple|quadruple|quintuple)[- ](?:(fatal|deadly)\s+)?"
    r"(homicides?|murders?|killings?|slayings?|shootings?|stabbings?|fatality|fatalities|drownings?|suicides?)\b"
    r"([- /,]*(?:and )?suicide\b)?",
    re.IGNORECASE,
)


# One who kills himself after another: two dead at least.
_AND_SELF = re.compile(r"(?<!attempted )\b(?:murder|homicide)s?[- /](?:and )?suicide\b", re.IGNORECASE)


def multiples_in(sentence: str) -> Iterator[tuple[str, int, int, int]]:
    """«double homicide», «triple shooting», «triple murder-suicide»: outcome, how many, start, end."""
    at = 0
    for match in _MULTIPLE.finditer(sentence):
        open_end = match[3].lower().startswith(("shooting", "stabbing")) and not match[2]
        killed = _MULTIPLES[match[1].lower()] + bool(match[4])
        yield (HIT if open_end and not match[4] else "killed"), killed, match.start(), match.end()
        at = match.end()
    for match in _AND_SELF.finditer(sentence, at):
        yield "killed", 2, match.start(), match.end()

"""Quantities read off the words alone, without a parse and without a language model.

The nearest words decide: the run of words after the number is what is counted, the word of change before or behind it
gives direction and role. What stands further off, and the property a measure is of, is given up.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping

from claimkit.extraction import changes, numbers, units
from claimkit.extraction.amounts import Amount, amounts_in, last_word_before
from claimkit.extraction.quantities import quantity_of
from claimkit.extraction.times import times_in_words
from claimkit.records import Direction, Quantity, QuantityRole, TimeType
from claimkit.resources import load_lexicon

# How far before and behind a number its words may stand, in characters.
_REACH = 48


def surface_quantities(text: str, *, country: str | None = None) -> Iterator[Quantity]:
    """The quantities of ``text`` (typographic marks normalised) in order; ``country`` decides whose dollar "$" is."""
    dated = [time.span for time in times_in_words(text, None) if time.type in (TimeType.DATE, TimeType.TIME)]
    last: Quantity | None = None
    for amount in amounts_in(text, dated, country):
        if _is_label(text, amount):
            continue
        last = _read(text, amount, last)
        yield last


def _read(text: str, amount: Amount, last: Quantity | None) -> Quantity:
    counted, share = _counted(text, amount, last)
    ordinal, part = amount.kind == numbers.ORDINAL, amount.kind in (numbers.FRACTION, numbers.SHARE)
    direction, role = (Direction.NONE, QuantityRole.VALUE) if ordinal else _change(text, amount, last, counted)
    if ordinal:
        role = QuantityRole.ORDINAL
    elif role is QuantityRole.VALUE and (part or share) and amount.unit in (None, units.PERCENT):
        role = QuantityRole.SHARE
    varies = amount.is_range and _RANGING.search(text, max(0, amount.start - 20), amount.start) is not None
    return quantity_of(
        amount, unit=amount.unit, counted=counted, per=None, direction=direction, role=role, varies=varies
    )


_RANGING = re.compile(
    r"\b(?:rang(?:e|es|ed|ing)|var(?:y|ies|ied|ying)|aged|ages)(?: from| between)? ?\Z", re.IGNORECASE
)
_NAME_BEFORE = re.compile(r"(?<![.!?:;\"'] )(?<!\n)(?P<name>[A-Z][A-Za-z&]*(?:'s)?)[ -]\Z")
_NAME_AFTER = re.compile(r" (?:[A-Z][a-z]+\b(?! [a-z]*s\b)|Mini|Pro|Plus|Ultra)")
_NOUN_AFTER = re.compile(r"[ -][a-z]")
_ONE = re.compile(r" (?:of|hundred|thousand|million|in|person|man|woman|child|soldier|officer|victim|vote)\b")
_FULL_YEAR = re.compile(r"(?:1[0-9]|2[01])\d\d\Z")
_DATING = re.compile(r"\b(?:in|by|since|until|till|before|after|of|from|for)\s\Z", re.IGNORECASE)


def _is_label(text: str, amount: Amount) -> bool:
    """Whether the number names something ("iPhone 12", "787 Dreamliner") or is a year or a pronoun."""
    words = text[amount.start : amount.end]
    if words.lower() == "one":
        return _ONE.match(text, amount.end) is None
    if amount.unit is not None or amount.kind != numbers.CARDINAL or not words[:1].isdigit():
        return words.lower() == "first" and not _NOUN_AFTER.match(text, amount.end)
    plain = words.isdigit()
    if plain and _FULL_YEAR.match(words) and _DATING.search(text, max(0, amount.start - 8), amount.start):
        return _counted_words(text, amount.end) == []
    before = _NAME_BEFORE.search(text, max(0, amount.start - 24), amount.start)
    if before is not None and before["name"].lower() not in _words()["openers"]:
        return amount.scale == 1.0 and not _NOUN_AFTER.match(text, amount.end)
    return plain and len(words) in (3, 4) and _NAME_AFTER.match(text, amount.end) is not None


@functools.cache
def _words() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in load_lexicon("numbers")["surface"].items() if name != "plurals"}


# One word and what joins it to the one before.
_WORD = re.compile(r"(?P<gap>[ -])(?P<word>[A-Za-z][\w'’]*)")
_PART_OF = re.compile(r" of (?:the |its |their |all |his |her |our |these |those )?(?P<number>[\d,.]+ )?(?=[A-Za-z])")
_MOST_WORDS = 5


def _counted(text: str, amount: Amount, last: Quantity | None) -> tuple[tuple[str, ...], bool]:
    """Lemmas of what is counted, and whether the number is a part of them."""
    if amount.kind == numbers.ORDINAL or (amount.unit is not None and amount.unit != units.PERCENT):
        return (), False
    part = _PART_OF.match(text, amount.end)
    if part is not None:
        words = _counted_words(text, part.end() - 1)
        definite = len(part.group()) > len(" of ")
        if words == ["them"] or words == ["whom"]:
            return (last.counted if last is not None else ()), True
        return _heads(words), definite or amount.unit is not None
    return (() if amount.unit is not None else _heads(_counted_words(text, amount.end))), False


def _counted_words(text: str, at: int) -> list[str]:
    """The run of words from ``at`` on that can be one noun phrase, coordinated nouns behind "and" with it."""
    found: list[str] = []
    stops = _words()["stops"]
    while len(found) < _MOST_WORDS and (match := _WORD.match(text, at)):
        word = match["word"]
        lower = word.lower()
        if lower in stops or (lower in ("and", "or") and (not found or not _is_plural(found[-1]))):
            break
        if lower.endswith("ly") and found:
            break
        if found and found[-1] in ("and", "or") and not _is_plural(word):
            return found[:-1]
        found.append(word)
        at = match.end()
        if _is_plural(word) and lower not in ("and", "or") and not _continues(text, at):
            break
    return found[:-1] if found and found[-1] in ("and", "or") else found


_NEXT = re.compile(r" (?:and|or) [a-z]+")


def _continues(text: str, at: int) -> bool:
    return _NEXT.match(text, at) is not None


def _is_plural(word: str) -> bool:
    lower = word.lower()
    if lower in load_lexicon("numbers")["surface"]["plurals"]:
        return True
    return len(lower) > 3 and lower.endswith("s") and not lower.endswith(("ss", "us", "is", "'s"))


def _heads(words: list[str]) -> tuple[str, ...]:
    """The nouns of a run of words: its plurals, or its first word where it has none."""
    plurals = [_singular(word) for word in words if _is_plural(word)]
    if plurals:
        return tuple(dict.fromkeys(plurals))
    return (_singular(words[0]),) if words and words[0] not in ("and", "or") else ()


def _singular(word: str) -> str:
    lower = word.lower()
    irregular = load_lexicon("numbers")["surface"]["plurals"]
    if lower in irregular:
        return str(irregular[lower])
    if not _is_plural(lower):
        return lower
    if lower.endswith("ies") and len(lower) > 4:
        return lower[:-3] + "y"
    return lower[:-2] if lower.endswith(("ches", "shes", "sses", "xes")) else lower[:-1]


def _change(
    text: str, amount: Amount, last: Quantity | None, counted: tuple[str, ...]
) -> tuple[Direction, QuantityRole]:
    """Direction and role from the words beside the number: "fell by 3 %", "up 2 %", "a 4 % drop", "to $3bn"."""
    measure = any(lemma in load_lexicon("numbers")["counting"]["measures"] for lemma in counted)
    before, after = _patterns()
    last_word = last_word_before(text, amount.start)
    near = last_word in _change_ends() or last_word.endswith("ly")
    match = before.search(text, max(0, amount.start - _REACH), amount.start) if near else None
    if match is not None:
        word, preposition = match["word"].lower(), (match["prep"] or "").lower()
        way = changes.forms()[word]
        # "a tapered 14 gauge tip" moves nothing; "up 14 places" does.
        counts = amount.unit is None and not (measure or word in load_lexicon("changes")["particles"]["up"] + ["down"])
        collects = units.is_money(amount.unit) and word in changes.collecting_forms()
        if not ((counts or collects) and not preposition):
            roles = load_lexicon("changes")["roles"]
            return way, QuantityRole(roles.get(preposition, "change_by"))
    match = after.match(text, amount.end)
    if match is not None:
        return changes.noun_forms()[match["noun"].lower()], QuantityRole.CHANGE_BY
    if last is not None and last.direction is not Direction.NONE:
        joint = _SECOND_END.fullmatch(text, last.span.end, amount.start)
        if joint is not None and last.span.end < amount.start:
            return last.direction, QuantityRole(load_lexicon("changes")["roles"][joint["prep"].lower()])
    return Direction.NONE, QuantityRole.VALUE


# "rose by $43bn to $419bn", "fell to $3bn from $4bn"
_SECOND_END = re.compile(r",? (?P<prep>to|from|by) (?:about |around |nearly |almost |just |over |more than )?")


@functools.cache
def _change_ends() -> frozenset[str]:
    """What may stand straight before a number that is moved: the long pattern is tried after these alone."""
    between = {word.split(" ")[-1] for word in load_lexicon("changes")["particles"]["between"]}
    return frozenset({*changes.forms(), *changes.noun_forms(), *between, "by", "from", "to", "up", "down", "of"}) | {
        "sharply",
        "slightly",
        "further",
    }


@functools.cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    between = load_lexicon("changes")["particles"]["between"]
    fillers = "|".join(
        re.escape(word) for word in sorted({*between, "up", "down", "of"} - {"by"}, key=len, reverse=True)
    )
    verbs = "|".join(sorted(changes.forms(), key=len, reverse=True))
    nouns = "|".join(sorted(changes.noun_forms(), key=len, reverse=True))
    return (
        re.compile(
            rf"\b(?P<word>{verbs})(?: (?!to\b)(?:{nouns}|sharply|slightly|further|\w+ly))?"
            rf"(?: (?P<prep>by|from|to))?(?: (?:{fillers}))* ?\Z",
            re.IGNORECASE,
        ),
        re.compile(rf"[ -](?:[a-z]+ ){{0,2}}(?P<noun>{nouns})\b", re.IGNORECASE),
    )

"""Part of speech, morphology and lemma of words: what the model's own rules say, worked out once for a word form.

spaCy's attribute ruler tries its patterns on every token and its rule lemmatizer takes every token up anew: together a
quarter of the time of a parse. What they say follows from the form, tag and dependency label of a token (and of the
next one, in a few patterns), so it is remembered. Tests compare it with theirs.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.strings import StringStore
    from spacy.tokens import Doc

COMPONENT = "claimkit_word_forms"
# Forms remembered in a process, and so many lemmas: about those of a year of a newspaper.
REMEMBERED = 200_000
# What a pattern may look at and set here, and how it may say what it looks for.
_SEEN = ("LOWER", "TAG", "DEP", "IS_SPACE")
_SET = ("TAG", "DEP", "POS", "MORPH", "LEMMA")
_TESTS: Mapping[str, Callable[[Any, Any], bool]] = {
    "IN": lambda value, wanted: value in wanted,
    "NOT_IN": lambda value, wanted: value not in wanted,
    "REGEX": lambda value, wanted: re.search(wanted, value) is not None,
}

_Form = tuple[int, int, int, int]  # the columns _SEEN of a token, as the vocabulary numbers their strings


class _Rule(NamedTuple):
    """A pattern: its place (a later one prevails), its conditions on tokens in a row, and what it sets on one."""

    place: int
    conditions: Sequence[Mapping[str, Any]]
    target: int
    sets: Mapping[int, int]  # by the number of a column in _SET


class _Reading(NamedTuple):
    """What follows from a token's form: rules of one token that hold of it, and longer ones that it may begin."""

    alone: Sequence[_Rule]
    begun: Sequence[_Rule]
    sets: Mapping[int, int]  # by the rules of one token


def remember_word_forms(nlp: Language) -> None:
    """Put a component that remembers in the place of ``nlp``'s attribute ruler and rule lemmatizer.

    A pipeline without both, or with patterns that see more of a token than its form, tag and label, is left as it is.
    """
    from spacy.language import Language

    names = nlp.pipe_names
    at = names.index("attribute_ruler") if "attribute_ruler" in names else len(names)
    if names[at + 1 : at + 2] != ["lemmatizer"]:
        return
    ruler: Any = nlp.get_pipe("attribute_ruler")
    lemmatizer: Any = nlp.get_pipe("lemmatizer")
    if getattr(lemmatizer, "mode", "") != "rule" or lemmatizer.overwrite or not all(map(_is_known, ruler.patterns)):
        return
    if not Language.has_factory(COMPONENT):
        Language.factory(COMPONENT, func=_component)
    nlp.add_pipe(COMPONENT, after="lemmatizer")
    nlp.disable_pipes("attribute_ruler", "lemmatizer")


def _is_known(pattern: Mapping[str, Any]) -> bool:
    tokens = [token for row in pattern["patterns"] for token in row]
    tests = [value for token in tokens for value in token.values() if isinstance(value, dict)]
    return (
        all(0 <= pattern["index"] < len(row) for row in pattern["patterns"])
        and pattern["attrs"].keys() <= set(_SET)
        and all(token.keys() <= set(_SEEN) for token in tokens)
        and all(test.keys() <= _TESTS.keys() for test in tests)
    )


def _component(nlp: Language, name: str) -> Callable[[Doc], Doc]:  # noqa: ARG001 - a factory is given its name
    ruler: Any = nlp.get_pipe("attribute_ruler")
    lemmatizer: Any = nlp.get_pipe("lemmatizer")
    strings = nlp.vocab.strings
    rules = _rules(ruler.patterns, ruler.attrs)
    named = functools.lru_cache(REMEMBERED)(functools.partial(_named, _words(rules), strings))
    read = functools.lru_cache(REMEMBERED)(functools.partial(_reading, rules, strings))
    lemmas: dict[tuple[int, int, int], int] = {}  # by form, part of speech and morphology
    _index_as_sets(lemmatizer)

    def lemma(doc: Doc, at: int, form: tuple[int, int, int]) -> int:
        if form not in lemmas:
            if len(lemmas) > REMEMBERED:
                lemmas.clear()
            lemmas[form] = strings.add(lemmatizer.lemmatize(doc[at])[0])
        return lemmas[form]

    def describe(doc: Doc) -> Doc:
        if not len(doc):
            return doc
        table: Any = doc.to_array([*_SEEN, "POS", "MORPH", "LEMMA", "ORTH"])
        words, tags, labels, spaces, parts, morphs, given, orths = table.T.tolist()
        forms = list(zip(map(named, words), tags, labels, spaces, strict=True))
        columns = [list(tags), list(labels), parts, morphs, given]
        _apply(columns, forms, read, strings)
        _write(doc, _SET[:-1], columns[:-1])  # the lemmatizer reads these
        keys = zip(orths, parts, morphs, strict=True)
        found = [known or lemma(doc, at, key) for at, (known, key) in enumerate(zip(given, keys, strict=True))]
        _write(doc, _SET[-1:], [found])
        return doc

    return describe


def _index_as_sets(lemmatizer: Any) -> None:
    """The lemmatizer asks of each form it tries whether it is in a list of all verbs, or of all nouns."""
    known = lemmatizer.lookups.get_table("lemma_index", {})
    for part_of_speech in list(known):
        known[part_of_speech] = frozenset(known[part_of_speech])


def _write(doc: Doc, names: Sequence[str], columns: Sequence[Sequence[int]]) -> None:
    import numpy as np

    table: Any = np.array(columns, dtype=np.uint64).T
    doc.from_array(list(names), table)


def _apply(
    columns: Sequence[list[int]], forms: Sequence[_Form], read: Callable[[_Form], _Reading], strings: StringStore
) -> None:
    """Set in ``columns``, those of _SET for tokens of these ``forms``, what the rules say of them."""
    late: dict[int, list[_Rule]] = {}  # of the tokens that a rule of several tokens sets
    readings = [read(form) for form in forms]
    for at, reading in enumerate(readings):
        for column, value in reading.sets.items():
            columns[column][at] = value
        for rule in reading.begun:
            following = forms[at : at + len(rule.conditions)]
            if len(following) == len(rule.conditions) and all(
                _holds(condition, _written(form, strings))
                for condition, form in zip(rule.conditions, following, strict=True)
            ):
                late.setdefault(at + rule.target, []).append(rule)
    for at, rules in late.items():
        for rule in sorted([*rules, *readings[at].alone], key=lambda rule: rule.place):
            for column, value in rule.sets.items():
                columns[column][at] = value


# --- patterns ---


def _rules(patterns: Iterable[Mapping[str, Any]], attributes: Iterable[Mapping[int, int]]) -> list[_Rule]:
    from spacy.attrs import IDS  # type: ignore[import-not-found]  # a compiled module without stubs

    columns = {IDS[name]: number for number, name in enumerate(_SET)}
    return [
        _Rule(place, conditions, pattern["index"], {columns[name]: value for name, value in sets.items()})
        for place, (pattern, sets) in enumerate(zip(patterns, attributes, strict=True))
        for conditions in pattern["patterns"]
    ]


def _words(rules: Iterable[_Rule]) -> tuple[frozenset[str], Sequence[str]]:
    """The words that conditions name, and the regular expressions that they try words on."""
    words: set[str] = set()
    expressions: list[str] = []
    for condition in (condition for rule in rules for condition in rule.conditions):
        wanted = condition.get("LOWER", ())
        if isinstance(wanted, dict):
            expressions += [wanted["REGEX"]] if "REGEX" in wanted else []
            words.update(wanted.get("IN", ()), wanted.get("NOT_IN", ()))
        else:
            words.update([wanted] if isinstance(wanted, str) else wanted)
    return frozenset(words), sorted(set(expressions))


def _named(words: tuple[frozenset[str], Sequence[str]], strings: StringStore, lower: int) -> int:
    """``lower`` if a condition may hold of this word and not of another with the same tag and label, else 0."""
    word = strings[lower]
    return lower if word in words[0] or any(re.search(expression, word) for expression in words[1]) else 0


def _reading(rules: Iterable[_Rule], strings: StringStore, form: _Form) -> _Reading:
    written = _written(form, strings)
    held = [rule for rule in rules if _holds(rule.conditions[0], written)]
    alone = [rule for rule in held if len(rule.conditions) == 1]
    sets = {column: value for rule in alone for column, value in rule.sets.items()}
    return _Reading(alone, [rule for rule in held if len(rule.conditions) > 1], sets)


def _written(form: _Form, strings: StringStore) -> Mapping[str, Any]:
    lower, tag, dependency, space = form
    return {"LOWER": strings[lower], "TAG": strings[tag], "DEP": strings[dependency], "IS_SPACE": bool(space)}


def _holds(condition: Mapping[str, Any], written: Mapping[str, Any]) -> bool:
    for name, wanted in condition.items():
        if isinstance(wanted, dict):
            if not all(_TESTS[test](written[name], against) for test, against in wanted.items()):
                return False
        elif written[name] != wanted:
            return False
    return True

"""Gold of quantities: NewsQuant, the Recognizers-Text specifications, and dataset folders.

The three say different things of a number, so all are brought to :class:`Told`: the two ends, what the unit may be
called, and one slot for bound or direction, as NewsQuant has it. NewsQuant (Almasian et al. 2023) has no offsets; a
specification marks only what one of its models is to find, so it can be missed but not exceeded.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from claimkit.errors import BrokenRecordError, DataError, OptionError
from claimkit.evaluation.files import read_utf8
from claimkit.evaluation.formats import QuantityFormat
from claimkit.extraction import units
from claimkit.reading.tables import find_tables, read_rows
from claimkit.records import Article, Bound, Claim, Direction, Quantity, QuantityRole, Span
from claimkit.resources import load_lexicon

SIGNS: Mapping[Bound, str] = {
    Bound.ABOUT: "~",
    Bound.MORE_THAN: ">",
    Bound.AT_LEAST: ">",
    Bound.LESS_THAN: "<",
    Bound.AT_MOST: "<",
}
# Names of NewsQuant that the unit lexicon does not know by that name.
_UNITS = {"percentage": "%", "year of age": "a", "month of age": "mo", "dollar per year": "USD", "time": "count"}


@dataclass(frozen=True, slots=True)
class Told:
    """A quantity as gold or a system tells it; an open end of a gold range is infinite.

    ``names`` are codes of units and last words of what is counted, ``None`` where the gold says nothing of units;
    ``sign`` is one of ``= ~ < > up down``, ``None`` where the gold has no such slot; ``direction`` is up, down or none.
    ``plain_sign`` is ``sign`` with changes that a noun tells ("a 4 % drop"), which NewsQuant leaves out.
    """

    low: float
    high: float
    names: frozenset[str] | None
    per: str | None = None
    sign: str | None = "="
    direction: str = "none"
    span: Span | None = None
    ordinal: bool = False
    plain_sign: str | None = "="


@dataclass(frozen=True, slots=True)
class CountedText:
    """A text with its quantities; ``partial`` if others may be there that the gold does not mark."""

    name: str
    text: str
    quantities: tuple[Told, ...]
    partial: bool = False
    article: Article | None = None


def read_gold(path: Path, form: QuantityFormat | None = None) -> list[CountedText]:
    """The texts at ``path``, a folder or a file.

    Raises :class:`OptionError` where nothing of a format we know lies there, :class:`BrokenRecordError` for a file that
    is no JSON of the format, :class:`DataError` for a row of a dataset that cannot be read.
    """
    form = form or detect_format(path)
    if form is QuantityFormat.JSONL:
        return list(_dataset(path))
    read = _newsquant if form is QuantityFormat.NEWSQUANT else _specification
    texts: list[CountedText] = []
    for file in _json_files(path):
        cases = _cases(file)
        if _form_of(cases) is form:
            try:
                texts += read(file.stem, cases)
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                raise BrokenRecordError(f"{file}: a case is not of the format {form}: {error!r}") from error
    if not texts:
        raise OptionError(f"{path}: holds no {form} gold")
    return without_contradictions(texts) if form is QuantityFormat.RECOGNIZERS else texts


def detect_format(path: Path) -> QuantityFormat:
    """The format of what lies at ``path``. Raises :class:`OptionError` where it is none of ours."""
    if not path.exists():
        raise OptionError(f"{path}: there is no such file or folder")
    if path.is_dir() and _is_dataset(path):
        return QuantityFormat.JSONL
    found = (_form_of(_cases(file)) for file in _json_files(path))
    form = next((form for form in found if form is not None), None)
    if form is None:
        raise OptionError(
            f"{path}: no gold of quantities lies here; expected NewsQuant or Recognizers-Text specifications "
            "(*.json), or a dataset (articles and claims as .jsonl or .parquet)"
        )
    return form


def _json_files(path: Path) -> list[Path]:
    return [path] if path.is_file() else sorted(path.rglob("*.json"))


def _is_dataset(folder: Path) -> bool:
    try:
        return "claims" in find_tables(folder)
    except OptionError:
        return False


def _cases(file: Path) -> list[Any]:
    try:
        cases = json.loads(read_utf8(file).removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        raise BrokenRecordError(f"{file}: is no JSON: {error}") from error
    return cases if isinstance(cases, list) else []


def _form_of(cases: list[Any]) -> QuantityFormat | None:
    first = cases[0] if cases and isinstance(cases[0], dict) else {}
    if {"text", "quantities"} <= set(first):
        return QuantityFormat.NEWSQUANT
    return QuantityFormat.RECOGNIZERS if {"Input", "Results"} <= set(first) else None


def _newsquant(name: str, cases: Iterable[Mapping[str, Any]]) -> Iterator[CountedText]:
    for number, case in enumerate(cases):
        yield CountedText(f"{name}:{number}", case["text"], tuple(map(_of_newsquant, case["quantities"])))


def _of_newsquant(row: Mapping[str, str]) -> Told:
    low, high = _ends(row["value"])
    names, per = _names(row["normalized_unit"], row["unit"])
    sign = row["change"]
    return Told(low, high, names, per, sign, sign if sign in ("up", "down") else "none", plain_sign=sign)


def _ends(value: str) -> tuple[float, float]:
    low, _, high = value.partition("-") if not value.startswith("-") and "E-" not in value else (value, "", "")
    return float(low), float(high or low)


def _names(name: str, written: str) -> tuple[frozenset[str], str | None]:
    if name in ("-", ""):
        return frozenset(), None
    whole, _, per = name.removesuffix(" of oil").partition(" per ")
    known = units.unit_code(name)
    code = _UNITS.get(whole) or known or units.unit_code(whole)
    if code is not None:
        return frozenset({code}), (units.unit_code(per) or per.split(" ")[-1]) if per and not known else None
    heads = {part.split(" ")[-1].lower() for part in (whole, written) if part}
    return frozenset(heads | {head.removesuffix("s") for head in heads}), None


def _specification(name: str, cases: Iterable[Mapping[str, Any]]) -> Iterator[CountedText]:
    for number, case in enumerate(cases):
        items = tuple(item for result in case["Results"] if (item := _of_result(result, case["Input"])) is not None)
        if items:
            yield CountedText(f"{name}:{number}", case["Input"], items, partial=True)


def _of_result(result: Mapping[str, Any], text: str) -> Told | None:
    """An item with a number; "next" and "percentage" have none."""
    value = str((result.get("Resolution") or {}).get("value", "")).removesuffix("%")
    start = result.get("Start", max(0, text.lower().find(result["Text"].lower())))
    span = Span(start, result.get("End", start + len(result["Text"]) - 1) + 1)
    bounds = re.fullmatch(r"[\[(](.*),(.*)[\])]", value)
    try:
        if bounds is None:
            return Told(float(value), float(value), None, sign=None, span=span, plain_sign=None)
        low, high = bounds[1].strip(), bounds[2].strip()
        ends = float(low) if low else -math.inf, float(high) if high else math.inf
    except ValueError:
        return None
    return Told(*ends, None, sign=None, span=span, plain_sign=None)


def without_contradictions(texts: Sequence[CountedText]) -> list[CountedText]:
    """Without items inside a longer one of another specification: the "third" of "forty two and a third"."""
    every: dict[str, list[Told]] = {}
    for text in texts:
        every.setdefault(text.text, []).extend(text.quantities)
    kept = (
        replace(text, quantities=tuple(item for item in text.quantities if not _contradicted(item, every[text.text])))
        for text in texts
    )
    return [text for text in kept if text.quantities]


def _contradicted(item: Told, others: Iterable[Told]) -> bool:
    if item.span is None or item.low != item.high:
        return False
    return any(
        other.span is not None
        and other.span.start <= item.span.start
        and item.span.end <= other.span.end
        and other.span.end - other.span.start > item.span.end - item.span.start
        and other.low == other.high
        and not close(item.low, other.low)
        for other in others
    )


def _dataset(folder: Path) -> Iterator[CountedText]:
    """The articles of a dataset folder, with the quantities of their claims, each once."""
    owned: dict[str, dict[Span, Quantity]] = {}
    for row in read_rows(folder, "claims"):
        try:
            claim = Claim.from_dict(row)
        except DataError as error:
            raise DataError(f"{folder}: claims: {error}") from error
        owned.setdefault(claim.article_id, {}).update({each.span: each for each in claim.quantities})
    for row in read_rows(folder, "articles"):
        article = Article.from_dict(row)
        if article.text is None:
            raise OptionError(f"{folder}: article {article.article_id} comes without its text: hydrate it first")
        found = [quantity for _, quantity in sorted(owned.get(article.article_id, {}).items())]
        yield CountedText(article.article_id, article.text, told_by(found, article.text), article=article)


def told_by(quantities: Sequence[Quantity], text: str, *, pairs_as_ranges: bool = False) -> tuple[Told, ...]:
    """What claimkit found, as told; ``pairs_as_ranges`` makes «from A to B» one range, as NewsQuant has it."""
    if not pairs_as_ranges:
        return tuple(told_of(quantity, text) for quantity in quantities)
    told, joined = [], False
    for one, other in pairwise([*quantities, None]):
        if one is None or joined:
            joined = False
            continue
        joined = other is not None and _is_from_to(text, one, other)
        if joined and other is not None:
            one = replace(one, high=other.high, unit=other.unit, per=other.per)
        told.append(told_of(one, text))
    return tuple(told)


def _is_from_to(text: str, one: Quantity, other: Quantity) -> bool:
    before = text[max(0, one.span.start - 5) : one.span.start]
    return before == "from " and text[one.span.end : other.span.start] == " to "


def told_of(quantity: Quantity, text: str) -> Told:
    """One quantity of claimkit, with what it counts by its last words."""
    names = {quantity.unit} if quantity.unit else {_UNITS.get(name, name) for name in _heads(quantity)}
    moved = quantity.direction if quantity.role is QuantityRole.CHANGE_BY else Direction.NONE
    plain = SIGNS.get(quantity.bound) or ("=" if moved is Direction.NONE else moved.value)
    noun = quantity.bound not in SIGNS and _is_noun_change(quantity, text)
    return Told(
        quantity.low,
        quantity.high,
        frozenset(name for name in names if name),
        quantity.per,
        "=" if noun else plain,
        quantity.direction.value,
        quantity.span,
        quantity.role is QuantityRole.ORDINAL,
        plain,
    )


def _heads(quantity: Quantity) -> list[str]:
    return [lemma.lower().split(" ")[-1] for lemma in quantity.counted]


def _is_noun_change(quantity: Quantity, text: str) -> bool:
    nouns = "|".join(word for way in ("up", "down") for word in load_lexicon("changes")["nouns"][way])
    start, end = quantity.span
    led = re.search(
        rf"\b(?:an?|the|this|overall) (?:\w+ )?(?:{nouns})s? of (?:\w+ )?\Z", text[max(0, start - 40) : start]
    )
    followed = rf"[ -](?:(?!but|and|while|to|from)[\w-]+ ){{0,2}}(?:{nouns})s?\b"
    return bool(led or re.match(followed, text[end : end + 40]))


def close(one: float, other: float) -> bool:
    """Whether two numbers are the same but for rounding."""
    return one == other or abs(one - other) <= 1e-6 * max(1e-12, abs(one), abs(other))

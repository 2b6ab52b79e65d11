"""Read attributions from CoNLL columns, as quotation corpora made from the Penn Treebank (PARC 3) are passed around.

One token a line, columns separated by tabs (by spaces where the line has no tab), a blank line between sentences. A
line ``#doc NAME``, ``# newdoc id = NAME`` or ``-DOCSTART- NAME`` begins a document; without one, a file is a document.
Other lines that begin with ``#`` and hold no tab are comments. The columns are

    1        the token
    2        START, optional: the token's offset in the document's text, in code points, rising from line to line
    others   labels (:mod:`claimkit.evaluation.bio`); columns without any, such as a part of speech, are passed over

``# global.columns = ID FORM START ATTRIBUTION`` (CoNLL-U Plus) says where they stand otherwise.
With START the text is ``<file>.txt`` beside a file of one document, or else is built from the offsets. Without START it
is built from the tokens, less the spaces that tokenising put in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from claimkit.errors import BrokenRecordError, OptionError
from claimkit.evaluation.bio import NO_LABEL, read_labels
from claimkit.evaluation.files import read_utf8
from claimkit.evaluation.relations import GoldDocument, with_levels
from claimkit.evaluation.tokens import join_tokens, place_tokens, read_tokens

SUFFIXES = (".conll", ".conllu", ".bio", ".iob")
_DOCUMENT = re.compile(r"(?:#\s*doc\b\s*=?|#\s*newdoc\b(?:\s+id\s*=)?|-DOCSTART-)\s*(?P<name>.*)$", re.IGNORECASE)
_COLUMNS = re.compile(r"#\s*global\.columns\s*=\s*(?P<names>.+)$", re.IGNORECASE)
_FORM_NAMES = frozenset({"form", "token", "word"})
_START_NAMES = frozenset({"start", "begin", "offset"})


@dataclass(frozen=True, slots=True)
class _Raw:
    """One document as read: rows of (line number, cells), one list a sentence."""

    name: str
    sentences: list[list[tuple[int, list[str]]]] = field(default_factory=lambda: [[]])

    @property
    def rows(self) -> list[tuple[int, list[str]]]:
        return [row for sentence in self.sentences for row in sentence]


def conll_files(path: Path) -> tuple[Path, ...]:
    """The file itself, or those of a folder by their suffix (:data:`SUFFIXES`), sorted."""
    if path.is_file():
        return (path,)
    return tuple(sorted(each for each in path.iterdir() if each.suffix in SUFFIXES)) if path.is_dir() else ()


def read_conll(path: Path) -> Iterator[GoldDocument]:
    """The documents of a file or a folder, in the order of files and lines.

    Raises :class:`OptionError` where there is no file to read, :class:`BrokenRecordError` at a line that breaks the
    format.
    """
    files = conll_files(path)
    if not files:
        raise OptionError(f"{path}: holds no CoNLL file ({', '.join(SUFFIXES)})")
    for file in files:
        raws, names = _read_file(file)
        beside = file.with_suffix(".txt") if len(raws) == 1 and file.with_suffix(".txt").is_file() else None
        for raw in raws:
            try:
                yield _document(raw, names, beside)
            except BrokenRecordError as error:
                raise BrokenRecordError(f"{file.name}:{error}") from error


def _read_file(file: Path) -> tuple[list[_Raw], list[str] | None]:
    raws = [_Raw(file.stem)]
    names: list[str] | None = None
    for number, raw_line in enumerate(read_utf8(file).removeprefix("\ufeff").split("\n"), start=1):
        line = raw_line.rstrip("\r")
        # A line with a tab is a token's, be the token "#doc"; CoNLL-2003 writes "-DOCSTART- -X- O O", tabs or not.
        document = _DOCUMENT.match(line) if "\t" not in line or line.startswith("-DOCSTART-") else None
        if document:
            name = document["name"].split("\t")[0].strip()
            unnamed = name.startswith("-X-") or name in NO_LABEL
            raws.append(_Raw(f"{file.stem}:{len(raws)}" if unnamed else name))
        elif line.startswith("#") and "\t" not in line:
            columns = _COLUMNS.match(line)
            names = columns["names"].lower().split() if columns else names
        elif not line.strip():
            raws[-1].sentences.append([])
        else:
            raws[-1].sentences[-1].append((number, line.split("\t") if "\t" in line else line.split()))
    return [raw for raw in raws if raw.rows], names


def _document(raw: _Raw, names: Sequence[str] | None, beside: Path | None) -> GoldDocument:
    lines, rows = [number for number, _ in raw.rows], [cells for _, cells in raw.rows]
    width = len(names or rows[0])
    for number, cells in zip(lines, rows, strict=True):
        if len(cells) != width:
            raise BrokenRecordError(f"{number}: expected {width} columns, found {len(cells)}")
    form, start = _places(rows, names, lines)
    words = read_tokens(cells[form] for cells in rows)
    lengths = [len(sentence) for sentence in raw.sentences if sentence]
    if start is None:
        text, spans = join_tokens(words, lengths)
    else:
        given = read_utf8(beside) if beside else None
        text, spans = place_tokens(words, [int(cells[start]) for cells in rows], lengths, given, lines)
    columns = [
        [cells[place] for cells in rows] for place in range(width) if place != form and place != start
    ]  # fmt: skip
    return GoldDocument(raw.name, text, with_levels(read_labels(columns, spans, lines)))


def _places(rows: Sequence[Sequence[str]], names: Sequence[str] | None, lines: Sequence[int]) -> tuple[int, int | None]:
    """The columns of the token and of its offset."""
    if names is not None:
        form = next((place for place, name in enumerate(names) if name in _FORM_NAMES), 0)
        start = next((place for place, name in enumerate(names) if name in _START_NAMES), None)
        wrong = next((n for n, cells in enumerate(rows) if start is not None and not cells[start].isdecimal()), None)
        if wrong is not None and start is not None:
            raise BrokenRecordError(f"{lines[wrong]}: {rows[wrong][start]!r} is no offset")
        return form, start
    second = [cells[1] if len(cells) > 1 else "" for cells in rows]
    # A column of "0" means no label in some files; offsets rise.
    rises = all(each.isdecimal() for each in second) and all(int(a) < int(b) for a, b in pairwise(second))
    return 0, 1 if rises else None

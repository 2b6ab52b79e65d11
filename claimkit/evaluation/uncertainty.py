"""Gold of uncertainty in the forms the field keeps it in, all read into one: a text, its sentences, their hedges.

szeged     Szeged Uncertainty corpus (Vincze 2014): ``<ccue type="speculation_modal_probable_">`` and so on
bioscope   BioScope (Vincze et al. 2008): ``<xcope id><cue ref type="speculation">``, nested; negation is left out
conll2010  CoNLL-2010 task 1 (Farkas et al. 2010) as JSON Lines: doc, text, weasel, one sentence a line
factuality events with a score in [-3, 3], as JSON Lines: a tokenised text, and ``targets`` of span1
           (tokens) and label

A document's text is its sentences with a blank line between two, so that each is a paragraph of its own.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from claimkit.errors import BrokenRecordError, OptionError
from claimkit.evaluation.files import read_utf8
from claimkit.records import Span, SzegedType

GAP = "\n\n"
_TOKEN = re.compile(r"\S+")
SZEGED_TYPES = {
    "modal_probable": SzegedType.EPISTEMIC,
    "modal_possible": SzegedType.EPISTEMIC,
    "hypo_doxastic": SzegedType.DOXASTIC,
    "hypo_investigation": SzegedType.INVESTIGATION,
    "hypo_condition": SzegedType.CONDITION,
}


class UncertaintyFormat(StrEnum):
    """``jsonl`` is a dataset folder as ``claimkit extract`` writes it."""

    JSONL = "jsonl"
    SZEGED = "szeged"
    BIOSCOPE = "bioscope"
    CONLL2010 = "conll2010"
    FACTUALITY = "factuality"


@dataclass(frozen=True, slots=True)
class GoldHedge:
    """A cue with its Szeged type (``None`` in BioScope) and its scope (``None`` in Szeged)."""

    cue: Span
    type: SzegedType | None
    scope: Span | None


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """An event's word and the author's certainty of it, -3 (certainly not) to 3 (certainly)."""

    word: Span
    score: float


@dataclass(frozen=True, slots=True)
class UncertainDocument:
    """One document; ``weasels`` says of each sentence whether it has a weasel, ``None`` where the corpus does not."""

    name: str
    text: str
    sentences: tuple[Span, ...]
    hedges: tuple[GoldHedge, ...] = ()
    weasels: tuple[bool, ...] | None = None
    events: tuple[GoldEvent, ...] = ()


def read_szeged(path: Path) -> Iterator[UncertainDocument]:
    """The documents of a file of the Szeged Uncertainty corpus."""
    return _annotated(path, "Sentence", _szeged)


def read_bioscope(path: Path) -> Iterator[UncertainDocument]:
    """The documents of a BioScope file; a cue of several words in several places counts from first to last."""
    return _annotated(path, "sentence", _bioscope)


def read_conll2010(path: Path) -> Iterator[UncertainDocument]:
    """The documents of CoNLL-2010 Wikipedia; semantic cues are without offsets there and left out."""
    for name, group in itertools.groupby(_lines(path), key=lambda row: str(row["doc"])):
        rows = list(group)
        text, sentences = _laid_out(str(row["text"]) for row in rows)
        yield UncertainDocument(name, text, sentences, weasels=tuple(bool(row["weasel"]) for row in rows))


def read_factuality(path: Path) -> Iterator[UncertainDocument]:
    """One document a line, its text as it stands: tokens with spaces between."""
    for row in _lines(path):
        text = str(row["text"])
        places = [Span(*match.span()) for match in _TOKEN.finditer(text)]
        events = []
        for target in _targets(row):
            first, last = target["span1"]
            events.append(GoldEvent(Span(places[first].start, places[last - 1].end), float(target["label"])))
        yield UncertainDocument(str(row["idx"]), text, (Span(0, len(text)),), events=tuple(events))


READERS = {
    UncertaintyFormat.SZEGED: read_szeged,
    UncertaintyFormat.BIOSCOPE: read_bioscope,
    UncertaintyFormat.CONLL2010: read_conll2010,
    UncertaintyFormat.FACTUALITY: read_factuality,
}


def _targets(row: dict[str, object]) -> list[dict[str, Any]]:
    targets = row["targets"]
    return targets if isinstance(targets, list) else []


def _annotated(
    path: Path, tag: str, hedges_of: Callable[[ElementTree.Element, int], Iterable[GoldHedge]]
) -> Iterator[UncertainDocument]:
    for number, document in enumerate(_documents(path)):
        elements = list(document.iter(tag))
        text, sentences = _laid_out("".join(element.itertext()) for element in elements)
        hedges = [
            hedge for element, span in zip(elements, sentences, strict=True) for hedge in hedges_of(element, span.start)
        ]
        yield UncertainDocument(_name(document, number), text, sentences, tuple(hedges))


def _documents(path: Path) -> Iterable[ElementTree.Element]:
    try:
        return ElementTree.fromstring(read_utf8(path)).iter("Document")  # noqa: S314  # a file of the reader's own choice
    except ElementTree.ParseError as error:
        raise BrokenRecordError(f"{path}: is no XML: {error}") from error


def _lines(path: Path) -> Iterator[dict[str, object]]:
    for number, line in enumerate(read_utf8(path).splitlines(), 1):
        try:
            row = json.loads(line)
        except ValueError as error:
            raise BrokenRecordError(f"{path}:{number}: is no JSON: {error}") from error
        if not isinstance(row, dict) or "text" not in row:
            raise BrokenRecordError(f"{path}:{number}: expected an object with a text")
        yield row


def _name(document: ElementTree.Element, number: int) -> str:
    return document.findtext("DocID") or str(number)


def _laid_out(sentences: Iterable[str]) -> tuple[str, tuple[Span, ...]]:
    texts = list(sentences)
    starts = itertools.accumulate((len(text) + len(GAP) for text in texts), initial=0)
    return GAP.join(texts), tuple(Span(start, start + len(text)) for start, text in zip(starts, texts, strict=False))


def _szeged(sentence: ElementTree.Element, start: int) -> Iterator[GoldHedge]:
    at = start + len(sentence.text or "")
    for child in sentence:
        length = len("".join(child.itertext()))
        kind = (child.get("type") or "").removeprefix("speculation_").strip("_ ")
        if child.tag == "ccue" and kind in SZEGED_TYPES:
            yield GoldHedge(Span(at, at + length), SZEGED_TYPES[kind], None)
        at += length + len(child.tail or "")


def _bioscope(sentence: ElementTree.Element, start: int) -> list[GoldHedge]:
    scopes: dict[str, Span] = {}
    cues: dict[str, list[Span]] = {}

    def walk(element: ElementTree.Element, at: int) -> int:
        first = at
        at += len(element.text or "")
        for child in element:
            at = walk(child, at) + len(child.tail or "")
        if element.tag == "xcope":
            scopes[element.get("id", "")] = Span(first, at)
        if element.tag == "cue" and element.get("type") == "speculation":
            cues.setdefault(element.get("ref", ""), []).append(Span(first, at))
        return at

    walk(sentence, start)
    return sorted(
        (
            GoldHedge(Span(parts[0].start, parts[-1].end), None, scopes[reference])
            for reference, parts in cues.items()
            if reference in scopes
        ),
        key=lambda hedge: hedge.cue,
    )


def detect_uncertainty_format(path: Path) -> UncertaintyFormat:
    """The form of what lies at ``path``. Raises :class:`OptionError` where it is none of ours."""
    if path.is_dir():
        return UncertaintyFormat.JSONL
    if not path.exists():
        raise OptionError(f"{path}: there is no such file or folder")
    start = read_utf8(path)[:5000]
    signs: Sequence[tuple[str, UncertaintyFormat]] = (
        ("BIOSCOPE", UncertaintyFormat.BIOSCOPE),
        ("<Sentence", UncertaintyFormat.SZEGED),
        ('"targets"', UncertaintyFormat.FACTUALITY),
        ('"weasel"', UncertaintyFormat.CONLL2010),
    )
    found = next((form for sign, form in signs if sign in start), None)
    if found is None:
        raise OptionError(
            f"{path}: no gold of uncertainty; expected a dataset folder, Szeged or BioScope XML, or JSONL"
        )
    return found

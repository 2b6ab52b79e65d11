"""Read brat stand-off annotations of attribution, as PolNeAR and PARC 3 are distributed.

A folder holds ``text/*.txt`` and ``attributions/<text>_<annotator>.ann``; a document annotated by several people is
read as its first annotator, in alphabetical order, left it. Text-bound lines are ``T1<TAB>Source 0 15<TAB>words``, with
discontinuous spans as ``0 4;9 15``; a relation is ``E1<TAB>Attribution:T4 Content:T3 Cue:T2 Source:T1``.
Format: https://brat.nlplab.org/standoff.html; corpus: Newell, Margolin and Ruths 2018 (LREC).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from claimkit.errors import BrokenRecordError, OptionError
from claimkit.records import Span

EVENTS = frozenset({"Attribution", "Attribution-no-source"})
_NUMBERED = re.compile(r"\d+$")
# A covered text may hold a line break, so a line that begins with "T" may be the rest of the line before.
_RECORD = re.compile(r"([TE])\d+\t")


@dataclass(frozen=True, slots=True)
class GoldAttribution:
    """One annotated relation; a role that is not annotated is the empty tuple."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A text, byte for byte as distributed, with its relations in the order of the file."""

    name: str
    text: str
    attributions: tuple[GoldAttribution, ...]


def read_brat(folder: Path) -> Iterator[GoldDocument]:
    """The documents of ``folder`` (with ``text/`` and ``attributions/``), sorted by name.

    Raises :class:`OptionError` where the folder is of another form, :class:`BrokenRecordError` for a broken line.
    """
    texts, annotations = folder / "text", folder / "attributions"
    if not texts.is_dir() or not annotations.is_dir():
        raise OptionError(f"{folder} is no brat corpus: it needs the folders text/ and attributions/")
    first: dict[str, Path] = {}
    for path in sorted(annotations.glob("*.ann")):
        first.setdefault(path.stem.rpartition("_")[0], path)
    for path in sorted(texts.glob("*.txt")):
        if path.stem in first:
            # newline="": offsets count the characters of the file, carriage returns included.
            with path.open(encoding="utf-8", newline="") as file:
                text = file.read()
            yield GoldDocument(path.stem, text, read_annotations(first[path.stem]))


def read_annotations(path: Path) -> tuple[GoldAttribution, ...]:
    """The relations of one ``.ann`` file; discarded and discussed ones are not relations."""
    spans: dict[str, tuple[Span, ...]] = {}
    events: list[list[tuple[str, str]]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        try:
            record = _RECORD.match(line)
            if record and record[1] == "T":
                name, body = line.split("\t")[:2]
                spans[name] = _spans(body.partition(" ")[2])
            elif record:
                arguments = [argument.partition(":") for argument in line.split("\t")[1].split()]
                events.append([(role, target) for role, _, target in arguments])
        except (ValueError, IndexError) as error:
            raise BrokenRecordError(f"{path.name}:{number}: no brat stand-off line: {error}") from error
    return tuple(_relation(event, spans) for event in events if event and event[0][0] in EVENTS and len(event) > 1)


def _spans(body: str) -> tuple[Span, ...]:
    pairs = (piece.split() for piece in body.split(";"))
    return tuple(sorted(Span(int(start), int(end)) for start, end in pairs))


def _relation(event: list[tuple[str, str]], spans: dict[str, tuple[Span, ...]]) -> GoldAttribution:
    roles: dict[str, list[Span]] = {"Source": [], "Cue": [], "Content": []}
    for name, target in event[1:]:
        # A second content is written "Content2".
        roles.setdefault(_NUMBERED.sub("", name), []).extend(spans.get(target, ()))
    return GoldAttribution(*(tuple(sorted(roles[role])) for role in ("Source", "Cue", "Content")))

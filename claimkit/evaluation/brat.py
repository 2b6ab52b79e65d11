"""Read brat stand-off annotations of attribution, in the layout of PolNeAR or with each text beside its annotations.

PolNeAR's layout is ``text/<name>.txt`` and ``attributions/<name>_<annotator>.ann``; a text that several people
annotated is read as the first of them, in alphabetical order, left it. The flat layout is ``<name>.txt`` and
``<name>.ann``. Text-bound lines are ``T1<TAB>Source 0 15<TAB>words``, with discontinuous spans as ``0 4;9 15``; the
types are Source, Cue and Content, in any case. A link is either an event, ``E1<TAB>Attribution:T4 Content:T3 Cue:T2
Source:T1``, whose trigger may be the cue itself (``Cue:T2 Content:T3``), or plain relations between its spans,
``R1<TAB>said Arg1:T2 Arg2:T3``, of any type and direction: then the cue holds the link together. Discussed and
discarded ones are left out.
Format: https://brat.nlplab.org/standoff.html; corpus: Newell, Margolin and Ruths 2018 (LREC).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from claimkit.errors import BrokenRecordError, OptionError
from claimkit.evaluation.files import read_utf8
from claimkit.evaluation.relations import ROLES, GoldAttribution, GoldDocument, with_levels
from claimkit.records import Span

EVENTS = frozenset({"attribution", "attribution-no-source", "cue"})
LEFT_OUT = frozenset({"discuss", "discard"})
# Beside the annotations in an export of claimkit: the articles without their texts.
ARTICLES = "articles.json"
_NUMBERED = re.compile(r"\d+$")
# A covered text may hold a line break, so a line that begins with "T" may be the rest of the line before.
_RECORD = re.compile(r"([TERAM#])\d+\t")

_Arguments = list[tuple[str, str]]


@dataclass(slots=True)
class StandOff:
    """The lines of one file: text-bound ones by name, the others in their order.

    ``words`` are those that a text-bound line repeats, up to the first line break; ``relations`` have their type before
    the arguments; ``attributes`` are (type, target, value), without a value where they are true or not there; ``notes``
    are (target, words).
    """

    types: dict[str, str] = field(default_factory=dict)
    spans: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    events: list[_Arguments] = field(default_factory=list)
    relations: list[tuple[str, _Arguments]] = field(default_factory=list)
    attributes: list[tuple[str, str, str | None]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


def is_brat(folder: Path) -> bool:
    """Whether ``folder`` holds annotations in one of the two layouts."""
    return next(_files(folder), None) is not None


def read_brat(folder: Path) -> Iterator[GoldDocument]:
    """The documents of ``folder``, sorted by name; a text without a file of annotations is left out.

    Raises :class:`OptionError` where the folder is of another form, :class:`BrokenRecordError` for a broken line or a
    span that lies outside its text.
    """
    if not is_brat(folder):
        raise OptionError(
            f"{folder} is no brat corpus: it needs .txt and .ann side by side, or in text/ and attributions/"
        )
    for text_file, file in _files(folder):
        text, relations = read_utf8(text_file), read_annotations(file)
        spans = (span for each in relations for role in ROLES for span in getattr(each, role))
        wrong = next((span for span in spans if not 0 <= span.start < span.end <= len(text)), None)
        if wrong:
            raise BrokenRecordError(
                f"{file.name}: the span {wrong.start} {wrong.end} is empty or not in {text_file.name}, "
                f"which has {len(text):,} characters"
            )
        yield GoldDocument(text_file.stem, text, relations)


def _files(folder: Path) -> Iterator[tuple[Path, Path]]:
    texts, layer = folder / "text", folder / "attributions"
    if not (texts.is_dir() and layer.is_dir()):
        for path in sorted(folder.glob("*.ann")):
            if path.with_suffix(".txt").is_file():
                yield path.with_suffix(".txt"), path
        return
    first: dict[str, Path] = {}
    for path in sorted(layer.glob("*.ann")):
        for stem in (path.stem, path.stem.rpartition("_")[0]):
            first.setdefault(stem, path)
    for path in sorted(texts.glob("*.txt")):
        if path.stem in first:
            yield path, first[path.stem]


def read_annotations(path: Path) -> tuple[GoldAttribution, ...]:
    """The relations of one ``.ann`` file, events before plain relations."""
    lines = read_standoff(path)
    events = [_event(event, lines) for event in lines.events if len(event) > 1 and event[0][0].lower() in EVENTS]
    return with_levels([*events, *_related(lines)])


def read_standoff(path: Path) -> StandOff:
    """The lines of one ``.ann`` file as they are; raises :class:`BrokenRecordError` for a broken one."""
    lines = StandOff()
    for number, line in enumerate(read_utf8(path).split("\n"), start=1):
        record = _RECORD.match(line)
        try:
            if record:
                _read_line(record[1], line.split("\t"), lines)
        except (ValueError, IndexError) as error:
            raise BrokenRecordError(f"{path.name}:{number}: no brat stand-off line: {error}") from error
    return lines


def _read_line(kind: str, cells: Sequence[str], lines: StandOff) -> None:
    name, body = cells[:2]
    if kind == "T":
        lines.types[name], _, spans = body.partition(" ")
        lines.spans[name] = _spans(spans)
        lines.words[name] = "\t".join(cells[2:])
        return
    words = body.split()
    if kind in ("A", "M"):
        lines.attributes.append((words[0], words[1], words[2] if len(words) > 2 else None))
    elif kind == "#":
        lines.notes.append((words[-1], "\t".join(cells[2:])))
    else:
        pairs = [word.partition(":") for word in (words if kind == "E" else words[1:])]
        arguments = [(role, target) for role, _, target in pairs]
        if kind == "E":
            lines.events.append(arguments)
        else:
            lines.relations.append((words[0], arguments))


def _spans(body: str) -> tuple[Span, ...]:
    pairs = (piece.split() for piece in body.split(";"))
    return tuple(sorted(Span(int(start), int(end)) for start, end in pairs))


def _event(event: _Arguments, lines: StandOff) -> GoldAttribution:
    # A second content is written "Content2"; a trigger that is the cue has "Cue" for its type.
    return _link([(_NUMBERED.sub("", role).lower(), target) for role, target in event], lines.spans)


def _related(lines: StandOff) -> Iterator[GoldAttribution]:
    """Links of plain relations: all that hangs on one cue; without a cue, what hangs on one content."""
    kept = [arguments for kind, arguments in lines.relations if kind.lower() not in LEFT_OUT and len(arguments) > 1]
    pairs = [(one, other) for (_, one), (_, other), *_ in kept]
    both = [*pairs, *((other, one) for one, other in pairs)]
    roles = {name: kind.lower() for name, kind in lines.types.items()}
    links: dict[str, list[str]] = {}
    for one, other in both:
        if roles.get(one) == "cue" and roles.get(other) in ("source", "content"):
            links.setdefault(one, [one]).append(other)
    cued = [(cue, member) for cue, members in links.items() for member in members]
    for one, other in both:
        if roles.get(one) == "content" and roles.get(other) == "source":
            owners = [cue for cue, member in cued if member == one]
            for anchor in owners or [one]:
                links.setdefault(anchor, [anchor]).append(other)
    for members in links.values():
        yield _link([(roles[name], name) for name in dict.fromkeys(members)], lines.spans)


def _link(parts: Sequence[tuple[str, str]], spans: Mapping[str, tuple[Span, ...]]) -> GoldAttribution:
    roles: dict[str, set[Span]] = {role: set() for role in ROLES}
    for role, target in parts:
        roles.setdefault(role, set()).update(spans.get(target, ()))
    source, cue, content = (tuple(sorted(roles[role])) for role in ROLES)
    return GoldAttribution(source, cue, content)

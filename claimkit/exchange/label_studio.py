"""Label Studio's JSON: tasks whose predictions are our claims, and annotated tasks back to claims.

A part is a region of the control ``label`` on the text; a part in several pieces is several regions with relations
``continued``. Labels are per-region choices, ties are relations. What a region carries unread is in its ``meta``, and
the article in the ``data`` of its task. Offsets are code points: so Label Studio 1.23 shows and writes them
(``benchmarks/label_studio.py``); older exports in UTF-16 code units are told by their words.
Format: https://labelstud.io/guide/task_format and https://labelstud.io/guide/predictions.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from claimkit.errors import OptionError
from claimkit.exchange.claims import Exported, Format, Row
from claimkit.exchange.documents import Articles, Document, Tally, read_documents
from claimkit.exchange.imports import Annotated, Marks, documents_of, mapping, offsets_in, sequence
from claimkit.exchange.markup import (
    CHOICES,
    FLAGS,
    KINDS,
    TIES,
    Choice,
    Part,
    Tie,
    carried,
    carried_part,
    labelled,
    labels_of,
    marked,
    without,
)
from claimkit.exchange.offsets import span_of, utf16_offsets
from claimkit.reading.rejects import Reject
from claimkit.records import Span

TOOL = "label-studio"
_CONTINUED = "continued"
_LABEL, _TEXT, _FLAGS = "label", "text", "_is"
_META = "claimkit"


def export_label_studio(folder: Path) -> Exported:
    """One task an article, with the claims as its prediction.

    Raises :class:`OptionError` for a stand-off dataset, whose texts must be put back first.
    """
    import claimkit

    items = []
    for rows in read_documents(folder):
        markup = marked(*rows)
        result = [item for part in markup.parts for item in _regions(part, rows.article["text"])]
        result += [_relation(tie) for tie in markup.ties]
        items.append(
            {
                "data": {"text": rows.article["text"], "article": without(rows.article, "text")},
                "predictions": [{"model_version": f"claimkit {claimkit.__version__}", "result": result}],
            }
        )
    return Exported(items, {})


def _regions(part: Part, text: str) -> Iterator[Row]:
    names = _names(part)
    for name, span in zip(names, part.spans, strict=True):
        value = {**span._asdict(), "text": text[span.start : span.end]}
        region = {"id": name, "from_name": _LABEL, "to_name": _TEXT, "type": "labels"}
        meta = carried(part) if name == names[0] else {}
        yield {**region, "value": {**value, "labels": [part.kind]}, **({"meta": {_META: meta}} if meta else {})}
        if name == names[0]:
            yield from _choices(part, name, value)
    for one, other in pairwise(names):
        yield _relation(Tie(_CONTINUED, one, other))


def _names(part: Part) -> list[str]:
    return [part.id, *(f"{part.id}.{number}" for number in range(1, len(part.spans)))]


def _choices(part: Part, name: str, value: Row) -> Iterator[Row]:
    picked: dict[str, list[str]] = {}
    for label, chosen in labels_of(part):
        if isinstance(label, Choice):
            picked[label.name] = [str(chosen)]
        elif chosen:
            picked.setdefault(label.name.partition("_")[0] + _FLAGS, []).append(label.name)
    for control, chosen_values in picked.items():
        region = {"id": name, "from_name": control, "to_name": _TEXT, "type": "choices"}
        yield {**region, "value": {**value, "choices": chosen_values}}


def _relation(tie: Tie) -> Row:
    return {"type": "relation", "from_id": tie.start, "to_id": tie.end, "direction": "right", "labels": [tie.label]}


def labelling_interface() -> str:
    """The labelling interface for these tasks, as the XML that a project's settings take."""
    lines = ["<View>", "  <Relations>"]
    lines += [f"    <Relation value={quoteattr(name)}/>" for name in (*TIES, _CONTINUED)]
    lines += ["  </Relations>", f'  <Labels name="{_LABEL}" toName="{_TEXT}">']
    lines += [f"    <Label value={quoteattr(kind)} background={quoteattr(colour)}/>" for kind, colour in KINDS.items()]
    lines += ["  </Labels>", f'  <Text name="{_TEXT}" value="${_TEXT}"/>']
    for kind in dict.fromkeys((*CHOICES, *FLAGS)):
        shown = ",".join(KINDS) if kind not in KINDS else kind
        shown = "cue,source,content" if kind == "link" else shown
        controls = [(choice.name, "single", choice.values) for choice in CHOICES.get(kind, ())]
        controls += [(kind + _FLAGS, "multiple", tuple(flag.name for flag in FLAGS[kind]))] if kind in FLAGS else []
        for name, choice, values in controls:
            lines.append(
                f'  <Choices name="{name}" toName="{_TEXT}" choice="{choice}" perRegion="true" '
                f'visibleWhen="region-selected" whenTagName="{_LABEL}" whenLabelValue="{shown}" showInline="true">'
            )
            lines += [f"    <Choice value={quoteattr(value)}/>" for value in values]
            lines.append("  </Choices>")
    return "\n".join([*lines, "</View>", ""])


def import_label_studio(path: Path, articles: Articles, tally: Tally) -> Iterator[Document | Reject]:
    """The documents of an export in Label Studio's JSON, each task's last annotation, else its last prediction.

    Raises :class:`OptionError` where the file is no JSON list of tasks.
    """
    return documents_of(_tasks(path), articles, tally, tool=TOOL)


def _tasks(path: Path) -> Iterator[Annotated | Reject]:
    try:
        tasks = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise OptionError(f"{path}: is no JSON: {error}; export the project as JSON") from error
    if not isinstance(tasks, list):
        raise OptionError(f"{path}: expected a list of tasks, as Label Studio exports them as JSON")
    for number, task in enumerate(tasks, start=1):
        data = mapping(mapping(task).get("data"))
        if not data:
            yield Reject(path.name, number, "broken_record", "the task has no data")
            continue
        chosen, passed_over = _chosen(mapping(task))
        row = {**without(data, _TEXT, "article"), **mapping(data.get("article"))}

        def marks(text: str, chosen: Sequence[Any] = chosen, passed_over: list[str] = passed_over) -> Marks:
            return _marks(text, chosen, passed_over)

        yield Annotated(path.name, number, row, data.get(_TEXT), marks)


def _chosen(task: Mapping[str, Any]) -> tuple[Sequence[Any], list[str]]:
    """The result that counts, and what there is beside it."""
    kept = [each for each in map(mapping, sequence(task.get("annotations"))) if not each.get("was_cancelled")]
    source, name = (
        (kept, "annotation") if kept else (list(map(mapping, sequence(task.get("predictions")))), "prediction")
    )
    if not source:
        return (), ["task without annotation"]
    last = max(range(len(source)), key=lambda index: (str(source[index].get("updated_at") or ""), index))
    others = [f"{name} before the last one of a task"] * (len(source) - 1)
    return sequence(source[last].get("result")), others


def _marks(text: str, result: Sequence[Any], passed_over: list[str]) -> Marks:
    marks = Marks(dropped=list(passed_over))
    offsets = utf16_offsets(text)
    regions: dict[str, Part] = {}
    picked: dict[str, dict[str, str]] = {}
    flags: dict[str, set[str]] = {}
    relations: list[Tie] = []
    for number, item in enumerate(map(mapping, result)):
        if item.get("type") == "relation":
            relations += _ties(item)
        elif item.get("type") == "choices":
            _pick(item, picked, flags)
        elif "labels" in mapping(item.get("value")):
            part = _region(item, number, text, offsets, marks)
            if part is not None:
                regions.setdefault(part.id, part)
        else:
            marks.dropped.append(f"result of type {item.get('type')}")
    _settle(marks, regions, relations, picked, flags)
    return marks


def _ties(item: Mapping[str, Any]) -> Iterator[Tie]:
    labels = [label for label in sequence(item.get("labels")) if isinstance(label, str)] or [""]
    start, end = str(item.get("from_id")), str(item.get("to_id"))
    if item.get("direction") == "left":
        start, end = end, start
    yield from (Tie(label, start, end) for label in labels)


def _pick(item: Mapping[str, Any], picked: dict[str, dict[str, str]], flags: dict[str, set[str]]) -> None:
    region, control = str(item.get("id")), str(item.get("from_name"))
    values = [value for value in sequence(mapping(item.get("value")).get("choices")) if isinstance(value, str)]
    if control.endswith(_FLAGS):
        flags.setdefault(region, set()).update(values)
    elif values:
        picked.setdefault(region, {})[control] = values[0]


def _region(item: Mapping[str, Any], number: int, text: str, offsets: Sequence[int], marks: Marks) -> Part | None:
    value = mapping(item["value"])
    labels = [label for label in sequence(value["labels"]) if isinstance(label, str)]
    known = [label for label in labels if label.lower() in KINDS]
    if not known:
        marks.reject("unknown_label", f"region {item.get('id')}: {', '.join(labels) or 'no label'}")
        return None
    marks.dropped += ["second label of a region"] * (len(labels) - 1)
    span = _span(value, text, offsets, marks)
    if span is None:
        return None
    name = str(item.get("id") or f"region {number}")
    part = carried_part(name, known[0].lower(), (span,), mapping(item.get("meta")).get(_META))
    marks.dropped += ["note of a region"] if mapping(item.get("meta")).get("text") else []
    return part


def _span(value: Mapping[str, Any], text: str, offsets: Sequence[int], marks: Marks) -> Span | None:
    # Text that is shown as HTML has paths for start and end, and offsets beside them.
    pair = offsets_in(value, "start", "end") or offsets_in(mapping(value.get("globalOffsets")), "start", "end")
    words = value.get("text")
    if pair is None:
        marks.reject("no_span", f"region with start {value.get('start')!r} and end {value.get('end')!r}")
        return None
    span, in_units = span_of(pair, words if isinstance(words, str) else None, text, offsets)
    if span is None:
        inside = 0 <= pair[0] < pair[1] <= len(text)
        marks.reject("words_differ" if inside else "span_outside_text", f"region {pair[0]}-{pair[1]}")
    elif in_units:
        marks.mended.append("offsets in UTF-16")
    return span


def _settle(
    marks: Marks,
    regions: Mapping[str, Part],
    relations: Sequence[Tie],
    picked: Mapping[str, Mapping[str, str]],
    flags: Mapping[str, set[str]],
) -> None:
    """Pieces to parts, labels to their parts, relations to ties."""
    following = {tie.start: tie.end for tie in relations if tie.label == _CONTINUED}
    pieces = {name for name in following.values() if name in regions}
    for name, part in regions.items():
        if name in pieces:
            continue
        spans, at, seen = list(part.spans), name, {name}
        while (at := following.get(at, "")) in regions and at not in seen:
            seen.add(at)
            spans += regions[at].spans
        whole = dataclasses.replace(part, spans=tuple(sorted(spans)))
        settled, unknown = labelled(whole, picked.get(name, {}), flags.get(name, set()))
        marks.parts.append(settled)
        for label in unknown:
            marks.reject("unknown_choice", f"region {name}: {label}")
    marks.ties += [tie for tie in relations if tie.label != _CONTINUED]


def _files(items: list[Row]) -> Iterator[tuple[str, str]]:
    yield "tasks.json", json.dumps(items, ensure_ascii=False, indent=1) + "\n"
    yield "interface.xml", labelling_interface()


LABEL_STUDIO = Format(
    "articles as Label Studio tasks, with the interface to label them", export_label_studio, files=_files
)

"""W3C Web Annotations (JSON-LD): every part of a claim is an annotation of its article, every tie links two of them.

A part is tagged with its kind; each of its spans is a target of its own, with a position and a quotation. Positions are
code points, as the Recommendation demands; tools in browsers write UTF-16 code units all the same, which the quotation
gives away when reading. A stand-off dataset is written with positions alone.
Model: https://www.w3.org/TR/annotation-model/ (Text Position and Text Quote Selector, section 4.2).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from claimkit.errors import OptionError
from claimkit.exchange.claims import Exported, Format, Row
from claimkit.exchange.documents import Articles, Document, Rows, Tally, read_documents
from claimkit.exchange.imports import Annotated, Marks, documents_of, mapping, offsets_in
from claimkit.exchange.json_files import read_json_or_lines
from claimkit.exchange.markup import (
    KINDS,
    Choice,
    Part,
    Tie,
    carried,
    carried_part,
    labelled,
    labels_of,
    marked,
)
from claimkit.exchange.offsets import span_of, utf16_offsets
from claimkit.reading.rejects import Reject
from claimkit.records import Span

TOOL = "web-annotation"
CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"claimkit": "urn:claimkit:"}]
_ARTICLE, _PART = "urn:claimkit:article:", "urn:claimkit:part:"
_BESIDE = 32  # characters of context on each side of a quotation


def export_web_annotation(folder: Path) -> Exported:
    """The annotations of all articles: one of each article itself, its parts, its ties."""
    items: list[Row] = []
    for rows in read_documents(folder, text=False):
        items += _annotations(rows)
    return Exported(items, {})


def _annotations(rows: Rows) -> Iterator[Row]:
    article, markup = rows.article, marked(*rows)
    source = _ARTICLE + article["article_id"]
    whole = {"type": "Dataset", "format": "application/json", "claimkit:article": article}
    yield {"id": source, "type": "Annotation", "motivation": "describing", "body": whole, "target": source}
    for part in markup.parts:
        yield {
            "id": f"{_PART}{article['article_id']}:{part.id}",
            "type": "Annotation",
            "motivation": "tagging",
            "body": [_tag(part.kind), *_bodies(part)],
            "target": [_target(source, span, article["text"]) for span in part.spans],
        }
    for number, tie in enumerate(markup.ties, start=1):
        yield {
            "id": f"urn:claimkit:tie:{article['article_id']}:{number}",
            "type": "Annotation",
            "motivation": "linking",
            "body": [_tag(tie.label), {"id": f"{_PART}{article['article_id']}:{tie.end}"}],
            "target": f"{_PART}{article['article_id']}:{tie.start}",
        }


def _tag(value: str) -> Row:
    return {"type": "TextualBody", "purpose": "tagging", "value": value}


def _bodies(part: Part) -> Iterator[Row]:
    for label, value in labels_of(part):
        if isinstance(label, Choice):
            yield {"type": "TextualBody", "purpose": "classifying", "value": f"{label.name}:{value}"}
        elif value:
            yield {"type": "TextualBody", "purpose": "classifying", "value": label.name}
    if part.fields:
        yield {"type": "Dataset", "format": "application/json", "claimkit:fields": carried(part)}


def _target(source: str, span: Span, text: str | None) -> Row:
    position = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
    if text is None:
        return {"source": source, "selector": position}
    quote = {
        "type": "TextQuoteSelector",
        "exact": text[span.start : span.end],
        "prefix": text[max(0, span.start - _BESIDE) : span.start],
        "suffix": text[span.end : span.end + _BESIDE],
    }
    return {"source": source, "selector": [position, quote]}


def import_web_annotation(path: Path, articles: Articles, tally: Tally) -> Iterator[Document | Reject]:
    """The documents of a collection, a page or a list of annotations, one for each article they are about.

    Raises :class:`OptionError` where the file is none of these.
    """
    return documents_of(_annotated(path), articles, tally, tool=TOOL)


def _annotated(path: Path) -> Iterator[Annotated | Reject]:
    by_source: dict[str, list[Mapping[str, Any]]] = {}
    ties = []
    owners: dict[str, str] = {}
    for number, each in enumerate(_items(path), start=1):
        annotation = mapping(each)
        source = _source(annotation)
        if source is None:
            yield Reject(path.name, number, "broken_record", "the annotation has no target with a source")
        elif annotation.get("motivation") == "linking":
            ties.append((number, annotation, source))
        else:
            by_source.setdefault(source, []).append(annotation)
            owners[str(annotation.get("id"))] = source
    for number, annotation, start in ties:
        if start in owners:
            by_source[owners[start]].append(annotation)
        else:
            yield Reject(path.name, number, "tie_without_ends", f"there is no annotation {start}")
    for source, those in by_source.items():
        row = _article(source, those)
        yield Annotated(path.name, None, row, row.get("text"), partial(_marks, those))


def _items(path: Path) -> Sequence[Any]:
    value = read_json_or_lines(path)
    while isinstance(value, dict) and isinstance(value.get("first"), dict):
        value = value["first"]
    if isinstance(value, dict):
        value = value["items"] if isinstance(value.get("items"), list) else [value]
    if not isinstance(value, list):
        raise OptionError(f"{path}: expected Web Annotations: a collection, a page, or a list of them")
    return value


def _source(annotation: Mapping[str, Any]) -> str | None:
    """What an annotation is about; a target is an address or an object that names one."""
    target = annotation.get("target")
    target = target[0] if isinstance(target, list) and target else target
    if isinstance(target, str):
        return target
    source = mapping(target).get("source", mapping(target).get("id"))
    source = mapping(source).get("id") if isinstance(source, dict) else source
    return source if isinstance(source, str) else None


def _article(source: str, annotations: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    for annotation in annotations:
        for body in _list(annotation.get("body")):
            if "claimkit:article" in mapping(body):
                return mapping(body["claimkit:article"])
    if source.startswith(_ARTICLE):
        return {"article_id": source.removeprefix(_ARTICLE)}
    return {"url": source}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _marks(annotations: Sequence[Mapping[str, Any]], text: str) -> Marks:
    marks = Marks()
    offsets = utf16_offsets(text)
    for number, annotation in enumerate(annotations):
        bodies = list(map(mapping, _list(annotation.get("body"))))
        name = str(annotation.get("id") or number)
        if any("claimkit:article" in body for body in bodies):
            continue
        tags = [
            tag for body in bodies if body.get("purpose") == "tagging" and isinstance(tag := body.get("value"), str)
        ]
        if annotation.get("motivation") == "linking":
            ends = [str(body["id"]) for body in bodies if "id" in body]
            marks.ties += [Tie(tags[0] if tags else "", str(_source(annotation)), end) for end in ends]
            continue
        kind = next((tag.lower() for tag in tags if tag.lower() in KINDS), None)
        if kind is None:
            marks.reject("unknown_label", f"{name}: {', '.join(tags) or 'no tag'}")
            continue
        found = [_span(mapping(each), text, offsets, marks) for each in _list(annotation.get("target"))]
        spans = [span for span in found if span is not None]
        if len(spans) == len(found):
            marks.parts.append(_labelled(name, kind, tuple(sorted(spans)), bodies, marks))
    return marks


def _labelled(name: str, kind: str, spans: tuple[Span, ...], bodies: Sequence[Mapping[str, Any]], marks: Marks) -> Part:
    fields = next((body["claimkit:fields"] for body in bodies if "claimkit:fields" in body), None)
    values = [str(body.get("value")) for body in bodies if body.get("purpose") == "classifying"]
    picked = dict(value.split(":", 1) for value in values if ":" in value)
    flags = {value for value in values if ":" not in value}
    part, unknown = labelled(carried_part(name, kind, spans, fields), picked, flags)
    for label in unknown:
        marks.reject("unknown_choice", f"{name}: {label}")
    known = ("tagging", "classifying")
    marks.dropped += ["body" for body in bodies if body.get("purpose") not in known and "claimkit:fields" not in body]
    return part


def _span(target: Mapping[str, Any], text: str, offsets: Sequence[int], marks: Marks) -> Span | None:
    selectors = list(map(mapping, _list(target.get("selector"))))
    by_type = {str(selector.get("type")): selector for selector in selectors}
    quote = by_type.get("TextQuoteSelector", {})
    exact = quote.get("exact") if isinstance(quote.get("exact"), str) else None
    pair = offsets_in(by_type.get("TextPositionSelector", {}), "start", "end")
    span, in_units = span_of(pair, exact, text, offsets) if pair is not None else (None, False)
    if span is not None:
        marks.mended += ["offsets in UTF-16"] * in_units
        return span
    if exact:
        return _quoted(exact, quote, pair, text, marks)
    marks.reject("span_outside_text" if pair is not None else "no_span", f"target of {target.get('source')}: {pair}")
    return None


def _quoted(exact: str, quote: Mapping[str, Any], pair: tuple[int, int] | None, text: str, marks: Marks) -> Span | None:
    """The one place where the quotation stands between its context; without context, where it stands once."""
    prefix, suffix = (quote.get(name) if isinstance(quote.get(name), str) else "" for name in ("prefix", "suffix"))
    whole = f"{prefix}{exact}{suffix}"
    at = text.find(whole)
    if at < 0 or text.find(whole, at + 1) >= 0:
        marks.reject("words_differ" if at < 0 else "words_twice", f"quotation at {pair}")
        return None
    marks.mended.append("found by its quotation")
    start = at + len(str(prefix))
    return Span(start, start + len(exact))


def _collection(items: list[Row]) -> Row:
    page = {"type": "AnnotationPage", "startIndex": 0, "items": items}
    return {"@context": CONTEXT, "type": "AnnotationCollection", "total": len(items), "first": page}


WEB_ANNOTATION = Format(
    "articles, claims and their parts as W3C Web Annotations", export_web_annotation, whole=_collection
)

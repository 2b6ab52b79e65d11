"""LangExtract's JSON Lines: claims that a language model found, aligned to the text and made records; and back.

A line is a document, ``{"document_id", "text", "extractions": [{"extraction_class", "extraction_text", "char_interval":
{"start_pos", "end_pos"} | null, "group_index", "attributes", …}]}``, offsets in code points. What its prompt called a
claim, its source and its cue is looked up in ``resources/langextract.toml``; a source or cue is an attribute of the
claim, or an extraction of the same group. Everything else about a claim is found in the text as for our own; a source
that the model names replaces the one found. Format: ``langextract.data_lib`` of https://github.com/google/langextract.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from claimkit.errors import InputError, OptionError
from claimkit.exchange import completion
from claimkit.exchange.alignment import EXACT, Aligned, Searchable, align, searchable
from claimkit.exchange.claims import Exported, Format, Row
from claimkit.exchange.documents import Articles, Document, Rows, Tally, article_of, read_documents
from claimkit.exchange.imports import counted, mapping, offsets_in, sequence
from claimkit.extraction.given_claims import Given
from claimkit.reading.jsonl import record_in
from claimkit.reading.rejects import Reject
from claimkit.records import Attribution, Claim, ClaimKind, Origin, Provenance, Reader, Span, make_id, span_text
from claimkit.resources import load_lexicon

TOOL = "langextract"
_NEARBY = 400  # characters before and after a claim in which its source and cue are sought
_READ = ("extraction_class", "extraction_text", "char_interval", "attributes", "group_index")
# What LangExtract itself notes about how it found the words; nothing about the claim.
_ITS_OWN = ("alignment_status", "extraction_index", "token_interval")


class _Said(NamedTuple):
    """A claim as the model gave it, with where it stands."""

    aligned: Aligned
    source: str | None
    cue: str | None
    predicate: str | None
    kind: str | None


def import_langextract(path: Path, articles: Articles, tally: Tally) -> Iterator[Document | Reject]:
    """The documents of a file of LangExtract's, one a line; a line that is none is a reject.

    Raises :class:`OptionError` where ``path`` is no file.
    """
    if not path.is_file():
        raise OptionError(f"{path}: expected a file of JSON Lines, as save_annotated_documents writes it")
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.isspace():
                yield from _document(line, path.name, number, articles, tally)


def _document(line: bytes, name: str, number: int, articles: Articles, tally: Tally) -> Iterator[Document | Reject]:
    def reject(reason: str, detail: str) -> Reject:
        return counted(Reject(name, number, reason, detail), tally)

    try:
        record = record_in(line)
        stated = record.get("document_id")
        row = {"article_id": stated, "url": stated if isinstance(stated, str) and ":" in stated else None}
        article = article_of(row, record.get("text"), articles, reader=Reader(name=TOOL, version="1"))
        reading = completion.read(article)
    except InputError as error:
        yield reject(error.reason, str(error))
        return
    text = searchable(article.text or "")
    own = record.get("text")
    trusted = own == article.text
    said: list[_Said] = []
    rejects = []
    for extraction in _claims(sequence(record.get("extractions")), tally):
        found = _aligned(extraction, text, tally, trusted=trusted)
        if found is None:
            words = extraction.get("extraction_text")
            shown = words[:60] if isinstance(words, str) else repr(words)[:60]
            rejects.append(reject("words_not_there", f"the article does not say: {shown}"))
        elif any(found.aligned.spans == each.aligned.spans for each in said):
            tally.dropped["claim that was extracted twice"] += 1
        else:
            said.append(found)
    document, empty = _built(reading, said, text, tally)
    tally.documents += 1
    tally.claims += len(document.claims)
    yield document
    yield from rejects
    for each in empty:
        place = f"{each.aligned.spans[0].start}-{each.aligned.spans[-1].end}"
        yield reject("no_predicate", f"claim at {place}: no word there is a predicate of the body that is still free")


def _key(name: object) -> str:
    return "_".join(str(name).lower().replace("-", " ").split())


def _claims(extractions: Sequence[Any], tally: Tally) -> Iterator[Row]:
    """The extractions that are claims, with the source and the cue of their group among their attributes."""
    classes: Mapping[str, Sequence[str]] = load_lexicon("langextract")["classes"]
    groups: dict[Any, Row] = {}
    for each in map(mapping, extractions):
        for role in ("source", "cue"):
            if _key(each.get("extraction_class")) in classes[role] and isinstance(each.get("extraction_text"), str):
                groups.setdefault(str(each.get("group_index")), {}).setdefault(role, each["extraction_text"])
    for each in map(mapping, extractions):
        kind = _key(each.get("extraction_class"))
        if kind in classes["claim"]:
            for name in each.keys() - {*_READ, *_ITS_OWN}:
                if each[name] is not None:
                    tally.dropped[f"{name} of an extraction"] += 1
            group = groups.get(str(each.get("group_index")), {}) if each.get("group_index") is not None else {}
            yield {**each, "attributes": {**group, **mapping(each.get("attributes"))}}
        elif kind not in (*classes["source"], *classes["cue"]):
            tally.dropped["extraction of another class than claim, source, cue"] += 1


def _aligned(extraction: Row, text: Searchable, tally: Tally, *, trusted: bool) -> _Said | None:
    words = extraction.get("extraction_text")
    if not isinstance(words, str):
        return None
    pair = offsets_in(mapping(extraction.get("char_interval")), "start_pos", "end_pos")
    near = Span(*pair) if pair is not None and 0 <= pair[0] < pair[1] <= len(text.text) else None
    aligned = align(words, text, near)
    if aligned is None:
        return None
    if aligned.how != EXACT or not trusted:
        tally.mended[f"words found {aligned.how}"] += 1
    known = load_lexicon("langextract")["attributes"]
    stated: dict[str, str | None] = dict.fromkeys(("source", "cue", "predicate", "kind"))
    for name, value in mapping(extraction.get("attributes")).items():
        role = next((role for role, names in known.items() if _key(name) in names), None)
        unread = role == "kind" and value not in set(ClaimKind)
        if role is None or unread or not isinstance(value, str):
            tally.dropped["attribute of a claim that is no source, cue, predicate or kind"] += 1
        elif value.strip().lower() not in load_lexicon("langextract")["nothing"]["values"] and stated[role] is None:
            stated[role] = value
    return _Said(aligned, **stated)


def _built(
    reading: completion.Reading, said: Sequence[_Said], text: Searchable, tally: Tally
) -> tuple[Document, list[_Said]]:
    """The document of what was said, and what has no predicate."""
    links, owners = _links(reading, said, text, tally)
    given = [Given(each.aligned.spans, _part(each.predicate, each, text)) for each in said]
    findings = reading.findings
    rows = completion.claims_found(reading, given, (*findings.links, *links.values()), findings.mentions)
    claims, empty = [], []
    for each, row, owner in zip(said, rows, owners, strict=True):
        if row is None:
            empty.append(each)
            continue
        if tuple(Span(**span) for span in row["spans"]) != each.aligned.spans:
            tally.mended["claim cut to the sentence of its predicate"] += 1
        claims.append(_claim(row, each, links.get(owner) if owner is not None else None))
    claims.sort(key=lambda claim: claim.predicate.start)
    used = {link.attribution_id: link for claim in claims for link in claim.chain}
    named = {argument.entity_id for claim in claims for argument in claim.arguments}
    named |= {link.entity_id for link in used.values()}
    document = Document(
        article=reading.article,
        attributions=tuple(sorted(used.values(), key=lambda link: link.cue or link.source or link.content[0])),
        claims=tuple(claims),
        mentions=tuple(mention for mention in findings.mentions if mention.entity_id in named),
    )
    return document, empty


def _claim(row: Row, said: _Said, link: Attribution | None) -> Claim:
    claim = Claim.from_dict(row)
    provenance = Provenance(origin=Origin.MACHINE, tool=TOOL, rule=f"aligned-{said.aligned.how}")
    kind = ClaimKind(said.kind) if said.kind is not None else claim.kind
    claim = dataclasses.replace(claim, kind=kind, confidence=said.aligned.score, provenance=provenance)
    if link is None or claim.chain == (link,):
        return claim
    # What the author thinks of it does not depend on who the source is; the source's own stand was read for another.
    author = tuple(each for each in claim.factuality if each.holder == "author")
    return dataclasses.replace(claim, chain=(link,), chain_certain=True, factuality=author)


def _part(words: str | None, said: _Said, text: Searchable) -> Span | None:
    """Where a word of the claim itself stands."""
    if words is None:
        return None
    for span in said.aligned.spans:
        found = align(words, text, within=span)
        if found is not None:
            return found.spans[0]
    return None


def _links(
    reading: completion.Reading, said: Sequence[_Said], text: Searchable, tally: Tally
) -> tuple[dict[Span, Attribution], list[Span | None]]:
    """New links for the sources that are not those found, by their place; and for each claim the place of its link."""
    places: dict[Span, tuple[Span | None, Span | None, list[Span]]] = {}
    owners: list[Span | None] = []
    taken = {link.attribution_id for link in reading.findings.links}
    name: Callable[[Span], str] = lambda place: make_id(reading.article.article_id, "attribution", *place)  # noqa: E731 - used three times below
    for each in said:
        if each.source is None or _is_found(reading, each):
            owners.append(None)
            continue
        cue = _nearby(each.cue, each.aligned.spans, text)
        source = _nearby(each.source, (cue,) if cue is not None else each.aligned.spans, text)
        if source is None:
            tally.dropped["source whose name is not near the claim"] += 1
            owners.append(None)
            continue
        place = cue or source
        if name(place) in taken:
            # A link of ours stands at that cue already, with another source; hang the new one on the source.
            place, cue = source, None
        if name(place) in taken:
            owners.append(None)
            continue
        places.setdefault(place, (source, cue, []))[2].extend(each.aligned.spans)
        owners.append(place)
    links = {
        place: _link(reading, name(place), source, cue, sorted(set(content)))
        for place, (source, cue, content) in places.items()
    }
    return links, owners


def _nearby(words: str | None, spans: Sequence[Span], text: Searchable) -> Span | None:
    """Where a source or cue stands next to some spans, outside them first; ``None`` if it is not around there."""
    if words is None:
        return None
    first, last = spans[0].start, spans[-1].end
    areas = (Span(last, min(len(text.text), last + _NEARBY)), Span(max(0, first - _NEARBY), first), Span(first, last))
    near = {areas[0]: Span(last, last + 1), areas[1]: Span(first, first + 1), areas[2]: Span(first, first + 1)}
    found = [hit for area in areas if (hit := align(words, text, near[area], within=area)) is not None]
    if not found:
        return None
    distances = [min(abs(hit.spans[0].start - last), abs(first - hit.spans[-1].end)) for hit in found]
    return found[distances.index(min(distances))].spans[0]


def _is_found(reading: completion.Reading, said: _Said) -> bool:
    """Whether a link of ours already ascribes the words to that source."""
    at, stated = said.aligned.spans[0], " ".join((said.source or "").lower().split())
    for link in reading.findings.links:
        if link.source is not None and any(span.start < at.end and at.start < span.end for span in link.content):
            found = " ".join(reading.parse.text[link.source.start : link.source.end].lower().split())
            if found in stated or stated in found:
                return True
    return False


def _link(
    reading: completion.Reading, name: str, source: Span | None, cue: Span | None, content: Sequence[Span]
) -> Attribution:
    merged: list[Span] = []
    for span in content:
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return Attribution.from_dict(
        {
            **completion.link_fields(reading, cue, source, merged, reading.findings.mentions),
            "attribution_id": name,
            "article_id": reading.article.article_id,
            "parent": None,
            "source": source._asdict() if source is not None else None,
            "cue": cue._asdict() if cue is not None else None,
            "content": [span._asdict() for span in merged],
            "medium": None,
            "time": None,
            "confidence": 1.0,
            "provenance": {"origin": "machine", "tool": TOOL, "version": None, "model": None, "rule": "stated-source"},
        }
    )


def export_langextract(folder: Path) -> Exported:
    """One document an article, one extraction a claim, with its source, cue and labels as attributes.

    What LangExtract has no place for is counted in ``left_out``. Raises :class:`OptionError` for a stand-off dataset.
    """
    items: list[Row] = []
    left_out: dict[str, int] = {}
    for rows in read_documents(folder):
        items.append(_annotated(rows))
        for name in ("hedges", "quantities", "times", "arguments"):
            count = sum(len(claim[name]) for claim in rows.claims)
            left_out[f"{name} of claims"] = left_out.get(f"{name} of claims", 0) + count
        outer = sum(max(0, len(claim["chain"]) - 1) for claim in rows.claims)
        left_out["links above the innermost"] = left_out.get("links above the innermost", 0) + outer
        left_out["entities"] = left_out.get("entities", 0) + len(rows.mentions)
    return Exported(items, {name: count for name, count in left_out.items() if count})


def _annotated(rows: Rows) -> Row:
    text = rows.article["text"]
    extractions = []
    for number, claim in enumerate(rows.claims):
        spans = tuple(Span(**span) for span in claim["spans"])
        extractions.append(
            {
                "extraction_class": "claim",
                "extraction_text": span_text(text, spans),
                "char_interval": {"start_pos": spans[0].start, "end_pos": spans[-1].end},
                "alignment_status": "match_exact" if len(spans) == 1 else "match_fuzzy",
                "extraction_index": number + 1,
                "group_index": number,
                "description": None,
                "attributes": _attributes(claim, text),
            }
        )
    return {"extractions": extractions, "text": text, "document_id": rows.article["article_id"]}


def _attributes(claim: Row, text: str) -> Row:
    link = claim["chain"][-1] if claim["chain"] else {}
    places = {"predicate": claim["predicate"], "source": link.get("source"), "cue": link.get("cue")}
    words = {name: text[at["start"] : at["end"]] for name, at in places.items() if at is not None}
    return {**words, "kind": claim["kind"], "negated": "yes" if claim["negated"] else "no"}


LANGEXTRACT = Format("articles as LangExtract documents, JSON Lines", export_langextract, lines=True)

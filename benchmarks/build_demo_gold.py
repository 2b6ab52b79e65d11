"""Compile the hand-made gold of the demo articles: ``benchmarks/demo_gold/*.toml`` → ``resources/demo/gold/*.jsonl``.

    python benchmarks/build_demo_gold.py [OUTPUT_FOLDER]

The TOML quotes the article; this script finds the quotations and fails loudly on one that is missing or ambiguous.
The notation is described in ``benchmarks/demo_gold/README.md``.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from demo_gold.notation import GoldError, Place, find, headed, hedge, quantity, time, word

from claimkit.extraction.parsing import split_paragraphs, trim
from claimkit.records import (
    Argument,
    ArgumentRole,
    Article,
    Attribution,
    Claim,
    ClaimKind,
    EntityType,
    Factuality,
    FactualityValue,
    Hedge,
    HedgeType,
    Mention,
    Origin,
    Provenance,
    PublishedEvidence,
    Segment,
    SegmentKind,
    SourceType,
    Span,
    Style,
    make_id,
    span_text,
    to_dict,
)

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "benchmarks" / "demo_gold"
ARTICLES = ROOT / "claimkit" / "resources" / "demo" / "articles"
GOLD = ROOT / "claimkit" / "resources" / "demo" / "gold"

REVIEWED = Provenance(origin=Origin.MAINTAINER_REVIEWED)
POSSESSIVES = frozenset({"his", "its", "their", "our", "my", "whose"})
PRONOUNS = POSSESSIVES | {
    "he",
    "she",
    "it",
    "they",
    "him",
    "her",
    "them",
    "i",
    "me",
    "us",
    "who",
    "which",
    "whom",
    "we",
}
# How far a hedge lowers certainty: 0 certain, 1 probable, 2 possible, 3 open.
DOUBT = {
    HedgeType.APPROXIMATION: 0,
    HedgeType.EPISTEMIC_POSSIBLE: 2,
    HedgeType.CONDITION: 2,
    HedgeType.INVESTIGATION: 3,
}
SCORES = {"CT+": 3.0, "PR+": 2.0, "PS+": 1.0, "Uu": 0.0, "PS-": -1.0, "PR-": -2.0, "CT-": -3.0}
ROLES = {"S": ArgumentRole.SUBJECT, "O": ArgumentRole.OBJECT, "X": ArgumentRole.OBLIQUE, "L": ArgumentRole.PLACE}
MARK = re.compile(r"\{([a-z_]+)('s)?:|\}")


def compile_article(row: Mapping[str, str], source: Mapping[str, Any]) -> tuple[Article, Place, list[Claim]]:
    """The records of one article: the article itself, its mentions and links in ``Place``, its claims."""
    data = (ARTICLES / row["file"]).read_bytes()
    article = Article.from_text(
        data.decode("utf-8"),
        title=row["title"] or source.get("title"),
        url=row["url"],
        published=row["published"] or None,
        publisher=row["publisher"],
        wire=tuple(source.get("wire", ())),
        licence="CC-BY-4.0",
    )
    text = str(article.text)
    segments = _segments(row["file"], text, source.get("furniture", ()))
    article = replace(
        article,
        authors=tuple(source.get("authors", ())),
        published_evidence=PublishedEvidence.METADATA if row["published"] else None,
        language="en",
        source_sha256=hashlib.sha256(data).hexdigest(),
        segments=segments,
    )
    body = tuple(Span(part.start, part.end) for part in segments if part.kind is SegmentKind.BODY)
    place = Place(row["file"], text, article.article_id, body)
    for entry in source["s"]:
        _place_sentence(place, entry["t"])
    _check_coverage(place)
    _name_entities(place, source["entities"])
    for entry, span in zip(source["s"], place.sentences, strict=True):
        for link in entry.get("l", ()):
            _add_link(place, span, link)
    claims: list[Claim] = []
    for entry, span in zip(source["s"], place.sentences, strict=True):
        claims += [_claim(place, span, entry, claim) for claim in entry.get("c", ())]
    return article, place, sorted(claims, key=lambda claim: claim.predicate.start)


def _segments(file: str, text: str, furniture: Iterable[tuple[str, str]]) -> tuple[Segment, ...]:
    """The furniture in its order of appearance; every other paragraph is body."""
    found, at = [], 0
    for kind, words in furniture:
        # A whole line first: «(ONA)» also stands inside the lede.
        whole = re.compile(rf"^{re.escape(words)}$", re.MULTILINE).search(text, at)
        match = whole or re.compile(re.escape(words)).search(text, at)
        if match is None:
            raise GoldError(f"{file}: furniture {words!r} is not there after offset {at}")
        at = match.end()
        found.append(Segment(kind=SegmentKind(kind), start=match.start(), end=at))
    blank = list(text)
    for part in found:
        blank[part.start : part.end] = " " * (part.end - part.start)
    body = [
        Segment(kind=SegmentKind.BODY, start=span.start, end=span.end)
        for paragraph in split_paragraphs(text)
        if (span := trim("".join(blank), paragraph)).start < span.end
    ]
    return tuple(sorted(found + body, key=lambda part: part.start))


def _place_sentence(place: Place, marked: str) -> None:
    plain, opened, spans, at = [], [], [], 0
    for match in MARK.finditer(marked):
        plain.append(marked[at : match.start()])
        at, here = match.end(), sum(map(len, plain))
        if match[1]:
            opened.append((match[1], bool(match[2]), here))
        else:
            key, possessive, start = opened.pop()
            spans.append((key, possessive, start, here))
    plain.append(marked[at:])
    words, after = "".join(plain), place.sentences[-1].end if place.sentences else 0
    offset = place.text.find(words, after)
    if offset < 0 or opened:
        raise GoldError(f"{place.file}: sentence {words!r} is not there after offset {after}, or a brace stays open")
    place.sentences.append(Span(offset, offset + len(words)))
    for key, possessive, start, end in spans:
        place.mentions.setdefault(key, []).append((Span(offset + start, offset + end), possessive))


def _check_coverage(place: Place) -> None:
    for part in place.body:
        rest = list(place.text[part.start : part.end])
        for start, end in place.sentences:
            if part.start <= start < part.end:
                rest[start - part.start : end - part.start] = " " * (end - start)
        if "".join(rest).strip():
            raise GoldError(f"{place.file}: no sentence covers {''.join(rest).strip()!r}")


def _name_entities(place: Place, names: Mapping[str, str]) -> None:
    if unknown := sorted(set(place.mentions) ^ set(names)):
        raise GoldError(f"{place.file}: named but not marked, or marked but not named: {unknown}")
    for key, spans in place.mentions.items():
        kind, name = names[key].split("; ")
        ordered = tuple(sorted(span for span, _ in spans))
        place.entities[key] = Mention(
            entity_id=make_id(place.article_id, "entity", *ordered[0]),
            article_id=place.article_id,
            spans=ordered,
            name=name,
            type=EntityType(kind),
        )


def _entity_id(place: Place, phrase: Span, head: Span) -> str | None:
    hits = [
        (span.end - span.start, mention.entity_id)
        for mention in place.entities.values()
        for span in mention.spans
        if phrase.start <= span.start <= head.start and head.end <= span.end <= phrase.end
    ]
    return max(hits)[1] if hits else None


def _add_link(place: Place, sentence: Span, entry: Mapping[str, Any]) -> None:
    source = headed(place, sentence, entry["source"]) if "source" in entry else None
    cue = word(place, sentence, entry["cue"])
    medium = word(place, sentence, entry["medium"]) if "medium" in entry else None
    content = tuple(find(place, sentence, words) for words in entry["content"])
    if entry["id"] in place.links:
        raise GoldError(f"{place.file}: link {entry['id']} twice")
    place.links[entry["id"]] = Attribution(
        attribution_id=make_id(place.article_id, "attribution", cue.start, cue.end),
        article_id=place.article_id,
        parent=place.links[entry["in"]].attribution_id if "in" in entry else None,
        source=source[0] if source else None,
        source_head=place.text[source[1].start : source[1].end] if source else None,
        entity_id=_entity_id(place, *source) if source else None,
        source_type=SourceType(entry["type"]),
        cue=Span(cue.start, cue.end),
        cue_lemma=cue.lemma,
        content=content,
        style=Style(entry.get("style", "indirect")),
        medium=medium,
        time=time(place, sentence, entry["time"]) if "time" in entry else None,
        negated=entry.get("neg", False),
        confidence=1.0,
        provenance=REVIEWED,
    )


def _chain(place: Place, key: str) -> tuple[Attribution, ...]:
    if not key:
        return ()
    link, by_id = place.links[key], {link.attribution_id: link for link in place.links.values()}
    chain = [link]
    while chain[0].parent:
        chain.insert(0, by_id[chain[0].parent])
    return tuple(chain)


def _claim(place: Place, sentence: Span, sentence_entry: Mapping[str, Any], entry: Mapping[str, Any]) -> Claim:
    spans = tuple(sorted(find(place, sentence, words) for words in entry["spans"]))
    predicate = word(place, sentence, entry["p"])
    if not any(span.start <= predicate.start and predicate.end <= span.end for span in spans):
        raise GoldError(f"{place.file}: predicate {entry['p']!r} lies outside its claim")
    arguments = tuple(_arguments(place, sentence, entry))
    chain = _chain(place, entry.get("by", sentence_entry.get("by", "")))
    hedges = tuple(hedge(place, sentence, words) for words in entry.get("H", ()))
    kind, negated = ClaimKind(entry.get("kind", "event")), entry.get("neg", False)
    claim_id = make_id(place.article_id, predicate.start, predicate.end)
    if "id" in entry:
        place.claim_ids[entry["id"]] = claim_id
    return Claim(
        claim_id=claim_id,
        article_id=place.article_id,
        spans=spans,
        text=span_text(place.text, spans),
        text_resolved=entry.get("resolved") or _resolved(place, spans, arguments),
        sentence=sentence,
        predicate=predicate,
        arguments=arguments,
        chain=chain,
        chain_certain=entry.get("certain", True),
        presupposed=entry.get("pre", False),
        hedges=hedges,
        factuality=_factuality(place, chain, hedges, kind, negated, entry.get("fact", ())),
        negated=negated,
        quantities=tuple(quantity(place, sentence, words) for words in entry.get("Q", ())),
        times=tuple(time(place, sentence, words) for words in entry.get("T", ())),
        kind=kind,
        check_worthy=entry.get("worthy", kind in (ClaimKind.EVENT, ClaimKind.STATE, ClaimKind.RULE)),
        repeats=place.claim_ids[entry["repeats"]] if "repeats" in entry else None,
        confidence=1.0,
        provenance=REVIEWED,
    )


def _arguments(place: Place, sentence: Span, entry: Mapping[str, Any]) -> Iterable[Argument]:
    for key, role in ROLES.items():
        phrases = entry.get(key, ())
        for phrase in (phrases,) if isinstance(phrases, str) else phrases:
            span, head = headed(place, sentence, phrase)
            words = place.text[head.start : head.end]
            yield Argument(
                role=role, start=span.start, end=span.end, head=words, entity_id=_entity_id(place, span, head)
            )


def _resolved(place: Place, spans: tuple[Span, ...], arguments: tuple[Argument, ...]) -> str:
    """The claim's words with marked pronouns named; a subject that stands elsewhere must be written out by hand."""
    subjects = [argument for argument in arguments if argument.role is ArgumentRole.SUBJECT]
    for subject in subjects:
        if not any(span.start <= subject.start < span.end for span in spans):
            words = place.text[spans[0].start : spans[-1].end]
            raise GoldError(f"{place.file}: {words!r} has its subject elsewhere: write `resolved`")
    named = {
        span: place.entities[key].name + ("'s" if possessive or words in POSSESSIVES else "")
        for key, marked in place.mentions.items()
        for span, possessive in marked
        if (words := place.text[span.start : span.end].lower()) in PRONOUNS
    }
    pieces = []
    for start, end in spans:
        for span in sorted(span for span in named if start <= span.start < end):
            pieces += [place.text[start : span.start], named[span]]
            start = span.end
        pieces += [place.text[start:end], " "]
    return "".join(pieces).strip()


def _factuality(
    place: Place,
    chain: tuple[Attribution, ...],
    hedges: tuple[Hedge, ...],
    kind: ClaimKind,
    negated: bool,
    written: Iterable[str],
) -> tuple[Factuality, ...]:
    """As written (``author PR+``, ``a1 CT+``); else the last source's certainty by the hedges, all others Uu."""
    values = {"author": "Uu", **{link.attribution_id: "Uu" for link in chain}}
    doubt = max((DOUBT.get(hedge.type, 1) for hedge in hedges), default=0)
    innermost = chain[-1].attribution_id if chain else "author"
    if doubt < 3 and kind not in (ClaimKind.DIRECTIVE, ClaimKind.COMMITMENT):
        values[innermost] = ("CT", "PR", "PS")[doubt] + "+-"[negated]
    for entry in written:
        holder, value = entry.split()
        values["author" if holder == "author" else place.links[holder].attribution_id] = value
    return tuple(
        Factuality(holder=holder, value=FactualityValue(value), score=SCORES.get(value))
        for holder, value in values.items()
    )


def build(folder: Path) -> dict[str, int]:
    """Write the four tables into ``folder``; their numbers of rows."""
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in ("articles", "attributions", "claims", "mentions")}
    with (ARTICLES / "metadata.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        source = tomllib.loads((SOURCES / row["file"]).with_suffix(".toml").read_text(encoding="utf-8"))
        article, place, claims = compile_article(row, source)
        links = sorted(place.links.values(), key=lambda link: link.cue or link.content[0])
        mentions = sorted(place.entities.values(), key=lambda mention: mention.spans[0])
        tables["articles"].append(to_dict(article))
        tables["attributions"] += map(to_dict, links)
        tables["claims"] += map(to_dict, claims)
        tables["mentions"] += map(to_dict, mentions)
    folder.mkdir(parents=True, exist_ok=True)
    for name, records in tables.items():
        lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in records)
        (folder / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
    return {name: len(records) for name, records in tables.items()}


if __name__ == "__main__":
    print(json.dumps(build(Path(sys.argv[1]) if len(sys.argv) > 1 else GOLD)))

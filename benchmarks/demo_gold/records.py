"""Annotations in the notation → records: mentions, links and claims of one article, compiled into a :class:`Place`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from demo_gold.notation import OFFSETS, GoldError, Place, find, headed, hedge, quantity, time, word

from claimkit.extraction.parsing import split_paragraphs, trim
from claimkit.records import (
    Argument,
    ArgumentRole,
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
    Segment,
    SegmentKind,
    SourceType,
    Span,
    Style,
    make_id,
    span_text,
)

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
Resolve = Callable[[Place, tuple[Span, ...], tuple[Argument, ...]], str]


def segments_of(file: str, text: str, furniture: Iterable[tuple[str, str]]) -> tuple[Segment, ...]:
    """The furniture in its order of appearance; every other paragraph is body."""
    found, at = [], 0
    for kind, words in furniture:
        if match := OFFSETS.fullmatch(words):
            at = int(match[2])
            found.append(Segment(kind=SegmentKind(kind), start=int(match[1]), end=at))
            continue
        # A whole line first: «(ONA)» also stands inside the lede.
        whole = re.compile(rf"^{re.escape(words)}$", re.MULTILINE).search(text, at)
        hit = whole or re.compile(re.escape(words)).search(text, at)
        if hit is None:
            raise GoldError(f"{file}: furniture {words!r} is not there after offset {at}")
        at = hit.end()
        found.append(Segment(kind=SegmentKind(kind), start=hit.start(), end=at))
    blank = list(text)
    for part in found:
        blank[part.start : part.end] = " " * (part.end - part.start)
    body = [
        Segment(kind=SegmentKind.BODY, start=span.start, end=span.end)
        for paragraph in split_paragraphs(text)
        if (span := trim("".join(blank), paragraph)).start < span.end
    ]
    return tuple(sorted(found + body, key=lambda part: part.start))


def place_sentence(place: Place, marked: str) -> None:
    """Find a sentence after the one before it and note the mentions that are marked in it."""
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


def check_coverage(place: Place) -> None:
    """Every word of the body stands in a sentence."""
    for part in place.body:
        rest = list(place.text[part.start : part.end])
        for start, end in place.sentences:
            if part.start <= start < part.end:
                rest[start - part.start : end - part.start] = " " * (end - start)
        if "".join(rest).strip():
            raise GoldError(f"{place.file}: no sentence covers {''.join(rest).strip()!r}")


def name_entities(place: Place, names: Mapping[str, str]) -> None:
    """Make the mentions: ``names`` holds type and canonical name of every key that is marked."""
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


def add_link(place: Place, sentence: Span, entry: Mapping[str, Any]) -> None:
    """Compile one link; the link it stands in comes before it."""
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


def claim_of(
    place: Place,
    sentence: Span,
    sentence_entry: Mapping[str, Any],
    entry: Mapping[str, Any],
    resolve: Resolve | None = None,
) -> Claim:
    """Compile one claim; ``resolve`` makes its resolved text where none is written."""
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
        text_resolved=entry.get("resolved") or (resolve or resolved)(place, spans, arguments),
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


def subjects_elsewhere(spans: tuple[Span, ...], arguments: tuple[Argument, ...]) -> list[Argument]:
    """The subjects that do not stand in the claim's own words."""
    subjects = [argument for argument in arguments if argument.role is ArgumentRole.SUBJECT]
    return [each for each in subjects if not any(span.start <= each.start < span.end for span in spans)]


def resolved(place: Place, spans: tuple[Span, ...], arguments: tuple[Argument, ...]) -> str:
    """The claim's words with marked pronouns named; a subject that stands elsewhere must be written out by hand."""
    if subjects_elsewhere(spans, arguments):
        words = place.text[spans[0].start : spans[-1].end]
        raise GoldError(f"{place.file}: {words!r} has its subject elsewhere: write `resolved`")
    return with_names(place, spans)


def with_names(place: Place, spans: tuple[Span, ...]) -> str:
    """The words under the spans, with the names of marked pronouns in their place."""
    named = {
        span: place.entities[key].name + ("'s" if possessive or words in POSSESSIVES else "")
        for key, marked in place.mentions.items()
        for span, possessive in marked
        if (words := place.text[span.start : span.end].lower()) in PRONOUNS
        and place.text[span.start : span.end] != "US"
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

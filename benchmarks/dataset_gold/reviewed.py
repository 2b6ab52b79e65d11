"""The reviewed annotations of one article, in offsets or quotations → its records.

``README.md`` beside this file tells what they have besides the notation of the demo gold.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from demo_gold.notation import GoldError, Place, find, hedge
from demo_gold.records import (
    add_link,
    check_coverage,
    claim_of,
    name_entities,
    place_sentence,
    segments_of,
    subjects_elsewhere,
    with_names,
)

from claimkit.records import Argument, Article, Attribution, Claim, Hedge, Mention, Segment, SegmentKind, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """What was reviewed of one article; ``loose_hedges`` are those in whose scope no claim's predicate stands."""

    article: Article
    attributions: tuple[Attribution, ...]
    claims: tuple[Claim, ...]
    mentions: tuple[Mention, ...]
    loose_hedges: tuple[Hedge, ...]


def load(file: Path) -> dict[str, Any]:
    """The annotations of one article; their ``file`` is the name of its text."""
    return tomllib.loads(file.read_text(encoding="utf-8"))


def compile_article(article: Article, source: Mapping[str, Any]) -> Reviewed:
    """The records of ``article``, as it was read, by the annotations in ``source``.

    Raises :class:`GoldError` for an annotation that does not fit the text.
    """
    text, segments, place = placed(article, source)
    for entry, span in zip(source["s"], place.sentences, strict=True):
        for link in entry.get("l", ()):
            add_link(place, span, link)
    claims: list[Claim] = []
    loose: list[Hedge] = []
    for entry, span in zip(source["s"], place.sentences, strict=True):
        claims += [claim_of(place, span, entry, claim, _resolving(claim)) for claim in entry.get("c", ())]
        loose += [hedge(place, span, words) for words in entry.get("N", ())]
    titles = [text[part.start : part.end] for part in segments if part.kind is SegmentKind.TITLE]
    article = replace(
        article,
        title=article.title or next(iter(titles), None),
        authors=tuple(source.get("authors", ())),
        wire=tuple(source.get("wire", ())),
        language="en",
        segments=segments,
    )
    return Reviewed(
        article=article,
        attributions=tuple(sorted(place.links.values(), key=lambda link: link.cue or link.content[0])),
        claims=tuple(sorted(claims, key=lambda claim: claim.predicate.start)),
        mentions=tuple(sorted(place.entities.values(), key=lambda mention: mention.spans[0])),
        loose_hedges=tuple(loose),
    )


def placed(article: Article, source: Mapping[str, Any]) -> tuple[str, tuple[Segment, ...], Place]:
    """Text, segments, and the place that knows the sentences and mentions."""
    text = str(article.text)
    segments = segments_of(source["file"], text, source.get("furniture", ()))
    body = tuple(Span(part.start, part.end) for part in segments if part.kind is SegmentKind.BODY)
    place = Place(source["file"], text, article.article_id, body)
    for entry in source["s"]:
        if "t" in entry:
            place_sentence(place, entry["t"])
        else:
            _place_offsets(place, entry)
    check_coverage(place)
    name_entities(place, source["entities"])
    return text, segments, place


def _place_offsets(place: Place, entry: Mapping[str, Any]) -> None:
    whole = Span(0, len(place.text))
    sentence = find(place, whole, entry["s"])
    if place.sentences and sentence.start < place.sentences[-1].end:
        raise GoldError(f"{place.file}: sentence {entry['s']} begins before the end of the one before it")
    place.sentences.append(sentence)
    for marked in entry.get("m", ()):
        key, offsets = marked.split(" ")
        place.mentions.setdefault(key.removesuffix("'s"), []).append(
            (find(place, sentence, offsets), key.endswith("'s"))
        )


def _resolving(entry: Mapping[str, Any]) -> Any:
    """How the resolved text of a claim is made: from the pieces in ``Z``, or a subject from elsewhere in front."""

    def from_pieces(place: Place, spans: tuple[Span, ...], _: tuple[Argument, ...]) -> str:
        sentence = next(each for each in place.sentences if each.start <= spans[0].start < each.end)
        return "".join(_piece(place, sentence, piece) for piece in entry["Z"])

    def in_front(place: Place, spans: tuple[Span, ...], arguments: tuple[Argument, ...]) -> str:
        names = {mention.entity_id: mention.name for mention in place.entities.values()}
        front = [
            names.get(each.entity_id or "") or place.text[each.start : each.end]
            for each in subjects_elsewhere(spans, arguments)
        ]
        return " ".join(
            part for part in (*front, entry.get("R", "") if front else "", with_names(place, spans)) if part
        )

    return from_pieces if "Z" in entry else in_front


def _piece(place: Place, sentence: Span, piece: str) -> str:
    """``{key}`` is the name of an entity, ``=…`` words of the sentence; all else stands for itself."""
    if piece.startswith("="):
        span = find(place, sentence, piece[1:])
        return place.text[span.start : span.end]
    return place.entities[piece[1:-1]].name if piece.startswith("{") else piece

"""Whose words an article prints: the agency in its dateline, byline or credit, not the one that sent the picture.

``Article.wire`` names every agency an article credits; extraction does not part words from pictures there. Here what
only a caption credits is left out, for a paper that prints an AP picture has not copied AP's report.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from claimkit.extraction.credits import agencies_in, is_only_agencies, signed_by
from claimkit.extraction.outlets import find_outlet
from claimkit.records import Article, Segment, SegmentKind
from claimkit.resources import load_lexicon


class WireEvidence(StrEnum):
    """What shows that an article prints an agency's words, the strongest first."""

    DATELINE = "dateline"
    CREDIT = "credit"
    BYLINE = "byline"
    STYLE = "style"  # the marks that one agency's desk leaves: "(Reporting by …; Editing by …)"
    METADATA = "metadata"  # given with the article and found nowhere in its text
    CONTRIBUTED = "contributed"  # "AP contributed to this report": some of the words


@dataclass(frozen=True, slots=True)
class Wire:
    """An agency and what shows that its words are printed."""

    agency: str
    evidence: WireEvidence


def wires_of(article: Article) -> tuple[Wire, ...]:
    """The agencies whose words the article prints, each once with its strongest evidence, in that order.

    An article must be laid out (:func:`claimkit.extraction.layout.lay_out`), as those of a dataset are. Without text
    nothing tells a picture's wire from another, and all that ``Article.wire`` holds counts.
    """
    found: dict[str, WireEvidence] = {}
    order = list(WireEvidence)
    for agency, evidence in _found(article):
        name = canonical(agency)
        if name not in found or order.index(evidence) < order.index(found[name]):
            found[name] = evidence
    return tuple(Wire(name, found[name]) for name in sorted(found, key=lambda name: (order.index(found[name]), name)))


def is_wire_copy(article: Article) -> bool:
    """Whether an agency's words are the article, not a part of it."""
    return any(wire.evidence is not WireEvidence.CONTRIBUTED for wire in wires_of(article))


def canonical(agency: str) -> str:
    """The name that the table of outlets has for an agency, else as it is."""
    outlet = find_outlet(agency)
    return outlet.name if outlet is not None else agency


def _found(article: Article) -> Iterator[tuple[str, WireEvidence]]:
    text = article.text
    for author in article.authors:
        if is_only_agencies(author):
            yield from ((agency, WireEvidence.BYLINE) for agency in agencies_in(author))
    if text is None:
        yield from ((agency, WireEvidence.METADATA) for agency in article.wire)
        return
    seen: set[str] = set()
    last = max((segment.start for segment in article.segments if segment.kind is SegmentKind.BODY), default=0)
    for segment in article.segments:
        words = text[segment.start : segment.end]
        signs = [agency for agency in _signs(words, segment.kind) if not _is_own(agency, article.publisher)]
        seen.update(map(canonical, signs))
        evidence = _EVIDENCE.get(segment.kind)
        if evidence is not None and not _signs_a_picture(words, segment, last):
            yield from ((agency, _weakened(words, evidence)) for agency in signs)
    yield from _by_style(text)
    for agency in article.wire:
        if canonical(agency) not in seen and not _is_own(agency, article.publisher):
            yield agency, WireEvidence.METADATA


_EVIDENCE: Mapping[SegmentKind, WireEvidence] = {
    SegmentKind.DATELINE: WireEvidence.DATELINE,
    SegmentKind.CREDIT: WireEvidence.CREDIT,
    SegmentKind.BYLINE: WireEvidence.BYLINE,
}
_BRACKETS = re.compile(r"\([^()]{2,40}\)(?=[^()]{0,6}$)")
_SIGNED = frozenset({SegmentKind.CAPTION, *_EVIDENCE})


def _signs(words: str, kind: SegmentKind) -> tuple[str, ...]:
    """The agencies that sign; one that no list knows only in brackets, for a dateline's capitals are its place's."""
    if kind not in _SIGNED:
        return ()
    last = None if kind is SegmentKind.BYLINE else _BRACKETS.search(words)
    return (*agencies_in(words), *(signed_by(last[0]) if last else ()))


def _is_own(agency: str, publisher: str | None) -> bool:
    """Whether an agency's sign is the paper's own: "(WAVE)" on wave3.example, Yonhap's on Yonhap's site."""
    if publisher is None:
        return False
    return canonical(agency) == canonical(publisher) or agency.casefold() in publisher.casefold()


def _signs_a_picture(words: str, segment: Segment, last: int) -> bool:
    """A line in capitals of nothing but an agency, with the article still to come, is what is left of a picture."""
    alone = segment.kind is SegmentKind.CREDIT and is_only_agencies(words.strip("()[]. —–-"))
    return alone and segment.start < last and words.isupper()


def _weakened(words: str, evidence: WireEvidence) -> WireEvidence:
    return WireEvidence.CONTRIBUTED if _patterns()["contributed"].search(words) else evidence


def _by_style(text: str) -> Iterator[tuple[str, WireEvidence]]:
    for agency, pattern in _styles().items():
        if pattern.search(text):
            yield agency, WireEvidence.STYLE


@functools.cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in load_lexicon("wires")["patterns"].items()}


@functools.cache
def _styles() -> Mapping[str, re.Pattern[str]]:
    return {name: re.compile(pattern, re.MULTILINE) for name, pattern in load_lexicon("wires")["styles"].items()}

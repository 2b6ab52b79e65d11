"""What the rooms found in one article, laid over its words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimkit.extraction.parsing import token_span
from claimkit.records import Attribution, Hedge, Mention, Quantity, Span, TimeExpression

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Doc

# «The city itself grew», «he presented himself»: to fill these in would say the name twice.
_REFLEXIVE = ("self", "selves")


@dataclass(frozen=True, slots=True)
class Findings:
    """What the other rooms found in one article; ``quoted`` are the quotations with their marks."""

    links: tuple[Attribution, ...]
    hedges: tuple[Hedge, ...]
    quantities: tuple[Quantity, ...]
    times: tuple[TimeExpression, ...]
    mentions: tuple[Mention, ...]
    quoted: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Layers:
    """The findings by word: which link's cue a word is, whose content it stands in, whether it is quoted."""

    cues: Mapping[int, Attribution]  # without those that frame no claim
    content: Mapping[int, Attribution]
    quoted: Collection[int]
    timed: Collection[int]
    links: Mapping[str, Attribution]
    names: Mapping[int, str]


def layers_of(doc: Doc, findings: Findings) -> Layers:
    """The findings indexed by the words they cover."""
    content: dict[int, Attribution] = {}
    depths = _depths(findings.links)
    # Longest first, and the outer of two alike, so that the innermost link of a word is the last one written.
    for link in sorted(findings.links, key=lambda link: (-_length(link), depths[link.attribution_id])):
        content.update(dict.fromkeys(words_under(doc, link.content), link))
    cues = {i: link for link in findings.links if link.cue is not None for i in words_under(doc, [link.cue])}
    # The pronoun alone: «their plan» is a mention too, and starts where "their" does.
    personal = (token for token in doc if token.tag_ in {"PRP", "PRP$"})
    pronouns = {token_span(token, token) for token in personal if not token.lower_.endswith(_REFLEXIVE)}
    names = {span.start: mention.name for mention in findings.mentions for span in mention.spans if span in pronouns}
    return Layers(
        cues=cues,
        content=content,
        quoted=words_under(doc, findings.quoted),
        timed=words_under(doc, (time.span for time in findings.times)),
        links={link.attribution_id: link for link in findings.links},
        names=names,
    )


def _length(link: Attribution) -> int:
    return sum(span.end - span.start for span in link.content)


def _depths(links: Iterable[Attribution]) -> dict[str, int]:
    parents = {link.attribution_id: link.parent for link in links}
    depths = {}
    for name in parents:
        depth, above = 0, parents[name]
        while above is not None and depth < len(parents):
            depth, above = depth + 1, parents.get(above)
        depths[name] = depth
    return depths


def words_under(doc: Doc, spans: Iterable[Span]) -> frozenset[int]:
    """Indices of the words that the spans touch."""
    words: set[int] = set()
    for start, end in spans:
        found = doc.char_span(start, end, alignment_mode="expand")
        if found is not None:
            words.update(range(found.start, found.end))
    return frozenset(words)

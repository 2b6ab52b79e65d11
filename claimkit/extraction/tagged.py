"""The learned tagger's links joined with the rules': what the tagger is given, and which links remain.

The rules propose links at every level; the tagger reads their outermost level as a hint beside the words and decides
it. A content is then read again as a text of its own, so that what is said inside it is found at any depth. Where both
have a link at the same cue, spans are the tagger's and grammar (head, negation, medium) is the rules'.
"""

from __future__ import annotations

import dataclasses
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from claimkit.extraction import cues, sources
from claimkit.extraction.chains import Draft, parents
from claimkit.extraction.frames import Frame, Material, edges
from claimkit.extraction.parsing import token_span
from claimkit.records import Span
from claimkit.resources import load_lexicon
from claimkit.tagging.labels import ROLES
from claimkit.tagging.model import Reading, TaggedLink, Tagger
from claimkit.tagging.windows import Context, Word

if TYPE_CHECKING:
    from spacy.tokens import Token

RULE = "tagger"
# Contents in contents in contents: news that reaches us through more hands than this is not found in news.
DEEPEST = 4


def context_of(material: Material, drafts: Sequence[Draft], paragraphs: Sequence[Span]) -> Context:
    """What the tagger reads: ``paragraphs`` of the text; ``drafts`` are the rules' links that lie in them."""
    depths = _depths(parents(drafts))
    levels = [[draft for draft, depth in zip(drafts, depths, strict=True) if depth == level] for level in (0, 1)]
    return Context(
        text=material.parse.text,
        paragraphs=paragraphs,
        words=[
            Word(token.idx, token.idx + len(token.text), token.tag_, token.dep_)
            for token in material.parse.doc
            if not token.is_space
        ],
        quotations=[(quotation.span, quotation.inner) for quotation in material.quotations],
        outer=_by_role(levels[0]),
        inner=_by_role(levels[1]),
    )


def joined(material: Material, rules: Sequence[Draft], hints: Sequence[Draft], tagger: Tagger) -> list[Draft]:
    """The links of both; ``hints`` are ``rules`` with the floating quotations, as the tagger was trained on them."""
    context = context_of(material, hints, material.parse.paragraphs)
    reading = tagger.read(context)
    found = _drafts(reading.links, rules, material)
    level = found
    for _ in range(DEEPEST - 1):
        contents = _indexed(_worth_reading(level, rules, material))
        if not contents.spans:
            break
        inside = [draft for draft in hints if contents.holder(draft.start) is not None]
        nested = dataclasses.replace(context_of(material, inside, contents.spans), words=context.words)
        links = [link for one in tagger.read(nested).links if (link := _within(one, contents)) is not None]
        level = _drafts(links, rules, material)
        found = [*found, *level]
    return [*found, *_left_over(rules, found, reading)]


def _depths(above: Sequence[int | None]) -> list[int]:
    depths = []
    for start in above:
        depth, at = 0, start
        while at is not None and depth <= len(above):
            depth, at = depth + 1, above[at]
        depths.append(depth)
    return depths


def _by_role(drafts: Iterable[Draft]) -> Mapping[str, Sequence[Span]]:
    spans: dict[str, list[Span]] = {role: [] for role in ROLES}
    for draft in drafts:
        spans["content"] += draft.content
        if draft.frame is not None:
            spans["cue"].append(draft.frame.cue)
        if draft.source is not None:
            spans["source"].append(draft.source)
    return spans


# --- contents read again ---


def _worth_reading(level: Sequence[Draft], rules: Sequence[Draft], material: Material) -> list[tuple[Span, ...]]:
    """The contents that may hold a link: the rules have one there, or a word of it can be a cue."""
    text, doc = material.parse.text, material.parse.doc
    starts = [token.idx for token in doc]
    own = {draft.frame.cue for draft in level if draft.frame is not None}
    ruled = sorted(draft.start for draft in rules if draft.frame is not None and draft.frame.cue not in own)
    chosen = []
    for draft in level:
        for start, end in draft.content:
            hinted = bisect_left(ruled, start) < bisect_left(ruled, end)
            words = (doc[index] for index in range(bisect_left(starts, start), bisect_left(starts, end)))
            if len(text[start:end].split()) > 3 and (hinted or any(map(_may_cue, words))):
                chosen.append(draft.content)
                break
    return chosen


def _may_cue(token: Token) -> bool:
    if token.pos_ not in ("VERB", "NOUN", "AUX"):
        return False
    return token.lower_ in ("according", "citing") or any(cues.lemma(token) in cues.table(name) for name in _TABLES)


_TABLES = ("clause", "quotation")


@dataclass(frozen=True, slots=True)
class _Contents:
    """Disjoint spans in order, each with the index of the content it is a part of."""

    spans: Sequence[Span]
    owners: Sequence[int]

    def holder(self, at: int) -> int | None:
        """The content that holds the character ``at``."""
        index = bisect_right(self.spans, (at, len(self.spans) and self.spans[-1].end)) - 1
        return self.owners[index] if index >= 0 and self.spans[index].end > at else None


def _indexed(contents: Sequence[tuple[Span, ...]]) -> _Contents:
    pairs = sorted((span, owner) for owner, spans in enumerate(contents) for span in spans)
    return _Contents([span for span, _ in pairs], [owner for _, owner in pairs])


def _within(link: TaggedLink, contents: _Contents) -> TaggedLink | None:
    """``link`` with what lies in the content that holds its cue; null where nothing of its content does."""
    holder = contents.holder(link.cue.start)
    if holder is None:
        return None
    content = tuple(span for span in link.content if contents.holder(span.start) == holder)
    source = link.source if link.source is not None and contents.holder(link.source.start) == holder else None
    return dataclasses.replace(link, content=content, source=source) if content else None


# --- one link out of two ---


def _drafts(links: Sequence[TaggedLink], rules: Sequence[Draft], material: Material) -> list[Draft]:
    by_cue = {draft.frame.cue: draft for draft in rules if draft.frame is not None}
    ordered = sorted(by_cue)
    drafts = []
    for link in links:
        at = max(0, bisect_left(ordered, link.cue) - 1)
        same = next((by_cue[cue] for cue in ordered[at : at + 3] if _overlap(cue, link.cue)), None)
        draft = _draft(link, same, material)
        if draft is not None:
            drafts.append(draft)
    return drafts


def _draft(link: TaggedLink, rule: Draft | None, material: Material) -> Draft | None:
    head = _root(link.cue, material)
    if head is None:
        return None
    frame = rule.frame if rule is not None else None
    source = link.source
    if frame is not None and frame.medium is not None and rule is not None and _covers(source, rule.source):
        source = rule.source  # «according to a projection by X»: the rules know X from the medium
    speaker = None
    if source is not None:
        known = frame.source_head if frame is not None else None
        inside = known is not None and source.start <= known.idx < source.end
        speaker = known if inside else _root(source, material)
    if frame is None:
        frame = _frame(head, speaker, link)
    else:
        frame = dataclasses.replace(frame, cue=link.cue, source_head=speaker)
    return Draft(frame, link.content, source=source, confidence=link.confidence)


def _frame(head: Token, speaker: Token | None, link: TaggedLink) -> Frame:
    name = cues.lemma(head)
    kinds = (cues.table(table).get(name) for table in _TABLES)
    region = token_span(*edges(head, speaker))
    return Frame(
        rule=RULE,
        kind=next((kind for kind in kinds if kind), "say"),
        head=head,
        cue=link.cue,
        source=None,
        source_head=speaker,
        content=link.content,
        region=Span(min(region.start, link.cue.start), max(region.end, link.cue.end)),
        medium=sources.vessel_of(head),
        negated=cues.negated(head),
    )


def _root(span: Span, material: Material) -> Token | None:
    words = material.parse.doc.char_span(span.start, span.end, alignment_mode="expand")
    return words.root if words is not None and len(words) else None


def _covers(span: Span | None, other: Span | None) -> bool:
    return span is not None and other is not None and span.start <= other.start and other.end <= span.end


def _overlap(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def _left_over(rules: Sequence[Draft], found: Sequence[Draft], reading: Reading) -> list[Draft]:
    """The rules' links that the tagger has not: those inside a content, and those it holds possible outside."""
    settings = load_lexicon("cues")["beside_tagger"]
    spans = sorted(span for draft in found for span in draft.content)
    starts = [span.start for span in spans]
    reach = list(accumulate((span.end for span in spans), max))
    taken = sorted(draft.frame.cue for draft in found if draft.frame is not None)
    kept = []
    for draft in rules:
        if draft.frame is None:
            continue
        cue = draft.frame.cue
        at = max(0, bisect_left(taken, cue) - 1)
        if any(_overlap(cue, other) for other in taken[at : at + 3]):
            continue
        before = bisect_right(starts, cue.start)
        inner = before > 0 and reach[before - 1] > cue.start
        share = float(reading.cue_share[cue.start : cue.end].mean())
        if inner or draft.frame.rule in settings["rules"] or share >= settings["least_share"]:
            kept.append(draft)
    return kept

"""The learned tagger's links joined with the rules': what the tagger is given, and which links remain.

The rules propose links at every level; the tagger reads them as hints beside the words and decides the outermost one,
which is all its corpus marks. Where both have a link at the same cue, spans are the tagger's and grammar (head,
negation, medium) is the rules'. What is said inside a content is the rules' alone: a content read again by the tagger,
as a text of its own, was tried on the chain gold and lost more in precision than it found (level-2 F1 .846 for .859).
"""

from __future__ import annotations

import dataclasses
import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from claimkit.extraction import cues, sources
from claimkit.extraction.chains import Draft, parents
from claimkit.extraction.frames import Frame, Material, edges
from claimkit.extraction.parsing import token_span
from claimkit.records import Span
from claimkit.resources import load_lexicon
from claimkit.tagging.labels import ROLES
from claimkit.tagging.model import TaggedLink, Tagger
from claimkit.tagging.windows import Context, Word

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Token

RULE = "tagger"
# Below this confidence the rules' spans are taken, where they have a link at the cue.
UNSURE = 0.25


def context_of(material: Material, drafts: Sequence[Draft]) -> Context:
    """What the tagger reads of a text; ``drafts`` are the rules' links in it."""
    depths = _depths(parents(drafts))
    levels = [[draft for draft, depth in zip(drafts, depths, strict=True) if depth == level] for level in (0, 1)]
    return Context(
        text=material.parse.text,
        paragraphs=material.parse.paragraphs,
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
    found = _drafts(tagger.read(context_of(material, hints)), rules, material)
    return _with_content_above([*found, *_left_over(rules, found)])


def _with_content_above(drafts: list[Draft]) -> list[Draft]:
    """«X said, citing Y, that A»: what Y says is what X says, as it was decided for X."""
    by_head = {draft.frame.head.i: draft for draft in drafts if draft.frame is not None}
    joined = []
    for draft in drafts:
        over = by_head.get(draft.frame.under.i) if draft.frame is not None and draft.frame.under is not None else None
        joined.append(dataclasses.replace(draft, content=over.content) if over is not None else draft)
    return joined


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


# --- one link out of two ---

_OBJECTS = frozenset({"dobj", "pobj", "nsubjpass", "nsubj"})
_TABLES = ("clause", "quotation")
_ALL_TABLES = (*_TABLES, "infinitive", "directive", "noun", "predicative", "predicative_as", "adjective", "phrase")


def _drafts(links: Sequence[TaggedLink], rules: Sequence[Draft], material: Material) -> list[Draft]:
    by_cue = {draft.frame.cue: draft for draft in rules if draft.frame is not None}
    holders = {rules[index].start for index in parents(rules) if index is not None}
    ordered = sorted(by_cue)
    # «A relative quoted by X said that A»: the tagger would have X say it.
    passed_on = _Cover.of(
        span for draft in rules if draft.frame is not None and _passes_on(draft.frame) for span in draft.content
    )
    drafts = []
    for link in links:
        at = max(0, bisect_left(ordered, link.cue) - 1)
        same = next((by_cue[cue] for cue in ordered[at : at + 3] if _overlap(cue, link.cue)), None)
        within = passed_on.holds(link.cue.start)
        if same is not None and (within or _better_ruled(same, link, holds=same.start in holders)):
            draft: Draft | None = dataclasses.replace(same, confidence=link.confidence)
        else:
            draft = _draft(link, same, material)
        if draft is not None:
            drafts.append(draft)
    return drafts


@dataclasses.dataclass(frozen=True, slots=True)
class _Cover:
    """The places that any of some spans covers; ``reach`` is how far the spans up to each start go at most."""

    starts: tuple[int, ...]
    reach: tuple[int, ...]

    @staticmethod
    def of(spans: Iterable[Span]) -> _Cover:
        ordered = sorted(spans)
        return _Cover(
            tuple(span.start for span in ordered), tuple(itertools.accumulate((span.end for span in ordered), max))
        )

    def holds(self, place: int) -> bool:
        index = bisect_right(self.starts, place)
        return index > 0 and place < self.reach[index - 1]


def _passes_on(frame: Frame) -> bool:
    return frame.rule in ("carried-by", "quoted")


def _draft(link: TaggedLink, rule: Draft | None, material: Material) -> Draft | None:
    head = _root(link.cue, material)
    if head is None:
        return None
    frame = rule.frame if rule is not None else None
    source = sources.cut_times(link.source, material.times, material.parse.text) if link.source is not None else None
    if rule is not None and frame is not None and frame.medium is not None:
        source = rule.source  # «according to a projection by X»: the rules know X from the medium
    speaker = None
    if source is not None:
        known = frame.source_head if frame is not None else None
        inside = known is not None and source.start <= known.idx < source.end
        speaker = known if inside else _root(source, material)
    if frame is None:
        frame = _frame(head, speaker, link, material)
    else:
        frame = dataclasses.replace(frame, cue=link.cue, source_head=speaker)
    return Draft(frame, link.content, source=source, confidence=link.confidence)


def _frame(head: Token, speaker: Token | None, link: TaggedLink, material: Material) -> Frame:
    name = cues.lemma(head)
    kind = next((found for table in _TABLES if (found := cues.table(table).get(name))), None)
    # «The bank raised its rate on Thursday»: beside a word that is no known cue stands no time of saying.
    region = token_span(*edges(head, speaker)) if kind is not None else link.cue
    return Frame(
        rule=RULE,
        kind=kind or "say",
        head=head,
        cue=link.cue,
        source=None,
        source_head=speaker,
        content=link.content,
        region=Span(min(region.start, link.cue.start), max(region.end, link.cue.end)),
        medium=sources.vessel_of(head),
        negated=cues.negated(head),
        holds=_is_known(head) or not all(_is_thing(span, material) for span in link.content),
    )


def _is_known(head: Token) -> bool:
    return any(cues.lemma(head) in cues.table(name) for name in _ALL_TABLES)


def _is_thing(span: Span, material: Material) -> bool:
    """«are looking for a woman who claimed to be a nurse»: the police do not say that she claimed it."""
    root = _root(span, material)
    return root is not None and root.pos_ in ("NOUN", "PROPN", "PRON") and root.dep_ in _OBJECTS


def _root(span: Span, material: Material) -> Token | None:
    words = material.parse.doc.char_span(span.start, span.end, alignment_mode="expand")
    return words.root if words is not None and len(words) else None


def _better_ruled(rule: Draft, link: TaggedLink, *, holds: bool) -> bool:
    """Whether the rules' spans are to be taken: of what the corpus does not mark, and where the tagger is unsure.

    ``holds`` says that the rule's content holds another link: of «A, X said, according to Y» the corpus gives Y only
    what stands beside it.
    """
    name = rule.frame.rule if rule.frame is not None else ""
    known = name in load_lexicon("cues")["beside_tagger"]["rules"] or (holds and name == "according-to")
    return known or link.confidence < UNSURE


def _overlap(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def _left_over(rules: Sequence[Draft], found: Sequence[Draft]) -> list[Draft]:
    """The rules' links at whose cue the tagger has none: all inner ones, and a few on which they differ."""
    taken = sorted(draft.frame.cue for draft in found if draft.frame is not None)
    kept = []
    for draft in rules:
        if draft.frame is not None:
            at = max(0, bisect_left(taken, Span(draft.start, 0)) - 1)
            if not any(_overlap(draft.frame.cue, other) for other in taken[at : at + 3]):
                kept.append(draft)
    return kept

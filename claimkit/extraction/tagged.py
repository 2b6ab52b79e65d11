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
from typing import TYPE_CHECKING

from claimkit.extraction import cues, sources
from claimkit.extraction.chains import Draft, parents
from claimkit.extraction.frames import Frame, Material, edges, quotation_over, quotations_in
from claimkit.extraction.parsing import token_span
from claimkit.records import Span
from claimkit.resources import load_lexicon
from claimkit.tagging.labels import ROLES
from claimkit.tagging.model import TaggedLink, Tagger
from claimkit.tagging.windows import Context, Word

if TYPE_CHECKING:
    from spacy.tokens import Span as Words
    from spacy.tokens import Token

RULE = "tagger"
# Contents in contents in contents: news that reaches us through more hands than this is not found in news.
DEEPEST = 4
UNSURE = 0.25


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
    found = _drafts(tagger.read(context), rules, material, inner=False)
    level = found
    for _ in range(DEEPEST - 1):
        contents = _indexed(_worth_reading(level, rules, material))
        if not contents.spans:
            break
        inside = [draft for draft in hints if contents.holder(draft.start) is not None]
        opened = [_without_that(span, material.parse.text) for span in contents.spans]
        nested = dataclasses.replace(context_of(material, inside, opened), words=context.words)
        links = [link for one in tagger.read(nested) if (link := _within(one, contents)) is not None]
        level = _unseen(_drafts(links, rules, material, inner=True), found)
        found = [*found, *level]
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


def _without_that(span: Span, text: str) -> Span:
    """«that the mayor had told him»: at the head of a paragraph the tagger takes "that" for who told."""
    return Span(span.start + 5, span.end) if text[span.start : span.start + 5].lower() == "that " else span


def _may_cue(token: Token) -> bool:
    if token.pos_ not in ("VERB", "NOUN", "AUX"):
        return False
    return token.lower_ in ("according", "citing") or any(cues.lemma(token) in cues.table(name) for name in _TABLES)


_OBJECTS = frozenset({"dobj", "pobj", "nsubjpass", "nsubj"})
_TABLES = ("clause", "quotation")
_ALL_TABLES = (*_TABLES, "infinitive", "directive", "noun", "predicative", "predicative_as", "adjective", "phrase")


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


def _drafts(links: Sequence[TaggedLink], rules: Sequence[Draft], material: Material, *, inner: bool) -> list[Draft]:
    by_cue = {draft.frame.cue: draft for draft in rules if draft.frame is not None}
    holders = {rules[index].start for index in parents(rules) if index is not None}
    ordered = sorted(by_cue)
    # «A relative quoted by X said that A»: the tagger would have X say it.
    passed_on = [
        span for draft in rules if draft.frame is not None and _passes_on(draft.frame) for span in draft.content
    ]
    drafts = []
    for link in links:
        at = max(0, bisect_left(ordered, link.cue) - 1)
        same = next((by_cue[cue] for cue in ordered[at : at + 3] if _overlap(cue, link.cue)), None)
        within = inner or any(start <= link.cue.start < end for start, end in passed_on)
        if same is not None and (within or _better_ruled(same, link, holds=same.start in holders)):
            draft: Draft | None = dataclasses.replace(same, confidence=link.confidence)
        else:
            draft = _draft(link, same, material)
        if draft is not None and not (inner and same is None and _is_doubtful(draft, material)):
            drafts.append(draft)
    return drafts


def _passes_on(frame: Frame) -> bool:
    return frame.rule in ("carried-by", "quoted")


def _is_doubtful(draft: Draft, material: Material) -> bool:
    """An inner link only the tagger has, whose content is no proposition: «had offered nothing new»."""
    settings = load_lexicon("cues")["beside_tagger"]
    text = material.parse.text
    if draft.source is not None and text[draft.source.start : draft.source.end].lower() in settings["no_source"]:
        return True
    if draft.confidence is not None and draft.confidence < settings["least_inside"]:
        return True
    if draft.frame is not None and not _is_known(draft.frame.head):
        return True
    return not any(_is_proposition(span, draft, material) for span in draft.content)


def _is_proposition(span: Span, draft: Draft, material: Material) -> bool:
    """Whether a verb of its own stands in ``span``, or a quotation fills it."""
    words = material.parse.doc.char_span(span.start, span.end, alignment_mode="expand")
    if words is None or not len(words):
        return False
    head = draft.frame.head if draft.frame is not None else None
    if head is not None and head.pos_ == "NOUN":
        # «the envoy's hope for talks will only lead to "trouble"»: what is said stands below the noun.
        words = material.parse.doc[max(words.start, head.left_edge.i) : min(words.end, head.right_edge.i + 1)]
    own = quotation_over(material, draft.start)
    quoted = len(words) > 0 and any(other is not own for other in quotations_in(material, _span_of(words)))
    return quoted or any(token.pos_ in ("VERB", "AUX") and token.dep_ != "amod" for token in words)


def _span_of(words: Words) -> Span:
    return Span(words.start_char, words.end_char)


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

    Inside a content they always are: it is no text such as the tagger learned from, grammar is the surer guide there.
    """
    name = rule.frame.rule if rule.frame is not None else ""
    known = name in load_lexicon("cues")["beside_tagger"]["rules"] or (holds and name == "according-to")
    return known or link.confidence < UNSURE


def _overlap(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def _left_over(rules: Sequence[Draft], found: Sequence[Draft]) -> list[Draft]:
    """The rules' links at whose cue the tagger has none: few, and as often right as wrong on held-out articles."""
    return _unseen((draft for draft in rules if draft.frame is not None), found)


def _unseen(drafts: Iterable[Draft], found: Sequence[Draft]) -> list[Draft]:
    """Those of ``drafts`` whose cue is no part of a cue in ``found``."""
    taken = sorted(draft.frame.cue for draft in found if draft.frame is not None)
    kept = []
    for draft in drafts:
        at = max(0, bisect_left(taken, Span(draft.start, 0)) - 1)
        cue = draft.frame.cue if draft.frame is not None else draft.content[0]
        if not any(_overlap(cue, other) for other in taken[at : at + 3]):
            kept.append(draft)
    return kept

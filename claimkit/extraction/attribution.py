"""Attribution: who says what, with which cue, at which remove.

The rules find links by the lexicon ``cues.toml``, the dependency parse and the paired quotations; the learned tagger
decides over them (``tagged.py``), unless rules alone are asked for. A link's content is the reported clause with its
"that" or "to" and its quotation marks, in several spans where the frame stands inside it. Links whose cue lies in the
content of another are its children: a chain of any depth.
Conventions of spans: PolNeAR (Newell, Margolin and Ruths 2018); what is a link: ``docs/guidelines.md``.
"""

from __future__ import annotations

import functools
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import claimkit
from claimkit.extraction import chains, cues, sources, tagged
from claimkit.extraction.chains import Draft
from claimkit.extraction.contents import AFTER, content_of
from claimkit.extraction.entities import entity_at, find_mentions
from claimkit.extraction.frames import Frame, Material, material_of
from claimkit.extraction.parsing import Parse, parse, token_span
from claimkit.extraction.quotes import Quotation, pair_quotes, style_of
from claimkit.extraction.reporting import find_frames
from claimkit.extraction.source_types import source_type, type_without_source
from claimkit.extraction.times import times_in
from claimkit.records import (
    Attribution,
    Mention,
    Origin,
    Provenance,
    SourceType,
    Span,
    TimeExpression,
    Word,
    make_id,
)
from claimkit.resources import load_lexicon
from claimkit.tagging.model import Tagger, load_tagger
from claimkit.tagging.windows import Context

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Token


def find_attributions(text: str, *, rules_only: bool = False) -> list[Attribution]:
    """The links of any text, in order of their cues; spans are code points into ``text``, ``article_id`` is empty.

    A link nested in another names it as ``parent``. ``rules_only`` leaves the learned tagger out; ``provenance.model``
    of each link names the tagger, or "rules". Raises :class:`~claimkit.errors.MissingModelError` where the tagger asked
    for is not there; never for any string below the parser's limit.
    """
    parsed = parse(text)
    quotations = pair_quotes(text, parsed.paragraphs)
    mentions = find_mentions(parsed, "", quotations)
    times = times_in(parsed, None)
    tagger = None if rules_only else load_tagger()
    return list(links_in(parsed, article_id="", quotations=quotations, mentions=mentions, times=times, tagger=tagger))


def context_for_tagger(text: str) -> Context:
    """What the tagger reads of a text at the outermost level, to train it or to measure it alone."""
    parsed = parse(text)
    times = tuple(time.span for time in times_in(parsed, None))
    material = material_of(parsed, pair_quotes(text, parsed.paragraphs), times)
    return tagged.context_of(material, chains.with_floating(drafts_by_rule(material), material))


def links_in(
    parse: Parse,
    *,
    article_id: str,
    quotations: Sequence[Quotation],
    mentions: Sequence[Mention],
    times: Sequence[TimeExpression],
    tagger: Tagger | None = None,
) -> tuple[Attribution, ...]:
    """The links of a parsed article, in order of their cues, with ``parent`` set; by rules alone without a ``tagger``.

    ``quotations``, ``mentions`` and ``times`` may be empty: then styles, entities and times of saying are missing.
    """
    material = material_of(parse, tuple(quotations), tuple(time.span for time in times))
    rules = drafts_by_rule(material)
    drafts = chains.with_floating(rules, material)
    if tagger is not None:
        drafts = chains.with_floating(tagged.joined(material, rules, drafts, tagger), material)
    above = chains.parents(drafts)
    names = _identifiers(article_id, drafts)
    links = []
    for index, draft in enumerate(drafts):
        parent = above[index]
        speaker = drafts[draft.after] if draft.after is not None else draft
        links.append(
            _link(
                draft,
                _spoken(speaker, material, mentions),
                material,
                times,
                article_id=article_id,
                attribution_id=names[index],
                parent=names[parent] if parent is not None else None,
                model=tagger.name if tagger is not None and draft.confidence is not None else "rules",
            )
        )
    return tuple(sorted(links, key=_place))


def drafts_by_rule(material: Material) -> list[Draft]:
    """The links the rules find, without quotations that no frame introduces."""
    frames = list(find_frames(material))
    regions = [frame.region for frame in frames if frame.rule in AFTER]
    ends = [region.end for region in regions]
    drafts = []
    for frame in frames:
        content = content_of(frame, material, _closing_regions(frame, regions, ends, material.parse.text))
        if content:
            drafts.append(Draft(frame, content, source=_source_of(frame, material)))
    return drafts


def _source_of(frame: Frame, material: Material) -> Span | None:
    if frame.source is None or frame.source_head is None:
        return None
    return sources.cut_times(token_span(*frame.source), material.times, material.parse.text)


def _closing_regions(frame: Frame, regions: Sequence[Span], ends: Sequence[int], text: str) -> list[Span]:
    """What closing frames take away from the content of ``frame``.

    Their own words, and for another closing frame all beyond them: in «A, X said, and B, Y said» each has its part.
    """
    low = min(span.start for span in frame.content)
    high = max(span.end for span in frame.content)
    at = bisect_right(ends, frame.region.start)
    before = regions[at - 1] if at else None
    after = next((region for region in regions[at : at + 2] if region.start >= frame.region.end), None)
    if frame.rule in AFTER:
        beyond = []
        # «A, X said, according to Y»: Y vouches for X's saying it as well.
        nests = frame.rule == "according-to" and before is not None and not _words_between(before, frame.region, text)
        if before is not None and before.end > low and not nests:
            beyond.append(Span(min(low, before.start), before.end))
        if after is not None and after.start < high:
            beyond.append(Span(after.start, max(high, after.end)))
        return beyond
    first, last = bisect_left(ends, low), bisect_left(ends, high)
    return [region for region in regions[first : last + 1] if region != frame.region]


def _words_between(before: Span, after: Span, text: str) -> bool:
    return any(character.isalnum() for character in text[before.end : after.start])


def _identifiers(article_id: str, drafts: Sequence[Draft]) -> list[str]:
    """Ids from positions; two links that share a place ("neither ... nor") take the next content border as well."""
    names: list[str] = []
    taken: set[str] = set()
    for draft in drafts:
        span = draft.frame.cue if draft.frame is not None else draft.content[0]
        name = make_id(article_id, "attribution", span.start, span.end)
        if name in taken:
            name = make_id(article_id, "attribution", span.start, span.end, draft.content[0].start, len(names))
        taken.add(name)
        names.append(name)
    return names


def _place(link: Attribution) -> tuple[int, int, str]:
    span = link.cue or link.source or link.content[0]
    return (span.start, span.end, link.attribution_id)


# --- records ---


class _Spoken(NamedTuple):
    """What is known of the speaker of a link."""

    source: Span | None
    head: str | None
    entity_id: str | None
    type: SourceType


def _link(
    draft: Draft,
    spoken: _Spoken,
    material: Material,
    times: Sequence[TimeExpression],
    *,
    article_id: str,
    attribution_id: str,
    parent: str | None,
    model: str,
) -> Attribution:
    frame = draft.frame
    rule = frame.rule if frame is not None else "floating-quotation"
    medium = frame.medium if frame is not None else None
    return Attribution(
        attribution_id=attribution_id,
        article_id=article_id,
        parent=parent,
        source=spoken.source if frame is not None else None,
        source_head=spoken.head if frame is not None else None,
        entity_id=spoken.entity_id,
        source_type=spoken.type,
        cue=frame.cue if frame is not None else None,
        cue_lemma=_cue_lemma(frame) if frame is not None else None,
        content=draft.content,
        style=style_of(material.parse.text, draft.content, material.quotations),
        medium=_word(medium) if medium is not None else None,
        time=_time_of(frame, spoken.source, draft.content, times) if frame is not None else None,
        negated=frame.negated if frame is not None else False,
        confidence=round(_confidence(draft, rule), 3),
        provenance=_provenance(rule, model),
    )


def _word(token: Token) -> Word:
    return Word(start=token.idx, end=token.idx + len(token.text), lemma=cues.lemma(token))


def _cue_lemma(frame: Frame) -> str:
    return "according to" if frame.head.lower_ == "according" else cues.lemma(frame.head)


def _confidence(draft: Draft, rule: str) -> float:
    """The tagger's, else how often links of the rule were right on every third article of PolNeAR train."""
    by_rule: Mapping[str, float] = load_lexicon("cues")["confidence"]
    return draft.confidence if draft.confidence is not None else by_rule.get(rule, by_rule["default"])


@functools.cache
def _provenance(rule: str, model: str) -> Provenance:
    return Provenance(origin=Origin.MACHINE, tool="claimkit", version=claimkit.__version__, model=model, rule=rule)


def _time_of(
    frame: Frame, source: Span | None, content: Sequence[Span], times: Sequence[TimeExpression]
) -> TimeExpression | None:
    """The first time inside the frame that is neither in the content nor in the source."""
    at = bisect_left(times, frame.region.start, key=lambda time: time.span.start)
    for time in times[at:]:
        if time.span.start >= frame.region.end:
            return None
        if not any(_overlap(time.span, span) for span in (*content, *([source] if source else []))):
            return time
    return None


def _overlap(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def _spoken(draft: Draft, material: Material, mentions: Sequence[Mention]) -> _Spoken:
    frame = draft.frame
    if frame is None:
        return _Spoken(None, None, None, SourceType.UNKNOWN)
    if draft.source is None or frame.source_head is None:
        kind = SourceType.HEARSAY if frame.rule == "hearsay" else type_without_source(frame.head)
        return _Spoken(None, None, None, kind)
    span, head = draft.source, frame.source_head
    # The head first: «the leader's sister Kim» begins with another's name.
    mention = entity_at(mentions, token_span(head, head)) or entity_at(mentions, span)
    kind = source_type(material.parse.text[span.start : span.end], head, mention)
    written = material.parse.text[head.idx : head.idx + len(head.text)]
    return _Spoken(span, written, mention.entity_id if mention is not None else None, kind)

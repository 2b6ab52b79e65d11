"""Kinds of links that are hard in different ways, each told from the link and the text alone.

A slice is read off gold and predicted links alike: the gold's give recall, the predicted ones precision.

direct           every word of the content stands in quotation marks
indirect         none does
mixed            some do
pronoun_source   the source is a pronoun alone ("she", "they", "who")
no_source        nobody is named: "it was said", a quotation without a frame
discontinuous    the content has a gap
cross_sentence   the content runs over the end of a sentence
say_verb         the cue is a verb of saying; links without are stances, findings, nouns, "according to"
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from claimkit.evaluation.analysis import Analysis, head_token, sentence_of, tokens_of
from claimkit.evaluation.matching import hull
from claimkit.evaluation.relations import GoldAttribution
from claimkit.extraction import cues
from claimkit.extraction.parsing import trim
from claimkit.extraction.quotes import style_of
from claimkit.records import Span

SLICES = (
    "direct",
    "indirect",
    "mixed",
    "pronoun_source",
    "no_source",
    "discontinuous",
    "cross_sentence",
    "say_verb",
)


def slices_of(link: GoldAttribution, analysis: Analysis) -> tuple[str, ...]:
    """The slices ``link`` lies in, in the order of :data:`SLICES`; a link without content has no style."""
    inside: Mapping[str, bool] = {
        style_of(analysis.parse.text, link.content, analysis.quotations).value: bool(link.content),
        "pronoun_source": _pronoun(link.source, analysis),
        "no_source": not link.source,
        "discontinuous": len(link.content) > 1,
        "cross_sentence": _crosses(link.content, analysis),
        "say_verb": _says(link.cue, analysis),
    }
    return tuple(name for name in SLICES if inside.get(name))


def _pronoun(source: Sequence[Span], analysis: Analysis) -> bool:
    tokens = [token for span in source for token in tokens_of(analysis, span) or ()]
    words = [token for token in tokens if not (token.is_punct or token.is_space)]
    return bool(words) and all(token.pos_ == "PRON" for token in words)


def _crosses(content: Sequence[Span], analysis: Analysis) -> bool:
    whole = trim(analysis.parse.text, hull(content))
    return whole.end > whole.start and sentence_of(analysis, whole.start) != sentence_of(analysis, whole.end - 1)


def _says(cue: Sequence[Span], analysis: Analysis) -> bool:
    head = head_token(analysis, cue[0]) if cue else None
    return head is not None and head.pos_ in ("VERB", "AUX") and cues.table("clause").get(cues.lemma(head)) == "say"

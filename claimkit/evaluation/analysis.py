"""A gold text as the measures read it: syntactic heads, sentences and quotations, whoever annotated it.

Both sides are read by the same parse, so that a mistake of the parser falls on gold and prediction alike.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimkit.extraction.parsing import Parse, parse, trim
from claimkit.extraction.quotes import Quotation, pair_quotes
from claimkit.records import Span

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Token, Tokens


@dataclass(frozen=True, slots=True)
class Analysis:
    """A parsed text with its outer quotations and the places where its sentences start."""

    parse: Parse
    quotations: tuple[Quotation, ...]
    sentences: tuple[int, ...]


def analyse(text: str) -> Analysis:
    """Parse ``text`` and pair its quotation marks."""
    parsed = parse(text)
    quotations = pair_quotes(text, parsed.paragraphs)
    return Analysis(
        parse=parsed,
        quotations=tuple(each for each in quotations if each.depth == 0),
        sentences=tuple(sentence.start_char for sentence in parsed.doc.sents),
    )


def tokens_of(analysis: Analysis, span: Span) -> Tokens | None:
    """The tokens that ``span`` touches; ``None`` where it touches none."""
    return analysis.parse.doc.char_span(span.start, span.end, alignment_mode="expand")


def head_token(analysis: Analysis, span: Span) -> Token | None:
    """The syntactic head of the span: the token nearest to the root of the sentence, the first of several."""
    tokens = tokens_of(analysis, trim(analysis.parse.text, span))
    return tokens.root if tokens else None


def sentence_of(analysis: Analysis, at: int) -> int:
    """The number of the sentence that holds the character ``at``."""
    return bisect_right(analysis.sentences, at) - 1

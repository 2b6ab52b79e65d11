"""Where a sentence may start; the parser alone splits «"Is it over?" | she asked.» and «(AP) — | The Fed».

Paragraph borders are sentence borders; inside a paragraph a sentence starts only behind a full stop and its like.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claimkit.resources import load_lexicon

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

COMPONENT = "claimkit_borders"
# Longer than any sentence of prose; a page of 10,000 quotation marks would otherwise be one, and cost its square.
LONGEST_SENTENCE = 400
_CLOSING = frozenset("\"')]}»")
_TERMINAL = frozenset(".!?…")


def set_borders(nlp: Language) -> None:
    """Put a component that sets sentence borders before the parser of ``nlp``."""
    from spacy.language import Language

    if not Language.has_factory(COMPONENT):
        Language.component(COMPONENT, func=_set_borders)
    nlp.add_pipe(COMPONENT, before="parser")


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

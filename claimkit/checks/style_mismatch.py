"""A style that the quotation marks contradict."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import TYPE_CHECKING

from claimkit.checks.catalogue import Hit, Row, Settings, hit, row_check
from claimkit.checks.data import Data
from claimkit.checks.text import no_text
from claimkit.records import Span

if TYPE_CHECKING:
    from claimkit.extraction.quotes import Quotation


@row_check(
    id="style-mismatch",
    title="A style that the quotation marks contradict",
    severity="error",
    table="attributions",
    description="A link labelled direct has no word in quotation marks, or one labelled indirect has all of them.",
    mend="Label the style after the marks around the content: direct all, mixed some, indirect none.",
    template="the style is {style}, but the marks around the content say {found}",
    skip=no_text,
)
def style_mismatch(row: Row, data: Data, _settings: Settings) -> Iterator[Hit]:
    text, facts = data.text(row["article_id"]), data.articles.get(row["article_id"])
    if text is None or facts is None or not row["content"]:
        return
    from claimkit.extraction.quotes import style_of

    content = [Span(each["start"], each["end"]) for each in row["content"]]
    found = style_of(text, content, _quotations(text, facts.body))
    # Mixed is a matter of a word or two, and of marks that were never closed: only the two ends are told apart.
    if {found.value, row["style"]} == {"direct", "indirect"}:
        yield hit("$.style", style=row["style"], found=found.value)


@functools.lru_cache(maxsize=2)
def _quotations(text: str, body: tuple[tuple[int, int], ...]) -> tuple[Quotation, ...]:
    """The outer quotations of the body; the links of one article come one after another."""
    from claimkit.extraction.quotes import pair_quotes

    return tuple(each for each in pair_quotes(text, [Span(*each) for each in body]) if each.depth == 0)

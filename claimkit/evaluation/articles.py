"""Articles of a gold dataset, as the pipeline would have met them."""

from __future__ import annotations

import dataclasses

from claimkit.errors import OptionError
from claimkit.records import Article, Segment, SegmentKind


def as_read(article: Article) -> Article:
    """The gold's article as it was read: without what the layout must find for itself.

    Raises :class:`OptionError` for an article that comes without its text.
    """
    if article.text is None:
        raise OptionError(f"gold article {article.article_id} comes without its text: hydrate it first")
    in_text = any(segment.kind is SegmentKind.TITLE for segment in article.segments)
    return dataclasses.replace(
        article,
        title=None if in_text else article.title,
        wire=(),
        authors=(),
        segments=(Segment(kind=SegmentKind.BODY, start=0, end=len(article.text)),) if article.text else (),
    )

"""A gold article as the pipeline would have met it."""

import dataclasses

import pytest

from claimkit.errors import OptionError
from claimkit.evaluation.articles import as_read
from claimkit.records import Article, Segment, SegmentKind

ARTICLE = dataclasses.replace(
    Article.from_text("Ferry sinks\n\nThe ferry sank.", title="Ferry sinks", publisher="Corran Herald"),
    wire=("Reuters",),
    authors=("Anna Berg",),
    segments=(
        Segment(kind=SegmentKind.TITLE, start=0, end=11),
        Segment(kind=SegmentKind.BODY, start=13, end=28),
    ),
)


def test_what_the_layout_finds_is_taken_away():
    read = as_read(ARTICLE)
    assert (read.title, read.wire, read.authors) == (None, (), ())
    assert read.segments == (Segment(kind=SegmentKind.BODY, start=0, end=28),)
    assert (read.article_id, read.text, read.publisher) == (ARTICLE.article_id, ARTICLE.text, "Corran Herald")


def test_a_title_given_apart_stays():
    apart = dataclasses.replace(ARTICLE, segments=ARTICLE.segments[1:])
    assert as_read(apart).title == "Ferry sinks"


def test_without_text_there_is_nothing_to_read():
    with pytest.raises(OptionError, match="hydrate it first"):
        as_read(dataclasses.replace(ARTICLE, text=None))

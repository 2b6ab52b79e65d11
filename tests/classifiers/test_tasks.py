"""Labels of sentences follow from links and cues."""

from claimkit.classifiers.tasks import Link, Task, label_hedges, label_links
from claimkit.records import Span

TEXT = "Ann said it fell. Nobody died. It rose, Bo said."
SPANS = (Span(0, 17), Span(18, 30), Span(31, 48))
LINKS = (
    Link((Span(0, 3),), (), (Span(9, 16),), "indirect", "person"),
    Link((Span(40, 42),), (), (Span(31, 38),), "mixed", "document"),
)


def test_a_sentence_is_attributed_if_a_part_of_it_is() -> None:
    assert label_links(Task.ATTRIBUTION, TEXT, SPANS, LINKS) == ["attributed", "unattributed", "attributed"]


def test_style_and_type_are_those_of_the_link() -> None:
    assert label_links(Task.STYLE, TEXT, SPANS, LINKS) == ["indirect", "none", "mixed"]
    assert label_links(Task.SOURCE_TYPE, TEXT, SPANS, LINKS) == ["person", "none", "document"]


def test_the_longer_content_decides() -> None:
    both = (Link((), (), (Span(0, 3),), "direct"), Link((), (), (Span(4, 16),), "indirect"))
    assert label_links(Task.STYLE, TEXT, SPANS, both)[0] == "indirect"


def test_a_content_over_several_sentences_labels_each() -> None:
    long = (Link((), (), (Span(0, 48),), "direct"),)
    assert label_links(Task.STYLE, TEXT, SPANS, long) == ["direct"] * 3


def test_a_mark_alone_is_no_content() -> None:
    assert label_links(Task.ATTRIBUTION, TEXT, SPANS, (Link((), (), (Span(16, 17),), "direct"),))[0] == "unattributed"


def test_a_source_is_named_where_it_stands() -> None:
    assert label_links(Task.SOURCE, TEXT, SPANS, LINKS) == ["named", "absent", "named"]


def test_a_cue_hedges_its_sentence() -> None:
    assert label_hedges(SPANS, [Span(25, 29)]) == ["plain", "hedged", "plain"]

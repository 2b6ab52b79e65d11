"""Which hard cases a link belongs to."""

import pytest

from claimkit.evaluation.analysis import analyse
from claimkit.evaluation.relations import GoldAttribution
from claimkit.evaluation.slices import slices_of
from claimkit.records import Span

CASES = [
    ("“We warned them,” Berg said.", "Berg", "said", "“We warned them,”", "direct say_verb"),
    ("Berg said the ferry had sunk.", "Berg", "said", "the ferry had sunk", "indirect say_verb"),
    ("Berg said the ferry was “a coffin”.", "Berg", "said", "the ferry was “a coffin”", "mixed say_verb"),
    ("She said the ferry had sunk.", "She", "said", "the ferry had sunk", "indirect pronoun_source say_verb"),
    ("They themselves feared a storm.", "They themselves", "feared", "a storm", "indirect pronoun_source"),
    ("It was feared that the ferry had sunk.", None, "was feared", "that the ferry had sunk", "indirect no_source"),
    (
        "“We warned them,” Berg said, “for years.”",
        "Berg",
        "said",
        "“We warned them,” … “for years.”",
        "direct discontinuous say_verb",
    ),
    (
        "“We warned them. Nobody came,” Berg said.",
        "Berg",
        "said",
        "“We warned them. Nobody came,”",
        "direct cross_sentence say_verb",
    ),
    ("According to Berg, the ferry sank.", "Berg", "According to", "the ferry sank", "indirect"),
    ("Berg will not have said that it sank.", "Berg", "will not have said", "that it sank", "indirect say_verb"),
]


@pytest.mark.parametrize(("text", "source", "cue", "content", "expected"), CASES, ids=[case[0] for case in CASES])
def test_slices(link, text, source, cue, content, expected):
    assert slices_of(link(text, source, cue, content), analyse(text)) == tuple(expected.split())


def test_punctuation_outside_the_marks_does_not_make_a_quotation_mixed(link):
    text = "“We warned them”, Berg said."
    assert "direct" in slices_of(link(text, "Berg", "said", "“We warned them”,"), analyse(text))


def test_a_link_of_nothing_has_no_style():
    assert slices_of(GoldAttribution((), (), ()), analyse("Berg said nothing.")) == ("no_source",)


def test_a_span_of_white_space_is_in_no_slice_of_style_but_indirect():
    blank = GoldAttribution((), (Span(4, 5),), (Span(4, 5),))
    assert slices_of(blank, analyse("Berg said nothing.")) == ("indirect", "no_source")

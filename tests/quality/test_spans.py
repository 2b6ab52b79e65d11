"""Spans inside the text and in order: right for every choice of spans, judged by the characters they hold."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from claimkit.quality.spans import covers, inside, ordered, starting

SPANS = st.builds(lambda start, end: {"start": start, "end": end}, st.integers(0, 12), st.integers(0, 12))
LENGTH = 10


def characters(span):
    return list(range(span["start"], span["end"]))


@given(span=SPANS)
def test_a_span_holds_characters_and_only_those_of_the_text(span):
    found = []
    inside(span, "$.span", LENGTH, found)
    held = characters(span)
    assert (not found) == (bool(held) and set(held) <= set(range(LENGTH)))
    assert {finding.path for finding in found} <= {"$.span"}


@given(spans=st.lists(SPANS, max_size=4))
def test_spans_in_order_hold_every_character_once_and_in_its_turn(spans):
    found = []
    ordered(spans, "$.spans", LENGTH, found)
    held = [character for span in spans for character in characters(span)]
    sound = all(characters(span) for span in spans) and held == sorted(set(held)) and set(held) <= set(range(LENGTH))
    assert (not found) == sound


@given(spans=st.lists(SPANS, max_size=4))
def test_mentions_start_in_order_and_may_nest_but_not_repeat_themselves(spans):
    found = []
    starting(spans, "$.spans", LENGTH, found)
    starts = [span["start"] for span in spans]
    sound = all(characters(span) and span["end"] <= LENGTH for span in spans) and starts == sorted(starts)
    assert (not found) == (sound and all(one != next_ for one, next_ in itertools.pairwise(spans)))


@given(outer=SPANS, inner=SPANS.filter(characters))
def test_what_covers_holds_every_character(outer, inner):
    assert covers(outer, inner) == (set(characters(inner)) <= set(characters(outer)))

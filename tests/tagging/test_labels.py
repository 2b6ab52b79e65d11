"""Labels: one BIO sequence over three roles, and back to spans."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit.records import Span
from claimkit.tagging.labels import LABELS, ROLES, Run, begins, inside, joined, paint, runs


def test_there_is_a_begin_and_an_inside_for_each_role() -> None:
    assert [LABELS[begins(role)] for role in ROLES] == ["B-source", "B-cue", "B-content"]
    assert [LABELS[inside(role)] for role in ROLES] == ["I-source", "I-cue", "I-content"]


def test_a_painted_span_begins_once() -> None:
    labels = paint(6, {"cue": [Span(1, 4)]})
    assert [LABELS[label] for label in labels] == ["O", "B-cue", "I-cue", "I-cue", "O", "O", "O"]


def test_a_cue_covers_the_content_it_lies_in() -> None:
    labels = paint(5, {"content": [Span(0, 5)], "cue": [Span(2, 3)]})
    assert [LABELS[label] for label in labels[:5]] == ["B-content", "I-content", "B-cue", "I-content", "I-content"]


def test_an_inside_that_follows_nothing_begins_a_span() -> None:
    assert runs([inside("cue"), inside("cue"), inside("source")]) == [Run("cue", 0, 2), Run("source", 2, 3)]


def test_no_span_crosses_a_border() -> None:
    labels = [begins("content"), inside("content"), inside("content")]
    assert runs(labels, {2}) == [Run("content", 0, 2), Run("content", 2, 3)]


@given(st.lists(st.tuples(st.sampled_from(ROLES), st.integers(1, 5), st.booleans()), max_size=8))
def test_spans_survive_labels(pieces: list[tuple[str, int, bool]]) -> None:
    labels: list[int] = []
    expected = []
    for role, length, gap in pieces:
        expected.append(Run(role, len(labels), len(labels) + length))
        labels += [begins(role)] + [inside(role)] * (length - 1) + [0] * gap
    assert runs(np.array(labels, dtype=np.int64).tolist()) == expected


@pytest.mark.parametrize(
    ("gap", "between", "borders", "parts"),
    [
        (1, [], (), 1),
        (4, [], (), 1),
        (5, [], (), 2),
        (2, [Run("cue", 3, 4)], (), 2),
        (1, [], (4,), 2),
    ],
    ids=["a comma", "four pieces", "too far", "a cue between", "another paragraph"],
)
def test_parts_of_a_content_are_joined_over_a_slip(
    gap: int, between: list[Run], borders: tuple[int, ...], parts: int
) -> None:
    contents = [Run("content", 0, 3), Run("content", 3 + gap, 9 + gap)]
    assert len(joined(contents, [*contents, *between], borders)) == parts

"""Lists of numbers of different lengths."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from claimkit.comparison.ragged import Ragged, numbered, ragged

LISTS = st.lists(st.lists(st.integers(0, 9), max_size=5), min_size=1, max_size=6)


def told(lists: Ragged) -> list[list[int]]:
    return [lists.part(at, at + 1).values.tolist() for at in range(len(lists))]


@given(LISTS)
def test_the_lists_come_back(lists: list[list[int]]) -> None:
    found = ragged(lists)
    assert told(found) == lists
    assert found.lengths().tolist() == [len(each) for each in lists]


@given(LISTS, st.data())
def test_some_lists_end_to_end(lists: list[list[int]], data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.integers(0, len(lists) - 1)))
    values, starts = ragged(lists).of(np.array(rows, np.int64))
    ends = [*starts.tolist(), len(values)]
    assert [values[ends[at] : ends[at + 1]].tolist() for at in range(len(rows))] == [lists[row] for row in rows]


@given(LISTS)
def test_lists_are_joined_one_by_one(lists: list[list[int]]) -> None:
    other = [[*each[::-1], 7] for each in lists]
    both = ragged(lists).joined(ragged(other))
    assert told(both) == [one + two for one, two in zip(lists, other, strict=True)]


@given(LISTS)
def test_values_give_way_to_lists(lists: list[list[int]]) -> None:
    table = [[value] * (value % 3) for value in range(10)]
    assert told(ragged(lists).replaced(ragged(table))) == [
        [new for value in each for new in table[value]] for each in lists
    ]


@given(LISTS)
def test_values_are_counted(lists: list[list[int]]) -> None:
    counts = ragged(lists).counts(10).toarray()
    assert counts.tolist() == [[each.count(value) for value in range(10)] for each in lists]


def test_parts_are_numbered_as_they_come() -> None:
    lists, names = numbered(["b a b", "", "c a"], str.split)
    assert (told(lists), names) == ([[0, 1, 0], [], [2, 1]], ("b", "a", "c"))

"""Lists of whole numbers of different lengths, end to end in one array."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Ragged:
    """List ``n`` is ``values[starts[n]:starts[n + 1]]``; ``starts`` has one place more than there are lists."""

    values: NDArray[np.int32]
    starts: Ints

    def __len__(self) -> int:
        return len(self.starts) - 1

    def lengths(self) -> Ints:
        """The length of each list."""
        found: Ints = np.diff(self.starts)
        return found

    def places(self, rows: NDArray[Any]) -> tuple[Ints, Ints]:
        """Where the values of these lists stand in ``values``, end to end, and where each list begins among them."""
        lengths = self.starts[rows + 1] - self.starts[rows]
        starts = np.cumsum(lengths) - lengths
        return np.repeat(self.starts[rows] - starts, lengths) + np.arange(int(lengths.sum())), starts

    def of(self, rows: NDArray[Any]) -> tuple[Ints, Ints]:
        """The values of these lists, end to end, and where each begins."""
        places, starts = self.places(rows)
        return self.values[places].astype(np.int64), starts

    def part(self, start: int, end: int) -> Ragged:
        """The lists from ``start`` to before ``end``."""
        starts = self.starts[start : end + 1]
        return Ragged(self.values[starts[0] : starts[-1]], starts - starts[0])

    def joined(self, other: Ragged) -> Ragged:
        """Each list followed by the list of ``other`` that has its place."""
        both = Ragged(
            np.concatenate([self.values, other.values]),
            np.concatenate([self.starts, other.starts[1:] + self.starts[-1]]),
        )
        order = np.arange(len(both)).reshape(2, -1).T.ravel()
        values, starts = both.of(order)
        return Ragged(values.astype(np.int32), np.append(starts[::2], len(values)))

    def replaced(self, table: Ragged) -> Ragged:
        """Each value gives way to the list that ``table`` has under its number; these lists may be empty."""
        values, _ = table.of(self.values)
        ends = np.concatenate([[0], np.cumsum(table.lengths()[self.values])]).astype(np.int64)
        return Ragged(values.astype(np.int32), ends[self.starts])

    def counts(self, width: int) -> Any:
        """A SciPy matrix, lists x ``width``: how often each value stands in each list; float32, columns in order."""
        matrix = self.matrix(width)
        matrix.sum_duplicates()
        return matrix

    def matrix(self, width: int, weights: NDArray[np.float32] | None = None) -> Any:
        """As :meth:`counts`, each value in its place in the list, and with a weight of its own; else one."""
        from scipy.sparse import csr_matrix

        weights = np.ones(len(self.values), np.float32) if weights is None else weights
        return csr_matrix((weights, self.values.copy(), self.starts.copy()), shape=(len(self), width))


def ragged(lists: Iterable[Iterable[int]]) -> Ragged:
    """The lists in one."""
    values, starts = array("i"), array("q", [0])
    for each in lists:
        values.extend(each)
        starts.append(len(values))
    return Ragged(np.array(values, np.int32), np.array(starts, np.int64))


def numbered(texts: Iterable[str], parts: Callable[[str], Iterable[str]]) -> tuple[Ragged, Sequence[str]]:
    """The parts of each text as numbers, and the part behind each number, in the order of first appearance."""
    return numbered_lists(map(parts, texts))


def numbered_lists(lists: Iterable[Iterable[str]]) -> tuple[Ragged, Sequence[str]]:
    """Each name as its number, and the name behind each number, in the order of first appearance."""
    numbers: defaultdict[str, int] = defaultdict()
    numbers.default_factory = numbers.__len__
    found = ragged(map(numbers.__getitem__, each) for each in lists)
    return found, tuple(numbers)

"""Pairs of claims that were linked, as columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from claimkit.comparison.estimation import probability

# Pairs that are made of the columns at a time.
_AT_ONCE = 65_536


class LinkedPair(NamedTuple):
    """Two claims, ``claim_a`` before ``claim_b``; ``weight`` in bits, ``probability`` that they tell the same."""

    claim_a: str
    claim_b: str
    weight: float
    probability: float


@dataclass(frozen=True, slots=True, eq=False)
class Pairs(Sequence[LinkedPair]):
    """Linked pairs as columns, in the order of their claims: a million take 20 MB.

    ``a`` and ``b`` are places in ``claims``, sorted; ``article`` and ``row`` are given for each claim. Claims of one
    row are alike in all that is compared.
    """

    claims: tuple[str, ...]
    article: NDArray[np.int32]
    row: NDArray[np.int32]
    a: NDArray[np.int32]
    b: NDArray[np.int32]
    weight: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.a)

    @overload
    def __getitem__(self, at: int) -> LinkedPair: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[LinkedPair]: ...
    def __getitem__(self, at: int | slice) -> LinkedPair | Sequence[LinkedPair]:
        if isinstance(at, slice):
            return replace(self, a=self.a[at], b=self.b[at], weight=self.weight[at])
        (pair,) = self.at([at])
        return pair

    def __iter__(self) -> Iterator[LinkedPair]:
        for start in range(0, len(self), _AT_ONCE):
            part = slice(start, start + _AT_ONCE)
            columns = (self.a[part], self.b[part], self.weight[part], probability(self.weight[part]))
            for a, b, weight, likely in zip(*(column.tolist() for column in columns), strict=True):
                yield LinkedPair(self.claims[a], self.claims[b], round(weight, 3), round(likely, 6))

    def at(self, places: Sequence[int]) -> Pairs:
        """The pairs at those places alone, in their order."""
        chosen = np.asarray(places, dtype=np.int64)
        return replace(self, a=self.a[chosen], b=self.b[chosen], weight=self.weight[chosen])

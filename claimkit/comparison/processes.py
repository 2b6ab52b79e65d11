"""Work that is done item by item in processes beside this one, where there is enough of it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from claimkit.errors import OptionError, ResourceError
from claimkit.extraction.workers import Crew
from claimkit.reading import Reject

# A process takes half a second to start, an article a millisecond to read.
FEWEST = 2_000
_AT_ONCE = 100

_A = TypeVar("_A")
_R = TypeVar("_R")


def each_of(items: Sequence[_A], function: Callable[[_A], _R], workers: int | None) -> Iterator[_R]:
    """``function`` of each item, in their order, whatever the number of ``workers``.

    ``workers`` are processes beside this one; 0 and ``None``, and fewer than :data:`FEWEST` items, need none. The
    function is an importable one. Raises :class:`OptionError` for a number below 0 and :class:`ResourceError` where
    the system ends the processes.
    """
    if workers is not None and workers < 0:
        raise OptionError(f"workers must be 0 or more, not {workers}")
    if not workers or len(items) < FEWEST:
        yield from map(function, items)
        return
    batches = [items[start : start + _AT_ONCE] for start in range(0, len(items), _AT_ONCE)]
    crew: Crew[Sequence[_A], list[_R]] = Crew(workers, functools.partial(_all, function), _prepared, _died)
    for found in crew.outcomes(batches):
        # Whatever cannot be done ends the crew with an error.
        if not isinstance(found, Reject):
            yield from found


def _all(function: Callable[[_A], _R], items: Sequence[_A]) -> list[_R]:
    return list(map(function, items))


def _prepared() -> None:
    """Nothing to load before the first item."""


def _died(items: Sequence[object], end: str) -> Reject:
    raise ResourceError(
        f"{len(items)} articles could not be compared: {end}; there may be too little memory: use fewer workers, or 0"
    )

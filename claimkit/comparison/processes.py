"""Work that is done in processes beside this one, where there is enough of it."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterator, Sequence
from queue import SimpleQueue
from typing import TypeVar, cast

from claimkit.comparison.division import uncollected
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


def begun(function: Callable[[_A], _R], given: _A, workers: int | None) -> Callable[[], _R]:
    """``function`` of what is given, begun in a process beside this one; calling what is returned waits for its result.

    Without ``workers`` it is done when it is asked for. Errors, as of :func:`each_of`, are raised then.
    """
    if not workers:
        return functools.partial(function, given)
    crew: Crew[_A, _R] = Crew(1, functools.partial(_one, function), _prepared, _died)
    outcome: SimpleQueue[_R | BaseException] = SimpleQueue()

    def wait() -> None:
        try:
            (found,) = crew.outcomes([given])
        except BaseException as error:  # noqa: BLE001 - raised where the result is waited for, which else is for ever
            outcome.put(error)
        else:
            outcome.put(cast("_R", found))

    # A daemon: what is interrupted meanwhile does not wait for it.
    threading.Thread(target=wait, daemon=True).start()

    def result() -> _R:
        found = outcome.get()
        if isinstance(found, BaseException):
            raise found
        return found

    return result


def _all(function: Callable[[_A], _R], items: Sequence[_A]) -> list[_R]:
    with uncollected():
        return list(map(function, items))


def _one(function: Callable[[_A], _R], given: _A) -> _R:
    with uncollected():
        return function(given)


def _prepared() -> None:
    """Nothing to load before the first item."""


def _died(_: object, end: str) -> Reject:
    raise ResourceError(f"not all could be compared: {end}; there may be too little memory: use fewer workers, or 0")

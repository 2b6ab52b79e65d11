"""Work divided among copies of this process, which see all that it holds without being sent it.

What stands in the way of processes of their own here is what they would have to be handed: a million claims with all
that is known of them. A forked copy has them already, and its memory is that of this process until one of the two
writes to it. Forking is done on Linux alone; elsewhere, and where there is little to do, all is done in this process.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import signal
import struct
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from claimkit.errors import OptionError

_A = TypeVar("_A")
_R = TypeVar("_R")
# Articles: of fewer each takes a millisecond or two, and so does what comes before.
FEWEST = 2_000
# Elsewhere copies are unsafe, or there are none.
FORKS = sys.platform == "linux"
# The numbers of so many parts fit into any pipe at once, one of a single page included.
_MOST = 1_000
_NUMBER = struct.Struct("i")


def divided(function: Callable[[_A], _R], parts: Sequence[_A], processes: int) -> Iterator[_R]:
    """``function`` of each part, in their order, by this process and copies of it, ``processes`` altogether.

    There are at most 1,000 parts, and what is found is picklable. Whatever a copy does not bring to an end, because
    the system ended it or because of an error, is done here: the error is raised then.
    """
    if processes < 2 or len(parts) < 2 or not FORKS:
        yield from map(function, parts)
        return
    found: dict[int, _R] = {}
    sent: dict[int, memoryview] = {}
    with _numbers(len(parts)) as queue, uncollected():
        copies: list[_Copy] = []
        try:
            # Where the system gives no more processes or threads, this one does more.
            with contextlib.suppress(OSError, RuntimeError):
                while len(copies) < min(processes, len(parts)) - 1:
                    copies.append(_Copy(function, parts, queue))
            for number in _taken(queue):
                found[number] = function(parts[number])
            for copy in copies:
                sent |= copy.sent()
        except BaseException:
            for copy in copies:
                copy.kill()
            raise
    # What was sent is unpacked one part after the other, and let go of: together it is as large as what comes of it.
    for number, part in enumerate(parts):
        if number in found:
            yield found.pop(number)
        else:
            yield pickle.loads(sent.pop(number)) if number in sent else function(part)  # noqa: S301 - from our copy


def aside(function: Callable[[_A], _R], given: _A, processes: int) -> Callable[[], _R]:
    """``function`` of what is given, begun in a copy of this process; calling what is returned waits for its result.

    With fewer ``processes`` than two, where nothing is forked, and where the copy does not bring it to an end, it is
    done here, when it is asked for.
    """
    copy: _Copy | None = None
    if FORKS and processes > 1:
        with _numbers(1) as queue, contextlib.suppress(OSError, RuntimeError):
            copy = _Copy(function, [given], queue)

    def result() -> _R:
        sent = copy.sent() if copy is not None else {}
        return pickle.loads(sent[0]) if sent else function(given)  # noqa: S301 - from our copy

    return result


def processes_for(items: int, workers: int | None) -> int:
    """How many processes share the work on so many items, this one among them, if there may be ``workers``.

    Raises :class:`OptionError` for a number below 0.
    """
    if workers is not None and workers < 0:
        raise OptionError(f"workers must be 0 or more, not {workers}")
    return max(1, workers or 0) if items >= FEWEST else 1


def in_parts(items: Sequence[_A], least: int) -> list[Sequence[_A]]:
    """Parts of one length, at least so long, and no more of them than :func:`divided` takes."""
    size = max(least, -(-len(items) // _MOST))
    return [items[start : start + size] for start in range(0, len(items), size)]


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """Without looking for cycles of garbage: among millions of records that live on it takes minutes and finds none."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


@contextlib.contextmanager
def _numbers(count: int) -> Iterator[int]:
    """A pipe out of which each process takes the next number; no lock that one which is ended might keep."""
    if count > _MOST:
        raise ValueError(f"{count} parts do not fit into a pipe: {_MOST} at most")
    reading, writing = os.pipe()
    try:
        os.write(writing, b"".join(map(_NUMBER.pack, range(count))))
        os.close(writing)
        yield reading
    finally:
        os.close(reading)


def _taken(queue: int) -> Iterator[int]:
    while packed := os.read(queue, _NUMBER.size):
        yield _NUMBER.unpack(packed)[0]


class _Copy:
    """A copy of this process at work, and what it has sent so far."""

    def __init__(self, function: Callable[[Any], Any], parts: Sequence[Any], queue: int) -> None:
        context = get_context("fork")
        self._pipe, theirs = context.Pipe(duplex=False)
        self._process = context.Process(target=_serve, args=(theirs, self._pipe, function, parts, queue), daemon=True)
        self._process.start()
        theirs.close()
        self._received: dict[int, memoryview] = {}
        # Always ready to receive, or the copy would wait until this process has done its own part.
        self._reading = threading.Thread(target=self._receive, daemon=True)
        try:
            self._reading.start()
        except RuntimeError:
            self.kill()
            raise

    def sent(self) -> dict[int, memoryview]:
        """What it has found by number, packed, once it is done."""
        self._reading.join()
        self._process.join()
        self._pipe.close()
        return self._received

    def kill(self) -> None:
        """Leave what it does undone."""
        self._process.kill()
        self._process.join()

    def _receive(self) -> None:
        with contextlib.suppress(EOFError, OSError):
            while True:
                message = memoryview(self._pipe.recv_bytes())
                self._received[_NUMBER.unpack_from(message)[0]] = message[_NUMBER.size :]


def _serve(
    pipe: Connection, theirs: Connection, function: Callable[[Any], Any], parts: Sequence[Any], queue: int
) -> None:
    """The life of a copy. It ends without a word: what it leaves undone is done again where an error can be raised."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        # As long as anybody can read what it sends, it waits for that.
        theirs.close()
        for number in _taken(queue):
            pipe.send_bytes(_NUMBER.pack(number) + pickle.dumps(function(parts[number]), pickle.HIGHEST_PROTOCOL))
    finally:
        os._exit(0)

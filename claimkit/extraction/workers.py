"""Articles out to worker processes and their outcomes back, in the order of the articles.

Each worker is a fresh process (``spawn``: a forked child of a process with threads can hang) with one thread for its
arithmetic. It is handed two articles at a time, so that one waits while the other is read, and what it has not
answered when it dies is known: the first of them is the one it died on. That article is tried once more in a new
worker, for the system may have ended the process for the memory of another, and set aside as ``worker_died`` if that
one dies too. Nothing else is lost. A worker is replaced after some thousand articles, because every library keeps a
little of every word it meets.

Workers hear nothing of Ctrl-C, which the terminal sends to all processes alike; they end when the pipe to the process
that started them closes, however that one ended.
"""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

from claimkit.errors import ClaimkitError, ResourceError
from claimkit.reading import Reject

DIED = "worker_died"
# How many articles are held for each worker, waiting, being read or waiting for one before them: enough to keep it
# busy beside an article that takes long, few enough that memory does not grow.
_AHEAD = 4
_AT_ONCE = 2
_ARTICLES_A_WORKER = 2000
_MOST_DEATHS = 2
_OUT_OF_MEMORY = 77
_READY = "ready"
# Read by the numeric libraries when they are loaded: threads beyond the cores are slower, and each has its own memory.
_ONE_THREAD = {
    **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"), "1"),
    "TOKENIZERS_PARALLELISM": "false",
}

_A = TypeVar("_A")
_R = TypeVar("_R")


@dataclass(slots=True)
class _Slot:
    """One item in its place in the order; ``outcomes`` is empty until there is one."""

    item: Any
    outcomes: list[Any] = field(default_factory=list)
    deaths: int = 0


class _Worker:
    """A process, the pipe to it, and the articles it was handed and has not answered, oldest first."""

    def __init__(self, attempt: Callable[[Any], Any], prepare: Callable[[], object]) -> None:
        self.pipe, theirs = get_context("spawn").Pipe()
        self.process: BaseProcess = get_context("spawn").Process(
            target=_serve, args=(theirs, attempt, prepare), daemon=True
        )
        self.ready = False
        self.given: deque[_Slot] = deque()
        self.handed = 0
        with _environment(_ONE_THREAD), _without_interrupts():
            self.process.start()
        theirs.close()

    @property
    def is_free(self) -> bool:
        return self.ready and len(self.given) < _AT_ONCE and not self.is_spent

    @property
    def is_spent(self) -> bool:
        return self.handed >= _ARTICLES_A_WORKER

    def hand(self, slot: _Slot) -> None:
        self.given.append(slot)
        self.handed += 1
        # A worker that has died in the meantime is found by its closed pipe, and this article handed to the next.
        with contextlib.suppress(OSError):
            self.pipe.send(slot.item)

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


class Crew(Generic[_A, _R]):
    """Up to ``workers`` processes that answer articles with what ``attempt`` returns for them.

    ``attempt`` and ``prepare``, which is called once in each process, are importable functions. A
    :class:`ClaimkitError` that ``attempt`` raises is raised here. ``died`` makes the reject of an article that was the
    end of two processes, from the article and the words for how they ended. With ``stays`` the processes wait for the
    next call of :meth:`outcomes` once one has come to its end; else, and where one is broken off, they end with it.
    """

    def __init__(
        self,
        workers: int,
        attempt: Callable[[_A], _R | Reject],
        prepare: Callable[[], object],
        died: Callable[[_A, str], Reject],
        *,
        stays: bool = False,
    ) -> None:
        self._most = workers
        self._stays = stays
        self._attempt, self._prepare, self._died = attempt, prepare, died
        self._crew: list[_Worker] = []
        self._todo: deque[_Slot] = deque()

    def outcomes(self, items: Iterable[_A | Reject]) -> Iterator[_R | Reject]:
        """The outcome of each item in order; a :class:`Reject` among them is its own."""
        ended_well = False
        try:
            yield from self._outcomes(iter(items))
            ended_well = True
        finally:
            if not (ended_well and self._stays):
                self.end()

    def end(self) -> None:
        """End the processes; the next call of :meth:`outcomes` starts new ones."""
        for worker in self._crew:
            worker.end()
        self._crew.clear()
        self._todo.clear()

    def _outcomes(self, items: Iterator[_A | Reject]) -> Iterator[_R | Reject]:
        slots: deque[_Slot] = deque()
        more = True
        while more or slots:
            while more and len(slots) < self._most * _AHEAD:
                item = next(items, None)
                if item is None:
                    more = False
                else:
                    slots.append(self._slot(item))
            while slots and slots[0].outcomes:
                yield slots.popleft().outcomes[0]
            if slots:
                self._listen()

    def _slot(self, item: Any) -> _Slot:
        if isinstance(item, Reject):
            return _Slot(item, [item])
        slot = _Slot(item)
        self._todo.append(slot)
        self._hand_out()
        return slot

    def _hand_out(self) -> None:
        for worker in [each for each in self._crew if each.is_spent and not each.given]:
            self._crew.remove(worker)
            worker.end()
        while self._todo:
            free = min((each for each in self._crew if each.is_free), key=lambda each: len(each.given), default=None)
            if free is None:
                break
            free.hand(self._todo.popleft())
        starting = sum(not each.ready for each in self._crew)
        if len(self._todo) > starting and len(self._crew) < self._most:
            self._crew.append(_Worker(self._attempt, self._prepare))

    def _listen(self) -> None:
        """Wait for an answer or a death, and hand out what can be handed out then."""
        self._hand_out()
        heard = wait([worker.pipe for worker in self._crew])
        for worker in [each for each in self._crew if each.pipe in heard]:
            try:
                answer = worker.pipe.recv()
            except (EOFError, OSError):
                self._bury(worker)
                continue
            if isinstance(answer, ClaimkitError):
                raise answer
            if worker.ready:
                worker.given.popleft().outcomes.append(answer)
            worker.ready = True
        self._hand_out()

    def _bury(self, worker: _Worker) -> None:
        self._crew.remove(worker)
        worker.process.join()
        end = _end(worker.process.exitcode)
        worker.pipe.close()
        if not worker.ready:
            raise ResourceError(
                f"a worker process {end} before it was ready. A script that uses workers must be a file, with its call "
                'under `if __name__ == "__main__":`; else there may be too little memory for so many workers'
            )
        for slot in reversed(worker.given):
            self._todo.appendleft(slot)
        if worker.given:
            self._blame(worker.given[0], end)

    def _blame(self, slot: _Slot, end: str) -> None:
        slot.deaths += 1
        if slot.deaths >= _MOST_DEATHS:
            self._todo.remove(slot)
            slot.outcomes.append(self._died(slot.item, f"the process that read it {end}, and so did a second one"))


def _end(code: int | None) -> str:
    if code == _OUT_OF_MEMORY:
        return "ran out of memory"
    if code is not None and code < 0:
        return f"was ended by {next((each.name for each in signal.Signals if each == -code), f'signal {-code}')}"
    return f"ended with exit code {code}"


def _serve(pipe: Connection[Any, Any], attempt: Callable[[Any], Any], prepare: Callable[[], object]) -> None:
    """The life of a worker process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        prepare()
    except ClaimkitError as error:
        _send(pipe, error)
        return
    inbox: queue.SimpleQueue[Any] = queue.SimpleQueue()
    # Always ready to receive: two processes that both wait for the other to read its long article would wait forever.
    threading.Thread(target=_receive, args=(pipe, inbox), daemon=True).start()
    _send(pipe, _READY)
    while True:
        article = inbox.get()
        try:
            answer = attempt(article)
        except ClaimkitError as error:
            answer = error
        except MemoryError:
            os._exit(_OUT_OF_MEMORY)
        _send(pipe, answer)


def _send(pipe: Connection[Any, Any], answer: object) -> None:
    """Say something to the process that started this one; where that has gone, end without a word."""
    try:
        pipe.send(answer)
    except OSError:
        os._exit(0)


def _receive(pipe: Connection[Any, Any], inbox: queue.SimpleQueue[Any]) -> None:
    try:
        while True:
            inbox.put(pipe.recv())
    except (EOFError, OSError):
        # Nobody waits for an answer any more, so there is nothing to finish.
        os._exit(0)


@contextlib.contextmanager
def _environment(variables: dict[str, str]) -> Iterator[None]:
    """What a process started here inherits; variables that are set already stay."""
    added = {name: value for name, value in variables.items() if name not in os.environ}
    os.environ.update(added)
    try:
        yield
    finally:
        for name in added:
            # Two crews may begin at one time.
            os.environ.pop(name, None)


@contextlib.contextmanager
def _without_interrupts() -> Iterator[None]:
    """A process started here never sees Ctrl-C, not even before it can say that it ignores it."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

"""Work divided among copies of this process."""

from __future__ import annotations

import gc
import os
import sys
from multiprocessing import get_context

import pytest

from claimkit.comparison.division import FEWEST, aside, divided, in_parts, processes_for, uncollected
from claimkit.errors import DataError, OptionError

forks = pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks")


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_results_come_in_the_order_of_the_parts_whatever_the_number_of_processes(processes: int) -> None:
    parts = in_parts(range(1000), 10)
    assert list(divided(sum, parts, processes)) == [sum(part) for part in parts]


@forks
def test_the_parts_are_shared_with_a_copy_that_sees_what_is_in_memory() -> None:
    meeting = get_context("fork").Barrier(2)

    def process_of(_part: int) -> int:
        meeting.wait(60)  # neither can take both parts
        return os.getpid()

    found = list(divided(process_of, [1, 2], 2))
    assert os.getpid() in found
    assert len(set(found)) == 2


@forks
def test_what_a_copy_leaves_undone_is_done_here() -> None:
    here = os.getpid()

    def ends_elsewhere(part: int) -> int:
        if os.getpid() != here:
            os._exit(9)
        return part

    assert list(divided(ends_elsewhere, range(50), 3)) == list(range(50))


@pytest.mark.parametrize("processes", [1, 2])
def test_an_error_is_raised_here_whichever_process_met_it(processes: int) -> None:
    def refuses(part: int) -> int:
        raise DataError(f"{part} is refused")

    with pytest.raises(DataError, match="is refused"):
        list(divided(refuses, range(4), processes))


@forks
def test_what_is_begun_aside_is_done_by_a_copy() -> None:
    assert aside(lambda given: (given, os.getpid()), 7, 1)() == (7, os.getpid())
    given, process = aside(lambda given: (given, os.getpid()), 7, 2)()
    assert given == 7
    assert process != os.getpid()


@forks
def test_what_the_copy_aside_leaves_undone_is_done_here() -> None:
    here = os.getpid()
    assert aside(lambda given: given if os.getpid() == here else os._exit(9), "done", 2)() == "done"


@pytest.mark.parametrize("processes", [1, 2])
def test_an_error_aside_is_raised_when_its_result_is_asked_for(processes: int) -> None:
    def refuses(given: int) -> int:
        raise DataError(f"{given} is refused")

    result = aside(refuses, 7, processes)
    with pytest.raises(DataError, match="7 is refused"):
        result()


def test_little_work_is_shared_with_nobody() -> None:
    assert processes_for(FEWEST - 1, 4) == 1
    assert [processes_for(FEWEST, workers) for workers in (None, 0, 1, 4)] == [1, 1, 1, 4]
    with pytest.raises(OptionError, match="not -1"):
        processes_for(3, -1)


def test_garbage_is_collected_again_afterwards() -> None:
    with uncollected():
        assert not gc.isenabled()
    assert gc.isenabled()
    gc.disable()
    try:
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_there_are_never_more_parts_than_can_be_divided() -> None:
    parts = in_parts(range(100_003), 5)
    assert len(parts) <= 1000
    assert [each for part in parts for each in part] == list(range(100_003))
    assert len({len(part) for part in parts[:-1]}) == 1
    assert in_parts([], 5) == []

"""Work done item by item in processes beside this one."""

from __future__ import annotations

import math
import os

import pytest

from claimkit.comparison.processes import FEWEST, begun, each_of
from claimkit.errors import DataError, OptionError, ResourceError


def end_process(number: int) -> int:
    return os._exit(3) if number == FEWEST - 1 else number


def refuse(number: int) -> int:
    raise DataError(f"{number} is refused")


@pytest.mark.parametrize("workers", [None, 0, 1, 2])
def test_results_come_in_order_whatever_the_number_of_workers(workers: int | None) -> None:
    assert list(each_of(range(FEWEST + 5), math.sqrt, workers)) == [math.sqrt(number) for number in range(FEWEST + 5)]


def test_few_items_start_no_process() -> None:
    assert set(each_of(range(FEWEST - 1), _process, 2)) == {os.getpid()}
    assert os.getpid() not in set(each_of(range(FEWEST), _process, 1))


def _process(_: int) -> int:
    return os.getpid()


def test_a_process_that_ends_again_and_again_is_said() -> None:
    with pytest.raises(ResourceError, match=r"ended with exit code 3, and so did a second one; .* use fewer workers"):
        list(each_of(range(FEWEST), end_process, 1))


def test_what_is_wrong_with_the_data_is_said_as_in_this_process() -> None:
    for workers in (0, 1):
        with pytest.raises(DataError, match="0 is refused"):
            list(each_of(range(FEWEST), refuse, workers))


def test_a_number_of_workers_is_not_negative() -> None:
    with pytest.raises(OptionError, match="not -1"):
        list(each_of([4], math.sqrt, -1))


@pytest.mark.parametrize("workers", [None, 0, 2])
def test_what_is_begun_is_there_when_it_is_asked_for(workers: int | None) -> None:
    assert begun(sum, [1, 2], workers)() == 3
    result = begun(refuse, 7, workers)
    with pytest.raises(DataError, match="7 is refused"):
        result()


def test_what_was_begun_in_a_process_that_ends_is_said() -> None:
    with pytest.raises(ResourceError, match="ended with exit code 3"):
        begun(end_process, FEWEST - 1, 1)()

"""Work done item by item in processes beside this one."""

from __future__ import annotations

import itertools
import math
import os

import pytest

from claimkit.comparison import processes
from claimkit.comparison.grouping import group_articles
from claimkit.comparison.processes import FEWEST, each_of
from claimkit.errors import DataError, OptionError, ResourceError
from claimkit.records import Article


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


def test_articles_are_grouped_alike_by_any_number_of_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "FEWEST", 2)
    towns = ("Norland", "Velden", "Harmouth")
    articles = [
        Article.from_text(
            f"Crews fought the fire in {town} on Monday. Mayor Ann {other} spoke of {number} people hurt.",
            title=f"Fire in {town}",
            publisher=f"paper {number}",
            published=f"2024-05-{1 + number:02}",
        )
        for number, (town, other) in enumerate(itertools.product(towns, towns))
    ]
    assert group_articles(articles, workers=2) == group_articles(articles)

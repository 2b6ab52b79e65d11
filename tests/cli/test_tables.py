"""Tables at every width: nothing broken inside a word, nothing lost."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from claimkit.cli.tables import LONGEST_WORD, fields, print_table, shares

COLUMNS = ("outlet", "who stands behind it", "claim", "over")
ROWS = (
    ("Corran Herald", "2 outlets, 1 source", "about 6,000 people left their homes in the Kelmark Province", ""),
    ("The Osterby Post", "3 outlets, 1 to 2 sources", "the river rose by 2.3 metres", "number, time"),
)


def printed(width: int, rows: tuple[tuple[str, ...], ...] = ROWS, title: str | None = None) -> str:
    page = Console(width=width, file=io.StringIO(), color_system=None)
    table = Table(*COLUMNS, box=SIMPLE_HEAD, title=title)
    for row in rows:
        table.add_row(*row)
    print_table(page, table)
    assert isinstance(page.file, io.StringIO)
    return page.file.getvalue()


@pytest.mark.parametrize("width", range(60, 201, 7))
def test_no_line_is_wider_and_no_word_is_broken(width: int) -> None:
    text = printed(width)
    assert max(map(len, text.splitlines())) <= width
    assert {word for row in (COLUMNS, *ROWS) for cell in row for word in cell.split()} <= set(text.split())


def test_figures_lose_their_frame_before_they_lose_their_table() -> None:
    figures = Table("measure", "value", "95 %", "precision", "recall", "right", "found", "gold", box=SIMPLE_HEAD)
    figures.add_row("predicate", "0.973", "0.942–0.990", "0.968", "0.979", "187", "189", "191")
    page = Console(width=70, file=io.StringIO(), color_system=None)
    print_table(page, figures)
    assert isinstance(page.file, io.StringIO)
    assert [line.split() for line in page.file.getvalue().splitlines()] == [
        ["measure", "value", "95", "%", "precision", "recall", "right", "found", "gold"],
        ["predicate", "0.973", "0.942–0.990", "0.968", "0.979", "187", "189", "191"],
    ]


def test_a_wide_page_has_one_line_a_row() -> None:
    assert any(all(cell in line for cell in ROWS[0]) for line in printed(200).splitlines())


def test_on_a_narrow_page_each_row_is_a_few_lines_without_the_empty_ones() -> None:
    assert printed(30, title="Two claims").splitlines() == [
        "Two claims",
        "",
        "outlet                Corran Herald",
        "who stands behind it  2 outlets, 1 source",
        "claim                 about 6,000 people left",
        "                      their homes in the",
        "                      Kelmark Province",
        "",
        "outlet                The Osterby Post",
        "who stands behind it  3 outlets, 1 to 2",
        "                      sources",
        "claim                 the river rose by 2.3",
        "                      metres",
        "over                  number, time",
    ]


def test_one_long_word_does_not_decide() -> None:
    address = "https://corranherald.example/world/" + "x" * 60
    assert "outlet" in printed(100, ((address, "1", "short", ""),)).partition("https")[0].partition("claim")[0]


@given(
    st.lists(st.tuples(st.integers(0, LONGEST_WORD), st.integers(0, 300)), min_size=1, max_size=12),
    st.integers(0, 250),
)
def test_shares_fit_and_lie_between_least_and_most(columns: list[tuple[int, int]], room: int) -> None:
    least = [low for low, _ in columns]
    most = [low + more for low, more in columns]
    widths = shares(least, most, room)
    if widths is None:
        assert sum(least) > room or sum(most) > room
        return
    assert all(low <= width <= high for low, width, high in zip(least, widths, most, strict=True))
    assert sum(widths) == min(room, sum(most))


def test_what_is_left_over_goes_to_the_longest_cells() -> None:
    assert shares([4, 4, 4], [6, 30, 90], 40) == [4, 9, 27]
    assert shares([4, 4, 4], [6, 30, 90], 200) == [6, 30, 90]


def test_a_cell_of_too_many_lines_is_no_cell() -> None:
    assert shares([4, 4], [20, 300], 40) is None


@pytest.mark.parametrize("width", [None, 80, 40])
def test_fields_fold_under_their_value(width: int | None) -> None:
    value = "the Ossel River rose by 2.3 metres in two days, flooding at least 40 villages"
    lines = list(fields([("claim", value), ("kind", "event")], width))
    assert lines[-1] == "kind         event"
    assert " ".join(" ".join(lines[:-1]).split()) == f"claim {value}"
    assert len(lines) == 2 if width is None else max(map(len, lines)) <= width

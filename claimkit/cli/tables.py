"""Tables that fit: columns share the width without breaking a word; where they cannot, each row becomes a few lines."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

# A longer word, such as an address, may be broken: it alone shall not decide how a table looks.
LONGEST_WORD = 24
# A cell of more lines than this is no longer read as a cell.
MOST_LINES = 7
_UNBOUNDED = 1_000_000


def new_table(*columns: str) -> Table:
    """An empty table with a head."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    return Table(*columns, box=SIMPLE_HEAD)


def print_table(page: Console, table: Table) -> None:
    """Print ``table`` in the width of ``page``: with narrower columns, without its frame, or row by row."""
    from rich.text import Text

    cells = [[_plain(page, cell) for cell in (column.header, *column.cells)] for column in table.columns]
    widths = _widths(page, table, cells)
    if widths is None:
        table.box, table.pad_edge, table.padding = None, False, (0, 1)
        widths = _widths(page, table, cells)
    if widths is None:
        titled = [str(table.title), ""] if table.title else []
        page.print(Text("\n".join([*titled, *_blocks(cells, page.width)])), soft_wrap=True)
        return
    table.expand = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width, column.ratio = width, None
    page.print(table)


def _widths(page: Console, table: Table, cells: Sequence[Sequence[str]]) -> list[int] | None:
    return shares(
        [max(map(_longest_word, column), default=0) for column in cells],
        [max(map(_longest_line, column), default=0) for column in cells],
        page.width - _frame(page, table, cells),
    )


def shares(least: Sequence[int], most: Sequence[int], room: int) -> list[int] | None:
    """Widths between ``least`` and ``most`` that come to ``room`` or less.

    What the least widths leave over goes where a cell would be highest, one character at a time. ``None`` where not
    even the least ones fit, or a cell would have more than :data:`MOST_LINES` lines.
    """
    widths = list(least)
    if sum(widths) > room:
        return None
    spare = room - sum(widths)
    while spare and (lacking := [n for n, width in enumerate(widths) if width < most[n]]):
        highest = max(lacking, key=lambda n: (most[n] / max(widths[n], 1), -n))
        widths[highest] += 1
        spare -= 1
    high = any(full > max(width, 1) * MOST_LINES for full, width in zip(most, widths, strict=True))
    return None if high else widths


def fields(pairs: Iterable[tuple[str, str]], width: int | None, *, label: int = 12) -> Iterator[str]:
    """Lines of a name and its value, folded at ``width`` under the value; ``None`` folds nothing."""
    for name, value in pairs:
        head = f"{name:<{label}} "
        lines = [value] if width is None else _folded(value, max(width - len(head), LONGEST_WORD))
        yield head + (lines[0] if lines else "")
        yield from (" " * len(head) + line for line in lines[1:])


def _blocks(cells: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """Each row as ``header  value`` lines, without its empty cells; a blank line between rows."""
    headers = [column[0] for column in cells]
    label = max(map(len, headers), default=0) + 1
    for number, row in enumerate(zip(*(column[1:] for column in cells), strict=True)):
        if number:
            yield ""
        filled = [(name, " ".join(value.split())) for name, value in zip(headers, row, strict=True) if value.strip()]
        yield from fields(filled, width, label=label)


def _folded(value: str, width: int) -> list[str]:
    return [part for line in value.splitlines() for part in textwrap.wrap(line, width, break_on_hyphens=False) or [""]]


def _plain(page: Console, cell: object) -> str:
    return page.render_str(cell).plain if isinstance(cell, str) else str(cell)


def _longest_word(words: str) -> int:
    from rich.cells import cell_len

    return min(max(map(cell_len, words.split()), default=0), LONGEST_WORD)


def _longest_line(words: str) -> int:
    from rich.cells import cell_len

    return max(map(cell_len, words.splitlines()), default=0)


def _frame(page: Console, table: Table, cells: Sequence[Sequence[str]]) -> int:
    """How many columns of the page borders and padding take."""
    from rich.measure import Measurement

    expand, table.expand = table.expand, False
    whole = Measurement.get(page, page.options.update(width=_UNBOUNDED, max_width=_UNBOUNDED), table).maximum
    table.expand = expand
    return whole - sum(max(map(_longest_line, column), default=0) for column in cells)

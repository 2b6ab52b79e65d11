"""What every chart of the page has: a title, its units, its numbers as a table, and what it shows in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
UNNAMED = "(no outlet stated)"


def chart(
    name: str,
    title: str,
    units: str,
    alternative: str,
    table: tuple[list[str], list[list[Any]]],
    spec: Mapping[str, Any],
) -> dict[str, Any]:
    """A chart as the page takes it; ``table`` is its columns and rows, ``spec`` the Vega-Lite it is drawn from.

    Colours and fonts come from the page, which follows the reader's light or dark mode. A row of the data may hold
    ``filter``: the claims that a click on its mark leads to.
    """
    columns, rows = table
    return {
        "id": name,
        "title": title,
        "units": units,
        "alternative": alternative,
        "table": {"columns": columns, "rows": rows},
        "spec": {"$schema": SCHEMA, "description": alternative, "width": "container", **spec},
    }


def words(name: str) -> str:
    """A value of an enumeration as it is read: "news agency"."""
    return name.replace("_", " ")

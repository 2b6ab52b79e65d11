"""What every chart of the page has: a title, its units, its numbers as a table, and what it shows in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
UNNAMED = "(no outlet stated)"


class Table(NamedTuple):
    """The numbers of a chart; ``filters`` are the claims that each row leads to, for those who click on no mark."""

    columns: list[str]
    rows: list[list[Any]]
    filters: list[dict[str, str]]


def chart(
    name: str,
    title: str,
    units: str,
    alternative: str,
    table: Table,
    spec: Mapping[str, Any],
) -> dict[str, Any]:
    """A chart as the page takes it; ``spec`` is the Vega-Lite it is drawn from.

    Colours and fonts come from the page, which follows the reader's light or dark mode. A row of the data may hold
    ``filter``: the claims that a click on its mark leads to.
    """
    return {
        "id": name,
        "title": title,
        "units": units,
        "alternative": alternative,
        "table": table._asdict(),
        "spec": {"$schema": SCHEMA, "description": alternative, "width": "container", **spec},
    }


def words(name: str) -> str:
    """A value of an enumeration as it is read: "news agency"."""
    return name.replace("_", " ")

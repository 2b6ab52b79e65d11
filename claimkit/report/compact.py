"""The form in which rows lie in the page: spans as pairs, and nothing that says nothing.

A page of ten thousand claims is read by a browser in one go, and most fields of most rows are empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Row = Mapping[str, Any]


def sparse(**fields: Any) -> dict[str, Any]:
    """The fields that say something: no ``None``, no ``False``, nothing empty; 0 stays."""
    return {
        name: value
        for name, value in fields.items()
        if value is not None and value is not False and value not in ("", [], {})
    }


def pair(span: Row | None) -> list[int] | None:
    """``[start, end]`` in code points."""
    return None if span is None else [span["start"], span["end"]]


def pairs(spans: Iterable[Row]) -> list[list[int]]:
    """Discontinuous spans."""
    return [[span["start"], span["end"]] for span in spans]


def word(value: Row | None) -> list[Any] | None:
    """``[start, end, lemma]``."""
    return None if value is None else [value["start"], value["end"], value["lemma"]]


def time(value: Row | None) -> dict[str, Any] | None:
    """A time expression; ``unresolved`` is the reason where it has no interval."""
    if value is None:
        return None
    return sparse(
        span=pair(value["span"]),
        type=value["type"],
        timex=value["timex"],
        edtf=value["edtf"],
        start=value["start"],
        end=value["end"],
        anchor=value["anchor"] if value["anchor"] != "none" else None,
        unresolved=value["unresolved"],
    )


def provenance(value: Row) -> str:
    """Where a label comes from, on one line: "machine, claimkit 0.1.0, according_to"."""
    tool = " ".join(part for part in (value["tool"], value["version"]) if part)
    return ", ".join(part for part in (value["origin"].replace("_", " "), tool, value["model"], value["rule"]) if part)

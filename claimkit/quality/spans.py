"""Whether spans lie where they may: inside the text, inside one another, in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from claimkit.schema import Finding

# Stands for the length of a text nobody has: no span reaches beyond it.
UNKNOWN_LENGTH = 2**62
OUT_OF_RANGE, ORDER = "span-out-of-range", "span-order"


def fits(span: Mapping[str, Any], length: int) -> bool:
    """Whether :func:`inside` finds nothing."""
    return bool(span["start"] < span["end"] <= length)


def inside(span: Mapping[str, Any], path: str, length: int, found: list[Finding]) -> None:
    """A span holds at least one character, and no more of them than the text has."""
    start, end = span["start"], span["end"]
    if start >= end:
        found.append(Finding(path, f"the span {start}–{end} is empty", OUT_OF_RANGE))
    elif end > length:
        message = f"the span {start}–{end} reaches beyond the text, which has {length} characters"
        found.append(Finding(path, message, OUT_OF_RANGE))


def ordered(spans: Sequence[Mapping[str, Any]], path: str, length: int, found: list[Finding]) -> None:
    """The spans of one discontinuous thing each lie inside the text, one after the other without overlap."""
    before = 0
    for n, span in enumerate(spans):
        start, end = span["start"], span["end"]
        if not before <= start < end <= length:
            inside(span, f"{path}[{n}]", length, found)
            if start < before:
                message = f"starts at {start}, before the end of the one before ({before})"
                found.append(Finding(f"{path}[{n}]", message, ORDER))
        before = end


def starting(spans: Sequence[Mapping[str, Any]], path: str, length: int, found: list[Finding]) -> None:
    """The mentions of an entity each lie inside the text, in the order in which they start.

    One may lie in another, as the name does in «the official KCNA news agency», but none is the same as another.
    """
    before = (0, 0)
    for n, span in enumerate(spans):
        inside(span, f"{path}[{n}]", length, found)
        if span["start"] < before[0]:
            message = f"starts at {span['start']}, before the one before it ({before[0]})"
            found.append(Finding(f"{path}[{n}]", message, ORDER))
        elif (span["start"], span["end"]) == before:
            found.append(Finding(f"{path}[{n}]", "is the same as the one before it", ORDER))
        before = (span["start"], span["end"])


def covers(outer: Mapping[str, Any], inner: Mapping[str, Any]) -> bool:
    """Whether ``inner`` lies within ``outer``."""
    return bool(outer["start"] <= inner["start"] and inner["end"] <= outer["end"])

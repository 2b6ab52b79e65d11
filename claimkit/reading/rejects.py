"""What was set aside while reading, and why: a run counts it and goes on."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reject:
    """One input, or one line of it, that gave no article.

    ``input`` is relative to the folder that was given, or the name of the file; ``line`` is the number, from
    1, of the line or record, and ``None`` for a whole file; ``reason`` is a stable name (``undecodable``, ``binary``,
    ``empty_body``, ``not_english``, ``too_large``, ``damaged``, ``broken_record``, ``broken_metadata``,
    ``metadata_without_file``, ``no_text``, ``unreadable``, ``reading_failed``); ``detail`` is for people.
    """

    input: str
    line: int | None
    reason: str
    detail: str


OnReject = Callable[[Reject], None]


def warn(reject: Reject) -> None:
    """Say it as a Python warning: what happens where the caller gave no ``on_reject``."""
    place = reject.input if reject.line is None else f"{reject.input}:{reject.line}"
    warnings.warn(f"{place}: {reject.reason}: {reject.detail}", stacklevel=2)

"""Predictions beside their gold: what was found in which text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from claimkit.errors import OptionError

T = TypeVar("T")


def of_texts(found: Mapping[str, T], texts: Iterable[str], folder: Path | str) -> Mapping[str, T]:
    """``found`` by text: names differ between formats, and offsets mean nothing in another text.

    Raises :class:`OptionError` where the prediction at ``folder`` has none of ``texts``.
    """
    if not any(text in found for text in texts):
        raise OptionError(
            f"{folder}: holds none of the gold's texts, character for character; predict on the very same texts"
        )
    return found

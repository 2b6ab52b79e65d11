"""Predictions beside their gold: what was found in which text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from claimkit.errors import OptionError


class Text(Protocol):
    """A text of the gold."""

    @property
    def text(self) -> str: ...


D = TypeVar("D", bound=Text)
T = TypeVar("T")


def of_texts(found: Mapping[str, T], gold: Iterable[Text], folder: Path | str) -> Mapping[str, T]:
    """``found`` by text: names differ between formats, and offsets mean nothing in another text.

    Raises :class:`OptionError` where the prediction at ``folder`` has none of the gold's texts.
    """
    if not any(each.text in found for each in gold):
        raise OptionError(
            f"{folder}: holds none of the gold's texts, character for character; predict on the very same texts"
        )
    return found


def with_gold(
    gold: Iterable[D], found: Mapping[str, Sequence[T]] | None, read: Callable[[D], Sequence[T]]
) -> Iterator[tuple[D, Sequence[T]]]:
    """Each text of the gold with what was found in it, one at a time; without a prediction it is read now."""
    for each in gold:
        yield each, read(each) if found is None else found.get(each.text, ())


def count_lacking(gold: Iterable[Text], found: Mapping[str, object] | None) -> int:
    """How many texts of the gold a prediction does not hold; all that is in them is missed."""
    return 0 if found is None else sum(each.text not in found for each in gold)

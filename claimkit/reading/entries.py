"""What lies in the inputs, one entry an article: where it stands, and how to make an article of it.

Finding an entry is cheap and in order; making its article may be dear (a web page) and may be done in another process:
an :class:`Entry` is small, holds the bytes of its article and nothing of the others, and can be pickled.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from claimkit.records import Article


class Location(NamedTuple):
    """Where an article was read.

    ``input`` is the file's path relative to the folder that was given, or its name if the file itself was; never a
    path of the machine. ``line`` is the number, from 1, of the line or record in it; ``None`` if the file is one
    article.
    """

    input: str
    line: int | None


class Entry(NamedTuple):
    """An article that is not made yet; ``parse`` raises :class:`~claimkit.errors.InputError` if it is none."""

    location: Location
    parse: Callable[[], Article]


class Located(NamedTuple):
    """An article, and where it was read."""

    location: Location
    article: Article

"""The entities of a text of our own, asked for by the words that mean them."""

import re
from collections.abc import Callable

import pytest

from claimkit.extraction.entities import entity_at, find_mentions
from claimkit.extraction.parsing import parse
from claimkit.records import Mention, Span


def _mentions_of(text: str) -> tuple[Mention, ...]:
    return find_mentions(parse(text), "article")


def _words(text: str, mention: Mention) -> list[str]:
    return [text[span.start : span.end] for span in mention.spans]


def _at(text: str, phrase: str, nth: int = 0) -> Mention | None:
    start, end = list(re.finditer(rf"(?<!\w){re.escape(phrase)}(?!\w)", text))[nth].span()
    return entity_at(_mentions_of(text), Span(start, end))


def _named(text: str, phrase: str, nth: int = 0) -> str | None:
    mention = _at(text, phrase, nth)
    return mention.name if mention is not None else None


@pytest.fixture(scope="session")
def mentions_of() -> Callable[[str], tuple[Mention, ...]]:
    """All entities of a text."""
    return _mentions_of


@pytest.fixture(scope="session")
def words() -> Callable[[str, Mention], list[str]]:
    """The words of every span of an entity."""
    return _words


@pytest.fixture(scope="session")
def at() -> Callable[..., Mention | None]:
    """The entity of the nth place where a phrase stands as words of its own."""
    return _at


@pytest.fixture(scope="session")
def named() -> Callable[..., str | None]:
    """The name of that entity."""
    return _named

"""Web pages to articles: the body text by trafilatura, the rest by what the page states of itself."""

from __future__ import annotations

import functools
import importlib.metadata
import logging
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from claimkit.errors import EmptyBodyError, TooLargeError, UndecodableError
from claimkit.reading.charsets import decode_page
from claimkit.reading.compression import read_whole
from claimkit.reading.metadata import Given
from claimkit.reading.page_metadata import stated_in
from claimkit.reading.text import article_of, sha256_of
from claimkit.records import Article, Reader

# Trafilatura's own limit, above which a page is no article but a data file.
_LONGEST_PAGE = 20_000_000
# Below so many characters trafilatura takes all text of the page instead, headings and captions glued to paragraphs.
# Its own 250 is the length of a brief of three sentences.
_SHORTEST_BODY = 100
_LONGEST_CELL = 60
# Trafilatura's elements that begin and end a line.
_BLOCKS = frozenset({"p", "head", "item", "list", "quote", "code", "table", "row", "cell", "lb", "div", "graphic"})


def read_html_file(path: Path, compression: str | None, row: Given, flags: Given) -> Article:
    """The page as an article. What somebody wrote of this very file (``row``) counts before what the page states."""
    data = read_whole(path, compression)
    return article_of_page(data, flags, row=row, source_sha256=sha256_of(data))


def article_of_page(
    data: bytes,
    given: Given,
    *,
    row: Given | None = None,
    charset: str | None = None,
    url: str | None = None,
    source_sha256: str | None,
) -> Article:
    """The article on a web page; each paragraph of its text is a line.

    ``charset`` and ``url`` are the server's. The page's statements count after ``row`` and before ``given``. Raises
    :class:`~claimkit.errors.InputError`; :class:`EmptyBodyError` where nothing on the page is an article's text.
    """
    page, is_damaged = decode_page(data, charset)
    if len(page) > _LONGEST_PAGE:
        raise TooLargeError(f"the page has {len(page):,} characters, more than {_LONGEST_PAGE:,}")
    tree = _tree(page)
    stated = stated_in(tree, url)
    known = (row.filled_from(stated) if row else stated).filled_from(given)
    text = _body_text(tree)
    if is_damaged and "\ufffd" in text:
        raise UndecodableError("bytes of the text are in no known encoding: mend the page, or convert it to UTF-8")
    return article_of(text, known, source_sha256=source_sha256, reader=reader())


@functools.cache
def reader() -> Reader:
    """The reader of pages: what it takes for the body is decided by trafilatura, so that one's version counts too."""
    return Reader(name="html", version=f"1+trafilatura.{importlib.metadata.version('trafilatura')}")


def _tree(page: str) -> Any:
    _quiet()
    from trafilatura.utils import load_html

    # A page of a single element («<p>…</p>») is none to trafilatura; in a frame it is.
    tree = load_html(page, _LONGEST_PAGE)
    tree = load_html(f"<html><body><div>{page}</div></body></html>", _LONGEST_PAGE) if tree is None else tree
    if tree is None:
        raise EmptyBodyError("there is no element of HTML in it")
    return tree


def _body_text(tree: Any) -> str:
    from trafilatura import bare_extraction

    found: Any = bare_extraction(tree, fast=True, include_comments=False, config=_settings())
    lines = [] if found is None else list(_lines_of(found.body))
    if not lines:
        raise EmptyBodyError("no text of an article was found on the page")
    return "\n".join(lines)


def _lines_of(body: Any) -> Iterator[str]:
    """A line for each block of the body as trafilatura marks it up; what stands in a block is one line.

    Trafilatura's own text has a table in one line a row, and pages of the 1990s stand in a table as a whole.
    """
    from lxml.etree import iterwalk

    pieces: list[str] = []
    walk = iterwalk(body, events=("start", "end"))
    for event, element in walk:
        if element.tag in _BLOCKS:
            yield from _line(pieces)
            pieces.clear()
        if event == "end":
            pieces.append(element.tail or "")
        elif element.tag == "row" and _is_data(element):
            yield from _line([" | ".join(" ".join(cell.itertext()) for cell in element)])
            walk.skip_subtree()
        else:
            pieces.append("- " if element.tag == "item" else "")
            pieces.append(element.text or "")
    yield from _line(pieces)


def _line(pieces: Iterable[str]) -> Iterator[str]:
    # Line ends of the source are gone by now; those that are left stand where the page broke the line.
    for piece in "".join(pieces).split("\n"):
        line = " ".join(piece.split())
        if line.strip("-| "):
            yield line


def _is_data(row: Any) -> bool:
    """Whether the cells of a row are short: a row of prose is the layout of a page."""
    return all(len("".join(cell.itertext())) <= _LONGEST_CELL for cell in row)


@functools.cache
def _settings() -> Any:
    from trafilatura.settings import use_config

    settings = use_config()
    settings.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(_SHORTEST_BODY))
    return settings


@functools.cache
def _quiet() -> None:
    """Trafilatura logs what it found odd; where nobody listens, Python would print that between the lines of a run."""
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())

"""Web pages to articles: the body text by trafilatura, the rest by what the page states of itself."""

from __future__ import annotations

import functools
import importlib.metadata
import logging
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
    from trafilatura import extract

    text: str | None = extract(tree, fast=True, include_comments=False, with_metadata=False)
    if not text or not text.strip():
        raise EmptyBodyError("no text of an article was found on the page")
    return text


@functools.cache
def _quiet() -> None:
    """Trafilatura logs what it found odd; where nobody listens, Python would print that between the lines of a run."""
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())

"""Small files of every format, written by the tests themselves; their news is invented."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from claimkit.reading import Reject, read_articles
from claimkit.records import Article

FIRST = "The river rose by two metres on Friday, officials in Osterby said, and cut off the town from the islands."
SECOND = "“It is over,” said Ann Lee, the harbour master, on Saturday, when the ferries were running again."
THIRD = "Nobody was hurt, according to the harbour office, which had closed the bridge an hour before the flood."


@pytest.fixture
def paragraphs() -> tuple[str, str, str]:
    return FIRST, SECOND, THIRD


@pytest.fixture
def read() -> Callable[..., tuple[list[Article], list[Reject]]]:
    """The articles of a file or folder, and what was set aside."""

    def read(path: Path, **options: Any) -> tuple[list[Article], list[Reject]]:
        rejects: list[Reject] = []
        return list(read_articles(path, on_reject=rejects.append, **options)), rejects

    return read


@pytest.fixture
def page() -> Callable[..., str]:
    """A web page with menus around an article; ``head`` and ``body`` go in as they are."""

    def page(*, head: str = "", body: str | None = None) -> str:
        article = "".join(f"<p>{each}</p>" for each in (FIRST, SECOND, THIRD)) if body is None else body
        menu = '<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>'
        return (
            f'<!DOCTYPE html><html lang="en"><head>{head}</head><body>{menu}<main><article>{article}</article></main>'
            "<footer>All rights reserved. Privacy. Terms.</footer></body></html>"
        )

    return page


@pytest.fixture
def warc_record() -> Callable[..., bytes]:
    """One record of a WARC archive: by default the HTTP response in which ``body`` came from ``url``."""

    def record(
        url: str,
        body: bytes,
        *,
        kind: str = "response",
        content_type: str = "text/html; charset=utf-8",
        status: str = "200 OK",
        headers: str = "",
    ) -> bytes:
        block_type = content_type
        if kind == "response":
            body = f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\n{headers}\r\n".encode() + body
            block_type = "application/http; msgtype=response"
        lines = [
            "WARC/1.0",
            f"WARC-Type: {kind}",
            f"WARC-Target-URI: {url}",
            "WARC-Date: 2024-05-03T10:00:00Z",
            "WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000000>",
            f"Content-Type: {block_type}",
            f"Content-Length: {len(body)}",
        ]
        return "\r\n".join([*lines, "", ""]).encode() + body + b"\r\n\r\n"

    return record

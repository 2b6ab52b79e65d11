"""WARC archives: which records are articles, how they are unpacked and named, and archives that break off."""

import gzip
import zlib
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest


def zstd(data: bytes) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as stream:
        stream.write(data)
    return bytes(sink.getvalue())


def chunked(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n0\r\n\r\n" % (len(data), data)


@pytest.fixture
def html(page: Any) -> bytes:
    text: str = page(
        head='<meta property="og:site_name" content="Osterby Post"><meta name="date" content="2024-05-03">'
    )
    return text.encode()


def test_a_page_is_an_article_with_its_address(
    tmp_path: Path, read: Any, warc_record: Any, html: bytes, paragraphs: Any
) -> None:
    (tmp_path / "a.warc").write_bytes(warc_record("https://post.example/river?page=1", html))
    (article,), rejects = read(tmp_path)
    assert rejects == []
    assert article.text == "\n".join(paragraphs)
    assert (article.url, article.publisher) == ("https://post.example/river?page=1", "Osterby Post")
    assert (article.published, article.reader.name) == ("2024-05-03", "html")


@pytest.mark.parametrize(
    ("canonical", "url"),
    [
        ("https://www.post.example/river", "https://www.post.example/river"),
        ("https://other.example/river", "https://post.example/river?utm=x"),
        ("https://post.example/", "https://post.example/river?utm=x"),
        ("/river", "https://post.example/river?utm=x"),
    ],
)
def test_the_address_a_page_goes_by_counts_if_it_is_one_of_the_same_host(
    canonical: str, url: str, tmp_path: Path, read: Any, warc_record: Any, page: Any
) -> None:
    html = page(head=f'<link rel="canonical" href="{canonical}">').encode()
    (tmp_path / "a.warc").write_bytes(warc_record("https://post.example/river?utm=x", html))
    (article,), _ = read(tmp_path)
    assert article.url == url


@pytest.mark.parametrize("suffix", [".warc", ".warc.gz", ".warc.zst"])
@pytest.mark.parametrize("whole", [True, False])
def test_archives_are_packed_by_record_or_as_a_whole(
    suffix: str, whole: bool, tmp_path: Path, read: Any, warc_record: Any, html: bytes
) -> None:
    pack = {".warc": bytes, ".warc.gz": gzip.compress, ".warc.zst": zstd}[suffix]
    records = [warc_record(f"https://post.example/{n}", html) for n in range(3)]
    (tmp_path / f"a{suffix}").write_bytes(pack(b"".join(records)) if whole else b"".join(map(pack, records)))
    articles, rejects = read(tmp_path)
    assert ([article.url for article in articles], rejects) == ([f"https://post.example/{n}" for n in range(3)], [])


def test_what_is_no_page_is_passed_over_but_counts_as_a_record(
    tmp_path: Path, read: Any, warc_record: Any, html: bytes
) -> None:
    records = [
        warc_record("https://post.example/", b"software: test\r\n", kind="warcinfo", content_type="text/plain"),
        warc_record(
            "https://post.example/", b"GET / HTTP/1.1\r\n\r\n", kind="request", content_type="application/http"
        ),
        warc_record("https://post.example/a.png", b"\x89PNG", content_type="image/png"),
        warc_record("https://post.example/old", html, status="301 Moved Permanently"),
        warc_record("https://post.example/gone", html, status="404 Not Found"),
        warc_record("dns:post.example", b"post.example. 1 IN A 192.0.2.1", kind="resource", content_type="text/dns"),
        warc_record("https://post.example/empty", b"<html></html>"),
        warc_record("https://post.example/river", html, kind="resource", content_type="text/html"),
    ]
    (tmp_path / "a.warc").write_bytes(b"".join(records))
    articles, rejects = read(tmp_path)
    assert [article.url for article in articles] == ["https://post.example/river"]
    assert [(reject.input, reject.line, reject.reason) for reject in rejects] == [("a.warc", 7, "empty_body")]


def test_plain_text_extracts_are_articles(tmp_path: Path, read: Any, warc_record: Any, paragraphs: Any) -> None:
    text = "\n".join(paragraphs)
    record = warc_record("https://post.example/river", text.encode(), kind="conversion", content_type="text/plain")
    (tmp_path / "a.warc.wet.gz").write_bytes(gzip.compress(record))
    (article,), _ = read(tmp_path)
    assert (article.text, article.url) == (text, "https://post.example/river")


@pytest.mark.parametrize(
    ("headers", "pack"),
    [
        ("Transfer-Encoding: chunked\r\n", chunked),
        ("Content-Encoding: gzip\r\n", gzip.compress),
        ("Content-Encoding: deflate\r\n", zlib.compress),
        (
            "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n",
            lambda data: chunked(gzip.compress(data, mtime=0)),
        ),
        # Crawlers unpack what they store and keep the server's headers.
        ("Transfer-Encoding: chunked\r\n", bytes),
        ("Content-Encoding: gzip\r\n", bytes),
        ("Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", gzip.compress),
        ("Content-Encoding: x-unknown\r\n", bytes),
    ],
)
def test_pages_are_unpacked_as_the_server_packed_them(
    headers: str, pack: Any, tmp_path: Path, read: Any, warc_record: Any, html: bytes, paragraphs: Any
) -> None:
    (tmp_path / "a.warc").write_bytes(warc_record("https://post.example/river", pack(html), headers=headers))
    (article,), _ = read(tmp_path)
    assert article.text == "\n".join(paragraphs)


def test_the_servers_encoding_counts(tmp_path: Path, read: Any, warc_record: Any, page: Any) -> None:
    body = page(body="<p>The president, Lech Wałęsa, met Mr. Śląski in Łódź on Friday, his office said. It rained.</p>")
    record = warc_record(
        "https://post.example/a", body.encode("cp1250"), content_type="text/html; charset=windows-1250"
    )
    (tmp_path / "a.warc").write_bytes(record)
    (article,), _ = read(tmp_path)
    assert "Lech Wałęsa" in article.text


def test_one_page_that_is_none_costs_no_other(tmp_path: Path, read: Any, warc_record: Any, html: bytes) -> None:
    good = warc_record("https://post.example/river", html)
    records = [
        good,
        warc_record("https://post.example/x", bytes(1000)),
        good.replace(b"HTTP/1.1 200 OK", b"x" * 15),
        good,
    ]
    (tmp_path / "a.warc").write_bytes(b"".join(records))
    articles, rejects = read(tmp_path)
    assert len(articles) >= 2
    assert (rejects[0].line, rejects[0].reason) == (2, "binary")


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstd])
def test_of_an_archive_that_breaks_off_the_whole_records_are_read(
    pack: Any, tmp_path: Path, read: Any, warc_record: Any, html: bytes
) -> None:
    suffix = {bytes: "", gzip.compress: ".gz", zstd: ".zst"}[pack]
    packed = [pack(warc_record(f"https://post.example/{n}", html)) for n in range(3)]
    (tmp_path / f"a.warc{suffix}").write_bytes(b"".join(packed)[: -len(packed[2]) // 2])
    articles, rejects = read(tmp_path)
    assert [article.url for article in articles] == ["https://post.example/0", "https://post.example/1"]
    assert [reject.reason for reject in rejects] == ["damaged"]


@pytest.mark.parametrize(
    "data", [b"The river rose.\n" * 50, gzip.compress(b"The river rose.", mtime=0), b"\x28\xb5\x2f\xfdjunk"]
)
def test_what_is_no_archive_is_damaged(data: bytes, tmp_path: Path, read: Any) -> None:
    (tmp_path / "a.warc.gz").write_bytes(data)
    articles, rejects = read(tmp_path)
    assert articles == []
    assert [(reject.line, reject.reason) for reject in rejects] == [(None, "damaged")]


def test_after_rubbish_between_records_the_archive_is_damaged(
    tmp_path: Path, read: Any, warc_record: Any, html: bytes
) -> None:
    good = warc_record("https://post.example/river", html)
    (tmp_path / "a.warc").write_bytes(good + b"rubbish rubbish\r\n\r\n" + good)
    articles, rejects = read(tmp_path)
    assert len(articles) == 1
    assert [reject.reason for reject in rejects] == ["damaged"]
    assert "after record 1" in rejects[0].detail

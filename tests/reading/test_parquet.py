"""Parquet tables: rows to articles, claimkit's own table, and tables that are none."""

import datetime
import gzip
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from claimkit.extraction.layout import lay_out
from claimkit.records import Article

TEXT = "The river rose by two metres on Friday, said Ann Lee."


def write(path: Path, columns: dict[str, Any], **options: Any) -> None:
    pq.write_table(pa.table(columns), path, **options)


def test_columns_are_the_fields_of_a_record(tmp_path: Path, read: Any) -> None:
    write(
        tmp_path / "a.parquet",
        {
            "content": [TEXT],
            "title": ["River rises"],
            "url": ["https://post.example/river"],
            "domain": ["post.example"],
            "date": [datetime.datetime(2024, 5, 3, 23, 30, tzinfo=datetime.UTC)],
            "authors": [["Ann Lee", "Bo Dahl"]],
            "unknown": [{"a": 1}],
        },
    )
    (article,), rejects = read(tmp_path)
    assert rejects == []
    assert (article.text, article.title, article.url) == (TEXT, "River rises", "https://post.example/river")
    assert (article.publisher, article.published) == ("post.example", "2024-05-03")
    assert (article.authors, article.reader.name) == (("Ann Lee", "Bo Dahl"), "parquet")


def test_a_moment_counts_by_its_day_in_utc_whatever_zone_is_noted_beside_it(tmp_path: Path, read: Any) -> None:
    moment = datetime.datetime(2024, 5, 3, 23, 30, tzinfo=datetime.UTC)
    column = pa.array([moment], pa.timestamp("us", tz="Asia/Tokyo"))
    assert column.to_pylist()[0].day == 4
    write(tmp_path / "a.parquet", {"content": [TEXT], "date": column})

    (article,), _ = read(tmp_path)

    assert article.published == "2024-05-03"


def test_a_row_that_is_no_article_is_set_aside_with_its_number(tmp_path: Path, read: Any) -> None:
    write(tmp_path / "a.parquet", {"text": [TEXT, None, " ", "NUL \x00", TEXT + "!"]})
    articles, rejects = read(tmp_path)
    assert [article.text for article in articles] == [TEXT, TEXT + "!"]
    assert [(reject.line, reject.reason) for reject in rejects] == [
        (2, "broken_record"),
        (3, "empty_body"),
        (4, "binary"),
    ]


def test_a_table_without_a_text_column_is_set_aside_and_says_what_it_has(tmp_path: Path, read: Any) -> None:
    write(tmp_path / "a.parquet", {"headline": ["River rises"], "body_text": [TEXT]})
    articles, rejects = read(tmp_path)
    assert articles == []
    assert [(reject.input, reject.line, reject.reason) for reject in rejects] == [("a.parquet", None, "broken_record")]
    assert "the columns are headline, body_text; rename one to text" in rejects[0].detail


def test_a_column_of_pages_is_read_as_pages(tmp_path: Path, read: Any, page: Any, paragraphs: Any) -> None:
    write(tmp_path / "a.parquet", {"html": [page()], "url": ["https://post.example/river"]})
    (article,), _ = read(tmp_path)
    assert (article.text, article.url) == ("\n".join(paragraphs), "https://post.example/river")


def test_rows_claimkit_wrote_come_back_as_they_were(tmp_path: Path, read: Any) -> None:
    written = lay_out(Article.from_text(f"River rises\n\n{TEXT}", publisher="Osterby Post", published="2024-05-03"))
    row = {name: [value] for name, value in written.to_dict().items()}
    (tmp_path / "articles").mkdir()
    write(tmp_path / "articles" / "train-00000-of-00001.parquet", row)
    (tmp_path / "claims").mkdir()
    write(tmp_path / "claims" / "train-00000-of-00001.parquet", {"text": ["not an article"]})
    (tmp_path / "rejects.jsonl").write_text('{"text": "not an article"}\n', encoding="utf-8")
    (tmp_path / "run.json").write_text('{"text": "not an article"}', encoding="utf-8")
    assert read(tmp_path, publisher="another") == ([written], [])


@pytest.mark.parametrize("data", [b"", b"PAR1", b"PAR1" + bytes(100) + b"PAR1", b"text,title\na,b\n"])
def test_what_is_no_table_is_damaged(data: bytes, tmp_path: Path, read: Any) -> None:
    (tmp_path / "a.parquet").write_bytes(data)
    articles, rejects = read(tmp_path)
    assert articles == []
    assert [(reject.line, reject.reason) for reject in rejects] == [(None, "damaged")]


def test_of_a_table_with_a_damaged_page_the_rows_before_it_are_read(tmp_path: Path, read: Any) -> None:
    path = tmp_path / "a.parquet"
    texts = [f"{TEXT} It was day {n}." for n in range(2_000)]
    write(path, {"text": texts}, row_group_size=200, compression="gzip", use_dictionary=False)
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 500] = bytes(500)
    path.write_bytes(data)
    articles, rejects = read(tmp_path)
    assert [article.text for article in articles] == texts[: len(articles)]
    assert 200 <= len(articles) < 1_500
    assert [reject.reason for reject in rejects] == ["damaged"]
    assert f"after row {len(articles)}" in rejects[0].detail


def test_a_packed_table_is_unpacked(tmp_path: Path, read: Any) -> None:
    write(tmp_path / "a.parquet", {"text": [TEXT]})
    packed = gzip.compress((tmp_path / "a.parquet").read_bytes())
    (tmp_path / "a.parquet").unlink()
    (tmp_path / "a.parquet.gz").write_bytes(packed)
    (article,), rejects = read(tmp_path)
    assert (article.text, rejects) == (TEXT, [])

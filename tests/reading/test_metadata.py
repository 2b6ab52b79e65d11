"""What is known apart from the text: the sidecar ``metadata.csv``, and flags for what it leaves open."""

from pathlib import Path
from typing import Any

import pytest

from claimkit.errors import OptionError
from claimkit.reading import Reject, read_articles
from claimkit.records import Article, PublishedEvidence


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sub").mkdir()
    for name in ("a.txt", "b.txt", "sub/c.txt"):
        (tmp_path / name).write_text(f"This is {name}.", encoding="utf-8")
    return tmp_path


def read(path: Path, **options: Any) -> tuple[list[Article], list[Reject]]:
    rejects: list[Reject] = []
    return list(read_articles(path, on_reject=rejects.append, **options)), rejects


def sidecar(folder: Path, content: str, name: str = "metadata.csv") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def test_a_row_describes_its_file(folder: Path) -> None:
    sidecar(
        folder,
        "file,url,publisher,published,title,authors,wire,licence\n"
        'a.txt,https://example.org/a,"Post, The",2024-05-03,River rises,Ann Lee; Bo Dahl,Reuters,CC-BY-4.0\n',
    )
    (article, *_), rejects = read(folder)
    assert rejects == []
    assert (article.url, article.publisher, article.title) == ("https://example.org/a", "Post, The", "River rises")
    assert (article.published, article.published_evidence) == ("2024-05-03", PublishedEvidence.METADATA)
    assert (article.authors, article.wire, article.licence) == (("Ann Lee", "Bo Dahl"), ("Reuters",), "CC-BY-4.0")


def test_files_in_subfolders_are_named_by_their_path(folder: Path) -> None:
    sidecar(folder, "file,publisher\nsub/c.txt,Post\n")
    articles, _ = read(folder)
    assert [article.publisher for article in articles] == [None, None, "Post"]


def test_the_sidecar_nearest_to_the_file_has_the_last_word(folder: Path) -> None:
    sidecar(folder, "file,publisher\nsub/c.txt,Post\n")
    sidecar(folder, "file,publisher\nc.txt,Gazette\n", "sub/metadata.csv")
    articles, _ = read(folder)
    assert articles[-1].publisher == "Gazette"


def test_a_file_named_alone_has_its_sidecar_too_and_the_other_rows_are_no_fault(folder: Path) -> None:
    sidecar(folder, "file,publisher\na.txt,Post\nb.txt,Gazette\n")
    articles, rejects = read(folder / "b.txt")
    assert [article.publisher for article in articles] == ["Gazette"]
    assert rejects == []


def test_a_metadata_file_named_apart_replaces_the_sidecars(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    sidecar(folder, "file,publisher\na.txt,Post\n")
    apart = sidecar(tmp_path_factory.mktemp("apart"), "file,publisher\nb.txt,Gazette\nsub/c.txt,Herald\n", "m.csv")
    articles, rejects = read(folder, metadata=apart)
    assert [article.publisher for article in articles] == [None, "Gazette", "Herald"]
    assert rejects == []


def test_flags_fill_only_what_is_not_stated(folder: Path) -> None:
    sidecar(folder, "file,publisher,published\na.txt,Post,2024-05-03\nb.txt,,\n")
    articles, _ = read(folder, publisher="Gazette", published="2024-06-01", licence="CC0-1.0")
    assert [article.publisher for article in articles] == ["Post", "Gazette", "Gazette"]
    metadata, flag = PublishedEvidence.METADATA, PublishedEvidence.FLAG
    assert [article.published_evidence for article in articles] == [metadata, flag, flag]
    assert [article.published for article in articles] == ["2024-05-03", "2024-06-01", "2024-06-01"]
    assert {article.licence for article in articles} == {"CC0-1.0"}


def test_a_record_of_a_jsonl_file_states_more_surely_than_the_row_of_its_file(folder: Path) -> None:
    (folder / "r.jsonl").write_text('{"text": "One.", "publisher": "Herald"}\n{"text": "Two."}\n', encoding="utf-8")
    sidecar(folder, "file,publisher\nr.jsonl,Post\n")
    articles, _ = read(folder / "r.jsonl")
    assert [article.publisher for article in articles] == ["Herald", "Post"]


def test_the_publisher_is_part_of_the_articles_identity(folder: Path) -> None:
    (one,), _ = read(folder / "a.txt", publisher="Post")
    (other,), _ = read(folder / "a.txt", publisher="Gazette")
    assert one.article_id != other.article_id
    assert one.article_id == Article.from_text("This is a.txt.", publisher="Post").article_id


def test_a_row_for_a_missing_file_is_reported_with_its_line(folder: Path) -> None:
    sidecar(folder, "file,publisher\na.txt,Post\nlost.txt,Post\n")
    articles, rejects = read(folder)
    assert len(articles) == 3
    assert [(reject.input, reject.line, reject.reason) for reject in rejects] == [
        ("metadata.csv", 3, "metadata_without_file")
    ]


def test_a_bad_date_in_a_row_is_reported_and_the_rest_of_the_row_holds(folder: Path) -> None:
    sidecar(folder, "file,publisher,published\na.txt,Post,2024-13-01\n")
    (article, *_), rejects = read(folder)
    assert (article.publisher, article.published, article.published_evidence) == ("Post", None, None)
    assert [(reject.line, reject.reason) for reject in rejects] == [(2, "broken_metadata")]


def test_a_spreadsheets_byte_order_mark_is_no_part_of_the_first_column(folder: Path) -> None:
    sidecar(folder, "\ufefffile,publisher\r\na.txt,Post\r\n")
    assert read(folder)[0][0].publisher == "Post"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "no column 'file'"),
        ("name,publisher\na.txt,Post\n", "no column 'file'"),
        ("file,outlet\na.txt,Post\n", "unknown column 'outlet'; the columns are file, title, url"),
        ("file,url,url\na.txt,x,y\n", "column 'url' stands there twice"),
        ("file,publisher\na.txt,Post\na.txt,Gazette\n", "metadata.csv:3: a second row for a.txt; the first is line 2"),
        ("file,publisher\na.txt,Post, The\n", "metadata.csv:2: more values than columns"),
        ("file,publisher\n,Post\n", "metadata.csv:2: the column 'file' is empty"),
        ('file,publisher\na.txt,"Post\n', "not CSV"),
    ],
)
def test_a_sidecar_that_is_not_of_the_format_stops_at_once(folder: Path, content: str, message: str) -> None:
    sidecar(folder, content)
    with pytest.raises(OptionError) as caught:
        read_articles(folder)
    assert message in str(caught.value)


def test_a_sidecar_in_another_encoding_stops_at_once(folder: Path) -> None:
    (folder / "metadata.csv").write_bytes(b"file,publisher\na.txt,Z\xfcrich\n")
    with pytest.raises(OptionError, match="not UTF-8"):
        read_articles(folder)


def test_a_metadata_file_that_is_not_there_stops_at_once(folder: Path) -> None:
    with pytest.raises(OptionError, match="no such metadata file"):
        read_articles(folder, metadata=folder / "none.csv")


@pytest.mark.parametrize("published", ["3 May 2024", "2024-5-3", "2024-02-30", "20240503", "2024-05-03T10:00", ""])
def test_a_flag_that_is_no_date_stops_at_once(folder: Path, published: str) -> None:
    with pytest.raises(OptionError, match="YYYY-MM-DD"):
        read_articles(folder, published=published)


def test_an_address_in_other_letters_is_written_as_a_uri_and_one_that_is_none_is_left_out(folder: Path) -> None:
    sidecar(folder, "file,url\na.txt,https://example.org/기사\nb.txt,not a url\n")
    articles, rejects = read(folder)
    assert [article.url for article in articles] == ["https://example.org/%EA%B8%B0%EC%82%AC", None, None]
    assert [(reject.line, reject.reason) for reject in rejects] == [(3, "broken_metadata")]


@pytest.mark.parametrize("flag", ["publisher", "licence"])
def test_a_flag_that_no_file_can_hold_is_refused_at_the_call(folder: Path, flag: str) -> None:
    with pytest.raises(OptionError, match=f"{flag}.*not UTF-8"):
        read_articles(folder, **{flag: "Post \udcff"})

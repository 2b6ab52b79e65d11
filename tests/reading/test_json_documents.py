"""JSON documents: one record, lists of records, and the exports of crawlers."""

import json
from pathlib import Path
from typing import Any

import pytest

TEXT = "The river rose by two metres on Friday, said Ann Lee."

# What Fundus's Crawler.crawl(save_to_file=...) writes: articles by publisher, each as Article.to_json() gives it.
FUNDUS = {
    "Osterby Gazette": [],
    "Osterby Post": [
        {
            "title": "River rises",
            "body": {
                "summary": ["The ferries stand still."],
                "sections": [
                    {"headline": [], "paragraphs": [TEXT, "It rained."]},
                    {"headline": ["The bridge"], "paragraphs": ["It was closed."]},
                ],
            },
            "authors": ["Ann Lee"],
            "publishing_date": "2024-05-03 23:30:00+02:00",
            "topics": ["Floods"],
            "free_access": True,
            "images": [],
        }
    ],
    "Norrby Herald": [{"title": "Calm", "body": None, "plaintext": "Nothing happened in Norrby.", "authors": []}],
}

# What news-please writes: one file an article, and None as a string where there is no date.
NEWS_PLEASE = {
    "authors": [],
    "date_download": "2024-05-04 08:00:00",
    "date_modify": "None",
    "date_publish": "2024-05-03 21:30:00",
    "description": "A flood.",
    "filename": "https%3A%2F%2Fpost.example%2Friver.json",
    "image_url": None,
    "language": "en",
    "localpath": None,
    "maintext": TEXT,
    "source_domain": "post.example",
    "text": None,
    "title": "River rises",
    "title_page": "River rises | Osterby Post",
    "title_rss": "NULL",
    "url": "https://post.example/river",
}


@pytest.fixture
def of_document(tmp_path: Path, read: Any) -> Any:
    """Articles and rejects of a JSON document given as a value or as its text."""

    def of_document(document: Any, encoding: str = "utf-8", indent: int | None = None) -> Any:
        text = document if isinstance(document, str) else json.dumps(document, indent=indent)
        (tmp_path / "a.json").write_bytes(text.encode(encoding))
        return read(tmp_path)

    return of_document


@pytest.mark.parametrize("indent", [None, 4])
def test_an_export_of_fundus(indent: int | None, of_document: Any) -> None:
    (first, second), rejects = of_document(FUNDUS, indent=indent)
    assert rejects == []
    assert first.text == f"The ferries stand still.\n\n{TEXT}\n\nIt rained.\n\nThe bridge\n\nIt was closed."
    assert (first.title, first.publisher, first.published) == ("River rises", "Osterby Post", "2024-05-03")
    assert first.authors == ("Ann Lee",)
    assert (second.text, second.publisher) == ("Nothing happened in Norrby.", "Norrby Herald")


def test_a_file_of_news_please(of_document: Any) -> None:
    (article,), rejects = of_document(NEWS_PLEASE)
    assert rejects == []
    assert (article.text, article.title, article.url) == (TEXT, "River rises", "https://post.example/river")
    assert (article.publisher, article.published) == ("post.example", "2024-05-03")


def test_a_date_that_is_the_word_none_is_no_date(of_document: Any) -> None:
    (article,), rejects = of_document(NEWS_PLEASE | {"date_publish": "None"})
    assert (article.published, rejects) == (None, [])


@pytest.mark.parametrize("document", [FUNDUS["Osterby Post"][0], NEWS_PLEASE])
def test_the_records_of_both_may_stand_in_json_lines_too(document: Any, tmp_path: Path, read: Any) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps(document) + "\n", encoding="utf-8")
    (article,), rejects = read(tmp_path)
    assert TEXT in article.text
    assert (article.published, rejects) == ("2024-05-03", [])


def test_the_string_counts_before_the_tree_where_fundus_gives_both(of_document: Any) -> None:
    record = FUNDUS["Osterby Post"][0] | {"plaintext": TEXT}
    assert of_document([record])[0][0].text == TEXT


@pytest.mark.parametrize("name", ["articles", "data", "items"])
def test_a_list_in_an_envelope_has_no_publisher(name: str, of_document: Any) -> None:
    (article,), _ = of_document({name: [{"text": TEXT}]})
    assert article.publisher is None


def test_records_are_numbered_and_a_bad_one_costs_no_other(of_document: Any) -> None:
    articles, rejects = of_document([{"text": TEXT}, 7, {"title": "no text"}, {"text": "so \ud83d"}, {"body": TEXT}])
    assert [article.text for article in articles] == [TEXT, TEXT]
    assert [(reject.line, reject.reason) for reject in rejects] == [
        (2, "broken_record"),
        (3, "broken_record"),
        (4, "undecodable"),
    ]


@pytest.mark.parametrize(
    ("text", "read_before"),
    [
        ("", 0),
        ("  \n", 0),
        ("The river rose.", 0),
        ('"The river rose."', 0),
        ("[" * 100_000, 0),
        ('{"Osterby Post": [{"text": "One day it rained."}], "Herald": 7}', 1),
        ('[{"text": "One day it rained."}, {"text": "Two', 1),
        ('[{"text": "One day it rained."} {"text": "Two"}]', 1),
        ('[{"text": "One day it rained."}] trailing', 1),
        ('[{"text": "One day it rained."}, {"text": tru}, {"text": "Two"}]', 1),
    ],
)
def test_of_a_document_that_breaks_off_the_records_before_are_read(
    text: str, read_before: int, of_document: Any
) -> None:
    articles, rejects = of_document(text)
    assert len(articles) == read_before
    assert [(reject.line, reject.reason) for reject in rejects] == [(None, "broken_record")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("document", [[{"text": TEXT}], {"text": TEXT}])
def test_a_byte_order_mark_is_obeyed(encoding: str, document: Any, of_document: Any) -> None:
    (article,), rejects = of_document(document, encoding=encoding)
    assert (article.text, rejects) == (TEXT, [])


def test_records_longer_than_what_is_read_at_once_are_whole(of_document: Any) -> None:
    texts = [f"{TEXT} {'It rained. ' * n}“é”" for n in (1, 20_000, 7)]
    articles, rejects = of_document([{"text": text} for text in texts])
    assert ([article.text for article in articles], rejects) == (texts, [])


@pytest.mark.parametrize(
    "body",
    [{}, {"summary": [], "sections": [7]}, {"summary": [1], "sections": []}, {"summary": 1, "sections": []}],
)
def test_a_tree_of_another_form_is_a_broken_record(body: Any, of_document: Any) -> None:
    articles, rejects = of_document([{"body": body}])
    assert articles == []
    assert [reject.reason for reject in rejects] == ["broken_record"]
    assert rejects[0].detail.startswith("$.body")


def test_a_record_of_a_crawl_that_kept_the_page_is_read_as_a_page(of_document: Any, page: Any, paragraphs: Any) -> None:
    html = page(head='<meta property="og:site_name" content="Osterby Post">')
    (article,), _ = of_document([{"html": html, "url": "https://post.example/river", "publisher": "Post"}])
    assert article.text == "\n".join(paragraphs)
    # The record states more surely than the page.
    assert (article.url, article.publisher, article.reader.name) == ("https://post.example/river", "Post", "html")

"""JSON Lines: one object a line; a broken line costs that line and no other."""

import json
from pathlib import Path
from typing import Any

import pytest

from claimkit.extraction.layout import lay_out
from claimkit.reading import Reject, read_articles
from claimkit.records import Article, PublishedEvidence


def read(path: Path, *lines: Any, **options: Any) -> tuple[list[Article], list[Reject]]:
    path.write_text("".join((x if isinstance(x, str) else json.dumps(x)) + "\n" for x in lines), encoding="utf-8")
    rejects: list[Reject] = []
    return list(read_articles(path, on_reject=rejects.append, **options)), rejects


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "articles.ndjson"


def test_all_fields_of_a_record_reach_the_article(path: Path) -> None:
    record = {
        "text": "The river rose.\r\n",
        "title": "River rises",
        "url": "https://example.org/1",
        "publisher": "Osterby Post",
        "published": "2024-05-03",
        "licence": "CC-BY-4.0",
        "authors": ["Ann Lee", "Bo Dahl"],
        "wire": ["Reuters"],
    }
    (article,), _ = read(path, record)
    kept = {name: getattr(article, name) for name in record}
    assert kept == record | {"authors": ("Ann Lee", "Bo Dahl"), "wire": ("Reuters",)}
    assert article.published_evidence is PublishedEvidence.METADATA
    assert article.reader.name == "jsonl"


@pytest.mark.parametrize("field", ["text", "body", "content", "plain_text"])
def test_the_text_may_go_by_other_documented_names(path: Path, field: str) -> None:
    (article,), _ = read(path, {field: "The river rose.", "unknown": 1})
    assert article.text == "The river rose."


def test_authors_and_wire_may_be_one_string_with_semicolons(path: Path) -> None:
    (article,), _ = read(path, {"text": "The river rose.", "authors": "Ann Lee; Bo Dahl, Jr.", "wire": "AP"})
    assert article.authors == ("Ann Lee", "Bo Dahl, Jr.")
    assert article.wire == ("AP",)


@pytest.mark.parametrize(
    ("published", "date"),
    [("2024-05-03T23:30:00Z", "2024-05-03"), ("2024-05-03 01:00", "2024-05-03"), ("", None), (None, None)],
)
def test_a_date_time_gives_its_date(path: Path, published: str | None, date: str | None) -> None:
    (article,), _ = read(path, {"text": "The river rose.", "published": published})
    assert article.published == date


@pytest.mark.parametrize(
    ("line", "reason", "detail"),
    [
        ('{"text": "The riv', "broken_record", "not JSON"),
        ('["The river rose."]', "broken_record", "found list"),
        ("[" * 100_000, "broken_record", "not JSON"),
        ({"title": "River rises"}, "broken_record", "no field 'text'"),
        ({"text": 7}, "broken_record", r"\$\.text: expected a string, found int"),
        ({"text": "The river rose.", "title": 7}, "broken_record", r"\$\.title"),
        ({"text": "The river rose.", "authors": [7]}, "broken_record", r"\$\.authors"),
        ({"text": "The river rose.", "published": "3 May 2024"}, "broken_record", r"\$\.published.*YYYY-MM-DD"),
        ({"text": "The river rose.", "url": "\ud83d"}, "broken_record", r"\$\.url"),
        ({"text": "The river rose.", "url": "/world/river"}, "broken_record", r"\$\.url.*absolute URL"),
        ({"text": "so \ud83d"}, "undecodable", "surrogate"),
        ({"text": "NUL \x00"}, "binary", "NUL"),
        ({"text": " \n "}, "empty_body", "no text"),
    ],
)
def test_a_line_that_is_no_article_is_set_aside_with_its_number(
    path: Path, line: Any, reason: str, detail: str
) -> None:
    articles, rejects = read(path, {"text": "One."}, "", line, {"text": "Two."})
    assert [article.text for article in articles] == ["One.", "Two."]
    assert [(reject.input, reject.line, reject.reason) for reject in rejects] == [("articles.ndjson", 3, reason)]
    with pytest.raises(AssertionError, match=detail):
        raise AssertionError(rejects[0].detail)


def test_a_line_in_another_encoding_is_read_and_a_broken_one_set_aside(path: Path) -> None:
    broken = '{"text": "Zürich, Köln"}'.encode().replace(b"\xb6", b"")
    path.write_bytes(b'{"text": "One."}\n{"text": "Z\xfcrich"}\n' + broken + b"\n")
    rejects: list[Reject] = []
    assert [article.text for article in read_articles(path, on_reject=rejects.append)] == ["One.", "Zürich"]
    assert [(reject.line, reject.reason) for reject in rejects] == [(3, "undecodable")]


def test_rows_claimkit_wrote_come_back_as_they_were(path: Path) -> None:
    text = "River rises\n\nThe river rose on Friday, officials said."
    written = lay_out(Article.from_text(text, publisher="Osterby Post", published="2024-05-03"))
    (article,), _ = read(path, written.to_dict(), publisher="another")
    assert article == written


def test_rows_written_without_text_say_how_to_get_it_back(path: Path) -> None:
    row = Article.from_text("The river rose.").to_dict() | {"text": None, "text_mode": "none"}
    articles, rejects = read(path, row)
    assert articles == []
    assert rejects[0].reason == "no_text"
    assert "hydrate" in rejects[0].detail


def test_rows_whose_text_was_changed_are_set_aside(path: Path) -> None:
    row = Article.from_text("The river rose.").to_dict() | {"text": "The river fell."}
    articles, rejects = read(path, row)
    assert articles == []
    assert "text_sha256" in rejects[0].detail


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("schema_version", "2.0"),
        ("published", "foo"),
        ("published", "20240503"),
        ("url", "/world/river"),
        ("article_id", "0000000000000000"),
        ("publisher", "Another Post"),
        ("segments", [{"kind": "body", "start": 0, "end": 99}]),
        ("segments", [{"kind": "body", "start": -5, "end": 3}]),
        ("segments", [{"kind": "body", "start": 9, "end": 3}]),
    ],
)
def test_rows_of_which_another_field_was_changed_are_set_aside_and_name_it(path: Path, field: str, value: Any) -> None:
    row = Article.from_text("The river rose.", publisher="Osterby Post").to_dict() | {field: value}
    articles, rejects = read(path, row)
    assert articles == []
    assert rejects[0].reason == "broken_record"
    assert rejects[0].detail.startswith("$.article_id" if field == "publisher" else f"$.{field}")

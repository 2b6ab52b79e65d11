"""One article and many: order, workers, what is set aside."""

import pytest

from claimkit.errors import BrokenRecordError, EmptyBodyError, MissingModelError, OptionError
from claimkit.extraction import pipeline
from claimkit.extraction.layout import lay_out
from claimkit.extraction.pipeline import extract, extract_many
from claimkit.reading import Reject
from claimkit.records import Article

ARTICLES = [
    Article.from_text(
        f"The council closed bridge number {n} on Monday, Mayor Ann Lesk said.", url=f"https://example.org/{n}"
    )
    for n in range(5)
]


def test_a_plain_string_is_taken_for_an_article() -> None:
    found = extract("The council closed the bridge.", published="2024-03-05", publisher="Veldt Courier")
    assert found.article.publisher == "Veldt Courier"
    assert found.article.published == "2024-03-05"
    assert [claim.article_id for claim in found.claims] == [found.article.article_id]


def test_what_the_article_states_is_not_overwritten() -> None:
    article = Article.from_text("The council met.", published="2020-01-01", publisher="Veldt Courier")
    found = extract(article, published="2024-03-05", publisher="Other")
    assert (found.article.published, found.article.publisher) == ("2020-01-01", "Veldt Courier")


@pytest.mark.parametrize("published", ["March 5", "20240305", "2024-W10-2", "2024-03-05T10:00"])
def test_a_date_that_is_none_or_written_otherwise_is_refused(published: str) -> None:
    with pytest.raises(OptionError, match="ISO date"):
        extract("The council met.", published=published)


def test_an_article_whose_date_is_none_is_set_aside() -> None:
    dated = Article.from_text("The council met.", published="last week")
    with pytest.raises(BrokenRecordError, match="'last week': write an ISO date"):
        extract(dated)
    rejects: list[Reject] = []
    found = list(extract_many([dated, ARTICLES[0]], on_reject=rejects.append))
    assert [each.article.url for each in found] == [ARTICLES[0].url]
    assert [each.reason for each in rejects] == ["broken_record"]


def test_an_article_without_body_says_so() -> None:
    with pytest.raises(EmptyBodyError):
        extract(" \n ")


@pytest.mark.parametrize("workers", [None, 0, 2])
def test_order_and_records_do_not_depend_on_workers(workers: int | None) -> None:
    assert list(extract_many(ARTICLES, workers=workers)) == [extract(article) for article in ARTICLES]


@pytest.mark.parametrize("workers", [0, 1])
def test_a_bad_article_is_set_aside_and_the_rest_go_on(workers: int) -> None:
    rejects: list[Reject] = []
    articles = [ARTICLES[0], Article.from_text(" ", title="Blank"), ARTICLES[1]]
    assert len(list(extract_many(articles, workers=workers, on_reject=rejects.append))) == 2
    assert [(reject.input, reject.reason) for reject in rejects] == [(articles[1].article_id, "empty_body")]


def test_a_text_beyond_the_parser_is_set_aside_too() -> None:
    rejects: list[Reject] = []
    long = Article.from_text("The council met. " * 120_000, title="Long")
    assert len(list(extract_many([long, ARTICLES[0]], on_reject=rejects.append))) == 1
    assert [(reject.input, reject.reason) for reject in rejects] == [(long.article_id, "too_large")]


def test_a_fault_of_ours_costs_one_article_and_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(article: Article) -> Article:
        if article is ARTICLES[1]:
            raise ZeroDivisionError("half of nothing")
        return lay_out(article)

    monkeypatch.setattr(pipeline, "lay_out", faulty)
    rejects: list[Reject] = []
    assert len(list(extract_many(ARTICLES, on_reject=rejects.append))) == len(ARTICLES) - 1
    assert [(reject.reason, reject.detail) for reject in rejects] == [
        ("extraction_failed", "ZeroDivisionError: half of nothing")
    ]


def test_a_missing_model_stops_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def without_model(*_: object) -> None:
        raise MissingModelError("no model")

    monkeypatch.setattr(pipeline, "parse", without_model)
    with pytest.raises(MissingModelError):
        list(extract_many(ARTICLES))


def test_workers_cannot_be_fewer_than_none() -> None:
    with pytest.raises(OptionError, match="workers"):
        list(extract_many(ARTICLES, workers=-1))


def test_hostile_text_keeps_every_offset() -> None:
    for text in HOSTILE:
        found = extract(text)
        for claim in found.claims:
            assert claim.text == " … ".join(text[start:end] for start, end in claim.spans)


HOSTILE = [
    'He said "' * 400 + "it rained.",
    "“The 😀 bridge closed,” she said.\r\n\r\nמזג The council met.\r\nIt voted.",
    "The bridge closed. \ud800 The council met.",
    "The council met" + " and met" * 300 + ".",
    "'" * 10_000 + " The council met.",
]

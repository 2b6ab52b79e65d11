"""One outcome of a run as rows."""

import dataclasses
import json
from types import SimpleNamespace

from claimkit.dataset.rows import location_of, printable, rows_of, settled
from claimkit.reading import Location, Reject
from claimkit.records import Article

HERE = Location("port.txt", 3)


def outcome(text="The port of Osthaven opened on Friday.", url=None):
    article = Article.from_text(text, publisher="Osthaven Courier", url=url)
    return SimpleNamespace(article=article, attributions=(), claims=(), mentions=())


class TestSettled:
    def test_an_extraction_becomes_a_row_of_the_journal(self):
        row = settled(outcome(), set(), "full", HERE)
        assert row.article == int(outcome().article.article_id, 16)
        assert row.claims == 0
        assert json.loads(row.body) == rows_of(outcome())

    def test_the_second_of_two_equals_is_set_aside_where_it_was_read(self):
        first = settled(outcome(), set(), "full", HERE)
        second = settled(outcome(), {first.article}, "full", HERE)
        assert (second.input, second.line, second.reason) == ("port.txt", 3, "duplicate")

    def test_half_an_emoji_can_be_stored_nowhere(self):
        assert settled(outcome("Rain fell \ud83d on the port."), set(), "full", HERE).reason == "unstorable"

    def test_without_text_a_row_holds_none_of_its_sentences(self):
        assert b"Osthaven opened" not in settled(outcome(), set(), "none", HERE).body


def test_the_rows_of_an_extraction_stand_by_table():
    rows = rows_of(outcome())
    assert list(rows) == ["articles", "attributions", "claims", "mentions"]
    assert [row["publisher"] for row in rows["articles"]] == ["Osthaven Courier"]


def test_an_article_is_called_by_its_address_else_by_its_identifier_and_never_by_its_title():
    url = "https://example.org/port"
    named = dataclasses.replace(outcome().article, title="Port opens")
    assert location_of(outcome(url=url)) == Location(url, None)
    assert location_of(named) == Location(named.article_id, None)


def test_a_file_name_that_is_no_utf_8_can_be_printed():
    row = printable(Reject("port\udcff.txt", None, "unreadable", "no text"))
    assert row["input"] == "port\\udcff.txt"

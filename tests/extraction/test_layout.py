"""Layout: what of a page is the article, and what is headline, caption, byline, credit or furniture."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit.errors import EmptyBodyError
from claimkit.extraction.layout import lay_out
from claimkit.reading import read_articles
from claimkit.records import Article, PublishedEvidence, SegmentKind

FIRST = "The river rose by two metres on Friday, officials in Osterby said."
SECOND = "It fell on Saturday, they added, and the ferries were running again."
THIRD = "Nobody was hurt, according to the harbour office."


def page(*lines: str) -> str:
    return "\n\n".join(lines)


def laid_out(text: str, title: str | None = None) -> Article:
    return lay_out(Article.from_text(text, title=title))


def kinds(text: str, title: str | None = None) -> list[tuple[str, str]]:
    return [(s.kind.value, text[s.start : s.end]) for s in laid_out(text, title).segments]


def of_kind(article: Article, kind: SegmentKind) -> list[str]:
    text = article.text or ""
    return [text[s.start : s.end] for s in article.segments if s.kind is kind]


def kind_of(line: str) -> str:
    """The kind of ``line`` between two paragraphs of an article."""
    text = page(FIRST, SECOND, line, THIRD)
    (kind,) = {s.kind.value for s in laid_out(text).segments if text[s.start : s.end] == line}
    return kind


def kind_at_end(line: str) -> str:
    return kinds(page(FIRST, SECOND, line))[-1][0]


class TestPartition:
    """Segments are sorted, disjoint, trimmed, and all that is not white space lies in one."""

    LINES = (
        FIRST, SECOND, THIRD, "River Rises in Osterby", "By Ann Lee", "Photo: AP", "(Yonhap)", "Share", "___", "s",
        "OSTERBY (AP) —", "OSTERBY, May 3 (Yonhap) -- The river rose.", "[REUTERS/YONHAP]", "위원회", "© 2021 Post",
        "A boat. (Photo: Ann Lee) Another boat lay beside it.", "“", "\ud800", "😀", "(", "...", "1:24", "By", "A, B",
        "Sign up for our newsletter today, please.", "a, b: c", "\x00", "\u200b", "- x", "Home > News",
        "2021. 4. 7. 18:13",
    )  # fmt: skip
    BREAKS = ("\n", "\n\n", "\r\n", "\n \u00a0\n", "\u2028", " ", "  \n", "\x1c")

    @staticmethod
    def check(text: str) -> None:
        try:
            segments = laid_out(text).segments
        except EmptyBodyError:
            return
        covered, end = set[int](), 0
        for segment in segments:
            assert end <= segment.start < segment.end <= len(text)
            words = text[segment.start : segment.end]
            assert words == words.strip()
            covered.update(range(segment.start, segment.end))
            end = segment.end
        assert all(text[n].isspace() for n in range(len(text)) if n not in covered)

    @given(st.lists(st.tuples(st.sampled_from(LINES), st.sampled_from(BREAKS)), max_size=25))
    def test_of_pages_made_of_typical_lines(self, pieces: list[tuple[str, str]]) -> None:
        self.check("".join(line + gap for line, gap in pieces))

    @given(st.text())
    def test_of_any_text(self, text: str) -> None:
        self.check(text)

    @given(st.lists(st.sampled_from(LINES), min_size=1, max_size=15))
    def test_laying_out_what_is_laid_out_changes_nothing(self, lines: list[str]) -> None:
        try:
            once = laid_out(page(*lines))
        except EmptyBodyError:
            return
        assert lay_out(once) == once

    @pytest.mark.parametrize(
        "unit", ['"', "a ", "(a ", "[a]", "By A\n", "1:11 A\n", "(Photo: A) ", "x@", "A\n\n", "> "]
    )
    def test_long_monotonous_input_raises_nothing_else(self, unit: str) -> None:
        self.check(unit * 3000)


class TestBody:
    def test_a_text_of_one_sentence_is_body_with_or_without_its_full_stop(self) -> None:
        assert kinds(FIRST) == [("body", FIRST)]
        assert kinds("The river rose on Friday") == [("body", "The river rose on Friday")]

    def test_each_paragraph_is_a_segment_whether_blank_lines_stand_between_or_not(self) -> None:
        expected = [("body", FIRST), ("body", SECOND), ("body", THIRD)]
        assert kinds(f"{FIRST}\n{SECOND}\n{THIRD}") == expected
        assert kinds(f"{FIRST}\r\n\r\n{SECOND}\n \u00a0 \n{THIRD}\n") == expected

    def test_hard_wrapped_lines_are_joined_to_paragraphs(self) -> None:
        one = "The river rose by two metres on Friday, officials\nin Osterby said, and cut off the town."
        two = "Ann Lee of the harbour office expects it to fall\nby Sunday."
        assert kinds(f"River rises\n\n{one}\n\n{two}\n") == [("title", "River rises"), ("body", one), ("body", two)]

    def test_a_full_line_that_ends_a_hard_wrapped_paragraph_is_told_from_the_next_by_the_blank_line(self) -> None:
        one = "The river rose by two metres on Friday, it is said\nin Osterby, and cut off the town from the islands."
        two = "The ferries were running again on Saturday, though\nnot to the islands."
        assert kinds(f"{one}\n\n{two}") == [("body", one), ("body", two)]

    def test_a_line_broken_in_mid_sentence_goes_on_in_small_letters(self) -> None:
        text = f"The river rose, said a spokesman of\nthe harbour office on Friday evening.\n{SECOND}"
        assert [line for _, line in kinds(text)] == [text[: text.index("\nIt")], SECOND]

    def test_lists_verses_and_short_lines_inside_an_article_are_kept(self) -> None:
        for line in ("One user wrote:", "Bo Dahl, 62", "“It was over.”", "It was over", "No.", "- the second ferry"):
            assert kind_of(line) == "body", line

    def test_words_of_furniture_in_a_sentence_of_the_article_are_no_furniture(self) -> None:
        for line in (
            "Readers can sign up for the newsletter, the paper said.",
            "The company declined to comment on its subscription prices.",
            "The ministry shared the photo of the boat on Facebook.",
            "By Friday the river had fallen by a metre.",
            "Copyright law protects the map, the court ruled on Monday.",
            "Register of the harbour shows a loss.",
            "Watch what happens below the surface, she wrote.",
            "He was photographed by Getty Images staff at the harbour.",
            "The band (all four of them) left the harbour on Sunday.",
            "Senator Ann Lee (R-Texas) left the harbour on Sunday.",
        ):
            assert kind_of(line) == "body", line

    def test_a_standfirst_that_is_a_sentence_is_body_even_before_a_caption(self) -> None:
        caption = "The harbour of Osterby on Friday, in a photo released by the town. [YONHAP]"
        text = f"River rises in Osterby\n\n{FIRST}\n{caption}\n\n{FIRST[:-1]}, and the town was cut off.\n\n{SECOND}"
        assert [kind for kind, _ in kinds(text)] == ["title", "body", "caption", "body", "body"]

    def test_an_article_in_another_script_is_body(self) -> None:
        assert kinds("위원회는 금요일에 발표했다.\n\n그는 동의했다.")[0][0] == "body"

    @pytest.mark.parametrize("text", ["", " \n\t", "Share", "Follow us on Twitter\n\n© 2021 Osterby Post"])
    def test_a_page_without_body_is_an_error_that_says_so(self, text: str) -> None:
        with pytest.raises(EmptyBodyError, match="no paragraph"):
            laid_out(text)


class TestTitle:
    def test_the_first_line_that_is_no_sentence_is_the_headline(self) -> None:
        article = laid_out(page("River rises in Osterby", FIRST, SECOND))
        assert article.title == "River rises in Osterby"
        assert of_kind(article, SegmentKind.TITLE) == ["River rises in Osterby"]

    def test_a_repeated_headline_is_a_title_each_time(self) -> None:
        headline = "River rises in Osterby"
        text = page(headline, "Home > News > Islands", headline, FIRST, SECOND)
        assert of_kind(laid_out(text), SegmentKind.TITLE) == [headline, headline]

    def test_the_name_of_a_section_before_the_headline_is_furniture(self) -> None:
        assert kinds(page("World", "River rises in Osterby", FIRST))[:2] == [
            ("boilerplate", "World"),
            ("title", "River rises in Osterby"),
        ]

    def test_a_headline_with_a_full_stop_shows_by_its_capitals_or_by_what_follows(self) -> None:
        assert kinds(page("River Rises in Osterby After Late Rain.", FIRST))[0][0] == "title"
        assert kinds(page("River rises in Osterby.", f"OSTERBY (AP) — {FIRST}", SECOND))[0][0] == "title"
        assert kinds(page("The river rose in Osterby.", FIRST, SECOND))[0][0] == "body"

    def test_a_title_given_apart_is_kept_and_found_in_the_text(self) -> None:
        article = laid_out(page("The river rises in Osterby.", FIRST), title="The River Rises in Osterby")
        assert article.title == "The River Rises in Osterby"
        assert of_kind(article, SegmentKind.TITLE) == ["The river rises in Osterby."]

    def test_a_text_that_begins_with_its_first_sentence_has_no_title(self) -> None:
        assert laid_out(page(FIRST, SECOND)).title is None

    def test_headings_between_paragraphs_yield_no_claims_either(self) -> None:
        assert kind_of("OSTERBY MOURNS") == "title"
        assert kind_of("A Town Under Water") == "title"


class TestCaption:
    @pytest.mark.parametrize(
        "caption",
        [
            "A boat lies in the harbour of Osterby. Photo: AP",
            "The harbour. (Ann Lee/AFP/Getty Images/TNS)",
            "The harbour on Friday. (Ann Lee/Osterby Post)",
            "The harbour on Friday. [REUTERS/YONHAP]",
            "The harbour on Friday. (AP Photo/Ann Lee)",
            "The harbour on Friday (Photo: Osterby police)",
            "The harbour on Friday. REUTERS/Ann Lee",
            "This photo, dated May 3, 2024, and released by the harbour office, shows a boat. (KCNA)",
            "In this image made from video, a boat leaves the harbour.",
            "FILE - A boat leaves the harbour of Osterby on Jan. 3, 2020.",
            "Photo by Ann Lee",
            "(Photo: Ann Lee)",
        ],
    )
    def test_captions_show_by_their_credit_or_their_opening(self, caption: str) -> None:
        assert kind_of(caption) == "caption"

    def test_an_agency_alone_signs_a_picture_in_the_head_of_a_page_and_the_text_at_its_end(self) -> None:
        text = page(
            "River rises in Osterby", "A boat in the harbour on Friday. (Yonhap)", FIRST, SECOND, f"{THIRD} (Yonhap)"
        )
        assert kinds(text)[1] == ("caption", "A boat in the harbour on Friday. (Yonhap)")
        assert kinds(text)[-2:] == [("body", THIRD), ("credit", "(Yonhap)")]

    def test_a_caption_given_twice_is_a_caption_twice(self) -> None:
        caption = "A boat in the harbour on Friday. [YONHAP]"
        assert [k for k, line in kinds(page(FIRST, SECOND, THIRD, caption, caption, SECOND)) if line == caption] == [
            "caption",
            "caption",
        ]

    def test_a_caption_needs_no_line_of_its_own(self) -> None:
        text = page("River rises", f"A boat in the harbour. (Photo: Ann Lee) {FIRST}", SECOND)
        assert kinds(text)[1:3] == [("caption", "A boat in the harbour. (Photo: Ann Lee)"), ("body", FIRST)]

    def test_a_digest_that_names_its_sources_in_brackets_is_body(self) -> None:
        items = [f"{line} [{paper}]" for line, paper in ((FIRST, "AP"), (SECOND, "Reuters"), (THIRD, "Post"))]
        assert [kind for kind, _ in kinds(page(*items, FIRST))] == ["body"] * 4


class TestBylineAndDate:
    @pytest.mark.parametrize(
        ("byline", "authors"),
        [
            ("BY SARA LUND [sara@osterby.example]", ("Sara Lund",)),
            ("By Ann Lee and BO McDAHL, Associated Press", ("Ann Lee", "Bo McDahl")),
            ("By Ann Lee, Staff", ("Ann Lee",)),
            ("By Ann O'NEIL-LUND | Osterby Post", ("Ann O'Neil-Lund",)),
            ("by: Ann Lee Updated: Jan 3, 2017 - 6:19 PM", ("Ann Lee",)),
            ("By The Associated Press", ()),
            ("By: Breaking News Staff", ()),
            ("Staff Writers", ()),
            ("(Reporting by Ann Lee; Editing by Bo Dahl)", ()),
            ("Bo Dahl contributed to this report.", ()),
            ("Follow Ann Lee on Twitter @annlee", ()),
        ],
    )
    def test_bylines_name_their_authors_in_title_case(self, byline: str, authors: tuple[str, ...]) -> None:
        article = laid_out(page("River rises in Osterby", byline, FIRST, SECOND))
        assert of_kind(article, SegmentKind.BYLINE) == [byline]
        assert article.authors == authors

    def test_a_note_on_the_author_closes_a_page_but_a_reporter_in_the_news_is_body(self) -> None:
        note = "Ann Lee is a reporter for the Osterby Post."
        assert kind_at_end(note) == "byline"
        assert kind_of(note) == "body"

    @pytest.mark.parametrize(
        ("line", "date"),
        [
            ("홍길동 2021. 4. 7. 18:13", "2021-04-07"),
            ("Published March 3, 2021", "2021-03-03"),
            ("Posted: Wednesday, 3 Mar 2021 10:30 GMT", "2021-03-03"),
            ("Sept. 3, 2021 at 5:09 p.m.", "2021-09-03"),
            ("2021-03-03 18:13", "2021-03-03"),
            ("2021. 13. 40. 18:13", None),
        ],
    )
    def test_the_date_in_the_pages_head_dates_the_article(self, line: str, date: str | None) -> None:
        article = laid_out(page("River rises in Osterby", line, FIRST))
        assert (article.published, article.published_evidence) == (date, PublishedEvidence.TEXT if date else None)
        assert line not in of_kind(article, SegmentKind.BODY)

    def test_when_it_came_out_counts_before_when_it_was_changed(self) -> None:
        text = page("River rises", "Updated May 5, 2024", "Published May 3, 2024", FIRST)
        assert laid_out(text).published == "2024-05-03"

    def test_a_date_in_the_article_or_in_a_caption_is_not_the_articles(self) -> None:
        caption = "This photo, dated May 1, 2024, shows a boat. (KCNA)"
        text = page("River rises in Osterby", caption, FIRST, "He left on May 2, 2024.")
        assert laid_out(text).published is None

    def test_what_was_given_is_not_overwritten(self) -> None:
        text = page("River rises", "By Ann Lee", "Published May 3, 2024", FIRST)
        article = lay_out(Article.from_text(text, title="Another", published="2020-01-01"))
        assert (article.title, article.published) == ("Another", "2020-01-01")
        assert article.published_evidence is PublishedEvidence.FLAG


class TestDateline:
    @pytest.mark.parametrize(
        "dateline",
        [
            "WASHINGTON (AP) —",
            "SEOUL, April 7 (Yonhap) --",
            "NEW YORK –",
            "ST. LOUIS —",
            "MANCHESTER, N.H. -",
            "Mexico City (AFP) –",
            "OSTERBY—",
        ],
    )
    def test_a_dateline_is_cut_off_and_the_body_starts_after_it(self, dateline: str) -> None:
        assert kinds(page("River rises in Osterby", f"{dateline} {FIRST}", SECOND))[1:3] == [
            ("dateline", dateline),
            ("body", FIRST),
        ]

    def test_a_city_with_its_country_is_a_dateline_in_the_first_paragraph_only(self) -> None:
        line = f"Osterby, North Island – {FIRST}"
        assert kinds(page(line, SECOND))[0] == ("dateline", "Osterby, North Island –")
        assert kinds(page(SECOND, line))[1] == ("body", line)

    def test_dashes_inside_a_sentence_and_labels_make_no_dateline(self) -> None:
        for line in (
            "The river – two metres high – rose.",
            "UPDATE - The river rose again on Friday.",
            "NATO's plan — it rose.",
        ):
            assert kinds(page(FIRST, line))[1] == ("body", line)


class TestCreditAndWire:
    @pytest.mark.parametrize(
        "line",
        ["© 2021 Osterby Post", "Copyright 2016 The Associated Press. All rights reserved.", "(c) 2020 Osterby Post"],
    )
    def test_copyright_lines_are_credits(self, line: str) -> None:
        assert kind_of(line) == "credit"

    @pytest.mark.parametrize(
        ("lines", "wire"),
        [
            ((FIRST, f"{SECOND} (Yonhap)"), ("Yonhap",)),
            ((FIRST, SECOND, "© 2021 Bloomberg L.P.", "Distributed by Tribune Content Agency"),
             ("Bloomberg", "Tribune Content Agency")),
            ((f"WASHINGTON (AP) — {FIRST}", SECOND), ("Associated Press",)),
            ((FIRST, f"{SECOND} — AFP"), ("Agence France-Presse",)),
            ((FIRST, SECOND, "© 2024 Osterby News Agency"), ("Osterby News Agency",)),
            (("A boat in the harbour on Friday. REUTERS", FIRST, SECOND), ("Reuters",)),
            (("By Ann Lee, Associated Press", FIRST, SECOND), ("Associated Press",)),
            ((FIRST, "The Associated Press contributed to this report."), ("Associated Press",)),
            (("A boat in the harbour. [REUTERS/YONHAP]", FIRST, SECOND), ("Reuters", "Yonhap")),
            # A photographer's credit tells of the picture alone.
            (("A boat in the harbour. (Ann Lee/AFP/Getty Images/TNS)", FIRST, SECOND), ()),
            (("A boat in the harbour. Photo: AP", FIRST, SECOND), ()),
            # Hand-outs are in every paper.
            (("This photo, dated May 3, 2024, shows a boat. (KCNA)", FIRST, SECOND), ()),
            # An agency that is only quoted wrote nothing here.
            ((FIRST, "It fell on Saturday, Reuters reported."), ()),
        ],
    )  # fmt: skip
    def test_agencies_that_sign_fill_wire_by_their_full_names(
        self, lines: tuple[str, ...], wire: tuple[str, ...]
    ) -> None:
        assert laid_out(page("River rises in Osterby", *lines)).wire == wire

    def test_the_wire_that_was_given_comes_first(self) -> None:
        article = Article.from_text(page(FIRST, f"{SECOND} (Yonhap)"), wire=("Kyodo News",))
        assert lay_out(article).wire == ("Kyodo News", "Yonhap")


class TestFurniture:
    @pytest.mark.parametrize(
        "line",
        [
            "Share", "Back To Top", "MOST POPULAR", "LATEST NEWS", "subscribe", "- Advertisement -", "1 minute read",
            "print dictionary print", "lock icon", "s", "___", "* * *", "Home > National > Islands",
            "Read the rest here.", "Follow us on Facebook", "피터빈트", "To write comments, please log in.",
            "Log in to Twitter or Facebook account to connect", "0:59", "1:34 Storm hits the coast",
            "Sign up for one of our email newsletters.", "Share this: Facebook",
            "Watch the full interview below:", "RELATED CONTENT:", "Please enable Javascript to watch this video",
            "FREE APPS | NOW | FACEBOOK | TWITTER", "Standards Board Policy (0/250자)",
        ],
    )  # fmt: skip
    def test_buttons_menus_and_boxes_are_furniture_wherever_they_stand(self, line: str) -> None:
        assert kind_of(line) == "boilerplate"

    def test_after_the_last_paragraph_lines_that_are_no_sentences_are_furniture(self) -> None:
        text = page(FIRST, SECOND, "Harbour Office Wins Prize", "Ferry prices rise again", "Islands")
        assert [kind for kind, _ in kinds(text)] == ["body", "body", *["boilerplate"] * 3]

    def test_a_last_sentence_without_its_full_stop_is_body(self) -> None:
        assert kind_at_end("It had not fallen by late evening on Sunday") == "body"

    def test_a_page_that_speaks_to_its_reader_after_the_end_is_furniture(self) -> None:
        asking = "We look at your comments before you can see them on this page."
        assert kinds(page(FIRST, SECOND, "© 2021 Osterby Post", asking))[-1][0] == "boilerplate"
        assert kinds(page(FIRST, SECOND, asking))[-1][0] == "body"


class TestSeeds:
    """The five seed pages, whose every line was looked at."""

    BODY_PARAGRAPHS = (10, 7, 9, 17, 14)
    OTHERS = (
        ["boilerplate", "boilerplate", "title", "byline", "boilerplate", "boilerplate", "caption", "caption"],
        [
            "boilerplate",
            "title",
            "caption",
            "caption",
            "credit",
            "boilerplate",
            "boilerplate",
            "boilerplate",
            "boilerplate",
        ],
        ["title", "caption", "credit", "credit"],
        ["title", "boilerplate", "boilerplate", "title", "caption", "caption", "byline", *["boilerplate"] * 5],
        ["title", *["boilerplate"] * 4, "caption", "byline", "credit", "boilerplate"],
    )
    WIRE = ((), ("Yonhap",), ("Bloomberg", "Tribune Content Agency"), ("Reuters", "Yonhap"), ("Yonhap",))

    @pytest.fixture(scope="class")
    def articles(self, seeds: Path) -> list[Article]:
        return [lay_out(article) for article in read_articles(seeds)]

    def test_no_paragraph_is_lost_and_nothing_else_is_body(self, articles: list[Article]) -> None:
        assert tuple(len(of_kind(article, SegmentKind.BODY)) for article in articles) == self.BODY_PARAGRAPHS
        others = tuple([s.kind.value for s in a.segments if s.kind is not SegmentKind.BODY] for a in articles)
        assert others == self.OTHERS

    def test_wire_authors_and_titles_are_what_the_pages_say(self, articles: list[Article]) -> None:
        assert tuple(article.wire for article in articles) == self.WIRE
        assert [article.authors for article in articles] == [(), (), (), ("Sarah Kim",), ("Sarah Kim",)]
        assert all(article.title and article.title in (article.text or "") for article in articles)

    def test_without_metadata_only_the_portal_page_states_its_date(self, seeds: Path) -> None:
        files = sorted(seeds.glob("*.txt"))
        articles = [laid_out(file.read_bytes().decode("utf-8")) for file in files]
        assert [article.published for article in articles] == [None, None, None, None, "2021-04-07"]
        assert articles[-1].published_evidence is PublishedEvidence.TEXT


def test_of_a_corpus_of_clean_articles_nearly_every_word_is_body(corpora: Path) -> None:
    files = sorted((corpora / "attribution" / "polnear" / "dev" / "text").glob("*.txt"))
    total = body = 0
    for file in files:
        article = laid_out(file.read_bytes().decode("utf-8"))
        total += len(article.text or "")
        body += sum(segment.end - segment.start for segment in article.segments if segment.kind is SegmentKind.BODY)
    assert len(files) == 84
    assert 0.96 < body / total < 1  # blank lines are 1.5 %, headlines another


def test_an_agency_no_list_knows_signs_like_the_others() -> None:
    caption = "Water pours over the weir near Aldmoor on Monday. (VNA)"
    body = "The weir near Aldmoor overflowed on Monday, the provincial office said in a statement."
    more = "Nobody was hurt, and the road to Aldmoor stayed open all night, the office said. (VNA)"
    article = lay_out(Article.from_text(f"Weir near Aldmoor overflows\n\n{caption}\n{caption}\n\n{body}\n\n{more}"))
    kinds = [segment.kind for segment in article.segments]
    assert kinds == ["title", "caption", "caption", "body", "body", "credit"]
    assert article.wire == ("VNA",)


def test_an_acronym_behind_its_name_is_no_sign() -> None:
    body = "The road stayed open all night, according to the Veldt Nature Alliance (VNA)."
    assert laid_out(page(FIRST, body)).wire == ()

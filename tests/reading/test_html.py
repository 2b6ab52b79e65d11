"""Web pages: the article's text by trafilatura, what the page states of itself, and pages that hold no article."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from claimkit.extraction.layout import lay_out
from claimkit.records import PublishedEvidence, SegmentKind

LINKED = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "River rises in Osterby",
    "datePublished": "2024-05-03T23:30:00+02:00",
    "author": [{"@type": "Person", "name": "Ann Lee"}, {"@type": "Person", "name": "Bo Dahl"}],
    "publisher": {"@type": "Organization", "name": "Osterby Post"},
    "license": "https://creativecommons.org/licenses/by/4.0/",
    "mainEntityOfPage": {"@type": "WebPage", "@id": "https://post.example/river"},
}
META = """
<title>River rises | Osterby Post</title>
<meta property="og:title" content="River rises">
<meta property="og:site_name" content="Osterby Post">
<meta property="og:url" content="https://post.example/river">
<meta property="article:published_time" content="2024-05-03T21:30:00Z">
<meta name="author" content="By Ann Lee">
<link rel="license" href="https://creativecommons.org/publicdomain/zero/1.0/">
"""


def linked(*nodes: Any) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(node)}</script>' for node in nodes)


@pytest.fixture
def of_page(tmp_path: Path, read: Any) -> Any:
    """The article on a page given as a string; fails if there is none."""

    def of_page(text: str, **options: Any) -> Any:
        path = tmp_path / "page.html"
        path.write_text(text, encoding="utf-8")
        (article,), rejects = read(path, **options)
        assert rejects == []
        return article

    return of_page


class TestText:
    def test_the_paragraphs_of_the_article_are_its_lines_and_menus_are_not_in_it(
        self, of_page: Any, page: Any, paragraphs: Any
    ) -> None:
        article = of_page(page())
        assert article.text == "\n".join(paragraphs)
        assert article.language == "en"
        assert [s.kind for s in lay_out(article).segments] == [SegmentKind.BODY] * 3

    @pytest.mark.parametrize(
        "between", ["<br><br>", "<br/>", "</p><p>", "</div><div>", "</td></tr><tr><td>", "</p>\n\n  <p>"]
    )
    def test_however_a_page_breaks_its_lines(self, between: str, of_page: Any, page: Any, paragraphs: Any) -> None:
        start, end = ("<table><tr><td>", "</td></tr></table>") if "td" in between else ("<div><p>", "</p></div>")
        assert of_page(page(body=start + between.join(paragraphs) + end)).text == "\n".join(paragraphs)

    def test_a_page_of_a_table_as_they_were_in_the_1990s(self, of_page: Any, paragraphs: Any) -> None:
        prose = "".join(f"<p>{each}</p>" for each in paragraphs)
        text = f"<html><body><table><tr><td>{prose}</td><td>Menu</td></tr></table></body></html>"
        assert of_page(text).text.startswith("\n".join(paragraphs))

    def test_the_headline_of_a_brief_is_not_glued_to_its_paragraph(self, of_page: Any, paragraphs: Any) -> None:
        text = f"<html><body><article><h1>River rises</h1><p>{paragraphs[0]}</p></article></body></html>"
        assert of_page(text).text == f"River rises\n{paragraphs[0]}"

    def test_rows_of_figures_are_a_line_each(self, of_page: Any, page: Any, paragraphs: Any) -> None:
        table = "<table><tr><td>Osterby</td><td>2.1</td></tr><tr><td>Norrby</td><td>1.7</td></tr></table>"
        prose = "".join(f"<p>{each}</p>" for each in paragraphs)
        assert of_page(page(body=prose + table)).text.split("\n")[-2:] == ["Osterby | 2.1", "Norrby | 1.7"]

    def test_source_line_ends_and_no_break_spaces_are_spaces(self, of_page: Any, page: Any, paragraphs: Any) -> None:
        body = "".join(
            f"<p>{each.replace(' ', chr(10) + '  ', 2).replace(' ', '&nbsp;', 1)}</p>" for each in paragraphs
        )
        assert of_page(page(body=body)).text == "\n".join(paragraphs)

    def test_emoji_and_right_to_left_text_are_kept(self, of_page: Any, page: Any, paragraphs: Any) -> None:
        body = f"<p>😀 {paragraphs[0]}</p><p>The paper’s name, העיר, means “the town”. {paragraphs[2]}</p>"
        article = of_page(page(body=body))
        assert article.text.startswith("😀 The river")
        assert "name, העיר, means" in article.text

    def test_a_bare_fragment_is_a_page_too(self, of_page: Any, paragraphs: Any) -> None:
        assert of_page(f"<p>{paragraphs[0]}</p>").text == paragraphs[0]


class TestMetadata:
    def test_json_ld_states_what_the_article_is(self, of_page: Any, page: Any) -> None:
        article = of_page(page(head=linked(LINKED)))
        assert (article.title, article.publisher) == ("River rises in Osterby", "Osterby Post")
        assert article.authors == ("Ann Lee", "Bo Dahl")
        assert article.url == "https://post.example/river"
        assert article.licence == "https://creativecommons.org/licenses/by/4.0/"
        # The date as the paper prints it, not as it was in Greenwich.
        assert (article.published, article.published_evidence) == ("2024-05-03", PublishedEvidence.METADATA)

    @pytest.mark.parametrize(
        "nodes",
        [
            [{"@type": "WebSite", "headline": "no"}, LINKED],
            [[{"@type": "BreadcrumbList"}, LINKED]],
            [{"@graph": [{"@type": "Organization"}, {**LINKED, "@type": ["Thing", "NewsArticle"]}]}],
            [{"@type": "WebPage", "mainEntity": LINKED}],
            [{**LINKED, "author": "Ann Lee; Bo Dahl", "publisher": "Osterby Post"}],
        ],
    )
    def test_json_ld_in_the_forms_that_sites_give_it(self, nodes: Any, of_page: Any, page: Any) -> None:
        article = of_page(page(head=linked(*nodes)))
        assert (article.title, article.publisher) == ("River rises in Osterby", "Osterby Post")
        assert article.authors == ("Ann Lee", "Bo Dahl")

    def test_meta_elements_say_it_where_there_is_no_json_ld(self, of_page: Any, page: Any) -> None:
        article = of_page(page(head=META))
        assert (article.title, article.publisher) == ("River rises", "Osterby Post")
        assert (article.authors, article.published) == (("Ann Lee",), "2024-05-03")
        assert article.url == "https://post.example/river"
        assert article.licence == "https://creativecommons.org/publicdomain/zero/1.0/"

    def test_json_ld_counts_before_meta_elements_and_they_fill_what_it_leaves_open(
        self, of_page: Any, page: Any
    ) -> None:
        article = of_page(page(head=META + linked({"@type": "NewsArticle", "headline": "The river rose"})))
        assert (article.title, article.published) == ("The river rose", "2024-05-03")

    @pytest.mark.parametrize(
        ("head", "body"),
        [
            ("<title>River rises | Osterby Post</title><meta property='og:site_name' content='Osterby Post'>", ""),
            ("<title>Osterby Post</title>", "<h1>River\n rises</h1>"),
        ],
    )
    def test_a_title_without_the_name_of_the_site(
        self, head: str, body: str, of_page: Any, page: Any, paragraphs: Any
    ) -> None:
        assert of_page(page(head=head, body=body + "".join(f"<p>{p}</p>" for p in paragraphs))).title == "River rises"

    @pytest.mark.parametrize(
        "head",
        [
            '<script type="application/ld+json">{"@type": "NewsArticle", "headline": </script>',
            f'<script type="application/ld+json">{"[" * 100_000}</script>',
            linked(
                {"@type": "NewsArticle", "headline": 7, "datePublished": ["x"], "author": {"name": None}, "url": {}}
            ),
            linked({"@type": "NewsArticle", "headline": "\ud83d", "publisher": {"name": " "}, "license": {"@id": 1}}),
            '<meta name="date" content="yesterday"><meta property="og:url" content="/river"><meta name="author">',
            '<meta name="author" content="https://social.example/ann"><link rel="canonical" href="https://post.example/">',
        ],
    )
    def test_statements_that_cannot_be_used_are_no_statements(self, head: str, of_page: Any, page: Any) -> None:
        article = of_page(page(head=head))
        assert (article.title, article.url, article.publisher, article.published) == (None, None, None, None)
        assert article.authors == ()

    def test_a_row_for_this_very_page_counts_before_what_it_states_and_flags_count_last(
        self, tmp_path: Path, of_page: Any, page: Any
    ) -> None:
        (tmp_path / "metadata.csv").write_text("file,publisher\npage.html,Osterby Gazette\n", encoding="utf-8")
        head = '<meta property="og:site_name" content="Osterby Post"><meta property="og:title" content="River rises">'
        article = of_page(page(head=head), publisher="Herald", licence="CC0-1.0", published="2024-06-01")
        assert (article.publisher, article.title, article.licence) == ("Osterby Gazette", "River rises", "CC0-1.0")
        assert (article.published, article.published_evidence) == ("2024-06-01", PublishedEvidence.FLAG)


class TestEncoding:
    @pytest.mark.parametrize(
        ("encoding", "declared"),
        [
            ("utf-8", ""),
            ("utf-8", '<meta charset="iso-8859-1">'),
            ("utf-8-sig", ""),
            ("utf-16", ""),
            ("utf-16-le", ""),
            ("cp1252", '<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1">'),
            ("cp1252", ""),
            ("cp1252", '<meta charset="no-such-thing">'),
            ("mac-roman", ""),
        ],
    )
    def test_a_page_is_decoded_as_browsers_do(
        self, encoding: str, declared: str, tmp_path: Path, read: Any, page: Any, paragraphs: Any
    ) -> None:
        (tmp_path / "page.htm").write_bytes(page(head=declared).encode(encoding))
        (article,), rejects = read(tmp_path)
        assert rejects == []
        assert article.text == "\n".join(paragraphs)

    def test_broken_bytes_in_a_script_cost_nothing_and_in_the_text_the_article(
        self, tmp_path: Path, read: Any, page: Any
    ) -> None:
        whole = page(head="<script>var name = 'Zürich, Köln, BREAK';</script>").encode()
        (tmp_path / "a.html").write_bytes(whole.replace(b"BREAK", b"\xff"))
        (tmp_path / "b.html").write_bytes(whole.replace(b"islands", b"isl\xffands"))
        articles, rejects = read(tmp_path)
        assert len(articles) == 1
        assert [(reject.input, reject.reason) for reject in rejects] == [("b.html", "undecodable")]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty_body"),
        (b" \n ", "empty_body"),
        (b"<html><head><title>River rises</title></head></html>", "empty_body"),
        (b"<html><body></body></html>", "empty_body"),
        (b"<html><body><script>var x = 1;</script><img src='x.png'></body></html>", "empty_body"),
        (b"<html><frameset><frame src='x'></frameset></html>", "empty_body"),
        (b"<div>" * 20_000, "empty_body"),
        (b"<!--" * 20_000, "empty_body"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "binary"),
        ("<p>Le fleuve est monté de deux mètres vendredi, ont indiqué des responsables.</p>".encode(), "not_english"),
    ],
)
def test_a_page_without_an_article_is_set_aside(data: bytes, reason: str, tmp_path: Path, read: Any) -> None:
    (tmp_path / "page.html").write_bytes(data)
    articles, rejects = read(tmp_path)
    assert articles == []
    assert [(reject.input, reject.line, reject.reason) for reject in rejects] == [("page.html", None, reason)]


@pytest.mark.parametrize("unit", ["<", '<a href="', "&amp;", "<b>", "<table><tr><td>", "“", "<ul><li>x"])
def test_no_markup_is_an_exception(unit: str, tmp_path: Path, read: Any) -> None:
    (tmp_path / "page.html").write_text(unit * 5_000, encoding="utf-8")
    articles, rejects = read(tmp_path)
    assert len(articles) + len(rejects) == 1
    assert not [reject for reject in rejects if reject.reason == "reading_failed"]


def test_the_reader_names_the_version_of_what_decides_on_the_text(of_page: Any, page: Any) -> None:
    import trafilatura

    reader = of_page(page()).reader
    assert reader.name == "html"
    assert reader.version.endswith(f"+trafilatura.{trafilatura.__version__}")


def test_the_same_page_packed_is_the_same_article(tmp_path: Path, read: Any, page: Any) -> None:
    data = page(head=META).encode()
    (tmp_path / "a.html").write_bytes(data)
    (tmp_path / "b.html.gz").write_bytes(gzip.compress(data))
    (one, other), _ = read(tmp_path)
    assert one == other


def test_trafilatura_says_nothing_on_stderr(tmp_path: Path, read: Any, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "page.html").write_bytes(b"<html></html>")
    read(tmp_path)
    assert capfd.readouterr().err == ""

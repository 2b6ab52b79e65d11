"""What is read in an article, and what is not."""

from claimkit.comparison.terms import Terms, ages_in, earliest, normal_form, report_key, terms_of, without_furniture
from claimkit.records import Article

TEXT = (
    "BREM — Mayor Rosa Quint, 58, closed the Oster bridge on Monday after cracks were found in 3 of its 12 piers.\n\n"
    "It will stay shut until June 2, said Heike Moll, who inspects bridges for the Vall valley."
)


def read(text: str = TEXT, **given: str) -> Terms:
    return terms_of(Article.from_text(text, **given))


def test_names_are_capitals_within_a_sentence_and_their_pairs() -> None:
    names = read().names
    assert {"rosa", "quint", "rosa quint", "oster", "heike moll", "vall"} <= set(names)
    assert "it" not in names
    assert "mayor" not in names  # it opens the sentence


def test_a_dateline_is_no_part_of_the_body() -> None:
    assert "brem" not in read().words


def test_numbers_and_ages() -> None:
    terms = read()
    assert set(terms.numbers) == {"58", "3", "12", "2"}
    assert terms.ages == ("58",)


def test_pairs_do_not_reach_across_paragraphs() -> None:
    terms = read("The tram stops here.\n\nA new line opens in July, the council of Brem said.")
    assert terms.pairs[:4] == ("the tram", "tram stop", "stop here", "a new")


def test_ages_in_the_forms_of_news() -> None:
    text = "A 23-year-old and Ada Lund, 41, met Per Holm (67), aged 12 when it began. Law 1,000, was not passed."
    assert ages_in(text) == ("23", "41", "67", "12")


def test_days_need_a_day_of_publication() -> None:
    assert read().days == ()
    dated = read(published="2023-05-10")
    assert dated.days[0] == dated.published - 2  # the Monday before a Wednesday


def test_a_month_names_no_day() -> None:
    assert read("The mayor resigned in May 2023, after a year in office.", published="2023-06-10").days == ()


def test_the_title_is_read_where_it_stands_in_the_text() -> None:
    assert read("Cracks close bridge in Vall\n\n" + TEXT).title == ("crack", "close", "bridge", "in", "vall")
    assert read(title="Bridge closed").title == ("bridge", "closed")


def test_an_article_without_a_body_has_its_title() -> None:
    terms = read("", title="Bridge closed")
    assert (terms.title, terms.words, terms.empty) == (("bridge", "closed"), (), False)
    assert read("").empty


def test_forms_of_a_word_are_one_term() -> None:
    assert {normal_form(word) for word in ("Bridge", "bridges", "bridge’s", "BRIDGE")} == {"bridge"}
    assert [normal_form(word) for word in ("U.S.", "his", "glass", "virus")] == ["us", "his", "glass", "virus"]


def test_copies_of_a_report_have_one_key_whatever_the_headline() -> None:
    first, second = read(title="Bridge shut in Brem: Quint"), read(title="Cracks found in bridge, says Moll")
    assert report_key(first) == report_key(second) is not None
    assert report_key(read("Four words of text.")) is None


def test_of_copies_the_earliest_date_counts() -> None:
    dates = ("2023-05-12", "2023-05-10", None)
    copies = [terms_of(Article.from_text(TEXT, published=date)) for date in dates]
    assert earliest(copies).published == copies[1].published


def test_a_text_that_recurs_under_titles_it_knows_nothing_of_is_furniture() -> None:
    page = "Dear visitor, thank you for your trust in independent journalism here. " * 8
    wall = [read(page, title=title) for title in ("Bridge shut", "Tram to Oster delayed")]
    own = read(title="Quint closes bridge")
    emptied = without_furniture([*wall, own, own])
    assert [bool(each.words) for each in emptied] == [False, False, True, True]
    assert emptied[0].title == wall[0].title

"""The totals of two articles settle what two of their claims leave open; invented people and events."""

import pytest

import claimkit
from claimkit.comparison.profiles import profiles_of
from claimkit.comparison.totals import at_issue
from claimkit.records import Article, Relation

FIRE = "A fire broke out in the Dellport mill of Rosa Quint on Sunday. {} The Dellport police closed the road."


def relations(*reports: tuple[str, str, str]) -> set[Relation]:
    """The relations of what reports say, each by an outlet of its own; of each its day, title and toll."""
    articles = [
        Article.from_text(FIRE.format(toll), publisher=f"Outlet {n}", published=day, title=title)
        for n, (day, title, toll) in enumerate(reports)
    ]
    return {pair.relation for pair in claimkit.compare(claimkit.extract_many(articles)).pairs}


NINE = ("2024-05-06", "Nine workers killed in Dellport mill", "Nine workers were killed in the mill.")
SIX = ("2024-05-06", "Six workers killed in Dellport mill", "Six workers were killed in the mill.")


def test_two_tolls_conflict_where_the_totals_do() -> None:
    assert Relation.CONTRADICTION in relations(NINE, SIX)


@pytest.mark.parametrize(
    "other",
    [
        (
            "2024-05-06",
            "Nine killed in Dellport",
            "Six workers were killed in the mill. Nine people were killed in all.",
        ),
        ("2024-05-06", "Mill fires kill six", "Six workers were killed in the mill, of nine in separate fires."),
    ],
    ids=["a part of the same total", "several events"],
)
def test_what_the_totals_explain_is_no_conflict(other: tuple[str, str, str]) -> None:
    assert Relation.CONTRADICTION not in relations(NINE, other)


def test_fewer_wounded_on_the_next_day_are_a_conflict() -> None:
    first = ("2024-05-06", "Seven hurt in Dellport fire", "Seven people were wounded in the fire.")
    second = ("2024-05-07", "Six hurt in Dellport fire", "Six people were wounded in the fire.")
    assert Relation.CONTRADICTION in relations(first, second)
    later = ("2024-05-07", "Eight hurt in Dellport fire", "Eight people were wounded in the fire.")
    assert Relation.CONTRADICTION not in relations(first, later)


def test_a_least_number_of_one_day_is_of_a_later_hour() -> None:
    more = ("2024-05-06", "At least nine killed in mill", "At least nine workers were killed in the mill.")
    assert Relation.CONTRADICTION not in relations(SIX, more)


def test_totals_are_asked_for_where_an_event_has_tolls_in_other_numbers() -> None:
    reports = [
        Article.from_text(FIRE.format(toll), publisher=f"Outlet {n}", published="2024-05-06")
        for n, toll in enumerate(("Nine workers were killed.", "Six workers were killed.", "Nobody saw the flames."))
    ]
    found = list(claimkit.extract_many(reports))
    told = [each for one in found for each in profiles_of(one.article, one.claims, one.mentions)]
    nine, six, _ = (article.article_id for article in reports)
    one_event = dict.fromkeys((article.article_id for article in reports), "mill")
    assert at_issue(told, one_event) == sorted([nine, six])
    assert at_issue(told, one_event | {six: "another mill"}) == []
    assert at_issue(told[::-1], one_event) == sorted([nine, six])

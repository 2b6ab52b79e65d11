"""Articles by event: who goes with whom, whatever is missing, and at what cost."""

import dataclasses
import random
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimkit import group_articles
from claimkit.records import Article, EntityType, Mention, Span, TextMode

FERRY = (
    "MARSTAL — The ferry Havfruen ran aground off Marstal on Tuesday with 212 people aboard, the coast guard said.\n\n"
    "Captain Inge Dahl, 51, was taken to hospital in Svendborg. No one else was hurt when the ship struck the sandbank "
    "near Halmø at 6.40 a.m.\n\nDivers will look at the hull on Wednesday, said Lars Brandt of the owner, Ærø Lines."
)
FERRY_TOLD_AGAIN = (
    "A ferry with 212 passengers and crew hit a sandbank near the island of Halmø early on Tuesday morning, and its "
    "captain, Inge Dahl, 51, was injured.\n\nThe Havfruen was on its way from Marstal when it ran aground. Ærø Lines, "
    "the owner, said that divers would inspect the hull. The coast guard in Svendborg is leading the inquiry."
)
FERRY_A_YEAR_LATER = (
    "Captain Inge Dahl, 52, was cleared on Monday of blame for the grounding of the ferry Havfruen near Halmø.\n\n"
    "A maritime court in Svendborg found that Ærø Lines had not told the crew of the Havfruen that the sandbank off "
    "Marstal had moved. The ferry had 212 people aboard."
)
BUDGET = (
    "The city council of Kelling passed a budget of $41 million on Tuesday, the first in a decade without a loan.\n\n"
    "Mayor Rosa Quint said that the libraries would stay open. Three members of the Harbour party voted against it "
    "because money for the tram to Oster was cut.\n\nThe budget takes effect in July."
)
BUDGET_TOLD_AGAIN = (
    "Kelling will keep its libraries but lose its tram. The council adopted Mayor Rosa Quint's $41 million budget on "
    "Tuesday night against the votes of the Harbour party.\n\nIt is the first budget for ten years that needs no loan; "
    "the line to Oster will have to wait, Quint said."
)
STORM = (
    "A storm with gusts of 140 kilometres an hour cut power to 30,000 homes in the Vall valley on Tuesday.\n\n"
    "Fallen trees closed the railway between Brem and Tannau, said Heike Moll of the regional railway. Schools in "
    "Brem will stay closed on Wednesday."
)


def article(text: str, outlet: str, *, title: str | None = None, published: str | None = "2023-05-10") -> Article:
    url = f"https://{outlet.lower()}.example/{len(text)}"
    return Article.from_text(text, title=title, url=url, publisher=outlet, published=published)


REPORTS = {
    "ferry": article(FERRY, "Courier", title="Ferry runs aground off Marstal"),
    "ferry again": article(FERRY_TOLD_AGAIN, "Herald", title="Captain hurt as ferry hits sandbank"),
    "budget": article(BUDGET, "Courier", title="Kelling passes budget without loan"),
    "budget again": article(BUDGET_TOLD_AGAIN, "Gazette", title="Council cuts tram, keeps libraries"),
    "storm": article(STORM, "Herald", title="Storm leaves 30,000 homes without power"),
}


def names_of(groups: list[list[str]], reports: dict[str, Article]) -> list[list[str]]:
    name = {report.article_id: key for key, report in reports.items()}
    return [[name[article_id] for article_id in group] for group in groups]


def grouped(reports: dict[str, Article]) -> list[list[str]]:
    return names_of(group_articles(reports.values()), reports)


def test_reports_on_one_event_go_together() -> None:
    assert grouped(REPORTS) == [["ferry", "ferry again"], ["budget", "budget again"], ["storm"]]


def test_undated_articles_join_by_what_they_say() -> None:
    undated = {key: dataclasses.replace(each, published=None) for key, each in REPORTS.items()}
    assert grouped(undated) == grouped(REPORTS)


def test_a_report_a_year_later_joins() -> None:
    later = article(FERRY_A_YEAR_LATER, "Herald", title="Ferry captain cleared", published="2024-06-04")
    assert grouped(REPORTS | {"cleared": later})[0] == ["ferry", "ferry again", "cleared"]


def test_groups_stand_in_the_order_of_the_articles() -> None:
    turned = dict(reversed(REPORTS.items()))
    assert grouped(turned) == [["storm"], ["budget again", "budget"], ["ferry again", "ferry"]]


def test_the_order_of_the_articles_does_not_change_the_groups() -> None:
    reports = list(_many(40).values())
    expected = {frozenset(group) for group in group_articles(reports)}
    for seed in range(3):
        random.Random(seed).shuffle(reports)  # noqa: S311  (a draw, not secrecy)
        assert {frozenset(group) for group in group_articles(reports)} == expected


def test_an_article_given_twice_counts_once() -> None:
    report = REPORTS["ferry"]
    assert group_articles([report, report]) == [[report.article_id]]


@pytest.mark.parametrize("articles", [[], [REPORTS["storm"]]])
def test_none_and_one(articles: list[Article]) -> None:
    assert group_articles(articles) == [[each.article_id] for each in articles]


def test_copies_of_one_report_are_one_group_however_many() -> None:
    copies = [article(FERRY, f"Paper{number}", title="Ferry runs aground") for number in range(1000)]
    groups = group_articles([*copies, REPORTS["budget"]])
    assert [len(group) for group in groups] == [1000, 1]


def test_near_copies_are_one_group() -> None:
    texts = [FERRY.replace("the coast guard said", f"the coast guard told {name}") for name in ("us", "AFN", "Ritz")]
    assert len(group_articles(article(text, f"Paper{each}") for each, text in enumerate(texts))) == 1


def test_an_event_of_hundreds_of_reports_is_not_broken_up() -> None:
    sentences = [part for text in (FERRY, FERRY_TOLD_AGAIN) for part in text.replace("\n\n", " ").split(". ")]
    draw = random.Random(0)  # noqa: S311  (a draw, not secrecy)
    texts = {". ".join(draw.sample(sentences, 4)) + f". Reported by desk {number}." for number in range(200)}
    groups = group_articles(article(text, f"Paper{number}") for number, text in enumerate(sorted(texts)))
    assert max(map(len, groups)) >= 0.9 * len(texts)


def test_pages_of_a_paywall_are_not_one_event() -> None:
    page = "Dear visitor, thank you for your trust in independent journalism here. " * 8
    pages = [
        article(page, title[:5], title=title)
        for title in ("Ferry runs aground", "Council adopts budget", "Storm hits Brem")
    ]
    assert len(group_articles(pages)) == 3


@pytest.mark.parametrize("text", ["", " ", "\ud800", "🛳️" * 50, '"' * 10_000, "a" * 100_000, "\n" * 1000, "2023-13-45"])
def test_no_text_is_too_odd(text: str) -> None:
    odd = article(text, "Courier", title="Ferry")
    assert sorted(map(len, group_articles([odd, REPORTS["storm"]]))) == [1, 1]


def test_a_date_that_is_none_counts_as_unknown() -> None:
    odd = {key: dataclasses.replace(each, published="some day") for key, each in REPORTS.items()}
    assert grouped(odd) == grouped(REPORTS)


def _without_text(report: Article) -> Article:
    return dataclasses.replace(report, text=None, title=None, text_mode=TextMode.NONE, segments=())


def test_articles_without_anything_are_alone_and_said_so() -> None:
    silent = [_without_text(each) for each in REPORTS.values()]
    with pytest.warns(UserWarning, match="5 of 5 articles have no title, no text"):
        assert len(group_articles(silent)) == 5


def test_articles_without_text_go_by_their_records() -> None:
    named = {
        "ferry": ["Havfruen", "Marstal", "Inge Dahl", "Svendborg", "Halmø", "Lars Brandt", "Ærø Lines"],
        "ferry again": ["Halmø", "Inge Dahl", "Havfruen", "Marstal", "Ærø Lines", "Svendborg"],
        "storm": ["Vall", "Brem", "Tannau", "Heike Moll"],
    }
    reports = {key: _without_text(REPORTS[key]) for key in named}
    mentions = [
        Mention(
            entity_id=f"{key}{number}",
            article_id=reports[key].article_id,
            spans=(Span(0, 1),),
            name=name,
            type=EntityType.PERSON,
        )
        for key, names in named.items()
        for number, name in enumerate(names)
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        groups = group_articles(reports.values(), mentions=mentions)
    assert names_of(groups, reports) == [["ferry", "ferry again"], ["storm"]]


WORDS = ("ferry", "Marstal", "council", "budget", "41", "Tuesday", "Dahl", "storm", "the", "said", "Brem", ".", "\n\n")


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join), st.sampled_from([None, "2023-05-10"])),
        max_size=8,
    )
)
def test_every_article_is_in_one_group(drawn: list[tuple[str, str | None]]) -> None:
    articles = [article(text, f"P{number}", title="On", published=day) for number, (text, day) in enumerate(drawn)]
    groups = group_articles(articles)
    assert sorted(article_id for group in groups for article_id in group) == sorted(
        each.article_id for each in articles
    )


def _many(number: int) -> dict[str, Article]:
    """Recombined reports: some share an event, some only its words."""
    draw = random.Random(7)  # noqa: S311  (a draw, not secrecy)
    sources = [FERRY, FERRY_TOLD_AGAIN, BUDGET, BUDGET_TOLD_AGAIN, STORM]
    reports = {}
    for each in range(number):
        parts = draw.choice(sources).split("\n\n")
        text = "\n\n".join(draw.sample(parts, len(parts) - 1))
        reports[str(each)] = article(text, f"Paper{each}", published=draw.choice(["2023-05-10", "2023-05-30", None]))
    return reports

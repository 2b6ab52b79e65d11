"""What an article as a whole states of a toll, and how two tolls stand; our own prose on invented events."""

import dataclasses

import pytest

from claimkit.comparison.figures import Basis, Figure, compare, figures
from claimkit.comparison.reports import reports_of
from claimkit.comparison.victims import people_of
from claimkit.errors import OptionError
from claimkit.records import Article, Bound, Narrower, Relation


def toll(text: str, title: str | None = None) -> dict[str, float]:
    """The figures of an article without claims; they are read off its sentences."""
    return {figure.outcome: figure.low for figure in figures(Article.from_text(text, title=title), ())}


def test_the_title_and_the_lede_give_the_total() -> None:
    text = "Four people died and nine were injured when a coach left the road.\n\nA man was taken to hospital."
    assert toll(text, "4 dead, 9 injured in Dunmore coach crash") == {"killed": 4, "injured": 9}


def test_one_who_is_told_of_three_times_is_one() -> None:
    text = (
        "A man was killed when a crane fell in Dunmore on Monday, police said.\n\n"
        "The 43-year-old man was pronounced dead at the scene. He died of head wounds, the coroner said."
    )
    assert toll(text, "Man killed as crane falls")["killed"] == 1


def test_of_all_who_were_hit_the_dead_are_taken_off() -> None:
    text = "Five people were shot, two of them fatally, at a market in Dunmore late on Friday, police said."
    found = toll(text, "5 shot, 2 fatally, at Dunmore market")
    assert found["killed"] == 2
    assert found["injured"] == 3


def test_groups_of_one_deed_are_told_together_and_none_is_the_total() -> None:
    text = "Two boys and two girls were shot at a fair in Dunmore on Monday night, police said. All are recovering."
    assert toll(text, "2 boys, 2 girls shot at Dunmore fair")["injured"] == 4


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("Sheriff Cole called it a triple murder-suicide. It happened on a farm near Dunmore.", 4),
        ("A Dunmore man shot his daughter to death and then killed himself, police said.", 2),
        ("A child under the age of 10 was killed by a tram in Dunmore.", 1),
    ],
)
def test_how_a_toll_may_be_worded(text: str, killed: float) -> None:
    assert toll(text)["killed"] == killed


def test_an_old_death_far_down_is_not_of_the_event() -> None:
    text = (
        "A girl was wounded when a gate fell on her in Dunmore, police said. She is in stable condition.\n\n"
        + "The gate is of iron. " * 12
        + "\n\nA boy was killed there in 1998."
    )
    assert toll(text, "Girl injured by gate in Dunmore") == {"injured": 1}


def test_a_headline_in_capitals_counts_as_well() -> None:
    assert toll("Gunshots came from all directions.", "Six Shot At The Barn Nightclub")["injured"] == 6


def test_a_roundup_tells_of_several_events() -> None:
    article = Article.from_text("Three people were wounded in separate shootings.", title="3 hurt in Dunmore")
    assert [figure.several_events for figure in figures(article, ())] == [True]


def test_other_outcomes_are_counted_by_the_same_rules() -> None:
    text = "Police arrested 14 protesters in Dunmore on Sunday. The flood had displaced 900 people."
    assert toll(text)["arrested"] == 14
    assert toll(text)["displaced"] == 900


def test_what_is_never_mentioned_has_no_figure() -> None:
    assert toll("The harbour of Dunmore was dredged in June.") == {}
    assert toll("") == {}


@pytest.mark.parametrize(
    "text",
    ["\ud800 killed", '"' * 10_000, "killed " * 2_000, "😀 2 dead 😀", "two " * 3_000, "two men killed, " * 500],
)
def test_no_text_stops_it(text: str) -> None:
    assert isinstance(figures(Article.from_text(text), ()), tuple)


def test_men_of_two_ages_are_two() -> None:
    article = Article.from_text("A 19-year-old man was killed. A 52-year-old man was killed.")
    people = people_of(reports_of(article, (), ()))
    assert [person.age for person in people] == ["19", "52"]


def figure(low: float, as_of: str | None = "2019-05-04", **fields: object) -> Figure:
    plain = Figure(
        article_id="a", publisher="x", outcome="killed", low=low, high=low, bound=Bound.EXACT, as_of=as_of,
        basis=Basis.NUMBER, attackers=0, harmed=None, incomplete=False, several_events=False, others=(), score=0.95,
        claim_ids=(),
    )  # fmt: skip
    return dataclasses.replace(plain, **fields)  # type: ignore[arg-type]  # the fields a test names


def stand(a: Figure, b: Figure, same_event: bool | None = True) -> Relation:
    verdict, mirrored = compare(a, b, same_event=same_event), compare(b, a, same_event=same_event)
    assert verdict.relation is mirrored.relation
    assert verdict.reason == mirrored.reason
    return verdict.relation


def test_equal_tolls_are_equivalent_and_an_open_one_covers() -> None:
    assert stand(figure(4), figure(4)) is Relation.EQUIVALENCE
    at_least = figure(4, bound=Bound.AT_LEAST)
    assert stand(at_least, figure(6)) is Relation.SUBSUMPTION
    assert compare(at_least, figure(6), same_event=True).narrower is Narrower.B


def test_a_toll_that_rises_with_the_days_is_no_conflict() -> None:
    assert stand(figure(4, "2019-05-04"), figure(6, "2019-05-07")) is Relation.FOLLOW_UP


def test_the_dead_do_not_rise_again() -> None:
    assert stand(figure(6, "2019-05-04"), figure(4, "2019-05-05")) is Relation.CONTRADICTION


@pytest.mark.parametrize(
    "changed",
    [
        {"as_of": None},
        {"as_of": "2019-05-04"},
        {"as_of": "2019-06-04"},
        {"basis": Basis.REST},
        {"basis": Basis.MENTION},
        {"several_events": True},
        {"incomplete": True},
        {"attackers": 1},
        {"others": (6.0,)},
        {"score": 0.4},
    ],
)
def test_it_abstains_where_day_scope_or_reading_is_not_certain(changed: dict[str, object]) -> None:
    later = figure(4, "2019-05-05")
    assert stand(figure(6), dataclasses.replace(later, **changed)) is Relation.OVERLAP  # type: ignore[arg-type]  # as named above


def test_it_abstains_where_the_event_is_not_certain() -> None:
    a, b = figure(6), figure(4, "2019-05-05")
    assert stand(a, b, None) is Relation.OVERLAP
    assert stand(a, b, False) is Relation.UNRELATED


def test_deaths_among_the_injured_explain_fewer_injured() -> None:
    a = figure(6, outcome="injured", harmed=7.0)
    b = figure(5, "2019-05-05", outcome="injured", harmed=7.0)
    assert stand(a, b) is Relation.OVERLAP


def test_two_outcomes_cannot_be_compared() -> None:
    with pytest.raises(OptionError, match="pass two of one outcome"):
        compare(figure(4), figure(4, outcome="injured"), same_event=True)

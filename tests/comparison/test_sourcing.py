"""On whom a claim rests: chains, carriers, and how many independent sources a cluster has."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import claimkit
from claimkit.comparison.profiles import Profile, profiles_of
from claimkit.comparison.sourcing import Origin, Sources, Untraced, dependence, origins_of, sources, status_of
from claimkit.records import Article, ClusterStatus, Dependence


def article(text: str, publisher: str | None = "The Harbour Post", *, authors: tuple[str, ...] = ()) -> Article:
    made = Article.from_text(text, publisher=publisher, published="2024-05-06")
    return replace(made, authors=authors)


def traced(*articles: Article, predicate: str) -> tuple[list[Profile], dict[str, Origin]]:
    """The profiles of the claims with that predicate, one an article, and all origins."""
    extractions = [claimkit.extract(each) for each in articles]
    profiles = [profile for each in extractions for profile in profiles_of(each.article, each.claims, each.mentions)]
    origins = origins_of([each.article for each in extractions], profiles)
    told = [
        next(
            profile
            for profile in profiles
            if profile.article_id == each.article.article_id and profile.predicate == predicate
        )
        for each in extractions
    ]
    return told, origins


def stands_behind(*articles: Article, predicate: str) -> Sources:
    told, origins = traced(*articles, predicate=predicate)
    return sources(origins[profile.claim_id] for profile in told)


def why(text: str, predicate: str, publisher: str | None = "The Harbour Post") -> Untraced | None:
    (profile,), origins = traced(article(text, publisher), predicate=predicate)
    return origins[profile.claim_id].untraced


def test_two_papers_with_two_named_speakers_are_two_sources() -> None:
    found = stands_behind(
        article("Maria Velden, the mayor of Corran, said the bridge collapsed on Monday."),
        article("Tomas Renner, a fisherman, said the bridge collapsed on Monday.", "Velden Gazette"),
        predicate="collapse",
    )
    assert found.witnesses == ("maria velden", "tomas renner")
    assert found.observers == ("The Harbour Post", "Velden Gazette")
    assert (found.independent_min, found.independent_max) == (2, 2)
    assert status_of(found) is ClusterStatus.CORROBORATED


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Police said the bridge collapsed.", "Sgt. Tomas Renner said the bridge collapsed."),
        (
            "Investigators said the bridge collapsed.",
            "Ana Lund, a spokeswoman for the Corran Police Department, said the bridge collapsed.",
        ),
        ("A witness told us the bridge collapsed.", "A neighbor told Fox59 the bridge collapsed."),
        (
            "Velden's campaign said the bridge collapsed.",
            "Tomas Renner, a spokesman for the Velden campaign, said the bridge collapsed.",
        ),
        ("Police said the bridge collapsed.", "Prosecutors said the bridge collapsed."),
    ],
)
def test_two_who_speak_for_one_body_are_one_source(one: str, other: str) -> None:
    found = stands_behind(article(one), article(other, "Velden Gazette"), predicate="collapse")
    assert (found.independent_min, found.independent_max) == (1, 1)
    assert status_of(found) is ClusterStatus.SINGLE_SOURCE


def test_the_voice_of_the_author_proves_no_independence() -> None:
    text = "The bridge collapsed on Monday."
    found = stands_behind(article(text), article(text + " It was old.", "Velden Gazette"), predicate="collapse")
    assert found.witnesses == ()
    assert found.independent_min == 0
    assert status_of(found) is ClusterStatus.INDEPENDENCE_UNKNOWN


def test_all_who_stand_on_one_state_agency_are_one() -> None:
    found = stands_behind(
        article("KCNA reported that Kim Jong Un said the plan failed."),
        article(
            "Kim Jong-un said the plan failed, state media reported Friday. KCNA gave no figures.", "Velden Gazette"
        ),
        article("The plan failed, according to the Rodong Sinmun.", "Corran Weekly"),
        predicate="fail",
    )
    assert found.independent_min == 1
    assert found.independent_max == 1


def test_state_media_is_the_state_the_article_names() -> None:
    (profile,), origins = traced(
        article("The dam opened, state media said. KCNA reported that workers cheered."), predicate="open"
    )
    assert "state:north korea" in origins[profile.claim_id].basis


def test_who_is_relayed_once_is_relayed_throughout_the_article() -> None:
    (profile,), origins = traced(
        article("KCNA reported that Kim Jong Un said the harvest rose. Kim said the dam opened."), predicate="open"
    )
    assert "state:north korea" in origins[profile.claim_id].parties


def test_one_reporter_in_two_papers_is_one() -> None:
    by = ("Ana Lund",)
    found = stands_behind(
        article("Maria Velden said the bridge collapsed.", authors=by),
        article("Tomas Renner said the bridge collapsed.", "Velden Gazette", authors=by),
        predicate="collapse",
    )
    assert (found.independent_min, found.independent_max) == (1, 1)


def test_two_articles_of_one_paper_are_one() -> None:
    found = stands_behind(
        article("Maria Velden said the bridge collapsed."),
        article("Tomas Renner said the bridge collapsed."),
        predicate="collapse",
    )
    assert found.independent_min == 1


def test_two_papers_that_print_one_agency_are_one() -> None:
    found = stands_behind(
        article("CORRAN (Reuters) — Maria Velden said the bridge collapsed on Monday."),
        article("CORRAN (Reuters) — Tomas Renner said the bridge collapsed on Monday.", "Velden Gazette"),
        predicate="collapse",
    )
    assert found.independent_min == 1
    assert found.observers == ("Reuters",)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("The bridge collapsed on Monday.", Untraced.AUTHOR_VOICE),
        ("The bridge is believed to have collapsed.", Untraced.HEARSAY),
        ("An official who asked not to be named said the bridge collapsed.", Untraced.ANONYMOUS),
        ("Critics said the bridge collapsed.", Untraced.UNNAMED),
        ("A witness said the bridge collapsed.", Untraced.UNNAMED),
        ("The Washington Post reported that the bridge collapsed.", Untraced.OUTLET),
        ("Maria Velden said the bridge collapsed.", None),
    ],
)
def test_what_cannot_be_traced_says_why(text: str, reason: Untraced | None) -> None:
    assert why(text, "collapse") is reason


def test_an_article_of_no_known_publisher_proves_nothing() -> None:
    assert why("Maria Velden said the bridge collapsed.", "collapse", None) is Untraced.NO_PUBLISHER


LONG = (
    "Maria Velden said the bridge collapsed on Monday. Workers had painted the northern railing in the spring and the "
    "council had asked for a report on the pillars, which stood in deep water. Nobody lived on the island any more."
)


def test_a_copied_article_is_a_copy() -> None:
    (one, other), origins = traced(article(LONG), article(LONG, "Velden Gazette"), predicate="collapse")
    found = sources([origins[one.claim_id], origins[other.claim_id]])
    assert (found.independent_min, found.independent_max) == (1, 1)


def test_how_two_claims_hang_together() -> None:
    (mayor, police, fisher, voice), origins = traced(
        article("Police said the bridge collapsed."),
        article("Sgt. Ana Lund said the bridge collapsed.", "Velden Gazette"),
        article("Tomas Renner, a fisherman, said the bridge collapsed.", "Corran Weekly"),
        article("The bridge collapsed.", "Old Corran News"),
        predicate="collapse",
    )
    assert dependence(mayor, police, origins) is Dependence.COMMON_SOURCE
    assert dependence(mayor, fisher, origins) is Dependence.INDEPENDENT
    assert dependence(mayor, voice, origins) is Dependence.UNKNOWN


PARTIES = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=3, unique=True).map(
    lambda each: tuple(sorted(each))
)


@st.composite
def clusters(draw: st.DrawFn) -> list[Origin]:
    found = draw(st.lists(st.tuples(PARTIES, st.booleans()), max_size=8))
    return [
        Origin(
            claim_id=str(number),
            article_id=str(number),
            witness=parties[0],
            observers=(),
            basis=parties[:1],
            parties=parties,
            untraced=None if is_traced else Untraced.AUTHOR_VOICE,
        )
        for number, (parties, is_traced) in enumerate(found)
    ]


def most_disjoint(claims: Sequence[Sequence[str]]) -> int:
    """By trying all."""
    return max(
        size
        for size in range(len(claims) + 1)
        for some in itertools.combinations(claims, size)
        if len(set().union(*some)) == sum(map(len, some))
    )


@given(clusters())
def test_the_bounds_hold_what_is_true(cluster: list[Origin]) -> None:
    found = sources(cluster)
    assert found.independent_min <= most_disjoint([each.parties for each in cluster if each.traced])
    assert found.independent_max >= most_disjoint([each.parties for each in cluster])


@given(clusters(), st.randoms())
def test_the_order_does_not_matter(cluster: list[Origin], random) -> None:  # type: ignore[no-untyped-def]  # random.Random
    shuffled = list(cluster)
    random.shuffle(shuffled)
    assert sources(shuffled) == sources(cluster)


@given(clusters(), PARTIES)
def test_what_is_untraced_never_adds_to_what_is_certain(cluster: list[Origin], parties: tuple[str, ...]) -> None:
    more = Origin(
        claim_id="more",
        article_id="more",
        witness=None,
        observers=(),
        basis=(),
        parties=parties,
        untraced=Untraced.HEARSAY,
    )
    assert sources([*cluster, more]).independent_min == sources(cluster).independent_min

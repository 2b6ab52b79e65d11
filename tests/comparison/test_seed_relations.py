"""Five real reports on party meetings, told by four outlets: how claims that belong together stand to each other.

Claims are found by article, predicate and what else tells them apart; no sentence is quoted.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import claimkit
from claimkit.comparison.profiles import Profile, profiles_of
from claimkit.comparison.relations import Verdict, relation
from claimkit.records import Article, Relation

AL_JAZEERA, BLOOMBERG, JOONGANG, PORTAL = "000", "002", "003", "004"
# Neither report gives its date; these are the days on which their meetings were reported.
PUBLISHED = {AL_JAZEERA: "2021-01-08", BLOOMBERG: "2021-01-07"}

Reports = Mapping[str, list[Profile]]


def _read(seeds: Path, published: Mapping[str, str]) -> Iterator[tuple[str, list[Profile]]]:
    with (seeds / "metadata.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            number = row["file"][:3]
            day = published.get(number) or row["published"] or None
            text = (seeds / row["file"]).read_bytes().decode()
            found = claimkit.extract(Article.from_text(text, publisher=row["publisher"], published=day))
            yield number, list(profiles_of(found.article, found.claims, found.mentions))


@pytest.fixture(scope="module")
def undated(seeds: Path) -> Reports:
    return dict(_read(seeds, {}))


@pytest.fixture(scope="module")
def dated(seeds: Path) -> Reports:
    return dict(_read(seeds, PUBLISHED))


def claim(reports: Reports, article: str, predicate: str, word: str = "") -> Profile:
    """The one claim of an article with that predicate and word."""
    found = [each for each in reports[article] if each.predicate == predicate and (not word or word in each.words)]
    assert len({each.text for each in found}) == 1, [each.text for each in found]
    return found[0]


def differing(verdict: Verdict) -> set[str]:
    return {difference.field for difference in verdict.differences}


def test_coming_to_power_in_2011_is_one_claim_of_two_outlets_in_the_authors_voice(undated: Reports) -> None:
    one, other = claim(undated, BLOOMBERG, "take", "power"), claim(undated, PORTAL, "take", "office")
    verdict = relation(one, other)
    assert verdict.relation is Relation.EQUIVALENCE
    assert one.chain == other.chain == ()
    assert "chain" not in differing(verdict)


@pytest.mark.parametrize(("one", "other"), [(BLOOMBERG, JOONGANG), (BLOOMBERG, PORTAL), (JOONGANG, PORTAL)])
def test_borders_shut_is_told_three_times_and_never_quite_alike(undated: Reports, one: str, other: str) -> None:
    verdict = relation(claim(undated, one, "shut"), claim(undated, other, "shut"))
    assert verdict.relation in (Relation.SUBSUMPTION, Relation.OVERLAP)
    assert differing(verdict) & {"subject", "names", "times", "kind", "factuality"}


def test_who_names_china_says_more_or_other_things(undated: Reports) -> None:
    verdict = relation(claim(undated, JOONGANG, "shut"), claim(undated, PORTAL, "shut"))
    named = next(difference for difference in verdict.differences if difference.field == "names")
    assert "china" in (named.b or "")
    assert "china" not in (named.a or "")


def test_the_first_congress_in_five_years_needs_a_date_to_equal_the_last_one_in_2016(
    undated: Reports, dated: Reports
) -> None:
    without, given = (
        relation(claim(reports, BLOOMBERG, "kick"), claim(reports, AL_JAZEERA, "meeting"))
        for reports in (undated, dated)
    )
    assert without.relation is Relation.OVERLAP
    assert "times" in differing(without)
    assert given.relation is Relation.EQUIVALENCE


@pytest.mark.parametrize("predicate", ["fall", "miss"])
def test_the_plan_that_failed_is_told_by_two(undated: Reports, predicate: str) -> None:
    verdict = relation(claim(undated, BLOOMBERG, predicate), claim(undated, PORTAL, "make"))
    assert verdict.relation is Relation.OVERLAP
    assert "chain" in differing(verdict)  # one says that he said so, the other that he did


def test_the_eighth_congress_is_told_by_two_and_one_adds_january(undated: Reports) -> None:
    verdict = relation(claim(undated, AL_JAZEERA, "come", "eighth"), claim(undated, PORTAL, "announce"))
    assert (verdict.relation, verdict.narrower) == (Relation.SUBSUMPTION, "b")
    times = next(difference for difference in verdict.differences if difference.field == "times")
    assert (times.a, times.b) == (None, "2021-01")


def test_a_golden_age_of_culture_is_none_of_the_party(undated: Reports) -> None:
    verdict = relation(claim(undated, AL_JAZEERA, "discuss", "golden"), claim(undated, PORTAL, "usher"))
    assert verdict.relation is Relation.UNRELATED


def test_two_five_year_plans_are_two(undated: Reports) -> None:
    verdict = relation(claim(undated, BLOOMBERG, "end"), claim(undated, PORTAL, "announce"))
    assert verdict.relation is Relation.UNRELATED


def test_conferences_of_5000_and_of_10000_do_not_conflict(undated: Reports, dated: Reports) -> None:
    for reports in (undated, dated):
        gathering = claim(reports, BLOOMBERG, "gathering")
        taking_part = next(
            each for each in reports[PORTAL] if [quantity.low for quantity in each.quantities] == [10_000.0]
        )
        for same_event in (None, False):
            verdict = relation(gathering, taking_part, same_event=same_event)
            assert verdict.relation in (Relation.UNRELATED, Relation.OVERLAP)
            assert "quantities" in differing(verdict)


def test_a_likely_fall_keeps_its_hedge_beside_a_flat_one(undated: Reports) -> None:
    hedged = claim(undated, BLOOMBERG, "shrink")
    assert hedged.hedges
    flat = _flat("North Korea's gross domestic product shrank by 8.5% in 2020.")
    verdict = relation(hedged, flat)
    assert verdict.relation is Relation.EQUIVALENCE
    assert {"hedges", "factuality", "chain"} <= differing(verdict)


def test_no_two_reports_contradict_each_other(undated: Reports) -> None:
    found = [
        (a.text, b.text)
        for one, profiles in undated.items()
        for other, others in undated.items()
        if one < other
        for a in profiles
        for b in others
        if relation(a, b).relation is Relation.CONTRADICTION
    ]
    assert found == []


def _flat(text: str) -> Profile:
    found = claimkit.extract(Article.from_text(text, publisher="The Harbour Post"))
    return next(iter(profiles_of(found.article, found.claims, found.mentions)))

"""What must come out of the five seed articles (facts established by reading them).

Quotations from the articles stay under ten words; where a sentence is meant it is found by such a quotation.
"""

from pathlib import Path

import pytest

from claimkit.extraction.outlets import find_outlet
from claimkit.extraction.pipeline import Extraction, extract
from claimkit.reading import read_articles
from claimkit.records import (
    Attribution,
    Claim,
    ClaimKind,
    Direction,
    HedgeType,
    QuantityRole,
    RangeKind,
    SourceType,
    Style,
)

AL_JAZEERA, YONHAP, BLOOMBERG, JOONGANG_CHINA, JOONGANG_CELLS = range(5)


@pytest.fixture(scope="module")
def extractions(seeds: Path) -> list[Extraction]:
    return [extract(article) for article in read_articles([seeds])]


def claim_of(extraction: Extraction, lemma: str, quotation: str) -> Claim:
    """The one claim with this predicate in the sentence that holds the quotation."""
    text = extraction.article.text or ""
    in_sentence = [c for c in extraction.claims if quotation in text[c.sentence.start : c.sentence.end]]
    assert in_sentence, f"no claim in a sentence with {quotation!r}"
    found = [claim for claim in in_sentence if claim.predicate.lemma == lemma]
    assert len(found) == 1, f"{lemma}: among {[c.predicate.lemma for c in in_sentence]}"
    return found[0]


def words(extraction: Extraction, start: int, end: int) -> str:
    return (extraction.article.text or "")[start:end]


def source(extraction: Extraction, link: Attribution) -> str | None:
    return None if link.source is None else words(extraction, *link.source)


def speaker(extraction: Extraction, link: Attribution) -> str | None:
    return next((m.name for m in extraction.mentions if m.entity_id == link.entity_id), None)


def hedges(extraction: Extraction, claim: Claim) -> dict[str, HedgeType]:
    return {words(extraction, *hedge.cue): hedge.type for hedge in claim.hedges}


def times(extraction: Extraction, claim: Claim) -> list[str]:
    return [words(extraction, *time.span) for time in claim.times]


def test_all_five_are_read_and_yield_claims(extractions: list[Extraction]) -> None:
    assert len(extractions) == 5
    assert all(len(extraction.claims) >= 10 for extraction in extractions)


def test_gdp_likely_shrank_according_to_a_projection(extractions: list[Extraction]) -> None:
    article = extractions[BLOOMBERG]
    claim = claim_of(article, "shrink", "gross domestic product likely shrank")
    (link,) = claim.chain
    assert source(article, link) == "Fitch Solutions"
    assert link.source_type is SourceType.RESEARCH
    assert link.cue is not None
    assert words(article, *link.cue) == "according to"
    assert link.medium is not None
    assert link.medium.lemma == "projection"
    assert set(hedges(article, claim)) == {"likely", "projection"}
    (quantity,) = claim.quantities
    assert (quantity.low, quantity.high, quantity.unit) == (8.5, 8.5, "%")
    assert quantity.direction is Direction.DOWN
    assert quantity.role is QuantityRole.CHANGE_BY
    assert quantity.property == "GDP"
    assert [(time.start, time.end) for time in claim.times] == [("2020-01-01", "2020-12-31")]


def test_the_rest_of_that_sentence_is_the_narrators(extractions: list[Extraction]) -> None:
    article = extractions[BLOOMBERG]
    leave = claim_of(article, "leave", "gross domestic product likely shrank")
    assert leave.chain == ()
    assert not leave.chain_certain
    assert claim_of(article, "take", "gross domestic product likely shrank").presupposed


def test_a_gathering_is_presupposed(extractions: list[Extraction]) -> None:
    article = extractions[BLOOMBERG]
    claim = claim_of(article, "gathering", "gathering of 5,000 delegates")
    assert claim.presupposed
    assert claim.chain == ()
    (quantity,) = claim.quantities
    assert (quantity.low, quantity.counted) == (5000, ("delegate", "official"))


def test_ten_thousand_took_part(extractions: list[Extraction]) -> None:
    article = extractions[JOONGANG_CELLS]
    claim = claim_of(article, "take", "10,000 people took part")
    (link,) = claim.chain
    assert link.source_type is SourceType.NEWS_AGENCY
    outlet = find_outlet(speaker(article, link) or "")
    assert outlet is not None
    assert "North Korea" in (outlet.controlled_by or "")
    (quantity,) = claim.quantities
    assert (quantity.low, quantity.counted) == (10000, ("people",))


def test_a_party_cell_comprises_members(extractions: list[Extraction]) -> None:
    article = extractions[JOONGANG_CELLS]
    claim = claim_of(article, "comprise", "five to 30 members")
    assert claim.chain == ()
    (quantity,) = claim.quantities
    assert (quantity.low, quantity.high, quantity.counted) == (5, 30, ("member",))
    assert quantity.range_kind is RangeKind.DISTRIBUTION


def test_another_parade_may_be_planned(extractions: list[Extraction]) -> None:
    article = extractions[BLOOMBERG]
    claim = claim_of(article, "plan", "Another military parade may be planned")
    (link,) = claim.chain
    assert "NK News" in (source(article, link) or "")
    assert link.source_type is SourceType.NEWS_OUTLET
    assert hedges(article, claim) == {"may": HedgeType.EPISTEMIC_POSSIBLE}


def test_the_plan_missed_its_targets_through_a_chain_of_two(extractions: list[Extraction]) -> None:
    article = extractions[BLOOMBERG]
    claim = claim_of(article, "miss", "missed its targets by")
    agency, kim = claim.chain
    assert agency.source_type is SourceType.NEWS_AGENCY
    assert speaker(article, kim) == "Kim Jong Un"
    assert kim.style is Style.MIXED
    assert kim.parent == agency.attribution_id
    assert times(article, claim) == []


def test_last_year_of_the_plans_end_is_the_narrators(extractions: list[Extraction]) -> None:
    article = extractions[BLOOMBERG]
    claim = claim_of(article, "end", "missed its targets by")
    assert claim.chain == ()
    assert times(article, claim) == ["last year"]


@pytest.mark.parametrize(
    ("article_number", "quotation"), [(BLOOMBERG, "took power in 2011"), (JOONGANG_CELLS, "took office in 2011")]
)
def test_kim_came_to_power_in_2011(extractions: list[Extraction], article_number: int, quotation: str) -> None:
    article = extractions[article_number]
    claim = claim_of(article, "take", quotation)
    assert claim.chain == ()
    assert [(time.start, time.end) for time in claim.times] == [("2011-01-01", "2011-12-31")]


@pytest.mark.parametrize(("lemma", "cue"), [("aide", "believed"), ("promote", "presumed")])
def test_jo_is_hearsay(extractions: list[Extraction], lemma: str, cue: str) -> None:
    article = extractions[JOONGANG_CELLS]
    claim = claim_of(article, lemma, "believed to be a top aide")
    (link,) = claim.chain
    assert link.source is None
    assert link.source_type is SourceType.HEARSAY
    assert any(cue in found for found in hedges(article, claim))


def test_greater_disappointment_is_the_sisters_word(extractions: list[Extraction]) -> None:
    article = extractions[JOONGANG_CHINA]
    claim = claim_of(article, "lead", "greater disappointment")
    (link,) = claim.chain
    assert speaker(article, link) == "Kim Yo-jong"
    assert link.time is not None
    assert words(article, *link.time.span) == "last month"
    assert link.time.unresolved == "no_document_date"


def test_anywhere_anytime_is_the_envoys_word(extractions: list[Extraction]) -> None:
    article = extractions[JOONGANG_CHINA]
    (link,) = claim_of(article, "ready", "anywhere, anytime").chain
    assert speaker(article, link) == "Sung Kim"


def test_the_words_on_the_ribbon_have_a_document_for_a_source(extractions: list[Extraction]) -> None:
    article = extractions[JOONGANG_CHINA]
    text = article.article.text or ""
    found = [c for c in article.claims if "message on the ribbon" in text[c.sentence.start : c.sentence.end]]
    assert [link.source_type for claim in found for link in claim.chain] == [SourceType.DOCUMENT]


def test_what_kim_raised_on_the_third_day(extractions: list[Extraction]) -> None:
    article = extractions[AL_JAZEERA]
    claim = claim_of(article, "raise", "raised the issue of reshaping")
    (link,) = claim.chain
    assert link.source_type is SourceType.NEWS_AGENCY
    thursday = [time for time in claim.times if words(article, *time.span).endswith("Thursday")]
    assert [time.unresolved for time in thursday] == ["no_document_date"]


def test_a_published_date_resolves_thursday(seeds: Path) -> None:
    (raw, *_) = read_articles([seeds])
    article = extract(raw, published="2021-01-08")
    claim = claim_of(article, "raise", "raised the issue of reshaping")
    assert "2021-01-07" in [time.start for time in claim.times]


def test_vows_and_urgings_are_no_facts(extractions: list[Extraction]) -> None:
    vow = claim_of(extractions[JOONGANG_CHINA], "elevate", "vowed to elevate relations")
    assert vow.kind is ClaimKind.COMMITMENT
    urging = claim_of(extractions[YONHAP], "concentrate", "concentrate all rabble-rousing forces")
    assert urging.kind is ClaimKind.DIRECTIVE


def test_every_span_reproduces_its_text(extractions: list[Extraction]) -> None:
    for extraction in extractions:
        text = extraction.article.text or ""
        body = [(s.start, s.end) for s in extraction.article.segments if s.kind == "body"]
        for claim in extraction.claims:
            assert claim.text == " … ".join(text[start:end] for start, end in claim.spans)
            assert any(start <= claim.predicate.start < claim.predicate.end <= end for start, end in claim.spans)
            assert any(start <= claim.predicate.start < end for start, end in body)

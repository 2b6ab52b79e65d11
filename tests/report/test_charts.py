"""Charts: what they count, in which units, and that each specification is Vega-Lite."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from claimkit.report.charts import charts, claims_over_time, hedging_by_outlet, sources_by_type
from claimkit.report.data import report_data


def claim(article: int, *hedges: str) -> dict[str, Any]:
    return {"article": article, "hedges": [{"type": kind} for kind in hedges]}


@pytest.fixture(scope="module")
def drawn(gold: Path) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = report_data(gold)["charts"]
    return made


def test_each_specification_is_vega_lite_by_its_own_schema(drawn: list[dict[str, Any]]) -> None:
    altair = pytest.importorskip("altair")
    assert [chart["id"] for chart in drawn] == ["sources", "hedging", "network", "time"]
    for chart in drawn:
        kind = altair.LayerChart if "layer" in chart["spec"] else altair.Chart
        kind.from_dict(chart["spec"], validate=True)
        assert chart["spec"]["description"] == chart["alternative"]


def test_every_link_counts_once_for_the_type_of_its_source(drawn: list[dict[str, Any]], gold: Path) -> None:
    links = sum(len(article["links"]) for article in report_data(gold)["articles"])
    assert sum(count for _, count in drawn[0]["table"]["rows"]) == links


def test_sources_are_told_in_words_with_their_shares() -> None:
    chart = sources_by_type([{"links": [{"type": "news_agency"}] * 3 + [{"type": "person"}]}])
    assert chart is not None
    assert chart["alternative"] == "Of 4 links of a chain: news agency 3 (75%), person 1 (25%)."


def test_hedging_is_per_hundred_claims_so_that_small_outlets_stand_beside_large_ones() -> None:
    articles = [{"outlet": "Large"}, {"outlet": "Small"}]
    claims = [*[claim(0) for _ in range(9)], claim(0, "doxastic"), claim(1, "doxastic"), claim(1)]
    chart = hedging_by_outlet(articles, claims)
    assert chart is not None
    assert chart["table"]["columns"] == ["outlet", "claims", "doxastic"]
    assert chart["table"]["rows"] == [["Small", 2, 50.0], ["Large", 10, 10.0]]
    assert chart["alternative"].startswith("From 50 at Small down to 10 at Large, per 100 claims.")


def test_a_claim_with_two_hedges_of_a_type_is_one_hedged_claim() -> None:
    chart = hedging_by_outlet([{"outlet": "Post"}], [claim(0, "condition", "condition")])
    assert chart is not None
    assert chart["table"]["rows"] == [["Post", 1, 100.0]]


def test_the_smaller_of_many_outlets_are_told_together() -> None:
    articles = [{"outlet": f"Outlet {number:02}"} for number in range(40)]
    chart = hedging_by_outlet(articles, [claim(number, "doxastic") for number in range(40)])
    assert chart is not None
    assert ["(all other outlets)", 25, 100.0] in chart["table"]["rows"]
    assert sum(row[1] for row in chart["table"]["rows"]) == 40


@pytest.mark.parametrize(
    ("last", "unit", "moments"),
    [
        ("2031-01-03", "day", ["2031-01-01", "2031-01-02", "2031-01-03"]),
        ("2031-05-03", "month", ["2031-01", "2031-02", "2031-03", "2031-04", "2031-05"]),
        ("2040-05-03", "year", [str(year) for year in range(2031, 2041)]),
    ],
)
def test_time_is_counted_in_days_months_or_years_and_gaps_are_kept(last: str, unit: str, moments: list[str]) -> None:
    chart = claims_over_time([{"date": "2031-01-01"}, {"date": last}], [claim(0), claim(1), claim(1)])
    assert chart is not None
    assert chart["table"]["columns"] == [unit, "claims"]
    assert chart["spec"]["encoding"]["x"]["scale"]["domain"] == moments
    assert chart["table"]["filters"][0] == {"published": moments[0]}
    assert "most of them (2) in " + moments[-1] in chart["alternative"]


def test_articles_without_a_date_are_named() -> None:
    chart = claims_over_time([{"date": "2031-01-01"}, {}], [claim(0), claim(1)])
    assert chart is not None
    assert chart["alternative"].endswith("Without a date: 1.")


def test_what_has_nothing_to_show_is_left_out() -> None:
    assert charts([], []) == []
    assert charts([{"outlet": "Post"}], [{"article": 0}]) == []

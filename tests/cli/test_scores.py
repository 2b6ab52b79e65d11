"""How scores and errors are put for people."""

import io

import pytest
from rich.console import Console

from claimkit.cli import scores as tables
from claimkit.evaluation.attribution import score_attributions
from claimkit.evaluation.confusion import find_errors
from claimkit.evaluation.relations import GoldAttribution, GoldDocument
from claimkit.records import Span

TEXT = "Berg said that the ferry had sunk."
LINK = GoldAttribution((Span(0, 4),), (Span(5, 9),), (Span(10, 33),), confidence=0.75)


def printed(*renderables: object) -> str:
    console = Console(file=io.StringIO(), width=120)
    console.print(*renderables)
    return console.file.getvalue()


@pytest.fixture(scope="module")
def scores():
    return score_attributions([(GoldDocument("one", TEXT, (LINK,)), [LINK])], unpredicted=2)


def test_the_summary_counts_articles_and_links(scores):
    assert tables.summary(scores) == (
        "1 articles, 1 links in the gold, 1 found, 2 articles not in the prediction, "
        "calibration error 0.250 (0.250–0.250)"
    )


def test_the_reliability_table_is_there_with_confidences_alone(scores):
    _, slices, reliability = tables.attribution(scores)
    assert "0.750–0.750   1       0.750   1.000" in printed(reliability)
    assert "pronoun_source   0      –" in printed(slices)


def test_without_errors_there_is_no_listing(scores):
    assert list(tables.listing(scores.errors, 5)) == []


def test_a_long_content_keeps_its_edges():
    text = "Berg said " + "begins here " + "and so on " * 50 + "and ends here."
    link = GoldAttribution((Span(0, 4),), (Span(5, 9),), (Span(10, len(text)),))
    _, _, _, gold, found, context = tables.listing(find_errors("one", text, [], [link]), 1)
    assert gold.startswith("    gold   Berg | said | begins here and so on")
    assert gold.endswith("and ends here.")
    assert "[…]" in gold
    assert len(gold) < 250
    assert found == "    found  –"
    assert context.startswith("    text   … Berg said [begins here")

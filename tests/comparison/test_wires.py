"""Whose words an article prints, told from whose picture stands beside them."""

from __future__ import annotations

import dataclasses

import pytest

from claimkit.comparison.wires import WireEvidence, canonical, is_wire_copy, wires_of
from claimkit.extraction.layout import lay_out
from claimkit.records import Article

BODY = (
    "The council of Corran voted on Monday to close the old bridge for a year.\n\n"
    "Repairs are to begin in the spring, the mayor said, and will cost two million crowns.\n\n"
)


def found(text: str, *, publisher: str = "The Harbour Post", wire: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    article = lay_out(Article.from_text(text, publisher=publisher, wire=wire))
    return [(each.agency, each.evidence.value) for each in wires_of(article)]


@pytest.mark.parametrize(
    ("text", "agency", "evidence"),
    [
        ("CORRAN (Reuters) - " + BODY, "Reuters", "dateline"),
        ("CORRAN, Norway (AP) — " + BODY, "Associated Press", "dateline"),
        (BODY + "Nobody was hurt. (Yonhap)", "Yonhap News Agency", "credit"),
        (BODY + "(Reporting by Ana Lund; Editing by Tomas Renner)", "Reuters", "style"),
        ("By The Associated Press\n\n" + BODY, "Associated Press", "byline"),
        (BODY + "The Associated Press contributed to this report.", "Associated Press", "contributed"),
    ],
)
def test_a_wire_is_known_by_what_it_leaves(text: str, agency: str, evidence: str) -> None:
    assert found(text) == [(agency, evidence)]


def test_a_picture_of_an_agency_is_not_its_report() -> None:
    caption = "The old bridge of Corran is seen in this photo taken on Sunday. (Tomas Renner/AFP/Getty Images)\n\n"
    assert found(caption + BODY) == []


def test_a_dateline_without_an_agency_is_a_place() -> None:
    assert found("CORRAN — " + BODY) == []


def test_the_sign_of_the_paper_itself_is_none_of_another() -> None:
    assert found("CORRAN (WVLD) — " + BODY, publisher="wvld.example") == []


def test_what_was_given_counts_where_no_picture_explains_it() -> None:
    assert found(BODY, wire=("Reuters",)) == [("Reuters", "metadata")]


def test_a_contribution_is_not_the_article() -> None:
    contributed = lay_out(Article.from_text(BODY + "The Associated Press contributed to this report."))
    copied = lay_out(Article.from_text("CORRAN (AP) — " + BODY))
    assert not is_wire_copy(contributed)
    assert is_wire_copy(copied)


def test_without_text_what_the_record_holds_counts() -> None:
    article = dataclasses.replace(Article.from_text(BODY, wire=("AFP",)), text=None)
    assert [(each.agency, each.evidence) for each in wires_of(article)] == [
        (canonical("AFP"), WireEvidence.METADATA),
    ]

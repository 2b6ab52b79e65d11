"""Whose text may be passed on, by licence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit.dataset.permission import may_be_passed_on, permission_of


@pytest.mark.parametrize(
    "licence",
    ["CC-BY-4.0", "cc-by-4.0", "CC-BY-SA-3.0", "CC0-1.0", "CC-BY-NC-ND-4.0", "public domain", "OGL-UK-3.0", "ODbL-1.0"],
)
def test_open_licences_let_the_text_be_passed_on(licence):
    assert may_be_passed_on(licence)


@pytest.mark.parametrize(
    "licence", [None, "", "proprietary", "© The Corran Herald", "CC-BY-4.0 but ask first", "unknown"]
)
def test_everything_else_counts_as_copyrighted(licence):
    assert not may_be_passed_on(licence)


@given(st.text())
def test_no_string_is_an_error(licence):
    assert may_be_passed_on(licence) in (True, False)


def article(number, licence, text_mode="full"):
    return {"article_id": str(number), "licence": licence, "text_mode": text_mode}


def test_text_stays_where_it_is_asked_for_and_allowed_and_every_other_reason_is_counted():
    articles = [article(1, "CC-BY-4.0"), article(2, None), article(3, "proprietary"), article(4, None, "none")]
    found = permission_of(articles, "full")
    assert found.full == {"1"}
    assert found.reasons == {
        "it was left out before": 1,
        "no licence is stated": 1,
        "the licence 'proprietary' is none that lets it be passed on": 1,
    }
    assert found.withholds


def test_without_being_asked_no_text_is_published():
    found = permission_of([article(1, "CC0-1.0")], "none")
    assert not found.full
    assert found.withholds


def test_what_was_left_out_before_needs_nothing_done():
    assert not permission_of([article(1, None, "none")], "full").withholds

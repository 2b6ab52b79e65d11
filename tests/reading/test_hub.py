"""Addresses of datasets on the Hub; what is fetched by them is tested with publishing, against a server."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit.dataset.additions import add_tables
from claimkit.errors import OptionError
from claimkit.reading.hub import Address, is_address, local_path, parse_address, path_name


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("hub://velden/claims", Address("velden/claims", None, None)),
        ("hub://velden/claims@v1.0", Address("velden/claims", "v1.0", None)),
        ("hub://velden/claims/pairs", Address("velden/claims", None, "pairs")),
        ("hub://velden/claims@refs%2Fpr%2F3/pairs", Address("velden/claims", "refs/pr/3", "pairs")),
    ],
)
def test_an_address_has_an_owner_a_name_a_revision_and_a_config(words, address):
    assert parse_address(words) == address
    # The command line makes a path of it, which has one slash less.
    assert parse_address(Path(words)) == address


@pytest.mark.parametrize("words", ["hub://claims", "hub://a/b/verdicts", "hub://a/b@", "hub://a b/c", "hub://"])
def test_another_form_is_an_error_that_shows_the_right_one(words):
    with pytest.raises(OptionError, match="hub://OWNER/NAME"):
        parse_address(words)


@given(st.text())
def test_no_string_ends_otherwise(words):
    with contextlib.suppress(OptionError):
        parse_address(f"hub://{words}")


def test_a_path_is_itself():
    assert local_path("claims") == Path("claims")
    assert not is_address("claims/hub:/x")
    assert path_name(Path("hub://velden/claims")) == "hub://velden/claims"


def test_nothing_is_written_into_what_lies_on_the_hub():
    with pytest.raises(OptionError, match="name a folder"):
        add_tables("hub://velden/claims", {"pairs": []})

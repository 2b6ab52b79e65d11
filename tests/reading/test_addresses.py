"""Addresses as they stand in exports of real sites, as the URIs that the schema asks for."""

import urllib.parse

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from claimkit.reading.addresses import uri


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a/b.html?q=1&tag=%EA%B8%B0#top",
        "http://[2001:db8::1]:8080/",
        "https://example.org/a;b,c(d)'e!f*g~h",
        "urn:isbn:0451450523",
    ],
)
def test_a_uri_comes_back_as_it_is(address: str) -> None:
    assert uri(address) == address


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("https://example.org/뉴스?q=é", "https://example.org/%EB%89%B4%EC%8A%A4?q=%C3%A9"),
        ("https://bücher.example/", "https://b%C3%BCcher.example/"),
        ("https://example.org/river rises", "https://example.org/river%20rises"),
        ("https://example.org/a|b{c}", "https://example.org/a%7Cb%7Bc%7D"),
        ("https://example.org/?tag[]=a", "https://example.org/?tag%5B%5D=a"),
        ("https://example.org/100%-sure", "https://example.org/100%25-sure"),
    ],
)
def test_what_may_not_stand_in_a_uri_is_percent_encoded(address: str, written: str) -> None:
    assert uri(address) == written


@pytest.mark.parametrize("address", ["", "not a url", "/world/river", "www.example.org/a", "http://[bad"])
def test_what_is_no_absolute_address_is_none(address: str) -> None:
    assert uri(address) is None


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_whatever_the_path_the_schema_takes_it_and_no_letter_is_lost(path: str) -> None:
    written = uri(f"https://example.org/{urllib.parse.quote(path)}")
    loose = uri(f"https://example.org/?{path.replace('#', '')}")
    assert written is not None
    assert loose is not None
    assert urllib.parse.unquote(written) == f"https://example.org/{path}"
    assert Draft202012Validator.FORMAT_CHECKER.conforms(loose, "uri")
    assert uri(loose) == loose

"""The table of agencies and outlets, and how tolerant the search in it is."""

import pytest

from claimkit.extraction.outlets import find_outlet, outlets
from claimkit.records import SourceType


@pytest.mark.parametrize(
    "written",
    [
        "KCNA",
        "the KCNA",
        "KCNA's",
        "kcna",
        "the official KCNA news agency",
        "Korean Central News Agency",
        "the Korean Central News Agency (KCNA)",
        "state-run Korean Central News Agency",
        "The Korean Central News Agency’s",
    ],
)
def test_one_agency_is_found_however_it_is_written(written: str) -> None:
    outlet = find_outlet(written)
    assert outlet is not None
    assert outlet.name == "Korean Central News Agency"
    assert outlet.type is SourceType.NEWS_AGENCY
    assert outlet.country == "KP"
    assert outlet.controlled_by == "Government of North Korea"


@pytest.mark.parametrize(
    ("written", "name", "kind"),
    [
        ("the NK News website", "NK News", SourceType.NEWS_OUTLET),
        ("Yonhap", "Yonhap News Agency", SourceType.NEWS_AGENCY),
        ("PEOPLE’S DAILY", "People's Daily", SourceType.NEWS_OUTLET),
        ("Washington Post", "The Washington Post", SourceType.NEWS_OUTLET),
        ("The Hill", "The Hill", SourceType.NEWS_OUTLET),
        ("the AP", "Associated Press", SourceType.NEWS_AGENCY),
        ("Bloomberg L.P.", "Bloomberg News", SourceType.NEWS_AGENCY),
    ],
)
def test_aliases_lead_to_the_outlet(written: str, name: str, kind: SourceType) -> None:
    outlet = find_outlet(written)
    assert outlet is not None
    assert (outlet.name, outlet.type) == (name, kind)


@pytest.mark.parametrize(
    "written",
    ["Hill", "Times", "time", "a spa", "state media", "the news agency", "The", "", "(", "'s", "the the the", "\ud800"],
)
def test_common_words_and_surnames_are_no_outlets(written: str) -> None:
    assert find_outlet(written) is None


def test_a_private_outlet_is_controlled_by_no_state() -> None:
    reuters = find_outlet("Reuters")
    assert reuters is not None
    assert reuters.controlled_by is None


def test_the_table_is_sound() -> None:
    table = outlets()
    assert len(table) >= 400
    assert len({outlet.name for outlet in table}) == len(table)
    assert {outlet.type for outlet in table} == {SourceType.NEWS_AGENCY, SourceType.NEWS_OUTLET}
    assert all(outlet.country and len(outlet.country) == 2 and outlet.country.isupper() for outlet in table)


def test_every_name_and_alias_finds_its_own_outlet() -> None:
    for outlet in outlets():
        for name in (outlet.name, *outlet.aliases):
            assert find_outlet(name) == outlet, name


def test_a_very_long_string_is_no_outlet() -> None:
    assert find_outlet("the official " * 5_000) is None

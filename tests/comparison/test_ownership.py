"""Outlets by name, domain and address, with who stands behind them; a table of one's own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from claimkit.comparison.ownership import outlet_parties, site_of
from claimkit.comparison.parties import parties_of, person_parties, told_to
from claimkit.resources import LEXICON_VARIABLE

OWN = """
[outlets.own]
"Velden Radio" = {owner = "Harl Group", country = "NO", aliases = ["veldenradio.example"]}
"Corran Weekly" = {owner = "Harl Group"}
"""


def behind(name: str) -> set[str]:
    return set(outlet_parties(name)[1:])


def test_the_states_agency_and_its_party_paper_are_one() -> None:
    assert behind("KCNA") == behind("Rodong Sinmun") == {"state:north korea"}


def test_papers_of_one_group_share_it() -> None:
    assert behind("Miami Herald") & behind("The Sacramento Bee")
    assert not behind("The New York Times") & behind("The Washington Post")


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("chicago.harbourpost.example", "harbourpost.example"),
        ("https://www.harbourpost.co.uk/news?id=1", "harbourpost.co.uk"),
        ("The Harbour Post", None),
        ("", None),
    ],
)
def test_a_site_is_the_registered_part_of_its_address(address: str, site: str | None) -> None:
    assert site_of(address) == site


def test_a_paper_is_known_by_its_domain() -> None:
    assert outlet_parties("www.usatoday.com") == outlet_parties("USA Today")


def test_unknown_outlets_stand_for_themselves() -> None:
    assert outlet_parties("The Harbour Post") == ("outlet:the harbour post",)


def test_a_table_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(OWN, encoding="utf-8")
    code = (
        "from claimkit.comparison.ownership import outlet_parties as p;"
        "print(p('veldenradio.example'), p('The Corran Weekly'))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, LEXICON_VARIABLE: str(path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == (
        "('outlet:Velden Radio', 'owner:Harl Group') ('outlet:Corran Weekly', 'owner:Harl Group')"
    )


@pytest.mark.parametrize("entry", ['{type = "person"}', '{owner = ["a"]}', '"Harl Group"', "{editor = 'x'}"])
def test_an_own_entry_that_cannot_be_read_says_so(tmp_path: Path, entry: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(f'[outlets.own]\n"Velden Radio" = {entry}\n', encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-c", "from claimkit.extraction.outlets import outlets; outlets()"],
        env={**os.environ, LEXICON_VARIABLE: str(path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "OptionError" in run.stderr
    assert "Velden Radio" in run.stderr


# --- whom a source speaks for ---


@pytest.mark.parametrize(
    ("phrase", "parties"),
    [
        ("Corran police", {"body:authorities"}),
        ("the sheriff's deputies", {"body:authorities"}),
        ("Sgt. Renner of the CPD", {"body:authorities"}),
        ("deputy chief with the Corran Fire Department", {"body:rescue"}),
        ("the county coroner", {"body:medical_examiner"}),
        ("North Korea", {"state:north korea"}),
        ("Russian foreign ministry", {"state:russia"}),
        ("Velden's campaign", {"name:velden"}),
        ("CNN's Tomas Renner", {"outlet:CNN"}),
        ("the North's official Korean Central News Agency", {"outlet:Korean Central News Agency", "state:north korea"}),
    ],
)
def test_a_phrase_tells_for_whom_its_source_speaks(phrase: str, parties: set[str]) -> None:
    assert set(parties_of([phrase], person=False)) == parties


def test_officials_of_nobody_knows_what_may_be_anybodys() -> None:
    found = set(parties_of(["officials"], person=False))
    assert set(parties_of(["the coroner"], person=False)) < found
    assert set(parties_of(["police"], person=False)) < found


def test_a_surname_written_in_two_ways_is_one_person() -> None:
    assert set(person_parties("Maria Adesha")) & set(person_parties("M. Adeseha"))
    assert set(person_parties("Kim Jong-un")) & set(person_parties("Kim Jong Un"))
    assert not set(person_parties("Maria Velden")) & set(person_parties("Maria Renner"))


def test_who_is_told_stands_behind_the_cue() -> None:
    assert told_to(" police that he had left.") == ("body:authorities",)
    assert told_to(" that police had left.") == ()

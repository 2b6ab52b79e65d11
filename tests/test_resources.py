"""Lexicons of the user's own: a file of entries beside those that ship."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from claimkit.errors import OptionError
from claimkit.resources import LEXICON_VARIABLE, lexicon_digest, load_lexicon, use_lexicon

OWN = """
[times.holidays]
"founders' day" = [6, 12]
"harvest fair" = {after = "founders' day", days = 3}

[times.vague]
"of late" = "PAST_REF"

[times.fiscal]
"harl mining's" = [7, -1]

[times.ambiguous]
leads = ["come"]
"""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv(LEXICON_VARIABLE, raising=False)
    path = tmp_path / "own.toml"
    path.write_text(OWN, encoding="utf-8")
    return path


def found(text: str, lexicon: Path) -> str:
    """The EDTF or TIMEX3 values of a text, read in a process of its own: a lexicon is read once."""
    code = (
        "import sys, claimkit; print([time.edtf or time.timex for time in "
        "claimkit.find_times(sys.argv[1], anchor='2021-08-02', parse=False)])"
    )
    environment = {**os.environ, LEXICON_VARIABLE: str(lexicon)}
    run = subprocess.run(
        [sys.executable, "-c", code, text], env=environment, capture_output=True, text=True, check=True
    )
    return run.stdout.strip()


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("It opened on Founders' Day.", "['2021-06-12']"),
        ("It opened at the Harvest Fair.", "['2021-06-15']"),
        ("Of late it has been closed.", "['PAST_REF']"),
        ("Sales rose in Harl Mining's fiscal 2020.", "['2019-07/2020-06']"),
        ("It opened on Christmas Day.", "['2020-12-25']"),
    ],
)
def test_words_of_the_users_own_are_read(own: Path, text: str, values: str) -> None:
    assert found(text, own) == values


def test_a_file_taken_into_use_extends_tables_and_lists(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = load_lexicon("times")
    monkeypatch.setenv(LEXICON_VARIABLE, "")
    use_lexicon(own)
    try:
        lexicon = load_lexicon("times")
        assert lexicon["holidays"] == {
            **before["holidays"],
            "founders' day": [6, 12],
            "harvest fair": {"after": "founders' day", "days": 3},
        }
        assert lexicon["ambiguous"]["leads"] == [*before["ambiguous"]["leads"], "come"]
        assert lexicon["months"] == before["months"]
        assert lexicon_digest() is not None
    finally:
        load_lexicon.cache_clear()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('[calendar.holidays]\n"x" = [1, 1]', "no lexicon 'calendar'"),
        ('[times.feasts]\n"x" = [1, 1]', "times.feasts: there is no such table"),
        ('[times.holidays]\n"x" = "June 12"', "'x' is a text; the entries are a list or a table"),
        ("[times]\nholidays = 3", "expected a table, found a number"),
        ("times = 3", "expected tables"),
        ("[times.holidays", "is no TOML"),
    ],
)
def test_what_has_no_place_in_a_lexicon_is_a_wrong_call(own: Path, content: str, message: str) -> None:
    own.write_text(content, encoding="utf-8")
    with pytest.raises(OptionError, match=message):
        use_lexicon(own)
    assert LEXICON_VARIABLE not in os.environ


def test_a_lexicon_that_is_not_there_is_a_wrong_call(own: Path) -> None:
    with pytest.raises(OptionError, match="cannot be read"):
        use_lexicon(own.with_name("nowhere.toml"))


def test_without_a_file_there_is_no_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(LEXICON_VARIABLE, raising=False)
    assert lexicon_digest() is None
